// SPDX-License-Identifier: GPL-3.0-or-later
// Every clip over the steps, as a share of its tensor's largest value.
#pragma once

#include "ui/panel/chart_panel.h"

namespace gridscope::ui {

class ClipsPanel final : public ChartPanel {
    Q_OBJECT
public:
    explicit ClipsPanel(QWidget* parent = nullptr);

private:
    QString draw(const run::History& history, const View& view) override;
    QString emptyText(const run::History& history) const override;
    std::int64_t firstStep(const run::Start&) const override { return 0; } // there are no clips before
};

} // namespace gridscope::ui
