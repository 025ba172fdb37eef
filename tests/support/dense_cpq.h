// SPDX-License-Identifier: GPL-3.0-or-later
// The judge: CPQ's categorical distribution written out over all K grid points, differentiated by autograd in double.
// Nothing here is shared with core/quantize but the meaning of the symbols (cpq.md sections 1 to 3).
#pragma once

#include <torch/types.h>

namespace gridscope::test {

struct DenseInput {
    torch::Tensor x;     // [N] double, requires grad
    torch::Tensor alpha; // [] double, requires grad
    torch::Tensor sigma; // [] double, requires grad
    int low = 0;
    int high = 0;
    torch::Tensor codes() const; // [K] double: low .. high
};
DenseInput denseInput(const std::vector<double>& x, double alpha, double sigma, int low, int high);

torch::Tensor denseProbabilities(const DenseInput& input); // [N, K], rows sum to 1

struct DenseGradients {
    std::vector<double> x;
    double alpha = 0;
    double sigma = 0;
};
// From where the chosen point counts: zero, or the value itself, which counts as the grid's end when it lies beyond.
enum class From { Zero, Value };
// The surrogate whose autograd gradient is the multi-class straight-through estimator: G ((g* - c) r* + alpha n*) with g*
// and n* of `chosen` and the origin c held fixed in the first product.
DenseGradients multiClassGradients(const DenseInput& input, const std::vector<int>& chosen,
                                   const std::vector<double>& gradOut, From from = From::Zero);
// The same under relaxed masks (cpq.md sections 5 and 6): r_n = m_level(n) pi_n / sum_j m_level(j) pi_j with
// m_k = z_1 ... z_k. `levels` are [low, high] of each, ascending.
struct MaskedInput {
    DenseInput dense;
    torch::Tensor masks; // [levels - 1] double, requires grad
    std::vector<std::pair<int, int>> levels;
};
torch::Tensor maskedProbabilities(const MaskedInput& input); // [N, K]
std::vector<int> mostProbableCodes(const MaskedInput& input);
struct MaskedGradients {
    DenseGradients step;
    std::vector<double> masks;
};
MaskedGradients maskedGradients(const MaskedInput& input, const std::vector<int>& chosen,
                                const std::vector<double>& gradOut, From from = From::Zero);
// Relaxed Quantization: x_hat = sum_n softmax_n((log r_n + G_n) / temperature) g_n, noise [N, K].
torch::Tensor relaxedValues(const DenseInput& input, const torch::Tensor& noise, double temperature);
DenseGradients relaxedGradients(const DenseInput& input, const torch::Tensor& noise, double temperature,
                                const std::vector<double>& gradOut);
// The gradient of sum_i G_i sum_n r_n g_n.
DenseGradients expectedValueGradients(const DenseInput& input, const std::vector<double>& gradOut);
std::vector<double> expectedValues(const DenseInput& input);

} // namespace gridscope::test
