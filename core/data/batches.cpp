// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/batches.h"

#include "core/base/random.h"
#include "core/data/picture_folder.h"

#include <ATen/Parallel.h>

#include <algorithm>

namespace gridscope::data {

namespace {

torch::Tensor tensorOf(const Dataset& dataset, const Samples& samples)
{
    const std::vector<std::int64_t> shape{samples.count(), dataset.channels, dataset.height, dataset.width};
    const bool pictures = samples.values.empty();
    torch::Tensor inputs = torch::empty(shape, pictures ? torch::kUInt8 : torch::kFloat32);
    if (pictures) {
        std::copy(samples.bytes.begin(), samples.bytes.end(), inputs.data_ptr<std::uint8_t>());
    } else {
        std::copy(samples.values.begin(), samples.values.end(), inputs.data_ptr<float>());
    }
    return inputs;
}

} // namespace

Batches::Batches(const Dataset& dataset, const Samples& samples, int batchSize, std::int64_t seed, torch::Device device)
    : files_(samples.files), side_(dataset.height), device_(device), mean_(dataset.mean), deviation_(dataset.deviation),
      batchSize_(std::clamp<std::int64_t>(samples.count(), 1, batchSize)), seed_(seed)
{
    if (files_.empty()) { inputs_ = tensorOf(dataset, samples); }
    labels_ = torch::empty({samples.count()}, torch::kInt64);
    std::copy(samples.labels.begin(), samples.labels.end(), labels_.data_ptr<std::int64_t>());
    perEpoch_ = samples.count() / batchSize_;
}

Batch Batches::shuffled(Stream stream, std::int64_t position)
{
    const std::int64_t epoch = position / perEpoch_;
    if (epoch != orderEpoch_ || stream != orderStream_) {
        run::Random random(seed_, run::Random::Purpose::DataOrder, std::uint32_t(stream) + std::uint32_t(epoch));
        const auto permutation = random.permutation(std::int32_t(samples()));
        order_ = torch::empty({samples()}, torch::kInt64);
        std::copy(permutation.begin(), permutation.end(), order_.data_ptr<std::int64_t>());
        orderEpoch_ = epoch;
        orderStream_ = stream;
    }
    return gather(order_.narrow(0, position % perEpoch_ * batchSize_, batchSize_));
}

Batch Batches::inOrder(std::int64_t first, std::int64_t count) const
{
    const std::int64_t size = std::min(count, samples() - first);
    return gather(torch::arange(first, first + size, torch::kInt64));
}

torch::Tensor Batches::decoded(const torch::Tensor& indices) const
{
    torch::Tensor pictures = torch::empty({indices.size(0), 3, side_, side_}, torch::kUInt8);
    const std::size_t bytes = 3 * std::size_t(side_) * std::size_t(side_);
    const auto* which = indices.data_ptr<std::int64_t>();
    auto* to = pictures.data_ptr<std::uint8_t>();
    at::parallel_for(0, indices.size(0), 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i) {
            decodePicture(files_[std::size_t(which[i])], side_, {to + std::size_t(i) * bytes, bytes});
        }
    });
    return pictures;
}

Batch Batches::gather(const torch::Tensor& indices) const
{
    torch::Tensor inputs = files_.empty() ? inputs_.index_select(0, indices) : decoded(indices);
    inputs = inputs.to(device_);
    if (inputs.scalar_type() == torch::kUInt8) {
        inputs = inputs.to(torch::kFloat32).div_(255.0F).sub_(mean_).div_(deviation_);
    }
    return {inputs, labels_.index_select(0, indices).to(device_), indices};
}

} // namespace gridscope::data
