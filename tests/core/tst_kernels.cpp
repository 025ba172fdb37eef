// SPDX-License-Identifier: GPL-3.0-or-later
// The fused kernels against the dense definition in double, with every instruction set this machine has; and that their
// results do not depend on how a tensor is cut, on odd sizes, or on what is not a number.
#include "core/base/error.h"
#include "core/kernels/kernels.h"
#include "core/quantize/cpq.h"
#include "core/quantize/drop_bits.h"
#include "core/quantize/expected_value.h"
#include "core/quantize/fused.h"
#include "core/quantize/ste.h"
#include "tests/support/dense_cpq.h"
#include "tests/support/grid_values.h"

#include <QtTest>

#include <algorithm>
#include <array>
#include <memory>

using namespace gridscope;
using quantize::Estimator;
using quantize::Grid;
using run::Dispatch;

namespace {

// Of the largest gradient (or of the sum of what is summed up). Floats carry 6e-8 a product; the largest gradients are
// differences of near-equal shares, which costs two digits: the equations in float need as much.
constexpr double tolerance = 1e-5;
// Between two instruction sets: they differ in fused products and in the reciprocal. Largest seen: 7e-6.
constexpr double betweenLevels = 1e-5;

// Masks multiply what is lost: shares of several levels are added up and divided by.
constexpr double relaxedTolerance = 3e-5;

const std::vector<double> ratios = {0.02, 0.1, 0.33, 1.0, 2.0}; // sigma / alpha
constexpr float alpha = 0.07F;

std::vector<Dispatch> levels()
{
    std::vector<Dispatch> all;
    for (const auto level : {Dispatch::Baseline, Dispatch::Avx2, Dispatch::Avx512}) {
        if (run::canRun(level)) { all.push_back(level); }
    }
    return all;
}

std::vector<float> floats(const std::vector<double>& values) { return {values.begin(), values.end()}; }

struct Result {
    std::vector<float> x;
    kernels::ParameterSums sums;
};
Result backward(Dispatch level, Estimator estimator, const std::vector<float>& x, const std::vector<float>& gradOut,
                float sigma, const Grid& grid)
{
    Result result{std::vector<float>(x.size()), {}};
    const kernels::Gradients values{x.data(), gradOut.data(), result.x.data(), x.size()};
    const auto& k = kernels::kernelsOf(level);
    switch (estimator) {
    case Estimator::MultiClass:
        result.sums = k.multiClass(kernels::multiClassConstants(alpha, sigma, grid).value(), values);
        break;
    case Estimator::Centred:
        result.sums = k.centred(kernels::multiClassConstants(alpha, sigma, grid).value(), values);
        break;
    case Estimator::ExpectedValue:
        result.sums = k.expectedValue(kernels::expectedValueConstants(alpha, sigma, grid).value(), values);
        break;
    default: result.sums = k.plain(kernels::gridConstants(alpha, grid).value(), values);
    }
    return result;
}

std::vector<int> codesOf(const std::vector<float>& x, const Grid& grid)
{
    std::vector<int> codes;
    for (const float v : x) { codes.push_back(quantize::nearestCode(v, alpha, grid)); }
    return codes;
}

double largestOf(const std::vector<double>& values)
{
    double largest = 1e-3; // an absolute floor: gradients are of size 1 where the estimator acts
    for (const double v : values) { largest = std::max(largest, std::abs(v)); }
    return largest;
}

// What the sums for alpha and sigma are judged against: not what is left of them, but what was summed up.
struct Sizes {
    double alpha = 1e-3, sigma = 1e-3;
};
Sizes sizesOf(Estimator estimator, const std::vector<double>& x, const std::vector<double>& gradOut, double sigma,
              const Grid& grid)
{
    Sizes sizes;
    const quantize::MultiClassEstimator<double> multiClass(double(alpha), sigma, grid, quantize::originOf(estimator));
    const quantize::ExpectedValueEstimator<double> expected(double(alpha), sigma, grid);
    for (std::size_t i = 0; i < x.size(); ++i) {
        const auto g = estimator == Estimator::ExpectedValue ? expected.gradient(x[i]) : multiClass.gradient(x[i]);
        sizes.alpha += std::abs(gradOut[i] * g.alpha);
        sizes.sigma += std::abs(gradOut[i] * g.sigma);
    }
    return sizes;
}

// At every level; values where two points are all but equally probable may go to the other one.
void compareRelaxed(quantize::Origin origin, const std::vector<Grid>& grids, const std::vector<float>& masks,
                    const std::vector<float>& x, const std::vector<float>& gradOut, float sigma)
{
    const quantize::RelaxedMaskEstimator<double> equations(double(alpha), double(sigma), grids, masks, origin);
    std::vector<quantize::Gradient<double>> wanted;
    std::vector<double> slopes(x.size() * quantize::RelaxedMaskEstimator<double>::mostSteps);
    double largest = 1e-3;
    for (std::size_t i = 0; i < x.size(); ++i) {
        wanted.push_back(
            equations.gradient(double(x[i]), slopes.data() + i * quantize::RelaxedMaskEstimator<double>::mostSteps));
        largest = std::max(largest, std::abs(wanted[i].x * double(gradOut[i])));
    }
    std::vector<kernels::MaskStep> steps;
    float mask = 1;
    for (std::size_t k = 0; k < grids.size(); ++k) {
        const float next = k < masks.size() ? mask * masks[k] : 0.0F;
        if (mask > next) { steps.push_back({grids[k], double(mask), double(mask - next)}); }
        mask = next;
    }
    auto constants = std::make_unique<kernels::RelaxedConstants>();
    if (steps.back().mask < 1e-9) { return; } // so little that the equations are asked
    QVERIFY(kernels::setRelaxedConstants(*constants, alpha, sigma, steps.data(), steps.size()));
    for (const auto level : levels()) {
        const auto& k = kernels::kernelsOf(level);
        std::vector<float> out(x.size());
        k.roundToRelaxedGrid(*constants, x.data(), out.data(), x.size());
        int ties = 0;
        for (std::size_t i = 0; i < x.size(); ++i) {
            const int code = equations.code(double(x[i]));
            if (out[i] != alpha * float(code)) {
                ++ties;
                continue;
            }
            float gradX = 0;
            std::array<double, kernels::RelaxedConstants::mostSteps> maskSums{};
            const auto kernel = origin == quantize::Origin::Zero ? k.relaxed : k.relaxedCentred;
            const auto sums = kernel(*constants, {&x[i], &gradOut[i], &gradX, 1}, maskSums.data());
            const auto g = double(gradOut[i]);
            const auto close = [&](const char* what, double got, double want, double size) {
                const bool fine = std::abs(got - want) <= relaxedTolerance * size;
                if (!fine) {
                    qWarning("%s: fused %.9g, equations %.9g, of %.3g at x = %.9g", what, got, want, size,
                             double(x[i]));
                }
                return fine;
            };
            QVERIFY(close("x", double(gradX), g * wanted[i].x, largest));
            QVERIFY(close("alpha", sums.alpha, g * wanted[i].alpha, largest * (1 + std::abs(double(code)))));
            QVERIFY(close("sigma", sums.sigma, g * wanted[i].sigma, largest * (1 + std::abs(double(code)))));
            for (std::size_t b = 0; b < equations.borders(); ++b) {
                const double slope = slopes[i * quantize::RelaxedMaskEstimator<double>::mostSteps + b];
                QVERIFY(close("mask", maskSums[b], g * slope, 1 + std::abs(double(code))));
            }
        }
        QVERIFY2(ties <= int(x.size() / 50), qPrintable(QString::number(ties)));
    }
}

} // namespace

