// SPDX-License-Identifier: GPL-3.0-or-later
// Quantization cards side by side: which choices besides the method differ ("confounders"), and what may be said of the
// results then. A run is called better only where the cards agree.
// Source : Garg, Jain, Lou, Nahmias, "Confounding Tradeoffs for Neural Network Quantization" (arXiv 2102.06366).
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace gridscope {

// Field ("weights: average bits") and its value in every card, of the confounders that differ. `cards` are cardJson()'s texts.
using Confounders = std::vector<std::pair<std::string, std::vector<std::string>>>;
Confounders differingConfounders(const std::vector<std::string>& cards);

// Every field of the cards, one beside the other, in the order of the first card. A nested one is named by both: "task: dataset".
struct CardField {
    std::string name;
    std::vector<std::string> values; // of every card; "n.a." where it has none
    bool isConfounder = false;       // one of those that differ
};
std::vector<CardField> cardsBeside(const std::vector<std::string>& cards);

// One sentence: which run is better and by how much, or why that cannot be said. Empty for a single card.
std::string verdictOf(const std::vector<std::string>& cards);

} // namespace gridscope
