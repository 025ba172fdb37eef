// SPDX-License-Identifier: GPL-3.0-or-later
// Batch normalisation that LeNet-5 and MLPs have on request: where it stands, what it computes, that nothing of it is learned.
#include "core/base/error.h"
#include "core/config/batch_norm.h"
#include "core/config/networks.h"
#include "core/export/finalised_net.h"
#include "core/net/net.h"
#include "core/settings/config_fields.h"
#include "core/train/beginning.h"
#include "tests/support/recorded_job.h"
#include "tests/support/tiny_run.h"

#include <QtTest>

#include <ATen/ATen.h>

using namespace gridscope;

namespace {

using test::Recorded;

run::RunConfig small(const QStringList& settings = {})
{
    return test::tinyRun(QStringList{"data=sample", "network=lenet5", "channels=3,4", "hidden=10,8", "batch_norm=true",
                                     "batch_norm_batches=2", "validation_samples=40", "test_samples=50",
                                     "train_samples=400", "batch_size=32", "steps=12", "pretrain_steps=6",
                                     "checkpoint_every=5", "snapshot_every=2"}
                         + settings);
}

} // namespace

class TestBatchNorm : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void itFollowsEveryLayerButTheLast()
    {
        QStringList names;
        for (const auto& layer : run::describeWiring(small())) {
            names << QString::fromStdString(layer.name + ":" + layer.normalisation);
        }
        QCOMPARE(names, (QStringList{"conv1:bn1", "conv2:bn2", "fc1:bn3", "fc2:bn4", "fc3:"}));
        for (const auto& layer : run::describeWiring(small({"batch_norm=false"}))) {
            QVERIFY(layer.normalisation.empty());
        }
        QVERIFY(!run::normalisesChain(small({"network=vgg7"}))); // it brings its own
    }

    void itNormalisesByTheBatchWithoutGainAndShift()
    {
        const run::RunConfig config = test::tinyRun({"hidden=5", "batch_norm=true"});
        net::Net net(config, {1, 1, 2, 3});
        const torch::Tensor x = torch::randn({16, 1, 1, 2});
        const auto& layers = net.layers();
        const torch::Tensor y = x.flatten(1).matmul(layers[0].weight.t());
        const torch::Tensor normal = (y - y.mean(0)) / (y.var(0, false) + 1e-5).sqrt();
        const torch::Tensor logits = normal.relu().matmul(layers[1].weight.t()) + layers[1].bias;
        net.train();
        QVERIFY(torch::allclose(net.forward(x, net::Pass::Float), logits, 1e-4, 1e-5));
    }

    void nothingOfItIsLearned()
    {
        net::Net net(small(), net::Input{});
        QVERIFY(net.hasStatistics());
        QCOMPARE(net.weightsAndBiases().size(), std::size_t(5 + 1)); // and the bias of the last layer
        const Recorded run = test::straight(small());
        QVERIFY(run.isFinished());
        const run::TensorFile file = run.at(12);
        for (const float gain : run::valuesOf<float>(*file.find("model.bn2_weight"))) { QCOMPARE(gain, 1.0F); }
        for (const float shift : run::valuesOf<float>(*file.find("model.bn2_bias"))) { QCOMPARE(shift, 0.0F); }
        const auto variance = run::valuesOf<float>(*file.find("model.bn2_running_var"));
        QVERIFY(std::ranges::any_of(variance, [](float v) { return v != 1; }));
    }

    void aRunWithItGoesOnBitForBit_data()
    {
        QTest::addColumn<QString>("method");
        for (const char* method : {"lsq", "md", "float"}) { QTest::newRow(method) << QString(method); }
    }
    void aRunWithItGoesOnBitForBit()
    {
        QFETCH(const QString, method);
        const Recorded whole = test::straight(small({"method=" + method}));
        QVERIFY(whole.isFinished());
        int asked = 0;
        for (const run::Checkpoint& checkpoint : whole.checkpoints) {
            if (checkpoint.step < 1 || checkpoint.step == 12) { continue; }
            const Recorded rest = test::resumed(checkpoint);
            QVERIFY(rest.isFinished());
            for (std::size_t i = 0; i < 5; ++i) {
                QVERIFY(rest.history.latest()->layers[i].followed == whole.history.latest()->layers[i].followed);
            }
            ++asked;
        }
        QVERIFY(asked > 1);
    }

    void aFloatNetworkWithItIsAnotherThanOneWithout()
    {
        const run::RunConfig with = small(), without = small({"batch_norm=false"});
        QVERIFY(!(train::beginningOf(with) == train::beginningOf(without)));
        QVERIFY(train::beginningOf(with) == train::beginningOf(small({"method=md", "md_beta_end=10"})));
    }

    void whatCannotHaveItSaysSo()
    {
        const Recorded run = test::straight(small({"method=lsq"}));
        try {
            finalise(run.at(12));
            QFAIL("a model was written");
        } catch (const FileError& error) {
            QVERIFY2(QString(error.what()).contains("batch_norm"), error.what());
        }
        const auto issues = run::validate(small({"method=lapq"}));
        QVERIFY(!issues.empty() && issues[0].sentence.starts_with("batch_norm is true, but method lapq"));
    }
};

QTEST_APPLESS_MAIN(TestBatchNorm)
#include "tst_batch_norm.moc"
