// SPDX-License-Identifier: GPL-3.0-or-later
// However long a run is, what is kept of it in memory and on disk has a bound, and both keep the same.
#include "core/base/error.h"
#include "core/file/run_reader.h"
#include "core/file/run_writer.h"
#include "core/run/curves.h"
#include "core/run/fanout.h"
#include "core/run/retention.h"
#include "core/settings/presets.h"

#include <QtTest>

#include <sqlite3.h>

using namespace gridscope;
using namespace gridscope::run;

namespace {

constexpr std::int64_t firstStep = -999;
constexpr std::int64_t bookmarked = 777, best = 1010, paused = 1003;

Start longStart(std::int64_t lastStep)
{
    Start start;
    start.config.evaluateEvery = 10;
    start.firstStep = firstStep;
    start.lastStep = lastStep;
    return start;
}

Step stepAt(std::int64_t index)
{
    return {index, double(index - firstStep) / 1000, 1.0 / double(index + 2000), 0.1, {std::uint8_t(index & 1), 2}};
}

Evaluation evaluationAt(std::int64_t step, double accuracy)
{
    Evaluation e{step, "validation", 100, {}, {}, {}, {}};
    e.quantized = Score{0.5, accuracy};
    if (step == 0) { e.floatStart = Score{0.4, 0.9}; }
    return e;
}

// Steps from..to as a training tells them, with an evaluation at each tenth, one at a pause, the best at 1,010 and a bookmark.
void tell(Sink& sink, std::int64_t from, std::int64_t to)
{
    for (std::int64_t step = from; step <= to; ++step) {
        sink.onStep(stepAt(step));
        if (step % 10 == 0 || step == paused) { sink.onEvaluation(evaluationAt(step, step == best ? 0.99 : 0.5)); }
        if (step == best) { sink.onMark({step, Mark::Kind::Best, "", "best quantized accuracy", "", "99 %"}); }
        if (step == bookmarked) { sink.onMark({step, Mark::Kind::Bookmark, "", "here", "", ""}); }
    }
}

bool isThere(const History& history, std::int64_t step)
{
    const Step* found = history.stepAt(step);
    return found && found->index == step;
}

std::size_t evaluationsAt(const History& history, std::int64_t step)
{
    return std::size_t(std::ranges::count(history.evaluations(), step, &Evaluation::step));
}

void requireSame(const History& a, const History& b)
{
    QCOMPARE(a.steps().size(), b.steps().size());
    for (std::size_t i = 0; i < a.steps().size(); ++i) {
        const Step &x = a.steps()[i], &y = b.steps()[i];
        const bool isSame =
            x.index == y.index && x.seconds == y.seconds && x.trainLoss == y.trainLoss && x.masks == y.masks;
        QVERIFY2(isSame, qPrintable(QString("steps %1 and %2").arg(x.index).arg(y.index)));
    }
    QCOMPARE(a.evaluations().size(), b.evaluations().size());
    for (std::size_t i = 0; i < a.evaluations().size(); ++i) {
        QCOMPARE(a.evaluations()[i].step, b.evaluations()[i].step);
    }
}

} // namespace

