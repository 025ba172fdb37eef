// SPDX-License-Identifier: GPL-3.0-or-later
// The main picture: latent weights as bars in the colour of their grid point, quantized weights as sticks below, a
// labelled line on every grid point. The weight axis stays while alpha is learned, so the lines are seen to move.
// Keyboard: Left and Right move a cursor from bin to bin, Escape takes it away.
#pragma once

#include "core/run/masks.h"
#include "ui/chart/chart_widget.h"
#include "ui/chart/histogram_axes.h"
#include "ui/chart/nice_range.h"

#include <QPixmap>
#include <QPointer>
#include <QTimer>

#include <optional>

namespace gridscope::ui {

class HistogramView final : public ChartWidget {
    Q_OBJECT
public:
    using Scale = HistogramScale;

    explicit HistogramView(QWidget* parent = nullptr);
    // `parameters`: weights of the layer, counts are shares of it.
    void display(const run::SnapshotPtr& snapshot, std::size_t layer, std::int64_t parameters);
    // The grid points that the masks of this step left; the others are drawn faint and hatched. Empty: nothing dropped.
    void setKept(std::optional<run::CodeRange> kept);
    // Another run's layer, drawn as an outline over the bars and as rings beside the sticks; nullptr: none. `legend` stands
    // above the plot: the longest wording that fits.
    void setOther(const run::SnapshotPtr& snapshot, std::int64_t parameters, const QStringList& legend);
    // Another run's layer, for which the axes have room, too: a view beside this one shows it. nullptr: none.
    void makeRoomFor(const run::SnapshotPtr& snapshot, std::int64_t parameters);
    void setLeastSize(int characters, int lines);          // instead of the usual one, where it shares its place
    void takeAxesOf(const HistogramView& leader);          // from now on, whatever is shown
    const QString& legend() const { return shownLegend_; } // as drawn last
    // What the height of bars and sticks is: "share of weights (square-root scale)".
    QString shareAxisText() const;
    QString shortShareAxisText() const; // "√ share"
    void clear();
    void startOver(); // another run or layer: axes are chosen afresh
    void setScale(Scale scale);
    Scale scale() const { return axes_.scale; }

    QString readout() const override;
    QString belowText() const; // "◂ 123 below"
    QString aboveText() const;
    QString zeroText() const; // "zero: 38 % of weights"
    double pixelOf(double weight) const { return axes_.x(weight); }
    const HistogramAxes& axes() const { return axes_; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void axesChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void forgetCaches() override { background_ = {}; }

private:
    const run::LayerState* state() const;
    const run::LayerState* otherState() const; // nullptr: none, or it has no such layer
    bool isInForce() const;                    // false: the grid only shows where it would lie
    struct Extent {
        double low, high;         // weights
        double latent, quantized; // the largest shares
    };
    static std::optional<Extent> extentOf(const run::SnapshotPtr& snapshot, std::size_t layer, double parameters);
    void fitAxes();
    void followAxes();
    void layOut() override;
    double tickDistance() const; // pixels between two numbers of the share axis
    double share(std::uint64_t count) const;
    double binEdge(int bin) const; // weight
    int binCount() const;
    int codeOfBin(int bin) const;
    bool isDropped(int code) const { return kept_ && isInForce() && !kept_->contains(code); }
    std::optional<int> cursorBin() const;       // under the mouse, else the keyboard's
    std::optional<int> stickUnderMouse() const; // code
    QString binReadout(int bin) const;
    QString stickReadout(int code) const;

    void paint(QPainter& painter);
    void paintStill(QPainter& painter);
    QPixmap paintedBackground() const;
    void paintBackground(QPainter& painter) const;
    void paintShareAxis(QPainter& painter, const std::vector<ShareTick>& ticks) const;
    double cellPixels() const; // of the narrowest cell
    void paintBars(QPainter& painter) const;
    void paintGrid(QPainter& painter) const;
    void paintSticks(QPainter& painter) const;
    void paintOther(QPainter& painter) const;
    void paintCodesAndValues(QPainter& painter);
    void paintCaptions(QPainter& painter);
    void paintZero(QPainter& painter);
    void paintCaption(QPainter& painter, double y, const QStringList& wordings);
    void paintEnds(QPainter& painter);
    void paintLegend(QPainter& painter);
    void paintCursor(QPainter& painter);
    double snapped(double x) const; // onto the border of a device pixel

    run::SnapshotPtr snapshot_;
    std::size_t layer_ = 0;
    std::optional<run::CodeRange> kept_;
    run::SnapshotPtr other_;
    double otherParameters_ = 1;
    run::SnapshotPtr beside_;
    double besideParameters_ = 1;
    QPointer<const HistogramView> leader_;
    int leastCharacters_ = 30, leastLines_ = 12;
    QStringList legend_;
    QString shownLegend_;
    double parameters_ = 1;
    HistogramAxes axes_;
    struct Ranges {
        CalmRange weights;
        CalmTop latent, quantized;
    };
    Ranges ranges_;
    std::optional<Ranges> alone_; // as they were before there was another to make room for
    QPixmap background_;
    QTimer late_; // for a change of range that had to wait
    std::optional<int> keyboardBin_;
};

} // namespace gridscope::ui