class TestKernels : public QObject {
    Q_OBJECT

    static void addGrids()
    {
        QTest::addColumn<int>("bits");
        QTest::addColumn<bool>("isSigned");
        for (int bits = 1; bits <= 8; ++bits) {
            for (const bool isSigned : {true, false}) {
                QTest::addRow("%d bits, %s grid", bits, isSigned ? "signed" : "unsigned") << bits << isSigned;
            }
        }
    }
    static Grid gridOfRow()
    {
        QFETCH(const int, bits);
        QFETCH(const bool, isSigned);
        return isSigned ? quantize::signedGrid(bits) : quantize::unsignedGrid(bits);
    }

private Q_SLOTS:
    void gradientsEqualTheDenseDefinition_data() { addGrids(); }
    void gradientsEqualTheDenseDefinition()
    {
        const Grid grid = gridOfRow();
        for (const double ratio : ratios) {
            const auto sigma = float(double(alpha) * ratio);
            const auto x = test::asFloats(test::interestingValues(grid, double(alpha), double(sigma)));
            const auto gradOut = test::incomingGradients(x.size());
            const auto input = test::denseInput(x, double(alpha), double(sigma), grid.low, grid.high);
            for (const auto estimator : {Estimator::MultiClass, Estimator::Centred, Estimator::ExpectedValue}) {
                const auto from = estimator == Estimator::Centred ? test::From::Value : test::From::Zero;
                const auto dense = estimator == Estimator::ExpectedValue
                                       ? test::expectedValueGradients(input, gradOut)
                                       : test::multiClassGradients(input, codesOf(floats(x), grid), gradOut, from);
                const double largest = largestOf(dense.x);
                const Sizes sizes = sizesOf(estimator, x, gradOut, double(sigma), grid);
                for (const auto level : levels()) {
                    const Result fused = backward(level, estimator, floats(x), floats(gradOut), sigma, grid);
                    const auto where = [&](const char* what, double got, double wanted) {
                        return QStringLiteral("%1, estimator %2, ratio %3, %4: fused %5, dense %6")
                            .arg(run::dispatchName(level).data())
                            .arg(int(estimator))
                            .arg(ratio)
                            .arg(what)
                            .arg(got, 0, 'g', 12)
                            .arg(wanted, 0, 'g', 12)
                            .toUtf8();
                    };
                    for (std::size_t i = 0; i < x.size(); ++i) {
                        QVERIFY2(std::abs(double(fused.x[i]) - dense.x[i]) <= tolerance * largest,
                                 where(qPrintable(QString::number(x[i])), double(fused.x[i]), dense.x[i]));
                    }
                    QVERIFY2(std::abs(fused.sums.alpha - dense.alpha) <= tolerance * sizes.alpha,
                             where("alpha", fused.sums.alpha, dense.alpha));
                    QVERIFY2(std::abs(fused.sums.sigma - dense.sigma) <= tolerance * sizes.sigma,
                             where("sigma", fused.sums.sigma, dense.sigma));
                }
            }
        }
    }

