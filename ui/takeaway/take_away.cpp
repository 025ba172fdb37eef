// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/takeaway/take_away.h"

#include "core/base/error.h"
#include "core/base/text_file.h"
#include "core/export/numbers.h"
#include "ui/chart/numbers.h"
#include "ui/document/run_session.h"
#include "ui/document/run_text.h"

#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QStandardPaths>

namespace gridscope::ui {
namespace {

QString placeFor(QStandardPaths::StandardLocation location, const QString& name)
{
    return QDir(QStandardPaths::writableLocation(location)).filePath(name);
}

// Which of a run's tables (core/export/numbers.h) a view draws.
std::string tableBehind(const run::History& history, const std::optional<FigureId>& id, std::size_t layer)
{
    const auto& layers = history.start().layers;
    if (!id) { return "layers"; }
    switch (id->view) {
    case FigureId::View::Histogram: return "histogram-" + layers.at(layer).name;
    case FigureId::View::River: return "river-" + layers.at(layer).name;
    case FigureId::View::Loss: return "steps";
    case FigureId::View::Accuracy: return "evaluations";
    case FigureId::View::Bits: return "layers";
    case FigureId::View::Difference: return "histogram-" + layers.at(layer).name;
    case FigureId::View::DropBits: break;
    }
    const auto drops = [&](const run::LayerInfo& info) { return info.masks > 0; };
    const bool hasMasks = layer < layers.size() && drops(layers[layer]);
    const auto first = std::find_if(layers.begin(), layers.end(), drops);
    return "masks-" + (hasMasks || first == layers.end() ? layers.at(layer).name : first->name);
}

} // namespace

TakeAway::TakeAway(const RunSession& session, const Playback& playback, const View& view, const Workspace& workspace,
                   MessageBar& messages, QString program, QWidget* window)
    : QObject(window), session_(session), playback_(playback), view_(view), workspace_(workspace), messages_(messages),
      program_(std::move(program)), window_(window)
{
    exportView_ = add("exportView", tr("Export this &view..."), tr("Ctrl+E"), &TakeAway::askSaveView);
    exportRun_ = add("exportRun", tr("&Export..."), tr("Ctrl+Shift+E"), &TakeAway::showExport);
    copyPicture_ = add("copyPicture", tr("Copy &picture"), QKeySequence::Copy, &TakeAway::copyPicture);
    copyTable_ = add("copyTable", tr("Copy &table"), tr("Ctrl+Shift+C"), &TakeAway::copyTable);
    connect(&background_, &Background::failed, &messages_, &MessageBar::showError);
}

QAction* TakeAway::add(const char* name, const QString& text, const QKeySequence& keys, void (TakeAway::*slot)())
{
    auto* action = new QAction(text, this);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(keys);
    connect(action, &QAction::triggered, this, [this, slot] {
        if (session_.history().hasStarted()) { return (this->*slot)(); }
        messages_.showNote(tr("There is no run yet that could be taken along."));
    });
    return action;
}

Panel& TakeAway::panel() const
{
    PanelFrame* focused = workspace_.focusedFrame();
    return (focused != nullptr ? focused : workspace_.histogram())->panel();
}

QString TakeAway::runName() const
{
    const QString name = QFileInfo(session_.path()).fileName();
    return name.isEmpty() ? tr("not recorded") : name;
}

std::optional<Figure> TakeAway::figure() const
{
    const auto id = figureOf(panel(), view_.layer);
    if (!id) { return std::nullopt; }
    View shown = view_;
    shown.step = playback_.step();
    return std::make_optional<Figure>(session_.history(), *id, shown, runName(), FigureStyle::Slide, &panel());
}

void TakeAway::showExport()
{
    if (session_.path().isEmpty()) {
        messages_.showError(tr("This run is not recorded, so there is no file to export from."));
        return;
    }
    if (dialog_ == nullptr) { dialog_ = new ExportDialog(program_, window_); }
    const QString folder = QFileInfo(session_.path()).completeBaseName() + QStringLiteral("-export");
    dialog_->offer(session_.path(), session_.recorder(), playback_.step(),
                   placeFor(QStandardPaths::DocumentsLocation, folder));
    dialog_->show();
    dialog_->raise();
}

void TakeAway::askSaveView()
{
    const auto id = figureOf(panel(), view_.layer);
    const QString view = id ? figureName(session_.history(), *id) : QStringLiteral("layers");
    const QString name = QStringLiteral("%1-%2.png").arg(view, stepInFileName(playback_.shownStep()));
    const QString path =
        QFileDialog::getSaveFileName(window_, tr("Export this view"), placeFor(QStandardPaths::PicturesLocation, name),
                                     tr("Pictures (*.png *.svg *.pdf)"));
    if (!path.isEmpty()) { saveView(path); }
}

void TakeAway::saveView(const QString& path)
{
    const QString format = QFileInfo(path).suffix().toLower();
    guarded(messages_, [&] {
        if (format != QLatin1String("png") && format != QLatin1String("svg") && format != QLatin1String("pdf")) {
            throw FileError(
                tr("The suffix says which kind of picture it is: .png, .svg or .pdf; \"%1\" has none of them.")
                    .arg(QFileInfo(path).fileName())
                    .toStdString());
        }
        const auto drawn = figure();
        const QByteArray bytes = drawn ? drawn->picture(format) : pictureOf(panel(), format);
        if (bytes.isEmpty()) { throw FileError(tr("This view has no room to be drawn in.").toStdString()); }
        writeTextFile(path.toStdString(), {bytes.constData(), std::size_t(bytes.size())});
        messages_.showNote(tr("The view is in %1.").arg(QDir::toNativeSeparators(path)));
    });
}

void TakeAway::copyPicture()
{
    constexpr double ratio = 2; // pixels for each of the screen's
    const auto drawn = figure();
    QGuiApplication::clipboard()->setImage(drawn ? drawn->image(ratio) : imageOf(panel(), ratio));
    messages_.showNote(tr("Copied the picture: %1.").arg(drawn ? drawn->title() : panel().title()));
}

// In the background: a river of a long run has millions of numbers. The history's copy shares its snapshots.
void TakeAway::copyTable()
{
    const std::string name = tableBehind(session_.history(), figureOf(panel(), view_.layer), view_.layer);
    StepRange range;
    if (name.starts_with("histogram-") && playback_.step()) { range.to = *playback_.step(); }
    const bool isStarted = background_.start(
        {}, [this, name, range, history = session_.history()](const run::Progress&) -> Background::Done {
            const auto table = tableNamed(history, name, range);
            if (!table) { throw FileError("There is no table " + name + " of this run."); }
            const QString text = QString::fromStdString(table->tsv());
            return [this, text, rows = table->rows(), shown = QString::fromStdString(name)] {
                QGuiApplication::clipboard()->setText(text);
                messages_.showNote(tr("Copied the table %1: %2 rows.").arg(shown, numberText(double(rows), 0)));
            };
        });
    if (!isStarted) { messages_.showNote(tr("The table before is still being copied.")); }
}

} // namespace gridscope::ui
