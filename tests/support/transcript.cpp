// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/transcript.h"

#include "core/settings/config_fields.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace gridscope::test {

namespace {

constexpr std::uint64_t fnvBasis = 0xCBF29CE484222325U;

std::uint64_t fnv(const void* data, std::size_t size, std::uint64_t hash = fnvBasis)
{
    const auto* bytes = static_cast<const unsigned char*>(data);
    for (std::size_t i = 0; i < size; ++i) { hash = (hash ^ bytes[i]) * 0x100000001B3U; }
    return hash;
}

} // namespace

class Transcript::Line {
public:
    explicit Line(std::string what) : text_(std::move(what)) {}
    Line& operator<<(double value)
    {
        std::array<char, 64> buffer{};
        std::snprintf(buffer.data(), buffer.size(), "%a", value);
        return *this << std::string(std::isnan(value) ? "nan" : buffer.data());
    }
    Line& operator<<(std::int64_t value) { return *this << std::to_string(value); }
    Line& operator<<(std::uint64_t value) { return *this << std::to_string(value); }
    Line& operator<<(int value) { return *this << std::to_string(value); }
    Line& operator<<(const std::string& value)
    {
        text_ += " [" + value + "]";
        return *this;
    }
    Line& operator<<(const std::optional<run::Score>& score)
    {
        return score ? *this << score->loss << score->accuracy : *this << std::string("none");
    }
    template <typename T>
    Line& operator<<(const std::vector<T>& values)
    {
        return *this << std::uint64_t(values.size()) << fnv(values.data(), values.size() * sizeof(T));
    }
    const std::string& text() const { return text_; }

private:
    std::string text_;
};

void Transcript::onStart(const run::Start& s)
{
    Line line("start");
    line << configToJson(s.config, -1) << s.environment.programVersion << s.environment.torchVersion
         << s.environment.blas << s.environment.torchThreads << s.environment.blasThreads << s.environment.device
         << s.environment.dispatch << s.environment.blasKernel << s.environment.oneDnn << s.environment.torchKernels
         << s.environment.processor << dataHashText(s.dataHashes) << s.dataName << s.firstStep << s.lastStep
         << s.stepsPerEpoch;
    if (s.origin) { line << s.origin->run << s.origin->step; }
    for (const auto& layer : s.layers) {
        line << layer.name << layer.shape << layer.parameters << layer.multiplyAccumulates << layer.masks;
    }
    lines.push_back(line.text());
}

void Transcript::onStep(const run::Step& s)
{
    Line line("step");
    line << s.index << s.seconds << s.trainLoss << s.learningRate << s.masks;
    lines.push_back(line.text());
    steps.push_back(s.index);
}

void Transcript::onSnapshot(const run::SnapshotPtr& snapshot)
{
    Line line("snapshot");
    line << snapshot->step << int(snapshot->quantized);
    for (const auto& s : snapshot->layers) {
        line << s.bits << s.alpha << s.sigma << s.low << s.high << s.binsPerCell << s.histogram << s.below << s.above
             << s.counts << s.score << s.scoreNonzero << s.zeroShare << s.meanSquareError << s.relativeError
             << s.changedShare << s.followed << s.keepProbabilities;
        if (s.isZero) { line << std::string("zero"); }
        if (s.offset != 0) { line << std::string("offset") << s.offset; }
        if (s.free) { line << std::string("free") << s.free->points << s.free->groups; }
    }
    for (const auto& a : snapshot->activations) { line << a.name << a.bits << a.alpha << a.sigma; }
    for (const auto& e : snapshot->extras) { line << e.name << e.layer << e.unit << e.shape << e.values; }
    lines.push_back(line.text());
    snapshots.push_back(snapshot->step);
}

void Transcript::onEvaluation(const run::Evaluation& e)
{
    Line line("evaluation");
    line << e.step << e.set << e.samples << e.quantized << e.latent << e.floatStart;
    if (e.decisions) { line << run::bytesOf(*e.decisions); }
    lines.push_back(line.text());
}

void Transcript::onMark(const run::Mark& mark)
{
    Line line("mark");
    line << mark.step << int(mark.kind) << mark.layer << mark.what << mark.from << mark.to;
    lines.push_back(line.text());
}

void Transcript::onCheckpoint(const run::Checkpoint& checkpoint)
{
    Line line("checkpoint");
    line << checkpoint.step;
    lines.push_back(line.text());
}

void Transcript::onEnd(const run::End& end)
{
    Line line("end");
    line << int(end.how) << end.message;
    lines.push_back(line.text());
}

std::string Transcript::hash() const
{
    std::uint64_t hash = fnvBasis;
    for (const std::string& line : lines) { hash = fnv(line.data(), line.size() + 1, hash); }
    return std::to_string(hash);
}

} // namespace gridscope::test
