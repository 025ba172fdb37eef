// SPDX-License-Identifier: GPL-3.0-or-later
// Exported models give the class that training's own evaluation gives, in programs that are not ours, on 1,000 pictures.
#include "core/base/text_file.h"
#include "core/data/batches.h"
#include "core/export/finalised_net.h"
#include "core/export/onnx.h"
#include "core/export/summary.h"
#include "core/export/weights_header.h"
#include "core/file/run_reader.h"
#include "core/net/net.h"
#include "core/train/method.h"
#include "core/train/tensor_io.h"
#include "core/train/torch_script.h"
#include "tests/app/exported_run.h"

#include <torch/csrc/jit/serialization/import.h>

#include <QtTest>

#include <sstream>

using namespace gridscope;
using test::call;
using test::Told;

namespace {

const QStringList settings{"pretrain_steps=60", "channels=8,16",       "hidden=64", "validation_samples=500",
                           "test_samples=1000", "evaluate_every=1000", "steps=30"};

// What a run left: its checkpoint as tensors, the test pictures, and the engine's class of each.
struct Reference {
    run::TensorFile checkpoint;
    FinalisedNet net;
    QByteArray pictures;
    QByteArray classes; // one a line
};

Reference referenceOf(const QString& runFile)
{
    Reference reference;
    run::RunReader reader(runFile.toStdString());
    reference.checkpoint =
        run::readTensors(*reader.checkpoint(reader.checkpointSteps().back()).bytes, "the checkpoint");
    reference.net = finalise(reference.checkpoint);
    const run::RunConfig& config = reference.net.config;
    const data::Dataset set = data::loadDataset(config);
    net::Net net(config, {set.channels, set.height, set.width, set.classes});
    for (auto& p : net.named_parameters()) { train::fromFile(reference.checkpoint, "model." + p.key(), p.value()); }
    run::Control control;
    data::Batches training(set, set.train, config.batchSize, 1), batches(set, set.test, 250, 1);
    const auto method = train::makeMethod({config, net, training, control});
    method->restore(reference.checkpoint, reference.net.step);
    net.setWeights([&](std::size_t layer, net::Pass pass) { return method->weight(layer, pass); });
    const torch::NoGradGuard noGrad;
    const auto logits = net.forward(batches.inOrder(0, batches.samples()).inputs, net::Pass::Quantized);
    const auto classes = logits.argmax(1);
    for (std::int64_t i = 0; i < classes.size(0); ++i) {
        reference.classes += QByteArray::number(qlonglong(classes[i].item<std::int64_t>())) + '\n';
    }
    reference.pictures = {reinterpret_cast<const char*>(set.test.bytes.data()), qsizetype(set.test.bytes.size())};
    return reference;
}

torch::jit::Module loadedTorchScript(const FinalisedNet& net)
{
    const auto bytes = train::torchScript(net);
    std::istringstream archive(std::string(bytes.begin(), bytes.end()));
    return torch::jit::load(archive);
}

int differences(const QByteArray& a, const QByteArray& b)
{
    const auto left = a.split('\n'), right = b.split('\n');
    if (left.size() != right.size()) { return -1; }
    int count = 0;
    for (qsizetype i = 0; i < left.size(); ++i) { count += left[i] != right[i]; }
    return count;
}

} // namespace

#define VERIFY_SAME_CLASSES(told, reference)                                                                           \
    QVERIFY2((told).status == 0, (told).err.constData());                                                              \
    QCOMPARE(differences((told).out, (reference).classes), 0)

