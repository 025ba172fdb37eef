// SPDX-License-Identifier: GPL-3.0-or-later
// Twins with the real engine: two trainings at the same time, in lockstep, and what proves that they eat the same batches.
#include "app/engine_loader.h"
#include "core/run/difference.h"
#include "core/run/lockstep.h"
#include "core/settings/config_fields.h"
#include "core/settings/presets.h"

#include <QtTest>

#include <future>

using namespace gridscope;

namespace {

run::RunConfig sampleConfig()
{
    run::RunConfig config = run::preset("fashion-quick").config;
    config.data = "sample";
    config.validationSamples = 40;
    config.pretrainSteps = 12;
    config.steps = 30; // more than an epoch of the 400 pictures
    config.batchSize = 32;
    config.snapshotEvery = 3;
    config.evaluateEvery = 10;
    config.threads = 1;
    return config;
}

run::RunConfig toyConfig()
{
    run::RunConfig config = run::preset("spirals").config;
    config.pretrainSteps = 10;
    config.steps = 20;
    config.threads = 1;
    return config;
}

run::RunConfig with(run::RunConfig config, const std::string& key, const std::string& text)
{
    run::setField(config, key, text);
    return config;
}

// The arms of a pair on threads that stay, as in the window.
class Pair {
public:
    std::pair<run::History, run::History> train(const run::RunConfig& leader, const run::RunConfig& follower)
    {
        const auto lockstep = std::make_shared<run::Lockstep>();
        const auto a = begin(leaders_, run::Lockstep::joined(lockstep, run::Arm::Leader, engine_.trainingJob(leader)));
        const auto b =
            begin(followers_, run::Lockstep::joined(lockstep, run::Arm::Follower, engine_.trainingJob(follower)));
        return {ended(*a), ended(*b)};
    }

private:
    struct Listener final : run::ForwardingSink {
        Listener() : ForwardingSink(history) {}
        void onEnd(const run::End& end) override
        {
            history.onEnd(end);
            done.set_value();
        }
        run::History history;
        std::promise<void> done;
    };
    static std::shared_ptr<Listener> begin(run::Worker& worker, run::Job job)
    {
        auto listener = std::make_shared<Listener>();
        worker.start(std::move(job), std::make_shared<run::Control>(), listener);
        return listener;
    }
    static run::History ended(Listener& listener)
    {
        listener.done.get_future().wait();
        return std::move(listener.history);
    }
    run::Engine engine_ = app::lazyEngine();
    run::Worker leaders_;
    run::Worker followers_;
};

run::History alone(const run::RunConfig& config)
{
    run::History history;
    run::Control control;
    run::runJob(app::lazyEngine().trainingJob(config), control, history);
    return history;
}

std::vector<double> losses(const run::History& history)
{
    std::vector<double> all;
    for (const run::Step& step : history.steps()) { all.push_back(step.trainLoss); }
    return all;
}

std::vector<std::uint64_t> batches(const run::History& history)
{
    std::vector<std::uint64_t> all;
    for (const run::Step& step : history.steps()) { all.push_back(step.batchHash); }
    return all;
}

bool isFinished(const run::History& history)
{
    if (!history.end() || history.end()->how != run::End::How::Finished) {
        qWarning("%s", history.end() ? history.end()->message.c_str() : "no end");
        return false;
    }
    return true;
}

} // namespace

