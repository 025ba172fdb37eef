// SPDX-License-Identifier: GPL-3.0-or-later
// Rounding without training: a slider over the bits, the accuracy at once, and the curve over all of them.
#pragma once

#include "ui/document/rounding.h"

#include <QDialog>
#include <QLabel>
#include <QSlider>

#include <array>
#include <optional>

namespace gridscope::ui {

class PointCurve;

class RoundingDialog final : public QDialog {
    Q_OBJECT
public:
    // `what`: "fashion-quick at step 500".
    RoundingDialog(const QString& what, QWidget* parent);
    Rounding& rounding() { return rounding_; }

private:
    void take(int bits, double quantized, double latent);
    void show(int bits);
    void drawCurve();

    Rounding rounding_;
    std::array<std::optional<double>, Rounding::mostBits + 1> accuracies_; // by bits
    std::optional<double> latent_;
    QLabel* number_;
    QLabel* state_;
    QSlider* slider_;
    PointCurve* curve_;
};

} // namespace gridscope::ui
