// SPDX-License-Identifier: GPL-3.0-or-later
// What competes, sorted, and how much of it goes: bars from the lowest, each in its layer's colour, and a line behind the last that
// is taken away.
#pragma once

#include "ui/chart/framed_chart.h"

namespace gridscope::ui {

class CutView final : public FramedChart {
    Q_OBJECT
public:
    struct Bar {
        double value = 0;
        std::size_t layer = 0;
    };
    explicit CutView(QWidget* parent = nullptr) : FramedChart(parent) {}
    // Ascending; the first `cut` go. `layers`: their names.
    void display(std::vector<Bar> bars, std::size_t cut, QStringList layers, const QStringList& titles);
    void clear() { display({}, 0, {}, {}); }
    QString readout() const override;

private:
    bool isEmpty() const override { return bars_.empty(); }
    Words words() const override;
    void paintPlot(QPainter& painter, const QRectF& plot) override;
    void paintAbove(QPainter& painter, const QRectF& plot) override;

    std::vector<Bar> bars_;
    std::size_t cut_ = 0;
    QStringList layers_;
    QStringList titles_;
};

} // namespace gridscope::ui
