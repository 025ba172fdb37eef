// SPDX-License-Identifier: GPL-3.0-or-later
// One table describes every setting: its key in config files and `--set`, its range, unit and help. The config reader,
// `validate` and the settings form are made from it. Methods bring rows of their own (core/method/).
// Errors : ConfigError, one sentence with the key, the value and the allowed range, or with the nearest known key.
#pragma once

#include "core/config/field.h"

#include <optional>
#include <span>

namespace gridscope::run {

// Every setting but `preset`, which is not one of them: it names where all of them start from.
std::span<const Field> configFields();
const Field* findField(std::string_view key);                       // nullptr when unknown
std::string fieldText(const RunConfig& config, const Field& field); // "0.33", "cpq", "3,4,3"
// The settings in which not all of these are the same, in the table's order.
std::vector<const Field*> differingFields(const std::vector<const RunConfig*>& configs);
std::string allowedText(const Field& field); // "a number between 0.001 and 10", "one of cpq, ste"
std::string exampleText(const Field& field); // of a list: "32,64"; empty for what is none

std::string wrongValueText(const RunConfig& config, const Field& field); // one sentence; empty when it is allowed

// Sets one setting from what a user typed. Checks type and range. The key "preset" sets all of them.
void setField(RunConfig& config, std::string_view key, std::string_view text);
void applySetting(RunConfig& config, std::string_view setting); // the same of "key=value", as --set takes it
void forgetMethodSettings(RunConfig& config);                   // those of one method alone go back to where they start

// A wrong value or combination of values. `key` names the setting to look at.
struct ConfigIssue {
    std::string key;
    std::string sentence;
};
std::vector<ConfigIssue> validate(const RunConfig& config);
void requireValid(const RunConfig& config); // throws the first issue

// `base` with the file's settings on top; a file that names a "preset" starts from that instead. Any bytes may come.
RunConfig configFromJson(std::string_view json, const RunConfig& base, std::string_view fileName);
// The settings that a recording or a checkpoint carries. What was made before there was a `split` keeps the one of its time.
RunConfig recordedConfig(std::string_view json, std::string_view fileName);
std::string configToJson(const RunConfig& config, int indent = 2); // every setting, in the table's order

} // namespace gridscope::run
