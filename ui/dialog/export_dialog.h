// SPDX-License-Identifier: GPL-3.0-or-later
// File > Export: asks what of the shown run goes to which folder, and has `gridscope export` do it as a program of its own,
// so the window never waits. Closing the dialog leaves the export running; stopping it leaves whole files only.
#pragma once

#include "ui/document/background.h"
#include "ui/document/recorder.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QProgressBar>
#include <QPushButton>

#include <memory>
#include <optional>

class QGridLayout;

namespace gridscope::ui {

class ExportDialog final : public QDialog {
    Q_OBJECT
public:
    ExportDialog(QString program, QWidget* parent);
    ~ExportDialog() override;
    // Which run is meant, unless one is just being exported. `recorder`: of a live run, whose newest steps are written
    // first. `step`: the past step that is shown.
    void offer(const QString& run, std::shared_ptr<Recorder> recorder, std::optional<std::int64_t> step,
               const QString& folder);
    bool isRunning() const { return isFlushing_ || process_.state() != QProcess::NotRunning; }

private:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;
    void fitText();
    void build();
    void addParts(QGridLayout& grid);
    void start();
    void stop();
    void chooseFolder();
    void readLines();
    void finish(int code, QProcess::ExitStatus status);
    void showState();
    QStringList chosenParts() const;
    QStringList arguments() const;

    QString program_;
    QString run_;
    std::shared_ptr<Recorder> recorder_;
    std::optional<std::int64_t> step_;
    QProcess process_;
    Background background_; // brings a live run's newest steps to its file
    bool isFlushing_ = false;
    bool isStopping_ = false;
    double share_ = 0; // 0 to 1
    QString doing_;
    QString said_;      // what has come of it
    QStringList notes_; // parts that this run cannot give

    std::vector<QCheckBox*> parts_;
    QLabel* title_;
    QCheckBox* atStep_;
    QComboBox* width_;
    QLineEdit* folder_;
    QPushButton* choose_;
    QPushButton* go_; // Export, Stop
    QPushButton* open_;
    QProgressBar* bar_;
    QLabel* state_;
};

} // namespace gridscope::ui
