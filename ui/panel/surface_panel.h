// SPDX-License-Identifier: GPL-3.0-or-later
// The loss over two clips around the best ones, and the way of the search through it.
#pragma once

#include "ui/panel/describe.h"

namespace gridscope::ui {

class HeatMap;

class SurfacePanel final : public Panel {
    Q_OBJECT
public:
    explicit SurfacePanel(QWidget* parent = nullptr);
    void refresh(const run::History& history, const View& view) override;
    QString summary() const override { return summary_; }

private:
    HeatMap* chart_;
    QString summary_;
};

} // namespace gridscope::ui
