// SPDX-License-Identifier: GPL-3.0-or-later
// Adaptive loss-aware quantization as a method: phases, steps on a network, pruning, what is told and kept.
#include "core/base/error.h"
#include "core/export/card.h"
#include "core/export/finalised_net.h"
#include "core/export/tensors_json.h"
#include "core/method/alq/alq.h"
#include "core/train/alq_method.h"
#include "tests/support/recorded_job.h"
#include "tests/support/tiny_run.h"

#include <QtTest>

#include <nlohmann/json.hpp>

#include <ATen/ATen.h>

using namespace gridscope;

namespace {

using test::Recorded;

Recorded trained(const run::RunConfig& config) { return test::straight(config); }

// A small LeNet-5 of 4 layers; two rounds of 6, 4 and 6 steps, then 4 and 4.
run::RunConfig small(const QStringList& settings = {})
{
    const QStringList common{
        "data=sample",        "network=lenet5",    "channels=3,4",     "hidden=10",          "validation_samples=40",
        "test_samples=50",    "train_samples=400", "batch_size=32",    "method=alq",         "bits=3",
        "alq_rounds=2",       "alq_basis=6",       "alq_coordinate=4", "alq_pruning=6",      "alq_ste=4",
        "alq_last=4",         "steps=40",          "pretrain_steps=6", "checkpoint_every=5", "snapshot_every=2",
        "learning_rate=0.002"};
    return test::tinyRun(common + settings);
}

double meanBits(const run::Snapshot& snapshot, const run::Start& start)
{
    double bits = 0, weights = 0;
    for (std::size_t i = 0; i < start.layers.size(); ++i) {
        bits += snapshot.layers[i].bits * double(start.layers[i].parameters);
        weights += double(start.layers[i].parameters);
    }
    return bits / weights;
}

// A network with the method on it, without a job around them.
struct Bench {
    explicit Bench(const run::RunConfig& settings)
        : config(settings), data(train::loadData(config, cache)),
          net(config, {data->dataset.channels, data->dataset.height, data->dataset.width, data->dataset.classes}),
          method({config, net, data->train, control})
    {
        net.setWeights([this](std::size_t layer, net::Pass pass) { return method.weight(layer, pass); });
        method.begin(batch(0));
    }
    data::Batch batch(std::int64_t step) { return data->train.shuffled(data::Batches::Stream::Training, step); }

    run::RunConfig config;
    train::Cache cache;
    run::Control control;
    std::shared_ptr<train::LoadedData> data;
    net::Net net;
    train::AlqMethod method;
};

// B alpha from what a checkpoint holds, in the order of the tensor; groups lie one after the other but for `pixel`.
std::vector<float> fromCheckpoint(const run::TensorFile& file, const std::string& layer)
{
    const auto signs = run::valuesOf<std::uint8_t>(*file.find("alq." + layer + ".signs"));
    const auto alpha = run::valuesOf<float>(*file.find("alq." + layer + ".coordinates"));
    const auto live = run::valuesOf<std::uint8_t>(*file.find("alq." + layer + ".live"));
    const std::size_t members = signs.size() / live.size(), slots = alpha.size() / live.size();
    std::vector<float> values(signs.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        for (std::size_t slot = 0; slot < slots; ++slot) {
            if ((live[i / members] >> slot & 1) == 0) { continue; }
            const float a = alpha[i / members * slots + slot];
            values[i] += (signs[i] >> slot & 1) != 0 ? a : -a;
        }
    }
    return values;
}

} // namespace

