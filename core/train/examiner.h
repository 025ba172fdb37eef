// SPDX-License-Identifier: GPL-3.0-or-later
// How good a network is, with the weights of each pass: scores on a set, decisions over the plane, batch normalisation measured
// anew where the settings ask for it. Leaves the network as it was.
#pragma once

#include "core/train/beginning.h"
#include "core/train/evaluate.h"

namespace gridscope::train {

class Examiner {
public:
    // All of them outlive it. `floatStart`: Net::floatState that quantized training started from, empty before.
    Examiner(net::Net& net, LoadedData& data, const run::RunConfig& config,
             const std::vector<torch::Tensor>& floatStart, run::Control& control)
        : net_(net), data_(data), config_(config), floatStart_(floatStart), control_(control)
    {}
    // Of float pre-training on the validation set; nothing when it was stopped or has no samples.
    std::optional<run::Evaluation> ofFloat(std::int64_t step);
    std::optional<run::Evaluation> on(const data::Batches& set, const std::string& name, std::int64_t step,
                                      bool withFloatStart);
    std::optional<run::Score> score(const data::Batches& set, net::Pass pass);
    void measureStatistics(net::Pass pass); // of batch normalisation, over training data; stays

private:
    // Over the plane of 2-D data; nullptr for other data.
    std::shared_ptr<const run::DecisionMap> decisions(bool isQuantized, bool withFloatStart);
    template <typename Ask>
    auto ofFloatStart(Ask ask); // what `ask` finds while the network is the one that quantized training started from

    net::Net& net_;
    LoadedData& data_;
    const run::RunConfig& config_;
    const std::vector<torch::Tensor>& floatStart_;
    run::Control& control_;
};

} // namespace gridscope::train
