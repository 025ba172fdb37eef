// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv.h"

#include "core/base/error.h"
#include "core/base/text_file.h"
#include "core/base/wording.h"
#include "core/data/csv_columns.h"
#include "core/data/csv_labels.h"
#include "core/data/csv_rows.h"
#include "core/data/split.h"
#include "core/data/standardise.h"

#include <algorithm>
#include <filesystem>
#include <optional>

namespace gridscope::data {

namespace {

namespace fs = std::filesystem;
constexpr std::size_t mostBytes = std::size_t(1) << 30;

CsvRows readRows(const fs::path& path, const std::string& labelName = "label")
{
    return parseCsv(readBytesFile(path.string(), mostBytes), run::withoutControls(path.filename().string()), labelName);
}

bool isRegularFile(const fs::path& path)
{
    std::error_code ignored;
    return fs::is_regular_file(path, ignored);
}

class Loader {
public:
    explicit Loader(const run::RunConfig& config)
        : config_(config), place_(fs::path(config.dataFolder).lexically_normal()), isFile_(isRegularFile(place_)),
          isLast_(config.split == "last"), rows_(readRows(isFile_ ? place_ : place_ / "train.csv"))
    {
        dataset_.name = lastNameOf(config.dataFolder);
        dataset_.source = run::withoutControls(config.dataFolder);
        trainName_ = isFile_ ? dataset_.name : "train.csv";
    }
    Dataset load()
    {
        leaveOutIndex();
        if (!isLast_) { spellLabels(rows_, trainName_); }
        findClasses();
        takeSamples();
        const std::int64_t heldOut = std::min<std::int64_t>(config_.validationSamples, training_.count() / 10);
        Dataset whole = assembled(std::move(dataset_), training_, test_, config_, heldOut);
        standardise(whole, config_);
        return whole;
    }

private:
    void leaveOutIndex()
    {
        if (isLast_ || !hasIndex(rows_)) { return; }
        if (rows_.features < 2) {
            throw FileError("The only column beside the label in " + trainName_
                            + " numbers the rows; needed are features.");
        }
        indexName_ = rows_.header.front();
        rows_ = withoutFirst(std::move(rows_));
        dataset_.notes.push_back(
            "the first column of " + trainName_
            + (indexName_->empty() ? ", which has no name," : ", " + run::inQuotes(*indexName_) + ",")
            + " only numbers the rows and is left out");
    }
    void findClasses()
    {
        dataset_.classNames = classesOf(rows_, isLast_);
        requireClasses(dataset_.classNames, rows_.labels.size(), trainName_, isLast_);
        dataset_.channels = int(rows_.features);
        dataset_.height = dataset_.width = 1;
        dataset_.classes = int(dataset_.classNames.size());
        dataset_.columnNames = rows_.header;
        noteLookalikes(dataset_);
    }
    void takeSamples()
    {
        if (isFile_) {
            separateTest(samplesOf(std::move(rows_), dataset_.classNames, trainName_), config_, training_, test_);
        } else {
            test_ = samplesOf(testRows(), dataset_.classNames, "test.csv");
            training_ = samplesOf(std::move(rows_), dataset_.classNames, trainName_);
        }
        if (test_.count() == 0) {
            throw FileError("The file " + trainName_ + " has too few rows to test with; needed are ten.");
        }
    }
    CsvRows testRows()
    {
        CsvRows test = readRows(place_ / "test.csv", rows_.labelName.empty() || isLast_ ? "label" : rows_.labelName);
        const bool isNumberedToo =
            indexName_ && !test.header.empty() && test.header.front() == *indexName_ && test.features > 1;
        if (isNumberedToo) { test = withoutFirst(std::move(test)); }
        test = matched(std::move(test), rows_, isLast_, dataset_);
        if (!isLast_) { spellLabels(test, "test.csv"); }
        return test;
    }

    const run::RunConfig& config_;
    fs::path place_;
    bool isFile_;
    bool isLast_; // as tables were read before there was a choice
    CsvRows rows_;
    std::string trainName_;
    std::optional<std::string> indexName_; // of the column that only numbered the rows
    Dataset dataset_;
    Samples training_, test_;
};

} // namespace

Dataset loadCsv(const run::RunConfig& config) { return Loader(config).load(); }

} // namespace gridscope::data
