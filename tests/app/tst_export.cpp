// SPDX-License-Identifier: GPL-3.0-or-later
// `gridscope export`: numbers that equal the run file's, and folders and disks that do not want the files.
#include "core/base/text_file.h"
#include "core/file/run_reader.h"
#include "tests/app/exported_run.h"

#include <QtTest>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <csignal>
#include <unistd.h>

using namespace gridscope;
using test::call;
using test::Told;

namespace {

QList<QByteArrayList> csvRows(const QString& path)
{
    QList<QByteArrayList> rows;
    for (const QByteArray& line : test::contentOf(path).trimmed().split('\n')) { rows.append(line.split(',')); }
    return rows;
}

QStringList filesIn(const QString& folder)
{
    QStringList names = QDir(folder).entryList(QDir::Files | QDir::Hidden);
    names.sort();
    return names;
}

} // namespace

class TestExport : public QObject {
    Q_OBJECT
private:
    QTemporaryDir folder_;
    QString run_ = folder_.filePath("a.gridscope");
    run::History history_;

    Told exportTo(const QString& to, const QStringList& more)
    {
        return test::gridscope(QStringList{"export", run_, "--to", to} + more);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(test::recordRun(run_, {"data=sample", "validation_samples=40", "pretrain_steps=10", "batch_size=32",
                                       "channels=4,8", "hidden=32", "steps=20", "snapshot_every=5", "bits=2,3,4,8",
                                       "activation_method=expected"}));
        history_ = run::historyOf(run_.toStdString());
    }

    void csvHoldsTheNumbersOfTheRunFileToTheLastDigit()
    {
        const QString out = folder_.filePath("csv");
        QCOMPARE(exportTo(out, {"--what", "csv"}).status, 0);
        const auto steps = csvRows(out + "/steps.csv");
        QCOMPARE(steps[0].join(','), QByteArray("step,seconds [s],train_loss [nats],learning_rate"));
        QCOMPARE(steps.size(), qsizetype(history_.steps().size()) + 1);
        for (std::size_t i = 0; i < history_.steps().size(); ++i) {
            const auto& row = steps[qsizetype(i) + 1];
            const auto& step = history_.steps()[i];
            QCOMPARE(row[0].toLongLong(), qlonglong(step.index));
            QVERIFY(row[1].toDouble() == step.seconds); // QCOMPARE would allow a difference
            QVERIFY(row[2].toDouble() == step.trainLoss);
            QVERIFY(row[3].toDouble() == step.learningRate);
        }
        const auto layers = csvRows(out + "/layers.csv");
        const auto& last = history_.latest()->layers.back();
        QVERIFY(layers.back()[3].toDouble() == last.alpha);
        QVERIFY(layers.back()[5].toDouble() == last.score);
        const auto followed = csvRows(out + "/followed-weights-fc2.csv");
        for (std::size_t i = 0; i < last.followed.size(); ++i) {
            QVERIFY(followed.back()[qsizetype(i) + 2].toDouble() == double(last.followed[i]));
        }
        QCOMPARE(csvRows(out + "/activations.csv").size(), 1 + 3 * 5); // 3 layers, steps 0, 5, 10, 15, 20
    }

    void everyHistogramSumsToTheNumberOfWeightsAtEveryStep()
    {
        const QString out = folder_.filePath("sums");
        QCOMPARE(exportTo(out, {"--what", "csv"}).status, 0);
        for (const auto& layer : history_.start().layers) {
            const QString name = QString::fromStdString(layer.name);
            const auto river = csvRows(out + "/river-" + name + ".csv");
            const auto points = csvRows(out + "/grid-points-" + name + ".csv");
            QCOMPARE(river.size(), qsizetype(history_.snapshots().size()) + 1);
            QCOMPARE(points.size(), river.size());
            for (qsizetype r = 1; r < river.size(); ++r) {
                double latent = 0, quantized = 0;
                for (qsizetype c = 2; c < river[r].size(); ++c) { latent += river[r][c].toDouble(); }
                for (qsizetype c = 2; c < points[r].size(); ++c) { quantized += points[r][c].toDouble(); }
                QCOMPARE(latent, double(layer.parameters));
                QCOMPARE(quantized, double(layer.parameters));
            }
        }
    }

