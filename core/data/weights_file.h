// SPDX-License-Identifier: GPL-3.0-or-later
// Pre-trained weights of other programs: safetensors, NPZ, one array in NPY, or a state dictionary of PyTorch
// (torch_weights.h); and which of them fit a network.
// Errors : FileError with file, place and reason.
#pragma once

#include "core/run/safetensors.h"

namespace gridscope::data {

// What kind of file it is, its content decides. An NPY array has the file's name without its suffix.
std::vector<run::Tensor> readWeights(const std::string& path, std::size_t limitBytes = run::mostTensorBytes);
std::vector<run::Tensor> parseWeights(std::span<const std::uint8_t> bytes, const std::string& fileName,
                                      std::size_t limitBytes = run::mostTensorBytes);

struct WantedWeights {
    std::string name; // "conv1_weight"
    std::vector<std::int64_t> shape;
    std::string text() const; // "conv1_weight [8x1x5x5]"
};
struct WeightsFit {
    std::vector<WantedWeights> wanted;
    std::vector<const run::Tensor*> found; // for each that is wanted, or nullptr
    std::vector<std::string> unused;       // of the file, each with its shape: "head.weight [10x64]"
    std::string
    line(std::size_t index) const; // "conv1_weight [8x1x5x5] takes conv1.weight", "fc2_bias [10]: nothing fits"
    std::string summary() const;   // "7 of 8 fit, but not fc2_bias [10]; not used: head.bias [5]"
    std::size_t count() const;     // how many fit
};
// By name first, in which dots and underscores are alike and "model." or "module." in front do not count; then, where one
// tensor alone is left of a shape that one alone wants, by shape. Only float32 and float64 fit.
WeightsFit fitWeights(std::vector<WantedWeights> wanted, const std::vector<run::Tensor>& tensors);

} // namespace gridscope::data
