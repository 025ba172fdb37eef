// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/ptq_method.h"

#include "core/kernels/max_abs.h"
#include "core/method/ptq/ptq.h"
#include "core/train/calibration.h"
#include "core/train/grid_method.h"

#include <torch/types.h>

namespace gridscope::train {

namespace {

void span(quantize::Quantizer& quantizer, const torch::Tensor& there)
{
    const torch::Tensor values = there.detach().cpu().contiguous();
    const std::span<const float> all(values.data_ptr<float>(), std::size_t(values.numel()));
    quantizer.setAlpha(quantize::maxAbsStep(all, quantizer.grid()), 1);
}

} // namespace

void PtqMethod::begin(const data::Batch&)
{
    const torch::NoGradGuard noGrad;
    isMeasured_ = false;
    const auto images = std::int64_t(run::ownNumber(at().config, run::ptqImages));
    const torch::Tensor inputs = calibrationSamples(at().training, images).inputs;
    at().net.calibrate(inputs, {});
    if (run::ownText(at().config, run::ptqRounding) == "max-abs") { spanLargest(inputs); }
}

void PtqMethod::spanLargest(const torch::Tensor& inputs)
{
    for (const auto& layer : at().net.layers()) { span(*layer.quantizer, layer.weight); }
    isSpanning_ = true;
    at().net.forward(inputs, net::Pass::Latent);
    isSpanning_ = false;
}

torch::Tensor PtqMethod::activation(std::size_t layer, net::Pass, const torch::Tensor& values)
{
    if (!isSpanning_) { return {}; }
    span(*at().net.layers()[layer].activation, values);
    return values;
}

StepResult PtqMethod::step(std::int64_t, const data::Batch& batch)
{
    const torch::NoGradGuard noGrad;
    isMeasured_ = true;
    const torch::Tensor logits = at().net.forward(batch.inputs, net::Pass::Quantized);
    return {torch::cross_entropy_loss(logits, batch.labels).item<double>()};
}

LayerView PtqMethod::view(std::size_t layer) const { return gridView(at().net.layers()[layer]); }

void PtqMethod::save(run::TensorFile&) const {} // all is in the network's quantizers

} // namespace gridscope::train
