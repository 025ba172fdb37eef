// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialog/experiment_dialog.h"

#include "core/base/whole.h"
#include "core/experiment/method_arms.h"
#include "core/experiment/report.h"
#include "core/settings/presets.h"
#include "ui/chart/payload_chart.h"
#include "ui/control/field_words.h"
#include "ui/dialog/dialog_frame.h"
#include "ui/look/plain_label.h"

#include <QDesktopServices>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QImage>
#include <QRegularExpression>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace gridscope::ui {
namespace {

constexpr int usualSeeds = 3;
constexpr int mostSeeds = 20;
constexpr int promille = 1000;
constexpr int mostMinutes = 100'000;

// The folder may be somebody else's: a pipe would keep us waiting, and a report is some pages long.
QString contentOf(const QString& path)
{
    constexpr qint64 most = 1 << 20;
    QFile file(path);
    return QFileInfo(path).isFile() && file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.read(most)) : QString();
}

// Shows a report's words and links, and opens nothing that it names.
class ReportView final : public QTextBrowser {
public:
    using QTextBrowser::QTextBrowser;
    QVariant loadResource(int, const QUrl&) override // not nothing: then Qt would look for the file itself
    {
        QImage blank(1, 1, QImage::Format_ARGB32);
        blank.fill(Qt::transparent);
        return blank;
    }
    void show(const QString& markdown)
    {
        document()->setMarkdown(markdown, QTextDocument::MarkdownFeatures(QTextDocument::MarkdownDialectGitHub)
                                              | QTextDocument::MarkdownNoHTML);
    }
};

// Pictures that the experiment has made.
QString picturesIn(const QDir& folder, const QString& experiment)
{
    QString list;
    for (const char* format : {"svg", "pdf", "png"}) {
        const QString name = experiment + QLatin1Char('.') + QLatin1String(format);
        if (!folder.exists(name)) { continue; }
        const QString url = QString::fromUtf8(QUrl::fromLocalFile(folder.filePath(name)).toEncoded());
        list += QStringLiteral("- [%1](%2)\n").arg(name, url);
    }
    return list;
}

// Markdown links to the arms that are there.
QString linksTo(const QDir& folder)
{
    QString list;
    for (const QString& name : folder.entryList({QStringLiteral("*.gridscope")}, QDir::Files, QDir::Name)) {
        const QString url = QString::fromUtf8(QUrl::fromLocalFile(folder.filePath(name)).toEncoded());
        list += QStringLiteral("- [%1](%2)\n").arg(name.chopped(int(qstrlen(".gridscope"))), url);
    }
    return list;
}

} // namespace

ExperimentProgress::ExperimentProgress(int arms, int firstStep, int lastStep)
    : arms_(arms), firstStep_(firstStep), lastStep_(lastStep)
{}

void ExperimentProgress::read(const QString& line)
{
    static const QRegularExpression armLine(QStringLiteral("^(\\S+, seed \\d+)$"));
    static const QRegularExpression stepLine(QStringLiteral("^step +(-?\\d+) "));
    if (const auto arm = armLine.match(line); arm.hasMatch()) {
        ++begun_;
        shareOfArm_ = 0;
        arm_ = arm.captured(1);
    } else if (const auto step = stepLine.match(line); step.hasMatch()) {
        const double done = step.captured(1).toDouble() - firstStep_;
        shareOfArm_ = std::clamp(done / std::max(1, lastStep_ - firstStep_), 0.0, 1.0);
    }
}

double ExperimentProgress::share() const
{
    return std::clamp((std::max(0, begun_ - 1) + shareOfArm_) / arms_, 0.0, 1.0);
}

ExperimentKind hypothesisKind()
{
    return {QStringLiteral("hypothesis"),
            ExperimentDialog::tr("Test the hypothesis"),
            ExperimentDialog::tr(
                "Does a network whose bit-lengths were <b>learned</b> beat the <b>same</b> bit-lengths trained from "
                "scratch, and <b>one</b> bit-width of the same size? Three runs for each seed, with the same "
                "initial weights, data order and budget; a paired test says whether the difference is chance."),
            3,
            "learned-bits",
            false};
}

ExperimentKind methodsKind()
{
    const int arms = int(experiment::methodArms().size());
    return {QStringLiteral("methods"),
            ExperimentDialog::tr("Compare methods"),
            ExperimentDialog::tr("How do the methods compare on <b>one</b> network, each at about the same payload and "
                                 "the same budget? %1 runs for each seed; the table names what else differs.")
                .arg(arms),
            arms,
            "fashion-quick",
            true};
}

