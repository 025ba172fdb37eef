// SPDX-License-Identifier: GPL-3.0-or-later
// What the network would take in a file, split into bases and coordinates, over the steps.
#pragma once

#include "ui/panel/chart_panel.h"

namespace gridscope::ui {

class StoragePanel final : public ChartPanel {
    Q_OBJECT
public:
    explicit StoragePanel(QWidget* parent = nullptr);

private:
    QString draw(const run::History& history, const View& view) override;
    QString emptyText(const run::History& history) const override;
};

} // namespace gridscope::ui
