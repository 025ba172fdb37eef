// SPDX-License-Identifier: GPL-3.0-or-later
// A positive definite system of a few unknowns, by Cholesky's factors in double.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>

namespace gridscope::quantize {

class SmallSystem {
public:
    static constexpr std::size_t most = 8; // unknowns
    explicit SmallSystem(std::size_t unknowns) : n_(unknowns) {}

    double& at(std::size_t row, std::size_t column) { return lower_[row * most + column]; } // column <= row
    std::array<double, most> right{}; // the right side; after solve() the unknowns

    // False, and the right side is spoilt, when a pivot is not above `leastPivot`.
    bool solve(double leastPivot)
    {
        for (std::size_t j = 0; j < n_; ++j) {
            for (std::size_t i = j; i < n_; ++i) {
                for (std::size_t k = 0; k < j; ++k) { at(i, j) -= at(i, k) * at(j, k); }
                if (i > j) { at(i, j) /= at(j, j); }
                if (i > j) { continue; }
                if (!(at(j, j) > leastPivot)) { return false; }
                at(j, j) = std::sqrt(at(j, j));
            }
        }
        substitute();
        return true;
    }

private:
    void substitute()
    {
        for (std::size_t i = 0; i < n_; ++i) {
            for (std::size_t k = 0; k < i; ++k) { right[i] -= at(i, k) * right[k]; }
            right[i] /= at(i, i);
        }
        for (std::size_t i = n_; i-- > 0;) {
            for (std::size_t k = i + 1; k < n_; ++k) { right[i] -= at(k, i) * right[k]; }
            right[i] /= at(i, i);
        }
    }

    std::size_t n_;
    std::array<double, most * most> lower_{};
};

} // namespace gridscope::quantize
