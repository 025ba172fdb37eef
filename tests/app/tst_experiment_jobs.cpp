// SPDX-License-Identifier: GPL-3.0-or-later
// `gridscope experiment --jobs`, with the real engine: several arms at once come to the same numbers as one after the other, and
// none of the processes loses another's work or stays behind.
#include "tests/app/quick_hypothesis.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>

namespace {

constexpr int longestWait = 180000;

// One that runs; its lines on standard error are there while it does.
class Running {
public:
    explicit Running(const QStringList& arguments) { process.start(qEnvironmentVariable("GRIDSCOPE_BIN"), arguments); }
    bool hasSaid(const QString& part)
    {
        said += QString::fromUtf8(process.readAllStandardError());
        return said.contains(part);
    }
    int finish()
    {
        process.waitForFinished(longestWait);
        hasSaid({});
        return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    }
    // The runs of the report, without what the clock says.
    QJsonArray runs()
    {
        const auto json = QJsonDocument::fromJson(process.readAllStandardOutput()).object();
        sentences = json["sentences"].toArray();
        QJsonArray bare;
        for (const QJsonValue& value : json["runs"].toArray()) {
            QJsonObject object = value.toObject();
            object.remove("seconds");
            bare.append(object);
        }
        return bare;
    }
    QProcess process;
    QString said;
    QJsonArray sentences;
};

// The processes that this one has started, by /proc.
QList<pid_t> childrenOf(qint64 parent)
{
    QList<pid_t> children;
    for (const QString& entry : QDir("/proc").entryList({"[0-9]*"}, QDir::Dirs)) {
        QFile file("/proc/" + entry + "/stat");
        if (!file.open(QIODevice::ReadOnly)) { continue; }
        const QByteArray line = file.readAll();
        const auto fields = line.mid(line.lastIndexOf(')') + 2).split(' '); // state, parent, ...
        if (fields.size() > 1 && fields[1].toLongLong() == parent) { children.append(entry.toInt()); }
    }
    return children;
}

bool isThere(pid_t process) { return ::kill(process, 0) == 0; }

QStringList hypothesis(const QString& folder, const QStringList& more)
{
    return QStringList{"experiment", "hypothesis", "--out", folder, "--json"} + gridscope::test::quickHypothesis()
           + more;
}

// Long enough to be disturbed.
QStringList longHypothesis(const QString& folder)
{
    return hypothesis(folder, {"--seeds", "4,5", "--jobs", "2", "--set", "steps=3000"});
}

// Nothing before the run has begun.
QString toldOf(const QString& file)
{
    Running info({"info", file});
    info.finish();
    return QString::fromUtf8(info.process.readAllStandardOutput());
}

QString sweepFile(const QTemporaryDir& folder, const QByteArray& arms)
{
    QFile file(folder.filePath("arms.json"));
    if (!file.open(QIODevice::WriteOnly)) { qFatal("cannot write arms.json"); }
    file.write(R"({"preset": "spirals", "hidden": [16, 16], "pretrain_steps": 0, "steps": 60, "threads": 1, "arms": )"
               + arms + "}");
    return file.fileName();
}

} // namespace

