// SPDX-License-Identifier: GPL-3.0-or-later
// Of 2-D data: what the float, the latent and the quantized network say over the plane, as of the newest evaluation at or
// before the shown step.
#pragma once

#include "ui/chart/decision_view.h"
#include "ui/panel/describe.h"

namespace gridscope::ui {

class DecisionPanel final : public Panel {
    Q_OBJECT
public:
    explicit DecisionPanel(QWidget* parent = nullptr);
    void refresh(const run::History& history, const View& view) override;
    QString summary() const override { return summary_; }
    DecisionView& plane() { return *view_; }
    static bool hasPlane(const run::History& history); // whether the run's data have two coordinates

private:
    DecisionView* view_;
    QString summary_;
};

} // namespace gridscope::ui
