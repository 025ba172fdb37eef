// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/calibration.h"

#include <torch/types.h>

#include <algorithm>

namespace gridscope::train {

data::Batch calibrationSamples(data::Batches& training, std::int64_t wanted)
{
    std::vector<torch::Tensor> inputs, labels, indices;
    std::int64_t drawn = 0;
    for (std::int64_t k = 0; drawn < wanted && k < training.perEpoch(); ++k) {
        data::Batch batch = training.shuffled(data::Batches::Stream::Training, k);
        drawn += batch.labels.size(0);
        inputs.push_back(std::move(batch.inputs));
        labels.push_back(std::move(batch.labels));
        indices.push_back(std::move(batch.indices));
    }
    const auto joined = [count = std::min(drawn, wanted)](const std::vector<torch::Tensor>& parts) {
        return torch::cat(parts).narrow(0, 0, count);
    };
    return {joined(inputs), joined(labels), joined(indices)};
}

} // namespace gridscope::train
