// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/grid.h"

#include "core/base/error.h"

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

namespace gridscope::quantize {

namespace {

void requireBits(int bits)
{
    if (bits < 1 || bits > 8) {
        throw ConfigError("The bit-width is " + std::to_string(bits) + "; allowed is a whole number between 1 and 8.");
    }
}

double squaredError(const std::vector<float>& values, double alpha, const Grid& grid)
{
    double sum = 0;
    const auto step = float(alpha);
    for (const float value : values) {
        const float error = value - step * float(nearestCode(value, step, grid));
        sum += double(error * error);
    }
    return sum;
}

} // namespace

Grid signedGrid(int bits, bool symmetric)
{
    requireBits(bits);
    const int half = 1 << (bits - 1);
    return {symmetric && bits > 1 ? 1 - half : -half, half - 1};
}

Grid unsignedGrid(int bits)
{
    requireBits(bits);
    return {0, (1 << bits) - 1};
}

float stepOf(float logAlpha)
{
    constexpr float least = 0x1p-80F, most = 0x1p80F;
    return std::clamp(std::exp(logAlpha), least, most);
}

float noiseOf(float logSigma, float alpha)
{
    constexpr float widest = 0x1p20F;
    return std::clamp(std::exp(logSigma), alpha / widest, alpha * widest);
}

double fitStepSize(std::span<const float> values, const Grid& grid, std::size_t sampleLimit)
{
    const std::size_t stride = std::max<std::size_t>(1, values.size() / std::max<std::size_t>(1, sampleLimit));
    std::vector<float> sample;
    float largest = 0;
    for (std::size_t i = 0; i < values.size(); i += stride) {
        sample.push_back(values[i]);
        largest = std::max(largest, std::abs(values[i]));
    }
    if (!(largest > 0) || !std::isfinite(largest)) { return 1.0; } // nothing to fit: any step size rounds zero to zero

    const double widest = 1.2 * double(largest) / double(std::max({1, -grid.low, grid.high}));
    double best = widest;
    double bestError = std::numeric_limits<double>::infinity();
    const auto tryStep = [&](double alpha) {
        const double error = squaredError(sample, alpha, grid);
        if (error < bestError) {
            bestError = error;
            best = alpha;
        }
    };
    constexpr int coarse = 60;
    for (int i = 1; i <= coarse; ++i) { tryStep(widest * i / coarse); }
    const double around = best;
    for (int i = -8; i <= 8; ++i) { tryStep(std::max(around + widest * i / (coarse * 8.0), widest * 1e-3)); }
    return best;
}

} // namespace gridscope::quantize
