// SPDX-License-Identifier: GPL-3.0-or-later
// The quantization card: everything that can confound a quantized accuracy, next to it. One JSON object with mandatory
// fields ("none" and "n.a." are values, a missing field is an error), and one page of Markdown made from it.
// Source : after Garg, Jain, Lou and Nahmias, "Confounding Tradeoffs for Neural Network Quantization" (arXiv 2102.06366).
#pragma once

#include "core/export/finalised_net.h"
#include "core/run/history.h"

#include <string>
#include <vector>

namespace gridscope {

struct CardSource {
    const run::History& history;
    std::string runName;               // the run file's name, without its folder
    std::string date;                  // "2026-11-24"
    const FinalisedNet* net = nullptr; // empty: what needs the model itself is "n.a."
    std::string floatHash = "n.a.";    // of the float network that quantized training started from
};
std::string cardJson(const CardSource& source);
std::string cardMarkdown(const std::string& json); // FileError when checkCard() has something to say

// One sentence for each field that is missing; an unreadable text is one too.
std::vector<std::string> checkCard(const std::string& json);
// "W8: activations are float." The rules that look at one card alone.
std::vector<std::string> cardWarnings(const std::string& json);
// XXH3-128 of the float network's tensors in a checkpoint, or "n.a.".
std::string floatHash(const run::TensorFile& checkpoint);

} // namespace gridscope
