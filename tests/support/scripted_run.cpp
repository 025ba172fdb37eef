// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/scripted_run.h"

#include "core/settings/config_fields.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>

namespace gridscope::test {
namespace {

constexpr std::int64_t pretrainSteps = 50;

// Noise in [-1, 1] that depends on its arguments only.
double noise(std::uint64_t a, std::uint64_t b, std::uint64_t c)
{
    std::uint64_t x = a * 0x9E3779B97F4A7C15U + b * 0xBF58476D1CE4E5B9U + c * 0x94D049BB133111EBU + 1;
    for (int round = 0; round < 2; ++round) { // splitmix64's finish
        x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
        x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
        x ^= x >> 31U;
    }
    return static_cast<double>(x >> 11U) / static_cast<double>(1ULL << 52U) - 1.0;
}

double normalShareBelow(double x, double mean, double deviation)
{
    constexpr double far = 8; // deviations: beyond, a double sees nothing
    const double away = (x - mean) / deviation;
    if (std::abs(away) > far) { return away > 0 ? 1 : 0; }
    return 0.5 * std::erfc(-away / std::numbers::sqrt2);
}

// How far the gathering has come at `step`, 0..1.
double progressAt(std::int64_t step) { return step <= 0 ? 0.0 : 1.0 - std::exp(-static_cast<double>(step) / 220.0); }

// A layer's weights as a share below x: a bell that gives way to one cluster per grid point.
struct Weights {
    double bell = 0; // standard deviation of the float weights
    double alpha = 0;
    double gathered = 0; // share of the mass that belongs to clusters
    double width = 0;    // of a cluster
    int low = 0;
    int high = 0;
    std::vector<double> masses; // of the clusters