class TestExportModels : public QObject {
    Q_OBJECT
private:
    QTemporaryDir folder_;
    QString picturesFile_ = folder_.filePath("pictures");

private Q_SLOTS:
    void everyFormatGivesTheSameClassOnAThousandPictures_data()
    {
        QTest::addColumn<QStringList>("more");
        const auto bits = [](const QString& b) { return QStringList{"bits=" + b}; };
        QTest::newRow("1 bit") << bits("1");
        QTest::newRow("2 bits") << bits("2");
        QTest::newRow("3 bits") << bits("3");
        QTest::newRow("4 bits") << bits("4");
        QTest::newRow("8 bits") << bits("8");
        QTest::newRow("mixed bits") << bits("8,2,3,5");
        QTest::newRow("3 bits on a symmetric grid") << bits("3") + QStringList{"symmetric_grid=true"};
        QTest::newRow("2 bits, activations at 2 bits")
            << bits("2") + QStringList{"activation_method=expected", "activation_bits=2"};
        QTest::newRow("mixed bits, activations at 4 bits")
            << bits("4,3,2,8") + QStringList{"activation_method=ste", "activation_bits=4"};
        QTest::newRow("8 bits, activations at 8 bits")
            << bits("8") + QStringList{"activation_method=ste", "activation_bits=8"};
        // A penalty beside which the loss does not count for the largest layer, so that it gives up bits on every machine.
        QTest::newRow("learned bit-lengths")
            << bits("4") + QStringList{"dropbits=bitwise",     "learn_bits=true",
                                       "bit_penalty=10",       "bit_penalty_weighting=parameters",
                                       "keep_probability=0.9", "gate_learning_rate=0.1",
                                       "learning_rate=0.001",  "steps=200",
                                       "freeze_bits_at=100"};
        QTest::newRow("float first and last layers, a frozen one between")
            << bits("2") + QStringList{"float_layers=1,4", "frozen_layers=2"};
        QTest::newRow("bit planes, whose codes are no bytes")
            << bits("8,3,5,8") + QStringList{"method=bsq", "bsq_interval=5", "bsq_fine_tune_steps=4"};
        QTest::newRow("the largest weight spans the grid") << bits("4") + QStringList{"method=dorefa"};
    }
    void everyFormatGivesTheSameClassOnAThousandPictures()
    {
        QFETCH(const QStringList, more);
        const QString runFile = folder_.filePath(QString::number(qHash(more.join(' '))) + ".gridscope");
        QVERIFY(test::recordRun(runFile, settings + more));
        const QString out = runFile + ".out";
        const bool hasCodes = !more.contains("float_layers=1,4"); // in all layers, as the C header needs
        const Told exported =
            test::gridscope({"export", runFile, "--to", out, "--what",
                             hasCodes ? "checkpoint,onnx,c,torchscript" : "checkpoint,onnx,torchscript"});
        QVERIFY2(exported.status == 0, exported.err.constData());
        const Reference reference = referenceOf(runFile);
        QCOMPARE(reference.classes.count('\n'), 1000);
        const auto classes = reference.classes.split('\n');
        const bool guesses =
            more.contains("bits=1"); // a network of 1 bit has learned next to nothing after these few steps
        QVERIFY(guesses || QSet<QByteArray>(classes.begin(), classes.end()).size() > 2);
        writeTextFile(picturesFile_.toStdString(),
                      {reference.pictures.constData(), std::size_t(reference.pictures.size())});

        const QString script = qEnvironmentVariable("GRIDSCOPE_SOURCE") + "/tests/app/tools/onnx_classes.js";
        for (const auto* level : {"all", "disabled"}) {
            const Told told = call("node", {script, out + "/model.onnx", picturesFile_, level});
            VERIFY_SAME_CLASSES(told, reference);
        }
        const Told torchTold = test::python("torch_classes.py", {out + "/model.pt", picturesFile_});
        VERIFY_SAME_CLASSES(torchTold, reference);

        if (hasCodes) {
            const Told compiled = call("gcc", {"-std=c99", "-O2", "-Wall", "-Wextra", "-Wpedantic", "-Werror",
                                               out + "/classify.c", "-o", out + "/classify", "-lm"});
            QVERIFY2(compiled.status == 0, compiled.err.constData());
            const Told classified = call(out + "/classify", {picturesFile_});
            VERIFY_SAME_CLASSES(classified, reference);
        }

        const run::History history = run::historyOf(runFile.toStdString());
        const auto payload = run::sizeOf(history.start(), *history.latest()).payloadBytes;
        QCOMPARE(reference.net.payloadBytes(), payload); // the gauge
        std::int64_t packed = 0;
        for (const auto& layer : reference.net.layers) {
            packed +=
                layer.quantizer ? std::int64_t(packedCodes(layer).size()) : 4 * std::int64_t(layer.weights.size());
        }
        QCOMPARE(packed, payload);
        if (more.contains("learn_bits=true")) {
            const auto& layers = reference.net.layers; // something was learned
            QVERIFY(std::ranges::any_of(layers, [](const auto& layer) { return layer.bits() < 4; }));
        }
    }

