// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/mark_sign.h"

#include "ui/look/theme.h"

#include <QPainterPath>

#include <cmath>
#include <numbers>

namespace gridscope::ui {
namespace {

QPainterPath star(QPointF centre, double radius)
{
    constexpr int corners = 10;
    QPainterPath path;
    for (int i = 0; i < corners; ++i) {
        const double r = i % 2 == 0 ? radius : radius * 0.45;
        const double angle = std::numbers::pi * (2.0 * i / corners - 0.5);
        const QPointF corner = centre + r * QPointF(std::cos(angle), std::sin(angle));
        i == 0 ? path.moveTo(corner) : path.lineTo(corner);
    }
    path.closeSubpath();
    return path;
}

QPainterPath polygon(QPointF centre, double h, std::initializer_list<QPointF> corners)
{
    QPainterPath path;
    for (const QPointF& corner : corners) {
        const QPointF at = centre + h * corner;
        path.elementCount() == 0 ? path.moveTo(at) : path.lineTo(at);
    }
    path.closeSubpath();
    return path;
}

QPainterPath cross(QPointF c, double h)
{
    QPainterPath path(c + QPointF(-h, -h));
    path.lineTo(c + QPointF(h, h));
    path.moveTo(c + QPointF(h, -h));
    path.lineTo(c + QPointF(-h, h));
    return path;
}

} // namespace

void drawMarkSign(QPainter& painter, run::Mark::Kind kind, QPointF c, double size)
{
    using Kind = run::Mark::Kind;
    const double h = size / 2;
    const Theme& t = theme();
    const auto fill = [&](const QPainterPath& path, const QColor& color) { painter.fillPath(path, color); };
    const auto stroke = [&](const QPainterPath& path, const QColor& color) {
        painter.strokePath(path, QPen(color, std::max(1.6, size / 5), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    };
    switch (kind) {
    case Kind::Bookmark: return fill(polygon(c, h, {{-0.7, -1}, {0.7, -1}, {0.7, 1}, {0, 0.4}, {-0.7, 1}}), t.focus);
    case Kind::Setting: return fill(polygon(c, h, {{0, -1}, {1, 0}, {0, 1}, {-1, 0}}), t.text);
    case Kind::Bits: return fill(polygon(c, h, {{-1, -0.6}, {1, -0.6}, {0, 1}}), t.warning);
    case Kind::Best: return fill(star(c, 1.15 * h), t.quantized);
    case Kind::Diverged: return stroke(cross(c, 0.8 * h), t.error);
    case Kind::Phase: return fill(polygon(c, h, {{-0.25, -1}, {0.25, -1}, {0.25, 1}, {-0.25, 1}}), t.text);
    case Kind::Resumed: {
        QPainterPath ring;
        ring.addEllipse(c, 0.75 * h, 0.75 * h);
        return stroke(ring, t.text);
    }
    }
}

} // namespace gridscope::ui
