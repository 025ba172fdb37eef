// SPDX-License-Identifier: GPL-3.0-or-later
// A file with that content, its folder made where it is not there.
#pragma once

#include <QtTest>

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace gridscope::test {

inline void write(const QString& path, const QByteArray& bytes)
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

} // namespace gridscope::test
