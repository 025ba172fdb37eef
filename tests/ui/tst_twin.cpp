// SPDX-License-Identifier: GPL-3.0-or-later
// Training a twin in the window: from the menu to the difference between the two runs.
#include "core/base/error.h"
#include "core/run/difference.h"
#include "tests/ui/window_fixture.h"
#include "ui/panel/difference_panel.h"
#include "ui/panel/histogram_panel.h"

#include <QComboBox>
#include <QMenuBar>
#include <QTemporaryDir>

using namespace gridscope;
using test::quickConfig;
using test::quietLaunch;
using test::ShownWindow;
using Begin = ui::RunSession::Begin;

namespace {

ui::Twin& twinOf(ShownWindow& w) { return w.window.comparison().twin(); }

QAction* menuAction(ShownWindow& w, const QString& text)
{
    for (QAction* action : w.window.findChildren<QAction*>()) {
        if (action->text() == text) { return action; }
    }
    qFatal("There is no menu entry %s.", qPrintable(text));
}

// A run that settles much slower with another method, so that there is something to see.
run::Job slowerWithSte(const run::RunConfig& config)
{
    run::RunConfig scripted = config;
    if (config.method == "ste") { scripted.bits = {4}; }
    return test::scriptedJob(scripted);
}

ui::DifferencePanel* differenceOf(ShownWindow& w) { return w.window.findChild<ui::DifferencePanel*>(); }

void startTwin(ShownWindow& w, const run::SettingChange& difference, Begin begin = Begin::Playing)
{
    QTRY_VERIFY(w.session().history().hasStarted());
    twinOf(w).start(w.session().config(), difference, begin);
}

bool areEqual(ShownWindow& w) { return w.session().history().lastStep() == twinOf(w).history().lastStep(); }

} // namespace

