// SPDX-License-Identifier: GPL-3.0-or-later
// The curves of an experiment's runs as SVG, for its page.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace gridscope::experiment {

struct Curve {
    std::string arm;
    std::vector<std::pair<double, double>> points; // step, validation accuracy of the quantized weights
};
std::string pictureOf(const std::vector<Curve>& curves);

} // namespace gridscope::experiment
