// SPDX-License-Identifier: GPL-3.0-or-later
// One group of weights as a sum of sign vectors: its coefficients as bars, its vectors as strips of signs, and the values that the
// sum can take against the weights.
#pragma once

#include "ui/chart/framed_chart.h"

namespace gridscope::ui {

class SignGroup final : public FramedChart {
    Q_OBJECT
public:
    struct Group {
        std::vector<double> coordinates;       // of each basis; 0: it is not there
        std::vector<std::vector<float>> signs; // of each basis, its members: -1, +1, 0
        std::vector<double> weights;           // of the members
        std::vector<double> values() const;    // that the sum can take, ascending
    };
    explicit SignGroup(QWidget* parent = nullptr) : FramedChart(parent) {}
    void display(Group group, const QStringList& titles);
    void clear() { display({}, {}); }

private:
    bool isEmpty() const override { return group_.coordinates.empty(); }
    Words words() const override;
    void paintPlot(QPainter& painter, const QRectF& plot) override;
    void paintBases(QPainter& painter, const QRectF& plot) const;
    void paintStrip(QPainter& painter, const QRectF& place, const std::vector<float>& signs) const;
    void paintWeights(QPainter& painter, const QRectF& plot) const;
    double reach() const; // of the drawn values to each side

    Group group_;
    QStringList titles_;
};

} // namespace gridscope::ui
