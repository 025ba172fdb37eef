// SPDX-License-Identifier: GPL-3.0-or-later
// Shares of kinds over steps, one on the other: how many groups of a layer have 0, 1, 2, ... bits.
#pragma once

#include "ui/chart/framed_chart.h"

namespace gridscope::ui {

class ShareStack final : public FramedChart {
    Q_OBJECT
public:
    struct Column {
        double step = 0;
        std::vector<double> counts; // of each kind, the lowest first
    };
    explicit ShareStack(QWidget* parent = nullptr) : FramedChart(parent) {}
    // Ascending by step. A column reaches to the next one, the last one to `end`.
    void display(std::vector<Column> columns, double end, std::optional<double> cursor, const QStringList& titles);
    QString readout() const override;

private:
    bool isEmpty() const override { return columns_.empty(); }
    Words words() const override;
    void paintPlot(QPainter& painter, const QRectF& plot) override;
    void paintAbove(QPainter& painter, const QRectF& plot) override;
    double pixelOf(double step, const QRectF& plot) const;

    std::vector<Column> columns_;
    double end_ = 1;
    std::optional<double> cursor_;
    QStringList titles_;
};

} // namespace gridscope::ui
