// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/clip.h"
#include "core/quantize/parabola.h"
#include "core/quantize/powell.h"
#include "tests/vectors/vectors.h"

#include <cmath>
#include <set>

namespace gridscope::vectors {

namespace {

using quantize::Clip;
using quantize::ClipGrid;
using quantize::Point;
using torch::Tensor;

constexpr Tolerance ofSearch{1e-3, 2e-2}; // line searches stop within a hundredth of the place

std::span<const float> valuesOf(const Tensor& t) { return {t.data_ptr<float>(), std::size_t(t.numel())}; }
std::span<float> writableValuesOf(Tensor& t) { return {t.data_ptr<float>(), std::size_t(t.numel())}; }

Tensor floats(const Json& value) { return tensorOf(value).to(torch::kFloat32).contiguous(); }

ClipGrid gridOf(const Json& in)
{
    if (!in.at("symmetric").get<bool>()) { return ClipGrid::Unsigned; }
    return in.value("uint", true) ? ClipGrid::Halves : ClipGrid::Signed;
}

Tensor rounded(const Tensor& x, const Clip& clip)
{
    const Tensor from = x.contiguous();
    Tensor to = torch::empty_like(from);
    quantize::roundToClip(valuesOf(from), clip, writableValuesOf(to));
    return to;
}

double distinctIn(const Tensor& x)
{
    const auto values = valuesOf(x);
    return double(std::set<float>(values.begin(), values.end()).size());
}

void clipQuant(const Json& in, const Json& out, Judge& judge)
{
    const Tensor x = floats(in.at("x"));
    const Clip clip{numberOf(in.at("alpha")), in.at("bits").get<int>(), gridOf(in)};
    const Tensor y = rounded(x, clip);
    judge.near("y", y, out.at("y"));
    if (out.contains("distinct")) { judge.equal("distinct", distinctIn(y), out.at("distinct")); }
    if (!in.contains("grad_out")) { return; }
    const Tensor gradOut = floats(in.at("grad_out"));
    Tensor gradX = torch::empty_like(x);
    quantize::passClip(valuesOf(x), valuesOf(gradOut), clip, writableValuesOf(gradX));
    judge.near("grad_x", gradX, out.at("grad_x"));
}

void minmaxQuant(const Json& in, const Json& out, Judge& judge)
{
    const Tensor x = floats(in.at("x"));
    const float low = x.min().item<float>(), high = x.max().item<float>();
    Tensor y = torch::empty_like(x);
    quantize::roundToRange(valuesOf(x), low, high, in.at("bits").get<int>(), writableValuesOf(y));
    judge.near("y", y, out.at("y"));
    judge.near("min", double(low), out.at("min"));
    judge.near("max", double(high), out.at("max"));
}

void lpFit(const Json& in, const Json& out, Judge& judge)
{
    const Tensor x = floats(in.at("x"));
    const int bits = in.at("bits").get<int>();
    const double p = numberOf(in.at("p"));
    const auto error = [&](double alpha) { return quantize::lpError(valuesOf(x), {alpha, bits, gridOf(in)}, p); };
    std::vector<double> errors;
    for (const Json& alpha : in.at("probe_alphas")) { errors.push_back(error(numberOf(alpha))); }
    judge.near("probe_errors", torch::tensor(errors, torch::kFloat64), out.at("probe_errors"));
    const double found = error(quantize::fitClip(valuesOf(x), bits, gridOf(in), p));
    judge.atMost("error", found, 1.02 * numberOf(out.at("grid_error")) + 1e-12);
    judge.atMost("error", found, error(quantize::largestOf(valuesOf(x))) + 1e-12);
}

void closedFormClip(const Json& in, const Json& out, Judge& judge)
{
    const Tensor x = floats(in.at("x"));
    const bool isPositive = !in.at("symmetric").get<bool>();
    for (const auto& [name, clips] : out.items()) {
        const int bits = std::stoi(name.substr(1));
        judge.near(name + ".max_static", quantize::largestOf(valuesOf(x)), clips.at("max_static"));
        judge.near(name + ".aciq_laplace", quantize::laplaceClip(valuesOf(x), bits, isPositive),
                   clips.at("aciq_laplace"));
        judge.near(name + ".aciq_gauss", quantize::gaussClip(valuesOf(x), bits, isPositive), clips.at("aciq_gauss"));
    }
}

void biasCorr(const Json& in, const Json& out, Judge& judge)
{
    const Tensor x = floats(in.at("x"));
    Tensor y = floats(in.at("xq")).clone();
    quantize::correctMeans(valuesOf(x), std::size_t(x.size(0)), writableValuesOf(y));
    judge.near("y", y, out.at("y"));
}

std::vector<double> numbersOf(const Json& list)
{
    std::vector<double> numbers;
    for (const Json& value : list) { numbers.push_back(numberOf(value)); }
    return numbers;
}

void judgeParabola(const std::vector<double>& ps, const std::vector<double>& losses, const Json& coefficients,
                   const Json& vertex, Judge& judge)
{
    const quantize::Parabola parabola = quantize::parabolaThrough(ps, losses);
    judge.near("coeffs", torch::tensor({parabola.square, parabola.linear, parabola.constant}, torch::kFloat64),
               coefficients, {1e-9, 1e-6});
    if (std::abs(parabola.square) > 1e-9) { judge.near("p_star", parabola.vertex(), vertex, {1e-6, 1e-5}); }
}

void pInterp(const Json& in, const Json& out, Judge& judge)
{
    const auto ps = numbersOf(in.at("ps")), losses = numbersOf(in.at("losses"));
    judgeParabola(ps, losses, out.at("coeffs"), out.at("p_star"), judge);
    const auto parabola = quantize::parabolaThrough(ps, losses);
    const bool isUsable = out.at("convex").get<bool>() && out.at("inside").get<bool>();
    if (std::abs(parabola.square) > 1e-9) {
        judge.require("whether the vertex is used", quantize::usableVertex(parabola, ps).has_value() == isUsable);
    }
}

double quad3(const Point& x)
{
    constexpr double a[3][3] = {{3, .9, .4}, {.9, 2, -.7}, {.4, -.7, 1.5}}, c[3] = {.8, 1.1, .6};
    double sum = 0.25;
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = 0; j < 3; ++j) { sum += (x[i] - c[i]) * a[i][j] * (x[j] - c[j]); }
    }
    return sum;
}

