// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/river_lines.h"

#include "core/base/whole.h"
#include "core/run/levels.h"
#include "ui/chart/chart_widget.h"
#include "ui/chart/grid_points.h"
#include "ui/chart/pixels.h"

#include <algorithm>
#include <cmath>

namespace gridscope::ui {

namespace {

constexpr double leastAdvance = 3; // pixels between corners: finer ones cost time and show nothing
constexpr double leastSpacing = 3; // pixels between grid lines, beside their own width

} // namespace

void RiverLines::start(const RiverImage& river, double pixelRatio)
{
    ratio_ = pixelRatio;
    image_ = QImage(river.frame().pixels, QImage::Format_ARGB32_Premultiplied);
    image_.fill(Qt::transparent);
    chosen_.clear();
    last_.reset();
}

// A few of every grid point, so that the crowd around zero does not take all places.
void RiverLines::choose(const run::LayerState& state)
{
    const run::Levels levels = run::levelsOf(state);
    const auto codes = static_cast<std::size_t>(levels.size());
    const std::size_t most = theme().isProjected ? mostProjected : mostFollowed;
    const std::size_t share = std::max<std::size_t>(1, most / codes);
    std::vector<std::size_t> taken(codes, 0);
    for (std::size_t i = 0; i < state.followed.size() && chosen_.size() < most; ++i) {
        std::size_t& ofCode = taken[static_cast<std::size_t>(levels.nearest(state.followed[i]))];
        if (ofCode < share) {
            chosen_.push_back(i);
            ++ofCode;
        }
    }
}

void RiverLines::append(const RiverImage& river, const run::LayerState& state, std::int64_t step, bool inForce)
{
    const auto at = static_cast<double>(step);
    Corner to{river.columnOf(at), run::levelsOf(state), {}, {}};
    const bool isAfterGap = last_ && at - newest_ > river.frame().longestStretch;
    newest_ = at;
    if (isAfterGap || !to.levels.isDrawable()) { last_.reset(); }
    if (!to.levels.isDrawable()) { return; }
    if (last_ && to.x - last_->x < leastAdvance * ratio_) { return; }
    if (chosen_.empty()) { choose(state); }
    for (const std::size_t i : chosen_) {
        if (i >= state.followed.size()) { break; }
        to.followed.push_back(state.followed[i]);
        to.codes.push_back(to.levels.code(to.levels.nearest(state.followed[i])));
    }
    if (last_) {
        QPainter painter(&image_);
        painter.setRenderHint(QPainter::Antialiasing);
        drawGrid(painter, river, to, inForce);
        drawFollowed(painter, river, to, inForce);
    }
    last_ = std::move(to);
}

void RiverLines::drawGrid(QPainter& painter, const RiverImage& river, const Corner& to, bool inForce) const
{
    const double spacing = std::abs(river.rowOf(usualCell(to.levels)) - river.rowOf(0));
    if (!(spacing >= (leastSpacing + strokeWidth(1)) * ratio_)) { return; }
    QColor color = inForce ? theme().gridPoint : theme().axis;
    color.setAlphaF(inForce ? 0.75F : 0.5F);
    painter.setPen(QPen(color, strokeWidth(1) * ratio_, Qt::SolidLine, Qt::FlatCap));
    for (int i = 0; i < to.levels.size(); ++i) {
        const int before = last_->levels.indexOf(to.levels.code(i));
        if (before < 0 || before >= last_->levels.size()) { continue; }
        painter.drawLine(QPointF(last_->x, river.rowOf(last_->levels.point(before))),
                         QPointF(to.x, river.rowOf(to.levels.point(i))));
    }
}

void RiverLines::drawFollowed(QPainter& painter, const RiverImage& river, const Corner& to, bool inForce) const
{
    const std::size_t count = std::min(last_->followed.size(), to.followed.size());
    // A halo in the surface's colour first: a level's colour must stand out from any heat below it.
    const double width = strokeWidth(1.25);
    QColor halo = theme().surface;
    halo.setAlphaF(0.4F);
    for (std::size_t i = 0; i < count; ++i) {
        const QLineF line(last_->x, river.rowOf(last_->followed[i]), to.x, river.rowOf(to.followed[i]));
        if (!isSomewhere(line.p1()) || !isSomewhere(line.p2())) { continue; }
        const QColor color = inForce ? pointColor(theme(), to.levels, to.levels.indexOf(to.codes[i])) : theme().latent;
        painter.setPen(QPen(halo, (width + 1.25) * ratio_, Qt::SolidLine, Qt::FlatCap));
        painter.drawLine(line);
        painter.setPen(QPen(color, width * ratio_, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(line);
        if (!inForce || to.codes[i] == last_->codes[i]) { continue; }
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawEllipse(line.p2(), 2 * width * ratio_, 2 * width * ratio_);
    }
}

} // namespace gridscope::ui
