// SPDX-License-Identifier: GPL-3.0-or-later
// Makes a run file of an older format one of this program's (run_file.h), where it lies: every table that has other columns
// now is written anew, with the values that stand for what nobody told then.
// Errors: DatabaseError when a row is not what its checksum says; then nothing is to be committed.
#pragma once

#include "core/file/run_file.h"

namespace gridscope::run {

// Looks at all rows that would be written anew.
void requireUpgradable(Database& database);
// Belongs in a transaction of the caller's, with what is written first: a crash leaves the old file or the new one. Does nothing to
// a file of this format.
void upgrade(Database& database);

} // namespace gridscope::run
