// SPDX-License-Identifier: GPL-3.0-or-later
// The views of a search for clips: what they read from snapshots, when they are wanted, what they say.
#include "core/settings/config_fields.h"
#include "core/settings/presets.h"
#include "ui/chart/heat_map.h"
#include "ui/chart/line_chart.h"
#include "ui/chart/point_curve.h"
#include "ui/panel/clips.h"
#include "ui/panel/views.h"

#include <QtTest>

#include <cmath>

using namespace gridscope;
using namespace gridscope::ui;

namespace {

run::Extra extra(const char* name, std::vector<std::int64_t> shape, std::vector<float> values, const char* layer = "")
{
    return {name, layer, "", std::move(shape), std::move(values)};
}

run::SnapshotPtr snapshot(std::int64_t step, std::vector<run::Extra> extras)
{
    auto made = std::make_shared<run::Snapshot>();
    made->step = step;
    made->layers.resize(2);
    made->extras = {extra("weight clip", {}, {0.8F - 0.1F * float(step)}, "fc1"),
                    extra("activation clip", {}, {0.5F}, "fc1"), extra("weight clip", {}, {1.2F}, "fc2"),
                    extra("calibration loss", {}, {1.0F / float(1 + step)}),
                    extra("calibration loss, float", {}, {0.2F})};
    std::ranges::move(extras, std::back_inserter(made->extras));
    return made;
}

// Three snapshots: at first clips alone, then p, then everything.
run::History searched()
{
    run::History history;
    run::Start start;
    start.config = run::preset("lapq").config;
    start.layers = {{"fc1", {4, 2}, 8, 8}, {"fc2", {2, 4}, 8, 8}};
    start.lastStep = 10;
    start.firstStep = 1;
    history.onStart(start);
    const run::Extra p = extra("loss over p", {3, 2}, {2, 0.5F, 3, 0.3F, 4, 0.4F});
    history.onSnapshot(snapshot(0, {}));
    history.onEvaluation({0, "validation", 100, run::Score{0.9, 0.7}, run::Score{0.5, 0.8}, {}});
    history.onStep({1, 0.1, 0.6, 0});
    history.onSnapshot(snapshot(1, {p}));
    history.onStep({2, 0.2, 0.4, 0});
    history.onSnapshot(snapshot(
        2, {p, extra("parabola over p", {1, 3}, {0.15F, -0.95F, 1.8F}), extra("chosen p", {1, 2}, {3.17F, 0.29F}),
            extra("interactions of clips", {3, 3}, {1, -2, 0, -2, 4, 0.5F, 0, 0.5F, 3}),
            extra("loss surface", {2, 3}, {3, 2, 3, 2, 1, 2}), extra("clips of the surface", {1, 2}, {0, 1}),
            extra("search path", {2, 2}, {-0.5F, 0.5F, 0, 0})}));
    history.onEvaluation({2, "validation", 100, run::Score{0.4, 0.85}, run::Score{0.5, 0.8}, {}});
    return history;
}

template <typename Chart>
const Chart& chartOf(const Panel& panel)
{
    return *panel.findChild<Chart*>();
}

} // namespace

class TestClipViews : public QObject {
    Q_OBJECT
    const run::History history_ = searched();

    std::unique_ptr<Panel> shown(const char* key, std::optional<std::int64_t> step = {}) const
    {
        auto panel = viewNamed(key)->make();
        panel->resize(420, 260);
        panel->refresh(history_, {.step = step});
        panel->grab();
        return panel;
    }

private Q_SLOTS:
    void theyAreWantedWhereThereIsSomethingToShow()
    {
        run::History other;
        other.onStart(run::Start{});
        for (const char* key : {"clips", "calibration", "powers", "surface", "pairs"}) {
            QVERIFY2(viewNamed(key)->isWanted(history_, {}), key);
            QVERIFY2(!viewNamed(key)->isWanted(other, {}), key);
            const auto empty = viewNamed(key)->make();
            QVERIFY2(empty->summary().startsWith("No run yet"), key);
        }
    }

    void clipsAreNamedInTheirOrder()
    {
        const auto clips = clipsOf(history_);
        QCOMPARE(clips.size(), std::size_t(3));
        QCOMPARE(clips[0].name, QString("fc1"));
        QCOMPARE(clips[1].name, QString("fc1 act."));
        QCOMPARE(clips[2].layerIndex, std::size_t(1));
    }