    // A value half-way between two codes goes up here, but to the even one in ONNX's QuantizeLinear. The last layer is
    // such that the class is 0 only if 1 / 2 became 1.
    void activationsHalfwayBetweenTwoCodesGoUpInEveryFormat()
    {
        FinalisedNet net;
        net.config.network = "mlp";
        net.channels = net.classes = 2;
        net.height = net.width = 1;
        net.isPicture = false;
        const FinalisedQuantizer halves{2, {-2, 1}, 0.5F};
        FinalisedLayer hidden{
            "fc1", {2, 2}, halves, {1, 0, 0, 1}, {}, {0, 0}, false, true, FinalisedQuantizer{2, {0, 3}, 1.0F},
            {2},   {2}};
        FinalisedLayer last{"fc2", {2, 2}, halves, {1, 0, 0, 1}, {}, {0, 0.25F}, false, false, {}, {2}, {2}};
        net.layers = {hidden, last};
        const std::vector<float> points{1, 0}; // fc1 makes 0.5 and 0 of it
        const std::string out = folder_.filePath("ties").toStdString();
        makeFolder(out);
        writeTextFile(out + "/points", {reinterpret_cast<const char*>(points.data()), points.size() * sizeof(float)});
        writeTextFile(out + "/model.onnx", onnxModel(net));
        writeTextFile(out + "/weights.h", weightsHeader(net));
        writeTextFile(out + "/classify.c", classifyExample(net));
        const QString folder = QString::fromStdString(out);
        const QString script = qEnvironmentVariable("GRIDSCOPE_SOURCE") + "/tests/app/tools/onnx_classes.js";
        for (const auto* level : {"all", "disabled"}) {
            const Told told = call("node", {script, folder + "/model.onnx", folder + "/points", level});
            QVERIFY2(told.out == "0\n", (told.out + told.err).constData());
        }
        QCOMPARE(call("gcc", {folder + "/classify.c", "-o", folder + "/classify", "-lm"}).status, 0);
        QCOMPARE(call(folder + "/classify", {folder + "/points"}).out, QByteArray("0\n"));
        torch::jit::Module module = loadedTorchScript(net);
        const auto x = torch::tensor(points).reshape({1, 2, 1, 1});
        QCOMPARE(module.forward({x}).toTensor().argmax(1).item<std::int64_t>(), std::int64_t(0));
    }

    void pythonReadsTheCheckpointAndCountsTheSameWeightsOnEachGridPoint()
    {
        const QString runFile = folder_.filePath("counts.gridscope");
        QVERIFY(test::recordRun(runFile, settings + QStringList{"bits=3"}));
        const QString out = runFile + ".out";
        QCOMPARE(test::gridscope({"export", runFile, "--to", out, "--what", "checkpoint"}).status, 0);
        const auto snapshot = run::historyOf(runFile.toStdString()).latest();
        QByteArray counts;
        for (const auto count : snapshot->layers[1].counts) {
            counts += (counts.isEmpty() ? "" : " ") + QByteArray::number(count);
        }
        const Told told = test::python("safetensors_codes.py", {out + "/checkpoint.safetensors", "model.conv2_weight",
                                                                "model.conv2_quantizer.log_alpha", "-4", "3"});
        QVERIFY2(told.status == 0, told.err.constData());
        QCOMPARE(told.out.trimmed(), counts);
    }

