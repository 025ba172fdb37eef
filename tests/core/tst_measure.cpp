// SPDX-License-Identifier: GPL-3.0-or-later
// What a snapshot says of a layer, on weights placed by hand.
#include "core/quantize/measure.h"
#include "core/run/random.h"

#include <QtTest>

#include <numeric>

using namespace gridscope;

namespace {

run::LayerState measured(const std::vector<float>& weights, double alpha, int bits, int binsPerCell = 4)
{
    std::vector<std::int8_t> codes;
    run::LayerState state;
    quantize::measure(weights, alpha, quantize::signedGrid(bits), binsPerCell, codes, state);
    return state;
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
