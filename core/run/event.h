// SPDX-License-Identifier: GPL-3.0-or-later
// What a run tells while it goes: plain values, no Qt, no torch, nothing that changes after it was sent.
// Units  : loss in nats, accuracy as a share (0..1), alpha and sigma in weight units, seconds of wall time.
// Steps  : the float pre-training counts up to 0 (-499 .. 0), so quantized training is step 1, 2, ...
#pragma once

#include "core/config/config.h"
#include "core/run/decision_map.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gridscope::run {

struct LayerInfo {
    std::string name;                     // "conv1", "fc2"
    std::vector<std::int64_t> shape;      // of the weight
    std::int64_t parameters = 0;          // weights, without biases
    std::int64_t multiplyAccumulates = 0; // for one sample; 0 = not known (files of format 1)
    int masks = 0; // of DropBits or learned bit-lengths, drawn in every step; 0 = nothing is dropped
};

// Bit-for-bit promises hold for equal values of these.
struct Environment {
    std::string programVersion;
    std::string torchVersion;
    std::string blas; // "OpenBLAS 0.3.21", or what LibTorch was built with
    int torchThreads = 1;
    int blasThreads = 1; // 0 = cannot be asked
    std::string device = "cpu";
    std::string dispatch{}; // instruction set of our own kernels: "avx512"; "" in files that do not say
    // What the libraries chose for the processor they found themselves on, and which may be chosen otherwise by a variable of
    // the environment: each adds in an order of its own. "" in files that do not say.
    std::string blasKernel{};   // "Haswell", or "not told" by a BLAS that cannot be asked
    std::string oneDnn{};       // "2.6.2, AVX-512"; "not used"
    std::string torchKernels{}; // LibTorch's own: "AVX2"
    std::string processor{};    // "AMD EPYC"
};
// "LibTorch 1.13.0 (AVX2) with 1 thread, OpenBLAS 0.3.21 (Haswell) with 1, oneDNN 2.6.2, AVX2, own kernels avx512, AMD EPYC";
// what is not known is left out.
std::string environmentText(const Environment& environment);

// Of the samples as the network sees them, set by set and wherever the files lie, so that a run can be seen to go on with
// the data it began with. 0 = not known: older files do not say.
struct DataHashes {
    std::uint64_t train = 0;
    std::uint64_t validation = 0;
    std::uint64_t test = 0;
    bool isKnown() const { return train != 0 && test != 0; }
    bool operator==(const DataHashes&) const = default;
};
std::string dataHashText(const DataHashes& hashes); // three words of 16 hexadecimal digits; "" when not known
DataHashes dataHashesOf(std::string_view text);     // not known when it is no such text
// "the training and test data", those that are not `then`'s; "" when they are all the same or not known.
std::string differingData(const DataHashes& then, const DataHashes& now);

// The checkpoint of another run that this one goes on from.
struct Origin {
    std::string run; // the other run file's name, without its folder
    std::int64_t step = 0;
};

struct Start {
    RunConfig config;
    Environment environment;
    std::vector<LayerInfo> layers;
    std::string dataName;       // "Fashion-MNIST (55,000 training, 5,000 validation, 10,000 test pictures)"
    std::int64_t firstStep = 0; // -pretrainSteps + 1, or 1
    std::int64_t lastStep = 0;
    std::int64_t stepsPerEpoch = 1;
    std::optional<Origin> origin; // set when it is a fork
    // Of all weights that training starts from, so that two live runs can be seen to start alike. Not recorded; 0 = not known.
    std::uint64_t weightsHash = 0;
    DataHashes dataHashes = {};
    std::vector<std::string> dataNotes = {}; // sentences: classes with their counts, what was left out or passed over
};

struct Step {
    std::int64_t index = 0;
    double seconds = 0; // since the start of the run, pauses not counted
    double trainLoss = 0;
    double learningRate = 0;
    // The masks drawn for this step, layer after layer, LayerInfo::masks each, the lowest level's first: 0 dropped, 255 kept,
    // between for relaxed masks. Empty where nothing is drawn. With the step and not with the snapshot, since the screen gets
    // every step but only the newest snapshot.
    std::vector<std::uint8_t> masks = {};
    // Of the training samples and of which of them made up the batches up to this one, in order: two live runs that have it
    // equal have eaten the same batches so far. Not recorded (the file format has no place for it); 0 = not known.
    std::uint64_t batchHash = 0;
};

// Points of a grid that are no multiples of one step size.
struct FreeLevels {
    std::vector<double> points; // ascending, weight units
    std::vector<int> groups;    // which group of weights a point belongs to; empty: all to one
    bool operator==(const FreeLevels&) const = default;
};

