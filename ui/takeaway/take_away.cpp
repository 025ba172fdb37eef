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

} // namespace

TakeAway::TakeAway(Conductor& conductor, const View& view, const Workspace& workspace, MessageBar& messages,
                   QString program, QWidget* window)
    : QObject(window), session_(conductor.session()), playback_(conductor.playback()), view_(view),
      workspace_(workspace), messages_(messages), program_(std::move(program)), window_(window)
{
    exportView_ = conductor.action("exportView", tr("Export this &view..."), this);
    exportRun_ = conductor.action("exportRun", tr("&Export..."), this);
    copyPicture_ = conductor.action("copyPicture", tr("Copy &picture"), this);
    copyTable_ = conductor.action("copyTable", tr("Copy &table"), this);
    serve(conductor);
    connect(&background_, &Background::failed, &messages_, &MessageBar::showError);
}

void TakeAway::serve(Conductor& conductor)
{
    const auto offer = [&](const char* name, std::function<void(const QString&)> work) {
        conductor.serve(name, [this, work = std::move(work)](const QString& argument) {
            if (session_.history().hasStarted()) { return work(argument); }
            messages_.showNote(tr("There is no run yet that could be taken along."));
        });
    };
    offer("exportView", [this](const QString& path) { path.isEmpty() ? askSaveView() : saveView(path); });
    offer("exportRun", [this](const QString&) { showExport(); });
    offer("copyPicture", [this](const QString&) { copyPicture(); });
    offer("copyTable", [this](const QString&) { copyTable(); });
}

const PanelFrame& TakeAway::shown() const
{
    const PanelFrame* focused = workspace_.focusedFrame();
    return focused != nullptr ? *focused : *workspace_.histogram();
}

QString TakeAway::runName() const
{
    const QString name = QFileInfo(session_.path()).fileName();
    return name.isEmpty() ? tr("not recorded") : name;
}

std::optional<Figure> TakeAway::figure() const
{
    const auto id = figureOf(shown().info(), view_.layer);
    if (!id) { return std::nullopt; }
    View view = view_;
    view.step = playback_.step();
    return std::make_optional<Figure>(session_.history(), *id, view, runName(), FigureStyle::Slide, &shown().panel());
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
    const auto id = figureOf(shown().info(), view_.layer);
    const QString view = id ? figureName(session_.history(), *id) : shown().info().key;
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
        const QByteArray bytes = drawn ? drawn->picture(format) : pictureOf(shown().panel(), format);
        if (bytes.isEmpty()) { throw FileError(tr("This view has no room to be drawn in.").toStdString()); }
        writeTextFile(path.toStdString(), {bytes.constData(), std::size_t(bytes.size())});
        messages_.showNote(tr("The view is in %1.").arg(QDir::toNativeSeparators(path)));
    });
}

void TakeAway::copyPicture()
{
    constexpr double ratio = 2; // pixels for each of the screen's
    const auto drawn = figure();
    QGuiApplication::clipboard()->setImage(drawn ? drawn->image(ratio) : imageOf(shown().panel(), ratio));
    messages_.showNote(tr("Copied the picture: %1.").arg(drawn ? drawn->title() : shown().info().title()));
}

// In the background: a river of a long run has millions of numbers. The history's copy shares its snapshots.
void TakeAway::copyTable()
{
    const ViewInfo& view = shown().info();
    if (!view.table) { return messages_.showNote(tr("There is no table of what %1 shows.").arg(view.title())); }
    const std::string name = view.table(session_.history(), view_.layer);
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
