// SPDX-License-Identifier: GPL-3.0-or-later
// A recorded run as a film: one frame for each kept snapshot, the histograms of its layers side by side. The same run
// always gives the same frames, pixel by pixel. Needs a QApplication; works on the "offscreen" platform.
#pragma once

#include "core/run/history.h"

#include <QCoreApplication>
#include <QImage>

#include <memory>
#include <vector>

class QLabel;
class QWidget;

namespace gridscope::ui {

class HistogramView;

class Replay {
    Q_DECLARE_TR_FUNCTIONS(gridscope::ui::Replay)
public:
    Replay(const run::History& history, const QString& runName);
    ~Replay();

    std::size_t frames() const;
    QImage frame(std::size_t index) const; // in order: axes move calmly from one to the next
    QSize size() const { return {960, 600}; }

private:
    struct Tile {
        QLabel* caption;
        HistogramView* view;
    };
    const run::History& history_;
    QString runName_;
    std::unique_ptr<QWidget> scene_;
    QLabel* title_;
    std::vector<Tile> tiles_;
};

} // namespace gridscope::ui
