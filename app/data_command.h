// SPDX-License-Identifier: GPL-3.0-or-later
// `gridscope data FOLDER`: tells what a training would find there, without training.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gridscope::app {

struct DataOptions {
    std::string folder;                // may be empty for data that are not read from files
    std::vector<std::string> settings; // "key=value"
    std::optional<std::int64_t> seed;
    bool json = false;
};
int tellData(const DataOptions& options); // the exit status

} // namespace gridscope::app
