// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/file/method_rows.h"

#include "core/base/wording.h"
#include "core/file/row_text.h"
#include "core/file/run_limits.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace gridscope::run {

namespace {

// More than `most`: most + 1, so that no product leaves its type.
std::int64_t valuesIn(const std::vector<std::int64_t>& shape, std::int64_t most)
{
    if (std::ranges::find(shape, 0) != shape.end()) { return 0; }
    std::int64_t count = 1;
    for (const std::int64_t size : shape) {
        if (size > most / count) { return most + 1; }
        count *= size;
    }
    return count;
}

std::string nameOrNone(RowReader& row)
{
    std::string name = row.text(mostLayerName);
    if (!name.empty() && !isPlainName(name)) { row.fail("a name has characters that no name has"); }
    return name;
}

} // namespace

bool areSound(const FreeLevels& levels, std::size_t points)
{
    const auto isGroup = [](int group) { return group >= 0 && group < mostGroups; };
    const auto isPoint = [](double point) { return std::isfinite(point); };
    return levels.points.size() == points && (levels.groups.empty() || levels.groups.size() == points)
           && std::ranges::all_of(levels.points, isPoint) && std::ranges::is_sorted(levels.points)
           && std::ranges::all_of(levels.groups, isGroup);
}

void addLevels(RowWriter& row, const FreeLevels& levels)
{
    row.array(bytesOf(levels.points));
    if (levels.groups.empty()) {
        row.null();
    } else {
        row.array(bytesOf(levels.groups));
    }
}

std::shared_ptr<const FreeLevels> readLevels(RowReader& row, std::size_t points)
{
    static_assert(sizeof(int) == 4);
    auto levels = std::make_shared<FreeLevels>();
    levels->points = valuesOf<double>(row.array(points * sizeof(double)));
    if (row.isNull()) {
        row.null();
    } else {
        levels->groups = valuesOf<int>(row.array(points * sizeof(int)));
    }
    if (!areSound(*levels, points)) { row.fail("its points are not those of a grid"); }
    return levels;
}

void addExtra(RowWriter& row, const Extra& extra)
{
    assert(valuesIn(extra.shape, mostExtraValues) == std::int64_t(extra.values.size()));
    row.text(extra.name).text(extra.layer).text(extra.unit).text(shapeText(extra.shape)).array(bytesOf(extra.values));
}

Extra readExtra(RowReader& row, std::int64_t& mostValues)
{
    Extra extra;
    extra.name = nameOrNone(row);
    extra.layer = nameOrNone(row);
    extra.unit = row.text(mostLayerName);
    extra.shape = shapeOf(row, 0);
    const std::int64_t most = std::min(mostExtraValues, mostValues);
    const std::int64_t count = valuesIn(extra.shape, most);
    if (count > most) { row.fail("it has more values than any"); }
    mostValues -= count;
    extra.values = valuesOf<float>(row.array(std::size_t(count) * sizeof(float)));
    return extra;
}

} // namespace gridscope::run
