// SPDX-License-Identifier: GPL-3.0-or-later
// The recorded runs as a table: how each ended, its accuracies, score and size, and the settings in which they differ, with
// what was changed on the way. Selected runs are told with mean and spread; one can be opened or laid over the one on show.
// Accuracies of the test set and of the validation set are never put together: they are of other samples.
// Threads: the files are read in the background.
#pragma once

#include "core/run/event.h"
#include "core/settings/config_fields.h"
#include "ui/document/background.h"

#include <QCheckBox>
#include <QDateTime>
#include <QDialog>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>

#include <optional>
#include <vector>

namespace gridscope::ui {

struct RunFacts {
    QString path;
    QDateTime written;
    run::RunConfig config;          // at its start
    std::vector<run::Mark> changes; // of settings, while it trained
    std::int64_t steps = 0;
    QString end;                // "finished", "stopped", "failed", "-": unfinished
    std::optional<double> test; // accuracy of the quantized weights, a share
    std::optional<double> validation;
    std::optional<double> score; // without the zero cell, mean over the quantized layers
    std::optional<double> meanBits;

    // "0.25", or "0.25, then 1 at 458".
    QString valueOf(const run::Field& field) const;
};
RunFacts factsOf(const QString& path); // FileError when it is no run
// "3 runs: test accuracy 91.22 % +- 0.11 (91.10 to 91.32)"; the deviation is that of a sample. Of one set only: the test set when
// two of the runs have it, else the validation set; how many have none is said.
QString spreadText(const std::vector<RunFacts>& runs);

class RunTable final : public QDialog {
    Q_OBJECT
public:
    RunTable(const QStringList& files, QWidget* parent);
    QTableWidget& table() { return *table_; }
    QString tableText() const; // with tabs, as it is shown

Q_SIGNALS:
    void openAsked(const QString& path);
    void overlayAsked(const QString& path);

private:
    void setUpTable();
    QWidget* makeButtons();
    void read(const QStringList& files);
    void take(std::vector<RunFacts> runs, const QStringList& unreadable);
    void fill();
    void fillTitles(const std::vector<const run::Field*>& fields);
    void fillRow(int row, const std::vector<const run::Field*>& fields);
    void fitTable();
    void copy();
    void refresh(); // after another selection
    std::vector<RunFacts> selected() const;

    std::vector<RunFacts> runs_;
    QStringList unreadable_;
    QTableWidget* table_;
    QLabel* told_;
    QCheckBox* onlyDiffering_;
    QPushButton* open_ = nullptr;
    QPushButton* overlay_ = nullptr;
    Background background_; // last: joined first
};

} // namespace gridscope::ui
