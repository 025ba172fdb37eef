// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/quantizer.h"

#include "core/kernels/max_abs.h"
#include "core/method/methods.h"
#include "core/net/chunks.h"
#include "core/quantize/lsq.h"
#include "core/quantize/relaxed_masks.h"

#include <torch/csrc/autograd/custom_function.h>
#include <torch/types.h>

#include <cmath>

namespace gridscope::quantize {

namespace {

using net::chunksOf;
using net::forChunks;

std::span<const float> valuesOf(const torch::Tensor& t) { return {t.data_ptr<float>(), std::size_t(t.numel())}; }
std::span<float> writableValuesOf(torch::Tensor& t) { return {t.data_ptr<float>(), std::size_t(t.numel())}; }

StepAndNoise stepAndNoise(const torch::Tensor& logAlpha, const torch::Tensor& logSigma)
{
    const float alpha = stepOf(logAlpha.item<float>());
    return {alpha, noiseOf(logSigma.item<float>(), alpha)};
}

torch::Tensor scalarLike(const torch::Tensor& like, double value) { return torch::full({}, value, like.options()); }

// Our kernels run on the processor; tensors on another device travel there and back.
torch::Tensor onProcessor(const torch::Tensor& t) { return t.cpu().contiguous(); }

// Calls work(first value, x, out) for every chunk.
template <typename Work>
torch::Tensor mapped(const torch::Tensor& there, Work work)
{
    const torch::Tensor x = onProcessor(there);
    torch::Tensor out = torch::empty_like(x);
    const auto from = valuesOf(x);
    const auto to = writableValuesOf(out);
    forChunks(x.numel(), [&](std::size_t, std::size_t first, std::size_t count) {
        work(first, from.subspan(first, count), to.subspan(first, count));
    });
    return out.to(there.device());
}

// Calls work(first value, x, incoming gradient, gradient of x) for every chunk; returns what it returned, chunk by chunk.
template <typename Sum, typename Work>
std::vector<Sum> mappedBack(const torch::Tensor& there, const torch::Tensor& gradOut, torch::Tensor& gradX, Work work)
{
    const torch::Tensor x = onProcessor(there);
    const torch::Tensor incoming = onProcessor(gradOut);
    gradX = torch::empty_like(x);
    std::vector<Sum> sums(std::size_t(chunksOf(x.numel())));
    const auto from = valuesOf(x);
    const auto given = valuesOf(incoming);
    const auto to = writableValuesOf(gradX);
    forChunks(x.numel(), [&](std::size_t chunk, std::size_t first, std::size_t count) {
        sums[chunk] = work(first, from.subspan(first, count), given.subspan(first, count), to.subspan(first, count));
    });
    gradX = gradX.to(there.device());
    return sums;
}

ParameterGradient sumOf(const std::vector<ParameterGradient>& sums)
{
    ParameterGradient total;
    for (const auto& s : sums) {
        total.alpha += s.alpha;
        total.sigma += s.sigma;
    }
    return total;
}

// x_hat of a grid by an estimator of estimator.h.
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
        const float alpha = stepOf(logAlpha.item<float>());
        const Grid grid{int(low), int(high)};
        return mapped(x, [&](std::size_t, auto from, auto to) { roundToGrid(from, alpha, grid, to); });
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   torch::autograd::variable_list grads)
    {
        const auto saved = context->get_saved_variables();
        const StepAndNoise p = stepAndNoise(saved[1], saved[2]);
        const Grid grid{int(context->saved_data["low"].toInt()), int(context->saved_data["high"].toInt())};
        const auto estimator = Estimator(context->saved_data["estimator"].toInt());
        torch::Tensor gradX;
        ParameterGradient total = sumOf(
            mappedBack<ParameterGradient>(saved[0], grads[0], gradX, [&](std::size_t, auto x, auto gradOut, auto to) {
                return quantize::backward(estimator, x, gradOut, p, grid, to);
            }));
        if (estimator == Estimator::LearnedStep) {
            total.alpha *= lsqGradientScale(std::size_t(saved[0].numel()), grid);
        }
        // d/d log alpha = alpha d/d alpha
        return {gradX,
                scalarLike(saved[1], total.alpha * double(p.alpha)),
                scalarLike(saved[1], total.sigma * double(p.sigma)),
                {},
                {},
                {}};
    }
};

