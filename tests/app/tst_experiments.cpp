// SPDX-License-Identifier: GPL-3.0-or-later
// `gridscope experiment` with the real engine, killed on the way: it goes on where it was and comes to the same numbers.
#include "tests/app/quick_hypothesis.h"

#include <QDateTime>
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
    return QStringList{"experiment", "hypothesis", "--seeds", "2", "--out", folder, "--json"}
           + gridscope::test::quickHypothesis();
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

    void allMethodsAreComparedWithPictureAndCards()
    {
        const QTemporaryDir folder;
        QStringList call{"experiment", "methods", "--seeds", "1", "--out", folder.path(), "--json"};
        for (const char* setting : {"data=spirals", "network=mlp", "hidden=16,16", "pretrain_steps=60", "steps=80",
                                    "checkpoint_every=20", "validation_samples=200", "threads=1"}) {
            call << "--set" << setting;
        }
        const Outcome whole = run(call);
        QVERIFY2(whole.status == 0, qPrintable(whole.err));
        QCOMPARE(whole.json["runs"].toArray().size(), whole.json["rows"].toArray().size());
        QCOMPARE(whole.json["points"].toArray().size(), whole.json["rows"].toArray().size());
        for (const char* name : {"methods.svg", "methods.pdf", "methods.png"}) {
            QVERIFY2(QFileInfo(folder.filePath(name)).size() > 1000, name);
        }
        QFile report(folder.filePath("report.md")), page(folder.filePath("report.html"));
        QVERIFY(report.open(QIODevice::ReadOnly) && page.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(report.readAll());
        QVERIFY2(text.contains("| ! weights: average bits |") && text.contains("| ! weights: batch norm |"),
                 qPrintable(text)); // mirror descent has it
        QVERIFY(QString::fromUtf8(page.readAll()).contains("<td>! weights: average bits</td>"));
        QVERIFY(QFile::remove(folder.filePath("bsq-seed1.gridscope")));
        const Outcome again = run(call);
        QCOMPARE(withoutTimes(again.json["runs"].toArray()), withoutTimes(whole.json["runs"].toArray()));
    }

    void anArmThatDivergesIsARowAndTheOthersGoOn()
    {
        const QTemporaryDir folder;
        const QString weights = gridscope::test::hugeWeights(folder.path());
        QFile file(folder.filePath("arms.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(
            R"({"preset": "spirals", "hidden": [16, 16], "pretrain_steps": 0, "steps": 400, "threads": 1, "schedule": "constant", "arms": {
            "wild": {"weights_file": ")"
            + weights.toUtf8() + R"("}, "tame": {"steps": 40}}})");
        file.close();
        const QString out = folder.filePath("out");
        const QStringList call{"experiment", "sweep", "--file", file.fileName(), "--seeds",
                               "1",          "--out", out,      "--json"};
        const Outcome first = run(call);
        QCOMPARE(first.status, 1);
        QVERIFY2(first.err.contains("1 of 2 runs failed; the report says which"), qPrintable(first.err));
        const QJsonArray runs = first.json["runs"].toArray();
        QCOMPARE(runs.size(), qsizetype(2));
        QCOMPARE(runs[0]["arm"].toString(), QString("tame"));
        QVERIFY(runs[0]["failure"].isNull() && runs[0]["test_accuracy_quantized"].toDouble() > 0);
        QCOMPARE(runs[1]["arm"].toString(), QString("wild"));
        QCOMPARE(runs[1]["failure"]["how"].toString(), QString("diverged"));
        QVERIFY(runs[1]["test_accuracy_quantized"].isNull());
        const QString step = QString::number(runs[1]["failure"]["step"].toInt());
        const QString sentence = runs[1]["failure"]["sentence"].toString();
        QVERIFY2(sentence.contains("at step " + step)
                     && sentence.contains("numbers too large for a float in the data or weights_file"),
                 qPrintable(sentence));
        for (const char* name : {"report.md", "report.html"}) {
            QFile report(out + "/" + name);
            QVERIFY(report.open(QIODevice::ReadOnly));
            const QString text = QString::fromUtf8(report.readAll());
            QVERIFY2(text.contains("seed 1 diverged at step " + step) && text.contains(sentence), qPrintable(text));
        }

        const QString wild = out + "/wild-seed1.gridscope";
        const QDateTime written = QFileInfo(wild).lastModified();
        const Outcome again = run(call); // it would only do so again
        QCOMPARE(again.status, 1);
        QCOMPARE(again.json, first.json);
        QCOMPARE(QFileInfo(wild).lastModified(), written);
        const Outcome asked = run(call + QStringList{"--again"}); // and does, when asked
        QCOMPARE(asked.status, 1);
        QVERIFY(QFileInfo(wild).lastModified() > written);
        QCOMPARE(withoutTimes(asked.json["runs"].toArray()), withoutTimes(first.json["runs"].toArray()));
    }

    void runsOnDataThatHaveChangedAreNotCompared()
    {
        const QTemporaryDir folder;
        const auto writeTable = [&](const char* name, double shift) {
            QFile table(folder.filePath(name));
            QVERIFY(table.open(QIODevice::WriteOnly));
            table.write("a,b,label\n");
            for (int i = 0; i < 120; ++i) {
                table.write(
                    QString("%1,%2,%3\n").arg((i / 2) % 2 + shift).arg(0.1 * (i % 5)).arg((i / 2) % 2).toLatin1());
            }
        };
        const auto call = [&](const QString& arms) {
            QFile file(folder.filePath("arms.json"));
            QVERIFY2(file.open(QIODevice::WriteOnly), "arms.json");
            file.write(
                QString(
                    R"({"preset": "spirals", "data": "csv", "data_folder": "%1", "pretrain_steps": 0, "steps": 5, "batch_size": 16,
                "validation_samples": 10, "threads": 1, "arms": {%2}})")
                    .arg(folder.path(), arms)
                    .toUtf8());
        };
        const QStringList sweep{"experiment", "sweep", "--file", folder.filePath("arms.json"),
                                "--seeds",    "1",     "--out",  folder.filePath("out"),
                                "--json"};
        writeTable("train.csv", 0);
        writeTable("test.csv", 0);
        call(R"("one": {})");
        QCOMPARE(run(sweep).status, 0);
        QStringList twoSeeds = sweep;
        twoSeeds.replace(5, "2"); // holds out other rows than seed 1, by its settings
        const Outcome both = run(twoSeeds);
        QVERIFY2(both.status == 0, qPrintable(both.err));
        writeTable("test.csv", 0.25);
        call(R"("one": {}, "two": {"sigma": 0.5})");
        const Outcome mixed = run(sweep);
        QCOMPARE(mixed.status, 2);
        QVERIFY2(mixed.err.contains("one-seed1.gridscope") && mixed.err.contains("the test data differ")
                     && mixed.err.contains("choose another folder with --out"),
                 qPrintable(mixed.err));
        QVERIFY(!QFile::exists(folder.filePath("out/two-seed1.gridscope")));
    }

    void wrongCallsGetOneSentence_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("part");
        QTest::newRow("no such experiment")
            << QStringList{"experiment", "tabel"} << "known are hypothesis, methods, table and sweep";
        QTest::newRow("a sweep without arms") << QStringList{"experiment", "sweep"} << "needs --file";
        QTest::newRow("nothing is learned")
            << QStringList{"experiment", "hypothesis", "--preset", "spirals"} << "learn_bits is false";
        QTest::newRow("no seeds") << QStringList{"experiment", "table", "--seeds", "0"} << "--seeds";
        QTest::newRow("a seed twice") << QStringList{"experiment", "table", "--seeds", "4,4"} << "has the seed 4 twice";
        QTest::newRow("no jobs") << QStringList{"experiment", "table", "--jobs", "0"} << "--jobs";
        QTest::newRow("an arm that is none") << QStringList{"experiment", "hypothesis", "--only", "lerned"}
                                             << "There is no arm \"lerned\" in this experiment; there are learned, "
                                                "same-bits, uniform.";
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
