// SPDX-License-Identifier: GPL-3.0-or-later
// DropBits and learned bit-lengths, as the views show them: every cell is the mask that was drawn.
#include "core/run/masks.h"
#include "tests/support/scripted_run.h"
#include "ui/chart/layer_delegate.h"
#include "ui/panel/bits_panel.h"
#include "ui/panel/drop_panel.h"
#include "ui/panel/histogram_panel.h"
#include "ui/panel/layer_model.h"
#include "ui/panel/layer_strip.h"
#include "ui/panel/river_panel.h"
#include "ui/window/workspace.h"

#include <QtTest>

using namespace gridscope;
using namespace gridscope::ui;

namespace {

run::RunConfig dropping(const char* family, int bits, double keep)
{
    run::RunConfig config;
    config.start = "scratch";
    config.dropbits = family;
    config.bits = {bits};
    config.keepProbability = {keep};
    return config;
}

// One layer "fc", steps 1, 2, ... with the masks given.
run::History handMade(const run::RunConfig& config, const std::vector<std::vector<std::uint8_t>>& masks)
{
    run::Start start = test::scriptedStart(config);
    start.layers = {start.layers.front()};
    start.layers[0].name = "fc";
    start.lastStep = static_cast<std::int64_t>(masks.size());
    run::History history;
    history.onStart(start);
    for (std::size_t i = 0; i < masks.size(); ++i) {
        const auto step = static_cast<std::int64_t>(i) + 1;
        history.onStep({step, 0.1, 1.0, 0.1, masks[i]});
        history.onSnapshot(test::scriptedSnapshot(start, step));
    }
    return history;
}

void show(Panel& panel, QSize size, const run::History& history, const View& view = {})
{
    panel.resize(size);
    panel.show();
    panel.refresh(history, view);
    panel.grab();
}

QStringList namesOf(const DropRaster& raster)
{
    QStringList names;
    for (std::size_t i = 0; i < raster.rowCount(); ++i) { names << raster.rowName(i); }
    return names;
}

} // namespace

