// SPDX-License-Identifier: GPL-3.0-or-later
// `gridscope data` as a shell sees it, and what `train` and `info` tell of data.
#include "tests/app/exported_run.h"
#include "tests/support/write_file.h"

#include <QtTest>

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <filesystem>
#include <fstream>

namespace {

struct Outcome {
    int status = -1;
    QString out;
    QString err;
    QJsonObject json() const { return QJsonDocument::fromJson(out.toUtf8()).object(); }
};

Outcome run(const QStringList& arguments)
{
    const auto told = gridscope::test::gridscope(arguments);
    return {told.status, QString::fromUtf8(told.out), QString::fromUtf8(told.err)};
}

using gridscope::test::write;

// `label` of a row.
template <typename Label>
QByteArray table(int rows, Label label)
{
    QByteArray text = "a,b,label\n";
    for (int i = 0; i < rows; ++i) {
        text += QByteArray::number(i % 13) + "," + QByteArray::number(i) + "," + label(i) + "\n";
    }
    return text;
}

QStringList training(const QString& folder, const QStringList& more = {})
{
    QStringList all = {"train", "--preset", "spirals", "--steps", "5", "--json"};
    for (const QString& setting : QStringList{"data=csv", "network=mlp", "data_folder=" + folder, "hidden=4",
                                              "pretrain_steps=5", "batch_size=8", "validation_samples=10", "threads=1"}
                                      + more) {
        all += {"--set", setting};
    }
    return all;
}

} // namespace

