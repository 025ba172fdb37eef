// SPDX-License-Identifier: GPL-3.0-or-later
// What the run's method tells beside what all methods have: of the whole network and of the chosen layer, as of the newest
// snapshot up to the step on show that tells something. A method with more to show has a view of its own (ui/panel/views.h).
#pragma once

#include "ui/chart/extra_view.h"
#include "ui/panel/describe.h"

namespace gridscope::ui {

class MethodPanel final : public Panel {
    Q_OBJECT
public:
    explicit MethodPanel(QWidget* parent = nullptr);
    void refresh(const run::History& history, const View& view) override;
    QString summary() const override { return summary_; }
    ExtraView& extras() { return *view_; }
    static bool tellsExtras(const run::History& history);

private:
    ExtraView* view_;
    QString summary_;
};

} // namespace gridscope::ui
