// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/panel.h"

namespace gridscope::ui {

run::SnapshotPtr shownSnapshot(const run::History& history, const View& view)
{
    return view.step ? history.snapshotAt(*view.step) : history.latest();
}

} // namespace gridscope::ui
