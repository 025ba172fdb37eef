// SPDX-License-Identifier: GPL-3.0-or-later
// Two arms of a report, seed by seed.
#pragma once

#include "core/experiment/report.h"
#include "core/experiment/statistics.h"

#include <string>
#include <vector>

namespace gridscope::experiment {

struct Comparison {
    PairedTest test; // of test accuracies, first minus second, over the seeds for which both are there
    std::vector<std::int64_t> leftOut; // ascending, each once: seeds with which one of them failed
};
Comparison compared(const Report& report, const std::string& first, const std::string& second);

// Which of these arms has the least mean test error, and by how much the others have more: one sentence. `titles` are the arms'
// own; arms with fewer than two seeds have no part in it. Empty: there are not two arms with as many.
std::string lowestErrorSentence(const Report& report, const std::string& where,
                                const std::vector<std::pair<std::string, std::string>>& armsAndTitles);

} // namespace gridscope::experiment
