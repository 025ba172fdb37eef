// SPDX-License-Identifier: GPL-3.0-or-later
// Measured points over any axis, the curve that was fitted to them, and the place that was chosen.
#pragma once

#include "ui/chart/plain_axes.h"

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
    const PlainAxes& axes() const { return axes_; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

private:
    void paintEvent(QPaintEvent* event) override;
    void layOut() override;
    void chooseRanges();
    void paintFit(QPainter& painter) const;
    void paintPoints(QPainter& painter) const;
    void paintChosen(QPainter& painter);

    Content content_;
    PlainAxes axes_;
};

} // namespace gridscope::ui
