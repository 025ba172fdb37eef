// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/quantizer.h"

#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/types.h>

#include <cmath>

namespace gridscope::quantize {

namespace {

constexpr std::int64_t chunkValues = 32768; // fixed, so that sums are added in the same order with any thread count

std::span<const float> valuesOf(const torch::Tensor& t) { return {t.data_ptr<float>(), std::size_t(t.numel())}; }
std::span<float> writableValuesOf(torch::Tensor& t) { return {t.data_ptr<float>(), std::size_t(t.numel())}; }

// Calls work(chunk, first value, number of values) for every chunk.
template <typename Work>
void forChunks(std::int64_t values, Work work)
{
    const std::int64_t chunks = (values + chunkValues - 1) / chunkValues;
    at::parallel_for(0, chunks, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t c = begin; c < end; ++c) {
            work(std::size_t(c), std::size_t(c * chunkValues),
                 std::size_t(std::min(chunkValues, values - c * chunkValues)));
        }
    });
}

struct RoundToGrid : torch::autograd::Function<RoundToGrid> {
    static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& input,
                                 const torch::Tensor& logAlpha, const torch::Tensor& logSigma, std::int64_t estimator,
                                 std::int64_t low, std::int64_t high)
    {
        const torch::Tensor x = input.contiguous();
        context->save_for_backward({x, logAlpha, logSigma});
        context->saved_data["estimator"] = estimator;
        context->saved_data["low"] = low;
        context->saved_data["high"] = high;
        torch::Tensor out = torch::empty_like(x);
        const float alpha = std::exp(logAlpha.item<float>());
        const Grid grid{int(low), int(high)};
        const auto from = valuesOf(x);
        const auto to = writableValuesOf(out);
        forChunks(x.numel(), [&](std::size_t, std::size_t first, std::size_t count) {
            roundToGrid(from.subspan(first, count), alpha, grid, to.subspan(first, count));
        });
        return out;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   torch::autograd::variable_list grads)
    {
        const auto saved = context->get_saved_variables();
        const torch::Tensor& x = saved[0];
        const torch::Tensor gradOut = grads[0].contiguous();
        torch::Tensor gradX = torch::empty_like(x);
        const StepAndNoise p{std::exp(saved[1].item<float>()), std::exp(saved[2].item<float>())};
        const Grid grid{int(context->saved_data["low"].toInt()), int(context->saved_data["high"].toInt())};
        const auto estimator = Estimator(context->saved_data["estimator"].toInt());
        std::vector<ParameterGradient> sums(std::size_t((x.numel() + chunkValues - 1) / chunkValues));
        const auto from = valuesOf(x);
        const auto incoming = valuesOf(gradOut);
        const auto to = writableValuesOf(gradX);
        forChunks(x.numel(), [&](std::size_t chunk, std::size_t first, std::size_t count) {
            sums[chunk] = quantize::backward(estimator, from.subspan(first, count), incoming.subspan(first, count), p,
                                             grid, to.subspan(first, count));
        });
        ParameterGradient total;
        for (const auto& s : sums) {
            total.alpha += s.alpha;
            total.sigma += s.sigma;
        }
        // d/d log alpha = alpha d/d alpha
        const auto scalar = [&](double value) { return torch::full({}, value, saved[1].options()); };
        return {gradX, scalar(total.alpha * double(p.alpha)), scalar(total.sigma * double(p.sigma)), {}, {}, {}};
    }
};

void setScalar(torch::Tensor& parameter, double value)
{
    const torch::NoGradGuard noGrad;
    parameter.fill_(value);
}

} // namespace

Quantizer::Quantizer(Estimator estimator, int bits, Grid grid)
    : estimator_(estimator), bits_(bits), grid_(grid), logAlpha_(register_parameter("log_alpha", torch::zeros({}))),
      logSigma_(register_parameter("log_sigma", torch::zeros({})))
{}

torch::Tensor Quantizer::forward(const torch::Tensor& x) const
{
    if (!isQuantizing()) { return x; }
    return RoundToGrid::apply(x, logAlpha_, logSigma_, std::int64_t(estimator_), std::int64_t(grid_.low),
                              std::int64_t(grid_.high));
}

void Quantizer::calibrate(const torch::Tensor& values, double ratio)
{
    const torch::Tensor x = values.detach().contiguous();
    setAlpha(fitStepSize(valuesOf(x), grid_), ratio);
}

void Quantizer::setAlpha(double alpha, double sigmaRatio)
{
    setScalar(logAlpha_, std::log(alpha));
    setScalar(logSigma_, std::log(alpha * sigmaRatio));
}

void Quantizer::setSigmaRatio(double ratio) { setScalar(logSigma_, std::log(alpha() * ratio)); }

double Quantizer::alpha() const { return double(std::exp(logAlpha_.item<float>())); }
double Quantizer::sigma() const { return double(std::exp(logSigma_.item<float>())); }

std::shared_ptr<Quantizer> makeWeightQuantizer(const run::RunConfig& config, std::size_t layer)
{
    const int bits = run::bitsOfLayer(config, layer);
    return std::make_shared<Quantizer>(estimatorNamed(config.method), bits, signedGrid(bits, config.symmetricGrid));
}

std::shared_ptr<Quantizer> makeActivationQuantizer(const run::RunConfig& config)
{
    return std::make_shared<Quantizer>(estimatorNamed(config.activationMethod), config.activationBits,
                                       unsignedGrid(config.activationBits));
}

} // namespace gridscope::quantize