    void everyClipHasALineOverTheSteps()
    {
        const auto panel = shown("clips");
        const auto& chart = chartOf<LineChart>(*panel);
        QCOMPARE(chart.pieces(0).front().size(), qsizetype(3));
        QVERIFY(chart.valueHigh() >= 1.2);
        QVERIFY2(panel->summary().contains("fc1 act. 0.50"), qPrintable(panel->summary()));
        QVERIFY(shown("clips", 1)->summary().contains("fc1 0.70"));
    }

    void calibrationStandsBesideWhatTheSearchNeverSees()
    {
        const auto panel = shown("calibration");
        QVERIFY2(panel->summary().contains("0.3333") && panel->summary().contains("85.0\u00a0%"),
                 qPrintable(panel->summary()));
        QCOMPARE(chartOf<LineChart>(*panel).labelAtEnd(1), QString("held out, 85.0\u00a0% right"));
        QVERIFY(shown("calibration", 1)->summary().contains("70.0\u00a0%"));
    }

    void powersShowPointsParabolaAndWhatWasChosen()
    {
        const auto panel = shown("powers");
        const auto& chart = chartOf<PointCurve>(*panel);
        QVERIFY2(panel->summary().contains("p = 3.17"), qPrintable(panel->summary()));
        QVERIFY(chart.axes().plot.contains(chart.axes().pixelOf({3, 0.3})));
        QVERIFY(chart.axes().pixelOf({2, 0.5}).y() < chart.axes().pixelOf({3, 0.3}).y());
        QVERIFY(chart.texts().contains("chosen 3.17"));
        QVERIFY(!shown("powers", 1)->summary().contains("Chosen"));
    }

    void theSurfaceShowsTheRowsThatWereMeasured()
    {
        const auto panel = shown("surface");
        const auto& map = chartOf<HeatMap>(*panel).map();
        QVERIFY(map.isSurface && map.rows == 3 && map.values.size() == 6);
        QCOMPARE(map.rowTitle, QString("clip of fc1"));
        QCOMPARE(map.columnTitle, QString("clip of fc1 act."));
        QCOMPARE(map.way.back(), QPointF(0.5, 0.5)); // the best point is the middle
        QCOMPARE(map.way.front(), QPointF(0.75, 0.25));
        QVERIFY2(panel->summary().contains("2 of 3 rows"), qPrintable(panel->summary()));
    }

    void pairsSayHowMuchIsBesideTheDiagonal()
    {
        const auto panel = shown("pairs");
        QCOMPARE(chartOf<HeatMap>(*panel).map().columnNames, (QStringList{"fc1", "fc1 act.", "fc2"}));
        QVERIFY2(panel->summary().contains("38\u00a0%"), qPrintable(panel->summary())); // 5 of 13
    }

    void theMouseReadsACell()
    {
        const auto panel = shown("pairs");
        auto* chart = panel->findChild<HeatMap*>();
        const QRectF plot = chart->plot();
        const QPointF second(plot.left() + plot.width() / 2, plot.top() + plot.height() / 6);
        QMouseEvent move(QEvent::MouseMove, second, chart->mapToGlobal(second), Qt::NoButton, Qt::NoButton, {});
        QCoreApplication::sendEvent(chart, &move);
        QVERIFY2(chart->readout().startsWith("fc1 · fc1 act. · −2"), qPrintable(chart->readout()));
    }

    void whatIsNotFiniteOrMisshapenIsNoCrash()
    {
        const auto nan = std::numeric_limits<float>::quiet_NaN();
        run::History history;
        run::Start start;
        start.layers = {{"fc1", {4, 2}, 8, 8}};
        history.onStart(start);
        history.onSnapshot(
            snapshot(0, {extra("loss over p", {1, 2}, {2, nan}), extra("parabola over p", {2}, {1, 2}),
                         extra("chosen p", {}, {1}), extra("interactions of clips", {1, 2}, {nan, 1}),
                         extra("loss surface", {1, 3}, {nan, -1, 0}), extra("clips of the surface", {1, 2}, {9, nan}),
                         extra("search path", {1, 2}, {nan, 4})}));
        for (const char* key : {"clips", "calibration", "powers", "surface", "pairs"}) {
            const auto panel = viewNamed(key)->make();
            panel->resize(300, 200);
            panel->refresh(history, {});
            QVERIFY(!panel->grab().isNull() && !panel->summary().isEmpty());
        }
    }
};

QTEST_MAIN(TestClipViews)
#include "tst_clip_views.moc"
