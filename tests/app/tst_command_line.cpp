// SPDX-License-Identifier: GPL-3.0-or-later
// The program as a shell sees it: what it prints, what it leaves behind, how it ends.
#include <QtTest>

#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include <csignal>

#include <sys/resource.h>

namespace {

struct Outcome {
    int status = -1;
    QString out;
    QString err;
    QJsonObject json() const { return QJsonDocument::fromJson(out.toUtf8()).object(); }
};

QProcessEnvironment withoutDisplay()
{
    auto environment = QProcessEnvironment::systemEnvironment();
    for (const auto* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) { environment.remove(name); }
    return environment;
}

Outcome run(const QStringList& arguments, const QProcessEnvironment& environment = withoutDisplay())
{
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(qEnvironmentVariable("GRIDSCOPE_BIN"), arguments);
    if (!process.waitForFinished(120000) || process.exitStatus() != QProcess::NormalExit) { return {}; }
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

QStringList smallRun(const QStringList& more = {})
{
    return QStringList{"train",
                       "--preset",
                       "fashion-quick",
                       "--set",
                       "data=sample",
                       "--set",
                       "validation_samples=40",
                       "--set",
                       "pretrain_steps=4",
                       "--set",
                       "batch_size=32",
                       "--steps",
                       "6"}
           + more;
}

QString writeFile(const QTemporaryDir& folder, const QByteArray& text)
{
    QFile file(folder.filePath("config.json"));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) { return {}; }
    return file.fileName();
}

} // namespace

