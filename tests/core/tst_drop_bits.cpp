// SPDX-License-Identifier: GPL-3.0-or-later
// DropBits and learned bit-lengths: levels, draws, gates, and the closed form under masks against the dense definition.
#include "core/base/error.h"
#include "core/net/gates.h"
#include "core/quantize/cpq.h"
#include "core/quantize/relaxed_masks.h"
#include "tests/support/dense_cpq.h"

#include <torch/types.h>

#include <QtTest>

using namespace gridscope;
using quantize::Grid;
using quantize::MaskFamily;

namespace {

constexpr double doubleTolerance = 1e-8;
constexpr double floatTolerance = 2e-5; // sums of shares and logarithms: a digit more than plain CPQ loses

std::vector<std::pair<int, int>> ends(const std::vector<Grid>& levels)
{
    std::vector<std::pair<int, int>> all;
    for (const Grid& g : levels) { all.emplace_back(g.low, g.high); }
    return all;
}

// Masks of every kind: open, half open, nearly shut, shut.
std::vector<float> mixedMasks(std::size_t count, int variant)
{
    static constexpr std::array<float, 5> values = {1.0F, 0.75F, 1.0F, 0.3F, 0.9F};
    std::vector<float> masks;
    for (std::size_t i = 0; i < count; ++i) { masks.push_back(values[(i + std::size_t(variant)) % values.size()]); }
    if (variant == 3 && count > 1) { masks[count - 1] = 0; }
    if (variant == 4) { masks.assign(count, 1.0F); }
    return masks;
}

std::vector<double> positions(const Grid& grid, double alpha, double sigma)
{
    std::vector<double> x;
    run::Random random(5, run::Random::Purpose::ToyPoints);
    const double low = alpha * (grid.low - 1), high = alpha * (grid.high + 1);
    for (int i = 0; i < 120; ++i) { x.push_back(low + random.uniform() * (high - low)); }
    for (const double far : {3.0, 30.0, 300.0}) {
        x.push_back(high + far * sigma);
        x.push_back(low - far * sigma);
    }
    return x;
}

test::MaskedInput maskedInput(const std::vector<double>& x, double alpha, double sigma, const std::vector<Grid>& levels,
                              const std::vector<float>& masks)
{
    torch::Tensor m = torch::empty({std::int64_t(masks.size())}, torch::kFloat64);
    std::copy(masks.begin(), masks.end(), m.data_ptr<double>());
    const Grid whole = levels.back();
    return {test::denseInput(x, alpha, sigma, whole.low, whole.high), m.requires_grad_(), ends(levels)};
}

double largest(const std::vector<double>& values)
{
    double most = 0;
    for (const double v : values) { most = std::max(most, std::abs(v)); }
    return most;
}

template <typename Real>
void compareWithDense(quantize::Origin origin, const std::vector<Grid>& levels, const std::vector<float>& masks,
                      double alpha, double sigma, double tolerance)
{
    const quantize::RelaxedMaskEstimator<Real> closed(Real(alpha), Real(sigma), levels, masks, origin);
    auto x = positions(levels.back(), double(Real(alpha)), double(Real(sigma)));
    for (double& v : x) { v = double(Real(v)); }
    const auto dense = maskedInput(x, double(Real(alpha)), double(Real(sigma)), levels, masks);
    const auto probabilities = test::maskedProbabilities(dense).detach();
    std::vector<double> gradOut;
    for (std::size_t i = 0; i < x.size(); ++i) { gradOut.push_back(i % 3 == 0 ? -1.0 : 0.5 + double(i % 5) / 5); }
    std::vector<int> codes;
    std::vector<double> gradX, maskSums(masks.size(), 0.0), maskSizes(masks.size(), 1e-30);
    double alphaSum = 0, alphaSize = 0, sigmaSum = 0, sigmaSize = 0;
    std::array<Real, quantize::RelaxedMaskEstimator<Real>::mostSteps> slopes{};
    for (std::size_t i = 0; i < x.size(); ++i) {
        const auto c = closed.chosen(Real(x[i]));
        const auto g = closed.gradient(Real(x[i]), slopes.data());
        codes.push_back(c.code);
        // The most probable point; two may tie to rounding.
        const auto row = probabilities[std::int64_t(i)];
        const double chosen = row[c.code - levels.back().low].template item<double>();
        QVERIFY2(chosen >= row.max().template item<double>() * (1 - 10 * tolerance), qPrintable(QString::number(x[i])));
        QVERIFY2(std::abs(double(c.probability) - chosen) <= tolerance, qPrintable(QString::number(x[i])));
        gradX.push_back(double(g.x) * gradOut[i]);
        alphaSum += double(g.alpha) * gradOut[i];
        alphaSize += std::abs(double(g.alpha) * gradOut[i]);
        sigmaSum += double(g.sigma) * gradOut[i];
        sigmaSize += std::abs(double(g.sigma) * gradOut[i]);
        for (std::size_t border = 0; border < closed.borders(); ++border) {
            const std::size_t mask = closed.maskOfBorder(border);
            maskSums[mask] += double(slopes[border]) * gradOut[i] / double(masks[mask]);
            maskSizes[mask] += std::abs(double(slopes[border]) * gradOut[i] / double(masks[mask]));
        }
    }
    const auto from = origin == quantize::Origin::Value ? test::From::Value : test::From::Zero;
    const auto expected = test::maskedGradients(dense, codes, gradOut, from);
    const double size = std::max(1e-12, largest(expected.step.x));
    for (std::size_t i = 0; i < x.size(); ++i) {
        QVERIFY2(std::abs(gradX[i] - expected.step.x[i]) <= tolerance * size,
                 qPrintable(QStringLiteral("x %1: %2, not %3").arg(x[i]).arg(gradX[i]).arg(expected.step.x[i])));
    }
    QVERIFY(std::abs(alphaSum - expected.step.alpha) <= tolerance * alphaSize);
    QVERIFY(std::abs(sigmaSum - expected.step.sigma) <= tolerance * (sigmaSize + alphaSize));
    for (std::size_t i = 0; i < masks.size(); ++i) {
        const bool learns = masks[i] > 0 && masks[i] < 1; // elsewhere the clamp of the gate passes nothing
        const bool reachable =
            std::find(masks.begin(), masks.begin() + std::ptrdiff_t(i), 0.0F) == masks.begin() + std::ptrdiff_t(i);
        if (!learns || !reachable) { continue; }
        QVERIFY2(std::abs(maskSums[i] - expected.masks[i]) <= tolerance * (maskSizes[i] + alphaSize),
                 qPrintable(QStringLiteral("mask %1: %2, not %3").arg(i).arg(maskSums[i]).arg(expected.masks[i])));
    }
}

constexpr double chiSquare999 = 10.83; // one degree of freedom

} // namespace

