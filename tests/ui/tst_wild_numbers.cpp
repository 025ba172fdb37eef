// SPDX-License-Identifier: GPL-3.0-or-later
// Training that explodes leaves step sizes, weights and losses that are huge, infinite or no numbers. Every view shows the
// rest of the run and a gap there; none asks a painter for a place that cannot be counted in ints.
#include "core/base/whole.h"
#include "core/export/card.h"
#include "core/export/summary.h"
#include "core/export/tensorboard.h"
#include "core/run/difference.h"
#include "core/run/levels.h"
#include "tests/support/bounds_recorder.h"
#include "tests/support/scripted_run.h"
#include "ui/chart/decision_view.h"
#include "ui/chart/line_chart.h"
#include "ui/chart/nice_range.h"
#include "ui/chart/numbers.h"
#include "ui/chart/pixels.h"
#include "ui/chart/river_image.h"
#include "ui/chart/timeline_bar.h"
#include "ui/panel/accuracy_panel.h"
#include "ui/panel/bits_panel.h"
#include "ui/panel/difference_panel.h"
#include "ui/panel/drop_panel.h"
#include "ui/panel/histogram_panel.h"
#include "ui/panel/layer_strip.h"
#include "ui/panel/loss_panel.h"
#include "ui/panel/microscope_panel.h"
#include "ui/panel/river_panel.h"

#include <QLayout>
#include <QtTest>

using namespace gridscope;
using namespace gridscope::ui;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double none = std::numeric_limits<double>::quiet_NaN();

run::RunConfig dropping()
{
    run::RunConfig config;
    config.pretrainSteps = 0;
    config.dropbits = "bitwise";
    return config;
}

// The scripted run up to `calm` steps; from there on every layer's numbers are these.
run::History exploded(double alpha, double weight, double loss, std::int64_t calm = 40, int steps = 60)
{
    const run::History whole = test::scriptedHistory(dropping(), steps);
    run::History history;
    history.onStart(whole.start());
    for (run::Step step : whole.steps()) {
        if (step.index > calm) { step.trainLoss = loss; }
        history.onStep(step);
    }
    for (const run::SnapshotPtr& snapshot : whole.snapshots()) {
        auto changed = std::make_shared<run::Snapshot>(*snapshot);
        for (run::LayerState& state : changed->layers) {
            if (changed->step <= calm) { continue; }
            state.alpha = state.sigma = alpha;
            state.score = state.scoreNonzero = state.relativeError = loss;
            for (float& value : state.followed) { value = float(weight); }
            for (float& keep : state.keepProbabilities) { keep = float(loss); }
        }
        history.onSnapshot(changed);
    }
    for (run::Evaluation evaluation : whole.evaluations()) {
        if (evaluation.step > calm && evaluation.quantized) { evaluation.quantized = run::Score{loss, loss}; }
        history.onEvaluation(evaluation);
    }
    history.onMark(
        {std::int64_t(1) << 53, run::Mark::Kind::Setting, "", "sigma", "0.33", "0.1"}); // far outside the axis
    history.onEnd({run::End::How::Failed, "Loss became NaN at step 41; try a smaller learning rate."});
    return history;
}

run::LayerState cellsOf(double alpha)
{
    run::LayerState state;
    state.bits = 2;
    state.alpha = alpha;
    state.low = -2;
    state.high = 1;
    state.histogram = {0, 100, 100, 0};
    state.counts = {0, 100, 100, 0};
    return state;
}

bool isPainted(const RiverImage& river, int column)
{
    for (int row = 0; row < river.image().height(); ++row) {
        if (river.image().pixelColor(column, row) != lightTheme().surface) { return true; }
    }
    return false;
}

QString beyondOf(QWidget& widget)
{
    test::BoundsRecorder recorder(widget.size());
    widget.render(&recorder);
    return recorder.beyond;
}

struct Views {
    HistogramPanel histogram;
    RiverPanel river;
    LossPanel loss;
    AccuracyPanel accuracy;
    BitsPanel bits;
    DropPanel drop;
    DifferencePanel difference;
    MicroscopePanel microscope;
    LayerStrip strip;
    std::vector<Panel*> list{&histogram, &river, &loss, &accuracy, &bits, &drop, &difference, &microscope, &strip};
};

} // namespace

