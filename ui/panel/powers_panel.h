// SPDX-License-Identifier: GPL-3.0-or-later
// The loss of clips that are best for some p, over p: what was measured, the parabola through it, what was chosen.
#pragma once

#include "ui/panel/describe.h"

namespace gridscope::ui {

class PointCurve;

class PowersPanel final : public Panel {
    Q_OBJECT
public:
    explicit PowersPanel(QWidget* parent = nullptr);
    void refresh(const run::History& history, const View& view) override;
    QString summary() const override { return summary_; }

private:
    PointCurve* chart_;
    QString summary_;
};

} // namespace gridscope::ui
