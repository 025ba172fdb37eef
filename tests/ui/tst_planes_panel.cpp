// SPDX-License-Identifier: GPL-3.0-or-later
// Bit planes as the views show them: what is there, what has gone, and what that makes of sizes, norms and the objective.
#include "core/method/bsq/bsq.h"
#include "tests/support/scripted_run.h"
#include "ui/chart/line_chart.h"
#include "ui/chart/numbers.h"
#include "ui/panel/bits_panel.h"
#include "ui/panel/norms_panel.h"
#include "ui/panel/objective_panel.h"
#include "ui/panel/planes_panel.h"
#include "ui/panel/views.h"

#include <QtTest>

using namespace gridscope;
using namespace gridscope::ui;

namespace {

struct Told {
    std::vector<float> ones; // the highest plane first
    int lowest = 0;
};

run::SnapshotPtr snapshotOf(const run::Start& start, std::int64_t step, const Told& conv1, const Told& fc1,
                            float regulariser)
{
    auto snapshot = std::make_shared<run::Snapshot>(*test::scriptedSnapshot(start, step));
    const auto tell = [&](std::size_t layer, const Told& told) {
        const std::string& name = start.layers[layer].name;
        const std::vector<std::int64_t> shape{std::int64_t(told.ones.size())};
        snapshot->layers[layer].bits = double(told.ones.size());
        std::vector<float> norms;
        for (const float one : told.ones) { norms.push_back(100 * one); }
        snapshot->extras.push_back({run::planeOnes, name, "", shape, told.ones});
        snapshot->extras.push_back({run::planeNorms, name, "", shape, norms});
        snapshot->extras.push_back({run::lowestPlane, name, "", {}, {float(told.lowest)}});
    };
    tell(0, conv1);
    tell(2, fc1);
    snapshot->extras.push_back({run::taskLoss, "", "nats", {}, {0.5F}});
    snapshot->extras.push_back({run::regulariser, "", "nats", {}, {regulariser}});
    return snapshot;
}

// conv1 keeps its four planes, fc1 loses one above and one below.
run::History planesHistory()
{
    run::RunConfig config;
    config.start = "scratch";
    config.steps = 20;
    const run::Start start = test::scriptedStart(config);
    run::History history;
    history.onStart(start);
    const Told four{{0.5F, 0.4F, 0.3F, 0.25F}, 0};
    for (const std::int64_t step : {0, 10, 20}) {
        const Told fc1 = step < 20 ? four : Told{{0.1F, 0.2F}, 1};
        history.onSnapshot(snapshotOf(start, step, four, fc1, step == 20 ? 0.0F : 1000.0F));
        history.onStep({step + 1, 0.1, 1, 0.1});
    }
    history.onMark({10, run::Mark::Kind::Phase, "", "adjustment of the precision", "", ""});
    return history;
}

QColor pixelIn(PlanesPanel& panel, const QRectF& cell)
{
    const QImage image = panel.planes().grab().toImage();
    return image.pixelColor((cell.center() * image.devicePixelRatio()).toPoint());
}

void show(Panel& panel, const run::History& history, const View& view = {})
{
    panel.resize(600, 300);
    panel.show();
    panel.refresh(history, view);
    panel.grab();
}

void pointAt(QWidget& widget, const QPointF& place)
{
    QMouseEvent move(QEvent::MouseMove, place, widget.mapToGlobal(place), Qt::NoButton, Qt::NoButton, {});
    QCoreApplication::sendEvent(&widget, &move);
}

} // namespace

