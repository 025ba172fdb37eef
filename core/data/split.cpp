// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/split.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/base/wording.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

namespace gridscope::data {

namespace {

using run::thousands;
using Counts = std::vector<std::int64_t>;
using Chosen = std::vector<char>; // of each sample

// Each draws from a stream of its own, so that none changes another.
enum class Draw : std::uint32_t { Test, Validation, TrainLimit, TestLimit };

void append(Samples& samples, const Samples& from, std::int64_t position)
{
    if (from.files.empty()) {
        const auto part = [&](const auto& all, auto& to) {
            const std::int64_t size = std::int64_t(all.size()) / from.count();
            const auto first = all.begin() + position * size;
            to.insert(to.end(), first, first + size);
        };
        part(from.bytes, samples.bytes);
        part(from.values, samples.values);
        part(from.exact, samples.exact);
    } else {
        samples.files.push_back(from.files[std::size_t(position)]);
    }
    samples.labels.push_back(from.labels[std::size_t(position)]);
}

Counts countsOf(const std::vector<std::uint16_t>& labels)
{
    Counts counts;
    for (const std::uint16_t label : labels) {
        if (label >= counts.size()) { counts.resize(std::size_t(label) + 1); }
        ++counts[label];
    }
    return counts;
}

// Splits `wanted` among classes by their counts, largest remainders first, equal ones in an order that is drawn. No class gives
// more than it `mayGive`; each that may gives one, when `wanted` goes so far.
Counts sharesOf(const Counts& counts, const Counts& mayGive, std::int64_t wanted, run::Random random)
{
    const std::int64_t all = std::accumulate(counts.begin(), counts.end(), std::int64_t(0));
    Counts shares(counts.size());
    Counts remainders(counts.size());
    std::int64_t open = wanted;
    for (std::size_t c = 0; c < counts.size(); ++c) {
        const std::int64_t exact = wanted * counts[c]; // below 2^54: at most 10 million of a billion
        shares[c] = std::min(exact / all, mayGive[c]);
        remainders[c] = exact % all;
        open -= shares[c];
    }
    std::vector<std::int32_t> order = random.permutation(std::int32_t(counts.size()));
    std::ranges::stable_sort(order, std::greater(), [&](std::int32_t c) { return remainders[std::size_t(c)]; });
    for (bool gives = true; open > 0 && gives;) {
        gives = false;
        for (const std::int32_t c : order) {
            if (open > 0 && shares[std::size_t(c)] < mayGive[std::size_t(c)]) {
                ++shares[std::size_t(c)];
                --open;
                gives = true;
            }
        }
    }
    for (const std::int32_t c : order) { // a class that is rare
        if (shares[std::size_t(c)] > 0 || mayGive[std::size_t(c)] == 0) { continue; }
        const auto richest = std::ranges::max_element(shares);
        if (*richest < 2) { break; }
        --*richest;
        shares[std::size_t(c)] = 1;
    }
    return shares;
}

// As many as `wanted`, or fewer when the classes may not give so many.
Chosen drawn(const std::vector<std::uint16_t>& labels, const Counts& mayGive, std::int64_t wanted, std::int64_t seed,
             Draw draw)
{
    const auto stream = [&](std::uint32_t step) {
        return run::Random(seed, run::Random::Purpose::Split, std::uint32_t(draw), step);
    };
    const Counts counts = countsOf(labels);
    const Counts shares = sharesOf(counts, mayGive, wanted, stream(std::numeric_limits<std::uint32_t>::max()));
    std::vector<std::vector<std::int32_t>> positions(counts.size());
    for (std::size_t i = 0; i < labels.size(); ++i) { positions[labels[i]].push_back(std::int32_t(i)); }
    Chosen chosen(labels.size());
    for (std::size_t c = 0; c < counts.size(); ++c) {
        if (shares[c] == 0) { continue; }
        const auto order = stream(std::uint32_t(c)).permutation(std::int32_t(counts[c]));
        for (std::int64_t i = 0; i < shares[c]; ++i) {
            chosen[std::size_t(positions[c][std::size_t(order[std::size_t(i)])])] = 1;
        }
    }
    return chosen;
}

// One of each class stays behind, as far as that can be.
Chosen heldOutOf(const std::vector<std::uint16_t>& labels, std::int64_t wanted, std::int64_t seed, Draw draw)
{
    const Counts counts = countsOf(labels);
    Counts mayGive = counts;
    for (auto& count : mayGive) { count = std::max<std::int64_t>(count - 1, 0); }
    const bool isEnough = std::accumulate(mayGive.begin(), mayGive.end(), std::int64_t(0)) >= wanted;
    return drawn(labels, isEnough ? mayGive : counts, wanted, seed, draw);
}

Chosen limited(const std::vector<std::uint16_t>& labels, std::int64_t limit, std::int64_t seed, Draw draw)
{
    if (limit == 0 || limit >= std::int64_t(labels.size())) { return Chosen(labels.size(), 1); }
    return drawn(labels, countsOf(labels), limit, seed, draw);
}

void take(Samples& to, const Samples& from, const std::vector<std::int64_t>& positions)
{
    to.bytes.reserve(from.count() == 0 ? 0 : from.bytes.size() / std::size_t(from.count()) * positions.size());
    for (const std::int64_t position : positions) { append(to, from, position); }
}

std::vector<std::uint16_t> labelsAt(const Samples& samples, const std::vector<std::int64_t>& positions)
{
    std::vector<std::uint16_t> labels;
    for (const std::int64_t position : positions) { labels.push_back(samples.labels[std::size_t(position)]); }
    return labels;
}

std::vector<std::int64_t> kept(const std::vector<std::int64_t>& positions, const Chosen& chosen)
{
    std::vector<std::int64_t> these;
    for (std::size_t i = 0; i < positions.size(); ++i) {
        if (chosen[i] != 0) { these.push_back(positions[i]); }
    }
    return these;
}

void splitByClass(Dataset& dataset, const Samples& training, const Samples& test, const run::RunConfig& config,
                  std::int64_t heldOut)
{
    const Chosen validates = heldOutOf(training.labels, heldOut, config.seed, Draw::Validation);
    std::vector<std::int64_t> mine, validation, tests(std::size_t(test.count()));
    for (std::int64_t i = 0; i < training.count(); ++i) {
        (validates[std::size_t(i)] != 0 ? validation : mine).push_back(i);
    }
    std::iota(tests.begin(), tests.end(), 0);
    take(dataset.validation, training, validation);
    take(dataset.train, training,
         kept(mine, limited(labelsAt(training, mine), config.trainSamples, config.seed, Draw::TrainLimit)));
    take(dataset.test, test, kept(tests, limited(test.labels, config.testSamples, config.seed, Draw::TestLimit)));
}

// The last of every k pictures is held out, whatever the seed, and limits take the first.
void splitByPosition(Dataset& dataset, const Samples& training, const Samples& test, const run::RunConfig& config,
                     std::int64_t heldOut)
{
    const auto upTo = [](std::int64_t limit, std::int64_t count) { return limit > 0 ? std::min(limit, count) : count; };
    std::vector<std::int64_t> mine, validation, tests(std::size_t(upTo(config.testSamples, test.count())));
    const std::int64_t all = training.count(), wanted = upTo(config.trainSamples, all - heldOut);
    for (std::int64_t i = 0; i < all; ++i) {
        if ((i + 1) * heldOut / all > i * heldOut / all) {
            validation.push_back(i);
        } else if (std::int64_t(mine.size()) < wanted) {
            mine.push_back(i);
        }
    }
    std::iota(tests.begin(), tests.end(), 0);
    take(dataset.validation, training, validation);
    take(dataset.train, training, mine);
    take(dataset.test, test, tests);
}

void measure(Dataset& dataset)
{
    std::array<std::int64_t, 256> counts{};
    for (const std::uint8_t value : dataset.train.bytes) { ++counts[value]; }
    double sum = 0;
    double squares = 0;
    for (std::size_t value = 0; value < counts.size(); ++value) {
        const double level = double(value) / 255;
        sum += level * double(counts[value]);
        squares += level * level * double(counts[value]);
    }
    const double mean = sum / double(dataset.train.bytes.size());
    const double deviation = std::sqrt(std::max(squares / double(dataset.train.bytes.size()) - mean * mean, 0.0));
    dataset.mean = static_cast<float>(mean);
    dataset.deviation = deviation > 0 ? static_cast<float>(deviation) : 1.0F; // pictures of one grey
}

} // namespace

std::int64_t heldOutOf(const run::RunConfig& config, std::int64_t trainingSamples)
{
    const bool isDefault = config.validationSamples == run::RunConfig{}.validationSamples;
    return isDefault ? std::min<std::int64_t>(config.validationSamples, trainingSamples / 10)
                     : config.validationSamples;
}

void separateTest(const Samples& all, const run::RunConfig& config, Samples& training, Samples& test)
{
    constexpr std::int64_t every = 10, mostShare = 4;
    Chosen tests(all.labels.size());
    if (config.split == "last") {
        for (std::size_t i = 0; i < tests.size(); ++i) { tests[i] = i % every == every - 1 ? 1 : 0; }
    } else if (all.count() >= every) {
        Counts mayGive = countsOf(all.labels);
        for (auto& count : mayGive) { count = std::max<std::int64_t>(count - 1, 0); }
        const std::int64_t two = std::ranges::count_if(mayGive, [](std::int64_t count) { return count > 0; });
        const std::int64_t wanted = std::max(all.count() / every, std::min(two, all.count() / mostShare));
        tests = drawn(all.labels, mayGive, wanted, config.seed, Draw::Test);
    }
    for (std::int64_t i = 0; i < all.count(); ++i) { append(tests[std::size_t(i)] != 0 ? test : training, all, i); }
}

Dataset assembled(Dataset dataset, const Samples& training, const Samples& test, const run::RunConfig& config,
                  std::int64_t heldOut)
{
    if (heldOut >= training.count()) {
        const bool areRows = !training.values.empty() || !training.exact.empty();
        throw ConfigError("validation_samples is " + std::to_string(heldOut) + ", but there are only "
                          + thousands(training.count()) + (areRows ? " training rows in " : " training pictures in ")
                          + run::withoutControls(dataset.source) + ".");
    }
    if (config.split == "last") {
        splitByPosition(dataset, training, test, config, heldOut);
    } else {
        splitByClass(dataset, training, test, config, heldOut);
    }
    if (!training.bytes.empty()) { measure(dataset); }
    return dataset;
}

void nameClasses(Dataset& dataset, std::vector<std::int64_t>& training, std::vector<std::int64_t>& test,
                 const run::RunConfig& config, const std::string& trainingPlace, const std::string& testPlace)
{
    constexpr std::int64_t most = std::numeric_limits<std::uint16_t>::max();
    constexpr std::int64_t mostOfFew = 10; // so many classes may be of fewer than ten samples each
    std::map<std::int64_t, std::int64_t> classes;
    for (const std::int64_t label : training) { classes[label] = 0; }
    std::int64_t next = 0;
    for (auto& [label, index] : classes) { index = next++; }
    const std::int64_t samples = std::int64_t(training.size());
    if (classes.size() < 2) {
        throw FileError("All labels in " + trainingPlace + " are " + std::to_string(classes.begin()->first)
                        + "; needed are at least two classes.");
    }
    if (next > most || (config.split != "last" && next > mostOfFew && next * 10 > samples)) {
        throw FileError("The " + thousands(samples) + " labels in " + trainingPlace + " have " + thousands(next)
                        + " different values; numbers that are measured are no classes, so sort them into a few.");
    }
    if (config.split == "last") { // as before: 0 is a class, too, whether it is there or not
        for (auto& [label, index] : classes) { index = label; }
        next = 1 + classes.rbegin()->first;
    }
    for (std::size_t i = 0; i < test.size(); ++i) {
        if (!classes.contains(test[i]) && (config.split != "last" || test[i] >= next)) {
            throw FileError("Label " + std::to_string(i) + " in " + testPlace + " is " + std::to_string(test[i])
                            + ", which none of the labels in " + trainingPlace + " is.");
        }
    }
    for (std::int64_t& label : training) { label = classes[label]; }
    for (std::int64_t& label : test) { label = config.split == "last" ? label : classes[label]; }
    dataset.classes = int(next);
    if (config.split == "last") { return; }
    for (const auto& [label, index] : classes) { dataset.classNames.push_back(std::to_string(label)); }
}

} // namespace gridscope::data
