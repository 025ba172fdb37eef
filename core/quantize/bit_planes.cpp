// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/bit_planes.h"

#include <algorithm>
#include <cmath>

namespace gridscope::quantize {

namespace {

float largestMagnitude(std::span<const float> values)
{
    float largest = 0;
    for (const float v : values) { largest = std::max(largest, std::abs(v)); }
    return largest;
}

// Keeps planes [first, first + bits) and the product of scale and plane shares: the value of a plane doubles with each that
// goes below it.
void keepPlanes(BitPlanes& planes, int first, int bits)
{
    for (auto* stack : {&planes.positive, &planes.negative}) {
        const auto begin = stack->begin() + std::ptrdiff_t(std::size_t(first) * planes.count);
        *stack = std::vector<float>(begin, begin + std::ptrdiff_t(std::size_t(bits) * planes.count));
    }
    planes.scale *= float(1 << first) * float(topCode(bits)) / float(topCode(planes.bits));
    planes.bits = bits;
}

bool isEmpty(const BitPlanes& planes, int b)
{
    const auto isZero = [](float v) { return v == 0; };
    return std::ranges::all_of(planes.plane(planes.positive, b), isZero)
           && std::ranges::all_of(planes.plane(planes.negative, b), isZero);
}

} // namespace

float planeShare(int plane, int bits) { return float(1 << plane) / float(topCode(bits)); }

std::span<const float> BitPlanes::plane(const std::vector<float>& stack, int b) const
{
    return std::span(stack).subspan(std::size_t(b) * count, count);
}

BitPlanes binaryPlanes(std::span<const std::int32_t> codes, int bits, float scale)
{
    const std::size_t all = std::size_t(bits) * codes.size();
    BitPlanes planes{bits, codes.size(), scale, std::vector<float>(all), std::vector<float>(all)};
    for (std::size_t i = 0; i < codes.size(); ++i) {
        auto& stack = codes[i] < 0 ? planes.negative : planes.positive;
        for (int b = 0; b < bits; ++b) {
            stack[std::size_t(b) * codes.size() + i] = float((std::abs(codes[i]) >> b) & 1);
        }
    }
    return planes;
}

BitPlanes planesOf(std::span<const float> weights, int bits, float scaleIfZero)
{
    const float largest = largestMagnitude(weights);
    std::vector<std::int32_t> codes(weights.size());
    for (std::size_t i = 0; largest > 0 && i < weights.size(); ++i) {
        const auto top = float(topCode(bits)); // a product beyond all floats is the largest weight's
        const float code = std::min(std::nearbyint(std::abs(weights[i]) * top / largest), top);
        codes[i] = weights[i] < 0 ? -std::int32_t(code) : std::int32_t(code);
    }
    return binaryPlanes(codes, bits, largest > 0 ? largest : scaleIfZero);
}

std::vector<float> sumOfPlanes(const BitPlanes& planes)
{
    std::vector<float> z(planes.count);
    for (int b = planes.bits - 1; b >= 0; --b) {
        const float share = planeShare(b, planes.bits);
        const auto p = planes.plane(planes.positive, b), m = planes.plane(planes.negative, b);
        for (std::size_t i = 0; i < z.size(); ++i) { z[i] += (p[i] - m[i]) * share; }
    }
    return z;
}

float roundedShare(float z, int bits)
{
    if (bits == 0) { return 0; }
    const auto top = float(topCode(bits));
    return std::nearbyint(std::clamp(z, -1.0F, 1.0F) * top) / top;
}

std::vector<std::int32_t> codesOf(const BitPlanes& planes)
{
    const auto top = float(topCode(planes.bits));
    std::vector<std::int32_t> codes;
    codes.reserve(planes.count);
    for (const float z : sumOfPlanes(planes)) {
        codes.push_back(std::int32_t(std::nearbyint(std::clamp(z, -1.0F, 1.0F) * top)));
    }
    return codes;
}

std::vector<float> effectiveWeights(const BitPlanes& planes)
{
    std::vector<float> weights = sumOfPlanes(planes);
    for (float& w : weights) { w = planes.scale * roundedShare(w, planes.bits); }
    return weights;
}

float planeGradient(float gradient, const BitPlanes& planes, int b)
{
    return planes.scale * planeShare(b, planes.bits) * gradient;
}

double scaleGradient(std::span<const float> gradient, const BitPlanes& planes)
{
    const std::vector<float> z = sumOfPlanes(planes);
    double sum = 0;
    for (std::size_t i = 0; i < z.size(); ++i) { sum += double(gradient[i] * roundedShare(z[i], planes.bits)); }
    return sum;
}

std::vector<double> planeSquares(const BitPlanes& planes)
{
    std::vector<double> all;
    for (int b = 0; b < planes.bits; ++b) {
        double squares = 0;
        for (const auto* stack : {&planes.positive, &planes.negative}) {
            for (const float v : planes.plane(*stack, b)) { squares += double(v) * double(v); }
        }
        all.push_back(squares);
    }
    return all;
}

double groupNorm(double squares)
{
    constexpr double never0 = 1e-8; // so that an empty plane has a gradient, which is 0
    return std::sqrt(never0 + squares);
}

double lassoWeight(std::size_t count, int bits, double allWeights) { return double(count) * bits / allWeights; }

void requantise(BitPlanes& planes, int mostBits)
{
    const auto top = float(topCode(planes.bits));
    std::vector<float> codes = sumOfPlanes(planes);
    for (float& code : codes) { code = std::nearbyint(code * top); }
    const bool isTooWide = largestMagnitude(codes) > top;
    const int bits = isTooWide && planes.bits < mostBits ? planes.bits + 1 : planes.bits;
    const auto most = float(topCode(bits));
    std::vector<std::int32_t> whole(codes.size());
    for (std::size_t i = 0; i < codes.size(); ++i) { whole[i] = std::int32_t(std::clamp(codes[i], -most, most)); }
    planes = binaryPlanes(whole, bits, bits > planes.bits ? planes.scale * (most / top) : planes.scale);
}

Dropped dropEmptyPlanes(BitPlanes& planes)
{
    int first = 0, last = planes.bits - 1;
    while (last > first && isEmpty(planes, last)) { --last; }
    while (first < last && isEmpty(planes, first)) { ++first; }
    const Dropped dropped{planes.bits - 1 - last, first};
    if (dropped.highest + dropped.lowest > 0) { keepPlanes(planes, first, last - first + 1); }
    return dropped;
}

std::vector<float> shareOfOnes(const BitPlanes& planes)
{
    constexpr float half = 0.5F;
    std::vector<float> shares;
    for (int b = 0; b < planes.bits; ++b) {
        const auto p = planes.plane(planes.positive, b), m = planes.plane(planes.negative, b);
        std::size_t ones = 0;
        for (std::size_t i = 0; i < p.size(); ++i) { ones += std::abs(p[i] - m[i]) >= half ? 1 : 0; }
        shares.push_back(float(double(ones) / double(std::max<std::size_t>(1, p.size()))));
    }
    return shares;
}

bool isAllZero(std::span<const std::int32_t> codes)
{
    return std::ranges::all_of(codes, [](std::int32_t code) { return code == 0; });
}

std::vector<float> fineTuned(const BitPlanes& planes)
{
    std::vector<float> v = sumOfPlanes(planes);
    for (float& each : v) { each = std::clamp(each, -1.0F, 1.0F); }
    return v;
}

} // namespace gridscope::quantize
