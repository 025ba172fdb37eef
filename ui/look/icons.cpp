// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/icons.h"

#include <QPainter>
#include <QPainterPath>
#include <QPixmap>

namespace gridscope::ui {
namespace {

// All shapes live in a 16 x 16 box.
constexpr qreal box = 16;

QPainterPath triangle(QPointF a, QPointF b, QPointF c)
{
    QPainterPath path(a);
    path.lineTo(b);
    path.lineTo(c);
    path.closeSubpath();
    return path;
}

QPainterPath bars(std::initializer_list<QRectF> rects)
{
    QPainterPath path;
    for (const QRectF& rect : rects) { path.addRoundedRect(rect, 0.6, 0.6); }
    return path;
}

void stroke(QPainter& painter, const QColor& color, const QPainterPath& path, qreal width = 1.6)
{
    painter.strokePath(path, QPen(color, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
}

void drawReset(QPainter& painter, const QColor& color)
{
    QPainterPath arc;
    arc.arcMoveTo(QRectF(3, 3, 10, 10), 125);
    arc.arcTo(QRectF(3, 3, 10, 10), 125, 300);
    stroke(painter, color, arc, 1.8);
    painter.fillPath(triangle({1.8, 1.6}, {7.6, 2.2}, {3.4, 6.6}), color);
}

void drawCorners(QPainter& painter, const QColor& color, qreal outer, qreal inner)
{
    QPainterPath path;
    for (const auto& [x, y] : {std::pair{-1, -1}, {1, -1}, {1, 1}, {-1, 1}}) {
        path.moveTo(8 + x * outer, 8 + y * inner);
        path.lineTo(8 + x * outer, 8 + y * outer);
        path.lineTo(8 + x * inner, 8 + y * outer);
    }
    stroke(painter, color, path);
}

void drawWarning(QPainter& painter, const QColor& color)
{
    stroke(painter, color, triangle({8, 2}, {14.5, 13.5}, {1.5, 13.5}));
    painter.fillPath(bars({{7.2, 6, 1.6, 4}, {7.2, 11, 1.6, 1.5}}), color);
}

void drawNote(QPainter& painter, const QColor& color)
{
    QPainterPath ring;
    ring.addEllipse(QPointF(8, 8), 6, 6);
    stroke(painter, color, ring, 1.4);
    painter.fillPath(bars({{7.2, 7, 1.6, 4.6}, {7.2, 4.2, 1.6, 1.6}}), color);
}

void drawSettings(QPainter& painter, const QColor& color)
{
    QPainterPath lines;
    for (const qreal y : {4.0, 8.0, 12.0}) {
        lines.moveTo(2, y);
        lines.lineTo(14, y);
    }
    stroke(painter, color, lines, 1.4);
    QPainterPath knobs;
    for (const QPointF& at : {QPointF(10.5, 4), QPointF(5, 8), QPointF(9, 12)}) { knobs.addEllipse(at, 2, 2); }
    painter.fillPath(knobs, color);
}

void drawClose(QPainter& painter, const QColor& color)
{
    QPainterPath cross(QPointF(4, 4));
    cross.lineTo(12, 12);
    cross.moveTo(12, 4);
    cross.lineTo(4, 12);
    stroke(painter, color, cross);
}

void drawLoop(QPainter& painter, const QColor& color)
{
    QPainterPath track;
    track.moveTo(11, 3.5);
    track.lineTo(5, 3.5);
    track.arcTo(QRectF(1.5, 3.5, 7, 8), 90, 180);
    track.moveTo(5, 11.5);
    track.lineTo(11, 11.5);
    track.arcTo(QRectF(7.5, 3.5, 7, 8), 270, 130);
    stroke(painter, color, track);
    painter.fillPath(triangle({10, 0.6}, {14, 3.6}, {10, 6.6}), color);
}

void drawBookmark(QPainter& painter, const QColor& color)
{
    QPainterPath ribbon(QPointF(4, 2));
    ribbon.lineTo(12, 2);
    ribbon.lineTo(12, 14);
    ribbon.lineTo(8, 10.6);
    ribbon.lineTo(4, 14);
    ribbon.closeSubpath();
    stroke(painter, color, ribbon);
}

void draw(QPainter& painter, Icon what, const QColor& color)
{
    switch (what) {
    case Icon::Play: painter.fillPath(triangle({4, 2}, {14, 8}, {4, 14}), color); break;
    case Icon::Pause: painter.fillPath(bars({{3.5, 2.5, 3.2, 11}, {9.3, 2.5, 3.2, 11}}), color); break;
    case Icon::Step:
        painter.fillPath(triangle({3, 2.5}, {10.5, 8}, {3, 13.5}), color);
        painter.fillPath(bars({{11, 2.5, 2.2, 11}}), color);
        break;
    case Icon::Reset: drawReset(painter, color); break;
    case Icon::Maximise: drawCorners(painter, color, 5.2, 1.8); break;
    case Icon::Restore: drawCorners(painter, color, 2.0, 5.6); break;
    case Icon::Close: drawClose(painter, color); break;
    case Icon::Warning: drawWarning(painter, color); break;
    case Icon::Note: drawNote(painter, color); break;
    case Icon::Settings: drawSettings(painter, color); break;
    case Icon::Back: painter.fillPath(triangle({12, 2}, {2, 8}, {12, 14}), color); break;
    case Icon::Loop: drawLoop(painter, color); break;
    case Icon::Bookmark: drawBookmark(painter, color); break;
    }
}

} // namespace

QIcon icon(Icon what, const QColor& color)
{
    QIcon result;
    for (const int size : {16, 24, 32, 48}) {
        for (const QIcon::Mode mode : {QIcon::Normal, QIcon::Disabled}) {
            QPixmap pixmap(size, size);
            pixmap.fill(Qt::transparent);
            QPainter painter(&pixmap);
            painter.setRenderHint(QPainter::Antialiasing);
            painter.scale(size / box, size / box);
            if (mode == QIcon::Disabled) { painter.setOpacity(0.4); }
            draw(painter, what, color);
            result.addPixmap(pixmap, mode);
        }
    }
    return result;
}

} // namespace gridscope::ui
