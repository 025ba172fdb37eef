// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/views.h"

#include "core/method/alq/alq.h"
#include "core/method/md/md.h"
#include "core/run/masks.h"
#include "ui/panel/accuracy_panel.h"
#include "ui/panel/bits_panel.h"
#include "ui/panel/calibration_panel.h"
#include "ui/panel/clip_panels.h"
#include "ui/panel/clips.h"
#include "ui/panel/clips_panel.h"
#include "ui/panel/cluster_panel.h"
#include "ui/panel/decision_panel.h"
#include "ui/panel/difference_panel.h"
#include "ui/panel/drop_panel.h"
#include "ui/panel/group_panels.h"
#include "ui/panel/histogram_panel.h"
#include "ui/panel/layer_strip.h"
#include "ui/panel/loss_panel.h"
#include "ui/panel/map_panel.h"
#include "ui/panel/method_panel.h"
#include "ui/panel/microscope_panel.h"
#include "ui/panel/norms_panel.h"
#include "ui/panel/objective_panel.h"
#include "ui/panel/picture_base.h"
#include "ui/panel/planes_panel.h"
#include "ui/panel/river_panel.h"
#include "ui/panel/storage_panel.h"
#include "ui/panel/told.h"

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
bool hasPlanes(const run::History& history, const View&) { return planesAreTold(history); }
bool hasObjective(const run::History& history, const View&) { return ObjectivePanel::hasBoth(history); }
auto hasTold(const char* extra)
{
    return [extra](const run::History& history, const View&) { return tells(history, extra); };
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

// What only some methods tell, in arrays beside what all have; where there is none of it, it is not wanted.
struct Told {
    const char* key;
    const char* name;
    std::function<std::unique_ptr<Panel>()> make;
    std::function<bool(const run::History&, const View&)> wantedFor;
    int share = 100;
    enum Of { Run, RunAtAStep, Layer, LayerAtAStep } of = Run;
    const char* table = "extras";
};

ViewInfo viewOf(const Told& told)
{
    return {.key = QLatin1String(told.key),
            .name = told.name,
            .make = told.make,
            .share = told.share,
            .isPerLayer = told.of == Told::Layer || told.of == Told::LayerAtAStep,
            .isOfOneStep = told.of == Told::RunAtAStep || told.of == Told::LayerAtAStep,
            .wantedFor = told.wantedFor,
            .table = named(told.table)};
}

// First in the row: such runs tell little else.
const Told toldViews[] = {
    {"clips", QT_TRANSLATE_NOOP("Views", "Clips"), made<ClipsPanel>, hasClips, 140},
    {"calibration", QT_TRANSLATE_NOOP("Views", "Calibration"), made<CalibrationPanel>, hasTold("calibration loss"),
     140},
    {"powers", QT_TRANSLATE_NOOP("Views", "Loss over p"), makePowersPanel, hasTold("loss over p"), 120,
     Told::RunAtAStep},
    {"surface", QT_TRANSLATE_NOOP("Views", "Loss surface"), makeSurfacePanel, hasTold("loss surface"), 120,
     Told::RunAtAStep},
    {"pairs", QT_TRANSLATE_NOOP("Views", "Pairs of clips"), makePairsPanel, hasTold("interactions of clips"), 140,
     Told::RunAtAStep},
    {"planes", QT_TRANSLATE_NOOP("Views", "Bit planes"), made<PlanesPanel>, hasPlanes, 180, Told::RunAtAStep},
    {"norms", QT_TRANSLATE_NOOP("Views", "Plane norms"), made<NormsPanel>, hasPlanes, 100, Told::Layer},
    {"objective", QT_TRANSLATE_NOOP("Views", "Objective"), made<ObjectivePanel>, hasObjective},
    {"groupbits", QT_TRANSLATE_NOOP("Views", "Groups"), makeGroupBitsPanel, hasTold(run::alq_extra::groups), 120,
     Told::Layer},
    {"signgroup", QT_TRANSLATE_NOOP("Views", "One group"), makeSignGroupPanel, hasTold(run::alq_extra::groups), 160,
     Told::LayerAtAStep},
    {"cut", QT_TRANSLATE_NOOP("Views", "Pruning"), makeCutPanel, hasTold(run::alq_extra::pool), 120, Told::RunAtAStep},
    {"trade", QT_TRANSLATE_NOOP("Views", "Bits and accuracy"), makeTradePanel, hasTold(run::alq_extra::groups), 100,
     Told::Run, "evaluations"},
    {"storage", QT_TRANSLATE_NOOP("Views", "Storage"), made<StoragePanel>, hasTold(run::alq_extra::groups)},
    {"map", QT_TRANSLATE_NOOP("Views", "Map"), made<MapPanel>, hasTold(run::mdDualReach), 180, Told::LayerAtAStep},
    {"method", QT_TRANSLATE_NOOP("Views", "Method"), made<MethodPanel>, tellsExtras, 160, Told::LayerAtAStep},
};

std::vector<ViewInfo> ownViews()
{
    std::vector<ViewInfo> all = largeViews();
    std::ranges::transform(toldViews, std::back_inserter(all), viewOf);
    std::ranges::move(rowViews(), std::back_inserter(all));
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
