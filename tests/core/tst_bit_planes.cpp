// SPDX-License-Identifier: GPL-3.0-or-later
// Bit planes: what bsq.md promises of splitting, rounding, regulariser and adjustment, and the fused step against plain loops.
#include "core/base/random.h"
#include "core/kernels/kernels.h"
#include "core/quantize/bit_planes.h"
#include "core/quantize/max_abs_activations.h"

#include <QtTest>

#include <cmath>
#include <limits>
#include <set>

using namespace gridscope;
using quantize::BitPlanes;
using quantize::topCode;

namespace {

std::vector<float> drawn(std::size_t count, double low, double high, std::uint32_t stream = 0)
{
    run::Random random(7, run::Random::Purpose::ToyPoints, stream);
    std::vector<float> values;
    for (std::size_t i = 0; i < count; ++i) { values.push_back(float(low + random.uniform() * (high - low))); }
    return values;
}

// As training leaves them: anything in [0, 2].
BitPlanes trainedPlanes(int bits, std::size_t count, double highest = 2)
{
    const std::size_t all = std::size_t(bits) * count;
    return {bits, count, 0.3F, drawn(all, 0, highest, 1), drawn(all, 0, highest, 2)};
}

// Codes whose planes are empty above and below.
BitPlanes withEmptyEnds(int bits, int below, int above)
{
    std::vector<std::int32_t> codes = {0, 1 << below, -(1 << (bits - 1 - above))};
    return quantize::binaryPlanes(codes, bits, 0.7F);
}

double largestDifference(const std::vector<float>& a, const std::vector<float>& b)
{
    double largest = a.size() == b.size() ? 0 : std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        largest = std::max(largest, std::abs(double(a[i]) - double(b[i])));
    }
    return largest;
}

struct Moved {
    BitPlanes planes;
    std::vector<float> positiveVelocity, negativeVelocity, gradient, weights;
};

Moved movedFrom(const BitPlanes& planes)
{
    const std::size_t all = planes.positive.size();
    return {planes, drawn(all, -0.1, 0.1, 3), drawn(all, -0.1, 0.1, 4), drawn(planes.count, -2, 2, 5),
            std::vector<float>(planes.count)};
}

kernels::PlaneConstants constantsOf(const BitPlanes& planes)
{
    kernels::PlaneConstants c{.planes = planes.bits, .stride = planes.count};
    c.rate = 0.1F;
    c.momentum = 0.9F;
    c.top = float(topCode(planes.bits));
    c.step = 0.25F / c.top;
    for (int b = 0; b < planes.bits; ++b) {
        c.share[b] = quantize::planeShare(b, planes.bits);
        c.gradient[b] = quantize::planeGradient(1, planes, b);
        c.decay[b] = 0.01F * float(b + 1);
    }
    return c;
}

// The step by its definition, in double.
void stepPlainly(const kernels::PlaneConstants& c, Moved& moved)
{
    const auto move = [&](float& value, float& velocity, double gradient, float decay) {
        velocity = float(double(c.momentum) * double(velocity) + gradient + double(decay) * double(value));
        value = float(std::clamp(double(value) - double(c.rate) * double(velocity), 0.0, 2.0));
    };
    for (std::size_t i = 0; i < moved.planes.positive.size(); ++i) {
        const int b = int(i / moved.planes.count);
        const double gradient = double(c.gradient[b]) * double(moved.gradient[i % moved.planes.count]);
        move(moved.planes.positive[i], moved.positiveVelocity[i], gradient, c.decay[b]);
        move(moved.planes.negative[i], moved.negativeVelocity[i], -gradient, c.decay[b]);
    }
}

// With the values cut into two at `cut`.
kernels::PlaneTotals stepFused(const kernels::Kernels& kernels, const kernels::PlaneConstants& c, Moved& m,
                               std::size_t cut)
{
    kernels::PlaneTotals totals;
    for (const auto& [from, count] : {std::pair(std::size_t(0), cut), std::pair(cut, m.planes.count - cut)}) {
        kernels.stepPlanes(c,
                           {m.planes.positive.data() + from, m.planes.negative.data() + from,
                            m.positiveVelocity.data() + from, m.negativeVelocity.data() + from,
                            m.gradient.data() + from, m.weights.data() + from, count},
                           totals);
    }
    return totals;
}

