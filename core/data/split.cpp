// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/split.h"

#include "core/run/error.h"
#include "core/run/wording.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace gridscope::data {

namespace {

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
    } else {
        samples.files.push_back(from.files[std::size_t(position)]);
    }
    samples.labels.push_back(from.labels[std::size_t(position)]);
}

// Every k-th picture is held out, whatever the seed, so that all runs are measured on the same ones.
void splitTraining(Dataset& dataset, const Samples& all, std::int64_t heldOut, std::int64_t limit)
{
    const std::int64_t wanted = limit > 0 ? std::min(limit, all.count() - heldOut) : all.count() - heldOut;
    const std::size_t pictureBytes = all.bytes.size() / std::size_t(all.count());
    dataset.validation.bytes.reserve(std::size_t(heldOut) * pictureBytes);
    dataset.train.bytes.reserve(std::size_t(wanted) * pictureBytes);
    for (std::int64_t position = 0; position < all.count(); ++position) {
        const bool isHeldOut = (position + 1) * heldOut / all.count() > position * heldOut / all.count();
        if (isHeldOut) {
            append(dataset.validation, all, position);
        } else if (dataset.train.count() < wanted) {
            append(dataset.train, all, position);
        }
    }
}

void takeTest(Dataset& dataset, const Samples& all, std::int64_t limit)
{
    const std::int64_t wanted = limit > 0 ? std::min(limit, all.count()) : all.count();
    for (std::int64_t position = 0; position < wanted; ++position) { append(dataset.test, all, position); }
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

void separateTenth(const Samples& all, Samples& training, Samples& test)
{
    constexpr std::int64_t every = 10;
    for (std::int64_t i = 0; i < all.count(); ++i) { append(i % every == every - 1 ? test : training, all, i); }
}

Dataset assembled(Dataset dataset, const Samples& training, const Samples& test, const run::RunConfig& config,
                  std::int64_t heldOut)
{
    if (heldOut >= training.count()) {
        throw ConfigError("validation_samples is " + std::to_string(heldOut) + ", but there are only "
                          + run::thousands(training.count()) + (training.values.empty() ? " training pictures in " : " training rows in ") + dataset.source + ".");
    }
    splitTraining(dataset, training, heldOut, config.trainSamples);
    takeTest(dataset, test, config.testSamples);
    if (!training.bytes.empty()) { measure(dataset); }
    return dataset;
}

} // namespace gridscope::data
