// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/recent_files.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>

namespace gridscope::ui {
namespace {

constexpr auto key = "files/recent";
constexpr int mostFiles = 8;

} // namespace

QStringList recentFiles()
{
    QStringList files = QSettings().value(key).toStringList();
    files.removeIf([](const QString& path) { return !QFileInfo::exists(path); });
    return files;
}

QStringList knownRuns(const QString& folder, bool remembers)
{
    QStringList known = remembers ? recentFiles() : QStringList();
    if (folder.isEmpty()) { return known; }
    for (const QFileInfo& file : QDir(folder).entryInfoList({QStringLiteral("*.gridscope")}, QDir::Files, QDir::Time)) {
        if (!known.contains(file.absoluteFilePath())) { known << file.absoluteFilePath(); }
    }
    return known;
}

void rememberRecentFile(const QString& path)
{
    QStringList files = recentFiles();
    const QString whole = QFileInfo(path).absoluteFilePath();
    files.removeAll(whole);
    files.prepend(whole);
    QSettings().setValue(key, QStringList(files.mid(0, mostFiles)));
}

} // namespace gridscope::ui