// x_hat under relaxed masks (relaxed_masks.h). The levels live in the gates, which outlive the step.
struct RoundUnderMasks : torch::autograd::Function<RoundUnderMasks> {
    static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& input,
                                 const torch::Tensor& logAlpha, const torch::Tensor& logSigma,
                                 const torch::Tensor& masks, std::int64_t gates, Origin origin)
    {
        const torch::Tensor x = input.contiguous();
        context->save_for_backward({x, logAlpha, logSigma, masks});
        context->saved_data["gates"] = gates;
        context->saved_data["origin"] = std::int64_t(origin);
        const StepAndNoise p = stepAndNoise(logAlpha, logSigma);
        return mapped(x, [&](std::size_t, auto from, auto to) {
            roundToRelaxedGrid(from, p, at(gates).levels(), at(gates).masks(), to);
        });
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   torch::autograd::variable_list grads)
    {
        const auto saved = context->get_saved_variables();
        const StepAndNoise p = stepAndNoise(saved[1], saved[2]);
        const Gates& gates = at(context->saved_data["gates"].toInt());
        const auto origin = Origin(context->saved_data["origin"].toInt());
        torch::Tensor gradX;
        RelaxedGradient total;
        total.masks.assign(gates.masks().size(), 0.0);
        for (const auto& sum :
             mappedBack<RelaxedGradient>(saved[0], grads[0], gradX, [&](std::size_t, auto x, auto gradOut, auto to) {
                 return backwardRelaxed(origin, x, gradOut, p, gates.levels(), gates.masks(), to);
             })) {
            total.add(sum);
        }
        torch::Tensor gradMasks = torch::empty_like(saved[3]);
        for (std::size_t i = 0; i < total.masks.size(); ++i) { gradMasks.data_ptr<float>()[i] = float(total.masks[i]); }
        return {gradX,
                scalarLike(saved[1], total.step.alpha * double(p.alpha)),
                scalarLike(saved[1], total.step.sigma * double(p.sigma)),
                gradMasks,
                {},
                {}};
    }

    static const Gates& at(std::int64_t address) { return *reinterpret_cast<const Gates*>(address); }
};

