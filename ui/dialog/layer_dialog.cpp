// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialog/layer_dialog.h"

#include "core/config/networks.h"
#include "core/settings/config_fields.h"
#include "ui/chart/numbers.h"
#include "ui/control/field_words.h"
#include "ui/dialog/dialog_frame.h"
#include "ui/look/plain_label.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <functional>
#include <numeric>

namespace gridscope::ui {
namespace {

enum Column { Number, Name, Weights, Bits, Training, columns };

// Names and sizes; of 2-D points and tables the first layer's size is not known before the data are.
std::vector<run::LayerDescription> layersOf(const run::RunConfig& config)
{
    const run::Input grey, large{3, 224, 224, 10};
    return run::describeNet(config, run::isChain(config.network) ? grey : large);
}

bool isSizeKnown(const run::RunConfig& config)
{
    return run::isChain(config.network) && !run::isToy(config.data) && config.data != "csv" && config.data != "npy";
}

QString weightsText(const run::LayerDescription& layer)
{
    const std::int64_t count =
        std::accumulate(layer.shape.begin(), layer.shape.end(), std::int64_t(1), std::multiplies<>());
    return numberText(double(count), 0);
}

} // namespace

LayerDialog::LayerDialog(run::RunConfig config, QWidget* parent)
    : QDialog(parent), config_(std::move(config)), table_(new QTableWidget(0, columns, this)),
      bits_(new QSpinBox(this)), precision_(new QComboBox(this)), training_(new QComboBox(this))
{
    setObjectName(QStringLiteral("layerDialog"));
    setWindowTitle(tr("Layer by layer"));
    setAttribute(Qt::WA_DeleteOnClose);
    for (std::size_t i = 0; i < run::weightLayerCount(config_); ++i) {
        layers_.push_back({run::bitsOfLayer(config_, i), std::ranges::count(config_.floatLayers, int(i) + 1) > 0,
                           run::isFrozenLayer(config_, i)});
    }
    table_->setObjectName(QStringLiteral("layerTable"));
    table_->setAccessibleName(tr("Layers; select the ones to change"));
    table_->setHorizontalHeaderLabels({tr("no."), tr("layer"), tr("weights"), tr("bits"), tr("training")});
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setTabKeyNavigation(false);
    table_->verticalHeader()->hide();
    table_->horizontalHeader()->setStretchLastSection(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    wordButtons(*buttons);
    ok_ = buttons->button(QDialogButtonBox::Ok);
    auto* hint = new PlainLabel(tr("Select layers (Shift, Ctrl or Ctrl+A for several); a change applies to all of "
                                   "them. The run takes it at the next reset."),
                                this);
    hint->setWordWrap(true);
    auto* column = new QVBoxLayout(this);
    column->addWidget(hint);
    column->addWidget(table_, 1);
    column->addWidget(makeControls());
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(table_, &QTableWidget::itemSelectionChanged, this, &LayerDialog::showSelected);
    fill();
    table_->resizeColumnsToContents();
    table_->selectRow(0);
    const int line = fontMetrics().height();
    resize(line * 28, line * 26);
}

QWidget* LayerDialog::makeControls()
{
    auto* box = new QWidget(this);
    auto* form = new QFormLayout(box);
    form->setContentsMargins(0, 0, 0, 0);
    const run::Field& field = *run::findField("bits");
    bits_->setObjectName(QStringLiteral("layerBits"));
    bits_->setRange(int(field.low), int(field.high));
    precision_->setObjectName(QStringLiteral("layerPrecision"));
    precision_->addItems({tr("quantized"), tr("float (full precision)")});
    training_->setObjectName(QStringLiteral("layerTraining"));
    training_->addItems({tr("trained"), tr("frozen (stays as it is)")});
    form->addRow(tr("&Bit-width"), bits_);
    form->addRow(tr("&Weights"), precision_);
    form->addRow(tr("&Training"), training_);
    bits_->setAccessibleName(tr("Bit-width of the selected layers"));
    precision_->setAccessibleName(tr("Weights of the selected layers"));
    training_->setAccessibleName(tr("Training of the selected layers"));
    connect(bits_, &QSpinBox::valueChanged, this,
            [this](int bits) { change([bits](Layer& layer) { layer.bits = bits; }); });
    connect(precision_, &QComboBox::currentIndexChanged, this,
            [this](int index) { change([index](Layer& layer) { layer.isFloat = index == 1; }); });
    connect(training_, &QComboBox::currentIndexChanged, this,
            [this](int index) { change([index](Layer& layer) { layer.isFrozen = index == 1; }); });
    return box;
}

void LayerDialog::fill()
{
    const auto described = layersOf(config_);
    const bool isKnown = isSizeKnown(config_);
    table_->setRowCount(int(layers_.size()));
    for (int row = 0; row < table_->rowCount(); ++row) {
        const Layer& layer = layers_[std::size_t(row)];
        const QString cells[columns] = {
            QString::number(row + 1), QString::fromStdString(described[std::size_t(row)].name),
            isKnown ? weightsText(described[std::size_t(row)]) : QStringLiteral("–"),
            layer.isFloat ? tr("float") : QString::number(layer.bits), layer.isFrozen ? tr("frozen") : tr("trained")};
        for (int column = 0; column < columns; ++column) {
            if (table_->item(row, column) == nullptr) { table_->setItem(row, column, new QTableWidgetItem); }
            table_->item(row, column)->setText(cells[column]);
        }
    }
    const auto issues = run::validate(config_);
    ok_->setEnabled(issues.empty());
    ok_->setToolTip(issues.empty() ? QString()
                                   : plainTip(inFieldWords(QString::fromStdString(issues.front().sentence))));
}

void LayerDialog::showSelected()
{
    const auto rows = table_->selectionModel()->selectedRows();
    for (QWidget* control :
         {static_cast<QWidget*>(bits_), static_cast<QWidget*>(precision_), static_cast<QWidget*>(training_)}) {
        control->setEnabled(!rows.isEmpty());
    }
    if (rows.isEmpty()) { return; }
    const Layer& first = layers_[std::size_t(rows.front().row())];
    isFilling_ = true;
    bits_->setValue(first.bits);
    bits_->setEnabled(!first.isFloat);
    precision_->setCurrentIndex(first.isFloat ? 1 : 0);
    training_->setCurrentIndex(first.isFrozen ? 1 : 0);
    isFilling_ = false;
}

void LayerDialog::change(const std::function<void(Layer&)>& how)
{
    if (isFilling_) { return; }
    for (const QModelIndex& index : table_->selectionModel()->selectedRows()) {
        how(layers_[std::size_t(index.row())]);
    }
    write();
    fill();
    showSelected();
}

void LayerDialog::write()
{
    config_.bits.clear();
    config_.floatLayers.clear();
    config_.frozenLayers.clear();
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        config_.bits.push_back(layers_[i].bits);
        if (layers_[i].isFloat) { config_.floatLayers.push_back(int(i) + 1); }
        if (layers_[i].isFrozen) { config_.frozenLayers.push_back(int(i) + 1); }
    }
    const bool isOne = std::ranges::all_of(config_.bits, [this](int bits) { return bits == config_.bits.front(); });
    if (isOne) { config_.bits.resize(1); }
}

} // namespace gridscope::ui
