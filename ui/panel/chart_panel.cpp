// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/chart_panel.h"

#include "ui/chart/line_chart.h"

#include <QVBoxLayout>

#include <algorithm>

namespace gridscope::ui {

ChartPanel::ChartPanel(QWidget* parent) : Panel(parent), chart_(new LineChart)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(chart_);
    setFocusProxy(chart_);
    connect(chart_, &LineChart::zoomed, this, &ChartPanel::refreshWanted);
}

namespace {

// "sigma 0.33 → 0.1" where a setting was changed, "fc1 4 → 3" where a layer's bit-length was.
std::vector<LineChart::Mark> changes(const run::History& history)
{
    std::vector<LineChart::Mark> marks;
    for (const run::Mark& mark : history.marks()) {
        const bool isBits = mark.kind == run::Mark::Kind::Bits;
        if (!isBits && mark.kind != run::Mark::Kind::Setting) { continue; }
        const QString text = QStringLiteral("%1 %2 → %3");
        marks.push_back({static_cast<double>(mark.step),
                         text.arg(QString::fromStdString(isBits ? mark.layer : mark.what),
                                  QString::fromStdString(mark.from), QString::fromStdString(mark.to))});
    }
    return marks;
}

// Without words: there may be one every few steps, and the timeline has them.
void addPhases(const run::History& history, std::vector<LineChart::Mark>& marks)
{
    for (const run::Mark& mark : history.marks()) {
        const bool isPhase = mark.kind == run::Mark::Kind::Phase && mark.layer.empty() && mark.step > 0;
        if (isPhase) { marks.push_back({static_cast<double>(mark.step), QString()}); }
    }
}

} // namespace

void ChartPanel::takeLook(const Panel& shown) { chart_->takeZoom(*static_cast<const ChartPanel&>(shown).chart_); }

void ChartPanel::showEmpty() { refresh({}, {}); }

void ChartPanel::refresh(const run::History& history, const View& view)
{
    if (run_.changed(history)) { chart_->startOver(); }
    if (history.hasStarted()) {
        const run::Start& start = history.start();
        const std::int64_t first = std::max(firstStep(start), firstShownStep(history, view));
        const std::int64_t current = std::max(first, history.lastStep());
        chart_->setStepRange(static_cast<double>(first), stepAxisEnd(first, start.lastStep, current));
        const bool hasPretraining = first <= 0 && !hasFoldedFloat(history, view);
        chart_->setShadedUntil(hasPretraining ? std::optional(0.5) : std::nullopt, tr("float"));
    }
    chart_->setCursor(view.step ? std::optional(static_cast<double>(*view.step)) : std::nullopt);
    chart_->setEmptyText(emptyText(history));
    std::vector<LineChart::Mark> marks = changes(history);
    if (marksPhases()) { addPhases(history, marks); }
    chart_->setMarks(std::move(marks));
    const QString drawn = draw(history, view);
    // Of this run there may be nothing where there is a curve of the one laid over it.
    summary_ = chart_->isEmpty() || drawn.isEmpty() ? emptyText(history) : drawn;
    describe(*this, *chart_);
}

} // namespace gridscope::ui