void bitRows()
{
    QTest::addColumn<int>("bits");
    for (int bits = 1; bits <= 8; ++bits) { QTest::newRow(qPrintable(QString("%1 bits").arg(bits))) << bits; }
}

} // namespace

class TestBitPlanes : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void weightsComeBackFromTheirPlanesToHalfAStep_data() { bitRows(); }
    void weightsComeBackFromTheirPlanesToHalfAStep()
    {
        QFETCH(const int, bits);
        const std::vector<float> weights = drawn(333, -0.4, 0.5);
        const BitPlanes planes = quantize::planesOf(weights, bits, 1);
        QCOMPARE(planes.scale, *std::ranges::max_element(weights, {}, [](float w) { return std::abs(w); }));
        QVERIFY(largestDifference(quantize::effectiveWeights(planes), weights)
                <= double(planes.scale) / (2 * topCode(bits)) * (1 + 1e-5));
    }

    void nothingNeverBecomesNaN_data() { bitRows(); }
    void nothingNeverBecomesNaN()
    {
        QFETCH(const int, bits);
        for (const auto& weights : {std::vector<float>(5, 0.0F), std::vector<float>{0.7F}, std::vector<float>{0.0F},
                                    std::vector<float>{3e38F, 1e-30F}}) {
            BitPlanes planes = quantize::planesOf(weights, bits, 0.123F);
            if (weights[0] == 0) { QCOMPARE(planes.scale, 0.123F); }
            quantize::requantise(planes);
            quantize::dropEmptyPlanes(planes);
            QVERIFY(planes.bits >= 1);
            for (const float w : quantize::effectiveWeights(planes)) { QVERIFY(std::isfinite(w)); }
            for (const double squares : quantize::planeSquares(planes)) {
                QVERIFY(quantize::groupNorm(squares) >= 1e-4);
            }
        }
    }

    void halvesGoToTheEvenNeighbourAndBeyondIsClipped()
    {
        QCOMPARE(quantize::roundedShare(0.5F, 1), 0.0F);
        QCOMPARE(quantize::roundedShare(0.5F / 3, 2), 0.0F);
        QCOMPARE(quantize::roundedShare(1.5F / 3, 2), 2.0F / 3);
        QCOMPARE(quantize::roundedShare(-7, 3), -1.0F);
        QCOMPARE(quantize::roundedShare(0.9F, 0), 0.0F);
    }

    void requantisedPlanesAreZeroOrOneAndNearWhatTheyWere_data() { bitRows(); }
    void requantisedPlanesAreZeroOrOneAndNearWhatTheyWere()
    {
        QFETCH(const int, bits);
        for (const double highest : {0.9, 2.0}) {
            BitPlanes planes = trainedPlanes(bits, 200, highest);
            const std::vector<float> z = quantize::sumOfPlanes(planes);
            const float scale = planes.scale;
            quantize::requantise(planes);
            QVERIFY(planes.bits == bits || (planes.bits == bits + 1 && bits < quantize::mostPlanes));
            for (std::size_t i = 0; i < planes.positive.size(); ++i) {
                const float p = planes.positive[i], m = planes.negative[i];
                QVERIFY((p == 0 || p == 1) && (m == 0 || m == 1) && p * m == 0);
            }
            const std::vector<float> after = quantize::effectiveWeights(planes);
            for (std::size_t i = 0; i < z.size(); ++i) {
                const bool isClipped = bits == quantize::mostPlanes && std::abs(z[i]) > 1;
                const double error = std::abs(double(after[i]) - double(scale * z[i]));
                QVERIFY(isClipped || error <= double(scale) / (2 * topCode(bits)) * (1 + 1e-4));
            }
        }
    }

    void droppingEmptyPlanesLeavesEveryWeight_data()
    {
        QTest::addColumn<int>("bits");
        QTest::addColumn<int>("below");
        QTest::addColumn<int>("above");
        QTest::newRow("the highest") << 4 << 0 << 1;
        QTest::newRow("the two lowest") << 8 << 2 << 0;
        QTest::newRow("at both ends") << 8 << 3 << 4;
        QTest::newRow("an empty one between stays") << 3 << 0 << 0;
    }
    void droppingEmptyPlanesLeavesEveryWeight()
    {
        QFETCH(const int, bits);
        QFETCH(const int, below);
        QFETCH(const int, above);
        BitPlanes planes = withEmptyEnds(bits, below, above);
        const std::vector<float> before = quantize::effectiveWeights(planes);
        const quantize::Dropped dropped = quantize::dropEmptyPlanes(planes);
        QCOMPARE(dropped.highest, above);
        QCOMPARE(dropped.lowest, below);
        QCOMPARE(planes.bits, bits - below - above);
        QVERIFY(largestDifference(quantize::effectiveWeights(planes), before) < 1e-6 * 0.7);
    }

    // Theirs leaves a layer of which every plane is empty with one, too; it is told as 0 bits when it is finalised.
    void onePlaneStaysHoweverEmpty()
    {
        BitPlanes planes = quantize::binaryPlanes(std::vector<std::int32_t>(3, 0), 5, 0.5F);
        quantize::dropEmptyPlanes(planes);
        QCOMPARE(planes.bits, 1);
        QVERIFY(quantize::isAllZero(quantize::codesOf(planes)));
    }

    void adjustingTwiceIsAdjustingOnce()
    {
        BitPlanes planes = trainedPlanes(4, 100);
        quantize::requantise(planes);
        quantize::dropEmptyPlanes(planes);
        const BitPlanes once = planes;
        quantize::requantise(planes);
        quantize::dropEmptyPlanes(planes);
        QVERIFY(planes.positive == once.positive && planes.negative == once.negative);
        QCOMPARE(planes.bits, once.bits);
        QCOMPARE(planes.scale, once.scale);
    }

    void thereAreNoMoreMagnitudesThanCodes_data() { bitRows(); }
    void thereAreNoMoreMagnitudesThanCodes()
    {
        QFETCH(const int, bits);
        const BitPlanes planes = trainedPlanes(bits, 3000);
        std::set<float> magnitudes;
        for (const float w : quantize::effectiveWeights(planes)) { magnitudes.insert(std::abs(w)); }
        QVERIFY(int(magnitudes.size()) <= 1 << bits);
        QVERIFY(*magnitudes.rbegin() <= planes.scale);
    }

    // Straight through rounding and clip: the derivative of s z, which finite differences of it have.
    void gradientsOfPlanesAreThoseOfTheirSum()
    {
        BitPlanes planes = trainedPlanes(3, 4, 0.4);
        constexpr float step = 1e-2F;
        for (int b = 0; b < 3; ++b) {
            const float before = planes.scale * quantize::sumOfPlanes(planes)[1];
            planes.positive[std::size_t(b) * 4 + 1] += step;
            const float forP = (planes.scale * quantize::sumOfPlanes(planes)[1] - before) / step;
            planes.negative[std::size_t(b) * 4 + 1] += step;
            const float forBoth = (planes.scale * quantize::sumOfPlanes(planes)[1] - before) / step;
            QVERIFY(std::abs(forP - quantize::planeGradient(1, planes, b)) < 1e-4F);
            QVERIFY(std::abs(forBoth) < 1e-4F); // that of M is the negative one
            if (b > 0) {
                QCOMPARE(quantize::planeGradient(1, planes, b), 2 * quantize::planeGradient(1, planes, b - 1));
            }
        }
    }

    void theScaleHasTheGradientOfRoundedWeights()
    {
        BitPlanes planes = trainedPlanes(4, 50);
        const std::vector<float> gradient = drawn(50, -1, 1, 9);
        const auto loss = [&] {
            double sum = 0;
            const std::vector<float> weights = quantize::effectiveWeights(planes);
            for (std::size_t i = 0; i < weights.size(); ++i) { sum += double(gradient[i]) * double(weights[i]); }
            return sum;
        };
        const double before = loss();
        planes.scale += 0.125F; // exact in binary, and the loss is linear in it
        QVERIFY(std::abs((loss() - before) / 0.125 - quantize::scaleGradient(gradient, planes)) < 1e-4);
    }

    void theRegulariserOfNothingIsSmallAndPullsNothing()
    {
        const BitPlanes empty = quantize::binaryPlanes(std::vector<std::int32_t>(10, 0), 4, 1);
        double sum = 0;
        for (const double squares : quantize::planeSquares(empty)) { sum += quantize::groupNorm(squares); }
        QVERIFY(std::abs(quantize::lassoWeight(10, 4, 40) * sum - 4 * 1e-4 * 10 * 4 / 40) < 1e-12);
        Moved moved = movedFrom(empty);
        std::ranges::fill(moved.gradient, 0.0F);
        std::ranges::fill(moved.positiveVelocity, 0.0F);
        std::ranges::fill(moved.negativeVelocity, 0.0F);
        kernels::PlaneConstants c = constantsOf(empty);
        for (float& decay : c.decay) { decay = float(0.5 / quantize::groupNorm(0)); }
        const auto totals = stepFused(kernels::kernels(), c, moved, 0);
        QVERIFY(!totals.isAlive && totals.squares[0] == 0);
    }

    void theRegularisersGradientIsThatOfTheNorm()
    {
        BitPlanes planes = trainedPlanes(2, 6);
        const double norm = quantize::groupNorm(quantize::planeSquares(planes)[1]);
        const double expected = double(planes.negative[8]) / norm;
        planes.negative[8] += 1e-3F;
        const double after = quantize::groupNorm(quantize::planeSquares(planes)[1]);
        QVERIFY(std::abs((after - norm) / 1e-3 - expected) < 1e-3);
    }

    void aFusedStepIsThePlainOneWithEveryInstructionSet_data() { bitRows(); }
    void aFusedStepIsThePlainOneWithEveryInstructionSet()
    {
        QFETCH(const int, bits);
        for (const auto level : {run::Dispatch::Baseline, run::Dispatch::Avx2, run::Dispatch::Avx512}) {
            if (!run::canRun(level)) { continue; }
            for (const std::size_t count : {1UL, 15UL, 16UL, 517UL, 1536UL}) {
                Moved fused = movedFrom(trainedPlanes(bits, count)), plain = fused;
                const auto c = constantsOf(fused.planes);
                const auto totals = stepFused(kernels::kernelsOf(level), c, fused, count / 2);
                stepPlainly(c, plain);
                QVERIFY(largestDifference(fused.planes.positive, plain.planes.positive) < 1e-6);
                QVERIFY(largestDifference(fused.planes.negative, plain.planes.negative) < 1e-6);
                QVERIFY(largestDifference(fused.positiveVelocity, plain.positiveVelocity) < 1e-6);
                QVERIFY(largestDifference(fused.negativeVelocity, plain.negativeVelocity) < 1e-6);
                fused.planes.scale = 0.25F; // as the constants have it for what comes out
                QVERIFY(largestDifference(fused.weights, quantize::effectiveWeights(fused.planes)) < 1e-7);
                const std::vector<double> squares = quantize::planeSquares(fused.planes);
                for (int b = 0; b < bits; ++b) {
                    QVERIFY(std::abs(totals.squares[b] - squares[std::size_t(b)]) <= 1e-5 * squares[std::size_t(b)]);
                }
                QCOMPARE(totals.isAlive, !quantize::isAllZero(quantize::codesOf(fused.planes)));
            }
        }
    }

    void whatIsNoNumberStaysNone()
    {
        Moved moved = movedFrom(trainedPlanes(2, 20));
        moved.gradient[3] = std::numeric_limits<float>::quiet_NaN();
        stepFused(kernels::kernels(), constantsOf(moved.planes), moved, 7);
        QVERIFY(std::isnan(moved.weights[3]) && std::isfinite(moved.weights[4]));
    }

    void onesAreCountedOverHalf()
    {
        const BitPlanes planes{1, 4, 1, {0.4F, 0.6F, 2, 1}, {0, 0, 0, 0.75F}};
        QCOMPARE(quantize::shareOfOnes(planes), std::vector<float>{0.5F});
    }

    void activationsOfZerosStayZeroAndPactPassesAtBothEnds()
    {
        std::vector<float> out(3, 9);
        quantize::roundActivations(std::vector<float>(3, 0.0F), 4, out);
        QCOMPARE(out, std::vector<float>(3, 0.0F));
        const std::vector<float> x = {-1, 0, 10, 11}, gradOut = {1, 2, 4, 8};
        std::vector<float> gradX(4);
        QCOMPARE(quantize::pactBackward(x, 10, gradOut, gradX), 12.0);
        QCOMPARE(gradX, (std::vector<float>{0, 2, 4, 0}));
    }
};

QTEST_APPLESS_MAIN(TestBitPlanes)
#include "tst_bit_planes.moc"
