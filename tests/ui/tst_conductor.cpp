// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever a user may command, by name: it does what its key does, says what there is, and every way to another run has its
// rule for the twin.
#include "core/base/error.h"
#include "core/file/run_writer.h"
#include "tests/ui/window_fixture.h"
#include "ui/takeaway/figure.h"
#include "ui/takeaway/screenshot.h"

#include <QComboBox>
#include <QDialog>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QSet>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace gridscope;
using test::ShownWindow;
using Begin = ui::RunSession::Begin;
using Kind = ui::Conductor::State::Kind;

namespace {

run::Engine engineWithCheckpoints() { return {test::scriptedJobWithCheckpoints, test::scriptedResume, {}, {}}; }

ui::Twin& twinOf(ShownWindow& w) { return w.window.comparison().twin(); }
ui::Conductor& conductorOf(ShownWindow& w) { return w.window.conductor(); }

QString kindOf(ShownWindow& w) { return ui::Conductor::nameOf(conductorOf(w).state().kind); }

// What a command may change, but for what moves by itself.
QString fingerprint(ShownWindow& w)
{
    const auto state = conductorOf(w).state();
    const bool moves = state.kind == Kind::Training || state.kind == Kind::Starting;
    auto* workspace = w.find<ui::Workspace>("workspace");
    QStringList parts{ui::Conductor::nameOf(state.kind),
                      moves ? QString() : QString::number(w.session().isRecorded() ? state.step : state.newest),
                      state.layer,
                      state.view,
                      state.twin,
                      QString::number(w.session().pace()),
                      QString::number(w.window.textPercent()),
                      w.window.isProjected() ? "projected" : "",
                      w.window.isFullScreen() ? "full" : "",
                      workspace->isMaximised() ? "maximised" : "",
                      w.find<QToolButton>("settingsToggle")->isChecked() ? "settings" : "",
                      w.find<QWidget>("followedWeights")->isVisible() ? "microscope" : "",
                      workspace->phases().isOn() ? "slow" : ""};
    for (const QDialog* dialog : w.window.findChildren<QDialog*>()) {
        if (dialog->isVisible()) { parts += dialog->windowTitle(); }
    }
    return parts.join('|');
}

void press(ShownWindow& w, const QKeySequence& key)
{
    QTest::keyClick(w.window.focusWidget(), key[0].key(), key[0].keyboardModifiers());
}

void makeReady(ShownWindow& w, bool isRecorded)
{
    if (isRecorded) {
        run::RunConfig config = test::quickConfig(400);
        config.start = "scratch";
        config.snapshotEvery = 5;
        w.session().showRecorded(test::scriptedHistory(config, 400), "/nowhere/demo.gridscope");
        w.window.playback().seek(200);
        w.window.setFocus(); // a chart would move its own cursor
    } else {
        QTRY_VERIFY(w.session().isPaused() && w.session().history().hasStarted());
        w.session().step(3);
        QTRY_VERIFY(w.session().isPaused() && w.steps() == 3);
        w.focusHistogram();
    }
}

void accept(QMessageBox* box)
{
    for (QAbstractButton* button : box->buttons()) {
        if (box->buttonRole(button) == QMessageBox::AcceptRole) { return button->click(); }
    }
}

} // namespace

class TestConductor final : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    ui::LaunchOptions launchIn(const QString& name, bool autoPlay = true)
    {
        auto config = test::quickConfig();
        config.start = "scratch";
        auto options = test::quietLaunch(autoPlay, config);
        options.recordings.folder = folder_.filePath(name);
        QDir().mkpath(options.recordings.folder);
        return options;
    }
    QString recording()
    {
        const QString path = folder_.filePath("other.gridscope");
        if (QFile::exists(path)) { return path; }
        run::RunWriter writer(path.toStdString());
        run::Control control;
        run::runJob(test::scriptedJob(test::quickConfig(30)), control, writer);
        return path;
    }
    QString figure()
    {
        auto config = test::quickConfig(100);
        config.seed = 77;
        const ui::Figure drawn(test::scriptedHistory(config, 100), {"river", 1}, 40, "night.gridscope",
                               ui::FigureStyle::Page);
        QFile file(folder_.filePath("figure.png"));
        if (!file.open(QIODevice::WriteOnly)) { qFatal("no file"); }
        file.write(drawn.picture("png"));
        return file.fileName();
    }

