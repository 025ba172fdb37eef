// SPDX-License-Identifier: GPL-3.0-or-later
// What tests of exports share: a short real run in a file, and other people's programs that look at what came out of it.
#pragma once

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

namespace gridscope::test {

struct Told {
    int status = -1; // -1: did not start, or crashed
    QByteArray out;
    QByteArray err;
};

inline Told call(const QString& program, const QStringList& arguments, const QProcessEnvironment& environment)
{
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    if (!process.waitForFinished(300000) || process.exitStatus() != QProcess::NormalExit) {
        return {-1, {}, process.errorString().toUtf8() + process.readAllStandardError()};
    }
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

inline QProcessEnvironment withoutDisplay()
{
    auto environment = QProcessEnvironment::systemEnvironment();
    for (const auto* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) { environment.remove(name); }
    environment.insert("NODE_PATH", qEnvironmentVariable("GRIDSCOPE_SOURCE") + "/build/tools/node_modules");
    return environment;
}

inline Told call(const QString& program, const QStringList& arguments)
{
    return call(program, arguments, withoutDisplay());
}

inline Told gridscope(const QStringList& arguments) { return call(qEnvironmentVariable("GRIDSCOPE_BIN"), arguments); }

// Debian's own Python: it is the one that has PyTorch and NumPy.
inline Told python(const QString& script, const QStringList& arguments)
{
    const QString path = qEnvironmentVariable("GRIDSCOPE_SOURCE") + "/tests/app/tools/" + script;
    return call("/usr/bin/python3", QStringList{path} + arguments);
}

inline QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// Trains a small LeNet-5 for some steps and records it; true when that worked.
inline bool recordRun(const QString& path, const QStringList& settings)
{
    QStringList arguments{"train", "--preset", "fashion-quick", "--out", path};
    for (const QString& setting : settings) { arguments += {"--set", setting}; }
    const Told told = gridscope(arguments);
    if (told.status != 0) { qWarning("%s", told.err.constData()); }
    return told.status == 0;
}

} // namespace gridscope::test
