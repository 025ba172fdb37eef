// SPDX-License-Identifier: GPL-3.0-or-later
// The methods to compare with: Relaxed Quantization against its dense definition, LSQ's start and scale, the max-abs grid.
#include "core/base/random.h"
#include "core/kernels/max_abs.h"
#include "core/net/quantizer.h"
#include "core/quantize/lsq.h"
#include "core/quantize/rq.h"
#include "tests/support/dense_cpq.h"

#include <torch/types.h>

#include <QtTest>

using namespace gridscope;
using quantize::Estimator;
using quantize::Grid;
using quantize::Relaxation;

namespace {

constexpr quantize::StepAndNoise p{0.5F, 0.2F};

std::vector<float> values(std::size_t count, const Grid& grid)
{
    run::Random random(8, run::Random::Purpose::ToyPoints);
    std::vector<float> x;
    for (std::size_t i = 0; i < count; ++i) {
        x.push_back(p.alpha * float(grid.low - 1 + random.uniform() * (grid.points() + 2)));
    }
    return x;
}

torch::Tensor noiseOf(const quantize::RelaxedDraw& draw, std::size_t count, const Grid& grid)
{
    torch::Tensor noise = torch::empty({std::int64_t(count), grid.points()}, torch::kFloat64);
    for (std::size_t i = 0; i < count; ++i) {
        for (int k = 0; k < grid.points(); ++k) { noise[std::int64_t(i)][k] = double(quantize::gumbel(draw, i, k)); }
    }
    return noise;
}

} // namespace