class TestPlanesPanel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aPlaneThatHasGoneIsEmptyAtItsPlace()
    {
        PlanesPanel panel;
        const run::History history = planesHistory();
        show(panel, history);
        QCOMPARE(panel.planes().columns(), 4);
        const QColor surface = theme().surface;
        const auto isEmpty = [&](std::size_t row, int plane) {
            return pixelIn(panel, panel.planes().cell(row, plane)) == surface;
        };
        QVERIFY(!isEmpty(0, 3) && !isEmpty(0, 0));
        QVERIFY(isEmpty(1, 3) && !isEmpty(1, 2) && !isEmpty(1, 1) && isEmpty(1, 0));
        QVERIFY(panel.planes().cell(0, 3).right() <= panel.planes().cell(0, 2).left()); // the highest on the left
        pointAt(panel.planes(), panel.planes().cell(1, 3).center());
        QCOMPARE(panel.planes().readout(), QString("fc1 · bit 3 · gone"));
        pointAt(panel.planes(), panel.planes().cell(1, 2).center());
        QVERIFY2(panel.planes().readout().startsWith("fc1 · bit 2 · " + shareText(0.1) + " ones"),
                 qPrintable(panel.planes().readout()));
    }

    void aPastStepShowsThePlanesOfThen()
    {
        PlanesPanel panel;
        show(panel, planesHistory(), {.step = 10});
        QVERIFY(pixelIn(panel, panel.planes().cell(1, 3)) != theme().surface);
    }

    void theSizeIsSaidWithSignsAndWithout()
    {
        PlanesPanel panel;
        const run::History history = planesHistory();
        show(panel, history);
        const auto& layers = history.start().layers;
        const double n0 = double(layers[0].parameters), n2 = double(layers[2].parameters);
        const double bits = 4 * n0 + 2 * n2, all = n0 + n2;
        for (const double times : {32 * all / bits, 32 * all / (bits + all)}) {
            QVERIFY2(panel.summary().contains(numberText(times, 1)), qPrintable(panel.summary()));
        }
        QVERIFY(panel.planes().texts().join(' ').contains("with signs"));
    }

    void aNormEndsWhereItsPlaneHasGone()
    {
        NormsPanel panel;
        show(panel, planesHistory(), {.layer = 2});
        QCOMPARE(panel.chart().pieces(3).front().last().x(), 10.0);
        QCOMPARE(panel.chart().pieces(2).front().last().x(), 20.0);
        QVERIFY(std::abs(panel.chart().pieces(2).front().last().y() - 1) < 1e-6); // log10 of 10
        QVERIFY2(panel.summary().contains("10.00; 20.00"), qPrintable(panel.summary()));
    }

    void theObjectiveHasAGapWhereNothingIsAdded()
    {
        ObjectivePanel panel;
        show(panel, planesHistory());
        QCOMPARE(panel.chart().pieces(0).front().last().x(), 20.0);
        QCOMPARE(panel.chart().pieces(1).front().last().x(), 10.0);
        QVERIFY2(panel.summary().contains("0.500 nats"), qPrintable(panel.summary()));
    }

    void adjustmentsAreDashedLinesWithoutWordsBesideBitLengths()
    {
        BitsPanel panel;
        show(panel, planesHistory());
        const std::vector<LineChart::Mark> expected{{10, QString()}};
        QVERIFY(panel.chart().marks() == expected);
    }

    void onlyARunWithPlanesWantsTheseViews()
    {
        const run::History with = planesHistory(), without = test::scriptedHistory({}, 20);
        for (const auto* key : {"planes", "norms", "objective"}) {
            const ViewInfo* view = viewNamed(key);
            QVERIFY(view != nullptr && view->isWanted(with, {}) && !view->isWanted(without, {}));
            const auto panel = view->make();
            panel->refresh(without, {});
            QVERIFY(!panel->summary().isEmpty());
        }
    }

    // What a stranger's file says may be anything.
    void wildPlanesAreNoReasonToCrash()
    {
        run::History history = planesHistory();
        const float nan = std::numeric_limits<float>::quiet_NaN();
        for (const float lowest : {-5.0F, 1e30F, nan}) {
            auto snapshot = std::make_shared<run::Snapshot>(*history.latest());
            snapshot->step += 10;
            for (auto& extra : snapshot->extras) {
                if (extra.name == run::lowestPlane) { extra.values = {lowest}; }
                if (extra.name == run::planeNorms) { extra.values = {nan}; }
                if (extra.name == run::planeOnes) { extra.values = {nan, 1e30F}; }
            }
            history.onSnapshot(snapshot);
            for (const auto* key : {"planes", "norms", "objective"}) {
                const auto panel = viewNamed(key)->make();
                show(*panel, history, {.layer = 2});
            }
        }
    }

    void valuesOfALogarithmicAxisReadAsNumbers()
    {
        QCOMPARE(powerText(-3, 1), QString("0.001"));
        QCOMPARE(powerText(0, 1), QString("1"));
        QCOMPARE(powerText(4, 1), QString("10,000"));
        QCOMPARE(powerText(std::log10(0.5), 1), QString("0.500"));
        QCOMPARE(powerText(std::log10(250), 1), QString("250"));
    }
};

QTEST_MAIN(TestPlanesPanel)
#include "tst_planes_panel.moc"
