// SPDX-License-Identifier: GPL-3.0-or-later
// The closed forms against the dense definition, for every bit-width, far outside the grid, on borders, and for narrow
// and wide noise.
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/method/methods.h"
#include "core/quantize/cpq.h"
#include "core/quantize/estimator.h"
#include "core/quantize/expected_value.h"
#include "core/quantize/ste.h"
#include "tests/support/dense_cpq.h"
#include "tests/support/grid_values.h"

#include <QtTest>

using namespace gridscope;
using quantize::Grid;

namespace {

using test::asFloats, test::incomingGradients, test::interestingValues;

// Doubles agree to rounding. Floats carry 6e-8 a product; the largest gradients are differences of near-equal shares
// divided by sigma, which costs two digits more.
constexpr double doubleTolerance = 1e-8;
constexpr double floatTolerance = 1e-5;

struct Closed {
    test::DenseGradients sums;
    std::vector<int> codes;
    std::vector<double> sizes; // of what is summed up: errors are judged against these, not against what cancels
    double alphaSize = 0;
    double sigmaSize = 0;
};

template <typename Real, typename Equations>
Closed closedForm(const Equations& equations, const std::vector<double>& x, const std::vector<double>& gradOut,
                  double alpha, const Grid& grid)
{
    Closed c;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const auto g = equations.gradient(Real(x[i]));
        c.codes.push_back(quantize::nearestCode(Real(x[i]), Real(alpha), grid));
        c.sums.x.push_back(double(g.x) * gradOut[i]);
        c.sums.alpha += double(g.alpha) * gradOut[i];
        c.sums.sigma += double(g.sigma) * gradOut[i];
        c.alphaSize += std::abs(double(g.alpha) * gradOut[i]);
        c.sigmaSize += std::abs(double(g.sigma) * gradOut[i]);
    }
    return c;
}

void compare(const Closed& closed, const test::DenseGradients& dense, double tolerance)
{
    double largest = 1e-3; // an absolute floor: gradients are of size 1 where the estimator acts
    for (const double g : dense.x) { largest = std::max(largest, std::abs(g)); }
    for (std::size_t i = 0; i < dense.x.size(); ++i) {
        QVERIFY(std::isfinite(closed.sums.x[i]));
        const double miss = std::abs(closed.sums.x[i] - dense.x[i]);
        QVERIFY2(miss <= tolerance * largest, qPrintable(QStringLiteral("value %1: closed %2, dense %3")
                                                             .arg(i)
                                                             .arg(closed.sums.x[i], 0, 'g', 12)
                                                             .arg(dense.x[i], 0, 'g', 12)));
    }
    const auto close = [&](double a, double b, double size) {
        const bool fine = std::isfinite(a) && std::abs(a - b) <= tolerance * std::max(size, 1e-3);
        if (!fine) { qWarning("closed %.12g, dense %.12g, of %.3g", a, b, size); }
        return fine;
    };
    QVERIFY(close(closed.sums.alpha, dense.alpha, closed.alphaSize));
    QVERIFY(close(closed.sums.sigma, dense.sigma, closed.sigmaSize));
}

} // namespace

