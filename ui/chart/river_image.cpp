// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/river_image.h"

#include "core/base/whole.h"
#include "core/run/levels.h"
#include "ui/chart/pixels.h"

#include <algorithm>
#include <cmath>

namespace gridscope::ui {

namespace {

// More than any screen has. An image beyond what can be allocated would have no rows to paint.
constexpr int mostPixels = 8192;

} // namespace

void RiverImage::start(const Frame& frame, const Theme& theme)
{
    frame_ = frame;
    frame_.pixels = frame.pixels.expandedTo({1, 1}).boundedTo({mostPixels, mostPixels});
    image_ = QImage(frame_.pixels, QImage::Format_RGB32);
    for (std::size_t i = 0; i < ramp_.size(); ++i) { ramp_[i] = heatColor(theme, static_cast<double>(i) / 255).rgb(); }
    gap_ = theme.gap.rgb();
    image_.fill(ramp_[0]);
    current_.clear();
    isStale_ = false;
    column_ = -1;
}

double RiverImage::columnOf(double step) const
{
    return pixelBetween(step, frame_.firstStep, std::max(frame_.lastStep, frame_.firstStep + 1), 0,
                        frame_.pixels.width() - 1);
}

double RiverImage::rowOf(double value) const
{
    return pixelBetween(value, frame_.low, frame_.high, frame_.pixels.height(), 0);
}

// A bin's weights go to the rows that it covers, each by the part of the bin that lies in it.
std::vector<double> RiverImage::rowShares(const run::LayerState& state) const
{
    const int height = frame_.pixels.height();
    std::vector<double> rows(static_cast<std::size_t>(height), 0.0);
    const run::Levels levels = run::levelsOf(state);
    // Not by rowOf(), which bends what is far away: a bin may be longer than that.
    const double perUnit = height / (frame_.high - frame_.low);
    if (!levels.isDrawable()) { return rows; }
    for (std::size_t bin = 0; bin < state.histogram.size(); ++bin) {
        if (state.histogram[bin] == 0) { continue; }
        const double bottom = (frame_.high - levels.binEdge(static_cast<int>(bin), state.binsPerCell)) * perUnit;
        const double top = (frame_.high - levels.binEdge(static_cast<int>(bin) + 1, state.binsPerCell)) * perUnit;
        const double pixelsPerBin = bottom - top;
        if (!(pixelsPerBin >= 0) || !std::isfinite(pixelsPerBin)) { continue; }
        const int from = run::wholeIn(std::floor(top), 0, height);
        const int to = std::min(height, std::max(from + 1, run::wholeIn(std::ceil(bottom), 0, height)));
        for (int row = from; row < to; ++row) {
            const double overlap = std::min(bottom, row + 1.0) - std::max(top, static_cast<double>(row));
            const bool isWhole = top >= row && bottom <= row + 1.0; // a bin may be too thin to be measured
            const double part = isWhole ? 1 : overlap / pixelsPerBin;
            rows[static_cast<std::size_t>(row)] += state.histogram[bin] * std::clamp(part, 0.0, 1.0);
        }
    }
    return rows;
}

void RiverImage::append(const run::LayerState& state, std::int64_t step)
{
    // What is there before the first step is held from the first column on.
    const int column = run::wholeIn(columnOf(static_cast<double>(step)), 0, frame_.pixels.width());
    if (column >= frame_.pixels.width() || column < column_) { return; }
    auto shares = rowShares(state);
    if (column == column_) {
        std::ranges::transform(shares, current_, shares.begin(), [](double a, double b) { return std::max(a, b); });
    } else if (column_ >= 0) {
        settle();
        const bool isGap = static_cast<double>(step) - step_ > frame_.longestStretch;
        for (int between = column_ + 1; between < column; ++between) {
            isGap ? paintGap(between) : paintColumn(between); // hold the last one
        }
    }
    current_ = std::move(shares);
    column_ = column;
    step_ = static_cast<double>(step);
    isStale_ = true;
}

void RiverImage::settle() const
{
    if (isStale_) { paintColumn(column_); }
    isStale_ = false;
}

void RiverImage::paintGap(int column) const
{
    for (int row = 0; row < frame_.pixels.height(); ++row) {
        reinterpret_cast<QRgb*>(image_.scanLine(row))[column] = gap_;
    }
}

void RiverImage::paintColumn(int column) const
{
    const double most = *std::ranges::max_element(current_);
    if (!(most > 0)) { return; }
    for (int row = 0; row < frame_.pixels.height(); ++row) {
        const double share = current_[static_cast<std::size_t>(row)] / most;
        const auto index = run::nearestIn(255 * std::pow(share, 0.6), std::size_t(0), ramp_.size() - 1);
        reinterpret_cast<QRgb*>(image_.scanLine(row))[column] = ramp_[index];
    }
}

} // namespace gridscope::ui
