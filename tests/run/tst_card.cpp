// SPDX-License-Identifier: GPL-3.0-or-later
// What is said of a run is true of its network, and of its settings as they were when it ended: the card, the summary, the
// report. What makes it again is what it began with.
#include "core/config/networks.h"
#include "core/export/card.h"
#include "core/export/numbers.h"
#include "core/export/report.h"
#include "core/export/summary.h"
#include "core/method/methods.h"
#include "tests/support/scripted_run.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include <numeric>

using namespace gridscope;

namespace {

// A run of that network which has ended at once.
run::History historyOf(const run::RunConfig& config, const run::Input& input)
{
    run::Start start;
    start.config = config;
    auto snapshot = std::make_shared<run::Snapshot>();
    for (const auto& layer : run::describeNet(config, input)) {
        const auto weights =
            std::accumulate(layer.shape.begin(), layer.shape.end(), std::int64_t(1), std::multiplies<>());
        const auto index = start.layers.size();
        start.layers.push_back({layer.name, layer.shape, weights, layer.multiplyAccumulates});
        run::LayerState state;
        state.bits = run::isFloatLayer(config, index) ? 0 : run::bitsOfLayer(config, index);
        snapshot->layers.push_back(state);
    }
    run::History history;
    history.onStart(start);
    history.onSnapshot(snapshot);
    return history;
}

QJsonObject cardOf(const run::History& history)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(cardJson({history, "run", "2026-11-27"}))).object();
}

bool warns(const QJsonObject& card, const QString& rule)
{
    for (const auto& warning : card["warnings"].toArray()) {
        if (warning.toString().startsWith(rule + ":")) { return true; }
    }
    return false;
}

run::RunConfig networkConfig(const char* network)
{
    run::RunConfig config;
    config.network = network;
    return config;
}

// cpq, then at step 20 another method and a smaller noise scale.
run::History changedHistory(const char* method)
{
    run::RunConfig config;
    config.steps = 40;
    run::Control control;
    run::History history;
    class Changing final : public run::ForwardingSink {
    public:
        Changing(run::History& history, run::Control& control, std::string method)
            : ForwardingSink(history), control_(control), method_(std::move(method))
        {}
        void onStep(const run::Step& s) override
        {
            ForwardingSink::onStep(s);
            if (s.index != 19) { return; }
            control_.change({"method", method_});
            control_.change({"learning_rate", "0.125"});
        }

    private:
        run::Control& control_;
        std::string method_;
    };
    Changing sink(history, control, method);
    test::scriptedJob(config)(control, sink);
    return history;
}

} // namespace

