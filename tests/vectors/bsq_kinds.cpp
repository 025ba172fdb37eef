// SPDX-License-Identifier: GPL-3.0-or-later
// Kinds of yanghr/BSQ (models/cifar/bit.py, models/cifar/resnet.py). Where its code and ours part, the kind says so.
#include "core/quantize/bit_planes.h"
#include "core/quantize/max_abs_activations.h"
#include "core/train/bit_layer.h"
#include "tests/vectors/vectors.h"

#include <torch/torch.h>

#include <cmath>

namespace gridscope::vectors {

namespace {

using quantize::BitPlanes;
using torch::Tensor;

std::vector<float> floatsOf(const Tensor& tensor)
{
    const Tensor flat = tensor.to(torch::kFloat32).contiguous();
    return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
}

Tensor tensorOf(const std::vector<float>& values, torch::IntArrayRef shape)
{
    return torch::tensor(values).reshape(shape);
}

// Theirs have the planes last, the highest first.
std::vector<float> stackOf(const Json& reference)
{
    const Tensor there = vectors::tensorOf(reference);
    return floatsOf(there.reshape({-1, there.size(-1)}).flip({1}).t());
}

Tensor asTheirs(const std::vector<float>& stack, int bits)
{
    return torch::tensor(stack).reshape({bits, -1}).t().flip({1}).contiguous();
}

std::vector<std::int64_t> shapeOf(const Json& stack)
{
    auto shape = stack.at("shape").get<std::vector<std::int64_t>>();
    shape.pop_back();
    return shape;
}

BitPlanes planesFrom(const Json& positive, const Json& negative, double scale)
{
    const int bits = positive.at("shape").back().get<int>();
    BitPlanes planes{bits, 0, float(scale), stackOf(positive), stackOf(negative)};
    planes.count = planes.positive.size() / std::size_t(bits);
    return planes;
}

double scaleOf(const Json& params, const std::string& name)
{
    return params.contains(name) ? vectors::tensorOf(params.at(name)).item<double>() : 1;
}

BitPlanes weightsOf(const Json& params, const std::string& prefix = "")
{
    return planesFrom(params.at(prefix + "pweight"), params.at(prefix + "nweight"), scaleOf(params, prefix + "scale"));
}

BitPlanes biasesOf(const Json& params, const std::string& prefix = "")
{
    return planesFrom(params.at(prefix + "pbias"), params.at(prefix + "nbias"), scaleOf(params, prefix + "biasscale"));
}

bool hasBias(const Json& params) { return params.contains("pbias") && !params.at("pbias").is_null(); }

void judgePlanes(Judge& judge, const BitPlanes& ours, const Json& positive, const Json& negative)
{
    judge.near("P", asTheirs(ours.positive, ours.bits), positive);
    judge.near("M", asTheirs(ours.negative, ours.bits), negative);
}

void judgeAfter(Judge& judge, const BitPlanes& ours, const Json& after)
{
    judge.equal("Nbits", ours.bits, after.at("Nbits"));
    judge.near("scale", double(ours.scale), after.at("scale"));
    judgePlanes(judge, ours, after.at("p"), after.at("n"));
}

using Rounding = void (*)(std::span<const float>, int, std::span<float>);

Kind rounding(Rounding round)
{
    return [round](const Json& in, const Json& out, Judge& judge) {
        const std::vector<float> x = floatsOf(vectors::tensorOf(in.at("x")));
        std::vector<float> y(x.size());
        round(x, in.at("bit").get<int>(), y);
        judge.near("y", torch::tensor(y), out.at("y"));
        judge.near("grad_x", vectors::tensorOf(in.at("grad_out")), out.at("grad_x")); // ours passes it as well
    };
}

void bitSte(const Json& in, const Json& out, Judge& judge)
{
    const int bits = in.at("zero").get<bool>() ? 0 : in.at("bit").get<int>();
    std::vector<float> y;
    for (const float z : floatsOf(vectors::tensorOf(in.at("x")))) { y.push_back(quantize::roundedShare(z, bits)); }
    judge.near("y", torch::tensor(y), out.at("y"));
    judge.near("grad_x", vectors::tensorOf(in.at("grad_out")), out.at("grad_x"));
}

void split(const Json& in, const Json& out, Judge& judge)
{
    const std::vector<float> w = floatsOf(vectors::tensorOf(in.at("w")));
    const BitPlanes ours = quantize::planesOf(w, in.at("bits").get<int>(), in.at("scale_before").get<float>());
    judgePlanes(judge, ours, out.at("p"), out.at("n"));
    judge.near("scale", double(ours.scale), out.at("scale"));
    judge.near("reconstructed", torch::tensor(quantize::effectiveWeights(ours)), out.at("reconstructed"));
}

// The one gradient of a tensor, and from it those of planes and scale.
void judgeGradients(Judge& judge, const BitPlanes& planes, const Tensor& gradient, const Json& grads,
                    const std::array<const char*, 3>& names)
{
    const std::vector<float> g = floatsOf(gradient);
    std::vector<float> positive, negative;
    for (int b = 0; b < planes.bits; ++b) {
        for (const float each : g) { positive.push_back(quantize::planeGradient(each, planes, b)); }
    }
    for (const float each : positive) { negative.push_back(-each); }
    judge.near(names[0], asTheirs(positive, planes.bits), grads.at(names[0]));
    judge.near(names[1], asTheirs(negative, planes.bits), grads.at(names[1]));
    judge.near(names[2], quantize::scaleGradient(g, planes), grads.at(names[2]));
}

Tensor leafOf(const BitPlanes& planes, const Json& stack)
{
    return tensorOf(quantize::effectiveWeights(planes), shapeOf(stack)).set_requires_grad(true);
}

template <typename Product>
void layer(const Json& in, const Json& out, Judge& judge, Product product)
{
    const Json& params = in.at("params");
    const BitPlanes weights = weightsOf(params);
    const Tensor w = leafOf(weights, params.at("pweight"));
    const Tensor x = vectors::tensorOf(in.at("x")).set_requires_grad(true);
    Tensor b;
    if (hasBias(params)) { b = leafOf(biasesOf(params), params.at("pbias")); }
    const Tensor y = product(x, w, b);
    y.backward(vectors::tensorOf(in.at("grad_out")));
    judge.near("y", y, out.at("y"));
    judge.near("grad_x", x.grad(), out.at("grad_x"));
    judgeGradients(judge, weights, w.grad(), out.at("grads"), {"pweight", "nweight", "scale"});
    if (!b.defined()) { return; }
    judgeGradients(judge, biasesOf(params), b.grad(), out.at("grads"), {"pbias", "nbias", "biasscale"});
}

void linear(const Json& in, const Json& out, Judge& judge)
{
    layer(in, out, judge, [](const Tensor& x, const Tensor& w, const Tensor& b) { return torch::linear(x, w, b); });
}

void convolution(const Json& in, const Json& out, Judge& judge)
{
    const auto stride = in.at("stride").get<std::vector<std::int64_t>>();
    const auto padding = in.at("padding").get<std::vector<std::int64_t>>();
    layer(in, out, judge,
          [&](const Tensor& x, const Tensor& w, const Tensor& b) { return torch::conv2d(x, w, b, stride, padding); });
}

double lassoOf(const BitPlanes& planes)
{
    double sum = 0;
    for (const double squares : quantize::planeSquares(planes)) { sum += quantize::groupNorm(squares); }
    return sum;
}

std::vector<float> lassoGradient(const BitPlanes& planes, const std::vector<float>& stack, double weight)
{
    const std::vector<double> squares = quantize::planeSquares(planes);
    std::vector<float> gradient;
    for (std::size_t i = 0; i < stack.size(); ++i) {
        gradient.push_back(float(weight * double(stack[i]) / quantize::groupNorm(squares[i / planes.count])));
    }
    return gradient;
}

// Theirs gives the bias of a convolution no weight N_l n_l, a quirk that ours has not: our biases stay float.
void groupLasso(const Json& in, const Json& out, Judge& judge)
{
    const Json& params = in.at("params");
    double sum = 0;
    const auto part = [&](const BitPlanes& planes, bool isWeighted, const char* p, const char* m) {
        const double weight = isWeighted ? quantize::lassoWeight(planes.count, planes.bits, 1) : 1;
        sum += weight * lassoOf(planes);
        judge.near(p, asTheirs(lassoGradient(planes, planes.positive, weight), planes.bits), out.at("grads").at(p));
        judge.near(m, asTheirs(lassoGradient(planes, planes.negative, weight), planes.bits), out.at("grads").at(m));
    };
    part(weightsOf(params), true, "pweight", "nweight");
    if (hasBias(params)) { part(biasesOf(params), in.at("layer") == "linear", "pbias", "nbias"); }
    judge.near("reg", sum, out.at("reg"));
}

BitPlanes beforeOf(const Json& in)
{
    const Json& before = in.at("before");
    return planesFrom(before.at("p"), before.at("n"), before.at("scale").get<double>());
}

void requantisation(const Json& in, const Json& out, Judge& judge)
{
    BitPlanes planes = beforeOf(in);
    quantize::requantise(planes, in.at("maxbit").get<int>());
    judgeAfter(judge, planes, out.at("after"));
    judge.near("w_after", torch::tensor(quantize::effectiveWeights(planes)), out.at("w_after"));
}

// With a threshold theirs drops planes that hold ones, which is unreliable there and not offered here: of such a case only what
// ours promises is asked.
void adjustment(const Json& in, const Json& out, Judge& judge)
{
    BitPlanes planes = beforeOf(in);
    const bool hasThreshold = in.at("threshold_percent").get<double>() > 0;
    const Json weights = in.contains("w_before") ? in.at("w_before") : Json();
    quantize::dropEmptyPlanes(planes);
    if (!weights.is_null()) { judge.near("w", torch::tensor(quantize::effectiveWeights(planes)), weights); }
    if (hasThreshold) { return judge.require("a plane is left", planes.bits >= 1); }
    judgeAfter(judge, planes, out.at("after"));
    judge.near("w_after", torch::tensor(quantize::effectiveWeights(planes)), out.at("w_after"));
    const auto count = double(planes.count), bits = count * planes.bits;
    judge.equal("bits", planes.bits, out.at("Nbit_dict").at(0));
    judge.equal("total_param", count, out.at("total_param"));
    judge.equal("total_bit", bits, out.at("total_bit"));
    judge.near("compression", 32 * count / bits, out.at("compression"));
}

void finalisation(const Json& in, const Json& out, Judge& judge)
{
    const auto part = [&](const BitPlanes& planes, const std::string& what) {
        judge.near("finetune", torch::tensor(quantize::fineTuned(planes)), out.at("finetune_" + what));
        const Tensor sums = torch::tensor(quantize::sumOfPlanes(planes));
        judge.near("float", sums * double(planes.scale), out.at("float_" + what));
    };
    part(weightsOf(in.at("params")), "weight");
    // Their fine-tuning drops the bias of a linear layer in its forward pass; ours keeps it, and so does this form of it.
    if (hasBias(in.at("params"))) { part(biasesOf(in.at("params")), "bias"); }
}

void pact(const Json& in, const Json& out, Judge& judge)
{
    const std::vector<float> x = floatsOf(vectors::tensorOf(in.at("x")));
    const std::vector<float> gradOut = floatsOf(vectors::tensorOf(in.at("grad_out")));
    const auto clip = float(numberOf(in.at("alpha")));
    std::vector<float> y(x.size()), gradX(x.size());
    quantize::pact(x, clip, y);
    judge.near("y", torch::tensor(y), out.at("y"));
    judge.near("grad_alpha", quantize::pactBackward(x, clip, gradOut, gradX), out.at("grad_alpha"));
    judge.near("grad_x", torch::tensor(gradX), out.at("grad_x"));
}

// A tensor of the trajectory: as a layer of ours moves it, with the scale's own momentum, which is the optimizer's in a run.
struct Moved {
    std::string positive, negative, scaleName;
    std::vector<std::int64_t> shape;
    train::BitLayer layer;
    std::vector<float> weights;
    Tensor leaf;
    float scaleVelocity = 0;

