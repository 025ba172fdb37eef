// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv_labels.h"

#include "core/base/error.h"
#include "core/base/wording.h"
#include "core/data/csv_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

namespace gridscope::data {

using run::lowered;
using run::thousands;

namespace {

constexpr double exactlyWhole = 9007199254740992; // 2^53; beyond it a double does not tell all digits apart

std::string spelled(const std::string& label, bool hasDecimalComma)
{
    const auto value = numberIn(label, hasDecimalComma);
    if (!value || std::abs(*value) >= exactlyWhole) { return label; }
    return *value == std::floor(*value) ? std::to_string(static_cast<long long>(*value)) : run::numberText(*value);
}

std::optional<double> wholeIn(const std::string& label)
{
    long long whole = 0;
    const char* last = label.data() + label.size();
    const auto [end, error] = std::from_chars(label.data(), last, whole);
    return error == std::errc() && end == last ? std::optional(double(whole)) : std::nullopt;
}

// Numbers that are measured, and names that hardly come twice.
bool areNoClasses(const std::vector<std::string>& classes, std::size_t rows)
{
    constexpr std::size_t few = 10;        // numbers: so many values may have fewer than ten rows each
    constexpr std::size_t rowsOfWords = 3; // words: so many rows each
    const std::size_t count = classes.size();
    if (count > 2 && count * 2 > rows) { return true; }
    if (!std::ranges::all_of(classes, [](const auto& label) { return numberIn(label).has_value(); })) {
        return count > 2 && count * rowsOfWords > rows;
    }
    const bool areReal = std::ranges::any_of(
        classes, [](const auto& label) { return label.find_first_not_of("-0123456789") != std::string::npos; });
    return count * 10 > rows && count > (areReal ? few / 2 : few);
}

} // namespace

void spellLabels(CsvRows& rows, const std::string& name)
{
    for (std::size_t i = 0; i < rows.labels.size(); ++i) {
        std::string& label = rows.labels[i];
        if (isMissing(label)) {
            throw FileError("Line " + std::to_string(rows.lines[i]) + ", column " + std::to_string(rows.labelColumn)
                            + " of " + name + " is " + run::inQuotes(label)
                            + ", which is no class; fill it in, or leave the row out.");
        }
        label = spelled(label, rows.hasDecimalComma);
    }
}

std::vector<std::string> classesOf(const CsvRows& rows, bool isLast)
{
    const auto number = [&](const std::string& label) {
        const auto whole = wholeIn(label);
        return whole || isLast ? whole : numberIn(label);
    };
    std::vector<std::string> classes = rows.labels;
    std::ranges::sort(classes);
    classes.erase(std::unique(classes.begin(), classes.end()), classes.end());
    if (std::ranges::all_of(classes, [&](const auto& label) { return number(label).has_value(); })) {
        std::ranges::stable_sort(classes, {}, [&](const auto& label) { return *number(label); });
    }
    return classes;
}

void requireClasses(const std::vector<std::string>& classes, std::size_t rows, const std::string& name, bool isLast)
{
    const std::size_t count = classes.size();
    if (count < 2 || count > std::numeric_limits<std::uint16_t>::max()) {
        throw FileError("The labels in " + name + " are of " + thousands(std::int64_t(count))
                        + (count == 1 ? " class" : " classes") + "; needed are 2 to 65,535.");
    }
    if (isLast || !areNoClasses(classes, rows)) { return; }
    throw FileError(
        "The " + thousands(std::int64_t(rows)) + " labels in " + name + " are of " + thousands(std::int64_t(count))
        + " different values, such as " + run::inQuotes(classes[0]) + " and " + run::inQuotes(classes[1])
        + "; numbers that are measured and names that hardly come twice are no classes. Is the label in another "
          "column? The header calls it \"label\", else it is the last.");
}

void noteLookalikes(Dataset& dataset)
{
    std::map<std::string, std::string> seen;
    for (const std::string& label : dataset.classNames) {
        const auto [same, isNew] = seen.emplace(lowered(label), label);
        if (!isNew) {
            dataset.notes.push_back("the labels " + run::inQuotes(same->second) + " and " + run::inQuotes(label)
                                    + " differ only in capital letters and are two classes");
        }
    }
}

Samples samplesOf(CsvRows rows, const std::vector<std::string>& classes, const std::string& name)
{
    std::map<std::string_view, std::uint16_t> index;
    for (std::size_t i = 0; i < classes.size(); ++i) { index[classes[i]] = std::uint16_t(i); }
    Samples samples;
    for (std::size_t i = 0; i < rows.labels.size(); ++i) {
        const auto found = index.find(rows.labels[i]);
        if (found == index.end()) {
            throw FileError("Line " + std::to_string(rows.lines[i]) + " of " + name + " has the label "
                            + run::shown(rows.labels[i]) + ", which no training row has.");
        }
        samples.labels.push_back(found->second);
    }
    samples.exact = std::move(rows.values);
    return samples;
}

} // namespace gridscope::data
