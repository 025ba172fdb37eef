// SPDX-License-Identifier: GPL-3.0-or-later
// The labels of a table: one spelling for each, the classes that they are of, and the rows as samples.
// Errors : FileError with the file, and with the line where one row is the reason.
#pragma once

#include "core/data/csv_rows.h"
#include "core/data/dataset.h"

namespace gridscope::data {

// One spelling for one number: 1, 1.0 and 01 are one class. What stands for no value is none.
void spellLabels(CsvRows& rows, const std::string& name);
// Numbers in their order, else words in theirs. With split "last" only whole numbers are numbers.
std::vector<std::string> classesOf(const CsvRows& rows, bool isLast);
// A label is a class only if it comes again and again.
void requireClasses(const std::vector<std::string>& classes, std::size_t rows, const std::string& name, bool isLast);
// What only differs in its capital letters is said, since it was hardly meant so.
void noteLookalikes(Dataset& dataset);
Samples samplesOf(CsvRows rows, const std::vector<std::string>& classes, const std::string& name);

} // namespace gridscope::data
