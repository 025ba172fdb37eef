// SPDX-License-Identifier: GPL-3.0-or-later
// Rounding after training: step sizes are fitted to the float network, and one step measures the loss of what came out.
#pragma once

#include "core/train/method.h"

namespace gridscope::train {

class PtqMethod final : public Method {
public:
    using Method::Method;

    std::vector<Phase> phases() const override { return {{"rounding", at().config.steps}}; }
    void begin(const data::Batch& batch) override;
    torch::Tensor activation(std::size_t layer, net::Pass pass, const torch::Tensor& values) override;
    StepResult step(std::int64_t index, const data::Batch& batch) override;
    LayerView view(std::size_t layer) const override;
    double bits(std::size_t layer) const override { return at().net.layers()[layer].quantizer->bits(); }
    bool isQuantizing(std::size_t layer) const override { return at().net.layers()[layer].quantizer->isQuantizing(); }
    std::string whyDone() const override { return isMeasured_ ? "nothing left to do: rounding trains nothing" : ""; }
    void save(run::TensorFile& file) const override;
    void restore(const run::TensorFile&, std::int64_t step) override { isMeasured_ = step > 0; }
    std::vector<std::string> movingSettings(std::int64_t) const override { return {}; }

private:
    void spanLargest(const torch::Tensor& inputs); // every grid is as wide as the largest value there

    bool isMeasured_ = false;
    bool isSpanning_ = false; // what passes decides on the grids of activations
};

} // namespace gridscope::train
