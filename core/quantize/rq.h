// SPDX-License-Identifier: GPL-3.0-or-later
// Relaxed Quantization: in training a value is a weighted mean of all grid points, the weights drawn from a concrete
// (Gumbel-softmax) distribution over CPQ's categories; RQ-ST takes the one drawn point forward and the relaxed gradient back.
// Source : Louizos et al., "Relaxed Quantization for Discretized Neural Networks", ICLR 2019, eqs. (5) to (8);
//          concrete distribution: Maddison et al., Jang et al., ICLR 2017.
//              z_n = softmax_n((log r_n + G_n) / temperature),   x_hat = sum_n z_n g_n,   G_n standard Gumbel.
//          At evaluation both round to the nearest grid point.
// Noise  : G is a pure function of (seed, layer, step, position, grid point), so forward and backward draw it anew
//          instead of keeping an [N, K] tensor: memory O(N), time O(N K).
// Units  : alpha, sigma in weight units; temperature > 0.
// Errors : none; finite x gives finite gradients.       Threads: pure functions of a chunk.
#pragma once

#include "core/quantize/estimator.h"

#include <array>
#include <cstdint>

namespace gridscope::quantize {

enum class Relaxation { Mean, StraightThrough }; // RQ, RQ-ST

struct RelaxedDraw {
    std::array<std::uint32_t, 2> key{}; // the seed
    std::uint32_t layer = 0;
    std::uint32_t step = 0;
    float temperature = 2.0F / 3.0F;
};

// `first` is the position of x[0] in its tensor, so that chunks of it draw what the whole would.
void drawRelaxed(Relaxation relaxation, std::span<const float> x, std::uint64_t first, const StepAndNoise& p,
                 const Grid& grid, const RelaxedDraw& draw, std::span<float> out);
// The gradient of the relaxed mean, for both.
ParameterGradient backwardRelaxedDraw(std::span<const float> x, std::uint64_t first, std::span<const float> gradOut,
                                      const StepAndNoise& p, const Grid& grid, const RelaxedDraw& draw,
                                      std::span<float> gradX);
// The noise itself, for tests: the exponentials of grid points 4 group .. 4 group + 3, each for 32 positions from `first` on.
constexpr std::size_t drawnTogether = 32;
void exponentials(const RelaxedDraw& draw, std::uint64_t first, int group, std::span<float, 4 * drawnTogether> out);
// Of one of them, log of the Gumbel draw's exponential, -G = log(-log u).
float gumbel(const RelaxedDraw& draw, std::uint64_t position, int gridPoint);

} // namespace gridscope::quantize
