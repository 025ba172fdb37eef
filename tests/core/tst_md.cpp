// SPDX-License-Identifier: GPL-3.0-or-later
// Mirror descent as runs: where weights end, what a step moves, what is told, what resumes. tst_mirror has its
// equations.
#include "core/method/md/md.h"
#include "tests/support/recorded_job.h"
#include "tests/support/tiny_run.h"

#include <QtTest>

#include <cmath>
#include <numeric>

using namespace gridscope;

namespace {

run::RunConfig mdRun(const QString& variant, const QStringList& settings = {})
{
    QStringList all = {"method=md",         "activation_method=float", "start=scratch",    "md_variant=" + variant,
                       "steps=60",          "snapshot_every=5",        "optimizer=adam",   "learning_rate=0.01",
                       "schedule=constant", "checkpoint_every=30",     "evaluate_every=20"};
    return test::tinyRun(all + settings);
}

using test::Recorded;

Recorded trained(const run::RunConfig& config) { return test::straight(config); }

float value(const run::Snapshot& snapshot, const char* name, const std::string& layer)
{
    const run::Extra* extra = snapshot.extra(name, layer);
    return extra == nullptr || extra->values.empty() ? std::nanf("") : extra->values.front();
}

} // namespace

class TestMd : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyVariantRunsToItsEnd_data()
    {
        QTest::addColumn<QString>("variant");
        for (const auto choice : run::md.fields.front().choices) {
            const QString name = QString::fromLatin1(choice.data(), qsizetype(choice.size()));
            QTest::newRow(qPrintable(name)) << name;
        }
    }
    void everyVariantRunsToItsEnd()
    {
        QFETCH(const QString, variant);
        const run::History history = trained(mdRun(variant, {"md_beta_end=1e6"})).history;
        QVERIFY(history.end());
        QVERIFY2(history.end()->how == run::End::How::Finished, history.end()->message.c_str());
        for (const auto& snapshot : history.snapshots()) {
            for (const auto& layer : snapshot->layers) {
                const float scale = float(layer.free->points.back());
                for (const float w : layer.followed) { QVERIFY(std::abs(w) <= scale * 1.000001F); }
                QCOMPARE(layer.bits, 1.0);
                QCOMPARE(layer.counts.size(), std::size_t(2));
            }
        }
    }

    void itGoesOnWhereItWasKilledBitForBit_data() { everyVariantRunsToItsEnd_data(); }
    void itGoesOnWhereItWasKilledBitForBit()
    {
        QFETCH(const QString, variant);
        const Recorded whole = trained(mdRun(variant));
        const auto one = whole.at(60), other = test::resumed(whole.at(30)).at(60);
        for (const auto& tensor : one.tensors) {
            if (tensor.name == "seconds") { continue; }
            const run::Tensor* same = other.find(tensor.name);
            QVERIFY2(same != nullptr && same->bytes == tensor.bytes, tensor.name.c_str());
        }
    }

    void atTheEndSoftWeightsLieOnTheirLevels()
    {
        const run::History history = trained(mdRun("tanh-s", {"steps=300", "md_beta_end=1e4"})).history;
        const auto last = history.latest();
        for (const auto& layer : history.start().layers) {
            QVERIFY2(value(*last, run::mdHardened, layer.name) > 0.9F, layer.name.c_str());
            QVERIFY(value(*history.snapshotAt(0), run::mdHardened, layer.name) < 0.1F);
        }
        const run::Evaluation* test = history.lastEvaluation("test");
        QVERIFY(test != nullptr && test->quantized && test->latent);
        QVERIFY(std::abs(test->quantized->accuracy - test->latent->accuracy) < 0.1);
    }

    void ternaryWeightsHaveThreeLevels()
    {
        const run::History history = trained(mdRun("tanh-s", {"md_levels=ternary"})).history;
        QCOMPARE(history.end()->how, run::End::How::Finished);
        QCOMPARE(history.latest()->layers.front().counts.size(), std::size_t(3));
        QCOMPARE(history.latest()->layers.front().bits, std::log2(3.0));
    }

    void ternaryWeightsFromScratchDoNotAllEndAtZero()
    {
        const run::History history = trained(mdRun("tanh-s", {"md_levels=ternary", "steps=200"})).history;
        for (const auto& layer : history.latest()->layers) {
            const std::uint64_t all = std::accumulate(layer.counts.begin(), layer.counts.end(), std::uint64_t(0));
            QVERIFY(double(layer.counts[1]) < 0.8 * double(all));
        }
    }

    void ternaryWithSharesIsRefusedWithASentence()
    {
        const auto issues = run::validate(mdRun("softmax-s", {"md_levels=ternary"}));
        QVERIFY(!issues.empty());
        QCOMPARE(QString::fromStdString(issues.front().sentence),
                 QString("md_levels is ternary, but md_variant is softmax-s, which has two levels; choose tanh-s, or "
                         "binary."));
    }

    void sharpnessGrowsFrom1AndStaysForTheLastTenth()
    {
        const auto config = mdRun("tanh-s", {"steps=100", "md_beta_end=1000"});
        QCOMPARE(run::mdBeta(config, 0), 1.0);
        QCOMPARE(run::mdBeta(config, 1), 1.0);
        QCOMPARE(run::mdBeta(config, 31), 10.0);
        QVERIFY(run::mdBeta(config, 90) < 1000);
        QCOMPARE(run::mdBeta(config, 91), 1000.0);
        QCOMPARE(run::mdBeta(config, 100), 1000.0);
    }

    void withoutALearningRateNothingMoves_data() { everyVariantRunsToItsEnd_data(); }
    void withoutALearningRateNothingMoves()
    {
        QFETCH(const QString, variant);
        const Recorded kept = trained(mdRun(variant, {"learning_rate=0", "md_beta_end=1"}));
        const auto first = kept.at(0), last = kept.at(60);
        for (const auto& tensor : first.tensors) {
            if (tensor.name.find("_weight") == std::string::npos || tensor.name.starts_with("optimizer.")) { continue; }
            const auto* after = last.find(tensor.name);
            QVERIFY(after != nullptr && after->bytes.size() == tensor.bytes.size());
            for (std::size_t i = 0; i + 4 <= tensor.bytes.size(); i += 4) {
                float a = 0, b = 0;
                std::memcpy(&a, &tensor.bytes[i], 4);
                std::memcpy(&b, &after->bytes[i], 4);
                QVERIFY2(std::abs(a - b) < 1e-5F, tensor.name.c_str());
            }
        }
    }

    void whatIsToldIsWhole()
    {
        const run::History history = trained(mdRun("softmax-s")).history;
        const auto last = history.latest();
        for (const auto& layer : history.start().layers) {
            for (const char* name : {run::mdDualHistogram, run::mdPrimalHistogram}) {
                const run::Extra* shares = last->extra(name, layer.name);
                QVERIFY(shares != nullptr);
                double sum = 0;
                for (const float share : shares->values) { sum += double(share); }
                QVERIFY2(std::abs(sum - 1) < 1e-3, qPrintable(QString("%1: %2").arg(name).arg(sum)));
            }
            const run::Extra* followed = last->extra(run::mdFollowed, layer.name);
            const double beta = double(value(*last, run::mdBetaExtra, ""));
            for (std::size_t i = 0; i < followed->values.size(); i += 2) {
                const double w = run::mdPrimal({}, beta, double(followed->values[i]));
                QVERIFY(std::abs(w - double(followed->values[i + 1])) < 1e-3 * std::max(1.0, beta / 100));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestMd)
#include "tst_md.moc"