class TestBounds : public QObject {
    Q_OBJECT
private:
    QTemporaryDir folder_;
    std::string path(const char* name) const { return folder_.filePath(name).toStdString(); }

private Q_SLOTS:
    void ofALongRunTheNewestStepsAreAllThereAndTheOldOnesSparse()
    {
        constexpr std::int64_t last = 1'000'000;
        History history;
        history.onStart(longStart(last));
        tell(history, firstStep, last);
        const auto steps = history.steps();
        QVERIFY2(steps.size() < 260'000, qPrintable(QString::number(steps.size())));
        QVERIFY(std::ranges::is_sorted(steps, {}, &Step::index));
        QCOMPARE(steps.front().index, firstStep);
        QCOMPARE(steps.back().index, last);
        for (std::int64_t step = last - stepWindow; step <= last; ++step) { QVERIFY(isThere(history, step)); }
        QVERIFY(!isThere(history, bookmarked + 2));
        QVERIFY(isThere(history, bookmarked) && isThere(history, best));
        QCOMPARE(history.stepsTold(), last - firstStep + 1);
        QVERIFY2(history.evaluations().size() < 6000, qPrintable(QString::number(history.evaluations().size())));
        for (const std::int64_t step : {best, std::int64_t(0), last - 10 * evaluationWindow, last}) {
            QCOMPARE(evaluationsAt(history, step), std::size_t(1));
        }
        QCOMPARE(evaluationsAt(history, paused), std::size_t(0));
        QCOMPARE(history.evaluations().front().step, std::int64_t(-990));
        QVERIFY(history.floatStart("validation"));
    }

    void aShortRunIsKeptWhole()
    {
        History history;
        history.onStart(longStart(stepWindow));
        tell(history, firstStep, stepWindow - 1000);
        QCOMPARE(std::int64_t(history.steps().size()), history.stepsTold());
        QCOMPARE(history.longestStepStretch(), std::int64_t(1));
    }

    void theLossCurveOfALongRunHasNoGapAndIsSmoothedInSteps()
    {
        History history;
        history.onStart(longStart(300'000));
        for (std::int64_t step = 1; step <= 300'000; ++step) {
            history.onStep({step, 0, step < 150'000 ? 2.0 : 1.0, 0.1});
        }
        for (const Curve& curve : {lossCurve(history.steps()), smoothedLossCurve(history.steps(), 0.9999)}) {
            for (const Point& point : withGaps(curve, double(history.longestStepStretch()))) {
                QVERIFY(std::isfinite(point.y));
            }
        }
        const Curve smoothed = smoothedLossCurve(history.steps(), 0.9999);
        const auto at =
            std::ranges::lower_bound(smoothed, 160'000, {}, &Point::x); // as with all steps: 1 + 0.9999^10,000
        QVERIFY2(std::abs(at->y - (1 + std::exp(-1.0))) < 0.001, qPrintable(QString::number(at->y)));
    }

    void aMillionStepsOfAnyPresetTakeSomeHundredMegabytesAtMost_data()
    {
        QTest::addColumn<QString>("name");
        for (const Preset& preset : presets()) {
            QTest::newRow(preset.name.c_str()) << QString::fromStdString(preset.name);
        }
    }
    void aMillionStepsOfAnyPresetTakeSomeHundredMegabytesAtMost()
    {
        QFETCH(const QString, name);
        RunConfig config = preset(name.toStdString()).config;
        config.steps = 1'000'000;
        const std::int64_t bytes = estimatedBytes(config);
        // More than five bits have hundreds of cells a layer, each with its counts in every snapshot that is kept.
        const std::int64_t most = config.bits.front() > 5 ? 450'000'000 : 300'000'000;
        QVERIFY2(bytes < most, qPrintable(QString::number(bytes)));
        config.steps = 10'000'000; // the most
        qInfo("%lld MB, ten million steps %lld MB", static_cast<long long>(bytes / 1'000'000),
              static_cast<long long>(estimatedBytes(config) / 1'000'000));
    }

    void theFileHoldsWhatTheLiveRunKeeps()
    {
        constexpr std::int64_t last = 300'000;
        History live;
        {
            RunWriter writer(path("long.gridscope"));
            Fanout both({&live, &writer});
            both.onStart(longStart(last));
            tell(both, firstStep, last);
            both.onEnd({});
            QCOMPARE(writer.problem(), std::string());
        }
        requireSame(historyOf(path("long.gridscope")), live);
        QVERIFY(QFileInfo(folder_.filePath("long.gridscope")).size() < 300'000 * 42);
    }

    void aRunGoesOnWhereItsStepsHadBecomeSparse()
    {
        constexpr std::int64_t last = 200'000, kept = 180'000;
        {
            RunWriter writer(path("resumed.gridscope"));
            writer.onStart(longStart(last));
            tell(writer, firstStep, kept);
            writer.onCheckpoint({kept, std::make_shared<std::vector<std::uint8_t>>(10, std::uint8_t(1))});
            tell(writer, kept + 1, last);
        }
        {
            const auto writer = RunWriter::resume(path("resumed.gridscope"), kept);
            writer->onStart(longStart(2 * last));
            tell(*writer, kept + 1, 2 * last);
            writer->onEnd({});
            QCOMPARE(writer->problem(), std::string());
        }
        History undisturbed;
        undisturbed.onStart(longStart(2 * last));
        tell(undisturbed, firstStep, 2 * last);
        requireSame(historyOf(path("resumed.gridscope")), undisturbed);
    }

    void aStepThatIsLostAmongTheSparseOnesIsNoticed()
    {
        constexpr std::int64_t last = 150'000;
        {
            RunWriter writer(path("lost.gridscope"));
            writer.onStart(longStart(last));
            tell(writer, firstStep, last);
            writer.onEnd({});
        }
        QCOMPARE(historyOf(path("lost.gridscope")).lastStep(), last);
        sqlite3* connection = nullptr;
        sqlite3_open(path("lost.gridscope").c_str(), &connection);
        sqlite3_exec(connection, "DELETE FROM steps WHERE step = 20000", nullptr, nullptr, nullptr);
        sqlite3_close(connection);
        QVERIFY_THROWS_EXCEPTION(FileError, historyOf(path("lost.gridscope")));
    }

    // A reader that has slept while the steps that it knows last were thinned away goes on.
    void whoFollowsALongRunMaySleep()
    {
        RunWriter writer(path("followed.gridscope"));
        writer.onStart(longStart(400'000));
        tell(writer, firstStep, 1001);
        QVERIFY(writer.flush());
        RunReader reader(path("followed.gridscope"));
        History history;
        QVERIFY(reader.poll(history));
        tell(writer, 1002, 400'000);
        QVERIFY(writer.flush());
        QVERIFY(reader.poll(history));
        QCOMPARE(history.lastStep(), std::int64_t(400'000));
    }
};

QTEST_GUILESS_MAIN(TestBounds)
#include "tst_bounds.moc"