class TestAlq : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void phasesFollowEachOtherAndAddUp_data()
    {
        QTest::addColumn<QStringList>("settings");
        QTest::newRow("as they are") << QStringList{};
        QTest::newRow("one step") << QStringList{"steps=1"};
        QTest::newRow("fewer steps than phases") << QStringList{"steps=5"};
        QTest::newRow("no rounds") << QStringList{"alq_rounds=0"};
        QTest::newRow("nothing after the rounds") << QStringList{"alq_ste=0", "alq_last=0"};
        QTest::newRow("pruning alone") << QStringList{"alq_basis=0", "alq_coordinate=0", "alq_ste=0", "alq_last=0"};
        QTest::newRow("an odd number") << QStringList{"steps=997", "alq_rounds=7"};
    }
    void phasesFollowEachOtherAndAddUp()
    {
        QFETCH(const QStringList, settings);
        const run::RunConfig config = small(settings);
        std::int64_t next = 1;
        for (const run::AlqPhase& phase : run::alqPhases(config)) {
            QCOMPARE(phase.first, next);
            QVERIFY(phase.steps > 0);
            QVERIFY(phase.kind == run::AlqPhase::Kind::Pruning || phase.rateSteps >= phase.steps);
            for (const std::int64_t step : {phase.first, phase.last()}) {
                QCOMPARE(run::alqPhaseAt(config, step).first, phase.first);
                const double rate = run::alqRate(config, phase, step);
                QVERIFY(rate >= 0 && rate <= config.learningRate);
            }
            next += phase.steps;
        }
        QCOMPARE(next, std::int64_t(config.steps) + 1);
    }

    void aRoundBeginsWithTheWholeRateAndPruningHasItsLast()
    {
        const run::RunConfig config = small({"schedule=cosine"});
        const auto phases = run::alqPhases(config);
        QCOMPARE(phases.size(), std::size_t(8));
        QCOMPARE(run::alqRate(config, phases[0], 1), config.learningRate);
        QCOMPARE(run::alqRate(config, phases[3], phases[3].first), config.learningRate);
        QCOMPARE(run::alqRate(config, phases[2], phases[2].first), run::alqRate(config, phases[1], phases[1].last()));
        QVERIFY(run::alqRate(config, phases[2], phases[2].first) < 0.1 * config.learningRate);
    }

    void aPhaseTooShortForItsShareLetsMoreCompete()
    {
        const run::RunConfig config = small({"alq_pruned=0.8", "alq_top=0.02"});
        const run::AlqPruning many = run::alqPruning(config, {run::AlqPhase::Kind::Pruning, 1, 50, 1, 0});
        QCOMPARE(many.compete, 0.02);
        QVERIFY(std::abs(many.compete * many.go - 0.8 / 50) < 1e-12);
        const run::AlqPruning few = run::alqPruning(config, {run::AlqPhase::Kind::Pruning, 1, 4, 1, 0});
        QCOMPARE(few.compete, 0.2);
        QCOMPARE(few.go, 1.0);
    }

    void piecesThatDivideNoRowBecomeThoseThatDo()
    {
        const auto layers = run::describeNet(small(), {1, 28, 28, 10});
        const auto piecesOf = [&](const char* setting) { return run::alqGroups(small({setting}), layers, 2).pieces; };
        QCOMPARE(piecesOf("alq_first_pieces=4"), 4); // rows of 64
        QCOMPARE(piecesOf("alq_first_pieces=7"), 4);
        QCOMPARE(piecesOf("alq_first_pieces=4096"), 64);
        QCOMPARE(run::alqGroups(small(), layers, 3).pieces, 1);
        QCOMPARE(run::alqGroups(small({"alq_first_conv=pixel"}), layers, 0).structure, std::string("pixel"));
        QCOMPARE(run::alqGroups(small(), layers, 1).structure, std::string("kernel"));
    }

    void theNetworkComputesWithTheFormBitForBit()
    {
        Bench bench(small({"alq_pruning=0", "alq_conv=pixel"}));
        for (std::int64_t step = 1; step <= 12; ++step) {
            QVERIFY(std::isfinite(bench.method.step(step, bench.batch(step - 1)).loss));
            run::TensorFile file;
            bench.method.save(file);
            for (const std::size_t layer : {std::size_t(0), std::size_t(2), std::size_t(3)}) {
                const torch::Tensor used = bench.method.weight(layer, net::Pass::Quantized).detach();
                const std::vector<float> ours = fromCheckpoint(file, bench.net.layers()[layer].description.name);
                QVERIFY(used.reshape(-1).equal(torch::tensor(ours)));
            }
        }
        QVERIFY(!bench.method.weight(0, net::Pass::Latent).defined());
    }

    void bitsFallInPruningAloneAndNeverRise()
    {
        const run::RunConfig config = small({"snapshot_every=1"});
        const Recorded run = trained(config);
        QVERIFY(run.history.end() && run.history.end()->how == run::End::How::Finished);
        double before = 8;
        for (const run::SnapshotPtr& snapshot : run.history.snapshots()) {
            if (!snapshot->quantized || snapshot->step < 1) { continue; }
            const double bits = meanBits(*snapshot, run.history.start());
            const bool isPruning = run::alqPhaseAt(config, snapshot->step).kind == run::AlqPhase::Kind::Pruning;
            if (before < 8) { QVERIFY(isPruning ? bits < before : bits == before); }
            before = bits;
            const run::Extra* cut = snapshot->extra(run::alq_extra::cut);
            QCOMPARE(cut != nullptr, isPruning);
        }
        QVERIFY2(before < 1.2, qPrintable(QString::number(before)));
    }

    void asJsonItHoldsAllBasesAndCoordinates()
    {
        const Recorded run = trained(small());
        const run::TensorFile file = run::readTensors(*run.checkpoints.back().bytes, "it");
        const auto json = nlohmann::json::parse(tensorsJson(file));
        for (const run::LayerInfo& layer : run.history.start().layers) {
            const std::string name = "alq." + layer.name;
            QVERIFY(json.at(name + ".coordinates").at("values").get<std::vector<float>>()
                    == run::valuesOf<float>(*file.find(name + ".coordinates")));
            QVERIFY(json.at(name + ".signs").at("values").get<std::vector<std::uint8_t>>()
                    == run::valuesOf<std::uint8_t>(*file.find(name + ".signs")));
            QVERIFY(json.at(name + ".signs").at("shape").get<std::vector<std::int64_t>>()
                    == file.find(name + ".signs")->shape);
            QVERIFY(json.contains("model." + layer.name + "_bias") && !json.contains(name + ".weight_moments.mean"));
        }
        QVERIFY(!json.contains("seconds"));
    }

    void theSizeIsThatOfBasesAndCoordinates()
    {
        const Recorded run = trained(small());
        const run::Start& start = run.history.start();
        const run::Snapshot& end = *run.history.latest();
        std::int64_t bytes = 0;
        for (const run::LayerInfo& layer : start.layers) {
            const std::vector<float>& parts = end.extra(run::alq_extra::storage, layer.name)->values;
            bytes += std::int64_t(std::ceil((double(parts[0]) + double(parts[1])) / 8));
        }
        QCOMPARE(run::sizeOf(start, end).payloadBytes, bytes);
        QVERIFY(run::sizeOf(start, end).compression > 5);
    }

    void aStepOfPruningDeletesAsManyAsItTells()
    {
        const Recorded run = trained(small({"snapshot_every=1"}));
        std::map<std::int64_t, double> coordinates;
        for (const run::SnapshotPtr& snapshot : run.history.snapshots()) {
            for (const run::LayerInfo& layer : run.history.start().layers) {
                const run::Extra* storage = snapshot->extra(run::alq_extra::storage, layer.name);
                if (storage != nullptr) { coordinates[snapshot->step] += double(storage->values[1]) / 32; }
            }
        }
        int asked = 0;
        for (const run::SnapshotPtr& snapshot : run.history.snapshots()) {
            const run::Extra* cut = snapshot->extra(run::alq_extra::cut);
            if (cut == nullptr) { continue; }
            QCOMPARE(coordinates[snapshot->step - 1] - coordinates[snapshot->step], double(cut->values[0]));
            const run::Extra* pool = snapshot->extra(run::alq_extra::pool);
            QVERIFY(pool->shape[0] >= std::int64_t(cut->values[0]));
            for (std::int64_t i = 1; i < pool->shape[0]; ++i) {
                QVERIFY(pool->values[std::size_t(2 * i)] >= pool->values[std::size_t(2 * i - 2)]);
            }
            ++asked;
        }
        QCOMPARE(asked, 12);
    }

    void itGoesOnBitForBitFromAnyCheckpointAlsoWithinPruning()
    {
        const Recorded whole = trained(small());
        bool wasWithin = false;
        QVERIFY(whole.checkpoints.size() > 7);
        for (const run::Checkpoint& checkpoint : whole.checkpoints) {
            if (checkpoint.step < 1 || checkpoint.step == 40) { continue; }
            const auto phase = run::alqPhaseAt(small(), checkpoint.step);
            wasWithin = wasWithin || (phase.kind == run::AlqPhase::Kind::Pruning && checkpoint.step < phase.last());
            const Recorded rest = test::resumed(checkpoint);
            const auto steps = whole.history.steps();
            for (const run::Step& step : rest.history.steps()) {
                const auto same = std::ranges::find(steps, step.index, &run::Step::index);
                QVERIFY(same != steps.end() && same->trainLoss == step.trainLoss);
            }
            QVERIFY(rest.history.latest()->extras == whole.history.latest()->extras);
            for (std::size_t i = 0; i < 4; ++i) {
                QVERIFY(rest.history.latest()->layers[i].followed == whole.history.latest()->layers[i].followed);
                QVERIFY(rest.history.latest()->layers[i].counts == whole.history.latest()->layers[i].counts);
            }
        }
        QVERIFY(wasWithin);
    }

    void aCheckpointOfAnotherFormIsRefusedInASentence()
    {
        const Recorded run = trained(small({"steps=6", "pretrain_steps=0"}));
        run::TensorFile file = run::readTensors(*run.checkpoints.back().bytes, "it");
        const auto it = std::ranges::find(file.tensors, "alq.fc1.coordinates", &run::Tensor::name);
        *it = run::makeTensor<float>("alq.fc1.coordinates", {1, 2}, {1, 2});
        const Recorded rest = test::resumed(file);
        QVERIFY(rest.history.end()->how == run::End::How::Failed);
        QVERIFY(QString::fromStdString(rest.history.end()->message).contains("alq.fc1.coordinates"));
    }

    void layersStayFloatOrAsTheyAreWhenAsked()
    {
        const Recorded run = trained(small({"float_layers=1", "frozen_layers=3", "snapshot_every=1"}));
        QVERIFY(run.history.end()->how == run::End::How::Finished);
        const auto snapshots = run.history.snapshots();
        const auto& last = *snapshots.back();
        QVERIFY(!last.layers[0].isQuantized());
        QCOMPARE(last.layers[2].bits, 3.0);
        QVERIFY(last.layers[1].bits < 3);
        const run::Extra* frozen = last.extra(run::alq_extra::coordinates, "fc1");
        const auto first = std::ranges::find(snapshots, 0, &run::Snapshot::step);
        QVERIFY(first != snapshots.end() && frozen != nullptr);
        QVERIFY((*first)->extra(run::alq_extra::coordinates, "fc1")->values == frozen->values);
    }

    void theOpenedGroupIsToldAsItIs()
    {
        const Recorded run = trained(small({"alq_group=7", "steps=6", "alq_pruning=0"}));
        const auto& last = *run.history.latest();
        QCOMPARE(last.extra(run::alq_extra::group, "fc1")->values, std::vector<float>{7});
        QCOMPARE(last.extra(run::alq_extra::group, "conv1")->values, std::vector<float>{1}); // of three
        const run::Extra* signs = last.extra(run::alq_extra::signs, "fc1");
        const run::Extra* groups = last.extra(run::alq_extra::groups, "fc1");
        QCOMPARE(signs->shape, (std::vector<std::int64_t>{3, 32}));
        QCOMPARE(std::accumulate(groups->values.begin(), groups->values.end(), 0.0F), 20.0F);
        QVERIFY(std::ranges::all_of(signs->values, [](float s) { return s == 1 || s == -1; }));
    }

    void itTrainsAnyNetworkOfOurs()
    {
        QVERIFY(trained(test::tinyRun({"method=alq", "steps=30", "pretrain_steps=20"})).history.end()->how
                == run::End::How::Finished);
    }

    void whatDoesNotGoTogetherIsRefused_data()
    {
        QTest::addColumn<QString>("setting");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("bits") << "bits=8"
                              << "at most 7 bases";
        QTest::newRow("dropbits") << "dropbits=bitwise"
                                  << "method alq drops nothing at random";
        QTest::newRow("activations") << "activation_method=cpq"
                                     << "float activations only";
        QTest::newRow("bits to learn") << "learn_bits=true"
                                       << "learn_bits is true";
    }
    void whatDoesNotGoTogetherIsRefused()
    {
        QFETCH(const QString, setting);
        QFETCH(const QString, sentence);
        const auto issues = run::validate(small({setting}));
        QVERIFY(!issues.empty());
        QVERIFY2(QString::fromStdString(issues[0].sentence).contains(sentence), issues[0].sentence.c_str());
        const auto none = run::validate(small({"alq_rounds=0", "alq_ste=0", "alq_last=0"}));
        QVERIFY(!none.empty() && QString::fromStdString(none[0].sentence).contains("length 0"));
    }

    void itsCardSaysWhatIsStoredAndModelsAreRefusedInASentence()
    {
        const Recorded run = trained(small());
        const QString card = QString::fromStdString(cardJson({run.history, "it", "2026-11-28"}));
        QVERIFY2(card.contains("Bytes of coordinates") && card.contains("Empty groups"), qPrintable(card));
        try {
            finalise(run::readTensors(*run.checkpoints.back().bytes, "it"));
            QFAIL("a model was written");
        } catch (const FileError& error) {
            QVERIFY2(QString(error.what()).contains("alq"), error.what());
        }
    }
};

QTEST_APPLESS_MAIN(TestAlq)
#include "tst_alq.moc"
