// SPDX-License-Identifier: GPL-3.0-or-later
// The float networks that the program carries: which settings have one, and a run that begins with it.
#include "core/base/embedded.h"
#include "core/settings/config_fields.h"
#include "core/settings/presets.h"
#include "core/train/carried_float.h"
#include "tests/support/recorded_job.h"

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
        const auto carried = train::carriedFloat(config, hashes);
        QVERIFY(carried.has_value());
        QCOMPARE(carried->steps, config.pretrainSteps);
        QCOMPARE(carried->tensors.size(), 2 * run::weightLayerCount(config)); // weights and biases
    }

    void noOtherPresetAsksForOne()
    {
        QStringList asking;
        for (const run::Preset& preset : run::presets()) {
            if (preset.config.floatNetwork == "carried") { asking << QString::fromStdString(preset.name); }
        }
        asking.sort();
        QCOMPARE(asking.join(' '),
                 QString("fashion-quick lapq lapq-demo learned-bits lenet5-2bit lenet5-3bit lenet5-4bit spirals"));
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
        QTEST(train::carriedFloat(config, hashesOf("float/lenet5-small.safetensors")).has_value(), "isCarried");
    }

    void otherDataHaveNone()
    {
        run::DataHashes hashes = hashesOf("float/lenet5-small.safetensors");
        hashes.train += 1;
        QVERIFY(!train::carriedFloat(run::preset("fashion-quick").config, hashes));
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
