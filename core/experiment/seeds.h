// SPDX-License-Identifier: GPL-3.0-or-later
// Which seeds an experiment has, from what a user types. A single number is a count: "3" means the seeds 1, 2 and 3. With a comma it
// is a list of just those seeds: "4,5,6"; "7," is seed 7 alone.
// Errors : ConfigError with one sentence for anything else, and for a seed that is there twice.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace gridscope::experiment {

std::vector<std::int64_t> seedsOf(std::string_view text);

} // namespace gridscope::experiment
