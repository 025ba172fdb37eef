// SPDX-License-Identifier: GPL-3.0-or-later
// How far the run that is laid over this one (or its twin) is from it, over steps, for the chosen layer: by clustering score
// and by where the latent weights lie. Only steps that both have are compared, so equal runs give two lines at 0.
#pragma once

#include "ui/panel/chart_panel.h"

namespace gridscope::ui {

class DifferencePanel final : public ChartPanel {
    Q_OBJECT
public:
    explicit DifferencePanel(QWidget* parent = nullptr);

private:
    QString draw(const run::History& history, const View& view) override;
    QString emptyText(const run::History& history) const override;
};

} // namespace gridscope::ui
