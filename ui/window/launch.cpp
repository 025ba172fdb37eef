// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/launch.h"

#include "core/settings/presets.h"

#include <QApplication>
#include <QStyle>

namespace gridscope::ui {
namespace {

constexpr auto launchedKey = "launch/launchedBefore";
constexpr auto motionKey = "view/reducedMotion";

} // namespace

LaunchOptions usualLaunch()
{
    QSettings settings;
    LaunchOptions options;
    options.config = run::preset("fashion-quick").config;
    options.recordings = usualRecordings();
    options.autoPlay = !settings.value(launchedKey, false).toBool() && !wantsReducedMotion();
    settings.setValue(launchedKey, true);
    return options;
}

bool wantsReducedMotion()
{
    const bool desktopWantsIt = QApplication::style()->styleHint(QStyle::SH_Widget_Animation_Duration) == 0;
    return QSettings().value(motionKey, desktopWantsIt).toBool();
}

void rememberReducedMotion(bool isReduced) { QSettings().setValue(motionKey, isReduced); }

} // namespace gridscope::ui
