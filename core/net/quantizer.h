// SPDX-License-Identifier: GPL-3.0-or-later
// The module around the equations: one quantizer per tensor, with its learned step size alpha and noise scale sigma
// (stored as logarithms, so both stay positive whatever the optimizer does).
// Shapes : any; float32, contiguous or not. Forward gives a tensor of the same shape on the grid.
// Threads: forward and backward run on the calling thread and split over LibTorch's; same bits for any thread count.
#pragma once

#include "core/config/config.h"
#include "core/net/gates.h"
#include "core/quantize/estimator.h"
#include "core/quantize/rq.h"

#include <torch/nn/module.h>

#include <optional>

namespace gridscope::quantize {

class Quantizer : public torch::nn::Module {
public:
    Quantizer(Estimator estimator, int bits, Grid grid);
    void addGates(std::shared_ptr<Gates> gates); // DropBits or learned bit-lengths; their levels end with `grid`

    // Evaluation and deployment: the nearest point of the grid in force. Identity when the estimator is FullPrecision.
    torch::Tensor forward(const torch::Tensor& x) const;
    // A training step: with the masks and the noise of the last `draw`. Quantizers of one network have a stream each.
    torch::Tensor forwardInTraining(const torch::Tensor& x) const;
    void draw(std::int64_t seed, std::uint32_t stream, std::uint32_t step);

    // Sets alpha to the best step size for these values (or what the method prescribes) and sigma to `ratio` times it.
    void calibrate(const torch::Tensor& values, double ratio);
    void setAlpha(double alpha, double sigmaRatio);
    void setSigmaRatio(double ratio);
    // Gates turn hard. A grid that lost points is fitted to the values anew: with the old step size it would clip what its
    // outer points held. (The paper does not say; sigma keeps its ratio to alpha.)
    void freezeGates(bool frozen, const torch::Tensor& values);
    void setEstimator(Estimator estimator) { estimator_ = estimator; }
    void setTemperature(double temperature) { draw_.temperature = float(temperature); } // RQ

    Estimator estimator() const { return estimator_; }
    bool isQuantizing() const { return estimator_ != Estimator::FullPrecision; }
    int bits() const { return gates_ ? bitsFor(grid()) : bits_; } // bit-length in force
    const Grid& grid() const { return gates_ ? gates_->openGrid() : grid_; }
    const Grid& wholeGrid() const { return grid_; } // with what gates have closed
    Gates* gates() const { return gates_.get(); }   // nullptr: nothing is dropped
    double alpha() const;
    double sigma() const;
    std::vector<torch::Tensor> learned() const { return {logAlpha_, logSigma_}; } // both []
    // Whether one of them was learned to a size that no finite weights ask for.
    bool hasLeftFloats() const;

private:
    torch::Tensor round(const torch::Tensor& x, const Grid& grid) const;
    torch::Tensor roundUnderMasks(const torch::Tensor& x) const;
    void fitToLargest(const torch::Tensor& x) const;

    Estimator estimator_;
    int bits_;
    Grid grid_;
    torch::Tensor logAlpha_;
    torch::Tensor logSigma_;
    std::shared_ptr<Gates> gates_;
    RelaxedDraw draw_;
};

// Which estimator the weights of a layer have under these settings: the method's, unless the layer stays full precision.
Estimator estimatorOfLayer(const run::RunConfig& config, std::size_t layer);
// What is quantized decides on the grid and on which settings apply. The method may change while training and decides on
// the estimator alone: a full-precision run that drops bits has its masks waiting.
std::shared_ptr<Quantizer> makeWeightQuantizer(const run::RunConfig& config, std::size_t layer);
std::shared_ptr<Quantizer> makeActivationQuantizer(const run::RunConfig& config); // after a ReLU: unsigned grid

} // namespace gridscope::quantize
