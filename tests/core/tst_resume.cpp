// SPDX-License-Identifier: GPL-3.0-or-later
// A run that goes on from any of its checkpoints is, bit for bit, the run that never stopped.
#include "core/base/error.h"
#include "core/method/methods.h"
#include "core/run/collapse.h"
#include "core/settings/config_fields.h"
#include "core/settings/presets.h"
#include "tests/support/recorded_job.h"

#include <QtTest>

using namespace gridscope;

namespace {

using test::Checkpoints;
using test::recorded;
using test::Recorded;
using test::resumed;
using test::straight;

run::RunConfig smallConfig()
{
    run::RunConfig config = run::preset("fashion-quick").config;
    config.data = "sample";
    config.validationSamples = 40;
    config.testSamples = 50;
    config.channels = {3, 4};
    config.hidden = {10};
    config.batchSize = 32;
    config.pretrainSteps = 7;
    config.steps = 12;
    config.checkpointEvery = 4;
    config.snapshotEvery = 3;
    config.evaluateEvery = 5;
    config.threads = 1;
    return config;
}

bool sameState(const run::LayerState& a, const run::LayerState& b)
{
    return a.followed == b.followed && a.histogram == b.histogram && a.counts == b.counts && a.alpha == b.alpha
           && a.sigma == b.sigma && a.changedShare == b.changedShare && a.bits == b.bits && a.low == b.low
           && a.keepProbabilities == b.keepProbabilities;
}

// Compares everything that `again` told with what `whole` told of the same steps.
void requireTail(const run::History& whole, const run::History& again, std::int64_t after)
{
    QVERIFY2(again.end()->how == run::End::How::Finished, again.end()->message.c_str());
    std::size_t compared = 0;
    for (const auto& step : whole.steps()) {
        if (step.index <= after) { continue; }
        QVERIFY(compared < again.steps().size());
        QCOMPARE(again.steps()[compared].index, step.index);
        QCOMPARE(again.steps()[compared].trainLoss, step.trainLoss);
        QCOMPARE(again.steps()[compared].masks, step.masks);
        ++compared;
    }
    QCOMPARE(again.steps().size(), compared);
    for (const auto& snapshot : again.snapshots()) {
        const auto original = whole.snapshotAt(snapshot->step);
        QCOMPARE(original->step, snapshot->step);
        for (std::size_t l = 0; l < snapshot->layers.size(); ++l) {
            QVERIFY(sameState(snapshot->layers[l], original->layers[l]));
        }
    }
    QCOMPARE(again.lastEvaluation("test")->quantized->loss, whole.lastEvaluation("test")->quantized->loss);
    QCOMPARE(again.lastEvaluation("test")->floatStart->loss, whole.lastEvaluation("test")->floatStart->loss);
}

} // namespace

