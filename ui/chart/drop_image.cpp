// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/drop_image.h"

#include "core/base/whole.h"
#include "ui/chart/chart_widget.h"
#include "ui/chart/pixels.h"

#include <algorithm>
#include <cmath>

namespace gridscope::ui {

namespace {

constexpr double faintest = 0.35; // of a layer's colour, where next to nothing was kept
constexpr int mostPixels = 8192;  // more than any screen has; beyond what can be allocated an image has no rows

} // namespace

void DropImage::start(Frame frame, const Theme& theme)
{
    frame_ = std::move(frame);
    frame_.pixels = frame_.pixels.expandedTo({1, 1}).boundedTo({mostPixels, mostPixels});
    theme_ = theme;
    image_ = QImage(frame_.pixels, QImage::Format_RGB32);
    image_.fill(theme.surface);
    const auto columns = static_cast<std::size_t>(frame_.pixels.width());
    sums_.assign(columns * frame_.bands.size(), 0);
    steps_.assign(columns, 0);
}

double DropImage::columnOf(double step) const
{
    return pixelBetween(step, frame_.firstStep, std::max(frame_.lastStep, frame_.firstStep + 1), 0,
                        frame_.pixels.width());
}

void DropImage::append(std::int64_t step, std::span<const std::uint8_t> masks)
{
    const auto middle = static_cast<double>(step);
    const int last = frame_.pixels.width() - 1;
    const int from = run::wholeIn(std::floor(columnOf(middle - 0.5)), 0, last);
    const int to = run::wholeIn(std::floor(columnOf(middle + 0.5)) - 1, from, last);
    for (int column = from; column <= to; ++column) {
        const auto at = static_cast<std::size_t>(column);
        ++steps_[at];
        for (std::size_t i = 0; i < frame_.bands.size(); ++i) {
            const std::size_t mask = frame_.bands[i].mask;
            sums_[at * frame_.bands.size() + i] += mask < masks.size() ? masks[mask] : 0;
        }
        paintColumn(column);
    }
}

double DropImage::keptShare(std::size_t band, int column) const
{
    const auto at = static_cast<std::size_t>(std::clamp(column, 0, frame_.pixels.width() - 1));
    if (steps_.empty() || steps_[at] == 0) { return std::nan(""); }
    return static_cast<double>(sums_[at * frame_.bands.size() + band]) / (255.0 * steps_[at]);
}

void DropImage::paintColumn(int column)
{
    for (std::size_t i = 0; i < frame_.bands.size(); ++i) { paintCell(frame_.bands[i], column, keptShare(i, column)); }
}

// Whatever was dropped or kept once shows at least one pixel.
void DropImage::paintCell(const Band& band, int column, double share)
{
    const int top = run::nearestIn(band.top, 0, image_.height() - 1);
    const int bottom = run::nearestIn(band.bottom, top + 1, image_.height());
    const int height = bottom - top;
    int filled = run::nearestIn(share * height, 0, height);
    if (share > 0) { filled = std::max(filled, 1); }
    if (share < 1 && height > 1) { filled = std::min(filled, height - 1); }
    const QRgb track = softened(theme_.gap, theme_.surface, 0.6).rgb();
    const QRgb color =
        softened(layerColor(theme_, band.layer), theme_.surface, faintest + (1 - faintest) * share).rgb();
    for (int row = top; row < bottom; ++row) {
        reinterpret_cast<QRgb*>(image_.scanLine(row))[column] = row < bottom - filled ? track : color;
    }
}

} // namespace gridscope::ui
