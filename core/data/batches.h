// SPDX-License-Identifier: GPL-3.0-or-later
// Samples as tensors, and which of them make up the batch of a step. The order is a pure function of seed, epoch and
// position, so a run can start anywhere and two runs of one seed eat the same batches.
#pragma once

#include "core/data/dataset.h"

#include <torch/types.h>

namespace gridscope::data {

struct Batch {
    torch::Tensor inputs;  // [batch, channels, height, width] float32, standardised
    torch::Tensor labels;  // [batch] int64
    torch::Tensor indices; // [batch] int64, on the processor: which samples these are
};

class Batches {
public:
    Batches(const Dataset& dataset, const Samples& samples, int batchSize, std::int64_t seed,
            torch::Device device = torch::kCPU);
    std::int64_t samples() const { return labels_.size(0); }
    std::int64_t perEpoch() const { return perEpoch_; }
    // Shuffled anew each epoch; the rest that does not fill a batch is left out of that epoch. position counts from 0.
    enum class Stream : std::uint32_t { Training = 0, PreTraining = 0x80000000U }; // two independent orders
    Batch shuffled(Stream stream, std::int64_t position);
    Batch inOrder(std::int64_t first, std::int64_t count) const;

private:
    Batch gather(const torch::Tensor& indices) const;
    torch::Tensor decoded(const torch::Tensor& indices) const;

    std::vector<std::string> files_; // of pictures that are decoded when they are needed
    int side_ = 0;                   // of those
    torch::Tensor inputs_;           // [samples, channels, height, width], bytes or float32; undefined with files
    torch::Tensor labels_;
    torch::Device device_; // where batches are wanted; the samples stay here
    float mean_;
    float deviation_;
    std::int64_t batchSize_;
    std::int64_t perEpoch_;
    std::int64_t seed_;
    std::int64_t orderEpoch_ = -1;
    Stream orderStream_ = Stream::Training;
    torch::Tensor order_; // [samples] int64: the order of the epoch that was asked for last
};

} // namespace gridscope::data
