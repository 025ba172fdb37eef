// SPDX-License-Identifier: GPL-3.0-or-later
// Clusters over time: the curves are what the snapshots say, what is not known is a gap, and a twin's are beside them.
#include "tests/support/scripted_run.h"
#include "ui/chart/line_chart.h"
#include "ui/chart/numbers.h"
#include "ui/panel/cluster_panel.h"
#include "ui/window/workspace.h"

#include <QMouseEvent>
#include <QtTest>

using namespace gridscope;
using namespace gridscope::ui;

namespace {

constexpr std::size_t inZeroCell = 0, score = 1, withoutZero = 2, curves = 3;

using Change = std::function<void(run::LayerState& layer, std::int64_t step)>;

// The scripted run with conv1 as `change` makes it.
run::History historyWith(const run::RunConfig& config, const Change& change)
{
    const run::History whole = test::scriptedHistory(config, 100);
    run::History history;
    history.onStart(whole.start());
    for (const run::SnapshotPtr& snapshot : whole.snapshots()) {
        auto changed = std::make_shared<run::Snapshot>(*snapshot);
        change(changed->layers[0], changed->step);
        history.onSnapshot(changed);
    }
    return history;
}

run::History historyOfMethod(const char* method, double nonzero)
{
    run::RunConfig config;
    config.method = method;
    return historyWith(config, [nonzero](run::LayerState& layer, std::int64_t) { layer.scoreNonzero = nonzero; });
}

QList<QPointF> measured(const run::History& history, std::size_t layer, double run::LayerState::*value)
{
    QList<QPointF> points;
    for (const run::SnapshotPtr& snapshot : history.snapshots()) {
        if (!snapshot->quantized) { continue; }
        points.append({double(snapshot->step), snapshot->layers[layer].*value});
    }
    return points;
}

// The chart's curve, in one piece.
QList<QPointF> drawn(ClusterPanel& panel, std::size_t curve)
{
    const auto pieces = panel.chart().pieces(curve);
    return pieces.size() == 1 ? pieces.front() : QList<QPointF>();
}

void show(ClusterPanel& panel)
{
    panel.resize(700, 300);
    panel.show();
}

QStringList textsOf(ClusterPanel& panel)
{
    panel.grab();
    return panel.chart().texts();
}

} // namespace

