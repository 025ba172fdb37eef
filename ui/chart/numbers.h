// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers as the charts write them: in the user's locale, with a real minus sign and a unit that does not break off.
#pragma once

#include "core/run/event.h"

#include <QString>

#include <cstdint>

namespace gridscope::ui {

QString countText(std::uint64_t count);         // "5,120"
QString numberText(double value, int decimals); // "−0.13"
// As many decimals as it takes to tell values `resolution` apart.
QString valueText(double value, double resolution);
QString powerText(double exponent, double); // 10 to it, "0.001", "250": values of a logarithmic axis
QString shareText(double share);            // "38 %", "1.3 %", "0.04 %", "< 0.01 %"
QString tickShareText(double share);        // "2 %", "0.5 %": round shares on an axis
QString accuracyText(double share);         // "87.4 %"
QString codeText(int code);                 // "−4"
QString scoreText(double score);            // "0.29", or a dash when undefined
// The layer's score, or "collapsed" (core/run/collapse.h); `quantized`: its grid is in force.
QString scoreOrCollapse(const run::LayerState& state, bool quantized);

} // namespace gridscope::ui
