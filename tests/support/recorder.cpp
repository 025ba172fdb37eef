// SPDX-License-Identifier: GPL-3.0-or-later
// A program without torch that records and reads run files, for tests that kill it, starve it or hand it garbage.
//   recorder write FILE [STEPS]     records a scripted run (endless without STEPS); prints "kept STEP" when that snapshot is in
//                                   the file
//   recorder tell FILE              records endlessly, never asks; prints "told STEP" for each snapshot, one each 10 ms
//   recorder full FILE BYTES        the same when no file may grow beyond BYTES for a while; prints what problem() says
//   recorder read FILE [MEGABYTES]  prints the transcript's hash; status 2 and the sentence on stderr when it cannot. With
//                                   MEGABYTES: of address space, and 2 seconds of processor time
//   recorder resume FILE STEP       status 2 and the sentence on stderr when it cannot
#include "core/base/error.h"
#include "core/file/run_reader.h"
#include "core/file/run_writer.h"
#include "tests/support/scripted_run.h"
#include "tests/support/transcript.h"

#include <csignal>
#include <cstdio>
#include <cstring>
#include <string>
#include <thread>

#include <sys/resource.h>

using namespace gridscope;

namespace {

void say(const std::string& line)
{
    std::fputs((line + "\n").c_str(), stdout);
    std::fflush(stdout);
}

run::RunConfig recordedConfig(int steps)
{
    run::RunConfig config;
    config.start = "scratch";
    config.steps = steps;
    return config;
}

// Tells the events of a run, snapshots every 5 steps, a checkpoint every 50, and calls `afterSnapshot` with its step.
template <typename After>
void record(run::RunWriter& writer, int steps, After afterSnapshot)
{
    const run::Start start = test::scriptedStart(recordedConfig(steps));
    const auto bytes = std::make_shared<const std::vector<std::uint8_t>>(20'000, std::uint8_t(7));
    writer.onStart(start);
    for (std::int64_t step = 1; step <= steps; ++step) {
        writer.onStep({step, 0.01 * double(step), 1.0 / double(step), 0.001});
        if (step % 5 != 0) { continue; }
        writer.onSnapshot(test::scriptedSnapshot(start, step));
        if (step % 50 == 0) { writer.onCheckpoint({step, bytes}); }
        afterSnapshot(step);
    }
    writer.onEnd({run::End::How::Finished, ""});
}

int write(const std::string& path, int steps)
{
    run::RunWriter writer(path);
    record(writer, steps, [&](std::int64_t step) {
        if (writer.flush()) { say("kept " + std::to_string(step)); }
    });
    return 0;
}

int tell(const std::string& path)
{
    run::RunWriter writer(path);
    record(writer, 1'000'000, [](std::int64_t step) {
        say("told " + std::to_string(step));
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    });
    return 0;
}

void limit(decltype(RLIMIT_AS) what, rlim_t most)
{
    struct rlimit limits {};
    ::getrlimit(what, &limits);
    limits.rlim_cur = most;
    ::setrlimit(what, &limits);
}

int full(const std::string& path, rlim_t bytes)
{
    std::signal(SIGXFSZ, SIG_IGN);
    run::RecordingOptions options;
    options.commitEvery = std::chrono::milliseconds(100);
    options.mostWaitingBytes = 1'000'000;
    run::RunWriter writer(path, options);
    limit(RLIMIT_FSIZE, bytes);
    std::string problem;
    std::int64_t kept = 0;
    record(writer, 3000, [&](std::int64_t step) {
        const std::string now = writer.problem();
        if (problem.empty() && now.empty() && writer.flush()) { kept = step; }
        if (problem.empty() && !now.empty()) {
            problem = now;
            say("kept " + std::to_string(kept));
        }
        if (step == 2000) { say("problem " + now); }
        if (step == 2500) {
            limit(RLIMIT_FSIZE, RLIM_INFINITY);
            while (!writer.flush()) {}
            say("then " + writer.problem());
        }
    });
    return writer.problem().empty() ? 0 : 1;
}

int read(const std::string& path)
{
    test::Transcript transcript;
    run::readRun(path, transcript);
    say(transcript.hash());
    return 0;
}

int obey(const std::string& what, const std::string& path, const std::string& number)
{
    if (what == "write") { return write(path, number.empty() ? 1'000'000 : std::stoi(number)); }
    if (what == "tell") { return tell(path); }
    if (what == "full") { return full(path, rlim_t(std::stoll(number))); }
    if (what == "resume") { return run::RunWriter::resume(path, std::stoll(number)) ? 0 : 1; }
    if (!number.empty()) {
        limit(RLIMIT_AS, rlim_t(std::stoll(number)) << 20U);
        limit(RLIMIT_CPU, 2);
    }
    return read(path);
}

} // namespace

int main(int count, char** words)
{
    if (count < 3) { return 1; }
    try {
        return obey(words[1], words[2], count > 3 ? words[3] : "");
    } catch (const Error& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 2;
    }
}
