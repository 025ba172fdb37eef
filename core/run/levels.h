// SPDX-License-Identifier: GPL-3.0-or-later
// The points that the weights of a layer may take and the cells around them: the one place that knows where a bin lies. Uniform
// (step * (n + offset) for the codes n in [low, high]) or free (any ascending points, some of them of one group).
// Units  : points, borders and values in weight units; i counts points from 0, the lowest; bins count from the lowest cell's
//          lower border, `binsPerCell` in each cell.
// Cells  : a border lies half way between two points, so the nearest point is that of the cell; the outermost cells are as wide
//          as on their inner side twice. Values beyond belong to no bin.
#pragma once

#include "core/run/event.h"

#include <optional>
#include <vector>

namespace gridscope::run {

class Levels {
public:
    static Levels uniform(double step, int low, int high, double offset = 0);
    // At least one point. `groups`: of each point, or none.
    static Levels free(std::vector<double> points, std::vector<int> groups = {});
    static Levels free(std::shared_ptr<const FreeLevels> points, int low = 0); // low: the code of the lowest

    int size() const { return high_ - low_ + 1; }
    bool isUniform() const { return free_ == nullptr; }
    bool hasWholeCodes() const { return isUniform() && offset_ == 0; } // point(i) is step * code(i)
    int code(int i) const { return low_ + i; }                         // what a stored weight of that point is
    int indexOf(int code) const { return code - low_; } // the inverse; outside [0, size()) where there is no such code
    int group(int i) const { return isUniform() || free_->groups.empty() ? 0 : free_->groups.at(std::size_t(i)); }
    // "-3"; with an offset "-2.5", in steps; of a free point its value, "0.125".
    std::string name(int i) const;

    double point(int i) const;
    double border(int i) const;      // below point i; border(size()) is above all
    double narrowest() const;        // distance of the two nearest points
    int nearest(double value) const; // the nearest point; of two the upper one
    // In cells from the lowest border: 2.25 is a quarter into the third cell. Below 0 or above size(): outside; NaN stays NaN.
    double cellsBelow(double value) const;
    double binEdge(int bin, int binsPerCell) const; // the lower one; bin = size() * binsPerCell: above all
    std::optional<int> binOf(double value, int binsPerCell) const;
    std::optional<int> zero() const; // the point that is 0
    bool hasZero() const { return zero().has_value(); }
    // Whether values and differences on it can be reckoned with. A run that explodes passes through step sizes that are infinite
    // or no numbers at all, its file keeps them as they were, and no weight lies anywhere on such a grid: views and exports
    // leave a gap.
    bool isDrawable() const;

private:
    double step_ = 1;
    double offset_ = 0;
    int low_ = 0;
    int high_ = 0;
    std::shared_ptr<const FreeLevels> free_; // nullptr: uniform
};

Levels levelsOf(const LayerState& state);

// So far from the ends of a double that differences and quotients of values on an axis stay finite.
inline constexpr double largestDrawn = 1e300;
inline constexpr double smallestStepSize = 1e-300;
inline bool hasGrid(const LayerState& state) { return levelsOf(state).isDrawable(); }
// Where it lies on such a grid can be said.
inline bool isDrawable(double value) { return value <= largestDrawn && value >= -largestDrawn; }

} // namespace gridscope::run
