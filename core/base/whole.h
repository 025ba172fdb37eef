// SPDX-License-Identifier: GPL-3.0-or-later
// A real number as a whole one, for an index, a pixel or a count. In C++ the conversion of a number that the type cannot hold
// is undefined, and training that explodes has such numbers: huge ones, infinite ones and NaN.
// So: what lies outside [low, high] goes to its nearer end, and NaN to `low`. Whoever must tell NaN from it asks before.
#pragma once

#include <cmath>
#include <concepts>

namespace gridscope::run {

// Cuts the fraction off, as a conversion does: give it a rounded number, or say with floor and ceil what is meant.
template <std::integral Whole>
Whole wholeIn(double value, Whole low, Whole high)
{
    if (!(value > static_cast<double>(low))) { return low; }
    return value >= static_cast<double>(high) ? high : static_cast<Whole>(value);
}

template <std::integral Whole>
Whole nearestIn(double value, Whole low, Whole high)
{
    return wholeIn(std::round(value), low, high);
}

} // namespace gridscope::run
