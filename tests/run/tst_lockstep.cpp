// SPDX-License-Identifier: GPL-3.0-or-later
// Two runs step for step, on two real threads: never more than one step apart, and nobody waits for who has gone.
#include "core/base/error.h"
#include "core/run/lockstep.h"
#include "tests/support/scripted_run.h"

#include <QtTest>

#include <atomic>

using namespace gridscope;
using namespace gridscope::run;

namespace {

constexpr int forever = 10'000'000; // steps

RunConfig scratch(int steps, std::int64_t seed = 1)
{
    RunConfig config;
    config.start = "scratch";
    config.steps = steps;
    config.seed = seed;
    config.snapshotEvery = 1000;
    return config;
}

// The step done last, safe to read while it goes; and the greatest lead over `other` at any of its steps.
class Position final : public SilentSink {
public:
    void onStart(const Start& start) override { step = start.firstStep - 1; }
    void onStep(const Step& told) override
    {
        step = told.index;
        if (other != nullptr && (isMeasured || other->step > std::numeric_limits<std::int64_t>::min())) {
            mostAhead = std::max<std::int64_t>(mostAhead, told.index - other->step);
        }
        if (told.index == failsAt) { throw NumericsError("The loss became NaN."); }
    }
    void onEnd(const End& end) override
    {
        how = int(end.how);
        hasEnded = true;
    }
    std::atomic<std::int64_t> step = std::numeric_limits<std::int64_t>::min();
    std::atomic<bool> hasEnded = false;
    std::atomic<int> how = -1;
    Position* other = nullptr;
    bool isMeasured = false;
    std::atomic<std::int64_t> mostAhead = 0;
    std::int64_t failsAt = -1000;
};

struct Pair {
    std::shared_ptr<Lockstep> lockstep = std::make_shared<Lockstep>();
    std::shared_ptr<Control> controls[2] = {std::make_shared<Control>(), std::make_shared<Control>()};
    std::shared_ptr<Position> at[2] = {std::make_shared<Position>(), std::make_shared<Position>()};
    Worker workers[2];

    Pair()
    {
        at[0]->other = at[1].get();
        at[1]->other = at[0].get();
    }
    void start(Arm arm, Job job)
    {
        const auto i = std::size_t(arm);
        workers[i].start(Lockstep::joined(lockstep, arm, std::move(job)), controls[i], at[i]);
    }
    void start(const RunConfig& leader, const RunConfig& follower)
    {
        start(Arm::Leader, test::scriptedJob(leader));
        start(Arm::Follower, test::scriptedJob(follower));
    }
    Control& leader() { return *controls[0]; }
    std::int64_t step(int arm) const { return at[arm]->step; }
    bool haveBothEnded() const { return at[0]->hasEnded && at[1]->hasEnded; }
};

} // namespace

