// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/peers.h"

namespace gridscope::bench {

namespace {

torch::Tensor logProbabilities(const torch::Tensor& x, const torch::Tensor& grid, const torch::Tensor& alpha,
                               const torch::Tensor& sigma) // [N, K]
{
    const auto distance = grid - x.reshape({-1, 1});
    return torch::log_softmax(
        torch::log_sigmoid((distance + alpha / 2) / sigma) + torch::log_sigmoid((alpha / 2 - distance) / sigma), 1);
}

} // namespace

torch::Tensor denseCpq(const torch::Tensor& x, const torch::Tensor& alpha, const torch::Tensor& sigma, int low,
                       int high)
{
    const auto codes = torch::arange(low, high + 1, x.options().requires_grad(false)); // [K]
    const auto r = logProbabilities(x, alpha * codes, alpha, sigma).exp();             // [N, K]
    const auto chosen = r.argmax(1, true);                                             // [N, 1]
    const auto picked = r.gather(1, chosen).reshape(-1);                               // [N]
    const auto point = alpha * codes.index_select(0, chosen.reshape(-1));              // [N]
    const auto pull = point.detach() * picked;
    return point + pull - pull.detach();
}

torch::Tensor denseRq(const torch::Tensor& x, const torch::Tensor& alpha, const torch::Tensor& sigma, int low, int high)
{
    const auto codes = torch::arange(low, high + 1, x.options().requires_grad(false));
    const auto grid = alpha * codes;
    const auto logits = logProbabilities(x, grid, alpha, sigma);
    const auto uniform = torch::rand_like(logits).clamp_(1e-6, 1 - 1e-6);
    const auto z = torch::softmax(logits - (-uniform.log()).log(), 1);
    return (z * grid).sum(1);
}

torch::Tensor stockLeNet(const torch::Tensor& x, const std::vector<torch::Tensor>& weights,
                         const std::vector<torch::Tensor>& biases)
{
    torch::Tensor h = torch::max_pool2d(torch::conv2d(x, weights[0], biases[0]).relu(), 2);
    h = torch::max_pool2d(torch::conv2d(h, weights[1], biases[1]).relu(), 2);
    h = torch::linear(h.flatten(1), weights[2], biases[2]).relu();
    return torch::linear(h, weights[3], biases[3]);
}

} // namespace gridscope::bench
