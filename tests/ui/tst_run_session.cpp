// SPDX-License-Identifier: GPL-3.0-or-later
// The session between the user and the worker: what it starts, stops and counts.
#include "core/base/error.h"
#include "tests/ui/window_fixture.h"

#include <QSignalSpy>
#include <QTemporaryDir>

#include <semaphore>

using namespace gridscope;
using Begin = ui::RunSession::Begin;

namespace {

std::vector<double> firstLosses(const run::History& history, std::size_t count)
{
    std::vector<double> losses;
    for (const run::Step& step : history.steps().first(count)) { losses.push_back(step.trainLoss); }
    return losses;
}

} // namespace

class TestRunSession final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPausedStartMakesNoStep()
    {
        ui::RunSession session(test::scriptedJob);
        session.start(test::quickConfig(), Begin::Paused);
        QTRY_VERIFY(session.history().hasStarted());
        QVERIFY(session.isPaused());
        QVERIFY(session.history().steps().empty());
        session.play();
        QTRY_VERIFY(!session.history().steps().empty());
    }

    void theFolderOfRecordingsIsTheUsersAlone()
    {
        const QTemporaryDir home;
        ui::Recordings recordings;
        recordings.folder = home.filePath("runs");
        QVERIFY(!recordings.newFile(test::quickConfig(), QDateTime::currentDateTime()).isEmpty());
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther
                            | QFile::WriteOther | QFile::ExeOther;
        QCOMPARE(QFile::permissions(recordings.folder) & others, QFile::Permissions{});
        QVERIFY(QFile::setPermissions(recordings.folder, QFile::permissions(recordings.folder)
                                                             | QFile::ReadGroup)); // the user's choice stays
        QVERIFY(!recordings.newFile(test::quickConfig(), QDateTime::currentDateTime()).isEmpty());
        QVERIFY(QFile::permissions(recordings.folder) & QFile::ReadGroup);
    }

    void aBookmarkWaitsForItsOwnMarkNotForOneWithItsNote()
    {
        std::counting_semaphore<2> second(0);
        ui::RunSession session([&](const run::RunConfig& config) {
            return [&second, config](run::Control& control, run::Sink& sink) {
                sink.onStart(test::scriptedStart(config));
                std::vector<run::Bookmark> set;
                while (set.size() < 2 && !control.isStopping()) {
                    for (auto& bookmark : control.takeBookmarks()) { set.push_back(std::move(bookmark)); }
                }
                for (const auto& bookmark : set) {
                    sink.onMark({bookmark.step.value_or(0), run::Mark::Kind::Bookmark, "", bookmark.note, "", ""});
                    second.acquire();
                }
                sink.onEnd({});
            };
        });
        session.start(test::quickConfig(), Begin::Playing);
        session.bookmark("", 3);
        session.bookmark("", 7);
        QTRY_COMPARE(session.history().marks().size(), std::size_t(1));
        QCOMPARE(session.waitingBookmarks().size(), std::size_t(1));
        QCOMPARE(session.waitingBookmarks().front().step, 7);
        second.release(2);
        QTRY_VERIFY(session.hasEnded());
        QVERIFY(session.waitingBookmarks().empty());
        QCOMPARE(session.history().marks().size(), std::size_t(2));
    }

    void resetRepeatsTheSameLosses()
    {
        constexpr std::size_t compared = 200;
        ui::RunSession session(test::scriptedJob);
        session.start(test::quickConfig(2000), Begin::Playing); // of a longer one the first steps get sparser
        QTRY_VERIFY(session.history().steps().size() >= compared);
        const auto before = firstLosses(session.history(), compared);
        session.reset(Begin::Playing);
        QVERIFY(session.history().steps().empty());
        QTRY_VERIFY(session.history().steps().size() >= compared);
        QCOMPARE(firstLosses(session.history(), compared), before);
    }

    void noMailOfTheLastRunComesIntoTheNext()
    {
        ui::RunSession session(test::scriptedJob);
        for (int seed = 1; seed <= 12; ++seed) {
            run::RunConfig config = test::quickConfig();
            config.seed = seed;
            session.start(config, Begin::Playing);
            QTRY_VERIFY(session.history().steps().size() > 20);
            const run::History& history = session.history();
            QCOMPARE(history.start().config.seed, seed);
            QCOMPARE(history.steps().front().index, history.start().firstStep);
            QVERIFY(std::ranges::adjacent_find(history.steps(), std::greater_equal<>(), &run::Step::index)
                    == history.steps().end());
            QVERIFY(!session.hasEnded());
        }
    }

    void tellsTheEndOnceAndLast()
    {
        ui::RunSession session(test::scriptedJob);
        QSignalSpy ended(&session, &ui::RunSession::ended);
        session.start(test::quickConfig(50), Begin::Playing);
        QTRY_COMPARE(ended.count(), 1);
        QVERIFY(session.hasEnded());
        QVERIFY(!session.isPlaying());
        QCOMPARE(session.history().lastStep(), 50);
    }

    void aJobThatCannotBeMadeLeavesTheRunAsItIs()
    {
        bool isBroken = false;
        ui::RunSession session([&](const run::RunConfig& config) -> run::Job {
            if (isBroken) { throw FileError("No engine here."); }
            return test::scriptedJob(config);
        });
        session.start(test::quickConfig(), Begin::Playing);
        QTRY_VERIFY(session.history().steps().size() > 10);
        isBroken = true;
        QVERIFY_EXCEPTION_THROWN(session.reset(Begin::Playing), FileError);
        QVERIFY(session.isPlaying());
        const auto before = session.history().lastStep();
        QTRY_VERIFY(session.history().lastStep() > before);
    }

    void wrongLiveSettingsAreRefused()
    {
        ui::RunSession session(test::scriptedJob);
        session.start(test::quickConfig(), Begin::Playing);
        QVERIFY_EXCEPTION_THROWN(session.changeSetting("sigma", "much"), ConfigError);
        QCOMPARE(session.config().sigma, test::quickConfig().sigma);
    }

    void keepsThePaceAndMeasuresIt()
    {
        constexpr double asked = 100;
        constexpr double tolerance = 20; // of a busy machine with two cores
        ui::RunSession session(test::scriptedJob);
        session.setPace(asked);
        session.start(test::quickConfig(), Begin::Playing);
        QTRY_VERIFY_WITH_TIMEOUT(session.history().steps().size() > 150, 10'000);
        QVERIFY2(std::abs(session.stepsPerSecond() - asked) < tolerance,
                 qPrintable(QString::number(session.stepsPerSecond())));
        QVERIFY(!session.isBehindPace());
    }

    void closingJoinsWithinASecond()
    {
        ui::RunSession session(test::scriptedJob);
        session.start(test::quickConfig(), Begin::Playing);
        QTRY_VERIFY(session.history().steps().size() > 10);
        QElapsedTimer timer;
        timer.start();
        session.close();
        QVERIFY(timer.elapsed() < 1000);
    }
};

QTEST_MAIN(TestRunSession)
#include "tst_run_session.moc"
