// SPDX-License-Identifier: GPL-3.0-or-later
// What all painted charts share: theme changes, the focus ring, the text when there is nothing to draw, where the mouse is, a
// readout that a screen reader finds as the graphic's value, and lettering that never overlaps.
#pragma once

#include "ui/look/theme.h"

#include <QElapsedTimer>
#include <QPainter>
#include <QWidget>

#include <optional>
#include <vector>

namespace gridscope::ui {

// Makes `QAccessible` describe charts as graphics. Called by every chart; installs once.
void installChartAccessibility();

// Text of one painted frame. Remembers where it is, so that labels can be left out where they would overlap.
class Lettering {
public:
    void clear()
    {
        taken_.clear();
        texts_.clear();
    }
    // Draws unless it would come near an earlier text; false when left out.
    bool draw(QPainter& painter, const QRectF& rect, const QString& text, const QColor& color);
    // Draws on a pill in `background`, over whatever is there.
    void drawPill(QPainter& painter, const QRectF& rect, const QString& text, const QColor& color,
                  const QColor& background);
    // What is under the cursor, above everything else: its parts (between " · ") are broken into as many lines as
    // `width` asks for; the last line stands at `top`, the others above it.
    void drawReadout(QPainter& painter, const QString& text, double x, double top, double width);
    bool isFree(const QRectF& rect) const;
    const std::vector<QRectF>& rects() const { return taken_; }
    const QStringList& texts() const { return texts_; } // of these

private:
    std::vector<QRectF> taken_;
    QStringList texts_;
};

// A rectangle for `text` with its centre, left or right edge at `x`, kept inside [left, right].
enum class Anchor { Left, Centre, Right };
QRectF textRect(const QFontMetricsF& metrics, const QString& text, double x, double y, Anchor anchor);
QRectF movedInside(QRectF rect, double left, double right);
// `color` at `share` over `background`, opaque: translucent pens would darken where lines cross.
QColor softened(const QColor& color, const QColor& background, double share);
// A curve's colour as a colour of words: as much of it as still reads well on the surface.
QColor wordsColor(const QColor& color);
// How many device pixels a pixel has where `painter` draws: the screen's, or those of a picture being saved.
double pixelRatioOf(const QPainter& painter);
void drawFocusRing(QPainter& painter, const QRectF& rect);
void drawEmptyText(QPainter& painter, const QRectF& rect, const QString& text);

class ChartWidget : public QWidget {
    Q_OBJECT
public:
    explicit ChartWidget(QWidget* parent = nullptr);
    // What is under the mouse or the keyboard cursor, in words; empty when nothing is.
    virtual QString readout() const { return {}; }
    void setEmptyText(const QString& text);
    void setTime(std::int64_t milliseconds)
    {
        time_ = milliseconds;
    } // of a film, instead of the clock's: same frames every time
    // Where the last frame has text; for tests and for nothing else.
    const std::vector<QRectF>& textRects() const { return lettering_.rects(); }
    const QStringList& texts() const { return lettering_.texts(); }

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    virtual void forgetCaches() {} // the theme, the font or the screen has changed
    virtual void layOut() {}       // the size or the font has changed
    std::int64_t now() const { return time_.value_or(clock_.elapsed()); }

    QString emptyText_;
    Lettering lettering_;
    std::optional<QPointF> mouse_; // where it is, when it is here

private:
    QElapsedTimer clock_;
    std::optional<std::int64_t> time_;
};

} // namespace gridscope::ui
