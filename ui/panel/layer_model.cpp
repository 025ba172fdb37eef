// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/layer_model.h"

#include "ui/chart/numbers.h"

#include <algorithm>

namespace gridscope::ui {

void LayerModel::show(const std::vector<run::LayerInfo>& layers, const run::SnapshotPtr& snapshot)
{
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
    LayerRow row{QString::fromStdString(layers_[i].name), layers_[i].parameters, nullptr, false};
    if (snapshot_ && i < snapshot_->layers.size()) {
        row.state = &snapshot_->layers[i];
        row.inForce = snapshot_->quantized && row.state->bits > 0;
    }
    return row;
}

QVariant LayerModel::data(const QModelIndex& index, int role) const
{
    const LayerRow r = row(index.row());
    if (role == Qt::DisplayRole) { return r.name; }
    if (role != Qt::AccessibleTextRole && role != Qt::ToolTipRole) { return {}; }
    const QString size = tr("%1 weights").arg(countText(static_cast<std::uint64_t>(r.parameters)));
    if (r.state == nullptr) { return tr("%1, %2").arg(r.name, size); }
    const QString bits = r.state->bits == 0 ? tr("float") : tr("%1 bit").arg(r.state->bits);
    return tr("%1, %2, score %3, %4").arg(r.name, bits, scoreText(r.state->score), size);
}

} // namespace gridscope::ui
