// SPDX-License-Identifier: GPL-3.0-or-later
// All layers of the network: small histogram, bits, score. Up and Down choose; the other panels follow.
#pragma once

#include "ui/panel/describe.h"

#include <QAbstractListModel>
#include <QLabel>
#include <QLineEdit>
#include <QListView>

namespace gridscope::ui {

class LayerModel;

class LayerStrip final : public Panel {
    Q_OBJECT
public:
    explicit LayerStrip(QWidget* parent = nullptr);
    void refresh(const run::History& history, const View& view) override;
    QString summary() const override { return summary_; }
    QListView& list() { return *list_; }
    void find() override; // chooses the first layer that has the part of a name

private:
    void chooseNamed(const QString& part);
    void endFind();
    bool eventFilter(QObject* watched, QEvent* event) override; // Escape in the field

    LayerModel* model_;
    QLineEdit* find_;
    QListView* list_;
    QLabel* empty_;
    QString summary_;
    bool isRefreshing_ = false;
};

} // namespace gridscope::ui
