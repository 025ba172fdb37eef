// SPDX-License-Identifier: GPL-3.0-or-later
// A network by description (core/config/networks.h): convolutions and fully connected layers whose weights go through a quantizer each,
// with batch normalisation, ReLU, pooling and an activation quantizer between them. Biases and batch normalisation stay in
// floating point.
// Shapes : x [batch, channels, height, width] -> logits [batch, classes].
#pragma once

#include "core/config/networks.h"
#include "core/net/quantizer.h"

#include <functional>
#include <string>
#include <vector>

namespace gridscope::net {

using run::Activation;
using run::describeNet;
using run::Input;
using run::LayerDescription;
using run::Pooling;

enum class Pass {
    Float,     // no quantization at all: pre-training, and the float network's evaluation
    Latent,    // full-precision weights, activations quantized as configured
    Quantized, // weights and activations quantized as configured; nothing dropped
    Training,  // the same with the masks and noise of the last draw
};

class Net : public torch::nn::Module {
public:
    // Initial values from config.seed. Weights and what is computed with them live on `device`, quantizers on the processor.
    Net(const run::RunConfig& config, const Input& input, torch::Device device = torch::kCPU);
    torch::Tensor forward(const torch::Tensor& x, Pass pass);

    struct Layer {
        LayerDescription description;
        torch::Tensor weight;
        torch::Tensor bias; // [out]; with batch normalisation its shift
        torch::Tensor gain; // [out], batch normalisation's; undefined without it, like the two below
        torch::Tensor mean; // [out], running averages
        torch::Tensor variance;
        std::shared_ptr<quantize::Quantizer> quantizer;
        std::shared_ptr<quantize::Quantizer> activation; // empty where nothing activates
        bool isFrozen = false;                           // stays as it is in Pass::Training
    };
    const std::vector<Layer>& layers() const { return layers_; }
    std::vector<torch::Tensor> weightsAndBiases() const; // and gains: what the weights' optimizer moves
    struct Named {
        std::string name; // "conv1_weight", "bn1_running_mean"
        torch::Tensor values;
    };
    std::vector<Named> floatState() const; // all that the float network is: the above and the running averages
    std::vector<torch::Tensor> quantizerParameters() const; // log alpha and log sigma of all quantizers
    std::vector<torch::Tensor> gateParameters() const;      // of learned bit-lengths
    void draw(std::int64_t seed, std::int64_t step); // masks and noise of a training step, of weights and activations
    // [] sum over layers of weighting times the expected number of open masks; undefined when no bits are learned.
    torch::Tensor bitPenalty(const std::string& weighting) const;
    std::vector<int> bitLengths() const; // of the weight layers, in force
    // How far a batch moves the running averages of batch normalisation in training mode (Module::train).
    void setStatisticsMomentum(double momentum) { statisticsMomentum_ = momentum; }
    bool hasStatistics() const; // batch normalisation anywhere
    // Fits every step size: weights to themselves, activations to what this batch makes of the float network.
    struct SigmaRatios { // sigma in units of alpha
        double weights = 1;
        double activations = 1;
    };
    void calibrate(const torch::Tensor& batch, const SigmaRatios& ratios);

    // Where weights come from that the layers' quantizers do not make: an undefined tensor where they do.
    using WeightOf = std::function<torch::Tensor(std::size_t layer, Pass pass)>;
    void setWeights(WeightOf weightOf) { weightOf_ = std::move(weightOf); }
    // The same of what a layer gives on, from what activation and pooling made of it; not asked in Pass::Float.
    using ActivationOf = std::function<torch::Tensor(std::size_t layer, Pass pass, const torch::Tensor& values)>;
    void setActivations(ActivationOf activationOf) { activationOf_ = std::move(activationOf); }

    static constexpr double usualMomentum = 0.1;

private:
    std::size_t indexOf(const Layer& layer) const { return std::size_t(&layer - layers_.data()); }
    torch::Tensor weightFor(const Layer& layer, Pass pass) const;
    torch::Tensor activationFor(const Layer& layer, Pass pass, const torch::Tensor& values) const;
    WeightOf weightOf_;
    ActivationOf activationOf_;
    std::vector<Layer> layers_;
    double statisticsMomentum_ = usualMomentum;
};

} // namespace gridscope::net
