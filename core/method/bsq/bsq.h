// SPDX-License-Identifier: GPL-3.0-or-later
// Bit-level sparsity quantization: core/quantize/bit_planes.h has the equations, bsq.md tells them.
#pragma once

#include "core/method/method_info.h"

namespace gridscope::run {

extern const MethodInfo bsq;

// What it tells in snapshots. Of a layer: [n] each, the highest plane first, and how many planes have gone from below.
inline constexpr const char* planeOnes = "share of ones"; // of |P - M| >= 1/2
inline constexpr const char* planeNorms = "plane norm";   // the group norm of the regulariser
inline constexpr const char* lowestPlane = "lowest plane";
// Of the last step, nats: cross-entropy, and alpha times the regulariser.
inline constexpr const char* taskLoss = "task loss";
inline constexpr const char* regulariser = "regulariser";

// Its own settings as they are in force.
struct BsqSettings {
    double alpha = 0;        // strength of the regulariser
    int interval = 1;        // steps between adjustments of the precision
    double planeRate = 0;    // learning rate of planes; scales and biases have learning_rate
    double weightDecay = 0;  // of planes and of fine-tuned weights
    int fineTuneSteps = 0;   // the last ones, at most half of all
    double fineTuneRate = 0; // learning rate of weights in them, in units of the scale
};
BsqSettings bsqSettings(const RunConfig& config);
std::int64_t bsqPlaneSteps(const RunConfig& config); // those before fine-tuning

} // namespace gridscope::run