    void thePlainEstimatorAndRoundingAreTheEquationsBitForBit_data() { addGrids(); }
    void thePlainEstimatorAndRoundingAreTheEquationsBitForBit()
    {
        const Grid grid = gridOfRow();
        const auto x = floats(test::interestingValues(grid, double(alpha), 0.02));
        const auto gradOut = floats(test::incomingGradients(x.size()));
        const quantize::PlainEstimator<float> plain(alpha, grid);
        for (const auto level : levels()) {
            std::vector<float> out(x.size());
            kernels::kernelsOf(level).roundToGrid(kernels::gridConstants(alpha, grid).value(), x.data(), out.data(),
                                                  x.size());
            const Result fused = backward(level, Estimator::Plain, x, gradOut, 1, grid);
            double alphaSum = 0, size = 0;
            for (std::size_t i = 0; i < x.size(); ++i) {
                const auto g = plain.gradient(x[i]);
                QVERIFY(out[i] == alpha * float(quantize::nearestCode(x[i], alpha, grid)));
                QVERIFY(fused.x[i] == gradOut[i] * g.x);
                alphaSum += double(gradOut[i] * g.alpha);
                size += double(std::abs(gradOut[i] * g.alpha));
            }
            QVERIFY(std::abs(fused.sums.alpha - alphaSum) <= 1e-6 * size);
            QCOMPARE(fused.sums.sigma, 0.0);
        }
    }

    // Borders are where one rounding decides on the code: 200,000 values next to them, and step sizes of all kinds.
    void everyValueNextToABorderRoundsLikeTheEquation()
    {
        run::Random random(9, run::Random::Purpose::ToyPoints);
        const Grid grid = quantize::signedGrid(6);
        for (int trial = 0; trial < 200; ++trial) {
            const auto step = float(std::exp2(random.uniform() * 40 - 20));
            std::vector<float> x;
            for (int i = 0; i < 1000; ++i) {
                const double border = std::floor(random.uniform() * 70) - 35 + (i % 3 == 0 ? 0 : 0.5);
                float v = float(border * double(step));
                for (int away = i % 5 - 2; away != 0; away += away < 0 ? 1 : -1) {
                    v = std::nextafter(v, away < 0 ? -1e30F : 1e30F);
                }
                x.push_back(v);
            }
            for (const auto level : levels()) {
                std::vector<float> out(x.size());
                kernels::kernelsOf(level).roundToGrid(kernels::gridConstants(step, grid).value(), x.data(), out.data(),
                                                      x.size());
                for (std::size_t i = 0; i < x.size(); ++i) {
                    QVERIFY(out[i] == step * float(quantize::nearestCode(x[i], step, grid)));
                }
            }
        }
    }