class TestDropPanel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { ThemeSource::instance().choose(ThemeSource::Choice::Light); }

    void aRunWithoutMasksSaysSo()
    {
        DropPanel panel;
        panel.setTitle(QStringLiteral("DropBits"));
        show(panel, {500, 220}, test::scriptedHistory({}, 20));
        QCOMPARE(panel.summary(), QStringLiteral("Nothing is dropped in this run. Choose DropBits in the settings."));
        QCOMPARE(panel.raster().accessibleDescription(), panel.summary());
        QCOMPARE(panel.raster().accessibleName(), QStringLiteral("DropBits"));
        QCOMPARE(panel.raster().readout(), QString());
    }

    void rowsAreNamedAfterWhatTheirMaskDrops()
    {
        DropPanel bitwise;
        show(bitwise, {500, 220}, handMade(dropping("bitwise", 4, 0.9), {{255, 255, 255}}));
        QCOMPARE(namesOf(bitwise.raster()), QStringList({"fc bit 4", "fc bit 3", "fc bit 2"}));
        DropPanel endpoints;
        show(endpoints, {500, 220}, handMade(dropping("endpoints", 3, 0.9), {{255, 255, 255}}));
        QCOMPARE(namesOf(endpoints.raster()), QStringList({"fc −4", "fc ±3", "fc ±2"}));
    }

    void everyCellIsTheMaskThatWasDrawn()
    {
        DropPanel panel;
        const auto history = test::scriptedHistory(dropping("bitwise", 3, 0.7), 120);
        show(panel, {900, 300}, history);
        const DropRaster& raster = panel.raster();
        QCOMPARE(raster.rowCount(), std::size_t(8));
        int dropped = 0;
        for (const run::Step& step : history.steps()) {
            const int column = static_cast<int>(raster.raster().columnOf(static_cast<double>(step.index)));
            for (std::size_t layer = 0; layer < 4; ++layer) {
                const auto masks = run::masksOf(history.start(), step, layer);
                for (std::size_t i = 0; i < masks.size(); ++i) {
                    const std::size_t row = 2 * layer + 1 - i; // the highest bit on top
                    QCOMPARE(raster.raster().keptShare(row, column), masks[i] / 255.0);
                    dropped += masks[i] == 0 ? 1 : 0;
                }
            }
        }
        QVERIFY(dropped > 100 && dropped < 500);
    }

    void aKeptCellIsFilledAndADroppedOneIsNot()
    {
        DropPanel panel;
        show(panel, {500, 220}, handMade(dropping("bitwise", 2, 0.5), {{255}, {0}, {255}, {128}}));
        const QImage& image = panel.raster().raster().image();
        const auto at = [&](double step, double height) {
            const int column = std::min(static_cast<int>(panel.raster().raster().columnOf(step)), image.width() - 1);
            return image.pixelColor(column, static_cast<int>(image.height() * (1 - height)));
        };
        const QColor full = layerColor(lightTheme(), 0);
        QCOMPARE(at(1, 0.9), full);
        QVERIFY(at(2, 0.9) != full);
        QVERIFY(at(2, 0.2) != full);
        QCOMPARE(at(2, 0.2), at(2, 0.9));
        QCOMPARE(at(4, 0.9), at(2, 0.9));  // half kept: half filled,
        QVERIFY(at(4, 0.2) != at(2, 0.2)); // and in a lighter shade
        QVERIFY(at(4, 0.2) != full);
    }

    void stepsThatShareAColumnShowTheShareKept()
    {
        std::vector<std::vector<std::uint8_t>> masks;
        for (int i = 0; i < 20000; ++i) { masks.push_back({i % 4 == 0 ? std::uint8_t(0) : std::uint8_t(255)}); }
        run::History history;
        run::Start start = handMade(dropping("bitwise", 2, 0.75), {}).start();
        start.lastStep = 20000;
        history.onStart(start);
        for (int i = 0; i < 20000; ++i) { history.onStep({i + 1, 0.1, 1.0, 0.1, masks[static_cast<std::size_t>(i)]}); }
        DropPanel panel;
        show(panel, {400, 200}, history);
        for (int column = 5; column < panel.raster().raster().image().width() - 5; ++column) {
            QVERIFY(std::abs(panel.raster().raster().keptShare(0, column) - 0.75) < 0.03);
        }
    }

    void aGrowingRunLooksLikeOneDrawnAtOnce()
    {
        const auto whole = test::scriptedHistory(dropping("endpoints", 3, 0.8), 200);
        DropPanel atOnce;
        show(atOnce, {700, 300}, whole);
        DropPanel growing;
        run::History history;
        history.onStart(whole.start());
        for (const run::Step& step : whole.steps()) {
            history.onStep(step);
            if (step.index % 40 == 0) { show(growing, {700, 300}, history); }
        }
        show(growing, {700, 300}, history);
        QCOMPARE(growing.raster().raster().image(), atOnce.raster().raster().image());
    }

    void theDropRateCountsTheLastHundredStepsUpToTheOneShown()
    {
        std::vector<std::vector<std::uint8_t>> masks;
        for (int i = 1; i <= 300; ++i) {
            const bool isDropped = i <= 150 || (i > 200 && i <= 209);
            masks.push_back({isDropped ? std::uint8_t(0) : std::uint8_t(255)});
        }
        const auto history = handMade(dropping("bitwise", 2, 0.9), masks);
        DropPanel panel;
        show(panel, {900, 200}, history);
        QCOMPARE(panel.raster().layerText(0), QStringLiteral("dropped 9.0\u00a0% of the last 100 steps"));
        QVERIFY(panel.summary().contains(panel.raster().layerText(0)));
        show(panel, {900, 200}, history, {0, 200});
        QCOMPARE(panel.raster().layerText(0), QStringLiteral("dropped 50\u00a0% of the last 100 steps"));
        show(panel, {900, 200}, history, {0, 30});
        QCOMPARE(panel.raster().layerText(0), QStringLiteral("dropped 100\u00a0% of the last 30 steps"));
    }

    void theReadoutTellsStepMaskAndKeepProbability()
    {
        const auto history = handMade(dropping("bitwise", 3, 0.9), {{255, 0}, {0, 255}, {255, 100}});
        DropPanel panel;
        show(panel, {900, 200}, history);
        auto& raster = panel.raster();
        QTest::keyClick(&raster, Qt::Key_Left);
        QCOMPARE(raster.readout(), QStringLiteral("step 3 · fc bit 3 · 39\u00a0% kept · keep probability 0.900"));
        QTest::keyClick(&raster, Qt::Key_Left);
        QCOMPARE(raster.readout(), QStringLiteral("step 2 · fc bit 3 · kept · keep probability 0.900"));
        QTest::keyClick(&raster, Qt::Key_Down);
        QCOMPARE(raster.readout(), QStringLiteral("step 2 · fc bit 2 · dropped · keep probability 0.900"));
        QTest::keyClick(&raster, Qt::Key_Escape);
        QCOMPARE(raster.readout(), QString());
        QTest::mouseMove(&raster, QPointF(raster.pixelOfStep(1) + 2, raster.rowRect(0).center().y()).toPoint());
        QTRY_COMPARE(raster.readout(), QStringLiteral("step 1 · fc bit 3 · dropped · keep probability 0.900"));
    }

    void masksTellWhichGridPointsAreLeft()
    {
        const auto kept = [](const char* family, std::vector<std::uint8_t> masks) {
            return run::keptCodes(dropping(family, 3, 0.9), 0, masks);
        };
        QCOMPARE(kept("bitwise", {255, 255}), (run::CodeRange{-4, 3}));
        QCOMPARE(kept("bitwise", {255, 0}), (run::CodeRange{-2, 1}));
        QCOMPARE(kept("bitwise", {0, 255}), (run::CodeRange{-1, 0})); // the mask above a dropped one counts for nothing
        QCOMPARE(kept("endpoints", {255, 255, 255}), (run::CodeRange{-4, 3}));
        QCOMPARE(kept("endpoints", {255, 255, 0}), (run::CodeRange{-3, 3}));
        QCOMPARE(kept("endpoints", {0, 255, 255}), (run::CodeRange{-1, 1}));
    }

    void droppedGridPointsFadeInTheHistogramAndItsReadoutSaysSo()
    {
        const auto history = handMade(dropping("bitwise", 3, 0.9), {{255, 0}, {255, 255}});
        HistogramPanel panel;
        show(panel, {900, 500}, history, {0, 1});
        auto& view = panel.histogram();
        const run::LayerState& state = history.snapshots()[0]->layers[0];
        const auto pointAt = [&](int code) {
            QTest::mouseMove(&view,
                             QPointF(view.pixelOf(state.alpha * code) + 1, view.axes().baseline() - 10).toPoint());
        };
        pointAt(3);
        QTRY_VERIFY2(view.readout().endsWith(QStringLiteral("dropped at this step")), qPrintable(view.readout()));
        pointAt(1);
        QTRY_VERIFY(view.readout().contains(QStringLiteral("code 1")));
        QVERIFY(!view.readout().contains(QStringLiteral("dropped")));
        const QImage faded = view.grab().toImage();
        view.setKept(std::nullopt);
        QVERIFY(view.grab().toImage() != faded);
        show(panel, {900, 500}, history, {0, 2});
        pointAt(3);
        QTRY_VERIFY(view.readout().contains(QStringLiteral("code 3")));
        QVERIFY(!view.readout().contains(QStringLiteral("dropped")));
    }

    void theWorkspaceShowsDropBitsOnlyForARunThatHasMasks()
    {
        Workspace workspace(new QWidget);
        workspace.resize(1700, 900);
        workspace.show();
        const auto without = test::scriptedHistory({}, 20);
        const auto with = test::scriptedHistory(dropping("bitwise", 3, 0.8), 20);
        const auto* panel = workspace.findChild<DropPanel*>();
        QVERIFY(panel != nullptr);
        workspace.refreshNow(without, {});
        QCOMPARE(workspace.frames().size(), std::size_t(8));
        QVERIFY(!panel->isVisible());
        workspace.refreshNow(with, {});
        QCOMPARE(workspace.frames().size(), std::size_t(9));
        QVERIFY(panel->isVisible());
        QVERIFY(panel->summary().contains(QStringLiteral("fc1 dropped")));
        workspace.setDensity(true, false); // tabs
        workspace.refreshNow(without, {});
        QVERIFY(!panel->isVisible());
        workspace.setDensity(false, false);
        workspace.refreshNow(with, {});
        QVERIFY(panel->isVisible());
        workspace.maximise(workspace.frame("dropbits"));
        workspace.refreshNow(without, {});
        QVERIFY(!workspace.isMaximised());
    }

    void aBitChangeIsNewsInTheLayerStripForAHundredSteps()
    {
        run::History history = learnedRun();
        LayerModel model;
        const auto textAt = [&](std::int64_t step) {
            model.show(history, history.snapshotAt(step));
            return bitsText(model.row(2));
        };
        QCOMPARE(textAt(15), QStringLiteral("4 bit"));
        QCOMPARE(textAt(25), QStringLiteral("4 → 2 bit"));
        QCOMPARE(textAt(115), QStringLiteral("4 → 2 bit"));
        QCOMPARE(textAt(120), QStringLiteral("2 bit"));
    }

    void viewsFollowAGridThatShrinksWithinARun()
    {
        const run::History history = learnedRun();
        View view;
        view.layer = 2;
        HistogramPanel histogram;
        RiverPanel river;
        LayerStrip strip;
        BitsPanel bits;
        for (Panel* panel : std::initializer_list<Panel*>{&histogram, &river, &strip, &bits}) {
            show(*panel, {600, 400}, history, view);
            for (const std::int64_t step : {10, 25, 19, 60}) { show(*panel, {600, 400}, history, {2, step}); }
        }
        QCOMPARE(bits.summary(), QStringLiteral("Bits per weight lie between 2 and 4 over the run."));
        QVERIFY(strip.summary().contains(QStringLiteral("fc1"))
                || strip.summary().contains(QStringLiteral("4 layers")));
        QVERIFY(histogram.summary().contains(QStringLiteral("2 bit")));
    }

private:
    // 4 bits; fc1 falls to 2 at step 20.
    static run::History learnedRun()
    {
        run::RunConfig config = dropping("bitwise", 4, 0.9);
        const auto wide = test::scriptedHistory(config, 150);
        config.bits = {4, 4, 2, 4};
        const run::Start narrow = test::scriptedStart(config);
        run::History history;
        history.onStart(wide.start());
        for (std::int64_t step = 1; step <= 150; ++step) {
            history.onStep(wide.steps()[static_cast<std::size_t>(step - 1)]);
            if (step == 20) { history.onMark({step, run::Mark::Kind::Bits, "fc1", "bit-length", "4", "2"}); }
            history.onSnapshot(test::scriptedSnapshot(step < 20 ? wide.start() : narrow, step));
        }
        return history;
    }
};

QTEST_MAIN(TestDropPanel)
#include "tst_drop_panel.moc"
