// SPDX-License-Identifier: GPL-3.0-or-later
// Reset, play, step and pace, pressed as a user presses them.
#include "tests/ui/window_fixture.h"

#include "core/base/error.h"

#include <QAction>
#include <QComboBox>
#include <QSignalSpy>

#include <atomic>
#include <thread>

using namespace gridscope;
using test::ShownWindow;

namespace {

constexpr int actMilliseconds = 100; // issue 2: each acts within this at full training speed

// One step takes this long, whatever pace is asked.
run::Job slowJob(const run::RunConfig& config, std::chrono::milliseconds duration)
{
    return [config, duration](run::Control& control, run::Sink& sink) {
        sink.onStart(test::scriptedStart(config));
        for (std::int64_t step = 1; control.keepGoing(); ++step) {
            std::this_thread::sleep_for(duration); // the work itself, on the worker's thread
            sink.onStep({step, 0, 1, 1});
        }
    };
}

// Tells how many steps it has made, and that it waits in a pause.
run::Job countingJob(const run::RunConfig& config, std::atomic<std::int64_t>& made, std::atomic<bool>& waits)
{
    return [config, &made, &waits](run::Control& control, run::Sink& sink) {
        sink.onStart(test::scriptedStart(config));
        while (control.keepGoing([&] { waits = true; })) {
            waits = false;
            sink.onStep({made + 1, 0, 1, 1});
            ++made;
        }
    };
}

// All its steps are done; then the test set takes as long as `isJudging` says.
run::Job judgingJob(const run::RunConfig& config, const std::atomic<bool>& isJudging)
{
    return [config, &isJudging](run::Control& control, run::Sink& sink) {
        sink.onStart(test::scriptedStart(config));
        for (std::int64_t step = 1; step <= config.steps && control.keepGoing(); ++step) {
            sink.onStep({step, 0, 1, 1});
        }
        while (isJudging && !control.isStopping()) { std::this_thread::yield(); }
        sink.onEnd({run::End::How::Finished, ""});
    };
}

QAction* menuAction(ShownWindow& w, const QString& text)
{
    for (QAction* action : w.window.findChildren<QAction*>()) {
        if (action->text() == text) { return action; }
    }
    return nullptr;
}

} // namespace

