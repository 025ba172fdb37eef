// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/river_view.h"

#include "core/run/levels.h"
#include "ui/chart/grid_points.h"
#include "ui/chart/numbers.h"
#include "ui/chart/pixels.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace gridscope::ui {

RiverView::RiverView(QWidget* parent) : ChartWidget(parent)
{
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&slices_, &QTimer::timeout, this, &RiverView::drawSlice);
    late_.setSingleShot(true);
    connect(&late_, &QTimer::timeout, this, [this] {
        if (!snapshots_.empty()) { fitAxes(); }
        update();
    });
}

QSize RiverView::sizeHint() const { return {45 * fontMetrics().averageCharWidth() + 100, 14 * fontMetrics().height()}; }
QSize RiverView::minimumSizeHint() const { return {30 * fontMetrics().averageCharWidth(), 9 * fontMetrics().height()}; }

const run::LayerState* RiverView::stateOf(const run::SnapshotPtr& snapshot) const
{
    const bool isThere = snapshot && layer_ < snapshot->layers.size();
    return isThere && !snapshot->layers[layer_].histogram.empty() ? &snapshot->layers[layer_] : nullptr;
}

void RiverView::display(const run::History& history, std::size_t layer, std::int64_t from)
{
    if (!history.hasStarted() || history.snapshots().empty()) {
        clear();
        return;
    }
    // Snapshots that stand alone at the start, far from all others, would stretch both axes over nothing.
    auto all = history.snapshots().subspan(history.loneSnapshots());
    const auto begin = std::ranges::lower_bound(all, from, {}, [](const run::SnapshotPtr& s) { return s->step; });
    if (begin != all.end()) { all = all.subspan(std::size_t(begin - all.begin())); }
    const bool isSameLayer = told_ == history.snapshots().front() && layer == layer_ && from == from_;
    const bool isThinned = isSameLayer && history.longestStretch() > longestStretch_ && isThinnedTo(all);
    if (isThinned) { // what is drawn stays: it was finer
        longestStretch_ = history.longestStretch();
        heat_.setLongestStretch(static_cast<double>(longestStretch_));
        nextHeat_.setLongestStretch(static_cast<double>(longestStretch_));
    }
    const bool isOther =
        layer != layer_ || from != from_ || history.longestStretch() != longestStretch_ || !isContinuedBy(all);
    if (isOther) {
        clear();
        layer_ = layer;
        from_ = from;
        told_ = history.snapshots().front();
        longestStretch_ = history.longestStretch();
        const std::int64_t first = std::max(history.start().firstStep, from);
        firstStep_ = all.front()->step - first > longestStretch_ ? all.front()->step : first;
        lastStep_ = history.start().lastStep;
        if (layer < history.start().layers.size()) {
            parameters_ = std::max(1.0, static_cast<double>(history.start().layers[layer].parameters));
        }
    } else if (snapshots_.back() == all.back()) {
        return;
    }
    const std::int64_t drawn = snapshots_.empty() ? std::numeric_limits<std::int64_t>::min() : snapshots_.back()->step;
    const auto fresh = std::ranges::upper_bound(all, drawn, {}, [](const run::SnapshotPtr& s) { return s->step; });
    const auto firstNew = snapshots_.size();
    snapshots_.insert(snapshots_.end(), fresh, all.end());
    fitAxes();
    for (std::size_t i = firstNew; i < snapshots_.size() && !mustRedraw_ && !slices_.isActive(); ++i) {
        append(snapshots_[i]);
    }
    update();
}

// The history has what is drawn, and perhaps more. It may have given up the last one, which it kept only for being the last.
bool RiverView::isContinuedBy(std::span<const run::SnapshotPtr> all)
{
    const auto begins = [&] {
        return !snapshots_.empty() && snapshots_.size() <= all.size() && all.front() == snapshots_.front()
               && all[snapshots_.size() - 1] == snapshots_.back();
    };
    if (begins()) { return true; }
    const auto stepOf = [](const run::SnapshotPtr& snapshot) { return snapshot->step; };
    const bool isGivenUp = snapshots_.size() > 1 && snapshots_.back()->step < all.back()->step
                           && !std::ranges::binary_search(all, snapshots_.back()->step, {}, stepOf);
    if (!isGivenUp) { return false; }
    snapshots_.pop_back();
    fitted_ = std::min(fitted_, snapshots_.size());
    return begins();
}

