// SPDX-License-Identifier: GPL-3.0-or-later
// Two numbers of a run against each other, as a path from its first evaluation to its newest one: bits and accuracy.
#pragma once

#include "ui/chart/framed_chart.h"

namespace gridscope::ui {

class TradeView final : public FramedChart {
    Q_OBJECT
public:
    struct Place {
        double step = 0;
        double bits = 0;
        double accuracy = 0; // a share
    };
    explicit TradeView(QWidget* parent = nullptr) : FramedChart(parent) {}
    // `shown`: how many of the places there were at the step on show; `reference`: the float network's accuracy.
    void display(std::vector<Place> places, std::size_t shown, std::optional<double> reference,
                 const QStringList& titles);
    void clear() { display({}, 0, {}, {}); }

private:
    bool isEmpty() const override { return places_.empty(); }
    Words words() const override;
    void paintPlot(QPainter& painter, const QRectF& plot) override;
    double mostBits() const;
    std::pair<double, double> accuracies() const; // from, to

    std::vector<Place> places_;
    std::size_t shown_ = 0;
    std::optional<double> reference_;
    QStringList titles_;
};

} // namespace gridscope::ui
