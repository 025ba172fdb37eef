// SPDX-License-Identifier: GPL-3.0-or-later
// The float networks that the program carries: which settings have one, and a run that begins with it.
#include "core/base/embedded.h"
#include "core/settings/config_fields.h"
#include "core/settings/presets.h"
#include "core/train/carried_float.h"
#include "tests/support/recorded_job.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

using namespace gridscope;

namespace {

// The data hash that a carried network says it was trained with; the tests need no data for it.
run::DataHashes hashesOf(std::string_view file)
{
    for (const run::EmbeddedFile& embedded : run::embeddedFiles()) {
        if (embedded.name != file) { continue; }
        return run::dataHashesOf(run::readForeignTensors(embedded.bytes, std::string(file)).metadata.at("data_hash"));
    }
    return {};
}

run::RunConfig shortSpirals()
{
    run::RunConfig config = run::preset("spirals").config;
    config.steps = 20;
    config.checkpointEvery = 10;
    config.threads = 1;
    return config;
}

// None that the program carries.
run::RunConfig ownSpirals()
{
    run::RunConfig config = shortSpirals();
    config.hidden = {7, 5};
    config.pretrainSteps = 40;
    return config;
}

QStringList networksIn(const QTemporaryDir& cache)
{
    QStringList all;
    const QDir folder(cache.filePath("gridscope/float-networks"));
    for (const QString& name : folder.entryList({"*.safetensors"}, QDir::Files)) { all << folder.filePath(name); }
    return all;
}

class TestCarriedFloat : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyPresetThatAsksForACarriedNetworkHasOne_data()
    {
        QTest::addColumn<QString>("preset");
        QTest::addColumn<QString>("file");
        QTest::newRow("spirals") << "spirals"
                                 << "float/spirals.safetensors";
        for (const char* name : {"fashion-quick", "learned-bits", "lapq-demo"}) {
            QTest::newRow(name) << name << "float/lenet5-small.safetensors";
        }
        for (const char* name : {"lenet5-2bit", "lenet5-3bit", "lenet5-4bit", "lapq"}) {
            QTest::newRow(name) << name << "float/lenet5.safetensors";
        }
    }
    void everyPresetThatAsksForACarriedNetworkHasOne()
    {
        QFETCH(const QString, preset);
        QFETCH(const QString, file);
        const run::RunConfig config = run::preset(preset.toStdString()).config;
        const run::DataHashes hashes = hashesOf(file.toStdString());
        QVERIFY(hashes.isKnown());
        const auto carried = train::carriedFloat({config, hashes, {}});
        QVERIFY(carried.has_value());
        QCOMPARE(carried->steps, config.pretrainSteps);
        QCOMPARE(carried->tensors.size(), 2 * run::weightLayerCount(config)); // weights and biases
    }

    void noOtherPresetAsksForOneThatIsCarriedOrKept()
    {
        QStringList asking;
        for (const run::Preset& preset : run::presets()) {
            if (preset.config.floatNetwork == "carried") { asking << QString::fromStdString(preset.name); }
        }
        asking.sort();
        QCOMPARE(asking.join(' '),
                 QString("alq alq-demo bsq bsq-demo fashion-quick lapq lapq-demo learned-bits lenet5-2bit "
                         "lenet5-3bit lenet5-4bit spirals"));
    }