// x_hat of Relaxed Quantization (rq.h).
struct DrawRelaxed : torch::autograd::Function<DrawRelaxed> {
    static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& input,
                                 const torch::Tensor& logAlpha, const torch::Tensor& logSigma, bool isStraightThrough,
                                 const Grid& grid, const RelaxedDraw& draw)
    {
        const torch::Tensor x = input.contiguous();
        context->save_for_backward({x, logAlpha, logSigma});
        context->saved_data["grid"] = std::vector<std::int64_t>{grid.low, grid.high};
        context->saved_data["draw"] = std::vector<std::int64_t>{draw.key[0], draw.key[1], draw.layer, draw.step};
        context->saved_data["temperature"] = double(draw.temperature);
        const StepAndNoise p = stepAndNoise(logAlpha, logSigma);
        const auto relaxation = isStraightThrough ? Relaxation::StraightThrough : Relaxation::Mean;
        return mapped(
            x, [&](std::size_t first, auto from, auto to) { drawRelaxed(relaxation, from, first, p, grid, draw, to); });
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   torch::autograd::variable_list grads)
    {
        const auto saved = context->get_saved_variables();
        const StepAndNoise p = stepAndNoise(saved[1], saved[2]);
        const auto ends = context->saved_data["grid"].toIntVector();
        const auto words = context->saved_data["draw"].toIntVector();
        const Grid grid{int(ends[0]), int(ends[1])};
        const RelaxedDraw draw{{std::uint32_t(words[0]), std::uint32_t(words[1])},
                               std::uint32_t(words[2]),
                               std::uint32_t(words[3]),
                               float(context->saved_data["temperature"].toDouble())};
        torch::Tensor gradX;
        const ParameterGradient total = sumOf(mappedBack<ParameterGradient>(
            saved[0], grads[0], gradX, [&](std::size_t first, auto x, auto gradOut, auto to) {
                return backwardRelaxedDraw(x, first, gradOut, p, grid, draw, to);
            }));
        return {gradX,
                scalarLike(saved[1], total.alpha * double(p.alpha)),
                scalarLike(saved[1], total.sigma * double(p.sigma)),
                {},
                {},
                {}};
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

void Quantizer::addGates(std::shared_ptr<Gates> gates) { gates_ = register_module("gates", std::move(gates)); }

torch::Tensor Quantizer::round(const torch::Tensor& x, const Grid& grid) const
{
    if (estimator_ == Estimator::MaxAbs) { fitToLargest(x); }
    return RoundToGrid::apply(x, logAlpha_, logSigma_, std::int64_t(estimator_), std::int64_t(grid.low),
                              std::int64_t(grid.high));
}

torch::Tensor Quantizer::forward(const torch::Tensor& x) const { return isQuantizing() ? round(x, grid()) : x; }

torch::Tensor Quantizer::forwardInTraining(const torch::Tensor& x) const
{
    if (estimator_ == Estimator::Relaxed || estimator_ == Estimator::RelaxedStraightThrough) {
        return DrawRelaxed::apply(x, logAlpha_, logSigma_, estimator_ == Estimator::RelaxedStraightThrough, grid_,
                                  draw_);
    }
    return isQuantizing() && gates_ && !gates_->isFrozen() ? roundUnderMasks(x) : forward(x);
}

torch::Tensor Quantizer::roundUnderMasks(const torch::Tensor& x) const
{
    if (!gates_->isRelaxed()) { return round(x, gates_->drawnGrid()); }
    return RoundUnderMasks::apply(x, logAlpha_, logSigma_, gates_->masksToLearn(),
                                  reinterpret_cast<std::int64_t>(gates_.get()), originOf(estimator_));
}

void Quantizer::draw(std::int64_t seed, std::uint32_t stream, std::uint32_t step)
{
    draw_.key = {std::uint32_t(std::uint64_t(seed)), std::uint32_t(std::uint64_t(seed) >> 32)};
    draw_.layer = stream;
    draw_.step = step;
    if (gates_) { gates_->draw(run::Random(seed, run::Random::Purpose::Masks, stream, step)); }
}

void Quantizer::calibrate(const torch::Tensor& values, double ratio)
{
    const torch::Tensor x = onProcessor(values.detach());
    setAlpha(estimator_ == Estimator::LearnedStep ? lsqInitialStep(valuesOf(x), grid_)
                                                  : fitStepSize(valuesOf(x), grid_),
             ratio);
    if (estimator_ == Estimator::MaxAbs) { fitToLargest(x); }
}

void Quantizer::fitToLargest(const torch::Tensor& x) const
{
    const torch::Tensor values = onProcessor(x.detach());
    const torch::NoGradGuard noGrad;
    const torch::Tensor logAlpha = logAlpha_;
    logAlpha.fill_(std::log(maxAbsStep(valuesOf(values), grid_)));
}

void Quantizer::setAlpha(double alpha, double sigmaRatio)
{
    setScalar(logAlpha_, std::log(alpha));
    setScalar(logSigma_, std::log(alpha * sigmaRatio));
}

void Quantizer::setSigmaRatio(double ratio) { setScalar(logSigma_, std::log(alpha() * ratio)); }

void Quantizer::freezeGates(bool frozen, const torch::Tensor& values)
{
    if (!gates_ || gates_->isFrozen() == frozen) { return; }
    gates_->freeze(frozen);
    if (!frozen || grid() == grid_) { return; }
    const torch::Tensor x = onProcessor(values.detach());
    setAlpha(fitStepSize(valuesOf(x), grid()), sigma() / alpha());
}

bool Quantizer::hasLeftFloats() const
{
    constexpr float furthest = 150; // the smallest and the largest float are e^-103 and e^89, sigma at most e^7 away
    return std::abs(logAlpha_.item<float>()) > furthest || std::abs(logSigma_.item<float>()) > furthest;
}

double Quantizer::alpha() const { return double(stepOf(logAlpha_.item<float>())); }
double Quantizer::sigma() const { return double(stepAndNoise(logAlpha_, logSigma_).sigma); }

Estimator estimatorOfLayer(const run::RunConfig& config, std::size_t layer)
{
    return run::isFloatLayer(config, layer) ? Estimator::FullPrecision : estimatorNamed(config.method);
}

namespace {

Gates::Kind gatesOf(const run::RunConfig& config)
{
    return config.learnBits                          ? Gates::Kind::Learned
           : config.dropbitsMasks == "hard-concrete" ? Gates::Kind::Relaxed
                                                     : Gates::Kind::Hard;
}

} // namespace

std::shared_ptr<Quantizer> makeWeightQuantizer(const run::RunConfig& config, std::size_t layer)
{
    const int bits = run::bitsOfLayer(config, layer);
    auto quantizer =
        std::make_shared<Quantizer>(estimatorOfLayer(config, layer), bits, signedGrid(bits, config.symmetricGrid));
    quantizer->setTemperature(config.temperature);
    auto levels = nestedLevels(maskFamilyNamed(config.dropbits), bits, config.symmetricGrid);
    if (levels.size() > 1 && !run::staysFloat(config, layer)) {
        quantizer->addGates(
            std::make_shared<Gates>(std::move(levels), run::keepProbabilityOfLayer(config, layer), gatesOf(config)));
    }
    return quantizer;
}

std::shared_ptr<Quantizer> makeActivationQuantizer(const run::RunConfig& config)
{
    auto quantizer = std::make_shared<Quantizer>(estimatorNamed(config.activationMethod), config.activationBits,
                                                 unsignedGrid(config.activationBits));
    quantizer->setTemperature(config.temperature);
    return quantizer;
}

} // namespace gridscope::quantize
