// SPDX-License-Identifier: GPL-3.0-or-later
// The way of a key to its command. Keys with Ctrl or Alt and F1 to F35 are shortcuts of actions: of those in the menus, and of
// the ones that this makes for all other commands. Plain keys come to `take` when no widget wanted them, so that they never
// disturb typing; and before lists, which would search and select with letters, digits and Space, and the menu bar, which
// takes what the button in its corner leaves.
#pragma once

#include "ui/document/conductor.h"
#include "ui/document/keys.h"

#include <QMenuBar>

namespace gridscope::ui {

class KeyTaker final : public QObject {
public:
    // Of a window whose menus and lists are there; owned by it.
    KeyTaker(Conductor& conductor, Keys& keys, QMenuBar& menuBar, QWidget& window);
    bool take(const QKeyEvent& event); // false: it is nobody's

private:
    bool eventFilter(QObject* watched, QEvent* event) override;

    Conductor& conductor_;
    const Keys& keys_;
    QMenuBar& menuBar_;
};

} // namespace gridscope::ui
