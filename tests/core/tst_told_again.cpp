// SPDX-License-Identifier: GPL-3.0-or-later
// A float pre-training that a run before has made is told again instead: what is recorded is the same, as if it had been made.
#include "core/file/run_reader.h"
#include "core/file/run_writer.h"
#include "core/run/retention.h"
#include "core/run/worker.h"
#include "core/settings/config_fields.h"
#include "core/settings/presets.h"
#include "core/train/training_job.h"
#include "tests/support/tiny_run.h"
#include "tests/support/without_clock.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace gridscope;

namespace {

run::RunConfig tinyConfig(const QStringList& settings = {})
{
    const QStringList base{"pretrain_steps=40", "steps=12", "snapshot_every=2",
                           "checkpoint_every=3"}; // more than a file keeps
    return test::tinyRun(base + settings);
}

void record(const run::RunConfig& config, train::Cache& cache, const QString& path)
{
    run::RunWriter writer(path.toStdString());
    run::Control control;
    run::runJob([&](run::Control& c, run::Sink& s) { train::TrainingJob(config, cache, c, s).run(); }, control, writer);
    QVERIFY2(writer.problem().empty(), writer.problem().c_str());
}

// All that a file holds but for the clock.
std::vector<std::string> contentOf(const QString& path)
{
    test::WithoutClock content;
    run::readRun(path.toStdString(), content);
    std::vector<std::string> lines = std::move(content.told.lines);
    run::RunReader reader(path.toStdString());
    for (const std::int64_t step : reader.checkpointSteps()) {
        run::TensorFile file = run::readTensors(*reader.checkpoint(step).bytes, "the checkpoint");
        file.metadata.erase("seconds");
        const auto bytes = run::writeTensors(file);
        lines.push_back("checkpoint " + std::to_string(step) + " "
                        + std::to_string(qHashBits(bytes.data(), bytes.size())));
    }
    return lines;
}

void requireSame(const std::vector<std::string>& expected, const std::vector<std::string>& got)
{
    for (std::size_t i = 0; i < std::min(expected.size(), got.size()); ++i) {
        QVERIFY2(expected[i] == got[i], ("line " + std::to_string(i) + "\n" + expected[i] + "\n" + got[i]).c_str());
    }
    QCOMPARE(got.size(), expected.size());
}

} // namespace

class TestToldAgain : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theRecordingIsThatOfARunThatPreTrained_data()
    {
        QTest::addColumn<QStringList>("before");
        QTest::addColumn<QStringList>("again");
        QTest::newRow("the same run") << QStringList{} << QStringList{};
        QTest::newRow("with momentum") << QStringList{"optimizer=sgd"} << QStringList{"optimizer=sgd"};
        QTest::newRow("another method") << QStringList{"method=float"} << QStringList{"method=ste", "sigma=0.1"};
        QTest::newRow("masks that were not there")
            << QStringList{} << QStringList{"dropbits=bitwise", "keep_probability=0.6"};
        QTest::newRow("gates that were not there, closed from the first step")
            << QStringList{}
            << QStringList{"dropbits=bitwise", "learn_bits=true", "keep_probability=0.1", "activation_method=expected"};
        QTest::newRow("gates that are no more")
            << QStringList{"dropbits=bitwise", "learn_bits=true", "keep_probability=0.1"} << QStringList{};
        QTest::newRow("fewer checkpoints later") << QStringList{"steps=6"} << QStringList{"steps=20"};
    }
    void theRecordingIsThatOfARunThatPreTrained()
    {
        QFETCH(const QStringList, before);
        QFETCH(const QStringList, again);
        const QTemporaryDir folder;
        train::Cache cache, none;
        record(tinyConfig(before), cache, folder.filePath("before"));
        const auto kept = cache.pretrained;
        QVERIFY(!kept.empty());
        record(tinyConfig(again), cache, folder.filePath("again"));
        QCOMPARE(cache.pretrained, kept); // told, not made
        record(tinyConfig(again), none, folder.filePath("fresh"));
        requireSame(contentOf(folder.filePath("fresh")), contentOf(folder.filePath("again")));
    }

    void theSizeOfARecordingIsKnownBeforeItIsMade_data()
    {
        QTest::addColumn<QStringList>("settings");
        const QStringList sample{"data=sample", "network=lenet5", "channels=8,16", "hidden=64",
                                 "validation_samples=40"};
        QTest::newRow("2-D points") << QStringList{"hidden=32,32", "steps=300", "pretrain_steps=200",
                                                   "evaluate_every=10"};
        QTest::newRow("2-D points, DropBits")
            << QStringList{"hidden=32,32", "steps=600", "dropbits=endpoints", "bits=5", "snapshot_every=50"};
        QTest::newRow("LeNet-5") << sample + QStringList{"steps=30", "checkpoint_every=10"};
        QTest::newRow("LeNet-5 with SGD from scratch, mixed bits")
            << sample + QStringList{"start=scratch", "steps=40", "optimizer=sgd", "bits=8,4,2,4", "checkpoint_every=3"};
        QTest::newRow("LeNet-5, many pictures")
            << sample + QStringList{"steps=60", "pretrain_steps=60", "snapshot_every=1", "checkpoint_every=500"};
        QTest::newRow("MLP on pictures") << QStringList{"data=sample", "network=mlp", "hidden=64",
                                                        "validation_samples=40", "steps=30"};
    }
    void theSizeOfARecordingIsKnownBeforeItIsMade()
    {
        QFETCH(const QStringList, settings);
        const run::RunConfig config = tinyConfig(settings);
        const QTemporaryDir folder;
        const QString file = folder.filePath("run.gridscope");
        train::Cache cache;
        record(config, cache, file);
        const double real = double(QFileInfo(file).size()), estimate = double(run::estimatedBytes(config));
        qInfo("%.2f MB, estimated %.2f MB", real / 1e6, estimate / 1e6);
        QVERIFY(estimate < 1.5 * real && real < 1.5 * estimate);
    }

    void manySnapshotsAreToldAgainOrMadeAgainButNotLost()
    {
        run::RunConfig config =
            tinyConfig({"snapshot_every=1", "pretrain_steps=4300", "checkpoint_every=1000", "evaluate_every=1000"});
        const QTemporaryDir folder;
        train::Cache cache;
        record(config, cache, folder.filePath("first"));
        record(config, cache, folder.filePath("second"));
        requireSame(contentOf(folder.filePath("first")), contentOf(folder.filePath("second")));
        QCOMPARE(run::RunReader(folder.filePath("second").toStdString()).snapshotSteps().size(),
                 std::size_t(4300 + 12 + 1));
    }

    void aNoteOrAChangeInPreTrainingIsNotToldAgain()
    {
        train::Cache cache;
        const QTemporaryDir folder;
        run::RunWriter writer(folder.filePath("noted").toStdString());
        run::Control control;
        control.bookmark({"mine", {}});
        run::runJob([&](run::Control& c, run::Sink& s) { train::TrainingJob(tinyConfig(), cache, c, s).run(); },
                    control, writer);
        QVERIFY(cache.pretrained.empty());
    }
};

QTEST_APPLESS_MAIN(TestToldAgain)
#include "tst_told_again.moc"
