// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"

#include <Random123/philox.h>

#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>

namespace gridscope::run {

namespace {

constexpr double unit = 1.0 / 4294967296.0; // 2^-32

constexpr std::uint32_t low(std::uint64_t value) { return static_cast<std::uint32_t>(value); }
constexpr std::uint32_t high(std::uint64_t value) { return static_cast<std::uint32_t>(value >> 32); }

} // namespace

std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key)
{
    const auto words = r123::Philox4x32()({{counter[0], counter[1], counter[2], counter[3]}}, {{key[0], key[1]}});
    return {words[0], words[1], words[2], words[3]};
}

Random::Random(std::int64_t seed, Purpose purpose, std::uint32_t epoch, std::uint32_t step)
    : key_{low(static_cast<std::uint64_t>(seed)), high(static_cast<std::uint64_t>(seed))},
      counter_{0, step, epoch, static_cast<std::uint32_t>(purpose)}
{}

std::uint32_t Random::next()
{
    if (used_ == 4) {
        block_ = philox(counter_, key_);
        ++counter_[0];
        used_ = 0;
    }
    return block_[static_cast<std::size_t>(used_++)];
}

double Random::uniform() { return next() * unit; }

double Random::normal()
{
    const double radius = std::sqrt(-2 * std::log((next() + 1.0) * unit)); // never log 0
    return radius * std::cos(2 * std::numbers::pi * uniform());
}

// Lemire, "Fast random integer generation in an interval", 2019: the few products below `uneven` would favour some.
std::uint32_t Random::below(std::uint32_t bound)
{
    const std::uint32_t uneven = (0U - bound) % bound; // 2^32 mod bound
    std::uint64_t product = std::uint64_t(next()) * bound;
    while (low(product) < uneven) { product = std::uint64_t(next()) * bound; }
    return high(product);
}

std::vector<std::int32_t> Random::permutation(std::int32_t size)
{
    std::vector<std::int32_t> order(static_cast<std::size_t>(size));
    std::iota(order.begin(), order.end(), 0);
    for (std::size_t left = order.size(); left > 1; --left) {
        std::swap(order[left - 1], order[below(static_cast<std::uint32_t>(left))]);
    }
    return order;
}

} // namespace gridscope::run
