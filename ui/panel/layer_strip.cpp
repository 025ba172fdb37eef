// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/layer_strip.h"

#include "ui/chart/layer_delegate.h"
#include "ui/chart/numbers.h"
#include "ui/panel/layer_model.h"

#include <QVBoxLayout>

namespace gridscope::ui {

LayerStrip::LayerStrip(QWidget* parent)
    : Panel(parent), model_(new LayerModel(this)), list_(new QListView), empty_(new QLabel)
{
    list_->setModel(model_);
    list_->setItemDelegate(new LayerDelegate([this](int index) { return model_->row(index); }, list_));
    list_->setUniformItemSizes(true);
    list_->setFrameShape(QFrame::NoFrame);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list_->setResizeMode(QListView::Adjust);
    connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& current) {
        if (!isRefreshing_ && current.isValid()) { Q_EMIT layerChosen(static_cast<std::size_t>(current.row())); }
    });
    empty_->setWordWrap(true);
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setProperty("role", "faint");
    empty_->setMargin(fontMetrics().height());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(list_, 1);
    column->addWidget(empty_, 1);
    setFocusProxy(list_);
    refresh({}, {});
}

void LayerStrip::refresh(const run::History& history, const View& view)
{
    const run::SnapshotPtr snapshot = shownSnapshot(history, view);
    isRefreshing_ = true;
    model_->show(history, snapshot);
    const QModelIndex chosen = model_->index(static_cast<int>(view.layer));
    if (chosen.isValid() && list_->currentIndex() != chosen) { list_->setCurrentIndex(chosen); }
    isRefreshing_ = false;
    const int count = model_->rowCount();
    empty_->setText(history.hasStarted() ? tr("This network has no layers with weights.")
                                         : tr("No run yet. The network's layers will be listed here."));
    empty_->setVisible(count == 0);
    list_->setVisible(count > 0);
    const QString current = model_->data(chosen, Qt::AccessibleTextRole).toString();
    summary_ = count == 0 ? empty_->text() : tr("%1 layers; chosen: %2.").arg(count).arg(current);
    describe(*this, *list_);
}

} // namespace gridscope::ui
