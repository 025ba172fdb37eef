// SPDX-License-Identifier: GPL-3.0-or-later
// What is minimised, in its two parts over the steps: the loss of the task and what the regulariser adds, on a
// logarithmic axis: they are thousands of times apart.
#pragma once

#include "ui/panel/chart_panel.h"

namespace gridscope::ui {

class ObjectivePanel final : public ChartPanel {
    Q_OBJECT
public:
    explicit ObjectivePanel(QWidget* parent = nullptr);
    static bool hasBoth(const run::History& history);

private:
    QString draw(const run::History& history, const View& view) override;
    QString emptyText(const run::History& history) const override;
    std::int64_t firstStep(const run::Start& start) const override; // of quantized training
};

} // namespace gridscope::ui
