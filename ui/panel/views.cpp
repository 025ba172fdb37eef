// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/views.h"

#include "core/method/alq/alq.h"
#include "core/run/masks.h"
#include "ui/panel/accuracy_panel.h"
#include "ui/panel/bits_panel.h"
#include "ui/panel/calibration_panel.h"
#include "ui/panel/clips.h"
#include "ui/panel/clips_panel.h"
#include "ui/panel/cluster_panel.h"
#include "ui/panel/cut_panel.h"
#include "ui/panel/decision_panel.h"
#include "ui/panel/difference_panel.h"
#include "ui/panel/drop_panel.h"
#include "ui/panel/group_bits_panel.h"
#include "ui/panel/histogram_panel.h"
#include "ui/panel/layer_strip.h"
#include "ui/panel/loss_panel.h"
#include "ui/panel/method_panel.h"
#include "ui/panel/microscope_panel.h"
#include "ui/panel/norms_panel.h"
#include "ui/panel/objective_panel.h"
#include "ui/panel/pairs_panel.h"
#include "ui/panel/planes_panel.h"
#include "ui/panel/powers_panel.h"
#include "ui/panel/river_panel.h"
#include "ui/panel/sign_group_panel.h"
#include "ui/panel/storage_panel.h"
#include "ui/panel/surface_panel.h"
#include "ui/panel/trade_panel.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace gridscope::ui {
namespace {

auto named(const char* table)
{
    return [table](const run::History&, std::size_t) { return std::string(table); };
}

auto ofLayer(const char* table)
{
    return [table](const run::History& history, std::size_t layer) {
        return table + ("-" + history.start().layers.at(layer).name);
    };
}

// The chosen layer's masks, or those of the first layer that has some.
std::string masksTable(const run::History& history, std::size_t layer)
{
    const auto& layers = history.start().layers;
    const auto drops = [](const run::LayerInfo& info) { return info.masks > 0; };
    const bool hasMasks = layer < layers.size() && drops(layers[layer]);
    const auto first = std::ranges::find_if(layers, drops);
    return "masks-" + (hasMasks || first == layers.end() ? layers.at(layer).name : first->name);
}

bool drops(const run::History& history, const View&) { return history.hasStarted() && run::dropsBits(history.start()); }
bool hasPlane(const run::History& history, const View&) { return DecisionPanel::hasPlane(history); }
bool tellsExtras(const run::History& history, const View&) { return MethodPanel::tellsExtras(history); }
bool hasPlanes(const run::History& history, const View&) { return PlanesPanel::hasPlanes(history); }
bool hasObjective(const run::History& history, const View&) { return ObjectivePanel::hasBoth(history); }
bool hasGroups(const run::History& history, const View&) { return tells(history, run::alq_extra::groups); }
bool prunes(const run::History& history, const View&) { return tells(history, run::alq_extra::pool); }
// What a search for clips tells; looks come after it.
auto hasTold(const char* extra)
{
    return [extra](const run::History& history, const View&) {
        return newestExtra(history, std::nullopt, extra) != nullptr;
    };
}
bool hasClips(const run::History& history, const View&) { return !clipsOf(history).empty(); }

bool hasOther(const run::History&, const View& view) { return view.other != nullptr; }

// What stands alone: the strip of layers, the main view, what is as wide as the window.
std::vector<ViewInfo> largeViews()
{
    using enum ViewInfo::Place;
    using enum ViewInfo::Cadence;
    return {
        {.key = "layers",
         .name = QT_TRANSLATE_NOOP("Views", "Layers"),
         .make = made<LayerStrip>,
         .place = Strip,
         .leastMilliseconds = Calm,
         .isFigure = false,
         .table = named("layers")},
        {.key = "histogram",
         .name = QT_TRANSLATE_NOOP("Views", "Histogram"),
         .make = made<HistogramPanel>,
         .place = Main,
         .leastMilliseconds = EveryFrame,
         .isPerLayer = true,
         .isOfOneStep = true,
         .table = ofLayer("histogram")},
        {.key = "river",
         .name = QT_TRANSLATE_NOOP("Views", "River"),
         .make = made<RiverPanel>,
         .place = Wide,
         .leastMilliseconds = Calm,
         .isPerLayer = true,
         .table = ofLayer("river")},
    };
}

// What shares a row, and the microscope beside it. What has names and numbers beside its picture, three squares, or is what a twin
// is for, gets more of the row.
std::vector<ViewInfo> rowViews()
{
    return {
        {.key = "difference",
         .name = QT_TRANSLATE_NOOP("Views", "Difference"),
         .make = made<DifferencePanel>,
         .share = 200,
         .isPerLayer = true,
         .wantedFor = hasOther,
         .table = ofLayer("histogram")},
        {.key = "clusters",
         .name = QT_TRANSLATE_NOOP("Views", "Clusters"),
         .make = made<ClusterPanel>,
         .share = 120,
         .isPerLayer = true,
         .table = named("layers")},
        {.key = "bits", .name = QT_TRANSLATE_NOOP("Views", "Bits"), .make = made<BitsPanel>, .table = named("layers")},
        {.key = "dropbits",
         .name = QT_TRANSLATE_NOOP("Views", "DropBits"),
         .make = made<DropPanel>,
         .share = 160,
         .wantedFor = drops,
         .table = masksTable},
        {.key = "decisions",
         .name = QT_TRANSLATE_NOOP("Views", "Decisions"),
         .make = made<DecisionPanel>,
         .share = 210,
         .isOfOneStep = true,
         .wantedFor = hasPlane,
         .table = named("evaluations")},
        {.key = "method",
         .name = QT_TRANSLATE_NOOP("Views", "Method"),
         .make = made<MethodPanel>,
         .share = 160,
         .isPerLayer = true,
         .isOfOneStep = true,
         .wantedFor = tellsExtras},
        {.key = "loss", .name = QT_TRANSLATE_NOOP("Views", "Loss"), .make = made<LossPanel>, .table = named("steps")},
        {.key = "accuracy",
         .name = QT_TRANSLATE_NOOP("Views", "Accuracy"),
         .make = made<AccuracyPanel>,
         .table = named("evaluations")},
        {.key = "microscope",
         .name = QT_TRANSLATE_NOOP("Views", "Microscope"),
         .make = made<MicroscopePanel>,
         .place = ViewInfo::Place::Side,
         .isPerLayer = true,
         .isFigure = false,
         .table = named("layers")},
    };
}

// What only one method tells: first in the row, where it is wanted at all.
std::vector<ViewInfo> planesViews()
{
    return {
        {.key = "planes",
         .name = QT_TRANSLATE_NOOP("Views", "Bit planes"),
         .make = made<PlanesPanel>,
         .share = 180,
         .isOfOneStep = true,
         .wantedFor = hasPlanes,
         .table = named("extras")},
        {.key = "norms",
         .name = QT_TRANSLATE_NOOP("Views", "Plane norms"),
         .make = made<NormsPanel>,
         .isPerLayer = true,
         .wantedFor = hasPlanes,
         .table = named("extras")},
        {.key = "objective",
         .name = QT_TRANSLATE_NOOP("Views", "Objective"),
         .make = made<ObjectivePanel>,
         .wantedFor = hasObjective,
         .table = named("extras")},
    };
}

// Of weights that are sums of sign vectors, group by group.
std::vector<ViewInfo> groupViews()
{
    return {
        {.key = "groupbits",
         .name = QT_TRANSLATE_NOOP("Views", "Groups"),
         .make = made<GroupBitsPanel>,
         .share = 120,
         .isPerLayer = true,
         .wantedFor = hasGroups,
         .table = named("extras")},
        {.key = "signgroup",
         .name = QT_TRANSLATE_NOOP("Views", "One group"),
         .make = made<SignGroupPanel>,
         .share = 160,
         .isPerLayer = true,
         .isOfOneStep = true,
         .wantedFor = hasGroups,
         .table = named("extras")},
        {.key = "cut",
         .name = QT_TRANSLATE_NOOP("Views", "Pruning"),
         .make = made<CutPanel>,
         .share = 120,
         .isOfOneStep = true,
         .wantedFor = prunes,
         .table = named("extras")},
        {.key = "trade",
         .name = QT_TRANSLATE_NOOP("Views", "Bits and accuracy"),
         .make = made<TradePanel>,
         .wantedFor = hasGroups,
         .table = named("evaluations")},
        {.key = "storage",
         .name = QT_TRANSLATE_NOOP("Views", "Storage"),
         .make = made<StoragePanel>,
         .wantedFor = hasGroups,
         .table = named("extras")},
    };
}

// Of searches for clips, before the others: such runs tell little else.
std::vector<ViewInfo> clipViews()
{
    const auto extras = named("extras");
    return {
        {.key = "clips",
         .name = QT_TRANSLATE_NOOP("Views", "Clips"),
         .make = made<ClipsPanel>,
         .share = 140,
         .wantedFor = hasClips,
         .table = extras},
        {.key = "calibration",
         .name = QT_TRANSLATE_NOOP("Views", "Calibration"),
         .make = made<CalibrationPanel>,
         .share = 140,
         .wantedFor = hasTold("calibration loss"),
         .table = extras},
        {.key = "powers",
         .name = QT_TRANSLATE_NOOP("Views", "Loss over p"),
         .make = made<PowersPanel>,
         .share = 120,
         .isOfOneStep = true,
         .wantedFor = hasTold("loss over p"),
         .table = extras},
        {.key = "surface",
         .name = QT_TRANSLATE_NOOP("Views", "Loss surface"),
         .make = made<SurfacePanel>,
         .share = 120,
         .isOfOneStep = true,
         .wantedFor = hasTold("loss surface"),
         .table = extras},
        {.key = "pairs",
         .name = QT_TRANSLATE_NOOP("Views", "Pairs of clips"),
         .make = made<PairsPanel>,
         .share = 140,
         .isOfOneStep = true,
         .wantedFor = hasTold("interactions of clips"),
         .table = extras},
    };
}

std::vector<ViewInfo> ownViews()
{
    std::vector<ViewInfo> all = largeViews();
    for (const auto& more : {clipViews, planesViews, groupViews, rowViews}) {
        std::ranges::move(more(), std::back_inserter(all));
    }
    return all;
}

std::vector<ViewInfo>& table()
{
    static std::vector<ViewInfo> all = ownViews();
    return all;
}

} // namespace

QString ViewInfo::title() const { return QCoreApplication::translate("Views", name); }

std::span<const ViewInfo> views() { return table(); }

const ViewInfo* viewNamed(const QString& key)
{
    const auto found = std::ranges::find(table(), key, &ViewInfo::key);
    return found == table().end() ? nullptr : &*found;
}

void addView(ViewInfo view)
{
    const bool isUsable = view.name != nullptr && view.make && !view.key.isEmpty() && !view.key.contains('-');
    const bool hasRoom = view.place == ViewInfo::Place::Row || view.place == ViewInfo::Place::Side;
    Q_ASSERT(isUsable && hasRoom && viewNamed(view.key) == nullptr);
    const auto after = [&](const ViewInfo& other) { return other.place > view.place; };
    const auto at = std::ranges::find_if(table(), after);
    if (isUsable && hasRoom) { table().insert(at, std::move(view)); }
}

} // namespace gridscope::ui
