// SPDX-License-Identifier: GPL-3.0-or-later
// What the data are that the form names, looked at before a start: how many of which class in which part, ranges, duplicates,
// what was passed over.
// Threads: the data are read in the background; closed before they are, the dialog goes once they are.
#pragma once

#include "core/data/data_check.h"
#include "ui/document/background.h"

#include <QDialog>
#include <QLabel>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QTableWidget>

namespace gridscope::ui {

class DataDialog final : public QDialog {
    Q_OBJECT
public:
    explicit DataDialog(const run::RunConfig& config, QWidget* parent = nullptr);

    void reject() override { close(); }

private:
    void closeEvent(QCloseEvent* event) override;
    void show(const data::DataCheck& check);
    void fillClasses(const data::DataCheck& check);
    void tell(const QString& headline, const QString& facts);

    QLabel* headline_;
    QProgressBar* busy_;
    QTableWidget* classes_;
    QPlainTextEdit* facts_;
    Background background_; // last: joined first
};

} // namespace gridscope::ui