ExperimentDialog::ExperimentDialog(ExperimentKind kind, Program program, const QString& folder, QWidget* parent)
    : QDialog(parent), kind_(std::move(kind)), program_(std::move(program)), seeds_(new QSpinBox(this)),
      folder_(new QLineEdit(QDir::toNativeSeparators(folder), this)), choose_(new QPushButton(tr("&Choose..."), this)),
      run_(new QPushButton(this)), page_(new QPushButton(tr("Open the &page with curves"), this)),
      bar_(new QProgressBar(this)), state_(new PlainLabel(this)), result_(new ReportView(this))
{
    setWindowTitle(kind_.title);
    setObjectName(kind_.hasPicture ? kind_.name : QStringLiteral("experiment"));
    if (kind_.hasPicture) { chart_ = new PayloadChart(this); }
    build();
    connect(run_, &QPushButton::clicked, this, [this] { isRunning() ? stop() : start(); });
    connect(choose_, &QPushButton::clicked, this, &ExperimentDialog::chooseFolder);
    connect(page_, &QPushButton::clicked, this, [this] {
        QDesktopServices::openUrl(QUrl::fromLocalFile(chosenFolder().filePath(QStringLiteral("report.html"))));
    });
    connect(folder_, &QLineEdit::textChanged, this, &ExperimentDialog::showState);
    connect(result_, &QTextBrowser::anchorClicked, this, &ExperimentDialog::follow);
    connect(&process_, &QProcess::readyReadStandardError, this, &ExperimentDialog::readLines);
    connect(&process_, &QProcess::finished, this, &ExperimentDialog::finish);
    connect(&process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) { finish(-1, QProcess::CrashExit); }
    });
    showResult();
}

// An experiment does not outlive the window that shows it; its finished arms stay.
ExperimentDialog::~ExperimentDialog()
{
    process_.disconnect(this);
    if (!isRunning()) { return; }
    process_.terminate();
    constexpr int patience = 5000; // milliseconds, for the last second of the arm to be written
    if (!process_.waitForFinished(patience)) { process_.kill(); }
}

void ExperimentDialog::build()
{
    auto* question = new PlainLabel(kind_.question, this);
    question->setTextFormat(Qt::RichText); // our own words
    question->setWordWrap(true);
    bar_->setRange(0, promille);
    bar_->setTextVisible(false); // the line below it says more
    bar_->setAccessibleName(tr("Progress of the experiment"));
    state_->setWordWrap(true);
    state_->setObjectName(QStringLiteral("experimentState"));
    result_->setOpenLinks(false);
    result_->setAccessibleName(tr("Result"));
    result_->setObjectName(QStringLiteral("experimentResult"));
    auto* column = new QVBoxLayout(this);
    column->addWidget(question);
    column->addLayout(makeForm());
    column->addWidget(bar_);
    column->addWidget(state_);
    if (chart_ != nullptr) { column->addWidget(chart_, 1); }
    column->addWidget(result_, 1);
    column->addWidget(makeButtons());
    chart_ != nullptr ? keepRoom(*this, 60, 44) : keepRoom(*this, 42, 34);
}

QLayout* ExperimentDialog::makeForm()
{
    seeds_->setRange(1, mostSeeds);
    seeds_->setValue(usualSeeds);
    seeds_->setAccessibleName(tr("Seeds"));
    seeds_->setToolTip(tr("Each seed takes %1 runs; a test needs at least two seeds").arg(kind_.armsPerSeed));
    folder_->setAccessibleName(tr("Folder"));
    auto* place = new QHBoxLayout;
    place->addWidget(folder_, 1);
    place->addWidget(choose_);
    auto* folderLabel = new PlainLabel(tr("&Folder"), this);
    folderLabel->setBuddy(folder_);
    auto* form = new QFormLayout;
    form->addRow(tr("&Seeds"), seeds_);
    form->addRow(folderLabel, place);
    return form;
}

