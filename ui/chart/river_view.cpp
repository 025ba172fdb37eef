// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/river_view.h"

#include "core/run/layer_grid.h"
#include "core/run/whole.h"
#include "ui/chart/numbers.h"
#include "ui/chart/pixels.h"

#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>

namespace gridscope::ui {

RiverView::RiverView(QWidget* parent) : ChartWidget(parent)
{
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

QSize RiverView::sizeHint() const { return {45 * fontMetrics().averageCharWidth() + 100, 14 * fontMetrics().height()}; }
QSize RiverView::minimumSizeHint() const { return {30 * fontMetrics().averageCharWidth(), 9 * fontMetrics().height()}; }

const run::LayerState* RiverView::stateOf(const run::SnapshotPtr& snapshot) const
{
    const bool isThere = snapshot && layer_ < snapshot->layers.size();
    return isThere && !snapshot->layers[layer_].histogram.empty() ? &snapshot->layers[layer_] : nullptr;
}

void RiverView::display(const run::History& history, std::size_t layer)
{
    if (!history.hasStarted() || history.snapshots().empty()) {
        clear();
        return;
    }
    const auto all = history.snapshots();
    const bool isOther = snapshots_.empty() || snapshots_.front() != all.front() || layer != layer_
                         || snapshots_.back()->step > all.back()->step;
    if (isOther) {
        clear();
        layer_ = layer;
        firstStep_ = history.start().firstStep;
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
    fitAxes(snapshots_.back()->step);
    for (std::size_t i = firstNew; i < snapshots_.size() && !mustRedraw_; ++i) { append(snapshots_[i]); }
    update();
}

void RiverView::clear()
{
    snapshots_.clear();
    valueRange_.reset();
    keyboardStep_.reset();
    shownEnd_ = 1;
    mustRedraw_ = true;
    update();
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

void RiverView::fitAxes(std::int64_t currentStep)
{
    const double end = stepAxisEnd(firstStep_, lastStep_, currentStep);
    bool changed = end != shownEnd_;
    shownEnd_ = end;
    double low = 0;
    double high = 0;
    for (const auto& snapshot : snapshots_) {
        if (const run::LayerState* s = stateOf(snapshot); s != nullptr && run::hasGrid(*s)) {
            low = std::min(low, s->alpha * (s->low - 0.5));
            high = std::max(high, s->alpha * (s->high + 0.5));
        }
    }
    changed |= valueRange_.fit(low, high, now());
    if (changed) { mustRedraw_ = true; }
}

void RiverView::append(const run::SnapshotPtr& snapshot)
{
    const run::LayerState* s = stateOf(snapshot);
    if (s == nullptr) { return; }
    heat_.append(*s, snapshot->step);
    lines_.append(heat_, *s, snapshot->step, snapshot->quantized && s->bits > 0);
}

void RiverView::redraw(double pixelRatio)
{
    const double ratio = drawnRatio_ = pixelRatio;
    const QSize pixels = (plot_.size() * ratio).toSize();
    heat_.start({pixels, static_cast<double>(firstStep_), shownEnd_, valueRange_.low(), valueRange_.high()}, theme());
    lines_.start(heat_, ratio);
    for (const auto& snapshot : snapshots_) { append(snapshot); }
    mustRedraw_ = false;
}

void RiverView::forgetCaches() { mustRedraw_ = true; }

void RiverView::layOut()
{
    const QFontMetricsF metrics(font());
    const double line = std::ceil(metrics.height());
    const double left = std::ceil(metrics.horizontalAdvance(numberText(-0.888, 3)) + line / 2);
    const double right = std::ceil(metrics.horizontalAdvance(codeText(-88)) + line / 2);
    const double top = std::ceil(1.8 * line);
    plot_ = QRectF(left, top, width() - left - right, std::floor(height() - top - 1.6 * line));
    plot_ = QRectF(plot_.topLeft(), plot_.size().expandedTo({2, 2}));
    mustRedraw_ = true;
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

run::SnapshotPtr RiverView::snapshotAt(double step) const
{
    if (snapshots_.empty() || step > static_cast<double>(snapshots_.back()->step) + 1) { return nullptr; }
    const auto after =
        std::ranges::upper_bound(snapshots_, step, {}, [](const auto& s) { return static_cast<double>(s->step); });
    return after == snapshots_.begin() ? snapshots_.front() : *std::prev(after);
}

run::SnapshotPtr RiverView::pointedAt() const
{
    if (mouse_) {
        if (!plot_.contains(*mouse_)) { return nullptr; }
        const double share = (mouse_->x() - plot_.left()) / plot_.width();
        return snapshotAt(static_cast<double>(firstStep_) + share * (shownEnd_ - static_cast<double>(firstStep_)));
    }
    return keyboardStep_ ? snapshotAt(static_cast<double>(*keyboardStep_)) : nullptr;
}

QString RiverView::valueReadout(const run::LayerState& state, double value) const
{
    if (!run::hasGrid(state)) { return tr("w %1 · no grid").arg(valueText(value, std::abs(value) / 100)); }
    const double cells = value / state.alpha - state.low + 0.5;
    const int bins = static_cast<int>(state.histogram.size());
    const int bin = run::wholeIn(std::floor(cells * state.binsPerCell), -1, bins);
    if (bin < 0 || bin >= bins) { return tr("w %1 · outside the grid").arg(valueText(value, state.alpha / 10)); }
    const std::uint32_t count = state.histogram[static_cast<std::size_t>(bin)];
    return tr("w %1 · code %2 · %3 weights (%4)")
        .arg(valueText(value, state.alpha / state.binsPerCell), codeText(state.low + bin / state.binsPerCell),
             countText(count), shareText(count / parameters_));
}

QString RiverView::readout() const
{
    const run::SnapshotPtr snapshot = pointedAt();
    const run::LayerState* s = stateOf(snapshot);
    if (s == nullptr) { return {}; }
    const QString step = tr("step %1").arg(numberText(static_cast<double>(snapshot->step), 0));
    if (!mouse_) {
        return tr("%1 · step size %2 · score %3").arg(step, valueText(s->alpha, s->alpha / 100), scoreText(s->score));
    }
    const double share = (plot_.bottom() - mouse_->y()) / plot_.height();
    const double value = valueRange_.low() + share * (valueRange_.high() - valueRange_.low());
    return step + QStringLiteral(" · ") + valueReadout(*s, value);
}

void RiverView::mouseMoveEvent(QMouseEvent* event)
{
    mouse_ = event->position();
    update();
}

void RiverView::mousePressEvent(QMouseEvent* event)
{
    ChartWidget::mousePressEvent(event);
    mouse_ = event->position();
    const run::SnapshotPtr snapshot = pointedAt();
    const run::LayerState* s = stateOf(snapshot);
    if (event->button() != Qt::LeftButton || s == nullptr || s->followed.empty()) { return; }
    const auto distance = [&](float weight) {
        const double pixels = std::abs(pixelOfValue(static_cast<double>(weight)) - mouse_->y());
        return std::isnan(pixels) ? std::numeric_limits<double>::infinity() : pixels;
    };
    const auto nearest = std::ranges::min_element(s->followed, {}, distance);
    Q_EMIT weightAsked(static_cast<std::size_t>(nearest - s->followed.begin()));
}

void RiverView::leaveEvent(QEvent*)
{
    mouse_.reset();
    update();
}

void RiverView::keyPressEvent(QKeyEvent* event)
{
    const int key = event->key();
    if (key == Qt::Key_Escape && keyboardStep_) {
        keyboardStep_.reset();
    } else if ((key == Qt::Key_Left || key == Qt::Key_Right) && !snapshots_.empty()) {
        const auto shown = pointedAt();
        const auto at = std::ranges::find(snapshots_, shown ? shown : snapshots_.back());
        const auto index = at - snapshots_.begin() + (!shown ? 0 : key == Qt::Key_Left ? -1 : 1);
        const auto last = static_cast<std::ptrdiff_t>(snapshots_.size()) - 1;
        keyboardStep_ = snapshots_[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(index, 0, last))]->step;
        mouse_.reset();
    } else {
        ChartWidget::keyPressEvent(event);
        return;
    }
    update();
}

} // namespace gridscope::ui
