// SPDX-License-Identifier: GPL-3.0-or-later
// The window as a whole: how it opens, what it says, what it does with keys and room, and how it closes.
#include "tests/support/own_gaps.h"
#include "tests/ui/cut_text.h"
#include "tests/ui/window_fixture.h"
#include "ui/chart/line_chart.h"
#include "ui/panel/chart_panel.h"
#include "ui/panel/microscope_panel.h"
#include "ui/panel/river_panel.h"
#include "ui/takeaway/screenshot.h"

#include <QAbstractSpinBox>
#include <QAccessible>
#include <QAction>
#include <QComboBox>
#include <QLineEdit>
#include <QListWidget>
#include <QTabWidget>
#include <QTableWidget>
#include <QTemporaryDir>

#include <algorithm>

using namespace gridscope;
using test::ShownWindow;

namespace {

run::Job failingJob(const run::RunConfig& config)
{
    return [config](run::Control&, run::Sink& sink) {
        sink.onStart(test::scriptedStart(config));
        sink.onStep({1, 0, 1, 1});
        throw NumericsError("Loss became NaN at step 1; try a smaller learning rate.");
    };
}

bool canTakeFocus(const QWidget* widget)
{
    return widget->isVisible() && widget->focusPolicy() != Qt::NoFocus && widget->focusProxy() == nullptr;
}

// Parts of Qt's own compound widgets speak through their parent.
bool speaksThroughParent(const QWidget* widget)
{
    const QWidget* parent = widget->parentWidget();
    return qobject_cast<const QAbstractSpinBox*>(parent) != nullptr
           || qobject_cast<const QComboBox*>(parent) != nullptr;
}

} // namespace

