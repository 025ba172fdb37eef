// SPDX-License-Identifier: GPL-3.0-or-later
// Pre-trained weights of other programs: safetensors, NPZ, one array in NPY, or a state dictionary of PyTorch
// (torch_weights.h); and which of them fit a network.
// Errors : FileError with file, place and reason.
#pragma once

#include "core/base/safetensors.h"

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
    std::string prefix;                    // that was taken off: "_orig_mod."
    std::string
    line(std::size_t index) const; // "conv1_weight [8x1x5x5] takes conv1.weight", "fc2_bias [10]: nothing fits"
    // "7 of 8 fit, but not fc2_bias [10]; not used: head.bias [5]", with at most ten of each named
    std::string summary() const;
    std::string missing() const; // "fc1_weight [3x8], fc2_bias [10] and 3 more", "" when all fit
    std::size_t count() const;   // how many fit
    bool isWhole() const { return count() == wanted.size(); }
};
// By name, in which dots, slashes and underscores are alike, after one prefix was taken off ("_orig_mod.", "module.backbone."):
// the shortest, but where a longer one has twice as many of what is wanted. What is still missing: under any of the usual
// prefixes, and then, where one tensor alone is left of a shape that one alone wants, by shape, but no average of the weight.
// What an optimizer keeps for a weight has its shape and name and never fits. Only float16, float32 and float64 fit.
WeightsFit fitWeights(std::vector<WantedWeights> wanted, const std::vector<run::Tensor>& tensors);

// FileError that names the file, the tensor, and the place of its first value that is infinite or NaN.
void requireFinite(const run::Tensor& tensor, const std::string& fileName);

} // namespace gridscope::data
