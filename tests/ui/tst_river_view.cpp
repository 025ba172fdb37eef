// SPDX-License-Identifier: GPL-3.0-or-later
// The river puts weights where they belong: steps to columns, values to rows, whatever alpha does.
#include "tests/support/scripted_run.h"
#include "ui/chart/river_view.h"

#include <QAccessible>
#include <QtTest>

#include <cmath>

using namespace gridscope;
using namespace gridscope::ui;

namespace {

// One cell per weight value of a 3-bit grid, 100 weights in the cell of `code`.
run::LayerState allInCell(int code, double alpha)
{
    run::LayerState state;
    state.bits = 3;
    state.alpha = alpha;
    state.low = -4;
    state.high = 3;
    state.binsPerCell = 1;
    state.histogram.assign(8, 0);
    state.histogram[static_cast<std::size_t>(code + 4)] = 100;
    state.counts.assign(8, 0);
    state.counts[static_cast<std::size_t>(code + 4)] = 100;
    return state;
}

RiverImage startedImage(int width, double lastStep)
{
    RiverImage image;
    image.start({{width, 200}, 1, lastStep, -5, 5}, lightTheme());
    return image;
}

// The run without its snapshots between these steps.
run::History without(const run::History& whole, std::int64_t after, std::int64_t before)
{
    run::History history;
    history.onStart(whole.start());
    for (const auto& step : whole.steps()) { history.onStep(step); }
    for (const auto& snapshot : whole.snapshots()) {
        const bool isLeftOut = snapshot->step > after && snapshot->step < before;
        const bool isBefore = after < 0 && snapshot->step < after;
        if (!isLeftOut && !isBefore) { history.onSnapshot(snapshot); }
    }
    return history;
}

bool isWarm(const RiverImage& river, int column, double value)
{
    const int row = static_cast<int>(river.rowOf(value));
    return river.image().pixelColor(column, row) != lightTheme().surface;
}

} // namespace

