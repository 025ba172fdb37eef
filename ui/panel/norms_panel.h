// SPDX-License-Identifier: GPL-3.0-or-later
// The group norm of every bit plane of the chosen layer over the steps, on a logarithmic axis: what the regulariser makes small.
#pragma once

#include "ui/panel/chart_panel.h"

namespace gridscope::ui {

class NormsPanel final : public ChartPanel {
    Q_OBJECT
public:
    explicit NormsPanel(QWidget* parent = nullptr);

private:
    QString draw(const run::History& history, const View& view) override;
    QString emptyText(const run::History& history) const override;
    std::int64_t firstStep(const run::Start& start) const override; // of quantized training: before there are no planes
    bool marksPhases() const override { return true; }
};

} // namespace gridscope::ui
