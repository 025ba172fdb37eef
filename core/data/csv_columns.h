// SPDX-License-Identifier: GPL-3.0-or-later
// The columns of a table: one that only numbers the rows, and the order of train.csv in test.csv.
// Errors : FileError with the column.
#pragma once

#include "core/data/csv_rows.h"
#include "core/data/dataset.h"

namespace gridscope::data {

// The first column when it only numbers the rows: one without a name (as pandas and R write it), of different whole numbers, or
// one with a name for it, of numbers that count up by one.
bool hasIndex(const CsvRows& rows);
CsvRows withoutFirst(CsvRows rows);
// The test rows with their columns as the training rows have them: by name when both have names, else by position.
CsvRows matched(CsvRows test, const CsvRows& train, bool isLast, Dataset& dataset);

} // namespace gridscope::data
