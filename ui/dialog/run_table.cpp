// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialog/run_table.h"

#include "core/base/error.h"
#include "core/base/plain_text.h"
#include "core/experiment/statistics.h"
#include "core/export/summary.h"
#include "core/file/run_reader.h"
#include "core/settings/config_fields.h"
#include "ui/chart/numbers.h"
#include "ui/dialog/dialog_frame.h"
#include "ui/look/path_text.h"
#include "ui/look/plain_label.h"
#include "ui/look/translate.h"

#include <QApplication>
#include <QClipboard>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QScreen>
#include <QScrollBar>
#include <QShortcut>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace gridscope::ui {
namespace {

enum Column { Name, Written, Steps, End, Test, Validation, Score, Bits, fixedColumns };
constexpr int runRole = Qt::UserRole;      // index into the runs
constexpr int sortRole = Qt::UserRole + 1; // a number, where the text would sort wrongly

// Sorts numbers as numbers.
class Cell final : public QTableWidgetItem {
public:
    Cell(const QString& text, const QVariant& number) : QTableWidgetItem(text) { setData(sortRole, number); }
    bool operator<(const QTableWidgetItem& other) const override
    {
        const QVariant mine = data(sortRole), theirs = other.data(sortRole);
        return mine.isValid() && theirs.isValid() ? mine.toDouble() < theirs.toDouble()
                                                  : QTableWidgetItem::operator<(other);
    }
};

std::vector<const run::Field*> shownFields(const std::vector<RunFacts>& runs, bool onlyDiffering)
{
    std::vector<const run::Field*> fields;
    for (const run::Field& field : run::configFields()) {
        const auto differs = [&](const RunFacts& run) { return run.valueOf(field) != runs.front().valueOf(field); };
        if (!onlyDiffering || std::ranges::any_of(runs, differs)) { fields.push_back(&field); }
    }
    return fields;
}

std::optional<double> scoreOf(const run::Snapshot& snapshot)
{
    double sum = 0;
    int layers = 0;
    for (const run::LayerState& layer : snapshot.layers) {
        if (!layer.isQuantized() || std::isnan(layer.scoreNonzero)) { continue; }
        sum += layer.scoreNonzero;
        ++layers;
    }
    return layers > 0 ? std::optional(sum / layers) : std::nullopt;
}

std::vector<double> accuraciesOf(const std::vector<RunFacts>& runs, std::optional<double> RunFacts::*set)
{
    std::vector<double> percents;
    for (const RunFacts& run : runs) {
        if (run.*set && std::isfinite(*(run.*set))) { percents.push_back(100 * *(run.*set)); }
    }
    return percents;
}

QString percent(std::optional<double> share)
{
    return share ? QString::number(100 * *share, 'f', 2) + QStringLiteral(" %") : QStringLiteral("–");
}

QString twoDigits(std::optional<double> value) { return value ? QString::number(*value, 'f', 2) : QStringLiteral("–"); }

} // namespace

RunFacts factsOf(const QString& path)
{
    RunFacts facts;
    facts.path = path;
    facts.written = QFileInfo(path).lastModified();
    run::RunReader reader(pathBytes(path));
    run::History history;
    reader.poll(history, 2); // of the snapshots, the newest is enough
    facts.config = reader.start().config;
    facts.steps = history.lastStep();
    facts.end = history.end() ? coreText(run::howName(history.end()->how)) : QStringLiteral("–");
    for (const run::Mark& mark : history.marks()) {
        if (mark.kind == run::Mark::Kind::Setting) { facts.changes.push_back(mark); }
    }
    for (const auto& [set, to] : {std::pair{"validation", &facts.validation}, {"test", &facts.test}}) {
        const run::Evaluation* evaluation = history.lastEvaluation(set);
        if (evaluation != nullptr && evaluation->quantized) { *to = evaluation->quantized->accuracy; }
    }
    if (history.latest()) {
        facts.meanBits = run::sizeOf(history.start(), *history.latest()).meanBits;
        facts.score = scoreOf(*history.latest());
    }
    return facts;
}

QString RunFacts::valueOf(const run::Field& field) const
{
    QString text;
    for (const run::Mark& mark : changes) {
        if (mark.what != field.key) { continue; }
        if (text.isEmpty()) {
            text = QString::fromStdString(mark.from);
        } // the start of a resumed run tells what came later
        text += RunTable::tr(", then %1 at %2").arg(QString::fromStdString(mark.to), numberText(double(mark.step), 0));
    }
    return text.isEmpty() ? QString::fromStdString(run::fieldText(config, field)) : text;
}

