// SPDX-License-Identifier: GPL-3.0-or-later
// What a step of one layer's bit planes needs to know, and the arrays that it moves (core/quantize/bit_planes.h has the equations).
// Shapes : planes and velocities [n, N], `stride` = N from one plane to the next, plane 0 the lowest; gradient and weights [N].
#pragma once

#include <cstddef>

namespace gridscope::kernels {

struct PlaneConstants {
    static constexpr int most = 8;
    int planes = 1;
    std::size_t stride = 0;
    float share[most] = {};    // 2^b / K(n)
    float gradient[most] = {}; // s 2^b / K(n): of a weight's gradient, what a plane's is
    float decay[most] = {};    // of a plane's own value, what regulariser and weight decay add to its gradient
    float rate = 0;
    float momentum = 0;
    float top = 1;  // K(n)
    float step = 1; // s / K(n) of what comes out
};

struct PlaneArrays {
    float* positive = nullptr;
    float* negative = nullptr;
    float* positiveVelocity = nullptr;
    float* negativeVelocity = nullptr;
    const float* gradient = nullptr; // with respect to the effective weights
    float* weights = nullptr;        // the effective weights of the planes as they are afterwards
    std::size_t count = 0;           // of weights, from the pointers on
};

// Of the planes afterwards. Adds, so that one may begin where another ended.
struct PlaneTotals {
    double squares[PlaneConstants::most] = {}; // sum of P^2 + M^2 of each plane
    bool isAlive = false;                      // a weight is not 0
};

} // namespace gridscope::kernels
