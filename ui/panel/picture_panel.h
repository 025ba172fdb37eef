// SPDX-License-Identifier: GPL-3.0-or-later
// A panel of one painted picture that has nothing of its own but what it draws and says. `Told` has, all of them static: Picture (a
// ChartWidget), draw, which gives the picture what it draws and returns the summary, empty when there is nothing to draw, and
// emptyText, the words then.
#pragma once

#include "ui/panel/picture_base.h"

#include <QCoreApplication>

namespace gridscope::ui {

template <typename Told>
class PicturePanel final : public PictureBase {
public:
    PicturePanel() : PicturePanel(new typename Told::Picture) {}

private:
    explicit PicturePanel(typename Told::Picture* picture) : PictureBase(picture), picture_(picture)
    {
        refresh({}, {});
    }
    QString draw(const run::History& history, const View& view) override
    {
        return Told::draw(*picture_, history, view);
    }
    QString emptyText(const run::History& history) const override { return Told::emptyText(history); }

    typename Told::Picture* picture_;
};

} // namespace gridscope::ui
