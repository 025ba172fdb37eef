// SPDX-License-Identifier: GPL-3.0-or-later
// A view of a run as a figure that stands alone: title, the view with its units and legend, and a line that says which
// run, step and settings it shows. Drawn by the window's own panels, light and without controls.
// Needs a QApplication; works on the "offscreen" platform.
#pragma once

#include "ui/chart/picture.h"
#include "ui/panel/views.h"

#include <memory>
#include <optional>
#include <vector>

namespace gridscope::ui {

struct FigureId {
    QString view;          // its key in the table of views
    std::size_t layer = 0; // 0 unless there is one for each
    bool operator==(const FigureId&) const = default;
};
// Every view that has something to show of this run alone, in the order of the window; for each layer where it shows one.
std::vector<FigureId> figuresOf(const run::History& history);
// The figure that a view of the window draws; none for the list of layers.
std::optional<FigureId> figureOf(const ViewInfo& view, std::size_t layer);
QString figureName(const run::History& history, const FigureId& id); // "histogram-conv1"

// Which size and lettering: a slide, or a column (84 mm) or the whole width (174 mm) of a printed page, in 8 points.
enum class FigureStyle { Slide, Column, Page };

class Figure {
public:
    // `runName` is the run file's name without its folder. An empty step is the newest.
    Figure(const run::History& history, const FigureId& id, std::optional<std::int64_t> step, const QString& runName,
           FigureStyle style);
    // What a panel of the window shows: a run that is laid over (view.other), and zoom, scale and choice as in `shown`.
    Figure(const run::History& history, const FigureId& id, const View& view, const QString& runName, FigureStyle style,
           const Panel* shown);
    ~Figure();
    Figure(Figure&&) = default;
    Figure& operator=(Figure&&) = delete;

    QByteArray
    picture(const QString& format) const; // "png" (slides at twice, papers at 300 dots per inch), "svg", "pdf"
    QImage image(double ratio) const;
    QString title() const { return facts_.title; }
    QString caption() const { return facts_.description; }
    QWidget& widget() const { return *widget_; }

private:
    std::unique_ptr<QWidget> widget_;
    PictureFacts facts_;
    FigureStyle style_;
};

// Of one document with all views of a run.
PictureFacts factsOfAll(const run::History& history, std::optional<std::int64_t> step, const QString& runName);

} // namespace gridscope::ui