class TestRiverView : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // A run of ten float steps, looked at every fifth, has its first snapshot before step -9, where the axis begins.
    void theStateBeforeTheFirstStepIsHeldFromTheFirstColumnOn()
    {
        RiverImage river = startedImage(100, 100);
        river.append(allInCell(2, 1), 0);
        river.append(allInCell(-2, 1), 50);
        QVERIFY(isWarm(river, 0, 2) && isWarm(river, 40, 2));
        QVERIFY(!isWarm(river, 40, -2) && isWarm(river, 49, -2));
    }

    void initTestCase() { ThemeSource::instance().choose(ThemeSource::Choice::Light); }

    void aWeightLandsInTheRowOfItsValue_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<double>("alpha");
        QTest::newRow("code 2 at alpha 1") << 2 << 1.0;
        QTest::newRow("code 2 after alpha shrank") << 2 << 0.5;
        QTest::newRow("lowest code") << -4 << 1.0;
    }
    void aWeightLandsInTheRowOfItsValue()
    {
        QFETCH(int, code);
        QFETCH(double, alpha);
        RiverImage river = startedImage(100, 100);
        river.append(allInCell(code, alpha), 50);
        const int column = static_cast<int>(river.columnOf(50));
        for (double value = -4.95; value < 5; value += 0.1) {
            const bool isInCell = value > alpha * (code - 0.5) + 0.06 && value < alpha * (code + 0.5) - 0.06;
            const bool isOutside = value < alpha * (code - 0.5) - 0.06 || value > alpha * (code + 0.5) + 0.06;
            if (isInCell) {
                QCOMPARE(river.image().pixelColor(column, int(river.rowOf(value))), heatColor(lightTheme(), 1));
            }
            if (isOutside) { QVERIFY2(!isWarm(river, column, value), qPrintable(QString::number(value))); }
        }
    }

    void rowsStayWhereTheyAreWhenAlphaMoves()
    {
        RiverImage river = startedImage(100, 100);
        river.append(allInCell(2, 1.0), 10);
        river.append(allInCell(2, 0.5), 60);
        QVERIFY(isWarm(river, int(river.columnOf(30)), 2.0)); // held until the next snapshot
        QVERIFY(isWarm(river, int(river.columnOf(60)), 1.0));
        QVERIFY(!isWarm(river, int(river.columnOf(60)), 2.0));
    }

    void aGapIsNoPicture()
    {
        RiverImage river;
        river.start({{100, 200}, 1, 100, -5, 5, 10}, lightTheme());
        river.append(allInCell(2, 1.0), 10);
        river.append(allInCell(2, 1.0), 18); // held until here
        river.append(allInCell(2, 1.0), 80);
        const auto colorAt = [&](double step) {
            return river.image().pixelColor(int(river.columnOf(step)), int(river.rowOf(2)));
        };
        QCOMPARE(colorAt(14), heatColor(lightTheme(), 1));
        QCOMPARE(colorAt(40), lightTheme().gap);
        QCOMPARE(colorAt(80), heatColor(lightTheme(), 1));
    }

    void whereSnapshotsAreMissingNothingIsMadeUp()
    {
        run::RunConfig config; // a snapshot every 5 steps
        const auto whole = test::scriptedHistory(config, 200);
        const auto holed = without(whole, 60, 140);
        RiverView view;
        view.resize(700, 300);
        view.display(holed, 0);
        view.setWeight(3);
        const QImage image = view.grab().toImage();
        QCOMPARE(view.gaps().size(), std::size_t(1));
        QCOMPARE(view.gaps()[0].from, 60);
        QCOMPARE(view.gaps()[0].to, 140);
        const int x = int(view.pixelOfStep(80));                                    // beside the words
        for (double y = view.plot().top() + 2; y < view.plot().bottom() - 2; ++y) { // no heat, no line, no weight
            QCOMPARE(image.pixelColor(x, int(y)), theme().gap);
        }
        QTest::mouseMove(&view, QPoint(x, int(view.plot().center().y())));
        QVERIFY(view.readout().isEmpty());
        view.display(whole, 0);
        QVERIFY(view.gaps().empty());
    }

    void theAxisStartsWithTheFirstStepThatIsThere_data()
    {
        QTest::addColumn<int>("kept"); // the snapshot of the float phase that is left
        QTest::newRow("no float phase") << 1;
        QTest::newRow("one lone snapshot of it") << -45;
    }
    void theAxisStartsWithTheFirstStepThatIsThere()
    {
        QFETCH(const int, kept);
        const auto whole = test::scriptedHistory({}, 200);
        QCOMPARE(whole.start().firstStep, -49);
        run::History told = without(whole, kept, 0);
        if (kept > 0) { told = without(whole, -1000, 0); }
        RiverView view;
        view.resize(700, 300);
        view.display(told, 0);
        QCOMPARE(view.firstShownStep(), 0);
        QVERIFY(view.gaps().empty());
        RiverView all;
        all.resize(700, 300);
        all.display(whole, 0);
        QCOMPARE(all.firstShownStep(), -49);
    }

    void whatAHistoryGivesUpOnTheWayIsNoGap()
    {
        run::RunConfig config;
        config.snapshotEvery = 1;
        config.followedWeights = 2;
        const auto start = test::scriptedStart(config);
        run::History history;
        history.onStart(start);
        RiverView view;
        view.resize(500, 300);
        for (int step = 1; step <= 3 * int(run::History::mostSnapshots); ++step) {
            auto snapshot = std::make_shared<run::Snapshot>(); // cheap ones: there are many
            snapshot->step = step;
            snapshot->layers = {allInCell(0, 1.0)};
            history.onSnapshot(snapshot);
            if (step % 97 != 0) { continue; }
            view.display(history, 0);
            view.grab();
            QVERIFY(view.gaps().empty());
        }
        const QImage heat = view.heat().image();
        for (int x = 1; x < int(view.heat().columnOf(12'000)); ++x) {
            QVERIFY(heat.pixelColor(x, int(view.heat().rowOf(0))) != theme().gap);
        }
    }

    void aRangeThatHadToWaitIsChosenWithoutFurtherNews()
    {
        const auto start = test::scriptedStart({});
        run::History history;
        history.onStart(start);
        const auto tell = [&](std::int64_t step, double times) {
            auto snapshot = std::make_shared<run::Snapshot>(*test::scriptedSnapshot(start, step));
            snapshot->layers[0].alpha *= times;
            history.onSnapshot(snapshot);
        };
        RiverView view;
        view.resize(500, 300);
        view.show();
        tell(1, 1);
        view.display(history, 0);
        tell(6, 5); // far outside, within the second; then the run pauses
        view.display(history, 0);
        const run::LayerState& last = history.latest()->layers[0];
        QTRY_VERIFY(view.pixelOfValue(last.alpha * last.high) >= view.plot().top());
    }

    void aSpikeSurvivesWhenManySnapshotsShareAColumn()
    {
        RiverImage river = startedImage(100, 5000);
        for (int step = 1; step <= 5000; ++step) { river.append(allInCell(step == 2500 ? 3 : 0, 1.0), step); }
        QVERIFY(isWarm(river, int(river.columnOf(2500)), 3.0));
        QVERIFY(isWarm(river, int(river.columnOf(2500)), 0.0));
        QVERIFY(!isWarm(river, int(river.columnOf(2500)) + 2, 3.0));
    }

    void growingAndDrawingAnewGiveTheSamePicture()
    {
        const auto history = test::scriptedHistory({}, 200);
        RiverImage grown = startedImage(150, 200);
        RiverImage anew = startedImage(150, 200);
        for (const auto& s : history.snapshots()) {
            if (s->step >= 1 && s->step <= 100) { grown.append(s->layers[0], s->step); }
        }
        for (const auto& s : history.snapshots()) {
            if (s->step > 100) { grown.append(s->layers[0], s->step); }
            if (s->step >= 1) { anew.append(s->layers[0], s->step); }
        }
        QCOMPARE(grown.image(), anew.image());
    }

    void theViewFollowsAHistoryAndForgetsTheOneBefore()
    {
        RiverView view;
        view.resize(500, 300);
        run::RunConfig config;
        const auto first = test::scriptedHistory(config, 60);
        view.display(first, 0);
        view.grab();
        const auto last = first.latest()->layers[0];
        QVERIFY(std::abs(view.pixelOfValue(last.alpha) - view.pixelOfValue(0)) > 5);
        const QImage picture = view.grab().toImage();
        view.display(test::scriptedHistory(config, 20), 3);
        QVERIFY(view.grab().toImage() != picture);
        view.display(first, 0);
        QCOMPARE(view.grab().toImage(), picture);
    }

    void arrowsMoveFromSnapshotToSnapshot()
    {
        RiverView view;
        view.resize(500, 300);
        view.display(test::scriptedHistory({}, 60), 0);
        QTest::keyClick(&view, Qt::Key_Left);
        QVERIFY(view.readout().startsWith(QStringLiteral("step 60")));
        QTest::keyClick(&view, Qt::Key_Left);
        QVERIFY(view.readout().startsWith(QStringLiteral("step 55")));
        QTest::keyClick(&view, Qt::Key_Escape);
        QVERIFY(view.readout().isEmpty());
    }

    void pointsThatAreNoMultiplesOfAStepAreCalledByTheirNames()
    {
        const run::History whole = test::scriptedHistory({}, 20);
        run::History history;
        history.onStart(whole.start());
        auto snapshot = std::make_shared<run::Snapshot>(*whole.latest());
        run::LayerState& state = snapshot->layers[1];
        state = allInCell(2, 1);
        state.free = std::make_shared<const run::FreeLevels>(
            run::FreeLevels{{-0.8, -0.61, -0.4, -0.2, 0.05, 0.25, 0.5, 0.875}, {}});
        history.onSnapshot(snapshot);
        RiverView view;
        view.resize(600, 400);
        view.show();
        view.display(history, 1);
        view.grab();
        for (const char* text : {"point", "0.875", "−0.61"}) {
            QVERIFY2(view.texts().contains(text), qPrintable(view.texts().join(", ")));
        }
        QVERIFY(!view.texts().contains("code"));
        const double ring = strokeWidth(3);
        for (const QRectF& rect : view.textRects()) { QVERIFY(rect.right() <= view.width() - ring + 0.5); }
    }

    void aPastStepIsMarked()
    {
        RiverView view;
        view.resize(500, 300);
        view.display(test::scriptedHistory({}, 100), 0);
        view.setCursor(40);
        const QImage image = view.grab().toImage();
        const int x = static_cast<int>(view.pixelOfStep(40));
        QCOMPARE(image.pixelColor(x, int(view.plot().center().y())), theme().text);
    }

    void textStaysInsideAndApartAt250Percent()
    {
        RiverView view;
        QFont font = view.font();
        font.setPointSizeF(font.pointSizeF() * 2.5);
        view.setFont(font);
        view.resize(view.minimumSizeHint());
        view.display(test::scriptedHistory({}, 100), 0);
        view.grab();
        const auto& rects = view.textRects();
        QVERIFY(rects.size() > 5);
        for (std::size_t i = 0; i < rects.size(); ++i) {
            QVERIFY(QRectF(view.rect()).contains(rects[i]));
            for (std::size_t j = 0; j < i; ++j) { QVERIFY(!rects[i].intersects(rects[j])); }
        }
    }

    void drawingALongRunAnew()
    {
        run::RunConfig config;
        config.snapshotEvery = 2;
        const auto history = test::scriptedHistory(config, 4000);
        RiverView view;
        view.resize(800, 300);
        QBENCHMARK
        {
            view.clear();
            view.display(history, 0);
            view.grab();
        }
    }
};

QTEST_MAIN(TestRiverView)
#include "tst_river_view.moc"
