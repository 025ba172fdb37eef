// SPDX-License-Identifier: GPL-3.0-or-later
// A network by description: convolutions and fully connected layers whose weights go through a quantizer each, with
// ReLU, max-pooling and an activation quantizer between them. Biases stay in floating point.
// Shapes : x [batch, channels, height, width] -> logits [batch, classes].
#pragma once

#include "core/quantize/quantizer.h"

#include <string>
#include <vector>

namespace gridscope::net {

// lenet5 : 32C5 - MP2 - 64C5 - MP2 - 512FC - 10 (LeCun et al. 1998 as in the paper's LeNet-5), no padding.
// mlp    : fully connected, ReLU between.
struct LayerDescription {
    std::string name;                     // "conv1", "fc2"
    std::vector<std::int64_t> shape;      // of the weight: [out, in, 5, 5] or [out, in]
    bool pools = false;                   // 2x2 max-pooling after it
    bool activates = true;                // ReLU (and activation quantizer) after it; not after the last layer
    std::int64_t multiplyAccumulates = 0; // for one sample
    bool isConvolution() const { return shape.size() == 4; }
};
struct Input {
    int channels = 1;
    int height = 28;
    int width = 28;
    int classes = 10;
};
std::vector<LayerDescription> describeNet(const run::RunConfig& config, const Input& input);

enum class Pass {
    Float,     // no quantization at all: pre-training, and the float network's evaluation
    Latent,    // full-precision weights, activations quantized as configured
    Quantized, // weights and activations quantized as configured; nothing dropped
    Training,  // the same with the masks and noise of the last draw
};

class Net : public torch::nn::Module {
public:
    Net(const run::RunConfig& config, const Input& input); // initial values from config.seed
    torch::Tensor forward(const torch::Tensor& x, Pass pass);

    struct Layer {
        LayerDescription description;
        torch::Tensor weight;
        torch::Tensor bias;
        std::shared_ptr<quantize::Quantizer> quantizer;
        std::shared_ptr<quantize::Quantizer> activation; // empty where nothing activates
    };
    const std::vector<Layer>& layers() const { return layers_; }
    std::vector<torch::Tensor> weightsAndBiases() const;
    std::vector<torch::Tensor> quantizerParameters() const; // log alpha and log sigma of all quantizers
    std::vector<torch::Tensor> gateParameters() const;      // of learned bit-lengths
    void draw(std::int64_t seed, std::int64_t step);        // masks and noise of a training step
    // [] sum over layers of weighting times the expected number of open masks; undefined when no bits are learned.
    torch::Tensor bitPenalty(const std::string& weighting) const;
    std::vector<int> bitLengths() const; // of the weight layers, in force
    // Fits every step size: weights to themselves, activations to what this batch makes of the float network.
    void calibrate(const torch::Tensor& batch, double sigmaRatio);

private:
    static torch::Tensor weightFor(const Layer& layer, Pass pass);
    std::vector<Layer> layers_;
};

} // namespace gridscope::net
