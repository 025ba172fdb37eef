// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/toy.h"

#include "core/base/random.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <numbers>

namespace gridscope::data {

namespace {

using run::Random;

constexpr int trainPoints = 2000;
constexpr int validationPoints = 500;
constexpr int testPoints = 500;
constexpr double pi = std::numbers::pi;

struct LabelledPoint {
    double x = 0;
    double y = 0;
    int label = 0;
};

// Two arms that wind outwards one and a half times, half a turn apart.
LabelledPoint spiralPoint(int label, Random& random)
{
    const double radius = std::sqrt(random.uniform()); // as many points per length outside as inside
    const double angle = 3 * pi * radius + pi * label;
    return {radius * std::cos(angle), radius * std::sin(angle), label};
}

// Two half circles that reach into each other, scaled from [-1, 2] x [-0.5, 1].
LabelledPoint moonPoint(int label, Random& random)
{
    const double angle = pi * random.uniform();
    const double x = label == 0 ? std::cos(angle) : 1 - std::cos(angle);
    const double y = label == 0 ? std::sin(angle) : 0.5 - std::sin(angle);
    return {(x - 0.5) / 1.5, (y - 0.25) / 1.5, label};
}

LabelledPoint circlePoint(int label, Random& random)
{
    const double radius = label == 0 ? 0.9 : 0.4;
    const double angle = 2 * pi * random.uniform();
    return {radius * std::cos(angle), radius * std::sin(angle), label};
}

// Squares of a board with `side` columns and rows over [-1, 1] x [-1, 1], coloured alternately; xor has four.
template <int side>
LabelledPoint boardPoint(int, Random& random)
{
    const double column = side * random.uniform(), row = side * random.uniform();
    const int label = (static_cast<int>(column) + static_cast<int>(row)) % 2;
    return {2 * column / side - 1, 2 * row / side - 1, label};
}

struct Shape {
    std::string_view data; // the setting's value
    const char* name;
    LabelledPoint (*point)(int label, Random& random);
};
constexpr std::array<Shape, 5> shapes{{{"spirals", "Two spirals", spiralPoint},
                                       {"moons", "Two moons", moonPoint},
                                       {"circles", "Two circles", circlePoint},
                                       {"xor", "Exclusive or", boardPoint<2>},
                                       {"checkerboard", "Checkerboard", boardPoint<4>}}};

const Shape& shapeOf(std::string_view data)
{
    const auto* found = std::ranges::find(shapes, data, &Shape::data);
    assert(found != shapes.end());
    return *found;
}

Samples makeSamples(const run::RunConfig& config, int count, std::uint32_t set)
{
    Random random(config.seed, Random::Purpose::ToyPoints, 0, set);
    const Shape& shape = shapeOf(config.data);
    Samples samples;
    samples.values.reserve(std::size_t(count) * 2);
    samples.labels.reserve(std::size_t(count));
    for (int i = 0; i < count; ++i) {
        const LabelledPoint point = shape.point(i % 2, random);
        samples.values.push_back(static_cast<float>(point.x + config.toyNoise * random.normal()));
        samples.values.push_back(static_cast<float>(point.y + config.toyNoise * random.normal()));
        samples.labels.push_back(static_cast<std::uint16_t>(point.label));
    }
    return samples;
}

int limited(int limit, int count) { return limit > 0 ? std::min(limit, count) : count; }

} // namespace

Dataset makeToy(const run::RunConfig& config)
{
    Dataset dataset;
    dataset.name = shapeOf(config.data).name;
    dataset.source = "made from seed " + std::to_string(config.seed);
    dataset.channels = 2;
    dataset.height = 1;
    dataset.width = 1;
    dataset.classes = 2;
    dataset.train = makeSamples(config, limited(config.trainSamples, trainPoints), 0);
    dataset.validation = makeSamples(config, std::min(config.validationSamples, validationPoints), 1);
    dataset.test = makeSamples(config, limited(config.testSamples, testPoints), 2);
    return dataset;
}

} // namespace gridscope::data