class TestResume : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyCheckpointGoesOnBitForBit_data()
    {
        QTest::addColumn<QStringList>("settings");
        for (const run::MethodInfo* known : run::methods()) {
            const run::MethodInfo& method = *known;
            QTest::newRow(std::string(method.name).c_str())
                << QStringList{"method=" + QString::fromStdString(std::string(method.name))};
        }
        QTest::newRow("cpq with activations") << QStringList{"activation_method=expected"};
        QTest::newRow("cpq with momentum") << QStringList{"optimizer=sgd"};
        QTest::newRow("cpq with DropBits") << QStringList{"dropbits=bitwise", "keep_probability=0.6"};
        QTest::newRow("cpq with end points dropped") << QStringList{"dropbits=endpoints", "keep_probability=0.7"};
        QTest::newRow("DropBits that ends")
            << QStringList{"dropbits=bitwise", "keep_probability=0.6", "freeze_bits_at=7"};
        QTest::newRow("rq with rq's activations") << QStringList{"method=rq", "activation_method=rq"};
        QTest::newRow("DropBits with relaxed masks")
            << QStringList{"dropbits=bitwise", "dropbits_masks=hard-concrete", "keep_probability=0.6"};
        // Gates that are quick to close, and freeze in the middle of the run.
        QTest::newRow("learned bit-lengths")
            << QStringList{"bits=4",        "dropbits=bitwise",     "learn_bits=true",
                           "bit_penalty=1", "gate_learning_rate=1", "freeze_bits_at=7"};
    }
    void everyCheckpointGoesOnBitForBit()
    {
        QFETCH(const QStringList, settings);
        run::RunConfig config = smallConfig();
        for (const QString& setting : settings) {
            run::setField(config, setting.section('=', 0, 0).toStdString(), setting.section('=', 1).toStdString());
        }
        const Recorded whole = straight(config);
        QVERIFY2(whole.history.end()->how == run::End::How::Finished, whole.history.end()->message.c_str());
        const bool isDoneBefore = whole.history.lastStep() < config.steps; // rounding after training takes a step
        QVERIFY(isDoneBefore || whole.checkpoints.size() >= 5); // in pre-training, at its end, on the way, at the end
        for (const auto& checkpoint : whole.checkpoints) {
            requireTail(whole.history, resumed(checkpoint).history, checkpoint.step);
        }
    }

    void aFloatPhaseThatGoesOnKeepsTheSameCheckpoints()
    {
        run::RunConfig config = smallConfig();
        config.pretrainSteps = 13;
        const Recorded whole = straight(config);
        QVERIFY(whole.checkpoints.at(2).step < 0); // three on the way, so that two follow the first
        for (std::size_t from = 0; from < whole.checkpoints.size(); ++from) {
            const Recorded again = resumed(whole.checkpoints[from]);
            requireTail(whole.history, again.history, whole.checkpoints[from].step);
            std::vector<std::int64_t> kept, wanted;
            for (const auto& checkpoint : again.checkpoints) { kept.push_back(checkpoint.step); }
            for (const auto& checkpoint : whole.checkpoints) {
                if (checkpoint.step > whole.checkpoints[from].step) { wanted.push_back(checkpoint.step); }
            }
            if (from + 1 < whole.checkpoints.size()) { QCOMPARE(kept, wanted); }
        }
    }

    void aSettingChangedOnTheWayStaysChanged()
    {
        run::Control control;
        control.change({"sigma", "0.1"});
        control.change({"method", "expected"});
        train::Cache cache;
        run::History history;
        Checkpoints checkpoints;
        run::Fanout both({&history, &checkpoints});
        run::runJob([&](run::Control& c, run::Sink& s) { train::TrainingJob(smallConfig(), cache, c, s).run(); },
                    control, both);
        requireTail(history, resumed(checkpoints.all.at(2)).history, checkpoints.all.at(2).step);
    }

    void stoppingAndBookmarksKeepACheckpoint()
    {
        run::RunConfig config = smallConfig();
        config.checkpointEvery = 100; // only those that are asked for here
        run::Control control;
        control.bookmark({"before the change", {}});
        control.playSteps(3);
        train::Cache cache;
        run::History history;
        Checkpoints checkpoints;
        run::Fanout both({&history, &checkpoints});
        std::jthread stopper([&] {
            while (!control.isPaused()) { std::this_thread::yield(); }
            control.stop();
        });
        run::runJob([&](run::Control& c, run::Sink& s) { train::TrainingJob(config, cache, c, s).run(); }, control,
                    both);
        QCOMPARE(checkpoints.all.size(), std::size_t(2));
        QCOMPARE(checkpoints.all.back().step, history.lastStep());
        QCOMPARE(history.marks()[0].what, std::string("before the change"));
        QVERIFY(history.marks()[0].kind == run::Mark::Kind::Bookmark);
    }

    void aForkNamesWhereItComesFromAndIsTheSameRun()
    {
        const Recorded whole = straight(smallConfig());
        const run::Checkpoint& checkpoint = whole.checkpoints.at(3);
        const Recorded fork = resumed(checkpoint, run::Origin{"trunk.gridscope", checkpoint.step});
        QVERIFY(!whole.history.start().origin);
        QCOMPARE(fork.history.start().origin->run, std::string("trunk.gridscope"));
        QCOMPARE(fork.history.start().origin->step, checkpoint.step);
        requireTail(whole.history, fork.history, checkpoint.step);
    }

    void aNewBestAccuracyIsMarkedOnceAlsoAcrossAResume()
    {
        run::RunConfig config = smallConfig();
        config.channels = {8, 8};
        config.hidden = {32};
        config.learningRate = 5e-3;
        config.steps = 90;
        config.evaluateEvery = 5;
        config.checkpointEvery = 20;
        const auto bests = [](const run::History& history, std::int64_t after) {
            std::vector<std::pair<std::int64_t, std::string>> all;
            for (const run::Mark& mark : history.marks()) {
                if (mark.kind == run::Mark::Kind::Best && mark.step > after) { all.emplace_back(mark.step, mark.to); }
            }
            return all;
        };
        const Recorded whole = straight(config);
        const auto marked = bests(whole.history, 0);
        std::vector<std::pair<std::int64_t, std::string>> expected; // by hand, from the evaluations
        double best = whole.history.evaluationAt("validation", 0)->quantized->accuracy;
        for (const run::Evaluation& e : whole.history.evaluations()) {
            if (e.set != "validation" || !e.quantized || e.quantized->accuracy <= best) { continue; }
            best = e.quantized->accuracy;
            constexpr int classes = 10;
            if (run::isGuessing(best, classes, e.samples)) { continue; } // nothing to be proud of
            expected.emplace_back(e.step, QString::number(100 * best, 'f', 1).toStdString() + " %");
        }
        QVERIFY(!expected.empty());
        QVERIFY(marked == expected);
        for (const auto& checkpoint : whole.checkpoints) {
            QVERIFY(bests(resumed(checkpoint).history, checkpoint.step) == bests(whole.history, checkpoint.step));
        }
    }

    void anotherEnvironmentIsNamed()
    {
        run::Environment then, now;
        then.torchThreads = 2;
        now.dispatch = "avx2";
        QCOMPARE(train::environmentDifference(now, now), std::string());
        QVERIFY(train::environmentDifference(then, now).find("threads 2 -> 1") != std::string::npos);
        then.blasKernel = "Nehalem";
        now.blasKernel = "Haswell";
        QVERIFY(train::environmentDifference(then, now).find("BLAS kernel Nehalem -> Haswell") != std::string::npos);
    }

    void whatAnOlderCheckpointDoesNotTellIsNeitherDifferentNorTheSame()
    {
        train::CheckpointInfo then;
        run::Environment now;
        now.dispatch = then.environment.dispatch = "avx2";
        now.blasKernel = "Haswell";
        now.processor = "A processor";
        QCOMPARE(train::environmentDifference(then.environment, now), std::string());
        const std::string text = train::resumeText(then, now, {1, 2, 3});
        QVERIFY2(text.starts_with("resumed; bit for bit if")
                     && text.find("the BLAS kernel, the oneDNN") != std::string::npos
                     && text.find("instruction set") == std::string::npos && text.find("data") == std::string::npos,
                 text.c_str());
        then.environment = now;
        then.environment.oneDnn = then.environment.torchKernels = now.oneDnn = now.torchKernels = "the same";
        QCOMPARE(train::resumeText(then, now, {1, 2, 3}), std::string("resumed")); // data that the file does not tell
        then.data = {1, 2, 4};
        QCOMPARE(train::resumeText(then, now, {1, 2, 3}),
                 std::string("resumed, but not bit for bit: the data are not those of the run (the test data)"));
    }

    void aCheckpointOfAnotherNetworkIsRefused()
    {
        const Recorded whole = straight(smallConfig());
        const run::TensorFile file = run::readTensors(*whole.checkpoints.back().bytes, "the checkpoint");
        run::RunConfig other = smallConfig();
        other.hidden = {11};
        train::Cache cache;
        const Recorded again =
            recorded([&](run::Control& c, run::Sink& s) { train::TrainingJob(other, cache, c, s).resume(file); });
        QVERIFY(again.history.end()->how == run::End::How::Failed);
        QVERIFY(QString::fromStdString(again.history.end()->message).contains("shape"));
    }
};

QTEST_APPLESS_MAIN(TestResume)
#include "tst_resume.moc"
