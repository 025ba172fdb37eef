// SPDX-License-Identifier: GPL-3.0-or-later
// From the job to the screen: control, worker and mailbox, with real threads.
#include "core/base/error.h"
#include "core/run/backlog.h"
#include "core/run/fanout.h"
#include "core/run/history.h"
#include "core/run/mailbox.h"
#include "core/run/retention.h"
#include "core/run/worker.h"

#include <QtTest>

#include <atomic>
#include <future>
#include <new>
#include <set>

using namespace gridscope;
using namespace gridscope::run;
using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

namespace {

// What the tests want to know of a run, safe to read while it goes.
class Ear final : public SilentSink {
public:
    void onStep(const Step&) override
    {
        ++steps;
        std::lock_guard lock(mutex_);
        threads_.insert(std::this_thread::get_id());
    }
    void onEnd(const End& end) override
    {
        std::lock_guard lock(mutex_);
        end_ = end;
        ++ends;
    }
    End end() const
    {
        std::lock_guard lock(mutex_);
        return end_;
    }
    std::set<std::thread::id> threads() const
    {
        std::lock_guard lock(mutex_);
        return threads_;
    }
    std::atomic<int> steps = 0;
    std::atomic<int> ends = 0;

private:
    mutable std::mutex mutex_;
    End end_;
    std::set<std::thread::id> threads_;
};

void stepForever(Control& control, Sink& sink)
{
    while (control.keepGoing()) { sink.onStep({}); }
}

Job stepsOf(int steps)
{
    return [steps](Control& control, Sink& sink) {
        for (int i = 0; i < steps && control.keepGoing(); ++i) { sink.onStep({.index = i}); }
    };
}

SnapshotPtr snapshotOf(std::int64_t step)
{
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->step = step;
    return snapshot;
}

// What is told, in its order: "start step1 snapshot1 mark".
class Order final : public EventSink {
public:
    void onEvent(Event event) override
    {
        static constexpr const char* names[] = {"step", "snapshot", "checkpoint", "end", "start", "evaluation", "mark"};
        text += text.isEmpty() ? "" : " ";
        text += names[event.index()];
        if (const auto* step = eventAs<Step>(event)) { text += QString::number(step->index); }
        if (const auto* snapshot = eventAs<Snapshot>(event)) { text += QString::number(snapshot->step); }
    }
    QString text;
};

constexpr const char* mixed = "start mark step1 evaluation snapshot1 checkpoint step2 mark snapshot2 step3 snapshot3 "
                              "evaluation step4 checkpoint end";
void tellMixed(Sink& sink)
{
    sink.onStart({});
    sink.onMark({});
    sink.onStep({.index = 1});
    sink.onEvaluation({});
    sink.onSnapshot(snapshotOf(1));
    sink.onCheckpoint({});
    sink.onStep({.index = 2});
    sink.onMark({});
    sink.onSnapshot(snapshotOf(2));
    sink.onStep({.index = 3});
    sink.onSnapshot(snapshotOf(3));
    sink.onEvaluation({});
    sink.onStep({.index = 4});
    sink.onCheckpoint({});
    sink.onEnd({});
}

// A job on a worker of its own, with both ends in hand.
struct Live {
    std::shared_ptr<Control> control = std::make_shared<Control>();
    std::shared_ptr<Ear> ear = std::make_shared<Ear>();
    Worker worker;
    void start(Job job = stepForever) { worker.start(std::move(job), control, ear); }
};

double measuredPace(double pace, int steps)
{
    Control control;
    control.setPace(pace);
    control.keepGoing();
    const auto start = Clock::now();
    for (int i = 0; i < steps; ++i) { control.keepGoing(); }
    return steps / Seconds(Clock::now() - start).count();
}

End endOf(const Job& job)
{
    Control control;
    Ear ear;
    runJob(job, control, ear);
    if (ear.ends != 1) { return {End::How::Failed, std::to_string(ear.ends) + " ends"}; }
    return ear.end();
}

} // namespace

