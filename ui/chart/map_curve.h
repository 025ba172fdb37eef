// SPDX-License-Identifier: GPL-3.0-or-later
// A map from dual to primal weights: its curve, weights that lie on it, how dual weights are spread below it and
// primal ones beside it.
#pragma once

#include "core/run/curves.h"
#include "ui/chart/chart_widget.h"

#include <vector>

namespace gridscope::ui {

class MapCurve final : public ChartWidget {
    Q_OBJECT
public:
    struct Content {
        double reach = 1;          // of the dual axis to both sides; the primal one has 1
        run::Curve curve;          // x ascends
        run::Curve weights;        // dual and primal of each
        std::vector<double> duals; // shares of all weights in equally wide bins over the axis
        std::vector<double> primals;
        QString title, dualTitle, primalTitle;
    };
    explicit MapCurve(QWidget* parent = nullptr);
    void display(Content content);
    bool isEmpty() const { return content_.curve.empty(); }

    QString readout() const override;
    QPointF pixelOf(const run::Point& point) const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

private:
    void paintEvent(QPaintEvent* event) override;
    void paintAll(QPainter& painter);
    void layOut() override;
    void paintAxes(QPainter& painter);
    void paintDuals(QPainter& painter) const;
    void paintPrimals(QPainter& painter) const;
    void paintCurve(QPainter& painter) const;

    Content content_;
    QRectF plot_, below_, beside_;
};

} // namespace gridscope::ui
