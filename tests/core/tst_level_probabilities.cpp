// SPDX-License-Identifier: GPL-3.0-or-later
// What the microscope shows of one weight is what training computes: against the definition, the estimators' closed forms,
// and finite differences. Without torch; tst_estimators holds the closed forms against automatic differentiation.
#include "core/quantize/cpq.h"
#include "core/quantize/expected_value.h"
#include "core/quantize/level_probabilities.h"

#include <QtTest>

#include <numeric>

using namespace gridscope::quantize;

namespace {

constexpr double asAutograd = 1e-6; // what issue 6 asks for
constexpr double alpha = 0.1;

// pi_n / Z as it is written, in more digits.
std::vector<double> byDefinition(double x, double sigma, const Grid& grid)
{
    const auto sigmoid = [](long double z) { return 1 / (1 + std::exp(-z)); };
    std::vector<double> r;
    long double sum = 0;
    for (int n = grid.low; n <= grid.high; ++n) {
        const long double g = static_cast<long double>(alpha) * n;
        const long double half = static_cast<long double>(alpha) / 2;
        const long double pi = sigmoid((g + half - x) / sigma) - sigmoid((g - half - x) / sigma);
        sum += pi;
        r.push_back(static_cast<double>(pi));
    }
    for (double& value : r) { value /= static_cast<double>(sum); }
    return r;
}

double meanOf(double x, double sigma, const Grid& grid)
{
    const auto r = levelProbabilities(x, alpha, sigma, grid);
    double mean = 0;
    for (std::size_t i = 0; i < r.size(); ++i) { mean += r[i] * alpha * (grid.low + static_cast<int>(i)); }
    return mean;
}

double slope(const std::function<double(double)>& f, double x)
{
    constexpr double h = 1e-5 * alpha; // error h^2 f''' / 6: far below asAutograd
    return (f(x + h) - f(x - h)) / (2 * h);
}

void addWeights()
{
    QTest::addColumn<double>("cells"); // x / alpha
    QTest::addColumn<double>("ratio"); // sigma / alpha
    QTest::addColumn<int>("bits");
    for (const int bits : {1, 2, 3, 4}) {
        for (const double ratio : {0.1, 0.33, 1.0}) {
            for (const double cells : {-4.2, -1.0, -0.49, 0.0, 0.3, 0.77, 2.6, 5.0}) {
                QTest::addRow("%g cells, sigma %g alpha, %d bits", cells, ratio, bits) << cells << ratio << bits;
            }
        }
    }
}

} // namespace

class TestLevelProbabilities : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theyAreTheDefinition_data() { addWeights(); }
    void theyAreTheDefinition()
    {
        QFETCH(double, cells);
        QFETCH(double, ratio);
        QFETCH(int, bits);
        const Grid grid = signedGrid(bits);
        const auto r = levelProbabilities(cells * alpha, alpha, ratio * alpha, grid);
        const auto expected = byDefinition(cells * alpha, ratio * alpha, grid);
        QCOMPARE(r.size(), std::size_t(grid.points()));
        for (std::size_t i = 0; i < r.size(); ++i) { QVERIFY(std::abs(r[i] - expected[i]) < asAutograd); }
        QVERIFY(std::abs(std::accumulate(r.begin(), r.end(), 0.0) - 1) < 1e-12);
    }

    void theChosenOneIsThatOfTraining_data() { addWeights(); }
    void theChosenOneIsThatOfTraining()
    {
        QFETCH(double, cells);
        QFETCH(double, ratio);
        QFETCH(int, bits);
        const Grid grid = signedGrid(bits);
        const double sigma = ratio * alpha;
        const auto chosen = MultiClassEstimator<double>(alpha, sigma, grid).chosen(cells * alpha);
        const auto index = std::size_t(chosen.code - grid.low);
        const auto r = [&](double x) { return levelProbabilities(x, alpha, sigma, grid)[index]; };
        QVERIFY(std::abs(r(cells * alpha) - chosen.probability) < asAutograd);
        // Per cell, so that the number does not hang on the weight's unit.
        const double slopeOfChosen = chosen.probability * chosen.logarithmic.x * alpha;
        QVERIFY(std::abs(slope(r, cells * alpha) * alpha - slopeOfChosen) < asAutograd);
    }

    void theirMeanHasTheGradientOfTheExpectedValue_data() { addWeights(); }
    void theirMeanHasTheGradientOfTheExpectedValue()
    {
        QFETCH(double, cells);
        QFETCH(double, ratio);
        QFETCH(int, bits);
        const Grid grid = signedGrid(bits);
        const double sigma = ratio * alpha;
        const auto mean = ExpectedValueEstimator<double>(alpha, sigma, grid).mean(cells * alpha);
        QVERIFY(std::abs(mean.value - meanOf(cells * alpha, sigma, grid)) < asAutograd);
        const double difference = slope([&](double x) { return meanOf(x, sigma, grid); }, cells * alpha);
        QVERIFY2(std::abs(mean.gradient.x - difference) < asAutograd,
                 qPrintable(QString::number(mean.gradient.x - difference)));
    }

    void farOutsideTheGridTheEndIsCertain()
    {
        const auto r = levelProbabilities(1e6, alpha, 0.02 * alpha, signedGrid(8));
        QCOMPARE(r.back(), 1.0);
        QCOMPARE(r.front(), 0.0);
    }

    void theDensityOverACellIsItsProbability()
    {
        constexpr int parts = 2000;
        const double sigma = 0.3 * alpha;
        const double x = 0.2 * alpha;
        double area = 0; // midpoint rule over the cell of n = 1
        for (int i = 0; i < parts; ++i) {
            area += logisticDensity(alpha * (0.5 + (i + 0.5) / parts) - x, sigma) * alpha / parts;
        }
        const auto sigmoid = [](double z) { return 1 / (1 + std::exp(-z)); };
        const double pi = sigmoid((1.5 * alpha - x) / sigma) - sigmoid((0.5 * alpha - x) / sigma);
        QVERIFY(std::abs(area - pi) < asAutograd);
    }
};

QTEST_APPLESS_MAIN(TestLevelProbabilities)
#include "tst_level_probabilities.moc"
