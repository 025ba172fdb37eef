// SPDX-License-Identifier: GPL-3.0-or-later
// Mirror descent's maps and steps against definitions, differences and each other (core/train/mirror.md).
#include "core/train/mirror.h"

#include <torch/torch.h>

#include <QtTest>

using torch::Tensor;
namespace mirror = gridscope::train::mirror;
using mirror::Levels;

namespace {

Tensor spread() { return torch::arange(-120, 121, torch::kFloat64) / 40; }

double largest(const Tensor& tensor) { return tensor.abs().max().item<double>(); }

class TestMirror : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void primalWeightsStayWithinTheLevelsAndRiseWithTheDualOnes_data()
    {
        QTest::addColumn<int>("levels");
        QTest::addColumn<double>("beta");
        for (const int levels : {2, 3}) {
            for (const double beta : {1.0, 3.0, 100.0, 1e4, 1e35}) {
                QTest::addRow("%d levels, beta %g", levels, beta) << levels << beta;
            }
        }
    }
    void primalWeightsStayWithinTheLevelsAndRiseWithTheDualOnes()
    {
        QFETCH(const int, levels);
        QFETCH(const double, beta);
        const Tensor w = mirror::primalOf(spread(), beta, Levels(levels));
        QVERIFY(largest(w) <= 1);
        QVERIFY((w.diff() >= 0).all().item<bool>());
        QCOMPARE(mirror::primalOf(torch::zeros({1}), beta, Levels(levels)).item<double>(), 0.0);
        QVERIFY(largest(w + w.flip(0)) < 1e-12); // odd
    }

    void aSharperMapBringsEveryWeightNearerToItsLevel()
    {
        const Tensor v = spread();
        Tensor before = mirror::primalOf(v, 1, Levels::Binary).abs();
        for (const double beta : {2.0, 10.0, 1e3}) {
            const Tensor now = mirror::primalOf(v, beta, Levels::Binary).abs();
            QVERIFY((now >= before).all().item<bool>());
            before = now;
        }
    }

    void theSlopeIsThatOfTheMap_data() { primalWeightsStayWithinTheLevelsAndRiseWithTheDualOnes_data(); }
    void theSlopeIsThatOfTheMap()
    {
        QFETCH(const int, levels);
        QFETCH(const double, beta);
        if (beta > 100) { return; } // no difference quotient is fine enough
        const double h = 1e-6;
        const Tensor v = spread();
        const Tensor quotient =
            (mirror::primalOf(v + h, beta, Levels(levels)) - mirror::primalOf(v - h, beta, Levels(levels))) / (2 * h);
        QVERIFY(largest(quotient - mirror::slopeOf(v, beta, Levels(levels))) < 1e-4 * beta);
    }

    void roundedWeightsAreLevelsAndNothingElseZerosToo()
    {
        const Tensor v = torch::tensor({-2.0, -0.5, -0.49, -0.0, 0.0, 0.49, 0.5, 2.0}, torch::kFloat64);
        const Tensor two = torch::tensor({-1., -1., -1., 1., 1., 1., 1., 1.}, torch::kFloat64);
        const Tensor three = torch::tensor({-1., -1., 0., 0., 0., 0., 1., 1.}, torch::kFloat64);
        QVERIFY(mirror::rounded(v, Levels::Binary).equal(two));
        QVERIFY(mirror::rounded(v, Levels::Ternary).equal(three));
    }

    void aSharpMapAndItsRoundingAreNearlyTheSame()
    {
        const Tensor v = torch::randn({10000}, torch::kFloat64);
        for (const Levels levels : {Levels::Binary, Levels::Ternary}) {
            const Tensor difference = (mirror::primalOf(v, 1e4, levels) - mirror::rounded(v, levels)).abs();
            QVERIFY((difference < 1e-3).to(torch::kFloat64).mean().item<double>() > 0.95);
        }
    }

    void thePrimalStepIsTheDualStepWhileSharpnessIsConstant()
    {
        const double beta = 3;
        const Tensor v = torch::linspace(-1, 1, 41, torch::kFloat64),
                     step = torch::linspace(0.2, -0.3, 41, torch::kFloat64);
        const Tensor w = mirror::primalOf(v, beta, Levels::Binary);
        const Tensor ours = mirror::steppedPrimal(w, step, beta);
        QVERIFY(largest(ours - torch::tanh(torch::atanh(w) - beta * step)) < 1e-12);
        QVERIFY(largest(ours - mirror::primalOf(v - step, beta, Levels::Binary)) < 1e-12);
        QVERIFY(largest(mirror::steppedPrimal(w, torch::zeros_like(w), beta) - w) < 1e-12);
    }

