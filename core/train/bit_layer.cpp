// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/bit_layer.h"

#include "core/kernels/kernels.h"
#include "core/net/chunks.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace gridscope::train {

namespace {

// What planes and velocities are to a kernel that begins at the value `from`.
kernels::PlaneArrays arraysFrom(std::size_t from, std::span<float* const, 4> stacks, std::span<const float> gradient,
                                std::span<float> weights)
{
    return {stacks[0] + from,
            stacks[1] + from,
            stacks[2] + from,
            stacks[3] + from,
            gradient.data() + from,
            weights.data() + from,
            0};
}

double sumOfProducts(std::span<const float> a, std::span<const float> b)
{
    std::vector<double> sums(std::size_t(net::chunksOf(std::int64_t(a.size()))));
    net::forChunks(std::int64_t(a.size()), [&](std::size_t chunk, std::size_t from, std::size_t count) {
        for (std::size_t i = from; i < from + count; ++i) { sums[chunk] += double(a[i]) * double(b[i]); }
    });
    return std::accumulate(sums.begin(), sums.end(), 0.0);
}

} // namespace

BitLayer::BitLayer(quantize::BitPlanes planes, KeepStep keepStep)
    : keepStep_(std::move(keepStep)), planes_(std::move(planes)), positiveVelocity_(planes_.positive.size()),
      negativeVelocity_(planes_.negative.size()), squares_(quantize::planeSquares(planes_)), isBinary_(false),
      keptCodes_(planes_.count)
{}

double BitLayer::scaleGradient(std::span<const float> gradient, std::span<const float> weights) const
{
    return sumOfProducts(gradient, weights) / double(planes_.scale);
}

void BitLayer::step(const Step& step, float scaleAfter, std::span<const float> gradient, std::span<float> weights)
{
    if (isFineTuning()) {
        stepValues(step, scaleAfter, gradient, weights);
    } else {
        stepPlanes(step, scaleAfter, gradient, weights);
    }
    planes_.scale = scaleAfter;
}

void BitLayer::stepPlanes(const Step& step, float scaleAfter, std::span<const float> gradient, std::span<float> weights)
{
    kernels::PlaneConstants c{.planes = planes_.bits, .stride = planes_.count};
    c.rate = float(step.rate);
    c.momentum = float(step.momentum);
    c.top = float(quantize::topCode(planes_.bits));
    c.step = keepStep_(double(scaleAfter) / double(c.top));
    for (int b = 0; b < planes_.bits; ++b) {
        c.share[b] = quantize::planeShare(b, planes_.bits);
        c.gradient[b] = quantize::planeGradient(1, planes_, b);
        c.decay[b] =
            float(step.weightDecay + (isRegularised ? step.lasso / quantize::groupNorm(squares_[std::size_t(b)]) : 0));
    }
    const std::array<float*, 4> stacks = {planes_.positive.data(), planes_.negative.data(), positiveVelocity_.data(),
                                          negativeVelocity_.data()};
    std::vector<kernels::PlaneTotals> totals(std::size_t(net::chunksOf(std::int64_t(planes_.count))));
    net::forChunks(std::int64_t(planes_.count), [&](std::size_t chunk, std::size_t from, std::size_t count) {
        kernels::PlaneArrays arrays = arraysFrom(from, stacks, gradient, weights);
        arrays.count = count;
        kernels::kernels().stepPlanes(c, arrays, totals[chunk]);
    });
    isBinary_ = isAlive_ = false;
    squares_.assign(std::size_t(planes_.bits), 0);
    for (const auto& part : totals) {
        isAlive_ = isAlive_ || part.isAlive;
        for (std::size_t b = 0; b < squares_.size(); ++b) { squares_[b] += part.squares[b]; }
    }
}

void BitLayer::stepValues(const Step& step, float scaleAfter, std::span<const float> gradient, std::span<float> weights)
{
    const auto top = float(quantize::topCode(planes_.bits));
    const float stepSize = keepStep_(double(scaleAfter) / double(top));
    const auto rate = float(step.rate), momentum = float(step.momentum), decay = float(step.weightDecay);
    net::forChunks(std::int64_t(planes_.count), [&](std::size_t, std::size_t from, std::size_t count) {
        for (std::size_t i = from; i < from + count; ++i) {
            float& velocity = valueVelocity_[i];
            velocity = momentum * velocity + (planes_.scale * gradient[i] + decay * values_[i]);
            values_[i] = std::clamp(values_[i] - rate * velocity, -1.0F, 1.0F);
            weights[i] = stepSize * std::nearbyint(values_[i] * top);
        }
    });
}

quantize::Dropped BitLayer::adjust(std::span<float> weights)
{
    quantize::requantise(planes_);
    const quantize::Dropped dropped = quantize::dropEmptyPlanes(planes_);
    lowest_ += dropped.lowest;
    setCodes(quantize::codesOf(planes_), weights);
    return dropped;
}

void BitLayer::rollBack(std::span<float> weights)
{
    planes_ = quantize::binaryPlanes(keptCodes_, keptBits_, keptScale_);
    lowest_ = keptLowest_;
    becomeBinary(weights);
}

void BitLayer::setCodes(std::span<const std::int32_t> codes, std::span<float> weights)
{
    keptCodes_.assign(codes.begin(), codes.end());
    keptBits_ = planes_.bits;
    keptLowest_ = lowest_;
    keptScale_ = planes_.scale;
    becomeBinary(weights);
}

void BitLayer::becomeBinary(std::span<float> weights)
{
    positiveVelocity_.assign(planes_.positive.size(), 0);
    negativeVelocity_.assign(planes_.negative.size(), 0);
    squares_ = quantize::planeSquares(planes_);
    isBinary_ = true;
    isAlive_ = canRollBack();
    const float stepSize = keepStep_(double(planes_.scale) / quantize::topCode(planes_.bits));
    for (std::size_t i = 0; i < weights.size(); ++i) { weights[i] = stepSize * float(keptCodes_[i]); }
}

void BitLayer::beginFineTuning(std::span<float> weights)
{
    values_ = quantize::fineTuned(planes_);
    valueVelocity_.assign(values_.size(), 0);
    becomeBinary(weights);
}

std::vector<std::int32_t> BitLayer::codes() const
{
    if (!isFineTuning()) { return quantize::codesOf(planes_); }
    const auto top = float(quantize::topCode(planes_.bits));
    std::vector<std::int32_t> codes;
    for (const float v : values_) { codes.push_back(std::int32_t(std::nearbyint(v * top))); }
    return codes;
}

void BitLayer::finalise(std::span<float> weights)
{
    const std::vector<std::int32_t> last = codes();
    planes_ = quantize::binaryPlanes(last, planes_.bits, planes_.scale);
    values_ = valueVelocity_ = {};
    setCodes(last, weights);
    isFinal_ = true;
}

std::vector<float> BitLayer::latent() const
{
    std::vector<float> latent = isFineTuning() ? values_ : quantize::sumOfPlanes(planes_);
    for (float& each : latent) { each *= planes_.scale; }
    return latent;
}

quantize::BitPlanes BitLayer::shownPlanes() const
{
    return isFineTuning() ? quantize::binaryPlanes(codes(), planes_.bits, planes_.scale) : planes_;
}

double BitLayer::lasso() const
{
    double sum = 0;
    for (const double squares : squares_) { sum += quantize::groupNorm(squares); }
    return isFineTuning() || !isRegularised ? 0 : sum;
}

} // namespace gridscope::train
