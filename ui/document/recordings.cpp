// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/recordings.h"

#include "core/base/error.h"
#include "core/file/run_lock.h"
#include "core/file/run_reader.h"
#include "core/settings/presets.h"
#include "ui/document/run_text.h"

#include <QDir>
#include <QRegularExpression>
#include <QStandardPaths>

namespace gridscope::ui {
namespace {

constexpr auto suffix = ".gridscope";

QString nameOf(const run::RunConfig& config)
{
    const bool isPreset = run::isStill(config, config.preset);
    const bool isItsMethod = isPreset && config.method == run::preset(config.preset).config.method;
    QString name =
        QString::fromStdString((isPreset ? config.preset : config.data) + (isItsMethod ? "" : "-" + config.method));
    static const QRegularExpression odd(QStringLiteral("[^A-Za-z0-9-]+"));
    return QStringLiteral("%1-seed%2").arg(name.replace(odd, QStringLiteral("-"))).arg(config.seed);
}

// On a machine of many, nobody else reads settings and paths of the runs. A folder that is there stays as it is.
void makePrivate(const QString& folder)
{
    if (QFileInfo::exists(folder) || !QDir().mkpath(folder)) { return; }
    QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

QString unusedName(const QDir& folder, const QString& name)
{
    for (int number = 1;; ++number) {
        const QString tried =
            (number == 1 ? name : QStringLiteral("%1-%2").arg(name).arg(number)) + QLatin1String(suffix);
        if (!folder.exists(tried)) { return folder.filePath(tried); }
    }
}

bool isInUse(const QString& path)
{
    if (run::OpenMark::isOpen(path.toStdString())) { return true; }
    try {
        const run::RunLock lock(path.toStdString());
        return false;
    } catch (const Error&) {
        return true;
    }
}

void remove(const QString& path)
{
    for (const char* part : {"-wal", "-shm", "-journal", ""}) { QFile::remove(path + QLatin1String(part)); }
}

std::int64_t sizeWithLog(const QString& path)
{
    return QFileInfo(path).size() + QFileInfo(path + QStringLiteral("-wal")).size();
}

} // namespace

QString Recordings::newFile(const run::RunConfig& config, const QDateTime& now) const
{
    makePrivate(folder);
    return unusedName(QDir(folder), now.toString(QStringLiteral("yyyy-MM-dd-hhmm-")) + nameOf(config));
}

QString Recordings::forkFile(const QString& parent, std::int64_t step) const
{
    makePrivate(folder);
    return unusedName(QDir(folder),
                      QStringLiteral("%1-fork-at-%2").arg(QFileInfo(parent).completeBaseName(), stepInFileName(step)));
}

bool Recordings::holds(const QString& path) const
{
    return !folder.isEmpty() && QFileInfo(path).absolutePath() == QFileInfo(folder).absoluteFilePath();
}

QString Recordings::unfinished() const
{
    if (folder.isEmpty()) { return {}; }
    for (const QFileInfo& file :
         QDir(folder).entryInfoList({QLatin1Char('*') + QLatin1String(suffix)}, QDir::Files, QDir::Time)) {
        if (isInUse(file.filePath())) { continue; }
        try {
            return run::RunReader(file.filePath().toStdString()).hasEnded() ? QString() : file.filePath();
        } catch (const Error&) { // damaged: nothing to go on from
        }
    }
    return {};
}

void Recordings::prune() const
{
    if (folder.isEmpty()) { return; }
    int files = 0;
    std::int64_t bytes = 0;
    const QFileInfoList all =
        QDir(folder).entryInfoList({QLatin1Char('*') + QLatin1String(suffix)}, QDir::Files, QDir::Time);
    for (const QFileInfo& file : all) { // the newest first
        bytes += sizeWithLog(file.filePath());
        const bool fits = ++files <= mostFiles && bytes <= mostBytes;
        if (fits || isInUse(file.filePath())) { continue; }
        bytes -= sizeWithLog(file.filePath());
        --files;
        remove(file.filePath());
    }
}

Recordings usualRecordings()
{
    Recordings recordings;
    recordings.folder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QStringLiteral("/runs");
    return recordings;
}

std::optional<FileState> fileState(const QString& path)
{
    const QFileInfo file(path);
    if (path.isEmpty() || !file.exists()) { return std::nullopt; }
    const QFileInfo log(path + QStringLiteral("-wal"));
    const QDateTime newest = log.exists() ? std::max(file.lastModified(), log.lastModified()) : file.lastModified();
    return FileState{sizeWithLog(path), std::max<std::int64_t>(0, newest.secsTo(QDateTime::currentDateTime()))};
}

} // namespace gridscope::ui
