// SPDX-License-Identifier: GPL-3.0-or-later
// A trained network as it would be deployed: integer codes and a step size for each weight tensor, biases, activation
// quantizers, and what its input looks like. Made from a checkpoint; every export of a model is written from it.
// Source : the forward pass of core/net/net.h with Pass::Quantized; the weight of code n is alpha * n (float product).
// Errors : FileError with one sentence when the checkpoint is not one of a network that can be written down this way.
#pragma once

#include "core/base/safetensors.h"
#include "core/config/config.h"
#include "core/kernels/grid.h"

#include <functional>
#include <optional>

namespace gridscope {

struct FinalisedQuantizer {
    int bits = 0;
    quantize::Grid grid;
    float alpha = 1;
};

struct FinalisedLayer {
    std::string name;
    std::vector<std::int64_t> shape;              // of the weight: [out, in, height, width] or [out, in]
    std::optional<FinalisedQuantizer> quantizer;  // empty: float weights
    std::vector<std::int16_t> codes;              // row by row; empty when float
    std::vector<float> weights;                   // only when float
    std::vector<float> bias;                      // [out]
    bool pools = false;                           // 2x2 max-pooling after it
    bool activates = false;                       // ReLU after it
    std::optional<FinalisedQuantizer> activation; // of its output, after ReLU and pooling
    std::vector<std::int64_t> input;              // [channels, height, width] or [features]
    std::vector<std::int64_t> output;             // before pooling
    bool isConvolution() const { return shape.size() == 4; }
    std::int64_t parameters() const;                              // weights, without biases
    std::int64_t multiplications() const;                         // for one picture
    int bits() const { return quantizer ? quantizer->bits : 32; } // 0: every weight is 0
    bool isWide() const;                                          // its codes do not fit into signed bytes
    std::int64_t payloadBytes() const;                            // packed at its bits, on whole bytes
    float weight(std::size_t index) const;
};

struct FinalisedNet {
    run::RunConfig config;
    std::int64_t step = 0;
    int channels = 1, height = 28, width = 28; // of the input
    int classes = 10;
    bool isPicture = true; // the input is bytes, standardised as (byte / 255 - mean) / deviation
    float mean = 0;
    float deviation = 1;
    std::vector<FinalisedLayer> layers;
    std::int64_t payloadBytes() const; // as payload_bytes in the result object
};

// What a network's input looks like, for checkpoints of older versions that do not say it themselves.
struct InputFacts {
    int channels, height, width, classes;
    float mean, deviation;
};
using AskInput = std::function<InputFacts(const run::RunConfig&)>;
FinalisedNet finalise(const run::TensorFile& checkpoint, const AskInput& ask = {});

// Codes n - low in `bits` bits each, the lowest bit of the first byte first; the last byte is filled with zeros.
std::vector<std::uint8_t> packedCodes(const FinalisedLayer& layer);

} // namespace gridscope
