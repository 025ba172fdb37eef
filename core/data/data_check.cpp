// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/data_check.h"

#include "core/base/hash.h"
#include "core/base/wording.h"
#include "core/config/data_kind.h"
#include "core/data/picture_folder.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <thread>
#include <unordered_map>

namespace gridscope::data {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using Hashes = std::vector<std::uint64_t>; // of each sample; 0: nothing else is so

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

// Sums of many numbers to a Range.
class Measured {
public:
    void add(double value, double times = 1)
    {
        low_ = std::min(low_, value);
        high_ = std::max(high_, value);
        count_ += times;
        sum_ += value * times;
        squares_ += value * value * times;
    }
    Range range(const std::string& name) const
    {
        if (count_ == 0) { return {name}; }
        const double mean = sum_ / count_;
        return {name, low_, high_, mean, std::sqrt(std::max(squares_ / count_ - mean * mean, 0.0))};
    }

private:
    double low_ = std::numeric_limits<double>::infinity(), high_ = -low_, count_ = 0, sum_ = 0, squares_ = 0;
};

Range rangeOfBytes(std::span<const std::uint8_t> bytes)
{
    std::array<std::int64_t, 256> counts{};
    for (const std::uint8_t byte : bytes) { ++counts[byte]; }
    Measured measured;
    for (std::size_t value = 0; value < counts.size(); ++value) {
        if (counts[value] > 0) { measured.add(double(value), double(counts[value])); }
    }
    return measured.range("");
}

std::vector<Range> rangesOfPoints(const Dataset& d)
{
    std::vector<Range> ranges;
    for (std::size_t c = 0; c < std::size_t(d.channels); ++c) {
        Measured measured;
        for (std::size_t i = c; i < d.train.values.size(); i += std::size_t(d.channels)) {
            measured.add(double(d.train.values[i]));
        }
        ranges.push_back(measured.range(c == 0 ? "x" : "y"));
    }
    return ranges;
}

// Decodes pictures here and there for a second or all of them: what numbers they have, and how long one takes.
void tryPictures(const Dataset& d, DataCheck& check)
{
    constexpr double longest = 1;
    constexpr std::size_t most = 64;
    const auto& files = d.train.files;
    if (!canDecodePictures() || files.empty()) { return; }
    const std::size_t tried = std::min(files.size(), most);
    const std::size_t bytes = 3 * std::size_t(d.height) * std::size_t(d.width);
    std::vector<std::uint8_t> all;
    const auto start = Clock::now();
    std::size_t done = 0;
    for (; done < tried && (done == 0 || secondsSince(start) < longest); ++done) {
        all.resize(all.size() + bytes);
        decodePicture(files[done * files.size() / tried], d.height, std::span(all).last(bytes));
    }
    const double threads =
        std::max(double(std::thread::hardware_concurrency()) - 1, 1.0); // as training leaves one free
    check.epochSeconds = secondsSince(start) / double(done) * double(files.size()) / threads;
    check.ranges = {rangeOfBytes(all)};
}

template <typename Value>
Hashes hashesOf(const std::vector<Value>& values, std::int64_t count)
{
    Hashes hashes;
    const std::size_t size = count == 0 ? 0 : values.size() / std::size_t(count);
    for (std::int64_t i = 0; i < count; ++i) {
        hashes.push_back(run::chainedHash(1, values.data() + std::size_t(i) * size, size * sizeof(Value)));
    }
    return hashes;
}

std::uint64_t hashOfFile(const std::string& path)
{
    std::ifstream stream(path, std::ios::binary);
    std::vector<char> piece(1 << 16);
    std::uint64_t hash = 1;
    while (stream) {
        stream.read(piece.data(), std::streamsize(piece.size()));
        hash = run::chainedHash(hash, piece.data(), std::size_t(stream.gcount()));
    }
    return hash;
}

// Only files of the same size can be the same; the others need not be read.
std::array<Hashes, 3> hashesOfFiles(const std::array<const Samples*, 3>& sets)
{
    std::unordered_map<std::uintmax_t, int> ofSize;
    std::array<std::vector<std::uintmax_t>, 3> sizes;
    for (std::size_t s = 0; s < sets.size(); ++s) {
        for (const std::string& file : sets[s]->files) {
            std::error_code failed;
            sizes[s].push_back(fs::file_size(file, failed));
            ++ofSize[sizes[s].back()];
        }
    }
    std::array<Hashes, 3> hashes;
    for (std::size_t s = 0; s < sets.size(); ++s) {
        for (std::size_t i = 0; i < sizes[s].size(); ++i) {
            hashes[s].push_back(ofSize[sizes[s][i]] > 1 ? hashOfFile(sets[s]->files[i]) : 0);
        }
    }
    return hashes;
}

std::string sampleText(const Samples& samples, std::size_t i, const std::string& set)
{
    return samples.files.empty() ? set + " sample " + run::thousands(std::int64_t(i + 1))
                                 : run::withoutControls(samples.files[i]);
}

void findDuplicates(const Dataset& d, DataCheck& check)
{
    constexpr std::array<const char*, 3> names = {"training", "validation", "test"};
    const std::array<const Samples*, 3> sets = {&d.train, &d.validation, &d.test};
    std::array<Hashes, 3> hashes;
    if (d.train.files.empty()) {
        for (std::size_t s = 0; s < sets.size(); ++s) {
            hashes[s] = sets[s]->values.empty() ? hashesOf(sets[s]->bytes, sets[s]->count())
                                                : hashesOf(sets[s]->values, sets[s]->count());
        }
    } else {
        hashes = hashesOfFiles(sets);
    }
    for (std::size_t a = 0; a < sets.size(); ++a) {
        std::unordered_map<std::uint64_t, std::size_t> there;
        for (std::size_t i = 0; i < hashes[a].size(); ++i) {
            if (hashes[a][i] != 0) { there.emplace(hashes[a][i], i); }
        }
        for (std::size_t b = a + 1; b < sets.size(); ++b) {
            DataCheck::Duplicates same{std::string(names[a]) + " and " + names[b], 0, ""};
            for (std::size_t i = 0; i < hashes[b].size(); ++i) {
                const auto found = there.find(hashes[b][i]);
                if (hashes[b][i] == 0 || found == there.end()) { continue; }
                if (same.count++ == 0) {
                    same.example =
                        sampleText(*sets[b], i, names[b]) + " is " + sampleText(*sets[a], found->second, names[a]);
                }
            }
            if (same.count > 0) { check.duplicates.push_back(same); }
        }
    }
}

std::string splitText(const run::RunConfig& config)
{
    if (run::isToy(config.data)) { return "each part is made from seed " + std::to_string(config.seed) + " by itself"; }
    return config.split == "last" ? "by position: the last of every so many"
                                  : "drawn from seed " + std::to_string(config.seed) + ", a share of every class";
}

void countClasses(const Dataset& d, DataCheck& check)
{
    check.classes.resize(std::size_t(d.classes));
    for (std::size_t c = 0; c < check.classes.size(); ++c) { check.classes[c].name = classNameOf(d, c); }
    for (const auto label : d.train.labels) { ++check.classes[label].train; }
    for (const auto label : d.validation.labels) { ++check.classes[label].validation; }
    for (const auto label : d.test.labels) { ++check.classes[label].test; }
}

} // namespace

