// SPDX-License-Identifier: GPL-3.0-or-later
// DropBits: binary masks over nested levels of the grid, drawn anew at every training step, and the hard-concrete gates
// that make the keep probabilities learnable. Whatever is dropped, what remains is one interval around zero.
// Source : Lee et al., ICCV 2021, sections 3.2 and 3.3; gates: Louizos et al., "Learning sparse neural networks through L0
//          regularization", ICLR 2018; cpq.md sections 5 and 6.
// Choice : the paper leaves open where the lowest point of the signed grid belongs under endpoints-sharing. Here it is the
//          outermost level, so a b-bit grid has the paper's 2^(b-1) - 1 masks (one fewer when the grid is symmetric).
// Units  : masks and probabilities in [0, 1]; masks[i] belongs to level i + 1 (0-based), since level 0 is never dropped.
// Threads: pure functions.
#pragma once

#include "core/base/random.h"
#include "core/kernels/grid.h"

#include <string_view>
#include <vector>

namespace gridscope::quantize {

enum class MaskFamily { None, BitwiseSharing, EndpointsSharing };
MaskFamily maskFamilyNamed(std::string_view name); // "none", "bitwise", "endpoints"; ConfigError otherwise

// The nested grids, ascending; the last is the whole signed grid of that many bits.
// Bitwise: level k is the k-bit grid, so dropping bit b leaves the (b-1)-bit grid. Endpoints: level k is [-k, k].
std::vector<Grid> nestedLevels(MaskFamily family, int bits, bool symmetric = false);
// The bits that a grid's points need, ceil(log2 points).
int bitsFor(const Grid& grid);
// The highest level whose mask and all masks below it are open (> 0).
std::size_t openLevel(const std::vector<float>& masks);

// One hard draw: each mask is 1 with its keep probability, else 0.
std::vector<float> drawHardMasks(const std::vector<float>& keepProbabilities, run::Random& random);

// The hard-concrete distribution: u ~ U(0, 1), s = S((log u - log(1 - u) + phi) / tau), z = clamp(s (zeta - gamma) + gamma, 0, 1).
namespace hard_concrete {
constexpr double gamma = -0.1;
constexpr double zeta = 1.1;
constexpr double tau = 2.0 / 3.0;
double keepProbability(double phi);    // P(z > 0) = S(phi - tau log(-gamma / zeta))
double phiFor(double keepProbability); // its inverse; 0 < keepProbability < 1
double deterministic(double phi);      // at evaluation: clamp(S(phi) (zeta - gamma) + gamma, 0, 1)
double noise(run::Random& random);     // log u - log(1 - u), finite
} // namespace hard_concrete

} // namespace gridscope::quantize
