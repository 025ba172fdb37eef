// SPDX-License-Identifier: GPL-3.0-or-later
// The torch module around the equations, and the networks that use it.
#include "core/base/random.h"
#include "core/net/net.h"
#include "core/quantize/cpq.h"
#include "core/quantize/expected_value.h"
#include "core/quantize/ste.h"

#include <ATen/Parallel.h>
#include <torch/types.h>

#include <QtTest>

using namespace gridscope;
using quantize::Estimator;

namespace {

torch::Tensor weights(std::int64_t count, std::uint32_t stream = 0)
{
    run::Random random(11, run::Random::Purpose::ToyPoints, stream);
    torch::Tensor t = torch::empty({count});
    for (std::int64_t i = 0; i < count; ++i) { t.data_ptr<float>()[i] = float(random.normal() * 0.2); }
    return t;
}

// Of the largest gradient: both sides are floats that subtract shares near 1, with fused products or without, as this
// processor has them (tst_kernels.cpp judges each instruction set by a dense definition in double).
constexpr double tolerance = 1e-5;

struct Pass {
    torch::Tensor out, x, logAlpha, logSigma;
};
Pass forwardAndBackward(Estimator estimator, const torch::Tensor& values, const torch::Tensor& gradOut,
                        const quantize::Grid& grid)
{
    quantize::Quantizer quantizer(estimator, 3, grid);
    quantizer.setAlpha(0.1, 0.3);
    const torch::Tensor leaf = values.detach().requires_grad_();
    const torch::Tensor out = quantizer.forward(leaf);
    out.backward(gradOut);
    const auto learned = quantizer.learned();
    return {out.detach(), leaf.grad(), learned[0].grad(), learned[1].grad()};
}

template <typename Equations>
void compareWithEquations(Estimator estimator, const Equations& equations, float alpha, float sigma)
{
    const auto grid = quantize::signedGrid(3);
    const torch::Tensor x = weights(1001), g = weights(1001, 1);
    const Pass pass = forwardAndBackward(estimator, x, g, grid);
    const double largest = pass.x.abs().max().item<double>();
    double alphaSum = 0, sigmaSum = 0;
    for (std::int64_t i = 0; i < x.numel(); ++i) {
        const float value = x[i].item<float>(), incoming = g[i].item<float>();
        const auto gradient = equations.gradient(value);
        QCOMPARE(pass.out[i].item<float>(), alpha * float(quantize::nearestCode(value, alpha, grid)));
        QVERIFY(std::abs(pass.x[i].item<double>() - double(incoming * gradient.x)) <= tolerance * largest);
        alphaSum += double(incoming) * double(gradient.alpha);
        sigmaSum += double(incoming) * double(gradient.sigma);
    }
    QVERIFY(std::abs(pass.logAlpha.item<double>() - alphaSum * double(alpha)) < 1e-4);
    QVERIFY(std::abs(pass.logSigma.item<double>() - sigmaSum * double(sigma)) < 1e-4);
}

bool sameBits(const torch::Tensor& a, const torch::Tensor& b) { return torch::equal(a, b); }

} // namespace

