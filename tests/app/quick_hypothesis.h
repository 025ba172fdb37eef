// SPDX-License-Identifier: GPL-3.0-or-later
// The hypothesis on 2-D points: seconds, with gates that close and all three arms.
#pragma once

#include <QStringList>

namespace gridscope::test {

inline QStringList quickHypothesis()
{
    QStringList arguments;
    for (const char* setting : {"data=spirals", "network=mlp", "hidden=16,16", "pretrain_steps=60", "steps=400",
                                "freeze_bits_at=200", "bit_penalty=0.5", "bit_penalty_weighting=equal",
                                "checkpoint_every=50", "validation_samples=200", "threads=1"}) {
        arguments << "--set" << setting;
    }
    return arguments;
}

} // namespace gridscope::test