class TestCommandLine : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aWrongCallGivesOneSentenceAndStatusTwo_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QStringList>("parts");
        QTest::newRow("unknown command") << QStringList{"trian"} << QStringList{"trian"};
        QTest::newRow("unknown setting") << QStringList{"train", "--set", "lerning_rate=1"}
                                         << QStringList{"lerning_rate", "learning_rate"};
        QTest::newRow("setting without a value")
            << QStringList{"train", "--set", "bits"} << QStringList{"key=value", "bits"};
        QTest::newRow("value out of range")
            << QStringList{"train", "--set", "bits=9"} << QStringList{"bits", "9", "between 1 and 8"};
        QTest::newRow("value of the wrong type")
            << QStringList{"train", "--set", "steps=many"} << QStringList{"steps", "many"};
        QTest::newRow("steps out of range") << QStringList{"train", "--steps", "0"} << QStringList{"steps", "0"};
        QTest::newRow("unknown preset") << QStringList{"train", "--preset", "spiral"}
                                        << QStringList{"spiral", "spirals"};
        QTest::newRow("missing config file")
            << QStringList{"train", "--config", "/nowhere/x.json"} << QStringList{"/nowhere/x.json"};
        QTest::newRow("a folder as config file") << QStringList{"train", "--config", "/tmp"} << QStringList{"/tmp"};
        QTest::newRow("missing data folder")
            << QStringList{"train", "--set", "data=idx", "--set", "data_folder=/nowhere"} << QStringList{"/nowhere"};
        QTest::newRow("a folder that cannot be made")
            << smallRun({"--to", "/proc/gridscope"}) << QStringList{"/proc/gridscope"};
        QTest::newRow("no display") << QStringList{} << QStringList{"display", "gridscope train"};
    }
    void aWrongCallGivesOneSentenceAndStatusTwo()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QStringList, parts);
        const Outcome outcome = run(arguments);
        QCOMPARE(outcome.status, 2);
        QVERIFY2(outcome.out.isEmpty(), qPrintable(outcome.out));
        for (const QString& part : parts) { QVERIFY2(outcome.err.contains(part), qPrintable(outcome.err)); }
        const QStringList said = outcome.err.split('\n', Qt::SkipEmptyParts).filter("gridscope:");
        QCOMPARE(said.size(), 1);
    }

    void aConfigFileIsCheckedToTheLastKey_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QStringList>("parts");
        QTest::newRow("unknown key") << QByteArray(R"({"sigmo": 1})") << QStringList{"sigmo", "sigma"};
        QTest::newRow("wrong type") << QByteArray(R"({"steps": "ten"})") << QStringList{"steps", "ten"};
        QTest::newRow("out of range") << QByteArray(R"({"bits": 12})") << QStringList{"bits", "12", "8"};
        QTest::newRow("not JSON") << QByteArray("{\n  \"bits\": 3,,\n}") << QStringList{"config.json", "line 2"};
        QTest::newRow("empty") << QByteArray() << QStringList{"config.json"};
    }
    void aConfigFileIsCheckedToTheLastKey()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QStringList, parts);
        const QTemporaryDir folder;
        const Outcome outcome = run({"train", "--config", writeFile(folder, text)});
        QCOMPARE(outcome.status, 2);
        for (const QString& part : parts) { QVERIFY2(outcome.err.contains(part), qPrintable(outcome.err)); }
    }

    void trainPrintsOneJsonObjectWithAllThatWasPromised()
    {
        const Outcome outcome = run(smallRun({"--seed", "5", "--json"}));
        QVERIFY2(outcome.status == 0, qPrintable(outcome.err));
        const QJsonObject result = outcome.json();
        for (const auto* key : {"format_version", "program_version", "method", "preset", "seed", "steps", "seconds",
                                "end", "test_accuracy_float", "test_accuracy_latent", "test_accuracy_quantized",
                                "mean_bits", "payload_bytes", "layers", "events"}) {
            QVERIFY2(result.contains(key), key);
        }
        QCOMPARE(result["seed"].toInt(), 5);
        QCOMPARE(result["steps"].toInt(), 6);
        QCOMPARE(result["end"].toObject()["how"].toString(), QStringLiteral("finished"));
        QCOMPARE(result["mean_bits"].toDouble(), 3.0);
        const QJsonArray layers = result["layers"].toArray();
        QCOMPARE(layers.size(), 4);
        for (const auto* key : {"name", "parameters", "bits", "alpha", "sigma", "score", "score_nonzero", "zero_share",
                                "quantization_error"}) {
            QVERIFY2(layers[0].toObject().contains(key), key);
        }
    }

    void theSameSeedPrintsTheSameNumbers()
    {
        const auto layers = [](const QString& seed) {
            return run(smallRun({"--seed", seed, "--json"})).json()["layers"].toArray();
        };
        const QJsonArray first = layers("3");
        QVERIFY(!first.isEmpty());
        QCOMPARE(layers("3"), first);
        QVERIFY(layers("4") != first);
    }

    void toLeavesPicturesAndNumbersInTheFolder()
    {
        const QTemporaryDir folder;
        const Outcome outcome = run(smallRun({"--to", folder.filePath("run")}));
        QVERIFY2(outcome.status == 0, qPrintable(outcome.err));
        for (const auto* name : {"result.json", "config.json", "steps.csv", "evaluations.csv", "layers.csv",
                                 "histograms.csv", "marks.csv"}) {
            QVERIFY2(QFileInfo(folder.filePath("run/") + name).size() > 0, name);
        }
        for (const auto* name :
             {"histogram-conv1.png", "histogram-fc2.png", "river-fc1.png", "loss.png", "accuracy.png", "bits.png"}) {
            QVERIFY2(!QImage(folder.filePath("run/") + name).isNull(), name);
        }
        QFile steps(folder.filePath("run/steps.csv"));
        QVERIFY(steps.open(QIODevice::ReadOnly));
        QCOMPARE(steps.readAll().split('\n').size(), 1 + 10 + 1); // header, 4 + 6 steps, the end
        const Outcome again = run({"train", "--config", folder.filePath("run/config.json"), "--steps", "1", "--json"});
        QVERIFY2(again.status == 0, qPrintable(again.err)); // the config it wrote is one it reads
    }

    void ctrlCStopsAfterTheStepAndStillTellsTheResult()
    {
        QProcess process;
        process.setProcessEnvironment(withoutDisplay());
        process.start(qEnvironmentVariable("GRIDSCOPE_BIN"),
                      {"train", "--preset", "spirals", "--steps", "1000000", "--set", "evaluate_every=10", "--set",
                       "pretrain_steps=0", "--json"});
        QString told;
        while (!told.contains("quantized") && process.waitForReadyRead(60000)) {
            told += QString::fromUtf8(process.readAllStandardError());
            process.setReadChannel(QProcess::StandardError);
        }
        ::kill(pid_t(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(10000));
        QCOMPARE(process.exitCode(), 0);
        const auto result = QJsonDocument::fromJson(process.readAllStandardOutput()).object();
        QCOMPARE(result["end"].toObject()["how"].toString(), QStringLiteral("stopped"));
        QVERIFY(result["steps"].toInt() > 0);
    }

    void theVersionTellsTheInstructionSetOfTheKernelsAndAForcedOneIsUsed()
    {
        auto environment = withoutDisplay();
        environment.insert("GRIDSCOPE_DISPATCH", "baseline");
        QVERIFY(run({"--version"}, environment).out.contains("kernels baseline"));
        environment.insert("GRIDSCOPE_DISPATCH", "sse9");
        for (const QStringList& arguments :
             {QStringList{"--version"}, {"train", "--preset", "spirals", "--steps", "1"}}) {
            const Outcome outcome = run(arguments, environment);
            QCOMPARE(outcome.status, 2);
            QVERIFY2(outcome.err.contains("GRIDSCOPE_DISPATCH is \"sse9\""), qPrintable(outcome.err));
        }
    }

    void aSignalLeavesAFileThatCanBeResumed_data()
    {
        QTest::addColumn<int>("number");
        QTest::addColumn<int>("status");
        QTest::newRow("Ctrl+C") << SIGINT << 0;
        QTest::newRow("the end of a session") << SIGTERM << 0;
        QTest::newRow("a batch system's time is over") << SIGUSR1 << 75;
    }
    void aSignalLeavesAFileThatCanBeResumed()
    {
        QFETCH(const int, number);
        QFETCH(const int, status);
        const QTemporaryDir folder;
        const QString file = folder.filePath("run.gridscope");
        QProcess process;
        process.setProcessEnvironment(withoutDisplay());
        process.start(qEnvironmentVariable("GRIDSCOPE_BIN"),
                      {"train", "--preset", "spirals", "--steps", "1000000", "--set", "evaluate_every=10", "--set",
                       "pretrain_steps=0", "--out", file});
        process.setReadChannel(QProcess::StandardError);
        QString told;
        static const QRegularExpression quantizedStep(QStringLiteral("step +[1-9]"));
        while (!told.contains(quantizedStep) && process.waitForReadyRead(60000)) {
            told += QString::fromUtf8(process.readAllStandardError());
        }
        ::kill(pid_t(process.processId()), number);
        QVERIFY(process.waitForFinished(10000));
        QCOMPARE(process.exitCode(), status);
        const QJsonObject info = run({"info", file, "--json"}).json();
        QCOMPARE(info["end"].toObject()["how"].toString(), QStringLiteral("stopped"));
        const int done = info["steps"].toInt();
        QVERIFY(done > 0);
        const Outcome again = run({"train", "--preset", "spirals", "--steps", "5", "--out", file});
        QCOMPARE(again.status, 2); // not over it
        QVERIFY2(again.err.contains("is there already"), qPrintable(again.err));
        const Outcome resumed = run({"train", "--resume", file, "--steps", QString::number(done + 3), "--json"});
        QVERIFY2(resumed.status == 0, qPrintable(resumed.err));
        QCOMPARE(resumed.json()["steps"].toInt(), done + 3);
    }

    void aForkIsANewFileAndRepeatsTheRun()
    {
        const QTemporaryDir folder;
        const QString trunk = folder.filePath("trunk.gridscope");
        const QString fork = folder.filePath("fork.gridscope");
        QVERIFY(run({"train", "--preset", "spirals", "--steps", "60", "--set", "pretrain_steps=10", "--set",
                     "checkpoint_every=20", "--set", "threads=1", "--out", trunk})
                    .status
                == 0);
        const Outcome nowhere = run({"train", "--resume", trunk, "--out", fork, "--at", "7"});
        QCOMPARE(nowhere.status, 2);
        QVERIFY2(nowhere.err.contains("step 7") && nowhere.err.contains("60"), qPrintable(nowhere.err));
        QVERIFY(!QFileInfo::exists(fork));
        const Outcome made = run({"train", "--resume", trunk, "--out", fork, "--at", "0", "--json"});
        QVERIFY2(made.status == 0, qPrintable(made.err));
        const QJsonObject before = run({"info", trunk, "--json"}).json();
        QCOMPARE(made.json()["layers"].toArray(), before["layers"].toArray());
        QCOMPARE(made.json()["test_accuracy_quantized"], before["test_accuracy_quantized"]);
        const QJsonObject compared = run({"compare", trunk, fork, "--json"}).json();
        QVERIFY(compared["differing_settings"].toObject().isEmpty());
        QCOMPARE(run({"train", "--at", "3"}).status, 2);
    }

    void infoTakesLittleOfTheProcessor()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath("run.gridscope");
        QVERIFY(run({"train", "--preset", "spirals", "--steps", "1000", "--out", file}).status == 0);
        rusage before{};
        rusage after{};
        getrusage(RUSAGE_CHILDREN, &before);
        QCOMPARE(run({"info", file}).status, 0);
        getrusage(RUSAGE_CHILDREN, &after);
        const auto seconds = [](const rusage& u) {
            return double(u.ru_utime.tv_sec + u.ru_stime.tv_sec)
                   + 1e-6 * double(u.ru_utime.tv_usec + u.ru_stime.tv_usec);
        };
        const double taken = seconds(after) - seconds(before);
        qInfo("gridscope info of a run of 1,000 steps: %.3f s of processor time", taken);
        QVERIFY(taken < 0.3); // 0.1 on a quiet machine
    }

    void presetsAndMethodsAreListedWithoutLoadingLibTorch()
    {
        auto environment = withoutDisplay();
        environment.insert("LD_DEBUG", "files");
        for (const auto* command : {"presets", "methods", "--help", "--version"}) {
            const Outcome outcome = run({command}, environment);
            QCOMPARE(outcome.status, 0);
            QVERIFY(outcome.err.contains("libgridscope_run")); // the guard sees libraries at all
            QVERIFY2(!outcome.err.contains("libtorch"), command);
        }
        const QString presets = run({"presets"}).out;
        for (const auto* name : {"spirals", "fashion-quick", "lenet5-2bit", "lenet5-3bit", "lenet5-4bit"}) {
            QVERIFY2(presets.contains(name), name);
        }
        const QString methods = run({"methods"}).out;
        for (const auto* name : {"cpq", "expected", "ste", "float"}) { QVERIFY2(methods.contains(name), name); }
        QVERIFY(!QJsonDocument::fromJson(run({"presets", "--json"}).out.toUtf8()).array().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_command_line.moc"