class TestTwin final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theMenuAsksForTheSettingAndStartsBothFromTheBeginning()
    {
        ShownWindow w(quietLaunch(true));
        QTRY_VERIFY(w.steps() > 50);
        menuAction(w, "Train a t&win...")->trigger();
        auto* dialog = w.find<QDialog>("twinDialog");
        QTRY_VERIFY(dialog->isVisible());
        QCOMPARE(w.find<QComboBox>("twinField")->currentData().toString(), QString("method"));
        QCOMPARE(w.find<QComboBox>("twinValue")->currentData().toString(), QString("ste"));
        w.click("twinStart");
        QVERIFY(twinOf(w).isOn());
        QTRY_VERIFY(twinOf(w).equalSteps() > 100);
        QCOMPARE(twinOf(w).history().start().config.method, std::string("ste"));
        QCOMPARE(w.session().history().start().config.method, std::string("cpq"));
        QCOMPARE(w.session().history().steps().front().index, twinOf(w).history().steps().front().index);
        QVERIFY(!twinOf(w).firstDifferentStep());
        const QString story = twinOf(w).story();
        QVERIFY2(
            story.startsWith("Twin: Method ste (here cpq), same seed, same first weights, same batches: equal for "),
            qPrintable(story));
    }

    void startBothStartsBothAlsoWhenTheRunIsPaused()
    {
        ShownWindow w(quietLaunch(true));
        QTRY_VERIFY(w.steps() > 50);
        w.session().pause();
        menuAction(w, "Train a t&win...")->trigger();
        QTRY_VERIFY(w.find<QDialog>("twinDialog")->isVisible());
        w.click("twinStart");
        QTRY_VERIFY(twinOf(w).equalSteps() > 10);
    }

    void theKeyCAsksForATwinAndTakesItAway()
    {
        ShownWindow w(quietLaunch(false));
        QTRY_VERIFY(w.session().history().hasStarted());
        w.focusHistogram();
        QTest::keyClick(w.window.focusWidget(), Qt::Key_C);
        QTRY_VERIFY(w.find<QDialog>("twinDialog")->isVisible());
        QTest::keyClick(w.find<QDialog>("twinDialog"), Qt::Key_Return);
        QTRY_VERIFY(twinOf(w).isOn());
        w.focusHistogram();
        QTest::keyClick(w.window.focusWidget(), Qt::Key_C);
        QVERIFY(!twinOf(w).isOn());
    }

    void theDialogRefusesWhatIsNoRun()
    {
        ShownWindow w(quietLaunch(false));
        QTRY_VERIFY(w.session().history().hasStarted());
        menuAction(w, "Train a t&win...")->trigger();
        auto* field = w.find<QComboBox>("twinField");
        field->setCurrentIndex(field->findData("bits"));
        auto* value = w.find<QLineEdit>("twinValue");
        value->setText("99");
        Q_EMIT value->textEdited("99");
        QVERIFY(!w.find<QPushButton>("twinStart")->isEnabled());
        QVERIFY2(w.find<QLabel>("twinIssue")->text().contains("99"), qPrintable(w.find<QLabel>("twinIssue")->text()));
        for (const char* no : {"threads", "device", "data", "network", "snapshot_every"}) {
            QCOMPARE(field->findData(no), -1);
        }
    }

    void pauseStepAndPlayActOnBoth()
    {
        ShownWindow w(quietLaunch(false));
        startTwin(w, {"method", "ste"}, Begin::Paused);
        QTRY_VERIFY(twinOf(w).history().hasStarted());
        QVERIFY(w.session().isPaused());
        w.click("step");
        QTRY_COMPARE(w.steps(), std::size_t(1));
        QTRY_VERIFY(twinOf(w).history().steps().size() == 1);
        w.click("play");
        QTRY_VERIFY(w.steps() > 100);
        w.click("play");
        w.click("step"); // after the step that it was on
        QTRY_VERIFY(w.session().isPaused() && areEqual(w) && twinOf(w).equalSteps() == w.steps());
        QVERIFY(!twinOf(w).firstDifferentStep());
    }

    void resetStartsBothAgain()
    {
        ShownWindow w(quietLaunch(true));
        startTwin(w, {"method", "ste"});
        QTRY_VERIFY(twinOf(w).equalSteps() > 200);
        w.session().pause();
        QTRY_VERIFY(areEqual(w));
        w.click("reset");
        QVERIFY(twinOf(w).isOn());
        QCOMPARE(twinOf(w).equalSteps(), std::size_t(0));
        w.click("step");
        QTRY_COMPARE(twinOf(w).equalSteps(), std::size_t(1));
    }

    void otherBatchesAreSaidPlainly_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("story");
        QTest::newRow("another seed")
            << "seed"
            << "7"
            << "Twin: Random seed 7 (here 1), other first weights, but other batches from step −49 on.";
        QTest::newRow("another size")
            << "batch_size"
            << "16"
            << "Twin: Batch size 16 (here 128), same first weights, but other batches from step −49 on.";
    }
    void otherBatchesAreSaidPlainly()
    {
        QFETCH(QString, key);
        QFETCH(QString, value);
        QFETCH(QString, story);
        ShownWindow w(quietLaunch(true));
        startTwin(w, {key.toStdString(), value.toStdString()});
        QTRY_VERIFY(twinOf(w).firstDifferentStep());
        QCOMPARE(twinOf(w).story(), story);
        w.find<ui::MessageBar>("messageBar")->dismiss(); // the note on what the outlines are
        QTRY_COMPARE(w.message(), story);
    }

    void theTwinIsDrawnAndItsDifferenceIsSaid()
    {
        ShownWindow w(quietLaunch(true, quickConfig(400)), slowerWithSte);
        QVERIFY(!differenceOf(w)->isVisible());
        startTwin(w, {"method", "ste"});
        QTRY_VERIFY(w.session().hasEnded() && twinOf(w).history().end());
        auto& histogram = w.find<ui::Workspace>("workspace")->histogram()->panel();
        auto& beside = dynamic_cast<ui::HistogramPanel&>(histogram);
        QTRY_VERIFY2(histogram.summary().endsWith(beside.otherHero().sentence() + "."),
                     qPrintable(histogram.summary()));
        QVERIFY(beside.other().isVisible());
        const auto axesOf = [](const ui::HistogramView& view) {
            return std::tuple(view.axes().low, view.axes().high, view.axes().latentTop, view.axes().quantizedTop);
        };
        QVERIFY(axesOf(beside.other()) == axesOf(beside.histogram()));
        QVERIFY(beside.histogram().legend().isEmpty());
        menuAction(w, "&Side by side")->trigger();
        QVERIFY(!beside.other().isVisible());
        QVERIFY2(histogram.summary().endsWith(" The outline is twin: ste."), qPrintable(histogram.summary()));
        auto* difference = differenceOf(w);
        QVERIFY(difference->isVisible());
        QTRY_VERIFY2(difference->summary().startsWith("Step 400: clustering score"), qPrintable(difference->summary()));
        QCOMPARE(difference->accessibleDescription(), difference->summary());
        QCOMPARE(difference->accessibleName(), QString("Difference"));
        QVERIFY(!difference->summary().contains(" 0.00;"));
        menuAction(w, "&Take it away")->trigger();
        QVERIFY(!difference->isVisible());
        QVERIFY(!histogram.summary().contains("outline"));
    }

    void equalSettingsGiveNoDifferenceAtAnyStep()
    {
        ShownWindow w(quietLaunch(true, quickConfig(300)));
        startTwin(w, {"method", "cpq"});
        QTRY_VERIFY(w.session().hasEnded() && twinOf(w).history().end());
        const auto ours = w.session().history().snapshots();
        const auto all = run::differences(ours, twinOf(w).history().snapshots(), 1);
        QCOMPARE(all.distance.size(), ours.size()); // every one has its partner
        for (const auto& point : all.distance) { QCOMPARE(point.y, 0.0); }
        for (const auto& point : all.score) { QCOMPARE(point.y, 0.0); }
    }

    void aSettingChangedOnTheWayReachesBoth()
    {
        ShownWindow w(quietLaunch(false));
        startTwin(w, {"method", "ste"}, Begin::Paused);
        QTRY_VERIFY(twinOf(w).history().hasStarted());
        Q_EMIT w.find<ui::SettingsForm>("settingsForm")->liveEdited("sigma", "0.2");
        w.click("step");
        QTRY_COMPARE(w.session().history().marks().size(), std::size_t(1));
        QTRY_COMPARE(twinOf(w).history().marks().size(), std::size_t(1));
        QCOMPARE(twinOf(w).history().marks()[0].step, w.session().history().marks()[0].step);
        QCOMPARE(twinOf(w).history().marks()[0].to, std::string("0.2"));
    }

    void aTwinThatFailsSaysSoAndTheRunGoesOn()
    {
        ShownWindow w(quietLaunch(true), [](const run::RunConfig& config) -> run::Job {
            if (config.method != "ste") { return test::scriptedJob(config); }
            return [](run::Control&, run::Sink&) { throw NumericsError("The loss became NaN at step 3."); };
        });
        startTwin(w, {"method", "ste"});
        QTRY_COMPARE(twinOf(w).story(),
                     QString("Twin: Method ste (here cpq). It has failed: The loss became NaN at step 3."));
        QTRY_VERIFY(w.steps() > 100);
    }

    void aTwinThatCannotBeMadeLeavesTheRunAsItIs()
    {
        ShownWindow w(quietLaunch(true));
        QTRY_VERIFY(w.steps() > 100);
        QVERIFY_EXCEPTION_THROWN(twinOf(w).start(w.session().config(), {"bits", "99"}, Begin::Playing), ConfigError);
        QVERIFY(!twinOf(w).isOn());
        const auto before = w.steps();
        QTRY_VERIFY(w.steps() > before);
    }

    void anotherRunEndsTheTwin()
    {
        ShownWindow w(quietLaunch(true));
        startTwin(w, {"method", "ste"});
        QTRY_VERIFY(twinOf(w).equalSteps() > 10);
        w.window.conductor().perform("start", "spirals");
        QVERIFY(!twinOf(w).isOn());
        QTRY_VERIFY(w.steps() > 100); // and nobody waits for it
    }

    void takenAwayWhileItRunsTheRunGoesOnAlone()
    {
        ShownWindow w(quietLaunch(true));
        startTwin(w, {"method", "ste"});
        QTRY_VERIFY(twinOf(w).equalSteps() > 10);
        w.window.comparison().remove();
        const auto before = w.steps();
        QTRY_VERIFY(w.steps() > before + 100);
        QVERIFY(!differenceOf(w)->isVisible());
    }

    void theWindowClosesWithinASecond_data()
    {
        QTest::addColumn<bool>("isPaused");
        QTest::newRow("while both play") << false;
        QTest::newRow("while the twin waits for a paused run") << true;
    }
    void theWindowClosesWithinASecond()
    {
        QFETCH(bool, isPaused);
        QElapsedTimer clock;
        {
            ShownWindow w(quietLaunch(true));
            startTwin(w, {"method", "ste"});
            QTRY_VERIFY(twinOf(w).equalSteps() > 10);
            if (isPaused) {
                w.session().pause();
                QTRY_VERIFY(areEqual(w));
            }
            clock.start();
            w.window.close();
        }
        QVERIFY2(clock.elapsed() < 1000, qPrintable(QString::number(clock.elapsed())));
    }
};

QTEST_MAIN(TestTwin)
#include "tst_twin.moc"
