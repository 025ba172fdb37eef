// SPDX-License-Identifier: GPL-3.0-or-later
// The parabola that fits points best, and where LAPQ takes its p from.
// Source : lapq.md section 4.
// Threads: pure functions.
#pragma once

#include <optional>
#include <span>

namespace gridscope::quantize {

struct Parabola { // square x^2 + linear x + constant
    double square = 0, linear = 0, constant = 0;
    double at(double x) const { return (square * x + linear) * x + constant; }
    double vertex() const { return -linear / (2 * square); }
    bool opensUpward() const { return square > 0; }
};

// Least squares; at least three different x, else all is 0.
Parabola parabolaThrough(std::span<const double> x, std::span<const double> y);

// The vertex, where it is a minimum between the points: elsewhere nobody has measured, and the best measured x is better founded.
std::optional<double> usableVertex(const Parabola& parabola, std::span<const double> x);

} // namespace gridscope::quantize
