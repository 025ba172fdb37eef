// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer harness of the reader of CSV tables. Whatever the bytes are, there is a FileError of one sentence, or rows that
// all have their features, finite, and a label. Run: tests/fuzz/run
#include "core/base/error.h"
#include "core/data/csv_rows.h"
#include "tests/fuzz/require.h"

#include <cmath>

using namespace gridscope;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    try {
        const auto rows = data::parseCsv({data, size}, "a.csv");
        require(rows.features > 0 && !rows.labels.empty(), "there are no features or no rows");
        require(rows.values.size() == rows.features * rows.labels.size(), "a row lacks features");
        require(rows.lines.size() == rows.labels.size(), "a row has no line");
        require(rows.header.empty() || rows.header.size() == rows.features, "a feature has no name");
        for (const double value : rows.values) { require(std::isfinite(value), "a value is not finite"); }
        for (const auto& label : rows.labels) { require(!label.empty(), "a label is empty"); }
    } catch (const FileError& error) {
        require(std::string(error.what()).ends_with('.'), error.what());
    }
    return 0;
}
