// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/cut_view.h"

#include "core/base/whole.h"
#include "ui/chart/numbers.h"
#include "ui/chart/pixels.h"

#include <algorithm>

namespace gridscope::ui {

namespace {

struct Ends {
    double low = 0, high = 0;
};

Ends endsOf(const std::vector<CutView::Bar>& bars)
{
    Ends ends;
    for (const CutView::Bar& bar : bars) {
        if (!std::isfinite(bar.value)) { continue; }
        ends = {std::min(ends.low, bar.value), std::max(ends.high, bar.value)};
    }
    return ends.high > ends.low ? ends : Ends{ends.low, ends.low + 1};
}

QString shortNumber(double value) { return QString::number(value, 'g', 2).replace('-', QChar(0x2212)); }

} // namespace

void CutView::display(std::vector<Bar> bars, std::size_t cut, QStringList layers, const QStringList& titles)
{
    bars_ = std::move(bars);
    cut_ = std::min(cut, bars_.size());
    layers_ = std::move(layers);
    titles_ = titles;
    update();
}

void CutView::paintPlot(QPainter& painter, const QRectF& plot)
{
    const Ends ends = endsOf(bars_);
    const auto x = [&](std::size_t i) {
        return std::round(pixelBetween(double(i), 0, double(bars_.size()), plot.left(), plot.right()));
    };
    const auto y = [&](double value) { return pixelBetween(value, ends.low, ends.high, plot.bottom(), plot.top()); };
    for (std::size_t i = 0; i < bars_.size(); ++i) {
        const double end = y(bars_[i].value);
        if (!std::isfinite(end)) { continue; }
        constexpr double least = 2; // pixels: nothing is not seen
        const double zero = y(0), top = std::min(end, zero - least), bottom = std::max(end, zero);
        painter.fillRect(QRectF(x(i), top, std::max(1.0, x(i + 1) - x(i)), bottom - top),
                         layerColor(theme(), bars_[i].layer));
    }
    painter.fillRect(QRectF(x(cut_), plot.top(), strokeWidth(2), plot.height()), theme().text);
}

// How many of which layer go.
void CutView::paintAbove(QPainter& painter, const QRectF& plot)
{
    const QFontMetricsF metrics(font());
    double top = plot.top() + metrics.height() / 2;
    for (qsizetype layer = 0; layer < layers_.size(); ++layer) {
        const auto gone = std::count_if(bars_.begin(), bars_.begin() + std::ptrdiff_t(cut_),
                                        [&](const Bar& bar) { return bar.layer == std::size_t(layer); });
        if (gone == 0 || top + metrics.height() > plot.bottom()) { continue; }
        const QString text = QStringLiteral("%1: %2").arg(layers_[layer], countText(std::uint64_t(gone)));
        const QRectF place = textRect(metrics, text, plot.left() + metrics.height(), top, Anchor::Left);
        lettering_.drawPill(painter, place, text, wordsColor(layerColor(theme(), std::size_t(layer))), theme().surface);
        top += 1.3 * metrics.height();
    }
}

FramedChart::Words CutView::words() const
{
    const Ends ends = endsOf(bars_);
    return {titles_,
            shortNumber(ends.low),
            shortNumber(ends.high),
            tr("%1 of %2 go").arg(countText(cut_), countText(bars_.size())),
            {},
            {}};
}

QString CutView::readout() const
{
    if (!mouse_ || bars_.empty() || !plot().contains(*mouse_)) { return {}; }
    const double share = (mouse_->x() - plot().left()) / plot().width();
    const std::size_t at = run::wholeIn(share * double(bars_.size()), std::size_t(0), bars_.size() - 1);
    const auto layer = qsizetype(bars_[at].layer);
    return QStringLiteral("%1 · %2").arg(layer < layers_.size() ? layers_[layer] : QString(),
                                         shortNumber(bars_[at].value));
}

} // namespace gridscope::ui
