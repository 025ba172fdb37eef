// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/picture_base.h"

#include <QVBoxLayout>

namespace gridscope::ui {

PictureBase::PictureBase(ChartWidget* picture, QWidget* parent) : Panel(parent), picture_(picture)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(picture_);
    setFocusProxy(picture_);
}

void PictureBase::refresh(const run::History& history, const View& view)
{
    const QString drawn = draw(history, view);
    summary_ = drawn.isEmpty() ? emptyText(history) : drawn;
    picture_->setEmptyText(summary_);
    describe(*this, *picture_);
}

} // namespace gridscope::ui
