// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/file/row_text.h"

#include "core/base/wording.h"
#include "core/file/run_limits.h"

#include <charconv>

namespace gridscope::run {

bool isPlainName(const std::string& text)
{
    return !text.empty() && text == withoutControls(text) && text.find_first_of("/\\\n\t") == std::string::npos
           && text[0] != '.';
}

std::vector<std::int64_t> shapeOf(RowReader& row, std::int64_t least)
{
    const std::string text = row.text(mostName);
    std::vector<std::int64_t> shape;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at != end) {
        std::int64_t size = 0;
        const auto [after, error] = std::from_chars(at, end, size);
        const bool isGood = error == std::errc() && size >= least && size <= mostWeights
                            && (after == end || (*after == 'x' && after + 1 != end));
        if (!isGood || shape.size() == mostDimensions) { row.fail("a shape cannot be"); }
        shape.push_back(size);
        at = after == end ? end : after + 1;
    }
    return shape;
}

} // namespace gridscope::run
