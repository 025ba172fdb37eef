// SPDX-License-Identifier: GPL-3.0-or-later
// What a run file goes through after its run: forked, resumed, copied, moved while it is written, and bookmarked.
#include "core/base/error.h"
#include "core/file/continuation.h"
#include "core/file/run_reader.h"
#include "core/run/retention.h"
#include "tests/support/scripted_run.h"
#include "tests/support/transcript.h"

#include <QtTest>

#include <filesystem>

using namespace gridscope;
using namespace gridscope::run;

namespace {

RunConfig scratchConfig(int steps)
{
    RunConfig config;
    config.start = "scratch";
    config.steps = steps;
    return config;
}

std::string hashOf(const std::string& path)
{
    test::Transcript transcript;
    readRun(path, transcript);
    return transcript.hash();
}

template <typename Action>
std::string sentenceOf(Action action)
{
    try {
        action();
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

} // namespace

class TestContinuation : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::string path(const std::string& name) { return folder_.filePath(QString::fromStdString(name)).toStdString(); }
    std::string recorded(const std::string& name, int steps)
    {
        RunWriter writer(path(name));
        Control control;
        runJob(test::scriptedJobWithCheckpoints(scratchConfig(steps)), control, writer);
        return path(name);
    }

private Q_SLOTS:
    void aForkHoldsTheRunUpToItsStepAndNamesItsParent()
    {
        const std::string trunk = recorded("trunk.gridscope", 200);
        const std::string before = hashOf(trunk);
        Continuation next = forkRun(trunk, 150, path("fork.gridscope"));
        QCOMPARE(next.origin->run, std::string("trunk.gridscope"));
        QCOMPARE(next.origin->step, 150);
        QCOMPARE(historyOf(next.writer->path()).lastStep(), 150);
        const Engine engine{test::scriptedJobWithCheckpoints, test::scriptedResume, {}, {}};
        Control control;
        runJob(jobOf(engine, next, std::nullopt), control, *next.writer);
        const History fork = historyOf(path("fork.gridscope"));
        const History original = historyOf(trunk);
        QCOMPARE(fork.steps().size(), original.steps().size());
        QCOMPARE(fork.snapshots().size(), original.snapshots().size());
        QCOMPARE(fork.start().origin->step, 150);
        QVERIFY(!original.start().origin);
        QCOMPARE(hashOf(trunk), before);
    }

    void aForkThatCannotBeLeavesNoFile()
    {
        const std::string trunk = recorded("trunk2.gridscope", 100);
        QVERIFY(!sentenceOf([&] { forkRun(trunk, 33, path("none.gridscope")); }).empty());
        QVERIFY(!std::filesystem::exists(path("none.gridscope")));
        QVERIFY(sentenceOf([&] { forkRun(trunk, 100, trunk); }).find("is there already") != std::string::npos);
        const auto never = [](double) { return false; };
        QVERIFY_EXCEPTION_THROWN(forkRun(trunk, 100, path("none.gridscope"), never), Cancelled);
        QVERIFY(!std::filesystem::exists(path("none.gridscope")));
        QVERIFY(!std::filesystem::exists(path("none.gridscope.part")));
    }

    void aRunThatWasKilledBeforeItsFirstCheckpointBeginsAnew()
    {
        const std::string file = path("early.gridscope");
        {
            RunWriter writer(file);
            const Start start = test::scriptedStart(scratchConfig(60));
            writer.onStart(start);
            writer.onSnapshot(test::scriptedSnapshot(start, 0));
            for (std::int64_t step = 1; step <= 7; ++step) { writer.onStep({step, 0, 9, 1}); }
            writer.onSnapshot(test::scriptedSnapshot(start, 5));
        }
        Continuation next = resumeRun(file);
        QVERIFY(!next.checkpoint.bytes);
        const Engine engine{test::scriptedJobWithCheckpoints, test::scriptedResume, {}, {}};
        Control control;
        runJob(jobOf(engine, next, std::nullopt), control, *next.writer);
        const History history = historyOf(file);
        QCOMPARE(history.steps().size(), std::size_t(60));
        QVERIFY(history.steps()[0].trainLoss != 9);
        QVERIFY(history.end().has_value());
    }

    void aBookmarkCanBeAddedToARunThatNobodyWrites()
    {
        const std::string file = recorded("marked.gridscope", 100);
        addBookmark(file, 42, "a note");
        const History history = historyOf(file);
        QCOMPARE(history.marks().back().what, std::string("a note"));
        QCOMPARE(history.marks().back().step, 42);
        QVERIFY(history.end().has_value());
        addBookmark(file, 50, "");
        QCOMPARE(historyOf(file).marks().size(), history.marks().size() + 1);
        RunWriter writer(path("written.gridscope"));
        writer.onStart(test::scriptedStart(scratchConfig(5)));
        QVERIFY(sentenceOf([&] { addBookmark(path("written.gridscope"), 1, ""); }).find("being written")
                != std::string::npos);
    }

    void aFileOfAnOlderFormatIsForkedAndLeftAlone()
    {
        const std::string old = path("old.gridscope");
        std::filesystem::copy_file(
            qEnvironmentVariable("GRIDSCOPE_SOURCE").toStdString() + "/tests/data/run_v1.gridscope", old);
        const std::string before = hashOf(old);
        const auto checkpoints = RunReader(old).checkpointSteps();
        QVERIFY(!checkpoints.empty());
        Continuation next = forkRun(old, checkpoints.back(), path("of-old.gridscope"));
        QCOMPARE(next.step, checkpoints.back());
        QCOMPARE(historyOf(path("of-old.gridscope")).marks().back().kind, Mark::Kind::Resumed);
        QCOMPARE(hashOf(old), before);
    }

    void aRecordingThatMovesLosesNothing()
    {
        const Start start = test::scriptedStart(scratchConfig(100));
        const std::string from = path("from.gridscope");
        const std::string to = path("to.gridscope");
        test::Transcript expected;
        {
            RunWriter writer(from);
            const auto tell = [&](std::int64_t first, std::int64_t last) {
                for (std::int64_t step = first; step <= last; ++step) {
                    for (Sink* sink : {static_cast<Sink*>(&writer), static_cast<Sink*>(&expected)}) {
                        sink->onStep({step, 0.1, 1.0, 1.0});
                        if (step % 5 == 0) { sink->onSnapshot(test::scriptedSnapshot(start, step)); }
                    }
                }
            };
            writer.onStart(start);
            expected.onStart(start);
            tell(1, 43);
            const std::string occupied = recorded("occupied.gridscope", 5);
            const std::string before = hashOf(occupied);
            QVERIFY(sentenceOf([&] { writer.moveTo(occupied); }).find("is there already") != std::string::npos);
            QVERIFY(!sentenceOf([&] { writer.moveTo(path("no/such/folder")); }).empty());
            QCOMPARE(writer.path(), from);
            QCOMPARE(hashOf(occupied), before);
            tell(44, 60);
            writer.moveTo(to);
            QCOMPARE(writer.path(), to);
            tell(61, 100);
            writer.onEnd({});
            expected.onEnd({});
            QVERIFY(!sentenceOf([&] { writer.moveTo(path("late.gridscope")); }).empty());
        }
        QCOMPARE(hashOf(to), expected.hash());
        QVERIFY(historyOf(from).lastStep() <= 60); // what was in it stays
        QVERIFY(!std::filesystem::exists(from + "-lock"));
    }

    void theCheckpointsThatAreSaidToBeKeptAreThoseInTheFile()
    {
        const std::string file = path("kept.gridscope");
        const Start start = test::scriptedStart(scratchConfig(1000));
        History told;
        RunWriter writer(file);
        const auto bytes = std::make_shared<const std::vector<std::uint8_t>>(10, std::uint8_t(1));
        for (Sink* sink : {static_cast<Sink*>(&writer), static_cast<Sink*>(&told)}) {
            sink->onStart(start);
            for (std::int64_t step = 10; step <= 400; step += 10) {
                sink->onStep({step, 0, 1, 1});
                if (step == 130) { sink->onMark({130, Mark::Kind::Bookmark, "", "", "", ""}); }
                if (step == 170) { sink->onMark({170, Mark::Kind::Bits, "conv1", "bit-length", "3", "2"}); }
                sink->onCheckpoint({step, bytes});
            }
        }
        QVERIFY(writer.flush());
        const auto kept = keptCheckpoints(told.checkpoints(), told.marks());
        QCOMPARE(kept, RunReader(file).checkpointSteps());
        QVERIFY(kept.size() < 13);
        for (const std::int64_t step : {130, 170}) { QVERIFY(std::ranges::find(kept, step) != kept.end()); }
        QCOMPARE(writer.checkpoints(), kept);
    }

    // A bookmark comes too late for a checkpoint that was thinned away before, and a resumed file counts on where it was.
    void theWriterKnowsWhichCheckpointsItsFileHolds()
    {
        const std::string file = path("held.gridscope");
        const auto bytes = std::make_shared<const std::vector<std::uint8_t>>(10, std::uint8_t(1));
        const auto tell = [&](RunWriter& writer, std::int64_t from, std::int64_t to) {
            for (std::int64_t step = from; step <= to; step += 10) {
                writer.onStep({step, 0, 1, 1});
                writer.onCheckpoint({step, bytes});
            }
            QVERIFY(writer.flush());
            QCOMPARE(writer.checkpoints(), RunReader(file).checkpointSteps());
        };
        {
            RunWriter writer(file);
            writer.onStart(test::scriptedStart(scratchConfig(1000)));
            QVERIFY(writer.checkpoints().empty());
            tell(writer, 10, 300);
            writer.onMark({30, Mark::Kind::Bookmark, "", "too late", "", ""});
            tell(writer, 310, 400);
        }
        const auto kept = RunReader(file).checkpointSteps();
        QVERIFY(std::ranges::find(kept, 30) == kept.end());
        const auto writer = RunWriter::resume(file, kept.back());
        QCOMPARE(writer->checkpoints(), kept);
        tell(*writer, 410, 500);
    }

    void theSizeIsKnownBeforeTheStartWithinAFactorOfTwo()
    {
        RunConfig config = scratchConfig(2000);
        const std::string file = path("size.gridscope");
        const Start start = test::scriptedStart(config);
        std::int64_t weights = 0;
        for (const LayerInfo& layer : start.layers) { weights += layer.parameters; }
        std::vector<std::uint8_t> noise(std::size_t(weights) * 12);
        std::uint32_t state = 1;
        for (auto& byte : noise) { byte = std::uint8_t((state = state * 1664525U + 1013904223U) >> 24U); }
        const auto bytes = std::make_shared<const std::vector<std::uint8_t>>(std::move(noise));
        {
            RunWriter writer(file);
            writer.onStart(start);
            for (std::int64_t step = 1; step <= config.steps; ++step) {
                writer.onStep({step, 0.001 * double(step), 1 / double(step), 0.001});
                if (step % config.snapshotEvery == 0) { writer.onSnapshot(test::scriptedSnapshot(start, step)); }
                if (step % config.checkpointEvery == 0) { writer.onCheckpoint({step, bytes}); }
            }
            writer.onEnd({});
        }
        const double real = double(std::filesystem::file_size(file));
        const double estimate = double(estimatedBytes(config));
        qInfo("a run file of 2,000 steps: %.1f MB, estimated %.1f MB", real / 1e6, estimate / 1e6);
        QVERIFY(estimate < 2 * real && real < 2 * estimate);
    }
};

QTEST_GUILESS_MAIN(TestContinuation)
#include "tst_continuation.moc"
