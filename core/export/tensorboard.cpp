// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/tensorboard.h"

#include "core/export/protobuf.h"
#include "core/run/levels.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace gridscope {

namespace {

enum EventField { WallTime = 1, StepField = 2, FileVersion = 3, SummaryField = 5 };
enum ValueField { SummaryValue = 1, Tag = 1, SimpleValue = 2, Histogram = 5 };
enum HistogramField { Min = 1, Max = 2, Number = 3, Sum = 4, SumSquares = 5, BucketLimits = 6, Buckets = 7 };

constexpr std::array<std::uint32_t, 256> crcTable = [] {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < table.size(); ++i) {
        std::uint32_t c = i;
        for (int bit = 0; bit < 8; ++bit) { c = (c & 1U) != 0 ? 0x82F63B78U ^ (c >> 1U) : c >> 1U; } // Castagnoli
        table[i] = c;
    }
    return table;
}();

std::uint32_t maskedCrc(std::string_view bytes)
{
    std::uint32_t c = 0xFFFFFFFFU;
    for (const char byte : bytes) { c = crcTable[(c ^ std::uint8_t(byte)) & 0xFFU] ^ (c >> 8U); }
    return std::rotr(~c, 15) + 0xA282EAD8U;
}

template <typename Number>
std::string littleEndian(Number value)
{
    return {reinterpret_cast<const char*>(&value), sizeof value};
}

class EventFile {
public:
    explicit EventFile(double begunAt) : begunAt_(begunAt)
    {
        record(Message().real64(WallTime, begunAt).text(FileVersion, "brain.Event:2"));
    }
    void at(std::int64_t step, double seconds)
    {
        step_ = step;
        seconds_ = seconds;
    }
    void scalar(const std::string& tag, double value)
    {
        if (std::isfinite(float(value))) { summary(Message().text(Tag, tag).real(SimpleValue, float(value))); }
    }
    void histogram(const std::string& tag, const Message& histogram)
    {
        summary(Message().text(Tag, tag).message(Histogram, histogram));
    }
    std::string take() { return std::move(bytes_); }

private:
    void summary(const Message& value)
    {
        record(Message()
                   .real64(WallTime, begunAt_ + seconds_)
                   .whole(StepField, step_)
                   .message(SummaryField, Message().message(SummaryValue, value)));
    }
    void record(const Message& event)
    {
        const std::string length = littleEndian(std::uint64_t(event.bytes().size()));
        bytes_ += length + littleEndian(maskedCrc(length)) + event.bytes() + littleEndian(maskedCrc(event.bytes()));
    }
    std::string bytes_;
    double begunAt_;
    std::int64_t step_ = 0;
    double seconds_ = 0;
};

// Collects buckets from left to right.
class Bars {
public:
    void add(double from, double to, double count)
    {
        const double centre = (from + to) / 2;
        limits_.push_back(to);
        counts_.push_back(count);
        number_ += count;
        sum_ += count * centre;
        squares_ += count * centre * centre;
        if (count > 0) {
            low_ = std::min(low_, from);
            high_ = std::max(high_, to);
        }
    }
    Message message() const
    {
        return Message()
            .real64(Min, std::min(low_, high_))
            .real64(Max, std::max(low_, high_))
            .real64(Number, number_)
            .real64(Sum, sum_)
            .real64(SumSquares, squares_)
            .raw(BucketLimits, std::span<const double>(limits_))
            .raw(Buckets, std::span<const double>(counts_));
    }

private:
    std::vector<double> limits_, counts_;
    double number_ = 0, sum_ = 0, squares_ = 0;
    double low_ = std::numeric_limits<double>::max(), high_ = std::numeric_limits<double>::lowest();
};

Message latentHistogram(const run::LayerState& l)
{
    Bars bars;
    const run::Levels levels = run::levelsOf(l);
    const auto edge = [&](int bin) { return levels.binEdge(bin, l.binsPerCell); };
    const int bins = int(l.histogram.size());
    bars.add(edge(0) - (edge(1) - edge(0)), edge(0), double(l.below)); // all that lie farther out too
    for (int bin = 0; bin < bins; ++bin) { bars.add(edge(bin), edge(bin + 1), double(l.histogram[std::size_t(bin)])); }
    bars.add(edge(bins), edge(bins) + (edge(bins) - edge(bins - 1)), double(l.above));
    return bars.message();
}

Message quantizedHistogram(const run::LayerState& l)
{
    Bars bars;
    const run::Levels levels = run::levelsOf(l);
    for (int i = 0; i < int(l.counts.size()); ++i) {
        bars.add(levels.border(i), levels.border(i + 1), double(l.counts[std::size_t(i)]));
    }
    return bars.message();
}

void addEvaluation(EventFile& file, const run::Evaluation& e)
{
    const auto add = [&](const std::string& name, const std::optional<run::Score>& score) {
        if (!score) { return; }
        file.scalar("accuracy_" + e.set + "/" + name, score->accuracy);
        file.scalar("loss_" + e.set + "/" + name, score->loss);
    };
    add("quantized", e.quantized);
    add("latent", e.latent);
    add("float_start", e.floatStart);
}

void addLayer(EventFile& file, const std::string& name, const run::LayerState& l)
{
    file.scalar("bits/" + name, l.storedBits());
    file.scalar("alpha/" + name, l.alpha);
    file.scalar("sigma/" + name, l.sigma);
    file.scalar("score/" + name, l.score);
    file.scalar("score_nonzero/" + name, l.scoreNonzero);
    file.scalar("zero_share/" + name, l.zeroShare);
    file.scalar("quantization_error/" + name, l.relativeError);
    file.scalar("changed_share/" + name, l.changedShare);
    if (!run::hasGrid(l)) { return; } // the bins lie nowhere
    file.histogram("latent_weights/" + name, latentHistogram(l));
    file.histogram("quantized_weights/" + name, quantizedHistogram(l));
}

} // namespace

std::string tensorboardEvents(const run::History& history, double begunAt)
{
    EventFile file(begunAt);
    double seconds = 0;
    auto snapshot = history.snapshots().begin();
    auto evaluation = history.evaluations().begin();
    const auto tellUpTo = [&](std::int64_t step) {
        for (; snapshot != history.snapshots().end() && (*snapshot)->step <= step; ++snapshot) {
            file.at((*snapshot)->step, seconds);
            for (std::size_t i = 0; i < (*snapshot)->layers.size(); ++i) {
                addLayer(file, history.start().layers[i].name, (*snapshot)->layers[i]);
            }
        }
        for (; evaluation != history.evaluations().end() && evaluation->step <= step; ++evaluation) {
            file.at(evaluation->step, seconds);
            addEvaluation(file, *evaluation);
        }
    };
    tellUpTo(history.start().firstStep - 1);
    for (const auto& step : history.steps()) {
        if (std::isfinite(step.seconds)) { seconds = step.seconds; }
        file.at(step.index, seconds);
        file.scalar("train/loss", step.trainLoss);
        file.scalar("train/learning_rate", step.learningRate);
        tellUpTo(step.index);
    }
    tellUpTo(std::numeric_limits<std::int64_t>::max());
    return file.take();
}

} // namespace gridscope
