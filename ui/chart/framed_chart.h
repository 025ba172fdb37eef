// SPDX-License-Identifier: GPL-3.0-or-later
// What small painted pictures share: a frame, a title above it, words at its corners, the text when there is nothing to draw.
#pragma once

#include "ui/chart/chart_widget.h"

namespace gridscope::ui {

class FramedChart : public ChartWidget {
    Q_OBJECT
public:
    explicit FramedChart(QWidget* parent = nullptr);
    QRectF plot() const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    struct Words {
        QStringList titles = {};       // the longest that fits is written
        QString left = {}, right = {}; // below the frame's ends
        QString middle = {};           // between them
        QString top = {}, bottom = {}; // inside, at the ends of the vertical axis
    };
    virtual bool isEmpty() const = 0;
    virtual Words words() const = 0;
    virtual void paintPlot(QPainter& painter, const QRectF& plot) = 0; // clipped to it
    virtual void paintAbove(QPainter& painter, const QRectF& plot)     // words on the picture
    {
        Q_UNUSED(painter)
        Q_UNUSED(plot)
    }

private:
    void paintEvent(QPaintEvent* event) final;
    void paintWords(QPainter& painter, const QRectF& plot);
};

} // namespace gridscope::ui