    void instructionSetsDifferByNoMoreThanIsStated_data() { addGrids(); }
    void instructionSetsDifferByNoMoreThanIsStated()
    {
        const Grid grid = gridOfRow();
        double worst = 0;
        for (const double ratio : ratios) {
            const auto sigma = float(double(alpha) * ratio);
            const auto x = floats(test::interestingValues(grid, double(alpha), double(sigma)));
            const auto gradOut = floats(test::incomingGradients(x.size()));
            for (const auto estimator : {Estimator::MultiClass, Estimator::Centred, Estimator::ExpectedValue}) {
                const Result baseline = backward(Dispatch::Baseline, estimator, x, gradOut, sigma, grid);
                const double largest = largestOf({baseline.x.begin(), baseline.x.end()});
                for (const auto level : levels()) {
                    const Result other = backward(level, estimator, x, gradOut, sigma, grid);
                    for (std::size_t i = 0; i < x.size(); ++i) {
                        worst = std::max(worst, double(std::abs(other.x[i] - baseline.x[i])) / largest);
                    }
                }
            }
        }
        qInfo("largest difference between instruction sets: %.2g of the largest gradient", worst);
        QVERIFY(worst <= betweenLevels);
    }

    // The equations in double (judged by the dense definition in tst_drop_bits) are the judge here.
    void relaxedMasksGiveTheirEquations_data()
    {
        QTest::addColumn<int>("bits");
        QTest::addColumn<bool>("bitwise");
        for (const int bits : {2, 3, 4, 5, 6, 8}) {
            QTest::addRow("%d bits, bitwise sharing", bits) << bits << true;
            if (bits <= 4) { QTest::addRow("%d bits, endpoints sharing", bits) << bits << false; }
        }
    }
    void relaxedMasksGiveTheirEquations()
    {
        QFETCH(const int, bits);
        QFETCH(const bool, bitwise);
        using quantize::MaskFamily;
        const auto levelsOfGrid =
            quantize::nestedLevels(bitwise ? MaskFamily::BitwiseSharing : MaskFamily::EndpointsSharing, bits);
        run::Random random(4, run::Random::Purpose::ToyPoints);
        for (const double ratio : {0.06, 0.15, 0.33, 1.0}) {
            const auto sigma = float(double(alpha) * ratio);
            const auto x = floats(test::interestingValues(levelsOfGrid.back(), double(alpha), double(sigma)));
            const auto gradOut = floats(test::incomingGradients(x.size()));
            for (int trial = 0; trial < 6; ++trial) {
                std::vector<float> masks;
                for (std::size_t i = 0; i + 1 < levelsOfGrid.size(); ++i) {
                    const double z = random.uniform() * 1.6 - 0.2; // some are 0 or 1
                    masks.push_back(float(std::clamp(z, trial == 0 ? 0.01 : 0.0, 1.0)));
                }
                for (const auto origin : {quantize::Origin::Zero, quantize::Origin::Value}) {
                    compareRelaxed(origin, levelsOfGrid, masks, x, gradOut, sigma);
                }
            }
        }
    }

    void anyNumberOfValuesGivesWhatEachAloneGives()
    {
        const Grid grid = quantize::signedGrid(3);
        const float sigma = 0.33F * alpha;
        const auto x = floats(test::interestingValues(grid, double(alpha), double(sigma)));
        const auto gradOut = floats(test::incomingGradients(x.size()));
        for (const auto level : levels()) {
            for (const auto estimator :
                 {Estimator::MultiClass, Estimator::Centred, Estimator::ExpectedValue, Estimator::Plain}) {
                std::vector<float> alone;
                for (std::size_t i = 0; i < 70; ++i) {
                    alone.push_back(backward(level, estimator, {x[i]}, {gradOut[i]}, sigma, grid).x[0]);
                }
                for (std::size_t count = 0; count <= 70; ++count) {
                    const auto end = std::ptrdiff_t(count);
                    const Result all = backward(level, estimator, {x.begin(), x.begin() + end},
                                                {gradOut.begin(), gradOut.begin() + end}, sigma, grid);
                    QVERIFY(std::equal(all.x.begin(), all.x.end(), alone.begin()));
                    if (count == 0) { QVERIFY(all.sums.alpha == 0 && all.sums.sigma == 0); }
                }
            }
        }
    }

