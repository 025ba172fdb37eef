// SPDX-License-Identifier: GPL-3.0-or-later
// What the histogram shows and says; how it looks is in histogram_paint.cpp and histogram_words.cpp.
#include "ui/chart/histogram_view.h"

#include "core/base/whole.h"
#include "core/run/levels.h"
#include "ui/chart/grid_points.h"
#include "ui/chart/numbers.h"

#include <QFontMetrics>
#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>
#include <tuple>

namespace gridscope::ui {

HistogramView::HistogramView(QWidget* parent) : ChartWidget(parent)
{
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    late_.setSingleShot(true);
    connect(&late_, &QTimer::timeout, this, [this] {
        fitAxes();
        update();
    });
}

void HistogramView::display(const run::SnapshotPtr& snapshot, std::size_t layer, std::int64_t parameters)
{
    if (snapshot == snapshot_ && layer == layer_) { return; }
    snapshot_ = snapshot;
    layer_ = layer;
    parameters_ = std::max(1.0, static_cast<double>(parameters));
    fitAxes();
    update();
}

void HistogramView::setKept(std::optional<run::CodeRange> kept)
{
    if (kept == kept_) { return; }
    kept_ = kept;
    update();
}

void HistogramView::setOther(const run::SnapshotPtr& snapshot, std::int64_t parameters, const QStringList& legend)
{
    if (snapshot == other_ && legend == legend_) { return; }
    const bool hadOther = otherState() != nullptr;
    other_ = snapshot;
    otherParameters_ = std::max(1.0, static_cast<double>(parameters));
    legend_ = legend;
    if (hadOther != (otherState() != nullptr)) { layOut(); }
    update();
}

void HistogramView::makeRoomFor(const run::SnapshotPtr& snapshot, std::int64_t parameters)
{
    if (snapshot == beside_) { return; }
    if (!beside_) { alone_ = ranges_; }
    beside_ = snapshot;
    if (!beside_ && alone_) {
        ranges_ = *alone_;
        alone_.reset();
        layOut();
    }
    besideParameters_ = std::max(1.0, static_cast<double>(parameters));
    fitAxes();
    update();
}

QString HistogramView::shareAxisText() const
{
    switch (axes_.scale) {
    case Scale::Linear: return tr("share of weights");
    case Scale::SquareRoot: return tr("share of weights (square-root scale)");
    case Scale::Logarithmic: return tr("share of weights (logarithmic scale)");
    }
    return {};
}

QString HistogramView::shortShareAxisText() const
{
    switch (axes_.scale) {
    case Scale::Linear: return tr("share");
    case Scale::SquareRoot: return tr("√ share");
    case Scale::Logarithmic: return tr("log share");
    }
    return {};
}

// Shares that are longer than usual ("0.00002 %") get their room; it changes with the axes only.
void HistogramView::layOut()
{
    const QFontMetricsF metrics(font());
    axes_.layOut(size(), metrics, 0, otherState() != nullptr);
    double widest = 0;
    for (const auto& ticks : {latentTicks(axes_, tickDistance()), quantizedTicks(axes_, tickDistance())}) {
        for (const ShareTick& tick : ticks) {
            widest = std::max(widest, metrics.horizontalAdvance(tickShareText(tick.share)));
        }
    }
    axes_.layOut(size(), metrics, widest, otherState() != nullptr);
    forgetCaches();
}

double HistogramView::tickDistance() const { return 1.25 * QFontMetricsF(font()).height(); }

void HistogramView::clear()
{
    if (!snapshot_) { return; }
    snapshot_.reset();
    startOver();
}

void HistogramView::startOver()
{
    ranges_ = {};
    alone_.reset();
    keyboardBin_.reset();
    forgetCaches();
    update();
}

void HistogramView::setScale(Scale scale)
{
    axes_.scale = scale;
    layOut();
    update();
    Q_EMIT axesChanged();
}

namespace {

// What can be drawn of a layer, or nothing.
const run::LayerState* drawable(const run::SnapshotPtr& snapshot, std::size_t layer)
{
    if (!snapshot || layer >= snapshot->layers.size()) { return nullptr; }
    const run::LayerState& state = snapshot->layers[layer];
    return !state.histogram.empty() && run::hasGrid(state) ? &state : nullptr;
}

} // namespace

const run::LayerState* HistogramView::state() const { return drawable(snapshot_, layer_); }
const run::LayerState* HistogramView::otherState() const { return drawable(other_, layer_); }

bool HistogramView::isInForce() const { return state() != nullptr && snapshot_->quantized && state()->isQuantized(); }

double HistogramView::share(std::uint64_t count) const { return static_cast<double>(count) / parameters_; }

double HistogramView::binEdge(int bin) const { return run::levelsOf(*state()).binEdge(bin, state()->binsPerCell); }

int HistogramView::binCount() const { return static_cast<int>(state()->histogram.size()); }
int HistogramView::codeOfBin(int bin) const { return run::levelsOf(*state()).code(bin / state()->binsPerCell); }

std::optional<HistogramView::Extent> HistogramView::extentOf(const run::SnapshotPtr& snapshot, std::size_t layer,
                                                             double parameters)
{
    const run::LayerState* s = drawable(snapshot, layer);
    if (s == nullptr) { return std::nullopt; }
    const run::Levels levels = run::levelsOf(*s);
    const bool hasCounts = snapshot->quantized && s->isQuantized() && !s->counts.empty();
    const std::uint32_t counted = hasCounts ? *std::ranges::max_element(s->counts) : 0;
    return Extent{levels.binEdge(0, s->binsPerCell), levels.binEdge(int(s->histogram.size()), s->binsPerCell),
                  *std::ranges::max_element(s->histogram) / parameters, counted / parameters};
}

void HistogramView::takeAxesOf(const HistogramView& leader)
{
    leader_ = &leader;
    connect(&leader, &HistogramView::axesChanged, this, [this] {
        fitAxes();
        update();
    });
    fitAxes();
}

void HistogramView::followAxes()
{
    HistogramAxes axes = leader_->axes_;
    axes.parameters = parameters_;
    const auto ranges = [](const HistogramAxes& a) {
        return std::tuple(a.low, a.high, a.latentTop, a.quantizedTop, a.scale, a.parameters);
    };
    if (ranges(axes) == ranges(axes_)) { return; }
    axes_ = axes;
    layOut();
}

void HistogramView::fitAxes()
{
    if (leader_ != nullptr && leader_->state() != nullptr) { return followAxes(); }
    const auto own = extentOf(snapshot_, layer_, parameters_);
    if (!own) { return; }
    Extent e = *own;
    if (const auto beside = extentOf(beside_, layer_, besideParameters_)) {
        e = {std::min(e.low, beside->low), std::max(e.high, beside->high), std::max(e.latent, beside->latent),
             std::max(e.quantized, beside->quantized)};
    }
    bool changed = ranges_.weights.fit(e.low, e.high, now());
    changed |= ranges_.latent.fit(e.latent, now());
    changed |= ranges_.quantized.fit(e.quantized, now());
    if (ranges_.weights.isLate() && !late_.isActive()) { late_.start(static_cast<int>(CalmRange::pause)); }
    axes_.parameters = parameters_;
    axes_.low = ranges_.weights.low();
    axes_.high = ranges_.weights.high();
    axes_.latentTop = ranges_.latent.top() > 0 ? ranges_.latent.top() : 1;
    axes_.quantizedTop = ranges_.quantized.top() > 0 ? ranges_.quantized.top() : 1;
    if (!changed) { return; }
    layOut();
    Q_EMIT axesChanged();
}

QSize HistogramView::sizeHint() const
{
    return {45 * fontMetrics().averageCharWidth() + 100, 18 * fontMetrics().height()};
}

QSize HistogramView::minimumSizeHint() const
{
    return {leastCharacters_ * fontMetrics().averageCharWidth(), leastLines_ * fontMetrics().height()};
}

void HistogramView::setLeastSize(int characters, int lines)
{
    leastCharacters_ = characters;
    leastLines_ = lines;
    updateGeometry();
}

QString HistogramView::belowText() const
{
    return state() == nullptr ? QString() : tr("◂ %1 below").arg(countText(state()->below));
}

QString HistogramView::aboveText() const
{
    return state() == nullptr ? QString() : tr("%1 above ▸").arg(countText(state()->above));
}

QString HistogramView::zeroText() const
{
    const run::LayerState* s = state();
    if (s == nullptr || !run::levelsOf(*s).hasZero()) { return {}; }
    return tr("zero: %1 of weights").arg(shareText(s->zeroShare));
}

std::optional<int> HistogramView::cursorBin() const
{
    if (state() == nullptr) { return std::nullopt; }
    if (!mouse_) { return keyboardBin_ ? std::optional(std::clamp(*keyboardBin_, 0, binCount() - 1)) : std::nullopt; }
    const auto bin = run::levelsOf(*state()).binOf(axes_.weightAt(mouse_->x()), state()->binsPerCell);
    const bool isInside = bin && *bin < binCount() && axes_.plot.contains(*mouse_);
    return isInside ? bin : std::nullopt;
}

std::optional<int> HistogramView::stickUnderMouse() const
{
    const auto bin = cursorBin();
    const bool isBelow = mouse_ && mouse_->y() > axes_.baseline();
    return isInForce() && isBelow && bin ? std::optional(codeOfBin(*bin)) : std::nullopt;
}

QString HistogramView::binReadout(int bin) const
{
    const double resolution = (binEdge(bin + 1) - binEdge(bin)) / 2;
    const std::uint32_t count = state()->histogram[static_cast<std::size_t>(bin)];
    const QString text = tr("w %1 .. %2 · %3 · %4 (%5)")
                             .arg(valueText(binEdge(bin), resolution), valueText(binEdge(bin + 1), resolution),
                                  pointText(run::levelsOf(*state()), bin / state()->binsPerCell),
                                  tr("%1 weights").arg(countText(count)), shareText(share(count)));
    return isDropped(codeOfBin(bin)) ? text + tr(" · dropped at this step") : text;
}

QString HistogramView::stickReadout(int code) const
{
    const run::Levels levels = run::levelsOf(*state());
    const auto index = static_cast<std::size_t>(levels.indexOf(code));
    const std::uint32_t count = index < state()->counts.size() ? state()->counts[index] : 0;
    return tr("%1 · w %2 · %3 quantized weights (%4)")
        .arg(pointText(levels, levels.indexOf(code)),
             valueText(levels.point(levels.indexOf(code)), levels.narrowest() / 100), countText(count),
             shareText(share(count)));
}

QString HistogramView::readout() const
{
    if (const auto code = stickUnderMouse()) { return stickReadout(*code); }
    if (const auto bin = cursorBin()) { return binReadout(*bin); }
    const bool isOutside = state() != nullptr && mouse_ && axes_.plot.contains(*mouse_);
    if (!isOutside) { return {}; }
    const bool isBelow = axes_.weightAt(mouse_->x()) < binEdge(0);
    const std::uint64_t count = isBelow ? state()->below : state()->above;
    return (isBelow ? tr("outside the grid: %1 weights below (%2)") : tr("outside the grid: %1 weights above (%2)"))
        .arg(countText(count), shareText(share(count)));
}

void HistogramView::keyPressEvent(QKeyEvent* event)
{
    const int key = event->key();
    const bool moves = key == Qt::Key_Left || key == Qt::Key_Right;
    const bool ends = key == Qt::Key_Escape && keyboardBin_;
    if (state() == nullptr || !(moves || ends)) {
        ChartWidget::keyPressEvent(event);
        return;
    }
    if (ends) {
        keyboardBin_.reset();
    } else {
        const int zero = run::wholeIn(run::levelsOf(*state()).cellsBelow(0) * state()->binsPerCell, 0, binCount() - 1);
        const int from = cursorBin().value_or(zero);
        keyboardBin_ = std::clamp(from + (key == Qt::Key_Left ? -1 : 1), 0, binCount() - 1);
        mouse_.reset(); // the hand that moved last leads
    }
    update();
}

} // namespace gridscope::ui
