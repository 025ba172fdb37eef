// SPDX-License-Identifier: GPL-3.0-or-later
// One line of the layer strip: mini histogram, name, bits, parameters, clustering score as number and bar.
#pragma once

#include "core/run/event.h"

#include <QStyledItemDelegate>

#include <functional>

namespace gridscope::ui {

struct LayerRow {
    QString name;
    std::int64_t parameters = 0;
    const run::LayerState* state = nullptr; // nullptr: no snapshot yet
    bool inForce = false;
    int bitsBefore = 0; // the bit-length before a change that is still news; 0 = none
};

QString bitsText(const LayerRow& row); // "3 bit", "4 → 2 bit" for a while after a change, "float"

class LayerDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using Rows = std::function<LayerRow(int)>;
    LayerDelegate(Rows rows, QObject* parent);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    static void paintTitle(QPainter& painter, const QRectF& top, const LayerRow& row, const QFont& font);
    static void paintScore(QPainter& painter, const QRectF& bottom, const LayerRow& row, const QFont& font);

    Rows rows_;
};

} // namespace gridscope::ui
