// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/dense_cpq.h"

#include <torch/csrc/autograd/autograd.h>

namespace gridscope::test {

namespace {

torch::Tensor vector(const std::vector<double>& values)
{
    torch::Tensor t = torch::empty({std::int64_t(values.size())}, torch::kFloat64);
    std::copy(values.begin(), values.end(), t.data_ptr<double>());
    return t;
}

std::vector<double> values(const torch::Tensor& t)
{
    const torch::Tensor c = t.detach().contiguous();
    return {c.data_ptr<double>(), c.data_ptr<double>() + c.numel()};
}

DenseGradients gradients(const torch::Tensor& loss, const DenseInput& input)
{
    const auto g = torch::autograd::grad({loss}, {input.x, input.alpha, input.sigma}, {}, false, false, true);
    return {values(g[0]), g[1].item<double>(), g[2].defined() ? g[2].item<double>() : 0};
}

} // namespace

torch::Tensor DenseInput::codes() const { return torch::arange(low, high + 1, torch::kFloat64); }

DenseInput denseInput(const std::vector<double>& x, double alpha, double sigma, int low, int high)
{
    const auto scalar = [](double v) { return torch::full({}, v, torch::kFloat64).requires_grad_(); };
    return {vector(x).requires_grad_(), scalar(alpha), scalar(sigma), low, high};
}

torch::Tensor denseProbabilities(const DenseInput& in)
{
    // S(a) - S(b) = S(a) S(-b) (1 - e^(b - a)) and a - b = alpha / sigma for every point: the last factor cancels in the
    // normalisation, and a softmax of logarithms is never 0 / 0.
    const auto grid = in.alpha * in.codes();                 // [K]
    const auto x = in.x.reshape({-1, 1});                    // [N, 1]
    const auto upper = (grid + in.alpha / 2 - x) / in.sigma; // [N, K]
    const auto lower = (grid - in.alpha / 2 - x) / in.sigma; // [N, K]
    return torch::softmax(torch::log_sigmoid(upper) + torch::log_sigmoid(-lower), 1);
}

namespace {

// sum_i G_i ((g* - c) r* + alpha n*) for these probabilities [N, K]; `open` are the ends of the grid that is there.
torch::Tensor multiClassLoss(const DenseInput& in, const torch::Tensor& probabilities, std::pair<int, int> open,
                             const std::vector<int>& chosen, const std::vector<double>& gradOut, From from)
{
    std::vector<std::int64_t> indices;
    for (const int n : chosen) { indices.push_back(n - in.low); }
    const auto index = torch::tensor(indices, torch::kInt64).reshape({-1, 1});
    const auto picked = probabilities.gather(1, index).reshape({-1});  // [N] r*
    const auto code = in.codes().index_select(0, index.reshape({-1})); // [N] n*
    torch::Tensor lever = in.alpha * code;                             // [N] g* - c
    if (from == From::Value) { lever = lever - torch::clamp(in.x / in.alpha, open.first, open.second) * in.alpha; }
    return (vector(gradOut) * (lever.detach() * picked + in.alpha * code)).sum();
}

} // namespace

DenseGradients multiClassGradients(const DenseInput& in, const std::vector<int>& chosen,
                                   const std::vector<double>& gradOut, From from)
{
    return gradients(multiClassLoss(in, denseProbabilities(in), {in.low, in.high}, chosen, gradOut, from), in);
}

torch::Tensor maskedProbabilities(const MaskedInput& in)
{
    std::vector<torch::Tensor> cumulative = {torch::ones({}, torch::kFloat64)}; // m_k
    for (std::int64_t i = 0; i < in.masks.numel(); ++i) { cumulative.push_back(cumulative.back() * in.masks[i]); }
    std::vector<torch::Tensor> ofPoint; // m_level(n)
    for (int n = in.dense.low; n <= in.dense.high; ++n) {
        std::size_t level = 0;
        while (n < in.levels[level].first || n > in.levels[level].second) { ++level; }
        ofPoint.push_back(cumulative[level]);
    }
    const auto weighted = denseProbabilities(in.dense) * torch::stack(ofPoint);
    return weighted / weighted.sum(1, true);
}

std::vector<int> mostProbableCodes(const MaskedInput& in)
{
    const torch::Tensor best = maskedProbabilities(in).argmax(1);
    std::vector<int> codes;
    for (std::int64_t i = 0; i < best.numel(); ++i) {
        codes.push_back(in.dense.low + int(best[i].item<std::int64_t>()));
    }
    return codes;
}

MaskedGradients maskedGradients(const MaskedInput& in, const std::vector<int>& chosen,
                                const std::vector<double>& gradOut, From from)
{
    std::size_t open = 0;
    while (open + 1 < in.levels.size() && in.masks[std::int64_t(open)].item<double>() > 0) { ++open; }
    const auto loss = multiClassLoss(in.dense, maskedProbabilities(in), in.levels[open], chosen, gradOut, from);
    const auto g =
        torch::autograd::grad({loss}, {in.dense.x, in.dense.alpha, in.dense.sigma, in.masks}, {}, false, false, true);
    return {{values(g[0]), g[1].item<double>(), g[2].item<double>()},
            g[3].defined() ? values(g[3]) : std::vector<double>(std::size_t(in.masks.numel()), 0)};
}

torch::Tensor relaxedValues(const DenseInput& in, const torch::Tensor& noise, double temperature)
{
    const auto z = torch::softmax((denseProbabilities(in).log() + noise) / temperature, 1);
    return (z * (in.alpha * in.codes())).sum(1);
}

DenseGradients relaxedGradients(const DenseInput& in, const torch::Tensor& noise, double temperature,
                                const std::vector<double>& gradOut)
{
    return gradients((vector(gradOut) * relaxedValues(in, noise, temperature)).sum(), in);
}

DenseGradients expectedValueGradients(const DenseInput& in, const std::vector<double>& gradOut)
{
    const auto mean = (denseProbabilities(in) * (in.alpha * in.codes())).sum(1);
    return gradients((vector(gradOut) * mean).sum(), in);
}

std::vector<double> expectedValues(const DenseInput& in)
{
    return values((denseProbabilities(in) * (in.alpha * in.codes())).sum(1));
}

} // namespace gridscope::test
