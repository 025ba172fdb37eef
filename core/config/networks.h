// SPDX-License-Identifier: GPL-3.0-or-later
// Networks as lists of layers: which shapes, in which order, what each reads and what is added to it. No torch.
// Source : lenet5       32C5 - MP2 - 64C5 - MP2 - 512FC - 10, no padding (LeCun et al. 1998, as in the CPQ paper)
//          vgg7         2x128C3 - MP2 - 2x256C3 - MP2 - 2x512C3 - MP2 - 1024FC - 10, batch normalisation (the RQ paper's)
//          resnet18     He et al., CVPR 2016, table 1
//          mobilenetv2  Sandler et al., CVPR 2018, table 2, width 1
//          mlp          fully connected, ReLU between
// Names  : those of torchvision with _ for the dots, so that its weights fit by name.
#pragma once

#include "core/config/config.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gridscope::run {

enum class Activation { None, Relu, Relu6 };
enum class Pooling {
    None,
    Max2,    // 2x2, stride 2
    Max3,    // 3x3, stride 2, padding 1
    Average, // over the whole picture
};

struct LayerDescription {
    std::string name;                // "conv1", "fc2"
    std::vector<std::int64_t> shape; // of the weight: [out, in / groups, kernel, kernel] or [out, in]
    std::string normalisation = {}; // name of its batch normalisation, "bn1"; empty: none, the layer has a bias instead
    int stride = 1;
    int padding = 0;
    int groups = 1;
    Activation activation = Activation::Relu;
    Pooling pooling = Pooling::None; // after the activation
    int from = 1;                    // reads the output of the layer so many before it; 1 is the one before
    int adds = 0; // adds, before its activation, the output of the layer so many before it; 0 is none
    std::int64_t multiplyAccumulates = 0; // for one sample
    bool isConvolution() const { return shape.size() == 4; }
    bool activates() const { return activation != Activation::None; }
};
// lenet5 and mlp: every layer reads the one before, and the settings say how wide they are.
inline bool isChain(std::string_view network) { return network == "lenet5" || network == "mlp"; }

constexpr int furthestBack = 3; // that `from` and `adds` reach

struct Input {
    int channels = 1;
    int height = 28;
    int width = 28;
    int classes = 10;
};

// ConfigError when nothing is left of the pictures before the last layer.
std::vector<LayerDescription> describeNet(const RunConfig& config, const Input& input);
// The same for whatever input: names, normalisation, activations, and which layer reads which, but no true sizes.
std::vector<LayerDescription> describeWiring(const RunConfig& config);

} // namespace gridscope::run
