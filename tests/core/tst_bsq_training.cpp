// SPDX-License-Identifier: GPL-3.0-or-later
// Bit-level sparsity as a run: phases, adjustments, dead layers, fine-tuning, and going on from any checkpoint, on either side of a
// change of shapes.
#include "core/base/error.h"
#include "core/export/finalised_net.h"
#include "core/method/bsq/bsq.h"
#include "core/method/methods.h"
#include "core/run/fanout.h"
#include "core/run/size.h"
#include "core/run/worker.h"
#include "core/train/training_job.h"
#include "tests/support/recorded_job.h"
#include "tests/support/tiny_run.h"

#include <QtTest>

#include <cmath>

using namespace gridscope;

namespace {

using test::resumed;
using Trained = test::Recorded;
using Checkpoints = test::Checkpoints;

run::RunConfig planesRun(const QStringList& more)
{
    return test::tinyRun(QStringList{"method=bsq", "bits=6", "pretrain_steps=60", "steps=40", "bsq_interval=5",
                                     "bsq_fine_tune_steps=12", "bsq_alpha=1", "learning_rate=0.001",
                                     "schedule=constant", "snapshot_every=2", "checkpoint_every=1000"}
                         + more);
}

Trained trained(const run::RunConfig& config) { return test::straight(config); }

int marksOf(const Trained& t, const QString& beginning)
{
    return int(std::ranges::count_if(t.history.marks(), [&](const run::Mark& mark) {
        return QString::fromStdString(mark.what).startsWith(beginning);
    }));
}

std::vector<double> bitsAt(const run::SnapshotPtr& snapshot)
{
    std::vector<double> bits;
    for (const auto& layer : snapshot->layers) { bits.push_back(layer.bits); }
    return bits;
}

} // namespace

