// SPDX-License-Identifier: GPL-3.0-or-later
// DropBits over steps: a row for every mask of every layer, filled where the mask was kept; the keep probability as a thin
// line over it, as high in the row as it is likely; how many were dropped lately as text beside each layer.
// Keyboard: Left and Right move a cursor from step to step, Up and Down from mask to mask, Escape takes it away.
#pragma once

#include "core/run/history.h"
#include "ui/chart/chart_widget.h"
#include "ui/chart/drop_image.h"

#include <QStringList>

#include <optional>

namespace gridscope::ui {

// "bit 3", "±2", or "−4" where the grid has no 4.
QString maskName(const run::RunConfig& config, std::size_t layer, std::size_t mask);
// "dropped 9 % of the last 100 steps", or that nothing was drawn in them.
QString dropText(const run::History& history, std::size_t layer, std::int64_t step);

class DropRaster final : public ChartWidget {
    Q_OBJECT
public:
    explicit DropRaster(QWidget* parent = nullptr);
    // Draws the steps that are new since the last call; all of them for another run, size or axis. `cursor`: the past step
    // that all panels show, or none.
    void
    display(const run::History& history, std::optional<std::int64_t> cursor,
            std::int64_t from = std::numeric_limits<std::int64_t>::min()); // where the axis begins, at the earliest
    void clear();                                                          // another run, or none

    QString readout() const override;
    double pixelOfStep(double step) const;
    std::size_t rowCount() const { return rows_.size(); }
    QString rowName(std::size_t row) const { return rows_.at(row).name; } // "fc1 bit 3"
    QRectF rowRect(std::size_t row) const;                                // in the widget
    QString layerText(std::size_t group) const { return groups_.at(group).dropped; }
    const DropImage& raster() const { return image_; }
    QRectF plot() const { return plot_; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void forgetCaches() override { mustRedraw_ = true; }

private:
    struct Row {
        QString name;
        QString shortName; // without the layer
        std::size_t layer = 0;
        std::size_t maskOfLayer = 0;
        std::size_t mask = 0; // of the whole step
        double top = 0;       // in the widget
        double bottom = 0;
    };
    struct Group { // the rows of a layer
        QString name;
        QString dropped; // the whole sentence
        QString share;   // "9 %"
        std::size_t firstRow = 0;
        std::size_t rows = 0;
    };
    struct Point { // what is pointed at
        std::size_t row = 0;
        std::int64_t step = 0;
    };
    void begin(const run::History& history);
    void addLayer(const run::Start& start, std::size_t layer, std::size_t firstMask);
    void append(const run::Step& step);
    void layOut() override;
    void redraw(double pixelRatio);
    bool hasRoomForNames() const; // of single masks; else only of layers
    std::optional<std::uint8_t> maskAt(const Point& point) const;
    std::optional<float> keepProbabilityAt(const Point& point) const;
    std::optional<Point> pointed() const;
    double rightRoom() const;
    bool saysSentences() const; // beside each layer, rather than the share alone

    void paintNames(QPainter& painter);
    void paintRates(QPainter& painter);
    void paintKeepProbability(QPainter& painter, const Row& row) const;
    void paintAxis(QPainter& painter);
    void paintTitle(QPainter& painter);
    void paintCursors(QPainter& painter);

    std::vector<Row> rows_;
    std::vector<Group> groups_;
    std::size_t masksPerStep_ = 0;
    std::vector<std::int64_t> steps_; // that drew masks
    std::vector<std::uint8_t> masks_; // [steps, masksPerStep_]
    std::vector<run::SnapshotPtr> snapshots_;
    std::int64_t longestStretch_ = 1;   // steps between two of them without a gap
    std::optional<std::int64_t> taken_; // the history's last step, with masks or without
    std::int64_t firstStep_ = 1, from_ = std::numeric_limits<std::int64_t>::min();
    std::int64_t lastStep_ = 1;
    double shownEnd_ = 1;
    QRectF plot_;
    DropImage image_;
    bool mustRedraw_ = true;
    double drawnRatio_ = 0; // device pixels per pixel of the image
    std::optional<std::int64_t> cursor_;
    std::optional<Point> keyboard_;
};

} // namespace gridscope::ui
