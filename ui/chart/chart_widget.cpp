// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/chart_widget.h"

#include "core/base/whole.h"

#include <QAccessibleWidget>
#include <QEvent>
#include <QFontMetricsF>
#include <QMouseEvent>
#include <QPaintEngine>

#include <algorithm>
#include <cmath>

namespace gridscope::ui {

namespace {

// Name and description are the widget's own; the value is what its cursor points at.
class ChartAccessible final : public QAccessibleWidget {
public:
    explicit ChartAccessible(QWidget* widget) : QAccessibleWidget(widget, QAccessible::Graphic) {}
    QString text(QAccessible::Text kind) const override
    {
        const auto* chart = qobject_cast<const ChartWidget*>(object());
        return kind == QAccessible::Value && chart != nullptr ? chart->readout() : QAccessibleWidget::text(kind);
    }
};

QAccessibleInterface* makeAccessible(const QString& className, QObject* object)
{
    const bool isChart = className == QLatin1String("gridscope::ui::ChartWidget")
                         || className == QLatin1String("gridscope::ui::LineChart");
    return isChart && object != nullptr && object->isWidgetType() ? new ChartAccessible(static_cast<QWidget*>(object))
                                                                  : nullptr;
}

} // namespace

void installChartAccessibility()
{
    static const bool installed = [] {
        QAccessible::installFactory(makeAccessible);
        return true;
    }();
    Q_UNUSED(installed)
}

// A line break, as a name from a foreign file may have it, is a space.
constexpr int oneLine = Qt::AlignCenter | Qt::TextDontClip | Qt::TextSingleLine;

bool Lettering::isFree(const QRectF& rect) const
{
    const double gap = rect.height() / 4; // words need more room beside than above each other
    const QRectF wide = rect.adjusted(-gap, 0, gap, 0);
    return std::ranges::none_of(taken_, [&](const QRectF& other) { return other.intersects(wide); });
}

bool Lettering::draw(QPainter& painter, const QRectF& rect, const QString& text, const QColor& color)
{
    if (!isFree(rect)) { return false; }
    taken_.push_back(rect);
    texts_ << text;
    painter.setPen(color);
    painter.drawText(rect, oneLine, text);
    return true;
}

void Lettering::drawPill(QPainter& painter, const QRectF& rect, const QString& text, const QColor& color,
                         const QColor& background)
{
    const double inset = rect.height() / 3;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(background);
    painter.drawRoundedRect(rect.adjusted(-inset, 0, inset, 0), inset, inset);
    painter.restore();
    taken_.push_back(rect);
    texts_ << text;
    painter.setPen(color);
    painter.drawText(rect, oneLine, text);
}

void Lettering::drawReadout(QPainter& painter, const QString& text, double x, double top, double width)
{
    const QString separator = QStringLiteral(" · ");
    const QFontMetricsF metrics(painter.font());
    const double inset = metrics.height() / 2;
    QStringList lines;
    for (const QString& part : text.split(separator)) {
        const QString joined = lines.isEmpty() ? part : lines.last() + separator + part;
        const bool fits = metrics.horizontalAdvance(joined) < width - 2 * inset;
        if (fits && !lines.isEmpty()) {
            lines.last() = joined;
        } else {
            lines << part;
        }
    }
    top = std::max(0.0, top - metrics.height() * static_cast<double>(lines.size() - 1));
    for (const QString& line : lines) {
        const QString shown = metrics.elidedText(line, Qt::ElideRight, width - 2 * inset);
        const QRectF rect = textRect(metrics, shown, x, top, Anchor::Centre);
        drawPill(painter, movedInside(rect, inset, width - inset), shown, theme().surface, theme().text);
        top += metrics.height();
    }
}

QRectF textRect(const QFontMetricsF& metrics, const QString& text, double x, double y, Anchor anchor)
{
    const double width = std::ceil(metrics.horizontalAdvance(text)) + 1;
    const double left = anchor == Anchor::Left ? x : anchor == Anchor::Right ? x - width : x - width / 2;
    return {left, y, width, std::ceil(metrics.height())};
}

QRectF movedInside(QRectF rect, double left, double right)
{
    if (rect.right() > right) { rect.moveRight(right); }
    if (rect.left() < left) { rect.moveLeft(left); }
    return rect;
}

QColor softened(const QColor& color, const QColor& background, double share)
{
    const auto mix = [share](int over, int under) { return run::nearestIn(under + share * (over - under), 0, 255); };
    return {mix(color.red(), background.red()), mix(color.green(), background.green()),
            mix(color.blue(), background.blue())};
}

namespace {

// Relative luminance and contrast of WCAG 2.1.
double luminance(const QColor& color)
{
    const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

double contrastOf(const QColor& a, const QColor& b)
{
    const double x = luminance(a) + 0.05;
    const double y = luminance(b) + 0.05;
    return std::max(x, y) / std::min(x, y);
}

} // namespace

QColor wordsColor(const QColor& color)
{
    const double least = theme().isHighContrast ? 7 : 4.5;
    double share = 1;
    while (share > 0 && contrastOf(softened(color, theme().text, share), theme().surface) < least) { share -= 0.1; }
    return softened(color, theme().text, std::max(0.0, share));
}

double pixelRatioOf(const QPainter& painter)
{
    // Vectors have no pixels; what must be a bitmap in them gets twice the screen's resolution.
    const bool isRaster = painter.paintEngine()->type() == QPaintEngine::Raster;
    return isRaster ? std::abs(painter.deviceTransform().m11()) : 2.0;
}

void drawFocusRing(QPainter& painter, const QRectF& rect)
{
    const double width = strokeWidth(3);
    painter.setPen(QPen(theme().focus, width));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect.adjusted(width / 2, width / 2, -width / 2, -width / 2));
}

void drawEmptyText(QPainter& painter, const QRectF& rect, const QString& text)
{
    const double inset = QFontMetricsF(painter.font()).height();
    const QRectF inside = rect.adjusted(inset, inset, -inset, -inset);
    if (inside.isEmpty()) { return; } // Qt breaks lines as long as they can be then, and centres them
    painter.setPen(theme().faintText);
    painter.drawText(inside, Qt::AlignCenter | Qt::TextWordWrap, text);
}

ChartWidget::ChartWidget(QWidget* parent) : QWidget(parent)
{
    installChartAccessibility();
    clock_.start();
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    connect(&ThemeSource::instance(), &ThemeSource::changed, this, [this] {
        forgetCaches();
        update();
    });
}

void ChartWidget::setEmptyText(const QString& text)
{
    if (text == emptyText_) { return; }
    emptyText_ = text;
    update();
}

void ChartWidget::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        forgetCaches();
        updateGeometry();
    }
    QWidget::changeEvent(event);
    layOut();
}

void ChartWidget::resizeEvent(QResizeEvent*) { layOut(); }

void ChartWidget::mouseMoveEvent(QMouseEvent* event)
{
    mouse_ = event->position();
    update();
}

void ChartWidget::leaveEvent(QEvent*)
{
    mouse_.reset();
    update();
}

void ChartWidget::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    update();
}

void ChartWidget::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    update();
}

} // namespace gridscope::ui
