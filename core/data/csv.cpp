// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv.h"

#include "core/data/split.h"
#include "core/export/text_file.h"
#include "core/run/error.h"
#include "core/run/wording.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <limits>
#include <map>
#include <optional>

namespace gridscope::data {

namespace {

constexpr std::size_t mostColumns = 65536;
constexpr std::size_t mostBytes = std::size_t(1) << 30;

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r");
    return first == std::string_view::npos ? "" : text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::string lowered(std::string_view text)
{
    std::string lower(text);
    for (char& c : lower) { c = c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; }
    return lower;
}

std::optional<float> numberIn(std::string_view text)
{
    if (text.starts_with('+')) { text.remove_prefix(1); }
    float value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool isWhole = error == std::errc() && end == text.data() + text.size() && std::isfinite(value);
    return isWhole ? std::optional(value) : std::nullopt;
}

// Rows of a text, one after the other.
class Rows {
public:
    Rows(std::string_view text, const std::string& name) : text_(text), name_(name)
    {
        if (text_.starts_with("\xEF\xBB\xBF")) { text_.remove_prefix(3); } // a byte order mark
        separator_ = separatorOf(text_.substr(0, text_.find('\n')));
    }

    // The cells of the next row that is not empty; false after the last.
    bool next(std::vector<std::string>& cells)
    {
        while (at_ < text_.size()) {
            firstLine_ = line_;
            read(cells);
            if (cells.size() > 1 || !cells.front().empty()) { return true; }
        }
        return false;
    }
    std::size_t line() const { return firstLine_; } // of the row

    [[noreturn]] void fail(const std::string& what, std::size_t column = 0) const
    {
        const std::string where = column > 0 ? ", column " + std::to_string(column) : "";
        throw FileError("Line " + std::to_string(firstLine_) + where + " of " + name_ + " " + what + ".");
    }

private:
    static char separatorOf(std::string_view line)
    {
        const auto count = [&](char c) { return std::ranges::count(line, c); };
        const char best = count(';') > count(',') ? ';' : ',';
        return count('\t') > count(best) ? '\t' : best;
    }
    void read(std::vector<std::string>& cells)
    {
        cells.clear();
        for (bool isLast = false; !isLast;) {
            if (cells.size() == mostColumns) { fail("has more than " + run::thousands(mostColumns) + " columns"); }
            const std::size_t first = text_.find_first_not_of(" ", at_);
            const bool isQuoted = first != std::string_view::npos && text_[first] == '"';
            cells.push_back(isQuoted ? quoted(first + 1, cells.size() + 1) : plain());
            isLast = at_ >= text_.size() || text_[at_] == '\n';
            line_ += at_ < text_.size() && isLast ? 1 : 0;
            ++at_;
        }
    }
    std::string plain()
    {
        const std::size_t begin = at_;
        while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n') { ++at_; }
        return std::string(trimmed(text_.substr(begin, at_ - begin)));
    }
    // A doubled quote stands for one.
    std::string quoted(std::size_t begin, std::size_t column)
    {
        std::string cell;
        for (at_ = begin; at_ < text_.size(); ++at_) {
            if (text_[at_] == '\n') { ++line_; }
            if (text_[at_] != '"') {
                cell += text_[at_];
            } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
                cell += text_[at_++];
            } else {
                ++at_;
                if (!plain().empty()) { fail("goes on after its closing quote", column); }
                return cell;
            }
        }
        fail("has a quote that is never closed", column);
    }

