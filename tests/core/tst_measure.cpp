// SPDX-License-Identifier: GPL-3.0-or-later
// What a snapshot says of a layer, on weights placed by hand.
#include "core/base/random.h"
#include "core/kernels/kernels.h"
#include "core/quantize/measure.h"

#include <QtTest>

#include <numeric>
#include <tuple>

using namespace gridscope;

namespace {

// The vectorised pass adds in another order, four values at a time in float. All counts are equal.
constexpr double sumTolerance = 1e-7;

run::LayerState measured(const std::vector<float>& weights, double alpha, int bits, int binsPerCell = 4)
{
    std::vector<std::int8_t> codes;
    run::LayerState state;
    quantize::measure(weights, alpha, quantize::signedGrid(bits), binsPerCell, codes, state);
    return state;
}

// The judge: every weight by itself, in the order in which they lie.
double scoreOf(double distanceSum, double weights)
{
    return weights > 0 ? 1 - distanceSum / weights / 0.25 : std::numeric_limits<double>::quiet_NaN();
}
void measureOneByOne(std::span<const float> weights, double alpha, const quantize::Grid& grid, int binsPerCell,
                     std::vector<std::int8_t>& codes, run::LayerState& state)
{
    state.low = grid.low;
    state.high = grid.high;
    state.binsPerCell = quantize::binsPerCellFor(grid, binsPerCell);
    const int bins = grid.points() * state.binsPerCell;
    state.histogram.assign(std::size_t(bins), 0);
    state.counts.assign(std::size_t(grid.points()), 0);
    const bool comparable = codes.size() == weights.size();
    codes.resize(weights.size());

    const auto step = float(alpha);
    double distance = 0, distanceNonzero = 0, error = 0, energy = 0;
    std::uint64_t inside = 0, insideNonzero = 0, changed = 0;
    state.below = state.above = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const float w = weights[i];
        const float t = w / step;
        const int code = quantize::nearestCode(w, step, grid);
        ++state.counts[std::size_t(code - grid.low)];
        changed += comparable && codes[i] != std::int8_t(code);
        codes[i] = std::int8_t(code);
        const float miss = w - step * float(code);
        error += double(miss * miss);
        energy += double(w * w);
        // The same cell decides on code and bin, so a border never cuts a bin and no weight counts twice.
        const float cell = std::floor(t + 0.5F);
        if (cell < float(grid.low)) {
            ++state.below;
        } else if (cell > float(grid.high)) {
            ++state.above;
        } else {
            const float within = t + 0.5F - cell; // [0, 1)
            const int bin = std::min(int(within * float(state.binsPerCell)), state.binsPerCell - 1);
            ++state.histogram[std::size_t((code - grid.low) * state.binsPerCell + bin)];
            const double away = std::abs(double(t) - double(code));
            distance += away;
            ++inside;
            if (code != 0) {
                distanceNonzero += away;
                ++insideNonzero;
            }
        }
    }
    const auto all = double(std::max<std::size_t>(1, weights.size()));
    state.score = scoreOf(distance, double(inside));
    state.scoreNonzero = scoreOf(distanceNonzero, double(insideNonzero));
    state.zeroShare = double(state.counts[std::size_t(-grid.low)]) / all;
    state.meanSquareError = error / all;
    state.relativeError = energy > 0 ? error / energy : 0;
    state.changedShare = double(changed) / all;
}

bool close(double a, double b)
{
    return (std::isnan(a) && std::isnan(b)) || std::abs(a - b) <= sumTolerance * (1 + std::abs(b));
}

} // namespace

