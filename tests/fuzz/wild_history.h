// SPDX-License-Identifier: GPL-3.0-or-later
// A run with wild numbers, made of a fuzzer's bytes. What the run file's reader checks holds (steps ascend, arrays have the
// sizes that their grid asks for, counts are not negative); of everything else there is the worst.
#pragma once

#include "core/run/history.h"
#include "core/settings/config_fields.h"

#include <cstring>
#include <functional>
#include <initializer_list>
#include <span>

namespace gridscope::fuzz {

// Reads them one after the other; zeros behind their end.
class Bytes {
public:
    explicit Bytes(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
    bool isEmpty() const { return at_ >= bytes_.size(); }
    std::uint8_t byte() { return isEmpty() ? 0 : bytes_[at_++]; }
    template <typename Value>
    Value raw()
    {
        std::uint8_t all[sizeof(Value)];
        for (std::uint8_t& part : all) { part = byte(); }
        Value value;
        std::memcpy(&value, all, sizeof value);
        return value;
    }
    template <typename Value>
    Value oneOf(std::initializer_list<Value> values)
    {
        return *(values.begin() + byte() % values.size());
    }
    bool isLucky() { return byte() % 2 == 0; }
    bool isRare() { return byte() % 8 == 7; }
    double share() { return byte() / 255.0; }
    int below(int count) { return byte() % count; }

    double real()
    {
        constexpr double infinite = std::numeric_limits<double>::infinity();
        constexpr double largest = std::numeric_limits<double>::max();
        const int kind = byte();
        if (kind < 100) { return kind * 0.01; }
        if (kind < 130) { return raw<double>(); }
        if (kind < 160) { return raw<float>(); }
        return oneOf({0.0,    -0.0,   1.0,          -1.0,     1e-3,      1e6,         -1e6,   1e9,
                      1e15,   1e20,   1e20 + 16384, 1e38,     3e38,      1e154,       -1e154, 1e299,
                      1e300,  -1e300, 1e301,        1e307,    largest,   -largest,    5e-324, 1e-310,
                      2e-308, 1e-300, 1e-45,        infinite, -infinite, std::nan("")});
    }
    std::int64_t step()
    {
        constexpr std::int64_t most = std::int64_t(1) << 53;
        const std::int64_t small = byte();
        return oneOf<std::int64_t>({small, small, small, -small, small * 1000, most, -most, most - 1, 2147483647,
                                    2147483648, -2147483649, 10'000'000});
    }

private:
    std::span<const std::uint8_t> bytes_;
    std::size_t at_ = 0;
};

struct WildRun {
    run::History first; // half of it
    run::History whole;
};

class WildMaker {
public:
    WildMaker(Bytes& bytes, int lowestCode) : bytes_(bytes), lowestCode_(lowestCode) {}

    WildRun run()
    {
        makeStart();
        const int steps = bytes_.below(16);
        std::optional<std::int64_t> last;
        std::int64_t step = start_.firstStep - 1 + (bytes_.isRare() ? bytes_.step() : 0);
        for (int i = 0; i < steps; ++i) {
            step = std::min(
                mostStep,
                std::max(-mostStep, step + 1 + (bytes_.isRare() ? std::max<std::int64_t>(0, bytes_.step()) : 0)));
            if (last && step <= *last) { break; }
            last = step;
            addStep(step);
            if (bytes_.isLucky()) { addSnapshot(step); }
            if (bytes_.isRare()) { addEvaluation(bytes_.isRare() ? bytes_.step() : step); }
            if (bytes_.isRare()) { addMark(bytes_.isRare() ? bytes_.step() : step); }
        }
        WildRun made;
        for (std::size_t i = 0; i < events_.size(); ++i) {
            if (i < events_.size() / 2) { events_[i](made.first); }
            events_[i](made.whole);
        }
        if (bytes_.isRare()) { made.whole.onEnd({run::End::How::Failed, "Loss became NaN at step 7."}); }
        return made;
    }

private:
    static constexpr std::int64_t mostStep = std::int64_t(1) << 53;
    static constexpr std::int64_t mostWeights = std::int64_t(1) << 40;