class TestBsqTraining : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void planesAreDroppedAtAdjustmentsAndAllIsTold()
    {
        const Trained t = trained(planesRun({}));
        QVERIFY2(t.isFinished(), t.history.end()->message.c_str());
        QCOMPARE(marksOf(t, "adjustment of the precision"),
                 6); // 5, 10, 15, 20, 25, and 28, the last before fine-tuning
        QCOMPARE(marksOf(t, "fine-tuning"), 1);
        const run::SnapshotPtr last = t.history.latest();
        const auto bits = bitsAt(last);
        QVERIFY(std::ranges::any_of(bits, [](double b) { return b < 6; }));
        for (const run::Mark& mark : t.history.marks()) {
            if (mark.kind == run::Mark::Kind::Bits) { QVERIFY(mark.step == 28 || mark.step % 5 == 0); }
        }
        for (const auto& snapshot : t.history.snapshots()) {
            if (!snapshot->quantized) { continue; }
            for (std::size_t i = 0; i < snapshot->layers.size(); ++i) {
                const auto* ones = snapshot->extra("share of ones", t.history.start().layers[i].name);
                QVERIFY(ones != nullptr);
                QCOMPARE(double(ones->values.size()), snapshot->layers[i].bits);
                const int top = (1 << int(snapshot->layers[i].bits)) - 1;
                QVERIFY(snapshot->layers[i].low == -top && snapshot->layers[i].high == top);
            }
        }
        QVERIFY(last->extra("task loss")->values[0] > 0 && last->extra("regulariser")->values[0] == 0);
        QVERIFY(t.history.snapshotAt(10)->extra("regulariser")->values[0] > 0);
    }

    void theLastStepLeavesWeightsOnTheGridAndAModelOfThem()
    {
        const Trained t = trained(planesRun({}));
        const run::SnapshotPtr last = t.history.latest();
        for (const auto& layer : last->layers) { QVERIFY(layer.score > 1 - 1e-4); }
        const FinalisedNet net = finalise(run::readTensors(*t.checkpoints.back().bytes, "it"));
        for (std::size_t i = 0; i < net.layers.size(); ++i) {
            QCOMPARE(double(net.layers[i].bits()), last->layers[i].bits + 1); // a sign beside the magnitude
            std::vector<std::uint32_t> counts(last->layers[i].counts.size());
            for (const auto code : net.layers[i].codes) { ++counts[std::size_t(code - last->layers[i].low)]; }
            QVERIFY(counts == last->layers[i].counts);
        }
        QCOMPARE(net.payloadBytes(), run::sizeOf(t.history.start(), *last).payloadBytes);
        const auto evaluation = t.history.lastEvaluation("test");
        QCOMPARE(evaluation->quantized->accuracy, evaluation->latent->accuracy);
    }

    void itGoesOnBitForBitFromAnyCheckpoint_data()
    {
        QTest::addColumn<int>("every");
        QTest::newRow("between adjustments, where planes are anything") << 7;
        QTest::newRow("at adjustments, where they are codes") << 5;
    }
    void itGoesOnBitForBitFromAnyCheckpoint()
    {
        QFETCH(const int, every);
        const Trained whole = trained(planesRun({"checkpoint_every=" + QString::number(every), "optimizer=sgd",
                                                 "activation_method=ste", "pretrain_learning_rate=0.05"}));
        QVERIFY2(whole.isFinished(), whole.history.end()->message.c_str());
        QVERIFY(bitsAt(whole.history.latest()) != bitsAt(whole.history.snapshotAt(0)));
        int gone = 0;
        for (const auto& checkpoint : whole.checkpoints) {
            if (checkpoint.step < 0 || checkpoint.step == 40) { continue; }
            const Trained rest = resumed(checkpoint);
            QVERIFY2(rest.isFinished(), rest.history.end()->message.c_str());
            const auto& steps = rest.history.steps();
            QCOMPARE(std::int64_t(steps.size()), 40 - checkpoint.step);
            for (std::size_t i = 0; i < steps.size(); ++i) {
                const auto& same = whole.history.steps()[whole.history.steps().size() - steps.size() + i];
                QVERIFY2(steps[i].trainLoss == same.trainLoss, qPrintable(QString::number(steps[i].index)));
            }
            QVERIFY(rest.history.latest()->extras == whole.history.latest()->extras);
            QVERIFY(*rest.checkpoints.back().bytes != *checkpoint.bytes);
            for (std::size_t i = 0; i < 3; ++i) {
                QVERIFY(rest.history.latest()->layers[i].followed == whole.history.latest()->layers[i].followed);
                QVERIFY(rest.history.latest()->layers[i].counts == whole.history.latest()->layers[i].counts);
            }
            ++gone;
        }
        QVERIFY(gone >= 5);
    }

    // The public code has no guard: such a run stays at chance.
    void aDeadLayerIsBroughtBackAndSaidAndTheRunEnds()
    {
        const Trained t = trained(planesRun({"bsq_alpha=60", "bsq_interval=20"}));
        QVERIFY2(t.isFinished(), t.history.end()->message.c_str());
        QVERIFY(marksOf(t, "warning: a dead layer") >= 1);
        for (const auto& layer : t.history.latest()->layers) {
            QVERIFY(layer.bits >= 1);
            QVERIFY(layer.zeroShare < 1);
        }
    }

    void anotherAlphaWhileTrainingWakesTheRegulariser()
    {
        train::Cache cache;
        const auto config = planesRun({"bsq_alpha=60", "bsq_interval=20", "steps=30", "bsq_fine_tune_steps=0"});
        run::Control control;
        run::History history;
        class Changer final : public run::SilentSink {
        public:
            explicit Changer(run::Control& control) : control_(control) {}
            void onMark(const run::Mark& mark) override
            {
                const bool hasDied = mark.kind == run::Mark::Kind::Phase && !mark.layer.empty();
                if (hasDied) { control_.change({"bsq_alpha", "0.5"}); }
            }

        private:
            run::Control& control_;
        } changer(control);
        Checkpoints checkpoints;
        run::Fanout both({&history, &changer, &checkpoints});
        run::runJob([&](run::Control& c, run::Sink& s) { train::TrainingJob(config, cache, c, s).run(); }, control,
                    both);
        QVERIFY(history.end() && history.end()->how == run::End::How::Finished);
        const auto isSetting = [](const run::Mark& m) { return m.kind == run::Mark::Kind::Setting; };
        QVERIFY(std::ranges::any_of(history.marks(), isSetting));
        const run::TensorFile last = run::readTensors(*checkpoints.all.back().bytes, "it");
        for (const auto* layer : {"bsq.fc1.scheme", "bsq.fc2.scheme", "bsq.fc3.scheme"}) {
            QCOMPARE(run::valuesOf<std::int32_t>(*last.find(layer))[5], 1);
        }
    }

    // In the public code a fully connected layer has no bias while it is fine-tuned.
    void biasesAreKeptAndLearnInFineTuning()
    {
        const Trained t = trained(planesRun({"checkpoint_every=28"}));
        const auto at = std::ranges::find(t.checkpoints, 28, &run::Checkpoint::step);
        QVERIFY(at != t.checkpoints.end());
        const run::TensorFile before = run::readTensors(*at->bytes, "it");
        const run::TensorFile after = run::readTensors(*t.checkpoints.back().bytes, "it");
        for (const auto* name : {"model.fc1_bias", "model.fc3_bias"}) {
            QVERIFY(before.find(name) != nullptr && before.find(name)->bytes != after.find(name)->bytes);
        }
    }

    void withoutAlphaAndRatesNothingMoves()
    {
        const Trained t = trained(planesRun(
            {"bsq_alpha=0", "bsq_plane_rate=0", "bsq_fine_tune_rate=0", "learning_rate=0", "bsq_weight_decay=0"}));
        QVERIFY2(t.isFinished(), t.history.end()->message.c_str());
        for (std::size_t i = 0; i < 3; ++i) {
            QVERIFY(t.history.latest()->layers[i].counts == t.history.snapshotAt(0)->layers[i].counts);
        }
    }

    void frozenLayersStayAndFloatLayersTakePart()
    {
        const Trained t = trained(planesRun({"frozen_layers=1", "float_layers=2"}));
        QVERIFY2(t.isFinished(), t.history.end()->message.c_str());
        const auto first = t.history.snapshotAt(0), last = t.history.latest();
        QVERIFY(last->layers[0].counts == first->layers[0].counts);
        QVERIFY(!last->layers[1].isQuantized() && last->layers[2].isQuantized());
        QVERIFY(last->layers[1].followed != first->layers[1].followed);
        QVERIFY(last->extra("share of ones", "fc2") == nullptr);
    }

    void theMicroscopeReadsAWeightsBits()
    {
        const Trained t = trained(planesRun({"bsq_alpha=0", "bits=3", "bsq_plane_rate=0", "bsq_fine_tune_rate=0"}));
        run::Snapshot snapshot = *t.history.latest();
        const double step = snapshot.layers[0].alpha;
        const auto factOf = [&](double weight) {
            const run::RunConfig& config = t.history.start().config;
            return run::methodOf(config).explain({config, snapshot, 0, weight}).front().value;
        };
        QCOMPARE(factOf(-5 * step), std::string("-101 / 111"));
        QCOMPARE(factOf(0), std::string("0 / 111"));
        QCOMPARE(factOf(100), std::string("111 / 111"));
        snapshot.layers[0].bits = 0;
        QVERIFY(run::methodOf(t.history.start().config).explain({t.history.start().config, snapshot, 0, 1}).empty());
    }

    void settingsThatDoNotFitSaySo()
    {
        const auto sentenceOf = [](const QStringList& more) {
            const auto issues = run::validate(planesRun(more));
            return issues.empty() ? QString() : QString::fromStdString(issues.front().sentence);
        };
        QCOMPARE(sentenceOf({}), QString());
        QCOMPARE(run::bsqPlaneSteps(planesRun({"bsq_fine_tune_steps=40"})), std::int64_t(20)); // half of them at least
        QVERIFY(sentenceOf({"dropbits=bitwise"}).contains("drops planes by itself"));
        QVERIFY_EXCEPTION_THROWN(planesRun({"bsq_interval=0"}), ConfigError);
    }

    void aDamagedCheckpointSaysWhatIsWrong()
    {
        const Trained t = trained(planesRun({"checkpoint_every=7"}));
        run::TensorFile file =
            run::readTensors(*std::ranges::find(t.checkpoints, 7, &run::Checkpoint::step)->bytes, "it");
        const auto named = [&](const std::string& name) {
            return std::ranges::find(file.tensors, name, &run::Tensor::name);
        };
        *named("bsq.fc1.positive") = run::makeTensor<float>("bsq.fc1.positive", {2}, {1, 0});
        const auto messageOf = [&] {
            const auto bytes = std::make_shared<const std::vector<std::uint8_t>>(run::writeTensors(file));
            const Trained again = resumed({7, bytes});
            return QString::fromStdString(again.history.end()->message);
        };
        QVERIFY2(messageOf().contains("\"bsq.fc1.positive\" has 2 values"), qPrintable(messageOf()));
        *named("bsq.fc1.scheme") = run::makeTensor<std::int32_t>("bsq.fc1.scheme", {7}, {1, 9, 0, 9, 0, 1, 1});
        QVERIFY2(messageOf().contains("none of 1 to 8 bits"), qPrintable(messageOf()));
    }
};

QTEST_MAIN(TestBsqTraining)
#include "tst_bsq_training.moc"
