// SPDX-License-Identifier: GPL-3.0-or-later
// Accuracy on held-out data: quantized solid, latent full-precision weights dashed, the float start as reference.
#pragma once

#include "ui/panel/chart_panel.h"

namespace gridscope::ui {

class AccuracyPanel final : public ChartPanel {
    Q_OBJECT
public:
    explicit AccuracyPanel(QWidget* parent = nullptr);

private:
    QString draw(const run::History& history, const View& view) override;
    QString emptyText(const run::History& history) const override;
};

} // namespace gridscope::ui
