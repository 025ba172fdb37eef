// SPDX-License-Identifier: GPL-3.0-or-later
// What is kept of a run, drawn from it and summed up.
#include "core/base/version.h"
#include "core/config/networks.h"
#include "core/export/summary.h"
#include "core/run/curves.h"
#include "core/run/history.h"
#include "core/settings/settings.h"

#include <nlohmann/json.hpp>

#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace gridscope::run;
using nlohmann::json;

namespace {

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();

SnapshotPtr snapshotOf(std::int64_t step, std::vector<LayerState> layers = {})
{
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->step = step;
    snapshot->layers = std::move(layers);
    return snapshot;
}

LayerState layerOf(int bits, double score)
{
    LayerState state;
    state.bits = bits;
    state.alpha = 0.05;
    state.score = score;
    state.scoreNonzero = notANumber;
    return state;
}

LayerState clusteredLayer(double score, double scoreNonzero, double zeroShare)
{
    LayerState state = layerOf(2, score);
    state.low = -1;
    state.high = 1;
    state.counts = {30, 40, 30};
    state.scoreNonzero = scoreNonzero;
    state.zeroShare = zeroShare;
    return state;
}

// "1: 0.25, 2: -": step and value of each point.
QString valuesOf(const Curve& curve)
{
    QStringList all;
    for (const Point& point : curve) {
        const QString value = std::isnan(point.y) ? QStringLiteral("-") : QString::number(point.y);
        all << QStringLiteral("%1: %2").arg(QString::number(point.x), value);
    }
    return all.join(QStringLiteral(", "));
}

void feed(History& history, std::int64_t first, std::int64_t last, std::int64_t every)
{
    for (std::int64_t step = first; step <= last; step += every) { history.onSnapshot(snapshotOf(step)); }
}

// Two layers of 10 and 3 weights, pre-training until step 0 and two quantized steps.
History smallHistory()
{
    Start start;
    start.config.preset = "spirals";
    start.environment.programVersion = "9.9.9";
    start.layers = {{"fc1", {2, 5}, 10}, {"fc2", {1, 3}, 3}};
    start.dataName = "Two spirals";
    start.firstStep = -1;
    start.lastStep = 2;
    History history;
    history.onStart(start);
    for (int i = -1; i <= 2; ++i) { history.onStep({.index = i, .seconds = 0.5 * (i + 2), .trainLoss = 1}); }
    history.onMark({2, Mark::Kind::Setting, "", "sigma", "0.33", "0.1"});
    history.onSnapshot(snapshotOf(2, {layerOf(3, 0.75), layerOf(0, notANumber)}));
    history.onEvaluation({1, "test", 4, std::nullopt, std::nullopt, Score{0.5, 0.75}});
    history.onEvaluation({2, "test", 4, Score{0.7, 0.5}, Score{0.6, 0.25}, std::nullopt});
    history.onEnd({End::How::Finished, {}});
    return history;
}

Curve pointsOf(int count, double (*height)(int))
{
    Curve points;
    for (int i = 0; i < count; ++i) { points.push_back({double(i), height(i)}); }
    return points;
}

bool hasHeight(const Curve& curve, double y)
{
    return std::ranges::any_of(curve, [y](const Point& point) { return point.y == y; });
}

} // namespace

