// SPDX-License-Identifier: GPL-3.0-or-later
// `gridscope experiment` with the real engine, killed on the way: it goes on where it was and comes to the same numbers.
#include "tests/app/quick_hypothesis.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

namespace {

constexpr int longestWait = 180000;

QStringList hypothesis(const QString& folder)
{
    return QStringList{"experiment", "hypothesis", "--seeds", "2", "--out", folder, "--json"} + gridscope::test::quickHypothesis();
}

struct Outcome {
    int status = -1;
    QJsonObject json;
    QString err;
};
Outcome run(const QStringList& arguments)
{
    QProcess process;
    process.start(qEnvironmentVariable("GRIDSCOPE_BIN"), arguments);
    process.waitForFinished(longestWait);
    return {process.exitCode(), QJsonDocument::fromJson(process.readAllStandardOutput()).object(),
            QString::fromUtf8(process.readAllStandardError())};
}

// Seconds are of the clock and differ.
QJsonArray withoutTimes(const QJsonArray& runs)
{
    QJsonArray bare;
    for (const QJsonValue& value : runs) {
        QJsonObject object = value.toObject();
        object.remove("seconds");
        bare.append(object);
    }
    return bare;
}

} // namespace

class TestExperiments : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aKilledHypothesisGoesOnAndComesToTheSameNumbers()
    {
        const QTemporaryDir straight, broken;
        const Outcome whole = run(hypothesis(straight.path()));
        QVERIFY2(whole.status == 0, qPrintable(whole.err));
        QCOMPARE(whole.json["runs"].toArray().size(), qsizetype(6));

        // Killed within its second arm, once that has a file.
        QProcess process;
        process.start(qEnvironmentVariable("GRIDSCOPE_BIN"), hypothesis(broken.path()));
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(broken.filePath("same-bits-seed1.gridscope")), longestWait);
        process.kill();
        QVERIFY(process.waitForFinished(longestWait));
        QVERIFY(!QFile::exists(broken.filePath("report.html")));

        const Outcome again = run(hypothesis(broken.path()));
        QVERIFY2(again.status == 0, qPrintable(again.err));
        QCOMPARE(withoutTimes(again.json["runs"].toArray()), withoutTimes(whole.json["runs"].toArray()));
        QCOMPARE(again.json["sentences"], whole.json["sentences"]);
        for (const char* file : {"report.md", "report.json", "report.html"}) {
            QVERIFY(QFile::exists(broken.filePath(file)));
        }
        // An arm is an ordinary run file.
        QCOMPARE(run({"info", broken.filePath("learned-seed2.gridscope"), "--json"})
                     .json["end"]
                     .toObject()["how"]
                     .toString(),
                 QStringLiteral("finished"));
    }

    void wrongCallsGetOneSentence_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("part");
        QTest::newRow("no such experiment")
            << QStringList{"experiment", "tabel"} << "known are hypothesis, table and sweep";
        QTest::newRow("a sweep without arms") << QStringList{"experiment", "sweep"} << "needs --file";
        QTest::newRow("nothing is learned")
            << QStringList{"experiment", "hypothesis", "--preset", "spirals"} << "learn_bits is false";
        QTest::newRow("no seeds") << QStringList{"experiment", "table", "--seeds", "0"} << "--seeds";
    }
    void wrongCallsGetOneSentence()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QString, part);
        const QTemporaryDir folder;
        const Outcome outcome = run(arguments + QStringList{"--out", folder.filePath("x")});
        QCOMPARE(outcome.status, 2);
        QVERIFY2(outcome.err.contains(part) && outcome.err.count('\n') == 1, qPrintable(outcome.err));
    }
};

QTEST_GUILESS_MAIN(TestExperiments)
#include "tst_experiments.moc"
