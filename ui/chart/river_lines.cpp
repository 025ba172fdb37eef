// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/river_lines.h"

#include "ui/chart/chart_widget.h"

#include <algorithm>
#include <cmath>

namespace gridscope::ui {

namespace {

constexpr double leastAdvance = 2;               // pixels between corners: finer ones cost time and show nothing
constexpr double leastSpacing = 4;               // pixels between grid lines

} // namespace

void RiverLines::start(const RiverImage& river, double pixelRatio)
{
    ratio_ = pixelRatio;
    image_ = QImage(river.frame().pixels, QImage::Format_ARGB32_Premultiplied);
    image_.fill(Qt::transparent);
    last_.reset();
}

void RiverLines::append(const RiverImage& river, const run::LayerState& state, std::int64_t step, bool inForce)
{
    Corner to{river.columnOf(static_cast<double>(step)), state.alpha, state.low, state.high, {}, {}};
    if (last_ && to.x - last_->x < leastAdvance * ratio_) { return; }
    const std::size_t count = std::min(mostFollowed, state.followed.size());
    to.followed.assign(state.followed.begin(), state.followed.begin() + static_cast<std::ptrdiff_t>(count));
    for (const float w : to.followed) {
        to.codes.push_back(std::clamp(static_cast<int>(std::floor(w / state.alpha + 0.5)), state.low, state.high));
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
    const double spacing = std::abs(river.rowOf(to.alpha) - river.rowOf(0));
    if (spacing < leastSpacing * ratio_) { return; }
    QColor color = inForce ? theme().gridPoint : theme().axis;
    color.setAlphaF(inForce ? 0.75F : 0.5F);
    painter.setPen(QPen(color, ratio_, Qt::SolidLine, Qt::FlatCap));
    for (int n = std::max(last_->low, to.low); n <= std::min(last_->high, to.high); ++n) {
        painter.drawLine(QPointF(last_->x, river.rowOf(last_->alpha * n)), QPointF(to.x, river.rowOf(to.alpha * n)));
    }
}

void RiverLines::drawFollowed(QPainter& painter, const RiverImage& river, const Corner& to, bool inForce) const
{
    const std::size_t count = std::min(last_->followed.size(), to.followed.size());
    // A halo in the surface's colour first: a level's colour must stand out from any heat below it.
    QColor halo = theme().surface;
    halo.setAlphaF(0.7F);
    for (std::size_t i = 0; i < count; ++i) {
        const QLineF line(last_->x, river.rowOf(last_->followed[i]), to.x, river.rowOf(to.followed[i]));
        const QColor color = inForce ? gridPointColor(theme(), to.codes[i], to.low, to.high) : theme().latent;
        painter.setPen(QPen(halo, 3 * ratio_, Qt::SolidLine, Qt::FlatCap));
        painter.drawLine(line);
        painter.setPen(QPen(color, 1.25 * ratio_, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(line);
        if (!inForce || to.codes[i] == last_->codes[i]) { continue; }
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawEllipse(line.p2(), 2.5 * ratio_, 2.5 * ratio_);
    }
}

} // namespace gridscope::ui
