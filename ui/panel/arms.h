// SPDX-License-Identifier: GPL-3.0-or-later
// How two runs that are compared are called where numbers of both stand side by side: by the one setting in which they
// differ ("CPQ" and "STE", "bits 3" and "bits 2"), else as this run and by the other's name.
#pragma once

#include "ui/panel/panel.h"

namespace gridscope::ui {

struct ArmNames {
    QString here;
    QString other;
};
ArmNames armNames(const run::History& history, const View& view);

// The other run's snapshot that belongs to this step; nullptr where it has a gap, or has not come there yet.
run::SnapshotPtr otherSnapshot(const View& view, std::int64_t step);

} // namespace gridscope::ui
