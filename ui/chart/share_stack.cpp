// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/share_stack.h"

#include "ui/chart/numbers.h"
#include "ui/chart/pixels.h"

#include <algorithm>
#include <numeric>

namespace gridscope::ui {

namespace {

// Kind 0 is what is not there: the colour of nothing.
QColor colorOf(std::size_t kind, std::size_t kinds)
{
    constexpr double faintest = 0.25;
    if (kind == 0 || kinds < 2) { return theme().mesh; }
    return heatColor(theme(), faintest + (1 - faintest) * double(kind) / double(kinds - 1));
}

QString bitsText(std::size_t bits)
{
    return bits == 1 ? ShareStack::tr("1 bit") : ShareStack::tr("%1 bits").arg(countText(bits));
}

double sumOf(const ShareStack::Column& column)
{
    return std::accumulate(column.counts.begin(), column.counts.end(), 0.0);
}

} // namespace

void ShareStack::display(std::vector<Column> columns, double end, std::optional<double> cursor,
                         const QStringList& titles)
{
    columns_ = std::move(columns);
    end_ = end;
    cursor_ = cursor;
    titles_ = titles;
    update();
}

double ShareStack::pixelOf(double step, const QRectF& plot) const
{
    const double first = columns_.front().step;
    return std::round(pixelBetween(step, first, std::max(end_, first + 1), plot.left(), plot.right()));
}

void ShareStack::paintPlot(QPainter& painter, const QRectF& plot)
{
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const Column& column = columns_[i];
        const double left = pixelOf(column.step, plot);
        const double right =
            pixelOf(i + 1 < columns_.size() ? columns_[i + 1].step : std::max(end_, column.step + 1), plot);
        const double sum = sumOf(column);
        double below = 0;
        for (std::size_t kind = 0; kind < column.counts.size() && sum > 0; ++kind) {
            const double low = std::round(pixelBetween(below, 0, sum, plot.bottom(), plot.top()));
            below += column.counts[kind];
            const double high = std::round(pixelBetween(below, 0, sum, plot.bottom(), plot.top()));
            if (!(low > high) || !(right > left)) { continue; }
            painter.fillRect(QRectF(left, high, right - left, low - high), colorOf(kind, column.counts.size()));
        }
    }
    if (cursor_) {
        painter.fillRect(QRectF(pixelOf(*cursor_, plot), plot.top(), strokeWidth(1), plot.height()), theme().text);
    }
}

// Each kind's number at the right end, where its band is high enough.
void ShareStack::paintAbove(QPainter& painter, const QRectF& plot)
{
    const Column& last = columns_.back();
    const QFontMetricsF metrics(font());
    const double sum = sumOf(last);
    double below = 0;
    for (std::size_t kind = 0; kind < last.counts.size() && sum > 0; ++kind) {
        const double middle = below + last.counts[kind] / 2;
        below += last.counts[kind];
        if (last.counts[kind] / sum * plot.height() < metrics.height()) { continue; }
        const QString text = bitsText(kind);
        const double y = pixelBetween(middle, 0, sum, plot.bottom(), plot.top()) - metrics.height() / 2;
        lettering_.drawPill(painter, textRect(metrics, text, plot.right() - metrics.height() / 2, y, Anchor::Right),
                            text, theme().text, theme().surface);
    }
}

FramedChart::Words ShareStack::words() const
{
    return {titles_, tr("step %1").arg(numberText(columns_.front().step, 0)), numberText(end_, 0), {}, {}, {}};
}

QString ShareStack::readout() const
{
    if (!mouse_ || columns_.empty() || !plot().contains(*mouse_)) { return {}; }
    const QRectF picture = plot();
    const double step =
        columns_.front().step + (mouse_->x() - picture.left()) / picture.width() * (end_ - columns_.front().step);
    const auto after = std::ranges::upper_bound(columns_, step, {}, &Column::step);
    const Column& column = after == columns_.begin() ? columns_.front() : *std::prev(after);
    QStringList parts{tr("step %1").arg(numberText(column.step, 0))};
    for (std::size_t kind = 0; kind < column.counts.size(); ++kind) {
        parts << bitsText(kind) + QStringLiteral(": ") + shareText(column.counts[kind] / std::max(1.0, sumOf(column)));
    }
    return parts.join(QStringLiteral(" · "));
}

} // namespace gridscope::ui
