// SPDX-License-Identifier: GPL-3.0-or-later
// Experiments: statistics against tables, arms that are read, resumed or refused, the hypothesis and the table of results
// over a scripted engine.
#include "core/base/error.h"
#include "core/experiment/experiments.h"
#include "core/experiment/plan.h"
#include "core/experiment/seeds.h"
#include "core/experiment/statistics.h"
#include "core/file/run_reader.h"
#include "core/file/run_writer.h"
#include "core/settings/config_fields.h"
#include "core/settings/presets.h"
#include "tests/support/scripted_run.h"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <numbers>

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

// One whose runs end with a sentence at step 7, by divergence or for another reason.
run::Engine failingEngine(int& runs, bool diverges)
{
    run::Engine engine;
    const auto job = [&runs, diverges](run::Control&, run::Sink& sink, const run::RunConfig& config) {
        ++runs;
        sink.onStart(test::scriptedStart(config));
        sink.onStep({6, 1, 0.5, 0.1});
        if (!diverges) { throw FileError("Cannot decode a picture."); }
        sink.onMark({7, run::Mark::Kind::Diverged, "fc1", "The loss", "", "NaN"});
        throw NumericsError("The loss became NaN at step 7; try a smaller learning_rate.");
    };
    engine.trainingJob = [job](const run::RunConfig& config) -> run::Job {
        return [job, config](run::Control& control, run::Sink& sink) { job(control, sink, config); };
    };
    return engine;
}

// One that tells these hashes of its data.
run::Engine engineOnData(int& runs, const run::DataHashes& hashes)
{
    run::Engine engine;
    engine.trainingJob = [&runs, hashes](const run::RunConfig& config) -> run::Job {
        return [&runs, hashes, config](run::Control&, run::Sink& sink) {
            ++runs;
            run::Start start = test::scriptedStart(config);
            start.dataHashes = hashes;
            sink.onStart(start);
            sink.onStep({1, 1, 0.5, 0.1});
            sink.onSnapshot(test::scriptedSnapshot(start, 1));
            sink.onEnd({run::End::How::Finished, ""});
        };
    };
    return engine;
}

