// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/histogram_panel.h"

#include "core/run/collapse.h"
#include "core/run/levels.h"
#include "ui/chart/numbers.h"
#include "ui/look/flow_layout.h"
#include "ui/look/plain_label.h"
#include "ui/panel/arms.h"

#include <QVBoxLayout>

#include <cmath>

namespace gridscope::ui {

namespace {

void setTextIfNew(QLabel* label, const QString& text)
{
    if (label->text() != text) { label->setText(text); }
}

QString sentence(const run::LayerInfo& info, const run::LayerState& state, const run::Snapshot& snapshot, bool inForce)
{
    const QString name = QString::fromStdString(info.name);
    const QString step = numberText(static_cast<double>(snapshot.step), 0);
    if (!inForce) {
        return HistogramPanel::tr("%1 at step %2: %3 float weights, no grid in force yet.")
            .arg(name, step, countText(static_cast<std::uint64_t>(info.parameters)));
    }
    const QString text =
        HistogramPanel::tr("%1 at step %2: %3 bit, step size %4, clustering score %5, %6 of the weights in the zero "
                           "cell, %7 below and %8 above the grid.")
            .arg(name, step, QString::fromStdString(run::bitsText(state)), valueText(state.alpha, state.alpha / 100),
                 scoreText(state.score), shareText(state.zeroShare), countText(state.below), countText(state.above));
    if (!run::isCollapsed(state, inForce)) { return text; }
    return text + QLatin1Char(' ')
           + HistogramPanel::tr("Collapsed: %1 of the weights are on one grid point, so the score means nothing.")
                 .arg(shareText(run::fullestShare(state)));
}

QString accuracyOf(const run::History& history, std::int64_t step)
{
    const run::Evaluation* evaluation = history.evaluationAt("validation", step);
    return evaluation != nullptr && evaluation->quantized ? accuracyText(evaluation->quantized->accuracy)
                                                          : accuracyText(std::nan(""));
}

// What bars and outline are, each with its own score and accuracy; the longest wording first.
QStringList legendOf(const run::History& history, const View& view, const run::LayerState& state,
                     const run::Snapshot& snapshot, const run::SnapshotPtr& other)
{
    if (!other || view.layer >= other->layers.size()) { return {}; }
    const ArmNames names = armNames(history, view);
    const run::LayerState& theirs = other->layers[view.layer];
    const QString here = scoreOrCollapse(state, snapshot.quantized);
    const QString there = scoreOrCollapse(theirs, other->quantized);
    return {HistogramPanel::tr("bars: %1, score %2, accuracy %3 | outline and rings: %4, score %5, accuracy %6")
                .arg(names.here, here, accuracyOf(history, snapshot.step), names.other, there,
                     accuracyOf(*view.other, snapshot.step)),
            HistogramPanel::tr("bars: %1, score %2 | outline and rings: %3, score %4")
                .arg(names.here, here, names.other, there),
            HistogramPanel::tr("bars: %1 %2 | outline: %3 %4").arg(names.here, here, names.other, there),
            QStringLiteral("%1 %2 | %3 %4").arg(names.here, here, names.other, there)};
}

ScoreHero::Content heroOf(const run::History& history, const run::LayerState& state, const run::Snapshot& snapshot,
                          const QString& name)
{
    const bool isInForce = snapshot.quantized && state.isQuantized();
    const run::Evaluation* evaluation = history.evaluationAt("validation", snapshot.step);
    const bool isKnown = evaluation != nullptr && evaluation->quantized;
    return {name,
            std::isfinite(state.score) ? std::optional(state.score) : std::nullopt,
            isInForce,
            run::isCollapsed(state, isInForce),
            isKnown && isInForce && run::isGuessing(history, "validation", snapshot.step),
            isKnown ? accuracyText(evaluation->quantized->accuracy) : QString()};
}

// Which grid points the masks of the snapshot's own step left; nothing when it drew none.
std::optional<run::CodeRange> keptAt(const run::History& history, std::size_t layer, std::int64_t at)
{
    const run::Step* step = history.stepAt(at);
    if (step == nullptr || step->index != at) { return std::nullopt; }
    const auto masks = run::masksOf(history.start(), *step, layer);
    return masks.empty() ? std::nullopt : std::optional(run::keptCodes(history.start().config, layer, masks));
}

} // namespace

HistogramPanel::Half HistogramPanel::makeHalf()
{
    Half half{new QWidget, new QBoxLayout(QBoxLayout::LeftToRight), new ScoreHero, new HistogramView};
    half.box->setLayout(half.layout);
    half.layout->setContentsMargins({});
    half.layout->addWidget(half.view, 1);
    half.layout->addWidget(half.hero);
    return half;
}

HistogramPanel::HistogramPanel(QWidget* parent)
    : Panel(parent), own_(makeHalf()), beside_(makeHalf()), view_(own_.view), hero_(own_.hero), scale_(new QComboBox),
      facts_(new QWidget)
{
    view_->setLeastSize(16, 12);
    beside_.view->takeAxesOf(*view_);
    scale_->addItem(tr("share"), static_cast<int>(HistogramView::Scale::Linear));
    scale_->addItem(tr("√ share"), static_cast<int>(HistogramView::Scale::SquareRoot));
    scale_->addItem(tr("log share"), static_cast<int>(HistogramView::Scale::Logarithmic));
    scale_->setCurrentIndex(1);
    scale_->setAccessibleName(tr("Scale of the histogram's share axis"));
    scale_->setToolTip(
        tr("Height of bars and sticks. The square root keeps small cells visible beside the zero cell."));
    connect(scale_, &QComboBox::currentIndexChanged, this,
            [this] { view_->setScale(static_cast<HistogramView::Scale>(scale_->currentData().toInt())); });

    auto* row = new FlowLayout(facts_, 18, 6);
    layer_ = addFact(tr("layer"), tr("The weight tensor on show."), *row);
    bits_ = addFact(tr("bits"), tr("Bits per weight: 2^bits grid points."), *row);
    alpha_ = addFact(tr("step size α"), tr("Distance of grid points, learned. In weight units."), *row);
    score_ = addFact(tr("score"), tr("1 on the grid, 0 evenly spread, -1 at the cell borders."), *row);
    scoreNonzero_ = addFact(tr("without zero"), tr("The score of the weights outside the zero cell."), *row);
    zero_ = addFact(tr("in zero cell"), tr("Share of all weights in the zero cell."), *row);
    changed_ = addFact(tr("moved"), tr("Share of weights that changed grid point since the last snapshot."), *row);
    error_ = addFact(tr("rel. error"), tr("Quantization error: squared error relative to the squared weights."), *row);
    auto* heights = new QWidget;
    auto* heightsColumn = new QVBoxLayout(heights);
    heightsColumn->setContentsMargins({});
    heightsColumn->addWidget(scale_);
    heights->setProperty("pushRight", true);
    row->addWidget(heights);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(6);
    auto* halves = new QHBoxLayout;
    halves->addWidget(own_.box, 1);
    halves->addWidget(beside_.box, 1);
    column->addLayout(halves, 1);
    column->addWidget(facts_);
    beside_.box->hide();
    setFocusProxy(view_);
    showEmpty(tr("No run yet. Press play to watch weights settle onto the grid."));
    describe(*this, *view_);
}

HistogramPanel::Fact HistogramPanel::addFact(const QString& caption, const QString& help, QLayout& row)
{
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins({});
    column->setSpacing(0);
    const Fact fact{new PlainLabel(caption), new PlainLabel(QStringLiteral("–"))};
    QFont bold = fact.value->font();
    bold.setBold(true);
    fact.value->setFont(bold);
    // Not by palette role: a style sheet's text colour makes the faint one half transparent.
    fact.caption->setProperty("role", "caption");
    fact.value->setMinimumWidth(QFontMetrics(bold).horizontalAdvance(shareText(1e-9)) + 2); // "< 0.01 %"
    column->addWidget(fact.caption);
    column->addWidget(fact.value);
    box->setToolTip(help);
    row.addWidget(box);
    return fact;
}

void HistogramPanel::forPaper(bool hasRoom)
{
    scale_->hide();
    hasFacts_ = hasRoom;
    isOnPaper_ = true;
}

void HistogramPanel::takeLook(const Panel& shown)
{
    scale_->setCurrentIndex(static_cast<const HistogramPanel&>(shown).scale_->currentIndex());
}

void HistogramPanel::showEmpty(const QString& text)
{
    summary_ = text;
    view_->setEmptyText(text);
    view_->clear();
    facts_->hide();
    hero_->hide();
    beside_.box->hide();
}

// Upright beside its histogram; two histograms have theirs as a line above them.
void HistogramPanel::arrange(bool isPair)
{
    hero_->setVisible(isPair || !isOnPaper_);
    beside_.box->setVisible(isPair);
    if (isPair == isPair_) { return; }
    isPair_ = isPair;
    for (const Half& half : {own_, beside_}) {
        half.layout->setDirection(isPair ? QBoxLayout::BottomToTop : QBoxLayout::LeftToRight);
        half.hero->setUpright(!isPair);
        half.view->setLeastSize(isPair ? 8 : 16, isPair ? 9 : 12); // the panel's own stays: nothing beside it moves
    }
    beside_.view->startOver();
}

void HistogramPanel::refresh(const run::History& history, const View& view)
{
    if (run_.changed(history) || view.layer != shownLayer_) { view_->startOver(); }
    shownLayer_ = view.layer;
    const run::SnapshotPtr snapshot = shownSnapshot(history, view);
    const bool hasLayer =
        snapshot && view.layer < snapshot->layers.size() && view.layer < history.start().layers.size();
    if (!history.hasStarted()) {
        showEmpty(noRunText(history, tr("No run yet. Press play to watch weights settle onto the grid.")));
    } else if (!snapshot) {
        showEmpty(tr("Waiting for the first snapshot."));
    } else if (!hasLayer) {
        showEmpty(tr("No weights here. Choose a layer in the list."));
    } else if (snapshot->layers[view.layer].histogram.empty()) {
        showEmpty(tr("This layer has no histogram."));
    } else if (!run::hasGrid(snapshot->layers[view.layer])) {
        showEmpty(tr("Training has diverged: the step size of this layer is no usable number any more."));
    } else {
        const run::LayerInfo& info = history.start().layers[view.layer];
        const run::LayerState& state = snapshot->layers[view.layer];
        const bool inForce = snapshot->quantized && state.isQuantized();
        view_->display(snapshot, view.layer, info.parameters);
        const bool hasOther =
            view.other != nullptr && view.other->hasStarted() && view.layer < view.other->start().layers.size();
        const run::SnapshotPtr other = hasOther ? otherSnapshot(view, snapshot->step) : nullptr;
        const bool isPair = hasOther && view.isBeside;
        arrange(isPair);
        showHero(history, view, state, *snapshot);
        if (isPair) { showBeside(history, view, *snapshot); }
        view_->makeRoomFor(isPair ? other : nullptr, isPair ? view.other->start().layers[view.layer].parameters : 1);
        view_->setOther(isPair ? nullptr : other, hasOther ? view.other->start().layers[view.layer].parameters : 1,
                        isPair ? QStringList() : legendOf(history, view, state, *snapshot, other));
        view_->setKept(keptAt(history, view.layer, snapshot->step));
        fillFacts(info, state, inForce);
        summary_ = sentence(info, state, *snapshot, inForce);
        if (isPair) {
            summary_ += QStringLiteral(" %1. %2.").arg(hero_->sentence(), beside_.hero->sentence());
        } else if (hasOther) {
            summary_ += tr(" The outline is %1.").arg(view.otherName);
        }
        facts_->setVisible(hasFacts_);
        score_.caption->parentWidget()->setVisible(isOnPaper_); // elsewhere it is the large number
    }
    describe(*this, *view_);
}

void HistogramPanel::showHero(const run::History& history, const View& view, const run::LayerState& state,
                              const run::Snapshot& snapshot)
{
    hero_->display(heroOf(history, state, snapshot, isPair_ ? armNames(history, view).here : QString()));
}

void HistogramPanel::showBeside(const run::History& history, const View& view, const run::Snapshot& snapshot)
{
    const QString name = armNames(history, view).other;
    const run::SnapshotPtr other = otherSnapshot(view, snapshot.step);
    beside_.view->setAccessibleName(tr("Histogram of %1").arg(name));
    if (!other || view.layer >= other->layers.size()) {
        beside_.view->setEmptyText(tr("%1 has nothing at this step.").arg(name));
        beside_.view->clear();
        return beside_.hero->display({name, {}, false, false, false, {}});
    }
    beside_.view->display(other, view.layer, view.other->start().layers[view.layer].parameters);
    beside_.view->setKept(keptAt(*view.other, view.layer, other->step));
    beside_.hero->display(heroOf(*view.other, other->layers[view.layer], *other, name));
}

void HistogramPanel::fillFacts(const run::LayerInfo& info, const run::LayerState& state, bool inForce)
{
    const QString none = QStringLiteral("–");
    setTextIfNew(layer_.value, QString::fromStdString(info.name));
    setTextIfNew(bits_.value, inForce ? QString::fromStdString(run::bitsText(state)) : tr("float"));
    setTextIfNew(alpha_.value, valueText(state.alpha, state.alpha / 100));
    setTextIfNew(score_.value, scoreOrCollapse(state, inForce));
    setTextIfNew(scoreNonzero_.value, run::isCollapsed(state, inForce) ? none : scoreText(state.scoreNonzero));
    setTextIfNew(zero_.value, run::levelsOf(state).hasZero() ? shareText(state.zeroShare) : none);
    setTextIfNew(changed_.value, inForce ? shareText(state.changedShare) : none);
    setTextIfNew(error_.value, inForce ? shareText(state.relativeError) : none);
}

} // namespace gridscope::ui
