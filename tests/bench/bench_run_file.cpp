// SPDX-License-Identifier: GPL-3.0-or-later
// What run files cost: writing, seeking, bytes. Prints; nothing passes or fails on time.
#include "core/file/run_reader.h"
#include "core/file/run_writer.h"
#include "tests/support/scripted_run.h"

#include <QtTest>

#include <algorithm>
#include <ctime>
#include <filesystem>

using namespace gridscope;
using namespace gridscope::run;

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

double processorSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return double(time.tv_sec) + 1e-9 * double(time.tv_nsec);
}

constexpr int snapshots = 10'000;
constexpr int every = 5;

} // namespace

class BenchRunFile : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::string path_;
    Start start_;

private Q_SLOTS:
    void initTestCase()
    {
        RunConfig config; // LeNet-5, 4 bit, 16 bins per cell, 64 followed weights
        config.bits = {4};
        config.start = "scratch";
        config.steps = snapshots * every;
        start_ = test::scriptedStart(config);
        path_ = folder_.filePath("bench").toStdString();
    }

    void writingSnapshots()
    {
        std::vector<SnapshotPtr> made; // a few different ones, so that making them is not measured
        for (int i = 0; i < 50; ++i) { made.push_back(test::scriptedSnapshot(start_, i * 20)); }
        double telling = 0;
        const auto begin = Clock::now();
        const double processorBegin = processorSeconds();
        {
            RunWriter writer(path_);
            writer.onStart(start_);
            for (int i = 1; i <= snapshots; ++i) {
                auto snapshot = std::make_shared<Snapshot>(*made[std::size_t(i) % made.size()]);
                snapshot->step = i * every;
                const auto told = Clock::now();
                for (int k = 1; k <= every; ++k) { writer.onStep({(i - 1) * every + k, 0.025 * i, 1.0 / i, 0.002}); }
                writer.onSnapshot(snapshot);
                telling += secondsSince(told);
                writer.flush(); // as with a trainer that is slower than the disk
            }
        }
        const double size = double(std::filesystem::file_size(path_));
        qInfo("the job waits %.1f us per snapshot and its 5 steps; recorded after %.0f us (%.0f us of processor time)",
              1e6 * telling / snapshots, 1e6 * secondsSince(begin) / snapshots,
              1e6 * (processorSeconds() - processorBegin) / snapshots);
        qInfo("%.0f bytes per 1,000 steps, %.1f MB for %d snapshots", 1000 * size / (snapshots * every), size / 1e6,
              snapshots);
    }

    void seeking()
    {
        RunReader reader(path_);
        std::vector<double> times;
        for (int i = 0; i < 500; ++i) {
            const std::int64_t step = (std::int64_t(i) * 7919 % snapshots) * every + 2;
            const auto begin = Clock::now();
            const auto snapshot = reader.snapshotAt(step);
            times.push_back(1000 * secondsSince(begin));
            QVERIFY(snapshot);
        }
        std::ranges::sort(times);
        qInfo("seek with %d snapshots: median %.2f ms, 99 of 100 within %.2f ms, worst %.2f ms", snapshots, times[250],
              times[495], times.back());
    }

    void listsAndWholeRuns()
    {
        auto begin = Clock::now();
        RunReader reader(path_);
        qInfo("open: %.2f ms", 1000 * secondsSince(begin));
        begin = Clock::now();
        const auto steps = reader.snapshotSteps();
        qInfo("list of %zu snapshots: %.2f ms", steps.size(), 1000 * secondsSince(begin));
        begin = Clock::now();
        const double processorBegin = processorSeconds();
        const History history = historyOf(path_);
        qInfo("history of %d steps and %zu of %zu snapshots: %.0f ms (%.0f ms of processor time)", snapshots * every,
              history.snapshots().size(), steps.size(), 1000 * secondsSince(begin),
              1000 * (processorSeconds() - processorBegin));
    }
};

QTEST_APPLESS_MAIN(BenchRunFile)
#include "bench_run_file.moc"
