// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/map_panel.h"
#include "ui/panel/told.h"

#include "core/method/md/md.h"
#include "ui/chart/map_curve.h"
#include "ui/chart/numbers.h"

#include <algorithm>
#include <cmath>

namespace gridscope::ui {
namespace {

// The first value; NaN where there is none.
double oneOf(const run::Extra* extra)
{
    return extra == nullptr || extra->values.empty() ? std::nan("") : double(extra->values.front());
}

// A file may say anything: what is no share is none.
std::vector<double> sharesOf(const run::Extra* extra)
{
    std::vector<double> shares;
    if (extra == nullptr) { return shares; }
    for (const float share : extra->values) { shares.push_back(share >= 0 && share <= 1 ? double(share) : 0); }
    return shares;
}

run::Curve weightsOf(const run::Extra* extra, double reach)
{
    run::Curve weights;
    for (std::size_t i = 0; extra != nullptr && i + 1 < extra->values.size(); i += 2) {
        const run::Point point{double(extra->values[i]), double(extra->values[i + 1])};
        if (std::abs(point.x) <= reach && std::abs(point.y) <= 1) { weights.push_back(point); }
    }
    return weights;
}

run::Curve curveOf(const run::MdSettings& own, double beta, double reach)
{
    run::Curve curve;
    constexpr int parts = 400;
    for (int i = 0; i <= parts; ++i) {
        const double dual = reach * (2.0 * i / parts - 1);
        curve.push_back({dual, run::mdPrimal(own, beta, dual)});
    }
    return curve;
}

} // namespace

MapPanel::MapPanel(QWidget* parent) : MapPanel(new MapCurve, parent) {}

MapPanel::MapPanel(MapCurve* chart, QWidget* parent) : PictureBase(chart, parent), chart_(chart) { refresh({}, {}); }

QString MapPanel::emptyText(const run::History& history) const
{
    return history.hasStarted() ? tr("No dual weights of this layer so far.")
                                : noRunText(history, tr("No run yet. Here weights will slide up a curve."));
}

QString MapPanel::draw(const run::History& history, const View& view)
{
    const std::string layer = layerName(history, view);
    const run::SnapshotPtr snapshot = newestTelling(history, view, run::mdDualReach, layer);
    const double reach = snapshot ? oneOf(snapshot->extra(run::mdDualReach, layer)) : std::nan("");
    const double beta = snapshot ? oneOf(snapshot->extra(run::mdBetaExtra)) : std::nan("");
    constexpr double least = 1e-30, most = 1e30;
    if (layer.empty() || !(reach >= least && reach <= most) || !(beta > 0)) {
        chart_->display({});
        return {};
    }
    MapCurve::Content content;
    content.reach = reach;
    content.curve = curveOf(run::mdSettings(history.start().config), beta, reach);
    content.weights = weightsOf(snapshot->extra(run::mdFollowed, layer), reach);
    content.duals = sharesOf(snapshot->extra(run::mdDualHistogram, layer));
    content.primals = sharesOf(snapshot->extra(run::mdPrimalHistogram, layer));
    const QString sharpness = valueText(beta, beta / 100);
    content.title = tr("sharpness β = %1").arg(sharpness);
    content.dualTitle = tr("dual weight v");
    content.primalTitle = tr("primal weight w");
    chart_->display(std::move(content));
    const double hardened = oneOf(snapshot->extra(run::mdHardened, layer));
    return tr("%1 at step %2: sharpness %3, %4 % of the weights beyond ±0.99.")
        .arg(QString::fromStdString(layer), numberText(double(snapshot->step), 0), sharpness,
             valueText(100 * hardened, 0.1));
}

} // namespace gridscope::ui
