// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/cluster_panel.h"

#include "core/method/methods.h"
#include "core/run/collapse.h"
#include "core/run/levels.h"
#include "core/settings/settings.h"
#include "ui/chart/line_chart.h"
#include "ui/chart/numbers.h"
#include "ui/panel/arms.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace gridscope::ui {

namespace {

using run::Clustering;
// In the order in which they are drawn: the one that tells the story lies above the others.
constexpr std::array shown{Clustering::ZeroShare, Clustering::Score, Clustering::ScoreNonzero};

QColor zeroColor(const Theme& t) { return gridPointColor(t, 0, -1, 1); } // as in the histogram
QColor scoreColor(const Theme& t) { return t.latent; }
QColor nonzeroColor(const Theme& t) { return t.quantized; }

std::vector<LineChart::Style> stylesOf(const QString& other)
{
    std::vector<LineChart::Style> styles{{ClusterPanel::tr("in zero cell"), zeroColor, {5, 3}, 2},
                                         {ClusterPanel::tr("score"), scoreColor, {}, 2},
                                         {ClusterPanel::tr("without zero"), nonzeroColor, {}, 1.75 * strokeWidth(2)}};
    if (other.isEmpty()) { return styles; }
    const QList<qreal> dotted = otherRunStyle(other).dashes;
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const bool isNamed = shown[i] == Clustering::ScoreNonzero; // one name says whose all dotted ones are
        styles.push_back({isNamed ? other : QString(), styles[i].color, dotted, styles[i].width});
    }
    return styles;
}

run::Curve curveOf(const run::History& history, std::size_t layer, Clustering what)
{
    if (!history.hasStarted()) { return {}; }
    return run::clusterCurve(history.snapshots(), layer, what, history.longestStretch());
}

double lowestOf(const run::Curve& curve)
{
    double lowest = 0;
    for (const run::Point& point : curve) { lowest = std::isfinite(point.y) ? std::min(lowest, point.y) : lowest; }
    return lowest;
}

// The layer in that snapshot, if a grid is in force there.
const run::LayerState* gridded(const run::SnapshotPtr& snapshot, std::size_t layer)
{
    const bool hasLayer = snapshot && snapshot->quantized && layer < snapshot->layers.size();
    return hasLayer && snapshot->layers[layer].isQuantized() ? &snapshot->layers[layer] : nullptr;
}

QString nonzeroText(const run::LayerState& state)
{
    return run::isCollapsed(state, true) ? scoreOrCollapse(state, true) : scoreText(state.scoreNonzero);
}

QString facts(const run::LayerState& state)
{
    const QString scores = ClusterPanel::tr("clustering score %1, without the zero cell %2")
                               .arg(scoreOrCollapse(state, true), nonzeroText(state));
    return run::levelsOf(state).hasZero()
               ? ClusterPanel::tr("%1; %2 of the weights in the zero cell").arg(scores, shareText(state.zeroShare))
               : scores;
}

} // namespace

ClusterPanel::ClusterPanel(QWidget* parent) : ChartPanel(parent)
{
    connect(&ThemeSource::instance(), &ThemeSource::changed, this, &ClusterPanel::refreshWanted); // how thick is thick
    showEmpty();
}

std::int64_t ClusterPanel::firstStep(const run::Start& start) const
{
    return std::max<std::int64_t>(1, start.firstStep);
}

QString ClusterPanel::emptyText(const run::History& history) const
{
    if (!history.hasStarted()) {
        return noRunText(history, tr("No run yet. Here the weights will be seen to gather on grid points, or not to."));
    }
    if (run::methodOf(run::settingsAt(history)).traits.isFloat) {
        return tr("Full precision: no layer has a grid that its weights could gather on.");
    }
    const run::SnapshotPtr latest = history.latest();
    return latest && latest->quantized ? tr("No grid that this layer's weights could gather on.")
                                       : tr("No score yet: quantized training has not begun.");
}

QString ClusterPanel::draw(const run::History& history, const View& view)
{
    const QString other = view.other != nullptr ? armNames(history, view).other : QString();
    chart_->setCurves(stylesOf(other));
    double low = 0;
    const auto give = [&](const run::History& from, std::size_t first) {
        for (std::size_t i = 0; i < shown.size(); ++i) {
            run::Curve curve = curveOf(from, view.layer, shown[i]);
            low = std::min(low, lowestOf(curve));
            chart_->replace(first + i, std::move(curve));
        }
    };
    give(history, 0);
    if (!other.isEmpty()) { give(*view.other, shown.size()); }
    // All runs have the same axis, so that they can be compared by a look, unless weights gather on the borders.
    constexpr double usualLow = -0.2, parts = 5;
    chart_->setValueRange(std::max(-1.0, std::min(usualLow, std::floor(low * parts) / parts)), 1);
    nameValues(history, view);
    const run::SnapshotPtr snapshot = shownSnapshot(history, view);
    const run::LayerState* state = gridded(snapshot, view.layer);
    if (state == nullptr) { return view.step ? tr("No grid is in force at this step.") : QString(); }
    QString sentence = tr("%1 at step %2: %3.")
                           .arg(QString::fromStdString(history.start().layers[view.layer].name),
                                numberText(double(snapshot->step), 0), facts(*state));
    const auto* theirs = gridded(otherSnapshot(view, snapshot->step), view.layer);
    if (theirs != nullptr) { sentence += QStringLiteral(" ") + tr("%1: %2.").arg(other, facts(*theirs)); }
    return sentence;
}

// Above the curves: what the numbers mean, or who of the two runs is where.
void ClusterPanel::nameValues(const run::History& history, const View& view)
{
    QStringList titles{tr("score: 1 on the grid points, 0 spread evenly; share of weights in the zero cell"),
                       tr("score: 1 on the grid points, 0 spread evenly"), tr("1 on the grid points, 0 even"),
                       tr("score")};
    const run::SnapshotPtr snapshot = shownSnapshot(history, view);
    const auto* ours = gridded(snapshot, view.layer);
    const auto* theirs = snapshot ? gridded(otherSnapshot(view, snapshot->step), view.layer) : nullptr;
    if (ours != nullptr && theirs != nullptr) {
        const ArmNames names = armNames(history, view);
        const QString both =
            QStringLiteral("%1 %2, %3 %4").arg(names.here, nonzeroText(*ours), names.other, nonzeroText(*theirs));
        titles = QStringList{tr("score without zero: %1").arg(both), both, tr("score")};
    }
    chart_->setTitles(titles, tr("step"));
}

} // namespace gridscope::ui
