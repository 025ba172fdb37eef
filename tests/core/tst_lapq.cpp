// SPDX-License-Identifier: GPL-3.0-or-later
// LAPQ and rounding after training as runs: what a step is, what is kept, what resumes, what the looks leave alone.
#include "core/base/error.h"
#include "core/train/clip_search.h"
#include "tests/support/recorded_job.h"
#include "tests/support/tiny_run.h"

#include <QtTest>

#include <cmath>

using namespace gridscope;
using train::Clips;
using train::ClipSearch;

namespace {

run::RunConfig lapqRun(const QStringList& settings = {})
{
    QStringList all = {"method=lapq",      "activation_method=lapq", "activation_bits=2",
                       "bits=2",           "pretrain_steps=200",     "steps=400",
                       "snapshot_every=5", "checkpoint_every=20",    "lapq_images=96",
                       "lapq_surface=4",   "evaluate_every=40"};
    return test::tinyRun(all + settings);
}

run::History trained(const run::RunConfig& config) { return test::straight(config).history; }

double value(const run::History& history, const char* name)
{
    const run::Extra* extra = history.latest()->extra(name);
    return extra == nullptr ? std::nan("") : double(extra->values.at(0));
}

std::vector<std::string> phasesOf(const run::History& history)
{
    std::vector<std::string> names;
    for (const auto& mark : history.marks()) {
        if (mark.kind == run::Mark::Kind::Phase) { names.push_back(mark.what); }
    }
    return names;
}

bool holds(const std::vector<std::string>& all, const std::string& part)
{
    return std::ranges::any_of(all, [&](const std::string& one) { return one.find(part) != std::string::npos; });
}

// Lowest where clips are 1 and 2, which belong together.
double bowl(const Clips& clips)
{
    const double a = std::log(clips[0]), b = std::log(clips[1] / 2);
    return 1 + a * a + b * b + 1.5 * a * b;
}

// A search to its end, with clips at p for the first ones.
ClipSearch searchedOver(const train::ClipSearchPlan& plan)
{
    ClipSearch search(plan, 2);
    while (search.phase() != ClipSearch::Phase::Done) {
        const bool isFitted = search.phase() <= ClipSearch::Phase::Vertex;
        const Clips clips = isFitted ? Clips{search.wantedPower() / 2, search.wantedPower()} : search.wantedClips();
        search.tell(clips, bowl(clips));
    }
    return search;
}

} // namespace

class TestLapq : public QObject {
    Q_OBJECT
    run::History history_; // of lapqRun()
private Q_SLOTS:
    void initTestCase() { history_ = trained(lapqRun()); }

    void theSearchGoesOverPThenToTheVertexThenJointly()
    {
        const auto search = searchedOver({.powers = {1.5, 2, 2.5, 3}, .iterations = 4, .surfaceSide = 3});
        QVERIFY(search.hasParabola() && search.startAt() <= 4);
        QVERIFY(search.best().loss <= search.start().loss);
        QVERIFY(std::abs(search.best().loss - 1) < 0.01);
        for (std::size_t i = 1; i < search.searched(); ++i) { QVERIFY(search.told()[i].loss >= search.best().loss); }
    }

    void aVertexThatIsNoMinimumInsideIsNotAskedFor()
    {
        ClipSearch search({.powers = {2, 3, 4}}, 1);
        for (const double loss : {1.0, 2.0, 1.5}) { search.tell({1}, loss); } // a hill
        QVERIFY(search.phase() == ClipSearch::Phase::Joint);
        QCOMPARE(search.start().loss, 1.0);
        ClipSearch falling({.powers = {2, 3, 4}}, 1);
        for (const double loss : {3.0, 2.0, 1.1}) { falling.tell({1}, loss); } // lowest beyond 4
        QVERIFY(falling.phase() == ClipSearch::Phase::Joint);
        QCOMPARE(falling.start().loss, 1.1);
    }

