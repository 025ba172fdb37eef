// SPDX-License-Identifier: GPL-3.0-or-later
// Minimising a loss of several numbers without its gradient: Powell's method, and one coordinate after the other. The searches
// are plain functions; `replayed` asks one of them for a loss at a time, so that a run can pause between two.
// Source : Powell, "An efficient method for finding the minimum of a function of several variables without calculating
//          derivatives", 1964; Brent, "Algorithms for Minimization without Derivatives", 1973; lapq.md section 5.
// Errors : none. A loss that is no number counts as infinite.
// Threads: pure functions.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace gridscope::quantize {

using Point = std::vector<double>;
using Loss = std::function<double(const Point&)>;

struct Minimum {
    Point point;
    double loss = 0;
    int iterations = 0;
};

struct SearchSettings {
    int iterations = 2;
    double firstStep = 0.1;      // of a line search, in units of the direction
    double lineTolerance = 1e-2; // relative, of the place on a line
    double tolerance = 1e-4;     // relative, of the loss: an iteration that gains less is the last
};

// From a point whose loss is known. Never worse than it.
Minimum powell(const Loss& loss, Minimum start, const SearchSettings& settings);
Minimum coordinateDescent(const Loss& loss, Minimum start, const SearchSettings& settings);

// A search that has been told the losses of the points that it asked for first: where it stands now. Nothing is kept between two
// such questions but the losses, so a search that is resumed is the one that never stopped.
struct Replay {
    std::vector<Point> asked;   // those that were told, in their order
    std::optional<Point> wants; // the next one, or
    std::optional<Minimum> found;
};
using Search = std::function<Minimum(const Loss&)>;
Replay replayed(const Search& search, std::span<const double> told);

} // namespace gridscope::quantize
