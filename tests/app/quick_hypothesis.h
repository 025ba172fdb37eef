// SPDX-License-Identifier: GPL-3.0-or-later
// The hypothesis on 2-D points: seconds, with gates that close and all three arms.
#pragma once

#include "core/base/safetensors.h"

#include <QStringList>

namespace gridscope::test {

inline QStringList quickHypothesis()
{
    QStringList arguments;
    for (const char* setting : {"data=spirals", "network=mlp", "hidden=16,16", "pretrain_steps=60", "steps=400",
                                "freeze_bits_at=200", "bit_penalty=0.5", "bit_penalty_weighting=equal",
                                "checkpoint_every=50", "validation_samples=200", "threads=1"}) {
        arguments << "--set" << setting;
    }
    return arguments;
}

// Weights of its network, and of any two-dimensional data's, whose products no float holds: the loss is infinite or NaN at once.
inline QString hugeWeights(const QString& folder)
{
    const std::string file = (folder + "/huge.safetensors").toStdString();
    run::TensorFile weights;
    weights.tensors = {run::makeTensor("fc1.weight", {16, 2}, std::vector<float>(32, 1e30F)),
                       run::makeTensor("fc2.weight", {16, 16}, std::vector<float>(256, 1e30F))};
    run::writeTensorFile(file, weights);
    return QString::fromStdString(file);
}

} // namespace gridscope::test
