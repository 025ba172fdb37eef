// SPDX-License-Identifier: GPL-3.0-or-later
// Measured points over any axis, the curve that was fitted to them, and the place that was chosen.
#pragma once

#include "core/run/curves.h"
#include "ui/chart/chart_widget.h"

#include <optional>

namespace gridscope::ui {

class PointCurve final : public ChartWidget {
    Q_OBJECT
public:
    struct Content {
        run::Curve points; // x ascends
        run::Curve fit;    // may be empty
        std::optional<run::Point> chosen;
        QString pointName, chosenName, xTitle, yTitle, unit;
    };
    explicit PointCurve(QWidget* parent = nullptr);
    void display(Content content);
    bool isEmpty() const { return content_.points.empty(); }

    QString readout() const override;
    QRectF plot() const { return plot_; }
    QPointF pixelOf(const run::Point& point) const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

private:
    void paintEvent(QPaintEvent* event) override;
    void layOut() override;
    void chooseRanges();
    void paintAxes(QPainter& painter);
    void paintFit(QPainter& painter) const;
    void paintPoints(QPainter& painter) const;
    void paintChosen(QPainter& painter);

    Content content_;
    QRectF plot_;
    double left_ = 0, right_ = 1, bottom_ = 0, top_ = 1; // of the axes
};

} // namespace gridscope::ui
