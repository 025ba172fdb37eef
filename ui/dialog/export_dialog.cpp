// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialog/export_dialog.h"

#include "core/base/whole.h"
#include "ui/chart/numbers.h"
#include "ui/dialog/dialog_frame.h"
#include "ui/look/plain_label.h"
#include "ui/look/translate.h"

#include <QDesktopServices>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QGridLayout>
#include <QRegularExpression>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace gridscope::ui {
namespace {

constexpr int promille = 1000;

struct Part {
    const char* name; // as --what takes it
    const char* text;
    const char* help;
    bool always = true; // without --what
};
constexpr Part parts[] = {
    {"plots", QT_TR_NOOP("&Figures"), QT_TR_NOOP("every view as PNG, SVG and PDF, and one PDF of all")},
    {"csv", QT_TR_NOOP("&Tables"), QT_TR_NOOP("the numbers behind every view, as CSV")},
    {"json", QT_TR_NOOP("&JSON"), QT_TR_NOOP("the same numbers in one file")},
    {"checkpoint", QT_TR_NOOP("Chec&kpoint"), QT_TR_NOOP("all weights, as safetensors")},
    {"tensors", QT_TR_NOOP("Tensors as &text"), QT_TR_NOOP("the network and all its method keeps, as JSON"), false},
    {"torchscript", QT_TR_NOOP("Torch&Script"), QT_TR_NOOP("the finalised network, for Python's torch.jit.load")},
    {"onnx", QT_TR_NOOP("&ONNX"), QT_TR_NOOP("the finalised network with integer weights")},
    {"c", QT_TR_NOOP("&C header"), QT_TR_NOOP("packed integer weights and an example, for microcontrollers")},
    {"card", QT_TR_NOOP("Quantization c&ard"), QT_TR_NOOP("one page of what decides the result, Markdown and JSON")},
    {"tensorboard", QT_TR_NOOP("Tensor&Board"), QT_TR_NOOP("an event file with scalars and histograms")},
    {"report", QT_TR_NOOP("&Report"), QT_TR_NOOP("one page of HTML with everything in it")},
    {"animation", QT_TR_NOOP("A&nimation"),
     QT_TR_NOOP("the replay as WebP, GIF and, where ffmpeg is, MP4; takes a while"), false},
};

} // namespace

ExportDialog::ExportDialog(QString program, QWidget* parent)
    : QDialog(parent), program_(std::move(program)), title_(new PlainLabel(this)), atStep_(new QCheckBox(this)),
      width_(new QComboBox(this)), folder_(new QLineEdit(this)), choose_(new QPushButton(tr("C&hoose..."), this)),
      go_(new QPushButton(this)), open_(new QPushButton(tr("Open the fol&der"), this)), bar_(new QProgressBar(this)),
      state_(new PlainLabel(this))
{
    setWindowTitle(tr("Export"));
    setObjectName(QStringLiteral("exportDialog"));
    build();
    connect(go_, &QPushButton::clicked, this, [this] { isRunning() ? stop() : start(); });
    connect(choose_, &QPushButton::clicked, this, &ExportDialog::chooseFolder);
    connect(open_, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(QDir::fromNativeSeparators(folder_->text()))); });
    connect(folder_, &QLineEdit::textChanged, this, &ExportDialog::showState);
    for (QCheckBox* part : parts_) { connect(part, &QCheckBox::toggled, this, &ExportDialog::showState); }
    connect(&process_, &QProcess::readyReadStandardError, this, &ExportDialog::readLines);
    connect(&process_, &QProcess::finished, this, &ExportDialog::finish);
    connect(&process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) { finish(-1, QProcess::CrashExit); }
    });
    connect(&background_, &Background::failed, this, [this](const QString& sentence) {
        isFlushing_ = false;
        said_ = sentence;
        showState();
    });
    showState();
}

// An export does not outlive the window that shows it; it ends after the file that it is writing.
ExportDialog::~ExportDialog()
{
    process_.disconnect(this);
    background_.disconnect(this);
    if (process_.state() == QProcess::NotRunning) { return; }
    process_.terminate();
    constexpr int patience = 5000; // milliseconds
    if (!process_.waitForFinished(patience)) { process_.kill(); }
}

