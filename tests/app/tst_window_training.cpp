// SPDX-License-Identifier: GPL-3.0-or-later
// The window with the real engine behind it: it never blocks, and it changes nothing of the numbers.
#include "app/allocator.h"
#include "app/engine_loader.h"
#include "core/file/run_reader.h"
#include "core/settings/presets.h"
#include "tests/app/quick_hypothesis.h"
#include "tests/support/own_gaps.h"
#include "tests/support/transcript.h"
#include "ui/dialog/rounding_dialog.h"
#include "ui/window/main_window.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTimer>
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <map>

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

// The transcript's lines but for seconds.
class Timeless final : public run::ForwardingSink {
public:
    Timeless() : ForwardingSink(transcript) {}
    void onStep(const run::Step& step) override
    {
        transcript.onStep({step.index, 0, step.trainLoss, step.learningRate});
    }
    test::Transcript transcript;
};
std::vector<std::string> withoutTimes(const std::string& path)
{
    Timeless sink;
    run::readRun(path, sink);
    return sink.transcript.lines;
}

void requireEveryStepCanBeSeen(ui::MainWindow& window)
{
    QVERIFY(!window.grab().isNull());
    for (const run::SnapshotPtr& snapshot : window.session().history().snapshots()) {
        window.playback().seek(snapshot->step);
        QVERIFY(!window.grab().isNull());
    }
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

    void aTrainedNetworkIsRoundedToFewerBitsWithoutTraining()
    {
        const QTemporaryDir folder;
        auto options = playing(sampleConfig(60));
        options.recordings.folder = folder.filePath("runs");
        ui::MainWindow window(app::lazyEngine(), options);
        window.show();
        QTRY_VERIFY_WITH_TIMEOUT(window.session().hasEnded(), longestWait);
        const auto steps = window.session().history().steps().size();
        window.conductor().ask("round");
        auto* dialog = window.findChild<ui::RoundingDialog*>("rounding");
        QVERIFY(dialog != nullptr && dialog->isVisible());
        std::map<int, double> accuracies;
        std::vector<double> latent;
        connect(&dialog->rounding(), &ui::Rounding::measured, this, [&](int bits, double accuracy, double of) {
            accuracies[bits] = accuracy;
            latent.push_back(of);
        });
        connect(&dialog->rounding(), &ui::Rounding::failed, this,
                [](const QString& sentence) { QFAIL(qPrintable(sentence)); });
        QTRY_COMPARE_WITH_TIMEOUT(accuracies.size(), std::size_t(ui::Rounding::mostBits), longestWait);
        for (const double accuracy : latent) { QCOMPARE(accuracy, latent.front()); } // nothing was trained
        const double own = window.session().history().lastEvaluation("validation")->latent->accuracy;
        QVERIFY(std::abs(latent.front() - own) < 1e-9);
        QVERIFY(std::abs(accuracies[8] - own) <= 0.05); // 2 of 40 pictures
        auto* slider = dialog->findChild<QSlider*>();
        auto* number = dialog->findChild<QLabel*>("roundedAccuracy");
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_Right); // one bit less
        QCOMPARE(slider->value(), 7);
        QVERIFY2(number->text().startsWith("7 bits: "), qPrintable(number->text()));
        QCOMPARE(window.session().history().steps().size(), steps);
        dialog->close();
    }

    // Step sizes grow tenfold a step here, and views are drawn all the while. Whether a float ends it depends on the data.
    void aTrainingThatExplodesLeavesTheWindowWhole()
    {
        run::RunConfig config = run::preset("fashion-quick").config;
        config.data = "sample";
        config.start = "scratch";
        config.optimizer = "sgd";
        config.learningRate = 10;
        config.momentum = 0.999;
        config.quantizerLearningRate = 10;
        config.steps = 100;
        ui::MainWindow window(app::lazyEngine(), playing(config));
        window.resize(1600, 1000);
        window.show();
        QTRY_VERIFY_WITH_TIMEOUT(window.session().hasEnded(), longestWait);
        const run::History& history = window.session().history();
        QVERIFY(std::ranges::all_of(history.latest()->layers, [](const run::LayerState& layer) { // it did explode
            return !std::isfinite(layer.alpha) || std::abs(std::log10(layer.alpha)) > 9;
        }));
        requireEveryStepCanBeSeen(window);
    }

    void aTrainingThatDivergesEndsWithASentenceAndAMark()
    {
        const QTemporaryDir folder;
        run::RunConfig config = run::preset("spirals").config;
        config.hidden = {16, 16};
        config.start = "scratch";
        config.weightsFile = test::hugeWeights(folder.path()).toStdString();
        ui::MainWindow window(app::lazyEngine(), playing(config));
        window.resize(1600, 1000);
        window.show();
        QTRY_VERIFY_WITH_TIMEOUT(window.session().hasEnded(), longestWait);
        const run::History& history = window.session().history();
        QCOMPARE(history.end()->how, run::End::How::Failed);
        const QString sentence = QString::fromStdString(history.end()->message);
        QVERIFY2(sentence.contains("at step 1") && sentence.endsWith('.'), qPrintable(sentence));
        QVERIFY(std::ranges::any_of(history.marks(),
                                    [](const run::Mark& m) { return m.kind == run::Mark::Kind::Diverged; }));
        requireEveryStepCanBeSeen(window);
    }

    void aForkWithoutAChangeRepeatsTheRunBitForBit()
    {
        const QTemporaryDir folder;
        run::RunConfig config = sampleConfig(30);
        config.checkpointEvery = 10;
        config.snapshotEvery = 3;
        ui::LaunchOptions options = playing(config);
        options.recordings.folder = folder.filePath("runs");
        ui::MainWindow window(app::lazyEngine(), options);
        window.show();
        QTRY_VERIFY_WITH_TIMEOUT(window.session().hasEnded(), longestWait);
        const QString trunk = window.session().path();
        const run::History whole = run::historyOf(trunk.toStdString());
        QCOMPARE(losses(whole), losses(window.session().history()));
        window.playback().seek(22);
        window.document().fork();
        QTRY_VERIFY_WITH_TIMEOUT(window.session().path() != trunk && window.session().hasEnded(), longestWait);
        const run::History fork = run::historyOf(window.session().path().toStdString());
        QVERIFY2(fork.end()->how == run::End::How::Finished, fork.end()->message.c_str());
        QVERIFY(fork.start().origin && fork.start().origin->step <= 22);
        QCOMPARE(losses(fork), losses(whole));
        QCOMPARE(losses(window.session().history()), losses(whole));
        QCOMPARE(fork.snapshots().size(), whole.snapshots().size());
        for (std::size_t i = 0; i < fork.snapshots().size(); ++i) {
            const run::Snapshot& a = *fork.snapshots()[i];
            const run::Snapshot& b = *whole.snapshots()[i];
            QCOMPARE(a.step, b.step);
            for (std::size_t layer = 0; layer < a.layers.size(); ++layer) {
                QVERIFY(a.layers[layer].followed == b.layers[layer].followed
                        && a.layers[layer].histogram == b.layers[layer].histogram);
            }
        }
        QCOMPARE(fork.lastEvaluation("test")->quantized->loss, whole.lastEvaluation("test")->quantized->loss);
    }

    void windowAndHeadlessWriteTheSameFileButForTimes()
    {
        const QTemporaryDir folder;
        const run::RunConfig config = sampleConfig(20);
        ui::LaunchOptions options = playing(config);
        options.recordings.folder = folder.filePath("runs");
        ui::MainWindow window(app::lazyEngine(), options);
        window.show();
        QTRY_VERIFY_WITH_TIMEOUT(window.session().hasEnded(), longestWait);
        const std::string file = folder.filePath("headless.gridscope").toStdString();
        {
            run::RunWriter writer(file);
            run::Control control;
            run::runJob(app::lazyEngine().trainingJob(config), control, writer);
        }
        QCOMPARE(withoutTimes(window.session().path().toStdString()), withoutTimes(file));
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

        const std::int64_t from = window.shownStep();
        test::OwnGaps gaps;
        QTRY_VERIFY_WITH_TIMEOUT(window.shownStep() > from + 200, longestWait);
        gaps.stop();
        qInfo("%zu turns of the event loop: median %.1f ms, 99th percentile %.1f ms, longest %.1f ms", gaps.count(),
              gaps.share(0.5), gaps.share(0.99), gaps.share(1));
        QVERIFY(gaps.share(0.99) < 50);
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