QString spreadText(const std::vector<RunFacts>& runs)
{
    const auto tests = accuraciesOf(runs, &RunFacts::test);
    const bool isTest = tests.size() >= 2;
    const auto accuracies = isTest ? tests : accuraciesOf(runs, &RunFacts::validation);
    if (accuracies.size() < 2) { return RunTable::tr("Select several runs for their mean and spread."); }
    const experiment::Spread spread = experiment::spreadOf(accuracies);
    const auto [least, most] = std::ranges::minmax(accuracies);
    const auto number = [](double value) { return QString::number(value, 'f', 2); };
    const QString text = (isTest ? RunTable::tr("%1 runs: test accuracy %2 % ± %3 (%4 to %5)")
                                 : RunTable::tr("%1 runs: validation accuracy %2 % ± %3 (%4 to %5)"))
                             .arg(spread.count)
                             .arg(number(spread.mean), number(spread.deviation), number(least), number(most));
    const auto without = runs.size() - accuracies.size();
    return without == 0 ? text : text + RunTable::tr("; not with %1 that have none").arg(without);
}

RunTable::RunTable(const QStringList& files, QWidget* parent)
    : QDialog(parent), table_(new QTableWidget(this)), told_(new PlainLabel(this)),
      onlyDiffering_(new QCheckBox(tr("Only settings that &differ"), this))
{
    setObjectName(QStringLiteral("runTable"));
    setWindowTitle(tr("Recorded runs"));
    setAttribute(Qt::WA_DeleteOnClose);
    setUpTable();
    told_->setObjectName(QStringLiteral("runSpread"));
    told_->setWordWrap(true);
    told_->setText(files.isEmpty() ? tr("No run has been recorded yet. Play one, and it will be here.")
                                   : tr("Reading %1 runs...").arg(files.size()));
    onlyDiffering_->setChecked(true);
    connect(onlyDiffering_, &QCheckBox::toggled, this, &RunTable::fill);
    auto* column = new QVBoxLayout(this);
    column->addWidget(onlyDiffering_);
    column->addWidget(table_, 1);
    column->addWidget(told_);
    column->addWidget(makeButtons());
    connect(table_, &QTableWidget::itemActivated, open_, &QPushButton::click);
    keepRoom(*this, 50, 26);
    refresh();
    read(files);
}

void RunTable::setUpTable()
{
    table_->setObjectName(QStringLiteral("runs"));
    table_->setAccessibleName(tr("Recorded runs"));
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setTabKeyNavigation(false);
    table_->setWordWrap(false);
    table_->verticalHeader()->hide();
    connect(table_, &QTableWidget::itemSelectionChanged, this, &RunTable::refresh);
    auto* shortcut = new QShortcut(QKeySequence::Copy, this);
    connect(shortcut, &QShortcut::activated, this, &RunTable::copy);
}

void RunTable::copy() { QApplication::clipboard()->setText(tableText()); }

// Behind the window's back, since there may be hundreds.
void RunTable::read(const QStringList& files)
{
    background_.start({}, [this, files](const run::Progress& progress) -> Background::Done {
        std::vector<RunFacts> runs;
        QStringList unreadable;
        for (const QString& file : files) {
            if (!progress(double(runs.size()) / double(files.size()))) { throw run::Cancelled(); }
            try {
                runs.push_back(factsOf(file));
            } catch (const Error& error) {
                unreadable += QString::fromStdString(error.what());
            }
        }
        return [this, runs, unreadable] { take(runs, unreadable); };
    });
}

QWidget* RunTable::makeButtons()
{
    auto* bar = new QWidget(this);
    open_ = new QPushButton(tr("&Open"), bar);
    open_->setObjectName(QStringLiteral("openRun"));
    overlay_ = new QPushButton(tr("&Lay over this one"), bar);
    overlay_->setObjectName(QStringLiteral("overlayRun"));
    auto* copy = new QPushButton(tr("&Copy table"), bar);
    copy->setObjectName(QStringLiteral("copyRuns"));
    auto* close = new QPushButton(tr("Close"), bar);
    connect(open_, &QPushButton::clicked, this, [this] {
        if (const auto runs = selected(); runs.size() == 1) {
            Q_EMIT openAsked(runs.front().path);
            accept();
        }
    });
    connect(overlay_, &QPushButton::clicked, this, [this] {
        if (const auto runs = selected(); runs.size() == 1) { Q_EMIT overlayAsked(runs.front().path); }
    });
    connect(copy, &QPushButton::clicked, this, &RunTable::copy);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(open_);
    row->addWidget(overlay_);
    row->addWidget(copy);
    row->addStretch(1);
    row->addWidget(close);
    return bar;
}

