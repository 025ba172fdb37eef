// SPDX-License-Identifier: GPL-3.0-or-later
// Bit-level sparsity: a weight tensor as two stacks of bit planes that are trained as real numbers, and what becomes of them
// when empty planes are dropped. Plain loops that say what is meant; core/kernels/bit_planes.h is judged by them.
// Source : Yang, Duan, Chen, Li, "BSQ", ICLR 2021 (arXiv 2102.10462); bsq.md, which says where the public code differs.
// Shapes : P, M [n, N], plane 0 the lowest; weights and codes [N].
// Units  : scale s in weight units; z and q in units of s; codes r are whole numbers, |r| <= K(n).
// Errors : none; n is 1 to 8 and tensors are as long as they say. Nothing here makes NaN of finite numbers.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace gridscope::quantize {

constexpr int mostPlanes = 8;
constexpr float highestBit = 2;                             // planes are kept in [0, 2]
constexpr int topCode(int bits) { return (1 << bits) - 1; } // K(n)
float planeShare(int plane, int bits);                      // 2^b / K(n)

struct BitPlanes {
    int bits = 1;
    std::size_t count = 0;
    float scale = 1;
    std::vector<float> positive = {}, negative = {};
    std::span<const float> plane(const std::vector<float>& stack, int b) const;
};

// Section 8: s = max|w|, binary planes of round(|w| K / s). All zero: planes are, and the scale is `scaleIfZero`.
BitPlanes planesOf(std::span<const float> weights, int bits, float scaleIfZero);
// Their binary planes; |r| < 2^bits.
BitPlanes binaryPlanes(std::span<const std::int32_t> codes, int bits, float scale);

// Section 2.
std::vector<float> sumOfPlanes(const BitPlanes& planes);      // z
float roundedShare(float z, int bits);                        // q; 0 bits: 0. Halves go to the even neighbour
std::vector<std::int32_t> codesOf(const BitPlanes& planes);   // q K(n)
std::vector<float> effectiveWeights(const BitPlanes& planes); // s q

// Section 3: what a gradient G with respect to s q is for planes and scale.
float planeGradient(float gradient, const BitPlanes& planes, int b); // of P; that of M is the negative one
double scaleGradient(std::span<const float> gradient, const BitPlanes& planes);

// Section 4, without the weight of the layer.
std::vector<double> planeSquares(const BitPlanes& planes);          // [n] |P_b|^2 + |M_b|^2
double groupNorm(double squares);                                   // sqrt(1e-8 + squares); their sum is R
double lassoWeight(std::size_t count, int bits, double allWeights); // N_l n_l / N

// Section 6 (a): planes turn 0 or 1. A plane more where codes need it and there are fewer than `mostBits`.
void requantise(BitPlanes& planes, int mostBits = mostPlanes);
struct Dropped {
    int highest = 0;
    int lowest = 0;
};
// Section 6 (b), of binary planes: those that are empty at either end go, but one stays. s q remains what it was.
Dropped dropEmptyPlanes(BitPlanes& planes);
std::vector<float> shareOfOnes(const BitPlanes& planes); // [n] of |P - M| >= 1/2
bool isAllZero(std::span<const std::int32_t> codes);

// Section 8: the real numbers that fine-tuning moves, z clipped to [-1, 1].
std::vector<float> fineTuned(const BitPlanes& planes);

} // namespace gridscope::quantize
