// SPDX-License-Identifier: GPL-3.0-or-later
// The bit-length of every layer over steps: step lines, never smoothed, named at their ends.
#pragma once

#include "ui/panel/chart_panel.h"

namespace gridscope::ui {

class BitsPanel final : public ChartPanel {
    Q_OBJECT
public:
    explicit BitsPanel(QWidget* parent = nullptr);

private:
    QString draw(const run::History& history, const View& view) override;
    QString emptyText(const run::History& history) const override;
    bool marksPhases() const override { return true; } // such as adjustments of the precision
};

} // namespace gridscope::ui