private Q_SLOTS:
    void namesAreTheirOwnAndSomebodyServesEach()
    {
        ShownWindow w(test::quietLaunch(false));
        QSet<QString> ids;
        for (const ui::Command& command : ui::commands()) {
            QVERIFY2(!ids.contains(command.id()), command.name);
            ids += command.id();
            QVERIFY2(conductorOf(w).isServed(command.name), command.name);
            QVERIFY2(*command.title != '\0' || *command.keys == '\0', command.name);
        }
        QVERIFY(ids.size() > 60);
    }

    void everyCommandDoesByNameWhatItsKeyDoes_data()
    {
        QTest::addColumn<QString>("id");
        // These end the program, wait in dialogs of their own event loop, or draw lots.
        const QSet<QString> others{"quit", "open", "saveCopy", "exportView", "overlay"};
        for (const ui::Command& command : ui::commands()) {
            const bool isThere = *command.argument == '\0' || command.id() < QString("layer 5"); // the run has four
            if (*command.keys != '\0' && isThere && !others.contains(command.name)) {
                QTest::newRow(qPrintable(command.id())) << command.id();
            }
        }
    }
    void everyCommandDoesByNameWhatItsKeyDoes()
    {
        QFETCH(QString, id);
        const ui::Command& command = *ui::findCommand(id);
        const bool isOfTimeline = command.group == ui::Command::Group::Timeline;
        const auto result = [&](const std::function<void(ShownWindow&)>& act) {
            ShownWindow w(test::quietLaunch(false));
            makeReady(w, isOfTimeline);
            act(w);
            QString last;
            const auto isSettled = [&] {
                return std::exchange(last, fingerprint(w)) == last && !w.session().isLoading();
            };
            if (!QTest::qWaitFor(isSettled)) { qWarning("It does not settle."); }
            if (id == "step" && !QTest::qWaitFor([&] { return w.session().isPaused() && w.steps() == 4; })) {
                return QString();
            }
            const QString now = fingerprint(w);
            w.window.setProjected(false);
            w.window.setTextPercent(100);
            return now;
        };
        const QString byName = result([&](ShownWindow& w) { conductorOf(w).perform(command.name, command.argument); });
        for (const QKeySequence& key : ui::Keys(false).of(command)) {
            QCOMPARE(result([&](ShownWindow& w) { press(w, key); }), byName);
        }
    }

    void theStateSaysWhatThereIs()
    {
        std::atomic<bool> mayStart = false;
        auto config = test::quickConfig(30);
        ShownWindow w(launchIn("state", false), [&](const run::RunConfig& c) -> run::Job {
            return [&mayStart, c](run::Control& control, run::Sink& sink) {
                while (!mayStart && !control.isStopping()) { std::this_thread::yield(); }
                test::scriptedJob(c)(control, sink);
            };
        });
        QTRY_COMPARE(kindOf(w), QString("starting"));
        mayStart = true;
        QTRY_COMPARE(kindOf(w), QString("paused"));
        QTRY_COMPARE(conductorOf(w).state().layer, QString("fc1")); // the largest
        conductorOf(w).perform("play");
        QCOMPARE(kindOf(w), QString("training"));
        QTRY_VERIFY(conductorOf(w).state().step > 5);
        QVERIFY(!conductorOf(w).state().run.isEmpty());
        conductorOf(w).perform("pause");
        QCOMPARE(kindOf(w), QString("paused"));
        conductorOf(w).perform("twin", "method ste");
        QCOMPARE(conductorOf(w).state().twin, QString("twin: ste"));
        w.session().start(config, Begin::Playing);
        QTRY_COMPARE(kindOf(w), QString("ended"));
        QCOMPARE(conductorOf(w).state().newest, 30);
        QCOMPARE(conductorOf(w).state().twin, QString());
        conductorOf(w).perform("open", recording());
        QTRY_COMPARE(kindOf(w), QString("replaying"));
        QCOMPARE(conductorOf(w).state().run, QString("other"));
        conductorOf(w).perform("view", "loss");
        QTRY_COMPARE(conductorOf(w).state().view, QString("loss"));
        conductorOf(w).perform("layer", "conv1");
        QCOMPARE(conductorOf(w).state().layer, QString("conv1"));
        conductorOf(w).perform("layer", "2");
        QCOMPARE(conductorOf(w).state().layer, QString("conv2"));
    }

    void withoutAnyWindowItConducts()
    {
        ui::RunSession session(test::scriptedJob);
        ui::Playback playback(session);
        ui::Twin twin(session);
        ui::Conductor conductor(session, playback, twin);
        QCOMPARE(ui::Conductor::nameOf(conductor.state().kind), "idle");
        conductor.start(test::quickConfig(), Begin::Paused, std::nullopt);
        QTRY_VERIFY(conductor.state().kind == Kind::Paused);
        conductor.perform("set", "sigma 0.2");
        QCOMPARE(session.config().sigma, 0.2);
        conductor.perform("step", "5");
        QTRY_VERIFY(conductor.state().kind == Kind::Paused && session.history().stepsTold() == 5);
        conductor.perform("twin", "method ste");
        QTRY_VERIFY(twin.equalSteps() > 10);
        conductor.perform("start", "spirals");
        QVERIFY(!twin.isOn());
    }

    void argumentsSayHowFarAndWhere()
    {
        ShownWindow w(launchIn("arguments", false));
        QTRY_VERIFY(w.session().isPaused() && w.session().history().hasStarted());
        conductorOf(w).perform("step", "100");
        QTRY_VERIFY(w.session().isPaused() && w.steps() == 100);
        conductorOf(w).perform("step"); // as "by" says
        QTRY_VERIFY(w.session().isPaused() && w.steps() == 101);
        conductorOf(w).perform("step", "epoch");
        QTRY_VERIFY(w.session().isPaused() && w.steps() == 531);
        conductorOf(w).perform("seek", "100");
        QVERIFY(*w.window.playback().step() <= 100);
        conductorOf(w).perform("seek", "end");
        QVERIFY(!w.window.playback().step());
        conductorOf(w).perform("bookmark", "look here");
        QCOMPARE(w.session().waitingBookmarks().front().what, std::string("look here"));
        const QString picture = folder_.filePath("loss.png");
        conductorOf(w).perform("exportView", picture);
        QVERIFY(QFile::exists(picture));
        conductorOf(w).perform("faster");
        QCOMPARE(w.session().pace(), 0.0); // it was the fastest
        conductorOf(w).perform("slower");
        QCOMPARE(w.session().pace(), 1000.0);
        QCOMPARE(w.find<QLabel>("paceText")->text(), QString("1,000 steps/s"));
    }

    void setChangesALiveSettingAtOnceAndAnotherAtTheNextReset()
    {
        ShownWindow w(test::quietLaunch(false));
        QTRY_VERIFY(w.session().history().hasStarted());
        conductorOf(w).perform("twin", "method ste");
        conductorOf(w).perform("pause");
        QTRY_VERIFY(w.session().history().hasStarted() && twinOf(w).history().hasStarted());
        conductorOf(w).perform("set", "sigma 0.2");
        QCOMPARE(w.session().config().sigma, 0.2);
        QCOMPARE(twinOf(w).config().sigma, 0.2);
        QCOMPARE(w.row("sigma").editor().text(), QString("0.2"));
        conductorOf(w).perform("set", "batch_size 32");
        QCOMPARE(w.session().config().batchSize, 128);
        QVERIFY(w.row("batch_size").isPending());
        conductorOf(w).perform("reset");
        QCOMPARE(w.session().config().batchSize, 32);
        QCOMPARE(twinOf(w).config().batchSize, 32);
        QVERIFY_EXCEPTION_THROWN(conductorOf(w).perform("set", "sigma many"), ConfigError);
        QVERIFY_EXCEPTION_THROWN(conductorOf(w).perform("set", "nothing 1"), ConfigError);
        QCOMPARE(w.session().config().sigma, 0.2);
    }

    void whatCannotBeDoneIsSaidInASentence_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("argument");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("a name") << "dance"
                                << ""
                                << "There is no command \"dance\".";
        QTest::newRow("steps") << "step"
                               << "many"
                               << "\"many\" is no number of steps; give a whole one.";
        QTest::newRow("a layer") << "layer"
                                 << "9"
                                 << "This run has no layer \"9\".";
        QTest::newRow("a view") << "view"
                                << "sky"
                                << "There is no panel \"sky\" here.";
    }
    void whatCannotBeDoneIsSaidInASentence()
    {
        QFETCH(QString, name);
        QFETCH(QString, argument);
        QFETCH(QString, sentence);
        ShownWindow w(test::quietLaunch(false));
        QTRY_VERIFY(w.session().history().hasStarted());
        QVERIFY_EXCEPTION_THROWN(conductorOf(w).perform(name, argument), ConfigError);
        conductorOf(w).ask(name, argument);
        QCOMPARE(w.message(), sentence);
    }

    void aTwinStaysWithItsRunBegunAnewAndEndsWithAnyOther_data()
    {
        QTest::addColumn<std::function<void(ShownWindow&)>>("door");
        QTest::addColumn<bool>("stays");
        using Door = std::function<void(ShownWindow&)>;
        const auto named = [](const char* name, const QString& argument = {}) -> Door {
            return [name, argument](ShownWindow& w) { conductorOf(w).perform(name, argument); };
        };
        QTest::newRow("reset") << named("reset") << true;
        QTest::newRow("the reset button") << Door([](ShownWindow& w) { w.click("reset"); }) << true;
        QTest::newRow("new seed") << named("newSeed") << true;
        QTest::newRow("settings applied") << Door([](ShownWindow& w) {
            conductorOf(w).perform("set", "batch_size 32");
            w.find<QPushButton>("applySettings")->click();
        }) << true;
        QTest::newRow("another twin") << named("twin", "bits 2") << true;
        QTest::newRow("a preset") << named("start", "spirals") << false;
        QTest::newRow("a preset of the menu") << Door([](ShownWindow& w) {
            for (QAction* action : w.window.findChildren<QAction*>()) {
                if (action->text().startsWith("Two spirals")) { return action->trigger(); }
            }
            QFAIL("The menu has no spirals.");
        }) << false;
        QTest::newRow("the form's run, from the start") << named("start") << false;
        QTest::newRow("a recording") << named("open", recording()) << false;
        QTest::newRow("a figure's run") << Door([path = figure()](ShownWindow& w) {
            conductorOf(w).perform("open", path);
            QTRY_VERIFY(w.window.findChild<QMessageBox*>("figureRun") != nullptr);
            accept(w.window.findChild<QMessageBox*>("figureRun"));
        }) << false;
        QTest::newRow("a fork") << named("fork") << false;
        QTest::newRow("a start that fails") << Door([](ShownWindow& w) {
            QVERIFY_EXCEPTION_THROWN(conductorOf(w).perform("start", "no such preset"), Error);
        }) << true;
    }
    void aTwinStaysWithItsRunBegunAnewAndEndsWithAnyOther()
    {
        QFETCH(std::function<void(ShownWindow&)>, door);
        QFETCH(bool, stays);
        ShownWindow w(launchIn(QTest::currentDataTag()), engineWithCheckpoints());
        QTRY_VERIFY(w.session().history().hasStarted());
        conductorOf(w).setPace(200); // else the run is far beyond what the window knows when it pauses
        conductorOf(w).perform("twin", "method ste");
        QTRY_VERIFY(twinOf(w).equalSteps() > 120); // beyond a checkpoint
        conductorOf(w).perform("pause");
        // The window knows those that the file has, and none that went from it while the run was on its way to the pause.
        const auto& known = w.window.playback();
        QTRY_VERIFY(!known.checkpoints().empty() && known.checkpoints() == w.session().recorder()->checkpoints());
        w.window.document().refresh();
        const QSignalSpy told(&conductorOf(w), &ui::Conductor::told); // the message bar may have more to say by then
        door(w);
        if (QTest::currentTestFailed()) { return; }
        QTRY_COMPARE(twinOf(w).isOn(), stays);
        QTRY_COMPARE(told.count(), stays ? 0 : 1);
        if (!stays) {
            QCOMPARE(told.front().front().toString(),
                     QString("That is another run: twin: ste has ended with the one before."));
        }
    }

    void theMessageBarSaysThatATwinHasEnded()
    {
        ShownWindow w(test::quietLaunch(true));
        QTRY_VERIFY(w.session().history().hasStarted());
        conductorOf(w).perform("twin", "method ste");
        QTRY_VERIFY(twinOf(w).equalSteps() > 5);
        w.find<ui::MessageBar>("messageBar")->dismiss();
        conductorOf(w).perform("start", "spirals");
        QTRY_COMPARE(w.message(), QString("That is another run: twin: ste has ended with the one before."));
    }

    void aResetStartsTheTwinAgainWithTheSameDifference()
    {
        ShownWindow w(test::quietLaunch(true));
        QTRY_VERIFY(w.session().history().hasStarted());
        conductorOf(w).perform("twin", "method ste");
        QTRY_VERIFY(twinOf(w).equalSteps() > 20);
        conductorOf(w).perform("newSeed");
        QTRY_VERIFY(twinOf(w).equalSteps() > 5);
        QCOMPARE(twinOf(w).config().method, std::string("ste"));
        QCOMPARE(twinOf(w).config().seed, w.session().config().seed);
        QVERIFY(!twinOf(w).firstDifferentStep());
    }

    void aPictureIsTakenAfterCommandsByNameOrKey()
    {
        ShownWindow w(test::quietLaunch(true));
        QString answer = "nothing yet";
        const ui::Screenshot picture{folder_.filePath("window.png"), 50, "river", "projector F4"};
        ui::saveScreenshot(w.window, picture, [&](const QString& error) { answer = error; });
        QTRY_COMPARE(answer, QString());
        QVERIFY(w.window.isProjected());
        QVERIFY(w.find<QToolButton>("settingsToggle")->isChecked());
        w.window.setProjected(false);
        answer = "nothing yet";
        ui::saveScreenshot(w.window, {folder_.filePath("no.png"), 60, "sky"}, [&](const QString& e) { answer = e; });
        QTRY_COMPARE(answer, QString("There is no panel \"sky\" here."));
    }
};

QTEST_MAIN(TestConductor)
#include "tst_conductor.moc"
