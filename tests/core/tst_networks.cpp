// SPDX-License-Identifier: GPL-3.0-or-later
// VGG-7, ResNet-18 and MobileNetV2: parameters, shapes, the order of their parts against networks written down by hand,
// batch normalisation, and a few steps of training of each on generated files.
#include "app/picture_decoder.h"
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/data/picture_folder.h"
#include "core/file/run_writer.h"
#include "core/net/net.h"
#include "core/run/fanout.h"
#include "core/run/history.h"
#include "core/run/retention.h"
#include "core/run/worker.h"
#include "core/train/evaluate.h"
#include "core/train/training_job.h"

#include <torch/types.h>

#include <QImage>
#include <QtTest>

using namespace gridscope;

namespace {

run::RunConfig configOf(const std::string& network)
{
    run::RunConfig config;
    config.network = network;
    config.activationMethod = "float";
    return config;
}

torch::Tensor noise(std::vector<std::int64_t> shape)
{
    run::Random random(5, run::Random::Purpose::ToyPoints, 0);
    torch::Tensor t = torch::empty(shape);
    for (std::int64_t i = 0; i < t.numel(); ++i) { t.data_ptr<float>()[i] = float(random.normal()); }
    return t;
}

std::int64_t parametersOf(const net::Net& net)
{
    std::int64_t count = 0;
    for (const auto& t : net.weightsAndBiases()) { count += t.numel(); }
    return count;
}

// A network by its tensors' names, for writing down what it should do.
class Written {
public:
    explicit Written(const net::Net& net)
    {
        for (const auto& t : net.floatState()) { tensors_[t.name] = t.values; }
    }
    torch::Tensor conv(const torch::Tensor& x, const std::string& name, const std::string& norm, int stride,
                       int padding, std::int64_t groups = 1) const
    {
        const auto y = torch::conv2d(x, at(name + "_weight"), {}, stride, padding, 1, groups);
        return torch::batch_norm(y, at(norm + "_weight"), at(norm + "_bias"), at(norm + "_running_mean"),
                                 at(norm + "_running_var"), false, 0, 1e-5, false);
    }
    torch::Tensor linear(const torch::Tensor& x, const std::string& name) const
    {
        return torch::linear(x.flatten(1), at(name + "_weight"), at(name + "_bias"));
    }
    const torch::Tensor& at(const std::string& name) const { return tensors_.at(name); }

private:
    std::map<std::string, torch::Tensor> tensors_;
};

torch::Tensor residualBlock(const Written& w, const torch::Tensor& x, const std::string& prefix, int stride)
{
    const auto y = w.conv(x, prefix + "conv1", prefix + "bn1", stride, 1).relu();
    const auto shortcut = stride == 1 ? x : w.conv(x, prefix + "downsample_0", prefix + "downsample_1", stride, 0);
    return (w.conv(y, prefix + "conv2", prefix + "bn2", 1, 1) + shortcut).relu();
}

torch::Tensor writtenResNet18(const Written& w, const torch::Tensor& input)
{
    auto x = torch::max_pool2d(w.conv(input, "conv1", "bn1", 2, 3).relu(), 3, 2, 1);
    for (int stage = 1; stage <= 4; ++stage) {
        const std::string prefix = "layer" + std::to_string(stage) + "_";
        x = residualBlock(w, x, prefix + "0_", stage > 1 ? 2 : 1);
        x = residualBlock(w, x, prefix + "1_", 1);
    }
    return w.linear(torch::adaptive_avg_pool2d(x, {1, 1}), "fc");
}

torch::Tensor upTo6(const torch::Tensor& x) { return x.clamp(0, 6); }

torch::Tensor writtenMobileNetV2(const Written& w, const torch::Tensor& input)
{
    auto x = upTo6(w.conv(input, "features_0_0", "features_0_1", 2, 1));
    const std::array<int, 18> strides = {0, 1, 2, 1, 2, 1, 1, 2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1};
    for (int i = 1; i < 18; ++i) {
        const std::string p = "features_" + std::to_string(i) + "_conv_";
        auto y = i == 1 ? x : upTo6(w.conv(x, p + "0_0", p + "0_1", 1, 0));
        const std::string deep = i == 1 ? "0" : "1";
        y = upTo6(w.conv(y, p + deep + "_0", p + deep + "_1", strides[std::size_t(i)], 1, y.size(1)));
        y = w.conv(y, p + (i == 1 ? "1" : "2"), p + (i == 1 ? "2" : "3"), 1, 0);
        x = y.sizes() == x.sizes() ? x + y : y;
    }
    x = upTo6(w.conv(x, "features_18_0", "features_18_1", 1, 0));
    return w.linear(x.mean({2, 3}), "classifier_1");
}

// Running averages as training would leave them, so that they take part.
void disturbStatistics(net::Net& net, const torch::Tensor& x)
{
    const torch::NoGradGuard noGrad;
    net.train();
    net.forward(x, net::Pass::Float);
    net.eval();
}

bool isClose(const torch::Tensor& a, const torch::Tensor& b)
{
    return (a - b).abs().max().item<double>() <= 1e-5 * (1 + b.abs().max().item<double>());
}

// Two classes of coloured noise, as files.
class Pictures {
public:
    Pictures()
    {
        run::Random random(3, run::Random::Purpose::ToyPoints, 0);
        for (int i = 0; i < 24; ++i) {
            for (const auto* name : {"cat", "dog"}) {
                QImage image(40, 32, QImage::Format_RGB32);
                const int shift = QByteArray(name) == "cat" ? 0 : 60;
                for (int y = 0; y < 32; ++y) {
                    for (int x = 0; x < 40; ++x) {
                        const int grey = int(random.uniform() * 190);
                        image.setPixel(x, y, qRgb(grey + shift, grey, 255 - grey));
                    }
                }
                const QString path = folder_.filePath(QString("%1/%2.png").arg(name).arg(i, 2, 10, QChar('0')));
                QDir().mkpath(QFileInfo(path).path());
                image.save(path);
            }
        }
    }
    std::string path() const { return folder_.path().toStdString(); }

private:
    QTemporaryDir folder_;
};

// CIFAR-10's files with random bytes and labels 0 to 9.
class Cifar {
public:
    Cifar()
    {
        run::Random random(4, run::Random::Purpose::ToyPoints, 0);
        for (const char* name : {"data_batch_1.bin", "test_batch.bin"}) {
            QByteArray bytes;
            for (int i = 0; i < 20; ++i) {
                bytes.append(char(i % 10));
                for (int k = 0; k < 3072; ++k) { bytes.append(char(random.uniform() * 255)); }
            }
            QFile file(folder_.filePath(name));
            if (file.open(QIODevice::WriteOnly)) { file.write(bytes); }
        }
    }
    std::string path() const { return folder_.path().toStdString(); }

private:
    QTemporaryDir folder_;
};

// A batch that is seen again and again: as many pictures as the batch has.
run::RunConfig memorising(const std::string& network, const std::string& data, const std::string& folder)
{
    run::RunConfig config = configOf(network);
    config.data = data;
    config.dataFolder = folder;
    config.pictureSize = 64;
    config.trainSamples = 16;
    config.split = "last"; // the first 16, which are of one class in a folder: six steps are enough to learn that
    config.batchSize = 16;
    config.validationSamples = 1;
    config.testSamples = 2;
    config.bits = {4};
    config.pretrainSteps = 6;
    config.pretrainLearningRate = 1e-3;
    config.steps = 6;
    config.learningRate = 1e-3;
    config.activationMethod = "expected";
    config.activationBits = 4;
    config.schedule = "constant";
    config.snapshotEvery = 3;
    config.evaluateEvery = 6;
    config.batchNormBatches = 1;
    config.threads = 1;
    return config;
}

// Keeps the checkpoints of a run, beside what it tells.
struct Kept final : run::SilentSink {
    void onCheckpoint(const run::Checkpoint& c) override { checkpoints.push_back(c); }
    run::History history;
    std::vector<run::Checkpoint> checkpoints;
};

run::History trained(const run::RunConfig& config, run::Sink& alsoTell)
{
    train::Cache cache;
    run::History history;
    run::Fanout both({&history, &alsoTell});
    run::Control control;
    run::runJob([&](run::Control& c, run::Sink& sink) { train::TrainingJob(config, cache, c, sink).run(); }, control,
                both);
    return history;
}

double meanLoss(const run::History& history, std::int64_t first, std::int64_t last)
{
    double sum = 0;
    for (const auto& step : history.steps()) {
        if (step.index >= first && step.index <= last) { sum += step.trainLoss; }
    }
    return sum / double(last - first + 1);
}

} // namespace

