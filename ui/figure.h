// SPDX-License-Identifier: GPL-3.0-or-later
// A view of a run as a figure that stands alone: title, the view with its units and legend, and a line that says which
// run, step and settings it shows. Drawn by the window's own panels, light and without controls.
// Needs a QApplication; works on the "offscreen" platform.
#pragma once

#include "ui/chart/picture.h"
#include "ui/panel/panel.h"

#include <memory>
#include <optional>
#include <vector>

namespace gridscope::ui {

struct FigureId {
    enum class View { Histogram, River, Loss, Accuracy, Bits };
    View view = View::Histogram;
    std::size_t layer = 0; // histogram and river only
};
// Every view of this run: a histogram and a river for each layer, loss, accuracy, bits.
std::vector<FigureId> figuresOf(const run::History& history);
QString figureName(const run::History& history, FigureId id); // "histogram-conv1"

// Which size and lettering: a slide, or a column (84 mm) or the whole width (174 mm) of a printed page, in 8 points.
enum class FigureStyle { Slide, Column, Page };

class Figure {
public:
    // `runName` is the run file's name without its folder. An empty step is the newest.
    Figure(const run::History& history, FigureId id, std::optional<std::int64_t> step, const QString& runName,
           FigureStyle style);
    ~Figure();

    QByteArray
    picture(const QString& format) const; // "png" (slides at twice, papers at 300 dots per inch), "svg", "pdf"
    QImage image(double ratio) const;
    QString title() const { return facts_.title; }
    QString caption() const { return facts_.description; }
    const QWidget& widget() const { return *widget_; }

private:
    std::unique_ptr<QWidget> widget_;
    PictureFacts facts_;
    FigureStyle style_;
};

} // namespace gridscope::ui
