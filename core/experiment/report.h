// SPDX-License-Identifier: GPL-3.0-or-later
// What came out of an experiment, for people and for programs.
#pragma once

#include "core/experiment/arms.h"
#include "core/export/comparison.h"

#include <functional>

namespace gridscope::experiment {

// An arm over its seeds, for a picture of test error against payload.
struct Point {
    std::string title;
    double payloadBytes = 0;             // mean
    double error = 0, low = 1, high = 0; // of the test set, shares: mean, best and worst seed
    std::size_t seeds = 0;
    bool isFloat = false; // what the others are measured against
};

struct Report {
    std::string name;     // "hypothesis"
    std::string question; // one sentence
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> rows; // one for each arm, over its seeds
    std::vector<std::string> sentences;         // the result, honestly
    std::vector<Point> points = {};             // empty: no such picture
    std::vector<Outcome> outcomes;              // of the runs that ended well
    std::vector<Outcome> failed;                // of those that did not: no mean and no test has them
    std::vector<CardField> cards =
        {}; // of the arms with their first seed, in `cardTitles`' order; empty: none are shown
    std::vector<std::string> cardTitles = {};
    int missing = 0; // arms that were stopped, or that another program runs
};

// Runs, resumes or reads one arm, also one that fails; empty when it is not there yet.
using RunOne = std::function<std::optional<Outcome>(const Arm&)>;

std::string markdownOf(const Report& report);
std::string jsonOf(const Report& report);           // one object: question, sentences, outcomes
std::vector<Point> pointsOf(std::string_view json); // of what jsonOf() has written; any bytes may come
// The cards of its first seed's runs, from the files in `folder`: what they say besides the method is what has to be known before a row
// is called better.
void addCards(Report& report, const std::string& folder);
// A self-contained page: the table, the sentences, and the validation accuracy of every run over its steps, from the files
// in `folder`.
std::string pageOf(const Report& report, const std::string& folder);

// Shared by the experiments.
std::string percent(double share, int digits = 2);                   // "91.25 %", "-" when not known
std::string errorText(const std::vector<double>& accuracies);        // test error with spread: "8.75 +- 0.12 %"
std::string errorCell(const Report& report, const std::string& arm); // the same, and which seeds are not in it
std::string seedsText(const std::vector<std::int64_t>& seeds);       // "seed 2", "seeds 1 and 3", ""
template <typename Number>
std::vector<double> valuesOf(const std::vector<Outcome>& outcomes, const std::string& arm, Number Outcome::*member)
{
    std::vector<double> values;
    for (const Outcome& o : outcomes) {
        if (o.arm == arm) { values.push_back(double(o.*member)); }
    }
    return values;
}

} // namespace gridscope::experiment