    void interactionsAreTheSecondDerivatives()
    {
        const auto search = searchedOver({.powers = {2}, .iterations = 30, .surfaceSide = 0});
        const auto matrix = search.interactions();
        QCOMPARE(matrix.size(), std::size_t(4));
        QVERIFY(std::abs(matrix[0] - 2) < 1e-6 && std::abs(matrix[3] - 2) < 1e-6);
        QVERIFY(std::abs(matrix[1] - 1.5) < 1e-6 && matrix[1] == matrix[2]);
    }

    void looksChangeNothingOfWhatWasFound()
    {
        const auto with = searchedOver({.powers = {2}, .surfaceSide = 9});
        const auto without = searchedOver({.powers = {2}, .looksAtPairs = false, .surfaceSide = 0});
        QCOMPARE(with.best().clips, without.best().clips);
        QCOMPARE(with.searched(), without.searched());
        QCOMPARE(with.surface().size(), std::size_t(81));
        QVERIFY(without.interactions().empty() && without.surface().empty());
        QCOMPARE(with.surface().at(40), with.best().loss); // the middle
    }

    void aRunSearchesAndEndsBeforeItsStepsDo()
    {
        QVERIFY(history_.end() && history_.end()->how == run::End::How::Finished);
        QVERIFY(history_.steps().back().index < 400);
        const auto phases = phasesOf(history_);
        for (const char* phase : {"search over p", "joint search", "pairs", "loss surface", "search over after"}) {
            QVERIFY2(holds(phases, phase), phase);
        }
        QCOMPARE(history_.latest()->step, history_.steps().back().index);
        QVERIFY(history_.lastEvaluation("test") != nullptr);
    }

    void theBestLossNeverRisesAndIsBelowThatOfMaxAbs()
    {
        double before = 1e9;
        for (const auto& snapshot : history_.snapshots()) {
            const run::Extra* loss = snapshot->extra("calibration loss");
            if (loss == nullptr || snapshot->step == 0) { continue; }
            QVERIFY(double(loss->values[0]) <= before);
            before = double(loss->values[0]);
        }
        QVERIFY(before < value(history_, "calibration loss of max-abs clips"));
    }

    void aStepTellsTheLossOfTheClipsThatItTried()
    {
        const auto steps = history_.steps();
        const auto is = [&](const run::Step& step) {
            return float(step.trainLoss) == float(value(history_, "calibration loss"));
        };
        QVERIFY(std::ranges::any_of(steps, is));
    }

    void weightsStayAndLieOnAGridWithoutZero()
    {
        const auto first = history_.snapshotAt(0), last = history_.latest();
        for (std::size_t i = 0; i < last->layers.size(); ++i) {
            QVERIFY(first->layers[i].followed == last->layers[i].followed);
            QCOMPARE(last->layers[i].offset, 0.5);
            QCOMPARE(last->layers[i].counts.size(), std::size_t(4));
        }
        QCOMPARE(last->activations.size(), std::size_t(2));
    }

    void atEightBitsNothingIsLost()
    {
        const auto history = trained(lapqRun({"bits=8", "activation_bits=8"}));
        const double quantized = value(history, "calibration loss"), whole = value(history, "calibration loss, float");
        QVERIFY2(quantized <= 1.01 * whole + 1e-4, qPrintable(QString("%1, %2").arg(quantized).arg(whole)));
    }

    void itGoesOnWhereItWasKilledBitForBit_data()
    {
        QTest::addColumn<int>("step");
        QTest::newRow("in the joint search") << 20;
        QTest::newRow("near its end") << int(history_.steps().back().index / 20 * 20);
    }
    void itGoesOnWhereItWasKilledBitForBit()
    {
        QFETCH(const int, step);
        const run::History rest = test::resumed(test::straight(lapqRun()).at(step)).history;
        QCOMPARE(rest.steps().back().index, history_.steps().back().index);
        const std::size_t before = history_.steps().size() - rest.steps().size();
        for (std::size_t i = 0; i < rest.steps().size(); ++i) {
            QVERIFY(rest.steps()[i].trainLoss == history_.steps()[before + i].trainLoss);
        }
        QVERIFY(rest.latest()->extras == history_.latest()->extras);
        QVERIFY(rest.latest()->layers[1].counts == history_.latest()->layers[1].counts);
    }

