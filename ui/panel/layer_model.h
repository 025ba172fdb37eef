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
    // As of `snapshot`, which may be empty; a change of bits stays news for `newsSteps`.
    void show(const run::History& history, const run::SnapshotPtr& snapshot);
    static constexpr std::int64_t newsSteps = 100;
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    LayerRow row(int index) const;

private:
    std::vector<run::LayerInfo> layers_;
    run::SnapshotPtr snapshot_;
    std::vector<int> bitsBefore_; // of each layer; 0 = no news
};

} // namespace gridscope::ui
