// SPDX-License-Identifier: GPL-3.0-or-later
// The stand-in for training keeps a real run's promises, so that tests which use it mean something.
#include "tests/support/scripted_run.h"

#include <QtTest>

#include <numeric>

using namespace gridscope;

class TestScriptedRun : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyWeightIsCountedOnce_data()
    {
        QTest::addColumn<int>("bits");
        QTest::addColumn<int>("step");
        for (const int bits : {1, 2, 3, 4, 8}) {
            QTest::addRow("%d bits before quantized training", bits) << bits << -10;
            QTest::addRow("%d bits after 700 steps", bits) << bits << 700;
        }
    }
    void everyWeightIsCountedOnce()
    {
        QFETCH(int, bits);
        QFETCH(int, step);
        run::RunConfig config;
        config.bits = {bits};
        const auto start = test::scriptedStart(config);
        const auto snapshot = test::scriptedSnapshot(start, step);
        for (std::size_t layer = 0; layer < start.layers.size(); ++layer) {
            const run::LayerState& state = snapshot->layers[layer];
            const auto parameters = static_cast<std::uint64_t>(start.layers[layer].parameters);
            const auto inside = std::accumulate(state.histogram.begin(), state.histogram.end(), std::uint64_t{0});
            QCOMPARE(inside + state.below + state.above, parameters);
            QCOMPARE(std::accumulate(state.counts.begin(), state.counts.end(), std::uint64_t{0}), parameters);
            QCOMPARE(state.histogram.size(), state.counts.size() * static_cast<std::size_t>(state.binsPerCell));
            QVERIFY(state.histogram.size() <= 1024);
        }
    }

    void weightsGatherOnTheGrid()
    {
        const auto start = test::scriptedStart({});
        const auto early = test::scriptedSnapshot(start, 1);
        const auto late = test::scriptedSnapshot(start, 800);
        for (std::size_t layer = 0; layer < start.layers.size(); ++layer) {
            QVERIFY(late->layers[layer].score > early->layers[layer].score + 0.2);
            QVERIFY(late->layers[layer].scoreNonzero > late->layers[layer].score);
        }
    }

    void aHistoryStartsWithFloatTrainingAndEndsOnce()
    {
        const auto history = test::scriptedHistory({}, 20);
        QCOMPARE(history.steps().front().index, -49);
        QCOMPARE(history.steps().back().index, 20);
        QVERIFY(!history.snapshots().front()->quantized);
        QVERIFY(history.latest()->quantized);
        QVERIFY(history.end().has_value());
        QCOMPARE(history.end()->how, run::End::How::Finished);
    }

    void aStoppedJobSaysSo()
    {
        run::Control control;
        run::History history;
        control.stop();
        test::scriptedJob({})(control, history);
        QVERIFY(history.steps().empty());
        QCOMPARE(history.end()->how, run::End::How::Stopped);
    }
};

QTEST_GUILESS_MAIN(TestScriptedRun)
#include "tst_scripted_run.moc"
