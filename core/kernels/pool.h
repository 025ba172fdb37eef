// SPDX-License-Identifier: GPL-3.0-or-later
// ReLU and 2x2 max-pooling in one pass. LibTorch's two operators give, and so does this: NaN wins over all, the last one of
// several; of equal values the first wins; relu(-0) = -0; the gradient of a window that is not above zero is dropped.
#pragma once

#include "core/kernels/kernels.h"
#include "core/kernels/vector.h"

namespace gridscope::kernels::GRIDSCOPE_LEVEL {

// Several windows side by side: twice as many values of the upper row and of the row below.
template <int windows>
struct Windows {
    using Float = typename Vectors<windows>::Float;
    using Int = typename Vectors<windows>::Int;
    using Byte = typename Vectors<windows>::Byte;

    struct Pair {
        Float left, right;
    };
    static Pair split(const float* row)
    {
        const auto a = load<Float>(row), b = load<Float>(row + windows);
        if constexpr (windows == 4) {
            return {__builtin_shufflevector(a, b, 0, 2, 4, 6), __builtin_shufflevector(a, b, 1, 3, 5, 7)};
        } else {
            return {__builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14),
                    __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15)};
        }
    }
    static void join(float* row, Float left, Float right)
    {
        if constexpr (windows == 4) {
            store(row, __builtin_shufflevector(left, right, 0, 4, 1, 5));
            store(row + windows, __builtin_shufflevector(left, right, 2, 6, 3, 7));
        } else {
            store(row, __builtin_shufflevector(left, right, 0, 8, 1, 9, 2, 10, 3, 11));
            store(row + windows, __builtin_shufflevector(left, right, 4, 12, 5, 13, 6, 14, 7, 15));
        }
    }

    static void forward(const float* above, const float* below, float* out, std::uint8_t* winners)
    {
        const Pair up = split(above), down = split(below);
        Float highest = up.left < 0.0F ? Float{} : up.left;
        Int winner{};
        const auto challenge = [&](Float v,
                                   int index) { // the rest needs no ReLU: it only wins above what is not negative
            const Int wins = (v > highest) | (v != v);
            highest = wins ? v : highest;
            winner = wins ? index - Int{} : winner;
        };
        challenge(up.right, 1);
        challenge(down.left, 2);
        challenge(down.right, 3);
        store(out, highest);
        winner = (highest <= 0.0F) ? int(noWinner) - Int{} : winner;
        store(winners, lowBytes(winner));
    }

    static void backward(const float* gradOut, const std::uint8_t* winners, float* above, float* below)
    {
        const Float g = load<Float>(gradOut) + 0.0F; // LibTorch adds to zeros: -0 becomes 0
        const Int winner = widened(load<Byte>(winners));
        const auto share = [&](int index) { return winner == index ? g : Float{}; };
        join(above, share(0), share(1));
        join(below, share(2), share(3));
    }
};

inline void forwardOne(const float* above, const float* below, float* out, std::uint8_t* winners)
{
    float highest = above[0] < 0.0F ? 0.0F : above[0];
    int winner = 0;
    const auto challenge = [&](float v, int index) {
        const bool wins = v > highest || v != v;
        highest = wins ? v : highest;
        winner = wins ? index : winner;
    };
    challenge(above[1], 1);
    challenge(below[0], 2);
    challenge(below[1], 3);
    *out = highest;
    *winners = highest <= 0.0F ? noWinner : std::uint8_t(winner);
}

inline void backwardOne(float gradOut, std::uint8_t winner, float* above, float* below)
{
    const float g = gradOut + 0.0F;
    above[0] = winner == 0 ? g : 0.0F;
    above[1] = winner == 1 ? g : 0.0F;
    below[0] = winner == 2 ? g : 0.0F;
    below[1] = winner == 3 ? g : 0.0F;
}

// As many windows of a row as eight at a time can do; returns how many.
inline std::size_t forwardWide([[maybe_unused]] const float* above, [[maybe_unused]] const float* below,
                               [[maybe_unused]] std::size_t count, [[maybe_unused]] float* out,
                               [[maybe_unused]] std::uint8_t* winners)
{
    std::size_t x = 0;
#if defined(__AVX2__)
    for (; x + 8 <= count; x += 8) { Windows<8>::forward(above + 2 * x, below + 2 * x, out + x, winners + x); }
#endif
    return x;
}

inline std::size_t backwardWide([[maybe_unused]] const float* gradOut, [[maybe_unused]] const std::uint8_t* winners,
                                [[maybe_unused]] std::size_t count, [[maybe_unused]] float* above,
                                [[maybe_unused]] float* below)
{
    std::size_t x = 0;
#if defined(__AVX2__)
    for (; x + 8 <= count; x += 8) { Windows<8>::backward(gradOut + x, winners + x, above + 2 * x, below + 2 * x); }
#endif
    return x;
}

inline void reluPool(const PoolShape& shape, const float* in, float* out, std::uint8_t* winners)
{
    const std::size_t width = shape.width, outWidth = width / 2;
    for (std::size_t plane = 0; plane < shape.planes; ++plane) {
        for (std::size_t y = 0; y + 1 < shape.height; y += 2) {
            const float* above = in + (plane * shape.height + y) * width;
            const float* below = above + width;
            std::size_t x = forwardWide(above, below, outWidth, out, winners);
            for (; x + 4 <= outWidth; x += 4) {
                Windows<4>::forward(above + 2 * x, below + 2 * x, out + x, winners + x);
            }
            for (; x < outWidth; ++x) { forwardOne(above + 2 * x, below + 2 * x, out + x, winners + x); }
            out += outWidth;
            winners += outWidth;
        }
    }
}

inline void reluPoolBackward(const PoolShape& shape, const float* gradOut, const std::uint8_t* winners, float* gradIn)
{
    const std::size_t width = shape.width, outWidth = width / 2;
    for (std::size_t plane = 0; plane < shape.planes; ++plane) {
        float* above = gradIn + plane * shape.height * width;
        for (std::size_t y = 0; y + 1 < shape.height; y += 2, above += 2 * width) {
            float* below = above + width;
            std::size_t x = backwardWide(gradOut, winners, outWidth, above, below);
            for (; x + 4 <= outWidth; x += 4) {
                Windows<4>::backward(gradOut + x, winners + x, above + 2 * x, below + 2 * x);
            }
            for (; x < outWidth; ++x) { backwardOne(gradOut[x], winners[x], above + 2 * x, below + 2 * x); }
            if (width % 2 != 0) { above[width - 1] = below[width - 1] = 0; } // no window reaches the odd column
            gradOut += outWidth;
            winners += outWidth;
        }
        if (shape.height % 2 != 0) { __builtin_memset(above, 0, width * sizeof(float)); } // nor the odd row
    }
}

} // namespace gridscope::kernels::GRIDSCOPE_LEVEL
