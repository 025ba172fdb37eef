// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialog/data_dialog.h"

#include "ui/chart/numbers.h"
#include "ui/dialog/dialog_frame.h"
#include "ui/look/plain_label.h"
#include "ui/look/translate.h"

#include <QCloseEvent>
#include <QHeaderView>
#include <QVBoxLayout>

#include <cmath>

namespace gridscope::ui {
namespace {

constexpr qsizetype mostLines = 40; // of each kind; the rest is counted

QString whole(std::int64_t count) { return numberText(double(count), 0); }

QString rangeLine(const data::Range& range, std::size_t number, bool isPictures)
{
    const QString name = isPictures           ? tr("Bytes of the pictures")
                         : range.name.empty() ? tr("Column %1").arg(number)
                                              : QString::fromStdString(range.name);
    const auto digits = [](double value) { return QString::number(value, 'g', 6); };
    const QString line =
        tr("%1: %2 to %3, mean %4, deviation %5")
            .arg(name, digits(range.low), digits(range.high), digits(range.mean), digits(range.deviation));
    return range.low == range.high ? tr("%1 (never changes)").arg(line) : line;
}

// The first ones, and how many more there are.
void addLines(QStringList& lines, const QString& heading, const QStringList& all)
{
    if (all.isEmpty()) { return; }
    lines << QString() << heading << all.mid(0, mostLines);
    if (all.size() > mostLines) { lines << tr("and %1 more").arg(whole(all.size() - mostLines)); }
}

QString secondsText(double seconds)
{
    return seconds < 0.1 ? tr("less than 0.1 s") : tr("%1 s").arg(numberText(seconds, seconds < 10 ? 1 : 0));
}

QString factsOf(const data::DataCheck& check)
{
    const bool isPictures = check.unit == "pictures";
    QStringList lines{tr("Split: %1").arg(QString::fromStdString(check.split))};
    lines << (isPictures
                  ? tr("Each picture: %1 x %2, channels: %3").arg(check.height).arg(check.width).arg(check.channels)
                  : tr("Numbers in each row: %1").arg(check.channels));
    lines << tr("Reading: %1, once for each run").arg(secondsText(check.loadingSeconds));
    if (check.epochSeconds > 0) {
        lines << tr("Reading once more in each epoch: %1").arg(secondsText(check.epochSeconds));
    }
    for (const std::string& note : check.notes) { lines << QString::fromStdString(note); }
    QStringList duplicates, ranges, passedOver;
    for (const auto& same : check.duplicates) {
        duplicates << tr("%1 in %2, such as: %3")
                          .arg(whole(same.count), QString::fromStdString(same.between),
                               QString::fromStdString(same.example));
    }
    if (duplicates.isEmpty()) { lines << tr("No sample is in two parts at once."); }
    for (std::size_t i = 0; i < check.ranges.size(); ++i) { ranges << rangeLine(check.ranges[i], i + 1, isPictures); }
    for (const auto& one : check.passedOver) { passedOver << QString::fromStdString(one.what + ": " + one.why); }
    addLines(lines, tr("In two parts at once, so that accuracies promise too much:"), duplicates);
    addLines(lines, tr("Passed over:"), passedOver);
    addLines(lines, tr("Ranges in the training part:"), ranges);
    return lines.join(QLatin1Char('\n'));
}

} // namespace

DataDialog::DataDialog(const run::RunConfig& config, QWidget* parent)
    : QDialog(parent), headline_(new PlainLabel(tr("Reading the data..."), this)), busy_(new QProgressBar(this)),
      classes_(new QTableWidget(this)), facts_(new QPlainTextEdit(this))
{
    setObjectName(QStringLiteral("dataDialog"));
    setWindowTitle(tr("Check the data"));
    headline_->setWordWrap(true);
    headline_->setObjectName(QStringLiteral("dataHeadline"));
    busy_->setRange(0, 0);
    busy_->setAccessibleName(tr("Reading the data"));
    classes_->setObjectName(QStringLiteral("dataClasses"));
    classes_->setAccessibleName(tr("Samples of each class"));
    classes_->setColumnCount(4);
    classes_->setHorizontalHeaderLabels({tr("Class"), tr("Training"), tr("Validation"), tr("Test")});
    classes_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    classes_->verticalHeader()->hide();
    classes_->verticalHeader()->setDefaultSectionSize(fontMetrics().height() * 3 / 2);
    classes_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    classes_->setTabKeyNavigation(false);
    facts_->setObjectName(QStringLiteral("dataFacts"));
    facts_->setAccessibleName(tr("What the data are"));
    facts_->setReadOnly(true);
    facts_->setTabChangesFocus(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    wordButtons(*buttons);
    auto* column = new QVBoxLayout(this);
    column->addWidget(headline_);
    column->addWidget(busy_);
    column->addWidget(classes_, 3);
    column->addWidget(facts_, 2);
    column->addWidget(buttons);
    keepRoom(*this, 36, 30);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    connect(&background_, &Background::failed, this, [this](const QString& sentence) { tell(sentence, {}); });
    connect(&background_, &Background::finished, this, [this] {
        if (!isVisible()) { deleteLater(); }
    });
    background_.start({}, [this, config](const run::Progress&) -> Background::Done {
        const auto check = std::make_shared<const data::DataCheck>(data::checkData(config));
        return [this, check] { show(*check); };
    });
}

void DataDialog::closeEvent(QCloseEvent* event)
{
    if (!background_.isBusy()) { deleteLater(); }
    event->accept();
}

void DataDialog::tell(const QString& headline, const QString& facts)
{
    busy_->hide();
    headline_->setText(headline);
    facts_->setPlainText(facts);
}

void DataDialog::fillClasses(const data::DataCheck& check)
{
    constexpr int mostRows = 1000;
    classes_->setRowCount(int(std::min<std::size_t>(check.classes.size(), mostRows)));
    for (int row = 0; row < classes_->rowCount(); ++row) {
        const auto& one = check.classes[std::size_t(row)];
        const QString cells[] = {QString::fromStdString(one.name), whole(one.train), whole(one.validation),
                                 whole(one.test)};
        for (int column = 0; column < 4; ++column) {
            auto* cell = new QTableWidgetItem(cells[column]);
            if (column > 0) { cell->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter); }
            classes_->setItem(row, column, cell);
        }
    }
}

void DataDialog::show(const data::DataCheck& check)
{
    fillClasses(check);
    tell(tr("%1: %2 training, %3 validation, %4 test samples of %5 classes")
             .arg(QString::fromStdString(check.name), whole(check.train), whole(check.validation), whole(check.test),
                  whole(std::int64_t(check.classes.size()))),
         factsOf(check));
}

} // namespace gridscope::ui
