// SPDX-License-Identifier: GPL-3.0-or-later
// What the views of sums of sign vectors say and draw, from a history made by hand.
#include "core/method/alq/alq.h"
#include "tests/support/scripted_run.h"
#include "ui/chart/cut_view.h"
#include "ui/chart/share_stack.h"
#include "ui/chart/sign_group.h"
#include "ui/chart/trade_view.h"
#include "ui/panel/views.h"

#include <QtTest>

#include <limits>

using namespace gridscope;
using namespace gridscope::ui;

namespace {

using namespace run::alq_extra;

// Steps 0 to 3 of one layer "fc": at step 2 pruning emptied one of its four groups.
run::SnapshotPtr told(const run::Start& start, std::int64_t step)
{
    auto snapshot = std::make_shared<run::Snapshot>(*test::scriptedSnapshot(start, step));
    snapshot->layers[0].bits = step < 2 ? 2 : 1.25;
    const std::vector<float> counts = step < 2 ? std::vector<float>{0, 0, 4} : std::vector<float>{1, 1, 2};
    snapshot->extras = {
        {groups, "fc", "groups", {3}, counts},
        {storage, "fc", "bits", {2}, {step < 2 ? 65536.0F : 40960.0F, 8192}},
        {group, "fc", "", {}, {3}},
        {coordinates, "fc", "weight units", {2}, {0.25F, 0.5F}},
        {signs, "fc", "", {2, 4}, {1, -1, 1, 1, -1, -1, 1, 1}},
        {weights, "fc", "weight units", {4}, {-0.25F, -0.75F, 0.7F, 0.8F}},
    };
    if (step == 2) {
        snapshot->extras.push_back({pool, "", "nats", {3, 2}, {1e-6F, 0, 2e-6F, 0, 4e-6F, 0}});
        snapshot->extras.push_back({cut, "", "coordinates", {}, {2}});
    }
    return snapshot;
}

run::History handMade()
{
    run::Start start = test::scriptedStart({});
    start.layers = {start.layers.front()};
    start.layers[0].name = "fc";
    start.firstStep = 1;
    start.lastStep = 3;
    run::History history;
    history.onStart(start);
    history.onSnapshot(told(start, 0));
    for (std::int64_t step = 1; step <= 3; ++step) {
        history.onStep({step, 0.1, 1.0, 0.1});
        history.onSnapshot(told(start, step));
        run::Evaluation evaluation{step, "validation", 100, run::Score{0.5, 0.8 + 0.01 * double(step)}, {}, {}};
        history.onEvaluation(evaluation);
    }
    return history;
}

QString shown(const char* key, const run::History& history, const View& view = {})
{
    const auto panel = viewNamed(QLatin1String(key))->make();
    panel->resize(500, 300);
    panel->refresh(history, view);
    panel->grab();
    return panel->summary();
}

const QStringList keys{"groupbits", "signgroup", "cut", "trade", "storage"};

} // namespace

class TestMultiBitPanels : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theyAreThereForRunsThatTellThem()
    {
        const run::History history = handMade();
        run::History other;
        other.onStart(test::scriptedStart({}));
        for (const QString& key : keys) {
            QVERIFY2(viewNamed(key)->isWanted(history, {}), qPrintable(key));
            QVERIFY2(!viewNamed(key)->isWanted(other, {}), qPrintable(key));
        }
    }

    void withoutARunTheySayWhatWillBeThere()
    {
        for (const QString& key : keys) {
            const QString text = shown(key.toLatin1().constData(), {});
            QVERIFY2(text.startsWith("No run yet."), qPrintable(key + ": " + text));
        }
    }

    void theySayWhatTheyShow()
    {
        const run::History history = handMade();
        QCOMPARE(shown("groupbits", history), QString("fc at step 3: 25\u00A0% of 4 groups are empty."));
        QCOMPARE(shown("signgroup", history), QString("fc, group 3 at step 3: 4 weights as a sum of 2 sign vectors."));
        QCOMPARE(shown("cut", history), QString("Pruning at step 2 took away 2 of the 3 coefficients that competed."));
        QCOMPARE(shown("storage", history), QString("At step 3 signs take 5.0 KiB and coefficients 1.0 KiB."));
        QVERIFY2(shown("trade", history).contains("1.25 bits"), qPrintable(shown("trade", history)));
    }

    void aPastStepShowsWhatWasThen()
    {
        const run::History history = handMade();
        View view;
        view.step = 1;
        QCOMPARE(shown("groupbits", history, view), QString("fc at step 1: 0\u00A0% of 4 groups are empty."));
        QCOMPARE(shown("cut", history, view), QString("Nothing was pruned yet."));
        QVERIFY(shown("trade", history, view).startsWith("At step 1 2.00 bits"));
    }

    void aGroupsValuesAreAllSumsOfItsCoefficients()
    {
        const SignGroup::Group group{{0.25, 0, 0.5}, {}, {}};
        QCOMPARE(group.values(), (std::vector<double>{-0.75, -0.25, 0.25, 0.75}));
        QCOMPARE(SignGroup::Group().values(), std::vector<double>{0});
    }

    void aStripIsBlueWhereSignsArePlusAndOrangeWhereMinus()
    {
        SignGroup view;
        view.resize(400, 300);
        view.display({{1.0}, {{1, 1, -1, -1}}, {0.5, 0.5, -0.5, -0.5}}, {"a"});
        const QImage image = view.grab().toImage();
        const QRectF plot = view.plot();
        const auto at = [&](double x) {
            return image.pixelColor(int(plot.left() + x * plot.width()), int(plot.top() + 0.2 * plot.height()));
        };
        QCOMPARE(at(0.4), gridPointColor(theme(), 1, -1, 1));
        QCOMPARE(at(0.9), gridPointColor(theme(), -1, -1, 1));
    }

    void aStackSharesItsHeightByCounts()
    {
        ShareStack view;
        view.resize(400, 300);
        view.display({{0, {1, 3}}, {1, {4, 0}}}, 2, {}, {"a"});
        const QImage image = view.grab().toImage();
        const QRectF plot = view.plot();
        const auto at = [&](double x, double up) {
            return image.pixelColor(int(plot.left() + x * plot.width()), int(plot.bottom() - up * plot.height()));
        };
        QCOMPARE(at(0.2, 0.1), theme().mesh);
        QCOMPARE(at(0.2, 0.5), heatColor(theme(), 1));
        QCOMPARE(at(0.7, 0.5), theme().mesh);
    }

    void wildNumbersHarmNobody()
    {
        const double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
        SignGroup group;
        group.resize(300, 200);
        group.display({{nan, inf, -1e300, 0}, {{1}, {}}, {nan, inf, 1e300}}, {});
        group.grab();
        CutView bars;
        bars.resize(300, 200);
        bars.display({{nan, 7}, {inf, 0}, {-1e300, 1}}, 99, {"a"}, {});
        bars.grab();
        ShareStack stack;
        stack.resize(300, 200);
        stack.display({{0, {nan, 1}}, {5, {}}, {3, {0, 0}}}, -1, nan, {});
        stack.grab();
        TradeView trade;
        trade.resize(300, 200);
        trade.display({{1, nan, inf}, {2, 3, 0.5}}, 7, nan, {});
        trade.grab();
        QVERIFY(trade.plot().isValid());
    }
};

QTEST_MAIN(TestMultiBitPanels)
#include "tst_multi_bit_panels.moc"
