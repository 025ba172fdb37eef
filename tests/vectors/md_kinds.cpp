// SPDX-License-Identifier: GPL-3.0-or-later
// Kinds of kartikgupta-at-anu/md-bnn (methods, optimizers, utils/simplex_utils.py). Where its code and ours part, the kind says so.
#include "core/train/mirror.h"
#include "tests/vectors/vectors.h"

#include <torch/torch.h>

namespace gridscope::vectors {

namespace {

using torch::Tensor;
namespace mirror = train::mirror;

mirror::Levels levelsOf(const Json& in) { return mirror::Levels(in.at("levels").get<int>()); }

mirror::Adam adamOf(const Json& in)
{
    mirror::Adam adam;
    adam.rate = in.at("lr").get<double>();
    adam.first = in.at("adam_betas")[0].get<double>();
    adam.second = in.at("adam_betas")[1].get<double>();
    adam.epsilon = in.value("eps", 1e-8);
    adam.decay = in.value("weight_decay", 0.0);
    adam.isAmsgrad = in.value("amsgrad", false);
    return adam;
}

void tanhMap(const Json& in, const Json& out, Judge& judge)
{
    judge.near("w", mirror::primalOf(tensorOf(in.at("w_dual")), in.at("beta").get<double>(), levelsOf(in)),
               out.at("w"));
}

// Theirs leaves a third value, sign(0) = 0; ours is +1 there. Weights of {0, 1} are +1 above 0, which no method of ours has.
void hardRound(const Json& in, const Json& out, Judge& judge)
{
    const Tensor x = tensorOf(in.at("x"));
    if (in.at("levels").is_string()) { return judge.equal("q", (x > 0).to(torch::kFloat32), out.at("q")); }
    const mirror::Levels levels = levelsOf(in);
    const Tensor ours = mirror::rounded(x, levels);
    const Tensor isTie = levels == mirror::Levels::Binary ? x == 0 : torch::zeros_like(x, torch::kBool);
    judge.require("a tie is rounded to +1", ours.masked_select(isTie).eq(1).all().item<bool>());
    const Tensor reference = tensorOf(out.at("q"));
    const Tensor difference = (ours - reference).masked_fill(isTie, 0).abs();
    judge.atMost("the largest difference beside ties", difference.numel() > 0 ? difference.max().item<double>() : 0, 0);
}

void gradient(const Json& in, const Json& out, Judge& judge)
{
    const Tensor slope = mirror::slopeOf(tensorOf(in.at("w_dual")), in.at("beta").get<double>(), levelsOf(in));
    judge.near("grad_dual", tensorOf(in.at("grad_w")) * slope, out.at("grad_dual"));
}

void straightThrough(const Json& in, const Json& out, Judge& judge)
{
    const Tensor mask = mirror::passesWithin1(tensorOf(in.at("w_dual")));
    judge.near("grad_dual", tensorOf(in.at("grad_w")) * mask, out.at("grad_dual"));
}

// Where the odds ratio of theirs overflows into NaN, ours stays finite and inside [-1, 1].
void primalSteps(const Json& in, const Json& out, Judge& judge)
{
    mirror::Adam adam = adamOf(in);
    Tensor w = tensorOf(in.at("w0"));
    for (std::size_t i = 0; i < in.at("grads").size(); ++i) {
        const Tensor step = adam.stepOf(w, tensorOf(in.at("grads")[i]));
        w = mirror::steppedPrimal(w, step, in.at("beta_md_per_step")[i].get<double>());
        const Json& reference = out.at("w_per_step")[i];
        judge.require("w is finite and within [-1, 1]", (w.abs() <= 1).all().item<bool>());
        if (tensorOf(reference).isfinite().all().item<bool>()) {
            judge.near("w after step " + std::to_string(i), w, reference, i == 0 ? Tolerance{} : afterSteps);
        }
    }
}

void dualSteps(const Json& in, const Json& out, Judge& judge)
{
    mirror::Adam adam = adamOf(in);
    Tensor v = tensorOf(in.at("dual0"));
    const Tensor target = tensorOf(in.at("target"));
    for (const Json& step : out.at("steps")) {
        const Tensor w = mirror::primalOf(v, step.at("beta").get<double>(), mirror::Levels::Binary);
        judge.near("w", w, step.at("w"), afterSteps);
        judge.near("loss", 0.5 * (w - target).square().sum().item<double>(), step.at("loss"), afterSteps);
        v = v - adam.stepOf(v, w - target);
        judge.near("dual", v, step.at("dual_after"), afterSteps);
    }
}

void simplexView(const Json& in, const Json& out, Judge& judge)
{
    const Tensor w = tensorOf(in.at("w"));
    const Tensor rows = mirror::rowsOf(w, in.at("levels").get<std::int64_t>());
    judge.near("u", rows, out.at("u"));
    judge.near("back", mirror::ofRows(rows, w.sizes()), out.at("back"));
}

// PMF's gradient of theirs takes 1 where the Jacobian of softmax has u on its diagonal; ours is the Jacobian's.
void softmaxMap(const Json& in, const Json& out, Judge& judge)
{
    const Tensor dual = tensorOf(in.at("w_dual"));
    const auto levels = in.at("levels").get<std::int64_t>();
    const double beta = in.at("beta").get<double>();
    const Tensor shares = mirror::softmaxOf(mirror::rowsOf(dual, levels), beta);
    judge.near("u", mirror::ofRows(shares, dual.sizes()), out.at("u"));
    judge.equal("argmax", mirror::ofRows(mirror::oneHotOfLargest(shares), dual.sizes()), out.at("argmax_onehot"));
    const Tensor gradient = mirror::rowsOf(tensorOf(in.at("grad_u")), levels);
    judge.near("gradient", mirror::ofRows(mirror::softmaxGradient(shares, gradient, beta), dual.sizes()),
               out.at("true_softmax_vjp"));
}

void simplexMisc(const Json& in, const Json& out, Judge& judge)
{
    const Tensor w = tensorOf(in.at("w"));
    const Tensor rows = mirror::rowsOf(w, in.at("levels").get<std::int64_t>());
    const auto near = [&](const char* name, const Tensor& ours) {
        judge.near(name, mirror::ofRows(ours, w.sizes()), out.at(name));
    };
    near("normalize", mirror::normalised(rows.abs() + 0.1));
    near("sparsemax", mirror::sparsemax(rows));
    near("icm", mirror::oneHotOfLargest(-rows)); // both of an energy, which is to be least
    near("mf", mirror::softmaxOf(rows, -1));
}

void shareSteps(const Json& in, const Json& out, Judge& judge)
{
    mirror::Adam adam = adamOf(in);
    Tensor u = tensorOf(in.at("u0"));
    const auto levels = in.at("levels").get<std::int64_t>();
    for (std::size_t i = 0; i < in.at("grads").size(); ++i) {
        const Tensor step = mirror::rowsOf(adam.stepOf(u, tensorOf(in.at("grads")[i])), levels);
        const double beta = in.at("beta_md_per_step")[i].get<double>();
        u = mirror::ofRows(mirror::steppedShares(mirror::rowsOf(u, levels), step, beta), u.sizes());
        judge.near("u after step " + std::to_string(i), u, out.at("u_per_step")[i], i == 0 ? Tolerance{} : afterSteps);
    }
}

Tensor weightOf(const Json& shares, const std::vector<double>& levels)
{
    const Tensor u = tensorOf(shares);
    auto shape = u.sizes().vec();
    shape[0] /= std::int64_t(levels.size());
    return mirror::ofRows(mirror::valueOf(mirror::rowsOf(u, std::int64_t(levels.size())), levels), shape);
}

void simplexLayer(const Json& in, const Json& out, Judge& judge)
{
    const auto levels = in.at("levels").get<std::vector<double>>();
    const Tensor weight = weightOf(in.at("u_weight"), levels);
    const Tensor bias = in.contains("u_bias") ? weightOf(in.at("u_bias"), levels) : Tensor();
    const auto pair = [&](const char* name, std::int64_t usual) {
        return in.contains(name) && in.at(name).is_array() ? in.at(name).get<std::vector<std::int64_t>>()
                                                           : std::vector<std::int64_t>(2, in.value(name, usual));
    };
    const Tensor x = tensorOf(in.at("x"));
    judge.near("y",
               weight.dim() == 2 ? torch::linear(x, weight, bias)
                                 : torch::conv2d(x, weight, bias, pair("stride", 1), pair("padding", 0)),
               out.at("y"));
}

void betaSchedule(const Json& in, const Json& out, Judge& judge)
{
    const auto beta = [&](std::int64_t iteration) {
        return mirror::betaAt(iteration, in.at("beta0").get<double>(), in.at("scale").get<double>(),
                              in.at("interval").get<std::int64_t>());
    };
    for (const Json& row : out.at("iteration_betaUsed_betaAfter")) {
        judge.near("beta used", beta(row[0].get<std::int64_t>()), row[1]);
        judge.near("beta after", beta(row[0].get<std::int64_t>() + 1), row[2]);
    }
}

} // namespace

const Kinds& mdKinds()
{
    static const Kinds all{{"tanh_map", tanhMap},           {"hard_round", hardRound},
                           {"gd_tanh_grad", gradient},      {"ste_grad", straightThrough},
                           {"md_tanh_primal", primalSteps}, {"md_tanh_S", dualSteps},
                           {"simplex_view", simplexView},   {"softmax_map", softmaxMap},
                           {"simplex_misc", simplexMisc},   {"md_softmax_primal", shareSteps},
                           {"simplex_layer", simplexLayer}, {"beta_schedule", betaSchedule}};
    return all;
}

} // namespace gridscope::vectors
