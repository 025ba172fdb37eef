// SPDX-License-Identifier: GPL-3.0-or-later
// Runs as files: what was told is what is read, in the same order, also while it goes on, after a resume and in a copy.
#include "core/export/summary.h"
#include "core/file/run_reader.h"
#include "core/file/run_writer.h"
#include "core/run/fanout.h"
#include "core/run/retention.h"
#include "tests/support/scripted_run.h"
#include "tests/support/transcript.h"

#include <QtTest>

#include <sqlite3.h>

#include <cmath>
#include <filesystem>
#include <fstream>

#include <sys/stat.h>
#include <unistd.h>

using namespace gridscope;
using namespace gridscope::run;
using gridscope::test::Transcript;

namespace {

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();

std::shared_ptr<const std::vector<std::uint8_t>> someBytes(std::size_t size, std::uint8_t seed = 1)
{
    std::vector<std::uint8_t> bytes(size);
    std::uint32_t x = seed;
    for (auto& byte : bytes) {
        x = x * 1664525U + 1013904223U;
        byte = std::uint8_t(x >> 24U);
    }
    return std::make_shared<const std::vector<std::uint8_t>>(std::move(bytes));
}

RunConfig configOf(int steps)
{
    RunConfig config;
    config.steps = steps;
    return config;
}

// Events of every kind, with the values that are easily lost: NaN, infinity, negative zero, empty and long texts.
// Format 1 has no masks, so its golden file was told without.
DecisionMap smallMap()
{
    DecisionMap map;
    map.side = 2;
    map.left = map.bottom = -1.5F;
    map.right = map.top = 1.25F;
    map.quantized = {0x0F, 0x10, 0x1A, 0x00};
    map.latent = {0x0F, 0x10, 0x1A, 0x05};
    map.points = {{0, 255, 1}, {17, 3, 0}};
    return map;
}

void tellEverything(Sink& sink, bool withMasks = true, bool withDecisions = true)
{
    Start start = test::scriptedStart(configOf(20));
    start.config.preset = "gone-since";
    start.config.sigma = 0.1 + 0.2;
    start.config.bits = {3, 4, 5, 2};
    start.environment = {"0.1.0",       "2.6.0", "OpenBLAS \"quoted\"", 3, 0, "cuda:0", "avx512", "Haswell",
                         "2.6.2, AVX2", "AVX2",  "A processor"};
    start.dataHashes = {1, 2, 0xFEDCBA9876543210};
    start.origin = Origin{"parent \xC3\xA4.gridscope", 120};
    start.firstStep = -1;
    if (withMasks) {
        start.layers[0].masks = 2;
        start.layers[3].masks = 1;
        start.layers[3].multiplyAccumulates = std::int64_t(1) << 40;
    }
    sink.onStart(start);
    sink.onSnapshot(test::scriptedSnapshot(start, -2)); // before the first step
    sink.onStep({-1, 0.5, notANumber, 0.1});
    sink.onStep({0, 1, std::numeric_limits<double>::infinity(), -0.0});
    sink.onMark({0, Mark::Kind::Phase, "", "quantized training", "", "cpq"});
    sink.onSnapshot(test::scriptedSnapshot(start, 0));
    Evaluation evaluation{0, "validation", 5000, Score{notANumber, 0.1}, Score{0.5, 0.9}, std::nullopt};
    if (withDecisions) { evaluation.decisions = std::make_shared<const DecisionMap>(smallMap()); }
    sink.onEvaluation(evaluation);
    sink.onCheckpoint({0, someBytes(100)});
    sink.onMark({1, Mark::Kind::Setting, "", "sigma", "0.33", "0.1"}); // told before its step
    sink.onStep({1, 1.5, 0.25, 0.1, withMasks ? std::vector<std::uint8_t>{255, 0, 17} : std::vector<std::uint8_t>()});
    auto odd = std::make_shared<Snapshot>(*test::scriptedSnapshot(start, 1));
    odd->layers[1].score = notANumber;
    odd->layers[1].below = std::uint64_t(1) << 40;
    odd->layers[2].followed = {};
    odd->layers[3].followed = {std::numeric_limits<float>::quiet_NaN(), -0.0F};
    if (withMasks) { odd->layers[3].keepProbabilities = {0.5F, 1.0F}; }
    odd->activations = {{"relu1", 4, 0.1, 0.01}, {"", 8, notANumber, 0}};
    odd->quantized = false;
    sink.onSnapshot(odd);
    sink.onMark({1, Mark::Kind::Bookmark, "", std::string(500, 'n') + "\n\"'\xF0\x9F\x93\x8C", "", ""});
    sink.onMark({-1, Mark::Kind::Bookmark, "", "of an earlier step", "", ""});
    sink.onStep({2, 2, 0.125, 0.1});
    sink.onMark({2, Mark::Kind::Diverged, "fc1", "The loss", "", "NaN"});
    sink.onEnd({End::How::Failed, "The loss became NaN."});
}

void tellScripted(Sink& sink, int steps)
{
    Control control;
    test::scriptedJob(configOf(steps))(control, sink);
}

std::string firstDifference(const Transcript& a, const Transcript& b)
{
    for (std::size_t i = 0; i < std::max(a.lines.size(), b.lines.size()); ++i) {
        const std::string left = i < a.lines.size() ? a.lines[i] : "nothing";
        const std::string right = i < b.lines.size() ? b.lines[i] : "nothing";
        if (left != right) {
            return "line " + std::to_string(i) + ": " + left.substr(0, 300) + " / " + right.substr(0, 300);
        }
    }
    return {};
}

#define COMPARE_TRANSCRIPTS(a, b)                                                                                      \
    do {                                                                                                               \
        const std::string difference = firstDifference(a, b);                                                          \
        QVERIFY2(difference.empty(), difference.c_str());                                                              \
    } while (false)

// A small run without layers to write many snapshots of.
Start bareStart(int steps, int every)
{
    Start start;
    start.config.snapshotEvery = every;
    start.firstStep = 1;
    start.lastStep = steps;
    return start;
}

SnapshotPtr bareSnapshot(std::int64_t step)
{
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->step = step;
    return snapshot;
}

template <typename Action>
std::string sentenceOf(Action action)
{
    try {
        action();
    } catch (const FileError& error) {
        return error.what();
    }
    return {};
}

void execute(const std::string& path, const std::string& sql)
{
    sqlite3* connection = nullptr;
    const bool works = sqlite3_open(path.c_str(), &connection) == SQLITE_OK
                       && sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
    const QString reason = sqlite3_errmsg(connection);
    sqlite3_close(connection);
    QVERIFY2(works, qPrintable(reason));
}

} // namespace

