// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/clip_panels.h"

#include "ui/chart/numbers.h"
#include "ui/chart/point_curve.h"
#include "ui/panel/picture_panel.h"
#include "ui/panel/told.h"

#include <cmath>

namespace gridscope::ui {
namespace {

run::Curve pointsOf(const run::Extra* extra)
{
    run::Curve points;
    for (std::size_t i = 0; extra != nullptr && i + 1 < extra->values.size(); i += 2) {
        const run::Point point{double(extra->values[i]), double(extra->values[i + 1])};
        if (std::isfinite(point.x) && std::isfinite(point.y)) { points.push_back(point); }
    }
    return points;
}

run::Curve parabolaOf(const run::Extra* extra, const run::Curve& points)
{
    run::Curve curve;
    if (extra == nullptr || extra->values.size() != 3 || points.empty()) { return curve; }
    constexpr int parts = 60;
    const double first = points.front().x, width = points.back().x - first;
    for (int i = 0; i <= parts; ++i) {
        const double x = first + width * i / parts;
        curve.push_back({x, (double(extra->values[0]) * x + double(extra->values[1])) * x + double(extra->values[2])});
    }
    return curve;
}

} // namespace

// The loss of clips that are best for some p, over p: what was measured, the parabola through it, what was chosen.
class PowersPanel final {
    Q_DECLARE_TR_FUNCTIONS(gridscope::ui::PowersPanel)
public:
    using Picture = PointCurve;
    static QString draw(PointCurve& picture, const run::History& history, const View& view);
    static QString emptyText(const run::History& history)
    {
        return history.hasStarted() ? tr("No p was tried here.")
                                    : noRunText(history, tr("No run yet. Here the search over p will be seen."));
    }
};

QString PowersPanel::draw(PointCurve& picture, const run::History& history, const View& view)
{
    PointCurve::Content content;
    content.points = pointsOf(newestExtra(history, view, "loss over p"));
    content.pointName = QStringLiteral("p");
    content.xTitle = tr("p of the Lp error");
    content.yTitle = tr("calibration loss (nats)");
    content.unit = tr("nats");
    content.fit = parabolaOf(newestExtra(history, view, "parabola over p"), content.points);
    const run::Curve chosen = pointsOf(newestExtra(history, view, "chosen p"));
    if (!chosen.empty()) {
        content.chosen = chosen.front();
        content.chosenName = tr("chosen %1").arg(numberText(chosen.front().x, 2));
    }
    QString summary = content.points.empty() ? QString() : tr("%1 values of p tried.").arg(content.points.size());
    if (content.chosen) {
        summary += QStringLiteral(" ")
                   + tr("Chosen: p = %1, calibration loss %2 nats.")
                         .arg(numberText(content.chosen->x, 2), numberText(content.chosen->y, 4));
    }
    picture.display(std::move(content));
    return summary;
}

std::unique_ptr<Panel> makePowersPanel() { return std::make_unique<PicturePanel<PowersPanel>>(); }

} // namespace gridscope::ui
