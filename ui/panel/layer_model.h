// SPDX-License-Identifier: GPL-3.0-or-later
// The layer strip's rows. Their text is what a screen reader says: "fc1, 3 bit, score 0.29, 524,288 weights".
#pragma once

#include "core/run/history.h"
#include "ui/chart/layer_delegate.h"

#include <QAbstractListModel>

namespace gridscope::ui {

class LayerModel final : public QAbstractListModel {
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;
    void show(const std::vector<run::LayerInfo>& layers, const run::SnapshotPtr& snapshot);
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    LayerRow row(int index) const;

private:
    std::vector<run::LayerInfo> layers_;
    run::SnapshotPtr snapshot_;
};

} // namespace gridscope::ui
