// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/alq_told.h"

#include "core/method/alq/alq.h"
#include "core/quantize/multi_bit_view.h"
#include "core/train/tensor_io.h"

#include <torch/types.h>

#include <algorithm>
#include <array>

namespace gridscope::train {

namespace {

using quantize::Moments;
using quantize::MultiBitLayer;

constexpr std::size_t mostTold = 1024; // members of the opened group, pool entries of a step

std::vector<float> floats(const auto& values)
{
    std::vector<float> all;
    for (const auto value : values) { all.push_back(float(value)); }
    return all;
}

std::string named(const std::string& layer, const char* part) { return "alq." + layer + "." + part; }

struct Part {
    const char* name;
    std::vector<float> Moments::*values;
};
constexpr std::array<Part, 3> parts{
    {{"mean", &Moments::mean}, {"square", &Moments::square}, {"largest", &Moments::largest}}};

void saveMoments(const Moments& moments, const std::string& name, run::TensorFile& file)
{
    for (const Part& part : parts) {
        const auto& values = moments.*part.values;
        file.tensors.push_back(run::makeTensor(name + "." + part.name, {std::int64_t(values.size())}, values));
    }
    file.tensors.push_back(run::makeScalar(name + ".steps", moments.steps));
}

// As many as there are here already.
template <typename Value>
void restoreValues(const run::TensorFile& file, const std::string& name, std::vector<Value>& values)
{
    auto stored = run::valuesOf<Value>(needed(file, name));
    if (stored.size() != values.size()) {
        throw FileError("In the checkpoint \"" + name + "\" has " + std::to_string(stored.size()) + " values, not "
                        + std::to_string(values.size()) + " as this network needs.");
    }
    values = std::move(stored);
}

void restoreMoments(const run::TensorFile& file, const std::string& name, Moments& moments)
{
    for (const Part& part : parts) { restoreValues(file, name + "." + part.name, moments.*part.values); }
    moments.steps = run::scalarOf<std::int64_t>(needed(file, name + ".steps"));
}

} // namespace

LayerView toldView(const MultiBitLayer& layer, torch::IntArrayRef shape)
{
    const quantize::EvenPlaces places = quantize::evenPlaces(layer.form, layer.latent);
    LayerView view;
    view.values = torch::empty(shape, torch::kFloat32);
    quantize::inPlaces(layer.form.grouping, places.values, view.values.data_ptr<float>());
    view.alpha = places.step;
    view.grid = {-places.half, places.half};
    view.bits = layer.form.averageBits();
    view.isZero = layer.form.liveCount() == 0;
    return view;
}

void tellLayer(const MultiBitLayer& layer, const std::string& name, std::int64_t opened,
               std::vector<run::Extra>& extras)
{
    using namespace run::alq_extra;
    const quantize::MultiBit& form = layer.form;
    const std::size_t group_ = std::size_t(opened) % form.grouping.groups;
    const std::size_t members = std::min(mostTold, form.grouping.members);
    const quantize::Storage bits = quantize::storageOf(form);
    const auto told = [&](const char* what, const char* unit, std::vector<std::int64_t> shape,
                          std::vector<float> values) {
        extras.push_back({what, name, unit, std::move(shape), std::move(values)});
    };
    told(groups, "groups", {form.slots + 1}, floats(quantize::groupCounts(form).withBits));
    told(storage, "bits", {2}, {float(bits.bases), float(bits.coordinates)});
    told(group, "", {}, {float(group_)});
    told(coordinates, "weight units", {form.slots}, floats(form.coordinates(group_)));
    std::vector<float> signs_;
    for (int slot = 0; slot < form.slots; ++slot) {
        for (std::size_t m = 0; m < members; ++m) { signs_.push_back(float(form.sign(group_, slot, m))); }
    }
    told(signs, "", {form.slots, std::int64_t(members)}, std::move(signs_));
    told(weights, "weight units", {std::int64_t(members)},
         floats(std::span(layer.latent).subspan(group_ * form.grouping.members, members)));
}

void tellPool(const std::vector<quantize::PoolEntry>& pool, std::size_t cut, std::vector<run::Extra>& extras)
{
    std::vector<float> rows;
    const std::size_t told = std::min(pool.size(), mostTold);
    for (std::size_t i = 0; i < told; ++i) {
        rows.insert(rows.end(), {pool[i].candidate.change, float(pool[i].layer)});
    }
    extras.push_back({run::alq_extra::pool, "", "nats", {std::int64_t(told), 2}, std::move(rows)});
    extras.push_back({run::alq_extra::cut, "", "coordinates", {}, {float(cut)}});
}

void saveLayer(const MultiBitLayer& layer, const std::string& name, run::TensorFile& file)
{
    const quantize::MultiBit& form = layer.form;
    const auto groups = std::int64_t(form.grouping.groups);
    const auto put = [&](const char* part, std::vector<std::int64_t> shape, const auto& values) {
        file.tensors.push_back(run::makeTensor(named(name, part), std::move(shape), values));
    };
    put("signs", {groups, std::int64_t(form.grouping.members)}, form.signs);
    put("coordinates", {groups, form.slots}, form.alpha);
    put("live", {groups}, form.live);
    saveMoments(layer.ofWeights, named(name, "weight_moments"), file);
    saveMoments(layer.ofCoordinates, named(name, "coordinate_moments"), file);
}

void restoreLayer(const run::TensorFile& file, const std::string& name, MultiBitLayer& layer)
{
    quantize::MultiBit& form = layer.form;
    restoreValues(file, named(name, "signs"), form.signs);
    restoreValues(file, named(name, "coordinates"), form.alpha);
    restoreValues(file, named(name, "live"), form.live);
    quantize::keepToSlots(form);
    restoreMoments(file, named(name, "weight_moments"), layer.ofWeights);
    restoreMoments(file, named(name, "coordinate_moments"), layer.ofCoordinates);
}

} // namespace gridscope::train