class TestQuantizer : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void gradientsAreTheEquationsTimesTheIncomingGradient()
    {
        quantize::Quantizer probe(Estimator::MultiClass, 3, quantize::signedGrid(3));
        probe.setAlpha(0.1, 0.3);
        const auto alpha = float(probe.alpha()), sigma = float(probe.sigma());
        const auto grid = quantize::signedGrid(3);
        compareWithEquations(Estimator::MultiClass, quantize::MultiClassEstimator<float>(alpha, sigma, grid), alpha,
                             sigma);
        compareWithEquations(Estimator::Centred,
                             quantize::MultiClassEstimator<float>(alpha, sigma, grid, quantize::Origin::Value), alpha,
                             sigma);
        compareWithEquations(Estimator::ExpectedValue, quantize::ExpectedValueEstimator<float>(alpha, sigma, grid),
                             alpha, sigma);
        compareWithEquations(Estimator::Plain, quantize::PlainEstimator<float>(alpha, grid), alpha, sigma);
    }

    void fullPrecisionIsTheIdentity()
    {
        const torch::Tensor x = weights(17), g = weights(17, 1);
        const quantize::Quantizer quantizer(Estimator::FullPrecision, 3, quantize::signedGrid(3));
        const torch::Tensor leaf = x.detach().requires_grad_();
        const torch::Tensor out = quantizer.forward(leaf);
        QVERIFY(sameBits(out, x));
        out.backward(g);
        QVERIFY(sameBits(leaf.grad(), g));
    }

    void oneAndTwoThreadsGiveTheSameBits()
    {
        const auto grid = quantize::signedGrid(3);
        const torch::Tensor x = weights(200003), g = weights(200003, 1); // several chunks and an odd rest
        const int before = at::get_num_threads();
        at::set_num_threads(1);
        const Pass one = forwardAndBackward(Estimator::MultiClass, x, g, grid);
        at::set_num_threads(2);
        const Pass two = forwardAndBackward(Estimator::MultiClass, x, g, grid);
        at::set_num_threads(before);
        QVERIFY(sameBits(one.out, two.out) && sameBits(one.x, two.x));
        QVERIFY(sameBits(one.logAlpha, two.logAlpha) && sameBits(one.logSigma, two.logSigma));
    }

    void aTransposedTensorGivesTheSameAsItsCopy()
    {
        const auto grid = quantize::signedGrid(3);
        const torch::Tensor x = weights(35).reshape({5, 7}).t(), g = weights(35, 1).reshape({7, 5});
        const Pass strided = forwardAndBackward(Estimator::MultiClass, x, g, grid);
        const Pass copied = forwardAndBackward(Estimator::MultiClass, x.contiguous(), g, grid);
        QVERIFY(sameBits(strided.out, copied.out) && sameBits(strided.x, copied.x)
                && sameBits(strided.logAlpha, copied.logAlpha));
    }

    void anEmptyTensorIsFine()
    {
        const Pass pass =
            forwardAndBackward(Estimator::MultiClass, torch::empty({0}), torch::empty({0}), quantize::signedGrid(3));
        QCOMPARE(pass.out.numel(), std::int64_t(0));
        QCOMPARE(pass.logAlpha.item<float>(), 0.0F);
    }

    void lenet5HasThePapersShapeAndParameters()
    {
        run::RunConfig config;
        const net::Net net(config, {});
        std::int64_t weightsOnly = 0;
        for (const auto& layer : net.layers()) { weightsOnly += layer.weight.numel(); }
        QCOMPARE(weightsOnly, std::int64_t(32 * 25 + 64 * 32 * 25 + 1024 * 512 + 512 * 10));
        QCOMPARE(net.layers().size(), std::size_t(4));
        QCOMPARE(run::weightLayerCount(config), net.layers().size());
        QVERIFY(net.layers().back().activation == nullptr); // logits stay as they are
    }

    void anMlpOfAnyHiddenSizesRunsForwardInEveryPass()
    {
        run::RunConfig config;
        config.network = "mlp";
        config.activationMethod = "expected";
        for (const auto& hidden : {std::vector<int>{}, {3}, {5, 7, 2}}) {
            config.hidden = hidden;
            net::Net net(config, {2, 1, 1, 2});
            const torch::Tensor x = weights(8).reshape({4, 2, 1, 1});
            net.calibrate(x, {0.33, 0.33});
            for (const auto pass : {net::Pass::Float, net::Pass::Latent, net::Pass::Quantized}) {
                QCOMPARE(net.forward(x, pass).sizes(), (c10::IntArrayRef{4, 2}));
            }
        }
    }

    void theSeedDecidesTheInitialWeights()
    {
        run::RunConfig config;
        const net::Net a(config, {}), same(config, {});
        config.seed = 2;
        const net::Net other(config, {});
        QVERIFY(sameBits(a.layers()[1].weight, same.layers()[1].weight));
        QVERIFY(!sameBits(a.layers()[1].weight, other.layers()[1].weight));
    }

    void quantizedActivationsLieOnAnUnsignedGridAfterPooling()
    {
        run::RunConfig config;
        config.network = "mlp";
        config.hidden = {6};
        config.activationMethod = "ste";
        config.activationBits = 2;
        net::Net net(config, {2, 1, 1, 2});
        net.calibrate(weights(40).reshape({20, 2, 1, 1}), {0.33, 0.33});
        const auto& activation = *net.layers()[0].activation;
        QCOMPARE(activation.grid().low, 0);
        QCOMPARE(activation.grid().high, 3);
        const torch::Tensor out = activation.forward(weights(50).abs());
        const torch::Tensor codes = out / activation.alpha();
        QVERIFY(torch::allclose(codes, codes.round(), 0, 1e-4));
    }
};

QTEST_APPLESS_MAIN(TestQuantizer)
#include "tst_quantizer.moc"
