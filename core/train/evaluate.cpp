// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/evaluate.h"

#include <torch/types.h>

#include <algorithm>

namespace gridscope::train {

namespace {

// Evaluation mode until the end of the block.
class Evaluating {
public:
    explicit Evaluating(net::Net& net) : net_(net), wasTraining_(net.is_training()) { net_.eval(); }
    ~Evaluating() { net_.train(wasTraining_); }
    Evaluating(const Evaluating&) = delete;
    Evaluating& operator=(const Evaluating&) = delete;

private:
    net::Net& net_;
    bool wasTraining_;
};

} // namespace

std::optional<run::Score> evaluate(net::Net& net, const data::Batches& set, net::Pass pass, run::Control& control)
{
    if (set.samples() == 0) { return {}; }
    constexpr std::int64_t picturesAtOnce = 250; // small enough that pause and stop act within a tenth of a second
    const torch::NoGradGuard noGrad;
    const Evaluating evaluating(net);
    double loss = 0;
    std::int64_t right = 0;
    for (std::int64_t first = 0; first < set.samples(); first += picturesAtOnce) {
        if (!control.keepWorking()) { return {}; }
        const data::Batch batch = set.inOrder(first, picturesAtOnce);
        const torch::Tensor logits = net.forward(batch.inputs, pass);
        loss += torch::cross_entropy_loss(logits, batch.labels).item<double>() * double(batch.labels.size(0));
        right += logits.argmax(1).eq(batch.labels).sum().item<std::int64_t>();
    }
    return run::Score{loss / double(set.samples()), double(right) / double(set.samples())};
}

void estimateStatistics(net::Net& net, const data::Batches& training, net::Pass pass, int batches, int batchSize,
                        run::Control& control)
{
    const torch::NoGradGuard noGrad;
    for (int k = 0; k < batches && std::int64_t(k) * batchSize < training.samples(); ++k) {
        if (!control.keepWorking()) { break; }
        net.setStatisticsMomentum(1.0 / (k + 1)); // the mean of all so far
        net.forward(training.inOrder(std::int64_t(k) * batchSize, batchSize).inputs, pass);
    }
    net.setStatisticsMomentum(net::Net::usualMomentum);
}

} // namespace gridscope::train
