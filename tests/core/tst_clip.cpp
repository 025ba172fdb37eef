// SPDX-License-Identifier: GPL-3.0-or-later
// Rounding between clips, the clip of the smallest Lp error, and the searches that know no gradient, on numbers known beforehand.
#include "core/base/random.h"
#include "core/quantize/clip.h"
#include "core/quantize/parabola.h"
#include "core/quantize/powell.h"

#include <QtTest>

#include <cmath>
#include <numeric>
#include <set>

using namespace gridscope;
using quantize::Clip;
using quantize::ClipGrid;
using quantize::Point;

namespace {

// Sums of normal values, a few of them far out.
std::vector<float> someValues(std::size_t count, bool isPositive = false)
{
    run::Random random(7, run::Random::Purpose::InitialWeights, 3);
    std::vector<float> values(count);
    for (float& v : values) {
        double sum = 0;
        for (int i = 0; i < 6; ++i) { sum += random.uniform() - 0.5; }
        v = float(sum * sum * sum);
        if (isPositive) { v = std::max(v, 0.0F); }
    }
    return values;
}

std::vector<float> rounded(const std::vector<float>& x, const Clip& clip)
{
    std::vector<float> out(x.size());
    quantize::roundToClip(x, clip, out);
    return out;
}

// By the definition, in double and without a loop over codes.
double nearestOf(double x, const Clip& clip)
{
    const double last = std::exp2(clip.bits) - 1;
    const double low = clip.grid == ClipGrid::Halves ? -clip.alpha : 0;
    const double step = (clip.alpha - low) / last;
    double best = low;
    for (int k = 0; k <= int(last); ++k) {
        if (std::abs(low + k * step - x) < std::abs(best - x)) { best = low + k * step; }
    }
    return best;
}

double slanted(const Point& x) { return std::pow(x[0] + x[1] - 3, 2) + 25 * std::pow(x[0] - x[1] - 0.5, 2); }

} // namespace

