// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/stop_rules.h"

#include <cstdio>

namespace gridscope::train {

bool Standing::take(double evaluated)
{
    accuracy = evaluated;
    const bool isBest = evaluated > best;
    sinceBest = isBest ? 0 : sinceBest + 1;
    if (isBest) { best = evaluated; }
    return isBest;
}

std::string ruleMet(const run::RunConfig& config, const Standing& standing, double meanBits)
{
    char text[96] = "";
    if (config.stopAtAccuracy > 0 && standing.accuracy >= config.stopAtAccuracy) {
        std::snprintf(text, sizeof text, "stop rule: accuracy %.1f %%", 100 * standing.accuracy);
    } else if (config.stopOnPlateau > 0 && standing.sinceBest >= config.stopOnPlateau) {
        std::snprintf(text, sizeof text, "stop rule: no better accuracy in %d evaluations", standing.sinceBest);
    } else if (config.stopAtBits > 0 && meanBits <= config.stopAtBits) {
        std::snprintf(text, sizeof text, "stop rule: %.2f bits per weight", meanBits);
    }
    return text;
}

} // namespace gridscope::train
