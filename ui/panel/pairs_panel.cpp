// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/clip_panels.h"

#include "ui/chart/heat_map.h"
#include "ui/chart/numbers.h"
#include "ui/panel/clips.h"
#include "ui/panel/picture_panel.h"
#include "ui/panel/told.h"

#include <cmath>

namespace gridscope::ui {
namespace {

// The share of all bending that is beside the diagonal.
double shareBeside(const HeatMap::Map& map)
{
    double beside = 0, all = 0;
    for (std::size_t i = 0; i < map.values.size(); ++i) {
        const double size = std::abs(map.values[i]);
        all += size;
        if (i / map.columns != i % map.columns) { beside += size; }
    }
    return all > 0 ? beside / all : 0;
}

} // namespace

// How much the loss bends for each pair of clips: what is beside the diagonal is what no clip can have for itself.
class PairsPanel final {
    Q_DECLARE_TR_FUNCTIONS(gridscope::ui::PairsPanel)
public:
    using Picture = HeatMap;
    static QString draw(HeatMap& picture, const run::History& history, const View& view);
    static QString emptyText(const run::History& history)
    {
        return history.hasStarted() ? tr("Pairs of clips are measured once the search is over.")
                                    : noRunText(history, tr("No run yet. Here pairs of clips will be seen."));
    }
};

QString PairsPanel::draw(HeatMap& picture, const run::History& history, const View& view)
{
    const run::Extra* matrix = newestExtra(history, view, "interactions of clips");
    HeatMap::Map map;
    QString summary;
    if (matrix != nullptr && matrix->shape.size() == 2 && matrix->shape[0] == matrix->shape[1]) {
        map.rows = map.columns = std::size_t(matrix->shape[0]);
        map.values.assign(matrix->values.begin(), matrix->values.end());
        for (const ClipTold& clip : clipsOf(history)) { map.rowNames << clip.name; }
        map.columnNames = map.rowNames;
        map.rowTitle = tr("bend of the loss by pairs of log clips (nats)");
        map.unit = tr("nats");
        summary = tr("How the loss bends for %1 clips: %2 of it beside the diagonal.")
                      .arg(map.rows)
                      .arg(shareText(shareBeside(map)));
    }
    picture.display(std::move(map));
    return summary;
}

std::unique_ptr<Panel> makePairsPanel() { return std::make_unique<PicturePanel<PairsPanel>>(); }

} // namespace gridscope::ui
