// SPDX-License-Identifier: GPL-3.0-or-later
// What counts as collapsed and as guessing: one rule for all views (core/run/collapse.h).
#include "core/run/collapse.h"

#include <QtTest>

using namespace gridscope::run;

namespace {

LayerState layerWith(std::vector<std::uint32_t> counts, int bits = 2)
{
    LayerState state;
    state.bits = bits;
    state.counts = std::move(counts);
    return state;
}

History evaluated(double accuracy, std::int64_t classes, std::int64_t samples)
{
    History history;
    Start start;
    start.layers = {{"fc1", {32, 2}, 64}, {"fc2", {classes, 32}, 32 * classes}};
    history.onStart(start);
    history.onEvaluation({100, "validation", samples, Score{1, accuracy}, {}, {}});
    return history;
}

} // namespace

class TestCollapse : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aLayerHasCollapsedWithNearlyAllWeightsOnOneGridPoint_data()
    {
        QTest::addColumn<QList<int>>("counts");
        QTest::addColumn<bool>("collapsed");
        QTest::newRow("all in the zero cell") << QList<int>{0, 0, 1000, 0} << true;
        QTest::newRow("95 of 100, wherever") << QList<int>{95, 2, 2, 1} << true;
        QTest::newRow("94 of 100") << QList<int>{94, 3, 2, 1} << false;
        QTest::newRow("spread") << QList<int>{10, 30, 40, 20} << false;
        QTest::newRow("nothing counted") << QList<int>{} << false;
    }
    void aLayerHasCollapsedWithNearlyAllWeightsOnOneGridPoint()
    {
        QFETCH(const QList<int>, counts);
        QFETCH(const bool, collapsed);
        const LayerState state = layerWith({counts.begin(), counts.end()});
        QCOMPARE(isCollapsed(state, true), collapsed);
        QVERIFY(!isCollapsed(state, false)); // no grid is in force: no weight is on it
        QVERIFY(!isCollapsed(layerWith({counts.begin(), counts.end()}, 0), true)); // full precision
    }

    void aNetworkHasCollapsedWhenEveryQuantizedLayerHas()
    {
        Snapshot snapshot;
        snapshot.layers = {layerWith({100, 0}), layerWith({50, 50}), layerWith({0, 100}, 0)};
        QCOMPARE(collapseOf(snapshot).layers, 2);
        QCOMPARE(collapseOf(snapshot).collapsed, 1);
        QVERIFY(!collapseOf(snapshot).isWhole());
        snapshot.layers[1] = layerWith({0, 80});
        QVERIFY(collapseOf(snapshot).isWhole());
        snapshot.quantized = false;
        QVERIFY(!collapseOf(snapshot).isWhole());
    }

    void guessingIsWhatChanceAndItsNoiseReach_data()
    {
        QTest::addColumn<double>("accuracy");
        QTest::addColumn<int>("classes");
        QTest::addColumn<int>("samples");
        QTest::addColumn<bool>("guessing");
        // Three deviations of 1/10 over 5,000 samples: 0.1 + 3 * sqrt(0.09 / 5000) = 0.1127, by hand.
        QTest::newRow("a tenth of ten classes") << 0.1 << 10 << 5000 << true;
        QTest::newRow("a little luck") << 0.112 << 10 << 5000 << true;
        QTest::newRow("more than luck") << 0.114 << 10 << 5000 << false;
        QTest::newRow("worse than chance") << 0.07 << 10 << 5000 << true;
        QTest::newRow("two classes, few samples") << 0.6 << 2 << 100 << true;
        QTest::newRow("two classes, many samples") << 0.6 << 2 << 1000 << false;
        QTest::newRow("classes that are not known") << 0.0 << 0 << 1000 << false;
        QTest::newRow("one class") << 1.0 << 1 << 1000 << false;
        QTest::newRow("nothing measured") << std::nan("") << 10 << 1000 << false;
    }
    void guessingIsWhatChanceAndItsNoiseReach()
    {
        QFETCH(const double, accuracy);
        QFETCH(const int, classes);
        QFETCH(const int, samples);
        QFETCH(const bool, guessing);
        QCOMPARE(isGuessing(accuracy, classes, samples), guessing);
        QCOMPARE(isGuessing(evaluated(accuracy, classes, samples), "validation", 100), guessing);
        QVERIFY(!isGuessing(evaluated(accuracy, classes, samples), "validation", 99)); // not measured yet
    }
};

QTEST_APPLESS_MAIN(TestCollapse)
#include "tst_collapse.moc"