// Everything of the history that is not newer than what is drawn, is drawn: only some of that was given up.
bool RiverView::isThinnedTo(std::span<const run::SnapshotPtr> all)
{
    if (snapshots_.empty() || all.front() != snapshots_.front()) { return false; }
    const auto stepOf = [](const run::SnapshotPtr& snapshot) { return snapshot->step; };
    std::vector<run::SnapshotPtr> kept;
    auto drawn = snapshots_.begin();
    for (const run::SnapshotPtr& snapshot : all) {
        if (snapshot->step > snapshots_.back()->step) { break; }
        drawn = std::ranges::lower_bound(drawn, snapshots_.end(), snapshot->step, {}, stepOf);
        if (drawn == snapshots_.end() || *drawn != snapshot) { return false; }
        kept.push_back(snapshot);
    }
    snapshots_ = std::move(kept);
    fitted_ = std::min(fitted_, snapshots_.size());
    return true;
}

bool RiverView::isGap(const run::SnapshotPtr& before, const run::SnapshotPtr& after) const
{
    return after->step - before->step > longestStretch_;
}

std::vector<RiverView::Gap> RiverView::gaps() const
{
    std::vector<Gap> gaps;
    for (std::size_t i = 1; i < snapshots_.size(); ++i) {
        if (isGap(snapshots_[i - 1], snapshots_[i])) { gaps.push_back({snapshots_[i - 1]->step, snapshots_[i]->step}); }
    }
    return gaps;
}

void RiverView::clear()
{
    snapshots_.clear();
    told_.reset();
    fitted_ = 0;
    least_ = most_ = 0;
    valueRange_.reset();
    keyboardStep_.reset();
    shownEnd_ = 1;
    mustRedraw_ = true;
    update();
}

void RiverView::makeRoomFor(const RiverView* other)
{
    beside_ = other;
    if (!snapshots_.empty()) { fitAxes(); }
}

void RiverView::takeAxisOf(const RiverView& leader)
{
    leader_ = &leader;
    connect(&leader, &RiverView::axisChanged, this, [this] {
        if (!snapshots_.empty()) { fitAxes(); }
        update();
    });
}

void RiverView::setCursor(std::optional<std::int64_t> step)
{
    if (step == cursor_) { return; }
    cursor_ = step;
    update();
}

void RiverView::setWeight(std::optional<std::size_t> weight)
{
    if (weight == weight_) { return; }
    weight_ = weight;
    update();
}

// True when the range changed.
bool RiverView::fitValues()
{
    if (leader_ != nullptr && !leader_->snapshots_.empty()) {
        const CalmRange before = std::exchange(valueRange_, leader_->valueRange_);
        return before.low() != valueRange_.low() || before.high() != valueRange_.high();
    }
    const bool isPair = beside_ != nullptr && !beside_->snapshots_.empty();
    return valueRange_.fit(isPair ? std::min(least_, beside_->least_) : least_,
                           isPair ? std::max(most_, beside_->most_) : most_, now());
}

void RiverView::fitAxes()
{
    const double end = stepAxisEnd(firstStep_, lastStep_, snapshots_.back()->step);
    bool changed = end != shownEnd_;
    shownEnd_ = end;
    for (; fitted_ < snapshots_.size(); ++fitted_) {
        if (const run::LayerState* s = stateOf(snapshots_[fitted_]); s != nullptr && run::hasGrid(*s)) {
            const run::Levels levels = run::levelsOf(*s);
            least_ = std::min(least_, levels.border(0));
            most_ = std::max(most_, levels.border(levels.size()));
        }
    }
    const bool isNewRange = fitValues();
    if (valueRange_.isLate() && !late_.isActive()) { late_.start(static_cast<int>(CalmRange::pause)); }
    if (isNewRange) { layOut(); } // other numbers may need another margin
    if (changed || isNewRange) { redrawInSlices(); }
    if (isNewRange) { Q_EMIT axisChanged(); }
}

void RiverView::append(const run::SnapshotPtr& snapshot)
{
    const run::LayerState* s = stateOf(snapshot);
    if (s == nullptr) { return; }
    heat_.append(*s, snapshot->step);
    lines_.append(heat_, *s, snapshot->step, snapshot->quantized && s->isQuantized());
}

RiverImage::Frame RiverView::frame(double pixelRatio) const
{
    return {(plot_.size() * pixelRatio).toSize(),
            static_cast<double>(firstStep_),
            shownEnd_,
            valueRange_.low(),
            valueRange_.high(),
            static_cast<double>(longestStretch_)};
}

