// SPDX-License-Identifier: GPL-3.0-or-later
// The window beside a training run: what it takes from it, and what it takes itself. Wall time and the thread's own
// processor time; these rows carry the noise of whatever else the machine does.
#include "app/engine_loader.h"
#include "core/run/fanout.h"
#include "core/settings/presets.h"
#include "tests/bench/rounds.h"
#include "tests/bench/until_end.h"
#include "ui/window/main_window.h"

#include <QApplication>

#include <algorithm>
#include <atomic>
#include <ctime>
#include <functional>
#include <thread>

namespace gridscope::bench {

namespace {

constexpr int warmUp = 20; // steps that do not count

run::RunConfig liveConfig(int steps)
{
    run::RunConfig config = run::preset("fashion-quick").config; // a snapshot each step
    config.data = "sample";
    config.validationSamples = 40;
    config.start = "scratch";
    config.evaluateEvery = config.checkpointEvery = 1 << 20;
    config.steps = warmUp + steps;
    config.threads = 1;
    return config;
}

// Told by the job's thread.
class Stopwatch final : public UntilEnd {
public:
    explicit Stopwatch(int steps) : last_(warmUp + steps) {}
    void onStep(const run::Step& step) override
    {
        if (step.index == warmUp) { began_ = wallSeconds(); }
        if (step.index == last_) { seconds = wallSeconds() - began_; }
    }
    std::atomic<double> seconds = 0;

private:
    int last_;
    double began_ = 0;
};

double headlessSeconds(int steps)
{
    static const run::Engine engine = app::lazyEngine();
    Stopwatch watch(steps);
    run::Control control;
    control.play();
    std::thread worker([&] { run::runJob(engine.trainingJob(liveConfig(steps)), control, watch); });
    worker.join();
    return watch.seconds;
}

double threadSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) + 1e-9 * double(time.tv_nsec);
}

// A window at the size the targets speak of, with its run playing.
struct Shown {
    explicit Shown(run::Engine engine, int steps, double pace) : window(std::move(engine), optionsFor(steps, pace))
    {
        window.resize(1600, 1000);
        window.show();
    }
    static ui::LaunchOptions optionsFor(int steps, double pace)
    {
        ui::LaunchOptions options;
        options.config = liveConfig(steps);
        options.autoPlay = true;
        options.remembers = false;
        options.pace = pace;
        return options;
    }
    void runUntil(const std::function<bool()>& isDone)
    {
        while (!isDone()) { QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents); }
    }
    ui::MainWindow window;
};

double secondsWithWindow(int steps)
{
    static const run::Engine engine = app::lazyEngine();
    const auto watch = std::make_shared<Stopwatch>(steps);
    run::Engine timed = engine;
    timed.trainingJob = [watch](const run::RunConfig& config) -> run::Job {
        return [watch, job = engine.trainingJob(config)](run::Control& control, run::Sink& sink) {
            run::Fanout both({watch.get(), &sink});
            job(control, both);
        };
    };
    Shown shown(timed, steps, 0);
    shown.runUntil([&] { return shown.window.session().hasEnded(); });
    return watch->seconds;
}

// What a real run told, step by step, to be told again at any pace.
class Captured final : public UntilEnd {
public:
    void onStart(const run::Start& told) override { start = told; }
    void onStep(const run::Step& step) override { steps.push_back({step, nullptr}); }
    void onSnapshot(const run::SnapshotPtr& snapshot) override
    {
        if (!steps.empty()) { steps.back().second = snapshot; }
    }
    run::Start start;
    std::vector<std::pair<run::Step, run::SnapshotPtr>> steps;
};
std::shared_ptr<Captured> capture(int steps)
{
    static const run::Engine engine = app::lazyEngine();
    auto captured = std::make_shared<Captured>();
    run::Control control;
    control.play();
    run::runJob(engine.trainingJob(liveConfig(steps)), control, *captured);
    return captured;
}

// The share of a core that the window's thread takes while a run tells 60 snapshots a second. Counts the frames it drew,
// so that a window that skips some does not look cheap: each is charged as if there were 60.
double shareAt60(const std::shared_ptr<Captured>& run)
{
    constexpr double framesPerSecond = 60;
    run::Engine retold;
    retold.trainingJob = [run](const run::RunConfig&) -> run::Job {
        return [run](run::Control& control, run::Sink& sink) {
            sink.onStart(run->start);
            for (const auto& [step, snapshot] : run->steps) {
                if (!control.keepGoing()) { break; }
                sink.onStep(step);
                if (snapshot) { sink.onSnapshot(snapshot); }
            }
            sink.onEnd(run->ended);
        };
    };
    const int steps = int(run->steps.size()) - warmUp;
    Shown shown(retold, steps, framesPerSecond);
    int frames = 0;
    QObject::connect(&shown.window.session(), &ui::RunSession::changed, &shown.window, [&] { ++frames; });
    // On a machine that is busy the window may draw fewer frames than warm it up before the run has ended.
    double before = threadSeconds();
    shown.runUntil([&] { return frames > warmUp || shown.window.session().hasEnded(); });
    if (frames > warmUp) {
        frames = 0;
        before = threadSeconds();
    }
    shown.runUntil([&] { return shown.window.session().hasEnded(); });
    return (threadSeconds() - before) / std::max(1, frames) * framesPerSecond;
}

// From nothing to a window on the screen; the program's own loading comes on top (gridscope --version).
double standingSeconds()
{
    static int argc = 1;
    static char name[] = "gridscope_bench";
    static char* argv[] = {name, nullptr};
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) { qputenv("QT_QPA_PLATFORM", "offscreen"); }
    const double start = wallSeconds();
    new QApplication(argc, argv); // for as long as the process lives
    ui::LaunchOptions options;
    options.config = liveConfig(10);
    options.remembers = false;
    run::Engine idle;
    idle.trainingJob = [](const run::RunConfig&) -> run::Job { return [](run::Control&, run::Sink&) {}; };
    ui::MainWindow window(idle, options);
    window.resize(1600, 1000);
    window.show();
    QCoreApplication::processEvents();
    window.grab();
    return wallSeconds() - start;
}

} // namespace

Group windowRows()
{
    return {{"window stands, seconds without loading", "training speed with the window / headless",
             "six live views at 60 frames a second, share of a core"},
            [](const Settings& s) {
                const double standing = standingSeconds();
                const int steps = s.quick ? 5 : 150;
                std::vector<double> speed, share;
                headlessSeconds(steps); // loads and warms up
                const auto captured = capture(2 * steps);
                for (int i = 0; i < std::max(1, s.rounds / 4); ++i) {
                    const double alone = headlessSeconds(steps);
                    speed.push_back(alone / secondsWithWindow(steps));
                    share.push_back(shareAt60(captured));
                }
                return std::vector<Row>{
                    rowOf("window stands, seconds without loading", "1 s", {standing}, 0.5),
                    rowOf("training speed with the window / headless", "headless", speed, 0.97),
                    rowOf("six live views at 60 frames a second, share of a core", "one core", share, 0.25)};
            }};
}

} // namespace gridscope::bench
