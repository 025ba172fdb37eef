// SPDX-License-Identifier: GPL-3.0-or-later
// What the toolkit tells screen readers wrongly or not at all. A combo box is called by its label, not by its value ("cpq"), which
// is its value; a slider whose positions are an index (property `valueText` of the widget) tells the number that stands for it.
#pragma once

namespace gridscope::ui {

constexpr auto valueNumberProperty = "valueNumber"; // double, what the slider's position means
constexpr auto valueTextProperty = "valueText";     // the same in words, with its unit

void installAccessibility(); // once; again does nothing

} // namespace gridscope::ui