DataCheck checkData(const run::RunConfig& config)
{
    DataCheck check;
    const auto start = Clock::now();
    Dataset d = loadDataset(config);
    check.loadingSeconds = secondsSince(start);
    check.kind = config.data;
    check.name = d.name;
    check.source = d.source;
    check.unit = run::isToy(config.data) ? "points" : run::hasPictures(config.data) ? "pictures" : "rows";
    check.split = splitText(config);
    check.channels = d.channels;
    check.height = d.height;
    check.width = d.width;
    check.train = d.train.count();
    check.validation = d.validation.count();
    check.test = d.test.count();
    countClasses(d, check);
    for (const std::string& note : d.notes) { check.notes.push_back(run::withoutControls(note)); }
    check.ranges = !d.ranges.empty()         ? d.ranges
                   : !d.train.values.empty() ? rangesOfPoints(d)
                                             : std::vector{rangeOfBytes(d.train.bytes)};
    for (Range& range : check.ranges) { range.name = run::shown(range.name); }
    if (!d.train.files.empty()) { tryPictures(d, check); }
    findDuplicates(d, check);
    check.passedOver = std::move(d.passedOver);
    return check;
}

std::string guessedKind(const std::string& folder)
{
    std::error_code ignored;
    const fs::path place(folder);
    if (fs::is_regular_file(place, ignored)) { return "csv"; }
    std::string kind = "folder";
    for (auto entry = fs::directory_iterator(place, ignored); !ignored && entry != fs::directory_iterator();
         entry.increment(ignored)) {
        const std::string name = entry->path().filename().string();
        if (name == "train.csv") { return "csv"; }
        if (name == "train_images.npy") { return "npy"; }
        if (name == "cifar-10-batches-bin" || name.starts_with("data_batch_")) { return "cifar10"; }
        if (name.find("-idx") != std::string::npos || name.find(".idx") != std::string::npos) { kind = "idx"; }
    }
    return kind;
}

} // namespace gridscope::data
