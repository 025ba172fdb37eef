// SPDX-License-Identifier: GPL-3.0-or-later
// How the microscope looks.
#include "ui/chart/microscope_view.h"
#include "ui/chart/nice_range.h"
#include "ui/chart/numbers.h"
#include "ui/chart/pixels.h"

#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace gridscope::ui {

void MicroscopeView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    lettering_.clear();
    painter.fillRect(rect(), theme().surface);
    if (!one_) {
        drawEmptyText(painter, rect(), emptyText_);
    } else {
        painter.setRenderHint(QPainter::Antialiasing);
        paintCells(painter);
        paintBars(painter);
        paintBell(painter);
        paintFactor(painter);
        paintWeight(painter);
        paintProbabilities(painter); // over the strokes
        paintCodes(painter);
        paintCaptions(painter);
        if (phase_) { paintPhase(painter); }
        if (const QString text = readout(); !text.isEmpty()) {
            const double x = mouse_ ? mouse_->x() : pixelOf(one_->point(*pointed()));
            lettering_.drawReadout(painter, text, x, codeTop_, width());
        }
    }
    if (hasFocus()) { drawFocusRing(painter, rect()); }
}

// The chosen cell on a ground of its own, borders dotted, grid points solid.
void MicroscopeView::paintCells(QPainter& painter) const
{
    const bool isFirst = one_->code == one_->grid.low; // the outermost cells have no end
    const bool isLast = one_->code == one_->grid.high;
    const double left = isFirst ? upper_.left() : std::max(upper_.left(), pixelOf(one_->border(one_->code)));
    const double right = isLast ? upper_.right() : std::min(upper_.right(), pixelOf(one_->border(one_->code + 1)));
    for (const QRectF& part : {upper_, lower_}) {
        painter.fillRect(QRectF(left, part.top(), right - left, part.height()), theme().mesh);
    }
    QPen border(theme().cellBorder, strokeWidth(1), Qt::CustomDashLine);
    border.setDashPattern({1, 3});
    const QPen point(theme().gridPoint, strokeWidth(1));
    for (int n = first_; n <= last_ + 1; ++n) {
        for (const bool isPoint : {false, true}) {
            const double x = pixelOf(isPoint ? one_->point(n) : one_->border(n));
            if (x < upper_.left() || x > upper_.right() || (isPoint && n > last_)) { continue; }
            painter.setPen(isPoint ? point : border);
            for (const QRectF& part : {upper_, lower_}) {
                painter.drawLine(QPointF(x, part.top()), QPointF(x, part.bottom()));
            }
        }
    }
}

void MicroscopeView::paintBars(QPainter& painter) const
{
    const double cell = pixelOf(one_->cell()) - pixelOf(0);
    for (int n = first_; n <= last_; ++n) {
        const double x = pixelOf(one_->point(n));
        const QColor color = gridPointColor(theme(), n, one_->grid.low, one_->grid.high);
        const bool isChosen = n == one_->code;
        const double top = barTop(n);
        if (std::isnan(top)) { continue; }
        const QRectF bar(x - cell * 0.3, top, cell * 0.6, upper_.bottom() - top);
        painter.setPen(isChosen ? QPen(theme().text, strokeWidth(2)) : QPen(Qt::NoPen));
        painter.setBrush(isChosen ? color : softened(color, theme().surface, 0.55));
        painter.drawRect(bar);
    }
    painter.setPen(QPen(theme().axis, strokeWidth(1)));
    painter.drawLine(upper_.bottomLeft(), upper_.bottomRight());
}

void MicroscopeView::paintProbabilities(QPainter& painter)
{
    const QFontMetricsF metrics(font());
    const double line = metrics.height();
    const double cell = pixelOf(one_->cell()) - pixelOf(0);
    for (int n = first_; n <= last_; ++n) {
        const QString text = one_->probability(n) < 0.0005 ? QStringLiteral("0") : numberText(one_->probability(n), 2);
        const double y = std::max(upper_.top() + 1, barTop(n) - line - strokeWidth(2));
        const QRectF rect = textRect(metrics, text, pixelOf(one_->point(n)), y, Anchor::Centre);
        if (rect.width() < cell && lettering_.isFree(rect)) {
            lettering_.drawPill(painter, rect, text, n == one_->code ? theme().text : theme().faintText,
                                theme().surface);
        }
    }
}

