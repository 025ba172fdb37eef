// SPDX-License-Identifier: GPL-3.0-or-later
// The run file's format, version 4: an SQLite database, suffix `.gridscope`. run_schema.h has its tables, core/README.md
// describes it for people.
// Rows   : the last column of every table is a checksum of all others, so that no altered value is ever taken for a
//          recorded one: XXH3 (64 bits) of the table's name and then the values in the order of the columns, each as one
//          letter and its bytes, little-endian: i (integer) and r (real) with 8 bytes, t (text) and b (array, uncompressed)
//          with a length of 8 bytes and the content, n (NULL) alone. Keys are columns, so a row in another's place is
//          noticed as well. In steps, evaluations and marks the key of the row before comes before the first column (the
//          smallest integer in front of the first step, else 0), so that a lost row is noticed.
// Values : NaN is NULL, so is an array of bytes (unpacked, for a handful of values) that has none. Arrays are little-endian and
//          in zlib's form, packed at level 1 or, above 64 kB, only stored.
// Order  : what is not a step has a `sequence`, ascending in the order in which it was told, and `after_step`, the last step
//          that was told before. So a reader tells everything in the order of the live run.
// Levels : points that are no multiples of one step size are written when they change; the snapshots after it name the step at
//          which they stand (`levels_step`), which may be that of a snapshot that was thinned away. Points that no snapshot
//          names go with the last one that did.
// Before : version 1 had no masks, keep probabilities and multiply-accumulates, version 2 no decisions, version 3 whole bits and
//          neither zero layers, offsets, free points nor extras; they are read as if there were none. Before it is written on,
//          such a file becomes one of this version (run_upgrade.h).
#pragma once

#include "core/file/row.h"
#include "core/file/run_schema.h"

namespace gridscope::run {

constexpr std::int64_t runFileId = 0x47725363; // application_id, "GrSc"
constexpr std::size_t checkpointPartBytes = 8 << 20;

// Application id, version, and that its tables are those of schemaText(version), word for word. Returns the version.
// Throws DatabaseError.
std::int64_t requireRunFile(Database& database);

} // namespace gridscope::run