class TestMeasure : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void scoreIsOneOnTheGridZeroSpreadEvenlyAndMinusOneOnTheBorders()
    {
        QCOMPARE(measured({-1.0F, -0.5F, 0.0F, 0.5F}, 0.5, 2).score, 1.0);
        QCOMPARE(measured({-0.75F, -0.25F, 0.25F}, 0.5, 2).score, -1.0);
        std::vector<float> even;
        for (int i = 0; i < 4000; ++i) { even.push_back(-1.25F + 2.0F * (float(i) + 0.5F) / 4000.0F); }
        QVERIFY(std::abs(measured(even, 0.5, 2).score) < 1e-3);
    }

    void scoreNonzeroLeavesTheZeroCellOut()
    {
        const auto state = measured({0.1F, -0.2F, 0.5F, -0.5F}, 0.5, 2);
        QCOMPARE(state.scoreNonzero, 1.0);
        QVERIFY(state.score < 1);
        QCOMPARE(state.zeroShare, 0.5);
        QVERIFY(std::isnan(measured({0.1F}, 0.5, 2).scoreNonzero)); // nobody there: undefined, not zero
    }

    void everyWeightCountsExactlyOnceInHistogramAndCounts()
    {
        run::Random random(5, run::Random::Purpose::ToyPoints);
        std::vector<float> weights;
        for (int i = 0; i < 10007; ++i) { weights.push_back(float(random.normal() * 0.3)); }
        for (int bits = 1; bits <= 8; ++bits) {
            const auto state = measured(weights, 0.8 / (1 << bits), bits, 64);
            const auto inBins = std::accumulate(state.histogram.begin(), state.histogram.end(), std::uint64_t(0));
            QCOMPARE(inBins + state.below + state.above, std::uint64_t(weights.size()));
            QCOMPARE(std::accumulate(state.counts.begin(), state.counts.end(), std::uint64_t(0)),
                     std::uint64_t(weights.size()));
            QVERIFY(state.histogram.size() <= 1024);
            QCOMPARE(state.histogram.size(), std::size_t(state.high - state.low + 1) * std::size_t(state.binsPerCell));
            for (int n = state.low; n <= state.high; ++n) { // a border never cuts a bin
                const auto first = state.histogram.begin() + (n - state.low) * state.binsPerCell;
                const auto inCell = std::accumulate(first, first + state.binsPerCell, std::uint64_t(0));
                const auto outside = n == state.low ? state.below : n == state.high ? state.above : 0;
                QCOMPARE(inCell + outside, std::uint64_t(state.counts[std::size_t(n - state.low)]));
            }
        }
    }

    void weightsOutsideTheGridAreCountedNeverHidden()
    {
        const auto state = measured({-9.0F, 9.0F, 8.0F, 0.0F}, 0.5, 2);
        QCOMPARE(state.below, std::uint64_t(1));
        QCOMPARE(state.above, std::uint64_t(2));
        QCOMPARE(state.counts.front(), 1U);
        QCOMPARE(state.counts.back(), 2U);
    }

    void errorIsTheMeanSquareOfRoundingAndItsShareOfTheEnergy()
    {
        const auto state = measured({0.6F, -0.4F}, 0.5, 2); // misses 0.1 each
        QVERIFY(std::abs(state.meanSquareError - 0.01) < 1e-7);
        QVERIFY(std::abs(state.relativeError - 0.02 / 0.52) < 1e-6);
    }

    void changedShareCountsWeightsThatMovedToAnotherGridPoint()
    {
        std::vector<std::int8_t> codes;
        run::LayerState state;
        const auto grid = quantize::signedGrid(2);
        quantize::measure(std::vector<float>{0.0F, 0.1F, 0.5F, 0.6F}, 0.5, grid, 4, codes, state);
        QCOMPARE(state.changedShare, 0.0); // nothing to compare with yet
        quantize::measure(std::vector<float>{0.4F, 0.2F, 0.5F, 0.1F}, 0.5, grid, 4, codes, state);
        QCOMPARE(state.changedShare, 0.5);
    }

    void onePassSaysWhatLookingAtEveryWeightByItselfSays_data()
    {
        QTest::addColumn<int>("weights");
        for (const int weights : {0, 1, 7, 15, 16, 17, 63, 64, 65, 1000, 100003}) {
            QTest::addRow("%d weights", weights) << weights;
        }
    }
    void onePassSaysWhatLookingAtEveryWeightByItselfSays()
    {
        QFETCH(const int, weights);
        run::Random random(8, run::Random::Purpose::ToyPoints);
        for (int bits = 1; bits <= 8; ++bits) {
            for (const auto& grid : {quantize::signedGrid(bits), quantize::unsignedGrid(bits)}) {
                const double alpha = 0.83 / (1 << bits);
                std::vector<std::int8_t> codes, codesOneByOne;
                for (int snapshot = 0; snapshot < 2; ++snapshot) {
                    std::vector<float> values;
                    for (int i = 0; i < weights; ++i) {
                        const double border = std::floor(random.uniform() * 8) * 0.5;
                        values.push_back(i % 5 == 0 ? float(border * alpha) : float(random.normal() * 0.3));
                    }
                    run::LayerState fused, judged;
                    quantize::measure(values, alpha, grid, 16, codes, fused);
                    measureOneByOne(values, alpha, grid, 16, codesOneByOne, judged);
                    QVERIFY(codes == codesOneByOne);
                    QVERIFY(fused.histogram == judged.histogram);
                    QVERIFY(fused.counts == judged.counts);
                    QVERIFY(fused.below == judged.below && fused.above == judged.above);
                    QVERIFY(fused.binsPerCell == judged.binsPerCell && fused.low == judged.low
                            && fused.high == judged.high);
                    QCOMPARE(fused.zeroShare, judged.zeroShare);
                    QCOMPARE(fused.changedShare, judged.changedShare);
                    QVERIFY(close(fused.score, judged.score) && close(fused.scoreNonzero, judged.scoreNonzero));
                    QVERIFY(close(fused.meanSquareError, judged.meanSquareError));
                    QVERIFY(close(fused.relativeError, judged.relativeError));
                }
            }
        }
    }

    void everyInstructionSetSaysTheSameToTheLastBit()
    {
        run::Random random(8, run::Random::Purpose::ToyPoints);
        std::vector<float> weights;
        for (int i = 0; i < 10007; ++i) { weights.push_back(float(random.normal() * 0.3)); }
        const auto constants = kernels::measureConstants(0.1, quantize::signedGrid(3), 16);
        const auto with = [&](run::Dispatch level) {
            std::vector<std::int8_t> codes(weights.size());
            std::vector<std::uint32_t> tables(4 * constants.tableSize);
            kernels::MeasureTotals totals;
            kernels::kernelsOf(level).measure(constants, weights.data(), weights.size(), codes.data(), tables.data(),
                                              totals);
            return std::tuple(codes, tables, totals.distance, totals.distanceNonzero, totals.error, totals.energy,
                              totals.same);
        };
        for (const auto level : {run::Dispatch::Avx2, run::Dispatch::Avx512}) {
            if (run::canRun(level)) { QVERIFY(with(level) == with(run::Dispatch::Baseline)); }
        }
    }

    void weightsThatAreNoNumbersAreCountedBelowTheGrid() // the run ends for them; its last picture must not fail
    {
        constexpr float nan = std::numeric_limits<float>::quiet_NaN(),
                        infinite = std::numeric_limits<float>::infinity();
        const auto state = measured({nan, infinite, -infinite, 0.0F, 1e38F}, 0.5, 2);
        QCOMPARE(state.below, std::uint64_t(2));
        QCOMPARE(state.above, std::uint64_t(2));
        QCOMPARE(std::accumulate(state.counts.begin(), state.counts.end(), 0U), 5U);
    }

    void finiteIsToldFromNotFiniteWhereverItStands()
    {
        for (const auto level : {run::Dispatch::Baseline, run::Dispatch::Avx2, run::Dispatch::Avx512}) {
            if (!run::canRun(level)) { continue; }
            const auto isFinite = kernels::kernelsOf(level).isFinite;
            std::vector<float> values(50, std::numeric_limits<float>::max());
            for (std::size_t count = 0; count <= values.size(); ++count) { QVERIFY(isFinite(values.data(), count)); }
            for (std::size_t i = 0; i < values.size(); ++i) {
                for (const float bad :
                     {std::numeric_limits<float>::quiet_NaN(), -std::numeric_limits<float>::infinity()}) {
                    const float before = std::exchange(values[i], bad);
                    QVERIFY(!isFinite(values.data(), values.size()));
                    QVERIFY(isFinite(values.data(), i));
                    values[i] = before;
                }
            }
        }
    }

    void binsPerCellIsAPowerOfTwoWithinTheLimit()
    {
        QCOMPARE(quantize::binsPerCellFor(quantize::signedGrid(8), 64), 4);
        QCOMPARE(quantize::binsPerCellFor(quantize::signedGrid(3), 64), 64);
        QCOMPARE(quantize::binsPerCellFor(quantize::signedGrid(3), 24), 16);
        QCOMPARE(quantize::binsPerCellFor(quantize::signedGrid(1), 1), 1);
    }
};

QTEST_APPLESS_MAIN(TestMeasure)
#include "tst_measure.moc"
