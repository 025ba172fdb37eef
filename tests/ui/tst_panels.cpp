// SPDX-License-Identifier: GPL-3.0-or-later
// Each panel tells what the history holds, says something when there is nothing, and has a name for screen readers.
#include "tests/support/scripted_run.h"
#include "ui/chart/line_chart.h"
#include "ui/chart/numbers.h"
#include "ui/panel/accuracy_panel.h"
#include "ui/panel/bits_panel.h"
#include "ui/panel/difference_panel.h"
#include "ui/panel/drop_panel.h"
#include "ui/panel/histogram_panel.h"
#include "ui/panel/layer_strip.h"
#include "ui/panel/loss_panel.h"
#include "ui/panel/method_panel.h"
#include "ui/panel/river_panel.h"
#include "ui/panel/views.h"
#include "ui/takeaway/figure.h"
#include "ui/takeaway/figure_state.h"
#include "ui/window/workspace.h"

#include <QAccessible>
#include <QApplication>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QtTest>

using namespace gridscope;
using namespace gridscope::ui;

namespace {

struct AllPanels {
    HistogramPanel histogram;
    RiverPanel river;
    LossPanel loss;
    AccuracyPanel accuracy;
    BitsPanel bits;
    LayerStrip strip;
    std::vector<Panel*> list{&histogram, &river, &loss, &accuracy, &bits, &strip};
    AllPanels()
    {
        for (Panel* panel : list) {
            panel->setTitle(panel->metaObject()->className());
            panel->resize(420, 300);
            panel->show();
        }
    }
    void refresh(const run::History& history, const View& view)
    {
        for (Panel* panel : list) { panel->refresh(history, view); }
    }
};

// The scripted run whose method tells a sharpness, planes of each layer and a surface; from step 100 on.
run::History tellingHistory()
{
    const run::History whole = test::scriptedHistory({}, 200);
    run::History history;
    history.onStart(whole.start());
    for (const run::SnapshotPtr& snapshot : whole.snapshots()) {
        auto told = std::make_shared<run::Snapshot>(*snapshot);
        const auto step = float(snapshot->step);
        if (snapshot->step >= 100) {
            told->extras = {{"sharpness", "", "", {}, {step / 100}},
                            {"planes", "conv1", "share", {3}, {0.25F, 0.5F, -1}},
                            {"planes", "conv2", "share", {3}, {0, 0, 0}},
                            {"surface", "", "nats", {2, 3}, {0, 1, 2, 3, std::nanf(""), 5}}};
        }
        history.onSnapshot(told);
    }
    return history;
}

// The scripted run up to its first step: started, but nothing measured.
run::History justStarted()
{
    run::History history;
    history.onStart(test::scriptedStart({}));
    return history;
}

} // namespace

