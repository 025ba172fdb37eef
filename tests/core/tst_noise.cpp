// SPDX-License-Identifier: GPL-3.0-or-later
// Every source of noise at its ends: the smallest and the largest word, in every place of a block, and 2^26 draws; and every
// method at the ends of what its settings allow, for values from denormal to the largest float. Finite in, finite out.
#include "core/base/random.h"
#include "core/kernels/kernels.h"
#include "core/method/methods.h"
#include "core/net/gates.h"
#include "core/net/quantizer.h"
#include "core/quantize/drop_bits.h"
#include "core/quantize/rq.h"
#include "core/settings/config_fields.h"
#include "core/settings/presets.h"

#include <torch/types.h>

#include <QtTest>

#include <cmath>
#include <limits>

using namespace gridscope;
using quantize::Estimator;

namespace {

constexpr std::uint32_t largestWord = 0xFFFFFFFF;
constexpr std::size_t draws = std::size_t(1) << 26;

// What of many draws is known of their distribution: each within six standard errors, which one seed in 500 million misses.
struct Moments {
    double sum = 0, squares = 0;
    double lowest = std::numeric_limits<double>::infinity(), highest = -lowest;
    std::size_t count = 0, belowFirst = 0, belowSecond = 0;
    void add(double value, double first, double second)
    {
        sum += value;
        squares += value * value;
        lowest = std::min(lowest, value);
        highest = std::max(highest, value);
        belowFirst += value < first;
        belowSecond += value < second;
        ++count;
    }
};

bool isNear(double seen, double expected, double deviation, std::size_t count)
{
    const double allowed = 6 * deviation / std::sqrt(double(count));
    if (std::abs(seen - expected) <= allowed) { return true; }
    qWarning("seen %.9g, expected %.9g +- %.2g", seen, expected, allowed);
    return false;
}

void requireShare(std::size_t seen, double probability, std::size_t count)
{
    QVERIFY(isNear(double(seen) / double(count), probability, std::sqrt(probability * (1 - probability)), count));
}

// Of a distribution whose mean, variance and fourth central moment are these.
void requireMoments(const Moments& m, double mean, double variance, double fourth)
{
    const auto n = double(m.count);
    QVERIFY(isNear(m.sum / n, mean, std::sqrt(variance), m.count));
    const double seen = m.squares / n - (m.sum / n) * (m.sum / n);
    QVERIFY(isNear(seen, variance, std::sqrt(fourth - variance * variance), m.count));
}

// From denormal to the largest float, on both sides.
std::vector<float> wildValues(float alpha)
{
    std::vector<float> values = {0.0F, -0.0F};
    for (const float size :
         {std::numeric_limits<float>::denorm_min(), 1e-40F, std::numeric_limits<float>::min(), 1e-30F, 1e-20F, 1e-10F,
          1e-3F, 1.0F, 1e3F, 1e10F, 1e20F, 1e30F, 1e37F, std::numeric_limits<float>::max()}) {
        values.insert(values.end(), {size, -size});
    }
    for (const float cells : {0.25F, 0.5F, 0.75F, 1.0F, 1.5F, 3.0F, 3.5F, 100.0F, 127.5F, 1000.0F}) {
        const float x = std::min(cells * alpha, std::numeric_limits<float>::max());
        values.insert(values.end(), {x, -x});
    }
    return values;
}

bool areFinite(const torch::Tensor& t) { return torch::isfinite(t).all().item<bool>(); }

// Sends gradients of size 1 back through one rounding; the sentence says which of the four is not finite.
QString notFinite(quantize::Quantizer& quantizer, const std::vector<float>& values)
{
    const torch::Tensor x = torch::tensor(values).requires_grad_();
    const torch::Tensor out = quantizer.forwardInTraining(x);
    if (!areFinite(out)) { return "the rounded values"; }
    quantizer.zero_grad();
    try {
        out.backward(torch::ones_like(out));
    } catch (const std::exception& error) { // LibTorch takes no number that a float cannot hold
        return QString("a gradient (%1)").arg(QString(error.what()).section('\n', 0, 0));
    }
    if (!areFinite(x.grad())) { return "the gradient of the values"; }
    for (const auto& parameter : quantizer.named_parameters()) {
        if (parameter.value().grad().defined() && !areFinite(parameter.value().grad())) {
            return "the gradient of " + QString::fromStdString(parameter.key());
        }
    }
    return areFinite(quantizer.forward(x.detach())) ? QString() : "the values rounded at evaluation";
}

} // namespace

