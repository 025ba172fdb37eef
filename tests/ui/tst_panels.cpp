// SPDX-License-Identifier: GPL-3.0-or-later
// Each panel tells what the history holds, says something when there is nothing, and has a name for screen readers.
#include "tests/support/scripted_run.h"
#include "ui/chart/line_chart.h"
#include "ui/panel/accuracy_panel.h"
#include "ui/panel/bits_panel.h"
#include "ui/panel/histogram_panel.h"
#include "ui/panel/layer_strip.h"
#include "ui/panel/loss_panel.h"
#include "ui/panel/river_panel.h"

#include <QAccessible>
#include <QApplication>
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
            panel->resize(420, 300);
            panel->show();
        }
    }
    void refresh(const run::History& history, const View& view)
    {
        for (Panel* panel : list) { panel->refresh(history, view); }
    }
};

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

    void everyPanelHasANameAndAnEmptyState()
    {
        AllPanels panels;
        panels.refresh({}, {});
        for (Panel* panel : panels.list) {
            QVERIFY(!panel->title().isEmpty());
            QCOMPARE(panel->accessibleName(), panel->title());
            QVERIFY2(panel->summary().startsWith(QStringLiteral("No run yet")), qPrintable(panel->summary()));
            QCOMPARE(panel->accessibleDescription(), panel->summary());
            panel->grab();
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
