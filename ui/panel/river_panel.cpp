// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/river_panel.h"

#include "ui/chart/numbers.h"
#include "ui/panel/arms.h"

#include <QEvent>
#include <QHBoxLayout>

namespace gridscope::ui {

namespace {

QString sentence(const run::History& history, std::size_t layer)
{
    const auto all = history.snapshots();
    const run::LayerState& last = all.back()->layers[layer];
    const run::LayerState& first = all.front()->layers[layer];
    return RiverPanel::tr(
               "%1 from step %2 to %3: the clustering score went from %4 to %5, the step size from %6 to %7.")
        .arg(QString::fromStdString(history.start().layers[layer].name),
             numberText(static_cast<double>(all.front()->step), 0),
             numberText(static_cast<double>(all.back()->step), 0), scoreOrCollapse(first, all.front()->quantized),
             scoreOrCollapse(last, all.back()->quantized), valueText(first.alpha, first.alpha / 100),
             valueText(last.alpha, last.alpha / 100));
}

} // namespace

RiverPanel::RiverPanel(QWidget* parent)
    : Panel(parent), view_(new RiverView), beside_(new RiverView), stub_(new QToolButton(this))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->addWidget(view_, 1);
    row->addWidget(beside_, 1);
    beside_->hide();
    beside_->takeAxisOf(*view_);
    setFocusProxy(view_);
    stub_->setObjectName(QStringLiteral("floatStub"));
    stub_->setToolTip(tr("Float training, which comes before the grid: show it or fold it away"));
    stub_->setAccessibleName(tr("Float training"));
    stub_->setAutoRaise(true);
    stub_->hide();
    connect(stub_, &QToolButton::clicked, this, &Panel::floatAsked);
    connect(&ThemeSource::instance(), &ThemeSource::changed, this, &Panel::refreshWanted); // projected: no stub
    connect(view_, &RiverView::weightAsked, this, &RiverPanel::weightAsked);
    refresh({}, {});
}

void RiverPanel::takeLook(const Panel& shown)
{
    view_->setWeight(static_cast<const RiverPanel&>(shown).view_->weight());
}

void RiverPanel::refresh(const run::History& history, const View& view)
{
    const run::SnapshotPtr latest = history.latest();
    const bool hasLayer = latest && view.layer < latest->layers.size() && view.layer < history.start().layers.size();
    if (hasLayer && !latest->layers[view.layer].histogram.empty()) {
        summary_ = sentence(history, view.layer);
        view_->display(history, view.layer, firstShownStep(history, view));
        view_->setCursor(view.step);
    } else {
        summary_ =
            !history.hasStarted()
                ? noRunText(history, tr("No run yet. Here the weights will flow towards the grid, step by step."))
            : !latest ? tr("Waiting for the first snapshot.")
                      : tr("No weights here. Choose a layer in the list.");
        view_->setEmptyText(summary_);
        view_->clear();
    }
    showStub(history, view, hasLayer);
    showBeside(history, view, hasLayer && view.isBeside && view.other != nullptr && view.other->hasStarted());
    describe(*this, *view_);
}

void RiverPanel::showStub(const run::History& history, const View& view, bool hasLayer)
{
    const bool isThere = hasLayer && history.start().firstStep < 0 && history.lastStep() > 0;
    stub_->setVisible(isThere && !isOnPaper_ && !theme().isProjected); // nobody clicks there
    if (!isThere) { return; }
    stub_->setText(hasFoldedFloat(history, view) ? tr("\u2039 float") : tr("float \u203A"));
    placeStub();
    stub_->raise();
}

void RiverPanel::placeStub()
{
    const QSize size = stub_->sizeHint();
    stub_->setGeometry(QRect(QPoint(0, height() - size.height()), size)); // below the values, where the axis begins
}

void RiverPanel::resizeEvent(QResizeEvent* event)
{
    Panel::resizeEvent(event);
    placeStub();
}

void RiverPanel::changeEvent(QEvent* event)
{
    Panel::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) { placeStub(); }
}

void RiverPanel::showBeside(const run::History& history, const View& view, bool isShown)
{
    beside_->setVisible(isShown);
    if (!isShown) {
        view_->makeRoomFor(nullptr);
        return beside_->clear();
    }
    const ArmNames names = armNames(history, view);
    beside_->setEmptyText(tr("%1: waiting for the first snapshot.").arg(names.other));
    beside_->display(*view.other, view.layer, firstShownStep(*view.other, view));
    beside_->setCursor(view.step);
    view_->makeRoomFor(beside_);
    beside_->setAccessibleName(tr("River of %1").arg(names.other));
}

} // namespace gridscope::ui
