// SPDX-License-Identifier: GPL-3.0-or-later
// gridscope_vectors as people call it.
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

namespace {

struct Answer {
    int code;
    QString out, err;
};

Answer vectors(const QStringList& files)
{
    QProcess program;
    program.start(QStringLiteral(GRIDSCOPE_VECTORS), files);
    program.waitForFinished(-1);
    return {program.exitCode(), QString::fromUtf8(program.readAllStandardOutput()),
            QString::fromUtf8(program.readAllStandardError())};
}

class TestVectors : public QObject {
    Q_OBJECT

    static QString write(const QTemporaryDir& folder, const QByteArray& text)
    {
        QFile file(folder.filePath("some.json"));
        file.open(QIODevice::WriteOnly);
        file.write(text);
        return file.fileName();
    }

private Q_SLOTS:
    void everyCaseOfTheSharedVectorsIsKnownAndPasses_data()
    {
        QTest::addColumn<QString>("file");
        const QDir folder(qEnvironmentVariable("GRIDSCOPE_SOURCE") + "/tests/data/vectors");
        for (const QString& name : folder.entryList({"*.json"})) {
            QTest::newRow(qPrintable(name)) << folder.filePath(name);
        }
    }
    void everyCaseOfTheSharedVectorsIsKnownAndPasses()
    {
        QFETCH(const QString, file);
        const Answer answer = vectors({file});
        QVERIFY2(answer.code == 0, qPrintable(answer.out + answer.err));
        static const QRegularExpression clean("[1-9][0-9]* passed, 0 failed, [0-9]+ skipped\n$");
        QVERIFY2(answer.out.contains(clean), qPrintable(answer.out));
        QVERIFY2(!answer.out.contains("no judge knows"), qPrintable(answer.out));
    }

    void whatIsNoVectorFileIsRefusedInASentence()
    {
        const QTemporaryDir folder;
        const Answer none = vectors({});
        QCOMPARE(none.code, 2);
        QVERIFY(none.err.startsWith("usage"));
        const Answer wrong = vectors({write(folder, "[1, 2")});
        QCOMPARE(wrong.code, 2);
        QVERIFY2(wrong.err.contains("no file of reference vectors"), qPrintable(wrong.err));
    }

    void whatHasNoJudgeIsSkippedAndCounted()
    {
        const QTemporaryDir folder;
        const Answer answer =
            vectors({write(folder, R"({"method": "none", "cases": [{"id": "a", "kind": "b", "in": {}, "out": {}}]})")});
        QCOMPARE(answer.code, 0);
        QVERIFY2(answer.out.endsWith("0 passed, 0 failed, 1 skipped\n"), qPrintable(answer.out));
    }
};

} // namespace

QTEST_APPLESS_MAIN(TestVectors)
#include "tst_vectors.moc"