double rosen2(const Point& x) { return 100 * std::pow(x[1] - x[0] * x[0], 2) + std::pow(1 - x[0], 2); }

double nonsmooth(const Point& x)
{
    return std::abs(x[0] - 1) + std::abs(x[0] + x[1] - 2.5) + 0.1 * std::pow(x[1] - 1.2, 2);
}

quantize::Loss functionNamed(const std::string& name)
{
    if (name == "quad3") { return quad3; }
    if (name == "rosen2") { return rosen2; }
    if (name == "nonsmooth") { return nonsmooth; }
    throw std::runtime_error("There is no function \"" + name + "\".");
}

void powellOf(const Json& in, const Json& out, Judge& judge)
{
    const quantize::Loss loss = functionNamed(in.at("function").get<std::string>());
    const Point start = numbersOf(in.at("x0"));
    const quantize::SearchSettings settings{.iterations = in.at("maxiter").get<int>(), .firstStep = 1};
    const auto found = quantize::powell(loss, {start, loss(start)}, settings);
    const auto bound = [](double reference) {
        return reference + ofSearch.absolute + ofSearch.relative * std::abs(reference);
    };
    judge.atMost("fun", found.loss, bound(numberOf(out.at("fun"))));
    judge.near("fun at x", loss(found.point), Json(found.loss));
    if (!out.contains("coord_descent")) { return; }
    const auto one = quantize::coordinateDescent(loss, {start, loss(start)}, settings);
    judge.atMost("coord_descent fun", one.loss, bound(numberOf(out.at("coord_descent").at("fun_recomputed"))));
}

// The network of the end_to_end cases: conv, ReLU, linear, ReLU, linear, with a clip each.
class SmallNet {
public:
    SmallNet(const Json& in, const Json& facts)
        : params_(facts.at("params")), x_(floats(facts.at("x"))),
          labels_(tensorOf(facts.at("labels")).to(torch::kInt64)), weightBits_(in.at("bits_w").get<int>()),
          activationBits_(in.at("bits_a").get<int>()), corrects_(in.at("bias_corr").get<bool>())
    {}

    double loss(const Point& clips) const
    {
        std::size_t i = 0;
        return lossWith([&](const Tensor&, bool) { return clips.at(i++); });
    }
    Point widest() const
    {
        Point clips;
        lossWith([&](const Tensor& t, bool) {
            clips.push_back(quantize::largestOf(valuesOf(t)));
            return clips.back();
        });
        return clips;
    }
    Point fitted(double p) const
    {
        Point clips;
        lossWith([&](const Tensor& t, bool isWeight) {
            clips.push_back(quantize::fitClip(valuesOf(t), bits(isWeight), grid(isWeight), p));
            return clips.back();
        });
        return clips;
    }

private:
    int bits(bool isWeight) const { return isWeight ? weightBits_ : activationBits_; }
    static ClipGrid grid(bool isWeight) { return isWeight ? ClipGrid::Halves : ClipGrid::Unsigned; }
    Tensor param(const std::string& name) const { return floats(params_.at(name)); }

