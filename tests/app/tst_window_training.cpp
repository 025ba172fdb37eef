// SPDX-License-Identifier: GPL-3.0-or-later
// The window with the real engine behind it: it never blocks, and it changes nothing of the numbers.
#include "app/allocator.h"
#include "app/engine_loader.h"
#include "core/run/presets.h"
#include "ui/main_window.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QtTest>

#include <algorithm>

using namespace gridscope;

namespace {

run::RunConfig sampleConfig(int steps)
{
    run::RunConfig config = run::preset("fashion-quick").config;
    config.data = "sample";
    config.validationSamples = 40;
    config.pretrainSteps = 10;
    config.batchSize = 32;
    config.steps = steps;
    config.threads = 1;
    return config;
}

ui::LaunchOptions playing(const run::RunConfig& config)
{
    ui::LaunchOptions options;
    options.config = config;
    options.autoPlay = true;
    options.pace = 0;
    options.remembers = false;
    return options;
}

std::vector<double> losses(const run::History& history)
{
    std::vector<double> all;
    for (const auto& step : history.steps()) { all.push_back(step.trainLoss); }
    return all;
}

constexpr int longestWait = 120000; // ms; loading the engine takes seconds on a busy machine

} // namespace

class TestWindowTraining : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void windowAndHeadlessGiveTheSameNumbersBitForBit()
    {
        const auto config = sampleConfig(20);
        ui::MainWindow window(app::lazyEngine(), playing(config));
        window.show();
        QTRY_VERIFY_WITH_TIMEOUT(window.session().hasEnded(), longestWait);
        run::History headless;
        run::Control control;
        run::runJob(app::lazyEngine().trainingJob(config), control, headless);
        QVERIFY2(headless.end()->how == run::End::How::Finished, headless.end()->message.c_str());
        QCOMPARE(losses(window.session().history()), losses(headless));
        QCOMPARE(window.session().history().lastEvaluation("test")->quantized->loss,
                 headless.lastEvaluation("test")->quantized->loss);
    }

    void theEventLoopKeepsTurningAtFullTrainingSpeed()
    {
        run::RunConfig config = run::preset("fashion-quick").config;
        config.data = "sample";
        config.validationSamples = 40;
        config.steps = 100000;
        config.pretrainSteps = 20;
        ui::MainWindow window(app::lazyEngine(), playing(config));
        window.resize(1600, 1000);
        window.show();
        QTRY_VERIFY_WITH_TIMEOUT(window.shownStep() > 0, longestWait);

        std::vector<double> gaps; // ms between turns of the event loop
        QElapsedTimer clock;
        QTimer turn;
        turn.setTimerType(Qt::PreciseTimer);
        connect(&turn, &QTimer::timeout, &window, [&] {
            gaps.push_back(double(clock.nsecsElapsed()) / 1e6);
            clock.restart();
        });
        const std::int64_t from = window.shownStep();
        clock.start();
        turn.start(1);
        QTRY_VERIFY_WITH_TIMEOUT(window.shownStep() > from + 200, longestWait);
        turn.stop();

        std::sort(gaps.begin(), gaps.end());
        const double percentile99 = gaps[gaps.size() * 99 / 100];
        qInfo("%zu turns of the event loop: median %.1f ms, 99th percentile %.1f ms, longest %.1f ms", gaps.size(),
              gaps[gaps.size() / 2], percentile99, gaps.back());
        QVERIFY(percentile99 < 50);
        QElapsedTimer closing;
        closing.start();
        window.close();
        QVERIFY(closing.elapsed() < 1000);
    }
};

int main(int argc, char** argv)
{
    app::tuneAllocator();
    app::preferPassiveWaiting();
    QApplication application(argc, argv);
    TestWindowTraining test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_window_training.moc"