class TestExperimentJobs : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void severalAtOnceComeToTheNumbersOfOneAfterTheOther()
    {
        const QTemporaryDir folder;
        Running alone(hypothesis(folder.filePath("alone"), {"--seeds", "4,5"}));
        QCOMPARE(alone.finish(), 0);
        Running both(hypothesis(folder.filePath("both"), {"--seeds", "4,5", "--jobs", "2"}));
        QVERIFY2(both.finish() == 0, qPrintable(both.said));
        const QJsonArray runs = alone.runs();
        QCOMPARE(runs.size(), qsizetype(6));
        QCOMPARE(runs[0]["seed"].toInt(), 4);
        QCOMPARE(runs[3]["seed"].toInt(), 5);
        QCOMPARE(both.runs(), runs);
        QCOMPARE(both.sentences, alone.sentences);
        for (const auto& [name, of] : {std::pair("learned", "4"), std::pair("uniform", "5")}) {
            const QString file = QString("%1-seed%2.gridscope").arg(name, of);
            QVERIFY(QFile::exists(folder.filePath("both/" + file)));
        }
        QVERIFY(!QFile::exists(folder.filePath("both/learned-seed1.gridscope")));
        // What is said meanwhile: how many, that the time is not known at first, and a row for each.
        QVERIFY2(
            both.said.startsWith("6 runs, 2 at once; how long that takes is not known before the first has ended\n"),
            qPrintable(both.said));
        const QRegularExpression row("^same-bits +5 +[0-9.]+ % +[0-9.]+ +-?[0-9.]+ +[0-9.]+  [1-6] of 6 runs",
                                     QRegularExpression::MultilineOption);
        QVERIFY2(row.match(both.said).hasMatch() && row.match(alone.said).hasMatch(), qPrintable(both.said));
        QVERIFY2(QRegularExpression("1 of 6 runs, [0-9]+ s left").match(both.said).hasMatch(), qPrintable(both.said));
    }

    void anArmThatDivergesAndOneThatCannotBeginLoseNoOther_data()
    {
        QTest::addColumn<QString>("jobs");
        QTest::newRow("one after the other") << "1";
        QTest::newRow("at once") << "2";
    }
    void anArmThatDivergesAndOneThatCannotBeginLoseNoOther()
    {
        QFETCH(const QString, jobs);
        const QTemporaryDir folder;
        const QString weights = gridscope::test::hugeWeights(folder.path());
        const QString file =
            sweepFile(folder, R"({"lost": {"weights_file": "nowhere.safetensors"}, "wild": {"weights_file": ")"
                                  + weights.toUtf8() + R"("}, "tame": {}, "calm": {"sigma": 0.5}})");
        Running sweep({"experiment", "sweep", "--file", file, "--seeds", "7,", "--jobs", jobs, "--out",
                       folder.filePath("out"), "--json"});
        QVERIFY2(sweep.finish() == 1, qPrintable(sweep.said));
        QMap<QString, QJsonValue> runs;
        for (const QJsonValue& run : sweep.runs()) { runs[run["arm"].toString()] = run; }
        QCOMPARE(runs.size(), qsizetype(4));
        for (const char* name : {"tame", "calm"}) {
            QVERIFY(runs[name]["failure"].isNull() && runs[name]["test_accuracy_quantized"].toDouble() > 0);
        }
        QCOMPARE(runs["wild"]["failure"]["how"].toString(), QString("diverged"));
        QCOMPARE(runs["lost"]["failure"]["how"].toString(), QString("not begun"));
        QVERIFY(runs["lost"]["failure"]["sentence"].toString().contains("nowhere.safetensors"));
        QVERIFY2(sweep.said.contains("lost, seed 7 has failed:") && sweep.said.contains("2 of 4 runs failed"),
                 qPrintable(sweep.said));
    }

    void whenNoneCanBeginThereIsOneSentenceAndNoReport_data()
    {
        anArmThatDivergesAndOneThatCannotBeginLoseNoOther_data();
    }
    void whenNoneCanBeginThereIsOneSentenceAndNoReport()
    {
        QFETCH(const QString, jobs);
        const QTemporaryDir folder;
        const QString file = sweepFile(folder, R"({"lost": {"weights_file": "nowhere.safetensors"}})");
        Running sweep(
            {"experiment", "sweep", "--file", file, "--seeds", "2", "--jobs", jobs, "--out", folder.filePath("out")});
        QCOMPARE(sweep.finish(), 2);
        QVERIFY2(sweep.said.contains("gridscope: lost, seed 1: ") && sweep.said.contains("nowhere.safetensors"),
                 qPrintable(sweep.said));
        QVERIFY(!QFile::exists(folder.filePath("out/report.md")));
    }

    void aKilledProcessLosesNothing()
    {
        const QTemporaryDir folder;
        Running whole(longHypothesis(folder.filePath("whole")));
        QCOMPARE(whole.finish(), 0);
        Running hurt(longHypothesis(folder.filePath("hurt")));
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(folder.filePath("hurt/same-bits-seed5.gridscope")), longestWait);
        const auto workers = childrenOf(hurt.process.processId());
        QCOMPARE(workers.size(), qsizetype(2));
        for (const auto worker : workers) { ::kill(worker, SIGKILL); } // one of them may just wait for more to do
        QVERIFY2(hurt.finish() == 0, qPrintable(hurt.said));
        QVERIFY2(hurt.said.contains("its process has ended before its time (signal 9); another one goes on with it"),
                 qPrintable(hurt.said));
        QCOMPARE(hurt.runs(), whole.runs());
    }

    void anArmWhoseProcessesDieTwiceIsLeftAndTheOthersGoOn()
    {
        const QTemporaryDir folder;
        Running hurt(hypothesis(folder.path(), {"--seeds", "1", "--jobs", "2", "--set", "steps=100000"}));
        for (const char* said : {"another one goes on with it", "it is left for the next time"}) {
            QTRY_VERIFY_WITH_TIMEOUT(childrenOf(hurt.process.processId()).size() == 1, longestWait);
            ::kill(childrenOf(hurt.process.processId()).front(), SIGKILL);
            QTRY_VERIFY_WITH_TIMEOUT(hurt.hasSaid(said), longestWait);
        }
        QCOMPARE(hurt.finish(), 1);
        QVERIFY2(hurt.said.contains("1 run was lost with the processes that trained them"), qPrintable(hurt.said));
    }

    void ctrlCStopsAllInOrderAndTheSameCommandGoesOn()
    {
        const QTemporaryDir folder;
        Running whole(longHypothesis(folder.filePath("whole")));
        QCOMPARE(whole.finish(), 0);
        Running stopped(longHypothesis(folder.filePath("stopped")));
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(folder.filePath("stopped/same-bits-seed4.gridscope")), longestWait);
        const auto workers = childrenOf(stopped.process.processId());
        QCOMPARE(workers.size(), qsizetype(2));
        ::kill(pid_t(stopped.process.processId()), SIGINT);
        QVERIFY2(stopped.finish() == 0, qPrintable(stopped.said));
        for (const pid_t worker : workers) { QVERIFY(!isThere(worker)); }
        QVERIFY2(stopped.said.contains("Stopping; what is done is kept"), qPrintable(stopped.said));
        QVERIFY(stopped.runs().size() < 6);
        Running again(longHypothesis(folder.filePath("stopped")));
        QVERIFY2(again.finish() == 0, qPrintable(again.said));
        QCOMPARE(again.runs(), whole.runs());
    }

    void noneOutlivesTheProgramThatStartedIt_data()
    {
        QTest::addColumn<int>("signals");
        QTest::newRow("that was killed") << 0;
        QTest::newRow("that got Ctrl+C twice") << 2;
    }
    void noneOutlivesTheProgramThatStartedIt()
    {
        QFETCH(const int, signals);
        const QTemporaryDir folder;
        Running parent(hypothesis(folder.path(), {"--seeds", "2", "--jobs", "2", "--set", "steps=100000"}));
        for (const char* file : {"learned-seed1.gridscope", "learned-seed2.gridscope"}) {
            QTRY_VERIFY_WITH_TIMEOUT(toldOf(folder.filePath(file)).contains("step"), longestWait);
        }
        const auto workers = childrenOf(parent.process.processId());
        QCOMPARE(workers.size(), qsizetype(2));
        for (int i = 0; i < signals; ++i) { ::kill(pid_t(parent.process.processId()), SIGINT); }
        if (signals == 0) { parent.process.kill(); }
        parent.finish();
        for (const pid_t worker : workers) { QTRY_VERIFY_WITH_TIMEOUT(!isThere(worker), longestWait); }
        if (signals > 0) { return; }
        for (const char* file : {"learned-seed1.gridscope", "learned-seed2.gridscope"}) { // in order, with a checkpoint
            const QString text = toldOf(folder.filePath(file));
            QVERIFY2(text.contains("End: stopped"), qPrintable(text));
        }
    }
};

QTEST_GUILESS_MAIN(TestExperimentJobs)
#include "tst_experiment_jobs.moc"
