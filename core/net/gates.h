// SPDX-License-Identifier: GPL-3.0-or-later
// The masks of one weight tensor: drawn anew for every training step, hard or relaxed (hard-concrete, as the paper has them)
// with fixed keep probabilities (DropBits), or relaxed with learned ones, which make the bit-length learnable.
// Source : drop_bits.h. Evaluation and deployment drop nothing: they round to the nearest point of the open grid, the
//          interval of the highest level whose deterministic gate and all gates below it are above 0.
// Choice : the paper does not say whether the relaxed masks also weigh the categories at evaluation. Here they do not,
//          since a device rounds to the nearest point of a grid it has or has not.
// Shapes : phi and masks [levels - 1].
#pragma once

#include "core/quantize/drop_bits.h"

#include <torch/nn/module.h>

namespace gridscope::quantize {

class Gates : public torch::nn::Module {
public:
    enum class Kind { Hard, Relaxed, Learned };
    Gates(std::vector<Grid> levels, double keepProbability, Kind kind);

    void draw(run::Random random); // the masks of the next training step
    const std::vector<float>& masks() const { return drawn_; }
    torch::Tensor
    masksToLearn() const;          // the same, with a way back to phi where that is learned; not hard ones, after draw
    torch::Tensor penalty() const; // [] expected number of open masks, sum_k P(z_k > 0); learned gates only

    const std::vector<Grid>& levels() const { return levels_; }
    const Grid& openGrid() const; // what is left at evaluation
    const Grid& drawnGrid() const { return levels_[openLevel(drawn_)]; }
    std::vector<float> keepProbabilities() const;
    // Of every mask. Learned ones begin anew from there, but not when they are frozen: that would change the bit-length.
    void setKeepProbability(double keep);
    bool isRelaxed() const { return kind_ != Kind::Hard; } // masks between 0 and 1
    bool isLearned() const { return kind_ == Kind::Learned; }
    // Gates turn hard: nothing is dropped or learned any more, the open grid stays.
    void freeze(bool frozen) { frozen_ = frozen; }
    bool isFrozen() const { return frozen_; }
    std::vector<torch::Tensor> learned() const; // phi, or nothing

private:
    Kind kind_;
    std::vector<Grid> levels_;
    std::vector<float> keep_; // of masks that are not learned
    torch::Tensor phi_;       // of relaxed ones, [levels - 1]
    torch::Tensor noise_;     // of the last draw
    std::vector<float> drawn_;
    bool frozen_ = false;
};

} // namespace gridscope::quantize
