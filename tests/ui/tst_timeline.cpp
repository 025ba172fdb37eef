// SPDX-License-Identifier: GPL-3.0-or-later
// One timeline for all views: what it shows, which steps it finds, and how it is moved by keys, mouse and replay.
#include "core/base/wording.h"
#include "tests/ui/window_fixture.h"

#include <QAccessible>
#include <QSignalSpy>

#include <cmath>

using namespace gridscope;
using test::ShownWindow;

namespace {

run::RunConfig scratchConfig(int steps, int every = 5)
{
    run::RunConfig config = test::quickConfig(steps);
    config.start = "scratch";
    config.snapshotEvery = every;
    return config;
}

std::shared_ptr<run::History> recordedHistory(int steps)
{
    return std::make_shared<run::History>(test::scriptedHistory(scratchConfig(steps), steps));
}

// A window that shows a recorded run of 400 steps, snapshots at 1, 5, 10, ..., with three marks.
class RecordedWindow : public ShownWindow {
public:
    explicit RecordedWindow(int steps = 400) : ShownWindow(test::quietLaunch(false))
    {
        const auto history = recordedHistory(steps);
        session().showRecorded(*history, QStringLiteral("/nowhere/demo.gridscope"));
        run::Backlog marks;
        marks.onMark({103, run::Mark::Kind::Setting, "", "sigma", "0.33", "0.1"});
        marks.onMark({200, run::Mark::Kind::Best, "", "best quantized accuracy", "", "80.0 %"});
        marks.onMark({300, run::Mark::Kind::Best, "", "best quantized accuracy", "", "81.0 %"});
        marks.onMark({350, run::Mark::Kind::Bookmark, "", "look here", "", ""});
        session().append(marks);
    }
    ui::TimelineBar* bar() { return find<ui::TimelineBar>("timelineBar"); }
    ui::Playback& playback() { return window.playback(); }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(bar(), key, modifiers); }
    std::int64_t shown() { return playback().shownStep(); }
    QString position() { return find<QLabel>("timelinePosition")->text(); }
    QString counter() { return find<ui::Tile>("stepCounter")->value(); }
    ui::PanelFrame* frame(const char* view) { return find<ui::Workspace>("workspace")->frame(view); }
};

} // namespace

