// SPDX-License-Identifier: GPL-3.0-or-later
// The fused ReLU and max-pooling against LibTorch's two operators, bit for bit, with every instruction set of the machine.
#include "core/base/random.h"
#include "core/kernels/kernels.h"
#include "core/net/relu_pool.h"

#include <ATen/Parallel.h>
#include <torch/types.h>

#include <QtTest>

#include <cstring>

using namespace gridscope;

namespace {

torch::Tensor drawn(std::vector<std::int64_t> sizes, std::uint32_t stream)
{
    run::Random random(5, run::Random::Purpose::ToyPoints, stream);
    torch::Tensor t = torch::empty(sizes);
    for (std::int64_t i = 0; i < t.numel(); ++i) { t.data_ptr<float>()[i] = float(random.normal()); }
    return t;
}

// Few values, so that every window has ties; NaN, infinities and both zeros among them.
torch::Tensor awkward(std::vector<std::int64_t> sizes, std::uint32_t stream)
{
    constexpr float nan = std::numeric_limits<float>::quiet_NaN(), infinite = std::numeric_limits<float>::infinity();
    constexpr std::array values = {0.0F, -0.0F, 1.0F, 1.0F, -1.0F, nan, infinite, -infinite, 2.0F, 0.5F};
    run::Random random(6, run::Random::Purpose::ToyPoints, stream);
    torch::Tensor t = torch::empty(sizes);
    for (std::int64_t i = 0; i < t.numel(); ++i) {
        t.data_ptr<float>()[i] = values[std::size_t(random.uniform() * double(values.size()))];
    }
    return t;
}

bool sameBits(const torch::Tensor& a, const torch::Tensor& b)
{
    const torch::Tensor x = a.contiguous(), y = b.contiguous();
    return x.sizes() == y.sizes()
           && (x.numel() == 0
               || std::memcmp(x.data_ptr<float>(), y.data_ptr<float>(), std::size_t(x.numel()) * sizeof(float)) == 0);
}

struct Pass {
    torch::Tensor out, grad;
};
template <typename Function>
Pass forwardAndBackward(Function function, const torch::Tensor& values, bool awkwardGradient)
{
    const torch::Tensor x = values.detach().requires_grad_();
    const torch::Tensor out = function(x);
    out.backward(awkwardGradient ? awkward(out.sizes().vec(), 9) : drawn(out.sizes().vec(), 9));
    return {out.detach(), x.grad()};
}
Pass ours(const torch::Tensor& x, bool awkwardGradient)
{
    return forwardAndBackward(net::reluPool, x, awkwardGradient);
}
Pass stock(const torch::Tensor& x, bool awkwardGradient)
{
    return forwardAndBackward([](const torch::Tensor& t) { return torch::max_pool2d(t.relu(), 2); }, x,
                              awkwardGradient);
}

} // namespace

class TestReluPool : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void equalsStockBitForBit_data()
    {
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("width");
        for (const auto& [height, width] :
             {std::pair{24, 24}, {8, 8}, {2, 2}, {3, 3}, {2, 5}, {5, 2}, {7, 9}, {4, 17}, {6, 33}, {9, 40}, {28, 31}}) {
            QTest::addRow("%d x %d", height, width) << height << width;
        }
    }
    void equalsStockBitForBit()
    {
        QFETCH(const int, height);
        QFETCH(const int, width);
        for (std::uint32_t stream = 0; stream < 20; ++stream) {
            for (const auto& x : {drawn({3, 5, height, width}, stream), awkward({3, 5, height, width}, stream)}) {
                for (const bool awkwardGradient : {false, true}) {
                    const Pass a = ours(x, awkwardGradient), b = stock(x, awkwardGradient);
                    QVERIFY(sameBits(a.out, b.out));
                    QVERIFY(sameBits(a.grad, b.grad));
                }
            }
        }
    }

    void everyInstructionSetGivesTheSameBits()
    {
        const kernels::PoolShape shape{6, 11, 29};
        const torch::Tensor x = awkward({6, 11, 29}, 1), g = drawn({6, 5, 14}, 2);
        const auto with = [&](run::Dispatch level) {
            const auto& k = kernels::kernelsOf(level);
            torch::Tensor out = torch::empty({6, 5, 14}), grad = torch::empty({6, 11, 29});
            torch::Tensor winners = torch::empty({6, 5, 14}, torch::kUInt8);
            k.reluPool(shape, x.data_ptr<float>(), out.data_ptr<float>(), winners.data_ptr<std::uint8_t>());
            k.reluPoolBackward(shape, g.data_ptr<float>(), winners.data_ptr<std::uint8_t>(), grad.data_ptr<float>());
            return Pass{out, grad};
        };
        const Pass baseline = with(run::Dispatch::Baseline);
        for (const auto level : {run::Dispatch::Avx2, run::Dispatch::Avx512}) {
            if (!run::canRun(level)) { continue; }
            QVERIFY(sameBits(with(level).out, baseline.out));
            QVERIFY(sameBits(with(level).grad, baseline.grad));
        }
    }

    void oneAndTwoThreadsGiveTheSameBits()
    {
        const torch::Tensor x = drawn({16, 32, 24, 24}, 0);
        const int before = at::get_num_threads();
        at::set_num_threads(1);
        const Pass one = ours(x, false);
        at::set_num_threads(2);
        const Pass two = ours(x, false);
        at::set_num_threads(before);
        QVERIFY(sameBits(one.out, two.out) && sameBits(one.grad, two.grad));
    }

    void aTransposedTensorGivesTheSameAsItsCopy()
    {
        const torch::Tensor x = drawn({2, 3, 10, 14}, 0).transpose(2, 3);
        QVERIFY(sameBits(ours(x, false).out, stock(x, false).out));
        QVERIFY(sameBits(ours(x, false).grad, stock(x, false).grad));
    }

    void anEmptyBatchIsFine() { QCOMPARE(net::reluPool(torch::empty({0, 3, 4, 4})).numel(), std::int64_t(0)); }

    void aPictureTooSmallToPoolIsRefusedAsByStock()
    {
        QVERIFY_EXCEPTION_THROWN(net::reluPool(torch::empty({1, 1, 1, 5})), c10::Error);
    }
};

QTEST_APPLESS_MAIN(TestReluPool)
#include "tst_relu_pool.moc"
