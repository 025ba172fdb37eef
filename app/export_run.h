// SPDX-License-Identifier: GPL-3.0-or-later
// `gridscope export RUN --to DIR`: a recorded run in the forms that other programs take. Every file appears whole or not
// at all. LibTorch is loaded for TorchScript only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gridscope::app {

struct ExportOptions {
    std::string run;                  // the run file
    std::string folder;               // --to
    std::vector<std::string> what;    // empty: all but the animation
    std::optional<std::int64_t> step; // of pictures, histograms and models; empty: the newest
    int width = 174;                  // of the figures, millimetres
    bool progress = false;            // in lines that a program reads
};
std::vector<std::string> exportParts(); // the names that --what takes
int exportRun(const ExportOptions& options);

} // namespace gridscope::app