    void thePrimalStepIsFiniteWhateverItIsGiven()
    {
        const Tensor w = torch::tensor({-1.F, -0.999999F, 0.F, 0.999999F, 1.F});
        for (const double beta : {1.0, 1e5, 1e35}) {
            for (const float step : {-10.F, -1e-3F, 0.F, 1e-3F, 10.F}) {
                const Tensor next = mirror::steppedPrimal(w, torch::full_like(w, step), beta);
                QVERIFY((next.abs() <= 1).all().item<bool>()); // false for NaN
                QCOMPARE(next[0].item<float>(), -1.F);         // it has no way back
            }
        }
    }

    void aStepOfAdamIsTheStockOptimizersButForItsEpsilon()
    {
        mirror::Adam ours;
        ours.rate = 0.01;
        Tensor x = torch::linspace(-1, 1, 20), y = x.clone().requires_grad_();
        torch::optim::Adam stock({y}, torch::optim::AdamOptions(0.01));
        for (int i = 0; i < 5; ++i) {
            const Tensor gradient = 2 * x + float(i);
            x = x - ours.stepOf(x, gradient);
            y.mutable_grad() = gradient;
            stock.step();
            QVERIFY(largest(x - y.detach()) < 1e-6);
        }
    }

    void sharesArePositiveAndSumToOneAndTwoOfThemAreTanh()
    {
        const Tensor v = torch::randn({50, 2}, torch::kFloat64);
        for (const double beta : {1.0, 7.0, 1e4}) {
            const Tensor u = mirror::softmaxOf(v, beta);
            QVERIFY((u >= 0).all().item<bool>() && largest(u.sum(1) - 1) < 1e-12);
            const Tensor w = mirror::valueOf(u, {-1, 1});
            QVERIFY(largest(w - torch::tanh((v.select(1, 1) - v.select(1, 0)) * beta / 2)) < 1e-9);
        }
    }

    void theGradientThroughSharesIsThatOfAutomaticDifferentiation()
    {
        const Tensor v = torch::randn({12, 3}, torch::kFloat64).requires_grad_();
        const Tensor g = torch::randn({12, 3}, torch::kFloat64);
        const Tensor u = mirror::softmaxOf(v, 2.5);
        u.backward(g);
        QVERIFY(largest(v.grad() - mirror::softmaxGradient(u.detach(), g, 2.5)) < 1e-12);
    }

    void aVertexOfTheSimplexStaysAndNoGradientMovesNothing()
    {
        const Tensor vertex = torch::eye(3, torch::kFloat64), step = torch::randn({3, 3}, torch::kFloat64);
        QVERIFY(mirror::steppedShares(vertex, step, 1e5).equal(vertex));
        const Tensor u = mirror::softmaxOf(torch::randn({9, 4}, torch::kFloat64), 1);
        QVERIFY(largest(mirror::steppedShares(u, torch::zeros_like(u), 5) - u) < 1e-12);
        const Tensor next = mirror::steppedShares(u, torch::full_like(u, 300), 1e5);
        QVERIFY(largest(next.sum(1) - 1) < 1e-12);
    }

    void theNearestPointOfTheSimplexIsNearerThanAnyOther()
    {
        const Tensor x = torch::randn({30, 4}, torch::kFloat64);
        const Tensor p = mirror::sparsemax(x);
        QVERIFY((p >= 0).all().item<bool>() && largest(p.sum(1) - 1) < 1e-12);
        for (int i = 0; i < 50; ++i) {
            const Tensor other = mirror::softmaxOf(torch::randn({30, 4}, torch::kFloat64) * 3, 1);
            QVERIFY(((p - x).norm(2, 1) <= (other - x).norm(2, 1) + 1e-12).all().item<bool>());
        }
    }

    void rowsOfSharesGoBackIntoTheirShape()
    {
        const Tensor shares = torch::randn({6, 3, 2, 2});
        for (const int levels : {2, 3}) {
            const Tensor rows = mirror::rowsOf(shares, levels);
            QCOMPARE(rows.size(1), std::int64_t(levels));
            QVERIFY(mirror::ofRows(rows, shares.sizes()).equal(shares));
            QCOMPARE(rows[0][1].item<float>(), shares[1][0][0][0].item<float>()); // levels beside each other
        }
    }
};

} // namespace

QTEST_APPLESS_MAIN(TestMirror)
#include "tst_mirror.moc"
