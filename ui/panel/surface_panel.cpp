// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/clip_panels.h"

#include "core/base/whole.h"
#include "ui/chart/heat_map.h"
#include "ui/chart/numbers.h"
#include "ui/panel/clips.h"
#include "ui/panel/picture_panel.h"
#include "ui/panel/told.h"

#include <cmath>

namespace gridscope::ui {
namespace {

// From half to twice, by logarithms: powers of two from -1 to 1.
std::vector<QPointF> wayOf(const run::Extra* extra)
{
    std::vector<QPointF> way;
    for (std::size_t i = 0; extra != nullptr && i + 1 < extra->values.size(); i += 2) {
        const QPointF share((1 + double(extra->values[i + 1])) / 2, (1 + double(extra->values[i])) / 2);
        if (std::isfinite(share.x()) && std::isfinite(share.y())) { way.push_back(share); }
    }
    return way;
}

} // namespace

// The loss over two clips around the best ones, and the way of the search through it.
class SurfacePanel final {
    Q_DECLARE_TR_FUNCTIONS(gridscope::ui::SurfacePanel)
public:
    using Picture = HeatMap;
    static QString draw(HeatMap& picture, const run::History& history, const View& view);
    static QString emptyText(const run::History& history)
    {
        return history.hasStarted() ? tr("The loss surface is measured once the search is over.")
                                    : noRunText(history, tr("No run yet. Here the loss over two clips will be seen."));
    }
};

QString SurfacePanel::draw(HeatMap& picture, const run::History& history, const View& view)
{
    const run::Extra* surface = newestExtra(history, view, "loss surface");
    const run::Extra* pair = newestExtra(history, view, "clips of the surface");
    const auto clips = clipsOf(history);
    HeatMap::Map map;
    QString summary;
    const bool isThere =
        surface != nullptr && surface->shape.size() == 2 && pair != nullptr && pair->values.size() == 2;
    const auto nameOf = [&](std::size_t i) {
        const std::size_t clip = run::wholeIn(double(pair->values[i]), std::size_t(0), clips.size());
        return clip < clips.size() ? clips[clip].name : QString();
    };
    if (isThere) {
        map.rows = map.columns = std::size_t(surface->shape[1]);
        map.values.assign(surface->values.begin(), surface->values.end());
        map.isSurface = true;
        map.rowNames = map.columnNames = QStringList{tr("× 0.5"), tr("× 1"), tr("× 2")};
        map.rowTitle = tr("clip of %1").arg(nameOf(0));
        map.columnTitle = tr("clip of %1").arg(nameOf(1));
        map.unit = tr("nats");
        map.way = wayOf(newestExtra(history, view, "search path"));
        summary = tr("Calibration loss around the best clips of %1 and %2, from half to twice, %3 of %4 rows measured.")
                      .arg(nameOf(0), nameOf(1))
                      .arg(surface->shape[0])
                      .arg(map.rows);
    }
    picture.display(std::move(map));
    return summary;
}

std::unique_ptr<Panel> makeSurfacePanel() { return std::make_unique<PicturePanel<SurfacePanel>>(); }

} // namespace gridscope::ui