class TestRelaxed : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void relaxedQuantizationEqualsItsDenseDefinition_data()
    {
        QTest::addColumn<int>("bits");
        QTest::addColumn<double>("temperature");
        for (const int bits : {1, 2, 3, 4}) {
            QTest::addRow("%d bits, temperature 2/3", bits) << bits << 2.0 / 3;
            QTest::addRow("%d bits, temperature 2", bits) << bits << 2.0;
        }
    }
    void relaxedQuantizationEqualsItsDenseDefinition()
    {
        QFETCH(const int, bits);
        QFETCH(const double, temperature);
        const Grid grid = quantize::signedGrid(bits);
        const auto x = values(75, grid); // two blocks and a rest
        const quantize::RelaxedDraw draw{{7, 0}, 2, 31, float(temperature)};
        const auto input =
            test::denseInput({x.begin(), x.end()}, double(p.alpha), double(p.sigma), grid.low, grid.high);
        const auto noise = noiseOf(draw, x.size(), grid);
        const auto expected = test::relaxedValues(input, noise, double(draw.temperature)).detach();
        std::vector<float> out(x.size()), ones(x.size(), 1.0F), gradX(x.size());
        quantize::drawRelaxed(Relaxation::Mean, x, 0, p, grid, draw, out);
        const auto sums = quantize::backwardRelaxedDraw(x, 0, ones, p, grid, draw, gradX);
        const auto gradients =
            test::relaxedGradients(input, noise, double(draw.temperature), std::vector<double>(x.size(), 1.0));
        double size = 1;
        for (const double g : gradients.x) { size = std::max(size, std::abs(g)); }
        for (std::size_t i = 0; i < x.size(); ++i) {
            const double mean = expected[std::int64_t(i)].item<double>();
            QVERIFY2(std::abs(double(out[i]) - mean) < 1e-5,
                     qPrintable(QStringLiteral("x %1: %2, not %3").arg(x[i]).arg(out[i]).arg(mean)));
            QVERIFY2(std::abs(double(gradX[i]) - gradients.x[i]) < 5e-5 * size,
                     qPrintable(QStringLiteral("x %1: %2, not %3").arg(x[i]).arg(gradX[i]).arg(gradients.x[i])));
        }
        QVERIFY(std::abs(sums.alpha - gradients.alpha) < 1e-4 * double(x.size()));
        QVERIFY(std::abs(sums.sigma - gradients.sigma) < 1e-4 * double(x.size()) * size);
    }

    void straightThroughDrawsTheCategories() // frequencies of the drawn point are the probabilities r_n
    {
        const Grid grid = quantize::signedGrid(2);
        constexpr int draws = 20000;
        const std::vector<float> x = {0.1F};
        const auto r = test::denseProbabilities(
            test::denseInput({double(x[0])}, double(p.alpha), double(p.sigma), grid.low, grid.high));
        std::vector<int> seen(std::size_t(grid.points()), 0);
        std::vector<float> out(1);
        for (std::uint32_t step = 0; step < draws; ++step) {
            quantize::drawRelaxed(Relaxation::StraightThrough, x, 0, p, grid, {{5, 0}, 0, step, 1.0F}, out);
            ++seen[std::size_t(std::lround(out[0] / p.alpha) - grid.low)];
        }
        double chiSquare = 0;
        for (int k = 0; k < grid.points(); ++k) {
            const double expected = draws * r[0][k].item<double>();
            chiSquare += (seen[std::size_t(k)] - expected) * (seen[std::size_t(k)] - expected) / expected;
        }
        QVERIFY2(chiSquare < 16.27, qPrintable(QString::number(chiSquare))); // 3 degrees of freedom, 0.999
    }

    void aChunkDrawsWhatTheWholeWould()
    {
        const Grid grid = quantize::signedGrid(3);
        const auto x = values(200, grid);
        const quantize::RelaxedDraw draw{{1, 0}, 0, 5, 0.66F};
        std::vector<float> whole(x.size()), part(72);
        quantize::drawRelaxed(Relaxation::Mean, x, 0, p, grid, draw, whole);
        quantize::drawRelaxed(Relaxation::Mean, std::span(x).subspan(128), 128, p, grid, draw, part);
        QVERIFY(std::equal(part.begin(), part.end(), whole.begin() + 128));
    }

    void farOutsideTheGridNothingBreaks()
    {
        const Grid grid = quantize::signedGrid(4);
        const std::vector<float> x = {1e6F, -1e6F, 1e30F, -1e30F};
        std::vector<float> out(4), gradX(4), ones(4, 1.0F);
        quantize::drawRelaxed(Relaxation::Mean, x, 0, p, grid, {}, out);
        const auto sums = quantize::backwardRelaxedDraw(x, 0, ones, p, grid, {}, gradX);
        for (std::size_t i = 0; i < x.size(); ++i) {
            QVERIFY(std::isfinite(out[i]) && std::isfinite(gradX[i]));
            QVERIFY(out[i] >= p.alpha * float(grid.low) - 1e-3F && out[i] <= p.alpha * float(grid.high) + 1e-3F);
        }
        QVERIFY(std::isfinite(sums.alpha) && std::isfinite(sums.sigma));
    }

    void atEvaluationRelaxedMethodsRound()
    {
        for (const auto estimator : {Estimator::Relaxed, Estimator::RelaxedStraightThrough}) {
            quantize::Quantizer quantizer(estimator, 3, quantize::signedGrid(3));
            quantizer.setAlpha(0.5, 0.4);
            quantizer.draw(1, 0, 1);
            const torch::Tensor x = torch::linspace(-3, 3, 101);
            const torch::Tensor codes = quantizer.forward(x) / quantizer.alpha();
            QVERIFY(torch::allclose(codes, codes.round(), 0, 1e-4));
            QVERIFY(!torch::equal(quantizer.forward(x), quantizer.forwardInTraining(x)));
        }
    }

    void lsqStartsAndScalesAsThePaperSays() // Esser et al. 2020, sections 2.1 and 2.2: Q_P = 3 at 3 bits
    {
        const std::vector<float> x = {1, -1, 2, 0};
        QVERIFY(std::abs(quantize::lsqInitialStep(x, quantize::signedGrid(3)) - 2 * 1.0 / std::sqrt(3.0)) < 1e-12);
        QVERIFY(std::abs(quantize::lsqGradientScale(4, quantize::signedGrid(3)) - 1 / std::sqrt(12.0)) < 1e-12);
        QCOMPARE(quantize::lsqInitialStep(std::vector<float>(5, 0.0F), quantize::signedGrid(3)), 1.0);
    }

    void theLargestWeightSpansTheMaxAbsGrid()
    {
        quantize::Quantizer quantizer(Estimator::MaxAbs, 3, quantize::signedGrid(3));
        const torch::Tensor x = torch::tensor({0.3F, -1.5F, 0.7F}).requires_grad_();
        const torch::Tensor out = quantizer.forwardInTraining(x);
        QVERIFY(std::abs(quantizer.alpha() - 0.5) < 1e-6);
        out.sum().backward();
        QVERIFY(torch::equal(x.grad(), torch::ones({3}))); // nothing is clipped
        QVERIFY(torch::allclose(out.detach(), torch::tensor({0.5F, -1.5F, 0.5F})));
    }
};

QTEST_APPLESS_MAIN(TestRelaxed)
#include "tst_relaxed.moc"
