// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv.h"

#include "core/base/error.h"
#include "core/base/text_file.h"
#include "core/base/wording.h"
#include "core/data/csv_text.h"
#include "core/data/split.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <limits>
#include <map>
#include <optional>
#include <set>

namespace gridscope::data {

namespace {

using run::lowered;
using run::thousands;
constexpr std::size_t mostBytes = std::size_t(1) << 30;

// How programs write that there is no value.
bool isMissing(std::string_view cell)
{
    constexpr std::array<std::string_view, 14> known = {"",    "?",    "NA",   "<NA>", "N/A", "n/a", "#N/A",
                                                        "#NA", "NULL", "null", "None", "NaT", "inf", "-inf"};
    const std::string lower = lowered(cell);
    return lower == "nan" || lower == "-nan" || lower == "+nan" || std::ranges::find(known, cell) != known.end();
}

bool isHeader(const std::vector<std::string>& cells, const std::vector<std::string>& second, bool comma,
              const std::string& labelName)
{
    // The label may be a word in any row, so a last cell says something only where the next row has a number there.
    const bool hasName = std::any_of(cells.begin(), cells.end() - 1,
                                     [&](const auto& cell) { return !isMissing(cell) && !numberIn(cell, comma); });
    const bool overNumbers = !second.empty() && !cells.back().empty() && !numberIn(cells.back(), comma)
                             && numberIn(second.back(), comma) && !isMissing(cells.back());
    return hasName || overNumbers || lowered(cells.back()) == "label" || cells.back() == labelName;
}

class Collector {
public:
    explicit Collector(std::size_t columns, std::size_t label) : columns_(columns), label_(label)
    {
        rows_.features = columns - 1;
        rows_.labelColumn = label + 1;
    }
    void name(const std::vector<std::string>& cells)
    {
        for (std::size_t i = 0; i < columns_; ++i) {
            if (i != label_) { rows_.header.push_back(cells[i]); }
        }
        rows_.labelName = cells[label_];
    }
    void add(const std::vector<std::string>& cells, const CsvReader& at)
    {
        if (cells.size() != columns_) {
            at.fail("has " + std::to_string(cells.size()) + (cells.size() == 1 ? " column" : " columns")
                    + ", but the first has " + std::to_string(columns_));
        }
        for (std::size_t i = 0; i < columns_; ++i) {
            if (cells[i].empty()) { at.fail("is empty; fill it in, or leave the row out", i + 1); }
            if (i != label_) { rows_.values.push_back(valueOf(cells[i], at, i + 1)); }
        }
        rows_.labels.push_back(cells[label_]);
        rows_.lines.push_back(at.line());
    }
    CsvRows take() { return std::move(rows_); }

private:
    static double valueOf(const std::string& cell, const CsvReader& at, std::size_t column)
    {
        const auto value = numberIn(cell, at.hasDecimalComma());
        const bool hasComma =
            cell.find(',') != std::string::npos && cell.find_first_not_of("+-0123456789.,eE") == std::string::npos;
        if (!value && hasComma) {
            at.fail(
                "is " + run::shown(cell)
                    + (at.hasDecimalComma()
                           ? ", which is no finite number; write it without separators of thousands"
                           : ", which is no finite number; write a decimal point, or semicolons between the columns"),
                column);
        }
        if (!value && isMissing(cell) && cell.find("inf") == std::string::npos) {
            at.fail("is " + run::shown(cell) + ", which is no number; fill it in, or leave the row out", column);
        }
        if (!value) { at.fail("is " + run::shown(cell) + ", which is no finite number", column); }
        if (!std::isfinite(*value)) {
            at.fail("is " + run::shown(cell) + ", which is beyond the largest number, 1.8e308", column);
        }
        return *value;
    }

