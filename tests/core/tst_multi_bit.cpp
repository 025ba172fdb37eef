// SPDX-License-Identifier: GPL-3.0-or-later
// The mathematics of adaptive loss-aware quantization against plain sums and exhaustive search (alq.md).
#include "core/base/random.h"
#include "core/quantize/multi_bit_layer.h"
#include "core/quantize/multi_bit_prune.h"
#include "core/quantize/multi_bit_view.h"

#include <QtTest>

#include <cmath>
#include <limits>
#include <numeric>

using namespace gridscope;
using namespace gridscope::quantize;

namespace {

std::vector<float> normals(std::size_t count, std::uint32_t stream, double scale = 0.1)
{
    run::Random random(7, run::Random::Purpose::ToyPoints, stream);
    std::vector<float> values(count);
    for (float& v : values) { v = float(scale * random.normal()); }
    return values;
}

std::vector<float> positive(std::size_t count, std::uint32_t stream)
{
    std::vector<float> values = normals(count, stream, 1);
    for (float& v : values) { v = 0.01F + std::abs(v); }
    return values;
}

double squaredError(std::span<const float> w, std::span<const float> value, std::span<const float> weight = {})
{
    double sum = 0;
    for (std::size_t i = 0; i < w.size(); ++i) {
        const double d = double(w[i]) - double(value[i]);
        sum += d * d * (weight.empty() ? 1 : double(weight[i]));
    }
    return sum;
}

MultiBit sketched(std::size_t groups, std::size_t members, int slots, std::uint32_t stream = 1)
{
    const Grouping grouping{groups, members, 1};
    return sketch(grouping, normals(grouping.weights(), stream), slots);
}

// w_hat by the definition.
double dense(const MultiBit& form, std::size_t group, std::size_t member)
{
    double sum = 0;
    for (int i = 0; i < form.slots; ++i) {
        sum += form.sign(group, i, member) * double(form.coordinates(group)[std::size_t(i)]);
    }
    return sum;
}

void verifyForm(const MultiBit& form)
{
    for (std::size_t g = 0; g < form.grouping.groups; ++g) {
        for (int i = 0; i < form.slots; ++i) {
            const float a = form.coordinates(g)[std::size_t(i)];
            QVERIFY(form.isLive(g, i) ? a >= 0 : a == 0);
            for (std::size_t m = 0; m < form.grouping.members; ++m) {
                QCOMPARE(std::abs(form.sign(g, i, m)), form.isLive(g, i) ? 1 : 0);
            }
        }
    }
    QCOMPARE(form.signs.size(), form.grouping.weights());
    for (std::size_t i = 0; i < form.signs.size(); ++i) {
        QCOMPARE(form.signs[i] & ~form.live[i / form.grouping.members], 0);
    }
}

Groups allOf(const MultiBit& form) { return {0, form.grouping.groups}; }

} // namespace