class TestCard : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void batchNormalisationIsThereWhereTheNetworkHasIt_data()
    {
        QTest::addColumn<QByteArray>("network");
        QTest::addColumn<bool>("normalises");
        QTest::newRow("LeNet-5") << QByteArray("lenet5") << false;
        QTest::newRow("MLP") << QByteArray("mlp") << false;
        QTest::newRow("VGG-7") << QByteArray("vgg7") << true;
        QTest::newRow("ResNet-18") << QByteArray("resnet18") << true;
        QTest::newRow("MobileNetV2") << QByteArray("mobilenetv2") << true;
    }
    void batchNormalisationIsThereWhereTheNetworkHasIt()
    {
        QFETCH(const QByteArray, network);
        QFETCH(const bool, normalises);
        run::RunConfig config = networkConfig(network.constData());
        const run::Input input = config.network == "lenet5" ? run::Input{1, 28, 28, 10} : run::Input{3, 32, 32, 10};
        const QJsonObject card = cardOf(historyOf(config, input));
        QCOMPARE(card["weights"].toObject()["batch_norm"].toString(), QString(normalises ? "float" : "none"));
        QCOMPARE(warns(card, "W9"), normalises);
        QCOMPARE(card["weights"].toObject()["float_exceptions"].toArray().contains("batch normalisation"), normalises);
        config.batchNormBatches = 20;
        const QJsonObject measured = cardOf(historyOf(config, input));
        QCOMPARE(measured["weights"].toObject()["batch_norm"].toString(),
                 QString(normalises ? "re-estimated" : "none"));
        QCOMPARE(warns(measured, "W9"), normalises); // it is still there, and not folded
    }

    void parametersAreThePublishedOnes()
    {
        const run::Input imageNet{3, 224, 224, 1000};
        QCOMPARE(
            cardOf(historyOf(networkConfig("resnet18"), imageNet))["baseline"].toObject()["parameter_count"].toInt(),
            11'689'512);
        QCOMPARE(
            cardOf(historyOf(networkConfig("mobilenetv2"), imageNet))["baseline"].toObject()["parameter_count"].toInt(),
            3'504'872);
        // By hand: 800 + 51,200 + 524,288 + 5,120 weights, 32 + 64 + 512 + 10 biases.
        QCOMPARE(cardOf(historyOf({}, {}))["baseline"].toObject()["parameter_count"].toInt(), 581'408 + 618);
    }

    void theTotalHoldsBiasesScalesAndBatchNormalisation()
    {
        run::RunConfig config = networkConfig("vgg7");
        config.bits = {4};
        const QJsonObject cost = cardOf(historyOf(config, {3, 32, 32, 10}))["cost"].toObject();
        const double outputs = 2 * 128 + 2 * 256 + 2 * 512 + 1024;
        const double overhead =
            32 * (8 + outputs + 10 + 3 * outputs); // scales; shifts and one bias; gains, means, variances
        QCOMPARE(cost["weight_bits_total"].toDouble() - cost["weight_bits_payload"].toDouble(), overhead);
    }

    void floatLayersAreNamed()
    {
        run::RunConfig config;
        config.floatLayers = {1, 4};
        const QJsonObject card = cardOf(historyOf(config, {}));
        QCOMPARE(card["weights"].toObject()["float_exceptions"].toArray(), (QJsonArray{"biases", "conv1", "fc2"}));
        QCOMPARE(card["weights"].toObject()["scale_overhead_bits"].toInt(), 64);
        QCOMPARE(card["weights"].toObject()["granularity"].toString(), QString("tensor"));
        QVERIFY(warns(card, "W1"));
        config.floatLayers = {1, 2, 3, 4};
        QCOMPARE(cardOf(historyOf(config, {}))["weights"].toObject()["grid"].toString(), QString("none"));
        QCOMPARE(cardOf(historyOf(config, {}))["identity"].toObject()["kind"].toString(), QString("none"));
        config.activationMethod = "ste";
        QCOMPARE(cardOf(historyOf(config, {}))["identity"].toObject()["kind"].toString(), QString("qat"));
    }

    void aMethodThatWasChangedIsToldAsItWasAtTheEnd()
    {
        const run::History history = changedHistory("ste");
        const QJsonObject card = cardOf(history);
        QCOMPARE(card["identity"].toObject()["method"].toString(), QString("ste"));
        QCOMPARE(card["optimisation"].toObject()["learning_rate"].toDouble(), 0.125);
        QCOMPARE(card["caveats"].toArray(),
                 (QJsonArray{"Changed while training, at step 20: method cpq -> ste.",
                             "Changed while training, at step 20: learning_rate 0.002 -> 0.125."}));
        QVERIFY(cardMarkdown(cardJson({history, "run", "2026-11-27"})).find("method cpq -> ste") != std::string::npos);
        QVERIFY(run::summaryText(history).starts_with("Run: ste on "));
        QVERIFY(run::summaryJson(history).find("\"method\":\"ste\"") != std::string::npos);
        const std::string page = reportPage(history, "run", cardJson({history, "run", "2026-11-27"}), {});
        QVERIFY(page.find("method ste, seed 1") != std::string::npos);
    }

    void theCommandThatMakesItAgainIsThatOfItsBeginning()
    {
        const run::History history = changedHistory("ste");
        run::Start resumed = history.start(); // told again by a resume, with what was changed before
        resumed.config.method = "ste";
        resumed.config.learningRate = 0.125;
        run::History again;
        again.onStart(resumed);
        for (const run::Mark& mark : history.marks()) { again.onMark(mark); }
        for (const run::History* told : {&history, static_cast<const run::History*>(&again)}) {
            const std::string page = reportPage(*told, "run", cardJson({*told, "run", "2026-11-27"}), {});
            QVERIFY(page.find("gridscope train") != std::string::npos);
            QVERIFY(page.find("method=ste") == std::string::npos
                    && page.find("learning_rate=0.125") == std::string::npos);
            for (const auto& file : numbersOf(*told)) {
                if (file.fileName != "config.json") { continue; }
                const auto config = QJsonDocument::fromJson(QByteArray::fromStdString(file.text)).object();
                QCOMPARE(config["method"].toString(), QString("cpq"));
                QCOMPARE(config["learning_rate"].toDouble(), 0.002);
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestCard)
#include "tst_card.moc"
