// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/picture_export.h"

#include "core/run/error.h"
#include "ui/chart/picture.h"
#include "ui/workspace.h"

#include <QCoreApplication>
#include <QDir>

namespace gridscope::ui {
namespace {

void saveOrThrow(QWidget& widget, const QString& file)
{
    if (savePicture(widget, file)) { return; }
    const QString sentence =
        QCoreApplication::translate("PictureExport", "Cannot write the picture %1; is there room, and may you write there?");
    throw FileError(sentence.arg(QDir::toNativeSeparators(file)).toStdString());
}

} // namespace

int savePictures(QWidget& window, const Workspace& workspace, const run::History& history, const QString& folder)
{
    const QDir directory(folder);
    const QString step = QStringLiteral("-step-%1").arg(history.lastStep());
    saveOrThrow(window, directory.filePath(QStringLiteral("window") + step + QStringLiteral(".png")));
    int pictures = 1;
    for (PanelFrame* frame : workspace.frames()) {
        if (!frame->isVisible()) { continue; }      // folded into a tab: it has no size to draw at
        const QString name = frame->panel().title().toLower().replace(QLatin1Char(' '), QLatin1Char('-')) + step;
        for (const char* suffix : {".png", ".svg"}) {
            saveOrThrow(frame->panel(), directory.filePath(name + QLatin1String(suffix)));
            ++pictures;
        }
    }
    return pictures;
}

} // namespace gridscope::ui