run::RunConfig toy()
{
    run::RunConfig config = run::preset("spirals").config;
    config.steps = 1;
    return config;
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
        QTest::newRow("120 degrees of freedom, 1 %") << 2.617 << 120.0 << 0.01;
        QTest::newRow("3 degrees of freedom, 0.1 %") << 12.924 << 3.0 << 0.001;
        QTest::newRow("1 degree of freedom, 50 %") << 1.0 << 1.0 << 0.5;
        QTest::newRow("no difference") << 0.0 << 3.0 << 1.0;
        QTest::newRow("an infinite one") << HUGE_VAL << 3.0 << 0.0;
    }
    void studentsDistributionHasTheValuesOfItsTables()
    {
        QFETCH(const double, t);
        QFETCH(const double, freedom);
        QFETCH(const double, p);
        QVERIFY(std::abs(experiment::studentTail(t, freedom) - p) < 2e-4);
        QVERIFY(std::abs(experiment::studentTail(-t, freedom) - p) < 2e-4);
    }

    // By hand: with 1 degree of freedom P = 1 - 2 atan(t) / pi, with 2 it is 1 - t / sqrt(t^2 + 2). Far out the difference of a
    // cumulative probability and 1 would have lost all digits.
    void farOutInTheTailAllDigitsAreThere()
    {
        constexpr double roundings = 1e-13; // relative
        const double t = 1e6, cauchy = 2 / std::numbers::pi * std::atan(1 / t);
        const double two = 2 / (std::sqrt(t * t + 2) * (std::sqrt(t * t + 2) + t));
        QVERIFY(std::abs(experiment::studentTail(t, 1) / cauchy - 1) < roundings);
        QVERIFY(std::abs(experiment::studentTail(t, 2) / two - 1) < roundings);
    }

    // Anscombe's first y: mean 7.5009, deviation 2.0316 (Anscombe 1973, whose table says 7.5 and 2.03).
    void theSpreadIsThatOfAKnownTable()
    {
        const std::vector<double> y = {8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68};
        const auto spread = experiment::spreadOf(y);
        QCOMPARE(spread.count, y.size());
        QVERIFY(std::abs(spread.mean - 7.5009) < 1e-4);
        QVERIFY(std::abs(spread.deviation - 2.0316) < 1e-4);
        QVERIFY(std::isnan(experiment::spreadOf(std::span(y).first(1)).deviation));
        QVERIFY(std::isnan(experiment::spreadOf({}).mean));
    }

    void equalDifferencesAndUnknownOnesHaveAnAnswer()
    {
        const std::vector<double> a = {0.7, 0.8, 0.9}, zeros = {0, 0, 0}, same = {0.1, 0.1, 0.1};
        QCOMPARE(experiment::pairedTest(a, a).p, 1.0);
        QCOMPARE(experiment::pairedTest(same, zeros).p, 0.0);
        QVERIFY(std::isinf(experiment::pairedTest(same, zeros).t));
        const std::vector<double> unknown = {0.7, std::nan(""), 0.9};
        QVERIFY(std::isnan(experiment::pairedTest(a, unknown).p));
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
        run::SilentSink nobody;
        const Arm arm{"one", quick()};
        const auto first = experiment::Arms(folder.path().toStdString(), engine).run(arm, control, nobody);
        const auto again = experiment::Arms(folder.path().toStdString(), engine).run(arm, control, nobody);
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
        run::SilentSink nobody;
        Arm arm{"one", quick()};
        experiment::Arms(folder.path().toStdString(), engine).run(arm, control, nobody);
        arm.config.sigma = 0.5;
        const std::string sentence =
            sentenceOf([&] { experiment::Arms(folder.path().toStdString(), engine).run(arm, control, nobody); });
        QVERIFY2(sentence.find("other settings (sigma 0.25, not 0.5)") != std::string::npos, sentence.c_str());
    }

    void anArmThatSomebodyElseWritesIsLeftToThem()
    {
        const QTemporaryDir folder;
        int runs = 0;
        const run::Engine engine = scriptedEngine(runs);
        run::Control control;
        run::SilentSink nobody;
        const Arm arm{"one", quick()};
        run::RunWriter other(experiment::armFile(folder.path().toStdString(), arm));
        other.onStart(test::scriptedStart(arm.config));
        QVERIFY(other.flush());
        QVERIFY(!experiment::Arms(folder.path().toStdString(), engine).run(arm, control, nobody));
        QCOMPARE(runs, 0);
    }

    void anArmThatDivergedIsAnOutcomeAndIsNotTrainedAgainUnlessAsked()
    {
        const QTemporaryDir folder;
        int runs = 0;
        const run::Engine engine = failingEngine(runs, true);
        run::Control control;
        run::SilentSink nobody;
        const Arm arm{"wild", quick(3)};
        const auto first = experiment::Arms(folder.path().toStdString(), engine).run(arm, control, nobody);
        QVERIFY(first && first->failure);
        QVERIFY(first->failure->hasDiverged);
        QCOMPARE(first->failure->step, std::int64_t(7));
        QCOMPARE(first->failure->sentence, std::string("The loss became NaN at step 7; try a smaller learning_rate."));
        const auto again = experiment::Arms(folder.path().toStdString(), engine).run(arm, control, nobody);
        QCOMPARE(runs, 1);
        QCOMPARE(again->failure->sentence, first->failure->sentence);
        QCOMPARE(again->failure->step, first->failure->step);

        const run::Engine mended = scriptedEngine(runs);
        experiment::Arms asked(folder.path().toStdString(), mended, experiment::Arms::Diverged::TrainAgain);
        const auto anew = asked.run(arm, control, nobody);
        QVERIFY(anew && !anew->failure);
        QCOMPARE(runs, 2);
        const run::History history = run::historyOf(experiment::armFile(folder.path().toStdString(), arm));
        QVERIFY(history.end()->how == run::End::How::Finished && history.marks().empty()); // from its beginning
    }

    void anArmThatCouldNotGoOnIsTriedAgain() // a picture was unreadable, say
    {
        const QTemporaryDir folder;
        int runs = 0;
        run::Control control;
        run::SilentSink nobody;
        run::Engine engine = failingEngine(runs, false);
        const auto first = experiment::Arms(folder.path().toStdString(), engine).run({"one", quick()}, control, nobody);
        QVERIFY(first->failure && !first->failure->hasDiverged);
        const auto second =
            experiment::Arms(folder.path().toStdString(), engine).run({"one", quick()}, control, nobody);
        QVERIFY(second->failure);
        QCOMPARE(runs, 2);
    }

    void anArmThatCannotBeginIsAnOutcomeAndTheOthersGoOn()
    {
        const QTemporaryDir folder;
        int runs = 0;
        run::Engine engine = scriptedEngine(runs);
        engine.trainingJob = [good = engine.trainingJob](const run::RunConfig& config) -> run::Job {
            if (config.seed != 3) { return good(config); }
            return [](run::Control&, run::Sink&) { throw FileError("There are no data."); };
        };
        run::Control control;
        run::SilentSink nobody;
        experiment::Arms arms(folder.path().toStdString(), engine);
        const auto wild = arms.run({"wild", quick(3)}, control, nobody);
        QVERIFY(wild && wild->failure && !wild->failure->hasBegun && !wild->failure->hasDiverged);
        QCOMPARE(wild->failure->sentence, std::string("There are no data."));
        const auto tame = arms.run({"tame", quick(4)}, control, nobody);
        QVERIFY(tame && !tame->failure);

        experiment::Report report;
        report.header = {"arm"};
        report.outcomes = {*tame};
        report.failed = {*wild};
        QVERIFY(experiment::markdownOf(report).find("wild, seed 3, could not begin: There are no data.")
                != std::string::npos);
        const auto json = nlohmann::json::parse(experiment::jsonOf(report));
        QCOMPARE(json["runs"][1]["failure"]["how"].get<std::string>(), std::string("not begun"));
        QVERIFY(json["runs"][1]["failure"]["step"].is_null() && json["runs"][1]["mean_bits"].is_null());
        QVERIFY(experiment::pageOf(report, folder.path().toStdString()).find("could not begin") != std::string::npos);
        QVERIFY(arms.run({"wild", quick(3)}, control, nobody)->failure); // it is tried again, and says so again
    }

    void whatAnotherProgramTrainedIsLookedAtAndCollected()
    {
        const QTemporaryDir folder;
        int runs = 0;
        run::Control control;
        run::SilentSink nobody;
        experiment::Arms here(folder.path().toStdString(), {}),
            there(folder.path().toStdString(), scriptedEngine(runs));
        const Arm arm{"one", quick()};
        QVERIFY(!here.look(arm) && !here.collect(arm));
        const auto trained = there.run(arm, control, nobody);
        const auto collected = here.collect(arm);
        QVERIFY(collected && here.look(arm));
        QCOMPARE(collected->quantized, trained->quantized);

        // Whatever its end is; but before it is trained, a failure for a passing reason is none.
        experiment::Arms failing(folder.path().toStdString(), failingEngine(runs, false));
        const Arm other{"other", quick()};
        QVERIFY(failing.run(other, control, nobody)->failure);
        QVERIFY(here.collect(other)->failure);
        QVERIFY(!here.look(other));
    }

    void seedsAreACountOrAList_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QList<qint64>>("seeds");
        QTest::newRow("a number counts") << "3" << QList<qint64>{1, 2, 3};
        QTest::newRow("a comma makes a list") << "4,5,6" << QList<qint64>{4, 5, 6};
        QTest::newRow("in the order in which they stand") << "9,2" << QList<qint64>{9, 2};
        QTest::newRow("one seed alone") << "7," << QList<qint64>{7};
        QTest::newRow("with blanks") << " 4, 5 ,0 " << QList<qint64>{4, 5, 0};
        QTest::newRow("the largest there is") << "9007199254740991," << QList<qint64>{9007199254740991};
    }
    void seedsAreACountOrAList()
    {
        QFETCH(const QString, text);
        QFETCH(const QList<qint64>, seeds);
        const auto found = experiment::seedsOf(text.toStdString());
        QCOMPARE(QList<qint64>(found.begin(), found.end()), seeds);
    }

    void seedsThatAreNoneGetOneSentence_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("part");
        QTest::newRow("nothing") << ""
                                 << "neither a count nor a list";
        QTest::newRow("no seeds") << "0"
                                  << "neither a count nor a list";
        QTest::newRow("too many") << "101"
                                  << "a number of seeds from 1 to 100";
        QTest::newRow("a word") << "three"
                                << "neither a count nor a list";
        QTest::newRow("a fraction") << "1.5"
                                    << "neither a count nor a list";
        QTest::newRow("one twice") << "4,5,4"
                                   << "has the seed 4 twice";
        QTest::newRow("one twice, written otherwise") << "4,04"
                                                      << "has the seed 4 twice";
        QTest::newRow("a gap") << "4,,5"
                               << "has \"\" in it, which is no seed";
        QTest::newRow("two commas at the end") << "4,,"
                                               << "has \"\" in it, which is no seed";
        QTest::newRow("only a comma") << ","
                                      << "has \"\" in it, which is no seed";
        QTest::newRow("a negative one") << "4,-5"
                                        << "has \"-5\" in it, which is no seed";
        QTest::newRow("more digits than a number has") << "99999999999999999999,"
                                                       << "which is no seed";
        QTest::newRow("larger than a seed may be") << "9007199254740992,"
                                                   << "allowed is a whole number";
    }
    void seedsThatAreNoneGetOneSentence()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, part);
        const std::string sentence = sentenceOf([&] { experiment::seedsOf(text.toStdString()); });
        QVERIFY2(sentence.find(part.toStdString()) != std::string::npos, sentence.c_str());
    }

    void theArmsAreKnownBeforehand()
    {
        const std::vector<std::int64_t> seeds = {4, 6};
        const auto base = quick();
        const experiment::Experiment ask = [&](const experiment::RunOne& run) {
            return experiment::hypothesis(base, seeds, run);
        };
        const auto nothing = [](const Arm&) { return std::optional<Outcome>(); };
        const auto arms = experiment::armsOf(ask, nothing);
        std::vector<std::string> names;
        for (const Arm& arm : arms) { names.push_back(arm.name + std::to_string(arm.config.seed)); }
        QCOMPARE(names, (std::vector<std::string>{"learned4", "same-bits4", "uniform4", "learned6", "same-bits6",
                                                  "uniform6"}));
        for (const Arm& arm : arms) { QCOMPARE(experiment::stepsOf(arm.config), experiment::stepsOf(base)); }

        // One that diverged has none that would follow.
        const auto diverged = [](const Arm& arm) -> std::optional<Outcome> {
            if (arm.config.seed == 6) { return std::nullopt; }
            Outcome o = experiment::notBegun(arm, "");
            o.failure->hasDiverged = true;
            return o;
        };
        QCOMPARE(experiment::armsOf(ask, diverged).size(), std::size_t(4));
    }

    void theTimeLeftComesFromTheRunsThatHaveEnded()
    {
        experiment::Pace pace;
        QVERIFY(!pace.secondsFor(1000, 1));
        pace.ran(100, 5);
        pace.ran(300, 5);
        QCOMPARE(*pace.secondsFor(1000, 1), 25.0);
        QCOMPARE(*pace.secondsFor(1000, 2), 12.5);
        QCOMPARE(*pace.secondsFor(0, 0), 0.0);
    }

    void runsOnDifferentDataAreNotCompared()
    {
        const QTemporaryDir folder;
        int runs = 0;
        run::Control control;
        run::SilentSink nobody;
        experiment::Arms first(folder.path().toStdString(), engineOnData(runs, {1, 2, 3}));
        QVERIFY(first.run({"one", toy()}, control, nobody));
        QVERIFY(first.run({"two", toy()}, control, nobody)); // the same data
        experiment::Arms second(folder.path().toStdString(), engineOnData(runs, {1, 2, 4}));
        QVERIFY(second.run({"one", toy()}, control, nobody)); // is read
        QCOMPARE(runs, 2);
        const std::string sentence = sentenceOf([&] {
            second.run({"three", toy()}, control, nobody);
        }); // points of this seed are no {1, 2, 3}
        QVERIFY2(sentence.find("other data than") != std::string::npos
                     && sentence.find("one-seed1.gridscope") != std::string::npos
                     && sentence.find("choose another folder with --out") != std::string::npos,
                 sentence.c_str());
        QCOMPARE(runs, 2); // before any work

        run::RunConfig other = toy();
        other.toyNoise = 0.3;
        QVERIFY(second.run({"noisy", other}, control, nobody)); // an arm may have other data by its settings
    }

    void filesThatDoNotTellTheirDataAreNotAccused()
    {
        const QTemporaryDir folder;
        int runs = 0;
        run::Control control;
        run::SilentSink nobody;
        experiment::Arms older(folder.path().toStdString(), engineOnData(runs, {}));
        QVERIFY(older.run({"one", toy()}, control, nobody));
        experiment::Arms newer(folder.path().toStdString(), engineOnData(runs, {1, 2, 3}));
        QVERIFY(newer.run({"one", toy()}, control, nobody));
        QVERIFY(newer.run({"two", toy()}, control, nobody));
    }

    void aRunThatDivergedIsARowAndLeftOutOfMeansAndTests()
    {
        const auto run = [](const Arm& arm) -> std::optional<Outcome> {
            Outcome o;
            o.arm = arm.name;
            o.seed = arm.config.seed;
            o.quantized = arm.name == "same-bits" ? 0.9 - 0.01 * double(o.seed) : 0.9;
            o.layers = {{"fc1", 1000, 2, 0.5}};
            if (o.seed == 2 && arm.name == "same-bits") {
                o.quantized = 0.1;
                o.failure = {722, true, "The loss became NaN at step 722; try a smaller learning_rate."};
            }
            return o;
        };
        const std::vector<std::int64_t> seeds = {1, 2, 3};
        const auto report = experiment::hypothesis(quick(), seeds, run);
        QCOMPARE(report.outcomes.size(), std::size_t(8));
        QCOMPARE(report.failed.size(), std::size_t(1));
        QCOMPARE(report.missing, 0);
        QVERIFY2(report.sentences[0].find("2.00 points") != std::string::npos
                     && report.sentences[0].find("over 2 seeds") != std::string::npos
                     && report.sentences[0].find("seed 2 left out") != std::string::npos,
                 report.sentences[0].c_str());
        QVERIFY(report.sentences[1].find("over 3 seeds") != std::string::npos
                && report.sentences[1].find("left out") == std::string::npos);
        QCOMPARE(report.rows[1][1],
                 std::string("12.00 \u00B1 1.41 % (seed 2 diverged at step 722)")); // of seeds 1 and 3
        const std::string text = experiment::markdownOf(report);
        QVERIFY2(text.find("1 run has no result and is left out of all means and tests") != std::string::npos,
                 text.c_str());
        QVERIFY(text.find("same-bits, seed 2, diverged at step 722: The loss became NaN") != std::string::npos);
        const auto json = nlohmann::json::parse(experiment::jsonOf(report));
        QCOMPARE(json["failed"].get<int>(), 1);
        QCOMPARE(json["runs"].size(), std::size_t(9));
        int diverged = 0;
        for (const auto& one : json["runs"]) {
            if (one["failure"].is_null()) { continue; }
            ++diverged;
            QCOMPARE(one["failure"]["step"].get<int>(), 722);
            QCOMPARE(one["failure"]["how"].get<std::string>(), std::string("diverged"));
            QVERIFY(one["test_accuracy_quantized"].is_null());
        }
        QCOMPARE(diverged, 1);
    }

    void withoutLearnedBitsThereIsNothingToCompare()
    {
        std::vector<std::string> asked;
        const auto run = [&](const Arm& arm) -> std::optional<Outcome> {
            asked.push_back(arm.name + std::to_string(arm.config.seed));
            Outcome o;
            o.arm = arm.name;
            o.seed = arm.config.seed;
            o.layers = {{"fc1", 1000, 2, 0.5}};
            if (o.seed == 1) { o.failure = {3, true, "The loss became NaN at step 3."}; }
            return o;
        };
        const std::vector<std::int64_t> seeds = {1, 2};
        const auto report = experiment::hypothesis(quick(), seeds, run);
        QCOMPARE(asked, (std::vector<std::string>{"learned1", "learned2", "same-bits2", "uniform2"}));
        QCOMPARE(report.missing, 0);
        QCOMPARE(report.sentences.back(),
                 std::string("No bit-lengths were learned with seed 1, so that there is nothing to compare there."));
        QVERIFY(report.sentences[0].find("needs at least two seeds; seed 1 left out") != std::string::npos);
    }

    void everyMethodOfTheTableMayDivergeAndTheOthersGoOn()
    {
        const auto run = [](const Arm& arm) -> std::optional<Outcome> {
            Outcome o;
            o.arm = arm.name;
            o.seed = arm.config.seed;
            o.quantized = 0.9;
            o.latent = 0.95;
            o.layers = {{"fc1", 1000, 2, 0.5}};
            if (arm.name == "rq-3bit") { o.failure = {722, true, "The loss became NaN at step 722."}; }
            return o;
        };
        const std::vector<std::int64_t> seeds = {1};
        const auto report = experiment::resultsTable(run::preset("results-table").config, seeds, run);
        int said = 0;
        for (const auto& row : report.rows) {
            if (row[3] != "10.00 %") {
                QCOMPARE(row[0], std::string("RQ"));
                QCOMPARE(row[1], std::string("3/3"));
                QCOMPARE(row[2], std::string("0"));
                QCOMPARE(row[3], std::string("seed 1 diverged at step 722"));
                QCOMPARE(row[4], std::string("-"));
                ++said;
            }
        }
        QCOMPARE(said, 1);
    }

    void everySeedTrainsAFloatNetworkOfItsOwn()
    {
        const run::RunConfig base = run::preset("learned-bits").config;
        QCOMPARE(base.floatNetwork, std::string("carried"));
        const std::vector<std::int64_t> seeds = {1, 2};
        int arms = 0;
        experiment::hypothesis(base, seeds, [&](const Arm& arm) -> std::optional<Outcome> {
            arms += arm.config.floatNetwork == "trained" ? 1 : 0;
            return std::nullopt;
        });
        QCOMPARE(arms, 2);
    }

    void inTheTableRelaxedQuantizationDrawsActivationsTooAndTheGradientMethodsShareThem()
    {
        QStringList own; // methods whose activations are quantized in their own way
        const std::vector<std::int64_t> seeds = {1};
        experiment::resultsTable(run::preset("results-table").config, seeds,
                                 [&](const Arm& arm) -> std::optional<Outcome> {
                                     const std::string& method = arm.config.method;
                                     if (arm.config.activationMethod == method) {
                                         own << QString::fromStdString(method);
                                     } else if (arm.config.activationMethod != "expected") {
                                         own << QString::fromStdString(arm.name + " " + arm.config.activationMethod);
                                     }
                                     return std::nullopt;
                                 });
        own.removeDuplicates();
        own.sort();
        QCOMPARE(own.join(' '), QString("float lapq ptq rq rq-st"));
    }

    void theTableSaysWhichMethodHasTheLeastErrorAndByHowMuch()
    {
        const auto run = [](const Arm& arm) -> std::optional<Outcome> {
            Outcome o;
            o.arm = arm.name;
            o.seed = arm.config.seed;
            if (arm.name.starts_with("lsq") && o.seed > 1) { return std::nullopt; } // one seed says nothing
            o.quantized = 0.9 + (arm.name == "rq-3bit" ? 0.01 + 0.001 * double(o.seed) : 0);
            o.layers = {{"fc1", 1000, 2, 0.5}};
            return o;
        };
        const std::vector<std::int64_t> seeds = {1, 2, 3};
        const auto report = experiment::resultsTable(run::preset("results-table").config, seeds, run);
        const auto said = std::ranges::find_if(
            report.sentences, [](const std::string& s) { return s.starts_with("At 3/3 bits RQ has the least"); });
        QVERIFY(said != report.sentences.end());
        // Differences of 1.1, 1.2 and 1.3 points: t = 1.2 / (0.1 / sqrt 3) = 20.8, p = 0.002.
        QVERIFY2(said->find("STE 1.20 (3 seeds, p = 0.002)") != std::string::npos, said->c_str());
        QVERIFY(said->find("LSQ") == std::string::npos);
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
        QCOMPARE(asked.size(), std::size_t(1 + 3 * 13)); // FP32 has no bit-width
        QVERIFY(report.rows.empty());                    // what was not run has no row
        for (const Arm& arm : asked) {
            QCOMPARE(arm.config.steps, asked.front().config.steps);
            QCOMPARE(arm.config.pretrainSteps, asked.front().config.pretrainSteps);
        }
    }

    void allMethodsAreComparedOnOneNetworkWithOneBudgetEachAsAModelOfItsOwnThatIsValid()
    {
        std::vector<Arm> asked;
        const auto run = [&](const Arm& arm) -> std::optional<Outcome> {
            asked.push_back(arm);
            run::requireValid(arm.config);
            return std::nullopt;
        };
        const std::vector<std::int64_t> seeds = {1};
        for (int bits = 1; bits <= 8; ++bits) {
            asked.clear();
            run::RunConfig base = run::preset("fashion-quick").config;
            base.bits = {bits};
            const auto report = experiment::methodsCompared(base, seeds, run);
            QCOMPARE(report.rows.size(), asked.size());
            QVERIFY(report.points.empty());
            QCOMPARE(report.missing, int(asked.size()));
            for (const Arm& arm : asked) {
                QCOMPARE(experiment::stepsOf(arm.config), base.pretrainSteps + base.steps);
                QVERIFY2(arm.config.channels == base.channels && arm.config.hidden == base.hidden, arm.name.c_str());
                QCOMPARE(arm.config.activationMethod, std::string("float"));
            }
        }
        QStringList names;
        for (const Arm& arm : asked) { names << QString::fromStdString(arm.name); }
        for (const char* name : {"fp32", "cpq", "cpq-dropbits", "cpq-learned", "ste", "lsq", "rq", "bsq", "lapq", "alq",
                                 "md", "ptq", "max-abs"}) {
            QCOMPARE(names.count(name), 1);
        }
    }

    void thePictureOfTheMethodsHasAPointForEachAndComesBackFromTheReport()
    {
        const auto run = [](const Arm& arm) -> std::optional<Outcome> {
            if (arm.name == "alq") { return std::nullopt; }
            Outcome o;
            o.arm = arm.name;
            o.seed = arm.config.seed;
            o.quantized = 0.9 - 0.01 * double(o.seed);
            o.payloadBytes = arm.name == "fp32" ? 4000 : 300 + o.seed;
            o.layers = {{"fc1", 1000, 2, 0.5}};
            if (arm.name == "bsq") { o.failure = {3, true, "The loss became NaN at step 3."}; }
            return o;
        };
        const std::vector<std::int64_t> seeds = {1, 3};
        const auto report = experiment::methodsCompared(run::preset("fashion-quick").config, seeds, run);
        QCOMPARE(report.points.size() + 2, report.rows.size()); // one is missing, one has failed
        const auto points = experiment::pointsOf(experiment::jsonOf(report));
        QCOMPARE(points.size(), report.points.size());
        for (std::size_t i = 0; i < points.size(); ++i) {
            QCOMPARE(points[i].title, report.points[i].title);
            QCOMPARE(points[i].isFloat, points[i].title == "FP32");
            QCOMPARE(points[i].seeds, std::size_t(2));
            QVERIFY(std::abs(points[i].error - 0.12) < 1e-9 && std::abs(points[i].low - 0.11) < 1e-9
                    && std::abs(points[i].high - 0.13) < 1e-9);
            QCOMPARE(points[i].payloadBytes, points[i].isFloat ? 4000.0 : 302.0);
        }
        for (const char* broken : {"", "[]", "{\"points\": 3}", "{\"points\": [1, {}, {\"title\": 2}, null]}"}) {
            QVERIFY(experiment::pointsOf(broken).empty());
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
        run::SilentSink nobody;
        const std::string path = folder.path().toStdString();
        const std::vector<std::int64_t> seeds = {1};
        experiment::Arms arms(path, engine);
        const auto report = experiment::sweep(R"({"steps": 3, "arms": {"a": {}}})", "my.json", seeds,
                                              [&](const Arm& arm) { return arms.run(arm, control, nobody); });
        const std::string page = experiment::pageOf(report, path);
        QVERIFY(page.find("<polyline") != std::string::npos);
        QVERIFY(page.find("training step") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestExperiment)
#include "tst_experiment.moc"
