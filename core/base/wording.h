// SPDX-License-Identifier: GPL-3.0-or-later
// Words for messages: quoting what a stranger wrote, numbers as people write them, the nearest known name.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace gridscope::run {

// At most about 60 characters, control characters and broken UTF-8 replaced, so that one line stays one line.
std::string shown(std::string_view text);
std::string inQuotes(std::string_view text); // shown() in double quotes
// The same of a text of any length, whose line breaks and tabs stay: what a stranger wrote, on its way to a terminal.
std::string withoutControls(std::string_view text);
std::string_view trimmed(std::string_view text);            // without blanks at its ends
std::string lowered(std::string_view text);                 // the letters A to Z only, whatever the system's language
std::string numberText(double value);                       // the shortest that reads back: "0.33", "0.0001", "1e-09"
std::string fixed(double value, int digits);                // after the point: "0.30"; "-" of what is not finite
std::string thousands(std::int64_t value);                  // "55,000"
std::string shapeText(std::span<const std::int64_t> shape); // "32x1x5x5"; "" is that of one value
// The name with the fewest edits (insert, delete, replace) away; the earlier one of equals. `names` must not be empty.
std::string_view nearest(std::string_view name, std::span<const std::string_view> names);

} // namespace gridscope::run
