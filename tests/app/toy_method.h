// SPDX-License-Identifier: GPL-3.0-or-later
// A method that is like none of ours: points at no common distance, no gradient, two phases, an array of its own. Nothing outside
// of this file and its test knows it; the checklist "add a method" of core/method/README.md is walked here.
#pragma once

#include "core/method/methods.h"
#include "core/train/method.h"

#include <torch/types.h>

#include <cmath>

namespace gridscope::test {

inline const run::Field shareOfTheWay{"toy_share",
                                      "Quantization",
                                      "Share of the way",
                                      "",
                                      "How far a weight goes to its point in a step.",
                                      run::Own{run::Own::Kind::Number, "0.2"},
                                      0,
                                      1,
                                      {},
                                      false,
                                      "toy"};

inline const run::MethodInfo& toyInfo()
{
    static const run::MethodInfo info{
        .name = "toy",
        .title = "Toy",
        .forward = "nearest of five points",
        .backward = "none: weights walk to their points",
        .story = "Toy: weights walk to five points.",
        .source = "",
        .traits = {.changesLive = false, .isOnGrid = false},
        .fields = {shareOfTheWay},
        .check =
            [](const run::RunConfig& c, const run::Require& require) {
                require(c.dropbits == "none", "dropbits",
                        "dropbits is " + c.dropbits + ", but method toy drops nothing.");
            },
        .card = [](const run::RunConfig& c, const run::Snapshot*) -> std::vector<run::Fact> {
            return {{"Share of the way", run::ownText(c, shareOfTheWay)}};
        },
    };
    return info;
}

class ToyMethod final : public train::Method {
public:
    using Method::Method;

    std::vector<train::Phase> phases() const override
    {
        const int walking = at().config.steps / 2;
        return {{"walking", walking}, {"resting", at().config.steps - walking}};
    }
    void begin(const data::Batch&) override {}
    torch::Tensor weight(std::size_t layer, net::Pass pass) override
    {
        return pass == net::Pass::Latent ? torch::Tensor() : nearest(at().net.layers()[layer].weight.detach());
    }
    train::StepResult step(std::int64_t index, const data::Batch& batch) override
    {
        const torch::NoGradGuard noGrad;
        const double share = index <= phases().front().steps ? run::ownNumber(at().config, shareOfTheWay) : 0;
        for (const auto& layer : at().net.layers()) {
            torch::Tensor weight = layer.weight;
            weight.add_(nearest(weight) - weight, share);
        }
        const torch::Tensor logits = at().net.forward(batch.inputs, net::Pass::Training);
        return {torch::cross_entropy_loss(logits, batch.labels).item<double>(), share};
    }
    train::LayerView view(std::size_t layer) const override
    {
        train::LayerView view;
        view.values = at().net.layers()[layer].weight.detach().cpu().contiguous();
        view.free = points_;
        view.alpha = 0.08;
        view.bits = bits(layer);
        return view;
    }
    double bits(std::size_t) const override { return std::log2(double(points_->points.size())); }
    std::vector<run::Extra> extras() const override
    {
        std::vector<run::Extra> all;
        for (const auto& layer : at().net.layers()) {
            const torch::Tensor way = (nearest(layer.weight.detach()) - layer.weight.detach()).abs().mean();
            all.push_back({"way", layer.description.name, "weight units", {}, {way.item<float>()}});
        }
        return all;
    }
    void save(run::TensorFile&) const override {}
    void restore(const run::TensorFile&, std::int64_t) override {}

private:
    torch::Tensor nearest(const torch::Tensor& weight) const
    {
        const torch::Tensor points = torch::tensor(points_->points, torch::kFloat32);
        return points.index_select(0, (weight.reshape({-1, 1}) - points).abs().argmin(1)).reshape(weight.sizes());
    }

    std::shared_ptr<const run::FreeLevels> points_ =
        std::make_shared<const run::FreeLevels>(run::FreeLevels{{-0.4, -0.12, 0.02, 0.1, 0.35}, {}});
};

// While the program starts, as methods of ours do.
inline const bool toyIsThere = [] {
    run::registerMethod(toyInfo());
    train::registerMethod("toy", [](const train::Workplace& at) { return std::make_unique<ToyMethod>(at); });
    return true;
}();

} // namespace gridscope::test
