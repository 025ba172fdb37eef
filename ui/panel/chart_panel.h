// SPDX-License-Identifier: GPL-3.0-or-later
// What the panels over steps share: one line chart, the run's step axis, float pre-training shaded, the cursor.
#pragma once

#include "ui/panel/describe.h"

namespace gridscope::ui {

class LineChart; // Qt Charts stays behind this name

class ChartPanel : public Panel {
    Q_OBJECT
public:
    explicit ChartPanel(QWidget* parent = nullptr);
    void refresh(const run::History& history, const View& view) final;
    QString summary() const final { return summary_; }
    void takeLook(const Panel& shown) override; // its zoom
    LineChart& chart() { return *chart_; }

protected:
    // Gives the chart its curves; returns the summary.
    virtual QString draw(const run::History& history, const View& view) = 0;
    virtual QString emptyText(const run::History& history) const = 0;
    // Where its step axis begins.
    virtual std::int64_t firstStep(const run::Start& start) const { return start.firstStep; }
    virtual bool marksPhases() const { return false; } // what happened to the whole run, by dashed lines
    void showEmpty();                                  // for constructors of children

    LineChart* chart_;

private:
    RunIdentity run_;
    QString summary_;
};

} // namespace gridscope::ui
