// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of a method without torch: texts, traits, settings of its own, what its card says. Its arithmetic is an estimator
// of core/quantize or a class of its own on core/train/method.h.
#pragma once

#include "core/config/field.h"
#include "core/run/event.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace gridscope::quantize {

// How the eight methods on one uniform grid come back through the rounding (core/quantize/estimator.h).
enum class Estimator {
    FullPrecision,
    Plain,         // straight-through: 1 inside the grid
    ExpectedValue, // that of the mean over all points
    MultiClass,    // only the chosen point's probability passes it
    Centred,       // MultiClass, with the pull measured from the weight itself
    LearnedStep,   // Plain, with LSQ's scale for the step size
    MaxAbs,        // 1 everywhere, on a grid as wide as the largest weight
    Relaxed,       // depends on the noise that was drawn
    RelaxedStraightThrough
};

} // namespace gridscope::quantize

namespace gridscope::run {

// How the step size of a layer comes about.
enum class StepSize { None, Fitted, LearnedApart, LearnedAsWeights };

struct Traits {
    quantize::Estimator estimator = quantize::Estimator::FullPrecision;
    StepSize stepSize = StepSize::None;
    bool isFloat = false;     // nothing is rounded
    bool hasNoise = false;    // the scale sigma has a part in its gradient
    bool drawsPoints = false; // training uses points drawn at random, so nothing can be dropped beside
    bool learnsBits = false;  // gates of DropBits get a gradient through it
    bool fitsActivations = false;
    bool ownsActivations = false; // as the method of activations it goes with itself alone
    bool trainsNothing = false;   // works on a trained network: no weight moves
    bool changesLive = true;      // training may change over to it and back
    bool isOnGrid = true;         // weights lie on alpha * n: what ONNX, C and TorchScript can say
};

// One line of a table: "Bits in a group" | "2 to 4".
struct Fact {
    std::string name;
    std::string value;
};

// A followed weight at a snapshot, for the microscope.
struct WeightFacts {
    const RunConfig& config;
    const Snapshot& snapshot;
    std::size_t layer;
    double weight;
};

using Require = std::function<void(bool holds, std::string_view key, const std::string& sentence)>;

struct MethodInfo {
    std::string_view name;     // as the setting has it
    std::string_view title;    // "Cluster-Promoting Quantization"
    std::string_view forward;  // what training uses as the weight, half a sentence
    std::string_view backward; // how the gradient comes back, half a sentence
    std::string_view story;    // what is to be seen while it trains
    std::string_view source;   // where its equations stand, below core/
    Traits traits;
    std::string_view shortName = {}; // in tables of results: "CPQ"; empty: it is in none
    struct Variant {
        std::string_view name, title, setting; // "max-abs", "Max-abs", "ptq_rounding=max-abs"
    };
    std::vector<Variant> variants = {};                        // further rows of such tables
    std::string_view compareWith = "ste";                      // the method that a twin is proposed to have
    std::vector<Field> fields = {};                            // settings of its own; each names the method
    void (*check)(const RunConfig&, const Require&) = nullptr; // rules between settings
    std::vector<Fact> (*card)(const RunConfig&, const Snapshot*) = nullptr; // rows of its own in the card
    // Of a method that finds its bit-lengths itself, or has others than whole ones: settings ("bits=8") with which it comes near so many
    // bits a weight within the steps of `base`, float ones included. nullptr: `bits` says how many.
    std::vector<std::string> (*near)(const RunConfig& base, int bits) = nullptr;
    std::vector<Fact> (*explain)(const WeightFacts&) = nullptr; // rows of its own in the microscope, in English
};

} // namespace gridscope::run
