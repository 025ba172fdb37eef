// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/planes_panel.h"

#include "core/method/bsq/bsq.h"
#include "ui/chart/numbers.h"

#include <QVBoxLayout>

#include <algorithm>

namespace gridscope::ui {
namespace {

constexpr int floatBits = 32;

int planesIn(const run::Snapshot& snapshot, const std::string& layer)
{
    const run::Extra* ones = snapshot.extra(run::planeOnes, layer);
    return ones == nullptr ? 0 : int(ones->values.size());
}

const run::Snapshot* firstWithPlanes(const run::History& history)
{
    const auto isIt = [](const run::SnapshotPtr& snapshot) {
        return std::ranges::any_of(snapshot->extras, [](const run::Extra& e) { return e.name == run::planeOnes; });
    };
    const auto all = history.snapshots();
    const auto found = std::ranges::find_if(all, isIt);
    return found == all.end() ? nullptr : found->get();
}

std::vector<float> valuesOf(const run::Snapshot& snapshot, std::string_view name, const std::string& layer)
{
    const run::Extra* extra = snapshot.extra(name, layer);
    return extra == nullptr ? std::vector<float>() : extra->values;
}

PlanesView::Row rowOf(const run::Snapshot& first, const run::Snapshot& snapshot, const std::string& layer)
{
    PlanesView::Row row;
    row.layer = QString::fromStdString(layer);
    row.started = planesIn(first, layer);
    row.ones = valuesOf(snapshot, run::planeOnes, layer);
    row.norms = valuesOf(snapshot, run::planeNorms, layer);
    const std::vector<float> lowest = valuesOf(snapshot, run::lowestPlane, layer);
    constexpr float most = 1000; // what a stranger's file says may be anything
    row.lowest = lowest.empty() || !(lowest[0] >= 0 && lowest[0] <= most) ? 0 : int(lowest[0]);
    return row;
}

struct Size {
    double weights = 0;
    double bits = 0; // of magnitudes
    double times(double perWeight) const { return floatBits * weights / (bits + perWeight * weights); }
};

Size sizeOf(const run::History& history, const run::Snapshot& snapshot)
{
    Size size;
    const auto& layers = history.start().layers;
    for (std::size_t i = 0; i < std::min(layers.size(), snapshot.layers.size()); ++i) {
        if (planesIn(snapshot, layers[i].name) == 0) { continue; }
        size.weights += double(layers[i].parameters);
        size.bits += double(layers[i].parameters) * snapshot.layers[i].bits;
    }
    return size;
}

// With what papers leave out: every weight that has a magnitude has a sign.
QStringList footsOf(const Size& size)
{
    if (!(size.bits > 0)) { return {PlanesPanel::tr("nothing is left")}; }
    const QString bits = numberText(size.bits / size.weights, 2);
    const QString times = numberText(size.times(0), 1), withSigns = numberText(size.times(1), 1);
    return {PlanesPanel::tr("%1 bits a weight: %2 times smaller than floats, %3 times with signs")
                .arg(bits, times, withSigns),
            PlanesPanel::tr("%1 bits, %2 times smaller, %3 with signs").arg(bits, times, withSigns),
            PlanesPanel::tr("%1 bits").arg(bits)};
}

} // namespace

PlanesPanel::PlanesPanel(QWidget* parent) : Panel(parent), view_(new PlanesView)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(view_);
    setFocusProxy(view_);
    refresh({}, {});
}

bool planesAreTold(const run::History& history) { return firstWithPlanes(history) != nullptr; }

void PlanesPanel::refresh(const run::History& history, const View& view)
{
    const run::Snapshot* first = firstWithPlanes(history);
    const run::SnapshotPtr snapshot = shownSnapshot(history, view);
    std::vector<PlanesView::Row> rows;
    QStringList told;
    for (std::size_t i = 0; first != nullptr && snapshot && i < history.start().layers.size(); ++i) {
        const std::string& layer = history.start().layers[i].name;
        if (planesIn(*snapshot, layer) == 0 || i >= snapshot->layers.size()) { continue; }
        rows.push_back(rowOf(*first, *snapshot, layer));
        rows.back().bits = QString::fromStdString(run::bitsText(snapshot->layers[i]));
        told << tr("%1 %2 of %3").arg(rows.back().layer, rows.back().bits).arg(rows.back().started);
    }
    summary_ = !history.hasStarted() ? noRunText(history, tr("No run yet. Here the bit planes of every layer will be."))
               : first == nullptr    ? tr("No bit planes: choose the method bsq.")
                                     : tr("No bit planes at this step.");
    QStringList foots;
    if (!rows.empty()) {
        foots = footsOf(sizeOf(history, *snapshot));
        summary_ = tr("Bit planes at step %1: %2. %3.")
                       .arg(numberText(double(snapshot->step), 0), told.join(QStringLiteral(", ")), foots.front());
    }
    view_->setEmptyText(summary_);
    view_->display(std::move(rows), foots);
    describe(*this, *view_);
}

} // namespace gridscope::ui
