// SPDX-License-Identifier: GPL-3.0-or-later
// Two linear axes with numbers and titles around a plot, for charts whose points are no steps of a run.
#pragma once

#include "core/run/curves.h"
#include "ui/chart/chart_widget.h"

namespace gridscope::ui {

struct PlainAxes {
    double left = 0, right = 1, bottom = 0, top = 1; // in the units of the data
    QRectF plot = {};                                // pixels

    void layOut(const QSize& size, const QFont& font);
    QPointF pixelOf(const run::Point& point) const;
    void paint(QPainter& painter, Lettering& lettering, const QString& xTitle, const QString& yTitle) const;
};

} // namespace gridscope::ui
