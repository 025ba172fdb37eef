// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/layer_strip.h"

#include "ui/chart/layer_delegate.h"
#include "ui/chart/numbers.h"
#include "ui/look/plain_label.h"
#include "ui/panel/layer_model.h"

#include <QKeyEvent>
#include <QVBoxLayout>

namespace gridscope::ui {

LayerStrip::LayerStrip(QWidget* parent)
    : Panel(parent), model_(new LayerModel(this)), find_(new QLineEdit), list_(new QListView), empty_(new PlainLabel)
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
    find_->setObjectName(QStringLiteral("findLayer"));
    find_->setPlaceholderText(tr("part of a name"));
    find_->setAccessibleName(tr("Find a layer by a part of its name"));
    find_->setClearButtonEnabled(true);
    find_->hide();
    find_->installEventFilter(this);
    connect(find_, &QLineEdit::textEdited, this, &LayerStrip::chooseNamed);
    connect(find_, &QLineEdit::returnPressed, this, &LayerStrip::endFind);
    column->addWidget(find_);
    column->addWidget(list_, 1);
    column->addWidget(empty_, 1);
    setFocusProxy(list_);
    refresh({}, {});
}

void LayerStrip::find()
{
    find_->show();
    find_->setFocus();
    find_->selectAll();
}

void LayerStrip::chooseNamed(const QString& part)
{
    for (int row = 0; row < model_->rowCount(); ++row) {
        const QModelIndex index = model_->index(row);
        if (!index.data(Qt::DisplayRole).toString().contains(part, Qt::CaseInsensitive)) { continue; }
        list_->setCurrentIndex(index);
        return list_->scrollTo(index);
    }
}

void LayerStrip::endFind()
{
    list_->setFocus();
    find_->hide();
}

bool LayerStrip::eventFilter(QObject* watched, QEvent* event)
{
    const bool isEscape = watched == find_ && event->type() == QEvent::KeyPress
                          && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape;
    if (isEscape) { endFind(); }
    return isEscape || Panel::eventFilter(watched, event);
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
    empty_->setText(history.hasStarted()
                        ? tr("This network has no layers with weights.")
                        : noRunText(history, tr("No run yet. The network's layers will be listed here.")));
    empty_->setVisible(count == 0);
    list_->setVisible(count > 0);
    const QString current = model_->data(chosen, Qt::AccessibleTextRole).toString();
    summary_ = count == 0 ? empty_->text() : tr("%1 layers; chosen: %2.").arg(count).arg(current);
    describe(*this, *list_);
}

} // namespace gridscope::ui