void ExportDialog::addParts(QGridLayout& grid)
{
    int row = 0;
    for (const Part& part : parts) {
        auto* box = new QCheckBox(ui::tr(part.text), this);
        box->setObjectName(QLatin1String(part.name));
        box->setChecked(part.always);
        box->setAccessibleDescription(ui::tr(part.help));
        auto* help = new PlainLabel(ui::tr(part.help), this);
        help->setProperty("role", "caption");
        help->setWordWrap(true);
        grid.addWidget(box, row, 0);
        grid.addWidget(help, row++, 1);
        parts_.push_back(box);
    }
    grid.setColumnStretch(1, 1);
}

void ExportDialog::build()
{
    title_->setWordWrap(true);
    width_->addItem(tr("174 mm, a page of a paper"), 174);
    width_->addItem(tr("84 mm, a column"), 84);
    width_->setAccessibleName(tr("Width of the figures"));
    folder_->setAccessibleName(tr("Folder"));
    folder_->setObjectName(QStringLiteral("exportFolder"));
    auto* place = new QHBoxLayout;
    place->addWidget(folder_, 1);
    place->addWidget(choose_);
    auto* grid = new QGridLayout;
    addParts(*grid);
    auto* form = new QFormLayout;
    form->addRow(tr("Fi&gures are"), width_);
    auto* folderLabel = new PlainLabel(tr("To the fo&lder"), this);
    folderLabel->setBuddy(folder_);
    form->addRow(folderLabel, place);
    atStep_->setObjectName(QStringLiteral("exportAtStep"));
    bar_->setRange(0, promille);
    bar_->setTextVisible(false); // the line below it says more
    bar_->setAccessibleName(tr("Progress of the export"));
    state_->setWordWrap(true);
    state_->setObjectName(QStringLiteral("exportState"));
    state_->setAlignment(Qt::AlignTop);
    go_->setObjectName(QStringLiteral("exportGo"));
    go_->setDefault(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->addButton(go_, QDialogButtonBox::ActionRole);
    buttons->addButton(open_, QDialogButtonBox::ActionRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    wordButtons(*buttons);
    auto* column = new QVBoxLayout(this);
    column->addWidget(title_);
    column->addLayout(grid);
    column->addWidget(atStep_);
    column->addLayout(form);
    column->addWidget(bar_);
    column->addWidget(state_);
    column->addStretch(1);
    column->addWidget(buttons);
}

// As high as its wrapped texts want in the style and size of letters that are in force.
void ExportDialog::showEvent(QShowEvent* event)
{
    ensurePolished();
    fitText();
    QDialog::showEvent(event);
}

void ExportDialog::changeEvent(QEvent* event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::FontChange && isVisible()) { fitText(); } // it stays open while the text grows
}

void ExportDialog::fitText()
{
    state_->setMinimumHeight(2 * fontMetrics().height());
    layout()->invalidate();
    const int width = qMax(fontMetrics().height() * 36, minimumSizeHint().width());
    resize(width, layout()->totalHeightForWidth(width));
}

void ExportDialog::offer(const QString& run, std::shared_ptr<Recorder> recorder, std::optional<std::int64_t> step,
                         const QString& folder)
{
    if (isRunning()) { return; }
    if (run != run_) {
        said_.clear();
        folder_->setText(QDir::toNativeSeparators(folder));
    }
    run_ = run;
    recorder_ = std::move(recorder);
    step_ = step;
    title_->setTextFormat(Qt::RichText);
    title_->setText(tr("What to take along of <b>%1</b>:").arg(QFileInfo(run).completeBaseName().toHtmlEscaped()));
    atStep_->setVisible(step.has_value());
    atStep_->setChecked(step.has_value());
    atStep_->setText(
        tr("As at &step %1, which is shown, instead of the newest").arg(numberText(double(step.value_or(0)), 0)));
    showState();
}

void ExportDialog::chooseFolder()
{
    const QString chosen = QFileDialog::getExistingDirectory(this, tr("Folder for the export"), folder_->text());
    if (!chosen.isEmpty()) { folder_->setText(QDir::toNativeSeparators(chosen)); }
}

QStringList ExportDialog::chosenParts() const
{
    QStringList chosen;
    for (const QCheckBox* part : parts_) {
        if (part->isChecked()) { chosen << part->objectName(); }
    }
    return chosen;
}

// Without --what, when nothing else than the usual is wanted: then what this run cannot give is left out with a note.
QStringList ExportDialog::arguments() const
{
    const bool isUsual =
        std::equal(std::begin(parts), std::end(parts), parts_.begin(),
                   [](const Part& part, const QCheckBox* box) { return part.always == box->isChecked(); });
    QStringList all = {QStringLiteral("export"),    run_,
                       QStringLiteral("--to"),      QDir::fromNativeSeparators(folder_->text()),
                       QStringLiteral("--width"),   width_->currentData().toString(),
                       QStringLiteral("--progress")};
    if (!isUsual) { all << QStringLiteral("--what") << chosenParts().join(QLatin1Char(',')); }
    if (step_ && atStep_->isChecked()) { all << QStringLiteral("--step") << QString::number(*step_); }
    return all;
}

void ExportDialog::start()
{
    share_ = 0;
    doing_.clear();
    said_.clear();
    notes_.clear();
    isStopping_ = false;
    isFlushing_ = background_.start(
        {}, [this, recorder = recorder_, all = arguments()](const run::Progress&) -> Background::Done {
            if (recorder) { recorder->flush(); }
            return [this, all] {
                isFlushing_ = false;
                if (!isStopping_) { process_.start(program_, all); }
                showState();
            };
        });
    showState();
}

// As Ctrl+C would: the file that is being written is left out.
void ExportDialog::stop()
{
    isStopping_ = true;
    process_.terminate();
    showState();
}

void ExportDialog::readLines()
{
    static const QRegularExpression progressLine(QStringLiteral("^progress ([0-9.]+) (.*)$"));
    static const QRegularExpression countLine(QStringLiteral("^[a-z]+: \\d+ files?$"));
    process_.setReadChannel(QProcess::StandardError);
    while (process_.canReadLine()) {
        const QString line = QString::fromUtf8(process_.readLine()).trimmed();
        if (const auto match = progressLine.match(line); match.hasMatch()) {
            share_ = match.captured(1).toDouble();
            doing_ = match.captured(2);
        } else if (!line.isEmpty() && !countLine.match(line).hasMatch()) {
            notes_ << QString(line).remove(QStringLiteral("gridscope: "));
        }
    }
    showState();
}

void ExportDialog::finish(int code, QProcess::ExitStatus status)
{
    if (status == QProcess::NormalExit) { readLines(); }
    const QString where = QString::fromUtf8(process_.readAllStandardOutput()).trimmed();
    if (status != QProcess::NormalExit && !isStopping_) {
        said_ = tr("The export has ended before its time.");
    } else {
        const QStringList lines = code == 0 ? QStringList{where} + notes_ : notes_;
        said_ = lines.join(QLatin1Char('\n'));
    }
    showState();
}

void ExportDialog::showState()
{
    const bool running = isRunning();
    const bool isPossible = !run_.isEmpty() && !folder_->text().trimmed().isEmpty() && !chosenParts().isEmpty();
    go_->setText(running ? tr("S&top") : tr("&Export"));
    go_->setEnabled(running ? !isStopping_ : isPossible);
    for (QWidget* widget : {static_cast<QWidget*>(folder_), static_cast<QWidget*>(choose_),
                            static_cast<QWidget*>(width_), static_cast<QWidget*>(atStep_)}) {
        widget->setEnabled(!running);
    }
    for (QCheckBox* part : parts_) { part->setEnabled(!running); }
    open_->setEnabled(!running && QFileInfo(QDir::fromNativeSeparators(folder_->text())).isDir());
    bar_->setValue(running ? run::wholeIn(share_ * promille, 0, promille) : 0);
    bar_->setEnabled(running);
    if (running && isStopping_) {
        state_->setText(tr("Stopping; the files that are finished are kept ..."));
    } else if (running) {
        state_->setText(doing_.isEmpty() ? tr("Starting ...")
                                         : tr("%1 %: %2").arg(run::wholeIn(100 * share_, 0, 100)).arg(doing_));
    } else {
        state_->setText(said_);
    }
}

} // namespace gridscope::ui
