// SPDX-License-Identifier: GPL-3.0-or-later
// What adaptive loss-aware quantization tells and keeps of a layer: its picture, its arrays for the views, its part of a checkpoint.
// Errors : FileError when a checkpoint's form is none of this layer.
#pragma once

#include "core/quantize/multi_bit_layer.h"
#include "core/quantize/multi_bit_prune.h"
#include "core/train/method.h"

namespace gridscope::train {

// Every weight at its place among its own group's values (core/quantize/multi_bit_view.h).
LayerView toldView(const quantize::MultiBitLayer& layer, torch::IntArrayRef shape);
void tellLayer(const quantize::MultiBitLayer& layer, const std::string& name, std::int64_t opened,
               std::vector<run::Extra>& extras);
void tellPool(const std::vector<quantize::PoolEntry>& pool, std::size_t cut, std::vector<run::Extra>& extras);

// "alq.conv1.signs" [groups, members], ".coordinates" [groups, slots], ".live" [groups]: the whole form; and the moments.
void saveLayer(const quantize::MultiBitLayer& layer, const std::string& name, run::TensorFile& file);
void restoreLayer(const run::TensorFile& file, const std::string& name, quantize::MultiBitLayer& layer);

} // namespace gridscope::train
