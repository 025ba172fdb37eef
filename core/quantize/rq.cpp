// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled with -ffast-math (core/CMakeLists.txt), so that the loops over a block use vector exponentials and logarithms.
// Nothing here tests for NaN or infinity, and every exponent is clamped.
#include "core/quantize/rq.h"

#include "core/base/random.h"

#include <algorithm>
#include <cmath>

namespace gridscope::quantize {

namespace {

constexpr std::size_t block = drawnTogether; // values that go through the loops together
constexpr int mostPoints = 256;
constexpr std::uint32_t purpose = 0x47554D42; // beside those of run::Random
constexpr float farAway = 60;                 // e^-60 counts as nothing, also under a temperature of 2

using Floats = std::array<float, block>;
using Words = std::array<std::uint32_t, block>;

// Philox4x32-10 (core/base/random.h) for a block of counters at once.
void philoxBlock(Words& c0, Words& c1, Words& c2, Words& c3, std::array<std::uint32_t, 2> key)
{
    for (int round = 0; round < 10; ++round) {
        for (std::size_t i = 0; i < block; ++i) {
            const std::uint64_t a = std::uint64_t(0xD2511F53U) * c0[i], b = std::uint64_t(0xCD9E8D57U) * c2[i];
            c0[i] = std::uint32_t(b >> 32) ^ c1[i] ^ key[0];
            c1[i] = std::uint32_t(b);
            c2[i] = std::uint32_t(a >> 32) ^ c3[i] ^ key[1];
            c3[i] = std::uint32_t(a);
        }
        key[0] += 0x9E3779B9U;
        key[1] += 0xBB67AE85U;
    }
}

// What a block of values needs at every grid point.
struct Block {
    std::array<Floats, mostPoints> weight;    // unnormalised, relative to the largest
    std::array<Floats, mostPoints + 1> above; // S(-u) at border k: 1 / (1 + e^u)
    std::array<Floats, mostPoints + 1> below; // S(u), not 1 - S(-u), which would cancel
    Floats sum;
};

// Exponentials E_k = -log u of the grid points 4 g .. 4 g + 3.
void drawExponentials(const RelaxedDraw& draw, std::uint64_t first, int group, std::array<Floats, 4>& e)
{
    Words c0, c1, c2, c3;
    for (std::size_t i = 0; i < block; ++i) {
        const std::uint64_t position = first + i;
        c0[i] = std::uint32_t(position);
        c1[i] = draw.step;
        c2[i] = (draw.layer << 16) ^ std::uint32_t(group) ^ (std::uint32_t(position >> 32) << 8);
        c3[i] = purpose;
    }
    philoxBlock(c0, c1, c2, c3, draw.key);
    const std::array<const Words*, 4> words = {&c0, &c1, &c2, &c3};
    for (std::size_t k = 0; k < 4; ++k) {
        for (std::size_t i = 0; i < block; ++i) { e[k][i] = -std::log(run::insideUnit((*words[k])[i])); }
    }
}

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define GRIDSCOPE_CLONES __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define GRIDSCOPE_CLONES
#endif

GRIDSCOPE_CLONES
void weigh(const Floats& x, std::uint64_t first, const StepAndNoise& p, const Grid& grid, const RelaxedDraw& draw,
           Block& b)
{
    const int points = grid.points();
    const float perSigma = 1 / p.sigma;
    for (int k = 0; k <= points; ++k) {
        const float border = p.alpha * (float(grid.low + k) - 0.5F);
        Floats& above = b.above[std::size_t(k)];
        Floats& below = b.below[std::size_t(k)];
        for (std::size_t i = 0; i < block; ++i) {
            const float odds = std::exp(std::clamp((border - x[i]) * perSigma, -farAway, farAway));
            above[i] = 1 / (1 + odds);
            below[i] = odds * above[i];
        }
    }
    // pi_n is S(u) S(-l) up to a factor common to all n.
    const float sharpness = 1 / draw.temperature;
    Floats largest;
    largest.fill(-1e30F);
    std::array<Floats, 4> e;
    for (int group = 0; 4 * group < points; ++group) {
        drawExponentials(draw, first, group, e);
        for (int k = 4 * group; k < std::min(points, 4 * group + 4); ++k) {
            Floats& weight = b.weight[std::size_t(k)];
            const Floats& aboveLower = b.above[std::size_t(k)];
            const Floats& belowUpper = b.below[std::size_t(k) + 1];
            const Floats& exponential = e[std::size_t(k - 4 * group)];
            for (std::size_t i = 0; i < block; ++i) {
                const float pi = belowUpper[i] * aboveLower[i];
                weight[i] = std::log(pi / exponential[i]) * sharpness;
                largest[i] = std::max(largest[i], weight[i]);
            }
        }
    }
    b.sum.fill(0);
    for (int k = 0; k < points; ++k) {
        Floats& weight = b.weight[std::size_t(k)];
        for (std::size_t i = 0; i < block; ++i) {
            weight[i] = std::exp(std::max(weight[i] - largest[i], -80.0F));
            b.sum[i] += weight[i];
        }
    }
}

void load(std::span<const float> from, std::size_t at, Floats& to)
{
    constexpr float most =
        0x1p120F; // what is that far outside is outside, and its distance to a border is still a float
    for (std::size_t i = 0; i < block; ++i) {
        to[i] = at + i < from.size() ? std::clamp(from[at + i], -most, most) : 0;
    }
}

Floats meanCode(const Block& b, const Grid& grid)
{
    Floats mean{};
    for (int k = 0; k < grid.points(); ++k) {
        const Floats& weight = b.weight[std::size_t(k)];
        for (std::size_t i = 0; i < block; ++i) { mean[i] += weight[i] * float(grid.low + k); }
    }
    for (std::size_t i = 0; i < block; ++i) { mean[i] /= b.sum[i]; }
    return mean;
}

Floats drawnCode(const Block& b, const Grid& grid)
{
    Floats best, code;
    best.fill(-1);
    code.fill(float(grid.low));
    for (int k = 0; k < grid.points(); ++k) {
        const Floats& weight = b.weight[std::size_t(k)];
        for (std::size_t i = 0; i < block; ++i) {
            const bool better = weight[i] > best[i];
            best[i] = better ? weight[i] : best[i];
            code[i] = better ? float(grid.low + k) : code[i];
        }
    }
    return code;
}

// One block's gradient: dx_hat/dtheta = alpha / temperature sum_n z_n (n - mean) d log pi_n / dtheta, plus the mean for alpha.
struct Slopes {
    Floats x, alpha, sigma;
};

GRIDSCOPE_CLONES
void slopesOf(const Floats& x, const StepAndNoise& p, const Grid& grid, float temperature, const Block& b, Slopes& s)
{
    const Floats mean = meanCode(b, grid);
    s.x.fill(0);
    s.alpha.fill(0);
    s.sigma.fill(0);
    const float perSigma = 1 / p.sigma;
    for (int k = 0; k < grid.points(); ++k) {
        const Floats& weight = b.weight[std::size_t(k)];
        const Floats& belowLower = b.below[std::size_t(k)];     // S(l)
        const Floats& aboveUpper = b.above[std::size_t(k) + 1]; // S(-u)
        const float lowBorder = float(grid.low + k) - 0.5F, highBorder = lowBorder + 1;
        for (std::size_t i = 0; i < block; ++i) {
            const float share = weight[i] * (float(grid.low + k) - mean[i]);
            const float below = belowLower[i], above = aboveUpper[i];
            const float l = std::clamp((p.alpha * lowBorder - x[i]) * perSigma, -farAway, farAway);
            const float u = std::clamp((p.alpha * highBorder - x[i]) * perSigma, -farAway, farAway);
            s.x[i] += share * (below - above);
            s.alpha[i] += share * (above * highBorder - below * lowBorder);
            s.sigma[i] += share * (below * l - above * u);
        }
    }
    for (std::size_t i = 0; i < block; ++i) {
        const float factor = p.alpha * perSigma / (temperature * b.sum[i]);
        s.x[i] *= factor;
        s.alpha[i] = s.alpha[i] * factor + mean[i];
        s.sigma[i] *= factor;
    }
}

} // namespace

void drawRelaxed(Relaxation relaxation, std::span<const float> x, std::uint64_t first, const StepAndNoise& p,
                 const Grid& grid, const RelaxedDraw& draw, std::span<float> out)
{
    Block b;
    Floats values;
    for (std::size_t at = 0; at < x.size(); at += block) {
        load(x, at, values);
        weigh(values, first + at, p, grid, draw, b);
        const Floats code = relaxation == Relaxation::Mean ? meanCode(b, grid) : drawnCode(b, grid);
        for (std::size_t i = 0; i < std::min(block, x.size() - at); ++i) { out[at + i] = p.alpha * code[i]; }
    }
}

ParameterGradient backwardRelaxedDraw(std::span<const float> x, std::uint64_t first, std::span<const float> gradOut,
                                      const StepAndNoise& p, const Grid& grid, const RelaxedDraw& draw,
                                      std::span<float> gradX)
{
    Block b;
    Floats values;
    Slopes s;
    ParameterGradient sum;
    for (std::size_t at = 0; at < x.size(); at += block) {
        load(x, at, values);
        weigh(values, first + at, p, grid, draw, b);
        slopesOf(values, p, grid, draw.temperature, b, s);
        for (std::size_t i = 0; i < std::min(block, x.size() - at); ++i) {
            gradX[at + i] = gradOut[at + i] * s.x[i];
            sum.alpha += double(gradOut[at + i] * s.alpha[i]);
            sum.sigma += double(gradOut[at + i] * s.sigma[i]);
        }
    }
    return sum;
}

void exponentials(const RelaxedDraw& draw, std::uint64_t first, int group, std::span<float, 4 * drawnTogether> out)
{
    std::array<Floats, 4> e;
    drawExponentials(draw, first, group, e);
    for (std::size_t k = 0; k < e.size(); ++k) {
        std::copy(e[k].begin(), e[k].end(), out.begin() + std::ptrdiff_t(k * block));
    }
}

float gumbel(const RelaxedDraw& draw, std::uint64_t position, int gridPoint)
{
    std::array<Floats, 4> e;
    drawExponentials(draw, position, gridPoint / 4, e);
    return -std::log(e[std::size_t(gridPoint % 4)][0]);
}

} // namespace gridscope::quantize