QWidget* ExperimentDialog::makeButtons()
{
    run_->setObjectName(QStringLiteral("experimentRun"));
    run_->setDefault(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->addButton(run_, QDialogButtonBox::ActionRole);
    buttons->addButton(page_, QDialogButtonBox::ActionRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    wordButtons(*buttons);
    return buttons;
}

void ExperimentDialog::chooseFolder()
{
    const QString chosen = QFileDialog::getExistingDirectory(this, tr("Folder of the experiment"), folder_->text());
    if (!chosen.isEmpty()) {
        folder_->setText(QDir::toNativeSeparators(chosen));
        showResult();
    }
}

void ExperimentDialog::start()
{
    const run::RunConfig config = run::preset(kind_.preset).config;
    progress_ = {kind_.armsPerSeed * seeds_->value(), -config.pretrainSteps, config.steps};
    lastLine_.clear();
    isStopping_ = false;
    elapsed_.start();
    process_.start(program_.file,
                   QStringList{QStringLiteral("experiment"), kind_.name, QStringLiteral("--seeds"),
                               QString::number(seeds_->value()), QStringLiteral("--out"), chosenFolder().path()}
                       + program_.arguments);
    Q_EMIT begun();
    showState();
}

// As Ctrl+C would: the arm that runs is recorded up to this moment.
void ExperimentDialog::stop()
{
    isStopping_ = true;
    process_.terminate();
    showState();
}

void ExperimentDialog::readLines()
{
    process_.setReadChannel(QProcess::StandardError);
    while (process_.canReadLine()) {
        const QString line = QString::fromUtf8(process_.readLine()).trimmed();
        if (line.isEmpty()) { continue; }
        const QString before = progress_.arm();
        progress_.read(line);
        lastLine_ = line;
        if (progress_.arm() != before) { showResult(); } // the one before has ended
    }
    showState();
}

void ExperimentDialog::finish(int code, QProcess::ExitStatus status)
{
    if (status == QProcess::NormalExit) { readLines(); }
    const bool isDone = status == QProcess::NormalExit && code == 0 && !isStopping_;
    if (isDone) { lastLine_.clear(); }
    if (status != QProcess::NormalExit && !isStopping_) { lastLine_ = tr("The experiment has ended before its time."); }
    showResult();
    Q_EMIT ended();
}

// A run opens in the window, a picture in what the desktop shows pictures with.
void ExperimentDialog::follow(const QUrl& url)
{
    const QString file = url.toLocalFile();
    if (file.endsWith(QStringLiteral(".gridscope"))) {
        Q_EMIT openAsked(file);
    } else if (QFileInfo(file).dir() == chosenFolder()) {
        QDesktopServices::openUrl(url);
    }
}

void ExperimentDialog::showPicture()
{
    if (chart_ == nullptr) { return; }
    chart_->display(
        experiment::pointsOf(contentOf(chosenFolder().filePath(QStringLiteral("report.json"))).toStdString()));
    chart_->setAccessibleName(tr("Test error against payload"));
    chart_->setAccessibleDescription(chart_->summary());
}

void ExperimentDialog::showResult()
{
    showPicture();
    const QString report = contentOf(chosenFolder().filePath(QStringLiteral("report.md")));
    const QString runs = linksTo(chosenFolder());
    QString pictures = picturesIn(chosenFolder(), kind_.name);
    if (!pictures.isEmpty()) { pictures.prepend(tr("\n\n### Pictures\n\n")); }
    if (report.isEmpty() && runs.isEmpty()) {
        result_->setPlainText(tr("The result will stand here, with a link to every run."));
    } else {
        static_cast<ReportView*>(result_)->show(report + pictures + tr("\n\n### Runs (open one in the window)\n\n")
                                                + runs);
    }
    showState();
}

void ExperimentDialog::showState()
{
    const bool running = isRunning();
    // Only between two runs is the folder looked at; lines of a running one come many times a second.
    const bool hasReport = !running && chosenFolder().exists(QStringLiteral("report.html"));
    const bool isBegun = hasReport || (!running && !linksTo(chosenFolder()).isEmpty());
    run_->setText(running ? tr("S&top") : isBegun ? tr("&Go on") : tr("S&tart"));
    run_->setEnabled(!(running && isStopping_) && !folder_->text().trimmed().isEmpty());
    for (QWidget* widget :
         {static_cast<QWidget*>(seeds_), static_cast<QWidget*>(folder_), static_cast<QWidget*>(choose_)}) {
        widget->setEnabled(!running);
    }
    page_->setEnabled(hasReport);
    bar_->setValue(running ? run::wholeIn(progress_.share() * promille, 0, promille) : 0);
    bar_->setVisible(running);
    state_->setText(stateText());
    state_->setVisible(!state_->text().isEmpty());
}

QString ExperimentDialog::stateText() const
{
    if (!isRunning()) { return inFieldWords(lastLine_); }
    if (isStopping_) { return tr("Stopping; what is done is kept ..."); }
    if (progress_.arm().isEmpty()) { return tr("Starting ..."); }
    const double share = progress_.share();
    const double seconds = double(elapsed_.elapsed()) / 1000;
    const QString left =
        share > 0.01 ? tr(", about %1 min left").arg(run::wholeIn((seconds / share - seconds) / 60 + 1, 1, mostMinutes))
                     : QString();
    return tr("%1: %2 %%3").arg(progress_.arm()).arg(run::wholeIn(100 * share, 0, 100)).arg(left);
}

QDir ExperimentDialog::chosenFolder() const { return QDir(QDir::fromNativeSeparators(folder_->text())); }

} // namespace gridscope::ui
