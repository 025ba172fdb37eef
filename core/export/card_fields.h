// SPDX-License-Identifier: GPL-3.0-or-later
// The words of a card: its fields, what stands where nothing is known, and how one is looked up. Of the card's files alone.
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <utility>
#include <vector>

namespace gridscope::card {

using Json = nlohmann::ordered_json;

constexpr int version = 1;
constexpr int floatBits = 32;
constexpr const char* notAvailable = "n.a.";

// Section and fields, in the order of the page.
const std::vector<std::pair<std::string, std::vector<std::string>>>& mandatoryFields();

Json parsed(const std::string& json); // discarded when it is none
// A field of the card, null when there is none: crafted cards must not stop the rules.
Json at(const Json& card, const char* section, const char* field);

} // namespace gridscope::card