    void notANumberIsPassedOnAndInfinityIsFarOutside()
    {
        constexpr float nan = std::numeric_limits<float>::quiet_NaN(),
                        infinite = std::numeric_limits<float>::infinity();
        for (int bits = 1; bits <= 8; ++bits) {
            const Grid grid = quantize::signedGrid(bits);
            for (const auto level : levels()) {
                for (const auto estimator :
                     {Estimator::MultiClass, Estimator::Centred, Estimator::ExpectedValue, Estimator::Plain}) {
                    const float sigma = 0.33F * alpha;
                    const Result outside = backward(level, estimator, {infinite, -infinite, 1e30F, -1e30F, 0.1F},
                                                    {1, 1, 1, 1, 1}, sigma, grid);
                    for (std::size_t i = 0; i < 4; ++i) { QVERIFY(std::abs(outside.x[i]) < 1e-6F); }
                    QVERIFY(std::isfinite(outside.x[4]) && std::isfinite(outside.sums.alpha)
                            && std::isfinite(outside.sums.sigma));
                    const Result withNaN = backward(level, estimator, {0.1F, nan, 0.1F}, {1, 1, 1}, sigma, grid);
                    QVERIFY(std::isnan(withNaN.x[1]) && std::isfinite(withNaN.x[0]) && std::isfinite(withNaN.x[2]));
                    QVERIFY(std::isnan(withNaN.sums.alpha));
                    const Result gradientNaN = backward(level, estimator, {0.1F, 0.1F}, {nan, 1}, sigma, grid);
                    QVERIFY(std::isnan(gradientNaN.x[0]) && std::isfinite(gradientNaN.x[1]));
                }
            }
        }
    }

    void nothingIsDenormalHoweverNarrowTheNoise() // denormals would cost several times the time
    {
        for (const double ratio : {0.017, 0.02, 0.05, 0.33}) {
            const Grid grid = quantize::signedGrid(8);
            std::vector<float> x, gradOut;
            for (int i = -20000; i < 20000; ++i) { x.push_back(alpha * float(i) / 100); }
            gradOut.assign(x.size(), 1e-3F);
            for (const auto level : levels()) {
                const Result r = backward(level, Estimator::MultiClass, x, gradOut, float(double(alpha) * ratio), grid);
                QVERIFY(
                    std::none_of(r.x.begin(), r.x.end(), [](float v) { return std::fpclassify(v) == FP_SUBNORMAL; }));
            }
        }
    }

    void outsideOfWhatAKernelHoldsTheEquationsAreAsked()
    {
        const Grid grid = quantize::signedGrid(2);
        QVERIFY(!kernels::gridConstants(1e-30F, grid));
        QVERIFY(!kernels::multiClassConstants(0.1F, 0.0001F, grid)); // noise a thousandth of a cell
        std::vector<float> x = {0.149F, 0.2F}, gradOut = {1, 1}, gradX(2);
        const auto sums = quantize::backward(Estimator::MultiClass, x, gradOut, {0.1F, 0.0001F}, grid, gradX);
        const auto wanted = quantize::MultiClassEstimator<float>(0.1F, 0.0001F, grid).gradient(x[0]);
        QCOMPARE(gradX[0], wanted.x);
        QVERIFY(std::isfinite(sums.alpha));
    }

    void aForcedInstructionSetIsUsedAndAWrongOneIsNamed()
    {
        QCOMPARE(run::dispatchNamed("baseline"), Dispatch::Baseline);
        QVERIFY_EXCEPTION_THROWN(run::dispatchNamed("avx1024"), ConfigError);
        const QByteArray forced = qgetenv("GRIDSCOPE_DISPATCH");
        if (!forced.isEmpty()) { QCOMPARE(run::dispatchName(run::dispatch()), std::string_view(forced.constData())); }
    }
};

QTEST_APPLESS_MAIN(TestKernels)
#include "tst_kernels.moc"
