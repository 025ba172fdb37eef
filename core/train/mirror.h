// SPDX-License-Identifier: GPL-3.0-or-later
// Mirror descent for weights that are to end on -1 and +1, or on -1, 0 and +1 (Ajanthan et al., AISTATS 2021; mirror.md of
// core/quantize). The network uses primal weights w in [-1, 1]; a smooth map of sharpness beta makes them of dual weights v, which are
// unbounded. Gradients are taken at w and move v.
// Shapes : elementwise on tensors of any shape, float32 or float64, unless said otherwise.
#pragma once

#include <torch/types.h>

namespace gridscope::train::mirror {

enum class Levels { Binary = 2, Ternary = 3 };

// w = tanh(beta v); ternary: half the sum of two of them, at v + 1/2 and v - 1/2 (section 2).
torch::Tensor primalOf(const torch::Tensor& dual, double beta, Levels levels);
// dw/dv, by which gradient descent on v (GD-tanh) multiplies and MD-tanh-S does not.
torch::Tensor slopeOf(const torch::Tensor& dual, double beta, Levels levels);
// The level that a weight ends on, of v or of w: 0 becomes +1, or 0 where there is one. Ternary: -1 up to -1/2, +1 from 1/2 on.
torch::Tensor rounded(const torch::Tensor& weight, Levels levels);
// 1 where BinaryConnect lets the gradient through: |v| <= 1.
torch::Tensor passesWithin1(const torch::Tensor& dual);

// The primal step of MD-tanh, w <- tanh(atanh w - beta a) with a step a of the optimizer. Finite whatever beta a is; -1 stays,
// and +1 moves from beta a = 23 on, as the published code's odds ratio has it in float32.
torch::Tensor steppedPrimal(const torch::Tensor& primal, const torch::Tensor& step, double beta);

// Adam's step with the moments of one tensor, as the published code has it: epsilon is added before the bias is corrected. A
// decay adds its share of `weight` to the gradient.
struct Adam {
    double rate = 1e-3;
    double first = 0.9, second = 0.999, epsilon = 1e-8;
    double decay = 0;
    bool isAmsgrad = false;
    torch::Tensor mean{}, square{}, largest{};
    int steps = 0;
    torch::Tensor stepOf(const torch::Tensor& weight, const torch::Tensor& gradient);
};

// ---- Weights as shares of levels. A tensor has the levels beside each other in its first dimension: [n d, ...] for n rows of
// weights and d levels, those of a weight being neighbours there. As rows it is
// [weights, d], the weights of the first place of the other dimensions first.
torch::Tensor rowsOf(const torch::Tensor& shares, std::int64_t levels);
torch::Tensor ofRows(const torch::Tensor& rows, torch::IntArrayRef shape); // back into that shape
torch::Tensor softmaxOf(const torch::Tensor& rows, double beta);
// What the gradient in the shares is in the dual: beta (diag u - u u^T) g, row by row.
torch::Tensor softmaxGradient(const torch::Tensor& shares, const torch::Tensor& gradient, double beta);
torch::Tensor oneHotOfLargest(const torch::Tensor& rows); // the first of equals
torch::Tensor normalised(const torch::Tensor& rows);      // of positive values: divided by their sum
torch::Tensor sparsemax(const torch::Tensor& rows);       // the nearest point of the simplex
// u_l <- u_l exp(-beta a_l), divided by their sum (MD-softmax): any number of levels, and finite.
torch::Tensor steppedShares(const torch::Tensor& shares, const torch::Tensor& step, double beta);
// The weights that the shares stand for: the sum of levels times shares, [weights], in the order of rows.
torch::Tensor valueOf(const torch::Tensor& shares, const std::vector<double>& levels);

// The sharpness used at `iteration` (from 0) when it grows by `factor` after every `interval` of them, the first after iteration 0;
// 1e35 at most.
double betaAt(std::int64_t iteration, double start, double factor, std::int64_t interval);

} // namespace gridscope::train::mirror