    void jsonSaysTheSameWithTheUnitOfEachColumn()
    {
        const QString out = folder_.filePath("json");
        QCOMPARE(exportTo(out, {"--what", "json", "--step", "10"}).status, 0);
        QJsonParseError problem;
        const auto all = QJsonDocument::fromJson(test::contentOf(out + "/numbers.json"), &problem).object();
        QVERIFY2(problem.error == QJsonParseError::NoError, qPrintable(problem.errorString()));
        QCOMPARE(all["steps"].toArray(), (QJsonArray{-10, 10}));
        const auto table = all["tables"].toObject()["steps"].toObject();
        QCOMPARE(table["columns"].toArray()[2].toObject()["unit"].toString(), QStringLiteral("nats"));
        const auto rows = table["rows"].toArray();
        QCOMPARE(rows.last().toArray()[0].toInt(), 10);
        QVERIFY(rows.last().toArray()[2].toDouble() == history_.steps()[19].trainLoss); // -9..0, then 1..10
        const auto marks = all["tables"].toObject()["marks"].toObject()["rows"].toArray();
        const auto upToThere = std::ranges::count_if(history_.marks(), [](const run::Mark& m) { return m.step <= 10; });
        QCOMPARE(marks.size(), qsizetype(upToThere));
    }

    void aWrongCallGivesOneSentenceAndStatusTwo_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("part");
        QTest::newRow("no folder") << QStringList{"export", run_} << QByteArray("--to");
        QTest::newRow("unknown part") << QStringList{"export", run_, "--to", folder_.filePath("x"), "--what", "onxx"}
                                      << QByteArray("nearest is \"onnx\"");
        QTest::newRow("no such run") << QStringList{"export", folder_.filePath("none.gridscope"), "--to",
                                                    folder_.filePath("x")}
                                     << QByteArray("none.gridscope");
        QTest::newRow("a folder that cannot be made")
            << QStringList{"export", run_, "--to", "/proc/gridscope"} << QByteArray("/proc/gridscope");
        QTest::newRow("a folder that nobody may write in")
            << QStringList{"export", run_, "--to", "/proc/self", "--what", "csv"} << QByteArray("/proc/self");
    }
    void aWrongCallGivesOneSentenceAndStatusTwo()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QByteArray, part);
        const Told told = test::gridscope(arguments);
        QCOMPARE(told.status, 2);
        QVERIFY2(told.err.contains(part), told.err.constData());
        QCOMPARE(told.err.count("gridscope:"), 1);
        QVERIFY(!QFile::exists(folder_.filePath("x")) || filesIn(folder_.filePath("x")).isEmpty());
    }

    void aFullDiskLeavesTheOldFileWholeAndNoPartOfTheNewOne()
    {
        const QString out = folder_.filePath("full");
        QCOMPARE(exportTo(out, {"--what", "csv,json"}).status, 0);
        const QStringList before = filesIn(out);
        const QByteArray numbers = test::contentOf(out + "/numbers.json");
        QVERIFY(numbers.size() > 100 * 1024);
        // No file of this shell's children may grow beyond 64 blocks of 1,024 bytes: writes fail as on a full disk.
        const QString command = "ulimit -f 64; exec \"$0\" \"$@\"";
        const Told told = call("bash", {"-c", command, qEnvironmentVariable("GRIDSCOPE_BIN"), "export", run_, "--to",
                                        out, "--what", "json"});
        QCOMPARE(told.status, 1);
        QVERIFY2(told.err.contains("numbers.json"), told.err.constData());
        QCOMPARE(told.err.count("gridscope:"), 1);
        QCOMPARE(filesIn(out), before);
        QCOMPARE(test::contentOf(out + "/numbers.json"), numbers);
    }

    void ctrlCLeavesOnlyWholeFilesAndSaysSo()
    {
        const QString out = folder_.filePath("stopped");
        QProcess process;
        process.setProcessEnvironment(test::withoutDisplay());
        process.start(qEnvironmentVariable("GRIDSCOPE_BIN"), {"export", run_, "--to", out});
        QTRY_VERIFY_WITH_TIMEOUT(!filesIn(out).isEmpty(), 30000); // it is at work
        ::kill(pid_t(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(60000));
        const QByteArray said = process.readAllStandardError();
        QVERIFY2(process.exitStatus() == QProcess::NormalExit, said.constData());
        QCOMPARE(process.exitCode(), 1);
        QCOMPARE(said.count("gridscope: Stopped"), 1);
        const QString whole = folder_.filePath("whole");
        QCOMPARE(exportTo(whole, {}).status, 0);
        const QStringList names = filesIn(out);
        QVERIFY(names.size() < filesIn(whole).size());
        for (const QString& name : names) {
            QVERIFY2(!name.endsWith(".part"), qPrintable(name));
            if (name.endsWith(".csv")) {
                QCOMPARE(test::contentOf(out + "/" + name), test::contentOf(whole + "/" + name));
            }
        }
    }

    void exportedWeightsBeginAnotherRun()
    {
        const QString out = folder_.filePath("weights");
        QCOMPARE(exportTo(out, {"--what", "checkpoint"}).status, 0);
        const QString again = folder_.filePath("again.gridscope");
        QVERIFY(test::recordRun(again, {"data=sample", "validation_samples=40", "start=scratch", "batch_size=32",
                                        "channels=4,8", "hidden=32", "steps=1",
                                        "weights_file=" + out + "/checkpoint.safetensors"}));
        const run::History begun = run::historyOf(again.toStdString());
        // What the new run started from is the float network with the old run's latent weights.
        const auto first = begun.snapshotAt(0)->layers[2].followed;
        QCOMPARE(first, history_.latest()->layers[2].followed);
        const auto told = [&](std::string_view text) {
            return std::ranges::any_of(begun.marks(), [&](const run::Mark& m) { return m.what.starts_with(text); });
        };
        QVERIFY(told("weights of checkpoint.safetensors: 8 of 8 fit"));
        const Told wrong =
            test::gridscope({"train", "--preset", "spirals", "--set", "hidden=3", "--set", "pretrain_steps=0",
                             "--steps", "1", "--set", "weights_file=" + out + "/checkpoint.safetensors"});
        QCOMPARE(wrong.status, 2);
        QVERIFY2(wrong.err.contains("None of the"), wrong.err.constData());
    }

    // Plots make a QApplication, which takes over the system's locale; what is written after them must not have "0,5" in it.
    void aGermanMachineWritesTheSameNumbers()
    {
        const Told made = call("localedef", {"-i", "de_DE", "-f", "UTF-8", folder_.filePath("de_DE.UTF-8")});
        QVERIFY2(made.status == 0,
                 "localedef makes no German locale; the package locales, which packaging/test installs, lets it.");
        auto german = test::withoutDisplay();
        german.insert("LOCPATH", folder_.path());
        german.insert("LC_ALL", "de_DE.UTF-8");
        const QString here = folder_.filePath("here");
        const QString there = folder_.filePath("there");
        const QStringList what{"--what", "plots,csv,c,card"};
        QCOMPARE(exportTo(here, what).status, 0);
        const Told told =
            call(qEnvironmentVariable("GRIDSCOPE_BIN"), QStringList{"export", run_, "--to", there} + what, german);
        QVERIFY2(told.status == 0, told.err.constData());
        for (const char* name : {"weights.h", "classify.c", "card.md", "layers.csv"}) {
            QVERIFY(!test::contentOf(here + "/" + name).isEmpty());
            QCOMPARE(test::contentOf(there + "/" + name), test::contentOf(here + "/" + name));
        }
    }

    void libTorchIsLoadedForTorchScriptOnly()
    {
        auto environment = test::withoutDisplay();
        environment.insert("LD_DEBUG", "files");
        const auto libraries = [&](const QString& what) {
            return call(qEnvironmentVariable("GRIDSCOPE_BIN"),
                        {"export", run_, "--to", folder_.filePath("debug"), "--what", what}, environment)
                .err;
        };
        const QByteArray without = libraries("csv,json,checkpoint,onnx,c");
        QVERIFY(without.contains("libgridscope_run"));
        QVERIFY(!without.contains("libtorch"));
        QVERIFY(libraries("torchscript").contains("libtorch")); // the guard sees it when it is there
    }
};

QTEST_GUILESS_MAIN(TestExport)
#include "tst_export.moc"