    std::string_view text_;
    const std::string& name_;
    char separator_ = ',';
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::size_t firstLine_ = 1;
};

bool isHeader(const std::vector<std::string>& cells)
{
    // The label may be a word in any row, so a last cell says nothing.
    return std::any_of(cells.begin(), cells.end() - 1,
                       [](const auto& cell) { return !cell.empty() && !numberIn(cell); })
           || lowered(cells.back()) == "label";
}

class Collector {
public:
    explicit Collector(std::size_t columns, std::size_t label) : columns_(columns), label_(label)
    {
        rows_.features = columns - 1;
    }
    void name(const std::vector<std::string>& cells)
    {
        for (std::size_t i = 0; i < columns_; ++i) {
            if (i != label_) { rows_.header.push_back(cells[i]); }
        }
    }
    void add(const std::vector<std::string>& cells, const Rows& at)
    {
        if (cells.size() != columns_) {
            at.fail("has " + std::to_string(cells.size()) + (cells.size() == 1 ? " column" : " columns")
                    + ", but the first has " + std::to_string(columns_));
        }
        for (std::size_t i = 0; i < columns_; ++i) {
            if (cells[i].empty()) { at.fail("is empty; fill it in, or leave the row out", i + 1); }
            if (i == label_) { continue; }
            const auto value = numberIn(cells[i]);
            if (!value) { at.fail("is " + run::shown(cells[i]) + ", which is no finite number", i + 1); }
            rows_.values.push_back(*value);
        }
        rows_.labels.push_back(cells[label_]);
        rows_.lines.push_back(at.line());
    }
    CsvRows take() { return std::move(rows_); }

private:
    CsvRows rows_;
    std::size_t columns_;
    std::size_t label_;
};

// Whole numbers in their order, else words in theirs.
std::vector<std::string> classesOf(const CsvRows& rows)
{
    const auto whole = [](const std::string& label) {
        long long value = 0;
        const auto [end, error] = std::from_chars(label.data(), label.data() + label.size(), value);
        return error == std::errc() && end == label.data() + label.size() ? std::optional(value) : std::nullopt;
    };
    std::vector<std::string> classes = rows.labels;
    std::ranges::sort(classes);
    classes.erase(std::unique(classes.begin(), classes.end()), classes.end());
    if (std::ranges::all_of(classes, [&](const auto& label) { return whole(label).has_value(); })) {
        std::ranges::stable_sort(classes, {}, [&](const auto& label) { return *whole(label); });
    }
    return classes;
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
    samples.values = std::move(rows.values);
    return samples;
}

CsvRows readRows(const std::filesystem::path& path)
{
    return parseCsv(readBytesFile(path.string(), mostBytes), path.filename().string());
}

// Each feature to mean 0 and deviation 1 over the training rows. What never changes there is only moved: rounding alone would
// else be blown up.
void standardise(Dataset& dataset)
{
    const auto features = std::size_t(dataset.channels);
    const auto& train = dataset.train.values;
    const auto rows = double(dataset.train.count());
    for (std::size_t f = 0; f < features; ++f) {
        double sum = 0, squares = 0;
        bool changes = false;
        for (std::size_t i = f; i < train.size(); i += features) {
            sum += double(train[i]);
            changes = changes || train[i] != train[f];
        }
        const double mean = changes ? sum / rows : double(train[f]);
        for (std::size_t i = f; i < train.size(); i += features) {
            squares += (double(train[i]) - mean) * (double(train[i]) - mean);
        }
        const double deviation = changes ? std::sqrt(squares / rows) : 1;
        for (Samples* set : {&dataset.train, &dataset.validation, &dataset.test}) {
            for (std::size_t i = f; i < set->values.size(); i += features) {
                set->values[i] = float((double(set->values[i]) - mean) / deviation);
            }
        }
    }
}

} // namespace

CsvRows parseCsv(std::span<const std::uint8_t> bytes, const std::string& name)
{
    Rows rows({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, name);
    std::vector<std::string> cells;
    if (!rows.next(cells)) { throw FileError("The file " + name + " holds no rows."); }
    if (cells.size() < 2) { rows.fail("has one column; needed are features and a label"); }
    const bool hasHeader = isHeader(cells);
    std::size_t label = cells.size() - 1;
    for (std::size_t i = 0; hasHeader && i < cells.size(); ++i) {
        if (lowered(cells[i]) == "label") { label = i; }
    }
    Collector collector(cells.size(), label);
    hasHeader ? collector.name(cells) : collector.add(cells, rows);
    while (rows.next(cells)) { collector.add(cells, rows); }
    CsvRows all = collector.take();
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
    const auto classes = classesOf(rows);
    const std::size_t features = rows.features;
    const std::string trainName = isFile ? place.filename().string() : "train.csv";
    if (classes.size() < 2 || classes.size() > std::numeric_limits<std::uint16_t>::max()) {
        throw FileError("The labels in " + trainName + " are of " + run::thousands(std::int64_t(classes.size()))
                        + (classes.size() == 1 ? " class" : " classes") + "; needed are 2 to 65,535.");
    }
    Dataset dataset;
    dataset.name = (place.has_filename() ? place : place.parent_path()).filename().string();
    dataset.source = config.dataFolder;
    dataset.channels = int(features);
    dataset.height = dataset.width = 1;
    dataset.classes = int(classes.size());
    Samples training, test;
    if (isFile) {
        separateTenth(samplesOf(std::move(rows), classes, trainName), training, test);
    } else {
        training = samplesOf(std::move(rows), classes, trainName);
        CsvRows testRows = readRows(place / "test.csv");
        if (testRows.features != features) {
            throw FileError("The rows of test.csv have " + std::to_string(testRows.features)
                            + " features, but those of train.csv have " + std::to_string(features) + ".");
        }
        test = samplesOf(std::move(testRows), classes, "test.csv");
    }
    if (test.count() == 0) {
        throw FileError("The file " + trainName + " has too few rows to test with; needed are ten.");
    }
    const std::int64_t heldOut = std::min<std::int64_t>(config.validationSamples, training.count() / 10);
    Dataset whole = assembled(std::move(dataset), training, test, config, heldOut);
    standardise(whole);
    return whole;
}

} // namespace gridscope::data
