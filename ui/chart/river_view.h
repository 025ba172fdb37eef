// SPDX-License-Identifier: GPL-3.0-or-later
// The histogram over steps: heat map, the grid's lines as they move, and single weights on their way. Steps to the
// right, weight values up. Where snapshots are missing there is a gap, and where the first ones are, the axis starts later. A click asks for the followed weight nearest to it. Keyboard: Left and Right move a cursor from snapshot to snapshot, Escape takes it away.
#pragma once

#include "core/run/history.h"
#include "ui/chart/chart_widget.h"
#include "ui/chart/nice_range.h"
#include "ui/chart/river_image.h"
#include "ui/chart/river_lines.h"

#include <QPointer>
#include <QTimer>

#include <limits>
#include <optional>

namespace gridscope::ui {

class RiverView final : public ChartWidget {
    Q_OBJECT
public:
    explicit RiverView(QWidget* parent = nullptr);
    // Draws what is new since the last call; all of it for another run, layer, size or axis.
    // `from`: the step that the axis begins at, where there is something at or after it.
    void display(const run::History& history, std::size_t layer,
                 std::int64_t from = std::numeric_limits<std::int64_t>::min());
    void clear();
    void makeRoomFor(const RiverView* other); // on the value axis: it stands beside this one; nullptr: none does
    void takeAxisOf(const RiverView& leader); // the values', from now on
    void setCursor(std::optional<std::int64_t> step); // the past step that all panels show

    void setWeight(std::optional<std::size_t> weight); // a followed one that stands out
    std::optional<std::size_t> weight() const { return weight_; }

    QString readout() const override;
    double pixelOfStep(double step) const;
    double pixelOfValue(double value) const;
    const RiverImage& heat() const { return heat_; }
    struct Gap { // steps of the snapshots on both sides
        std::int64_t from = 0;
        std::int64_t to = 0;
    };
    std::vector<Gap> gaps() const;
    std::int64_t firstShownStep() const { return firstStep_; }
    QRectF plot() const { return plot_; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void axisChanged();
    void weightAsked(std::size_t weight); // the followed one nearest to a click

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    void forgetCaches() override;

private:
    const run::LayerState* stateOf(const run::SnapshotPtr& snapshot) const;
    void layOut() override;
    std::vector<double> valueTicks() const;
    static double resolutionOf(const std::vector<double>& ticks);
    void fitAxes();
    bool fitValues();
    bool isThinnedTo(std::span<const run::SnapshotPtr> all);
    bool isContinuedBy(std::span<const run::SnapshotPtr> all);
    bool isGap(const run::SnapshotPtr& before, const run::SnapshotPtr& after) const;
    void append(const run::SnapshotPtr& snapshot);
    void redraw(double pixelRatio);
    void redrawInSlices();
    void drawSlice();
    RiverImage::Frame frame(double pixelRatio) const;
    QRectF placeOfImages() const;
    run::SnapshotPtr snapshotAt(double step) const;
    run::SnapshotPtr pointedAt() const;
    QString valueReadout(const run::LayerState& state, double value) const;

    void paintAxes(QPainter& painter);
    void paintCodes(QPainter& painter);
    void paintBoundary(QPainter& painter);
    void paintGaps(QPainter& painter);
    void paintLegend(QPainter& painter);
    void paintWeight(QPainter& painter) const;
    void paintCursors(QPainter& painter);

    std::vector<run::SnapshotPtr> snapshots_; // as drawn
    run::SnapshotPtr told_;                   // the first of the history; a lone one before a gap is not drawn
    std::int64_t longestStretch_ = 1;         // steps
    std::size_t layer_ = 0;
    std::int64_t from_ = std::numeric_limits<std::int64_t>::min();
    std::int64_t firstStep_ = 0;
    std::int64_t lastStep_ = 1;
    double parameters_ = 1;
    double shownEnd_ = 1;
    QRectF plot_;
    QRectF placed_; // as laid out last
    CalmRange valueRange_;
    std::size_t fitted_ = 0; // how many of the snapshots are in the next two
    double least_ = 0;       // the lowest and highest borders of the grid
    double most_ = 0;
    QPointer<const RiverView> beside_, leader_;
    QTimer late_; // for a change of range that had to wait: a paused run brings no other occasion
    RiverImage heat_;
    RiverLines lines_;
    bool mustRedraw_ = true;
    // Drawn anew on other axes, a little at a time: a long run takes longer than a frame, and the window must go on.
    RiverImage nextHeat_;
    RiverLines nextLines_;
    std::int64_t nextDone_ = 0; // step
    QTimer slices_;             // runs while they are on their way; until then the ones before are shown, stretched
    double drawnRatio_ = 0;     // device pixels per pixel of the images
    std::optional<std::int64_t> cursor_;
    std::optional<std::size_t> weight_;
    std::optional<QPointF> mouse_;
    std::optional<std::int64_t> keyboardStep_;
};

} // namespace gridscope::ui
