// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/relu_pool.h"

#include "core/kernels/kernels.h"

#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>

namespace gridscope::net {

namespace {

constexpr std::int64_t grain = 32768; // values a thread should at least get

struct Planes {
    std::int64_t count, height, width;
    std::int64_t outValues() const { return (height / 2) * (width / 2); }
};

Planes planesOf(c10::IntArrayRef sizes) { return {sizes[0] * sizes[1], sizes[2], sizes[3]}; }

// Calls work(first plane, shape of a run of planes); planes are independent of each other.
template <typename Work>
void forPlanes(const Planes& p, Work work)
{
    const std::int64_t least = std::max<std::int64_t>(1, grain / std::max<std::int64_t>(1, p.height * p.width));
    at::parallel_for(0, p.count, least, [&](std::int64_t begin, std::int64_t end) {
        work(begin, kernels::PoolShape{std::size_t(end - begin), std::size_t(p.height), std::size_t(p.width)});
    });
}

struct ReluPool : torch::autograd::Function<ReluPool> {
    static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& input)
    {
        const torch::Tensor x = input.contiguous();
        const Planes p = planesOf(x.sizes());
        torch::Tensor out = torch::empty({x.size(0), x.size(1), p.height / 2, p.width / 2}, x.options());
        torch::Tensor winners = torch::empty(out.sizes(), x.options().dtype(torch::kUInt8));
        forPlanes(p, [&](std::int64_t first, const kernels::PoolShape& shape) {
            kernels::kernels().reluPool(shape, x.data_ptr<float>() + first * p.height * p.width,
                                        out.data_ptr<float>() + first * p.outValues(),
                                        winners.data_ptr<std::uint8_t>() + first * p.outValues());
        });
        context->save_for_backward({winners});
        context->saved_data["sizes"] = x.sizes().vec();
        return out;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   torch::autograd::variable_list grads)
    {
        const torch::Tensor winners = context->get_saved_variables()[0];
        const torch::Tensor gradOut = grads[0].contiguous();
        torch::Tensor gradIn = torch::empty(context->saved_data["sizes"].toIntVector(), gradOut.options());
        const Planes p = planesOf(gradIn.sizes());
        forPlanes(p, [&](std::int64_t first, const kernels::PoolShape& shape) {
            kernels::kernels().reluPoolBackward(shape, gradOut.data_ptr<float>() + first * p.outValues(),
                                                winners.data_ptr<std::uint8_t>() + first * p.outValues(),
                                                gradIn.data_ptr<float>() + first * p.height * p.width);
        });
        return {gradIn};
    }
};

// What the kernel is written for; LibTorch's own operators do the rest (and say what is wrong with the shape).
bool isForKernel(const torch::Tensor& x)
{
    return x.dim() == 4 && x.scalar_type() == torch::kFloat32 && x.device().is_cpu() && x.size(2) >= 2
           && x.size(3) >= 2;
}

} // namespace

torch::Tensor reluPool(const torch::Tensor& x)
{
    return isForKernel(x) ? ReluPool::apply(x) : torch::max_pool2d(x.relu(), 2);
}

} // namespace gridscope::net
