// SPDX-License-Identifier: GPL-3.0-or-later
// PyTorch's state dictionaries (.pt, .pth). They are pickles, programs rather than data, so that we never read one ourselves:
// Debian's Python with PyTorch does, with weights_only=True, in a child process that may take only so much memory and time.
// What it hands back is safetensors, which is parsed here like any other stranger's file.
// Errors : FileError with one sentence: no PyTorch here (and how to convert the file), no state dictionary, too large.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace gridscope::data {

bool isTorchFile(std::span<const std::uint8_t> bytes);

struct TorchLimits {
    std::string python = "/usr/bin/python3"; // Debian's own: it is the one that has python3-torch
    std::size_t memoryBytes = std::size_t(8) << 30;
    int seconds = 60; // of the processor; twice that on the clock
};
// The file's tensors as safetensors.
std::vector<std::uint8_t> safetensorsOfTorchFile(const std::string& path, std::size_t limitBytes,
                                                 const TorchLimits& limits = {});

} // namespace gridscope::data
