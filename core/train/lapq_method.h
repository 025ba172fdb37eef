// SPDX-License-Identifier: GPL-3.0-or-later
// Loss-aware post-training quantization: a step is one evaluation of the loss of a set of clips on calibration samples. Weights
// stay as float pre-training left them; between two steps the network is quantized by the best clips so far. Which clips are
// asked for is ClipSearch's; what they do to tensors is core/quantize/clip.h's.
// Source : lapq.md.
#pragma once

#include "core/quantize/clip.h"
#include "core/train/clip_search.h"
#include "core/train/method.h"

#include <optional>

namespace gridscope::train {

class LapqMethod final : public Method {
public:
    explicit LapqMethod(const Workplace& at);

    std::vector<Phase> phases() const override;
    void begin(const data::Batch& batch) override;
    torch::Tensor weight(std::size_t layer, net::Pass pass) override;
    torch::Tensor activation(std::size_t layer, net::Pass pass, const torch::Tensor& values) override;
    StepResult step(std::int64_t index, const data::Batch& batch) override;
    LayerView view(std::size_t layer) const override;
    double bits(std::size_t layer) const override;
    bool isQuantizing(std::size_t layer) const override;
    std::string whyDone() const override;
    std::vector<run::Extra> extras() const override;
    std::vector<run::Mark> takeMarks() override { return std::exchange(marks_, {}); }
    void save(run::TensorFile& file) const override;
    void restore(const run::TensorFile& file, std::int64_t step) override;
    std::vector<std::string> movingSettings(std::int64_t) const override { return {}; }

private:
    // A tensor with a clip, in the order of the network: a weight, what its layer gives on, the next weight.
    struct Slot {
        std::size_t layer;
        bool isActivation;
        int bits;
        quantize::ClipGrid grid;
    };
    std::optional<std::size_t> slotOf(std::size_t layer, bool isActivation) const;
    quantize::Clip clipOf(std::size_t slot, const Clips& clips) const;
    const Clips& inForce(net::Pass pass) const; // of a trial, or the best so far
    double fitted(std::size_t slot, const torch::Tensor& values) const;
    torch::Tensor roundedWeight(std::size_t slot, double alpha) const;
    void draw();                 // the calibration samples
    double loss(net::Pass pass); // nats, on them
    double lossWithFitted(double power);
    void showActivations() const; // the best clips in the network's quantizers, for snapshots
    run::Extra clipShare(std::size_t slot) const;
    void addSearch(std::vector<run::Extra>& extras) const;
    void addLooks(std::vector<run::Extra>& extras) const;

    std::vector<Slot> slots_;
    data::Batch calibration_;
    ClipSearch search_;
    Clips widest_; // max|t| of every tensor, behind others that are so clipped
    Clips trial_;
    double widestLoss_ = 0, floatLoss_ = 0;
    std::optional<double> power_; // while the first samples pass: clips are fitted to what comes
    struct Rounded {
        double alpha = -1;
        torch::Tensor values;
    };
    std::vector<Rounded> kept_[2]; // rounded weights of a trial and of the best clips
    std::vector<run::Mark> marks_;
};

} // namespace gridscope::train
