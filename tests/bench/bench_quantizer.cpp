// SPDX-License-Identifier: GPL-3.0-or-later
// One tensor, forward and backward with the gradients of x, alpha and sigma.
#include "core/base/dispatch.h"
#include "core/net/quantizer.h"
#include "tests/bench/peers.h"
#include "tests/bench/rounds.h"

#include <c10/core/CPUAllocator.h>
#include <torch/types.h>
#include <torch/version.h>

#include <algorithm>
#include <optional>

namespace gridscope::bench {

namespace {

using quantize::Estimator;

constexpr double deviation = 0.05, sigmaRatio = 0.33;

struct Tensor {
    explicit Tensor(std::int64_t count) : x(torch::randn({count}) * deviation), gradOut(torch::randn({count})) {}
    torch::Tensor leaf() const { return x.detach().requires_grad_(); }
    torch::Tensor x, gradOut;
};

using Masks = std::optional<quantize::Gates::Kind>;

std::function<void()> ours(const Tensor& t, Estimator estimator, int bits, Masks masks = {})
{
    auto quantizer = std::make_shared<quantize::Quantizer>(estimator, bits, quantize::signedGrid(bits));
    quantizer->calibrate(t.x, sigmaRatio);
    if (masks) {
        const auto levels = quantize::nestedLevels(quantize::MaskFamily::BitwiseSharing, bits);
        quantizer->addGates(std::make_shared<quantize::Gates>(levels, 0.9, *masks));
    }
    return [t, quantizer, step = 0U]() mutable {
        for (auto& p : quantizer->parameters()) { p.mutable_grad().reset(); }
        quantizer->draw(1, 0, step++);
        quantizer->forwardInTraining(t.leaf()).backward(t.gradOut);
    };
}

double stepSize(const Tensor& t, int bits)
{
    quantize::Quantizer quantizer(Estimator::MultiClass, bits, quantize::signedGrid(bits));
    quantizer.calibrate(t.x, sigmaRatio);
    return quantizer.alpha();
}

std::function<void()> fakeQuantize(const Tensor& t, int bits)
{
    const double alpha = stepSize(t, bits);
    const auto grid = quantize::signedGrid(bits);
    return [=] { torch::fake_quantize_per_tensor_affine(t.leaf(), alpha, 0, grid.low, grid.high).backward(t.gradOut); };
}

std::function<void()> learnableFakeQuantize(const Tensor& t, int bits)
{
    const auto scale = torch::full({1}, stepSize(t, bits)).requires_grad_();
    const auto zero = torch::zeros({1}).requires_grad_();
    const auto grid = quantize::signedGrid(bits);
    return [=] {
        torch::_fake_quantize_learnable_per_tensor_affine(t.leaf(), scale, zero, grid.low, grid.high)
            .backward(t.gradOut);
    };
}

template <typename Dense>
std::function<void()> dense(const Tensor& t, int bits, Dense definition)
{
    const double alpha = stepSize(t, bits);
    const auto a = torch::full({}, alpha).requires_grad_(), s = torch::full({}, alpha * sigmaRatio).requires_grad_();
    const auto grid = quantize::signedGrid(bits);
    return [=] { definition(t.leaf(), a, s, grid.low, grid.high).backward(t.gradOut); };
}

double forLevel(double avx512, double avx2)
{
    return run::dispatch() == run::Dispatch::Avx512 ? avx512 : run::dispatch() == run::Dispatch::Avx2 ? avx2 : 0;
}

// Counts what is alive of LibTorch's tensors, and the most of it.
class CountingAllocator final : public c10::Allocator {
public:
#if TORCH_VERSION_MAJOR >= 2 // Debian 13's 2.6
    c10::DataPtr allocate(std::size_t bytes) override
#else
    c10::DataPtr allocate(std::size_t bytes) const override
#endif
    {
        auto* block = new Block{c10::GetDefaultCPUAllocator()->allocate(bytes), bytes};
        alive += bytes;
        most = std::max(most, alive);
        void* data = block->data.get();
        return {data, block, &release, c10::Device(c10::DeviceType::CPU)};
    }
#if TORCH_VERSION_MAJOR >= 2
    void copy_data(void* to, const void* from, std::size_t bytes) const override { default_copy_data(to, from, bytes); }
#endif
    static inline std::size_t alive = 0, most = 0;

private:
    struct Block {
        c10::DataPtr data;
        std::size_t bytes;
    };
    static void release(void* block)
    {
        alive -= static_cast<Block*>(block)->bytes;
        delete static_cast<Block*>(block);
    }
};

double extraPeak(const std::function<void()>& work, std::int64_t bytesOfX)
{
    work(); // gradients of alpha and sigma exist afterwards
    static CountingAllocator counting;
    c10::Allocator* before = c10::GetCPUAllocator();
    c10::SetCPUAllocator(&counting, 255);
    CountingAllocator::alive = CountingAllocator::most = 0;
    work();
    c10::SetCPUAllocator(before, 255);
    return double(CountingAllocator::most) / double(bytesOfX);
}

std::int64_t size(const Settings& s) { return s.quick ? 20'000 : 1'000'000; }

} // namespace

Group quantizerRows()
{
    return {{"cpq 4 bits, forward and backward", "cpq 4 bits / memory traffic", "cpq 8 bits / 2 bits",
             "cpq-centred 4 bits / cpq", "cpq 4 bits with hard DropBits / without",
             "cpq 4 bits with relaxed gates / without", "expected value 4 bits", "ste 4 bits",
             "learnable fake_quantize 4 bits", "noise floor, quantizers"},
            [](const Settings& s) {
                const Tensor t(size(s));
                torch::Tensor y = torch::empty_like(t.x), sum = torch::empty_like(t.x);
                Rounds rounds;
                rounds.add("fake_quantize_per_tensor_affine", fakeQuantize(t, 4));
                rounds.add("cpq, 4 bits", ours(t, Estimator::MultiClass, 4));
                rounds.add("copy + add", [=]() mutable {
                    y.copy_(t.x);
                    at::add_out(sum, t.x, t.gradOut);
                });
                rounds.add("cpq, 2 bits", ours(t, Estimator::MultiClass, 2));
                rounds.add("cpq8", ours(t, Estimator::MultiClass, 8));
                rounds.add("centred", ours(t, Estimator::Centred, 4));
                rounds.add("hard", ours(t, Estimator::MultiClass, 4, quantize::Gates::Kind::Hard));
                rounds.add("relaxed", ours(t, Estimator::MultiClass, 4, quantize::Gates::Kind::Learned));
                rounds.add("expected", ours(t, Estimator::ExpectedValue, 4));
                rounds.add("ste", ours(t, Estimator::Plain, 4));
                rounds.add("learnable", learnableFakeQuantize(t, 4));
                rounds.add("again", fakeQuantize(t, 4));
                rounds.run(s.rounds);
                const std::string fake = "fake_quantize_per_tensor_affine";
                return std::vector<Row>{
                    rounds.row("cpq 4 bits, forward and backward", "cpq, 4 bits", fake, forLevel(0.35, 0.60)),
                    rounds.row("cpq 4 bits / memory traffic", "cpq, 4 bits", "copy + add", forLevel(3.0, 0)),
                    rounds.row("cpq 8 bits / 2 bits", "cpq8", "cpq, 2 bits", 1.1),
                    rounds.row("cpq-centred 4 bits / cpq", "centred", "cpq, 4 bits", 1.02),
                    rounds.row("cpq 4 bits with hard DropBits / without", "hard", "cpq, 4 bits", 1.05),
                    rounds.row("cpq 4 bits with relaxed gates / without", "relaxed", "cpq, 4 bits", 2.5),
                    rounds.row("expected value 4 bits", "expected", fake, 0),
                    rounds.row("ste 4 bits", "ste", fake, 0),
                    rounds.row("learnable fake_quantize 4 bits", "learnable", fake, 0),
                    rounds.row("noise floor, quantizers", "again", fake, 0)};
            }};
}

Group densePeerRows()
{
    return {{"dense cpq 4 bits / fused", "dense rq 4 bits / fused cpq"}, [](const Settings& s) {
                const Tensor t(size(s));
                Rounds rounds;
                rounds.add("fused cpq", ours(t, Estimator::MultiClass, 4));
                rounds.add("dense cpq", dense(t, 4, denseCpq));
                rounds.add("dense rq", dense(t, 4, denseRq));
                rounds.run(std::max(1, s.rounds / 7));
                return std::vector<Row>{
                    rounds.row("dense cpq 4 bits / fused", "dense cpq", "fused cpq", forLevel(80, 40)),
                    rounds.row("dense rq 4 bits / fused cpq", "dense rq", "fused cpq", 0)};
            }};
}

Group memoryRows()
{
    return {{"cpq 4 bits, extra peak memory", "cpq 8 bits, extra peak memory", "fake_quantize, extra peak memory"},
            [](const Settings& s) {
                const Tensor t(size(s));
                const std::int64_t bytes = t.x.numel() * std::int64_t(sizeof(float));
                const auto row = [&](const char* name, const std::function<void()>& work, double must) {
                    return rowOf(name, "bytes of x", {extraPeak(work, bytes)}, must);
                };
                return std::vector<Row>{row("cpq 4 bits, extra peak memory", ours(t, Estimator::MultiClass, 4), 2.1),
                                        row("cpq 8 bits, extra peak memory", ours(t, Estimator::MultiClass, 8), 2.1),
                                        row("fake_quantize, extra peak memory", fakeQuantize(t, 4), 0)};
            }};
}

} // namespace gridscope::bench