class TestPanels : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        ThemeSource::instance().choose(ThemeSource::Choice::Light);
        history_ = test::scriptedHistory({}, 300);
    }

    // ---- the table of views

    void everyViewOfTheTableIsOnceInTheWindow()
    {
        Workspace workspace(new QWidget);
        for (const ViewInfo& view : views()) {
            int found = 0;
            for (const auto* frame : workspace.findChildren<PanelFrame*>()) {
                if (frame->info().key != view.key) { continue; }
                ++found;
                QCOMPARE(frame->info().title(), view.title());
                QCOMPARE(workspace.frame(view.key) != nullptr, view.isWanted({}, {}));
            }
            QVERIFY2(found == 1, qPrintable(view.key));
            QCOMPARE(viewNamed(view.key)->key, view.key);
        }
        QVERIFY(viewNamed("nothing") == nullptr);
    }

    void everyFigureHasANameOfItsOwnAndIsFoundAgainByIt()
    {
        run::RunConfig config;
        config.dropbits = "bitwise";
        config.pretrainSteps = 0;
        const run::History history = test::scriptedHistory(config, 20);
        QStringList names;
        for (const ViewInfo& view : views()) {
            if (!view.isFigure) { continue; }
            const FigureId id = *figureOf(view, view.isPerLayer ? 1 : 0);
            const Figure figure(history, id, {}, "night.gridscope", FigureStyle::Column);
            const FigureState state = figureStateIn(figure.picture("svg"), "figure.svg");
            QCOMPARE(state.view, figureName(history, id));
            QCOMPARE(state.layer, view.isPerLayer ? QString("conv2") : QString());
            QVERIFY2(figure.title().startsWith(view.title()), qPrintable(figure.title()));
            QVERIFY2(!names.contains(state.view), qPrintable(state.view));
            names << state.view;
            const bool isExported = std::ranges::count(figuresOf(history), id) == 1;
            QVERIFY2(isExported == view.isWanted(history, {}), qPrintable(view.key));
        }
        QVERIFY(names.contains("dropbits") && names.contains("difference-conv2") && !names.contains("layers"));
    }

    // ---- what a method tells beside

    void theMethodViewIsThereForRunsWhoseMethodTellsSomething()
    {
        const ViewInfo& view = *viewNamed("method");
        QVERIFY(!view.isWanted({}, {}) && !view.isWanted(history_, {}));
        QVERIFY(view.isWanted(tellingHistory(), {}));
    }

    void aValueIsACurveARowIsBarsAndATableIsAMap()
    {
        const run::History history = tellingHistory();
        MethodPanel panel;
        panel.resize(600, 400);
        panel.show();
        panel.refresh(history, {0, {}});
        QCOMPARE(panel.extras().tiles(), std::size_t(3));
        QCOMPARE(panel.summary(), QString("Told by the method at step 200. sharpness: 2.00; planes (share): 3 values "
                                          "from −1.000 to 0.500; surface (nats): 2 × 3 values from 0.00 to 5.00."));
        QCOMPARE(panel.extras().accessibleDescription(), panel.summary());
        const QImage image = panel.extras().grab().toImage();
        const auto at = [&](std::size_t tile, double x, double y) {
            const QRectF plot = panel.extras().plot(tile);
            return image.pixelColor(int(plot.left() + x * plot.width()), int(plot.top() + y * plot.height()));
        };
        // -1 .. 0.5: zero lies a third below the top.
        QCOMPARE(at(1, 0.5, 0.2), theme().quantized);
        QCOMPARE(at(1, 0.5, 0.5), theme().surface);
        QCOMPARE(at(1, 0.8, 0.6), theme().quantized);
        QCOMPARE(at(2, 0.1, 0.25), heatColor(theme(), 0));
        QCOMPARE(at(2, 0.9, 0.75), heatColor(theme(), 1));
        QCOMPARE(at(2, 0.5, 0.75), theme().mesh); // no number
        for (const char* text : {"sharpness: 2.000", "planes (share)", "surface (nats)", "2 × 3", "3 values"}) {
            QVERIFY2(panel.extras().texts().contains(text), qPrintable(panel.extras().texts().join(", ")));
        }
    }

    void theMouseReadsWhatAMethodTells()
    {
        MethodPanel panel;
        panel.resize(600, 400);
        panel.show();
        panel.refresh(tellingHistory(), {0, {}});
        const auto readAt = [&](std::size_t tile, double x, double y) {
            const QRectF plot = panel.extras().plot(tile);
            const QPointF place(plot.left() + x * plot.width(), plot.top() + y * plot.height());
            QMouseEvent move(QEvent::MouseMove, place, panel.extras().mapToGlobal(place), Qt::NoButton, Qt::NoButton,
                             Qt::NoModifier);
            QCoreApplication::sendEvent(&panel.extras(), &move);
            panel.grab();
            return panel.extras().readout();
        };
        QCOMPARE(readAt(0, 0, 0.5), QString("sharpness · step 100 · 1.000"));
        QCOMPARE(readAt(1, 0.9, 0.5), QString("planes (share) · value 3 · −1.000"));
        QCOMPARE(readAt(2, 0.9, 0.9), QString("surface (nats) · row 2, column 3 · 5.00"));
    }

    void anotherLayerAndAnEarlierStepAreToldAsTheyAre()
    {
        const run::History history = tellingHistory();
        MethodPanel panel;
        panel.refresh(history, {1, {}});
        QVERIFY2(panel.summary().contains("planes (share): 3 values from 0.00 to 0.00"), qPrintable(panel.summary()));
        panel.refresh(history, {0, 150});
        QVERIFY2(panel.summary().startsWith("Told by the method at step 150. sharpness: 1.50"),
                 qPrintable(panel.summary()));
        panel.refresh(history, {0, 50}); // before the first
        QCOMPARE(panel.summary(), QString("The method tells nothing of this layer here."));
        panel.refresh(history_, {});
        QVERIFY(panel.summary().startsWith("The method of this run tells nothing"));
        panel.refresh({}, {});
        QVERIFY(panel.summary().startsWith("No run yet."));
        QCOMPARE(panel.extras().tiles(), std::size_t(0));
    }

    // ---- panels

    void everyPanelHasANameAndAnEmptyState()
    {
        Workspace workspace(new QWidget);
        for (PanelFrame* frame : workspace.findChildren<PanelFrame*>()) {
            Panel& panel = frame->panel();
            panel.refresh({}, {});
            QVERIFY(!frame->info().title().isEmpty());
            QCOMPARE(panel.accessibleName(), frame->info().title());
            QVERIFY2(panel.summary().startsWith(QStringLiteral("No ")), qPrintable(panel.summary()));
            QCOMPARE(panel.accessibleDescription(), panel.summary());
            panel.grab();
        }
    }

    void everyPanelSaysThatARunHasOnlyStarted()
    {
        AllPanels panels;
        panels.refresh(justStarted(), {});
        for (Panel* panel : panels.list) {
            QVERIFY(!panel->summary().startsWith(QStringLiteral("No run yet")));
            panel->grab();
        }
        QVERIFY(panels.histogram.summary().contains(QStringLiteral("first snapshot")));
    }

    void aLayerThatDoesNotExistIsNoReasonToCrash()
    {
        AllPanels panels;
        View view;
        view.layer = 99;
        panels.refresh(history_, view);
        QVERIFY(panels.histogram.summary().startsWith(QStringLiteral("No weights here")));
        for (Panel* panel : panels.list) { panel->grab(); }
    }

    void everySummaryHasNumbersFromTheData()
    {
        AllPanels panels;
        panels.refresh(history_, {});
        const run::LayerState& state = history_.latest()->layers[0];
        QVERIFY(panels.histogram.summary().contains(QString::number(state.score, 'f', 2)));
        QVERIFY(panels.histogram.summary().contains(QStringLiteral("step 300")));
        QVERIFY(panels.river.summary().contains(QStringLiteral("300")));
        QVERIFY(panels.loss.summary().contains(QStringLiteral("nats")));
        QVERIFY(panels.accuracy.summary().contains(QStringLiteral("validation (5,000)")));
        QCOMPARE(panels.bits.summary(), QStringLiteral("Bits are fixed: 3 in every layer."));
        QVERIFY(panels.strip.summary().contains(QStringLiteral("conv1, 3 bit, score")));
        for (Panel* panel : panels.list) { QCOMPARE(panel->accessibleDescription(), panel->summary()); }
    }

    void screenReadersFindAGraphicInEveryChartPanel()
    {
        AllPanels panels;
        panels.refresh(history_, {});
        for (QWidget* chart :
             {static_cast<QWidget*>(&panels.histogram.histogram()), static_cast<QWidget*>(&panels.river.river()),
              static_cast<QWidget*>(&panels.loss.chart()), static_cast<QWidget*>(&panels.bits.chart())}) {
            QAccessibleInterface* face = QAccessible::queryAccessibleInterface(chart);
            QVERIFY(face != nullptr);
            QCOMPARE(face->role(), QAccessible::Graphic);
            QVERIFY(!face->text(QAccessible::Name).isEmpty());
            QVERIFY(!face->text(QAccessible::Description).isEmpty());
        }
    }

    void aPastStepShowsThatSnapshot()
    {
        AllPanels panels;
        View view;
        view.step = 42; // snapshots every 5 steps: 40 is the newest before
        panels.refresh(history_, view);
        QVERIFY(panels.histogram.summary().contains(QStringLiteral("step 40:")));
    }

    void accuracyIsShownInPercentWithTheFloatStartAsReference()
    {
        AccuracyPanel panel;
        panel.resize(420, 300);
        panel.refresh(history_, {});
        const auto points = panel.chart().series(1)->points();
        QVERIFY(!points.isEmpty());
        QVERIFY(points.last().y() > 50 && points.last().y() <= 100);
        QVERIFY(panel.summary().contains(QStringLiteral("float start 87.6")));
    }

    void aBitDropIsAStep()
    {
        run::History history = justStarted();
        for (int step = 1; step <= 3; ++step) {
            auto snapshot = std::make_shared<run::Snapshot>(*test::scriptedSnapshot(history.start(), step));
            snapshot->layers[1].bits = step < 3 ? 3 : 2;
            history.onSnapshot(snapshot);
        }
        BitsPanel panel;
        panel.refresh(history, {});
        QCOMPARE(panel.summary(), QStringLiteral("Bits per weight lie between 2 and 3 over the run."));
        const auto points = panel.chart().series(1)->points();
        QVERIFY(points.size() >= 3);
        QCOMPARE(points[points.size() - 2].x(), points.last().x()); // straight down
    }

    // Refreshed while it had no room, and never again: the run has ended.
    void aPanelThatWasHiddenShowsTheWholeRun_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name :
             {"gridscope::ui::LossPanel", "gridscope::ui::DifferencePanel", "gridscope::ui::AccuracyPanel"}) {
            QTest::newRow(name) << name;
        }
    }
    void aPanelThatWasHiddenShowsTheWholeRun()
    {
        QFETCH(const QString, name);
        run::RunConfig config;
        config.snapshotEvery = 1;
        config.evaluateEvery = 1;
        const auto history = test::scriptedHistory(config, 1000);
        config.bits = {2};
        const auto other = test::scriptedHistory(config, 1000);
        const auto drawn = [&](QSize before) {
            LossPanel loss;
            DifferencePanel difference;
            AccuracyPanel accuracy;
            const std::vector<ChartPanel*> panels{&loss, &difference, &accuracy};
            ChartPanel& panel =
                **std::ranges::find(panels, name, [](ChartPanel* p) { return QString(p->metaObject()->className()); });
            panel.resize(before);
            panel.show();
            panel.refresh(history, {0, {}, &other, "other"});
            panel.resize(900, 400);
            panel.grab();
            return panel.chart().series(1)->points();
        };
        QVERIFY(drawn({900, 400}).size() > 500);
        QCOMPARE(drawn({3, 3}), drawn({900, 400}));
    }

    void aRunWithoutMistakesHasAnAxisUpTo100Percent()
    {
        run::History history = justStarted();
        for (const int step : {0, 100, 200}) {
            history.onEvaluation({step, "validation", 500, run::Score{0, 1.0}, run::Score{0, 1.0}, {}});
        }
        AccuracyPanel panel;
        panel.resize(420, 300);
        panel.refresh(history, {});
        QCOMPARE(panel.chart().valueHigh(), 100.0);
    }

    void theOtherRunsOwnNumbersAreSaid()
    {
        run::RunConfig config;
        const auto history = test::scriptedHistory(config, 300);
        config.method = "ste";
        const auto other = test::scriptedHistory(config, 300);
        const View view{0, {}, &other, "twin: ste"};
        HistogramPanel histogram;
        histogram.resize(900, 500);
        histogram.show();
        histogram.refresh(history, view);
        histogram.grab();
        const auto score = [](const run::History& h) { return QString::number(h.latest()->layers[0].score, 'f', 2); };
        const QString legend = histogram.histogram().legend();
        QCOMPARE(legend,
                 QStringLiteral("bars: CPQ, score %1, accuracy %3 | outline and rings: STE, score %2, accuracy %3")
                     .arg(score(history), score(other),
                          accuracyText(history.lastEvaluation("validation")->quantized->accuracy)));
        const HistogramAxes& axes = histogram.histogram().axes();
        QVERIFY(axes.legendRow.bottom() <= axes.codeRow.top() && axes.codeRow.bottom() <= axes.plot.top());
        AccuracyPanel accuracy;
        accuracy.refresh(history, view);
        QVERIFY2(accuracy.summary().contains("twin: ste: quantized 8"), qPrintable(accuracy.summary()));
        histogram.refresh(history, {}); // taken away: its row, too
        QVERIFY(axes.legendRow.isEmpty());
    }

    void aDifferenceSaysWhoseScoreIsHigher()
    {
        run::RunConfig config;
        run::History history = justStarted();
        config.method = "ste";
        run::History other;
        other.onStart(test::scriptedStart(config));
        const auto tell = [](run::History& to, double score) {
            auto snapshot = std::make_shared<run::Snapshot>(*test::scriptedSnapshot(to.start(), 5));
            snapshot->layers[0].scoreNonzero = score;
            to.onSnapshot(snapshot);
        };
        tell(history, 0.42);
        tell(other, -0.01);
        DifferencePanel panel;
        panel.refresh(history, {0, {}, &other, "twin: ste"});
        QVERIFY2(panel.summary().contains("of STE minus that of CPQ: −0.43 (score without zero: CPQ higher by 0.43)"),
                 qPrintable(panel.summary()));
    }

    void aCollapsedLayerHasNoScoreToBeProudOf()
    {
        run::History history = justStarted();
        auto snapshot = std::make_shared<run::Snapshot>(*test::scriptedSnapshot(history.start(), 5));
        run::LayerState& state = snapshot->layers[0];
        state.counts.assign(state.counts.size(), 0);
        state.counts[4] = 800;
        state.score = 0.98;
        history.onSnapshot(snapshot);
        AllPanels panels;
        panels.refresh(history, {});
        QVERIFY2(panels.histogram.summary().contains("Collapsed: " + shareText(1) + " of the weights"),
                 qPrintable(panels.histogram.summary()));
        QVERIFY(panels.river.summary().contains("collapsed"));
        QVERIFY2(panels.strip.summary().contains("conv1, 3 bit, collapsed: " + shareText(1)),
                 qPrintable(panels.strip.summary()));
        const QImage strip = panels.strip.grab().toImage();
        const QRect first = panels.strip.list().visualRect(panels.strip.list().model()->index(0, 0));
        const QRect second = panels.strip.list().visualRect(panels.strip.list().model()->index(1, 0));
        const auto greens = [&](QRect row) {
            row.translate(panels.strip.list().viewport()->mapTo(&panels.strip, QPoint()));
            int count = 0;
            for (int y = row.bottom() - row.height() / 3; y < row.bottom(); ++y) {
                for (int x = row.left(); x < row.right(); ++x) {
                    count += strip.pixelColor(x, y) == theme().quantized ? 1 : 0;
                }
            }
            return count;
        };
        QVERIFY(greens(second) > 0);
        QCOMPARE(greens(first), 0);
    }

    void aChangedSettingIsAMarkOnEveryCurve()
    {
        run::History history = test::scriptedHistory({}, 40);
        history.onMark({20, run::Mark::Kind::Setting, "", "sigma", "0.33", "0.1"});
        history.onMark({30, run::Mark::Kind::Bookmark, "", "look", "", ""}); // is the timeline's
        const auto hasIt = [&](ChartPanel& panel) {
            panel.refresh(history, {});
            const auto& marks = panel.chart().marks();
            return marks.size() == 1 && marks[0].step == 20 && marks[0].text == QStringLiteral("sigma 0.33 → 0.1");
        };
        LossPanel loss;
        AccuracyPanel accuracy;
        BitsPanel bits;
        QVERIFY(hasIt(loss) && hasIt(accuracy) && hasIt(bits));
    }

    void upAndDownChooseALayer()
    {
        LayerStrip strip;
        strip.resize(220, 400);
        strip.show();
        strip.refresh(history_, {});
        QSignalSpy spy(&strip, &LayerStrip::layerChosen);
        QTest::keyClick(&strip.list(), Qt::Key_Down);
        QCOMPARE(spy.count(), 1);
        QCOMPARE(spy.last().at(0).value<std::size_t>(), std::size_t(1));
        QTest::keyClick(&strip.list(), Qt::Key_Up);
        QCOMPARE(spy.last().at(0).value<std::size_t>(), std::size_t(0));
    }

    void refreshMovesTheChoiceWithoutTellingIt()
    {
        LayerStrip strip;
        strip.refresh(history_, {});
        QSignalSpy spy(&strip, &LayerStrip::layerChosen);
        View view;
        view.layer = 2;
        strip.refresh(history_, view);
        QCOMPARE(strip.list().currentIndex().row(), 2);
        QCOMPARE(spy.count(), 0);
    }

    void screenReadersHearNameBitsAndScoreOfALayer()
    {
        LayerStrip strip;
        strip.refresh(history_, {});
        const QAbstractItemModel* model = strip.list().model();
        QCOMPARE(model->rowCount(), 4);
        const QString text = model->index(2, 0).data(Qt::AccessibleTextRole).toString();
        const QString score = QString::number(history_.latest()->layers[2].score, 'f', 2);
        QCOMPARE(text, QStringLiteral("fc1, 3 bit, score %1, 524,288 weights").arg(score));
    }

    void aNewRunReplacesTheOldOne()
    {
        AllPanels panels;
        panels.refresh(history_, {});
        run::RunConfig config;
        config.bits = {2};
        panels.refresh(test::scriptedHistory(config, 20), {});
        QVERIFY(panels.histogram.summary().contains(QStringLiteral("2 bit")));
        QVERIFY(panels.bits.summary().contains(QLatin1Char('2')));
        panels.refresh({}, {});
        for (Panel* panel : panels.list) { QVERIFY(panel->summary().startsWith(QStringLiteral("No run yet"))); }
    }

    // A reset tells the float phase again with the very same snapshots; what follows them is another run.
    void aRunThatBeginsLikeTheOneBeforeIsAnotherOne()
    {
        run::RunConfig config;
        config.dropbits = "bitwise";
        const auto first = test::scriptedHistory(config, 100);
        config.keepProbability = {0.5};
        const auto second = test::scriptedHistory(config, 200);
        const auto asReset = [&] { // with the first run's float phase
            run::History history;
            history.onStart(second.start());
            for (const run::Step& step : first.steps()) {
                if (step.index <= 0) { history.onStep(step); }
            }
            for (const run::Step& step : second.steps()) {
                if (step.index > 0) { history.onStep(step); }
            }
            for (const auto& snapshot : first.snapshots()) {
                if (snapshot->step <= 0) { history.onSnapshot(snapshot); }
            }
            for (const auto& snapshot : second.snapshots()) {
                if (snapshot->step > 0) { history.onSnapshot(snapshot); }
            }
            return history;
        }();
        const auto pictures = [&](bool hasSeenTheFirst) {
            RiverPanel river;
            DropPanel drop;
            QList<QImage> all;
            for (Panel* panel : {static_cast<Panel*>(&river), static_cast<Panel*>(&drop)}) {
                panel->resize(700, 300);
                panel->show();
                if (hasSeenTheFirst) {
                    panel->refresh(first, {});
                    panel->grab();
                }
                panel->refresh(asReset, {}); // hidden until the second was longer than the first
                all << panel->grab().toImage();
            }
            return all;
        };
        const auto after = pictures(true);
        const auto alone = pictures(false);
        QVERIFY(after[0] == alone[0]);
        QVERIFY(after[1] == alone[1]);
    }

    void aFloatRunHasNoBits()
    {
        run::RunConfig config;
        config.method = "float";
        AllPanels panels;
        panels.refresh(test::scriptedHistory(config, 20), {});
        QVERIFY(panels.bits.summary().startsWith(QStringLiteral("Full precision")));
        QVERIFY(panels.histogram.summary().contains(QStringLiteral("float weights")));
        for (Panel* panel : panels.list) { panel->grab(); }
    }

    void textStaysInsideEveryChartAt250Percent()
    {
        const QFont before = QApplication::font();
        QFont large = before;
        large.setPointSizeF(before.pointSizeF() * 2.5);
        QApplication::setFont(large);
        {
            AllPanels panels;
            panels.refresh(history_, {});
            for (Panel* panel : panels.list) {
                panel->resize(panel->minimumSizeHint().expandedTo({420, 300}));
                panel->grab();
            }
            std::vector<std::pair<QWidget*, std::vector<QRectF>>> charts;
            charts.emplace_back(&panels.histogram.histogram(), panels.histogram.histogram().textRects());
            charts.emplace_back(&panels.river.river(), panels.river.river().textRects());
            for (LineChart* chart : {&panels.loss.chart(), &panels.accuracy.chart(), &panels.bits.chart()}) {
                charts.emplace_back(chart, chart->textRects());
            }
            for (const auto& [chart, rects] : charts) {
                QVERIFY(rects.size() > 3);
                for (const QRectF& rect : rects) {
                    QVERIFY2(QRectF(chart->rect()).contains(rect), qPrintable(chart->accessibleName()));
                }
            }
        }
        QApplication::setFont(before);
    }

    void darkAndLightAreBothDrawn()
    {
        AllPanels panels;
        panels.refresh(history_, {});
        const QImage light = panels.histogram.grab().toImage();
        ThemeSource::instance().choose(ThemeSource::Choice::Dark);
        const QImage dark = panels.histogram.grab().toImage();
        ThemeSource::instance().choose(ThemeSource::Choice::Light);
        QCOMPARE(light.pixelColor(200, 3), lightTheme().surface);
        QCOMPARE(dark.pixelColor(200, 3), darkTheme().surface);
    }

    // Printed, never judged: six panels with a snapshot more at every frame.
    void refreshOfSixPanels()
    {
        run::RunConfig config;
        config.snapshotEvery = 1;
        const auto whole = test::scriptedHistory(config, 600);
        AllPanels panels;
        run::History growing;
        growing.onStart(whole.start());
        std::size_t next = 0;
        QBENCHMARK
        {
            growing.onStep(whole.steps()[next]);
            growing.onSnapshot(whole.snapshots()[next]);
            next = (next + 1) % whole.snapshots().size();
            if (next == 0) {
                growing = {};
                growing.onStart(whole.start());
            }
            panels.refresh(growing, {});
            for (Panel* panel : panels.list) { panel->repaint(); }
            QCoreApplication::processEvents();
        }
    }

private:
    run::History history_;
};

QTEST_MAIN(TestPanels)
#include "tst_panels.moc"