class TestNetworks : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { data::setPictureDecoder(app::decodePicture); }

    void parametersAreThePublishedOnes()
    {
        QCOMPARE(parametersOf(net::Net(configOf("resnet18"), {3, 224, 224, 1000})), std::int64_t(11'689'512));
        QCOMPARE(parametersOf(net::Net(configOf("mobilenetv2"), {3, 224, 224, 1000})), std::int64_t(3'504'872));
        // Convolutions and first fully connected layer with gain and shift, the last layer with a bias.
        const std::int64_t convolutions = 9 * (3 * 128 + 128 * 128 + 128 * 256 + 256 * 256 + 256 * 512 + 512 * 512);
        const std::int64_t normalisation = 2 * (2 * 128 + 2 * 256 + 2 * 512 + 1024);
        QCOMPARE(parametersOf(net::Net(configOf("vgg7"), {3, 32, 32, 10})),
                 convolutions + 8192 * 1024 + normalisation + 1024 * 10 + 10);
    }

    void multiplicationsAreThePublishedOnes()
    {
        const auto sum = [](const std::string& network) {
            std::int64_t all = 0;
            for (const auto& layer : net::describeNet(configOf(network), {3, 224, 224, 1000})) {
                all += layer.multiplyAccumulates;
            }
            return all;
        };
        QCOMPARE(sum("resnet18"), std::int64_t(1'814'073'344));  // 1.8e9 in the paper's table 1
        QCOMPARE(sum("mobilenetv2"), std::int64_t(300'774'272)); // 300 million in the paper's table 4
    }

    void settingsKnowHowManyLayersThereAre()
    {
        for (const char* network : {"vgg7", "resnet18", "mobilenetv2"}) {
            const auto config = configOf(network);
            QCOMPARE(run::weightLayerCount(config), net::describeNet(config, {3, 64, 64, 10}).size());
        }
    }

    void resNet18IsThatWrittenDownByHand()
    {
        net::Net net(configOf("resnet18"), {3, 64, 64, 7});
        const auto x = noise({2, 3, 64, 64});
        disturbStatistics(net, x);
        const auto y = net.forward(x, net::Pass::Float);
        QCOMPARE(y.sizes(), (c10::IntArrayRef{2, 7}));
        QVERIFY(isClose(y, writtenResNet18(Written(net), x)));
    }

    void mobileNetV2IsThatWrittenDownByHand()
    {
        net::Net net(configOf("mobilenetv2"), {3, 64, 64, 7});
        const auto x = noise({2, 3, 64, 64});
        disturbStatistics(net, x);
        const auto y = net.forward(x, net::Pass::Float);
        QCOMPARE(y.sizes(), (c10::IntArrayRef{2, 7}));
        QVERIFY(isClose(y, writtenMobileNetV2(Written(net), x)));
    }

    void picturesThatAreTooSmallGiveASentence()
    {
        try {
            net::describeNet(configOf("vgg7"), {3, 4, 4, 10});
            QFAIL("it was described");
        } catch (const ConfigError& error) {
            QCOMPARE(error.what(),
                     "network is vgg7, but the pictures are 4x4: nothing is left of them after conv6; choose "
                     "larger pictures or network mlp.");
        }
    }

    void trainingMovesTheRunningAveragesAndEvaluationDoesNot()
    {
        net::Net net(configOf("vgg7"), {3, 8, 8, 10});
        const torch::NoGradGuard noGrad;
        const auto x = noise({4, 3, 8, 8});
        const auto& first = net.layers().front();
        const auto before = first.mean.clone();
        net.eval();
        net.forward(x, net::Pass::Float);
        QVERIFY(torch::equal(first.mean, before));
        net.calibrate(x, {0.33, 0.33});
        QVERIFY(torch::equal(first.mean, before));
        net.train();
        net.forward(x, net::Pass::Float);
        const auto y = torch::conv2d(x, first.weight, {}, 1, 1);
        QVERIFY(isClose(first.mean, 0.1 * y.mean({0, 2, 3})));
    }

    void statisticsMeasuredAnewAreTheMeanOverTheBatches()
    {
        auto config = memorising("vgg7", "cifar10", Cifar().path());
        net::Net net(config, {3, 32, 32, 10});
        data::Dataset set;
        set.channels = 3;
        set.height = set.width = 32;
        for (int i = 0; i < 8; ++i) {
            set.train.labels.push_back(0);
            for (int k = 0; k < 3072; ++k) { set.train.bytes.push_back(std::uint8_t((k * 7 + i * 31) % 256)); }
        }
        const data::Batches batches(set, set.train, 4, 1);
        run::Control control;
        train::estimateStatistics(net, batches, net::Pass::Float, 2, 4, control);
        const torch::NoGradGuard noGrad;
        const auto& first = net.layers().front();
        const auto y = torch::conv2d(batches.inOrder(0, 8).inputs, first.weight, {}, 1, 1);
        QVERIFY(isClose(first.mean, y.mean({0, 2, 3})));
    }

    void aMemorisedBatchIsLearnedAndTheSizeOfItsFileWasKnown_data()
    {
        QTest::addColumn<QString>("network");
        for (const char* network : {"vgg7", "resnet18", "mobilenetv2"}) { QTest::newRow(network) << network; }
    }
    void aMemorisedBatchIsLearnedAndTheSizeOfItsFileWasKnown()
    {
        QFETCH(QString, network);
        const Pictures pictures;
        const Cifar cifar;
        const bool isCifar = network == "vgg7";
        const auto config =
            memorising(network.toStdString(), isCifar ? "cifar10" : "folder", isCifar ? cifar.path() : pictures.path());
        const QTemporaryDir folder;
        const QString file = folder.filePath("run.gridscope");
        const run::History history = [&] {
            run::RunWriter writer(file.toStdString());
            return trained(config, writer);
        }();
        const double real = double(QFileInfo(file).size()), estimate = double(run::estimatedBytes(config));
        qInfo("%s: %.1f MB, estimated %.1f MB", qPrintable(network), real / 1e6, estimate / 1e6);
        QVERIFY(estimate < 1.5 * real && real < 1.5 * estimate);
        QVERIFY(history.end().has_value());
        QCOMPARE(QString::fromStdString(history.end()->message), QString());
        QCOMPARE(history.steps().size(), std::size_t(12));
        QVERIFY(meanLoss(history, -1, 0) < meanLoss(history, -5, -4));
        QVERIFY(meanLoss(history, 5, 6) < meanLoss(history, 1, 2));
        QCOMPARE(history.latest()->layers.size(), run::weightLayerCount(config));
        QVERIFY(history.evaluations().back().quantized.has_value());
    }

    void resumedResNetTrainingGivesTheSameNumbers()
    {
        const Pictures pictures;
        auto config = memorising("resnet18", "folder", pictures.path());
        config.pictureSize = 32;
        config.checkpointEvery = 2;
        train::Cache cache;
        run::Control control;
        Kept whole, rest;
        run::Fanout first({&whole.history, &whole}), second({&rest.history, &rest});
        run::runJob([&](run::Control& c, run::Sink& sink) { train::TrainingJob(config, cache, c, sink).run(); },
                    control, first);
        const auto at4 = std::ranges::find(whole.checkpoints, std::int64_t(4), &run::Checkpoint::step);
        QVERIFY(at4 != whole.checkpoints.end());
        const auto file = run::readTensors(*at4->bytes, "checkpoint");
        run::runJob([&](run::Control& c, run::Sink& sink) { train::TrainingJob(config, cache, c, sink).resume(file); },
                    control, second);
        const auto& a = whole.history;
        const auto& b = rest.history;
        QCOMPARE(b.steps().back().trainLoss, a.steps().back().trainLoss);
        QCOMPARE(b.evaluations().back().quantized->loss, a.evaluations().back().quantized->loss);
        QCOMPARE(b.evaluations().back().floatStart->loss, a.evaluations().back().floatStart->loss);
    }

    void oneStepAtTheUsualSizeRuns()
    {
        for (const char* network : {"resnet18", "mobilenetv2"}) {
            net::Net net(configOf(network), {3, 224, 224, 1000});
            const auto y = net.forward(noise({2, 3, 224, 224}), net::Pass::Training);
            QCOMPARE(y.sizes(), (c10::IntArrayRef{2, 1000}));
            y.sum().backward();
            QVERIFY(net.layers().front().weight.grad().isfinite().all().item<bool>());
        }
    }

    void cudaIsRefusedWhereThereIsNone()
    {
        auto config = memorising("vgg7", "cifar10", Cifar().path());
        config.device = "cuda";
        train::Cache cache;
        run::Control control;
        run::History history;
        try {
            train::TrainingJob(config, cache, control, history);
            QSKIP("this machine has CUDA");
        } catch (const ConfigError& error) {
            QVERIFY(QString(error.what()).startsWith("device is cuda, but LibTorch finds no CUDA device here"));
        } catch (const FileError&) {
            QFAIL("the files were looked at first");
        }
    }
};

QTEST_GUILESS_MAIN(TestNetworks)
#include "tst_networks.moc"
