// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/drop_panel.h"

#include "core/run/masks.h"
#include "ui/chart/numbers.h"

#include <QVBoxLayout>

#include <algorithm>

namespace gridscope::ui {

namespace {

QString sentence(const run::History& history, std::int64_t step)
{
    QStringList layers;
    for (std::size_t i = 0; i < history.start().layers.size(); ++i) {
        if (history.start().layers[i].masks == 0) { continue; }
        layers << QString::fromStdString(history.start().layers[i].name) + QLatin1Char(' ')
                      + dropText(history, i, step);
    }
    return DropPanel::tr("Masks up to step %1: %2.")
        .arg(numberText(static_cast<double>(step), 0), layers.join(QStringLiteral(", ")));
}

} // namespace

DropPanel::DropPanel(QWidget* parent) : Panel(parent), view_(new DropRaster)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(view_);
    setFocusProxy(view_);
    refresh({}, {});
}

void DropPanel::refresh(const run::History& history, const View& view)
{
    if (run_.changed(history)) { view_->clear(); }
    const bool drops = history.hasStarted() && run::dropsBits(history.start());
    const bool hasDrawn =
        drops && std::ranges::any_of(history.steps(), [](const run::Step& s) { return !s.masks.empty(); });
    if (hasDrawn) {
        summary_ = sentence(history, view.step.value_or(history.lastStep()));
        view_->display(history, view.step, firstShownStep(history, view));
    } else {
        summary_ =
            !history.hasStarted()
                ? noRunText(history, tr("No run yet. Here every drawn mask will show whether it was kept or dropped."))
            : drops ? tr("No masks yet: they are drawn from the first step of quantized training on.")
                    : tr("Nothing is dropped in this run. Choose DropBits in the settings.");
        view_->setEmptyText(summary_);
        view_->clear();
    }
    describe(*this, *view_);
}

} // namespace gridscope::ui
