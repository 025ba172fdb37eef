// SPDX-License-Identifier: GPL-3.0-or-later
// A paint device that paints nothing and notes what is painted where no painter can count to: at coordinates that are not
// finite or far beyond every screen. Painters put these into ints, and what comes of that is anybody's guess.
#pragma once

#include "tests/support/recording_device.h"

#include <QPaintEngine>
#include <QPainterPath>
#include <QPolygonF>

#include <cmath>

namespace gridscope::test {

class BoundsEngine final : public QPaintEngine {
public:
    explicit BoundsEngine(QString& beyond) : QPaintEngine(AllFeatures), beyond_(beyond) {}
    bool begin(QPaintDevice*) override { return true; }
    bool end() override { return true; }
    Type type() const override { return User; }
    void updateState(const QPaintEngineState&) override {}
    void drawPath(const QPainterPath& path) override
    {
        for (int i = 0; i < path.elementCount(); ++i) { note("a path", path.elementAt(i)); }
    }
    void drawPolygon(const QPointF* points, int count, PolygonDrawMode) override
    {
        for (int i = 0; i < count; ++i) { note("a polygon", points[i]); }
    }
    void drawLines(const QLineF* lines, int count) override
    {
        for (int i = 0; i < count; ++i) {
            note("a line", lines[i].p1());
            note("a line", lines[i].p2());
        }
    }
    void drawPoints(const QPointF* points, int count) override
    {
        for (int i = 0; i < count; ++i) { note("a point", points[i]); }
    }
    void drawRects(const QRectF* rects, int count) override
    {
        for (int i = 0; i < count; ++i) { note("a rectangle", rects[i]); }
    }
    void drawEllipse(const QRectF& rect) override { note("an ellipse", rect); }
    void drawPixmap(const QRectF& rect, const QPixmap&, const QRectF&) override { note("a pixmap", rect); }
    void drawImage(const QRectF& rect, const QImage&, const QRectF&, Qt::ImageConversionFlags) override
    {
        note("an image", rect);
    }
    void drawTextItem(const QPointF& at, const QTextItem& item) override
    {
        note(qPrintable(QStringLiteral("the text ") + item.text()), at);
    }

private:
    static constexpr double most = 8e6; // pixels; 2^23, beyond which the raster engine's fixed point numbers end
    void note(const char* what, const QPointF& at)
    {
        if (std::abs(at.x()) <= most && std::abs(at.y()) <= most) { return; } // NaN is beyond, too
        beyond_ = QStringLiteral("%1 at %2, %3").arg(QLatin1String(what)).arg(at.x()).arg(at.y());
    }
    void note(const char* what, const QRectF& rect)
    {
        note(what, rect.topLeft());
        note(what, rect.bottomRight());
    }
    QString& beyond_;
};

class BoundsRecorder final : public RecordingDevice {
public:
    explicit BoundsRecorder(QSize size) : RecordingDevice(size), engine_(beyond) {}
    QPaintEngine* paintEngine() const override { return &engine_; }
    QString beyond; // the last that was, or empty

private:
    mutable BoundsEngine engine_;
};

} // namespace gridscope::test
