// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/evaluate.h"

#include <torch/types.h>

namespace gridscope::train {

std::optional<run::Score> evaluate(net::Net& net, const data::Batches& set, net::Pass pass, run::Control& control)
{
    constexpr std::int64_t picturesAtOnce = 250; // small enough that pause and stop act within a tenth of a second
    const torch::NoGradGuard noGrad;
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

} // namespace gridscope::train
