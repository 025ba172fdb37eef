// SPDX-License-Identifier: GPL-3.0-or-later
// `gridscope train` killed fifty times at random moments and resumed each time: nothing that was acknowledged is lost, and
// in the end the file holds, bit for bit, what a run that was never disturbed holds.
#include "core/file/run_reader.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <random>

using namespace gridscope;

namespace {

constexpr int kills = 50;
constexpr int acknowledgedAfter = 1000; // ms: older events are in the file
constexpr int longestWait = 120000;

QStringList freshRun(const QString& file, const QStringList& more)
{
    QStringList arguments = {"train",
                             "--preset",
                             "spirals",
                             "--steps",
                             "20000",
                             "--set",
                             "pretrain_steps=200",
                             "--set",
                             "checkpoint_every=50",
                             "--set",
                             "snapshot_every=5",
                             "--set",
                             "evaluate_every=20",
                             "--set",
                             "threads=1",
                             "--out",
                             file};
    for (const QString& setting : more) { arguments << "--set" << setting; }
    return arguments;
}

// Starts the program and reads its progress lines ("step     20  validation: ...").
class Run {
public:
    explicit Run(const QStringList& arguments)
    {
        process_.setReadChannel(QProcess::StandardError);
        process_.setStandardOutputFile(QProcess::nullDevice());
        process_.start(qEnvironmentVariable("GRIDSCOPE_BIN"), arguments);
    }
    bool waitForProgress()
    {
        while (told_.empty() && process_.state() != QProcess::NotRunning) {
            process_.waitForReadyRead(longestWait);
            readLines();
        }
        return !told_.empty();
    }
    // Reads on until that time is over; false when the program ended by itself.
    bool goesOnFor(int milliseconds)
    {
        QElapsedTimer clock;
        clock.start();
        while (clock.elapsed() < milliseconds && process_.state() != QProcess::NotRunning) {
            process_.waitForReadyRead(int(std::max<qint64>(1, milliseconds - clock.elapsed())));
            readLines();
        }
        return process_.state() != QProcess::NotRunning;
    }
    // The last step that it had told long enough ago to be in the file.
    std::int64_t kill()
    {
        const qint64 now = sinceStart_.elapsed();
        process_.kill();
        process_.waitForFinished(longestWait);
        std::int64_t acknowledged = std::numeric_limits<std::int64_t>::min();
        for (const auto& [time, step] : told_) {
            if (now - time > acknowledgedAfter) { acknowledged = step; }
        }
        return acknowledged;
    }
    int finish()
    {
        process_.waitForFinished(-1);
        return process_.exitCode();
    }
    QString errors() { return QString::fromUtf8(process_.readAllStandardError()); }

private:
    void readLines()
    {
        while (process_.canReadLine()) {
            const QStringList words = QString::fromUtf8(process_.readLine()).split(' ', Qt::SkipEmptyParts);
            if (words.size() > 2 && words[0] == "step") {
                told_.emplace_back(sinceStart_.elapsed(), words[1].toLongLong());
            }
        }
    }
    struct Started : QElapsedTimer {
        Started() { start(); }
    };
    QProcess process_;
    Started sinceStart_;
    std::vector<std::pair<qint64, std::int64_t>> told_; // ms, step
};

void requireSame(const run::History& a, const run::History& b)
{
    QCOMPARE(a.steps().size(), b.steps().size());
    for (std::size_t i = 0; i < a.steps().size(); ++i) {
        QCOMPARE(a.steps()[i].index, b.steps()[i].index);
        QCOMPARE(a.steps()[i].trainLoss, b.steps()[i].trainLoss);
    }
    QCOMPARE(a.snapshots().size(), b.snapshots().size());
    for (std::size_t i = 0; i < a.snapshots().size(); ++i) {
        const auto &x = *a.snapshots()[i], &y = *b.snapshots()[i];
        QCOMPARE(x.step, y.step);
        for (std::size_t l = 0; l < x.layers.size(); ++l) {
            QVERIFY(x.layers[l].followed == y.layers[l].followed && x.layers[l].histogram == y.layers[l].histogram);
            QVERIFY(x.layers[l].alpha == y.layers[l].alpha && x.layers[l].changedShare == y.layers[l].changedShare);
        }
    }
    QCOMPARE(a.lastEvaluation("test")->quantized->loss, b.lastEvaluation("test")->quantized->loss);
}

} // namespace

class TestKillAndResume : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fiftyKillsLoseNothingAcknowledgedAndChangeNothing_data()
    {
        QTest::addColumn<QStringList>("more");
        QTest::newRow("one grid") << QStringList();
        QTest::newRow("bit planes, of which some go") << QStringList{"method=bsq",          "bits=8",
                                                                     "bsq_alpha=0.02",      "bsq_interval=150",
                                                                     "learning_rate=0.001", "bsq_fine_tune_steps=2000"};
    }
    void fiftyKillsLoseNothingAcknowledgedAndChangeNothing()
    {
        QFETCH(const QStringList, more);
        const QTemporaryDir folder;
        const QString file = folder.filePath("killed.gridscope"),
                      undisturbed = folder.filePath("undisturbed.gridscope");
        std::mt19937 random(7);
        QStringList arguments = freshRun(file, more);
        int killed = 0;
        for (; killed < kills; ++killed) {
            Run run(arguments);
            if (!run.waitForProgress()) { // the kill before came between the run's end and the program's
                const auto end = run::historyOf(file.toStdString()).end();
                QVERIFY2(end && end->how == run::End::How::Finished, qPrintable(run.errors()));
                break;
            }
            if (!run.goesOnFor(int(random() % (killed % 5 == 0 ? 1500 : 200)))) { break; } // was faster than the kills
            const std::int64_t acknowledged = run.kill();
            const run::History history = run::historyOf(file.toStdString());
            QVERIFY2(history.lastStep() >= acknowledged, qPrintable(QStringLiteral("kill %1: %2 was told, %3 is there")
                                                                        .arg(killed)
                                                                        .arg(acknowledged)
                                                                        .arg(history.lastStep())));
            for (std::size_t i = 1; i < history.steps().size(); ++i) {
                QCOMPARE(history.steps()[i].index, history.steps()[i - 1].index + 1);
            }
            arguments = {"train", "--resume", file,
                         "--from-start"}; // killed before its first checkpoint it begins anew
        }
        qInfo("killed %d times", killed);
        if (killed == kills) {
            Run last(arguments);
            QCOMPARE(last.finish(), 0);
        }
        Run whole(freshRun(undisturbed, more));
        QCOMPARE(whole.finish(), 0);
        requireSame(run::historyOf(file.toStdString()), run::historyOf(undisturbed.toStdString()));
    }
};

QTEST_GUILESS_MAIN(TestKillAndResume)
#include "tst_kill_and_resume.moc"
