// SPDX-License-Identifier: GPL-3.0-or-later
// What a run of mirror descent tells of itself and keeps in checkpoints.
#include "core/train/md_method.h"
#include "core/train/tensor_io.h"

#include <torch/types.h>

#include <algorithm>

namespace gridscope::train {

namespace {

constexpr std::int64_t bins = 64;
constexpr std::int64_t mostFollowed = 50;

std::vector<float> valuesOf(const torch::Tensor& tensor)
{
    const torch::Tensor here = tensor.to(torch::kFloat32).cpu().contiguous();
    return {here.data_ptr<float>(), here.data_ptr<float>() + here.numel()};
}

// Shares of the weights in equally wide bins.
run::Extra histogram(const char* name, const std::string& layer, const torch::Tensor& values, double reach)
{
    const torch::Tensor counts = torch::histc(values, bins, -reach, reach) / double(values.numel());
    return {name, layer, "share of weights", {bins}, valuesOf(counts)};
}

// [n, 2] of some weights, equally far from each other in the tensor.
run::Extra followed(const std::string& layer, const torch::Tensor& dual, const torch::Tensor& primal)
{
    const std::int64_t count = std::min(mostFollowed, dual.numel());
    std::vector<std::int64_t> places;
    for (std::int64_t i = 0; i < count; ++i) { places.push_back(i * dual.numel() / count); }
    const torch::Tensor at = torch::tensor(places, torch::kLong);
    return {run::mdFollowed, layer, "", {count, 2}, valuesOf(torch::stack({dual.index({at}), primal.index({at})}, 1))};
}

run::Extra one(const char* name, const std::string& layer, double value)
{
    return {name, layer, "", {}, {float(value)}};
}

} // namespace

std::vector<run::Extra> MdMethod::extras() const
{
    std::vector<run::Extra> all = {one(run::mdBetaExtra, "", beta())};
    for (std::size_t i = 0; i < layers_.size(); ++i) { addLayer(i, all); }
    return all;
}

void MdMethod::addLayer(std::size_t layer, std::vector<run::Extra>& extras) const
{
    const std::string& name = at().net.layers()[layer].description.name;
    const torch::Tensor v = dual(layer).reshape({-1}).cpu(), w = primal(layer).reshape({-1}).cpu();
    const double reach = std::max(1e-6, v.abs().max().item<double>());
    extras.push_back(one(run::mdDualReach, name, reach));
    extras.push_back(histogram(run::mdDualHistogram, name, v, reach));
    extras.push_back(histogram(run::mdPrimalHistogram, name, w, 1));
    extras.push_back(followed(name, v, w));
    extras.push_back(one(run::mdHardened, name, (w.abs() > 0.99).to(torch::kFloat32).mean().item<double>()));
    extras.push_back(one(run::mdPositive, name, (rounded(layer) > 0).to(torch::kFloat32).mean().item<double>()));
}

// Dual and primal weights are the network's own tensors; shares are not.
void MdMethod::save(run::TensorFile& file) const
{
    for (std::size_t i = 0; own_.hasShares() && i < layers_.size(); ++i) {
        file.tensors.push_back(toFile("md." + at().net.layers()[i].description.name, layers_[i].state));
    }
    optimizers_.save(file);
}

void MdMethod::restore(const run::TensorFile& file, std::int64_t step)
{
    step_ = step;
    for (std::size_t i = 0; own_.hasShares() && i < layers_.size(); ++i) {
        fromFile(file, "md." + at().net.layers()[i].description.name, layers_[i].state);
    }
    optimizers_ = optimizersOf();
    optimizers_.restore(file);
}

} // namespace gridscope::train
