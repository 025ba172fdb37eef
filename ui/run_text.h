// SPDX-License-Identifier: GPL-3.0-or-later
// What a run says in words and numbers: counters, status line, story and closing sentence.
#pragma once

#include "core/run/history.h"

#include <QString>

namespace gridscope::ui {

struct StepText {
    QString caption;                     // "STEP", or "FLOAT STEP" during pre-training
    QString value;                       // "412 / 1,000"
};
StepText stepText(const run::History& history);
QString epochText(const run::History& history);                    // "1.93"
QString phaseText(const run::History& history);                    // "float pre-training 120 of 300"
QString storyText(const run::History& history);                    // one sentence on what is to be seen right now
QString closingText(const run::History& history);                  // after the end, with the test accuracies

QString percentText(const std::optional<run::Score>& score);       // "98.1 %", or a dash
QString sizeText(std::int64_t bytes);                              // "2.2 kB"

} // namespace gridscope::ui
