// SPDX-License-Identifier: GPL-3.0-or-later
// The DropBits raster: one band of pixel rows for every mask, one pixel column per stretch of steps. Grown step by step.
// Cell  : filled from its foot by the share kept: all of it when the mask was kept, nothing when it was dropped. A relaxed
//         mask, or several steps on one column, fill a part, in a lighter shade: two cues for one number.
// Ground: a column that drew masks has a track behind its bands; where nothing was drawn there is the bare surface.
#pragma once

#include "ui/look/theme.h"

#include <QImage>

#include <cstdint>
#include <span>
#include <vector>

namespace gridscope::ui {

class DropImage {
public:
    struct Band {
        std::size_t layer = 0;
        std::size_t mask = 0; // index into Step::masks
        double top = 0;       // pixels of the image
        double bottom = 0;
    };
    struct Frame {
        QSize pixels;
        double firstStep = 0; // in the middle of the first column
        double lastStep = 1;
        std::vector<Band> bands;
    };
    void start(Frame frame, const Theme& theme);
    // `masks`: as in Step::masks; steps ascend.
    void append(std::int64_t step, std::span<const std::uint8_t> masks);
    const QImage& image() const { return image_; }
    double columnOf(double step) const;                   // pixels from the left, not rounded
    double keptShare(std::size_t band, int column) const; // NaN where nothing was drawn

private:
    void paintColumn(int column);
    void paintCell(const Band& band, int column, double share);

    Frame frame_;
    Theme theme_;
    QImage image_;
    std::vector<std::uint64_t> sums_;  // [column * bands + band]
    std::vector<std::uint32_t> steps_; // that a column holds
};

} // namespace gridscope::ui
