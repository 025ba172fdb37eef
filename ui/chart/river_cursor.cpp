// SPDX-License-Identifier: GPL-3.0-or-later
// What mouse and keyboard point at in the river, and what is said of it.
#include "core/run/levels.h"
#include "ui/chart/grid_points.h"
#include "ui/chart/numbers.h"
#include "ui/chart/river_view.h"

#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>

namespace gridscope::ui {

run::SnapshotPtr RiverView::snapshotAt(double step) const
{
    if (snapshots_.empty() || step > static_cast<double>(snapshots_.back()->step) + 1) { return nullptr; }
    const auto after =
        std::ranges::upper_bound(snapshots_, step, {}, [](const auto& s) { return static_cast<double>(s->step); });
    const bool isInGap = after != snapshots_.begin() && after != snapshots_.end() && isGap(*std::prev(after), *after)
                         && step >= static_cast<double>((*std::prev(after))->step) + 1;
    if (isInGap) { return nullptr; }
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
    const run::Levels levels = run::levelsOf(state);
    if (!levels.isDrawable()) { return tr("w %1 · no grid").arg(valueText(value, std::abs(value) / 100)); }
    const auto bin = levels.binOf(value, state.binsPerCell);
    if (!bin || static_cast<std::size_t>(*bin) >= state.histogram.size()) {
        return tr("w %1 · outside the grid").arg(valueText(value, levels.narrowest() / 10));
    }
    const std::uint32_t count = state.histogram[static_cast<std::size_t>(*bin)];
    return tr("w %1 · %2 · %3 weights (%4)")
        .arg(valueText(value, levels.narrowest() / state.binsPerCell), pointText(levels, *bin / state.binsPerCell),
             countText(count), shareText(count / parameters_));
}

QString RiverView::readout() const
{
    const run::SnapshotPtr snapshot = pointedAt();
    const run::LayerState* s = stateOf(snapshot);
    if (s == nullptr) { return {}; }
    const QString step = tr("step %1").arg(numberText(static_cast<double>(snapshot->step), 0));
    if (!mouse_) {
        return tr("%1 · step size %2 · score %3")
            .arg(step, valueText(s->alpha, s->alpha / 100), scoreOrCollapse(*s, snapshot->quantized));
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
