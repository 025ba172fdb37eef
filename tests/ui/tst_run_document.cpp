// SPDX-License-Identifier: GPL-3.0-or-later
// The run as a document: recorded by itself, opened, followed, saved, continued and forked, in the window and through real
// files. The engine is scripted.
#include "core/base/error.h"
#include "core/file/run_reader.h"
#include "core/run/fanout.h"
#include "tests/support/own_time.h"
#include "tests/support/transcript.h"
#include "tests/ui/window_fixture.h"
#include "ui/look/path_text.h"

#include <QAction>
#include <QDropEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QTemporaryDir>

#include <csignal>
#include <filesystem>

#include <sys/resource.h>

using namespace gridscope;
using test::ShownWindow;

namespace {

run::RunConfig scratchConfig(int steps)
{
    run::RunConfig config = test::quickConfig(steps);
    config.start = "scratch";
    return config;
}

// Its checkpoints hold their step, and a resumed job goes on there.
run::Engine scriptedEngine()
{
    run::Engine engine;
    engine.trainingJob = test::scriptedJobWithCheckpoints;
    engine.resumingJob = test::scriptedResume;
    return engine;
}

ui::LaunchOptions recordingLaunch(const QTemporaryDir& folder, bool autoPlay,
                                  run::RunConfig config = scratchConfig(200))
{
    ui::LaunchOptions options = test::quietLaunch(autoPlay, std::move(config));
    options.recordings.folder = folder.filePath("runs");
    options.pace = 500; // steps a second: checkpoints, every 50, wait for the disk
    return options;
}

// Ends a job as one does whose loss is no number any more.
class DivergesAt final : public run::SilentSink {
public:
    static constexpr const char* sentence = "The loss became NaN at step 55 in fc1; try a smaller learning rate.";
    explicit DivergesAt(std::int64_t step) : step_(step) {}
    void onStep(const run::Step& step) override
    {
        if (step.index == step_) { throw NumericsError(sentence); }
    }

private:
    std::int64_t step_;
};

// What a program leaves that is killed: a file without an end.
class CutOff final : public run::ForwardingSink {
public:
    using ForwardingSink::ForwardingSink;
    void onEnd(const run::End&) override {}
};

QStringList filesIn(const QTemporaryDir& folder)
{
    return QDir(folder.filePath("runs")).entryList({"*.gridscope"}, QDir::Files, QDir::Name);
}

std::string transcriptOf(const run::History& history)
{
    test::Transcript t;
    t.onStart(history.start());
    for (const auto& e : history.steps()) { t.onStep(e); }
    for (const auto& e : history.snapshots()) { t.onSnapshot(e); }
    for (const auto& e : history.evaluations()) { t.onEvaluation(e); }
    for (const auto& e : history.marks()) { t.onMark(e); }
    if (history.end()) { t.onEnd(*history.end()); }
    return t.hash();
}

void writeRun(const QString& path, int steps)
{
    run::RunWriter writer(path.toStdString());
    run::Control control;
    run::runJob(test::scriptedJobWithCheckpoints(scratchConfig(steps)), control, writer);
}

constexpr int largeSnapshots = 6000;

// Without checkpoints, which wait for the disk. Made once.
QString largeRun()
{
    static const QTemporaryDir folder;
    const QString path = folder.filePath("large.gridscope");
    if (QFileInfo::exists(path)) { return path; }
    run::RunConfig config = scratchConfig(5 * largeSnapshots);
    config.snapshotEvery = 5;
    run::RunWriter writer(path.toStdString());
    run::Control control;
    run::runJob(test::scriptedJob(config), control, writer);
    return path;
}

void limitFileSize(rlim_t bytes)
{
    struct rlimit limits {};
    ::getrlimit(RLIMIT_FSIZE, &limits);
    limits.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &limits);
}

} // namespace

