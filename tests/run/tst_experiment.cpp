// SPDX-License-Identifier: GPL-3.0-or-later
// Experiments: statistics against tables, arms that are read, resumed or refused, the hypothesis and the table of results
// over a scripted engine.
#include "core/experiment/experiments.h"
#include "core/experiment/statistics.h"
#include "core/run/config_fields.h"
#include "core/run/error.h"
#include "core/run/presets.h"
#include "core/run/run_reader.h"
#include "core/run/run_writer.h"
#include "tests/support/scripted_run.h"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

using namespace gridscope;
using experiment::Arm;
using experiment::Outcome;

namespace {

// An engine whose runs are scripted: finished, with a test evaluation that depends on the settings.
run::Engine scriptedEngine(int& runs)
{
    run::Engine engine;
    engine.trainingJob = [&runs](const run::RunConfig& config) -> run::Job {
        return [&runs, config](run::Control&, run::Sink& sink) {
            ++runs;
            run::Start start = test::scriptedStart(config);
            sink.onStart(start);
            sink.onStep({1, 1, 0.5, 0.1});
            sink.onSnapshot(test::scriptedSnapshot(start, 1));
            const double accuracy = 0.9 + 0.001 * double(config.seed) + (config.learnBits ? 0.01 : 0);
            sink.onEvaluation({1, "test", 100, run::Score{0.3, accuracy}, run::Score{0.3, 0.8}, run::Score{0.3, 0.95}});
            sink.onEnd({run::End::How::Finished, ""});
        };
    };
    return engine;
}

run::RunConfig quick(std::int64_t seed = 1)
{
    run::RunConfig config = run::preset("learned-bits").config;
    config.steps = 1;
    config.seed = seed;
    return config;
}

template <typename Action>
std::string sentenceOf(Action action)
{
    try {
        action();
    } catch (const Error& error) {
        return error.what();
    }
    return "no error";
}

class Nobody final : public run::Sink {
public:
    void onStart(const run::Start&) override {}
    void onStep(const run::Step&) override {}
    void onSnapshot(const run::SnapshotPtr&) override {}
    void onEvaluation(const run::Evaluation&) override {}
    void onMark(const run::Mark&) override {}
    void onCheckpoint(const run::Checkpoint&) override {}
    void onEnd(const run::End&) override {}
};

} // namespace

