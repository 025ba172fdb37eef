// SPDX-License-Identifier: GPL-3.0-or-later
// Sets of pictures that have a name, ten classes and a place of their own (core/data/idx_folder.h), so that data_folder may stay
// empty. What goes by their name stands here, a row for each.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace gridscope::run {

struct NamedSet {
    std::string_view data;  // the setting
    std::string_view title; // as its makers write it
    int trainingPictures = 0;
};

inline constexpr std::array<NamedSet, 2> namedSets = {
    {{"fashion-mnist", "Fashion-MNIST", 60000}, {"mnist", "MNIST", 60000}}};

// nullptr when these data have none.
constexpr const NamedSet* namedSet(std::string_view data)
{
    const auto* const found = std::ranges::find(namedSets, data, &NamedSet::data);
    return found == namedSets.end() ? nullptr : found;
}

} // namespace gridscope::run