class TestRunFile : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::string path(const std::string& name) const
    {
        return folder_.filePath(QString::fromStdString(name)).toStdString();
    }

private Q_SLOTS:
    void everyKindOfEventIsReadAsItWasTold()
    {
        Transcript live;
        tellEverything(live);
        {
            RunWriter writer(path("all"));
            tellEverything(writer);
            QCOMPARE(writer.problem(), std::string());
        }
        Transcript recorded;
        readRun(path("all"), recorded);
        // SQLite keeps no negative zero; equal numbers all the same.
        for (std::string& line : live.lines) {
            line = QString::fromStdString(line).replace("[-0x0p+0]", "[0x0p+0]").toStdString();
        }
        COMPARE_TRANSCRIPTS(live, recorded);
    }

    void aRecordedHistoryEqualsTheLiveOne()
    {
        Transcript live;
        tellScripted(live, 300);
        RunWriter writer(path("scripted"));
        tellScripted(writer, 300);
        Transcript recorded;
        readRun(path("scripted"), recorded);
        COMPARE_TRANSCRIPTS(live, recorded);
        const History history = historyOf(path("scripted"));
        QCOMPARE(summaryJson(history, 2), summaryJson(test::scriptedHistory(configOf(300), 300), 2));
    }

    void aFinishedRunIsOnePlainFile()
    {
        RunWriter writer(path("plain"));
        tellScripted(writer, 30);
        for (const char* suffix : {"-wal", "-shm", "-journal", "-lock"}) {
            QVERIFY(!std::filesystem::exists(path("plain") + suffix));
        }
        std::filesystem::copy(path("plain"), path("plain copy"));
        QCOMPARE(historyOf(path("plain copy")).steps().size(), historyOf(path("plain")).steps().size());
    }

    void aRunThatNeverBeganLeavesNoFile()
    {
        {
            RunWriter writer(path("never"));
            writer.onEnd({End::How::Failed, "No data."});
        }
        QVERIFY(std::filesystem::is_empty(folder_.path().toStdString()) || !std::filesystem::exists(path("never")));
        QVERIFY(!std::filesystem::exists(path("never-wal")));
    }

    void aDatabaseWithoutTablesIsTakenOver() // what a kill leaves between the file and its tables
    {
        const std::string file = path("bare");
        execute(file, "PRAGMA journal_mode = WAL; CREATE TABLE t (x); DROP TABLE t");
        QVERIFY(std::filesystem::file_size(file) > 0);
        RunWriter writer(file);
        tellScripted(writer, 10);
        QVERIFY(RunReader(file).hasEnded());
    }

    void anUnfinishedRunHasNoEnd()
    {
        {
            RunWriter writer(path("unfinished"));
            writer.onStart(test::scriptedStart(configOf(10)));
            writer.onStep({1, 0.1, 2, 0.1});
        }
        const History history = historyOf(path("unfinished"));
        QVERIFY(!history.end());
        QCOMPARE(history.steps().size(), std::size_t(1));
        QVERIFY(summaryJson(history).find("unfinished") != std::string::npos);
    }

    void theGoldenFileOfEachFormatOpens_data()
    {
        QTest::addColumn<int>("version");
        QTest::newRow("format 1") << 1;
        QTest::newRow("format 2") << 2;
        QTest::newRow("format 3") << 3;
    }
    void theGoldenFileOfEachFormatOpens()
    {
        QFETCH(const int, version);
        const bool withMasks = version >= 2;
        const bool withDecisions = version >= 3;
        const std::string golden = qEnvironmentVariable("GRIDSCOPE_SOURCE").toStdString() + "/tests/data/run_v"
                                   + std::to_string(version) + ".gridscope";
        Transcript expected;
        tellEverything(expected, withMasks, withDecisions);
        for (std::string& line : expected.lines) {
            line = QString::fromStdString(line).replace("[-0x0p+0]", "[0x0p+0]").toStdString();
        }
        Transcript recorded;
        readRun(golden, recorded);
        expected.lines.front() = recorded.lines.front(); // settings that came later have their defaults
        COMPARE_TRANSCRIPTS(expected, recorded);
        const Start start = RunReader(golden).start();
        QCOMPARE(start.config.sigma, 0.1 + 0.2);
        QCOMPARE(start.config.preset, std::string("gone-since"));
        QCOMPARE(start.origin->step, 120);
    }

    void aFileOfAProgramThatWasKilledWhileItMadeItIsTakenOver() // its first page is written, and how to take that back
    {
        const std::string file = path("killed");
        {
            sqlite3* database = nullptr;
            QCOMPARE(sqlite3_open(file.c_str(), &database), SQLITE_OK);
            QCOMPARE(sqlite3_exec(database, "PRAGMA user_version = 1", nullptr, nullptr, nullptr), SQLITE_OK);
            sqlite3_close(database);
        }
        // SQLite's file format, section 3: magic, no records, a nonce, 0 pages before, sectors of 512 and pages of 4096 bytes.
        QByteArray journal = QByteArray::fromHex("d9d505f920a163d7"
                                                 "00000000"
                                                 "a8f7255e"
                                                 "00000000"
                                                 "00000200"
                                                 "00001000");
        journal.resize(512, '\0');
        QFile beside(QString::fromStdString(file) + "-journal");
        QVERIFY(beside.open(QIODevice::WriteOnly) && beside.write(journal) == 512);
        beside.close();
        {
            RunWriter writer(file);
            tellScripted(writer, 3);
        }
        QCOMPARE(historyOf(file).lastStep(), 3);
    }

    void decisionsComeBackAndNothingElseIsTakenForThem()
    {
        const DecisionMap map = smallMap();
        auto bytes = bytesOf(map);
        QVERIFY(decisionMapOf(bytes) == map);
        for (std::size_t size = 0; size < bytes.size(); ++size) {
            QCOMPARE(decisionMapOf(Bytes(bytes).first(size)).side, 0);
        }
        bytes.push_back(0);
        QCOMPARE(decisionMapOf(bytes).side, 0);
        QCOMPARE(classOf(0x1A), 1);
        QCOMPARE(sureness(0x1F), 1.0);
    }

    void singleLooksAnswer()
    {
        RunWriter writer(path("looks"));
        tellEverything(writer);
        RunReader reader(path("looks"));
        QCOMPARE(reader.snapshotSteps(), (std::vector<std::int64_t>{-2, 0, 1}));
        QCOMPARE(reader.snapshotAt(-5)->step, -2); // else the first
        QCOMPARE(reader.snapshotAt(-1)->step, -2);
        QCOMPARE(reader.snapshotAt(900)->step, 1);
        QCOMPARE(reader.snapshotAt(0)->layers[2].histogram,
                 test::scriptedSnapshot(reader.start(), 0)->layers[2].histogram);
        QCOMPARE(reader.stepRange(0, 1).size(), std::size_t(2));
        QCOMPARE(reader.stepRange(0, 1).front().index, 0);
        QVERIFY(reader.stepRange(5, 9).empty());
        QCOMPARE(reader.checkpointSteps(), (std::vector<std::int64_t>{0}));
        QCOMPARE(*reader.checkpoint(0).bytes, *someBytes(100));
        QVERIFY(sentenceOf([&] { reader.checkpoint(1); }).ends_with("it has no checkpoint at step 1."));
        QCOMPARE(reader.marks().size(), std::size_t(5));
        QVERIFY(reader.hasEnded());
    }

    void aLargeCheckpointComesBack()
    {
        const auto bytes = someBytes(2 * checkpointPartBytes + 12345);
        {
            RunWriter writer(path("large"));
            writer.onStart(bareStart(10, 1));
            writer.onCheckpoint({0, bytes});
            writer.onCheckpoint({1, someBytes(0)});
            QVERIFY(writer.flush());
        }
        QVERIFY(*RunReader(path("large")).checkpoint(0).bytes == *bytes);
        QVERIFY(RunReader(path("large")).checkpoint(1).bytes->empty());
    }

    void aGrowingFileIsFollowed()
    {
        Transcript live;
        Transcript followed;
        RunWriter writer(path("growing"));
        QVERIFY(sentenceOf([&] { RunReader reader(path("growing")); }).ends_with("no run has begun in it."));
        const Start start = test::scriptedStart(configOf(100));
        const auto both = [&](auto tell) {
            tell(static_cast<Sink&>(live));
            tell(static_cast<Sink&>(writer));
        };
        both([&](Sink& sink) { sink.onStart(start); });
        QVERIFY(writer.flush());
        RunReader reader(path("growing"));
        for (std::int64_t step = start.firstStep; step <= 100; ++step) {
            both([&](Sink& sink) { sink.onStep({step, 0.1 * double(step), 1, 0.1}); });
            if (step % 5 == 0) {
                const SnapshotPtr snapshot = test::scriptedSnapshot(start, step);
                both([&](Sink& sink) { sink.onSnapshot(snapshot); });
            }
            if (step % 7 == 0) {
                both([&](Sink& sink) { sink.onMark({step, Mark::Kind::Bits, "fc1", "bits", "4", "3"}); });
            }
            if (step % 11 == 0) {
                both([&](Sink& sink) { sink.onEvaluation({step, "validation", 10, std::nullopt, Score{1, 0.5}, {}}); });
            }
            if (step % 13 == 0) {
                both([&](Sink& sink) { sink.onCheckpoint({step, someBytes(1000)}); });
            }
            if (step % 9 == 0) {
                QVERIFY(writer.flush());
                QVERIFY(reader.poll(followed));
                COMPARE_TRANSCRIPTS(live, followed);
                QVERIFY(!reader.poll(followed));
            }
        }
        both([](Sink& sink) { sink.onEnd({End::How::Stopped, ""}); });
        QVERIFY(reader.poll(followed));
        COMPARE_TRANSCRIPTS(live, followed);
        QVERIFY(reader.hasEnded());
        QVERIFY(!std::filesystem::exists(path("growing") + "-wal"));
    }

    void whatIsToldIsInTheFileWithinASecond()
    {
        RunWriter writer(path("second"));
        writer.onStart(bareStart(10, 1));
        QVERIFY(writer.flush());
        RunReader reader(path("second"));
        writer.onStep({1, 0, 0, 0}); // and then nothing, as while paused
        Transcript followed;
        QTRY_COMPARE_WITH_TIMEOUT((reader.poll(followed), followed.steps.size()), std::size_t(1), 3000);
    }

    void aSecondWriterIsRefused()
    {
        RunWriter writer(path("taken"));
        writer.onStart(bareStart(10, 1));
        writer.onCheckpoint({0, someBytes(10)});
        QVERIFY(writer.flush());
        QVERIFY(sentenceOf([&] { RunWriter second(path("taken")); }).find("is being written by another Gridscope")
                != std::string::npos);
        std::filesystem::create_symlink(path("taken"), path("link"));
        QVERIFY(sentenceOf([&] { RunWriter::resume(path("link"), 0); }).find("is being written by another Gridscope")
                != std::string::npos);
        writer.onEnd({});
        QVERIFY(sentenceOf([&] { RunWriter second(path("taken")); }).find("is there already") != std::string::npos);
        QVERIFY(sentenceOf([&] { RunWriter::resume(path("taken"), 0); }).empty());
    }

    void aResumeDeletesWhatLiesBeyond()
    {
        const Start start = test::scriptedStart(configOf(40));
        const auto tellSteps = [&](Sink& sink, std::int64_t from, std::int64_t to) {
            for (std::int64_t step = from; step <= to; ++step) {
                sink.onStep({step, double(step), 1, 0.1});
                if (step % 5 == 0) { sink.onSnapshot(test::scriptedSnapshot(start, step)); }
                if (step % 10 == 0) { sink.onEvaluation({step, "validation", 10, Score{1, 0.5}, Score{1, 0.5}, {}}); }
                if (step % 20 == 0) { sink.onCheckpoint({step, someBytes(100, std::uint8_t(step))}); }
            }
        };
        const Mark bookmark{7, Mark::Kind::Bookmark, "", "set when step 33 was over", "", ""};
        const Mark job{20, Mark::Kind::Resumed, "", "resumed, not bit for bit: threads", "", ""};
        Transcript expected;
        expected.onStart(start);
        tellSteps(expected, 1, 20);
        expected.onMark(bookmark);
        expected.onMark(job);
        tellSteps(expected, 21, 40);
        expected.onEnd({End::How::Finished, ""});
        {
            RunWriter writer(path("resumed"));
            writer.onStart(start);
            tellSteps(writer, 1, 33);
            writer.onMark({33, Mark::Kind::Best, "", "best accuracy", "", "0.5"});
            writer.onMark(bookmark);
            writer.onEnd({End::How::Stopped, ""});
        }
        RunReader follower(path("resumed"));
        Transcript followed;
        QVERIFY(follower.poll(followed));
        {
            const auto writer = RunWriter::resume(path("resumed"), 20);
            QVERIFY(historyOf(path("resumed")).end()); // until something is told
            writer->onStart(start);
            QVERIFY(writer->flush());
            const History history = historyOf(path("resumed"));
            QCOMPARE(history.lastStep(), 20);
            QCOMPARE(history.latest()->step, 20);
            QVERIFY(!history.end());
            QCOMPARE(history.marks().back().kind, Mark::Kind::Resumed);
            QCOMPARE(history.marks().back().step, 20);
            QVERIFY(sentenceOf([&] { follower.poll(followed); }).find("was resumed") != std::string::npos);
            writer->onMark(job);
            tellSteps(*writer, 21, 40);
            writer->onEnd({End::How::Finished, ""});
        }
        Transcript recorded;
        readRun(path("resumed"), recorded);
        COMPARE_TRANSCRIPTS(expected, recorded);
        QVERIFY(
            sentenceOf([&] { RunWriter::resume(path("resumed"), 12); }).ends_with("it has no checkpoint at step 12."));
    }

    void onANetworkDriveTheFileIsNotShared()
    {
        RecordingOptions options;
        options.isOnNetwork = [](const std::string&) { return true; };
        RunWriter writer(path("network"), options);
        Transcript live;
        const Start start = test::scriptedStart(configOf(5));
        for (Sink* sink : {static_cast<Sink*>(&live), static_cast<Sink*>(&writer)}) {
            sink->onStart(start);
            sink->onStep({1, 1, 1, 1});
            sink->onSnapshot(test::scriptedSnapshot(start, 1));
        }
        QVERIFY(writer.flush());
        QVERIFY(!std::filesystem::exists(path("network") + "-wal"));
        QVERIFY(sentenceOf([&] { RunReader reader(path("network")); }).find("another program is writing it")
                != std::string::npos);
        for (Sink* sink : {static_cast<Sink*>(&live), static_cast<Sink*>(&writer)}) { sink->onEnd({}); }
        Transcript recorded;
        readRun(path("network"), recorded);
        COMPARE_TRANSCRIPTS(live, recorded);
        QVERIFY(!std::filesystem::exists(path("network") + "-journal"));
    }

    void aCopyOfARunInWritingIsWhole()
    {
        RunWriter writer(path("live"));
        const Start start = test::scriptedStart(configOf(1000));
        writer.onStart(start);
        std::ofstream(path("copy")) << "an older file";
        for (std::int64_t step = 1; step <= 60; ++step) {
            writer.onStep({step, 1, 1, 1});
            writer.onSnapshot(test::scriptedSnapshot(start, step));
            if (step % 20 != 0) { continue; }
            QVERIFY(writer.flush());
            saveCopy(path("live"), path("copy"));
            QCOMPARE(historyOf(path("copy")).lastStep(), step);
            QCOMPARE(historyOf(path("copy")).latest()->step, step);
            QVERIFY(!std::filesystem::exists(path("copy") + "-wal"));
            QVERIFY(!std::filesystem::exists(path("copy") + ".part"));
        }
        QVERIFY(sentenceOf([&] { saveCopy(path("live"), path("live")); }).find("onto itself") != std::string::npos);
        QVERIFY(sentenceOf([&] { saveCopy(path("live"), path("no/folder/copy")); }).find("No such file or directory")
                != std::string::npos);
        QVERIFY(sentenceOf([&] { saveCopy(path("nothing"), path("copy")); }).find("No such file or directory")
                != std::string::npos);
        QCOMPARE(historyOf(path("copy")).lastStep(), 60);
    }

    void thinningKeepsFirstLastBookmarkedAndWhatTheRuleSays_data()
    {
        QTest::addColumn<int>("every");
        QTest::addColumn<int>("first");
        QTest::newRow("every fifth step") << 5 << 5;
        QTest::newRow("every step, from pre-training on") << 1 << -499;
        QTest::newRow("every sixth step") << 6 << -60;
    }
    void thinningKeepsFirstLastBookmarkedAndWhatTheRuleSays()
    {
        QFETCH(int, every);
        QFETCH(int, first);
        constexpr int count = 40'000;
        const std::string name = path("thin " + std::to_string(every));
        const std::int64_t last = first + std::int64_t(every) * (count - 1);
        const std::int64_t bookmark = first + std::int64_t(every) * 333;
        History live;
        {
            RunWriter writer(name);
            for (Sink* sink : {static_cast<Sink*>(&writer), static_cast<Sink*>(&live)}) {
                sink->onStart(bareStart(int(last), every));
                for (std::int64_t step = first; step <= last; step += every) {
                    sink->onSnapshot(bareSnapshot(step));
                    if (step == bookmark) {
                        sink->onMark({step + every - 1, Mark::Kind::Bookmark, "", "here", "", ""});
                    }
                }
            }
        }
        std::vector<std::int64_t> expected;
        for (std::int64_t step = first; step <= last; step += every) {
            const bool isKept = step % (every * strideAt((last - step) / every, snapshotWindow)) == 0
                                || last - step < snapshotWindow * every;
            if (isKept || step == first || step == bookmark) { expected.push_back(step); }
        }
        RunReader reader(name);
        QCOMPARE(reader.snapshotSteps(), expected);
        // The arithmetic behind the size promise: the rule's count, the first and the bookmark.
        QVERIFY(std::abs(std::int64_t(expected.size()) - keptOf(count, snapshotWindow)) <= 4);
        // A history from the thinned file is the live one, also when it was read no further than it needs.
        History recorded;
        readRun(name, recorded);
        for (const History& history : {historyOf(name), recorded}) {
            QCOMPARE(history.snapshots().size(), live.snapshots().size());
            for (std::size_t i = 0; i < live.snapshots().size(); ++i) {
                QCOMPARE(history.snapshots()[i]->step, live.snapshots()[i]->step);
            }
        }
    }

    void aResumedRunThinsLikeAnUninterruptedOne()
    {
        constexpr int count = 10'000;
        const auto tell = [](Sink& sink, int from, int to) {
            for (int step = from; step <= to; ++step) {
                sink.onSnapshot(bareSnapshot(step));
                if (step == 9000) { sink.onCheckpoint({step, someBytes(10)}); }
            }
        };
        {
            RunWriter straight(path("straight"));
            straight.onStart(bareStart(count, 1));
            tell(straight, 1, count);
            RunWriter cut(path("cut"));
            cut.onStart(bareStart(count, 1));
            tell(cut, 1, 9500);
        }
        tell(*RunWriter::resume(path("cut"), 9000), 9001, count);
        QCOMPARE(RunReader(path("cut")).snapshotSteps(), RunReader(path("straight")).snapshotSteps());
    }

    void checkpointsThinToTheNewestTwoTheFirstAndADoublingDistance()
    {
        {
            RunWriter writer(path("checkpoints"));
            writer.onStart(bareStart(1000, 1));
            for (int i = 0; i < 200; ++i) {
                writer.onCheckpoint({i, someBytes(100, std::uint8_t(i))});
                if (i == 77) { writer.onMark({i, Mark::Kind::Bookmark, "", "", "", ""}); }
            }
        }
        RunReader reader(path("checkpoints"));
        const std::vector<std::int64_t> kept = reader.checkpointSteps();
        QCOMPARE(kept.front(), 0);
        QCOMPARE(kept.back(), 199);
        QCOMPARE(kept[kept.size() - 2], 198);
        QVERIFY(std::ranges::find(kept, 77) != kept.end());
        QVERIFY2(kept.size() <= 11, qPrintable(QString::number(kept.size()))); // 3 + log2(200) + 1 bookmark
        for (const std::int64_t step : kept) {
            QCOMPARE(*reader.checkpoint(step).bytes, *someBytes(100, std::uint8_t(step)));
        }
    }

    // 20,000 snapshots of LeNet-5 at 4 bit as they really are, then the rule's arithmetic for a million steps.
    void aMillionStepsOfLeNet5StayBelow300Megabytes()
    {
        RunConfig config = configOf(100'000);
        config.bits = {4};
        config.start = "scratch";
        const Start start = test::scriptedStart(config);
        constexpr int snapshots = 4000;
        constexpr int stepsMade = 100'000;
        const auto sizeNow = [&] { return double(std::filesystem::file_size(path("size"))); };
        double withSteps = 0;
        double withSnapshots = 0;
        {
            RunWriter writer(path("size"));
            writer.onStart(start);
            for (int i = 1; i <= stepsMade; ++i) { writer.onStep({i, 0.0251 * i, 1.0 / i, 0.002 * (1 - 1e-6 * i)}); }
        }
        withSteps = sizeNow();
        std::filesystem::remove(path("size"));
        {
            RunWriter writer(path("size"));
            writer.onStart(start);
            for (int i = 1; i <= snapshots; ++i) { writer.onSnapshot(test::scriptedSnapshot(start, 5 * i)); }
        }
        withSnapshots = sizeNow();
        constexpr double weights = 581'408;
        constexpr double checkpointBytes = 12 * weights + 100'000; // weights and two moments, not compressible at worst
        const double perStep = withSteps / stepsMade;
        const double perSnapshot = withSnapshots / snapshots;
        const double perCheckpoint = checkpointBytes;
        const double inAll = 1e6 * perStep + double(keptOf(200'000, snapshotWindow)) * perSnapshot
                             + double(keptOf(2'000, checkpointWindow) + 2) * perCheckpoint;
        qInfo("%.1f bytes per step, %.0f per snapshot, %lld of 200,000 kept, %lld checkpoints: %.0f MB after 1,000,000 "
              "steps",
              perStep, perSnapshot, static_cast<long long>(keptOf(200'000, snapshotWindow)),
              static_cast<long long>(keptOf(2'000, checkpointWindow) + 2), inAll / 1e6);
        QVERIFY(inAll < 300e6);
        config.steps = 1'000'000;
        const double estimate = double(estimatedBytes(config, start.layers));
        qInfo("estimated before the start: %.0f MB", estimate / 1e6);
        QVERIFY(std::abs(estimate - inAll) < 0.15 * inAll);
        QVERIFY(std::abs(double(estimatedBytes(config)) - estimate) < 0.15 * estimate);
    }

    void badPlacesGetASentenceAndNoFile()
    {
        QVERIFY(sentenceOf([&] { RunWriter writer(path("no/such/folder")); }).find("No such file or directory")
                != std::string::npos);
        QVERIFY(sentenceOf([&] { RunWriter writer(path(std::string(300, 'n'))); }).find("File name too long")
                != std::string::npos);
        std::filesystem::create_directory(path("folder"));
        QVERIFY(sentenceOf([&] { RunWriter writer(path("folder")); }).find("is there already") != std::string::npos);
        QVERIFY(!std::filesystem::exists(path("folder-lock")));
    }

    void aFileThatVanishesIsAProblemThatIsSaid()
    {
        std::filesystem::create_directory(path("short-lived"));
        RunWriter writer(path("short-lived/run"));
        writer.onStart(bareStart(10, 1));
        QVERIFY(writer.flush());
        std::filesystem::remove_all(path("short-lived"));
        writer.onStep({1, 0, 0, 0});
        QVERIFY(!writer.flush());
        QVERIFY2(writer.problem().find("it was moved or deleted; training goes on") != std::string::npos,
                 writer.problem().c_str());
        writer.onEnd({});
        QVERIFY2(writer.problem().find("2 events") != std::string::npos, writer.problem().c_str());
        QVERIFY(!std::filesystem::exists(path("short-lived")));
    }

    void aLockThatSomebodyRemovedIsTakenAgain()
    {
        RunWriter writer(path("unlocked"));
        writer.onStart(bareStart(10, 1));
        writer.onStep({1, 0, 0, 0});
        QVERIFY(writer.flush());
        std::filesystem::remove(path("unlocked-lock"));
        writer.onStep({2, 0, 0, 0});
        QVERIFY2(writer.flush(), writer.problem().c_str());
        QVERIFY(std::filesystem::exists(path("unlocked-lock")));
        QVERIFY(sentenceOf([&] { RunWriter::resume(path("unlocked"), 0); }).find("another Gridscope")
                != std::string::npos);
    }

    void aRecordingThatAnotherProgramTookOverIsItsOwn()
    {
        auto first = std::make_unique<RunWriter>(path("taken-over"));
        first->onStart(bareStart(10, 1));
        first->onStep({1, 0, 0, 0});
        first->onCheckpoint({1, std::make_shared<std::vector<std::uint8_t>>(10, std::uint8_t(1))});
        first->onStep({2, 0, 0, 5});
        QVERIFY(first->flush());
        std::filesystem::remove(path("taken-over-lock"));
        const auto second = RunWriter::resume(path("taken-over"), 1);
        second->onStart(bareStart(10, 1));
        first->onStep({3, 0, 0, 5});
        QVERIFY(!first->flush());
        QVERIFY2(first->problem().find("its lock was removed and another Gridscope writes it now; training goes on")
                     != std::string::npos,
                 first->problem().c_str());
        QVERIFY(first->isLost());
        first.reset();
        QVERIFY(std::filesystem::exists(path("taken-over-lock"))); // the second one's
        second->onStep({2, 0, 0, 7});
        second->onEnd({});
        QCOMPARE(second->problem(), std::string());
        const History history = historyOf(path("taken-over"));
        QCOMPARE(history.lastStep(), std::int64_t(2));
        QCOMPARE(history.steps().back().learningRate, 7.0);
    }

    void aRecordingThatIsHarmedIsToldTrulyAndBegunAnewElsewhere_data()
    {
        QTest::addColumn<QString>("how");
        QTest::addColumn<QString>("reason");
        QTest::newRow("emptied") << "empty"
                                 << "something else has cut it short";
        QTest::newRow("cut") << "cut"
                             << "something else has cut it short";
        QTest::newRow("written over") << "over"
                                      << "something else has written over it";
        QTest::newRow("replaced") << "replace"
                                  << "it was moved or deleted";
    }
    void aRecordingThatIsHarmedIsToldTrulyAndBegunAnewElsewhere()
    {
        QFETCH(const QString, how);
        QFETCH(const QString, reason);
        const std::string file = path(("harmed-" + how).toStdString()), anew = file + "-anew";
        const History whole = test::scriptedHistory(RunConfig{}, 60);
        RunWriter writer(file);
        History shown;
        Fanout both({&writer, &shown});
        both.onStart(whole.start());
        const auto tell = [&](std::int64_t after, std::int64_t last, Sink& sink) {
            whole.tellInOrder([&](const auto& event) {
                using Event = std::decay_t<decltype(event)>;
                if constexpr (std::is_same_v<Event, Step>) {
                    if (event.index > after && event.index <= last) { sink.onStep(event); }
                } else if constexpr (std::is_same_v<Event, Snapshot>) {
                    if (event.step > after && event.step <= last) {
                        sink.onSnapshot(std::make_shared<const Snapshot>(event));
                    }
                } else if constexpr (std::is_same_v<Event, Evaluation>) {
                    if (event.step > after && event.step <= last) { sink.onEvaluation(event); }
                } else {
                    if (event.step > after && event.step <= last) { sink.onMark(event); }
                }
            });
        };
        tell(INT64_MIN, 20, both);
        QVERIFY(writer.flush());
        if (how == "empty") { std::filesystem::resize_file(file, 0); }
        if (how == "cut") { std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2); }
        if (how == "over") {
            std::fstream(file, std::ios::in | std::ios::out | std::ios::binary) << std::string(2000, 'x');
        }
        if (how == "replace") {
            std::filesystem::rename(file, file + "-old");
            std::ofstream(file) << "another's";
        }
        tell(20, 30, both);
        tell(30, 40, writer); // the window has not got it yet
        QVERIFY(!writer.flush());
        QVERIFY2(writer.problem().find(reason.toStdString() + "; training goes on and can be recorded anew")
                     != std::string::npos,
                 writer.problem().c_str());
        QVERIFY(writer.isLost());
        writer.beginAnew(anew, std::make_shared<const History>(shown));
        QCOMPARE(writer.problem(), std::string());
        tell(40, 60, writer);
        writer.onEnd({});
        QCOMPARE(writer.problem(), std::string());
        const History read = historyOf(anew);
        QCOMPARE(read.steps().size(), whole.steps().size());
        QCOMPARE(read.snapshots().size(), whole.snapshots().size());
        QCOMPARE(read.evaluations().size(), whole.evaluations().size());
        QCOMPARE(read.marks().size(), whole.marks().size());
        if (how == "replace") { QCOMPARE(std::filesystem::file_size(file), std::uintmax_t(9)); } // untouched
    }

    void aHarmedRecordingIsToldTrulyAtItsEnd()
    {
        RunWriter writer(path("cut-at-end"));
        writer.onStart(bareStart(10, 1));
        QVERIFY(writer.flush());
        std::filesystem::resize_file(path("cut-at-end"), 0);
        writer.onStep({1, 0, 0, 0});
        writer.onEnd({});
        QVERIFY2(writer.problem().ends_with("something else has cut it short; what it held cannot be read any more."),
                 writer.problem().c_str());
    }

    void badFilesGetASentence_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("reason");
        for (const auto& [what, reason] : std::initializer_list<std::pair<const char*, const char*>>{
                 {"missing", "No such file or directory"},
                 {"folder", "Is a directory"},
                 {"empty", "it is not a Gridscope run"},
                 {"text", "it is not a Gridscope run"},
                 {"long text", "it is not a Gridscope run"},
                 {"other database", "it is not a Gridscope run"},
                 {"newer", "it was written by a newer Gridscope (format 5; this one reads up to 4)"},
                 {"older", "its format 0 was never one of Gridscope's"},
                 {"cut", "it is damaged"},
                 {"with a view", "beside its tables it has the view"},
                 {"without a table", "its tables are not those of a run"},
                 {"with a word of its tables changed", "is none of a run"},
                 {"pipe", "it is not a regular file"},
             }) {
            QTest::newRow(what) << what << reason;
        }
    }
    void badFilesGetASentence()
    {
        QFETCH(QString, what);
        QFETCH(QString, reason);
        const std::string file = path("bad " + what.toStdString());
        if (what == "folder") { std::filesystem::create_directory(file); }
        if (what == "empty") { std::ofstream{file}; }
        if (what == "text") { std::ofstream(file) << "hello"; }
        if (what == "long text") { std::ofstream(file) << std::string(10'000, 'x'); }
        if (what == "other database") { execute(file, "CREATE TABLE steps (step INTEGER)"); }
        if (what == "pipe") { QCOMPARE(::mkfifo(file.c_str(), 0600), 0); }
        if (what == "newer" || what == "older" || what == "cut" || what.startsWith("with")) {
            RunWriter writer(file);
            tellScripted(writer, 100);
        }
        if (what == "newer") { execute(file, "PRAGMA user_version = 5"); }
        if (what == "older") { execute(file, "PRAGMA user_version = 0"); }
        if (what == "cut") { std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2); }
        if (what == "with a view") { execute(file, "CREATE VIEW v AS SELECT 1"); }
        if (what == "without a table") { execute(file, "DROP TABLE marks"); }
        if (what == "with a word of its tables changed") {
            execute(file, "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = replace(sql, 'PRIMARY', "
                          "'QRIMARY') WHERE name = 'marks'");
        }
        History history;
        const std::string sentence = sentenceOf([&] { readRun(file, history); });
        QVERIFY2(sentence.find(reason.toStdString()) != std::string::npos, sentence.c_str());
        QVERIFY2(sentence.find(file) != std::string::npos, sentence.c_str());
        QVERIFY(sentence.ends_with(".") && sentence.find('\n') == std::string::npos);
    }

    void whatSQLiteCountedDoesNoHarm()
    {
        {
            RunWriter writer(path("counted"));
            tellScripted(writer, 20);
        }
        execute(path("counted"), "ANALYZE");
        QCOMPARE(historyOf(path("counted")).lastStep(), 20);
    }

    // Its expression would be computed for each row that a resume writes, for as long as its maker likes.
    void anIndexIsRefusedToReadersAndWriters()
    {
        {
            RunWriter writer(path("indexed"));
            tellScripted(writer, 20);
        }
        execute(path("indexed"), "CREATE INDEX slow ON steps (length(hex(zeroblob(30000000)) || step))");
        const char* why = "beside its tables it has the index \"slow\", which no run has.";
        QVERIFY(sentenceOf([&] { historyOf(path("indexed")); }).ends_with(why));
        QVERIFY(sentenceOf([&] { RunWriter::resume(path("indexed"), 0); }).ends_with(why));
    }

    void aWrongValueIsNoticed_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("table");
        for (const auto& [sql, table] : std::initializer_list<std::pair<const char*, const char*>>{
                 {"UPDATE steps SET train_loss = train_loss + 1 WHERE step = 7", "steps, row 7"},
                 {"DELETE FROM steps WHERE step = 7", "steps, row 8"},
                 {"DELETE FROM steps WHERE step = (SELECT max(step) FROM steps)", "rows are missing"},
                 {"UPDATE layer_states SET alpha = alpha * 2 WHERE step = 5 AND layer = 1", "layer_states, row 5"},
                 {"UPDATE layer_states SET high = 1e6 WHERE step = 5 AND layer = 1", "out of range"},
                 {"UPDATE layer_states SET bins_per_cell = 1000000 WHERE step = 5", "out of range"},
                 {"DELETE FROM histograms WHERE step = 5 AND layer = 3", "step 5, layer 3: a row is missing"},
                 {"UPDATE histograms SET histogram = x'' WHERE step = 5", "an array is cut short"},
                 {"UPDATE histograms SET histogram = (SELECT h.histogram FROM histograms h WHERE h.step = 10 AND "
                  "h.layer = histograms.layer) "
                  "WHERE step = 5",
                  "histograms, row 5"},
                 {"UPDATE trajectories SET followed = zeroblob(50) WHERE step = 5", "trajectories, row 5"},
                 {"UPDATE trajectories SET weights = 'many' WHERE step = 5", "trajectories, row 5"},
                 {"UPDATE marks SET kind = 'new'", "marks, row"},
                 {"UPDATE evaluations SET latent_accuracy = 1.0", "evaluations, row"},
                 {"DELETE FROM evaluations WHERE sequence = (SELECT min(sequence) FROM evaluations)",
                  "evaluations, row"},
                 {"UPDATE layers SET name = 'fc9' WHERE layer = 2", "layers, row 2"},
                 {"DELETE FROM layers WHERE layer = 1", "layers, row 2"},
                 {"UPDATE run SET value = '{}' WHERE key = 'config'", "row \"config\""},
                 {"UPDATE run SET value = 5 WHERE key = 'last_step'", "row \"last_step\""},
                 {"DELETE FROM run WHERE key = 'data'", "table run: rows are missing"},
                 {"DELETE FROM run WHERE key LIKE 'end%'", "table run: rows are missing"},
                 {"UPDATE run SET key = 'ends_how' WHERE key = 'end_how'", "row \"ends_how\""},
                 {"DELETE FROM snapshots WHERE step = 10", "table snapshots: rows are missing"},
                 {"DELETE FROM marks", "table marks: rows are missing"},
                 {"DELETE FROM layers", "table layers: rows are missing"},
             }) {
            QTest::newRow(sql) << sql << table;
        }
    }
    void aWrongValueIsNoticed()
    {
        QFETCH(QString, sql);
        QFETCH(QString, table);
        const std::string file = path("wrong");
        std::filesystem::remove(file);
        {
            RunWriter writer(file);
            tellScripted(writer, 20);
        }
        execute(file, sql.toStdString());
        History history;
        const std::string sentence = sentenceOf([&] { readRun(file, history); });
        QVERIFY2(sentence.find(table.toStdString()) != std::string::npos, sentence.c_str());
        QVERIFY2(sentence.find("is damaged") != std::string::npos, sentence.c_str());
    }
};

QTEST_APPLESS_MAIN(TestRunFile)
#include "tst_run_file.moc"