class TestLockstep : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void neitherIsEverMoreThanOneStepAhead()
    {
        Pair pair;
        pair.at[0]->isMeasured = pair.at[1]->isMeasured = true;
        pair.start(scratch(3000), scratch(3000, 2));
        QTRY_VERIFY(pair.haveBothEnded());
        QCOMPARE(pair.step(0), std::int64_t(3000));
        QCOMPARE(pair.step(1), std::int64_t(3000));
        QCOMPARE(pair.at[0]->mostAhead.load(), std::int64_t(1));
        QVERIFY(pair.at[1]->mostAhead <= 1);
        QCOMPARE(pair.at[0]->how.load(), int(End::How::Finished));
        QCOMPARE(pair.at[1]->how.load(), int(End::How::Finished));
    }

    void aPauseOfTheLeaderHoldsBothAtTheSameStep()
    {
        Pair pair;
        pair.start(scratch(forever), scratch(forever));
        for (int round = 0; round < 50; ++round) {
            const std::int64_t before = pair.step(1);
            QTRY_VERIFY(pair.step(1) > before + 20);
            pair.leader().pause();
            pair.leader().playSteps(1);
            QTRY_VERIFY(pair.leader().isPaused()); // now that both have done it
            QCOMPARE(pair.step(0), pair.step(1));
            pair.leader().play();
        }
    }

    void countedStepsAreMadeByBoth()
    {
        Pair pair;
        pair.leader().pause();
        pair.start(scratch(forever), scratch(forever));
        for (const std::int64_t target : {1, 2, 12}) {
            pair.leader().playSteps(target - std::max<std::int64_t>(0, pair.step(0)));
            QTRY_VERIFY(pair.leader().isPaused());
            QCOMPARE(pair.step(0), target);
            QCOMPARE(pair.step(1), target);
        }
    }

    void aLongerPretrainingFirstGoesAlone_data()
    {
        QTest::addColumn<bool>("isLeader");
        QTest::newRow("the leader's") << true;
        QTest::newRow("the follower's") << false;
    }
    void aLongerPretrainingFirstGoesAlone()
    {
        QFETCH(bool, isLeader);
        RunConfig longer = scratch(200);
        longer.start = "pretrained";
        Pair pair;
        isLeader ? pair.start(longer, scratch(200)) : pair.start(scratch(200), longer);
        QTRY_VERIFY(pair.haveBothEnded());
        QCOMPARE(pair.step(0), std::int64_t(200));
        QCOMPARE(pair.step(1), std::int64_t(200));
        QVERIFY(pair.at[0]->mostAhead <= (isLeader ? 1 : 50));
        QVERIFY(pair.at[isLeader ? 0 : 1]->mostAhead <= 1);
    }

    void whoIsStoppedFreesTheOther_data()
    {
        QTest::addColumn<int>("stopped");
        QTest::newRow("the leader") << 0;
        QTest::newRow("the follower") << 1;
    }
    void whoIsStoppedFreesTheOther()
    {
        QFETCH(int, stopped);
        Pair pair;
        pair.start(scratch(forever), scratch(forever));
        QTRY_VERIFY(pair.step(1) > 100);
        pair.controls[stopped]->stop();
        QTRY_VERIFY(pair.at[stopped]->hasEnded);
        const std::int64_t before = pair.step(1 - stopped);
        QTRY_VERIFY(pair.step(1 - stopped) > before + 1000);
        QVERIFY(!pair.at[1 - stopped]->hasEnded);
    }

    void whoFailsFreesTheOther_data() { whoIsStoppedFreesTheOther_data(); }
    void whoFailsFreesTheOther()
    {
        QFETCH(int, stopped);
        Pair pair;
        pair.at[stopped]->failsAt = 70;
        pair.start(scratch(500), scratch(500));
        QTRY_VERIFY(pair.haveBothEnded());
        QCOMPARE(pair.at[stopped]->how.load(), int(End::How::Failed));
        QCOMPARE(pair.at[1 - stopped]->how.load(), int(End::How::Finished));
        QCOMPARE(pair.step(1 - stopped), std::int64_t(500));
    }

    void whoEndsEarlierFreesTheOther()
    {
        Pair pair;
        pair.start(scratch(100), scratch(300));
        QTRY_VERIFY(pair.haveBothEnded());
        QCOMPARE(pair.step(0), std::int64_t(100));
        QCOMPARE(pair.step(1), std::int64_t(300));
    }

    void stoppingWorksWhileOneWaits_data() { whoIsStoppedFreesTheOther_data(); }
    void stoppingWorksWhileOneWaits()
    {
        QFETCH(int, stopped); // waits for a partner that never comes
        Pair pair;
        pair.start(Arm(stopped), test::scriptedJob(scratch(forever)));
        QTRY_VERIFY(pair.step(stopped) >= 0);
        pair.controls[stopped]->stop();
        QTRY_VERIFY(pair.at[stopped]->hasEnded);
        QCOMPARE(pair.step(stopped), std::int64_t(0));
    }

    void aJobThatIsThrownAwayUnusedFreesTheOther()
    {
        Pair pair;
        {
            const Job unused = Lockstep::joined(pair.lockstep, Arm::Follower, test::scriptedJob(scratch(1)));
        }
        QVERIFY(pair.lockstep->hasLeft(Arm::Follower));
        pair.start(Arm::Leader, test::scriptedJob(scratch(50)));
        QTRY_VERIFY(pair.at[0]->hasEnded);
        QCOMPARE(pair.step(0), std::int64_t(50));
    }

    void aPairIsClosedWithinASecondAtAnyMoment()
    {
        for (int round = 0; round < 60; ++round) {
            QElapsedTimer clock;
            {
                Pair pair;
                if (round % 3 == 0) { pair.leader().pause(); }
                pair.start(scratch(forever), scratch(forever));
                if (round % 2 == 0) { QTRY_VERIFY(pair.step(0) >= round % 3); }
                clock.start();
            } // workers stop and join, one after the other
            QVERIFY2(clock.elapsed() < 1000, qPrintable(QString::number(clock.elapsed())));
        }
    }
};

QTEST_GUILESS_MAIN(TestLockstep)
#include "tst_lockstep.moc"