class TestRunFlow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void mailboxKeepsEveryStepAndEverySnapshot()
    {
        Mailbox mailbox;
        History history;
        mailbox.onStart({});
        for (int i = 1; i <= 3; ++i) {
            mailbox.onStep({.index = i});
            mailbox.onSnapshot(snapshotOf(i));
            mailbox.onEvaluation({});
            mailbox.onMark({});
        }
        mailbox.onEnd({End::How::Stopped, {}});
        QVERIFY(mailbox.deliverTo(history));
        QVERIFY(history.hasStarted());
        QCOMPARE(history.steps().size(), std::size_t(3));
        QCOMPARE(history.evaluations().size(), std::size_t(3));
        QCOMPARE(history.marks().size(), std::size_t(3));
        QCOMPARE(history.snapshots().size(), std::size_t(3));
        QCOMPARE(history.latest()->step, 3);
        QVERIFY(history.end()->how == End::How::Stopped);
        QVERIFY(!mailbox.deliverTo(history));
    }

    void mailIsHandedOverInTheOrderInWhichItWasTold_data()
    {
        using enum Mailbox::Snapshots;
        QTest::addColumn<Mailbox::Snapshots>("policy");
        QTest::addColumn<QString>("order");
        QTest::newRow("snapshots as a history keeps them") << Kept << QString(mixed);
        QTest::newRow("all snapshots") << All << QString(mixed);
        QTest::newRow("the newest snapshot") << Newest << QString(mixed).remove("snapshot1 ").remove("snapshot2 ");
    }
    void mailIsHandedOverInTheOrderInWhichItWasTold()
    {
        QFETCH(const Mailbox::Snapshots, policy);
        Mailbox mailbox(policy);
        tellMixed(mailbox);
        Order order;
        QVERIFY(mailbox.deliverTo(order));
        QTEST(order.text, "order");
    }

    void whoLooksAfterEachEventHearsAllOfThem_data()
    {
        using enum Mailbox::Snapshots;
        QTest::addColumn<Mailbox::Snapshots>("policy");
        QTest::newRow("snapshots as a history keeps them") << Kept;
        QTest::newRow("all snapshots") << All;
        QTest::newRow("the newest snapshot") << Newest;
    }
    void whoLooksAfterEachEventHearsAllOfThem()
    {
        QFETCH(const Mailbox::Snapshots, policy);
        struct Looking final : EventSink {
            explicit Looking(Mailbox::Snapshots policy) : mailbox(policy) {}
            void onEvent(Event event) override
            {
                mailbox.onEvent(std::move(event));
                QVERIFY(mailbox.deliverTo(order));
            }
            Mailbox mailbox;
            Order order;
        } looking(policy);
        tellMixed(looking);
        QCOMPARE(looking.order.text, QString(mixed));
    }

    void snapshotsThatAreGivenUpAreFreedBeforeSomebodyLooks_data()
    {
        using enum Mailbox::Snapshots;
        QTest::addColumn<Mailbox::Snapshots>("policy");
        QTest::addColumn<std::size_t>("most");
        QTest::newRow("snapshots as a history keeps them") << Kept << History::mostSnapshots;
        QTest::newRow("all snapshots") << All << std::size_t(10'000);
        QTest::newRow("the newest snapshot") << Newest << std::size_t(1);
    }
    void snapshotsThatAreGivenUpAreFreedBeforeSomebodyLooks()
    {
        QFETCH(const Mailbox::Snapshots, policy);
        QFETCH(const std::size_t, most);
        Mailbox mailbox(policy);
        std::vector<std::weak_ptr<const Snapshot>> told;
        for (int i = 1; i <= 10'000; ++i) {
            const SnapshotPtr snapshot = snapshotOf(i);
            told.push_back(snapshot);
            mailbox.onStep({.index = i});
            mailbox.onSnapshot(snapshot);
        }
        const auto isThere = [](const auto& snapshot) { return !snapshot.expired(); };
        const auto there = std::size_t(std::ranges::count_if(told, isThere));
        QVERIFY(there <= most && there > most / 2);
        QVERIFY(isThere(told.back()));
        Order order;
        mailbox.deliverTo(order);
        QCOMPARE(std::size_t(order.text.count("snapshot")), there);
        QCOMPARE(order.text.count("step"), 10'000);
    }

    // As where quantized training begins: what the network was, and what it is now.
    void twoSnapshotsOfOneStepBothArriveWheneverSomebodyLooks()
    {
        for (const bool looksBetween : {false, true}) {
            Mailbox mailbox;
            Order order;
            mailbox.onSnapshot(snapshotOf(0));
            if (looksBetween) { mailbox.deliverTo(order); }
            mailbox.onSnapshot(snapshotOf(0));
            mailbox.deliverTo(order);
            QCOMPARE(order.text, QString("snapshot0 snapshot0"));
        }
    }

    void mailHasNoBytesOfCheckpoints()
    {
        struct Listener final : SilentSink {
            void onCheckpoint(const Checkpoint& checkpoint) override { told = checkpoint; }
            Checkpoint told;
        } listener;
        Mailbox mailbox;
        mailbox.onCheckpoint({7, std::make_shared<const std::vector<std::uint8_t>>(100)});
        mailbox.deliverTo(listener);
        QCOMPARE(listener.told.step, std::int64_t(7));
        QVERIFY(!listener.told.bytes);
    }

    // A run that is told again at once, as after a reset: the screen looks once, when all of it is there.
    void aHistoryFromTheMailboxIsTheOneThatWasTold_data()
    {
        QTest::addColumn<int>("steps");
        QTest::newRow("few") << 900;
        QTest::newRow("more than a history keeps") << 20'000;
    }
    void aHistoryFromTheMailboxIsTheOneThatWasTold()
    {
        QFETCH(const int, steps);
        Mailbox mailbox;
        History told;
        History seen;
        for (int i = 1; i <= steps; ++i) {
            const SnapshotPtr snapshot = snapshotOf(i);
            told.onSnapshot(snapshot);
            mailbox.onSnapshot(snapshot);
        }
        QVERIFY(mailbox.deliverTo(seen));
        QVERIFY(std::ranges::equal(seen.snapshots(), told.snapshots()));
        QVERIFY(seen.snapshots().size() <= History::mostSnapshots);
        for (std::size_t i = 1; i < seen.snapshots().size();
             ++i) { // and none of what the thinning left is taken for a gap
            QVERIFY(seen.snapshots()[i]->step - seen.snapshots()[i - 1]->step <= seen.longestStretch());
        }
    }

    void mailboxLosesNothingBetweenTwoThreads()
    {
        constexpr int steps = int(stepWindow); // of more, a history keeps not all
        Mailbox mailbox;
        History history;
        auto writer = std::async(std::launch::async, [&] {
            for (int i = 1; i <= steps; ++i) {
                mailbox.onStep({.index = i});
                mailbox.onSnapshot(snapshotOf(i));
            }
            mailbox.onEnd({});
        });
        while (!history.end()) { mailbox.deliverTo(history); }
        writer.get();
        QCOMPARE(history.steps().size(), std::size_t(steps));
        for (int i = 0; i < steps; ++i) { QCOMPARE(history.steps()[std::size_t(i)].index, i + 1); }
        QCOMPARE(history.latest()->step, steps);
    }

    void whoPassesEventsOnKeepsTheirOrder()
    {
        Order kept, forwarded, fanned;
        Backlog backlog;
        tellMixed(backlog);
        backlog.tellTo(kept);
        ForwardingSink forwarding(forwarded);
        tellMixed(forwarding);
        SilentSink nobody;
        Fanout fanout({&nobody, &fanned});
        tellMixed(fanout);
        for (const Order* order : {&kept, &forwarded, &fanned}) { QCOMPARE(order->text, QString(mixed)); }
    }

    void anEventKeptAsAValueIsToldAsItWas()
    {
        Backlog backlog;
        Mark mark{3, Mark::Kind::Setting, "fc1", "sigma", "0.33", "0.1"};
        backlog.onMark(mark);
        backlog.onStep({.index = 4, .trainLoss = 0.5, .masks = {0, 255}});
        mark.to = "0.2"; // the value is a copy
        History history;
        backlog.tellTo(history);
        QCOMPARE(markText(history.marks().front()), std::string("fc1: sigma 0.33 -> 0.1"));
        QCOMPARE(history.steps().front().trainLoss, 0.5);
        QCOMPARE(history.steps().front().masks, (std::vector<std::uint8_t>{0, 255}));
    }

    void anEventIsOfOneKind()
    {
        const Event mark = std::make_shared<const Mark>(Mark{3, Mark::Kind::Bookmark, "", "here", "", ""});
        QVERIFY(eventAs<Mark>(mark) != nullptr);
        QCOMPARE(eventAs<Mark>(mark)->what, std::string("here"));
        QVERIFY(!eventAs<Step>(mark) && !eventAs<Snapshot>(mark) && !eventAs<Evaluation>(mark));
        QVERIFY(!eventAs<Start>(mark) && !eventAs<End>(mark) && !eventAs<Checkpoint>(mark));
        QVERIFY(sizeof(Event) <= sizeof(Step) + sizeof(void*)); // a queue of steps costs no more than they do
    }

    void fanoutTellsEverySink()
    {
        Ear first;
        Ear second;
        Fanout fanout({&first, &second});
        fanout.onStep({});
        fanout.onEnd({});
        QCOMPARE(first.steps + second.steps, 2);
        QCOMPARE(first.ends + second.ends, 2);
    }

    void aPausedJobDoesNotStepUntilItPlays()
    {
        Live live;
        live.control->pause();
        live.start();
        QVERIFY(live.control->isPaused());
        QCOMPARE(live.ear->steps.load(), 0);
        live.control->play();
        QTRY_VERIFY(live.ear->steps > 10);
    }

    void aPauseIsToldOnceBeforeTheJobWaits()
    {
        std::atomic<int> pauses = 0;
        std::atomic<int> stepsAtPause = 0;
        Live live;
        live.control->pause();
        live.start([&](Control& control, Sink& sink) {
            const auto pausing = [&] {
                stepsAtPause = static_cast<Ear&>(*live.ear).steps.load();
                ++pauses;
            };
            while (control.keepGoing(pausing)) { sink.onStep({}); }
        });
        QTRY_COMPARE(pauses.load(), 1);
        live.control->setPace(1000); // wakes it, and it is the same pause
        live.control->playSteps(3);
        QTRY_COMPARE(pauses.load(), 2);
        QCOMPARE(stepsAtPause.load(), 3);
        live.control->setPace(0.1); // between two steps, too
        live.control->play();
        QTRY_COMPARE(live.ear->steps.load(), 4);
        live.control->pause();
        QTRY_COMPARE(pauses.load(), 3);
        live.control->stop();
    }

    void aNumberOfStepsIsDoneExactly()
    {
        Live live;
        live.control->pause();
        live.start();
        live.control->playSteps(5);
        QTRY_VERIFY(live.control->isPaused());
        QCOMPARE(live.ear->steps.load(), 5);
        live.control->playSteps(1);
        live.control->playSteps(1);
        QTRY_COMPARE(live.ear->steps.load(), 7);
        QTRY_VERIFY(live.control->isPaused());
        QCOMPARE(live.ear->steps.load(), 7);
    }

    void theLastAskedStepMayFinishItsEvaluation()
    {
        Control control;
        control.playSteps(1);
        QVERIFY(control.keepGoing());
        QVERIFY(control.keepWorking()); // would wait for ever if it had paused already
        QVERIFY(!control.isPaused());
    }

    void noStepsAskForNothing()
    {
        Control control;
        control.pause();
        control.playSteps(0);
        control.playSteps(-3);
        QVERIFY(control.isPaused());
    }

    void playForgetsACountOfSteps()
    {
        Live live;
        live.control->playSteps(1);
        live.control->play();
        live.start();
        QTRY_VERIFY(live.ear->steps > 10);
    }

    void stopWakesAWaitingJob_data()
    {
        QTest::addColumn<bool>("paused");
        QTest::addColumn<double>("pace");
        QTest::newRow("that is paused") << true << 0.0;
        QTest::newRow("that keeps a slow pace") << false << 1e-6;
    }
    void stopWakesAWaitingJob()
    {
        QFETCH(bool, paused);
        QFETCH(double, pace);
        Live live;
        live.control->setPace(pace);
        live.start();
        QTRY_VERIFY(live.ear->steps > 0);
        if (paused) { live.control->pause(); }
        const auto asked = Clock::now();
        live.control->stop();
        QTRY_COMPARE(live.ear->ends.load(), 1);
        QVERIFY(Clock::now() - asked < Seconds(1));
        QVERIFY(live.ear->end().how == End::How::Stopped);
    }

    void stopEndsLongWorkBetweenSteps()
    {
        Control control;
        control.pause();
        auto working = std::async(std::launch::async, [&] { return control.keepWorking(); });
        control.stop();
        QVERIFY(!working.get());
        QVERIFY(!control.keepGoing());
        QVERIFY(control.isStopping());
    }

    void paceIsKeptWithinFivePercent_data()
    {
        QTest::addColumn<double>("pace");
        QTest::addColumn<int>("steps");
        QTest::newRow("slow") << 40.0 << 40;
        QTest::newRow("fast") << 1000.0 << 1000;
    }
    void paceIsKeptWithinFivePercent()
    {
        QFETCH(double, pace);
        QFETCH(int, steps);
        double measured = 0;
        const auto isKept = [&] { return std::abs(measured / pace - 1) < 0.05; };
        // A busy machine may take the processor away for longer than a run of steps can make up for.
        for (int attempt = 0; attempt < 4 && !isKept(); ++attempt) { measured = measuredPace(pace, steps); }
        QVERIFY2(isKept(), qPrintable(QString::number(measured)));
    }

    void aNewPaceActsAtOnce()
    {
        Live live;
        live.control->setPace(0.001);
        live.start();
        QTRY_COMPARE(live.ear->steps.load(), 1);
        live.control->setPace(1000);
        QTRY_VERIFY_WITH_TIMEOUT(live.ear->steps > 50, 2000);
        live.control->setPace(0.001);
        live.control->setPace(0);
        QTRY_VERIFY_WITH_TIMEOUT(live.ear->steps > 1000, 2000);
    }

    void aPaceThatIsNoNumberMeansNoPace()
    {
        Control control;
        for (const double pace :
             {std::numeric_limits<double>::quiet_NaN(), -1.0, std::numeric_limits<double>::infinity()}) {
            control.setPace(pace);
            QVERIFY(control.keepGoing());
            QVERIFY(control.keepGoing());
        }
    }

    void aLateStepIsNotFollowedByABurst()
    {
        Control control;
        control.setPace(100);
        QVERIFY(control.keepGoing());
        const auto late = Clock::now() + std::chrono::milliseconds(400);
        while (Clock::now() < late) {} // a long evaluation
        const auto start = Clock::now();
        for (int i = 0; i < 20; ++i) { QVERIFY(control.keepGoing()); }
        QVERIFY(Clock::now() - start > Seconds(0.1)); // 20 steps take 0.2 s
    }

    void changesAreTakenOnceAndInOrder()
    {
        Control control;
        control.change({"sigma", "0.1"});
        control.change({"method", "ste"});
        const auto changes = control.takeChanges();
        QCOMPARE(changes.size(), std::size_t(2));
        QCOMPARE(changes[0].key, std::string("sigma"));
        QCOMPARE(changes[1].text, std::string("ste"));
        QVERIFY(control.takeChanges().empty());
    }

    void aJobWithoutAnEndGetsOne()
    {
        QVERIFY(endOf(stepsOf(3)).how == End::How::Finished);
        QVERIFY(endOf([](Control& control, Sink&) { control.stop(); }).how == End::How::Stopped);
    }

    void aJobsOwnEndIsTheOnlyOne()
    {
        QCOMPARE(endOf([](Control&, Sink& sink) {
                     sink.onEnd({End::How::Finished, "mine"});
                 }).message,
                 std::string("mine"));
        const End twice = endOf([](Control&, Sink& sink) {
            sink.onEnd({End::How::Stopped, "first"});
            throw ConfigError("second");
        });
        QCOMPARE(twice.message, std::string("first"));
    }

    void exceptionsBecomeOneEnd_data()
    {
        QTest::addColumn<Job>("job");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, Job job, const char* message) { QTest::newRow(name) << job << message; };
        row(
            "an error of ours", [](Control&, Sink&) { throw NumericsError("Loss became NaN at step 7."); },
            "Loss became NaN at step 7.");
        row(
            "no memory", [](Control&, Sink&) { throw std::bad_alloc(); },
            "There is not enough memory for this run; try a smaller batch_size or network.");
        row(
            "an error with a backtrace", [](Control&, Sink&) { throw std::runtime_error("bad shape\nframe 0"); },
            "The run failed: bad shape");
        row(
            "something that is no exception", [](Control&, Sink&) { throw 7; },
            "The run failed for a reason that gave no message.");
        row("an empty job", Job(), "The run failed: bad_function_call");
    }
    void exceptionsBecomeOneEnd()
    {
        QFETCH(Job, job);
        const End end = endOf(job);
        QVERIFY(end.how == End::How::Failed);
        QTEST(QString::fromStdString(end.message), "message");
    }

    void aSinkThatThrowsEndsTheRun()
    {
        struct Full final : SilentSink {
            void onStep(const Step&) override { throw FileError("The disk is full."); }
            void onEnd(const End& end) override
            {
                message = end.message;
                throw FileError("The disk is still full.");
            }
            std::string message;
        } full;
        Control control;
        runJob(stepsOf(3), control, full);
        QCOMPARE(full.message, std::string("The disk is full."));
    }

    void oneThreadServesAllRuns()
    {
        Worker worker;
        std::set<std::thread::id> threads;
        for (int run = 0; run < 3; ++run) {
            auto ear = std::make_shared<Ear>();
            worker.start(stepsOf(2), std::make_shared<Control>(), ear);
            QTRY_COMPARE(ear->ends.load(), 1);
            QCOMPARE(ear->steps.load(), 2);
            threads.merge(ear->threads());
        }
        QCOMPARE(threads.size(), std::size_t(1));
        QVERIFY(!threads.contains(std::this_thread::get_id()));
    }

    void aNewRunReplacesTheCurrentOneAndAnyThatWaits()
    {
        constexpr int runs = 20;
        Worker worker;
        std::vector<std::shared_ptr<Ear>> ears;
        for (int run = 0; run < runs; ++run) {
            ears.push_back(std::make_shared<Ear>());
            worker.start(stepForever, std::make_shared<Control>(), ears.back());
        }
        QTRY_VERIFY(ears.back()->steps > 0);
        for (int run = 0; run + 1 < runs; ++run) {
            QCOMPARE(ears[std::size_t(run)]->ends.load(), 1);
            QVERIFY(ears[std::size_t(run)]->end().how == End::How::Stopped);
        }
        QCOMPARE(ears.back()->ends.load(), 0);
    }

    void aFailedRunDoesNotHurtTheNext()
    {
        Live live;
        live.start([](Control&, Sink&) { throw 7; });
        QTRY_COMPARE(live.ear->ends.load(), 1);
        auto ear = std::make_shared<Ear>();
        live.worker.start(stepsOf(1), std::make_shared<Control>(), ear);
        QTRY_COMPARE(ear->ends.load(), 1);
        QCOMPARE(ear->steps.load(), 1);
    }

    void closingEndsTheCurrentRunAndTheWaitingOne()
    {
        auto current = std::make_shared<Ear>();
        auto waiting = std::make_shared<Ear>();
        const auto asked = Clock::now();
        {
            Worker worker;
            worker.start(stepForever, std::make_shared<Control>(), current);
            worker.start(stepForever, std::make_shared<Control>(), waiting);
        }
        QVERIFY(Clock::now() - asked < Seconds(1));
        QCOMPARE(current->ends.load(), 1);
        QCOMPARE(waiting->ends.load(), 1);
    }
};

QTEST_GUILESS_MAIN(TestRunFlow)
#include "tst_run_flow.moc"