class TestRunHistory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void settingsAreThoseOfTheStartAndOfTheMarksUpToTheStep_data()
    {
        QTest::addColumn<int>("step"); // 100: the newest
        QTest::addColumn<QString>("method");
        QTest::addColumn<double>("sigma");
        QTest::newRow("before the first change") << 1 << "cpq" << 0.33;
        QTest::newRow("a change counts for the step it is marked at") << 2 << "ste" << 0.33;
        QTest::newRow("and on") << 4 << "ste" << 0.33;
        QTest::newRow("two at one step: the last one") << 5 << "ste" << 0.2;
        QTest::newRow("the newest, with what is changed for the step to come") << 100 << "expected" << 0.2;
    }
    void settingsAreThoseOfTheStartAndOfTheMarksUpToTheStep()
    {
        QFETCH(const int, step);
        QFETCH(const QString, method);
        QFETCH(const double, sigma);
        Start start;
        start.config.preset = "spirals";
        const auto feedMarks = [](History& history) {
            history.onMark({2, Mark::Kind::Setting, "", "method", "cpq", "ste"});
            history.onMark({3, Mark::Kind::Bookmark, "", "sigma", "", "9"});  // a note, not a change
            history.onMark({3, Mark::Kind::Setting, "", "future", "1", "2"}); // of another version
            history.onMark({3, Mark::Kind::Setting, "", "bits", "3", "8"});   // never live
            history.onMark({3, Mark::Kind::Setting, "", "preset", "", "learned-bits"});
            history.onMark({4, Mark::Kind::Setting, "", "sigma", "0.33", "broad"}); // no value
            history.onMark({5, Mark::Kind::Setting, "", "sigma", "0.33", "0.1"});
            history.onMark({5, Mark::Kind::Setting, "", "sigma", "0.1", "0.2"});
            history.onMark({7, Mark::Kind::Setting, "", "method", "ste", "expected"});
        };
        History history;
        history.onStart(start);
        feedMarks(history);
        // A resumed run tells its start again, with the changes up to there.
        start.config.sigma = 0.2;
        start.config.method = "ste";
        History resumed;
        resumed.onStart(start);
        feedMarks(resumed);
        for (const History* told : {&history, &resumed}) {
            const RunConfig config = settingsAt(*told, step == 100 ? std::nullopt : std::optional<std::int64_t>(step));
            QCOMPARE(config.method, method.toStdString());
            QCOMPARE(config.sigma, sigma);
            QCOMPARE(config.bits, std::vector<int>{3});
            QCOMPARE(config.preset, std::string("spirals"));
        }
    }

    void anEmptyHistoryAnswersToo()
    {
        const History history;
        QCOMPARE(history.latest(), nullptr);
        QCOMPARE(history.snapshotAt(5), nullptr);
        QCOMPARE(history.lastEvaluation("test"), nullptr);
        QVERIFY(!history.floatStart("test"));
        QVERIFY(!history.hasStarted());
    }

    void thinningKeepsFirstLastAndWhatLiesOnTheStride_data()
    {
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("every");
        QTest::newRow("from an odd step in pre-training") << -4999 << 1;
        QTest::newRow("every fifth step") << 3 << 5;
        QTest::newRow("every sixteenth step") << 16 << 16;
    }
    void thinningKeepsFirstLastAndWhatLiesOnTheStride()
    {
        QFETCH(int, first);
        QFETCH(int, every);
        const int last = first + 20'000 * every;
        History history;
        feed(history, first, last, every);
        const auto kept = history.snapshots();
        QVERIFY(kept.size() <= History::mostSnapshots);
        QVERIFY(kept.size() > History::mostSnapshots / 2);
        QCOMPARE(kept.front()->step, first);
        QCOMPARE(kept.back()->step, last);
        const std::int64_t stride = kept[2]->step - kept[1]->step;
        for (std::size_t i = 1; i + 1 < kept.size(); ++i) {
            QCOMPARE(kept[i]->step - kept[1]->step, std::int64_t(i - 1) * stride);
        }
    }

    void nothingIsThinnedUntilItIsTooMuch()
    {
        History history;
        feed(history, 1, int(History::mostSnapshots), 1);
        QCOMPARE(history.snapshots().size(), History::mostSnapshots);
        feed(history, int(History::mostSnapshots) + 1, int(History::mostSnapshots) + 1, 1);
        QVERIFY(history.snapshots().size() <= History::mostSnapshots / 2 + 2);
    }

    void whatIsFurtherApartThanSettingsAndThinningLeaveIsAGap()
    {
        Start start;
        start.config.snapshotEvery = 5;
        History history;
        history.onStart(start);
        QCOMPARE(history.longestStretch(), 10); // twice, since one may be missing for a moment
        feed(history, 5, 5 * 20'000, 5);
        const auto kept = history.snapshots();
        for (std::size_t i = 1; i < kept.size(); ++i) {
            QVERIFY(kept[i]->step - kept[i - 1]->step <= history.longestStretch());
        }
        QCOMPARE(history.loneSnapshots(), std::size_t(0));
    }

    void aSnapshotFarFromAllOthersStandsAlone()
    {
        History history;
        Start start;
        start.config.snapshotEvery = 1;
        history.onStart(start);
        history.onSnapshot(snapshotOf(-1000, {}));
        QCOMPARE(history.loneSnapshots(), std::size_t(0)); // it is all there is
        history.onSnapshot(snapshotOf(-1, {}));
        QCOMPARE(history.loneSnapshots(), std::size_t(1));
        feed(history, 0, 10, 1);
        QCOMPARE(history.loneSnapshots(), std::size_t(1));
        feed(history, 50, 60, 1); // a gap later on leaves what is before it
        QCOMPARE(history.loneSnapshots(), std::size_t(1));
    }

    void aGapIsAPointWithoutAValueRightBehindTheLastOne()
    {
        const Curve curve = withGaps({{0, 1}, {1, 2}, {9, 3}}, 2);
        QCOMPARE(curve.size(), std::size_t(4));
        QVERIFY(std::isnan(curve[2].y) && curve[2].x > 1 && curve[2].x < 1.001);
        QCOMPARE(curve[3].x, 9.0);
    }

    void bitsAreNotKnownInAGap()
    {
        std::vector<SnapshotPtr> snapshots;
        for (const int step : {1, 2, 3, 50, 51, 52}) {
            snapshots.push_back(snapshotOf(step, {layerOf(step < 10 ? 4 : 3, 0)}));
        }
        const Curve curve = bitsCurve(snapshots, 0, 2);
        QCOMPARE(std::ranges::count_if(curve, [](const Point& p) { return std::isnan(p.y); }), 1);
        for (std::size_t i = 1; i < curve.size(); ++i) { // no corner is made up
            const bool isTold = std::isnan(curve[i].y) || curve[i].x <= 3 || curve[i].x >= 50;
            QVERIFY(isTold);
        }
    }

    void aStepDownStaysAStepWhenThinned()
    {
        const Curve curve = thinned(Curve{{0, 4}, {50, 4}, {50, 3}, {100, 3}}, 3);
        const auto at50 = std::ranges::find(curve, 50.0, &Point::x);
        QVERIFY(at50 != curve.end() && std::next(at50) != curve.end());
        QCOMPARE(at50->y, 4.0);
        QCOMPARE(std::next(at50)->y, 3.0);
    }

    void theSnapshotAtAStepIsTheNewestUpToIt()
    {
        History history;
        feed(history, 10, 30, 10);
        QCOMPARE(history.snapshotAt(9)->step, 10); // else the first
        QCOMPARE(history.snapshotAt(10)->step, 10);
        QCOMPARE(history.snapshotAt(29)->step, 20);
        QCOMPARE(history.snapshotAt(1000)->step, 30);
    }

    void theLastStepIsBeforeTheFirstUntilOneWasMade()
    {
        History history;
        Start start;
        start.firstStep = -499;
        history.onStart(start);
        QCOMPARE(history.lastStep(), -500);
        history.onStep({.index = -499});
        QCOMPARE(history.lastStep(), -499);
    }

    void theFloatScoreComesFromWhicheverEvaluationBroughtIt()
    {
        const History history = smallHistory();
        QCOMPARE(history.lastEvaluation("test")->step, 2);
        QCOMPARE(history.floatStart("test")->accuracy, 0.75);
        QVERIFY(!history.floatStart("validation"));
    }

    void aSpikeSurvivesThinning()
    {
        const Curve points = pointsOf(100'000, [](int i) { return i == 54'321 ? 100.0 : i == 54'322 ? -100.0 : 1.0; });
        const Curve curve = thinned(points, 300);
        QVERIFY(curve.size() <= 600);
        QVERIFY(hasHeight(curve, 100) && hasHeight(curve, -100));
        QVERIFY(std::ranges::is_sorted(curve, {}, &Point::x));
        QCOMPARE(curve.front().x, 0.0);
    }

    void nothingDrawableGivesNoCurve()
    {
        QVERIFY(thinned({}, 100).empty());
        QVERIFY(thinned(Curve{{1, notANumber}, {notANumber, 1}, {2, INFINITY}}, 100).empty());
    }

    void oneColumnHoldsOnlyTheExtremes_data()
    {
        QTest::addColumn<int>("columns");
        QTest::newRow("one") << 1;
        QTest::newRow("none") << 0;
        QTest::newRow("less than none") << -5;
    }
    void oneColumnHoldsOnlyTheExtremes()
    {
        QFETCH(int, columns);
        const Curve curve = thinned(Curve{{0, 2}, {1, 9}, {2, 1}, {3, notANumber}, {4, 5}}, columns);
        QCOMPARE(curve.size(), std::size_t(2));
        QCOMPARE(curve[0].y, 9.0);
        QCOMPARE(curve[1].y, 1.0);
    }

    void smoothingIsExactForAConstantAndFollowsTheLoss()
    {
        std::vector<Step> steps;
        for (int i = 0; i < 10; ++i) { steps.push_back({.index = i, .trainLoss = i == 4 ? notANumber : 2.0}); }
        for (const double weight : {0.0, 0.9, 1.0}) {
            for (const Point& point : smoothedLossCurve(steps, weight, 100)) { QVERIFY(std::abs(point.y - 2) < 1e-9); }
        }
        const std::vector<Step> two = {{.index = 0, .trainLoss = 1}, {.index = 1, .trainLoss = 4}};
        // Weight 0.5: (0.25 * 1 + 0.5 * 4) / (1 - 0.25) = 3, by hand.
        QCOMPARE(smoothedLossCurve(two, 0.5, 100).back().y, 3.0);
        QCOMPARE(lossCurve(two, 100).back().y, 4.0);
    }

    void accuracyCurvesTakeTheirSetAndWeights()
    {
        const History history = smallHistory();
        const Curve quantized = accuracyCurve(history.evaluations(), "test", Weights::Quantized);
        QCOMPARE(quantized.size(), std::size_t(1));
        QCOMPARE(quantized[0].y, 0.5);
        QCOMPARE(accuracyCurve(history.evaluations(), "test", Weights::Latent)[0].y, 0.25);
        const Curve level = accuracyCurve(history.evaluations(), "test", Weights::FloatStart);
        QCOMPARE(level.size(), std::size_t(2)); // told at step 1, holds at step 2
        QCOMPARE(level[1].y, 0.75);
        QVERIFY(accuracyCurve(history.evaluations(), "validation", Weights::Latent).empty());
    }

    void bitsAreDrawnAsCornersOfSteps()
    {
        std::vector<SnapshotPtr> snapshots;
        const std::vector<int> bits = {0, 4, 4, 4, 3, 3, 3};
        for (std::size_t i = 0; i < bits.size(); ++i) {
            snapshots.push_back(snapshotOf(std::int64_t(i), {layerOf(bits[i], 0)}));
        }
        const Curve curve = bitsCurve(snapshots, 0);
        const Curve expected = {{1, 4}, {3, 4}, {4, 4}, {4, 3}, {6, 3}};
        QCOMPARE(curve.size(), expected.size());
        for (std::size_t i = 0; i < curve.size(); ++i) {
            QCOMPARE(curve[i].x, expected[i].x);
            QCOMPARE(curve[i].y, expected[i].y);
        }
        QVERIFY(bitsCurve(snapshots, 1).empty());
    }

    // Every curve is what the snapshots say, and what they do not say is no number.
    void clusteringIsDrawnAsItWasMeasured()
    {
        const std::vector<SnapshotPtr> snapshots = {snapshotOf(0, {layerOf(0, 0.1)}), // in float training
                                                    snapshotOf(1, {clusteredLayer(0.25, 0.5, 0.4)}),
                                                    snapshotOf(2, {clusteredLayer(notANumber, notANumber, 0.6)}),
                                                    snapshotOf(3), snapshotOf(4, {clusteredLayer(-0.5, -0.75, 0)})};
        const auto drawn = [&](Clustering what) { return valuesOf(clusterCurve(snapshots, 0, what)); };
        QCOMPARE(drawn(Clustering::Score), QStringLiteral("0: -, 1: 0.25, 2: -, 4: -0.5"));
        QCOMPARE(drawn(Clustering::ScoreNonzero), QStringLiteral("0: -, 1: 0.5, 2: -, 4: -0.75"));
        QCOMPARE(drawn(Clustering::ZeroShare), QStringLiteral("0: -, 1: 0.4, 2: 0.6, 4: 0"));
        QVERIFY(clusterCurve(snapshots, 1, Clustering::Score).empty());
    }

    void aCollapsedLayerHasNoScoreAndAGridWithoutZeroNoShareOfIt()
    {
        LayerState collapsed = clusteredLayer(0.98, 0.9, 0.97);
        collapsed.counts = {1, 97, 2};
        LayerState halves = clusteredLayer(0.3, 0.3, 0);
        halves.offset = 0.5;
        const std::vector<SnapshotPtr> snapshots = {snapshotOf(1, {collapsed}), snapshotOf(2, {halves})};
        const auto drawn = [&](Clustering what) { return valuesOf(clusterCurve(snapshots, 0, what)); };
        QCOMPARE(drawn(Clustering::Score), QStringLiteral("1: -, 2: 0.3"));
        QCOMPARE(drawn(Clustering::ScoreNonzero), QStringLiteral("1: -, 2: 0.3"));
        QCOMPARE(drawn(Clustering::ZeroShare), QStringLiteral("1: 0.97, 2: -"));
    }

    void clusteringIsNotJoinedOverWhatWasNotKept()
    {
        const auto layer = clusteredLayer(0.25, 0.5, 0.4);
        const std::vector<SnapshotPtr> snapshots = {snapshotOf(1, {layer}), snapshotOf(2, {layer}),
                                                    snapshotOf(100, {layer})};
        const Curve curve = clusterCurve(snapshots, 0, Clustering::Score, 10);
        QCOMPARE(curve.size(), std::size_t(4));
        QVERIFY(curve[2].x > 2 && curve[2].x < 2.001 && std::isnan(curve[2].y));
    }

    void marksReadAsText()
    {
        QCOMPARE(markText({1, Mark::Kind::Setting, "", "sigma", "0.33", "0.10"}), std::string("sigma 0.33 -> 0.10"));
        QCOMPARE(markText({1, Mark::Kind::Bits, "conv1", "bits", "4", "3"}), std::string("conv1: bits 4 -> 3"));
        QCOMPARE(markText({1, Mark::Kind::Phase, "", "quantized training", "", ""}), std::string("quantized training"));
    }

    void sizeCountsWholeBytesPerLayer()
    {
        const History history = smallHistory();
        const Size size = sizeOf(history.start(), *history.latest());
        QCOMPARE(size.payloadBytes, 4 + 12); // 30 bits, and 3 floats
        QCOMPARE(size.meanBits, (30 + 96) / 13.0);
        QCOMPARE(size.compression, 52.0 / 16);
        QVERIFY(std::isnan(size.bitOperations)); // the multiplications are not known
    }

    void aLayerThatTellsWhatItStoresIsCountedByThat()
    {
        const History history = smallHistory();
        Snapshot snapshot = *history.latest();
        snapshot.extras = {{storageExtra, history.start().layers[0].name, "bits", {2}, {100, 65}}};
        QCOMPARE(sizeOf(history.start(), snapshot).payloadBytes, 21 + 12); // 165 bits on whole bytes, and 3 floats
    }

    void bitOperationsAreProductsTimesBothBitWidths()
    {
        Start start;
        start.layers = {{"conv1", {4, 1, 5, 5}, 100, 1000}, {"conv2", {4, 4, 5, 5}, 400, 2000}, {"fc1", {2, 3}, 6, 30}};
        Snapshot snapshot;
        snapshot.layers = {layerOf(3, 0), layerOf(2, 0), layerOf(0, 0)};
        snapshot.activations = {{"conv1 activations", 4, 1, 1}};
        const double bytesIn = 1000.0 * 3 * 8, fourBitsIn = 2000.0 * 2 * 4, floatsIn = 30.0 * 32 * 32;
        QCOMPARE(sizeOf(start, snapshot).bitOperations, bytesIn + fourBitsIn + floatsIn);
    }

    void aShortcutReadsTheLayerBeforeItsBlock()
    {
        Start start;
        start.config.network = "resnet18";
        Snapshot snapshot;
        for (const auto& d : describeNet(start.config, {3, 224, 224, 10})) {
            start.layers.push_back({d.name, d.shape, 1, 1});
            snapshot.layers.push_back(layerOf(1, 0));
            if (d.activates()) { snapshot.activations.push_back({d.name + " activations", 2, 1, 1}); }
        }
        snapshot.activations.front().bits = 3; // of the stem, which only the first layer of the first block reads
        QCOMPARE(sizeOf(start, snapshot).bitOperations, 8.0 + 3 + 19 * 2);
        snapshot.activations[4].bits = 7; // the second block's end: read by layer2's first layer and its shortcut
        QCOMPARE(sizeOf(start, snapshot).bitOperations, 8.0 + 3 + 17 * 2 + 2 * 7);
    }

    void theSummaryHasAllKeys()
    {
        const json object = json::parse(summaryJson(smallHistory()));
        for (const char* key : {"format_version",
                                "program_version",
                                "method",
                                "preset",
                                "seed",
                                "steps",
                                "seconds",
                                "end",
                                "test_accuracy_float",
                                "test_accuracy_latent",
                                "test_accuracy_quantized",
                                "validation_accuracy_float",
                                "validation_accuracy_latent",
                                "validation_accuracy_quantized",
                                "mean_bits",
                                "payload_bytes",
                                "bit_operations",
                                "layers",
                                "events",
                                "environment"}) {
            QVERIFY2(object.contains(key), key);
        }
        for (const char* key : {"name", "parameters", "bits", "alpha", "sigma", "score", "score_nonzero", "zero_share",
                                "quantization_error"}) {
            QVERIFY2(object["layers"][0].contains(key), key);
        }
        for (const char* key : {"step", "kind", "layer", "from", "to"}) {
            QVERIFY2(object["events"][0].contains(key), key);
        }
    }

    void theSummaryHasTheRunsNumbers()
    {
        const json object = json::parse(summaryJson(smallHistory(), 2));
        QCOMPARE(object["program_version"].get<std::string>(), std::string("9.9.9"));
        QCOMPARE(object["preset"].get<std::string>(), std::string("spirals"));
        QCOMPARE(object["steps"].get<int>(), 2);
        QCOMPARE(object["seconds"].get<double>(), 2.0);
        QCOMPARE(object["end"]["how"].get<std::string>(), std::string("finished"));
        QCOMPARE(object["test_accuracy_float"].get<double>(), 0.75);
        QCOMPARE(object["test_accuracy_quantized"].get<double>(), 0.5);
        QVERIFY(object["validation_accuracy_latent"].is_null());
        QCOMPARE(object["layers"][0]["score"].get<double>(), 0.75);
        QVERIFY(object["layers"][0]["score_nonzero"].is_null());
        QCOMPARE(object["layers"][1]["bits"].get<int>(), 32);
        QCOMPARE(object["events"][0]["kind"].get<std::string>(), std::string("setting"));
    }

    void aRunThatNeverStartedHasASummary()
    {
        History history;
        const json before = json::parse(summaryJson(history));
        QCOMPARE(before["end"]["how"].get<std::string>(), std::string("unfinished"));
        QCOMPARE(before["program_version"].get<std::string>(), std::string(programVersion()));
        history.onEnd({End::How::Failed, "No \xFF data."});
        const json after = json::parse(summaryJson(history));
        QCOMPARE(after["end"]["how"].get<std::string>(), std::string("failed"));
        QVERIFY(after["method"].is_null() && after["layers"].empty() && after["mean_bits"].is_null());
        QVERIFY(summaryText(history).find("failed") != std::string::npos);
    }

    void theSummaryForPeopleNamesEveryLayer()
    {
        const std::string text = summaryText(smallHistory());
        for (const char* word :
             {"cpq on Two spirals", "finished after 2 quantized steps", "50.00 %", "fc1", "fc2", "float"}) {
            QVERIFY2(text.find(word) != std::string::npos, word);
        }
    }
};

QTEST_APPLESS_MAIN(TestRunHistory)
#include "tst_run_history.moc"
