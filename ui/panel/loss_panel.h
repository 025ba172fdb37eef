// SPDX-License-Identifier: GPL-3.0-or-later
// Training loss: every step thin, smoothed thick.
#pragma once

#include "ui/panel/chart_panel.h"

namespace gridscope::ui {

class LossPanel final : public ChartPanel {
    Q_OBJECT
public:
    explicit LossPanel(QWidget* parent = nullptr);

private:
    QString draw(const run::History& history, const View& view) override;
    QString emptyText(const run::History& history) const override;
};

} // namespace gridscope::ui
