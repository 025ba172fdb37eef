// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/river_image.h"

#include <algorithm>
#include <cmath>

namespace gridscope::ui {

void RiverImage::start(const Frame& frame, const Theme& theme)
{
    frame_ = frame;
    frame_.pixels = frame.pixels.expandedTo({1, 1});
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
    return (step - frame_.firstStep) / std::max(1e-9, frame_.lastStep - frame_.firstStep) * (frame_.pixels.width() - 1);
}

double RiverImage::rowOf(double value) const
{
    return (frame_.high - value) / (frame_.high - frame_.low) * frame_.pixels.height();
}

std::vector<float> RiverImage::rowShares(const run::LayerState& state) const
{
    std::vector<float> rows(static_cast<std::size_t>(frame_.pixels.height()), 0.0F);
    const double width = state.alpha / state.binsPerCell;
    const double first = state.alpha * (state.low - 0.5);
    const double pixelsPerBin = std::abs(rowOf(width) - rowOf(0));
    for (std::size_t bin = 0; bin < state.histogram.size(); ++bin) {
        if (state.histogram[bin] == 0 || !(pixelsPerBin > 0)) { continue; }
        const double bottom = rowOf(first + static_cast<double>(bin) * width);
        const double top = bottom - pixelsPerBin;
        const double density = state.histogram[bin] / pixelsPerBin;
        const int from = std::max(0, static_cast<int>(std::floor(top)));
        const int to = std::min(frame_.pixels.height() - 1, static_cast<int>(std::ceil(bottom)) - 1);
        for (int row = from; row <= to; ++row) {
            const double overlap = std::min(bottom, row + 1.0) - std::max(top, static_cast<double>(row));
            rows[static_cast<std::size_t>(row)] += static_cast<float>(density * std::max(0.0, overlap));
        }
    }
    return rows;
}

void RiverImage::append(const run::LayerState& state, std::int64_t step)
{
    const int column = static_cast<int>(columnOf(static_cast<double>(step)));
    if (column < 0 || column >= frame_.pixels.width() || column < column_) { return; }
    auto shares = rowShares(state);
    if (column == column_) {
        std::ranges::transform(shares, current_, shares.begin(), [](float a, float b) { return std::max(a, b); });
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
    for (int row = 0; row < frame_.pixels.height(); ++row) { reinterpret_cast<QRgb*>(image_.scanLine(row))[column] = gap_; }
}

void RiverImage::paintColumn(int column) const
{
    const float most = *std::ranges::max_element(current_);
    if (!(most > 0)) { return; }
    for (int row = 0; row < frame_.pixels.height(); ++row) {
        const float share = current_[static_cast<std::size_t>(row)] / most;
        const auto index = static_cast<std::size_t>(std::lround(255 * std::pow(share, 0.6F)));
        reinterpret_cast<QRgb*>(image_.scanLine(row))[column] = ramp_[index];
    }
}

} // namespace gridscope::ui
