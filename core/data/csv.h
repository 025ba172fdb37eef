// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of numbers with a label in each row: comma, semicolon, tab or | between the columns (or what a first line "sep=;"
// says), quoted fields, a header or none, UTF-8, UTF-16 or Windows-1252, any line ends. Where columns are not separated by
// commas, a comma is a decimal one. The label is the column that the header calls "label", else the last; it may be a number or a word.
// The reader stays our own: libcsv gives cells without the line and column that every sentence here names.
// Errors : FileError with the file, the line, the column and what stands there. Numbers as in C, whatever the locale.
#pragma once

#include "core/data/dataset.h"

namespace gridscope::data {

// The folder's train.csv and test.csv, whose columns are matched by name; or one file, of which a tenth tests. A nameless first
// column that numbers the rows is left out and said. Features are standardised with the mean and deviation of the training rows.
Dataset loadCsv(const run::RunConfig& config);

} // namespace gridscope::data
