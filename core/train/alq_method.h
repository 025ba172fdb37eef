// SPDX-License-Identifier: GPL-3.0-or-later
// Adaptive loss-aware quantization (Qu et al., CVPR 2020): every weight layer is a multi-bit form (core/quantize/multi_bit_layer.h)
// that takes the loss's gradient by its own steps; biases and what stays float go with Adam at the same rate. A layer's own
// weight tensor is its latent one: what the last step was after.
#pragma once

#include "core/method/alq/alq_plan.h"
#include "core/quantize/multi_bit_layer.h"
#include "core/quantize/multi_bit_prune.h"
#include "core/train/method.h"

#include <optional>

namespace gridscope::train {

class AlqMethod final : public Method {
public:
    explicit AlqMethod(const Workplace& at);

    std::vector<Phase> phases() const override;
    void save(run::TensorFile& file) const override;
    void restore(const run::TensorFile& file, std::int64_t step) override;
    void begin(const data::Batch& batch) override;
    torch::Tensor weight(std::size_t layer, net::Pass pass) override;
    StepResult step(std::int64_t index, const data::Batch& batch) override;
    LayerView view(std::size_t layer) const override;
    double bits(std::size_t layer) const override;
    bool isQuantizing(std::size_t layer) const override { return layers_[layer].has_value(); }
    std::vector<run::Extra> extras() const override;

private:
    // A layer whose weights are quantized.
    struct Layer {
        quantize::Grouping grouping;
        int slots;
        quantize::MultiBitLayer math;
        torch::Tensor used; // B alpha in the weight's shape; takes the gradient
    };
    std::vector<float> gradientOf(const Layer& layer) const; // empty: none came, the layer is frozen
    void move(Layer& layer, const run::AlqPhase& phase, const quantize::MultiBitLayer::Rate& rate);
    void prune(std::int64_t step, const run::AlqPhase& phase, const quantize::MultiBitLayer::Rate& rate);
    void publish(std::size_t layer);                       // to the network: B alpha and the latent weights
    std::vector<float> weightsOf(std::size_t layer) const; // of the network, in the order of groups

    std::vector<std::optional<Layer>> layers_;
    Optimizers optimizers_;
    std::vector<quantize::PoolEntry> pool_; // of the last step, where it was one of pruning
    std::size_t cut_ = 0;
};

} // namespace gridscope::train