class TestNoise : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aWordBecomesAFloatStrictlyInsideZeroAndOne_data()
    {
        QTest::addColumn<quint32>("word");
        QTest::newRow("the smallest") << 0U;
        QTest::newRow("the smallest whose 24 bits are not 0") << 0x100U;
        QTest::newRow("the first whose half is lost to rounding") << 0x80000000U;
        QTest::newRow("the one before the largest 24 bits") << 0xFFFFFEFFU;
        QTest::newRow("the first with the largest 24 bits") << 0xFFFFFF00U;
        QTest::newRow("the largest") << largestWord;
    }
    void aWordBecomesAFloatStrictlyInsideZeroAndOne()
    {
        QFETCH(const quint32, word);
        const float u = run::insideUnit(word);
        QVERIFY2(u > 0 && u < 1, qPrintable(QString::number(double(u), 'g', 12)));
        QVERIFY(-std::log(u) > 0 && std::isfinite(std::log(-std::log(u))));
        QVERIFY(std::isfinite(std::log1p(-u)));
    }

    void onlyTheExtremeWordIsDrawnOtherwiseThanBefore()
    {
        for (std::uint32_t high = 0; high < (1U << 24); ++high) {
            const float before = (float(high) + 0.5F) * (1.0F / 16777216.0F);
            if (run::insideUnit(high << 8) != before) { QCOMPARE(high, (1U << 24) - 1); }
        }
    }

    void everyWordBelowTheLargestIsLessOrEqual() // draws are monotonous, so no word is out of its order
    {
        float previous = 0;
        for (std::uint32_t high = 0; high < (1U << 24); ++high) {
            const float u = run::insideUnit(high << 8);
            if (u < previous) { QFAIL(qPrintable(QString::number(high))); }
            previous = u;
        }
    }

    void exponentialsOfRelaxedQuantizationHaveTheirDistribution()
    {
        const quantize::RelaxedDraw draw{{1, 0}, 3, 9, 0.66F};
        std::array<float, 4 * quantize::drawnTogether> e{};
        Moments m;
        for (std::uint64_t first = 0; m.count < draws; first += quantize::drawnTogether) {
            quantize::exponentials(draw, first, 0, e);
            for (const float value : e) { m.add(double(value), 0.01, 1); }
        }
        QVERIFY2(m.lowest > 0, "an exponential is 0, so its grid point's weight is infinite");
        QVERIFY(std::isfinite(m.highest) && m.highest > 15 && m.highest < 17.4); // -log(2^-25)
        requireMoments(m, 1, 1, 9);
        requireShare(m.belowFirst, 1 - std::exp(-0.01), m.count);
        requireShare(m.belowSecond, 1 - std::exp(-1), m.count);
    }

    void
    exponentialsAreTheLogarithmsOfTheirWords() // of the file that is compiled with fast mathematics, at the ends too
    {
        const quantize::RelaxedDraw draw{{77, 5}, 1, 4, 0.66F};
        std::array<float, 4 * quantize::drawnTogether> e{};
        double least = 1;
        for (std::uint64_t first = 0; first < (1U << 20); first += quantize::drawnTogether) {
            quantize::exponentials(draw, first, 2, e);
            for (std::uint32_t i = 0; i < quantize::drawnTogether; ++i) {
                const auto words =
                    run::philox({std::uint32_t(first) + i, draw.step, (draw.layer << 16) ^ 2U, 0x47554D42}, draw.key);
                for (std::size_t k = 0; k < 4; ++k) {
                    const double exact = -std::log(double(run::insideUnit(words[k])));
                    const auto seen = double(e[k * quantize::drawnTogether + i]);
                    if (std::abs(seen - exact) > 1e-6 * exact) {
                        QFAIL(qPrintable(QString("%1, not %2").arg(seen).arg(exact)));
                    }
                    least = std::min(least, exact);
                }
            }
        }
        QVERIFY(least < 1e-5); // the end where a logarithm of nearly 1 loses its digits was there
    }

    void theBlockThatDrawsTheLargestWordIsFinite()
    {
        constexpr std::size_t values = quantize::drawnTogether;
        const quantize::RelaxedDraw draw{{1, 0}, 2, 9, 0.66F};
        const quantize::Grid grid = quantize::signedGrid(2); // one group of four words
        std::uint32_t position = 0;
        const auto isExtreme = [](std::uint32_t word) { return word >> 8 == largestWord >> 8 || word >> 8 == 0; };
        for (std::size_t found = 0; found < 4; ++position) {
            const auto words = run::philox({position, draw.step, draw.layer << 16, 0x47554D42}, draw.key);
            if (std::ranges::none_of(words, isExtreme)) { continue; }
            ++found;
            const std::uint64_t first = position - position % values;
            for (const std::uint64_t start : {first, std::uint64_t(position)}) { // in its own lane, and in the first
                std::vector<float> x(values, 0.3F), ones(values, 1.0F), out(values), gradX(values);
                for (const auto relaxation : {quantize::Relaxation::Mean, quantize::Relaxation::StraightThrough}) {
                    quantize::drawRelaxed(relaxation, x, start, {0.5F, 0.2F}, grid, draw, out);
                    for (const float value : out) { QVERIFY(std::isfinite(value)); }
                }
                const auto sums = quantize::backwardRelaxedDraw(x, start, ones, {0.5F, 0.2F}, grid, draw, gradX);
                for (const float value : gradX) { QVERIFY(std::isfinite(value)); }
                QVERIFY(std::isfinite(sums.alpha) && std::isfinite(sums.sigma));
            }
        }
    }

    void uniformAndNormalNumbersHaveTheirDistribution()
    {
        run::Random random(4, run::Random::Purpose::ToyPoints);
        Moments uniform, normal;
        for (std::size_t i = 0; i < draws; ++i) { uniform.add(random.uniform(), 0.001, 0.25); }
        for (std::size_t i = 0; i < draws / 8; ++i) { normal.add(random.normal(), -3, 1); }
        QVERIFY(uniform.lowest >= 0 && uniform.highest < 1);
        requireMoments(uniform, 0.5, 1.0 / 12, 1.0 / 80);
        requireShare(uniform.belowFirst, 0.001, uniform.count);
        requireShare(uniform.belowSecond, 0.25, uniform.count);
        QVERIFY(normal.lowest < -5 && normal.highest > 5 && std::isfinite(normal.highest - normal.lowest));
        requireMoments(normal, 0, 1, 3);
        requireShare(normal.belowFirst, std::erfc(3 / std::sqrt(2.0)) / 2, normal.count);
        requireShare(normal.belowSecond, 1 - std::erfc(1 / std::sqrt(2.0)) / 2, normal.count);
    }

    void hardMasksHoldTheirProbabilityAndItsEnds()
    {
        run::Random random(5, run::Random::Purpose::Masks);
        const std::vector<float> keep = {0.0F, 1e-3F, 0.9F, 1.0F};
        std::array<std::size_t, 4> kept{};
        constexpr std::size_t rounds = draws / 4;
        for (std::size_t i = 0; i < rounds; ++i) {
            const auto masks = quantize::drawHardMasks(keep, random);
            for (std::size_t k = 0; k < kept.size(); ++k) { kept[k] += masks[k] == 1.0F; }
        }
        QCOMPARE(kept[0], std::size_t(0));
        QCOMPARE(kept[3], rounds);
        requireShare(kept[1], double(keep[1]), rounds);
        requireShare(kept[2], double(keep[2]), rounds);
    }

    void theNoiseOfGatesIsFiniteAndLogistic()
    {
        run::Random random(6, run::Random::Purpose::Masks);
        Moments m;
        for (std::size_t i = 0; i < draws / 4; ++i) { m.add(quantize::hard_concrete::noise(random), -5, 1); }
        QVERIFY(std::isfinite(m.lowest) && std::isfinite(m.highest) && m.highest < 22.9); // log(2^33 - 1)
        constexpr double variance = 3.289868133696453;                                    // pi^2 / 3
        requireMoments(m, 0, variance, 7 * std::pow(M_PI, 4) / 15);
        requireShare(m.belowFirst, 1 / (1 + std::exp(5)), m.count);
        requireShare(m.belowSecond, 1 / (1 + std::exp(-1)), m.count);
    }

    void everyMethodStaysFiniteAtTheEndsOfItsSettings_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<int>("bits");
        for (const run::MethodInfo* known : run::methods()) {
            const run::MethodInfo& method = *known;
            for (int bits = 1; bits <= 8; ++bits) {
                QTest::addRow("%s, %d bits", std::string(method.name).c_str(), bits)
                    << QString::fromStdString(std::string(method.name)) << bits;
            }
        }
    }
    void everyMethodStaysFiniteAtTheEndsOfItsSettings()
    {
        QFETCH(const QString, method);
        QFETCH(const int, bits);
        const auto* sigma = run::findField("sigma");
        const auto* temperature = run::findField("temperature");
        const bool isDrawn = method.startsWith("rq");
        const std::vector<double> temperatures =
            isDrawn ? std::vector{temperature->low, 0.66, temperature->high} : std::vector{0.66};
        // Step sizes and noise are learned, so that they may leave the range of the settings.
        for (const double ratio : {1e-9, sigma->low, 0.02, 0.33, sigma->high, 1e9}) {
            for (const double alpha :
                 {1e-44, 1e-38, 1e-30, 0.9e-15, 1.1e-15, 1e-6, 0.07, 1.0, 1e6, 0.9e15, 1.1e15, 1e30, 3e38}) {
                for (const double t : temperatures) {
                    quantize::Quantizer quantizer(quantize::estimatorNamed(method.toStdString()), bits,
                                                  quantize::signedGrid(bits));
                    quantizer.setAlpha(alpha, ratio);
                    quantizer.setTemperature(t);
                    quantizer.draw(3, 1, 2);
                    const QString what = notFinite(quantizer, wildValues(float(alpha)));
                    QVERIFY2(what.isEmpty(), qPrintable(QString("%1 at alpha %2, sigma %3 alpha, temperature %4")
                                                            .arg(what)
                                                            .arg(alpha)
                                                            .arg(ratio)
                                                            .arg(t)));
                }
            }
        }
    }

    void masksStayFiniteAtTheEndsOfTheirSettings_data()
    {
        QTest::addColumn<QString>("family");
        QTest::addColumn<int>("bits");
        QTest::addColumn<bool>("isLearned");
        for (const char* family : {"bitwise", "endpoints"}) {
            for (int bits = 2; bits <= 8; ++bits) {
                for (const bool isLearned : {false, true}) {
                    QTest::addRow("%s, %d bits, %s", family, bits, isLearned ? "learned" : "drawn")
                        << QString(family) << bits << isLearned;
                }
            }
        }
    }
    void masksStayFiniteAtTheEndsOfTheirSettings()
    {
        QFETCH(const QString, family);
        QFETCH(const int, bits);
        QFETCH(const bool, isLearned);
        const auto* sigma = run::findField("sigma");
        for (const double ratio : {1e-9, sigma->low, 0.33, sigma->high, 1e9}) {
            for (const double alpha : {1e-44, 1e-30, 1.1e-15, 0.07, 1e6, 1.1e15, 1e30, 3e38}) {
                for (const double keep : {1e-9, 0.5, 1 - 1e-9}) {
                    quantize::Quantizer quantizer(Estimator::MultiClass, bits, quantize::signedGrid(bits));
                    quantizer.addGates(std::make_shared<quantize::Gates>(
                        quantize::nestedLevels(quantize::maskFamilyNamed(family.toStdString()), bits), keep,
                        isLearned ? quantize::Gates::Kind::Learned : quantize::Gates::Kind::Hard));
                    quantizer.setAlpha(alpha, ratio);
                    quantizer.draw(3, 1, 2);
                    const QString what = notFinite(quantizer, wildValues(float(alpha)));
                    QVERIFY2(what.isEmpty(), qPrintable(QString("%1 at alpha %2, sigma %3 alpha, keep %4")
                                                            .arg(what)
                                                            .arg(alpha)
                                                            .arg(ratio)
                                                            .arg(keep)));
                }
            }
        }
    }

    void everyInstructionSetStaysFinite_data()
    {
        QTest::addColumn<int>("bits");
        for (int bits = 1; bits <= 8; ++bits) { QTest::addRow("%d bits", bits) << bits; }
    }
    void everyInstructionSetStaysFinite()
    {
        QFETCH(const int, bits);
        const auto grid = quantize::signedGrid(bits);
        for (const auto level : {run::Dispatch::Baseline, run::Dispatch::Avx2, run::Dispatch::Avx512}) {
            if (!run::canRun(level)) { continue; }
            const auto& k = kernels::kernelsOf(level);
            for (const float alpha : {1.1e-15F, 1e-6F, 0.07F, 1e6F, 0.9e15F}) {
                const std::vector<float> x = wildValues(alpha), ones(x.size(), 1.0F);
                std::vector<float> out(x.size());
                const auto require = [&](const kernels::ParameterSums& sums) {
                    for (const float value : out) { QVERIFY(std::isfinite(value)); }
                    QVERIFY(std::isfinite(sums.alpha) && std::isfinite(sums.sigma));
                };
                const kernels::Gradients values{x.data(), ones.data(), out.data(), x.size()};
                const auto plain = kernels::gridConstants(alpha, grid);
                QVERIFY(plain.has_value());
                k.roundToGrid(*plain, x.data(), out.data(), x.size());
                require({});
                require(k.plain(*plain, values));
                for (const float ratio : {0.0167F, 0.33F, 10.0F, 9999.0F}) { // where the kernels still have constants
                    require(k.multiClass(kernels::multiClassConstants(alpha, ratio * alpha, grid).value(), values));
                    require(
                        k.expectedValue(kernels::expectedValueConstants(alpha, ratio * alpha, grid).value(), values));
                }
            }
        }
    }

    void onlyWhatNoWeightsAskForHasLeftTheFloats()
    {
        quantize::Quantizer quantizer(Estimator::MultiClass, 3, quantize::signedGrid(3));
        for (const double alpha : {1e-45, 0.1, 3.4e38}) {
            for (const double ratio : {0.001, 10.0}) {
                quantizer.setAlpha(alpha, ratio);
                QVERIFY(!quantizer.hasLeftFloats());
            }
        }
        for (const double alpha : {1e-200, 1e200}) { // learned away
            quantizer.setAlpha(alpha, 0.33);
            QVERIFY(quantizer.hasLeftFloats());
        }
    }

    void aGridFitsWhateverFiniteWeightsThereAre()
    {
        for (const float size : {1e-45F, 1e-40F, 1e-30F, 1.0F, 1e30F, std::numeric_limits<float>::max()}) {
            const torch::Tensor x = torch::tensor(std::vector<float>{size, -size, size / 2, 0.0F});
            for (const run::MethodInfo* known : run::methods()) {
                const run::MethodInfo& method = *known;
                for (const int bits : {1, 3, 8}) {
                    quantize::Quantizer quantizer(quantize::estimatorNamed(method.name), bits,
                                                  quantize::signedGrid(bits));
                    quantizer.calibrate(x, 0.33);
                    const QString what = notFinite(quantizer, {size, -size, size / 2, 0.0F});
                    QVERIFY2(what.isEmpty() && std::isfinite(quantizer.alpha()) && quantizer.sigma() > 0,
                             qPrintable(QString("%1, %2 bits, weights of %3: %4")
                                            .arg(std::string(method.name).c_str())
                                            .arg(bits)
                                            .arg(double(size))
                                            .arg(what)));
                }
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestNoise)
#include "tst_noise.moc"
