// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of one setting: its key in config files and `--set`, its range, unit and help.
#pragma once

#include "core/config/config.h"

#include <string_view>
#include <variant>

namespace gridscope::run {

// A setting of one method alone lives in RunConfig::own under its key, as text, and only while it is not at its start: so a
// method brings its settings without a change to RunConfig.
struct Own {
    enum class Kind { Number, Whole, Flag, Choice };
    Kind kind = Kind::Number;
    std::string_view start; // "1e4", "true"
};

struct Field {
    using Member =
        std::variant<int RunConfig::*, std::int64_t RunConfig::*, double RunConfig::*, bool RunConfig::*,
                     std::string RunConfig::*, std::vector<int> RunConfig::*, std::vector<double> RunConfig::*, Own>;
    std::string_view key;
    std::string_view group; // heading in the settings form: Data, Network, Quantization, Training, Recording
    std::string_view label;
    std::string_view unit; // "" when it has none
    std::string_view help; // one sentence
    Member member;
    double low = 0; // inclusive; numbers and each number of a list
    double high = 0;
    std::vector<std::string_view> choices = {}; // texts with a fixed choice
    bool live = false;                          // may change while training; the rest applies at reset
    std::string_view method = {};               // the one that it belongs to; empty: all
};

// Of a setting whose member is Own.
std::string ownText(const RunConfig& config, const Field& field);
double ownNumber(const RunConfig& config, const Field& field); // numbers and whole ones
bool ownFlag(const RunConfig& config, const Field& field);

} // namespace gridscope::run