    void aStepThatWasKeptGivesItsOwnCheckpoint()
    {
        const QString runFile = folder_.filePath("steps.gridscope");
        QVERIFY(test::recordRun(runFile, settings + QStringList{"checkpoint_every=10"}));
        const QString out = runFile + ".out";
        const Told told = test::gridscope({"export", runFile, "--to", out, "--what", "checkpoint", "--step", "15"});
        QVERIFY2(told.status == 0, told.err.constData());
        const auto file = run::readTensorFile((out + "/checkpoint.safetensors").toStdString());
        QCOMPARE(file.metadata.at("step"), std::string("10"));
        const Told early = test::gridscope({"export", runFile, "--to", out, "--what", "onnx", "--step", "-1000"});
        QCOMPARE(early.status, 2);
        QVERIFY2(early.err.contains("no checkpoint at or before step -1000"), early.err.constData());
    }

    void whatHasNoIntegerCodesIsLeftOutWithANoteOrRefusedWhenAskedFor()
    {
        const QString runFile = folder_.filePath("float.gridscope");
        QVERIFY(test::recordRun(runFile, settings + QStringList{"method=float"}));
        const QString out = runFile + ".out";
        const Told asked = test::gridscope({"export", runFile, "--to", out, "--what", "c"});
        QCOMPARE(asked.status, 2);
        QVERIFY2(asked.err.contains("no integer codes"), asked.err.constData());
        const Told all = test::gridscope({"export", runFile, "--to", out});
        QVERIFY2(all.status == 0, all.err.constData());
        QVERIFY2(all.err.contains("c: left out."), all.err.constData());
        QVERIFY(QFile::exists(out + "/model.onnx"));
        QVERIFY(!QFile::exists(out + "/weights.h"));
    }

    void aDamagedCheckpointNamesWhatIsWrong_data()
    {
        QTest::addColumn<QString>("change");
        QTest::addColumn<QByteArray>("part");
        QTest::newRow("pre-training") << "quantized" << QByteArray("float pre-training");
        QTest::newRow("no settings") << "config" << QByteArray("does not say its settings");
        QTest::newRow("settings that do not go together") << "bits" << QByteArray("bits has 2 numbers");
        QTest::newRow("a grid beside zero") << "grid" << QByteArray("grid of conv1");
        QTest::newRow("a missing tensor") << "missing" << QByteArray("conv2_weight");
        QTest::newRow("a tensor too many") << "extra" << QByteArray("bn1_scale");
        QTest::newRow("a wrong shape") << "shape" << QByteArray("fc1");
        QTest::newRow("not finite") << "nan" << QByteArray("not finite");
    }
    void aDamagedCheckpointNamesWhatIsWrong()
    {
        QFETCH(const QString, change);
        QFETCH(const QByteArray, part);
        static const run::TensorFile sound = [this] {
            const QString runFile = folder_.filePath("sound.gridscope");
            if (!test::recordRun(runFile, settings)) { return run::TensorFile{}; }
            run::RunReader reader(runFile.toStdString());
            return run::readTensors(*reader.checkpoint(reader.checkpointSteps().back()).bytes, "the checkpoint");
        }();
        run::TensorFile file = sound;
        const auto tensor = [&](const std::string& name) {
            return std::find_if(file.tensors.begin(), file.tensors.end(),
                                [&](const auto& t) { return t.name == name; });
        };
        if (change == "quantized") { file.metadata["quantized"] = "0"; }
        if (change == "config") { file.metadata.erase("config"); }
        if (change == "bits") { file.metadata["config"] = R"({"bits": [3, 4]})"; }
        if (change == "grid") {
            *tensor("grid.conv1") = run::makeTensor("grid.conv1", {3}, std::vector<std::int32_t>{3, 1, 900});
        }
        if (change == "missing") { file.tensors.erase(tensor("model.conv2_weight")); }
        if (change == "extra") { file.tensors.push_back(run::makeScalar("model.bn1_scale", 1.0F)); }
        if (change == "shape") { tensor("model.fc1_weight")->shape = {tensor("model.fc1_weight")->shape[0] * 2, 128}; }
        if (change == "nan") {
            *tensor("model.conv1_bias") = run::makeTensor("model.conv1_bias", {8}, std::vector<float>(8, NAN));
        }
        try {
            finalise(file);
            QFAIL("it was taken");
        } catch (const FileError& error) {
            QVERIFY2(QByteArray(error.what()).contains(part), error.what());
        }
    }
};

QTEST_GUILESS_MAIN(TestExportModels)
#include "tst_export_models.moc"