class TestTransport final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void playButtonPausesAndGoesOn()
    {
        std::atomic<bool> waits = false;
        std::atomic<std::int64_t> made = 0;
        ShownWindow w(test::quietLaunch(true),
                      [&](const run::RunConfig& config) { return countingJob(config, made, waits); });
        QTRY_VERIFY(w.steps() > 10);
        w.click("play");
        QVERIFY(w.session().isPaused());
        QTRY_COMPARE(w.find<QToolButton>("play")->text(), "Play");
        QTRY_VERIFY(waits); // at its pause, and not before, the job says that it waits
        const auto paused = made.load();
        QTRY_COMPARE(std::int64_t(w.steps()), paused);
        QVERIFY(w.session().isPaused());
        w.click("play");
        QTRY_VERIFY(std::int64_t(w.steps()) > paused);
        QCOMPARE(w.find<QToolButton>("play")->text(), "Pause");
    }

    void spaceOnAChartPlaysAndPauses()
    {
        ShownWindow w(test::quietLaunch(true));
        QTRY_VERIFY(w.steps() > 10);
        w.focusHistogram();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QVERIFY(w.session().isPaused());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QVERIFY(w.session().isPlaying());
    }

    void spaceOnAButtonPressesThatButton()
    {
        ShownWindow w(test::quietLaunch(false));
        QTRY_VERIFY(w.session().history().hasStarted());
        w.find<QToolButton>("step")->setFocus();
        QTest::keyClick(w.find<QToolButton>("step"), Qt::Key_Space);
        QTRY_COMPARE(w.steps(), 1);
        QTRY_VERIFY(w.session().isPaused());
    }

    void keysReachTheTransport()
    {
        ShownWindow w(test::quietLaunch(false));
        QTRY_VERIFY(w.session().history().hasStarted());
        QTest::keyClick(&w.window, Qt::Key_F10);
        QTRY_COMPARE(w.steps(), 1);
        QTest::keyClick(&w.window, Qt::Key_Period);
        QTRY_COMPARE(w.steps(), 2);
        QTest::keyClick(&w.window, Qt::Key_F5);
        QVERIFY(w.session().isPlaying());
        QTest::keyClick(&w.window, Qt::Key_F5);
        QVERIFY(w.session().isPaused());
    }

    void stepGoesExactlyThatFar_data()
    {
        QTest::addColumn<QString>("by");
        QTest::addColumn<int>("steps");
        QTest::newRow("one batch") << "by 1 batch" << 1;
        QTest::newRow("ten") << "by 10" << 10;
        QTest::newRow("a hundred") << "by 100" << 100;
        QTest::newRow("an epoch") << "by epoch" << 430; // of the scripted run
    }
    void stepGoesExactlyThatFar()
    {
        QFETCH(QString, by);
        QFETCH(int, steps);
        ShownWindow w(test::quietLaunch(false));
        QTRY_VERIFY(w.session().history().hasStarted());
        auto* box = w.find<QComboBox>("stepBy");
        box->setCurrentText(by);
        QCOMPARE(box->currentText(), by);
        for (const int expected : {steps, 2 * steps}) {
            w.click("step");
            QTRY_VERIFY(w.session().isPaused() && int(w.steps()) >= expected);
            QTest::qWait(60); // more would come now
            QCOMPARE(int(w.steps()), expected);
        }
        const auto last = w.session().history().lastStep();
        const QString shown = QString::number(last) + " / "; // of the float phase, too: it counts up to 0
        QVERIFY2(w.find<ui::Tile>("stepCounter")->value().startsWith(shown),
                 qPrintable(w.find<ui::Tile>("stepCounter")->value()));
    }

    void eachActsWithin100MillisecondsAtFullSpeed()
    {
        ShownWindow w(test::quietLaunch(true));
        QTRY_VERIFY(w.steps() > 10);
        w.click("play");
        QTRY_COMPARE_WITH_TIMEOUT(w.find<ui::Lamp>("lamp")->state(), ui::Lamp::State::Paused, actMilliseconds);
        const auto paused = w.steps();
        w.click("step");
        QTRY_VERIFY_WITH_TIMEOUT(w.steps() > paused, actMilliseconds);
        w.click("play");
        QTRY_VERIFY_WITH_TIMEOUT(w.steps() > paused + 2, actMilliseconds);
        const QSignalSpy begun(&w.session(), &ui::RunSession::started);
        w.click("reset");
        QTRY_VERIFY_WITH_TIMEOUT(!begun.empty() && w.steps() > 0, actMilliseconds);
    }

    void resetRepeatsTheFirstLosses()
    {
        ShownWindow w(test::quietLaunch(true));
        QTRY_VERIFY(w.steps() > 100);
        const auto loss = w.session().history().steps()[99].trainLoss;
        QTest::keyClick(&w.window, Qt::Key_F5, Qt::ShiftModifier);
        QVERIFY(w.steps() < 100);
        QTRY_VERIFY(w.steps() > 100);
        QCOMPARE(w.session().history().steps()[99].trainLoss, loss);
    }

    void newSeedChangesTheSeedOnly()
    {
        ShownWindow w(test::quietLaunch(true));
        QTRY_VERIFY(w.steps() > 10);
        run::RunConfig before = w.session().config();
        QTest::keyClick(&w.window, Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(w.session().config().seed >= 1);
        before.seed = w.session().config().seed;
        QVERIFY(w.session().config() == before);
    }

    void paceSliderSetsThePace()
    {
        ShownWindow w(test::quietLaunch(true));
        auto* slider = w.find<QSlider>("pace");
        auto* text = w.find<QLabel>("paceText");
        QCOMPARE(text->text(), "max");
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_Home);
        QCOMPARE(w.session().pace(), 0.5);
        QCOMPARE(text->text(), "0.5 steps/s");
        QTest::keyClick(&w.window, Qt::Key_BracketRight);
        QCOMPARE(w.session().pace(), 0.75);
        QTest::keyClick(slider, Qt::Key_End);
        QTest::keyClick(&w.window, Qt::Key_BracketLeft);
        QCOMPARE(text->text(), "1,000 steps/s");
    }

    void saysWhenTrainingIsSlowerThanAsked()
    {
        auto options = test::quietLaunch(true);
        options.pace = 1000;
        ShownWindow w(options,
                      [](const run::RunConfig& config) { return slowJob(config, std::chrono::milliseconds(10)); });
        QTRY_VERIFY(w.find<QLabel>("paceText")->text().startsWith("asked 1,000, got "));
        QTest::keyClick(&w.window, Qt::Key_F5);
        QTRY_COMPARE(w.find<QLabel>("paceText")->text(), "1,000 steps/s");
    }

    void afterTheEndResetPlaysAgain()
    {
        ShownWindow w(test::quietLaunch(true, test::quickConfig(30)));
        QTRY_VERIFY(w.session().hasEnded());
        QVERIFY(!w.find<QToolButton>("play")->isEnabled());
        QCOMPARE(w.find<ui::Lamp>("lamp")->state(), ui::Lamp::State::Ended);
        w.click("reset");
        QVERIFY(!w.session().hasEnded());
        QTRY_VERIFY(w.session().hasEnded());
    }

    void atTheEndNoKeyStartsAnotherRun()
    {
        ShownWindow w(test::quietLaunch(true, test::quickConfig(30)));
        QTRY_VERIFY(w.session().hasEnded());
        QVERIFY(!menuAction(w, "&Play")->isEnabled());
        for (const Qt::Key key : {Qt::Key_F5, Qt::Key_Space}) {
            w.focusHistogram();
            QTest::keyClick(QApplication::focusWidget(), key);
            QVERIFY(w.session().hasEnded());
            QVERIFY2(w.message().startsWith("This run is at its end."), qPrintable(w.message()));
            w.click("dismissMessage");
        }
        QTest::keyClick(&w.window, Qt::Key_F5, Qt::ShiftModifier);
        QVERIFY(!w.session().hasEnded());
        QVERIFY(menuAction(w, "&Pause")->isEnabled());
    }

    void whileTheTestSetIsEvaluatedNothingSaysThatItRuns()
    {
        std::atomic<bool> isJudging = true;
        ShownWindow w(test::quietLaunch(true, test::quickConfig(30)),
                      [&](const run::RunConfig& config) { return judgingJob(config, isJudging); });
        QTRY_COMPARE(w.find<ui::Lamp>("lamp")->state(), ui::Lamp::State::Evaluating);
        QVERIFY(!w.find<QToolButton>("play")->isEnabled() && !w.find<QToolButton>("step")->isEnabled());
        const QString status = w.find<ui::ElidedLabel>("status")->text();
        QVERIFY2(status.startsWith("evaluating the test set"), qPrintable(status));
        isJudging = false;
        QTRY_COMPARE(w.find<ui::Lamp>("lamp")->state(), ui::Lamp::State::Ended);
        QVERIFY(!w.find<ui::ElidedLabel>("status")->text().contains("evaluating"));
    }

    void aRunThatFailedAtOnceDoesNotPromiseThatPlayHelps()
    {
        ShownWindow w(test::quietLaunch(true), [](const run::RunConfig&) -> run::Job {
            return [](run::Control&, run::Sink&) { throw FileError("Line 3, column 2 of bad.csv is \"oops\"."); };
        });
        QTRY_COMPARE(w.find<ui::Lamp>("lamp")->state(), ui::Lamp::State::Failed);
        for (ui::PanelFrame* frame : w.find<ui::Workspace>("workspace")->frames()) {
            if (!frame->panel().isVisible()) { continue; }
            QVERIFY2(frame->panel().summary().startsWith("The run failed before its first step."),
                     qPrintable(frame->panel().summary()));
        }
    }
};

QTEST_MAIN(TestTransport)
#include "tst_transport.moc"