class TestExperiment : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void studentsDistributionHasTheValuesOfItsTables_data() // two-sided 5 % and 1 % points
    {
        QTest::addColumn<double>("t");
        QTest::addColumn<double>("freedom");
        QTest::addColumn<double>("p");
        QTest::newRow("1 degree of freedom, 5 %") << 12.706 << 1.0 << 0.05;
        QTest::newRow("2 degrees of freedom, 5 %") << 4.303 << 2.0 << 0.05;
        QTest::newRow("4 degrees of freedom, 1 %") << 4.604 << 4.0 << 0.01;
        QTest::newRow("30 degrees of freedom, 5 %") << 2.042 << 30.0 << 0.05;
        QTest::newRow("no difference") << 0.0 << 3.0 << 1.0;
    }
    void studentsDistributionHasTheValuesOfItsTables()
    {
        QFETCH(const double, t);
        QFETCH(const double, freedom);
        QFETCH(const double, p);
        QVERIFY(std::abs(experiment::studentTail(t, freedom) - p) < 2e-4);
        QVERIFY(std::abs(experiment::studentTail(-t, freedom) - p) < 2e-4);
    }

    void thePairedTestIsThatOfAWorkedExample() // differences 1, 2, 3: mean 2, deviation 1, t = 2 sqrt 3
    {
        const std::vector<double> a = {2, 4, 6}, b = {1, 2, 3};
        const auto test = experiment::pairedTest(a, b);
        QCOMPARE(test.pairs, std::size_t(3));
        QVERIFY(std::abs(test.t - 2 * std::sqrt(3.0)) < 1e-12);
        QVERIFY(std::abs(test.p - 0.0742) < 1e-3);
        QVERIFY(std::isnan(experiment::pairedTest(std::span(a).first(1), b).p)); // one pair proves nothing
        QCOMPARE(experiment::pairedTest(a, a).p, 1.0);
    }

    void anArmIsRunOnceAndThenRead()
    {
        const QTemporaryDir folder;
        int runs = 0;
        const run::Engine engine = scriptedEngine(runs);
        run::Control control;
        Nobody nobody;
        const Arm arm{"one", quick()};
        const auto first = experiment::runArm(arm, folder.path().toStdString(), engine, control, nobody);
        const auto again = experiment::runArm(arm, folder.path().toStdString(), engine, control, nobody);
        QVERIFY(first && again);
        QCOMPARE(runs, 1);
        QCOMPARE(again->quantized, first->quantized);
        QCOMPARE(again->layers.size(), first->layers.size());
        QVERIFY(run::historyOf(experiment::armFile(folder.path().toStdString(), arm)).end()); // an ordinary run file
    }

    void anArmWithOtherSettingsIsRefused()
    {
        const QTemporaryDir folder;
        int runs = 0;
        const run::Engine engine = scriptedEngine(runs);
        run::Control control;
        Nobody nobody;
        Arm arm{"one", quick()};
        experiment::runArm(arm, folder.path().toStdString(), engine, control, nobody);
        arm.config.sigma = 0.5;
        const std::string sentence =
            sentenceOf([&] { experiment::runArm(arm, folder.path().toStdString(), engine, control, nobody); });
        QVERIFY2(sentence.find("other settings (sigma 0.25, not 0.5)") != std::string::npos, sentence.c_str());
    }

    void anArmThatSomebodyElseWritesIsLeftToThem()
    {
        const QTemporaryDir folder;
        int runs = 0;
        const run::Engine engine = scriptedEngine(runs);
        run::Control control;
        Nobody nobody;
        const Arm arm{"one", quick()};
        run::RunWriter other(experiment::armFile(folder.path().toStdString(), arm));
        other.onStart(test::scriptedStart(arm.config));
        QVERIFY(other.flush());
        QVERIFY(!experiment::runArm(arm, folder.path().toStdString(), engine, control, nobody));
        QCOMPARE(runs, 0);
    }

    void aFailedArmEndsTheExperimentWithItsSentence()
    {
        const QTemporaryDir folder;
        run::Engine engine;
        engine.trainingJob = [](const run::RunConfig& config) -> run::Job {
            return [config](run::Control&, run::Sink& sink) {
                sink.onStart(test::scriptedStart(config));
                throw NumericsError("The loss became NaN at step 7; try a smaller learning rate.");
            };
        };
        run::Control control;
        Nobody nobody;
        const std::string sentence = sentenceOf([&] {
            experiment::runArm({"wild", quick(3)}, folder.path().toStdString(), engine, control, nobody);
        });
        QCOMPARE(sentence, std::string("wild, seed 3: The loss became NaN at step 7; try a smaller learning rate."));
    }

    void theHypothesisHasThreeArmsAndOneHonestSentenceEach()
    {
        std::vector<Arm> asked;
        const auto run = [&](const Arm& arm) -> std::optional<Outcome> {
            asked.push_back(arm);
            Outcome o;
            o.arm = arm.name;
            o.seed = arm.config.seed;
            // Learned beats the same bits by 1, 2 and 3 points, and the uniform arm by nothing at all.
            o.quantized = arm.name == "same-bits" ? 0.9 - 0.01 * double(o.seed) : 0.9;
            o.layers = {{"conv1", 100, 4, 0.5}, {"fc1", 1000, 2, 0.5}};
            o.payloadBytes = 50 + 250;
            return o;
        };
        const std::vector<std::int64_t> seeds = {1, 2, 3};
        const auto report = experiment::hypothesis(quick(), seeds, run);
        QCOMPARE(asked.size(), std::size_t(9));
        QVERIFY(asked[0].config.learnBits);
        QCOMPARE(asked[1].config.bits, (std::vector<int>{4, 2}));
        QVERIFY(!asked[1].config.learnBits && asked[1].config.seed == asked[0].config.seed);
        QCOMPARE(asked[1].config.steps, asked[0].config.steps);
        QCOMPARE(asked[2].config.bits, (std::vector<int>{2})); // 275 bytes at 2 bits, 413 at 3; 300 were learned
        QVERIFY2(report.sentences[0].find("2.00 points") != std::string::npos
                     && report.sentences[0].find("p = 0.074") != std::string::npos
                     && report.sentences[0].find("cannot tell from chance") != std::string::npos,
                 report.sentences[0].c_str());
        QVERIFY(report.sentences[1].find("0.00 points") != std::string::npos);
        const auto json = nlohmann::json::parse(experiment::jsonOf(report));
        QCOMPARE(json["runs"].size(), std::size_t(9));
    }

    void aClearDifferenceIsCalledOne()
    {
        const auto run = [](const Arm& arm) -> std::optional<Outcome> {
            Outcome o;
            o.arm = arm.name;
            o.seed = arm.config.seed;
            o.quantized = (arm.name == "learned" ? 0.88 : 0.9) + 0.0001 * double(o.seed % 2) * (arm.name == "learned");
            o.layers = {{"fc1", 1000, 2, 0.5}};
            return o;
        };
        const std::vector<std::int64_t> seeds = {1, 2, 3, 4};
        const auto report = experiment::hypothesis(quick(), seeds, run);
        QVERIFY2(report.sentences[0].find("are worse than the same bit-lengths from scratch") != std::string::npos,
                 report.sentences[0].c_str());
    }

    void whatIsMissingIsSaid()
    {
        const std::vector<std::int64_t> seeds = {1, 2};
        const auto report = experiment::hypothesis(quick(), seeds, [](const Arm&) { return std::optional<Outcome>(); });
        QCOMPARE(report.missing, 6);
        QVERIFY(experiment::markdownOf(report).find("6 runs are not finished") != std::string::npos);
    }

    void theTableAsksForEveryMethodAtEveryBitWidthWithOneBudget()
    {
        std::vector<Arm> asked;
        const auto run = [&](const Arm& arm) -> std::optional<Outcome> {
            asked.push_back(arm);
            run::requireValid(arm.config);
            return std::nullopt;
        };
        const std::vector<std::int64_t> seeds = {1};
        const auto report = experiment::resultsTable(run::preset("results-table").config, seeds, run);
        QCOMPARE(asked.size(), std::size_t(1 + 3 * 7)); // FP32 has no bit-width
        QCOMPARE(report.rows.size(), asked.size());
        for (const Arm& arm : asked) {
            QCOMPARE(arm.config.steps, asked.front().config.steps);
            QCOMPARE(arm.config.pretrainSteps, asked.front().config.pretrainSteps);
        }
    }

    void aSweepTakesItsArmsFromAFile()
    {
        std::vector<Arm> asked;
        const auto run = [&](const Arm& arm) -> std::optional<Outcome> {
            asked.push_back(arm);
            return std::nullopt;
        };
        const std::vector<std::int64_t> seeds = {1, 2};
        experiment::sweep(
            R"({"preset": "spirals", "steps": 10, "arms": {"wide": {"sigma": 1}, "narrow": {"sigma": 0.1}}})",
            "my.json", seeds, run);
        QCOMPARE(asked.size(), std::size_t(4));
        QCOMPARE(asked[0].config.sigma, 1.0);
        QCOMPARE(asked[2].config.steps, 10);
    }

    void aBadSweepFileGetsOneSentence_data()
    {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("part");
        QTest::newRow("no JSON") << "{"
                                 << "is no sweep";
        QTest::newRow("no arms") << "{\"steps\": 10}"
                                 << "is no sweep";
        QTest::newRow("a wrong setting") << R"({"arms": {"a": {"bits": 9}}})"
                                         << "bits is 9";
        QTest::newRow("a path for a name") << R"({"arms": {"../a": {}}})"
                                           << "is no file name";
    }
    void aBadSweepFileGetsOneSentence()
    {
        QFETCH(const QString, json);
        QFETCH(const QString, part);
        const std::vector<std::int64_t> seeds = {1};
        const std::string sentence = sentenceOf([&] {
            experiment::sweep(json.toStdString(), "my.json", seeds,
                              [](const Arm&) { return std::optional<Outcome>(); });
        });
        QVERIFY2(sentence.find(part.toStdString()) != std::string::npos, sentence.c_str());
    }

    void thePageShowsTheCurvesOfItsRunFiles()
    {
        const QTemporaryDir folder;
        int runs = 0;
        run::Engine engine = scriptedEngine(runs);
        engine.trainingJob = [](const run::RunConfig& config) -> run::Job {
            return [config](run::Control&, run::Sink& sink) {
                sink.onStart(test::scriptedStart(config));
                for (int step = 1; step <= 3; ++step) {
                    sink.onStep({step, 1, 0.5, 0.1});
                    sink.onEvaluation(
                        {step, "validation", 100, run::Score{0.3, 0.5 + 0.1 * step}, run::Score{0.3, 0.8}, {}});
                }
                sink.onEnd({run::End::How::Finished, ""});
            };
        };
        run::Control control;
        Nobody nobody;
        const std::string path = folder.path().toStdString();
        const std::vector<std::int64_t> seeds = {1};
        const auto report =
            experiment::sweep(R"({"steps": 3, "arms": {"a": {}}})", "my.json", seeds,
                              [&](const Arm& arm) { return experiment::runArm(arm, path, engine, control, nobody); });
        const std::string page = experiment::pageOf(report, path);
        QVERIFY(page.find("<polyline") != std::string::npos);
        QVERIFY(page.find("training step") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestExperiment)
#include "tst_experiment.moc"
