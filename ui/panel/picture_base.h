// SPDX-License-Identifier: GPL-3.0-or-later
// What the panels of one painted picture share: the picture, the words for it, the words where there is none.
#pragma once

#include "ui/chart/chart_widget.h"
#include "ui/panel/describe.h"

namespace gridscope::ui {

class PictureBase : public Panel {
    Q_OBJECT
public:
    explicit PictureBase(ChartWidget* picture, QWidget* parent = nullptr);
    void refresh(const run::History& history, const View& view) final;
    QString summary() const final { return summary_; }

protected:
    // Gives the picture what it draws; returns the summary, empty when there is nothing to draw.
    virtual QString draw(const run::History& history, const View& view) = 0;
    virtual QString emptyText(const run::History& history) const = 0;

private:
    ChartWidget* picture_;
    QString summary_;
};

} // namespace gridscope::ui
