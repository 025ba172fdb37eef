// SPDX-License-Identifier: GPL-3.0-or-later
// Which bit planes every layer still has and how many ones they hold, and what that makes of the network's size.
#pragma once

#include "ui/chart/planes_view.h"
#include "ui/panel/describe.h"

namespace gridscope::ui {

class PlanesPanel final : public Panel {
    Q_OBJECT
public:
    explicit PlanesPanel(QWidget* parent = nullptr);
    PlanesView& planes() { return *view_; }
    void refresh(const run::History& history, const View& view) override;
    QString summary() const override { return summary_; }

private:
    PlanesView* view_;
    QString summary_;
};

bool planesAreTold(const run::History& history);

} // namespace gridscope::ui