class TestMainWindow final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theFirstLaunchMovesWithoutAClick()
    {
        ShownWindow w(test::quietLaunch(true));
        QTRY_VERIFY(w.window.shownStep() > -40);
        QVERIFY(w.window.findChild<ui::HintBubble*>()->isVisible());
        QTest::keyClick(&w.window, Qt::Key_Space);
        QVERIFY(!w.window.findChild<ui::HintBubble*>()->isVisible());
        QVERIFY(w.session().isPaused());
    }

    void laterLaunchesWaitForPlay()
    {
        ShownWindow w(test::quietLaunch(false));
        QTRY_VERIFY(w.message().contains("Press Play"));
        QCOMPARE(w.steps(), 0);
        w.click("play");
        QTRY_VERIFY(w.steps() > 10);
    }

    void saysThatItLoadsAndHowItEnded()
    {
        ShownWindow w(test::quietLaunch(true, test::quickConfig(30)),
                      [](const run::RunConfig& config) { return test::scriptedJob(config); });
        QTRY_VERIFY(w.session().hasEnded());
        QVERIFY2(w.message().contains("10,000 test samples"), qPrintable(w.message()));
        QVERIFY2(w.message().contains("quantized "), qPrintable(w.message()));
    }

    void loadingIsToldBeforeTheRunIsThere()
    {
        ShownWindow w(test::quietLaunch(true), [](const run::RunConfig&) {
            return [](run::Control& control, run::Sink&) {
                while (control.keepGoing()) { std::this_thread::yield(); }
            };
        });
        QTRY_VERIFY(w.session().isLive());
        QVERIFY(w.message().startsWith("Loading the training engine"));
        QCOMPARE(w.find<ui::Lamp>("lamp")->state(), ui::Lamp::State::Loading);
    }

    void fMaximisesAndEscapeReturns()
    {
        ShownWindow w(test::quietLaunch(true));
        QTRY_VERIFY(w.steps() > 10);
        auto* workspace = w.find<ui::Workspace>("workspace");
        workspace->showMicroscope(); // it shares its place with the settings
        for (ui::PanelFrame* frame : workspace->frames()) {
            frame->panel().setFocus();
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_F);
            QVERIFY(workspace->isMaximised());
            for (ui::PanelFrame* other : workspace->frames()) { QCOMPARE(other->isVisible(), other == frame); }
            QTRY_VERIFY(frame->width() > workspace->width() * 9 / 10 && frame->height() > workspace->height() * 9 / 10);
            QTest::keyClick(&w.window, Qt::Key_Escape);
            QVERIFY(!workspace->isMaximised());
            for (ui::PanelFrame* other : workspace->frames()) { QVERIFY(other->isVisible()); }
        }
    }

    // No news come after the end: whatever was out of sight until then must be whole when it comes back.
    void whatWasOutOfSightUntilTheEndIsWholeWhenItComesBack_data()
    {
        QTest::addColumn<QString>("way");
        QTest::newRow("behind a maximised panel") << "maximised";
        QTest::newRow("in projector mode's tabs") << "projector";
        QTest::newRow("with the window") << "window";
    }
    void whatWasOutOfSightUntilTheEndIsWholeWhenItComesBack()
    {
        QFETCH(const QString, way);
        ShownWindow w(test::quietLaunch(false, test::quickConfig(900)));
        auto* workspace = w.find<ui::Workspace>("workspace");
        const auto panelOf = [&](const char* title) {
            return *std::ranges::find(workspace->frames(), QString(title),
                                      [](ui::PanelFrame* f) { return f->info().title(); });
        };
        if (way == "maximised") { workspace->maximise(panelOf("Bits")); }
        if (way == "projector") { workspace->setProjected(true); }
        if (way == "window") { w.window.hide(); }
        w.session().start(test::quickConfig(900), ui::RunSession::Begin::Playing);
        QTRY_VERIFY_WITH_TIMEOUT(w.session().hasEnded(), 60000);
        QTest::qWait(0);
        if (way == "maximised") { workspace->restore(); }
        if (way == "projector") { workspace->setProjected(false); }
        if (way == "window") { w.window.show(); }
        auto& loss = static_cast<ui::ChartPanel&>(panelOf("Loss")->panel());
        QTRY_VERIFY(loss.isVisible() && loss.chart().series(1)->count() > 200);
        const auto points = loss.chart().series(1)->points();
        QCOMPARE(points.last().x(), 900.0);
        for (qsizetype i = 1; i < points.size(); ++i) { QVERIFY(points[i].x() - points[i - 1].x() < 15); }
    }

    void theMKeyShowsOneWeightAndGoesBack()
    {
        ShownWindow w(test::quietLaunch(true, test::quickConfig(200)));
        QTRY_VERIFY(w.session().hasEnded());
        w.focusHistogram();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_M);
        auto* list = w.find<QListWidget>("followedWeights");
        QTRY_VERIFY(list->isVisible() && list->hasFocus());
        QVERIFY(list->count() > 0);
        const QString first = w.find<QTableWidget>("weightNumbers")->item(0, 1)->text();
        QTest::keyClick(list, Qt::Key_Down);
        QTRY_VERIFY(w.find<QTableWidget>("weightNumbers")->item(0, 1)->text() != first);
        QTest::keyClick(list, Qt::Key_M);
        QTRY_VERIFY(!list->isVisible() && w.find<ui::SettingsForm>("settingsForm")->isVisible());
        w.click("settingsToggle"); // folded: M brings the side back
        QVERIFY(!w.find<QTabWidget>("side")->isVisible());
        w.focusHistogram();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_M);
        QTRY_VERIFY(list->isVisible() && w.find<QToolButton>("settingsToggle")->isChecked());
    }

    void aClickIntoTheRiverPutsThatWeightUnderTheMicroscope()
    {
        ShownWindow w(test::quietLaunch(true, test::quickConfig(200)));
        w.window.resize(1600, 1000);
        QTRY_VERIFY(w.session().hasEnded());
        auto* river = w.window.findChild<ui::RiverView*>();
        QTRY_VERIFY(river->isVisible() && river->plot().width() > 100);
        const auto snapshot = w.session().history().latest();
        auto* panel = w.window.findChild<ui::MicroscopePanel*>();
        const auto& followed = snapshot->layers.at(2).followed; // the largest layer
        const auto highest = std::max_element(followed.begin(), followed.end());
        const QPointF at(river->pixelOfStep(double(snapshot->step)) - 1, river->pixelOfValue(double(*highest)));
        QTest::mouseClick(river, Qt::LeftButton, {}, at.toPoint());
        QTRY_VERIFY(panel->isVisible());
        QCOMPARE(panel->chosen(), std::size_t(highest - followed.begin()));
        QVERIFY2(panel->summary().startsWith(QString("Weight %1 at step").arg(panel->chosen() + 1)),
                 qPrintable(panel->summary()));
    }

    void digitsChooseALayerButNotWhileTyping()
    {
        ShownWindow w(test::quietLaunch(true));
        QTRY_VERIFY(w.steps() > 10);
        auto* histogram = w.find<ui::Workspace>("workspace")->histogram();
        const auto subject = [&] {
            for (const QLabel* label : histogram->findChildren<QLabel*>()) {
                if (label->property("role").toString() == "caption") { return label->text(); }
            }
            return QString();
        };
        QCOMPARE(subject(), "fc1"); // the largest
        QTest::keyClick(&w.window, Qt::Key_1);
        QCOMPARE(subject(), "conv1");
        auto* channels = w.find<QLineEdit>("channels");
        channels->setFocus();
        QTest::keyClicks(channels, "3");
        QCOMPARE(subject(), "conv1");
    }

    void aFailedRunSaysItsSentenceAndTheWindowGoesOn()
    {
        bool fails = true;
        ShownWindow w(test::quietLaunch(true), [&](const run::RunConfig& config) {
            return fails ? failingJob(config) : test::scriptedJob(config);
        });
        QTRY_COMPARE(w.message(), "Loss became NaN at step 1; try a smaller learning rate.");
        QCOMPARE(w.find<ui::Lamp>("lamp")->state(), ui::Lamp::State::Failed);
        QVERIFY(w.find<QToolButton>("reset")->isEnabled());
        fails = false;
        w.click("reset");
        QTRY_VERIFY(w.steps() > 10);
        QVERIFY(!w.find<ui::MessageBar>("messageBar")->hasError());
    }

    void aRunThatCannotStartSaysWhy()
    {
        ShownWindow w(test::quietLaunch(true), [](const run::RunConfig&) -> run::Job {
            throw FileError("The training engine is missing; install it again.");
        });
        QTRY_COMPARE(w.message(), "The training engine is missing; install it again.");
        w.click("dismissMessage");
        QVERIFY(!w.find<ui::MessageBar>("messageBar")->hasError());
    }

    void notesFadeAndErrorsStay()
    {
        ui::MessageBar bar;
        bar.tell("story");
        bar.showNote("note");
        QCOMPARE(bar.text(), "note");
        bar.showError("error");
        QCOMPARE(bar.text(), "error");
        bar.dismiss();
        QCOMPARE(bar.text(), "note"); // it was only behind
        QTRY_COMPARE_WITH_TIMEOUT(bar.text(), "story", 3 * ui::MessageBar::noteMilliseconds);
        bar.showNote("another note");
        bar.showError("error");
        QTimer fades; // begins after the note, and is over after it
        fades.setSingleShot(true);
        fades.start(ui::MessageBar::noteMilliseconds + 50);
        QTRY_VERIFY_WITH_TIMEOUT(!fades.isActive(), 3 * ui::MessageBar::noteMilliseconds);
        QCOMPARE(bar.text(), "error");
        bar.dismiss();
        QTRY_COMPARE(bar.text(), "story");
    }

    void narrowWindowsFoldTheSettings()
    {
        ShownWindow w(test::quietLaunch(false));
        auto* form = w.find<ui::SettingsForm>("settingsForm");
        w.window.resize(1280, 800);
        QTRY_VERIFY(form->isVisible());
        w.window.resize(1000, 700);
        QTRY_VERIFY(!form->isVisible());
        w.click("settingsToggle");
        QVERIFY(form->isVisible());
        w.window.resize(1280, 800);
        QTRY_VERIFY(form->isVisible());
    }

    void everyControlThatTakesFocusHasAName()
    {
        ShownWindow w(test::quietLaunch(false));
        QStringList nameless;
        for (const QWidget* widget : w.window.findChildren<QWidget*>()) {
            if (canTakeFocus(widget) && !speaksThroughParent(widget) && widget->accessibleName().isEmpty()) {
                nameless += test::nameOf(widget);
            }
        }
        for (const QAbstractButton* button :
             w.window.findChildren<QAbstractButton*>()) { // also those that wait to be shown
            if (button->accessibleName().isEmpty() && button->text().isEmpty()) { nameless += test::nameOf(button); }
        }
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join("; ")));
    }

    void aScreenReaderHearsLabelsAndNumbersThatMeanSomething()
    {
        ShownWindow w(test::quietLaunch(false));
        for (QComboBox* combo : w.window.findChildren<QComboBox*>()) {
            auto* said = QAccessible::queryAccessibleInterface(combo);
            QVERIFY(said != nullptr);
            QCOMPARE(said->text(QAccessible::Name), combo->accessibleName());
            QCOMPARE(said->text(QAccessible::Value), combo->currentText());
        }
        auto* pace = w.find<QSlider>("pace");
        pace->setValue(0);
        auto* said = QAccessible::queryAccessibleInterface(pace);
        QCOMPARE(said->text(QAccessible::Value), QString("0.5 steps/s"));
        QCOMPARE(said->valueInterface()->currentValue().toDouble(), 0.5);
        pace->setValue(pace->maximum());
        QCOMPARE(said->text(QAccessible::Value), QString("as fast as it goes"));
        for (const QAction* action : w.window.findChildren<QAction*>()) {
            QVERIFY2(!action->text().contains('\t'), qPrintable(action->text()));
        }
    }

    void keysThatOnlyStandInTheMenuTakeNoLetterFromAField()
    {
        ShownWindow w(test::quietLaunch(false));
        auto* folder = w.find<QLineEdit>("weights_file");
        folder->setFocus();
        QTest::keyClicks(folder, "FfMmPpSs[]");
        QCOMPARE(folder->text(), QString("FfMmPpSs[]"));
        QVERIFY(!w.window.isProjected() && !w.find<ui::Workspace>("workspace")->isMaximised());
    }

    void nothingMovesFromTheFirstStepToTheLastWord_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<bool>("isProjected");
        QTest::newRow("usual") << QSize(1280, 800) << false;
        QTest::newRow("small") << QSize(900, 640) << false;
        QTest::newRow("lecture hall") << QSize(1920, 1080) << true;
        QTest::newRow("old projector") << QSize(1280, 800) << true;
    }
    void nothingMovesFromTheFirstStepToTheLastWord()
    {
        QFETCH(QSize, size);
        QFETCH(bool, isProjected);
        ShownWindow w(test::quietLaunch(false, test::quickConfig(30)));
        w.window.resize(size);
        w.window.setProjected(isProjected);
        QTRY_VERIFY(w.session().history().hasStarted());
        QTest::qWait(50); // layouts settle
        const auto places = [&] {
            QStringList all;
            for (const char* name :
                 {"transport", "headline", "messageBar", "workspaceScroll", "timeline", "stepCounter", "lamp"}) {
                const QWidget* widget = w.find<QWidget>(name);
                all += QString("%1 %2,%3 %4x%5")
                           .arg(name)
                           .arg(widget->mapTo(&w.window, QPoint()).x())
                           .arg(widget->mapTo(&w.window, QPoint()).y())
                           .arg(widget->width())
                           .arg(widget->height());
            }
            for (const ui::Tile* tile : w.window.findChildren<ui::Tile*>()) {
                all += QString("tile at %1,%2").arg(tile->x()).arg(tile->y());
            }
            return all;
        };
        const QStringList before = places();
        w.session().play();
        QTRY_VERIFY(w.session().hasEnded());
        QTRY_VERIFY(w.message().startsWith("Done."));
        QTest::qWait(50);
        QCOMPARE(places(), before);
        w.window.setProjected(false);
    }

    void noTextIsCut_data()
    {
        QTest::addColumn<int>("percent");
        QTest::addColumn<QSize>("size");
        QTest::newRow("100 %") << 100 << QSize(1280, 800);
        QTest::newRow("narrow") << 100 << QSize(1100, 700);
        QTest::newRow("150 %") << 150 << QSize(1920, 1080);
        QTest::newRow("250 %") << 250 << QSize(1920, 1080);
        QTest::newRow("250 %, small") << 250 << QSize(1280, 800);
    }
    void noTextIsCut()
    {
        QFETCH(int, percent);
        QFETCH(QSize, size);
        ShownWindow w(test::quietLaunch(true, test::quickConfig(30)));
        w.window.resize(size);
        w.window.setTextPercent(percent);
        QTRY_VERIFY(w.session().hasEnded());
        QTRY_COMPARE(test::cutTexts(w.window).join("; "), QString()); // once layouts have settled
        QVERIFY2(w.window.width() <= size.width() && w.window.height() <= size.height(), "the window grew");
        w.window.setTextPercent(100);
    }

    void aScreenshotShowsTheAskedStep()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath("window.png");
        ShownWindow w(test::quietLaunch(true));
        QString answer = "nothing yet";
        ui::saveScreenshot(w.window, {file, 200}, [&](const QString& error) { answer = error; });
        QTRY_COMPARE(answer, "");
        QVERIFY(w.window.shownStep() >= 200);
        QCOMPARE(QImage(file).size(), w.window.size() * w.window.devicePixelRatio());
    }

    void aScreenshotThatCannotBeWrittenSaysSo()
    {
        ShownWindow w(test::quietLaunch(true));
        QString answer;
        ui::saveScreenshot(w.window, {"/nowhere/at/all.png", 1}, [&](const QString& error) { answer = error; });
        QTRY_VERIFY(answer.contains("/nowhere/at/all.png"));
    }

    void closingWhileTrainingJoinsWithinASecond()
    {
        ShownWindow w(test::quietLaunch(true));
        QTRY_VERIFY(w.steps() > 10);
        QElapsedTimer timer;
        timer.start();
        w.window.close();
        QVERIFY(timer.elapsed() < 1000);
        const auto steps = w.steps();
        QTest::qWait(60);
        QCOMPARE(w.steps(), steps);
    }

    // On a busy machine any thread waits for its turn; that is not what is judged.
    void theEventLoopNeverStandsStill()
    {
        constexpr int milliseconds = 5000;
        constexpr double slowestShare = 0.99;
        ShownWindow w(test::quietLaunch(true));
        QTRY_VERIFY(w.steps() > 10);
        test::OwnGaps gaps;
        QTest::qWait(milliseconds);
        gaps.stop();
        qInfo("longest gap %.1f ms, 99 %% below %.1f ms, median %.1f ms", gaps.share(1), gaps.share(slowestShare),
              gaps.share(0.5));
        QVERIFY2(gaps.share(slowestShare) < 50, qPrintable(QString::number(gaps.share(slowestShare))));
    }
};

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
