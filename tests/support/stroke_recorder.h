// SPDX-License-Identifier: GPL-3.0-or-later
// A paint device that paints nothing and notes how wide lines and how large letters would be. Widgets render into it.
#pragma once

#include "tests/support/recording_device.h"

#include <QFontInfo>
#include <QPaintEngine>
#include <QPainterPath>

#include <algorithm>
#include <limits>

namespace gridscope::test {

struct Strokes {
    double thinnest = std::numeric_limits<double>::infinity(); // pixels
    QString thinnestWhat;
    int smallestText = std::numeric_limits<int>::max(); // pixels
    QString smallestWhat;
    int lines = 0;
    int texts = 0;
};

class StrokeEngine final : public QPaintEngine {
public:
    explicit StrokeEngine(Strokes& strokes) : QPaintEngine(AllFeatures), strokes_(strokes) {}
    bool begin(QPaintDevice*) override { return true; }
    bool end() override { return true; }
    Type type() const override { return User; }
    void updateState(const QPaintEngineState& state) override
    {
        if (state.state().testFlag(DirtyPen)) { pen_ = state.pen(); }
        if (state.state().testFlag(DirtyBrush)) { brush_ = state.brush(); }
        if (state.state().testFlag(DirtyTransform)) { scale_ = state.transform().m11(); }
    }
    void drawPath(const QPainterPath& path) override { note(path.boundingRect()); }
    void drawPolygon(const QPointF* points, int count, PolygonDrawMode) override
    {
        note(QPolygonF(QList<QPointF>(points, points + count)).boundingRect());
    }
    void drawLines(const QLineF* lines, int count) override
    {
        for (int i = 0; i < count; ++i) { stroke(QRectF(lines[i].p1(), lines[i].p2()).normalized()); }
    }
    void drawRects(const QRectF* rects, int count) override
    {
        for (int i = 0; i < count; ++i) { note(rects[i]); }
    }
    void drawEllipse(const QRectF& rect) override { note(rect); }
    void drawPixmap(const QRectF&, const QPixmap&, const QRectF&) override {}
    void drawTextItem(const QPointF&, const QTextItem& item) override
    {
        ++strokes_.texts;
        const int pixels = QFontInfo(item.font()).pixelSize();
        if (pixels >= strokes_.smallestText) { return; }
        strokes_.smallestText = pixels;
        strokes_.smallestWhat = item.text();
    }

private:
    // A filled rectangle that is long and thin is a line, too; a thin bar that touches nothing is data and stands alone.
    void note(const QRectF& rect)
    {
        if (pen_.style() != Qt::NoPen) { return stroke(rect); }
        const double thin = std::min(rect.width(), rect.height());
        const double length = std::max(rect.width(), rect.height());
        constexpr double aLine = 40; // times longer than wide
        if (brush_.style() != Qt::NoBrush && thin > 0 && length >= aLine * thin) {
            keep(thin * scale_, rect, brush_.color());
        }
    }
    void stroke(const QRectF& rect)
    {
        const bool isSeen = pen_.color().alpha() > 0 && pen_.style() != Qt::NoPen;
        if (isSeen) { keep(pen_.widthF() * (pen_.isCosmetic() ? 1 : scale_), rect, pen_.color()); }
    }
    void keep(double width, const QRectF& rect, const QColor& color)
    {
        ++strokes_.lines;
        if (width >= strokes_.thinnest) { return; }
        strokes_.thinnest = width;
        strokes_.thinnestWhat = QStringLiteral("%1 at %2, %3, %4 x %5")
                                    .arg(color.name())
                                    .arg(rect.x())
                                    .arg(rect.y())
                                    .arg(rect.width())
                                    .arg(rect.height());
    }

    Strokes& strokes_;
    QPen pen_;
    QBrush brush_;
    double scale_ = 1;
};

class StrokeRecorder final : public RecordingDevice {
public:
    explicit StrokeRecorder(QSize size) : RecordingDevice(size), engine_(strokes) {}
    QPaintEngine* paintEngine() const override { return &engine_; }
    Strokes strokes;

private:
    mutable StrokeEngine engine_;
};

} // namespace gridscope::test
