// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/trade_view.h"

#include "ui/chart/numbers.h"
#include "ui/chart/pixels.h"

#include <algorithm>
#include <cmath>

namespace gridscope::ui {

void TradeView::display(std::vector<Place> places, std::size_t shown, std::optional<double> reference,
                        const QStringList& titles)
{
    places_ = std::move(places);
    shown_ = std::min(shown, places_.size());
    reference_ = reference;
    titles_ = titles;
    update();
}

double TradeView::mostBits() const
{
    double most = 1;
    for (const Place& place : places_) { most = std::isfinite(place.bits) ? std::max(most, place.bits) : most; }
    return std::floor(most) + 1; // the start is not on the frame
}

std::pair<double, double> TradeView::accuracies() const
{
    double low = 1, high = 0;
    const auto take = [&](double value) {
        if (!std::isfinite(value)) { return; }
        low = std::min(low, value);
        high = std::max(high, value);
    };
    for (const Place& place : places_) { take(place.accuracy); }
    if (reference_) { take(*reference_); }
    constexpr double steps = 20; // of 5 %
    low = std::max(0.0, std::floor(low * steps - 0.2) / steps);
    high = std::min(1.0, std::ceil(high * steps + 0.2) / steps);
    return low < high ? std::pair(low, high) : std::pair(0.0, 1.0);
}

void TradeView::paintPlot(QPainter& painter, const QRectF& plot)
{
    const double most = mostBits();
    const auto [low, high] = accuracies();
    const auto x = [&](double bits) { return pixelBetween(bits, 0, most, plot.left(), plot.right()); };
    const auto y = [&, from = low, to = high](double a) {
        return pixelBetween(a, from, to, plot.bottom(), plot.top());
    };
    for (double bits = 1; bits < most; ++bits) {
        painter.fillRect(QRectF(std::round(x(bits)), plot.top(), strokeWidth(1), plot.height()), theme().mesh);
    }
    if (reference_ && std::isfinite(y(*reference_))) {
        painter.setPen(QPen(theme().reference, strokeWidth(1.5), Qt::DotLine));
        painter.drawLine(QPointF(plot.left(), y(*reference_)), QPointF(plot.right(), y(*reference_)));
    }
    painter.setRenderHint(QPainter::Antialiasing);
    QPolygonF path;
    for (std::size_t i = 0; i < places_.size(); ++i) {
        const QPointF at(x(places_[i].bits), y(places_[i].accuracy));
        if (!isSomewhere(at)) { continue; }
        if (i < shown_) { path << at; }
        painter.setPen(Qt::NoPen);
        painter.setBrush(i < shown_ ? theme().quantized : theme().mesh);
        painter.drawEllipse(at, strokeWidth(2.5), strokeWidth(2.5));
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme().quantized, strokeWidth(1.5)));
    painter.drawPolyline(path);
    if (!path.isEmpty()) { painter.drawEllipse(path.last(), strokeWidth(5), strokeWidth(5)); }
}

FramedChart::Words TradeView::words() const
{
    const auto [low, high] = accuracies();
    return {titles_, tr("0 bits"),       tr("%1 bits").arg(numberText(mostBits(), 0)),
            {},      accuracyText(high), accuracyText(low)};
}

} // namespace gridscope::ui
