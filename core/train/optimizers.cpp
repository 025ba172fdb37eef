// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/optimizers.h"

#include "core/train/tensor_io.h"

#include <torch/optim/adam.h>
#include <torch/optim/sgd.h>

#include <sstream>
#include <type_traits>

namespace gridscope::train {

namespace {

std::unique_ptr<torch::optim::Optimizer> makeOptimizer(std::vector<torch::Tensor> parameters,
                                                       const run::RunConfig& config)
{
    if (config.optimizer == "sgd") {
        return std::make_unique<torch::optim::SGD>(
            std::move(parameters), torch::optim::SGDOptions(config.learningRate).momentum(config.momentum));
    }
    return std::make_unique<torch::optim::Adam>(std::move(parameters), torch::optim::AdamOptions(config.learningRate));
}

void stepAt(torch::optim::Optimizer& optimizer, double rate)
{
    for (auto& group : optimizer.param_groups()) { group.options().set_lr(rate); }
    optimizer.step();
}

// The key of a parameter's state: a text in LibTorch 1, the address itself in LibTorch 2.
template <typename States>
typename States::key_type stateKey(const States&, const torch::Tensor& parameter)
{
    if constexpr (std::is_same_v<typename States::key_type, std::string>) {
        std::ostringstream address; // as LibTorch 1 writes it
        address << static_cast<const void*>(parameter.unsafeGetTensorImpl());
        return address.str();
    } else {
        return parameter.unsafeGetTensorImpl();
    }
}

std::string nameOf(const net::Net& net, const torch::Tensor& parameter)
{
    for (const auto& named : net.named_parameters()) {
        if (named.value().is_same(parameter)) { return named.key(); }
    }
    return {};
}

constexpr const char* prefix = "optimizer.";

void saveMoments(const torch::optim::Optimizer& optimizer, const torch::Tensor& parameter, const std::string& name,
                 run::TensorFile& file)
{
    const auto& states = optimizer.state();
    const auto found = states.find(stateKey(states, parameter));
    if (found == states.end()) { return; } // has not stepped, or is the other optimizer's
    if (const auto* adam = dynamic_cast<const torch::optim::AdamParamState*>(found->second.get())) {
        file.tensors.push_back(run::makeScalar<std::int64_t>(prefix + name + ".step", adam->step()));
        file.tensors.push_back(toFile(prefix + name + ".mean", adam->exp_avg()));
        file.tensors.push_back(toFile(prefix + name + ".mean_square", adam->exp_avg_sq()));
    } else if (const auto* sgd = dynamic_cast<const torch::optim::SGDParamState*>(found->second.get())) {
        if (sgd->momentum_buffer().defined()) {
            file.tensors.push_back(toFile(prefix + name + ".momentum", sgd->momentum_buffer()));
        }
    }
}

torch::Tensor stored(const run::TensorFile& file, const std::string& name, const torch::Tensor& like)
{
    torch::Tensor t = torch::empty_like(like.detach());
    fromFile(file, name, t);
    return t;
}

void restoreMoments(torch::optim::Optimizer& optimizer, const torch::Tensor& parameter, const std::string& name,
                    const run::TensorFile& file)
{
    auto& states = optimizer.state();
    if (const auto* step = file.find(prefix + name + ".step")) {
        auto adam = std::make_unique<torch::optim::AdamParamState>();
        adam->step(run::scalarOf<std::int64_t>(*step));
        adam->exp_avg(stored(file, prefix + name + ".mean", parameter));
        adam->exp_avg_sq(stored(file, prefix + name + ".mean_square", parameter));
        states[stateKey(states, parameter)] = std::move(adam);
    } else if (file.find(prefix + name + ".momentum") != nullptr) {
        auto sgd = std::make_unique<torch::optim::SGDParamState>();
        sgd->momentum_buffer(stored(file, prefix + name + ".momentum", parameter));
        states[stateKey(states, parameter)] = std::move(sgd);
    }
}

} // namespace

Optimizers::Optimizers(const net::Net& net, const run::RunConfig& config)
    : weights_(makeOptimizer(net.weightsAndBiases(), config)),
      quantizers_(std::make_unique<torch::optim::Adam>(net.quantizerParameters(),
                                                       torch::optim::AdamOptions(config.quantizerLearningRate)))
{
    auto gates = net.gateParameters();
    if (!gates.empty()) {
        gates_ =
            std::make_unique<torch::optim::Adam>(std::move(gates), torch::optim::AdamOptions(config.gateLearningRate));
    }
}

std::vector<torch::optim::Optimizer*> Optimizers::all() const
{
    std::vector<torch::optim::Optimizer*> optimizers = {weights_.get(), quantizers_.get()};
    if (gates_) { optimizers.push_back(gates_.get()); }
    return optimizers;
}

// To nothing, not to zero: a parameter that a step does not use then takes no part in it, whatever steps came before, and
// a resumed run behaves like one that never stopped.
void Optimizers::zeroGradients()
{
    for (auto* optimizer : all()) {
        for (auto& group : optimizer->param_groups()) {
            for (auto& parameter : group.params()) { parameter.mutable_grad().reset(); }
        }
    }
}

void Optimizers::step(Rates rates)
{
    stepAt(*weights_, rates.weights);
    stepAt(*quantizers_, rates.quantizers);
    if (gates_) { stepAt(*gates_, rates.gates); }
}

void Optimizers::save(const net::Net& net, run::TensorFile& file) const
{
    for (const auto& parameter : net.named_parameters()) {
        for (auto* optimizer : all()) { saveMoments(*optimizer, parameter.value(), parameter.key(), file); }
    }
}

void Optimizers::restore(const net::Net& net, const run::TensorFile& file)
{
    for (auto* optimizer : all()) {
        for (auto& group : optimizer->param_groups()) {
            for (const auto& parameter : group.params()) {
                restoreMoments(*optimizer, parameter, nameOf(net, parameter), file);
            }
        }
    }
}

} // namespace gridscope::train
