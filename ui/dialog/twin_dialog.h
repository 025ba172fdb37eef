// SPDX-License-Identifier: GPL-3.0-or-later
// Asks which one setting a twin has other than the run on show, and what it is there.
#pragma once

#include "core/run/control.h"
#include "ui/control/field_editor.h"

#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QLabel>

namespace gridscope::ui {

class TwinDialog final : public QDialog {
    Q_OBJECT
public:
    explicit TwinDialog(const run::RunConfig& config, QWidget* parent = nullptr);
    run::SettingChange difference() const;

private:
    void chooseField();
    void check();

    run::RunConfig config_;
    QComboBox* field_;
    QWidget* place_; // of the editor, which is another for each kind of field
    FieldEditor* editor_ = nullptr;
    QLabel* here_;
    QLabel* issue_;
    QDialogButtonBox* buttons_;
};

} // namespace gridscope::ui
