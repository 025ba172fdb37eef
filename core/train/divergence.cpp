// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/divergence.h"

#include "core/train/beginning.h"

#include <cmath>

namespace gridscope::train {

namespace {

constexpr const char* theLoss = "The loss";

std::vector<std::string> movedBy(const run::RunConfig& config, const Method& method, std::int64_t step)
{
    if (step > 0) { return method.movingSettings(step); }
    return config.pretrainLearningRate > 0 ? std::vector<std::string>{"pretrain_learning_rate"}
                                           : std::vector<std::string>();
}

} // namespace

std::optional<Divergence> divergenceAfter(double loss, const net::Net& net, const Method& method)
{
    const std::string broken = firstLayerNotFinite(net);
    const std::string lost = broken.empty() ? method.firstLayerLost() : "";
    if (std::isfinite(loss) && broken.empty() && lost.empty()) { return std::nullopt; }
    Divergence found{broken.empty() ? lost : broken, std::isfinite(loss) ? "A weight or step size" : theLoss, ""};
    found.became = !std::isfinite(loss) ? (std::isnan(loss) ? "NaN" : "infinite")
                   : broken.empty()     ? "too large or too small for a float"
                                        : "infinite or NaN";
    return found;
}

std::string remedyFor(const Divergence& divergence, const run::RunConfig& config, const Method& method,
                      std::int64_t step)
{
    const bool isLoss = divergence.what == theLoss;
    const bool isFirst = step == (pretrains(config) ? 1 - config.pretrainSteps : 1);
    const std::vector<std::string> settings = movedBy(config, method, step);
    if (settings.empty() || (isFirst && isLoss)) { // with nothing learned yet
        const std::string where = config.weightsFile.empty() ? "the data" : "the data or weights_file";
        return "no learning rate has a part in that, so look for numbers too large for a float in " + where;
    }
    if (step <= (isLoss ? 1 : 0)) { return "try a smaller pretrain_learning_rate"; }
    std::string names;
    for (const std::string& setting : settings) { names += (names.empty() ? "" : " or ") + setting; }
    return "try a smaller " + names;
}

} // namespace gridscope::train