class TestMultiBit : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aSketchHasSignsAndPositiveCoordinatesInOrder()
    {
        const MultiBit form = sketched(5, 24, 4);
        verifyForm(form);
        for (std::size_t g = 0; g < 5; ++g) {
            QCOMPARE(form.bits(g), 4);
            const auto alpha = form.coordinates(g);
            QVERIFY(alpha[0] > 0 && std::ranges::is_sorted(alpha));
        }
        QCOMPARE(form.averageBits(), 4.0);
    }

    void moreBasesNeverMakeASketchWorseAndAsManyAsMembersMakeItExact()
    {
        const std::vector<float> w = normals(8, 3);
        double before = squaredError(w, std::vector<float>(8, 0));
        for (int slots = 1; slots <= 8; ++slots) {
            const MultiBit form = sketch({1, 8, 1}, w, slots);
            const double error = squaredError(w, reconstructed(form));
            QVERIFY2(error <= before * (1 + 1e-9), qPrintable(QString::number(slots)));
            before = error;
        }
        QVERIFY(before < 2e-6 * squaredError(w, std::vector<float>(8, 0)));
    }

    void aConstantNeedsOneBasisAndTwoValuesNeedTwo()
    {
        QCOMPARE(sketchOf(std::vector<float>(9, -0.3F), 4).alpha, std::vector<float>{0.3F});
        const std::vector<float> two{0.5F, 0.1F, 0.5F, 0.1F, 0.1F};
        const Sketch sketch = sketchOf(two, 4);
        QCOMPARE(sketch.alpha.size(), std::size_t(2));
        QVERIFY(std::abs(sketch.alpha[0] - 0.2F) < 1e-6F && std::abs(sketch.alpha[1] - 0.3F) < 1e-6F);
    }

    void aGroupOfZerosHasNoBasisAndSoHasOneThatIsNoNumber()
    {
        QVERIFY(sketchOf(std::vector<float>(6, 0), 4).alpha.empty());
        QVERIFY(sketchOf(std::vector<float>{}, 4).alpha.empty());
        QVERIFY(sketchOf(std::vector<float>{1, std::numeric_limits<float>::quiet_NaN()}, 4).alpha.empty());
        QVERIFY(sketchOf(std::vector<float>{1, std::numeric_limits<float>::infinity()}, 4).alpha.empty());
        const MultiBit form = sketch({2, 3, 1}, std::vector<float>{0, 0, 0, 1, 2, 3}, 3);
        QCOMPARE(form.bits(0), 0);
        QVERIFY(form.bits(1) > 0);
        QCOMPARE(reachableValues(form, 0), std::vector<float>{0});
        QCOMPARE(reconstructed(form)[1], 0.0F);
    }

    void theGroupsOfATensorAreWhereTheirNamesSay()
    {
        const std::vector<std::int64_t> conv{2, 3, 2, 2}, full{2, 6};
        QCOMPARE(groupingOf(conv, Structure::Channelwise), (Grouping{2, 12, 1}));
        QCOMPARE(groupingOf(conv, Structure::Kernelwise), (Grouping{6, 4, 1}));
        QCOMPARE(groupingOf(full, Structure::Subchannelwise, 3), (Grouping{6, 2, 1}));
        const Grouping pixels = groupingOf(conv, Structure::Pixelwise);
        QCOMPARE(pixels.groups, std::size_t(8));
        std::vector<float> tensor(24);
        std::iota(tensor.begin(), tensor.end(), 0.0F);
        const std::vector<float> grouped = inGroups(pixels, tensor.data());
        // Output 1, place (0, 1): inputs 0, 1, 2.
        QCOMPARE(std::vector<float>(grouped.begin() + 15, grouped.begin() + 18), (std::vector<float>{13, 17, 21}));
        std::vector<float> back(24);
        inPlaces(pixels, grouped, back.data());
        QCOMPARE(back, tensor);
    }

    void everyWeightIsTheSumOfItsSignsTimesCoordinates()
    {
        const MultiBit form = sketched(3, 20, 5);
        const std::vector<float> values = reconstructed(form);
        for (std::size_t i = 0; i < values.size(); ++i) {
            QVERIFY(std::abs(double(values[i]) - dense(form, i / 20, i % 20)) < 1e-7);
            QVERIFY(std::ranges::binary_search(reachableValues(form, i / 20), values[i])); // bit for bit one of them
        }
    }

    void noOtherPatternIsNearerToATarget()
    {
        MultiBit form = sketched(4, 30, 4);
        drop(form, 1); // groups with fewer bases, too
        drop(form, 5);
        drop(form, 7);
        const std::vector<float> target = normals(120, 9, 0.2);
        chooseSigns(form, target, allOf(form));
        verifyForm(form);
        const std::vector<float> chosen = reconstructed(form);
        for (std::size_t i = 0; i < target.size(); ++i) {
            for (const float value : reachableValues(form, i / 30)) {
                QVERIFY(std::abs(target[i] - chosen[i]) <= std::abs(target[i] - value));
            }
        }
    }

    void coordinatesInClosedFormAreTheBestThereAre()
    {
        MultiBit form = sketched(4, 30, 3);
        drop(form, 4);
        const std::vector<float> target = normals(120, 11, 0.2), weight = positive(120, 12);
        chooseSigns(form, target, allOf(form));
        const double before = squaredError(target, reconstructed(form), weight);
        solveCoordinates(form, target, weight, allOf(form));
        verifyForm(form);
        const double best = squaredError(target, reconstructed(form), weight);
        QVERIFY(best <= before);
        for (std::size_t at = 0; at < form.alpha.size(); ++at) { // a minimum along every live coordinate
            if (!form.isLive(at / 3, int(at % 3))) { continue; }
            for (const float step : {-1e-3F, 1e-3F}) {
                MultiBit other = form;
                other.alpha[at] += step;
                QVERIFY(squaredError(target, reconstructed(other), weight) > best);
            }
        }
    }

    void aCoordinateThatComesOutNegativeIsFlippedWithItsBasis()
    {
        // One basis of plus signs, and targets below zero.
        MultiBit form{{1, 4, 1}, 1, {1, 1, 1, 1}, {0.5F}, {1}};
        const std::vector<float> target(4, -0.25F), weight(4, 1.0F);
        solveCoordinates(form, target, weight, allOf(form));
        QVERIFY(std::abs(form.alpha[0] - 0.25F) < 1e-6F);
        for (const float value : reconstructed(form)) { QVERIFY(std::abs(value + 0.25F) < 1e-6F); }
    }

    void basesThatCoincideAndGroupsWithoutAnyAreSolvedWithoutHarm()
    {
        MultiBit form{{2, 4, 1}, 2, {3, 3, 0, 0, 0, 0, 0, 0}, {0.2F, 0.1F, 0, 0}, {3, 0}};
        const std::vector<float> target{0.4F, 0.4F, -0.4F, -0.4F, 1, 1, 1, 1}, weight(8, 1.0F);
        solveCoordinates(form, target, weight, allOf(form));
        verifyForm(form);
        const std::vector<float> values = reconstructed(form);
        for (std::size_t i = 0; i < 4; ++i) { QVERIFY(std::abs(values[i] - target[i]) < 1e-6F); }
        for (std::size_t i = 4; i < 8; ++i) { QCOMPARE(values[i], 0.0F); }
        for (const float zero : {0.0F, 1e-30F}) { // no curvature at all
            MultiBit other = form;
            solveCoordinates(other, target, std::vector<float>(8, zero), allOf(other));
            for (const float value : reconstructed(other)) { QVERIFY(std::isfinite(value)); }
        }
    }

    void theDerivativeAlongACoordinateIsThatOfTheLoss()
    {
        const MultiBit form = sketched(3, 16, 4);
        const std::vector<float> target = normals(48, 5, 0.3);
        const auto loss = [&](const MultiBit& at) { // smooth: sum of (w - t)^4
            double sum = 0;
            for (std::size_t i = 0; i < target.size(); ++i) {
                sum += std::pow(dense(at, i / 16, i % 16) - double(target[i]), 4);
            }
            return sum;
        };
        std::vector<float> gradient(48);
        for (std::size_t i = 0; i < 48; ++i) {
            gradient[i] = float(4 * std::pow(dense(form, i / 16, i % 16) - double(target[i]), 3));
        }
        const std::vector<float> along = alongCoordinates(form, gradient);
        for (std::size_t at = 0; at < along.size(); ++at) {
            constexpr float step = 1e-3F;
            MultiBit above = form, below = form;
            above.alpha[at] += step;
            below.alpha[at] -= step;
            const double slope = (loss(above) - loss(below)) / (double(above.alpha[at]) - double(below.alpha[at]));
            QVERIFY2(std::abs(slope - double(along[at])) < 1e-4 * (1 + std::abs(slope)),
                     qPrintable(QString("%1: %2, %3").arg(at).arg(slope).arg(double(along[at]))));
        }
    }

    void aDiagonalIsSummedOverItsGroupAtLiveCoordinatesAlone()
    {
        MultiBit form = sketched(2, 3, 2);
        drop(form, 1);
        QCOMPARE(overGroups(form, std::vector<float>{1, 2, 3, 4, 5, 6}), (std::vector<float>{6, 0, 15, 15}));
    }

    void momentsAreAmsGrads()
    {
        Moments moments(1);
        double m = 0, v = 0, largest = 0;
        for (const double g : {0.5, -2.0, 0.1, 0.0, 0.3}) {
            moments.take(std::vector<float>{float(g)});
            m = 0.9 * m + 0.1 * g;
            v = 0.999 * v + 0.001 * g * g;
            largest = std::max(largest, v);
        }
        const Model model = modelOf(moments, 0.01);
        QVERIFY(std::abs(double(model.slope[0]) - 0.01 / (1 - std::pow(0.9, 5)) * m) < 1e-7);
        QVERIFY(std::abs(double(model.curvature[0]) - (std::sqrt(largest) + 1e-8) / std::sqrt(1 - std::pow(0.999, 5)))
                < 1e-6);
        const std::vector<float> target = targetOf(std::vector<float>{1}, model);
        QVERIFY(std::abs(double(target[0]) - (1 - double(model.slope[0]) / double(model.curvature[0]))) < 1e-6);
    }

    void theLeastUsefulCoordinatesAreThoseThatTheModelMissesLeast()
    {
        MultiBit form = sketched(6, 10, 3);
        drop(form, 2);
        const Model model{normals(18, 21, 1e-3), positive(18, 22)};
        const auto all = leastUseful(form, model, 100);
        QCOMPARE(all.size(), std::size_t(17));
        std::int64_t live = 0;
        for (std::size_t at = 0; at < 18; ++at) {
            if (!form.isLive(at / 3, int(at % 3))) { continue; }
            const auto found = std::ranges::find(all, at, &Candidate::at);
            QVERIFY(found != all.end());
            QCOMPARE(found->amongLive, live++);
            const double a = double(form.alpha[at]);
            const double change = -double(model.slope[at]) * a + 0.5 * double(model.curvature[at]) * a * a;
            QVERIFY(std::abs(double(found->change) - change) < 1e-6);
        }
        QVERIFY(std::ranges::is_sorted(all, {}, &Candidate::change));
        QCOMPARE(leastUseful(form, model, 4).size(), std::size_t(4));
    }

    void whatIsNoNumberIsNotTakenAwayFirst()
    {
        const MultiBit form = sketched(1, 10, 3);
        const float nan = std::numeric_limits<float>::quiet_NaN();
        const auto all = leastUseful(form, {{0, nan, 0}, {1, 1, 1}}, 3);
        QCOMPARE(all.back().at, std::size_t(1));
    }

    void aPoolMixesLayersByTheirChange()
    {
        const auto pool = poolOf({{{0, 0, 0.1F}, {1, 1, 0.3F}}, {}, {{4, 4, 0.2F}, {5, 5, 0.3F}}});
        QCOMPARE(pool.size(), std::size_t(4));
        const std::vector<std::pair<std::size_t, std::size_t>> order{{0, 0}, {2, 4}, {0, 1}, {2, 5}};
        for (std::size_t i = 0; i < 4; ++i) { QCOMPARE(std::pair(pool[i].layer, pool[i].candidate.at), order[i]); }
        QCOMPARE(cutOf(5, 0.5), std::size_t(2));
        QCOMPARE(cutOf(5, 1.0), std::size_t(5));
        QCOMPARE(pooledCount(10, 0.25, 0.4), std::size_t(3));
        QCOMPARE(pooledCount(10, 0.25, 0.6), std::size_t(2));
        QCOMPARE(pooledCount(0, 0.5, 0.0), std::size_t(0));
    }

    void takingCoordinatesAwayCountsAndAnEmptyGroupIsZeroAndStaysSo()
    {
        const Grouping grouping{3, 12, 1};
        MultiBitLayer layer(grouping, normals(36, 30), 2);
        layer.take(std::vector<std::size_t>{2, 3, 4});
        QCOMPARE(layer.form.liveCount(), std::int64_t(3));
        QCOMPARE(layer.form.averageBits(), 1.0);
        verifyForm(layer.form);
        for (int step = 0; step < 5; ++step) {
            const std::vector<float> gradient = normals(36, std::uint32_t(40 + step), 1e-2);
            layer.basisStep(gradient, {}, MultiBitLayer::From::Quantized);
            layer.coordinateStep(gradient, {});
            layer.basisStep(gradient, {}, MultiBitLayer::From::Floats);
        }
        const std::vector<float> values = reconstructed(layer.form);
        for (std::size_t i = 0; i < 36; ++i) { QVERIFY(i / 12 == 1 ? values[i] == 0 : std::isfinite(values[i])); }
        QCOMPARE(layer.form.liveCount(), std::int64_t(3));
    }

    void aStepOnCoordinatesMovesNothingElse()
    {
        MultiBitLayer layer({2, 10, 1}, normals(20, 50), 3);
        const MultiBit before = layer.form;
        layer.coordinateStep(normals(20, 51), {.learning = 0.01});
        QCOMPARE(layer.form.signs, before.signs);
        QVERIFY(layer.form.alpha != before.alpha);
        QCOMPARE(layer.latent, reconstructed(layer.form));
        const auto looked = layer.form;
        layer.look(normals(20, 52), {});
        QVERIFY(layer.form == looked);
    }

    void storageIsABitForEachSignAndAFloatForEachCoordinate()
    {
        MultiBit form = sketched(3, 10, 2);
        drop(form, 0);
        QCOMPARE(storageOf(form).bases, std::int64_t(5 * 10));
        QCOMPARE(storageOf(form).coordinates, std::int64_t(5 * 32));
    }

    void aWeightStandsAtItsPlaceAmongItsOwnGroupsValues()
    {
        // Group 0: points -0.3, -0.1, 0.1, 0.3; group 1: -1, 1; group 2: nothing.
        const MultiBit form{{3, 4, 1}, 2, std::vector<std::uint8_t>(12, 0), {0.1F, 0.2F, 1, 0, 0, 0}, {3, 1, 0}};
        const std::vector<float> latent{-0.3F, 0.1F, 0.15F, 0.4F, 1.0F, -0.5F, 0.0F, -2.0F, 0.7F, 0, 0, 0};
        const EvenPlaces places = evenPlaces(form, latent);
        QCOMPARE(places.half, 2);
        QVERIFY(std::abs(places.step - (0.2 + 2.0) / 2) < 1e-6);
        const std::vector<double> columns{-2, 1, 1.25, 2.5, 1, -0.75, -0.5, -1.5, 0, 0, 0, 0};
        for (std::size_t i = 0; i < 12; ++i) {
            if (i == 6) { continue; } // half way: either column's end
            QVERIFY2(std::abs(double(places.values[i]) / places.step - columns[i]) < 1e-5,
                     qPrintable(QString("%1: %2").arg(i).arg(double(places.values[i]) / places.step)));
        }
        const GroupCounts counts = groupCounts(form);
        QCOMPARE(counts.withBits, (std::vector<std::int64_t>{1, 1, 1}));
        QVERIFY(std::abs(counts.emptyShare() - 1.0 / 3) < 1e-12);
    }

    void aPictureOfNothingOrOfNoNumbersHasAStepAllTheSame()
    {
        const MultiBit form = noBases({2, 3, 1}, 3);
        const EvenPlaces places = evenPlaces(form, std::vector<float>(6, 0.5F));
        QCOMPARE(places.step, 1.0);
        QCOMPARE(places.values, std::vector<float>(6, 0));
        MultiBit wild = sketched(1, 4, 2);
        wild.alpha[0] = std::numeric_limits<float>::quiet_NaN();
        QCOMPARE(evenPlaces(wild, std::vector<float>(4, 1)).values.size(), std::size_t(4));
    }

    void whatAFileSaysOfSlotsThatThereAreNotIsCleared()
    {
        MultiBit form{{1, 3, 1}, 2, {255, 7, 1}, {0.5F, 0.25F}, {0xF1}};
        keepToSlots(form);
        QCOMPARE(form.live, std::vector<std::uint8_t>{1});
        QCOMPARE(form.alpha, (std::vector<float>{0.5F, 0}));
        QCOMPARE(form.signs, (std::vector<std::uint8_t>{1, 1, 1}));
    }
};

QTEST_APPLESS_MAIN(TestMultiBit)
#include "tst_multi_bit.moc"
