// SPDX-License-Identifier: GPL-3.0-or-later
// Takes old rows out of a table whose rows count the key of the one before in their checksums (run_file.h): what follows a row
// that goes is summed anew, so that a row that is lost by itself is still noticed.
// Errors: DatabaseError when a row is not what its checksum says; then nothing is to be committed.
#pragma once

#include "core/file/run_file.h"

#include <functional>

namespace gridscope::run {

// Of the rows with a key in (after, last] those stay for which `stays` says so, and the table's first.
void thinRows(Database& database, const RunTable& table, std::int64_t after, std::int64_t last,
              const std::function<bool(const Statement& row)>& stays);

} // namespace gridscope::run
