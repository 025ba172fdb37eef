// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/batches.h"

#include "core/run/random.h"

#include <algorithm>

namespace gridscope::data {

Batches::Batches(const Dataset& dataset, const Samples& samples, int batchSize, std::int64_t seed)
    : mean_(dataset.mean), deviation_(dataset.deviation),
      batchSize_(std::min<std::int64_t>(batchSize, samples.count())), seed_(seed)
{
    const std::vector<std::int64_t> shape{samples.count(), dataset.channels, dataset.height, dataset.width};
    const bool pictures = samples.values.empty();
    inputs_ = torch::empty(shape, pictures ? torch::kUInt8 : torch::kFloat32);
    if (pictures) {
        std::copy(samples.bytes.begin(), samples.bytes.end(), inputs_.data_ptr<std::uint8_t>());
    } else {
        std::copy(samples.values.begin(), samples.values.end(), inputs_.data_ptr<float>());
    }
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

Batch Batches::gather(const torch::Tensor& indices) const
{
    torch::Tensor inputs = inputs_.index_select(0, indices);
    if (inputs.scalar_type() == torch::kUInt8) {
        inputs = inputs.to(torch::kFloat32).div_(255.0F).sub_(mean_).div_(deviation_);
    }
    return {inputs, labels_.index_select(0, indices)};
}

} // namespace gridscope::data
