// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/standardise.h"

#include "core/base/error.h"
#include "core/base/wording.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace gridscope::data {

namespace {

// A power of two that brings the column's numbers to about 1, so that no square overflows; 1 for all ordinary ones, and
// multiplying with it changes no digit.
double scaleOf(double largest)
{
    constexpr double ordinary = 1e100;
    const bool isOrdinary = largest == 0 || (largest < ordinary && largest > 1 / ordinary);
    return isOrdinary ? 1 : std::ldexp(1.0, -std::ilogb(largest));
}

struct Standard {
    double scale = 1, mean = 0, deviation = 1; // of the scaled numbers
    bool changes = false;
    double of(double value) const { return changes ? (value * scale - mean) / deviation : value - mean; }
};

Standard standardOf(const std::vector<double>& train, std::size_t column, std::size_t columns)
{
    const std::size_t wholeRows = train.size() / columns;
    const double rows = double(wholeRows);
    Standard s;
    double largest = 0, sum = 0, squares = 0;
    for (std::size_t i = column; i < train.size(); i += columns) {
        largest = std::max(largest, std::abs(train[i]));
        s.changes = s.changes || train[i] != train[column];
    }
    if (!s.changes) {
        s.mean = train[column];
        return s;
    }
    s.scale = scaleOf(largest);
    for (std::size_t i = column; i < train.size(); i += columns) { sum += train[i] * s.scale; }
    s.mean = sum / rows;
    for (std::size_t i = column; i < train.size(); i += columns) {
        squares += (train[i] * s.scale - s.mean) * (train[i] * s.scale - s.mean);
    }
    s.deviation = std::sqrt(squares / rows);
    if (s.deviation == 0) { s.deviation = 1; }
    return s;
}

Range rangeOf(const Dataset& dataset, std::size_t column, const Standard& standard)
{
    const auto& train = dataset.train.exact;
    Range range{column < dataset.columnNames.size() ? dataset.columnNames[column] : "", train[column], train[column],
                standard.mean / standard.scale, standard.changes ? standard.deviation / standard.scale : 0};
    for (std::size_t i = column; i < train.size(); i += std::size_t(dataset.channels)) {
        range.low = std::min(range.low, train[i]);
        range.high = std::max(range.high, train[i]);
    }
    return range;
}

// `value` is what becomes of the number `found` in this column.
float narrowed(double value, double found, std::size_t column, const Dataset& dataset)
{
    if (std::abs(value) <= double(std::numeric_limits<float>::max())) { return float(value); }
    const bool isNamed = column < dataset.columnNames.size();
    throw FileError("Column " + (isNamed ? run::inQuotes(dataset.columnNames[column]) : std::to_string(column + 1))
                    + " holds " + run::numberText(found)
                    + ", which lies too far from what the training rows have there.");
}

void readAsFloats(Samples& set, const Dataset& dataset)
{
    for (std::size_t i = 0; i < set.exact.size(); ++i) {
        set.exact[i] = double(narrowed(set.exact[i], set.exact[i], i % std::size_t(dataset.channels), dataset));
    }
}

void bring(Samples& set, const Standard& standard, std::size_t column, const Dataset& dataset)
{
    for (std::size_t i = column; i < set.exact.size(); i += std::size_t(dataset.channels)) {
        set.values[i] = narrowed(standard.of(set.exact[i]), set.exact[i], column, dataset);
    }
}

} // namespace

void standardise(Dataset& dataset, const run::RunConfig& config)
{
    const auto features = std::size_t(dataset.channels);
    const std::array<Samples*, 3> sets = {&dataset.train, &dataset.validation, &dataset.test};
    for (Samples* set : sets) {
        if (config.split == "last") { readAsFloats(*set, dataset); }
        set->values.resize(set->exact.size());
    }
    for (std::size_t f = 0; f < features; ++f) {
        const Standard standard = standardOf(dataset.train.exact, f, features);
        dataset.ranges.push_back(rangeOf(dataset, f, standard));
        for (Samples* set : sets) { bring(*set, standard, f, dataset); }
    }
    for (Samples* set : sets) { set->exact = {}; }
}

} // namespace gridscope::data
