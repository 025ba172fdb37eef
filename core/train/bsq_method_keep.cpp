// SPDX-License-Identifier: GPL-3.0-or-later
// What a run with bit planes tells of itself and keeps in checkpoints.
#include "core/method/methods.h"
#include "core/train/bsq_method.h"
#include "core/train/grid_method.h"
#include "core/train/tensor_io.h"

#include <torch/types.h>

#include <algorithm>
#include <tuple>

namespace gridscope::train {

namespace {

// Highest plane first, as numbers are read.
run::Extra planesExtra(const std::string& name, const std::string& layer, const std::string& unit,
                       std::vector<float> lowestFirst)
{
    std::ranges::reverse(lowestFirst);
    return {name, layer, unit, {std::int64_t(lowestFirst.size())}, lowestFirst};
}

std::vector<float> normsOf(const quantize::BitPlanes& planes)
{
    std::vector<float> norms;
    for (const double squares : quantize::planeSquares(planes)) {
        norms.push_back(float(quantize::groupNorm(squares)));
    }
    return norms;
}

} // namespace

LayerView BsqMethod::view(std::size_t layer) const
{
    const net::Net::Layer& at = this->at().net.layers()[layer];
    if (!layers_[layer]) { return gridView(at); }
    const int top = quantize::topCode(std::max(1, layers_[layer]->bits()));
    LayerView view;
    view.values = torch::tensor(layers_[layer]->latent());
    view.alpha = at.quantizer->alpha();
    view.grid = {-top, top};
    view.bits = layers_[layer]->bits();
    view.isZero = layers_[layer]->bits() == 0;
    return view;
}

double BsqMethod::bits(std::size_t layer) const
{
    return layers_[layer] ? layers_[layer]->bits() : at().net.layers()[layer].quantizer->bits();
}

std::vector<run::Extra> BsqMethod::extras() const
{
    std::vector<run::Extra> all = {{run::taskLoss, "", "nats", {}, {float(taskLoss_)}},
                                   {run::regulariser, "", "nats", {}, {float(penalty_)}}};
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        if (!layers_[i]) { continue; }
        const std::string& name = at().net.layers()[i].description.name;
        const quantize::BitPlanes planes = layers_[i]->shownPlanes();
        all.push_back(planesExtra(run::planeOnes, name, "", quantize::shareOfOnes(planes)));
        all.push_back(planesExtra(run::planeNorms, name, "", normsOf(planes)));
        all.push_back({run::lowestPlane, name, "", {}, {float(layers_[i]->lowestPlane())}});
    }
    return all;
}

// The grid for whoever writes the network down: its codes have a sign beside n bits.
void BsqMethod::save(run::TensorFile& file) const
{
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        if (!layers_[i]) { continue; }
        const std::string& name = at().net.layers()[i].description.name;
        const int bits = layers_[i]->bits(), top = quantize::topCode(bits);
        file.tensors.push_back(
            run::makeTensor<std::int32_t>("grid." + name, {3}, {bits == 0 ? 0 : bits + 1, -top, top}));
        layers_[i]->save(file, "bsq." + name);
    }
    file.tensors.push_back(run::makeTensor<double>("bsq.losses", {2}, {taskLoss_, penalty_}));
    floats_.save(file);
    scaleOptimizer_.save(file);
}

void BsqMethod::restore(const run::TensorFile& file, std::int64_t)
{
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        if (run::isFloatLayer(at().config, i)) { continue; }
        const auto& layer = at().net.layers()[i];
        layers_[i].emplace(file, "bsq." + layer.description.name, std::size_t(layer.weight.numel()), keepStepOf(i));
        scaleIsSet(i);
    }
    const auto losses = run::valuesOf<double>(needed(file, "bsq.losses"));
    if (losses.size() == 2) { std::tie(taskLoss_, penalty_) = std::pair(losses[0], losses[1]); }
    makeOptimizers();
    floats_.restore(file);
    scaleOptimizer_.restore(file);
}

} // namespace gridscope::train
