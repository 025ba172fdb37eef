// SPDX-License-Identifier: GPL-3.0-or-later
// The kinds of alq.json: adaptive loss-aware quantization, core/quantize/multi_bit*.h. Where the public reference has a bug
// (alq.md section 7) the intended variant is what is asked.
#include "core/quantize/multi_bit_layer.h"
#include "core/quantize/multi_bit_prune.h"
#include "tests/vectors/vectors.h"

#include <ATen/ATen.h>

namespace gridscope::vectors {

namespace {

using namespace quantize;

std::vector<float> floatsOf(const torch::Tensor& tensor)
{
    const torch::Tensor flat = tensor.to(torch::kFloat32).contiguous();
    return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
}
std::vector<float> floatsOf(const Json& value) { return floatsOf(tensorOf(value)); }

torch::Tensor tensorOf(const std::vector<float>& values) { return torch::tensor(values, torch::kFloat32); }

Structure structureNamed(const std::string& name)
{
    return name == "kernelwise"    ? Structure::Kernelwise
           : name == "pixelwise"   ? Structure::Pixelwise
           : name == "channelwise" ? Structure::Channelwise
                                   : Structure::Subchannelwise;
}

// pieces: as many groups as each output has, whatever cuts it.
Grouping groupingOf(const torch::Tensor& weight, const std::string& structure, std::int64_t pieces)
{
    return quantize::groupingOf(weight.sizes(), structureNamed(structure),
                                std::size_t(std::max<std::int64_t>(1, pieces)));
}

// A layer as the file has it: B [out, groups, basis, member], alpha and mask [out, groups, basis, 1].
MultiBit formOf(const Json& state, const std::string& structure, const torch::Tensor& weight)
{
    const torch::Tensor b = vectors::tensorOf(state.at("B")), mask = vectors::tensorOf(state.at("mask")).reshape(-1);
    MultiBit form{groupingOf(weight, structure, b.size(1)), int(b.size(2)), {}, floatsOf(state.at("alpha")), {}};
    form.signs.assign(form.grouping.weights(), 0);
    form.live.assign(form.grouping.groups, 0);
    const torch::Tensor flat = b.to(torch::kInt32).reshape({-1, b.size(2), b.size(3)});
    const auto signs = flat.accessor<int, 3>();
    for (std::size_t g = 0; g < form.grouping.groups; ++g) {
        for (int i = 0; i < form.slots; ++i) {
            if (mask[std::int64_t(g) * form.slots + i].item<int>() == 0) { continue; }
            form.live[g] |= std::uint8_t(1U << i);
            for (std::size_t m = 0; m < form.grouping.members; ++m) {
                if (signs[std::int64_t(g)][i][std::int64_t(m)] > 0) {
                    form.signs[g * form.grouping.members + m] |= std::uint8_t(1U << i);
                }
            }
        }
    }
    return form;
}

torch::Tensor basesOf(const MultiBit& form)
{
    std::vector<float> all;
    for (std::size_t g = 0; g < form.grouping.groups; ++g) {
        for (int i = 0; i < form.slots; ++i) {
            for (std::size_t m = 0; m < form.grouping.members; ++m) { all.push_back(float(form.sign(g, i, m))); }
        }
    }
    return tensorOf(all);
}

torch::Tensor maskOf(const MultiBit& form)
{
    std::vector<float> all;
    for (std::size_t g = 0; g < form.grouping.groups; ++g) {
        for (int i = 0; i < form.slots; ++i) { all.push_back(form.isLive(g, i) ? 1 : 0); }
    }
    return tensorOf(all);
}

torch::Tensor inTensor(const MultiBit& form, const std::vector<float>& values)
{
    std::vector<float> placed(values.size());
    inPlaces(form.grouping, values, placed.data());
    return tensorOf(placed);
}

// A tensor of the file, in the order of groups.
std::vector<float> grouped(const MultiBit& form, const Json& value)
{
    return inGroups(form.grouping, floatsOf(value).data());
}

void judgeForm(Judge& judge, const MultiBit& form, const Json& state, Tolerance tolerance = {})
{
    judge.equal("B", basesOf(form), state.at("B"));
    judge.near("alpha", tensorOf(form.alpha), state.at("alpha"), tolerance);
    if (state.contains("mask")) { judge.equal("mask", maskOf(form), state.at("mask")); }
    if (state.contains("num_bin_filter")) {
        judge.equal("coordinates", double(form.liveCount()), state.at("num_bin_filter"));
    }
    if (state.contains("avg_bit")) { judge.near("average bits", form.averageBits(), state.at("avg_bit")); }
    if (state.contains("reconstructed")) {
        judge.near("reconstructed", inTensor(form, reconstructed(form)), state.at("reconstructed"), tolerance);
    }
}

void bitTable(const Json& in, const Json& out, Judge& judge)
{
    const int bits = in.at("bits").get<int>();
    const MultiBit form{
        {1, 1, 1}, bits, {0}, std::vector<float>(std::size_t(bits), 1), {std::uint8_t((1U << bits) - 1)}};
    const Patterns patterns = patternsOf(form, 0);
    std::vector<float> table;
    for (std::size_t row = 0; row < patterns.count; ++row) {
        for (int bit = 0; bit < bits; ++bit) { table.push_back((patterns.signs[row] >> bit & 1) != 0 ? 1 : -1); }
    }
    judge.equal("table", tensorOf(table), out.at("table"));
}

// Columns of equal coordinates may stand in any order.
bool hasColumn(const Sketch& ours, const torch::Tensor& b, const std::vector<float>& alpha, std::int64_t column)
{
    for (std::size_t i = 0; i < ours.alpha.size(); ++i) {
        bool isIt = std::abs(ours.alpha[i] - alpha[std::size_t(column)]) < 1e-5F;
        for (std::size_t m = 0; isIt && m < ours.signs.size(); ++m) {
            isIt = ((ours.signs[m] >> i & 1) != 0) == (b[std::int64_t(m)][column].item<int>() > 0);
        }
        if (isIt) { return true; }
    }
    return false;
}

void sketchKind(const Json& in, const Json& out, Judge& judge)
{
    const std::vector<float> w = floatsOf(in.at("w"));
    const Sketch ours = sketchOf(w, in.at("max_dim").get<int>());
    if (out.contains("raises")) { return judge.equal("dim", double(ours.alpha.size()), Json(0)); }
    judge.equal("dim", double(ours.alpha.size()), out.at("dim"));
    if (ours.alpha.empty() || ours.alpha.size() != out.at("dim").get<std::size_t>()) { return; }
    judge.near("alpha", tensorOf(ours.alpha), out.at("alpha"));
    const MultiBit form{{1, w.size(), 1},
                        int(ours.alpha.size()),
                        ours.signs,
                        ours.alpha,
                        {std::uint8_t((1U << ours.alpha.size()) - 1)}};
    judge.near("reconstructed", tensorOf(reconstructed(form)), out.at("reconstructed"));
    const torch::Tensor b = vectors::tensorOf(out.at("B"));
    for (std::int64_t column = 0; column < b.size(1); ++column) {
        judge.require("no basis of ours is column " + std::to_string(column),
                      hasColumn(ours, b, floatsOf(out.at("alpha")), column));
    }
}

void layerInit(const Json& in, const Json& out, Judge& judge)
{
    const torch::Tensor w = vectors::tensorOf(in.at("w"));
    const Grouping grouping =
        groupingOf(w, in.at("structure").get<std::string>(), in.value("num_subchannel", std::int64_t(1)));
    const MultiBit form = sketch(grouping, inGroups(grouping, floatsOf(w).data()), in.at("max_bit").get<int>());
    if (!out.contains("raises")) { return judgeForm(judge, form, out); }
    judge.require("something is not finite", inTensor(form, reconstructed(form)).isfinite().all().item<bool>());
}

// The layer that the seen case leaves, whether it made it or pruned one.
MultiBit seenForm(const Json& in)
{
    const Json* made = &in.at("see_in");
    while (made->contains("see_in")) { made = &made->at("see_in"); }
    return formOf(in.at("see_out"), made->at("structure").get<std::string>(), vectors::tensorOf(made->at("w")));
}

void domainMap(const Json& in, const Json& out, Judge& judge)
{
    const MultiBit form = seenForm(in);
    judge.near("grad_alpha", tensorOf(alongCoordinates(form, grouped(form, in.at("grad_w")))), out.at("grad_alpha"));
    judge.near("hessian_alpha", tensorOf(overGroups(form, grouped(form, in.at("diag_hessian_w")))),
               out.at("hessian_alpha"));
}

void importance(const Json& in, const Json& out, Judge& judge)
{
    const MultiBit form = seenForm(in);
    const Json& rows = out.contains("intended_rows") ? out.at("intended_rows") : out.at("rows_layer_index_value");
    std::vector<float> ours;
    const auto top = leastUseful(form, {floatsOf(in.at("grad_alpha")), floatsOf(in.at("hessian_alpha"))},
                                 in.at("num_top").get<std::size_t>());
    const torch::Tensor expected = vectors::tensorOf(rows).reshape({-1, 3});
    for (const Candidate& one : top) {
        const float layer = expected.size(0) > 0 ? expected[0][0].item<float>() : 0;
        ours.insert(ours.end(), {layer, float(one.amongLive), one.change});
    }
    judge.near("rows", tensorOf(ours), rows);
}

std::vector<std::size_t> livePlaces(const MultiBit& form)
{
    std::vector<std::size_t> places;
    const torch::Tensor mask = maskOf(form);
    for (std::int64_t at = 0; at < mask.numel(); ++at) {
        if (mask[at].item<float>() != 0) { places.push_back(std::size_t(at)); }
    }
    return places;
}

void pruneAlpha(const Json& in, const Json& out, Judge& judge)
{
    MultiBit form = seenForm(in);
    const std::vector<std::size_t> places = livePlaces(form);
    for (const Json& index : in.at("valid_indices_to_drop")) { drop(form, places.at(index.get<std::size_t>())); }
    judgeForm(judge, form, out);
}

void basisStep(const Json& in, const Json& out, Judge& judge)
{
    MultiBit form = seenForm(in);
    const Model model{grouped(form, in.at("pseudo_grad")), grouped(form, in.at("pseudo_hessian"))};
    const std::vector<float> target = targetOf(reconstructed(form), model);
    judge.near("target", inTensor(form, target), out.at("target_w"));
    const Groups all{0, form.grouping.groups};
    chooseSigns(form, grouped(form, out.at("target_w")), all);
    judge.equal("B after the choice", basesOf(form), out.at("B_after_basis"));
    judge.near("reconstructed after the choice", inTensor(form, reconstructed(form)),
               out.at("reconstructed_after_basis"));
    solveCoordinates(form, grouped(form, out.at("target_w")), model.curvature, all);
    const Json& intended = out.at("intended_after_speedup");
    const bool isUnique = out.value("rank_deficient_groups", 0) == 0;
    if (isUnique) { return judgeForm(judge, form, intended); }
    judge.near("reconstructed", inTensor(form, reconstructed(form)), intended.at("reconstructed"));
}

using Rate = MultiBitLayer::Rate;

void prune(std::vector<MultiBitLayer>& layers, const Rate& rate, const Json& shares)
{
    std::vector<std::vector<Candidate>> candidates;
    for (const MultiBitLayer& layer : layers) {
        constexpr double never = 1; // the reference rounds fractions at random
        const std::size_t count = pooledCount(layer.form.liveCount(), shares.at(0).get<double>(), never);
        candidates.push_back(layer.candidates(count, rate));
    }
    const auto pool = poolOf(candidates);
    std::vector<std::vector<std::size_t>> dropped(layers.size());
    for (std::size_t i = 0; i < cutOf(pool.size(), shares.at(1).get<double>()); ++i) {
        dropped[pool[i].layer].push_back(pool[i].candidate.at);
    }
    for (std::size_t i = 0; i < layers.size(); ++i) { layers[i].take(dropped[i]); }
}

std::vector<MultiBitLayer> startOf(const Json& in)
{
    std::vector<MultiBitLayer> layers;
    for (std::size_t i = 0; i < in.at("start").size(); ++i) {
        const Json& start = in.at("start").at(i);
        const torch::Tensor floats = vectors::tensorOf(start.at("w_FP"));
        MultiBit form = formOf(start, in.at("layer_meta").at(i).at("structure").get<std::string>(), floats);
        layers.emplace_back(form, grouped(form, start.at("w_FP")));
    }
    return layers;
}

void takeStep(std::vector<MultiBitLayer>& layers, const Json& in, const Json& gradients, const Rate& rate)
{
    const std::string mode = in.at("mode").get<std::string>();
    const bool prunes = in.contains("pruning_rate") && !in.at("pruning_rate").is_null();
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const auto gradient = grouped(layers[i].form, gradients.at(i));
        if (prunes) {
            layers[i].look(gradient, rate);
        } else if (mode == "coordinate") {
            layers[i].coordinateStep(gradient, rate);
        } else {
            using From = MultiBitLayer::From;
            layers[i].basisStep(gradient, rate, mode == "ste" ? From::Floats : From::Quantized);
        }
    }
    if (prunes) { prune(layers, rate, in.at("pruning_rate")); }
}

void optimizer(const Json& in, const Json& out, Judge& judge)
{
    const Json& betas = in.at("betas");
    const Rate rate{in.at("lr").get<double>(),
                    in.at("weight_decay").get<double>(),
                    {betas.at(0).get<double>(), betas.at(1).get<double>(), in.at("eps").get<double>()}};
    std::vector<MultiBitLayer> layers = startOf(in);
    for (const Json& step : out.contains("intended_steps") ? out.at("intended_steps") : out.at("steps")) {
        takeStep(layers, in, step.at("grads"), rate);
        for (std::size_t i = 0; i < layers.size(); ++i) {
            const MultiBit& form = layers[i].form;
            judgeForm(judge, form, step.at("layers").at(i), afterSteps);
            judge.near("weights", inTensor(form, reconstructed(form)), step.at("params").at(i), afterSteps);
        }
    }
}

} // namespace

const Kinds& alqKinds()
{
    static const Kinds all{{"bit_table", bitTable},   {"sketch", sketchKind},     {"layer_init", layerInit},
                           {"domain_map", domainMap}, {"importance", importance}, {"prune_alpha", pruneAlpha},
                           {"basis_step", basisStep}, {"optimizer", optimizer}};
    return all;
}

} // namespace gridscope::vectors
