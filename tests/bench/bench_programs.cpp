// SPDX-License-Identifier: GPL-3.0-or-later
// What is measured with other processes, and what recording costs.
#include "core/base/error.h"
#include "core/file/run_writer.h"
#include "core/run/event_value.h"
#include "core/run/fanout.h"
#include "core/run/worker.h"
#include "core/train/training_job.h"
#include "tests/bench/lenet.h"
#include "tests/bench/rounds.h"
#include "tests/bench/until_end.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace gridscope::bench {

namespace {

// A Python that makes one step for every line written to it.
class PythonPeer {
public:
    explicit PythonPeer(int batch)
    {
        int toChild[2], fromChild[2];
        if (pipe(toChild) != 0 || pipe(fromChild) != 0) { throw Error("There is no pipe left for Python."); }
        std::fflush(nullptr);
        child_ = fork();
        if (child_ == 0) {
            dup2(toChild[0], STDIN_FILENO);
            dup2(fromChild[1], STDOUT_FILENO);
            for (const int end : {toChild[0], toChild[1], fromChild[0], fromChild[1]}) { ::close(end); }
            // As app/allocator.cpp and main.cpp set them here.
            setenv("MALLOC_MMAP_THRESHOLD_", "33554432", 1);
            setenv("MALLOC_TRIM_THRESHOLD_", "-1", 1);
            setenv("MALLOC_TOP_PAD_", "67108864", 1);
            setenv("MALLOC_ARENA_MAX", "1", 1);
            setenv("MALLOC_MMAP_MAX_", "0", 1);
            setenv("OPENBLAS_NUM_THREADS", "1", 1);
            const char* python = std::getenv("GRIDSCOPE_PYTHON");
            python = python != nullptr ? python : "/usr/bin/python3";
            execl(python, python, GRIDSCOPE_PYTHON_STEP, "--serve", "--batch", std::to_string(batch).c_str(), nullptr);
            _exit(127);
        }
        ::close(toChild[0]);
        ::close(fromChild[1]);
        to_ = fdopen(toChild[1], "w");
        from_ = fdopen(fromChild[0], "r");
    }
    ~PythonPeer()
    {
        std::fclose(to_);
        std::fclose(from_);
        waitpid(child_, nullptr, 0);
    }
    PythonPeer(const PythonPeer&) = delete;
    PythonPeer& operator=(const PythonPeer&) = delete;

    double step()
    {
        double seconds = 0;
        std::fputs("step\n", to_);
        std::fflush(to_);
        if (std::fscanf(from_, "%lf", &seconds) != 1) {
            throw Error("Python's torch did not answer; is python3-torch installed?");
        }
        return seconds;
    }

private:
    pid_t child_ = -1;
    std::FILE* to_ = nullptr;
    std::FILE* from_ = nullptr;
};

struct ProgramTimes {
    double processor = 0, wall = 0;
};
ProgramTimes runProgram(const std::vector<std::string>& arguments)
{
    const double start = wallSeconds();
    std::fflush(nullptr); // the child would print it again
    const pid_t child = fork();
    if (child == 0) {
        if (std::freopen("/dev/null", "w", stdout) == nullptr) { _exit(126); }
        std::vector<char*> raw;
        for (const auto& a : arguments) { raw.push_back(const_cast<char*>(a.c_str())); }
        raw.push_back(nullptr);
        execv(raw[0], raw.data());
        _exit(127);
    }
    int status = 0;
    rusage usage{};
    wait4(child, &status, 0, &usage);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) { throw Error(arguments[0] + " " + arguments[1] + " failed."); }
    const auto seconds = [](const timeval& t) { return double(t.tv_sec) + 1e-6 * double(t.tv_usec); };
    return {seconds(usage.ru_utime) + seconds(usage.ru_stime), wallSeconds() - start};
}

// A real run's events and the processor time of its steps.
struct Told {
    std::vector<run::Event> events, checkpoints;
    double secondsPerStep = 0;
};
class Remembering final : public run::EventSink {
public:
    explicit Remembering(Told& told) : told_(told) {}
    void onEvent(run::Event event) override
    {
        const bool isCheckpoint = std::holds_alternative<run::Checkpoint>(event);
        (isCheckpoint ? told_.checkpoints : told_.events).push_back(std::move(event));
    }

private:
    Told& told_;
};