    void whatMattersToTheFloatNetworkMakesItAnother_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<bool>("isCarried");
        const auto row = [](const char* key, const char* value, bool isCarried) {
            QTest::newRow(key) << key << value << isCarried;
        };
        row("seed", "2", false);
        row("hidden", "64", false);
        row("pretrain_steps", "799", false);
        row("pretrain_learning_rate", "0.002", false);
        row("batch_size", "64", false);
        row("optimizer", "sgd", false);
        row("schedule", "constant", false);
        row("train_samples", "1000", false);
        row("start", "scratch", false);
        row("weights_file", "some.npz", false);
        row("float_network", "trained", false);
        row("bits", "2", true);
        row("method", "ste", true);
        row("sigma", "0.5", true);
        row("steps", "10", true);
        row("learning_rate", "0.1", true);
        row("snapshot_every", "7", true);
        row("dropbits", "bitwise", true);
        row("activation_method", "expected", true);
    }
    void whatMattersToTheFloatNetworkMakesItAnother()
    {
        QFETCH(const QString, key);
        QFETCH(const QString, value);
        run::RunConfig config = run::preset("fashion-quick").config;
        run::setField(config, key.toStdString(), value.toStdString());
        QTEST(train::carriedFloat({config, hashesOf("float/lenet5-small.safetensors"), {}}).has_value(), "isCarried");
    }

    void otherDataHaveNone()
    {
        run::DataHashes hashes = hashesOf("float/lenet5-small.safetensors");
        hashes.train += 1;
        QVERIFY(!train::carriedFloat({run::preset("fashion-quick").config, hashes, {}}));
    }

    void aRunWithACarriedNetworkBeginsAtTheGridAndSaysWhatItBeganWith()
    {
        const test::Recorded run = test::straight(shortSpirals());
        QVERIFY(run.history.end()->how == run::End::How::Finished);
        QCOMPARE(run.history.start().firstStep, std::int64_t(1));
        QCOMPARE(run.history.steps().front().index, std::int64_t(1));
        QVERIFY(run.history.snapshots().front()->quantized);
        const run::Mark& mark = run.history.marks().front();
        QVERIFY2(mark.what.starts_with("float network of the program, trained for 1,000 steps ("), mark.what.c_str());
        QVERIFY(run.history.floatStart("validation")->accuracy > 0.85); // it can be told from chance
    }

    // On the same machine that made it, or one that adds alike, to the bit; on others nearly.
    void itIsTheNetworkThatTrainingMakes()
    {
        run::RunConfig config = shortSpirals();
        const test::Recorded carried = test::straight(config);
        config.floatNetwork = "trained";
        const test::Recorded itself = test::straight(config);
        QCOMPARE(itself.history.start().firstStep, std::int64_t(-999));
        const double a = carried.history.floatStart("validation")->loss,
                     b = itself.history.floatStart("validation")->loss;
        QVERIFY2(std::abs(a - b) < 0.02 * (1 + std::abs(b)), qPrintable(QString("%1 and %2").arg(a).arg(b)));
    }

    void whatARunHasTrainedAnotherBeginsWithBitForBit()
    {
        const QTemporaryDir cache;
        qputenv("XDG_CACHE_HOME", cache.path().toUtf8());
        const run::RunConfig config = ownSpirals();
        const test::Recorded first = test::straight(config);
        QCOMPARE(first.history.start().firstStep, std::int64_t(-39));
        run::RunConfig fewerBits = config;
        fewerBits.bits = {2};
        for (const run::RunConfig& again : {config, fewerBits}) {
            const test::Recorded second = test::straight(again);
            QCOMPARE(second.history.start().firstStep, std::int64_t(1));
            QVERIFY(second.history.marks().front().what.starts_with(
                "float network kept from an earlier run, trained for 40 steps ("));
            QCOMPARE(second.history.floatStart("validation")->loss, first.history.floatStart("validation")->loss);
            if (again.bits == config.bits) {
                QCOMPARE(second.history.latest()->layers[0].followed, first.history.latest()->layers[0].followed);
            }
        }
        run::RunConfig trained = config;
        trained.floatNetwork = "trained"; // asks for none and leaves none
        QCOMPARE(test::straight(trained).history.start().firstStep, std::int64_t(-39));
        QCOMPARE(networksIn(cache).size(), qsizetype(1));
        qputenv("XDG_CACHE_HOME", "/dev/null");
    }

    void aKeptNetworkThatIsNotAsItWasWrittenIsTrainedAnew()
    {
        const QTemporaryDir cache;
        qputenv("XDG_CACHE_HOME", cache.path().toUtf8());
        const run::RunConfig config = ownSpirals();
        test::straight(config);
        QCOMPARE(networksIn(cache).size(), qsizetype(1));
        const std::string path = networksIn(cache).at(0).toStdString();
        const run::TensorFile whole = run::readTensorFile(path);
        const auto without = [&](auto change) {
            run::TensorFile file = whole;
            change(file);
            run::writeTensorFile(path, file);
            return test::straight(config);
        };
        const std::vector<std::function<void(run::TensorFile&)>> harms = {
            [](run::TensorFile& file) { file.metadata.clear(); },
            [](run::TensorFile& file) { file.tensors.pop_back(); },
            [](run::TensorFile& file) { file.tensors[0].name = "first"; },
            [](run::TensorFile& file) { file.tensors[0] = run::makeTensor("0", {3}, std::vector<float>(3, 1.0F)); },
            [](run::TensorFile& file) { file.tensors[0] = run::makeScalar<std::int64_t>("0", 7); },
            [](run::TensorFile& file) { file.metadata["environment"] += " of another machine"; }};
        for (const auto& harm : harms) {
            const test::Recorded run = without(harm);
            QVERIFY2(run.history.hasStarted(), run.history.end() ? run.history.end()->message.c_str() : "no end");
            QCOMPARE(run.history.start().firstStep, std::int64_t(-39));
            QVERIFY(run.isFinished());
        }
        QFile file(networksIn(cache).at(0));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("no tensors") > 0);
        file.close();
        QCOMPARE(test::straight(config).history.start().firstStep, std::int64_t(-39));
        QCOMPARE(test::straight(config).history.start().firstStep, std::int64_t(1)); // and kept again
        qputenv("XDG_CACHE_HOME", "/dev/null");
    }

    void itGoesOnFromACheckpointBitForBit()
    {
        const test::Recorded whole = test::straight(shortSpirals());
        for (const run::Checkpoint& checkpoint : whole.checkpoints) {
            if (checkpoint.step == 20) { continue; } // nothing is left to do
            const test::Recorded rest = test::resumed(checkpoint);
            QCOMPARE(rest.history.start().firstStep, std::int64_t(1));
            QCOMPARE(rest.history.latest()->layers[0].followed, whole.history.latest()->layers[0].followed);
        }
    }
};

} // namespace

QTEST_APPLESS_MAIN(TestCarriedFloat)
#include "tst_carried_float.moc"
