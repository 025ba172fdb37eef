// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/group_panels.h"

#include "core/method/alq/alq.h"
#include "ui/chart/numbers.h"
#include "ui/chart/share_stack.h"
#include "ui/panel/picture_panel.h"
#include "ui/panel/told.h"

#include <algorithm>

namespace gridscope::ui {

// How many groups of the chosen layer have how many bits, over the steps.
class GroupBitsPanel final {
    Q_DECLARE_TR_FUNCTIONS(gridscope::ui::GroupBitsPanel)
public:
    using Picture = ShareStack;
    static QString draw(ShareStack& picture, const run::History& history, const View& view);
    static QString emptyText(const run::History& history)
    {
        return history.hasStarted()
                   ? tr("No groups here: quantized training has not begun, or this layer stays float.")
                   : noRunText(history,
                               tr("No run yet. Here the groups of a layer will be seen to give up their bits."));
    }
};

QString GroupBitsPanel::draw(ShareStack& picture, const run::History& history, const View& view)
{
    const std::string layer = layerName(history, view);
    std::vector<ShareStack::Column> columns;
    for (const run::SnapshotPtr& snapshot : history.snapshots()) {
        const run::Extra* told = snapshot->extra(run::alq_extra::groups, layer);
        if (told == nullptr || told->values.empty()) { continue; }
        columns.push_back({double(snapshot->step), {told->values.begin(), told->values.end()}});
    }
    const auto shown = newestTelling(history, view, run::alq_extra::groups, layer);
    const QString name = QString::fromStdString(layer);
    picture.display(std::move(columns), double(history.lastStep()),
                    view.step ? std::optional(double(*view.step)) : std::nullopt,
                    {tr("%1: share of groups by their bits").arg(name), tr("groups by bits")});
    if (!shown) { return {}; }
    const auto& values = shown->extra(run::alq_extra::groups, layer)->values;
    double all = 0;
    for (const float count : values) { all += double(count); }
    return tr("%1 at step %2: %3 of %4 groups are empty.")
        .arg(name, numberText(double(shown->step), 0), shareText(all > 0 ? double(values[0]) / all : 0),
             numberText(all, 0));
}

std::unique_ptr<Panel> makeGroupBitsPanel() { return std::make_unique<PicturePanel<GroupBitsPanel>>(); }

} // namespace gridscope::ui