    void makeStart()
    {
        run::RunConfig& config = start_.config;
        config.method = bytes_.oneOf<std::string>(
            {"cpq", "expected", "ste", "lsq", "dorefa", "rq", "rq-st", "ptq", "lapq", "float"});
        config.data = bytes_.oneOf<std::string>({"sample", "spirals", "csv"});
        config.network = bytes_.oneOf<std::string>({"lenet5", "mlp", "vgg7", "resnet18", "mobilenetv2"});
        config.dropbits = bytes_.oneOf<std::string>({"none", "bitwise", "endpoints"});
        config.symmetricGrid = bytes_.isLucky();
        config.learnBits = bytes_.isRare();
        config.snapshotEvery = bytes_.oneOf({1, 1, 10, 10'000'000});
        const int layers = bytes_.oneOf({1, 2, 3, 4, 0});
        config.bits = {1 + bytes_.below(8)};
        for (int i = 1; i < layers && bytes_.isLucky(); ++i) {
            config.bits.assign(std::size_t(layers), 1 + bytes_.below(8));
        }
        start_.firstStep = bytes_.isLucky() ? 1 : bytes_.step();
        start_.lastStep = bytes_.isLucky() ? 100 : bytes_.step();
        start_.stepsPerEpoch = bytes_.oneOf<std::int64_t>({0, 1, 10, std::int64_t(1) << 40});
        start_.dataName = bytes_.oneOf<std::string>({"sample", "", "\xE2\x80\x93,\"\n"});
        for (int i = 0; i < layers; ++i) {
            run::LayerInfo info;
            info.name = bytes_.oneOf<std::string>({"conv1", "fc1", "", "a,\"b\"\n<c>&", std::string(300, 'x')})
                        + std::to_string(i);
            info.shape = bytes_.oneOf<std::vector<std::int64_t>>({{10, 10}, {}, {1}, {mostWeights, 1, 1, 1}});
            info.parameters = bytes_.oneOf<std::int64_t>({100, 0, 1, mostWeights});
            info.multiplyAccumulates = bytes_.oneOf<std::int64_t>({100, 0, std::numeric_limits<std::int64_t>::max()});
            info.masks = bytes_.oneOf({0, 0, 1, 3, 8, 256});
            start_.layers.push_back(info);
        }
        events_.push_back([start = start_](run::Sink& sink) { sink.onStart(start); });
    }

    void addStep(std::int64_t index)
    {
        run::Step step;
        step.index = index;
        step.seconds = bytes_.real();
        step.trainLoss = bytes_.real();
        step.learningRate = bytes_.isRare() ? bytes_.real() : 0.01;
        std::size_t masks = 0;
        for (const auto& layer : start_.layers) { masks += std::size_t(layer.masks); }
        if (bytes_.isRare()) { masks = bytes_.byte(); }
        if (bytes_.isLucky()) { step.masks.assign(masks, bytes_.byte()); }
        for (std::size_t i = 0; i < std::min<std::size_t>(step.masks.size(), 4); ++i) { step.masks[i] = bytes_.byte(); }
        events_.push_back([step](run::Sink& sink) { sink.onStep(step); });
    }

    run::LayerState layerState()
    {
        run::LayerState state;
        state.bits = bytes_.isRare() ? 64 : bytes_.below(9);
        state.alpha = bytes_.real();
        state.sigma = bytes_.isLucky() ? state.alpha * 0.3 : bytes_.real();
        const int half = 1 << (bytes_.below(8));
        state.low = bytes_.oneOf({-half, -half, 1 - half, 0, 1, lowestCode_, 3});
        const int cells = bytes_.oneOf({2 * half, 2 * half, 1, 2, 300});
        state.high = state.low + cells - 1;
        state.binsPerCell = bytes_.oneOf({1, 2, 8, 16});
        const bool isEmpty = bytes_.isRare();
        state.histogram.assign(isEmpty ? 0 : std::size_t(cells * state.binsPerCell), bytes_.isLucky() ? 1 : 0);
        state.counts.assign(isEmpty ? 0 : std::size_t(cells), 1);
        for (auto* counts : {&state.histogram, &state.counts}) {
            for (int i = 0; i < 4 && !counts->empty(); ++i) {
                (*counts)[bytes_.raw<std::uint16_t>() % counts->size()] =
                    bytes_.oneOf<std::uint32_t>({0, 1, 1000, 4294967295U});
            }
        }
        state.below = std::uint64_t(bytes_.oneOf<std::int64_t>({0, 1, mostWeights}));
        state.above = std::uint64_t(bytes_.oneOf<std::int64_t>({0, 1, mostWeights}));
        for (double* value : {&state.score, &state.scoreNonzero, &state.zeroShare, &state.meanSquareError,
                              &state.relativeError, &state.changedShare}) {
            *value = bytes_.isLucky() ? 0.5 : bytes_.real();
        }
        const int followed = bytes_.below(6);
        for (int i = 0; i < followed; ++i) { state.followed.push_back(float(bytes_.real())); }
        makeOtherPoints(state, cells);
        const int keep = bytes_.below(9);
        for (int i = 0; i < keep; ++i) { state.keepProbabilities.push_back(float(bytes_.real())); }
        return state;
    }

    // An offset, or free points that ascend.
    void makeOtherPoints(run::LayerState& state, int cells)
    {
        if (bytes_.isRare()) { state.offset = bytes_.oneOf({0.5, -0.5, 0.25}); }
        if (!bytes_.isRare()) { return; }
        run::FreeLevels free;
        double point = bytes_.isLucky() ? -1 : bytes_.real();
        for (int i = 0; i < cells; ++i) {
            free.points.push_back(point);
            if (bytes_.isRare()) { free.groups.assign(std::size_t(cells), i); }
            point += bytes_.isRare() ? std::abs(bytes_.real()) : 0.125;
        }
        state.free = std::make_shared<const run::FreeLevels>(std::move(free));
    }

