// SPDX-License-Identifier: GPL-3.0-or-later
// What a run says in words and numbers: counters, status line, story and closing sentence.
#pragma once

#include "core/run/history.h"

#include <QString>

#include <optional>

namespace gridscope::ui {

struct StepText {
    QString caption; // "STEP", or "FLOAT STEP" during pre-training
    QString value;   // "412 / 1,000"
};
// `shown`: a past step, or empty for the newest.
StepText stepText(const run::History& history, std::optional<std::int64_t> shown = {});
QString epochText(const run::History& history, std::optional<std::int64_t> shown = {}); // "1.93"
QString phaseText(const run::History& history); // "float pre-training, step -180"
// What is to be seen of a layer at that step.
QString storyText(const run::History& history, std::size_t layer = 0, std::optional<std::int64_t> shown = {});
QString closingText(const run::History& history); // after the end, with the test accuracies

QString percentText(const std::optional<run::Score>& score);      // "98.1 %", or a dash
QString sizeText(std::int64_t bytes);                             // "2.2 kB", "43 MB"
QString operationsText(double operations);                        // "64.8 M", "1.8 G"
QString stepName(const run::History& history, std::int64_t step); // "Step 420 of 1,300", "Float step -480 (up to 0)"
QString stepInFileName(std::int64_t step);     // "step-420", "step-minus-480": no second sign beside the hyphens
QString markLine(const run::Mark& mark);       // "step 812: sigma 0.33 -> 0.10"
QString dataText(const std::string& dataName); // the counts of run::Start::dataName in the language of the window
QString agoText(std::int64_t seconds);         // "3 s ago", "2 min ago"

} // namespace gridscope::ui
