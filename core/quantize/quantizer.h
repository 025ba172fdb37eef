// SPDX-License-Identifier: GPL-3.0-or-later
// The module around the equations: one quantizer per tensor, with its learned step size alpha and noise scale sigma
// (stored as logarithms, so both stay positive whatever the optimizer does).
// Shapes : any; float32, contiguous or not. Forward gives a tensor of the same shape on the grid.
// Threads: forward and backward run on the calling thread and split over LibTorch's; same bits for any thread count.
#pragma once

#include "core/quantize/estimator.h"
#include "core/run/config.h"

#include <torch/nn/module.h>

namespace gridscope::quantize {

class Quantizer : public torch::nn::Module {
public:
    Quantizer(Estimator estimator, int bits, Grid grid);

    torch::Tensor forward(const torch::Tensor& x) const; // identity when the estimator is FullPrecision
    // Sets alpha to the best step size for these values and sigma to `ratio` times it.
    void calibrate(const torch::Tensor& values, double ratio);
    void setAlpha(double alpha, double sigmaRatio);
    void setSigmaRatio(double ratio);
    void setEstimator(Estimator estimator) { estimator_ = estimator; }

    Estimator estimator() const { return estimator_; }
    bool isQuantizing() const { return estimator_ != Estimator::FullPrecision; }
    int bits() const { return bits_; }
    const Grid& grid() const { return grid_; }
    double alpha() const;
    double sigma() const;
    std::vector<torch::Tensor> learned() const { return {logAlpha_, logSigma_}; } // both []

private:
    Estimator estimator_;
    int bits_;
    Grid grid_;
    torch::Tensor logAlpha_;
    torch::Tensor logSigma_;
};

// What is quantized decides on the grid and on which settings apply.
std::shared_ptr<Quantizer> makeWeightQuantizer(const run::RunConfig& config, std::size_t layer);
std::shared_ptr<Quantizer> makeActivationQuantizer(const run::RunConfig& config); // after a ReLU: unsigned grid

} // namespace gridscope::quantize