    template <typename ClipOf>
    Tensor weight(const std::string& name, ClipOf& clipOf) const
    {
        const Tensor w = param(name);
        Tensor q = rounded(w, {clipOf(w, true), weightBits_, ClipGrid::Halves});
        if (corrects_) { quantize::correctMeans(valuesOf(w), std::size_t(w.size(0)), writableValuesOf(q)); }
        return q;
    }
    template <typename ClipOf>
    Tensor activation(const Tensor& y, ClipOf& clipOf) const
    {
        const Tensor x = y.relu().contiguous();
        return rounded(x, {clipOf(x, false), activationBits_, ClipGrid::Unsigned});
    }
    template <typename ClipOf>
    double lossWith(ClipOf clipOf) const
    {
        const torch::NoGradGuard noGrad;
        const Tensor w1 = weight("c1.weight", clipOf);
        const Tensor y1 = activation(torch::conv2d(x_, w1, param("c1.bias")), clipOf);
        const Tensor w2 = weight("f1.weight", clipOf);
        const Tensor y2 = activation(torch::linear(y1.flatten(1), w2, param("f1.bias")), clipOf);
        const Tensor w3 = weight("f2.weight", clipOf);
        const Tensor logits = torch::linear(y2, w3, param("f2.bias"));
        return torch::cross_entropy_loss(logits, labels_).template item<double>();
    }

    const Json& params_;
    Tensor x_, labels_;
    int weightBits_, activationBits_;
    bool corrects_;
};

void judgeTrace(const SmallNet& net, const Json& out, Judge& judge)
{
    std::vector<double> ps, losses;
    for (const Json& row : out.at("lp_trace")) {
        ps.push_back(numberOf(row.at("p")));
        losses.push_back(numberOf(row.at("loss")));
        judge.near("loss of p " + std::to_string(ps.back()), net.loss(numbersOf(row.at("alpha"))), row.at("loss"));
    }
    judgeParabola(ps, losses, out.at("quad_fit"), out.at("p_star"), judge);
}

void judgeSearch(const SmallNet& net, const Json& in, const Json& out, Judge& judge)
{
    const Point start = numbersOf(in);
    const double before = net.loss(start);
    const quantize::Loss loss = [&](const Point& shares) {
        Point clips = start;
        for (std::size_t i = 0; i < clips.size(); ++i) {
            if (shares[i] <= 0) { return 1e6; }
            clips[i] *= shares[i];
        }
        return net.loss(clips);
    };
    const auto found = quantize::powell(loss, {Point(start.size(), 1.0), before}, {});
    const double reference = numberOf(out.at("loss"));
    judge.near("loss of the reference's clips", net.loss(numbersOf(out.at("alpha"))), out.at("loss"));
    // A piecewise loss of 24 samples has many valleys: half of what the reference gains is a search that works.
    judge.atMost("loss after Powell", found.loss, (before + reference) / 2);
}

void endToEnd(const Json& in, const Json& out, Judge& judge)
{
    const SmallNet net(in, in.contains("see_in") ? in.at("see_in") : in);
    judge.near("max_abs.alpha", torch::tensor(net.widest(), torch::kFloat64), out.at("max_abs").at("alpha"));
    judge.near("max_abs.loss", net.loss(net.widest()), out.at("max_abs").at("loss"));
    judgeTrace(net, out, judge);
    judge.near("init_loss", net.loss(numbersOf(out.at("init_alpha"))), out.at("init_loss"));
    for (const Json& probe : out.at("probes")) {
        judge.near("loss of a probe", net.loss(numbersOf(probe.at("alpha"))), probe.at("loss"));
    }
    if (out.contains("powell_maxiter2")) { judgeSearch(net, out.at("init_alpha"), out.at("powell_maxiter2"), judge); }
    const Point fitted = net.fitted(3);
    judge.require("fitted clips", fitted.size() == out.at("order_of_clips").size());
}

} // namespace

const Kinds& lapqKinds()
{
    static const Kinds kinds{{"clip_quant", clipQuant}, {"minmax_quant", minmaxQuant},
                             {"lp_fit", lpFit},         {"closed_form_clip", closedFormClip},
                             {"bias_corr", biasCorr},   {"p_interp", pInterp},
                             {"powell", powellOf},      {"end_to_end", endToEnd}};
    return kinds;
}

} // namespace gridscope::vectors
