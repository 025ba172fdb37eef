// SPDX-License-Identifier: GPL-3.0-or-later
// What the network says over the plane of 2-D data: the float network it started from, the latent and the quantized weights,
// side by side. Colour and the points' shape are the class, strength of the colour is how sure the network is.
#pragma once

#include "core/run/decision_map.h"
#include "ui/chart/chart_widget.h"

#include <array>
#include <memory>

namespace gridscope::ui {

class DecisionView final : public ChartWidget {
    Q_OBJECT
public:
    explicit DecisionView(QWidget* parent = nullptr);
    // `floatStart` may be empty: then that square says that it is not known yet.
    void display(std::shared_ptr<const run::DecisionMap> map, std::vector<std::uint8_t> floatStart);
    void clear();

    QString readout() const override;
    bool isEmpty() const { return map_ == nullptr; }
    QRectF square(int index) const { return squares_[std::size_t(index)]; } // float, latent, quantized
    QColor colourOf(std::uint8_t cell) const;
    QSize minimumSizeHint() const override;

private:
    void paintEvent(QPaintEvent* event) override;
    void layOut() override;
    const std::vector<std::uint8_t>& cells(int index) const;
    void paintSquare(QPainter& painter, int index);
    void paintPoints(QPainter& painter, const QRectF& square) const;

    std::shared_ptr<const run::DecisionMap> map_;
    std::vector<std::uint8_t> floatStart_;
    std::array<QRectF, 3> squares_;
};

// The share of the cells in which two networks choose another class; NaN when one of them says nothing.
double disagreement(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b);

} // namespace gridscope::ui
