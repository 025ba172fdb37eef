// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/method/ptq/ptq.h"

namespace gridscope::run {

static constexpr std::string_view mine = "ptq";

const Field ptqRounding{
    "ptq_rounding",
    "Quantization",
    "Step size of the rounding",
    "",
    "mse: the one with the smallest mean squared error of each tensor; max-abs: the grid is as wide "
    "as the largest value, and nothing is clipped.",
    Own{Own::Kind::Choice, "mse"},
    0,
    0,
    {"mse", "max-abs"},
    false,
    mine};
const Field ptqImages{"ptq_images",
                      "Quantization",
                      "Calibration samples",
                      "",
                      "Training samples that the step sizes of activations are fitted to.",
                      Own{Own::Kind::Whole, "512"},
                      1,
                      1e6,
                      {},
                      false,
                      mine};

static std::vector<Fact> card(const RunConfig& c, const Snapshot*)
{
    return {{"Step size of the rounding", ownText(c, ptqRounding)},
            {"Calibration samples, of the training data", ownText(c, ptqImages)}};
}

const MethodInfo ptq{
    .name = mine,
    .title = "Rounding after training",
    .forward = "nearest grid point",
    .backward = "none: nothing is trained",
    .story =
        "Rounding after training: the float network is rounded to the grid, and that is all. The run ends after one "
        "step, which only measures.",
    .source = "kernels/max_abs.h",
    .traits = {.estimator = quantize::Estimator::Plain,
               .fitsActivations = true,
               .ownsActivations = true,
               .trainsNothing = true,
               .changesLive = false},
    .shortName = "PTQ",
    .variants = {{"max-abs", "PTQ, max-abs", "ptq_rounding=max-abs"}},
    .compareWith = "ste",
    .fields = {ptqRounding, ptqImages},
    .card = card,
};

} // namespace gridscope::run
