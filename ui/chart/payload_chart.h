// SPDX-License-Identifier: GPL-3.0-or-later
// Test error against payload: a dot with its spread and its name for each method, a dotted line for full precision.
#pragma once

#include "core/experiment/report.h"
#include "ui/chart/plain_axes.h"

namespace gridscope::ui {

class PayloadChart final : public ChartWidget {
    Q_OBJECT
public:
    explicit PayloadChart(QWidget* parent = nullptr);
    void display(std::vector<experiment::Point> points);
    const std::vector<experiment::Point>& points() const { return points_; }
    QString summary() const; // of all dots, a sentence each

    QString readout() const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

private:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void layOut() override { axes_.layOut(size(), font()); }
    void chooseRanges();
    void standApart(); // dots of one payload beside each other, or they would cover each other
    QPointF pixelOf(std::size_t index) const;
    void paintReference(QPainter& painter);
    void paintPoint(QPainter& painter, std::size_t index) const;
    void paintNames(QPainter& painter);
    std::optional<std::size_t> chosen() const; // under the mouse, or by the keyboard

    std::vector<experiment::Point> points_;
    std::vector<int> places_; // beside the payload's own place: -2 .. 2
    std::optional<experiment::Point> reference_;
    std::optional<std::size_t> cursor_;
    PlainAxes axes_;
};

} // namespace gridscope::ui