    CsvRows rows_;
    std::size_t columns_;
    std::size_t label_;
};

// One spelling for one number: 1, 1.0 and 01 are one class. What stands for no value is none.
void spellLabels(CsvRows& rows, const std::string& name)
{
    constexpr double exactlyWhole = 9007199254740992; // 2^53; beyond it a double does not tell all digits apart
    for (std::size_t i = 0; i < rows.labels.size(); ++i) {
        std::string& label = rows.labels[i];
        if (isMissing(label)) {
            throw FileError("Line " + std::to_string(rows.lines[i]) + ", column " + std::to_string(rows.labelColumn)
                            + " of " + name + " is " + run::inQuotes(label)
                            + ", which is no class; fill it in, or leave the row out.");
        }
        const auto value = numberIn(label, rows.hasDecimalComma);
        if (!value || std::abs(*value) >= exactlyWhole) { continue; }
        label = *value == std::floor(*value) ? std::to_string(static_cast<long long>(*value)) : run::numberText(*value);
    }
}

// Numbers in their order, else words in theirs. With split "last" only whole numbers are numbers.
std::vector<std::string> classesOf(const CsvRows& rows, bool isLast)
{
    const auto number = [&](const std::string& label) {
        long long whole = 0;
        const auto [end, error] = std::from_chars(label.data(), label.data() + label.size(), whole);
        if (error == std::errc() && end == label.data() + label.size()) { return std::optional(double(whole)); }
        return isLast ? std::nullopt : numberIn(label);
    };
    std::vector<std::string> classes = rows.labels;
    std::ranges::sort(classes);
    classes.erase(std::unique(classes.begin(), classes.end()), classes.end());
    if (std::ranges::all_of(classes, [&](const auto& label) { return number(label).has_value(); })) {
        std::ranges::stable_sort(classes, {}, [&](const auto& label) { return *number(label); });
    }
    return classes;
}

// A label is a class only if it comes again and again.
void requireClasses(const std::vector<std::string>& classes, std::size_t rows, const std::string& name, bool isLast)
{
    const std::size_t count = classes.size();
    if (count < 2 || count > std::numeric_limits<std::uint16_t>::max()) {
        throw FileError("The labels in " + name + " are of " + thousands(std::int64_t(count))
                        + (count == 1 ? " class" : " classes") + "; needed are 2 to 65,535.");
    }
    if (isLast) { return; }
    constexpr std::size_t few = 10;        // numbers: so many values may have fewer than ten rows each
    constexpr std::size_t rowsOfWords = 3; // words: so many rows each
    const bool areNumbers = std::ranges::all_of(classes, [](const auto& label) { return numberIn(label).has_value(); });
    const bool areReal = areNumbers && std::ranges::any_of(classes, [](const auto& label) {
                             return label.find_first_not_of("-0123456789") != std::string::npos;
                         });
    const bool areTooMany =
        areNumbers ? count * 10 > rows && count > (areReal ? few / 2 : few) : count > 2 && count * rowsOfWords > rows;
    if (areTooMany || (count > 2 && count * 2 > rows)) {
        throw FileError(
            "The " + thousands(std::int64_t(rows)) + " labels in " + name + " are of " + thousands(std::int64_t(count))
            + " different values, such as " + run::inQuotes(classes[0]) + " and " + run::inQuotes(classes[1])
            + "; numbers that are measured and names that hardly come twice are no classes. Is the label in another "
              "column? The header calls it \"label\", else it is the last.");
    }
}

// What only differs in its capital letters is said, since it was hardly meant so.
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

CsvRows readRows(const std::filesystem::path& path, const std::string& labelName = "label")
{
    return parseCsv(readBytesFile(path.string(), mostBytes), run::withoutControls(path.filename().string()), labelName);
}

// The first column when it only numbers the rows: one without a name (as pandas and R write it), of different whole numbers, or
// one with a name for it, of numbers that count up by one.
bool hasIndex(const CsvRows& rows)
{
    if (rows.header.empty() || rows.labels.size() < 2) { return false; }
    constexpr std::array<std::string_view, 6> names = {"index", "id", "row", "rowid", "row_id", "rownames"};
    const std::string name = lowered(rows.header.front());
    const bool isNameless = name.empty() || name.starts_with("unnamed: ");
    if (!isNameless && std::ranges::find(names, name) == names.end()) { return false; }
    std::set<double> seen;
    for (std::size_t i = 0; i < rows.values.size(); i += rows.features) {
        const double value = rows.values[i];
        const bool countsUp = i == 0 || value == rows.values[i - rows.features] + 1;
        if (value != std::floor(value) || !(isNameless ? seen.insert(value).second : countsUp)) { return false; }
    }
    return true;
}

// Column `c` of the result is column columns[c] of the rows.
CsvRows withColumns(CsvRows rows, const std::vector<std::size_t>& columns)
{
    std::vector<double> values;
    values.reserve(rows.labels.size() * columns.size());
    for (std::size_t row = 0; row < rows.labels.size(); ++row) {
        for (const std::size_t c : columns) { values.push_back(rows.values[row * rows.features + c]); }
    }
    std::vector<std::string> header;
    for (const std::size_t c : columns) {
        if (!rows.header.empty()) { header.push_back(rows.header[c]); }
    }
    rows.values = std::move(values);
    rows.header = std::move(header);
    rows.features = columns.size();
    return rows;
}

CsvRows withoutFirst(CsvRows rows)
{
    std::vector<std::size_t> others;
    for (std::size_t c = 1; c < rows.features; ++c) { others.push_back(c); }
    return withColumns(std::move(rows), others);
}

// The test rows with their columns as the training rows have them: by name when both have names, else by position.
CsvRows matched(CsvRows test, const CsvRows& train, bool isLast, Dataset& dataset)
{
    if (!isLast && test.header.empty() != train.header.empty() && test.features == train.features) {
        dataset.notes.push_back(std::string(test.header.empty() ? "test.csv" : "train.csv")
                                + " has no header, so its columns are taken by position");
    }
    if (isLast || test.header == train.header || test.header.empty() || train.header.empty()) {
        if (test.features == train.features) { return test; }
        throw FileError("The rows of test.csv have " + std::to_string(test.features)
                        + (test.features == 1 ? " feature" : " features") + ", but those of train.csv have "
                        + std::to_string(train.features) + ".");
    }
    const auto requireAll = [](const auto& wanted, const auto& there, const std::string& who,
                               const std::string& other) {
        for (const std::string& name : wanted) {
            const auto count = std::ranges::count(there, name);
            if (count == 0) {
                throw FileError("The file " + who + " has no column " + run::inQuotes(name) + ", which " + other
                                + " has.");
            }
            if (count > 1) {
                throw FileError("The file " + who + " has the column " + run::inQuotes(name) + " "
                                + std::to_string(count) + " times.");
            }
        }
    };
    requireAll(train.header, test.header, "test.csv", "train.csv");
    requireAll(test.header, train.header, "train.csv", "test.csv");
    std::vector<std::size_t> columns;
    for (const std::string& name : train.header) {
        columns.push_back(std::size_t(std::ranges::find(test.header, name) - test.header.begin()));
    }
    dataset.notes.emplace_back("test.csv has its columns in another order than train.csv; they are matched by name");
    return withColumns(std::move(test), columns);
}

// A power of two that brings the column's numbers to about 1, so that no square overflows; 1 for all ordinary ones, and
// multiplying with it changes no digit.
double scaleOf(double largest)
{
    constexpr double ordinary = 1e100;
    const bool isOrdinary = largest == 0 || (largest < ordinary && largest > 1 / ordinary);
    return isOrdinary ? 1 : std::ldexp(1.0, -std::ilogb(largest));
}

struct Standard {
    double scale = 1, mean = 0, deviation = 1; // of the scaled numbers
    bool changes = false;
    double of(double value) const { return changes ? (value * scale - mean) / deviation : value - mean; }
};

Standard standardOf(const std::vector<double>& train, std::size_t column, std::size_t columns)
{
    const double rows = double(train.size() / columns);
    Standard s;
    double largest = 0, sum = 0, squares = 0;
    for (std::size_t i = column; i < train.size(); i += columns) {
        largest = std::max(largest, std::abs(train[i]));
        s.changes = s.changes || train[i] != train[column];
    }
    if (!s.changes) {
        s.mean = train[column];
        return s;
    }
    s.scale = scaleOf(largest);
    for (std::size_t i = column; i < train.size(); i += columns) { sum += train[i] * s.scale; }
    s.mean = sum / rows;
    for (std::size_t i = column; i < train.size(); i += columns) {
        squares += (train[i] * s.scale - s.mean) * (train[i] * s.scale - s.mean);
    }
    s.deviation = std::sqrt(squares / rows);
    if (s.deviation == 0) { s.deviation = 1; }
    return s;
}

Range rangeOf(const Dataset& dataset, std::size_t column, const Standard& standard)
{
    const auto& train = dataset.train.exact;
    Range range{column < dataset.columnNames.size() ? dataset.columnNames[column] : "", train[column], train[column],
                standard.mean / standard.scale, standard.changes ? standard.deviation / standard.scale : 0};
    for (std::size_t i = column; i < train.size(); i += std::size_t(dataset.channels)) {
        range.low = std::min(range.low, train[i]);
        range.high = std::max(range.high, train[i]);
    }
    return range;
}

// Each feature to mean 0 and deviation 1 over the training rows. What never changes there is only moved: rounding alone would
// else be blown up. Recordings with split "last" read numbers as floats.
void standardise(Dataset& dataset, const run::RunConfig& config)
{
    const auto features = std::size_t(dataset.channels);
    const std::array<Samples*, 3> sets = {&dataset.train, &dataset.validation, &dataset.test};
    const auto narrowed = [&](double value, double found, std::size_t f) {
        if (std::abs(value) <= double(std::numeric_limits<float>::max())) { return float(value); }
        throw FileError(
            "Column " + (f < dataset.columnNames.size() ? run::inQuotes(dataset.columnNames[f]) : std::to_string(f + 1))
            + " holds " + run::numberText(found) + ", which lies too far from what the training rows have there.");
    };
    for (Samples* set : sets) {
        for (std::size_t i = 0; i < set->exact.size() && config.split == "last"; ++i) {
            set->exact[i] = double(narrowed(set->exact[i], set->exact[i], i % features));
        }
        set->values.resize(set->exact.size());
    }
    for (std::size_t f = 0; f < features; ++f) {
        const Standard standard = standardOf(dataset.train.exact, f, features);
        dataset.ranges.push_back(rangeOf(dataset, f, standard));
        for (Samples* set : sets) {
            for (std::size_t i = f; i < set->exact.size(); i += features) {
                set->values[i] = narrowed(standard.of(set->exact[i]), set->exact[i], f);
            }
        }
    }
    for (Samples* set : sets) { set->exact = {}; }
}

} // namespace

CsvRows parseCsv(std::span<const std::uint8_t> bytes, const std::string& name, const std::string& labelName)
{
    const std::string text = tableText(bytes, name);
    CsvReader rows(text, name);
    std::vector<std::string> cells, second;
    if (!rows.next(cells)) { throw FileError("The file " + name + " holds no rows."); }
    if (cells.size() < 2) { rows.fail("has one column; needed are features and a label"); }
    const CsvReader first = rows;
    const bool hasSecond = rows.next(second);
    const bool hasHeader =
        isHeader(cells, hasSecond && second.size() == cells.size() ? second : std::vector<std::string>(),
                 rows.hasDecimalComma(), labelName);
    std::size_t label = cells.size() - 1;
    for (const auto& wanted : {std::string("label"), labelName}) { // the asked for goes before
        for (std::size_t i = 0; hasHeader && i < cells.size(); ++i) {
            if (wanted == "label" ? lowered(cells[i]) == wanted : cells[i] == wanted) { label = i; }
        }
    }
    Collector collector(cells.size(), label);
    hasHeader ? collector.name(cells) : collector.add(cells, first);
    if (hasSecond) { collector.add(second, rows); }
    while (rows.next(cells)) { collector.add(cells, rows); }
    CsvRows all = collector.take();
    all.hasDecimalComma = rows.hasDecimalComma();
    if (all.labels.empty()) { throw FileError("The file " + name + " has a header, but no rows."); }
    return all;
}

Dataset loadCsv(const run::RunConfig& config)
{
    namespace fs = std::filesystem;
    std::error_code ignored;
    const fs::path place = fs::path(config.dataFolder).lexically_normal();
    const bool isFile = fs::is_regular_file(place, ignored);
    CsvRows rows = readRows(isFile ? place : place / "train.csv");
    Dataset dataset;
    dataset.name = lastNameOf(config.dataFolder);
    dataset.source = run::withoutControls(config.dataFolder);
    const std::string trainName = isFile ? dataset.name : "train.csv";
    const std::string labelName = rows.labelName.empty() || config.split == "last" ? "label" : rows.labelName;
    const bool isLast = config.split == "last"; // as tables were read before there was a choice
    const bool isNumbered = !isLast && hasIndex(rows);
    const std::string indexName = isNumbered ? rows.header.front() : "";
    if (isNumbered) {
        if (rows.features < 2) {
            throw FileError("The only column beside the label in " + trainName
                            + " numbers the rows; needed are features.");
        }
        rows = withoutFirst(std::move(rows));
        dataset.notes.push_back("the first column of " + trainName
                                + (indexName.empty() ? ", which has no name," : ", " + run::inQuotes(indexName) + ",")
                                + " only numbers the rows and is left out");
    }
    if (!isLast) { spellLabels(rows, trainName); }
    const auto classes = classesOf(rows, isLast);
    requireClasses(classes, rows.labels.size(), trainName, isLast);
    dataset.channels = int(rows.features);
    dataset.height = dataset.width = 1;
    dataset.classes = int(classes.size());
    dataset.classNames = classes;
    dataset.columnNames = rows.header;
    noteLookalikes(dataset);
    Samples training, test;
    if (isFile) {
        separateTest(samplesOf(std::move(rows), classes, trainName), config, training, test);
    } else {
        CsvRows testRows = readRows(place / "test.csv", labelName);
        const bool isNumberedToo =
            isNumbered && !testRows.header.empty() && testRows.header.front() == indexName && testRows.features > 1;
        if (isNumberedToo) { testRows = withoutFirst(std::move(testRows)); }
        testRows = matched(std::move(testRows), rows, isLast, dataset);
        if (!isLast) { spellLabels(testRows, "test.csv"); }
        training = samplesOf(std::move(rows), classes, trainName);
        test = samplesOf(std::move(testRows), classes, "test.csv");
    }
    if (test.count() == 0) {
        throw FileError("The file " + trainName + " has too few rows to test with; needed are ten.");
    }
    const std::int64_t heldOut = std::min<std::int64_t>(config.validationSamples, training.count() / 10);
    Dataset whole = assembled(std::move(dataset), training, test, config, heldOut);
    standardise(whole, config);
    return whole;
}

} // namespace gridscope::data
