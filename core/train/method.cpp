// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/method.h"

#include "core/method/lapq/lapq.h"
#include "core/method/ptq/ptq.h"
#include "core/train/grid_method.h"
#include "core/train/lapq_method.h"
#include "core/train/ptq_method.h"

#include <map>

namespace gridscope::train {

namespace {

template <typename Made>
std::unique_ptr<Method> made(const Workplace& at)
{
    return std::make_unique<Made>(at);
}

std::map<std::string, MakeMethod>& others()
{
    static std::map<std::string, MakeMethod> all{{std::string(run::lapq.name), made<LapqMethod>},
                                                 {std::string(run::ptq.name), made<PtqMethod>}};
    return all;
}

} // namespace

std::vector<Phase> Method::phases() const { return {{"quantized training", at_.config.steps}}; }

torch::Tensor Method::weight(std::size_t, net::Pass) { return {}; }

torch::Tensor Method::activation(std::size_t, net::Pass, const torch::Tensor&) { return {}; }

void Method::apply(const std::string&) {}

std::vector<std::string> Method::movingSettings(std::int64_t) const
{
    return at_.config.learningRate > 0 ? std::vector<std::string>{"learning_rate"} : std::vector<std::string>();
}

void registerMethod(std::string name, MakeMethod make) { others()[std::move(name)] = std::move(make); }

std::unique_ptr<Method> makeMethod(const Workplace& at)
{
    const auto found = others().find(at.config.method);
    return found != others().end() ? found->second(at) : std::make_unique<GridMethod>(at);
}

} // namespace gridscope::train
