// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/clip.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

namespace gridscope::quantize {

namespace {

// Of numbers that are small beside 2^22: there the sum has no room for a fraction. A call of the library would cost five times.
float halfToEven(float x)
{
    constexpr float wide = 3 << 22;
    return (x + wide) - wide;
}

// k = round(clamp((x - shift) / delta, low, high)) and back.
struct Codes {
    float delta, shift, low, high;

    float inside(float x) const { return std::clamp((x - shift) / delta, low, high); }
    float value(float x) const { return halfToEven(inside(x)) * delta + shift; }
    bool holds(float x) const
    {
        const float code = (x - shift) / delta;
        return code >= low && code <= high;
    }
};

float stepAcross(float width, int bits) { return std::max(width / float((1 << bits) - 1), 1e-8F); }

Codes codesOf(const Clip& clip)
{
    const auto last = float((1 << clip.bits) - 1);
    const float half = (last + 1) / 2;
    const float delta = stepOf(clip);
    switch (clip.grid) {
    case ClipGrid::Halves: return {delta, -float(clip.alpha), 0, last};
    case ClipGrid::Signed: return {delta, 0, -half, half - 1};
    case ClipGrid::Unsigned: break;
    }
    return {delta, 0, 0, last};
}

void roundAll(std::span<const float> x, const Codes& codes, std::span<float> out)
{
    std::transform(x.begin(), x.end(), out.begin(), [&](float v) { return codes.value(v); });
}

// Most of those of a ReLU are 0 and stay so.
double powered(double error, double p) { return error == 0 ? 0 : std::pow(std::abs(error), p); }

std::vector<float> chosen(std::span<const float> x)
{
    constexpr std::size_t most = 20'000;
    if (x.size() <= most) { return {x.begin(), x.end()}; }
    std::vector<float> some(most);
    for (std::size_t i = 0; i < most; ++i) { some[i] = x[i * x.size() / most]; }
    return some;
}

struct Valley {
    double low, at, high, error;
};

// Few values have narrow valleys, but are looked at quickly.
template <typename Error>
Valley bestOfScan(const Error& error, double largest, std::size_t values)
{
    constexpr std::size_t work = 2'000'000;
    const auto points = int(std::clamp<std::size_t>(work / values, 100, 4000));
    const double width = 1.2 * largest / points;
    Valley best{0, largest, 2 * largest, error(largest)};
    for (int i = 1; i <= points; ++i) {
        const double at = width * i, found = error(at);
        if (found < best.error) { best = {at - width, at, at + width, found}; }
    }
    return {best.at - width, best.at, best.at + width, best.error};
}

template <typename Error>
double lowestIn(Valley valley, const Error& error)
{
    constexpr double golden = 0.381966011250105;
    constexpr int rounds = 24; // 1e-5 of the valley
    for (int i = 0; i < rounds; ++i) {
        const bool isAbove = valley.high - valley.at > valley.at - valley.low;
        const double end = isAbove ? valley.high : valley.low;
        const double at = valley.at + golden * (end - valley.at), found = error(at);
        if (found < valley.error) {
            (isAbove ? valley.low : valley.high) = valley.at;
            valley.at = at;
            valley.error = found;
        } else {
            (isAbove ? valley.high : valley.low) = at;
        }
    }
    return valley.at;
}

std::vector<float> notZero(std::span<const float> x)
{
    std::vector<float> rest;
    std::ranges::copy_if(x, std::back_inserter(rest), [](float v) { return v != 0; });
    return rest;
}

template <typename Of>
double meanOf(std::span<const float> x, Of of)
{
    double sum = 0;
    for (const float v : x) { sum += of(double(v)); }
    return x.empty() ? 0 : sum / double(x.size());
}

} // namespace

float stepOf(const Clip& clip)
{
    const auto alpha = float(clip.alpha);
    return stepAcross(clip.grid == ClipGrid::Unsigned ? alpha : 2 * alpha, clip.bits);
}

void roundToClip(std::span<const float> x, const Clip& clip, std::span<float> out) { roundAll(x, codesOf(clip), out); }

void roundToRange(std::span<const float> x, float low, float high, int bits, std::span<float> out)
{
    roundAll(x, {stepAcross(high - low, bits), low, 0, float((1 << bits) - 1)}, out);
}

void passClip(std::span<const float> x, std::span<const float> gradOut, const Clip& clip, std::span<float> gradX)
{
    const Codes codes = codesOf(clip);
    for (std::size_t i = 0; i < x.size(); ++i) { gradX[i] = codes.holds(x[i]) ? gradOut[i] : 0; }
}

void correctMeans(std::span<const float> w, std::size_t channels, std::span<float> rounded)
{
    const std::size_t size = channels == 0 ? 0 : w.size() / channels;
    for (std::size_t channel = 0; channel < channels; ++channel) {
        const auto row = rounded.subspan(channel * size, size);
        double error = 0;
        for (std::size_t i = 0; i < size; ++i) { error += double(row[i]) - double(w[channel * size + i]); }
        const auto mean = float(size == 0 ? 0 : error / double(size));
        for (float& value : row) { value -= mean; }
    }
}

double lpError(std::span<const float> x, const Clip& clip, double p)
{
    const Codes codes = codesOf(clip);
    double sum = 0;
    for (const float v : x) { sum += powered(double(codes.value(v) - v), p); }
    return x.empty() ? 0 : sum / double(x.size());
}

double largestOf(std::span<const float> x)
{
    double largest = 0;
    for (const float v : x) { largest = std::max(largest, double(std::abs(v))); }
    return largest;
}

double fitClip(std::span<const float> x, int bits, ClipGrid grid, double p)
{
    const double largest = largestOf(x);
    if (largest == 0 || std::isinf(p)) { return largest; }
    const std::vector<float> some = chosen(x);
    const auto error = [&](double alpha) { return lpError(some, {alpha, bits, grid}, p); };
    const Valley best = bestOfScan(error, largest, some.size());
    return lowestIn(best, error);
}

double laplaceClip(std::span<const float> x, int bits, bool isPositive)
{
    constexpr std::array both = {1.86, 2.83, 3.89, 5.03, 6.2, 7.41, 8.64, 9.89};
    constexpr std::array positive = {2.83, 3.89, 5.02, 6.2, 7.41, 8.64, 9.89, 11.16};
    const auto size = [](double v) { return std::abs(v); };
    const auto i = std::size_t(bits - 1);
    return isPositive ? positive.at(i) * meanOf(notZero(x), size) : both.at(i) * meanOf(x, size);
}

double gaussClip(std::span<const float> x, int bits, bool isPositive)
{
    constexpr std::array both = {1.24, 1.71, 2.15, 2.55, 2.93, 3.28, 3.61, 3.92};
    constexpr std::array positive = {1.71, 2.15, 2.55, 2.93, 3.28, 3.61, 3.92, 4.2};
    const auto i = std::size_t(bits - 1);
    if (isPositive) {
        return positive.at(i) * std::sqrt(meanOf(notZero(x), [](double v) { return v * v; }));
    }
    const double mean = meanOf(x, [](double v) { return v; });
    const double variance = meanOf(x, [mean](double v) { return (v - mean) * (v - mean); });
    return x.size() < 2 ? 0 : both.at(i) * std::sqrt(variance * double(x.size()) / double(x.size() - 1));
}

} // namespace gridscope::quantize
