// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/sign_group.h"

#include "core/base/whole.h"
#include "ui/chart/numbers.h"
#include "ui/chart/pixels.h"

#include <algorithm>
#include <cmath>

namespace gridscope::ui {

namespace {

constexpr double basesShare = 0.52; // of the height, above the weights
constexpr double barsShare = 0.25;  // of the width, beside the strips

} // namespace

std::vector<double> SignGroup::Group::values() const
{
    std::vector<double> all{0};
    for (const double a : coordinates) {
        if (a == 0) { continue; }
        const std::size_t before = all.size();
        for (std::size_t i = 0; i < before; ++i) {
            all.push_back(all[i] + a);
            all[i] -= a;
        }
    }
    std::erase_if(all, [](double value) { return !std::isfinite(value); });
    std::ranges::sort(all);
    return all;
}

void SignGroup::display(Group group, const QStringList& titles)
{
    group_ = std::move(group);
    titles_ = titles;
    update();
}

double SignGroup::reach() const
{
    double most = 0;
    for (const double value : group_.values()) { most = std::max(most, std::abs(value)); }
    for (const double w : group_.weights) { most = std::isfinite(w) ? std::max(most, std::abs(w)) : most; }
    return most > 0 ? 1.05 * most : 1;
}

void SignGroup::paintPlot(QPainter& painter, const QRectF& plot)
{
    const double split = plot.top() + std::round(basesShare * plot.height());
    paintBases(painter, {plot.topLeft(), QPointF(plot.right(), split)});
    painter.fillRect(QRectF(plot.left(), split, plot.width(), strokeWidth(1)), theme().axis);
    paintWeights(painter, {QPointF(plot.left(), split + strokeWidth(1)), plot.bottomRight()});
}

// The largest coefficient first. What was deleted leaves its row empty.
void SignGroup::paintBases(QPainter& painter, const QRectF& plot) const
{
    std::vector<std::size_t> order(group_.coordinates.size());
    for (std::size_t i = 0; i < order.size(); ++i) { order[i] = i; }
    const auto size = [&](std::size_t i) { return std::abs(group_.coordinates[i]); };
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return size(a) > size(b); });
    const double most = std::max(size(order.front()), 1e-30);
    const double row = plot.height() / double(order.size()), gap = std::min(3.0, row / 5);
    const double bars = std::round(barsShare * plot.width());
    for (std::size_t i = 0; i < order.size(); ++i) {
        const double top = std::round(plot.top() + double(i) * row + gap),
                     height = std::max(1.0, std::floor(row - gap));
        const double width = size(order[i]) / most * (bars - 2 * gap);
        if (std::isfinite(width) && width > 0) {
            painter.fillRect(QRectF(plot.left() + bars - gap - width, top, width, height), theme().latent);
        }
        if (order[i] < group_.signs.size()) {
            paintStrip(painter, {plot.left() + bars, top, plot.width() - bars - gap, height}, group_.signs[order[i]]);
        }
    }
}

// Members narrower than a pixel share one: the mean of their signs.
void SignGroup::paintStrip(QPainter& painter, const QRectF& place, const std::vector<float>& signs) const
{
    const auto cells = std::min(signs.size(), std::size_t(std::max(1.0, place.width())));
    for (std::size_t cell = 0; cell < cells; ++cell) {
        const std::size_t first = cell * signs.size() / cells,
                          last = std::max(first + 1, (cell + 1) * signs.size() / cells);
        double mean = 0;
        for (std::size_t m = first; m < last; ++m) { mean += double(signs[m]) / double(last - first); }
        if (mean == 0) { continue; }
        const QColor color = gridPointColor(theme(), mean < 0 ? -1 : 1, -1, 1);
        const double left = std::round(place.left() + place.width() * double(cell) / double(cells));
        const double right = std::round(place.left() + place.width() * double(cell + 1) / double(cells));
        painter.fillRect(QRectF(left, place.top(), std::max(1.0, right - left), place.height()),
                         softened(color, theme().surface, std::min(1.0, std::abs(mean))));
    }
}

void SignGroup::paintWeights(QPainter& painter, const QRectF& plot) const
{
    constexpr std::size_t bins = 64;
    const double most = reach();
    std::vector<double> counts(bins, 0);
    for (const double w : group_.weights) {
        if (!std::isfinite(w)) { continue; }
        counts[run::wholeIn((w + most) / (2 * most) * double(bins), std::size_t(0), bins - 1)] += 1;
    }
    const double highest = std::max(1.0, std::ranges::max(counts));
    const double width = plot.width() / double(bins);
    for (std::size_t bin = 0; bin < bins; ++bin) {
        const double height = counts[bin] / highest * (plot.height() - strokeWidth(2));
        painter.fillRect(
            QRectF(plot.left() + double(bin) * width, plot.bottom() - height, std::max(1.0, width - 1), height),
            theme().latent);
    }
    for (const double value : group_.values()) {
        const double x = std::round(pixelBetween(value, -most, most, plot.left(), plot.right()));
        if (std::isfinite(x)) {
            painter.fillRect(QRectF(x, plot.top(), strokeWidth(1), plot.height()), theme().quantized);
        }
    }
}

FramedChart::Words SignGroup::words() const
{
    const double most = reach();
    return {titles_, valueText(-most, most / 100), valueText(most, most / 100), tr("weights, reachable values"), {},
            {}};
}

} // namespace gridscope::ui
