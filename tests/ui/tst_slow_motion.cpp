// SPDX-License-Identifier: GPL-3.0-or-later
// One step in slow motion: five phases of one weight, forward and back, through the real window.
#include "tests/ui/window_fixture.h"
#include "ui/chart/weight_numbers.h"
#include "ui/panel/microscope_panel.h"

#include <QListWidget>

using namespace gridscope;
using test::ShownWindow;
using ui::StepPhase;

namespace {

run::RunConfig everyStep()
{
    run::RunConfig config = test::quickConfig();
    config.start = "scratch";
    config.snapshotEvery = 1;
    return config;
}

void stepTo(ShownWindow& w, std::int64_t step)
{
    QTRY_VERIFY(w.session().isPaused() && w.session().history().hasStarted());
    for (std::int64_t done = w.session().history().lastStep(); done < step; ++done) {
        w.session().step(1);
        QTRY_VERIFY(w.session().isPaused() && w.session().history().lastStep() == done + 1);
    }
}

ui::PhaseBar& phases(ShownWindow& w) { return w.find<ui::Workspace>("workspace")->phases(); }
ui::MicroscopePanel& microscopeOf(ShownWindow& w) { return *w.window.findChild<ui::MicroscopePanel*>(); }
QString sentence(ShownWindow& w) { return phases(w).sentence(); }
void press(ShownWindow& w, Qt::Key key) { QTest::keyClick(&w.window, key); }

} // namespace

