// SPDX-License-Identifier: GPL-3.0-or-later
// One weight in its cell. Above: the probability of every grid point as a bar, the noise around the weight as a bell.
// Below: the factor that its gradient is multiplied with, as a curve over the cells. A stroke through both is the weight,
// an arrow its move since the previous snapshot.
// Keyboard: Left and Right move a cursor from grid point to grid point, Escape takes it away; Up and Down ask for the
// previous and next weight.
#pragma once

#include "ui/chart/chart_widget.h"
#include "ui/chart/step_phase.h"

#include <QPolygonF>

#include <optional>

namespace gridscope::ui {

class MicroscopeView final : public ChartWidget {
    Q_OBJECT
public:
    explicit MicroscopeView(QWidget* parent = nullptr);
    void display(const OneWeight& one);
    void display(const OneStep& step, StepPhase phase); // what takes no part in the phase is veiled
    void clear();

    QString readout() const override;
    bool isEmpty() const { return !one_; }
    double pixelOf(double weight) const;
    double barTop(int code) const; // pixels; r_n = 1 reaches the top of `upper`
    double pixelOfFactor(double factor) const;
    // The curve over one cell, in pixels; empty where the method has none.
    QPolygonF factorCurve(int code) const;
    QRectF upper() const { return upper_; }
    QRectF lower() const { return lower_; }
    int firstCode() const { return first_; }
    int lastCode() const { return last_; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void weightAsked(int change); // -1 previous, +1 next

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void layOut() override;
    void fitAxes();
    std::optional<int> pointed() const; // a code

    void paintCells(QPainter& painter) const;
    void paintBars(QPainter& painter) const;
    void paintProbabilities(QPainter& painter);
    void paintBell(QPainter& painter) const;
    void paintFactor(QPainter& painter);
    void paintWeight(QPainter& painter);
    void paintMove(QPainter& painter) const;
    void paintCodes(QPainter& painter);
    void paintCaptions(QPainter& painter);
    void paintPhase(QPainter& painter);
    QRectF stageOf(StepPhase phase) const;

    std::optional<OneWeight> one_;
    std::optional<StepPhase> phase_;
    std::optional<double> loss_;
    int first_ = 0; // codes on show: all of a short grid, the neighbours of a long one
    int last_ = 0;
    double low_ = 0; // weights at the left and right edge
    double high_ = 1;
    double factorLow_ = 0;
    double factorHigh_ = 1;
    QRectF upper_;
    QRectF lower_;
    double codeTop_ = 0;
    double valueTop_ = 0;
    std::optional<int> keyboard_;
};

} // namespace gridscope::ui
