// SPDX-License-Identifier: GPL-3.0-or-later
// Both halves of the rows of what only some methods tell: free points of a layer (table levels) and arrays beside what all
// methods have (table extras). Keys and checksum are the caller's.
#pragma once

#include "core/file/row.h"
#include "core/run/event.h"

namespace gridscope::run {

// So many finite points, none below the one before, with a group each or with none. Other points are not written: no reader
// would take them for a grid, and a run that explodes has such.
bool areSound(const FreeLevels& levels, std::size_t points);
void addLevels(RowWriter& row, const FreeLevels& levels);
std::shared_ptr<const FreeLevels> readLevels(RowReader& row, std::size_t points);

void addExtra(RowWriter& row, const Extra& extra);
// `mostValues`: what its snapshot has room for; becomes what it has left.
Extra readExtra(RowReader& row, std::int64_t& mostValues);

} // namespace gridscope::run
