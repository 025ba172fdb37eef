// SPDX-License-Identifier: GPL-3.0-or-later
// What the DropBits raster shows and says; how it looks is in drop_paint.cpp.
#include "ui/chart/drop_raster.h"

#include "core/base/whole.h"
#include "core/run/masks.h"
#include "ui/chart/nice_range.h"
#include "ui/chart/numbers.h"
#include "ui/chart/pixels.h"

#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>

namespace gridscope::ui {

QString maskName(const run::RunConfig& config, std::size_t layer, std::size_t mask)
{
    const std::size_t level = mask + 1;
    if (config.dropbits != "endpoints") { return DropRaster::tr("bit %1").arg(level + 1); }
    const run::CodeRange range = run::levelOf(config, layer, level);
    const run::CodeRange inner = run::levelOf(config, layer, level - 1);
    return range.high > inner.high ? QStringLiteral("±%1").arg(range.high) : codeText(range.low);
}

QString dropText(const run::History& history, std::size_t layer, std::int64_t step)
{
    const run::DropRate rate = run::dropRate(history, layer, step);
    if (rate.steps == 0) { return DropRaster::tr("nothing dropped now"); }
    return DropRaster::tr("dropped %1 of the last %2 steps").arg(shareText(rate.share)).arg(rate.steps);
}

DropRaster::DropRaster(QWidget* parent) : ChartWidget(parent)
{
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

QSize DropRaster::sizeHint() const { return {40 * fontMetrics().averageCharWidth() + 60, 12 * fontMetrics().height()}; }
QSize DropRaster::minimumSizeHint() const
{
    return {26 * fontMetrics().averageCharWidth(), 7 * fontMetrics().height()};
}

void DropRaster::clear()
{
    rows_.clear();
    groups_.clear();
    steps_.clear();
    masks_.clear();
    snapshots_.clear();
    keyboard_.reset();
    taken_.reset();
    shownEnd_ = 1;
    mustRedraw_ = true;
    update();
}

// The highest level of a layer on top, as its bits are written.
void DropRaster::addLayer(const run::Start& start, std::size_t layer, std::size_t firstMask)
{
    const auto count = static_cast<std::size_t>(start.layers[layer].masks);
    if (count == 0) { return; }
    const QString name = QString::fromStdString(start.layers[layer].name);
    groups_.push_back({name, {}, {}, rows_.size(), count});
    for (std::size_t i = count; i-- > 0;) {
        const QString mask = maskName(start.config, layer, i);
        rows_.push_back({name + QLatin1Char(' ') + mask, mask, layer, i, firstMask + i, 0, 0});
    }
}

void DropRaster::begin(const run::History& history)
{
    const run::Start& start = history.start();
    firstStep_ = std::max(start.firstStep, from_);
    lastStep_ = start.lastStep;
    masksPerStep_ = 0;
    for (std::size_t layer = 0; layer < start.layers.size(); ++layer) {
        addLayer(start, layer, masksPerStep_);
        masksPerStep_ += static_cast<std::size_t>(start.layers[layer].masks);
    }
    layOut();
}

void DropRaster::display(const run::History& history, std::optional<std::int64_t> cursor, std::int64_t from)
{
    const bool isOther = taken_ && history.lastStep() < *taken_;
    const bool isThinned = steps_.size() > history.steps().size(); // what is old got sparser there
    if (!history.hasStarted() || isOther || isThinned || from != from_) { clear(); }
    from_ = from;
    if (!history.hasStarted()) { return; }
    if (rows_.empty()) { begin(history); }
    const double end = stepAxisEnd(firstStep_, lastStep_, history.lastStep());
    mustRedraw_ = mustRedraw_ || end != shownEnd_;
    shownEnd_ = end;
    cursor_ = cursor;
    const auto steps = history.steps();
    const auto fresh = taken_ ? std::ranges::upper_bound(steps, *taken_, {}, &run::Step::index) : steps.begin();
    std::ranges::for_each(fresh, steps.end(), [this](const run::Step& step) { append(step); });
    taken_ = history.lastStep();
    longestStretch_ = history.longestStretch();
    snapshots_.assign(history.snapshots().begin(), history.snapshots().end());
    for (Group& group : groups_) {
        const std::size_t layer = rows_[group.firstRow].layer;
        const std::int64_t until = cursor.value_or(history.lastStep());
        const run::DropRate rate = run::dropRate(history, layer, until);
        group.dropped = dropText(history, layer, until);
        group.share = rate.steps == 0 ? QString(QChar(0x2013)) : shareText(rate.share);
    }
    update();
}

void DropRaster::append(const run::Step& step)
{
    if (step.masks.empty() || step.masks.size() != masksPerStep_) { return; }
    steps_.push_back(step.index);
    masks_.insert(masks_.end(), step.masks.begin(), step.masks.end());
    if (!mustRedraw_) { image_.append(step.index, step.masks); }
}

double DropRaster::pixelOfStep(double step) const
{
    return pixelBetween(step, static_cast<double>(firstStep_), shownEnd_, plot_.left(), plot_.right());
}

QRectF DropRaster::rowRect(std::size_t row) const
{
    return {plot_.left(), rows_.at(row).top, plot_.width(), rows_.at(row).bottom - rows_.at(row).top};
}

std::optional<std::uint8_t> DropRaster::maskAt(const Point& point) const
{
    const auto at = std::ranges::lower_bound(steps_, point.step);
    if (at == steps_.end() || *at != point.step) { return std::nullopt; }
    return masks_[static_cast<std::size_t>(at - steps_.begin()) * masksPerStep_ + rows_[point.row].mask];
}

std::optional<float> DropRaster::keepProbabilityAt(const Point& point) const
{
    const auto after = std::ranges::upper_bound(snapshots_, point.step, {}, [](const auto& s) { return s->step; });
    if (after == snapshots_.begin() || point.step - (*std::prev(after))->step > longestStretch_) {
        return std::nullopt;
    }
    const Row& row = rows_[point.row];
    const run::Snapshot& snapshot = **std::prev(after);
    if (row.layer >= snapshot.layers.size()) { return std::nullopt; }
    const auto& keep = snapshot.layers[row.layer].keepProbabilities;
    return row.maskOfLayer < keep.size() ? std::optional(keep[row.maskOfLayer]) : std::nullopt;
}

std::optional<DropRaster::Point> DropRaster::pointed() const
{
    if (!mouse_) { return keyboard_; }
    if (!plot_.contains(*mouse_)) { return std::nullopt; }
    const auto row = std::ranges::find_if(rows_, [&](const Row& r) { return mouse_->y() < r.bottom; });
    if (row == rows_.end()) { return std::nullopt; }
    const auto first = static_cast<double>(firstStep_);
    const double step = first + (mouse_->x() - plot_.left()) / plot_.width() * (shownEnd_ - first);
    constexpr std::int64_t anyStep = std::numeric_limits<std::int64_t>::max();
    return Point{static_cast<std::size_t>(row - rows_.begin()), run::nearestIn(step, -anyStep, anyStep)};
}

QString DropRaster::readout() const
{
    const auto point = pointed();
    if (!point || point->row >= rows_.size()) { return {}; }
    const auto mask = maskAt(*point);
    const auto keep = keepProbabilityAt(*point);
    const QString state = !mask          ? tr("no mask drawn")
                          : *mask == 0   ? tr("dropped")
                          : *mask == 255 ? tr("kept")
                                         : tr("%1 kept").arg(shareText(*mask / 255.0));
    const QString text =
        tr("step %1 · %2 · %3").arg(numberText(static_cast<double>(point->step), 0), rows_[point->row].name, state);
    return keep ? text + tr(" · keep probability %1").arg(numberText(static_cast<double>(*keep), 3)) : text;
}

void DropRaster::keyPressEvent(QKeyEvent* event)
{
    const int key = event->key();
    const bool moves = key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Up || key == Qt::Key_Down;
    const bool ends = key == Qt::Key_Escape && keyboard_;
    if (rows_.empty() || steps_.empty() || !(moves || ends)) {
        ChartWidget::keyPressEvent(event);
        return;
    }
    const auto before = pointed();
    mouse_.reset(); // the hand that moved last leads
    if (ends) {
        keyboard_.reset();
    } else {
        Point to = before.value_or(Point{0, steps_.back()});
        const std::int64_t along = !before ? 0 : key == Qt::Key_Right ? 1 : key == Qt::Key_Left ? -1 : 0;
        const std::int64_t down = !before ? 0 : key == Qt::Key_Down ? 1 : key == Qt::Key_Up ? -1 : 0;
        to.step = std::clamp(to.step + along, steps_.front(), steps_.back());
        const auto last = static_cast<std::int64_t>(rows_.size()) - 1;
        to.row = static_cast<std::size_t>(std::clamp(static_cast<std::int64_t>(to.row) + down, std::int64_t(0), last));
        keyboard_ = to;
    }
    update();
}

} // namespace gridscope::ui