void RunTable::take(std::vector<RunFacts> runs, const QStringList& unreadable)
{
    runs_ = std::move(runs);
    unreadable_ = unreadable;
    fill();
    table_->sortByColumn(Written, Qt::DescendingOrder);
    if (table_->rowCount() > 0) { table_->selectRow(0); }
    refresh();
}

void RunTable::fill()
{
    if (runs_.empty()) { return; }
    const auto fields = shownFields(runs_, onlyDiffering_->isChecked());
    table_->setSortingEnabled(false);
    table_->setColumnCount(fixedColumns + int(fields.size()));
    table_->setRowCount(int(runs_.size()));
    fillTitles(fields);
    for (int row = 0; row < table_->rowCount(); ++row) { fillRow(row, fields); }
    table_->setSortingEnabled(true);
    table_->resizeColumnsToContents();
    fitTable();
}

void RunTable::fillTitles(const std::vector<const run::Field*>& fields)
{
    QStringList titles{tr("Run"),   tr("Written"),       tr("Steps"),
                       tr("End"),   tr("Test accuracy"), tr("Validation accuracy"),
                       tr("Score"), tr("Mean bits")};
    for (const run::Field* field : fields) { titles += coreText(field->label); }
    table_->setHorizontalHeaderLabels(titles);
    for (const Column column : {Test, Validation}) {
        table_->horizontalHeaderItem(column)->setToolTip(
            tr("Of the quantized weights; the test set is used once, at the end of a run"));
    }
    table_->horizontalHeaderItem(Score)->setToolTip(
        tr("Clustering score without the zero cell at the last snapshot, mean over the quantized layers: 1 when all "
           "weights sit on grid points, 0 when spread evenly"));
}

void RunTable::fillRow(int row, const std::vector<const run::Field*>& fields)
{
    const RunFacts& run = runs_[std::size_t(row)];
    int column = 0;
    const auto put = [&](const QString& text, const QVariant& number = {}) {
        auto* cell = new Cell(text, number);
        cell->setData(runRole, row);
        table_->setItem(row, column++, cell);
    };
    put(QFileInfo(run.path).completeBaseName());
    table_->item(row, 0)->setToolTip(plainTip(run.path));
    put(run.written.toString(QStringLiteral("yyyy-MM-dd hh:mm")));
    put(numberText(double(run.steps), 0), double(run.steps));
    put(run.end);
    put(percent(run.test), run.test.value_or(-1));
    put(percent(run.validation), run.validation.value_or(-1));
    put(twoDigits(run.score), run.score.value_or(-2));
    put(twoDigits(run.meanBits), run.meanBits.value_or(-1));
    for (const run::Field* field : fields) {
        const QString text = run.valueOf(*field);
        bool isNumber = false;
        const double number = text.toDouble(&isNumber);
        put(text, isNumber ? QVariant(number) : QVariant());
    }
}

// As wide as the table, as far as the screen has room.
void RunTable::fitTable()
{
    const QMargins margins = layout()->contentsMargins();
    const int wanted = table_->horizontalHeader()->length() + table_->verticalScrollBar()->sizeHint().width()
                       + 2 * table_->frameWidth() + margins.left() + margins.right();
    const int most = screen()->availableSize().width() * 9 / 10;
    if (width() < std::min(wanted, most)) { resize(std::min(wanted, most), height()); }
}

std::vector<RunFacts> RunTable::selected() const
{
    std::vector<RunFacts> runs;
    for (const QModelIndex& index : table_->selectionModel()->selectedRows()) {
        runs.push_back(runs_[std::size_t(index.data(runRole).toInt())]);
    }
    return runs;
}

void RunTable::refresh()
{
    const auto runs = table_->selectionModel() != nullptr ? selected() : std::vector<RunFacts>();
    open_->setEnabled(runs.size() == 1);
    overlay_->setEnabled(runs.size() == 1);
    if (runs_.empty()) { return; }
    const QString left =
        unreadable_.isEmpty()
            ? QString()
            : tr(" %1 files could not be read; the first: %2").arg(unreadable_.size()).arg(unreadable_.front());
    told_->setText(spreadText(runs) + left);
}

QString RunTable::tableText() const
{
    QStringList lines, titles;
    for (int column = 0; column < table_->columnCount(); ++column) {
        titles += table_->horizontalHeaderItem(column)->text();
    }
    lines += titles.join(QLatin1Char('\t'));
    for (int row = 0; row < table_->rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < table_->columnCount(); ++column) {
            cells += QString::fromStdString(run::cellText(table_->item(row, column)->text().toStdString()));
        }
        lines += cells.join(QLatin1Char('\t'));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

} // namespace gridscope::ui
