// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the chosen layer's weights gather on grid points, over steps: the clustering score without the zero cell thick, with
// it thin, the share of weights in the zero cell dashed. The same of the run that is laid over this one (or its twin) dotted.
#pragma once

#include "ui/panel/chart_panel.h"

namespace gridscope::ui {

class ClusterPanel final : public ChartPanel {
    Q_OBJECT
public:
    explicit ClusterPanel(QWidget* parent = nullptr);

private:
    QString draw(const run::History& history, const View& view) override;
    QString emptyText(const run::History& history) const override;
    std::int64_t firstStep(const run::Start& start) const override; // of quantized training: before there is no score
    void nameValues(const run::History& history, const View& view);
};

} // namespace gridscope::ui
