// SPDX-License-Identifier: GPL-3.0-or-later
// How much the loss bends for each pair of clips: what is beside the diagonal is what no clip can have for itself.
#pragma once

#include "ui/panel/describe.h"

namespace gridscope::ui {

class HeatMap;

class PairsPanel final : public Panel {
    Q_OBJECT
public:
    explicit PairsPanel(QWidget* parent = nullptr);
    void refresh(const run::History& history, const View& view) override;
    QString summary() const override { return summary_; }

private:
    HeatMap* chart_;
    QString summary_;
};

} // namespace gridscope::ui