class TestClip : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyValueGoesToTheNearestPointOfItsGrid_data()
    {
        QTest::addColumn<int>("bits");
        QTest::addColumn<bool>("isWeight");
        for (const int bits : {1, 2, 3, 4, 8}) {
            QTest::addRow("weights at %d bits", bits) << bits << true;
            QTest::addRow("activations at %d bits", bits) << bits << false;
        }
    }
    void everyValueGoesToTheNearestPointOfItsGrid()
    {
        QFETCH(const int, bits);
        QFETCH(const bool, isWeight);
        const auto x = someValues(2000, !isWeight);
        const Clip clip{0.7, bits, isWeight ? ClipGrid::Halves : ClipGrid::Unsigned};
        const auto out = rounded(x, clip);
        const double step = double(quantize::stepOf(clip));
        for (std::size_t i = 0; i < x.size(); ++i) {
            // A value within a millionth of a border may go to either side.
            const double distance = std::abs(double(out[i]) - double(x[i]));
            QVERIFY(distance <= std::abs(nearestOf(double(x[i]), clip) - double(x[i])) + 1e-6);
            QVERIFY(std::abs(double(out[i])) <= 0.7 + 1e-6 && (isWeight || out[i] >= 0));
            QVERIFY(std::abs(double(x[i])) > 0.7 || distance <= step / 2 + 1e-6);
        }
        QVERIFY(std::set<float>(out.begin(), out.end()).size() <= std::size_t(1) << bits);
    }

    void thePublishedGridHasNoPointAtZeroAndTheSignedOneHas()
    {
        const std::vector<float> zeros(3, 0.0F);
        QCOMPARE(rounded(zeros, {0.7, 3, ClipGrid::Halves}).front(), 0.1F);
        QCOMPARE(rounded(zeros, {0.7, 3, ClipGrid::Signed}).front(), 0.0F);
        QCOMPARE(rounded({-9, 9}, {0.7, 3, ClipGrid::Signed}), (std::vector<float>{-0.8F, 0.6F}));
    }

    void gradientPassesInsideAndOnTheClips()
    {
        const std::vector<float> x = {-0.6F, -0.5F, 0, 0.5F, 0.6F}, one(5, 1.0F);
        std::vector<float> gradient(5);
        quantize::passClip(x, one, {0.5, 3, ClipGrid::Halves}, gradient);
        QCOMPARE(gradient, (std::vector<float>{0, 1, 1, 1, 0}));
    }

    void clipsThatAreNoClipsGiveFiniteValues()
    {
        for (const double alpha : {0.0, -0.5, 1e-30, 1e30}) {
            for (const ClipGrid grid : {ClipGrid::Halves, ClipGrid::Signed, ClipGrid::Unsigned}) {
                for (const float v : rounded({-1, 0, 1e-9F, 3}, {alpha, 4, grid})) { QVERIFY(std::isfinite(v)); }
            }
        }
        QVERIFY(std::abs(rounded({0, 0}, {0, 4, ClipGrid::Unsigned})[0]) <= 1e-7F);
        QCOMPARE(quantize::fitClip(std::vector<float>(9, 0.0F), 4, ClipGrid::Halves, 2), 0.0);
        QCOMPARE(quantize::fitClip({}, 4, ClipGrid::Halves, 2), 0.0);
    }

    void theFittedClipIsAsGoodAsAFineScanAndNeverWorseThanTheLargestValue_data()
    {
        QTest::addColumn<int>("values");
        QTest::addColumn<int>("bits");
        QTest::addColumn<double>("p");
        for (const int bits : {1, 2, 4, 6}) {
            for (const double p : {1.0, 2.0, 4.0}) {
                QTest::addRow("5 values, %d bits, p %.0f", bits, p) << 5 << bits << p;
                QTest::addRow("3000 values, %d bits, p %.0f", bits, p) << 3000 << bits << p;
            }
        }
    }
    void theFittedClipIsAsGoodAsAFineScanAndNeverWorseThanTheLargestValue()
    {
        QFETCH(const int, values);
        QFETCH(const int, bits);
        QFETCH(const double, p);
        const auto x = someValues(std::size_t(values));
        const double largest = quantize::largestOf(x);
        const auto error = [&](double alpha) { return quantize::lpError(x, {alpha, bits, ClipGrid::Halves}, p); };
        const double found = error(quantize::fitClip(x, bits, ClipGrid::Halves, p));
        double least = error(largest);
        QVERIFY(found <= least);
        constexpr int fine = 2000;
        for (int i = 1; i <= fine; ++i) { least = std::min(least, error(1.2 * largest * i / fine)); }
        QVERIFY2(found <= 1.02 * least, qPrintable(QString("%1 above %2").arg(found).arg(least)));
    }

    void largerPowersClipLess()
    {
        const auto x = someValues(5000);
        double before = 0;
        for (const double p : {1.0, 2.0, 4.0, std::numeric_limits<double>::infinity()}) {
            const double clip = quantize::fitClip(x, 2, ClipGrid::Halves, p);
            QVERIFY(clip > before);
            before = clip;
        }
        QCOMPARE(before, quantize::largestOf(x));
    }

    void channelsKeepTheirMeans()
    {
        const auto w = someValues(4 * 100);
        auto out = rounded(w, {0.3, 2, ClipGrid::Halves});
        quantize::correctMeans(w, 4, out);
        for (std::size_t channel = 0; channel < 4; ++channel) {
            const auto sum = [&](const std::vector<float>& of) {
                return std::accumulate(of.begin() + std::ptrdiff_t(channel) * 100,
                                       of.begin() + std::ptrdiff_t(channel + 1) * 100, 0.0);
            };
            QVERIFY(std::abs(sum(w) - sum(out)) / 100 < 1e-6);
        }
    }

    void aParabolaIsFoundAgainAndItsVertexUsedOnlyWhereItIsAMinimumInside()
    {
        const std::vector<double> x = {2, 2.5, 3, 3.5, 4};
        const auto with = [&](double square, double vertex) {
            std::vector<double> y;
            for (const double v : x) { y.push_back(square * (v - vertex) * (v - vertex) + 1); }
            return quantize::parabolaThrough(x, y);
        };
        QVERIFY(std::abs(with(3, 2.9).square - 3) < 1e-12);
        QVERIFY(std::abs(quantize::usableVertex(with(3, 2.9), x).value() - 2.9) < 1e-12);
        QVERIFY(!quantize::usableVertex(with(-3, 2.9), x)); // a maximum
        QVERIFY(!quantize::usableVertex(with(3, 5.2), x));  // outside
        QVERIFY(!quantize::usableVertex(with(0, 3), x));    // flat
        const std::vector<double> same = {3, 3, 3}, y = {1, 2, 3};
        QCOMPARE(quantize::parabolaThrough(same, y).square, 0.0);
    }

    void searchesGoDownhillAndNeverAboveTheirStart_data()
    {
        QTest::addColumn<bool>("isPowell");
        QTest::newRow("Powell") << true;
        QTest::newRow("coordinates") << false;
    }
    void searchesGoDownhillAndNeverAboveTheirStart()
    {
        QFETCH(const bool, isPowell);
        const auto search = isPowell ? quantize::powell : quantize::coordinateDescent;
        double before = slanted({1, 1});
        for (const int iterations : {1, 2, 4, 8}) {
            const auto found = search(slanted, {{1, 1}, slanted({1, 1})}, {.iterations = iterations});
            QVERIFY(found.loss <= before);
            QCOMPARE(found.loss, slanted(found.point));
            before = found.loss;
        }
        QVERIFY(!isPowell || before < 1e-4);
        // A plain has nothing lower, and what is nowhere finite has no place to go.
        QCOMPARE(search([](const Point&) { return 1.0; }, {{1, 1}, 1}, {}).loss, 1.0);
        const auto nowhere = search([](const Point&) { return std::nan(""); }, {{1, 1}, 1}, {});
        QCOMPARE(nowhere.point, (Point{1, 1}));
    }

    void powellLearnsADirectionThatCoordinatesDoNotHave()
    {
        const quantize::SearchSettings settings{.iterations = 4};
        const quantize::Minimum start{{3, 3}, slanted({3, 3})};
        QVERIFY(quantize::powell(slanted, start, settings).loss
                < quantize::coordinateDescent(slanted, start, settings).loss / 10);
    }

    void aSearchThatIsAskedStepByStepIsTheOneThatNeverStopped()
    {
        const quantize::Minimum start{{1, 1}, slanted({1, 1})};
        const auto search = [&](const quantize::Loss& loss) { return quantize::powell(loss, start, {}); };
        std::vector<Point> asked;
        const auto whole = search([&](const Point& point) {
            asked.push_back(point);
            return slanted(point);
        });
        std::vector<double> told;
        while (true) {
            const quantize::Replay now = quantize::replayed(search, told);
            QCOMPARE(now.asked.size(), told.size());
            if (now.found) {
                QCOMPARE(now.found->point, whole.point);
                QCOMPARE(now.found->loss, whole.loss);
                break;
            }
            QCOMPARE(*now.wants, asked.at(told.size()));
            told.push_back(slanted(*now.wants));
        }
        QCOMPARE(told.size(), asked.size());
    }
};

QTEST_APPLESS_MAIN(TestClip)
#include "tst_clip.moc"
