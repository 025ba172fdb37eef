// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/mirror.h"

#include <cmath>

namespace gridscope::train::mirror {

torch::Tensor primalOf(const torch::Tensor& dual, double beta, Levels levels)
{
    if (levels == Levels::Binary) { return torch::tanh(dual * beta); }
    return (torch::tanh((dual + 0.5) * beta) + torch::tanh((dual - 0.5) * beta)) * 0.5;
}

torch::Tensor slopeOf(const torch::Tensor& dual, double beta, Levels levels)
{
    const auto slope = [&](const torch::Tensor& v) { return (1 - torch::tanh(v * beta).square()) * beta; };
    if (levels == Levels::Binary) { return slope(dual); }
    return (slope(dual + 0.5) + slope(dual - 0.5)) * 0.5;
}

torch::Tensor rounded(const torch::Tensor& weight, Levels levels)
{
    if (levels == Levels::Binary) { return (weight >= 0).to(weight.scalar_type()) * 2 - 1; }
    return (weight >= 0.5).to(weight.scalar_type()) - (weight <= -0.5).to(weight.scalar_type());
}

torch::Tensor passesWithin1(const torch::Tensor& dual) { return (dual.abs() <= 1).to(dual.scalar_type()); }

torch::Tensor steppedPrimal(const torch::Tensor& primal, const torch::Tensor& step, double beta)
{
    constexpr double leastOdds = 1e-20; // of the published code: it keeps +1 from being a wall
    const torch::Tensor w = primal.to(torch::kFloat64);
    const torch::Tensor logOdds = torch::log((1 + w) / (1 - w + leastOdds));
    return torch::tanh(logOdds * 0.5 - step.to(torch::kFloat64) * beta).to(primal.scalar_type());
}

torch::Tensor Adam::stepOf(const torch::Tensor& weight, const torch::Tensor& gradient)
{
    const torch::Tensor g = decay == 0 ? gradient : gradient + weight * decay;
    if (!mean.defined()) { mean = torch::zeros_like(g), square = torch::zeros_like(g), largest = torch::zeros_like(g); }
    ++steps;
    mean = mean * first + g * (1 - first);
    square = square * second + g * g * (1 - second);
    largest = torch::maximum(largest, square);
    const double size = rate * std::sqrt(1 - std::pow(second, steps)) / (1 - std::pow(first, steps));
    return mean / ((isAmsgrad ? largest : square).sqrt() + epsilon) * size;
}

torch::Tensor rowsOf(const torch::Tensor& shares, std::int64_t levels)
{
    return shares.reshape({shares.size(0), -1}).t().reshape({-1, levels});
}

torch::Tensor ofRows(const torch::Tensor& rows, torch::IntArrayRef shape)
{
    return rows.reshape({-1, shape[0]}).t().reshape(shape);
}

torch::Tensor softmaxOf(const torch::Tensor& rows, double beta) { return torch::softmax(rows * beta, 1); }

torch::Tensor softmaxGradient(const torch::Tensor& shares, const torch::Tensor& gradient, double beta)
{
    return shares * (gradient - (shares * gradient).sum(1, true)) * beta;
}

torch::Tensor oneHotOfLargest(const torch::Tensor& rows)
{
    return torch::zeros_like(rows).scatter_(1, rows.argmax(1, true), 1);
}

torch::Tensor normalised(const torch::Tensor& rows) { return rows / rows.sum(1, true); }

// Sorted from the largest, the first k stay above the threshold that makes their sum 1.
torch::Tensor sparsemax(const torch::Tensor& rows)
{
    const torch::Tensor sorted = std::get<0>(rows.sort(1, true));
    const torch::Tensor above = sorted.cumsum(1) - 1;
    const torch::Tensor counts = torch::arange(1, rows.size(1) + 1, rows.options());
    const torch::Tensor kept = (sorted * counts > above).sum(1, true);
    const torch::Tensor threshold = above.gather(1, kept - 1) / kept.to(rows.scalar_type());
    return (rows - threshold).clamp_min(0);
}

// In logarithms, from which the largest is taken off; a share of 0 stays 0.
torch::Tensor steppedShares(const torch::Tensor& shares, const torch::Tensor& step, double beta)
{
    const torch::Tensor logs = shares.to(torch::kFloat64).log() - step.to(torch::kFloat64) * beta;
    return torch::softmax(logs, 1).to(shares.scalar_type());
}

torch::Tensor valueOf(const torch::Tensor& shares, const std::vector<double>& levels)
{
    return (shares * torch::tensor(levels, shares.options())).sum(1);
}

double betaAt(std::int64_t iteration, double start, double factor, std::int64_t interval)
{
    constexpr double most = 1e35;
    const std::int64_t grown = (iteration + interval - 1) / interval;
    return std::min(most, start * std::pow(factor, double(grown)));
}

} // namespace gridscope::train::mirror
