// SPDX-License-Identifier: GPL-3.0-or-later
// What the window says of a run's settings is true of the step and the layer that it shows, also when the method was changed
// while the run trained.
#include "tests/support/scripted_run.h"
#include "ui/chart/one_weight.h"
#include "ui/document/run_text.h"
#include "ui/panel/bits_panel.h"
#include "ui/takeaway/figure.h"

#include "core/method/methods.h"
#include "core/settings/presets.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

using namespace gridscope;
using namespace gridscope::ui;

namespace {

// Begins with one method and goes on from step 200 with another.
run::History changedHistory(const std::string& from, const std::string& to)
{
    run::RunConfig config;
    config.method = from;
    run::History history = test::scriptedHistory(config, 300);
    history.onMark({200, run::Mark::Kind::Setting, "", "method", from, to});
    return history;
}

run::History historyUntil(const run::RunConfig& config, std::int64_t last)
{
    const run::Start start = test::scriptedStart(config);
    run::History history;
    history.onStart(start);
    for (std::int64_t step = start.firstStep; step <= last; ++step) { history.onStep({.index = step}); }
    history.onSnapshot(test::scriptedSnapshot(start, last));
    return history;
}

} // namespace

class TestToldSettings : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void theMicroscopeTakesTheMethodOfItsStep()
    {
        const run::History history = changedHistory("cpq", "ste");
        const auto backwardAt = [&](std::int64_t step) {
            return oneWeight(history, history.snapshotAt(step), nullptr, 2, 3).backward;
        };
        QVERIFY(backwardAt(190) == Backward::MultiClass);
        QVERIFY(backwardAt(210) == Backward::Plain);
    }

    void theStoryIsThatOfTheMethodInForce_data()
    {
        QTest::addColumn<QString>("method");
        for (const run::MethodInfo* known : run::methods()) {
            const run::MethodInfo& method = *known;
            QTest::newRow(std::string(method.name).c_str()) << QString::fromStdString(std::string(method.name));
        }
    }
    void theStoryIsThatOfTheMethodInForce()
    {
        QFETCH(const QString, method);
        const run::MethodInfo* told = nullptr;
        for (const run::MethodInfo* known : run::methods()) {
            const run::MethodInfo& one = *known;
            if (one.name == method.toStdString()) { told = &one; }
        }
        const run::History history = changedHistory("cpq", std::string(told->name));
        QCOMPARE(storyText(history), QString::fromStdString(std::string(told->story)));
        QCOMPARE(storyText(history, 0, 100), QString::fromStdString(std::string(run::methods().front()->story)));
        QVERIFY(phaseText(history).contains("quantized") != (method == "float"));
    }

    void floatPreTrainingCountsThePointsOfTheLayerThatIsShown_data()
    {
        QTest::addColumn<bool>("symmetric");
        QTest::addColumn<int>("layer");
        QTest::addColumn<QString>("says");
        QTest::newRow("five bits") << false << 0 << "only 32 are allowed";
        QTest::newRow("three bits") << false << 1 << "only 8 are allowed";
        QTest::newRow("symmetric") << true << 1 << "only 7 are allowed";
        QTest::newRow("one bit has no symmetric grid") << true << 2 << "only 2 are allowed";
        QTest::newRow("a float layer") << false << 3 << "this layer is not quantized";
    }
    void floatPreTrainingCountsThePointsOfTheLayerThatIsShown()
    {
        QFETCH(const bool, symmetric);
        QFETCH(const int, layer);
        QFETCH(const QString, says);
        run::RunConfig config;
        config.bits = {5, 3, 1, 3};
        config.floatLayers = {4};
        config.symmetricGrid = symmetric;
        QVERIFY2(storyText(historyUntil(config, -10), std::size_t(layer)).contains(says),
                 qPrintable(storyText(historyUntil(config, -10), std::size_t(layer))));
        const bool isFloat = layer == 3;
        QCOMPARE(storyText(historyUntil(config, 10), std::size_t(layer)).contains("stays in full precision"), isFloat);
    }

    void captionsTakeTheMethodOfTheirStep()
    {
        const run::History history = changedHistory("cpq", "float");
        const auto captionAt = [&](std::int64_t step) {
            return Figure(history, {"loss", 0}, step, "run", FigureStyle::Slide).caption();
        };
        QVERIFY2(captionAt(150).contains("cpq, 3 bits"), qPrintable(captionAt(150)));
        QVERIFY2(captionAt(250).contains("float, float"), qPrintable(captionAt(250)));
    }

    void aFigureKnowsHowItsRunBeganAlsoAfterAResume()
    {
        const run::History history = changedHistory("cpq", "ste");
        run::Start resumed = history.start();
        resumed.config.method = "ste"; // told again, with what was changed before
        run::History again;
        again.onStart(resumed);
        for (const auto& step : history.steps()) { again.onStep(step); }
        for (const auto& snapshot : history.snapshots()) { again.onSnapshot(snapshot); }
        for (const auto& mark : history.marks()) { again.onMark(mark); }
        for (const run::History* told : {&history, static_cast<const run::History*>(&again)}) {
            const auto facts = factsOfAll(*told, {}, "run");
            const auto state = QJsonDocument::fromJson(facts.state).object();
            QCOMPARE(state["settings"].toObject()["method"].toString(), QString("cpq"));
        }
    }

    void theBitsPanelNamesFullPrecisionWhereItIsInForce()
    {
        BitsPanel panel;
        panel.refresh(changedHistory("float", "float"), {0, {}});
        QVERIFY2(panel.summary().contains("Full precision"), qPrintable(panel.summary()));
        panel.refresh(changedHistory("float", "cpq"), {0, {}}); // no snapshot of the new method yet
        QVERIFY2(!panel.summary().contains("Full precision"), qPrintable(panel.summary()));
    }
};

QTEST_MAIN(TestToldSettings)
#include "tst_told_settings.moc"