Told trained(run::RunConfig config)
{
    Told told;
    Remembering sink(told);
    train::Cache cache;
    run::Control control;
    control.play();
    const double start = processorSeconds();
    run::runJob([&](run::Control& c, run::Sink& s) { train::TrainingJob(config, cache, c, s).run(); }, control, sink);
    told.secondsPerStep = (processorSeconds() - start) / config.steps;
    return told;
}

run::RunConfig recordedConfig(bool quick)
{
    const run::RunConfig defaults;
    run::RunConfig config = lenetConfig("cpq", "cpq", quick);
    config.learningRate = defaults.learningRate; // weights move: their histograms do not compress better than usual
    config.snapshotEvery = defaults.snapshotEvery;
    config.steps = quick ? 10 : 100;
    return config;
}

enum class With { Everything, NoCheckpoints };
void record(const Told& told, const std::filesystem::path& file, With with)
{
    std::filesystem::remove(file);
    run::RunWriter writer(file.string());
    const auto last = std::prev(told.events.end()); // the end comes after the checkpoints
    std::for_each(told.events.begin(), last, [&](const run::Event& event) { tell(event, writer); });
    if (with == With::Everything) {
        for (const run::Event& event : told.checkpoints) { tell(event, writer); }
    }
    tell(*last, writer);
}

double secondsToRecord(const Told& told, const std::filesystem::path& file, With with)
{
    const double start = processorSeconds();
    record(told, file, with);
    return processorSeconds() - start;
}

std::filesystem::path scratchFile(const char* name)
{
    return std::filesystem::temp_directory_path() / (std::string(name) + std::to_string(getpid()) + ".gridscope");
}

} // namespace

Group pythonRows()
{
    return {{"lenet5 step, float / Python's torch"}, [](const Settings& s) {
                const auto config = lenetConfig("float", "float", s.quick);
                const Pictures batch(config.batchSize);
                PythonPeer python(config.batchSize);
                Rounds rounds;
                rounds.add("ours",
                           ourStep(std::make_shared<net::Net>(config, net::Input{}), config, net::Pass::Float, batch));
                rounds.addMeasured("Python torch FP32 step", [&] { return python.step(); });
                rounds.run(s.rounds);
                return std::vector<Row>{
                    rounds.row("lenet5 step, float / Python's torch", "ours", "Python torch FP32 step", 0.80)};
            }};
}

Group recordingRows()
{
    return {{"recording at the default cadence"}, [](const Settings& s) {
                const auto config = recordedConfig(s.quick);
                const Told told = trained(config);
                const auto file = scratchFile("bench-recording");
                std::vector<double> ratios;
                for (int i = 0; i < std::max(1, s.rounds / 3); ++i) {
                    const double steps = secondsToRecord(told, file, With::NoCheckpoints);
                    const double checkpoint =
                        (secondsToRecord(told, file, With::Everything) - steps) / double(told.checkpoints.size());
                    const double each = steps / config.steps + checkpoint / run::RunConfig().checkpointEvery;
                    ratios.push_back(each / told.secondsPerStep);
                }
                std::filesystem::remove(file);
                return std::vector<Row>{
                    rowOf("recording at the default cadence", "a step of the recorded run", ratios, 0.01)};
            }};
}

Group programRows()
{
    return {{"gridscope info, processor seconds", "gridscope --version, seconds to start"}, [](const Settings& s) {
                const auto file = scratchFile("bench-info");
                record(trained(recordedConfig(s.quick)), file, With::Everything);
                std::vector<double> info, start;
                for (int i = 0; i < std::max(1, s.rounds / 2); ++i) {
                    info.push_back(runProgram({GRIDSCOPE_PROGRAM, "info", file.string()}).processor);
                    start.push_back(runProgram({GRIDSCOPE_PROGRAM, "--version"}).wall);
                }
                std::filesystem::remove(file);
                return std::vector<Row>{rowOf("gridscope info, processor seconds", "1 s", info, 0.1),
                                        rowOf("gridscope --version, seconds to start", "1 s", start, 0)};
            }};
}

} // namespace gridscope::bench