class TestClusterPanel final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        ThemeSource::instance().choose(ThemeSource::Choice::Light);
        history_ = test::scriptedHistory({}, 300);
    }

    void everySnapshotIsAPointOfEachCurve_data()
    {
        QTest::addColumn<int>("layer");
        QTest::newRow("the first layer") << 0;
        QTest::newRow("another one") << 2;
    }
    void everySnapshotIsAPointOfEachCurve()
    {
        QFETCH(const int, layer);
        const auto at = std::size_t(layer);
        ClusterPanel panel;
        show(panel);
        panel.refresh(history_, {at});
        QVERIFY(measured(history_, at, &run::LayerState::score).size() > 50);
        QCOMPARE(drawn(panel, inZeroCell), measured(history_, at, &run::LayerState::zeroShare));
        QCOMPARE(drawn(panel, score), measured(history_, at, &run::LayerState::score));
        QCOMPARE(drawn(panel, withoutZero), measured(history_, at, &run::LayerState::scoreNonzero));
    }

    void whileALayerHasNoGridThereIsAGap()
    {
        const auto history = historyWith({}, [](run::LayerState& layer, std::int64_t step) {
            if (step > 40 && step < 60) { layer.bits = 0; }
        });
        ClusterPanel panel;
        show(panel);
        panel.refresh(history, {});
        for (std::size_t curve = 0; curve < curves; ++curve) {
            const auto pieces = panel.chart().pieces(curve);
            QCOMPARE(pieces.size(), std::size_t(2));
            QVERIFY(pieces[0].first().x() >= 1); // not in float training
            QCOMPARE(pieces[0].last().x(), 40.0);
            QCOMPARE(pieces[1].first().x(), 60.0);
        }
        panel.refresh(history, {0, 50});
        QCOMPARE(panel.summary(), QString("No grid is in force at this step."));
    }

    void aCollapsedLayerHasNoScoreToBeDrawn()
    {
        const auto history = historyWith({}, [](run::LayerState& layer, std::int64_t step) {
            if (step < 60) { return; }
            layer.counts.assign(layer.counts.size(), 0);
            layer.counts[4] = 800;
            layer.score = 0.98;
            layer.zeroShare = 1;
        });
        ClusterPanel panel;
        show(panel);
        panel.refresh(history, {});
        QCOMPARE(drawn(panel, score).last().x(), 55.0);
        QCOMPARE(drawn(panel, withoutZero).last().x(), 55.0);
        QCOMPARE(drawn(panel, inZeroCell).last(), QPointF(100, 1));
        QVERIFY2(panel.summary().contains("clustering score collapsed"), qPrintable(panel.summary()));
    }

    void aTwinsCurvesAreDottedInTheSameColours()
    {
        const auto history = historyOfMethod("cpq", 0.42);
        const auto other = historyOfMethod("ste", -0.01);
        ClusterPanel panel;
        show(panel);
        panel.refresh(history, {0, {}, &other, "twin: ste"});
        for (std::size_t curve = 0; curve < curves; ++curve) {
            const QPen ours = panel.chart().series(curve)->pen();
            const QPen theirs = panel.chart().series(curves + curve)->pen();
            QCOMPARE(theirs.color(), ours.color());
            QCOMPARE(theirs.dashPattern(), otherRunStyle({}).dashes);
            QVERIFY(ours.dashPattern() != theirs.dashPattern());
        }
        QCOMPARE(drawn(panel, curves + withoutZero), measured(other, 0, &run::LayerState::scoreNonzero));
        QCOMPARE(drawn(panel, curves + score), measured(other, 0, &run::LayerState::score));
        const QStringList texts = textsOf(panel);
        for (const char* text :
             {"in zero cell", "score", "without zero", "STE", "score without zero: CPQ 0.42, STE −0.01"}) {
            QVERIFY2(texts.contains(text), qPrintable(texts.join(" | ")));
        }
        QVERIFY2(panel.summary().contains(" STE: clustering score"), qPrintable(panel.summary()));
        panel.refresh(history, {}); // it is taken away
        QVERIFY_EXCEPTION_THROWN(panel.chart().series(curves), std::out_of_range);
    }

    void curvesDifferByMoreThanColour()
    {
        ClusterPanel panel;
        show(panel);
        panel.refresh(history_, {});
        const QPen zero = panel.chart().series(inZeroCell)->pen();
        const QPen thin = panel.chart().series(score)->pen();
        const QPen thick = panel.chart().series(withoutZero)->pen();
        QVERIFY(zero.style() == Qt::CustomDashLine && thin.style() == Qt::SolidLine && thick.style() == Qt::SolidLine);
        QVERIFY(thick.widthF() >= 1.5 * thin.widthF());
    }

    void theSummaryHasTheNumbersOfTheStepOnShow()
    {
        ClusterPanel panel;
        show(panel);
        const auto sentenceAt = [&](std::int64_t step) {
            const run::SnapshotPtr snapshot = history_.snapshotAt(step);
            const run::LayerState& state = snapshot->layers[1];
            return QString("conv2 at step %1: clustering score %2, without the zero cell %3; %4 of the weights in the "
                           "zero cell.")
                .arg(QString::number(snapshot->step), scoreText(state.score), scoreText(state.scoreNonzero),
                     shareText(state.zeroShare));
        };
        panel.refresh(history_, {1});
        QCOMPARE(panel.summary(), sentenceAt(300));
        QCOMPARE(panel.chart().accessibleDescription(), panel.summary());
        panel.refresh(history_, {1, 42}); // snapshots are every five steps
        QCOMPARE(panel.summary(), sentenceAt(40));
        panel.refresh(history_, {1, -20});
        QCOMPARE(panel.summary(), QString("No grid is in force at this step."));
    }

    void theMouseReadsAllThree()
    {
        ClusterPanel panel;
        show(panel);
        panel.refresh(history_, {});
        panel.grab();
        LineChart& chart = panel.chart();
        const QPointF place(chart.pixelOf(200, 0).x() + 1, chart.plot().center().y());
        QMouseEvent move(QEvent::MouseMove, place, chart.viewport()->mapToGlobal(place), Qt::NoButton, Qt::NoButton,
                         Qt::NoModifier);
        QCoreApplication::sendEvent(chart.viewport(), &move);
        const QString read = textsOf(panel).last();
        const run::LayerState& state = history_.snapshotAt(200)->layers[0];
        const auto value = [](double v) { return QString::number(v, 'f', 3); };
        QVERIFY2(read.startsWith("step 20") && read.contains("in zero cell " + value(state.zeroShare))
                     && read.contains("score " + value(state.score))
                     && read.contains("without zero " + value(state.scoreNonzero)),
                 qPrintable(read));
    }

    void allRunsHaveOneAxisUnlessWeightsGatherOnBorders()
    {
        ClusterPanel panel;
        show(panel);
        const auto axis = [&](double lowest) {
            panel.refresh(historyOfMethod("cpq", lowest), {});
            return QPair(panel.chart().valueLow(), panel.chart().valueHigh());
        };
        QCOMPARE(axis(0.9), QPair(-0.2, 1.0));
        QCOMPARE(axis(-0.15), QPair(-0.2, 1.0));
        QCOMPARE(axis(-0.5), QPair(-0.6, 1.0));
        QCOMPARE(axis(-0.98), QPair(-1.0, 1.0));
        QCOMPARE(axis(-1e30), QPair(-1.0, 1.0)); // a file of strangers
    }

    void anEmptyChartSaysWhy()
    {
        ClusterPanel panel;
        show(panel);
        const auto says = [&](const char* start) {
            return panel.summary().startsWith(start) && panel.chart().isEmpty();
        };
        QVERIFY2(says("No run yet. Here the weights will be seen"), qPrintable(panel.summary()));
        run::History history;
        history.onStart(test::scriptedStart({}));
        panel.refresh(history, {});
        QVERIFY2(says("No score yet: quantized training has not begun."), qPrintable(panel.summary()));
        panel.refresh(historyWith({}, [](run::LayerState& layer, std::int64_t) { layer.bits = 0; }), {});
        QVERIFY2(says("No grid that this layer's weights"), qPrintable(panel.summary()));
        panel.refresh(history_, {99});
        QVERIFY2(says("No grid that this layer's weights"), qPrintable(panel.summary()));
        run::RunConfig config;
        config.method = "float";
        panel.refresh(test::scriptedHistory(config, 20), {});
        QVERIFY2(says("Full precision: no layer has a grid"), qPrintable(panel.summary()));
    }

    void theAxisBeginsWhereScoresDo()
    {
        ClusterPanel panel;
        panel.refresh(history_, {});
        QVERIFY(history_.start().firstStep < 0);
        QCOMPARE(panel.chart().shownSteps().low, 1.0);
        QVERIFY(panel.chart().shownSteps().high >= 300);
    }

    void theThickOneIsThickInALectureHallToo()
    {
        ClusterPanel panel;
        show(panel);
        connect(&panel, &Panel::refreshWanted, this, [&] { panel.refresh(history_, {}); });
        ThemeSource::instance().setProjected(true);
        const double thin = panel.chart().series(score)->pen().widthF();
        const double thick = panel.chart().series(withoutZero)->pen().widthF();
        ThemeSource::instance().setProjected(false);
        QVERIFY2(thin >= leastProjectedLine && thick >= 1.5 * thin, qPrintable(QString::number(thick)));
    }

    void itIsInTheFirstPlaceOfTheRow()
    {
        Workspace workspace(new QWidget);
        workspace.resize(1700, 900);
        workspace.show();
        workspace.refreshNow(history_, {});
        const PanelFrame* frame = workspace.frame("clusters");
        QTRY_VERIFY(frame->panel().isVisible());
        for (const char* other : {"bits", "loss", "accuracy"}) {
            const PanelFrame* beside = workspace.frame(other);
            QVERIFY(beside->panel().isVisible() && frame->geometry().right() < beside->geometry().left());
        }
    }

    void aRowOfStampsBecomesTabsAndComesBack()
    {
        Workspace workspace(new QWidget);
        workspace.resize(1700, 900);
        workspace.show();
        workspace.refreshNow(history_, {});
        const auto shown = [&] {
            QStringList all;
            for (const char* key : {"difference", "clusters", "bits", "loss", "accuracy"}) {
                const PanelFrame* frame = workspace.frame(key);
                if (frame != nullptr && frame->panel().isVisible()) { all << key; }
            }
            return all.join(' ');
        };
        const QString row = "clusters bits loss accuracy";
        QTRY_COMPARE(shown(), row);
        workspace.resize(1100, 900);
        QTRY_COMPARE(shown(), QString("clusters"));
        workspace.setSideVisible(false); // its room is theirs
        QTRY_COMPARE(shown(), row);
        workspace.setSideVisible(true);
        QTRY_COMPARE(shown(), QString("clusters"));
        workspace.resize(1300, 900);
        QTRY_COMPARE(shown(), row);
        const auto other = historyOfMethod("ste", 0);
        workspace.refreshNow(history_, {0, {}, &other, "twin: ste"}); // one more has no room there
        QTRY_COMPARE(shown(), QString("difference"));
        QVERIFY(workspace.frame("river")->panel().isVisible());
        workspace.resize(1300, 600); // tabs take a line that the river needs
        QTRY_COMPARE(shown(), QString());
        QVERIFY(workspace.frame("river")->panel().isVisible());
        workspace.refreshNow(history_, {});
        QTRY_COMPARE(shown(), row);
        workspace.setTextPercent(150);
        QTRY_COMPARE(shown(), QString());
    }

private:
    run::History history_;
};

QTEST_MAIN(TestClusterPanel)
#include "tst_cluster_panel.moc"