class TestTwinTraining : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anotherMethodEatsTheSameBatchesAtEveryStep_data()
    {
        QTest::addColumn<bool>("isPictures");
        QTest::newRow("pictures") << true;
        QTest::newRow("points") << false;
    }
    void anotherMethodEatsTheSameBatchesAtEveryStep()
    {
        QFETCH(bool, isPictures);
        const run::RunConfig config = isPictures ? sampleConfig() : toyConfig();
        Pair pair;
        const auto [cpq, ste] = pair.train(with(config, "method", "cpq"), with(config, "method", "ste"));
        QVERIFY(isFinished(cpq) && isFinished(ste));
        QVERIFY(cpq.start().weightsHash != 0);
        QCOMPARE(ste.start().weightsHash, cpq.start().weightsHash);
        QCOMPARE(cpq.steps().size(), std::size_t(config.pretrainSteps + config.steps));
        QVERIFY(batches(cpq) == batches(ste));
        QVERIFY(losses(cpq) != losses(ste));
        auto distinct = batches(cpq);
        std::ranges::sort(distinct);
        QVERIFY(distinct.front() != 0);
        QVERIFY(std::ranges::adjacent_find(distinct) == distinct.end()); // a chain, and no constant
    }

    void aTwinChangesNothingOfTheRunBitForBit()
    {
        const run::RunConfig config = sampleConfig();
        Pair pair;
        const auto [cpq, ste] = pair.train(config, with(config, "method", "ste"));
        QCOMPARE(losses(cpq), losses(alone(config)));
        QCOMPARE(losses(ste), losses(alone(with(config, "method", "ste"))));
    }

    void equalSettingsAreEqualAtEveryStepAlsoWhenOneReplaysItsPretraining()
    {
        const run::RunConfig config = sampleConfig();
        Pair pair;
        pair.train(with(config, "sigma", "0.2"), with(config, "seed", "5")); // leaves the leader with its float network
        const auto [a, b] = pair.train(config, config);
        QVERIFY(isFinished(a) && isFinished(b));
        QVERIFY(batches(a) == batches(b));
        QCOMPARE(losses(a), losses(b));
        for (std::size_t layer = 0; layer < a.start().layers.size(); ++layer) {
            const auto all = run::differences(a.snapshots(), b.snapshots(), layer);
            QCOMPARE(all.distance.size(), a.snapshots().size());
            for (const run::Point& point : all.distance) { QCOMPARE(point.y, 0.0); }
            for (const run::Point& point : all.score) { QCOMPARE(point.y, 0.0); }
        }
    }

    void otherBatchesAreSeenFromTheFirstStepOn_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("hasSameWeights");
        QTest::newRow("another seed") << "seed"
                                      << "2" << false;
        QTest::newRow("another batch size") << "batch_size"
                                            << "31" << true;
        QTest::newRow("other points in the same order") << "toy_noise"
                                                        << "0.2" << true;
    }
    void otherBatchesAreSeenFromTheFirstStepOn()
    {
        QFETCH(QString, key);
        QFETCH(QString, text);
        QFETCH(bool, hasSameWeights);
        const run::RunConfig config = toyConfig();
        Pair pair;
        const auto [a, b] = pair.train(config, with(config, key.toStdString(), text.toStdString()));
        QVERIFY(isFinished(a) && isFinished(b));
        QCOMPARE(a.steps().size(), b.steps().size());
        for (std::size_t i = 0; i < a.steps().size(); ++i) {
            QVERIFY(a.steps()[i].batchHash != b.steps()[i].batchHash);
        }
        QCOMPARE(a.start().weightsHash == b.start().weightsHash, hasSameWeights);
    }

    void theDistanceOfLatentWeightsIsTheShareThatWouldHaveToMove_data()
    {
        QTest::addColumn<QList<int>>("a");
        QTest::addColumn<QList<int>>("b");
        QTest::addColumn<double>("alphaOfB");
        QTest::addColumn<double>("expected");
        QTest::newRow("equal") << QList<int>{1, 2, 1, 0} << QList<int>{1, 2, 1, 0} << 1.0 << 0.0;
        QTest::newRow("equal shares of other numbers")
            << QList<int>{1, 2, 1, 0} << QList<int>{2, 4, 2, 0} << 1.0 << 0.0;
        QTest::newRow("a quarter one bin further") << QList<int>{1, 2, 1, 0} << QList<int>{1, 1, 2, 0} << 1.0 << 0.25;
        QTest::newRow("nothing in common") << QList<int>{4, 0, 0, 0} << QList<int>{0, 0, 0, 4} << 1.0 << 1.0;
        // b's bins are half as wide: its bins cover [-1.25, 0.75] instead of [-2.5, 1.5]; a lies in [-0.5, 0.5], b in [-0.25, 0.25]
        QTest::newRow("the same codes on a finer grid")
            << QList<int>{0, 0, 4, 0} << QList<int>{0, 0, 4, 0} << 0.5 << 0.5;
    }
    void theDistanceOfLatentWeightsIsTheShareThatWouldHaveToMove()
    {
        QFETCH(QList<int>, a);
        QFETCH(QList<int>, b);
        QFETCH(double, alphaOfB);
        QFETCH(double, expected);
        const auto layer = [](const QList<int>& counts, double alpha) {
            run::LayerState state;
            state.alpha = alpha;
            state.low = -2;
            state.high = 1;
            state.histogram.assign(counts.begin(), counts.end());
            return state;
        };
        const double distance = run::latentDistance(layer(a, 1), layer(b, alphaOfB));
        QVERIFY2(std::abs(distance - expected) < 1e-12, qPrintable(QString::number(distance)));
        QCOMPARE(run::latentDistance(layer(b, alphaOfB), layer(a, 1)), distance);
    }
};

QTEST_GUILESS_MAIN(TestTwinTraining)
#include "tst_twin_training.moc"
