// SPDX-License-Identifier: GPL-3.0-or-later
// The river's heat map: one pixel column per stretch of steps, one pixel row per stretch of weight values. Grown
// snapshot by snapshot. A learned alpha moves bins, so they are spread over rows by value; rows never move.
// Colour : the share to the power 0.6 (close to its root), relative to the fullest row of the column: structure stays visible beside the
//          zero cell. Several snapshots on one column: the larger share of each row stays, so no event is lost.
// Gaps   : a snapshot's column is held until the next one, but never over a gap (run::History::longestStretch): there
//          nothing is known, and the picture has the colour of what is no picture.
#pragma once

#include "core/run/event.h"
#include "ui/look/theme.h"

#include <QImage>

#include <array>
#include <limits>
#include <vector>

namespace gridscope::ui {

class RiverImage {
public:
    struct Frame { // of the axes; steps left to right, values bottom to top
        QSize pixels;
        double firstStep = 0;
        double lastStep = 1;
        double low = 0;
        double high = 1;
        double longestStretch = std::numeric_limits<double>::infinity(); // steps between neighbouring snapshots
        bool operator==(const Frame&) const = default;
    };
    void start(const Frame& frame, const Theme& theme);
    void append(const run::LayerState& state, std::int64_t step); // steps ascend
    void setLongestStretch(double steps)
    {
        frame_.longestStretch = steps;
    } // of what comes: the run's history was thinned
    const QImage& image() const
    {
        settle();
        return image_;
    }
    const Frame& frame() const { return frame_; }

    double columnOf(double step) const; // pixels from the left, not rounded
    double rowOf(double value) const;   // pixels from the top, not rounded

private:
    std::vector<double> rowShares(const run::LayerState& state) const;
    void settle()
        const; // many snapshots may share a column: it is painted once, when they are all in, or when somebody looks
    void paintColumn(int column) const;
    void paintGap(int column) const;

    Frame frame_;
    mutable QImage image_;
    mutable bool isStale_ = false; // the newest column
    std::array<QRgb, 256> ramp_{};
    std::vector<double> current_; // shares of the newest column
    int column_ = -1;             // the newest painted
    double step_ = 0;             // of the snapshot there
    QRgb gap_ = 0;
};

} // namespace gridscope::ui
