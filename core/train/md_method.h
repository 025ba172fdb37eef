// SPDX-License-Identifier: GPL-3.0-or-later
// Mirror descent (mirror.h has its equations) and its two baselines. What a variant keeps of a layer is its state:
// dual or primal weights in the layer's own tensor, or dual or primal shares of levels beside it, of which the
// layer's tensor then has the value. All else goes with the configured optimizer at the same rate.
#pragma once

#include "core/method/md/md.h"
#include "core/train/method.h"
#include "core/train/mirror.h"

namespace gridscope::train {

class MdMethod final : public Method {
public:
    explicit MdMethod(const Workplace& at);

    std::vector<Phase> phases() const override { return {{"mirror descent", at().config.steps}}; }
    void begin(const data::Batch& batch) override;
    torch::Tensor weight(std::size_t layer, net::Pass pass) override;
    StepResult step(std::int64_t index, const data::Batch& batch) override;
    LayerView view(std::size_t layer) const override;
    double bits(std::size_t layer) const override;
    std::vector<run::Extra> extras() const override;
    void save(run::TensorFile& file) const override;
    void restore(const run::TensorFile& file, std::int64_t step) override;

private:
    struct Layer {
        torch::Tensor state; // in the weight's shape, or [weights, 2]
        torch::Tensor moved; // what the optimizer moves: the state itself, or of primal forms what is to be stepped by
        torch::Tensor used;  // scaled weight of the step; takes the gradient
        double scale = 1;    // that of weights whose mean square is 1
        double factor = 1;   // of the weight that is used
    };
    Optimizers optimizersOf() const;
    double beta() const { return run::mdBeta(at().config, step_); }
    mirror::Levels levels() const { return own_.isTernary ? mirror::Levels::Ternary : mirror::Levels::Binary; }
    torch::Tensor primal(std::size_t layer) const; // in the weight's shape, without the scale, as the next two
    torch::Tensor dual(std::size_t layer) const;
    torch::Tensor rounded(std::size_t layer) const;
    double scaleOf(std::size_t layer, const torch::Tensor& values) const;
    void takeGradient(std::size_t layer);
    void settle(std::size_t layer); // after the optimizer moved
    void addLayer(std::size_t layer, std::vector<run::Extra>& extras) const;

    run::MdSettings own_;
    std::vector<Layer> layers_;
    Optimizers optimizers_;
    std::int64_t step_ = 0;
};

} // namespace gridscope::train