class TestEstimators : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aValueGoesToTheNearestGridPoint_data()
    {
        QTest::addColumn<float>("value");
        QTest::addColumn<int>("code");
        QTest::newRow("nearer the lower neighbour") << 0.2F << 0;
        QTest::newRow("nearer the upper neighbour") << 0.3F << 1;
        QTest::newRow("a tie goes up") << 0.25F << 1;
        QTest::newRow("a tie below zero goes up") << -0.25F << 0;
        QTest::newRow("far above the grid") << 50.0F << 1;
        QTest::newRow("far below the grid") << -50.0F << -2;
        QTest::newRow("infinite") << std::numeric_limits<float>::infinity() << 1;
        QTest::newRow("not a number stays on the grid") << std::numeric_limits<float>::quiet_NaN() << -2;
    }
    void aValueGoesToTheNearestGridPoint()
    {
        QFETCH(const float, value);
        QTEST(quantize::nearestCode(value, 0.5F, quantize::signedGrid(2)), "code");
    }

    void gridsHoldZeroAndAsManyPointsAsTheBitsAllow()
    {
        for (int bits = 1; bits <= 8; ++bits) {
            const Grid weights = quantize::signedGrid(bits), symmetric = quantize::signedGrid(bits, true),
                       activations = quantize::unsignedGrid(bits);
            QCOMPARE(weights.points(), 1 << bits);
            QCOMPARE(activations.points(), 1 << bits);
            QCOMPARE(symmetric.points(), bits == 1 ? 2 : (1 << bits) - 1);
            for (const Grid& grid : {weights, symmetric, activations}) { QVERIFY(grid.low <= 0 && grid.high >= 0); }
        }
        for (const int bits : {0, 9, -1}) { QVERIFY_EXCEPTION_THROWN(quantize::signedGrid(bits), ConfigError); }
    }

    void closedFormsEqualTheDenseDefinition_data()
    {
        QTest::addColumn<int>("bits");
        QTest::addColumn<bool>("isSigned");
        QTest::addColumn<double>("ratio");
        for (int bits = 1; bits <= 8; ++bits) {
            for (const bool isSigned : {true, false}) {
                for (const double ratio : {0.02, 0.1, 0.33, 1.0, 2.0}) {
                    QTest::addRow("%d bits, %s grid, sigma %.2f alpha", bits, isSigned ? "signed" : "unsigned", ratio)
                        << bits << isSigned << ratio;
                }
            }
        }
    }
    void closedFormsEqualTheDenseDefinition()
    {
        QFETCH(const int, bits);
        QFETCH(const bool, isSigned);
        QFETCH(const double, ratio);
        const Grid grid = isSigned ? quantize::signedGrid(bits) : quantize::unsignedGrid(bits);
        const double alpha = double(0.07F), sigma = double(float(alpha * ratio));
        const auto x = asFloats(interestingValues(grid, alpha, sigma));
        const auto gradOut = incomingGradients(x.size());
        const auto input = test::denseInput(x, alpha, sigma, grid.low, grid.high);

        const quantize::MultiClassEstimator<double> cpq(alpha, sigma, grid);
        const auto closed = closedForm<double>(cpq, x, gradOut, alpha, grid);
        compare(closed, test::multiClassGradients(input, closed.codes, gradOut), doubleTolerance);
        const quantize::ExpectedValueEstimator<double> expected(alpha, sigma, grid);
        compare(closedForm<double>(expected, x, gradOut, alpha, grid), test::expectedValueGradients(input, gradOut),
                doubleTolerance);

        const quantize::MultiClassEstimator<double> centred(alpha, sigma, grid, quantize::Origin::Value);
        compare(closedForm<double>(centred, x, gradOut, alpha, grid),
                test::multiClassGradients(input, closed.codes, gradOut, test::From::Value), doubleTolerance);

        const auto inFloat = closedForm<float>(quantize::MultiClassEstimator<float>(float(alpha), float(sigma), grid),
                                               x, gradOut, alpha, grid);
        const quantize::MultiClassEstimator<float> centredInFloat(float(alpha), float(sigma), grid,
                                                                  quantize::Origin::Value);
        compare(closedForm<float>(centredInFloat, x, gradOut, alpha, grid),
                test::multiClassGradients(input, inFloat.codes, gradOut, test::From::Value), floatTolerance);
        compare(inFloat, test::multiClassGradients(input, inFloat.codes, gradOut), floatTolerance);
        compare(closedForm<float>(quantize::ExpectedValueEstimator<float>(float(alpha), float(sigma), grid), x, gradOut,
                                  alpha, grid),
                test::expectedValueGradients(input, gradOut), floatTolerance);
    }

    void theChosenPointIsTheMostProbableAndItsProbabilityIsRight()
    {
        for (int bits = 1; bits <= 8; ++bits) {
            const Grid grid = quantize::signedGrid(bits);
            for (const double ratio : {0.02, 0.33, 2.0}) {
                const double alpha = 0.07, sigma = alpha * ratio;
                const auto x = interestingValues(grid, alpha, sigma);
                const auto dense =
                    test::denseProbabilities(test::denseInput(x, alpha, sigma, grid.low, grid.high)).detach();
                const auto highest = std::get<0>(dense.max(1));
                const quantize::MultiClassEstimator<double> cpq(alpha, sigma, grid);
                for (std::size_t i = 0; i < x.size(); ++i) {
                    const auto chosen = cpq.chosen(x[i]);
                    QVERIFY(std::abs(chosen.probability - dense[std::int64_t(i)][chosen.code - grid.low].item<double>())
                            < 1e-10);
                    QVERIFY(chosen.probability > highest[std::int64_t(i)].item<double>() - 1e-10);
                }
            }
        }
    }

    void expectedValueIsTheMeanOfTheDenseDistribution()
    {
        const Grid grid = quantize::signedGrid(3);
        const auto x = interestingValues(grid, 0.07, 0.03);
        const auto dense = test::expectedValues(test::denseInput(x, 0.07, 0.03, grid.low, grid.high));
        const quantize::ExpectedValueEstimator<double> expected(0.07, 0.03, grid);
        for (std::size_t i = 0; i < x.size(); ++i) { QVERIFY(std::abs(expected.mean(x[i]).value - dense[i]) < 1e-12); }
    }

    void aWeightOnItsGridPointStaysAndTheZeroCellFeelsNothing()
    {
        const Grid grid = quantize::signedGrid(4);
        const quantize::MultiClassEstimator<double> cpq(0.1, 0.02, grid);
        // The cell's centre: dr/dx = 0, but for the grid's far ends, e^-22 away.
        QVERIFY(std::abs(cpq.gradient(0.3).x) < 1e-8);
        QVERIFY(std::abs(cpq.gradient(0.349).x) > 0.3); // near the border it is large
        for (const double x : {-0.04, 0.0, 0.02, 0.049}) {
            const auto g = cpq.gradient(x);
            QCOMPARE(g.x, 0.0);
            QCOMPARE(g.alpha, 0.0);
            QCOMPARE(g.sigma, 0.0);
        }
    }

    // Inside the grid the loss's own sign, 0 on points, largest on borders. Wide noise moves the place of no pull of the outermost
    // inner points, by 0.07 of a cell at sigma = 0.5 alpha (cpq.md section 3).
    void theCentredPullHasTheLossSignInEveryCell_data()
    {
        QTest::addColumn<int>("bits");
        QTest::addColumn<double>("ratio");
        for (int bits = 1; bits <= 8; ++bits) {
            for (const double ratio : {0.1, 0.33, 0.5}) {
                QTest::addRow("%d bits, sigma %.2f alpha", bits, ratio) << bits << ratio;
            }
        }
    }
    void theCentredPullHasTheLossSignInEveryCell()
    {
        QFETCH(const int, bits);
        QFETCH(const double, ratio);
        const Grid grid = quantize::signedGrid(bits);
        const double alpha = 0.1;
        const quantize::MultiClassEstimator<double> centred(alpha, alpha * ratio, grid, quantize::Origin::Value);
        for (int code = grid.low; code <= grid.high; ++code) {
            const auto at = [&](double cells) { return centred.gradient(alpha * (code + cells)).x; };
            QVERIFY(std::abs(at(0)) < 1e-12);
            for (const double side : {-1.0, 1.0}) {
                const bool isBeyond = code + side < grid.low || code + side > grid.high;
                if (isBeyond) {
                    QCOMPARE(at(side * 0.3), 0.0);
                    continue;
                }
                QVERIFY(at(side * 0.49) > at(side * 0.3));
                QVERIFY2(at(side * 0.2) >= 0 && at(side * 0.3) > 0, qPrintable(QString::number(at(side * 0.2))));
            }
        }
    }

    void theCentredPullMovesTheZeroCellToo()
    {
        const Grid grid = quantize::signedGrid(3);
        const quantize::MultiClassEstimator<double> cpq(0.1, 0.033, grid);
        const quantize::MultiClassEstimator<double> centred(0.1, 0.033, grid, quantize::Origin::Value);
        for (const double x : {-0.04, -0.02, 0.02, 0.04}) {
            QCOMPARE(cpq.gradient(x).x, 0.0);
            QVERIFY(centred.gradient(x).x > 0.05);
            QVERIFY(std::abs(centred.gradient(x).sigma) > 1e-3);
        }
    }

    void extremeNoiseScalesStayFinite()
    {
        const Grid grid = quantize::signedGrid(8);
        for (const float ratio : {0.001F, 0.005F, 10.0F}) {
            const quantize::MultiClassEstimator<float> cpq(0.1F, 0.1F * ratio, grid);
            const quantize::MultiClassEstimator<float> centred(0.1F, 0.1F * ratio, grid, quantize::Origin::Value);
            const quantize::ExpectedValueEstimator<float> expected(0.1F, 0.1F * ratio, grid);
            for (float x = -20; x < 20; x += 0.0137F) {
                for (const auto& g : {cpq.gradient(x), centred.gradient(x), expected.gradient(x)}) {
                    QVERIFY(std::isfinite(g.x) && std::isfinite(g.alpha) && std::isfinite(g.sigma));
                }
            }
        }
    }

    void plainEstimatorPassesTheGradientInsideTheGridOnly()
    {
        const quantize::PlainEstimator<double> plain(0.5, quantize::signedGrid(2)); // points -1, -0.5, 0, 0.5
        QCOMPARE(plain.gradient(0.3).x, 1.0);
        QCOMPARE(plain.gradient(0.6).x, 0.0);
        QCOMPARE(plain.gradient(-1.1).x, 0.0);
        QCOMPARE(plain.gradient(0.3).alpha, 1 - 0.6); // LSQ: round(t) - t
        QCOMPARE(plain.gradient(7.0).alpha, 1.0);     // beyond: the end's code
        QCOMPARE(plain.gradient(-7.0).alpha, -2.0);
        QCOMPARE(plain.gradient(0.3).sigma, 0.0);
    }

    void fittedStepSizeHasTheSmallestSquaredErrorNearby()
    {
        std::vector<float> weights;
        run::Random random(3, run::Random::Purpose::ToyPoints);
        for (int i = 0; i < 5000; ++i) { weights.push_back(float(random.normal() * 0.05)); }
        for (int bits = 1; bits <= 8; ++bits) {
            const Grid grid = quantize::signedGrid(bits);
            const auto error = [&](double alpha) {
                double sum = 0;
                for (const float w : weights) {
                    sum += std::pow(double(w) - alpha * quantize::nearestCode(w, float(alpha), grid), 2);
                }
                return sum;
            };
            const double fitted = quantize::fitStepSize(weights, grid);
            for (double factor = 0.3; factor < 3; factor *= 1.07) {
                QVERIFY(error(fitted) <= error(fitted * factor) * 1.01);
            }
        }
        QCOMPARE(quantize::fitStepSize(std::vector<float>(10, 0.0F), quantize::signedGrid(3)), 1.0);
    }

    void anUnknownMethodIsRefusedWithTheKnownOnes()
    {
        QVERIFY_EXCEPTION_THROWN(quantize::estimatorNamed("cpg"), ConfigError);
    }
};

QTEST_APPLESS_MAIN(TestEstimators)
#include "tst_estimators.moc"
