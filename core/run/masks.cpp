// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/masks.h"

#include <algorithm>

namespace gridscope::run {
namespace {

std::size_t masksBefore(const Start& start, std::size_t layer)
{
    std::size_t count = 0;
    for (std::size_t i = 0; i < layer && i < start.layers.size(); ++i) { count += std::size_t(start.layers[i].masks); }
    return count;
}

CodeRange gridOf(int bits, bool symmetric)
{
    const int half = 1 << (bits - 1);
    return {symmetric && bits > 1 ? 1 - half : -half, half - 1};
}

} // namespace

bool dropsBits(const Start& start)
{
    return std::any_of(start.layers.begin(), start.layers.end(),
                       [](const LayerInfo& layer) { return layer.masks > 0; });
}

std::span<const std::uint8_t> masksOf(const Start& start, const Step& step, std::size_t layer)
{
    const bool fits = layer < start.layers.size() && step.masks.size() == masksBefore(start, start.layers.size());
    if (!fits) { return {}; }
    return std::span(step.masks).subspan(masksBefore(start, layer), std::size_t(start.layers[layer].masks));
}

DropRate dropRate(const History& history, std::size_t layer, std::int64_t until, int most)
{
    std::size_t drawn = 0;
    std::size_t dropped = 0;
    DropRate rate;
    const auto steps = history.steps();
    const auto end = std::ranges::upper_bound(steps, until, {}, &Step::index);
    const auto begin = end - std::min<std::ptrdiff_t>(most, end - steps.begin());
    for (auto step = begin; step != end; ++step) {
        const auto masks = masksOf(history.start(), *step, layer);
        drawn += masks.size();
        dropped += std::size_t(std::ranges::count(masks, std::uint8_t(0)));
        rate.steps += masks.empty() ? 0 : 1;
    }
    rate.share = drawn > 0 ? double(dropped) / double(drawn) : 0;
    return rate;
}

CodeRange levelOf(const RunConfig& config, std::size_t layer, std::size_t level)
{
    const int bits = bitsOfLayer(config, layer);
    const CodeRange whole = gridOf(bits, config.symmetricGrid);
    const int k = int(level) + 1;
    if (config.dropbits == "endpoints") { return {std::max(-k, whole.low), std::min(k, whole.high)}; }
    return config.dropbits == "bitwise" && k < bits ? gridOf(k, config.symmetricGrid) : whole;
}

CodeRange keptCodes(const RunConfig& config, std::size_t layer, std::span<const std::uint8_t> masks)
{
    const auto firstDropped = std::ranges::find(masks, std::uint8_t(0));
    return levelOf(config, layer, std::size_t(firstDropped - masks.begin()));
}

} // namespace gridscope::run
