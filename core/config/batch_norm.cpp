// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/batch_norm.h"

#include "core/config/networks.h"

namespace gridscope::run {

const Field& batchNormField()
{
    static const Field field{"batch_norm",
                             "Network",
                             "Batch normalisation",
                             "",
                             "LeNet-5 and MLP: without gain and shift, after every layer but the last; the other "
                             "networks bring their own.",
                             Own{Own::Kind::Flag, "false"}};
    return field;
}

bool normalisesChain(const RunConfig& config) { return isChain(config.network) && ownFlag(config, batchNormField()); }

} // namespace gridscope::run
