// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/layer_model.h"

#include "core/run/collapse.h"
#include "ui/chart/numbers.h"
#include "ui/look/plain_label.h"

#include <algorithm>

namespace gridscope::ui {

namespace {

// The bit-length before the first of the latest changes up to `step`.
int bitsBefore(const run::History& history, const std::string& layer, std::int64_t step)
{
    for (const run::Mark& mark : history.marks()) {
        const bool isNews = mark.step <= step && mark.step > step - LayerModel::newsSteps;
        if (mark.kind == run::Mark::Kind::Bits && isNews && mark.layer == layer) {
            return QString::fromStdString(mark.from).toInt();
        }
    }
    return 0;
}

} // namespace

void LayerModel::show(const run::History& history, const run::SnapshotPtr& snapshot)
{
    const auto layers = history.hasStarted() ? history.start().layers : std::vector<run::LayerInfo>();
    bitsBefore_.assign(layers.size(), 0);
    for (std::size_t i = 0; i < layers.size() && snapshot; ++i) {
        bitsBefore_[i] = bitsBefore(history, layers[i].name, snapshot->step);
    }
    const bool same = std::ranges::equal(layers, layers_, [](const run::LayerInfo& a, const run::LayerInfo& b) {
        return a.name == b.name && a.parameters == b.parameters;
    });
    if (!same) {
        beginResetModel();
        layers_ = layers;
        snapshot_ = snapshot;
        endResetModel();
    } else if (snapshot != snapshot_) {
        snapshot_ = snapshot;
        if (!layers_.empty()) { Q_EMIT dataChanged(index(0), index(rowCount() - 1)); }
    }
}

int LayerModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(layers_.size());
}

LayerRow LayerModel::row(int index) const
{
    if (index < 0 || index >= rowCount()) { return {}; }
    const auto i = static_cast<std::size_t>(index);
    LayerRow row{QString::fromStdString(layers_[i].name), layers_[i].parameters, nullptr, false, bitsBefore_[i]};
    if (snapshot_ && i < snapshot_->layers.size()) {
        row.state = &snapshot_->layers[i];
        row.inForce = snapshot_->quantized && row.state->isQuantized();
    }
    return row;
}

QVariant LayerModel::data(const QModelIndex& index, int role) const
{
    const LayerRow r = row(index.row());
    if (role == Qt::DisplayRole) { return r.name; }
    if (role == Qt::ToolTipRole) { return plainTip(data(index, Qt::AccessibleTextRole).toString()); }
    if (role != Qt::AccessibleTextRole) { return {}; }
    const QString size = tr("%1 weights").arg(countText(static_cast<std::uint64_t>(r.parameters)));
    if (r.state == nullptr) { return tr("%1, %2").arg(r.name, size); }
    if (run::isCollapsed(*r.state, r.inForce)) {
        return tr("%1, %2, collapsed: %3 of the weights on one grid point, %4")
            .arg(r.name, bitsText(r), shareText(run::fullestShare(*r.state)), size);
    }
    return tr("%1, %2, score %3, %4").arg(r.name, bitsText(r), scoreText(r.state->score), size);
}

} // namespace gridscope::ui