    void shareOut()
    {
        for (int n = low; n <= high; ++n) {
            const double from = n == low ? 0.0 : normalShareBelow(alpha * (n - 0.5), 0, bell);
            const double to = n == high ? 1.0 : normalShareBelow(alpha * (n + 0.5), 0, bell);
            masses.push_back(to - from);
        }
    }
    double shareBelow(double x) const
    {
        double clusters = 0;
        for (int n = low; n <= high; ++n) {
            // CPQ does not pull in the zero cell: its cluster stays broad.
            clusters += masses[std::size_t(n - low)] * normalShareBelow(x, alpha * n, n == 0 ? 2.2 * width : width);
        }
        return (1 - gathered) * normalShareBelow(x, 0, bell) + gathered * clusters;
    }
};

Weights weightsOf(const run::Start& start, std::size_t layer, std::int64_t step, int bits)
{
    static constexpr double bells[] = {0.16, 0.062, 0.034, 0.075};
    Weights weights;
    weights.bell = bells[layer];
    weights.low = bits == 1 ? -1 : -(1 << (bits - 1)) + (start.config.symmetricGrid ? 1 : 0);
    weights.high = bits == 1 ? 0 : (1 << (bits - 1)) - 1;
    const double progress = progressAt(step);
    const double firstAlpha = weights.bell * 5.2 / static_cast<double>(1 << bits);
    weights.alpha = firstAlpha * (1 + (layer % 2 == 0 ? 0.16 : -0.10) * progress);
    weights.gathered = 0.85 * progress;
    weights.width = weights.alpha * (0.30 - 0.17 * progress);
    weights.shareOut();
    return weights;
}

void fillHistogram(run::LayerState& state, const Weights& weights, double parameters, std::uint64_t seed)
{
    const int bins = (state.high - state.low + 1) * state.binsPerCell;
    const double width = state.alpha / state.binsPerCell;
    const double first = state.alpha * (state.low - 0.5);
    std::vector<double> shares; // below, every bin, above
    double previous = 0;
    for (int bin = 0; bin <= bins; ++bin) {
        const double next = weights.shareBelow(first + bin * width);
        const double expected = (next - previous) * parameters;
        const double jitter = 0.7 * noise(seed, static_cast<std::uint64_t>(bin), 3) / std::sqrt(expected + 1);
        shares.push_back((next - previous) * (1 + jitter));
        previous = next;
    }
    shares.push_back(1 - previous);
    double sum = 0;
    for (const double share : shares) { sum += share; }
    std::vector<std::uint64_t> whole; // rounding the running sum keeps the total exact
    double running = 0;
    std::uint64_t given = 0;
    for (const double share : shares) {
        running += share / sum;
        const auto target = std::min(static_cast<std::uint64_t>(std::llround(running * parameters)),
                                     static_cast<std::uint64_t>(parameters));
        whole.push_back(target - given);
        given = target;
    }
    whole.back() += static_cast<std::uint64_t>(parameters) - given;
    state.below = whole.front();
    state.above = whole.back();
    state.histogram.assign(whole.begin() + 1, whole.end() - 1);
}

// What a probe would measure, from bin centres.
void measure(run::LayerState& state, double parameters)
{
    const auto cells = static_cast<std::size_t>(state.high - state.low + 1);
    state.counts.assign(cells, 0);
    double inside = 0;
    double distance = 0;
    double insideNonzero = 0;
    double distanceNonzero = 0;
    double squares = 0;
    double weightSquares = 0;
    for (std::size_t bin = 0; bin < state.histogram.size(); ++bin) {
        const std::size_t cell = bin / static_cast<std::size_t>(state.binsPerCell);
        const int code = state.low + static_cast<int>(cell);
        const double t = state.low - 0.5 + (static_cast<double>(bin) + 0.5) / state.binsPerCell;
        const double count = state.histogram[bin];
        state.counts[cell] += state.histogram[bin];
        inside += count;
        distance += count * std::abs(t - code);
        if (code != 0) {
            insideNonzero += count;
            distanceNonzero += count * std::abs(t - code);
        }
        squares += count * (t - code) * (t - code);
        weightSquares += count * t * t;
    }
    state.counts.front() += static_cast<std::uint32_t>(state.below);
    state.counts.back() += static_cast<std::uint32_t>(state.above);
    const double none = std::numeric_limits<double>::quiet_NaN();
    state.score = inside > 0 ? 1 - distance / inside / 0.25 : none;
    state.scoreNonzero = insideNonzero > 0 ? 1 - distanceNonzero / insideNonzero / 0.25 : none;
    state.zeroShare = state.low <= 0 ? state.counts[static_cast<std::size_t>(-state.low)] / parameters : 0;
    state.meanSquareError = squares / parameters * state.alpha * state.alpha;
    state.relativeError = weightSquares > 0 ? squares / weightSquares : 0;
}

// Each followed weight starts somewhere in the bell, wanders, and settles on a grid point; some change their mind once.
std::vector<float> followedAt(const Weights& weights, int count, std::size_t layer, std::int64_t step)
{
    std::vector<float> values;
    const double progress = progressAt(step);
    for (int i = 0; i < count; ++i) {
        const auto id = static_cast<std::uint64_t>(i) + 1000 * layer;
        const double gauss = noise(id, 1, 0) + noise(id, 2, 0) + noise(id, 3, 0); // deviation 1
        const double free = weights.bell * gauss;
        const double flipsAt = 100 + 500 * std::abs(noise(id, 4, 0));
        const bool flips = i % 5 == 0 && static_cast<double>(step) > flipsAt;
        const double code = std::clamp(std::round(free / weights.alpha) + (flips ? 1.0 : 0.0),
                                       static_cast<double>(weights.low), static_cast<double>(weights.high));
        const double pull = code == 0 ? 0.2 * progress : progress;
        const double wobble = 0.06 * weights.alpha * noise(id, static_cast<std::uint64_t>(step + 4096), 5);
        values.push_back(static_cast<float>((1 - pull) * free + pull * code * weights.alpha + wobble));
    }
    return values;
}

// As the masks of core/quantize/drop_bits.h: one fewer than there are nested levels.
int masksAt(const run::RunConfig& config, std::size_t layer)
{
    const int bits = run::bitsOfLayer(config, layer);
    if (config.dropbits == "none" || run::staysFloat(config, layer)) { return 0; }
    if (config.dropbits == "bitwise") { return bits - 1; }
    return (1 << (bits - 1)) - (config.symmetricGrid ? 2 : 1);
}

double keepProbabilityOf(const run::RunConfig& config, std::size_t layer)
{
    return config.keepProbability[std::min(layer, config.keepProbability.size() - 1)];
}

// Hard masks, each 255 with its layer's keep probability.
std::vector<std::uint8_t> masksDrawn(const run::Start& start, std::int64_t step)
{
    std::vector<std::uint8_t> masks;
    if (start.config.method == "float") { return masks; } // they wait for another method
    for (std::size_t layer = 0; layer < start.layers.size() && step > 0; ++layer) {
        for (int i = 0; i < start.layers[layer].masks; ++i) {
            const double u =
                0.5 + 0.5 * noise(static_cast<std::uint64_t>(step), 77 + layer, static_cast<std::uint64_t>(i));
            masks.push_back(u < keepProbabilityOf(start.config, layer) ? 255 : 0);
        }
    }
    return masks;
}

run::LayerState layerAt(const run::Start& start, std::size_t layer, std::int64_t step)
{
    const int configured = run::bitsOfLayer(start.config, layer);
    const int shownBits = start.config.method == "float" ? 3 : configured;
    const Weights weights = weightsOf(start, layer, step, shownBits);
    const auto parameters = static_cast<double>(start.layers[layer].parameters);
    run::LayerState state;
    state.bits = start.config.method == "float" ? 0 : configured;
    state.alpha = weights.alpha;
    state.sigma = start.config.sigma * weights.alpha;
    state.low = weights.low;
    state.high = weights.high;
    const int cells = state.high - state.low + 1;
    state.binsPerCell = std::max(1, start.config.binsPerCell);
    while (state.binsPerCell > 1 && cells * state.binsPerCell > 1024) { state.binsPerCell /= 2; }
    fillHistogram(state, weights, parameters, layer + 10 * static_cast<std::uint64_t>(step + 4096));
    measure(state, parameters);
    state.changedShare = step <= 0 ? 0.12 : 0.002 + 0.03 * (1 - progressAt(step));
    if (step > 0 && start.config.method != "float") {
        state.keepProbabilities.assign(static_cast<std::size_t>(start.layers[layer].masks),
                                       static_cast<float>(keepProbabilityOf(start.config, layer)));
    }
    state.followed = followedAt(weights, start.config.followedWeights, layer, step);
    return state;
}

run::Step stepAt(const run::Start& start, std::int64_t step)
{
    const auto since = static_cast<double>(step - start.firstStep);
    const double jolt = step > 0 ? 0.35 * std::exp(-static_cast<double>(step) / 60.0) : 0.0;
    const double loss =
        0.28 + 2.0 * std::exp(-since / 25.0) + jolt + 0.08 * noise(static_cast<std::uint64_t>(step + 4096), 7, 7);
    // As the batches of a real run, they depend on the seed and on their size.
    const auto order =
        noise(std::uint64_t(start.config.seed), std::uint64_t(start.config.batchSize), std::uint64_t(step + 4096));
    return {step,
            0.025 * since,
            loss,
            start.config.learningRate,
            masksDrawn(start, step),
            std::bit_cast<std::uint64_t>(order)};
}

run::Evaluation evaluationAt(std::int64_t step, const char* set, std::int64_t samples)
{
    const double progress = progressAt(step);
    run::Evaluation evaluation{step, set, samples, std::nullopt, std::nullopt, std::nullopt};
    evaluation.latent = run::Score{0.42 - 0.06 * progress, 0.842 + 0.045 * progress};
    if (step >= 1) { evaluation.quantized = run::Score{0.75 - 0.36 * progress, 0.71 + 0.172 * progress}; }
    if (step <= 1) { evaluation.floatStart = run::Score{0.38, 0.876}; }
    return evaluation;
}

void tellStep(const run::Start& start, std::int64_t step, run::Sink& sink)
{
    sink.onStep(stepAt(start, step));
    if (step == 0) {
        sink.onMark({step, run::Mark::Kind::Phase, "", "phase", "float pre-training", "quantized training"});
    }
    if (step % std::max(1, start.config.snapshotEvery) == 0 || step == start.firstStep || step == start.lastStep) {
        sink.onSnapshot(scriptedSnapshot(start, step));
    }
    const bool due = step > 0 && step % std::max(1, start.config.evaluateEvery) == 0;
    if (due || step == 0 || step == 1 || step == start.lastStep) {
        sink.onEvaluation(evaluationAt(step, "validation", start.config.validationSamples));
    }
}

void applyChanges(run::Start& start, std::int64_t step, run::Control& control, run::Sink& sink)
{
    for (const run::SettingChange& change : control.takeChanges()) {
        const run::Field* field = run::findField(change.key);
        if (field == nullptr) { continue; }
        const std::string before = run::fieldText(start.config, *field);
        run::setField(start.config, change.key, change.text);
        sink.onMark({step, run::Mark::Kind::Setting, "", change.key, before, run::fieldText(start.config, *field)});
    }
}

} // namespace

run::Start scriptedStart(const run::RunConfig& config)
{
    run::Start start;
    start.config = config;
    start.environment = {"0.1.0", "none (scripted)", "none", 1, 1, "cpu"};
    start.layers = {{"conv1", {32, 1, 5, 5}, 800},
                    {"conv2", {64, 32, 5, 5}, 51200},
                    {"fc1", {512, 1024}, 524288},
                    {"fc2", {10, 512}, 5120}};
    for (std::size_t i = 0; i < start.layers.size(); ++i) { start.layers[i].masks = masksAt(config, i); }
    start.dataName = "Scripted pictures (55,000 training, 5,000 validation, 10,000 test pictures)";
    const bool pretrains = config.start == "pretrained" && config.pretrainSteps > 0;
    start.firstStep = pretrains ? 1 - pretrainSteps : 1;
    start.lastStep = config.steps;
    start.stepsPerEpoch = 430;
    start.weightsHash = std::uint64_t(config.seed) + 1;
    return start;
}

run::SnapshotPtr scriptedSnapshot(const run::Start& start, std::int64_t step)
{
    auto snapshot = std::make_shared<run::Snapshot>();
    snapshot->step = step;
    snapshot->quantized = step > 0 && start.config.method != "float";
    for (std::size_t layer = 0; layer < start.layers.size(); ++layer) {
        snapshot->layers.push_back(layerAt(start, layer, step));
    }
    return snapshot;
}

run::Job scriptedJob(run::RunConfig config)
{
    return [config = std::move(config)](run::Control& control, run::Sink& sink) {
        run::Start start = scriptedStart(config);
        sink.onStart(start);
        for (std::int64_t step = start.firstStep; step <= start.lastStep; ++step) {
            if (!control.keepGoing()) {
                sink.onEnd({run::End::How::Stopped, ""});
                return;
            }
            applyChanges(start, step, control, sink);
            tellStep(start, step, sink);
        }
        sink.onEvaluation(evaluationAt(start.lastStep, "test", 10000));
        sink.onEnd({run::End::How::Finished, ""});
    };
}

namespace {

void tellCheckpoint(const run::Start& start, std::int64_t step, run::Sink& sink)
{
    const std::string text = std::to_string(step) + "\n" + run::configToJson(start.config);
    sink.onCheckpoint({step, std::make_shared<const std::vector<std::uint8_t>>(text.begin(), text.end())});
}

void scriptedFrom(run::Start start, std::int64_t done, run::Control& control, run::Sink& sink)
{
    constexpr std::int64_t checkpointEvery = 50;
    for (std::int64_t step = done + 1; step <= start.lastStep; ++step) {
        const auto pausing = [&] {
            if (step - 1 > done && (step - 1) % checkpointEvery != 0) { tellCheckpoint(start, step - 1, sink); }
        };
        if (!control.keepGoing(pausing)) {
            tellCheckpoint(start, step - 1, sink);
            sink.onEnd({run::End::How::Stopped, ""});
            return;
        }
        for (const run::Bookmark& bookmark : control.takeBookmarks()) {
            sink.onMark({bookmark.step.value_or(step - 1), run::Mark::Kind::Bookmark, "", bookmark.note, "", ""});
        }
        applyChanges(start, step, control, sink);
        tellStep(start, step, sink);
        if (step % checkpointEvery == 0) { tellCheckpoint(start, step, sink); }
    }
    sink.onEvaluation(evaluationAt(start.lastStep, "test", 10000));
    sink.onEnd({run::End::How::Finished, ""});
}

} // namespace

run::Job scriptedJobWithCheckpoints(run::RunConfig config)
{
    return [config = std::move(config)](run::Control& control, run::Sink& sink) {
        const run::Start start = scriptedStart(config);
        sink.onStart(start);
        scriptedFrom(start, start.firstStep - 1, control, sink);
    };
}

run::Job scriptedResume(const run::Checkpoint& checkpoint, const run::GoOn& goOn)
{
    return [checkpoint, goOn](run::Control& control, run::Sink& sink) {
        const std::string text(checkpoint.bytes->begin(), checkpoint.bytes->end());
        run::RunConfig config = run::configFromJson(text.substr(text.find('\n') + 1), {}, "the checkpoint");
        config.steps = goOn.steps.value_or(config.steps);
        run::Start start = scriptedStart(config);
        start.origin = goOn.origin;
        sink.onStart(start);
        sink.onMark({checkpoint.step, run::Mark::Kind::Resumed, "", "resumed", "", ""});
        scriptedFrom(start, checkpoint.step, control, sink);
    };
}

run::History scriptedHistory(const run::RunConfig& config, int steps)
{
    run::RunConfig shortened = config;
    shortened.steps = steps;
    run::Control control;
    run::History history;
    scriptedJob(shortened)(control, history);
    return history;
}

} // namespace gridscope::test
