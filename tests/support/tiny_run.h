// SPDX-License-Identifier: GPL-3.0-or-later
// A run of the real engine that takes a blink, for tests that train many of them.
#pragma once

#include "core/settings/config_fields.h"
#include "core/settings/presets.h"

#include <QStringList>

namespace gridscope::test {

// Two spirals and a network of 6 and 5 neurons; each setting as "key=value".
inline run::RunConfig tinyRun(const QStringList& settings)
{
    run::RunConfig config = run::preset("spirals").config;
    config.hidden = {6, 5};
    config.trainSamples = 200;
    config.batchSize = 16;
    config.evaluateEvery = 4;
    config.threads = 1;
    for (const QString& setting : settings) {
        run::setField(config, setting.section('=', 0, 0).toStdString(), setting.section('=', 1).toStdString());
    }
    return config;
}

} // namespace gridscope::test