    Moved(const Json& init, const std::string& prefix, bool isBias)
        : positive(prefix + (isBias ? "pbias" : "pweight")), negative(prefix + (isBias ? "nbias" : "nweight")),
          scaleName(prefix + (isBias ? "biasscale" : "scale")), shape(shapeOf(init.at(positive))),
          layer(isBias ? biasesOf(init, prefix) : weightsOf(init, prefix), [](double step) { return float(step); }),
          weights(quantize::effectiveWeights(layer.shownPlanes()))
    {}
    const Tensor& newLeaf() { return leaf = tensorOf(weights, shape).set_requires_grad(true); }
    double lassoWeight(double all) const { return quantize::lassoWeight(weights.size(), layer.bits(), all); }
    void step(double rate, double momentum, double weightDecay, double lasso)
    {
        const std::vector<float> gradient = floatsOf(leaf.grad());
        const double forScale = layer.scaleGradient(gradient, weights) + weightDecay * double(layer.scale());
        scaleVelocity = float(momentum * double(scaleVelocity) + forScale);
        layer.step({rate, momentum, weightDecay, lasso}, layer.scale() - float(rate) * scaleVelocity, gradient,
                   weights);
    }
};

void judgeStep(Judge& judge, const std::vector<Moved*>& all, const Json& params, Tolerance tolerance)
{
    for (const Moved* each : all) {
        const BitPlanes planes = each->layer.shownPlanes();
        judge.near(each->positive, asTheirs(planes.positive, planes.bits), params.at(each->positive), tolerance);
        judge.near(each->negative, asTheirs(planes.negative, planes.bits), params.at(each->negative), tolerance);
        judge.near(each->scaleName, double(planes.scale), params.at(each->scaleName), tolerance);
    }
}

void judgeEnd(Judge& judge, const std::vector<Moved*>& all, const Json& end)
{
    double bits = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        Moved& each = *all[i];
        each.layer.adjust(each.weights);
        bits += double(each.weights.size()) * each.layer.bits();
        const Json& after = end.at("layers").at(i / 2);
        const bool isBias = i % 2 == 1;
        judge.equal("bits of " + each.positive, each.layer.bits(), after.at(isBias ? "bNbits" : "Nbits"));
        judge.near(each.scaleName, double(each.layer.scale()), after.at(isBias ? "biasscale" : "scale"), afterSteps);
        judgePlanes(judge, each.layer.shownPlanes(), after.at(isBias ? "pb" : "p"), after.at(isBias ? "nb" : "n"));
    }
    judge.equal("total_bit", bits, end.at("total_bit"));
}

void trajectory(const Json& in, const Json& out, Judge& judge)
{
    const Json& init = in.at("init");
    Moved w0(init, "0.", false), b0(init, "0.", true), w1(init, "2.", false), b1(init, "2.", true);
    const std::vector<Moved*> all{&w0, &b0, &w1, &b1};
    const Tensor x = vectors::tensorOf(in.at("x")), labels = vectors::tensorOf(in.at("labels")).to(torch::kInt64);
    const auto number = [&](const char* name) { return in.at(name).get<double>(); };
    const Json& steps = out.at("steps");
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const Tensor hidden = torch::linear(x, w0.newLeaf(), b0.newLeaf()).relu();
        const Tensor loss = torch::cross_entropy_loss(torch::linear(hidden, w1.newLeaf(), b1.newLeaf()), labels);
        loss.backward();
        double lasso = 0;
        for (Moved* each : all) { lasso += each->lassoWeight(1) * each->layer.lasso(); }
        const Tolerance tolerance = i < 3 ? Tolerance{} : afterSteps;
        judge.near("loss", loss.item<double>(), steps[i].at("loss"), tolerance);
        judge.near("reg", lasso, steps[i].at("reg"), tolerance);
        for (Moved* each : all) {
            const double strength = number("decay") * each->lassoWeight(number("total_param"));
            each->step(number("lr"), number("momentum"), number("weight_decay"), strength);
        }
        if (steps[i].contains("params")) { judgeStep(judge, all, steps[i].at("params"), tolerance); }
    }
    judgeEnd(judge, all, out.at("after_requant_and_adjust"));
}

} // namespace

const Kinds& bsqKinds()
{
    static const Kinds all{{"maxabs_quant", rounding(quantize::roundByLargest)},
                           {"act_maxabs_quant", rounding(quantize::roundActivations)},
                           {"bit_ste", bitSte},
                           {"ini2bit", split},
                           {"linear", linear},
                           {"conv", convolution},
                           {"group_lasso", groupLasso},
                           {"requant", requantisation},
                           {"precision_adjust", adjustment},
                           {"finalise", finalisation},
                           {"pact", pact},
                           {"trajectory", trajectory}};
    return all;
}

} // namespace gridscope::vectors
