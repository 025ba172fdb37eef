// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers of one weight in words: symbol, value, and the formula with the present values put in.
#pragma once

#include "ui/chart/one_weight.h"

#include <QString>

namespace gridscope::ui {

QString digits(double value);       // three that say something, whatever the size
QString signedDigits(double value); // with a plus

struct WeightNumber {
    QString symbol;  // "r*"
    QString meaning; // "its probability", the cell's tool tip and what a screen reader says
    QString value;
    QString formula; // "α·n* = 0.0289 · −2"
};
std::vector<WeightNumber> weightNumbers(const OneWeight& one);
// "Weight 12 at step 300: −0.0601, code −2, chosen with probability 0.98; since step 290 it moved by +0.0003."
QString weightSentence(const OneWeight& one);

} // namespace gridscope::ui