class TestRunDocument final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRunFileIsOpenedAndContinuedByTheBytesOfItsName_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("Latin-1") << QByteArray("r\xE4.gridscope");
        QTest::newRow("any bytes") << QByteArray("\xFF\x80\xC3(\xED\xB2\x80 x.gridscope");
        QTest::newRow("UTF-8") << QByteArray("Gr\xC3\xB6\xC3\x9F"
                                             "e \xF0\x9F\x8E\x89.gridscope");
    }
    void aRunFileIsOpenedAndContinuedByTheBytesOfItsName()
    {
        QFETCH(const QByteArray, name);
        const QTemporaryDir folder;
        const std::string file = folder.path().toStdString() + "/" + name.toStdString();
        QCOMPARE(ui::pathBytes(ui::pathText(file)), file);
        writeRun(folder.filePath("plain.gridscope"), 60);
        std::filesystem::rename(folder.filePath("plain.gridscope").toStdString(), file);
        ui::LaunchOptions options = test::quietLaunch(false);
        options.open = ui::pathText(file);
        ShownWindow w(std::move(options), scriptedEngine());
        QTRY_VERIFY2(w.session().history().lastStep() == 60, qPrintable(w.message()));
        w.window.document().continueTraining(80);
        QTRY_VERIFY2(w.session().hasEnded() && w.session().history().lastStep() == 80, qPrintable(w.message()));
        QTRY_COMPARE(run::historyOf(file).lastStep(), 80);
    }

    void aSecondRunIsLaidOverThisOneAndTakenAway()
    {
        const QTemporaryDir folder;
        {
            auto config = scratchConfig(60);
            config.seed = 2;
            ShownWindow first(recordingLaunch(folder, true, config), scriptedEngine());
            QTRY_VERIFY(first.session().hasEnded());
        }
        const QString file = folder.filePath("runs/" + filesIn(folder).front());
        ShownWindow w(recordingLaunch(folder, true, scratchConfig(60)), scriptedEngine());
        QTRY_VERIFY(w.session().hasEnded());
        auto& histogram = w.find<ui::Workspace>("workspace")->histogram()->panel();
        const QString alone = histogram.summary();
        const QImage before = histogram.grab().toImage();
        w.window.comparison().open(file);
        QTRY_VERIFY(w.window.comparison().other() != nullptr);
        const QString name = QFileInfo(file).completeBaseName();
        QVERIFY2(histogram.summary().contains("seed 2: clustering score"), qPrintable(histogram.summary()));
        QVERIFY(histogram.grab().toImage() != before);
        w.window.conductor().ask("beside");
        QCOMPARE(histogram.summary(), alone + " The outline is " + name + ".");
        QVERIFY(histogram.grab().toImage() != before);
        QVERIFY2(w.message().contains("differs in: Random seed 2 (here 1)"), qPrintable(w.message()));
        w.window.comparison().remove();
        QCOMPARE(histogram.summary(), alone);
        QTRY_VERIFY(histogram.grab().toImage() == before); // once the layout has come back
    }

    void aRunThatDivergedOffersTheWayBackToItsCheckpoint()
    {
        const QTemporaryDir folder;
        bool fails = true;
        run::Engine engine = scriptedEngine();
        engine.trainingJob = [&fails](const run::RunConfig& config) -> run::Job {
            return [&fails, job = test::scriptedJobWithCheckpoints(config)](run::Control& control, run::Sink& sink) {
                DivergesAt guard(fails ? 55 : 1000);
                run::Fanout both({&sink, &guard});
                job(control, both);
            };
        };
        ShownWindow w(recordingLaunch(folder, true, scratchConfig(60)), engine);
        QTRY_COMPARE(w.message(), QString(DivergesAt::sentence));
        auto* back = w.window.findChild<QAction*>("backToCheckpoint");
        QCOMPARE(back->text(), QString("&Back to step 50"));
        QToolButton* button = nullptr;
        for (auto* b : w.find<ui::MessageBar>("messageBar")->findChildren<QToolButton*>()) {
            if (b->defaultAction() == back) { button = b; }
        }
        QVERIFY(button != nullptr && button->isVisible());
        fails = false;
        const QString diverged = w.session().path();
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY(w.session().path() != diverged && w.session().hasEnded());
        QCOMPARE(w.session().history().lastStep(), std::int64_t(60));
        QVERIFY(!w.find<ui::MessageBar>("messageBar")->hasError());
    }

    void whatIsNoRunIsNotLaidOver()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath("no.gridscope"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("no run");
        file.close();
        ShownWindow w(recordingLaunch(folder, false), scriptedEngine());
        w.window.comparison().open(file.fileName());
        QTRY_VERIFY2(w.message().contains("no.gridscope"), qPrintable(w.message()));
        QVERIFY(w.window.comparison().other() == nullptr);
    }

    void everyRunIsRecordedUnderAReadableName()
    {
        const QTemporaryDir folder;
        ShownWindow w(recordingLaunch(folder, true), scriptedEngine());
        QTRY_VERIFY(w.session().hasEnded());
        const QStringList files = filesIn(folder);
        QCOMPARE(files.size(), 1);
        static const QRegularExpression name("^\\d{4}-\\d\\d-\\d\\d-\\d{4}-fashion-quick-seed1\\.gridscope$");
        QVERIFY2(name.match(files[0]).hasMatch(), qPrintable(files[0]));
        const run::History recorded = run::historyOf(w.session().path().toStdString());
        const run::History& live = w.session().history();
        QCOMPARE(recorded.steps().size(), live.steps().size());
        QCOMPARE(recorded.marks().size(), live.marks().size());
        QCOMPARE(recorded.evaluations().size(), live.evaluations().size());
        QVERIFY(recorded.end()->how == live.end()->how);
        for (const auto& snapshot : live.snapshots()) {
            QCOMPARE(recorded.snapshotAt(snapshot->step)->step, snapshot->step);
        }
        run::History headless; // the window's file and the one without a window
        run::Control control;
        run::runJob(test::scriptedJobWithCheckpoints(scratchConfig(200)), control, headless);
        QCOMPARE(transcriptOf(recorded), transcriptOf(headless));
    }

    void aRunThatOnlyWaitsLeavesNoFile()
    {
        const QTemporaryDir folder;
        {
            ShownWindow w(recordingLaunch(folder, false), scriptedEngine());
            QTRY_VERIFY(w.session().history().hasStarted());
            QTRY_VERIFY(w.find<ui::ElidedLabel>("status")->text().contains("its file will take about"));
        }
        QVERIFY(filesIn(folder).isEmpty());
    }

    void theOldestUnsavedRecordingsGoFirst()
    {
        const QTemporaryDir folder;
        ui::Recordings recordings{folder.filePath("runs"), {}, 3, 1'000'000'000};
        QStringList made;
        for (int i = 0; i < 6; ++i) {
            const QString path = recordings.newFile(scratchConfig(10), QDateTime(QDate(2026, 1, 1 + i), QTime(12, 0)));
            writeRun(path, 10);
            std::filesystem::last_write_time(path.toStdString(), std::filesystem::file_time_type::clock::now()
                                                                     - std::chrono::hours(10 - i));
            made += QFileInfo(path).fileName();
        }
        const run::RunLock written(folder.filePath("runs/" + made[0]).toStdString());
        const run::OpenMark open(folder.filePath("runs/" + made[1]).toStdString());
        recordings.prune();
        // The first is being written, the second is open.
        QCOMPARE(filesIn(folder), (QStringList{made[0], made[1], made[3], made[4], made[5]}));
        recordings.mostBytes = 1;
        recordings.prune();
        QCOMPARE(filesIn(folder), (QStringList{made[0], made[1]}));
    }

    void anOpenedRecordingLooksLikeTheLiveRun()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath("demo.gridscope");
        writeRun(path, 300);
        ShownWindow w(test::quietLaunch(true), scriptedEngine());
        QTRY_VERIFY(w.steps() > 10);
        w.window.document().open(path);
        QTRY_VERIFY(w.session().isRecorded());
        QCOMPARE(transcriptOf(w.session().history()), transcriptOf(run::historyOf(path.toStdString())));
        QVERIFY2(w.message().startsWith("demo: finished"), qPrintable(w.message()));
        QCOMPARE(w.find<ui::Lamp>("lamp")->state(), ui::Lamp::State::Recorded);
        QVERIFY(w.find<QToolButton>("messageAction")->isVisible()); // continue training
    }

    void aBadFileGetsOneSentenceAndTheOldRunStays()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath("bad.gridscope");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(5000, 'x'));
        file.close();
        ShownWindow w(test::quietLaunch(true), scriptedEngine());
        QTRY_VERIFY(w.steps() > 10);
        for (const QString& bad : {path, folder.filePath("nowhere.gridscope"), folder.path()}) {
            w.window.document().open(bad);
            QTRY_VERIFY2(w.find<ui::MessageBar>("messageBar")->hasError(), qPrintable(bad));
            QVERIFY2(w.message().contains(QFileInfo(bad).fileName()), qPrintable(w.message()));
            QVERIFY(w.session().isPlaying());
            QTest::keyClick(&w.window, Qt::Key_Escape);
            QTRY_VERIFY(!w.window.document().isBusy());
        }
    }

    void aDroppedFileIsOpened()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath("dropped.gridscope");
        writeRun(path, 50);
        ShownWindow w(test::quietLaunch(false), scriptedEngine());
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(&w.window, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(&w.window, &drop);
        QTRY_COMPARE(w.session().path(), path);
        QCOMPARE(w.session().history().lastStep(), 50);
    }

    void aFileThatIsStillWrittenIsFollowed()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath("growing.gridscope");
        run::RunWriter writer(path.toStdString());
        const run::Start start = test::scriptedStart(scratchConfig(100));
        writer.onStart(start);
        const auto tell = [&](std::int64_t step) {
            writer.onStep({step, 0.1 * double(step), 1, 1});
            writer.onSnapshot(test::scriptedSnapshot(start, step));
            QVERIFY(writer.flush());
        };
        tell(1);
        ShownWindow w(test::quietLaunch(false), scriptedEngine());
        w.window.document().open(path);
        QTRY_VERIFY(w.session().isRecorded());
        QCOMPARE(w.session().history().lastStep(), 1);
        tell(2);
        QTRY_COMPARE(w.session().history().lastStep(), 2);
        tell(3);
        QTRY_COMPARE(w.session().history().snapshots().size(), std::size_t(3));
        writer.onEnd({run::End::How::Finished, ""});
        QTRY_VERIFY(w.session().hasEnded());
    }

    void aCopyIsWholeAlsoWhileTheRunGoesOn()
    {
        const QTemporaryDir folder;
        ShownWindow w(recordingLaunch(folder, true, scratchConfig(10'000'000)), scriptedEngine());
        QTRY_VERIFY(w.steps() > 100);
        const QString copy = folder.filePath("copy.gridscope");
        w.window.document().saveCopy(copy);
        QTRY_VERIFY2(w.message().contains("Saved a copy"), qPrintable(w.message()));
        QVERIFY(run::historyOf(copy.toStdString()).steps().size() >= 100);
        QVERIFY(w.session().isPlaying());
        QVERIFY2(w.window.document().recordingText().startsWith("autosaved "),
                 qPrintable(w.window.document().recordingText()));
    }

    void anExportedCheckpointIsTheOneThatIsShown()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath("demo.gridscope");
        writeRun(path, 200);
        ShownWindow w(test::quietLaunch(false), scriptedEngine());
        w.window.document().open(path);
        QTRY_VERIFY(w.session().isRecorded());
        w.window.playback().seek(170);
        const QString out = folder.filePath("checkpoint.safetensors");
        w.window.document().exportCheckpoint(out);
        QTRY_VERIFY(QFileInfo::exists(out));
        QFile file(out);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().startsWith("150\n"));
    }

    void aPauseKeepsACheckpointToForkAndExport()
    {
        const QTemporaryDir folder;
        auto options = recordingLaunch(folder, false, scratchConfig(1000));
        options.pace = 0;
        ShownWindow w(options, scriptedEngine());
        QTRY_VERIFY(w.session().history().hasStarted());
        w.session().step(55); // of the snapshots up to here the newest is kept, that of 50
        QTRY_VERIFY(w.session().isPaused() && w.session().history().lastStep() == 55);
        w.session().step(12);
        QTRY_VERIFY(w.session().isPaused() && !w.window.playback().checkpoints().empty());
        QTRY_COMPARE(w.window.playback().checkpoints().back(), 67);
        w.window.document().refresh();
        QCOMPARE(w.find<QAction>("fork")->text(), QString("F&ork at step 67"));
        QCOMPARE(w.find<QAction>("exportCheckpoint")->text(), QString("Export &checkpoint of step 67..."));
        const auto snapshots =
            w.session().history().snapshots(); // which of them a slow screen has, the machine decides
        const auto past = std::ranges::find_if(snapshots, [](const auto& s) { return s->step >= 50 && s->step < 67; });
        QVERIFY(past != snapshots.end());
        w.window.playback().seek((*past)->step); // what is written there is said before
        w.window.document().refresh();
        const int kept = w.window.playback().shownStep() >= 67 ? 67 : w.window.playback().shownStep() >= 55 ? 55 : 50;
        QCOMPARE(w.find<QAction>("exportCheckpoint")->text(), QString("Export &checkpoint of step %1...").arg(kept));
        w.window.playback().seekEnd();
        w.window.document().fork();
        QTRY_VERIFY(w.session().history().start().origin.has_value());
        QCOMPARE(w.session().history().start().origin->step, 67);
    }

    void aBrokenFileTakesNothingFromTheFormOfARunThatFailed()
    {
        const QTemporaryDir folder;
        run::Engine engine = scriptedEngine();
        engine.trainingJob = [](const run::RunConfig&) -> run::Job {
            return [](run::Control&, run::Sink&) { throw FileError("Line 3, column 2 of bad.csv is \"oops\"."); };
        };
        ShownWindow w(test::quietLaunch(false), engine);
        QTRY_VERIFY(w.session().hasEnded());
        w.find<ui::SettingsForm>("settingsForm")->row("data")->editor().setText("csv");
        w.type("data_folder", "/my/own.csv");
        w.type("channels", "7,9");
        w.window.document().open(folder.filePath("nowhere.gridscope"));
        QTRY_VERIFY(w.message().contains("nowhere.gridscope"));
        QTRY_VERIFY(!w.window.document().isBusy());
        QTest::qWait(50); // what the failure asks for has come
        QCOMPARE(w.find<QLineEdit>("data_folder")->text(), QString("/my/own.csv"));
        QCOMPARE(w.find<QLineEdit>("channels")->text(), QString("7,9"));
    }

    void aNewSeedTakesNothingFromAFormThatIsWrong()
    {
        ShownWindow w(test::quietLaunch(false), scriptedEngine());
        QTRY_VERIFY(w.session().history().hasStarted());
        w.type("channels", "7,none");
        QTest::keyClick(&w.window, Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(w.find<ui::MessageBar>("messageBar")->hasError());
        QCOMPARE(w.find<QLineEdit>("channels")->text(), QString("7,none"));
    }

    void aRunThatWasCutOffIsOfferedAtTheNextStart()
    {
        const QTemporaryDir folder;
        auto options = recordingLaunch(folder, false);
        {
            ShownWindow w(options, scriptedEngine());
            QTRY_VERIFY(w.session().history().hasStarted());
            QTest::qWait(50); // whatever it has to say
            QVERIFY2(!w.message().contains("not finished"), qPrintable(w.message()));
        }
        QDir().mkpath(folder.filePath("runs"));
        const QString path = folder.filePath("runs/cut.gridscope");
        {
            run::RunWriter writer(path.toStdString());
            CutOff cut(writer);
            run::Control control;
            test::scriptedJobWithCheckpoints(scratchConfig(120))(control, cut);
        }
        ShownWindow w(options, scriptedEngine());
        QTRY_VERIFY2(w.message().startsWith("The run cut was not finished"), qPrintable(w.message()));
        QVERIFY2(w.message().contains("from step 100."), qPrintable(w.message()));
        w.click("messageAction");
        QTRY_VERIFY(w.session().isRecorded());
        QCOMPARE(QFileInfo(w.session().path()).fileName(), QString("cut.gridscope"));
        QTRY_COMPARE(w.find<QToolButton>("messageAction")->text(), QString("Continue training"));
    }

    void aFinishedRunContinuesWithMoreSteps()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath("demo.gridscope");
        writeRun(path, 200);
        ShownWindow w(test::quietLaunch(false), scriptedEngine());
        w.window.document().open(path);
        QTRY_VERIFY(w.session().isRecorded());
        w.window.document().continueTraining(300);
        QTRY_VERIFY(w.session().isLive() || w.session().hasEnded());
        QTRY_VERIFY(w.session().history().lastStep() == 300 && w.session().hasEnded());
        QCOMPARE(w.session().history().steps().size(), std::size_t(300)); // with what was before
        const run::History file = run::historyOf(path.toStdString());
        QCOMPARE(file.steps().size(), std::size_t(300));
        QCOMPARE(file.marks().size(), w.session().history().marks().size());
        QCOMPARE(file.start().lastStep, 300);
    }

    void aForkIsANewRunThatNamesItsParent()
    {
        const QTemporaryDir folder;
        ShownWindow w(recordingLaunch(folder, true), scriptedEngine());
        QTRY_VERIFY(w.session().hasEnded());
        const QString parent = w.session().path();
        const std::string before = transcriptOf(run::historyOf(parent.toStdString()));
        w.window.playback().seek(190); // a slow screen misses snapshots, so what is shown may lie before that
        const int step = w.window.playback().shownStep() >= 150 ? 150 : 50; // 100 is thinned away
        QVERIFY2(w.find<QToolButton>("messageAction")->text().contains(QString::number(step)),
                 qPrintable(w.find<QToolButton>("messageAction")->text()));
        QTest::keyClick(&w.window, Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(w.session().path() != parent && w.session().hasEnded() && w.session().history().lastStep() == 200);
        const run::History fork = run::historyOf(w.session().path().toStdString());
        QVERIFY(fork.start().origin);
        QCOMPARE(QString::fromStdString(fork.start().origin->run), QFileInfo(parent).fileName());
        QCOMPARE(fork.start().origin->step, step);
        QCOMPARE(fork.steps().size(), std::size_t(200));
        const run::History original = run::historyOf(parent.toStdString());
        for (std::size_t i = 0; i < 200; ++i) { QCOMPARE(fork.steps()[i].trainLoss, original.steps()[i].trainLoss); }
        QCOMPARE(transcriptOf(original), before); // the trunk is as it was
        QCOMPARE(filesIn(folder).size(), 2);
    }

    void aForkHasTheSettingsInForceAtItsStepAndTheEditsOfTheForm()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath("changed.gridscope");
        {
            run::RunWriter writer(path.toStdString());
            run::Control control;
            control.change({"sigma", "0.5"});
            run::runJob(test::scriptedJobWithCheckpoints(scratchConfig(200)), control, writer);
        }
        ShownWindow w(test::quietLaunch(false), scriptedEngine());
        w.window.document().open(path);
        QTRY_VERIFY(w.session().isRecorded());
        QCOMPARE(w.session().config().sigma, 0.5);
        w.window.document().setForkChanges({});
        w.window.playback().seek(160);
        w.window.document().fork();
        QTRY_VERIFY(w.session().hasEnded() && !w.session().isRecorded());
        QCOMPARE(w.session().config().sigma, 0.5);
        QCOMPARE(w.session().history().marks().size(), std::size_t(2)); // the change of the trunk, and the resume
        w.window.document().setForkChanges([] { return std::vector<run::SettingChange>{{"sigma", "0.1"}}; });
        w.window.playback().seek(60);
        const QString first = w.session().path();
        w.window.document().fork();
        QTRY_VERIFY(w.session().path() != first && w.session().hasEnded());
        QCOMPARE(w.session().config().sigma, 0.1);
        QCOMPARE(w.session().history().marks().back().to, std::string("0.1"));
    }

    void aLiveRunCanBeForkedAndItsFileEnds()
    {
        const QTemporaryDir folder;
        ShownWindow w(recordingLaunch(folder, true, scratchConfig(10'000'000)), scriptedEngine());
        QTRY_VERIFY(w.steps() > 300);
        const QString trunk = w.session().path();
        w.window.playback().seek(150);
        w.window.document().fork();
        QTRY_VERIFY(w.session().path() != trunk && w.session().isLive() && w.session().history().lastStep() > 300);
        QVERIFY(!w.window.playback().step());
        QTRY_VERIFY(run::historyOf(trunk.toStdString()).end().has_value());
    }

    void bookmarksAreKeptInTheFileLiveAndRecorded()
    {
        const QTemporaryDir folder;
        ShownWindow w(recordingLaunch(folder, true, scratchConfig(10'000'000)), scriptedEngine());
        QTRY_VERIFY(w.steps() > 300);
        w.window.playback().seek(100);
        const std::int64_t past = w.window.playback().shownStep();
        w.window.document().bookmark("in the past");
        w.window.playback().seekEnd();
        w.window.document().bookmark("now");
        QTRY_COMPARE(w.session().history().marks().size(), std::size_t(2));
        QCOMPARE(w.session().history().marks()[0].step, past);
        QVERIFY(w.session().waitingBookmarks().empty());
        const QString path = w.session().path();
        QVERIFY(w.session().recorder()->flush());
        w.session().showRecorded(run::historyOf(path.toStdString()), path);
        w.window.playback().seek(50);
        const auto isFree = [&] { // the live run has let its file go
            try {
                const run::RunLock lock(path.toStdString());
                return true;
            } catch (const Error&) {
                return false;
            }
        };
        QTRY_VERIFY_WITH_TIMEOUT(isFree(), 60'000); // what waits is still written, at the disk's pace
        w.window.document().bookmark("later");
        QTRY_COMPARE(w.session().history().marks().size(), std::size_t(3));
        const run::History file = run::historyOf(path.toStdString());
        QCOMPARE(file.marks().size(), std::size_t(3));
        QCOMPARE(file.marks()[2].what, std::string("later"));
        QVERIFY(file.end().has_value());
    }

    void aBookmarkThatWaitsForTheNextStepIsShownAlready()
    {
        const QTemporaryDir folder;
        ShownWindow w(recordingLaunch(folder, true, scratchConfig(10'000'000)), scriptedEngine());
        QTRY_VERIFY(w.steps() > 50);
        w.session().pause();
        QTest::qWait(50);
        w.window.document().bookmark("here");
        QVERIFY(std::ranges::any_of(w.window.playback().marks(), [](const run::Mark& m) { return m.what == "here"; }));
        w.session().step(1);
        QTRY_VERIFY(w.session().waitingBookmarks().empty());
        QCOMPARE(w.window.playback().marks().size(), std::size_t(1));
    }

    void aFullDiskIsSaidAndTheRecordingMovesElsewhere()
    {
        const QTemporaryDir folder;
        std::signal(SIGXFSZ, SIG_IGN);
        ui::LaunchOptions options = recordingLaunch(folder, true, scratchConfig(10'000'000));
        options.recordings.options.commitEvery = std::chrono::milliseconds(50);
        options.pace = 500;
        ShownWindow w(options, scriptedEngine());
        QTRY_VERIFY(w.steps() > 20 && !w.session().path().isEmpty());
        limitFileSize(300'000);
        QTRY_VERIFY_WITH_TIMEOUT(w.message().contains("training goes on"), 20'000);
        QVERIFY(w.find<QToolButton>("messageAction")->text().contains("Save elsewhere"));
        const std::size_t then = w.steps();
        QTRY_VERIFY(w.steps() > then + 50); // it does
        limitFileSize(RLIM_INFINITY);
        const QString other = folder.filePath("elsewhere.gridscope");
        const QString old = w.session().path();
        w.window.document().saveElsewhere(other);
        QTRY_COMPARE(w.session().path(), other);
        QTRY_VERIFY(!w.message().contains("training goes on"));
        const std::size_t all = w.steps();
        QTRY_VERIFY(w.steps() > all + 20);
        w.session().showRecorded(test::scriptedHistory(scratchConfig(5), 5), "/nowhere/x.gridscope");
        QTRY_VERIFY(run::historyOf(other.toStdString()).end().has_value());
        const run::History file = run::historyOf(other.toStdString());
        for (std::size_t i = 0; i < file.steps().size(); ++i) { QCOMPARE(file.steps()[i].index, std::int64_t(i) + 1); }
        QVERIFY(file.steps().size() >= all);
        QVERIFY(!run::historyOf(old.toStdString()).steps().empty()); // nothing written before is lost
    }

    void aFolderThatCannotBeWrittenIsSaidAndTheRunCanStillBeSaved()
    {
        const QTemporaryDir folder;
        ui::LaunchOptions options = recordingLaunch(folder, true, scratchConfig(10'000'000));
        QFile blocker(folder.filePath("runs")); // a file where the folder should be
        QVERIFY(blocker.open(QIODevice::WriteOnly));
        options.pace = 500;
        ShownWindow w(options, scriptedEngine());
        QTRY_VERIFY2(w.message().contains("This run is not recorded"), qPrintable(w.message()));
        const QString other = folder.filePath("elsewhere.gridscope");
        w.window.document().saveElsewhere(other);
        QTRY_COMPARE(w.session().path(), other);
        QTRY_VERIFY(!w.message().contains("not recorded"));
        w.session().close();
        const run::History file = run::historyOf(other.toStdString());
        QCOMPARE(file.steps()[0].index, 1);
        QVERIFY(file.end().has_value());
    }

    void openingALargeFileNeverBlocksTheWindow()
    {
        const QString path = largeRun();
        ShownWindow w(test::quietLaunch(false), scriptedEngine());
        w.window.resize(1400, 900);
        double longest = 0;
        test::OwnTimer clock; // the reader has a thread of its own, and both want a processor
        QTimer turn;
        connect(&turn, &QTimer::timeout, &w.window, [&] {
            const double took = clock.restart();
            if (w.window.document().isBusy()) { longest = std::max(longest, took); }
        });
        clock.restart();
        turn.start(1);
        w.window.document().open(path);
        QTRY_VERIFY_WITH_TIMEOUT(w.session().isRecorded(), 60'000);
        qInfo("longest turn of the event loop while a run of %d snapshots was read: %.1f ms", largeSnapshots, longest);
        QVERIFY(longest < 150); // 50 on a quiet machine
    }

    void openingCanBeCancelled()
    {
        const QString path = largeRun();
        ShownWindow w(test::quietLaunch(false), scriptedEngine());
        QTRY_VERIFY(w.session().history().hasStarted());
        w.window.document().open(path);
        QTRY_VERIFY(w.find<QToolButton>("messageAction")->isVisible());
        QCOMPARE(w.find<QToolButton>("messageAction")->text(), "Cancel");
        w.click("messageAction");
        QTRY_VERIFY(!w.window.document().isBusy());
        QVERIFY(!w.session().isRecorded());
        QVERIFY(!w.find<ui::MessageBar>("messageBar")->hasError());
    }
};

QTEST_MAIN(TestRunDocument)
#include "tst_run_document.moc"
