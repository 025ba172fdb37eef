// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/mini_histogram.h"

#include "core/run/levels.h"
#include "ui/chart/chart_widget.h"
#include "ui/chart/grid_points.h"

#include <algorithm>
#include <cmath>

namespace gridscope::ui {

namespace {

// Bars of at least a pixel: neighbouring bins of one cell are put together where there are more bins than pixels.
int binsPerBar(const run::LayerState& state, double width)
{
    int bins = 1;
    while (bins<state.binsPerCell&& static_cast<double>(state.histogram.size()) / bins> width) { bins *= 2; }
    return bins;
}

std::vector<double> barCounts(const run::LayerState& state, int bins)
{
    std::vector<double> bars(state.histogram.size() / static_cast<std::size_t>(bins));
    for (std::size_t bar = 0; bar < bars.size(); ++bar) {
        for (std::size_t i = 0; i < static_cast<std::size_t>(bins); ++i) {
            bars[bar] += state.histogram[bar * static_cast<std::size_t>(bins) + i];
        }
    }
    return bars;
}

} // namespace

void paintMiniHistogram(QPainter& painter, const QRectF& rect, const run::LayerState& state, bool inForce)
{
    if (state.histogram.empty()) { return; }
    constexpr double foot = 3; // ticks and a gap
    const run::Levels levels = run::levelsOf(state);
    const int bins = binsPerBar(state, rect.width());
    const auto bars = barCounts(state, bins);
    const double most = std::max(1.0, *std::ranges::max_element(bars));
    const double barWidth = rect.width() / static_cast<double>(bars.size());
    const double height = rect.height() - foot;
    const QColor neutral = softened(theme().latent, theme().surface, 0.75);
    for (std::size_t bar = 0; bar < bars.size(); ++bar) {
        if (bars[bar] == 0) { continue; }
        const int point = static_cast<int>(bar) * bins / state.binsPerCell;
        const double left = std::round(rect.left() + static_cast<double>(bar) * barWidth);
        const double right = std::max(std::round(rect.left() + static_cast<double>(bar + 1) * barWidth), left + 1);
        const double top = height * (1 - std::sqrt(bars[bar] / most));
        painter.fillRect(QRectF(left, rect.top() + top, right - left, height - top),
                         inForce ? pointColor(theme(), levels, point) : neutral);
    }
    const double cell = rect.width() / levels.size();
    for (int i = 0; i < levels.size() && cell >= 3; ++i) {
        painter.fillRect(QRectF(std::floor(rect.left() + (i + 0.5) * cell), rect.bottom() - foot + 1, 1, foot - 1),
                         theme().axis);
    }
}

} // namespace gridscope::ui
