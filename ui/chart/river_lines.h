// SPDX-License-Identifier: GPL-3.0-or-later
// What runs over the river: the grid points' lines and a few followed weights, each in the colour of its grid point.
// Grown snapshot by snapshot on a transparent image in the frame of a RiverImage. No line crosses a gap.
#pragma once

#include "core/run/levels.h"
#include "ui/chart/river_image.h"

#include <QPainter>

#include <optional>

namespace gridscope::ui {

class RiverLines {
public:
    static constexpr std::size_t mostFollowed = 24;
    static constexpr std::size_t mostProjected = 8; // thick lines need room
    void start(const RiverImage& river, double pixelRatio);
    void append(const RiverImage& river, const run::LayerState& state, std::int64_t step, bool inForce);
    const QImage& image() const { return image_; }

private:
    struct Corner { // what the next segments start from
        double x = 0;
        run::Levels levels = run::Levels::uniform(1, 0, 0);
        std::vector<float> followed;
        std::vector<int> codes;
    };
    void choose(const run::LayerState& state);
    void drawGrid(QPainter& painter, const RiverImage& river, const Corner& to, bool inForce) const;
    void drawFollowed(QPainter& painter, const RiverImage& river, const Corner& to, bool inForce) const;

    QImage image_;
    double ratio_ = 1;                // device pixels per pixel
    std::vector<std::size_t> chosen_; // of LayerState::followed
    std::optional<Corner> last_;
    double newest_ = 0; // step; corners are not made of every one
};

} // namespace gridscope::ui