    // Sizes that do not match the shape are the reader's to refuse, but a view must not rely on it.
    run::Extra extra()
    {
        run::Extra made;
        made.name = bytes_.oneOf<std::string>({"planes", "", "surface", std::string(300, 'y')});
        if (bytes_.isLucky() && !start_.layers.empty()) { made.layer = start_.layers[0].name; }
        made.unit = bytes_.oneOf<std::string>({"", "nats", "<b>"});
        made.shape = bytes_.oneOf<std::vector<std::int64_t>>(
            {{}, {4}, {2, 3}, {2, 2, 2}, {0}, {0, 5}, {5, 0}, {-1, -3}, {mostWeights, mostWeights}, {1, 1}});
        const int count = bytes_.oneOf({1, 4, 6, 8, 0, 3000});
        made.values.assign(std::size_t(count), 0.5F);
        for (int i = 0; i < std::min(count, 8); ++i) { made.values[std::size_t(i)] = float(bytes_.real()); }
        return made;
    }

    void addSnapshot(std::int64_t step)
    {
        auto snapshot = std::make_shared<run::Snapshot>();
        snapshot->step = step;
        snapshot->quantized = !bytes_.isRare();
        for (std::size_t i = 0; i < start_.layers.size(); ++i) { snapshot->layers.push_back(layerState()); }
        if (bytes_.isRare()) {
            snapshot->activations.push_back({"fc1 activations", bytes_.below(9), bytes_.real(), bytes_.real()});
        }
        const int extras = bytes_.isLucky() ? bytes_.below(20) : 0;
        for (int i = 0; i < extras; ++i) { snapshot->extras.push_back(extra()); }
        events_.push_back([snapshot](run::Sink& sink) { sink.onSnapshot(snapshot); });
    }

    std::optional<run::Score> score()
    {
        if (bytes_.isRare()) { return std::nullopt; }
        return run::Score{bytes_.real(), bytes_.real()};
    }

    void addEvaluation(std::int64_t step)
    {
        run::Evaluation evaluation;
        evaluation.step = step;
        evaluation.set = bytes_.oneOf<std::string>({"validation", "test", "other"});
        evaluation.samples = bytes_.oneOf<std::int64_t>({100, 0, std::numeric_limits<std::int64_t>::max()});
        evaluation.quantized = score();
        evaluation.latent = score();
        evaluation.floatStart = score();
        if (bytes_.isLucky()) {
            run::DecisionMap map;
            map.side = bytes_.oneOf({1, 2, 3, 48});
            const auto cells = std::size_t(map.side * map.side);
            map.left = bytes_.oneOf({-1.0F, -3e38F, 0.0F});
            map.right = bytes_.oneOf({1.0F, 3e38F, 1e-45F});
            map.bottom = map.left;
            map.top = map.right;
            for (auto* told : {&map.quantized, &map.latent, &map.floatStart}) {
                if (bytes_.isLucky()) { told->assign(cells, bytes_.byte()); }
            }
            const int points = bytes_.below(4);
            for (int i = 0; i < points; ++i) { map.points.push_back({bytes_.byte(), bytes_.byte(), bytes_.byte()}); }
            map = run::decisionMapOf(run::bytesOf(map)); // as the reader would
            if (map.side > 0) { evaluation.decisions = std::make_shared<const run::DecisionMap>(std::move(map)); }
        }
        events_.push_back([evaluation](run::Sink& sink) { sink.onEvaluation(evaluation); });
    }

    void addMark(std::int64_t step)
    {
        using enum run::Mark::Kind;
        run::Mark mark;
        mark.step = step;
        mark.kind = bytes_.oneOf({Phase, Setting, Bits, Best, Diverged, Bookmark, Resumed});
        mark.layer = bytes_.isLucky() && !start_.layers.empty() ? start_.layers[0].name : "";
        mark.what = bytes_.oneOf<std::string>({"sigma", "method", "bits", "", "quantized training", "learning_rate"});
        mark.from = bytes_.oneOf<std::string>({"4", "", "1e400", "99999999999", "a\"b,\n"});
        mark.to = bytes_.oneOf<std::string>({"3", "nan", "cpq", "<b>"});
        events_.push_back([mark](run::Sink& sink) { sink.onMark(mark); });
        if (bytes_.isRare()) {
            events_.push_back([step](run::Sink& sink) { sink.onCheckpoint({step, nullptr}); });
        }
    }

    Bytes& bytes_;
    int lowestCode_;
    run::Start start_;
    std::vector<std::function<void(run::Sink&)>> events_;
};

// `lowestCode`: the furthest grid below zero that there is; the reader takes 65,536.
inline WildRun wildRun(Bytes& bytes, int lowestCode) { return WildMaker(bytes, lowestCode).run(); }

} // namespace gridscope::fuzz
