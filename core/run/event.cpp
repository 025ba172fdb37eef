// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/event.h"

#include "core/base/wording.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace gridscope::run {

namespace {

constexpr std::size_t hashDigits = 16;

std::string threadsText(int threads) { return std::to_string(threads) + (threads == 1 ? " thread" : " threads"); }

std::string inBrackets(const std::string& text) { return text.empty() ? "" : " (" + text + ")"; }

} // namespace

std::string environmentText(const Environment& e)
{
    std::string text = "LibTorch " + e.torchVersion + inBrackets(e.torchKernels) + " with "
                       + threadsText(e.torchThreads) + ", " + e.blas + inBrackets(e.blasKernel);
    if (e.blasThreads > 0) { text += " with " + std::to_string(e.blasThreads); }
    if (!e.oneDnn.empty()) { text += ", oneDNN " + e.oneDnn; }
    if (!e.dispatch.empty()) { text += ", own kernels " + e.dispatch; }
    if (!e.processor.empty()) { text += ", " + e.processor; }
    return text;
}

std::string dataHashText(const DataHashes& hashes)
{
    if (!hashes.isKnown()) { return {}; }
    std::string text;
    for (const std::uint64_t hash : {hashes.train, hashes.validation, hashes.test}) {
        std::array<char, hashDigits + 1> digits{};
        std::snprintf(digits.data(), digits.size(), "%016llx", static_cast<unsigned long long>(hash));
        text += (text.empty() ? "" : " ") + std::string(digits.data());
    }
    return text;
}

DataHashes dataHashesOf(std::string_view text)
{
    std::array<std::uint64_t, 3> words{};
    if (text.size() != words.size() * (hashDigits + 1) - 1) { return {}; }
    for (std::size_t i = 0; i < words.size(); ++i) {
        const char* first = text.data() + i * (hashDigits + 1);
        const auto [end, error] = std::from_chars(first, first + hashDigits, words[i], 16);
        if (error != std::errc() || end != first + hashDigits) { return {}; }
    }
    return {words[0], words[1], words[2]};
}

std::string differingData(const DataHashes& then, const DataHashes& now)
{
    if (!then.isKnown() || !now.isKnown()) { return {}; }
    std::array<const char*, 3> names{};
    std::size_t count = 0;
    if (then.train != now.train) { names[count++] = "training"; }
    if (then.validation != now.validation) { names[count++] = "validation"; }
    if (then.test != now.test) { names[count++] = "test"; }
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += (i == 0 ? "the " : i + 1 == count ? " and " : ", ") + std::string(names[i]);
    }
    return count == 0 ? text : text + " data";
}

std::string markText(const Mark& mark)
{
    std::string text = mark.layer.empty() ? mark.what : mark.layer + ": " + mark.what;
    if (!mark.from.empty()) { text += " " + mark.from + " ->"; }
    if (!mark.to.empty()) { text += " " + mark.to; }
    return text;
}

std::string bitsText(const LayerState& state)
{
    if (state.kind() == LayerState::Kind::Float) { return "float"; }
    constexpr double hundredths = 100; // a mean over many groups has any fraction
    return numberText(std::round(state.bits * hundredths) / hundredths);
}

const Extra* Snapshot::extra(std::string_view name, std::string_view layer) const
{
    const auto found = std::ranges::find_if(extras, [&](const Extra& e) { return e.name == name && e.layer == layer; });
    return found == extras.end() ? nullptr : &*found;
}

std::size_t sizeInMemory(const Snapshot& snapshot)
{
    std::size_t size = sizeof(Snapshot) + snapshot.activations.size() * sizeof(ActivationState);
    for (const LayerState& layer : snapshot.layers) {
        const std::size_t numbers = layer.histogram.size() + layer.counts.size() + layer.followed.size();
        size += sizeof(LayerState) + 4 * (numbers + layer.keepProbabilities.size());
        if (layer.free) {
            size += sizeof(double) * layer.free->points.size() + sizeof(int) * layer.free->groups.size();
        }
    }
    for (const Extra& extra : snapshot.extras) { size += sizeof(Extra) + sizeof(float) * extra.values.size(); }
    return size;
}

std::string_view kindName(Mark::Kind kind)
{
    switch (kind) {
    case Mark::Kind::Phase: return "phase";
    case Mark::Kind::Setting: return "setting";
    case Mark::Kind::Bits: return "bits";
    case Mark::Kind::Best: return "best";
    case Mark::Kind::Diverged: return "diverged";
    case Mark::Kind::Bookmark: return "bookmark";
    case Mark::Kind::Resumed: return "resumed";
    }
    return "";
}

std::string_view howName(End::How how)
{
    switch (how) {
    case End::How::Finished: return "finished";
    case End::How::Stopped: return "stopped";
    case End::How::Failed: return "failed";
    }
    return "";
}

} // namespace gridscope::run
