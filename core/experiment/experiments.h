// SPDX-License-Identifier: GPL-3.0-or-later
// The experiments that `gridscope experiment NAME` and the window's button run.
#pragma once

#include "core/experiment/report.h"

#include <span>

namespace gridscope::experiment {

// The paper's hypothesis (Lee et al., ICCV 2021, section 4.3; cpq.md section 7), three arms for each seed with the same
// initial weights, data order and budget: bit-lengths learned; exactly those bits fixed from scratch; and one bit-width for
// all layers, whose payload comes nearest.
Report hypothesis(const run::RunConfig& base, std::span<const std::int64_t> seeds, const RunOne& run);

// The methods side by side at 4, 3 and 2 bits for weights and activations, as the paper's Table 1 has them.
Report resultsTable(const run::RunConfig& base, std::span<const std::int64_t> seeds, const RunOne& run);

// All methods on one network, each as near to the base's bits a weight as it comes, with activations of full precision and the
// same budget of steps.
Report methodsCompared(const run::RunConfig& base, std::span<const std::int64_t> seeds, const RunOne& run);

// Arms from a JSON file: {"preset": "...", "arms": {"name": {"setting": value, ...}, ...}}.
Report sweep(std::string_view json, const std::string& fileName, std::span<const std::int64_t> seeds,
             const RunOne& run);

} // namespace gridscope::experiment