// Its area over a cell is that grid point's share; its height has a scale of its own.
void MicroscopeView::paintBell(QPainter& painter) const
{
    if (!one_->hasNoise()) { return; }
    QPolygonF bell;
    const double peak = one_->noiseDensity(one_->weight);
    for (double x = upper_.left(); x <= upper_.right(); x += 1) {
        const double value = low_ + (x - upper_.left()) / upper_.width() * (high_ - low_);
        const double height = 0.92 * upper_.height();
        const QPointF point(
            x, pixelBetween(one_->noiseDensity(value), 0, peak, upper_.bottom(), upper_.bottom() - height));
        if (isSomewhere(point)) { bell << point; }
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme().surface, strokeWidth(2) + 2)); // stands out from the bars
    painter.drawPolyline(bell);
    painter.setPen(QPen(theme().loss, strokeWidth(2)));
    painter.drawPolyline(bell);
}

void MicroscopeView::paintFactor(QPainter& painter)
{
    const QFontMetricsF metrics(font());
    const double line = metrics.height();
    painter.setPen(QPen(theme().axis, strokeWidth(1)));
    const double zero = pixelOfFactor(0);
    painter.drawLine(QPointF(lower_.left(), zero), QPointF(lower_.right(), zero));
    if (one_->backward == Backward::Random) { return; }
    auto ticks = niceTicks(factorLow_, factorHigh_, std::max(2, static_cast<int>(lower_.height() / line / 1.5)));
    if (ticks.size() < 2) {
        ticks = {0, factorHigh_ > -factorLow_ ? factorHigh_ : factorLow_};
    } // one alone gives no scale
    for (const double tick : ticks) {
        const QString text = valueText(tick, ticks.size() > 1 ? ticks[1] - ticks[0] : 1);
        const QRectF rect =
            textRect(metrics, text, lower_.left() - line / 4, pixelOfFactor(tick) - line / 2, Anchor::Right);
        lettering_.draw(painter, rect, text, theme().faintText);
    }
    painter.setBrush(Qt::NoBrush);
    for (int n = first_; n <= last_; ++n) {
        const bool isChosen = n == one_->code;
        painter.setPen(QPen(isChosen ? theme().text : theme().latent, strokeWidth(isChosen ? 3 : 1.5),
                            isChosen ? Qt::SolidLine : Qt::DashLine));
        painter.drawPolyline(factorCurve(n));
    }
    const double x = std::clamp(pixelOf(one_->weight), lower_.left(), lower_.right());
    const double radius = strokeWidth(3) + 2;
    painter.setPen(QPen(theme().surface, strokeWidth(1.5)));
    painter.setBrush(theme().quantized);
    const QPointF factor(x, pixelOfFactor(one_->gradientFactor(one_->weight)));
    if (isSomewhere(factor)) { painter.drawEllipse(factor, radius, radius); }
}

void MicroscopeView::paintWeight(QPainter& painter)
{
    const double x = std::clamp(pixelOf(one_->weight), upper_.left(), upper_.right());
    painter.setPen(QPen(theme().quantized, strokeWidth(2)));
    painter.drawLine(QPointF(x, upper_.top()), QPointF(x, lower_.bottom()));
    paintMove(painter);
}

// Between the two parts: from where the weight was to where it is; its head alone where it hardly moved.
void MicroscopeView::paintMove(QPainter& painter) const
{
    if (!one_->before || *one_->before == one_->weight) { return; }
    const double from = std::clamp(pixelOf(*one_->before), upper_.left(), upper_.right());
    const double to = std::clamp(pixelOf(one_->weight), upper_.left(), upper_.right());
    const double y = (upper_.bottom() + lower_.top()) / 2;
    const double size = (lower_.top() - upper_.bottom()) * 0.4;
    const double back = *one_->before < one_->weight ? -size : size;
    painter.setPen(QPen(theme().quantized, strokeWidth(3), Qt::SolidLine, Qt::FlatCap));
    if (std::abs(to - from) > size) { painter.drawLine(QPointF(from, y), QPointF(to + back, y)); }
    QPainterPath head(QPointF(to, y));
    head.lineTo(to + back, y - size);
    head.lineTo(to + back, y + size);
    head.closeSubpath();
    painter.fillPath(head, theme().quantized);
}