class TestDropBits : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void levelsAreNestedAndEndWithTheWholeGrid_data()
    {
        QTest::addColumn<int>("family");
        QTest::addColumn<bool>("symmetric");
        QTest::newRow("bitwise-sharing") << int(MaskFamily::BitwiseSharing) << false;
        QTest::newRow("bitwise-sharing, symmetric grid") << int(MaskFamily::BitwiseSharing) << true;
        QTest::newRow("endpoints-sharing") << int(MaskFamily::EndpointsSharing) << false;
        QTest::newRow("endpoints-sharing, symmetric grid") << int(MaskFamily::EndpointsSharing) << true;
    }
    void levelsAreNestedAndEndWithTheWholeGrid()
    {
        QFETCH(const int, family);
        QFETCH(const bool, symmetric);
        for (int bits = 1; bits <= 8; ++bits) {
            const auto levels = quantize::nestedLevels(MaskFamily(family), bits, symmetric);
            QCOMPARE(levels.back(), quantize::signedGrid(bits, symmetric));
            for (std::size_t k = 0; k < levels.size(); ++k) {
                QVERIFY(levels[k].low <= 0 && levels[k].high >= 0);
                if (k == 0) { continue; }
                QVERIFY(levels[k].low <= levels[k - 1].low && levels[k].high >= levels[k - 1].high);
                QVERIFY(levels[k].points() > levels[k - 1].points());
            }
        }
    }

    void theNumberOfMasksIsThePapers()
    {
        for (int bits = 1; bits <= 8; ++bits) {
            QCOMPARE(quantize::nestedLevels(MaskFamily::BitwiseSharing, bits).size(), std::size_t(bits));
            QCOMPARE(quantize::nestedLevels(MaskFamily::EndpointsSharing, bits).size(), std::size_t(1) << (bits - 1));
        }
    }

    void droppingTheTopBitLeavesTheGridOfOneBitLess()
    {
        const auto levels = quantize::nestedLevels(MaskFamily::BitwiseSharing, 4);
        QCOMPARE(levels[quantize::openLevel({1, 1, 0})], quantize::signedGrid(3));
        QCOMPARE(levels[quantize::openLevel({1, 0, 1})],
                 quantize::signedGrid(2)); // above a dropped bit nothing is open
        const auto ends = quantize::nestedLevels(MaskFamily::EndpointsSharing, 3);
        QCOMPARE(ends[quantize::openLevel({1, 1, 0})], (Grid{-3, 3}));
        QCOMPARE(ends[quantize::openLevel({0, 1, 1})], (Grid{-1, 1}));
    }

    void hardMasksAreDrawnWithTheirKeepProbabilities_data()
    {
        QTest::addColumn<int>("masks");
        QTest::newRow("bitwise-sharing, 4 bits") << 3;
        QTest::newRow("endpoints-sharing, 4 bits") << 7;
    }
    void hardMasksAreDrawnWithTheirKeepProbabilities() // chi-square of each mask, and of the pairs' independence
    {
        QFETCH(const int, masks);
        std::vector<float> keep;
        for (int i = 0; i < masks; ++i) { keep.push_back(0.5F + 0.06F * float(i)); }
        constexpr int draws = 20000;
        std::vector<int> kept(std::size_t(masks), 0);
        int bothKept = 0;
        for (int step = 0; step < draws; ++step) {
            run::Random random(3, run::Random::Purpose::Masks, 1, std::uint32_t(step));
            const auto z = quantize::drawHardMasks(keep, random);
            for (std::size_t i = 0; i < z.size(); ++i) { kept[i] += z[i] > 0; }
            bothKept += z[0] > 0 && z[1] > 0;
        }
        const auto chiSquare = [](double seen, double p) {
            const double expected = draws * p, rest = draws - expected;
            return (seen - expected) * (seen - expected) * (1 / expected + 1 / rest);
        };
        for (std::size_t i = 0; i < kept.size(); ++i) {
            const double value = chiSquare(kept[i], double(keep[i]));
            QVERIFY2(value < chiSquare999, qPrintable(QStringLiteral("mask %1: chi-square %2").arg(i).arg(value)));
        }
        QVERIFY(chiSquare(bothKept, double(keep[0]) * double(keep[1])) < chiSquare999);
    }

    void relaxedMasksAreOpenAsOftenAsTheirKeepProbabilitySays()
    {
        constexpr int draws = 5000;
        for (const double keep : {0.3, 0.8, 0.99}) {
            quantize::Gates gates(quantize::nestedLevels(MaskFamily::BitwiseSharing, 3), keep,
                                  quantize::Gates::Kind::Learned);
            int open = 0;
            for (int step = 0; step < draws; ++step) {
                gates.draw(run::Random(9, run::Random::Purpose::Masks, 0, std::uint32_t(step)));
                open += gates.masks()[0] > 0;
            }
            const double expected = draws * keep;
            const double value = (open - expected) * (open - expected) / (expected * (1 - keep));
            QVERIFY2(value < chiSquare999,
                     qPrintable(QStringLiteral("keep %1: %2 of %3 open").arg(keep).arg(open).arg(draws)));
            QVERIFY(std::abs(double(gates.keepProbabilities()[0]) - keep) < 1e-6);
        }
    }

    void masksDependOnSeedLayerAndStepOnly()
    {
        quantize::Gates a(quantize::nestedLevels(MaskFamily::EndpointsSharing, 4), 0.7, quantize::Gates::Kind::Hard);
        quantize::Gates b(quantize::nestedLevels(MaskFamily::EndpointsSharing, 4), 0.7, quantize::Gates::Kind::Hard);
        for (std::uint32_t step = 1; step < 50; ++step) {
            a.draw(run::Random(1, run::Random::Purpose::Masks, 2, step));
        }
        b.draw(run::Random(1, run::Random::Purpose::Masks, 2, 49));
        QCOMPARE(a.masks(), b.masks());
    }

    void theClosedFormUnderMasksEqualsTheDenseDefinition_data()
    {
        QTest::addColumn<int>("family");
        QTest::addColumn<int>("bits");
        for (int bits = 1; bits <= 8; ++bits) {
            QTest::addRow("bitwise-sharing, %d bits", bits) << int(MaskFamily::BitwiseSharing) << bits;
            QTest::addRow("endpoints-sharing, %d bits", bits) << int(MaskFamily::EndpointsSharing) << bits;
        }
    }
    void theClosedFormUnderMasksEqualsTheDenseDefinition()
    {
        QFETCH(const int, family);
        QFETCH(const int, bits);
        const auto levels = quantize::nestedLevels(MaskFamily(family), bits);
        for (const double ratio : {0.1, 0.33, 1.0}) {
            for (int variant = 0; variant < 5; ++variant) {
                const auto masks = mixedMasks(levels.size() - 1, variant);
                compareWithDense<double>(quantize::Origin::Zero, levels, masks, 0.5, 0.5 * ratio, doubleTolerance);
                compareWithDense<double>(quantize::Origin::Value, levels, masks, 0.5, 0.5 * ratio, doubleTolerance);
                if (QTest::currentTestFailed()) { return; }
            }
        }
    }

    void inFloatTheClosedFormUnderMasksIsAsGoodAsFloatsAre()
    {
        for (int bits = 2; bits <= 4; ++bits) {
            const auto levels = quantize::nestedLevels(MaskFamily::BitwiseSharing, bits);
            const auto masks = mixedMasks(levels.size() - 1, 1);
            compareWithDense<float>(quantize::Origin::Zero, levels, masks, 0.5, 0.125, floatTolerance);
            compareWithDense<float>(quantize::Origin::Value, levels, masks, 0.5, 0.125, floatTolerance);
        }
    }

    void withOpenMasksItIsPlainCpq()
    {
        const auto levels = quantize::nestedLevels(MaskFamily::BitwiseSharing, 3);
        const quantize::RelaxedMaskEstimator<double> masked(0.5, 0.1, levels, {1, 1});
        const quantize::MultiClassEstimator<double> plain(0.5, 0.1, levels.back());
        for (const double x : positions(levels.back(), 0.5, 0.1)) {
            const auto a = masked.gradient(x), b = plain.gradient(x);
            QVERIFY(std::abs(a.x - b.x) < 1e-9 && std::abs(a.alpha - b.alpha) < 1e-9
                    && std::abs(a.sigma - b.sigma) < 1e-8);
        }
    }

    void relaxedMasksThatAreNotLearnedAreOpenAsOftenAsTheirKeepProbabilitySays()
    {
        constexpr double keep = 0.7;
        quantize::Gates gates(quantize::nestedLevels(MaskFamily::BitwiseSharing, 3), keep,
                              quantize::Gates::Kind::Relaxed);
        int open = 0, between = 0;
        constexpr int draws = 4000;
        for (std::uint32_t step = 0; step < draws; ++step) {
            gates.draw(run::Random(4, run::Random::Purpose::Masks, 0, step));
            open += gates.masks()[0] > 0 ? 1 : 0;
            between += gates.masks()[0] > 0 && gates.masks()[0] < 1 ? 1 : 0;
        }
        QVERIFY(std::abs(double(open) / draws - keep) < 0.03);
        QVERIFY(between > draws / 10);
        QVERIFY(gates.learned().empty());
        QCOMPARE(gates.openGrid(), quantize::signedGrid(3)); // nothing is dropped at evaluation
    }

    void gatesGetTheGradientOfTheDenseRelaxedDefinition() // through the module, down to phi
    {
        const auto levels = quantize::nestedLevels(MaskFamily::BitwiseSharing, 3);
        auto gates = std::make_shared<quantize::Gates>(levels, 0.6, quantize::Gates::Kind::Learned);
        int compared = 0;
        for (std::uint32_t step = 0; step < 40; ++step) {
            gates->draw(run::Random(4, run::Random::Purpose::Masks, 0, step));
            const auto masks = gates->masks();
            if (!(masks[0] > 0 && masks[0] < 1 && masks[1] > 0 && masks[1] < 1)) { continue; }
            std::vector<double> x = positions(levels.back(), 0.5, 0.15), gradOut(x.size(), 1.0);
            for (double& v : x) { v = double(float(v)); }
            const auto dense = maskedInput(x, 0.5, double(0.15F), levels, masks);
            const auto expected = test::maskedGradients(dense, test::mostProbableCodes(dense), gradOut);
            std::vector<float> values(x.begin(), x.end()), ones(x.size(), 1.0F), gradX(x.size());
            const auto sums =
                quantize::backwardRelaxed(quantize::Origin::Zero, values, ones, {0.5F, 0.15F}, levels, masks, gradX);
            for (std::size_t i = 0; i < masks.size(); ++i) {
                QVERIFY(std::abs(sums.masks[i] - expected.masks[i])
                        < 1e-3 * std::max(1.0, std::abs(expected.masks[i])));
            }
            // From the mask to phi: dz/dphi of the clamped, stretched sigmoid by finite differences.
            const auto phi = gates->learned()[0];
            const torch::Tensor z = gates->masksToLearn();
            z.sum().backward();
            const double slope = phi.grad()[0].item<double>();
            phi.mutable_grad().reset();
            constexpr float nudge = 1e-2F;
            {
                const torch::NoGradGuard noGrad;
                phi[0] += nudge;
            }
            const double up = gates->masksToLearn()[0].item<double>();
            {
                const torch::NoGradGuard noGrad;
                phi[0] -= 2 * nudge;
            }
            const double down = gates->masksToLearn()[0].item<double>();
            {
                const torch::NoGradGuard noGrad;
                phi[0] += nudge;
            }
            QVERIFY(std::abs(slope - (up - down) / (2 * double(nudge))) < 5e-3);
            ++compared;
        }
        QVERIFY(compared >= 3);
    }

    void thePenaltyIsTheExpectedNumberOfOpenMasks()
    {
        const quantize::Gates gates(quantize::nestedLevels(MaskFamily::EndpointsSharing, 3), 0.8,
                                    quantize::Gates::Kind::Learned);
        QVERIFY(std::abs(gates.penalty().item<double>() - 3 * 0.8) < 1e-5);
    }

    void bitsAreTheHighestOpenLevelAlsoAfterFreezing()
    {
        quantize::Gates gates(quantize::nestedLevels(MaskFamily::BitwiseSharing, 4), 0.99,
                              quantize::Gates::Kind::Learned);
        QCOMPARE(quantize::bitsFor(gates.openGrid()), 4);
        const torch::Tensor phi = gates.learned()[0];
        {
            const torch::NoGradGuard noGrad;
            phi[1] = -5.0F; // the third bit's gate shuts, and the fourth goes with it
        }
        QCOMPARE(gates.openGrid(), quantize::signedGrid(2));
        gates.freeze(true);
        QCOMPARE(quantize::bitsFor(gates.openGrid()), 2);
        gates.draw(run::Random(1, run::Random::Purpose::Masks));
        QVERIFY(gates.masks().empty()); // nothing is drawn any more
    }

    void endpointsNeedTheBitsOfTheirPoints_data()
    {
        QTest::addColumn<int>("low");
        QTest::addColumn<int>("high");
        QTest::addColumn<int>("bits");
        QTest::newRow("three points") << -1 << 1 << 2;
        QTest::newRow("four points") << -2 << 1 << 2;
        QTest::newRow("five points") << -2 << 2 << 3;
        QTest::newRow("eight points") << -4 << 3 << 3;
        QTest::newRow("two points") << -1 << 0 << 1;
    }
    void endpointsNeedTheBitsOfTheirPoints()
    {
        QFETCH(const int, low);
        QFETCH(const int, high);
        QFETCH(const int, bits);
        QCOMPARE(quantize::bitsFor({low, high}), bits);
    }

    void anUnknownFamilyIsRefused() { QVERIFY_EXCEPTION_THROWN(quantize::maskFamilyNamed("some"), ConfigError); }
};

QTEST_APPLESS_MAIN(TestDropBits)
#include "tst_drop_bits.moc"
