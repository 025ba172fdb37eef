// SPDX-License-Identifier: GPL-3.0-or-later
// What the view of the map says and draws, from a history made by hand.
#include "core/method/md/md.h"
#include "tests/support/scripted_run.h"
#include "ui/chart/map_curve.h"
#include "ui/panel/views.h"

#include <QtTest>

#include <cmath>
#include <limits>

using namespace gridscope;
using namespace gridscope::ui;

namespace {

run::SnapshotPtr told(const run::Start& start, std::int64_t step, float reach)
{
    auto snapshot = std::make_shared<run::Snapshot>(*test::scriptedSnapshot(start, step));
    snapshot->extras = {{run::mdBetaExtra, "", "", {}, {10}},
                        {run::mdDualReach, "fc", "", {}, {reach}},
                        {run::mdDualHistogram, "fc", "share of weights", {4}, {0.1F, 0.4F, 0.4F, 0.1F}},
                        {run::mdPrimalHistogram, "fc", "share of weights", {4}, {0.5F, 0, 0, 0.5F}},
                        {run::mdFollowed, "fc", "", {2, 2}, {-0.1F, -0.76159F, 0.05F, 0.46212F}},
                        {run::mdHardened, "fc", "", {}, {0.25F}}};
    return snapshot;
}

run::History handMade(float reach = 0.5F)
{
    run::Start start = test::scriptedStart({});
    start.layers = {start.layers.front()};
    start.layers[0].name = "fc";
    start.firstStep = 1;
    start.lastStep = 3;
    run::History history;
    history.onStart(start);
    for (std::int64_t step = 1; step <= 3; ++step) {
        history.onStep({step, 0.1, 1.0, 0.1});
        history.onSnapshot(told(start, step, reach));
    }
    return history;
}

} // namespace

class TestMapPanel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void itIsThereForRunsThatTellOfIt()
    {
        run::History other;
        other.onStart(test::scriptedStart({}));
        QVERIFY(viewNamed("map")->isWanted(handMade(), {}));
        QVERIFY(!viewNamed("map")->isWanted(other, {}));
    }

    void itSaysWhatItShows()
    {
        const auto panel = viewNamed("map")->make();
        QVERIFY(panel->summary().startsWith("No run yet."));
        panel->resize(500, 300);
        panel->refresh(handMade(), {});
        QCOMPARE(panel->summary(), QString("fc at step 3: sharpness 10.0, 25.0 % of the weights beyond ±0.99."));
        View past;
        past.step = 2;
        panel->refresh(handMade(), past);
        QVERIFY(panel->summary().startsWith("fc at step 2"));
    }

    void aWeightUnderTheMouseIsRead()
    {
        const auto panel = viewNamed("map")->make();
        panel->resize(500, 300);
        panel->show();
        panel->refresh(handMade(), {});
        auto* chart = panel->findChild<MapCurve*>();
        QVERIFY(chart != nullptr && !chart->isEmpty());
        panel->grab();
        QTest::mouseMove(chart, chart->pixelOf({0.05, 0.46212}).toPoint());
        QTRY_VERIFY2(chart->readout().contains("0.46"), qPrintable(chart->readout()));
    }

    void wildNumbersAreNotDrawn_data()
    {
        QTest::addColumn<float>("reach");
        QTest::newRow("none") << std::numeric_limits<float>::quiet_NaN();
        QTest::newRow("endless") << std::numeric_limits<float>::infinity();
        QTest::newRow("nothing") << 0.0F;
        QTest::newRow("below") << -1.0F;
    }
    void wildNumbersAreNotDrawn()
    {
        QFETCH(const float, reach);
        const auto panel = viewNamed("map")->make();
        panel->resize(500, 300);
        panel->refresh(handMade(reach), {});
        panel->grab();
        QVERIFY(panel->findChild<MapCurve*>()->isEmpty());
        QCOMPARE(panel->summary(), QString("No dual weights of this layer so far."));
    }
};

QTEST_MAIN(TestMapPanel)
#include "tst_map_panel.moc"