// One weight tensor at one step. Grid points are alpha * (n + offset) for n in [low, high], or free ones, which are numbered
// low .. high; core/run/levels.h knows where they lie.
struct LayerState {
    enum class Kind { Float, Quantized, Zero };
    bool isZero = false; // no bit is left: every weight of the layer counts as 0
    double bits =
        0; // mean of a weight, may be a fraction; 0 = full precision, the grid then only shows where it would lie
    Kind kind() const { return isZero ? Kind::Zero : bits > 0 ? Kind::Quantized : Kind::Float; }
    bool isQuantized() const { return kind() != Kind::Float; }
    double storedBits() const { return kind() == Kind::Float ? 32 : bits; }
    double alpha = 0; // step size; of free points their narrowest distance
    double sigma = 0;
    double offset = 0;                           // in steps; 1/2: zero lies half way between two points
    std::shared_ptr<const FreeLevels> free = {}; // nullptr: uniform
    int low = 0;
    int high = 0;
    int binsPerCell = 1;                  // a power of two; a cell reaches half way to the next points
    std::vector<std::uint32_t> histogram; // latent weights, (high - low + 1) * binsPerCell bins, ascending
    std::uint64_t below = 0;              // latent weights outside the cells
    std::uint64_t above = 0;
    std::vector<std::uint32_t> counts; // quantized weights per grid point; sums to all weights of the layer
    double score = 0; // 1 - mean d / 0.25, d = distance to the nearest point in cells, inside the grid; NaN if none
    double scoreNonzero = 0;              // the same without the zero cell
    double zeroShare = 0;                 // share of all weights in the zero cell
    double meanSquareError = 0;           // mean (w_hat - w)^2, weight units squared
    double relativeError = 0;             // sum (w_hat - w)^2 / sum w^2
    double changedShare = 0;              // weights that changed grid point since the last snapshot
    std::vector<float> followed;          // latent values of a fixed, seeded sample of weights
    std::vector<float> keepProbabilities; // of the masks, LayerInfo::masks or none
};

std::string bitsText(const LayerState& state); // "float", "3", "0", "2.25"

struct ActivationState {
    std::string name; // "conv1 activations"
    int bits = 0;
    double alpha = 0;
    double sigma = 0;
};

// Numbers that a method tells beside what all methods have: the occupancy of bit planes, a loss surface, a sharpness.
struct Extra {
    std::string name;                // "planes"; one array a snapshot of the same name, layer and unit
    std::string layer;               // empty: of the whole network
    std::string unit;                // empty: none
    std::vector<std::int64_t> shape; // [] is one value
    std::vector<float> values;       // row by row
    bool operator==(const Extra&) const = default;
};

struct Snapshot {
    std::int64_t step = 0;
    bool quantized = true;          // false during float pre-training
    std::vector<LayerState> layers; // as in Start::layers
    std::vector<ActivationState> activations;
    std::vector<Extra> extras = {};
    const Extra* extra(std::string_view name, std::string_view layer = {}) const; // nullptr where there is none
};
using SnapshotPtr = std::shared_ptr<const Snapshot>;
std::size_t sizeInMemory(const Snapshot& snapshot); // bytes, about; free points that neighbours share count in each

struct Score {
    double loss = std::numeric_limits<double>::quiet_NaN();
    double accuracy = std::numeric_limits<double>::quiet_NaN();
};

struct Evaluation {
    std::int64_t step = 0;
    std::string set; // "validation" or "test"
    std::int64_t samples = 0;
    std::optional<Score> quantized;
    std::optional<Score> latent;     // the same network with its full-precision weights
    std::optional<Score> floatStart; // once: the float network that quantized training started from
    std::shared_ptr<const DecisionMap> decisions = nullptr; // of 2-D data, on the validation set
};

struct Mark {
    enum class Kind { Phase, Setting, Bits, Best, Diverged, Bookmark, Resumed };
    std::int64_t step = 0;
    Kind kind = Kind::Phase;
    std::string layer; // empty: the whole run
    std::string what;  // "sigma", "quantized training", ...
    std::string from;
    std::string to;
};
std::string markText(const Mark& mark); // "sigma 0.33 -> 0.10"
std::string_view kindName(Mark::Kind kind);

// All that training needs to go on from after `step` as if it had never stopped; core/train/checkpoint.h writes and reads
// the bytes, everybody else carries them.
struct Checkpoint {
    std::int64_t step = 0;
    std::shared_ptr<const std::vector<std::uint8_t>> bytes; // safetensors layout
};

struct End {
    enum class How { Finished, Stopped, Failed };
    How how = How::Finished;
    std::string message; // one sentence when it failed
};
std::string_view howName(End::How how);

} // namespace gridscope::run