class TestTimeline final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void arrowsMoveByKeptStepsAndShiftByTen()
    {
        RecordedWindow w;
        QCOMPARE(w.shown(), 400);
        w.key(Qt::Key_Left);
        QCOMPARE(w.shown(), 395);
        w.key(Qt::Key_Left, Qt::ShiftModifier);
        QCOMPARE(w.shown(), 345);
        w.key(Qt::Key_Right);
        QCOMPARE(w.shown(), 350);
        w.key(Qt::Key_PageDown);
        QVERIFY(!w.playback().step()); // the end, and no further
        w.key(Qt::Key_Home);
        QCOMPARE(w.shown(), 1);
        w.key(Qt::Key_Left);
        QCOMPARE(w.shown(), 1);
        w.key(Qt::Key_End);
        QVERIFY(!w.playback().step());
    }

    void theSameKeysWorkFromAnywhereInTheWindow()
    {
        RecordedWindow w;
        w.focusHistogram();
        QTest::keyClick(&w.window, Qt::Key_Home);
        QCOMPARE(w.shown(), 1);
        QTest::keyClick(&w.window, Qt::Key_Right);
        QCOMPARE(w.shown(), 5);
        QTest::keyClick(&w.window, Qt::Key_L);
        QCOMPARE(*w.playback().asked(), 103);
        QTest::keyClick(&w.window, Qt::Key_End);
        QVERIFY(!w.playback().step());
    }

    void jAndLJumpBetweenMarksAndSkipWhatWasBeatenLater()
    {
        RecordedWindow w;
        w.key(Qt::Key_J);
        QCOMPARE(w.shown(), 350);
        w.key(Qt::Key_J);
        QCOMPARE(w.shown(), 300); // of the two best accuracies the later
        w.key(Qt::Key_J);
        QCOMPARE(*w.playback().asked(), 103);
        QCOMPARE(w.shown(), 100);
        QVERIFY2(w.position().contains("nearest kept: 100"), qPrintable(w.position()));
        w.key(Qt::Key_L);
        QCOMPARE(w.shown(), 300);
        w.key(Qt::Key_L);
        w.key(Qt::Key_L);
        QVERIFY(!w.playback().step());
    }

    void allViewsShowTheOneStep()
    {
        RecordedWindow w;
        w.playback().seek(222);
        QCOMPARE(w.shown(), 220);
        const QString step = "220";
        QVERIFY2(w.counter().startsWith(step), qPrintable(w.counter()));
        QVERIFY2(w.message().startsWith("Step 220 of 400"), qPrintable(w.message()));
        QVERIFY2(w.frame("histogram")->panel().summary().contains("at step " + step),
                 qPrintable(w.frame("histogram")->panel().summary()));
        QVERIFY2(w.frame("loss")->panel().summary().contains("at step " + step),
                 qPrintable(w.frame("loss")->panel().summary()));
        const auto* evaluation = w.session().history().evaluationAt("validation", 220);
        QVERIFY(evaluation != nullptr && evaluation->step == 200);
        QVERIFY2(w.frame("accuracy")->panel().summary().contains("at step 200"),
                 qPrintable(w.frame("accuracy")->panel().summary()));
        const QString strip = w.frame("layers")->panel().summary();
        w.playback().seek(20);
        QVERIFY(w.frame("layers")->panel().summary() != strip);
        QVERIFY2(w.frame("histogram")->panel().summary().contains("at step 20:"),
                 qPrintable(w.frame("histogram")->panel().summary()));
    }

    void aLiveRunGoesOnBehindThePast()
    {
        ShownWindow w(test::quietLaunch(true, scratchConfig(10'000'000)));
        QTRY_VERIFY(w.window.session().history().snapshots().size()
                    > 3); // else the first is the newest, and that is live
        w.window.playback().seekFirst();
        const std::int64_t shown = w.window.playback().shownStep();
        const std::size_t before = w.steps();
        QTRY_VERIFY(w.steps() > before + 100);
        QCOMPARE(w.window.playback().shownStep(), shown);
        QCOMPARE(w.find<ui::Lamp>("lamp")->state(), ui::Lamp::State::Past);
        QVERIFY2(w.message().contains("End = live"), qPrintable(w.message()));
        QVERIFY(w.find<ui::Tile>("stepCounter")->value().startsWith(QString::fromStdString(run::thousands(shown))));
        w.click("toEnd");
        QCOMPARE(w.find<ui::Lamp>("lamp")->state(), ui::Lamp::State::Live);
        QVERIFY2(!w.message().contains("End = live"), qPrintable(w.message()));
    }

    void theMouseSeeksAndAClickOnAMarkHitsIt()
    {
        RecordedWindow w;
        auto* bar = w.bar();
        const auto at = [&](std::int64_t step, int y) { return QPoint(int(std::lround(bar->pixelOfStep(step))), y); };
        QTest::mouseClick(bar, Qt::LeftButton, {}, at(200, bar->height() * 2 / 3));
        QVERIFY2(std::abs(double(w.shown() - 200)) <= 5, qPrintable(QString::number(w.shown())));
        QTest::mouseClick(bar, Qt::LeftButton, {}, at(103, 4) + QPoint(3, 0));
        QCOMPARE(*w.playback().asked(), 103);
        QVERIFY(bar->hoverText(bar->pixelOfStep(103)).contains("sigma 0.33"));
        QVERIFY(bar->hoverText(bar->pixelOfStep(350)).contains("look here"));
        QVERIFY(bar->height() >= 24);
    }

    void theReplayRunsAtItsSpeedBothWaysAndInALoop()
    {
        RecordedWindow w; // 0.025 s a step: 400 steps are 10 s
        ui::Playback& p = w.playback();
        p.play(ui::Playback::Direction::Forwards); // from the end: begins anew
        QCOMPARE(w.shown(), 1);
        p.advance(2.5);
        QVERIFY2(std::abs(double(w.shown() - 101)) <= 6, qPrintable(QString::number(w.shown())));
        p.setSpeed(2);
        p.advance(2.5);
        QVERIFY2(std::abs(double(w.shown() - 301)) <= 8, qPrintable(QString::number(w.shown())));
        p.play(ui::Playback::Direction::Backwards);
        p.advance(2.5);
        QVERIFY2(std::abs(double(w.shown() - 101)) <= 12, qPrintable(QString::number(w.shown())));
        p.advance(60);
        QCOMPARE(w.shown(), 1);
        QVERIFY(!p.isPlaying());
        p.setLooping(true);
        p.play(ui::Playback::Direction::Forwards);
        p.advance(60);
        QCOMPARE(w.shown(), 1);
        QVERIFY(p.isPlaying());
        p.setLooping(false);
        p.advance(60);
        QVERIFY(!p.step() && !p.isPlaying());
    }

    void spaceAndTheButtonsReplayARecordedRun()
    {
        RecordedWindow w;
        w.find<ui::Timeline>("timeline")->setSpeed(10);
        QTest::keyClick(w.bar(), Qt::Key_Space);
        QVERIFY(w.playback().isPlaying());
        QTRY_VERIFY(w.shown() > 20);
        w.click("replay");
        QVERIFY(!w.playback().isPlaying());
        const std::int64_t here = w.shown();
        w.click("replayBack");
        QTRY_VERIFY(w.shown() < here);
        w.click("play"); // the big one, too
        QVERIFY(!w.playback().isPlaying());
        QTRY_VERIFY(w.find<QComboBox>("replaySpeed")->count() >= 9);
        QCOMPARE(w.playback().speed(), 10.0);
    }

    void screenReadersFindASliderWithItsStep()
    {
        RecordedWindow w;
        w.playback().seek(220);
        QAccessibleInterface* face = QAccessible::queryAccessibleInterface(w.bar());
        QVERIFY(face != nullptr);
        QCOMPARE(face->role(), QAccessible::Slider);
        QVERIFY(face->text(QAccessible::Name).startsWith("Timeline"));
        QCOMPARE(face->text(QAccessible::Description), "Step 220 of 400");
        QAccessibleValueInterface* value = face->valueInterface();
        QVERIFY(value != nullptr);
        QCOMPARE(value->currentValue().toInt(), 220);
        value->setCurrentValue(100);
        QCOMPARE(w.shown(), 100);
        QVERIFY(w.bar()->focusPolicy() == Qt::StrongFocus);
    }

    void anotherRunBeginsAtItsEnd()
    {
        RecordedWindow w;
        w.playback().seek(100);
        w.session().showRecorded(*recordedHistory(50), QStringLiteral("/nowhere/other.gridscope"));
        QVERIFY(!w.playback().step());
        QVERIFY2(w.message().startsWith("other: "), qPrintable(w.message()));
    }

    void aSeekShowsAllViewsSoonOnALongRun()
    {
        constexpr int snapshots = 10'000;
        constexpr double generous = 200; // milliseconds, on a busy machine; the bench prints what it is
        ShownWindow w(test::quietLaunch(false));
        w.window.resize(1600, 1000);
        w.session().showRecorded(*recordedHistory(5 * snapshots), QStringLiteral("/nowhere/long.gridscope"));
        w.window.grab();
        std::vector<double> times;
        for (int i = 1; i <= 20; ++i) {
            QElapsedTimer timer;
            timer.start();
            w.window.playback().seek(5 * snapshots * i / 21);
            w.window.grab(); // painted, not only told
            times.push_back(double(timer.nsecsElapsed()) / 1e6);
        }
        std::ranges::sort(times);
        qInfo("a seek in a run of %d snapshots, painted: median %.1f ms, longest %.1f ms", snapshots, times[10],
              times.back());
        QVERIFY(times[10] < generous);
    }
};

QTEST_MAIN(TestTimeline)
#include "tst_timeline.moc"
