// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/panel.h"

namespace gridscope::ui {

void Panel::setTitle(const QString& title)
{
    setAccessibleName(title);
    if (picture_ != nullptr) { picture_->setAccessibleName(title); }
}

void Panel::setPicture(QWidget& picture)
{
    picture_ = &picture;
    if (picture.accessibleName() != accessibleName()) { picture.setAccessibleName(accessibleName()); }
}

run::SnapshotPtr shownSnapshot(const run::History& history, const View& view)
{
    return view.step ? history.snapshotAt(*view.step) : history.latest();
}

} // namespace gridscope::ui
