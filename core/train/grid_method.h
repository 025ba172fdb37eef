// SPDX-License-Identifier: GPL-3.0-or-later
// The methods whose weights lie on one uniform grid a layer and learn by the gradient of an estimator (core/quantize/): a step is
// draw, forward, loss and penalty, backward, optimizers. Quantizers and gates live in the network.
#pragma once

#include "core/train/method.h"

namespace gridscope::train {

LayerView gridView(const net::Net::Layer& layer); // as its quantizer makes it now
// What of a changed setting lives in the quantizer of a layer's activations.
void applyToActivation(const net::Net::Layer& layer, const run::RunConfig& config, const std::string& changedKey);

class GridMethod final : public Method {
public:
    explicit GridMethod(const Workplace& at);

    void begin(const data::Batch& batch) override;
    StepResult step(std::int64_t index, const data::Batch& batch) override;
    LayerView view(std::size_t layer) const override { return gridView(at().net.layers()[layer]); }
    double bits(std::size_t layer) const override { return at().net.layers()[layer].quantizer->bits(); }
    bool isQuantizing(std::size_t layer) const override { return at().net.layers()[layer].quantizer->isQuantizing(); }
    void save(run::TensorFile& file) const override;
    void restore(const run::TensorFile& file, std::int64_t step) override;
    void apply(const std::string& changedKey) override;
    std::string firstLayerLost() const override;
    std::vector<std::string> movingSettings(std::int64_t step) const override;

private:
    Rates ratesAt(std::int64_t step) const;
    void freezeBitsWhenDue(std::int64_t step);
    std::vector<std::uint8_t> drawnMasks() const;

    Optimizers optimizers_;
};

} // namespace gridscope::train
