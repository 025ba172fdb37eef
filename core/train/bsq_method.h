// SPDX-License-Identifier: GPL-3.0-or-later
// Bit-level sparsity quantization as a way to train: planes until fine-tuning begins, then weights on the grids that were found.
// A layer's parameter in the network is its effective weight s q, so one backward pass gives the one gradient that all planes share.
// Source : bsq.md.
#pragma once

#include "core/method/bsq/bsq.h"
#include "core/train/bit_layer.h"
#include "core/train/method.h"

#include <optional>
#include <utility>

namespace gridscope::train {

class BsqMethod final : public Method {
public:
    explicit BsqMethod(const Workplace& at);

    std::vector<Phase> phases() const override;
    void begin(const data::Batch& batch) override;
    torch::Tensor weight(std::size_t layer, net::Pass pass) override;
    StepResult step(std::int64_t index, const data::Batch& batch) override;
    LayerView view(std::size_t layer) const override;
    double bits(std::size_t layer) const override;
    bool isQuantizing(std::size_t layer) const override { return layers_[layer].has_value(); }
    std::vector<run::Extra> extras() const override;
    std::vector<run::Mark> takeMarks() override { return std::exchange(marks_, {}); }
    void save(run::TensorFile& file) const override;
    void restore(const run::TensorFile& file, std::int64_t step) override;
    void apply(const std::string& changedKey) override;
    std::string firstLayerLost() const override;
    std::vector<std::string> movingSettings(std::int64_t step) const override;

private:
    BitLayer::KeepStep keepStepOf(std::size_t layer) const;
    double penalty() const; // alpha times the regulariser
    double lassoWeight(std::size_t layer) const;
    double shareAt(std::int64_t step) const; // of the rates, in the phase of that step
    void makeOptimizers();
    void moveScales(double rate);
    void moveWeights(std::int64_t step);
    void move(std::size_t layer, const BitLayer::Step& step);
    void guard(std::size_t layer, std::int64_t step);
    void closeStep(std::int64_t step); // what is due after it: an adjustment, fine-tuning, the end
    void adjustAll(std::int64_t step);
    void scaleIsSet(std::size_t layer); // by an adjustment and not by its gradient

    std::vector<std::optional<BitLayer>> layers_; // nothing where weights stay full precision
    std::vector<torch::Tensor> scales_;           // [] each
    Optimizers floats_;                           // biases, gains, weights that stay full precision; activations' steps
    Optimizers scaleOptimizer_;
    double allWeights_ = 0; // of the quantized layers
    double taskLoss_ = 0;   // of the last step, nats
    double penalty_ = 0;
    std::vector<run::Mark> marks_;
};

} // namespace gridscope::train