class TestSlowMotion final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fivePhasesSayWhatHappensToTheWeight()
    {
        ShownWindow w(test::quietLaunch(false, everyStep()));
        stepTo(w, 4);
        press(w, Qt::Key_S);
        QVERIFY(phases(w).isVisible() && phases(w).isOn());
        const run::History& history = w.session().history();
        const std::size_t layer = 2; // fc1, the largest
        const std::size_t chosen = microscopeOf(w).chosen();
        const auto weightOf = [&](std::int64_t step) {
            return double(history.snapshotAt(step)->layers[layer].followed[chosen]);
        };
        const QString before = ui::digits(weightOf(3));
        const QString after = ui::digits(weightOf(4));
        QVERIFY2(sentence(w).contains(before), qPrintable(sentence(w)));
        QCOMPARE(phases(w).phase(), StepPhase::PickLevel);
        press(w, Qt::Key_PageDown);
        QVERIFY2(sentence(w).contains(QString::number(history.steps()[3].trainLoss, 'f', 4)), qPrintable(sentence(w)));
        press(w, Qt::Key_PageDown);
        QVERIFY2(sentence(w).contains("Back through the rounding"), qPrintable(sentence(w)));
        press(w, Qt::Key_PageDown);
        QVERIFY2(sentence(w).contains(before) && sentence(w).contains(after), qPrintable(sentence(w)));
        press(w, Qt::Key_PageDown);
        QCOMPARE(phases(w).phase(), StepPhase::NewLevel);
        QVERIFY2(sentence(w).contains("Rounded again"), qPrintable(sentence(w)));
        press(w, Qt::Key_PageUp);
        QCOMPARE(phases(w).phase(), StepPhase::Move);
        QVERIFY(microscopeOf(w).summary().startsWith("Move. "));
    }

    void itOpensWithAWeightThatHasSomethingToShow()
    {
        ShownWindow w(test::quietLaunch(false, everyStep()));
        stepTo(w, 4);
        press(w, Qt::Key_S);
        const run::History& history = w.session().history();
        const std::size_t layer = 2; // fc1, the largest
        const auto& before = *history.snapshotAt(3);
        const auto& after = *history.snapshotAt(4);
        const double alpha = after.layers[layer].alpha;
        const quantize::Grid grid{after.layers[layer].low, after.layers[layer].high};
        const auto codeAt = [&](const run::Snapshot& s, std::size_t i) {
            return quantize::nearestCode(double(s.layers[layer].followed[i]), s.layers[layer].alpha, grid);
        };
        const auto crosses = [&](std::size_t i) { return codeAt(before, i) != codeAt(after, i); };
        const auto distance = [&](std::size_t i) { // from its grid point, in grid steps; a border is at 0.5
            const double t = double(after.layers[layer].followed[i]) / alpha;
            return std::abs(t - std::round(t));
        };
        const std::size_t chosen = microscopeOf(w).chosen();
        bool anyCrosses = false;
        for (std::size_t i = 0; i < after.layers[layer].followed.size(); ++i) { anyCrosses = anyCrosses || crosses(i); }
        QVERIFY2(anyCrosses ? crosses(chosen) : codeAt(after, chosen) != 0 && distance(chosen) > 0.3,
                 qPrintable(QString("weight %1, code %2, %3 from its point")
                                .arg(chosen)
                                .arg(codeAt(after, chosen))
                                .arg(distance(chosen))));
    }

    void aWeightThatWasChosenByHandStays()
    {
        ShownWindow w(test::quietLaunch(false, everyStep()));
        stepTo(w, 4);
        auto& microscope = microscopeOf(w);
        press(w, Qt::Key_M);
        microscope.list().setCurrentRow(5);
        press(w, Qt::Key_S);
        QCOMPARE(microscope.chosen(), std::size_t(5));
    }

    void plainGradientDescentTellsTheLosssGradient()
    {
        auto config = everyStep();
        config.optimizer = "sgd";
        config.momentum = 0;
        ShownWindow w(test::quietLaunch(false, config));
        stepTo(w, 4);
        press(w, Qt::Key_S);
        press(w, Qt::Key_PageDown);
        press(w, Qt::Key_PageDown);
        QVERIFY2(sentence(w).contains("Here the loss's gradient was "), qPrintable(sentence(w)));
        ui::OneStep step; // moved by -0.03 with the rate 0.1 and the factor 1
        step.before.backward = ui::Backward::Identity;
        step.before.weight = 0.5;
        step.after.weight = 0.47;
        QVERIFY(!step.lossGradient());
        step.plainRate = 0.1;
        QCOMPARE(*step.lossGradient(), 0.3);
    }

    void everyPhaseLooksDifferent()
    {
        ShownWindow w(test::quietLaunch(false, everyStep()));
        stepTo(w, 4);
        press(w, Qt::Key_S);
        std::vector<QImage> pictures;
        for (int i = 0; i < ui::stepPhases; ++i) {
            pictures.push_back(microscopeOf(w).microscope().grab().toImage());
            press(w, Qt::Key_PageDown);
        }
        for (std::size_t i = 1; i < pictures.size(); ++i) {
            QVERIFY2(pictures[i] != pictures[i - 1], qPrintable(QString::number(i)));
        }
    }

    void afterTheLastPhaseComesTheNextStepOfTraining()
    {
        ShownWindow w(test::quietLaunch(false, everyStep()));
        stepTo(w, 4);
        press(w, Qt::Key_S);
        for (int i = 0; i < ui::stepPhases; ++i) { press(w, Qt::Key_PageDown); }
        QTRY_COMPARE(w.session().history().lastStep(), std::int64_t(5));
        QTRY_COMPARE(phases(w).phase(), StepPhase::PickLevel);
        press(w, Qt::Key_PageUp); // back over the border, to the last phase of the step before
        QTRY_COMPARE(phases(w).phase(), StepPhase::NewLevel);
        QCOMPARE(w.window.playback().step(), std::optional<std::int64_t>(4));
        press(w, Qt::Key_PageDown); // and forward again: what was kept, nothing is trained
        QTRY_COMPARE(phases(w).phase(), StepPhase::PickLevel);
        QCOMPARE(w.session().history().lastStep(), std::int64_t(5));
    }

    void itPausesTheRunAndEndsWithTheSameKey()
    {
        ShownWindow w(test::quietLaunch(true, everyStep()));
        QTRY_VERIFY(w.steps() > 5);
        press(w, Qt::Key_S);
        QTRY_VERIFY(w.session().isPaused());
        press(w, Qt::Key_S);
        QVERIFY(!phases(w).isOn());
        QVERIFY(!w.find<QWidget>("phaseForward")->isVisible());
    }

    void theLastStepOfARunSaysSo()
    {
        auto config = everyStep();
        config.steps = 6;
        ShownWindow w(test::quietLaunch(true, config));
        QTRY_VERIFY(w.session().hasEnded());
        press(w, Qt::Key_S);
        for (int i = 0; i < ui::stepPhases; ++i) { press(w, Qt::Key_PageDown); }
        QVERIFY2(w.message().contains("the last step of the run"), qPrintable(w.message()));
    }
};

QTEST_MAIN(TestSlowMotion)
#include "tst_slow_motion.moc"