    void whatItCannotDoIsRefusedInASentence_data()
    {
        QTest::addColumn<QStringList>("settings");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("activations of another method")
            << QStringList{"activation_method=ste"} << "method lapq quantizes activations in its own way";
        QTest::newRow("its activations elsewhere")
            << QStringList{"method=ste"} << "activation_method is lapq, which goes with method lapq only";
        QTest::newRow("masks") << QStringList{"dropbits=bitwise"} << "lapq drops nothing";
        QTest::newRow("a clip that is not there")
            << QStringList{"lapq_first_clip=1", "lapq_second_clip=9"} << "the network has 5 clips";
        QTest::newRow("one clip twice") << QStringList{"lapq_first_clip=2", "lapq_second_clip=2"}
                                        << "choose two different clips";
        QTest::newRow("powers the wrong way") << QStringList{"lapq_p_low=5"} << "above lapq_p_high";
        QTest::newRow("nothing to clip") << QStringList{"float_layers=1,2,3", "activation_method=float"}
                                         << "there is nothing to clip";
    }
    void whatItCannotDoIsRefusedInASentence()
    {
        QFETCH(const QStringList, settings);
        QFETCH(const QString, sentence);
        QString all;
        for (const auto& issue : run::validate(lapqRun(settings))) { all += QString::fromStdString(issue.sentence); }
        QVERIFY2(all.contains(sentence), qPrintable(all));
    }

    void everyKindOfItsSettingsRuns_data()
    {
        QTest::addColumn<QStringList>("settings");
        QTest::newRow("coordinates") << QStringList{"lapq_search=coordinate"};
        QTest::newRow("no joint search") << QStringList{"lapq_search=none", "lapq_pairs=false", "lapq_surface=0"};
        QTest::newRow("from max-abs") << QStringList{"lapq_start=max-abs"};
        QTest::newRow("signed grid") << QStringList{"lapq_grid=signed"};
        QTest::newRow("weights alone") << QStringList{"activation_method=float"};
        QTest::newRow("one tensor") << QStringList{"activation_method=float", "float_layers=1,2"};
        QTest::newRow("no means") << QStringList{"lapq_bias_correction=false"};
        QTest::newRow("one p, more samples than there are") << QStringList{"lapq_p_points=1", "lapq_images=100000"};
        QTest::newRow("two clips of its own") << QStringList{"lapq_first_clip=1", "lapq_second_clip=4"};
        QTest::newRow("fewer steps than it wants") << QStringList{"steps=25"};
    }
    void everyKindOfItsSettingsRuns()
    {
        QFETCH(const QStringList, settings);
        const auto history = trained(lapqRun(settings));
        QVERIFY2(history.end()->how == run::End::How::Finished, history.end()->message.c_str());
        QVERIFY(value(history, "calibration loss") <= value(history, "calibration loss of max-abs clips") + 1e-6
                || settings.contains("lapq_search=none"));
    }

    void roundingAfterTrainingIsDoneAfterOneStep_data()
    {
        QTest::addColumn<QString>("rounding");
        QTest::newRow("smallest error") << "mse";
        QTest::newRow("largest value") << "max-abs";
    }
    void roundingAfterTrainingIsDoneAfterOneStep()
    {
        QFETCH(const QString, rounding);
        const auto history = trained(test::tinyRun({"method=ptq", "activation_method=ptq", "activation_bits=8",
                                                    "bits=8", "pretrain_steps=50", "ptq_rounding=" + rounding}));
        QVERIFY2(history.end()->how == run::End::How::Finished, history.end()->message.c_str());
        QCOMPARE(history.steps().back().index, std::int64_t(1));
        QVERIFY(holds(phasesOf(history), "rounding trains nothing"));
        const auto& evaluation = *history.lastEvaluation("test");
        QVERIFY(std::abs(evaluation.quantized->loss - evaluation.latent->loss) < 0.02);
        for (const auto& layer : history.latest()->layers) {
            double largest = 0;
            for (const float w : layer.followed) { largest = std::max(largest, std::abs(double(w))); }
            QVERIFY(rounding == "mse" || layer.alpha * layer.high >= largest - 1e-6);
        }
    }
};

QTEST_MAIN(TestLapq)
#include "tst_lapq.moc"
