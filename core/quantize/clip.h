// SPDX-License-Identifier: GPL-3.0-or-later
// Rounding between two clips, as LAPQ does, and the clip that makes the Lp error of a tensor smallest.
// Source : Nahshan et al., "Loss Aware Post-training Quantization", arXiv 1911.07190; lapq.md sections 1 to 3.
// Shapes : any number of values; a channel is a row of them, one after the other.
// Units  : alpha, the clip, in those of the values.
// Errors : none. Any alpha and any finite values give finite ones: the step is at least 1e-8.
// Threads: pure functions.
#pragma once

#include <cstddef>
#include <span>

namespace gridscope::quantize {

enum class ClipGrid {
    Halves,  // 2^b points from -alpha to alpha and none at 0: weights, as published
    Signed,  // delta n for n in [-2^(b-1), 2^(b-1) - 1]: a point at 0, ours to compare with
    Unsigned // 2^b points from 0 to alpha: what a ReLU gives
};

struct Clip {
    double alpha = 1;
    int bits = 4;
    ClipGrid grid = ClipGrid::Halves;
};

float stepOf(const Clip& clip); // delta

// In float32 and half to even, as published: where a value lies half way between two points decides on which side they are.
void roundToClip(std::span<const float> x, const Clip& clip, std::span<float> out);
// 2^b points from `low` to `high`.
void roundToRange(std::span<const float> x, float low, float high, int bits, std::span<float> out);
// Straight-through: gradOut inside the clips and on them, 0 beyond.
void passClip(std::span<const float> x, std::span<const float> gradOut, const Clip& clip, std::span<float> gradX);

// Takes the mean error of every channel off it: then the channel's mean is that of w again. A channel leaves the grid by that.
void correctMeans(std::span<const float> w, std::size_t channels, std::span<float> rounded);

double lpError(std::span<const float> x, const Clip& clip, double p); // mean |Q(x) - x|^p

// The alpha with the smallest Lp error; p infinite: max|x|, where nothing is clipped. Over at most 20,000 of the values, evenly
// chosen. The error has many valleys: a scan first, golden section in its best valley afterwards. 0 when all values are 0.
double fitClip(std::span<const float> x, int bits, ClipGrid grid, double p);

double largestOf(std::span<const float> x); // max|x|

// Clips in closed form that assume a distribution (Banner et al., "Post training 4-bit quantization", 2019), to start from or to
// compare with; 1 to 8 bits. `isPositive`: what a ReLU gives, judged by its values that are not 0.
double laplaceClip(std::span<const float> x, int bits, bool isPositive);
double gaussClip(std::span<const float> x, int bits, bool isPositive);

} // namespace gridscope::quantize
