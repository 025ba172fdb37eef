// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/picture_export.h"

#include "core/run/error.h"
#include "ui/workspace.h"

#include <QCoreApplication>
#include <QDir>
#include <QPixmap>

namespace gridscope::ui {

void savePicture(QWidget& widget, const QString& file)
{
    if (!widget.grab().save(file, "PNG")) {
        throw FileError(QCoreApplication::translate("PictureExport", "Cannot write the picture %1; is there room, and may you write there?")
                            .arg(QDir::toNativeSeparators(file))
                            .toStdString());
    }
}

int savePictures(QWidget& window, const Workspace& workspace, const run::History& history, const QString& folder)
{
    const QString end = QStringLiteral("-step-%1.png").arg(history.lastStep());
    const QDir directory(folder);
    savePicture(window, directory.filePath(QStringLiteral("window") + end));
    int pictures = 1;
    for (PanelFrame* frame : workspace.frames()) {
        if (!frame->isVisible()) { continue; }      // folded into a tab: it has no size to draw at
        const QString name = frame->panel().title().toLower().replace(QLatin1Char(' '), QLatin1Char('-'));
        savePicture(*frame, directory.filePath(name + end));
        ++pictures;
    }
    return pictures;
}

} // namespace gridscope::ui