void MicroscopeView::paintCodes(QPainter& painter)
{
    const QFontMetricsF metrics(font());
    const double line = metrics.height();
    const auto write = [&](double y, const QColor& color, auto&& textOf) {
        for (int n = first_; n <= last_; ++n) {
            const double x = pixelOf(one_->point(n));
            if (x < upper_.left() || x > upper_.right()) { continue; }
            const QString text = textOf(n);
            lettering_.draw(painter, movedInside(textRect(metrics, text, x, y, Anchor::Centre), 0, width()), text,
                            color);
        }
    };
    QFont bold = font();
    bold.setBold(true);
    const QRectF chosen =
        textRect(QFontMetricsF(bold), codeText(one_->code), pixelOf(one_->point(one_->code)), codeTop_, Anchor::Centre);
    painter.setFont(bold);
    lettering_.draw(painter, chosen, codeText(one_->code), theme().text);
    painter.setFont(font());
    write(codeTop_, theme().faintText, [](int n) { return codeText(n); });
    write(valueTop_, theme().faintText, [this](int n) { return valueText(one_->point(n), one_->cell() / 20); });
    const QString title = tr("code");
    lettering_.draw(painter, textRect(metrics, title, line / 4, codeTop_, Anchor::Left), title, theme().faintText);
    const QString name = tr("weight value");
    lettering_.draw(painter, textRect(metrics, name, upper_.center().x(), valueTop_ + line, Anchor::Centre), name,
                    theme().faintText);
}

// A veil over what takes no part, a frame around what does; the loss is of the whole network and has no place here.
void MicroscopeView::paintPhase(QPainter& painter)
{
    const QRectF stage = stageOf(*phase_);
    QPainterPath veil;
    veil.addRect(QRectF(upper_.topLeft(), lower_.bottomRight()).adjusted(0, -1, 1, 1));
    if (!stage.isNull()) {
        QPainterPath open;
        open.addRect(stage);
        veil = veil.subtracted(open);
    }
    QColor faint = theme().surface;
    faint.setAlphaF(0.72F);
    painter.fillPath(veil, faint);
    if (!stage.isNull()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme().focus, strokeWidth(3)));
        painter.drawRect(stage);
        return;
    }
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.5);
    large.setBold(true);
    painter.setFont(large);
    const QString text = loss_ ? tr("loss %1").arg(numberText(*loss_, 4)) : tr("loss of the batch");
    const QRectF whole(upper_.topLeft(), lower_.bottomRight());
    const QFontMetricsF metrics(large);
    const QRectF rect =
        textRect(metrics, text, whole.center().x(), whole.center().y() - metrics.height() / 2, Anchor::Centre);
    lettering_.drawPill(painter, rect, text, theme().text, theme().surface);
    painter.setFont(font());
}

void MicroscopeView::paintCaptions(QPainter& painter)
{
    const QFontMetricsF metrics(font());
    const double line = metrics.height();
    const auto caption = [&](const QStringList& wordings, const QRectF& part) {
        for (const QString& text : wordings) {
            for (const bool isLeft : {true, false}) {
                const double x = isLeft ? part.left() + line / 2 : part.right() - line / 2;
                const QRectF rect = textRect(metrics, text, x, part.top() + 1, isLeft ? Anchor::Left : Anchor::Right);
                const bool fits = rect.left() > part.left() && rect.right() < part.right() && lettering_.isFree(rect);
                if (!fits) { continue; }
                lettering_.drawPill(painter, rect, text, theme().faintText, theme().surface);
                return;
            }
        }
    };
    const QString sigma = valueText(one_->sigma, one_->sigma / 20);
    caption(one_->hasNoise() ? QStringList{tr("bars: probability r · bell: noise, σ %1").arg(sigma),
                                           tr("bars: r · bell: noise"), tr("r")}
                             : QStringList{tr("no noise: the nearest point is certain"), tr("no noise")},
            upper_);
    QStringList below{tr("gradient factor ∂ŵ/∂w"), tr("∂ŵ/∂w")};
    if (one_->backward == Backward::MultiClass) { below = {tr("gradient factor g·∂r*/∂w"), tr("g·∂r*/∂w")}; }
    if (one_->backward == Backward::Centred) { below = {tr("gradient factor (g−w)·∂r*/∂w"), tr("(g−w)·∂r*/∂w")}; }
    if (one_->backward == Backward::Random) {
        below = {tr("gradient: depends on the noise drawn"), tr("gradient: by chance")};
    }
    caption(below, lower_);
}

} // namespace gridscope::ui
