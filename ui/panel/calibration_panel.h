// SPDX-License-Identifier: GPL-3.0-or-later
// The loss that a search lowers beside the loss of samples that it never sees, and their accuracy.
#pragma once

#include "ui/panel/chart_panel.h"

namespace gridscope::ui {

class CalibrationPanel final : public ChartPanel {
    Q_OBJECT
public:
    explicit CalibrationPanel(QWidget* parent = nullptr);

private:
    QString draw(const run::History& history, const View& view) override;
    QString emptyText(const run::History& history) const override;
    std::int64_t firstStep(const run::Start&) const override { return 0; } // there are no clips before
};

} // namespace gridscope::ui