void RiverView::redraw(double pixelRatio)
{
    slices_.stop();
    const double ratio = drawnRatio_ = pixelRatio;
    heat_.start(frame(ratio), theme());
    lines_.start(heat_, ratio);
    for (const auto& snapshot : snapshots_) { append(snapshot); }
    mustRedraw_ = false;
}

void RiverView::redrawInSlices()
{
    constexpr std::size_t few = 400; // as fast as a frame
    if (mustRedraw_ || !isVisible() || snapshots_.size() < few) {
        mustRedraw_ = true;
        return;
    }
    nextHeat_.start(frame(drawnRatio_), theme());
    nextLines_.start(nextHeat_, drawnRatio_);
    nextDone_ = std::numeric_limits<std::int64_t>::min();
    slices_.start(0);
}

void RiverView::drawSlice()
{
    if (mustRedraw_ || snapshots_.empty()) { return slices_.stop(); } // all of it will be, at once
    constexpr std::int64_t longest = 4;                               // milliseconds
    QElapsedTimer timer;
    timer.start();
    auto next = std::ranges::upper_bound(snapshots_, nextDone_, {}, [](const run::SnapshotPtr& s) { return s->step; });
    for (; next != snapshots_.end() && timer.elapsed() < longest; ++next) {
        nextDone_ = (*next)->step;
        const run::LayerState* s = stateOf(*next);
        if (s == nullptr) { continue; }
        nextHeat_.append(*s, nextDone_);
        nextLines_.append(nextHeat_, *s, nextDone_, (*next)->quantized && s->isQuantized());
    }
    if (next != snapshots_.end()) { return; }
    slices_.stop();
    std::swap(heat_, nextHeat_);
    std::swap(lines_, nextLines_);
    update();
}

// Of the images that are shown: all of the plot, unless these axes' own are still being drawn.
QRectF RiverView::placeOfImages() const
{
    if (!slices_.isActive()) { return plot_; }
    const RiverImage::Frame& drawn = heat_.frame();
    return {QPointF(pixelOfStep(drawn.firstStep), pixelOfValue(drawn.high)),
            QPointF(pixelOfStep(drawn.lastStep), pixelOfValue(drawn.low))};
}

void RiverView::forgetCaches() { mustRedraw_ = true; }

std::vector<double> RiverView::valueTicks() const
{
    const int most = static_cast<int>(plot_.height() / QFontMetricsF(font()).height() / 2);
    return niceTicks(valueRange_.low(), valueRange_.high(), std::max(2, most));
}

double RiverView::resolutionOf(const std::vector<double>& ticks) { return ticks.size() > 1 ? ticks[1] - ticks[0] : 0; }

void RiverView::layOut()
{
    const QFontMetricsF metrics(font());
    const double line = std::ceil(metrics.height());
    const double top = std::ceil(1.8 * line);
    plot_.setHeight(std::max(2.0, std::floor(height() - top - 1.6 * line))); // which decides how many numbers there are
    double widest = metrics.horizontalAdvance(numberText(-0.888, 3));
    const auto values = valueTicks();
    for (const double value : values) {
        widest = std::max(widest, metrics.horizontalAdvance(valueText(value, resolutionOf(values))));
    }
    double widestCode = metrics.horizontalAdvance(codeText(-88));
    if (const run::LayerState* s = snapshots_.empty() ? nullptr : stateOf(snapshots_.back())) {
        widestCode = std::max(widestCode, widestName(metrics, run::levelsOf(*s)));
    }
    const double left = std::ceil(widest + line / 3 + strokeWidth(3)) + 2;
    const double right = std::ceil(widestCode + line / 3 + strokeWidth(3)) + 2;
    const QRectF before = placed_;
    plot_ = QRectF(left, top, width() - left - right, plot_.height());
    plot_ = placed_ = QRectF(plot_.topLeft(), plot_.size().expandedTo({2, 2}));
    mustRedraw_ = mustRedraw_ || placed_ != before;
}

void RiverView::resizeEvent(QResizeEvent*) { layOut(); }

void RiverView::changeEvent(QEvent* event)
{
    ChartWidget::changeEvent(event);
    layOut();
}

double RiverView::pixelOfStep(double step) const
{
    return pixelBetween(step, static_cast<double>(firstStep_), shownEnd_, plot_.left(), plot_.right());
}

double RiverView::pixelOfValue(double value) const
{
    return pixelBetween(value, valueRange_.low(), valueRange_.high(), plot_.bottom(), plot_.top());
}

} // namespace gridscope::ui