class TestDataCommand : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void mnistSaysHowToGetItWhereItIsMissing_data()
    {
        QTest::addColumn<QStringList>("command");
        QTest::newRow("data") << QStringList{"data"};
        QTest::newRow("train") << QStringList{"train", "--json"};
    }
    void mnistSaysHowToGetItWhereItIsMissing()
    {
        QFETCH(QStringList, command);
        auto environment = gridscope::test::withoutDisplay();
        environment.insert("XDG_DATA_HOME", "/nowhere");
        const auto told = gridscope::test::call(qEnvironmentVariable("GRIDSCOPE_BIN"),
                                                command + QStringList{"--set", "data=mnist"}, environment);
        QCOMPARE(told.status, 2);
        const QString sentence =
            "MNIST is not in /nowhere/gridscope/mnist; the command packaging/get-mnist fetches it there";
        QVERIFY2(told.err.contains(sentence.toUtf8()), told.err);
    }

    void aTableIsToldAsTextAndAsJson()
    {
        const QTemporaryDir folder;
        write(folder.filePath("a.csv"), table(100, [](int i) { return QByteArray(i % 4 == 0 ? "rose" : "tulip"); }));
        const Outcome text = run({"data", folder.filePath("a.csv")});
        QCOMPARE(text.status, 0);
        QVERIFY(text.err.isEmpty());
        for (const char* part : {"a.csv: csv, ", "10 test rows of 2 numbers", "2 classes", "rose",
                                 "b: ", "Duplicates: none", "Time: loading takes less than 0.1 s"}) {
            QVERIFY2(text.out.contains(part), qPrintable(text.out));
        }
        const QJsonObject json =
            run({"data", folder.filePath("a.csv"), "--json", "--set", "validation_samples=20", "--seed", "3"}).json();
        QCOMPARE(json["kind"].toString(), QString("csv"));
        QCOMPARE(json["classes"].toArray().at(1).toObject()["name"].toString(), QString("tulip"));
        QCOMPARE(json["test"].toInt() + json["validation"].toInt() + json["train"].toInt(), 100);
        QVERIFY(json["split"].toString().contains("seed 3"));
        QCOMPARE(json["ranges"].toArray().size(), 2);
    }

    void wrongCallsEndWithTheSentenceOfATraining_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("says");
        QTest::newRow("no folder") << QStringList{"data", "--set", "data=csv"} << "data_folder is empty";
        QTest::newRow("nothing there") << QStringList{"data", "/nowhere"} << "The folder /nowhere could not be read";
        QTest::newRow("an unknown setting") << QStringList{"data", "--set", "dat=moons"} << "dat";
        QTest::newRow("another kind") << QStringList{"data", "/usr", "--set", "data=npy"} << "train_images.npy";
    }
    void wrongCallsEndWithTheSentenceOfATraining()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QString, says);
        const Outcome outcome = run(arguments);
        QCOMPARE(outcome.status, 2);
        QVERIFY2(outcome.err.contains(says) && outcome.err.count('\n') == 1, qPrintable(outcome.err));
    }

    void pointsNeedNoFolder()
    {
        const QJsonObject json = run({"data", "--set", "data=moons", "--json"}).json();
        QCOMPARE(json["unit"].toString(), QString("points"));
        QCOMPARE(json["train"].toInt(), 2000);
    }

    void aTrainingTellsClassesAndCountsFirstAndItsRecordKeepsThem()
    {
        const QTemporaryDir folder;
        write(folder.filePath("a.csv"),
              table(100, [](int i) { return QByteArray::number(i % 2) + (i % 4 == 0 ? ".0" : ""); }));
        const Outcome outcome =
            run(training(folder.filePath("a.csv")) + QStringList{"--out", folder.filePath("a.gridscope")});
        QCOMPARE(outcome.status, 0);
        QVERIFY2(outcome.err.contains("\n2 classes, training/validation/test: 0 4"), qPrintable(outcome.err));
        QVERIFY(outcome.json()["data_notes"].toArray().at(0).toString().startsWith("2 classes"));
        QVERIFY(run({"info", folder.filePath("a.gridscope")})
                    .out.contains("Data: 2 classes, training/validation/test: 0 4"));
    }

    void aTableWhoseLabelsComeRoundIsLearned()
    {
        const QTemporaryDir folder;
        QByteArray rows;
        for (int i = 0; i < 400; ++i) {
            rows += QByteArray::number(i % 10) + ",1," + QByteArray::number(i % 10) + "\n";
        }
        write(folder.filePath("a.csv"), rows);
        const QJsonObject json = run({"train",   "--preset",
                                      "spirals", "--steps",
                                      "30",      "--json",
                                      "--set",   "data=csv",
                                      "--set",   "network=mlp",
                                      "--set",   "hidden=16",
                                      "--set",   "data_folder=" + folder.filePath("a.csv"),
                                      "--set",   "pretrain_steps=300",
                                      "--set",   "batch_size=16",
                                      "--set",   "validation_samples=10",
                                      "--set",   "threads=1"})
                                     .json();
        QVERIFY2(json["test_accuracy_float"].toDouble() > 0.7,
                 qPrintable(QString::number(json["test_accuracy_float"].toDouble())));
        QVERIFY(json["validation_accuracy_float"].toDouble() > 0.5); // one of each class
    }

    void aTrainingWithNothingHeldOutEndsWell()
    {
        const Outcome outcome =
            run({"train", "--preset", "spirals", "--set", "validation_samples=0", "--steps", "5", "--json"});
        QCOMPARE(outcome.status, 0);
        QVERIFY(outcome.json()["validation_accuracy_quantized"].isNull());
        QVERIFY(outcome.json()["test_accuracy_quantized"].isDouble());
        const Outcome stops =
            run({"train", "--preset", "spirals", "--set", "validation_samples=0", "--set", "stop_at_accuracy=0.9"});
        QCOMPARE(stops.status, 2);
        QVERIFY2(stops.err.contains("validation_samples is 0"), qPrintable(stops.err));
    }

    void aFolderWhoseNameIsNotUtf8IsLookedAt()
    {
        const QTemporaryDir folder;
        const std::string place = folder.path().toStdString() + "/h\xE4user";
        std::filesystem::create_directory(place);
        const QByteArray rows = table(40, [](int i) { return QByteArray(i % 2 == 0 ? "a" : "b"); });
        for (const char* name : {"/train.csv", "/test.csv"}) {
            std::ofstream(place + name).write(rows.data(), rows.size());
        }
        QProcess process; // QStringList would lose the byte
        process.start("/bin/sh", {"-c", "exec \"$GRIDSCOPE_BIN\" data \"$0\"/h* --json", folder.path()});
        QVERIFY(process.waitForFinished(60000));
        QCOMPARE(process.exitCode(), 0);
        const QJsonObject json = QJsonDocument::fromJson(process.readAllStandardOutput()).object();
        QCOMPARE(json["name"].toString(), QString("h?user"));
        int twice = 0; // each test row is a training or a validation row, too
        for (const auto& same : json["duplicates"].toArray()) { twice += same.toObject()["count"].toInt(); }
        QCOMPARE(twice, 40);
    }
};

QTEST_GUILESS_MAIN(TestDataCommand)
#include "tst_data_command.moc"
