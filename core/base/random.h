// SPDX-License-Identifier: GPL-3.0-or-later
// Our own counter-based random numbers: every draw is a pure function of (seed, purpose, epoch, step, index). Initial
// values, data order, toy points and masks never depend on what was drawn before, so a run can start anywhere.
// Source : Philox4x32-10, Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011, from its authors' Random123.
// Ours are the distributions: the standard library's may give other numbers with another compiler; Random123's numbers inside
// (0, 1) have other bits, and it has none below a bound and no permutations.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace gridscope::run {

std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key);

// The word's 24 highest bits as a float strictly inside (0, 1): its logarithm and that of 1 minus it are finite, and not 0.
// From 2^23 on the half is lost to rounding to even, and the largest word would become 1.
inline float insideUnit(std::uint32_t word)
{
    constexpr float largest = 0x1.fffffep-1F; // 1 - 2^-24
    const float rounded = (float(word >> 8) + 0.5F) * 0x1p-24F;
    return rounded < largest ? rounded : largest;
}

class Random {
public:
    enum class Purpose : std::uint32_t {
        InitialWeights = 1,
        DataOrder,
        ToyPoints,
        FollowedWeights,
        Split,
        Masks,
        Calibration
    };
    Random(std::int64_t seed, Purpose purpose, std::uint32_t epoch = 0, std::uint32_t step = 0);

    std::uint32_t next();
    double uniform();                         // [0, 1), 32 bits
    double normal();                          // mean 0, standard deviation 1 (Box-Muller)
    std::uint32_t below(std::uint32_t bound); // [0, bound), unbiased; bound > 0
    std::vector<std::int32_t> permutation(std::int32_t size);

private:
    std::array<std::uint32_t, 2> key_;
    std::array<std::uint32_t, 4> counter_;
    std::array<std::uint32_t, 4> block_{};
    int used_ = 4;
};

} // namespace gridscope::run
