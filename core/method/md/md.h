// SPDX-License-Identifier: GPL-3.0-or-later
// Mirror descent: core/train/mirror.h has the equations, core/quantize/mirror.md tells them.
#pragma once

#include "core/method/method_info.h"

namespace gridscope::run {

extern const MethodInfo md;

// What it tells in snapshots. Of the whole network: beta. Of a layer: two histograms, [bins] shares of its weights
// between -reach and reach, and -1 and 1; [n, 2] followed weights as dual and primal; and shares of its weights.
inline constexpr const char* mdBetaExtra = "beta";
inline constexpr const char* mdDualHistogram = "dual weights";
inline constexpr const char* mdDualReach = "reach of dual weights";
inline constexpr const char* mdPrimalHistogram = "primal weights";
inline constexpr const char* mdFollowed = "dual and primal weight";
inline constexpr const char* mdHardened = "share of |w| > 0.99";
inline constexpr const char* mdPositive = "share of +1";

// Its settings as they are in force.
struct MdSettings {
    enum class Variant { TanhS, SoftmaxS, Tanh, Softmax, GdTanh, BinaryConnect };
    Variant variant = Variant::TanhS;
    bool isTernary = false;
    double betaEnd = 1;
    bool hasShares() const { return variant == Variant::SoftmaxS || variant == Variant::Softmax; }
    bool isPrimal() const { return variant == Variant::Tanh || variant == Variant::Softmax; }
};
MdSettings mdSettings(const RunConfig& config);
// The sharpness of a step (from 1): grows from 1 geometrically to md_beta_end, at which it stays for the last tenth
// of the run.
double mdBeta(const RunConfig& config, std::int64_t step);
// The primal weight of a dual one: the curve that steepens.
double mdPrimal(const MdSettings& own, double beta, double dual);
// The scale that levels have in the network: 1 / sqrt(fan-in), times sqrt(2) where a ReLU follows, so that signals
// keep their size.
double mdScale(std::int64_t fanIn, bool activates);

} // namespace gridscope::run
