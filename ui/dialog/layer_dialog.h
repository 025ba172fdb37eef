// SPDX-License-Identifier: GPL-3.0-or-later
// Settings layer by layer: bit-width, float or quantized, trained or frozen. What is changed applies to all selected layers.
#pragma once

#include "core/config/config.h"

#include <QComboBox>
#include <QDialog>
#include <QSpinBox>
#include <QTableWidget>

#include <functional>
#include <vector>

class QPushButton;

namespace gridscope::ui {

class LayerDialog final : public QDialog {
    Q_OBJECT
public:
    LayerDialog(run::RunConfig config, QWidget* parent);
    const run::RunConfig& config() const { return config_; } // as changed so far
    QTableWidget& table() { return *table_; }

private:
    struct Layer {
        int bits = 0;
        bool isFloat = false;
        bool isFrozen = false;
    };
    QWidget* makeControls();
    void fill();
    void showSelected(); // in the controls
    void change(const std::function<void(Layer&)>& how);
    void write(); // into the config

    run::RunConfig config_;
    std::vector<Layer> layers_;
    QTableWidget* table_;
    QSpinBox* bits_;
    QComboBox* precision_;
    QComboBox* training_;
    QPushButton* ok_ = nullptr;
    bool isFilling_ = false;
};

} // namespace gridscope::ui