class TestWildNumbers : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { ThemeSource::instance().choose(ThemeSource::Choice::Light); }

    void aRealNumberBecomesAWholeOneThatIsThere_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<int>("expected"); // in [-5, 9]
        QTest::newRow("inside") << 3.9 << 3;
        QTest::newRow("a negative fraction is cut off") << -3.9 << -3;
        QTest::newRow("the upper end") << 9.5 << 9;
        QTest::newRow("beyond every int") << 1e300 << 9;
        QTest::newRow("below every int") << -1e300 << -5;
        QTest::newRow("infinite") << infinite << 9;
        QTest::newRow("negative and infinite") << -infinite << -5;
        QTest::newRow("not a number") << none << -5;
    }
    void aRealNumberBecomesAWholeOneThatIsThere()
    {
        QFETCH(double, value);
        QFETCH(int, expected);
        QCOMPARE(run::wholeIn(value, -5, 9), expected);
        constexpr auto most = std::numeric_limits<std::int64_t>::max();
        QVERIFY(run::wholeIn(value, -most, most) <= most); // 2^63 as a double is one too many
        QCOMPARE(run::nearestIn(2.5, -5, 9), 3);
    }

    void aPixelIsNeverFurtherAwayThanAPainterCounts()
    {
        QCOMPARE(pixelBetween(0.25, 0, 1, 100, 200), 125.0);
        QCOMPARE(pixelBetween(0.25, 0, 1, 200, 100), 175.0);
        QCOMPARE(pixelBetween(1e300, 0, 1e-300, 100, 200), 200 + farAway);
        QCOMPARE(pixelBetween(-1e300, 0, 1, 100, 200), 100 - farAway);
        for (const double nowhere : {none, infinite, -infinite}) {
            QVERIFY(std::isnan(pixelBetween(nowhere, 0, 1, 0, 100)));
        }
        QVERIFY(std::isnan(pixelBetween(1, 1, 1, 0, 100))); // an axis without extent
    }

    void everyViewShowsWhatIsLeftOfARunThatExploded_data()
    {
        QTest::addColumn<double>("alpha");
        QTest::addColumn<double>("weight");
        QTest::addColumn<double>("loss");
        QTest::newRow("the step size grew out of every int") << 1e12 << 1e13 << 1e20;
        QTest::newRow("the step size is as large as floats are") << 3e38 << -3e38 << 1e38;
        QTest::newRow("the step size is near the end of doubles") << 1e300 << 1.0 << 1e308;
        QTest::newRow("the step size is infinite") << infinite << infinite << infinite;
        QTest::newRow("the step size is no number") << none << none << none;
        QTest::newRow("the step size is zero") << 0.0 << 0.1 << 0.0;
        QTest::newRow("the step size is negative") << -1.0 << 0.1 << -1.0;
        QTest::newRow("the step size is denormal") << 1e-310 << 1e-45 << 1e-310;
        QTest::newRow("only the weights are no numbers") << 0.1 << none << 1.0;
    }
    void everyViewShowsWhatIsLeftOfARunThatExploded()
    {
        QFETCH(double, alpha);
        QFETCH(double, weight);
        QFETCH(double, loss);
        const run::History history = exploded(alpha, weight, loss);
        const run::History other = exploded(0.1, 0.1, 1);
        Views views;
        for (Panel* panel : views.list) {
            panel->layout()->setSizeConstraint(QLayout::SetNoConstraint);
            for (const QSize size : {QSize(400, 300), QSize(1, 1), QSize(3000, 200)}) {
                for (const std::optional<std::int64_t> step :
                     {std::optional<std::int64_t>(), std::optional<std::int64_t>(20)}) {
                    panel->resize(size);
                    panel->refresh(history, {0, step, &other, QStringLiteral("other")});
                    const QString beyond = beyondOf(*panel);
                    QVERIFY2(beyond.isEmpty(),
                             qPrintable(panel->metaObject()->className() + QStringLiteral(": ") + beyond));
                    QCOMPARE(panel->grab().size(), size);
                    QVERIFY(!panel->summary().isEmpty());
                    QVERIFY2(!panel->summary().contains(QStringLiteral("nan")), qPrintable(panel->summary()));
                }
            }
        }
    }

    void theRiverHasAGapWhereTheStepSizeIsNoNumber()
    {
        RiverImage river;
        river.start({{100, 50}, 1, 100, -1, 1}, lightTheme());
        for (const auto& [step, alpha] : {std::pair{10, 0.5}, {40, infinite}, {50, none}, {60, -1.0}, {80, 0.5}}) {
            river.append(cellsOf(alpha), step);
        }
        const auto columnAt = [&](int step) { return int(river.columnOf(step)); };
        QVERIFY(isPainted(river, columnAt(10)) && isPainted(river, columnAt(80)));
        for (const int step : {40, 50, 60}) {
            QVERIFY2(!isPainted(river, columnAt(step)), qPrintable(QString::number(step)));
        }
    }

    void aBinLargerThanEveryIntFillsTheRiverAndNothingElse()
    {
        RiverImage river;
        river.start({{10, 50}, 1, 10, -1, 1}, lightTheme());
        river.append(cellsOf(1e200), 1);
        for (int row = 0; row < 50; ++row) { QCOMPARE(river.image().pixelColor(0, row), heatColor(lightTheme(), 1)); }
    }

    void aGridThatIsFarTooSmallForTheAxisIsOneRow()
    {
        RiverImage river;
        river.start({{10, 50}, 1, 10, -1e200, 1e200}, lightTheme());
        river.append(cellsOf(1e-200), 1);
        int painted = 0;
        for (int row = 0; row < 50; ++row) {
            painted += river.image().pixelColor(0, row) != lightTheme().surface ? 1 : 0;
        }
        QVERIFY(painted == 1 || painted == 2); // zero lies on a border of rows
    }

    void theHistogramAndTheMicroscopeSayThatTrainingHasDiverged()
    {
        const run::History history = exploded(infinite, none, none);
        HistogramPanel histogram;
        histogram.refresh(history, {});
        QVERIFY2(histogram.summary().startsWith(QStringLiteral("Training has diverged")),
                 qPrintable(histogram.summary()));
        MicroscopePanel microscope;
        microscope.refresh(history, {});
        QVERIFY2(microscope.summary().startsWith(QStringLiteral("Training has diverged")),
                 qPrintable(microscope.summary()));
        histogram.refresh(history, {0, 20}); // before that all is as it was
        QVERIFY(histogram.summary().contains(QStringLiteral("step 20")));
    }

    void anEvaluationWithoutAnyNumberIsNoCurve()
    {
        run::History history;
        history.onStart(test::scriptedStart(dropping()));
        run::Evaluation evaluation;
        evaluation.step = 1;
        evaluation.set = "validation";
        evaluation.quantized = run::Score{none, none};
        history.onEvaluation(evaluation);
        AccuracyPanel panel;
        panel.refresh(history, {});
        QVERIFY(panel.chart().isEmpty());
        panel.grab();
    }

    void ticksEndWhereOneMoreWouldChangeNothing()
    {
        for (const double at : {1e20, -1e20, 1e300}) {
            QVERIFY(niceTicks(at, std::nextafter(std::nextafter(at, infinite), infinite), 5).size() < 20);
        }
        constexpr std::int64_t most = std::int64_t(1) << 53; // of steps in a file
        QVERIFY(stepAxisEnd(most, most, most) > double(most));
        CalmNiceRange range;
        QVERIFY(range.fit(1e20, 1e20 + 16384, 0));
        QVERIFY(range.high() > range.low() && range.low() <= 1e20 && range.high() >= 1e20 + 16384);
        QVERIFY(!range.fit(none, infinite, 10000));
    }

    void numbersThatAreNoneAreWrittenAsADash()
    {
        for (const QString& text : {numberText(none, 3), valueText(none, 0.1), scoreText(none), shareText(none)}) {
            QCOMPARE(text, QStringLiteral("–"));
        }
        QCOMPARE(numberText(-infinite, 1), QStringLiteral("−∞"));
        QVERIFY(numberText(1e300, 3).size() < 12); // not 300 digits
        QVERIFY(!valueText(1, infinite).isEmpty() && !valueText(1, 5e-324).isEmpty());
    }

    void decisionsOfAnotherResolutionAreNotReadAsThese()
    {
        auto map = std::make_shared<run::DecisionMap>();
        map->side = 48;
        map->left = map->bottom = -1;
        map->right = map->top = 1;
        map->quantized.assign(48 * 48, 0);
        DecisionView view;
        view.resize(400, 200);
        view.display(map, std::vector<std::uint8_t>(4, 0)); // of a 2 x 2 map
        view.grab();
        QTest::mouseMove(&view, view.square(0).center().toPoint());
        QCOMPARE(view.readout(), QString());
    }

    void aTimelineLongerThanIntsHasItsMarksAtItsEnd()
    {
        run::Start start = test::scriptedStart(dropping());
        start.lastStep = std::int64_t(1) << 53;
        run::History history;
        history.onStart(start);
        history.onStep({start.lastStep, 0, 1, 0.1});
        TimelineBar bar;
        bar.resize(400, 60);
        bar.display(history, {{start.lastStep, run::Mark::Kind::Diverged, "", "diverged", "", ""}}, {}, {});
        QVERIFY(bar.maximum() > bar.minimum());
        QVERIFY(bar.pixelOfStep(start.lastStep) <= 400);
        QVERIFY(beyondOf(bar).isEmpty());
    }

    void twoRunsAreNotComparedWhereOneHasNoGrid()
    {
        QVERIFY(run::latentDistance(cellsOf(1), cellsOf(1)) == 0);
        for (const double alpha : {infinite, none, 0.0, -1.0, 1e305}) {
            QVERIFY(std::isnan(run::latentDistance(cellsOf(1), cellsOf(alpha))));
            QVERIFY(!run::hasGrid(cellsOf(alpha)));
        }
    }

    void moreBitOperationsThanThereAreWholeNumbersAreTold()
    {
        run::History history;
        run::Start start = test::scriptedStart(dropping());
        for (run::LayerInfo& layer : start.layers) {
            layer.multiplyAccumulates = std::numeric_limits<std::int64_t>::max();
        }
        history.onStart(start);
        history.onSnapshot(test::scriptedSnapshot(start, 1));
        QVERIFY(run::summaryText(history).find("bit operations") != std::string::npos);
    }

    void tensorBoardGetsNoHistogramThatLiesNowhere()
    {
        const auto events = [](double alpha) { return tensorboardEvents(exploded(alpha, 0.1, 1)); };
        QVERIFY(events(0.1).size() > events(infinite).size());
        QCOMPARE(events(none).find("nan"), std::string::npos);
    }
};

QTEST_MAIN(TestWildNumbers)
#include "tst_wild_numbers.moc"
