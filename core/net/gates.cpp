// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/gates.h"

#include <torch/types.h>

namespace gridscope::quantize {

namespace hc = hard_concrete;

namespace {

std::vector<float> valuesOf(const torch::Tensor& t)
{
    const torch::Tensor c = t.detach().contiguous();
    return {c.data_ptr<float>(), c.data_ptr<float>() + c.numel()};
}

} // namespace

Gates::Gates(std::vector<Grid> levels, double keepProbability, Kind kind) : kind_(kind), levels_(std::move(levels))
{
    const auto masks = std::int64_t(levels_.size()) - 1;
    keep_.assign(std::size_t(masks), float(keepProbability));
    drawn_.assign(std::size_t(masks), 1.0F);
    if (!isRelaxed()) { return; }
    phi_ = torch::full({masks}, hc::phiFor(keepProbability));
    if (isLearned()) { phi_ = register_parameter("phi", phi_); }
}

void Gates::draw(run::Random random)
{
    if (frozen_) {
        drawn_.clear();
    } else if (isRelaxed()) {
        noise_ = torch::empty_like(phi_.detach());
        for (std::int64_t i = 0; i < noise_.numel(); ++i) { noise_.data_ptr<float>()[i] = float(hc::noise(random)); }
        drawn_ = valuesOf(masksToLearn());
    } else {
        drawn_ = drawHardMasks(keep_, random);
    }
}

torch::Tensor Gates::masksToLearn() const
{
    const torch::Tensor s = torch::sigmoid((noise_ + phi_) / hc::tau);
    return torch::clamp(s * (hc::zeta - hc::gamma) + hc::gamma, 0, 1);
}

torch::Tensor Gates::penalty() const { return torch::sigmoid(phi_ - hc::tau * std::log(-hc::gamma / hc::zeta)).sum(); }

const Grid& Gates::openGrid() const
{
    if (!isLearned()) { return levels_.back(); }
    std::vector<float> masks = valuesOf(phi_);
    for (float& mask : masks) { mask = float(hc::deterministic(double(mask))); }
    return levels_[openLevel(masks)];
}

std::vector<float> Gates::keepProbabilities() const
{
    if (!isLearned()) { return keep_; }
    std::vector<float> keep = valuesOf(phi_);
    for (float& p : keep) { p = float(hc::keepProbability(double(p))); }
    return keep;
}

void Gates::setKeepProbability(double keep)
{
    std::fill(keep_.begin(), keep_.end(), float(keep));
    if (!isRelaxed() || frozen_) { return; }
    const torch::NoGradGuard noGrad;
    phi_.fill_(hc::phiFor(keep));
}

std::vector<torch::Tensor> Gates::learned() const
{
    return isLearned() ? std::vector<torch::Tensor>{phi_} : std::vector<torch::Tensor>{};
}

} // namespace gridscope::quantize
