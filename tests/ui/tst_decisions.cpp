// SPDX-License-Identifier: GPL-3.0-or-later
// Decisions over the plane: drawn as they were told, with a second cue, and only for data that have a plane.
#include "tests/ui/window_fixture.h"
#include "ui/panel/decision_panel.h"

using namespace gridscope;
using test::ShownWindow;

namespace {

// Left half class 0, right half class 1; quantized also in the upper right corner class 0.
run::DecisionMap halves(bool withFloatStart)
{
    run::DecisionMap map;
    map.side = 8;
    map.left = map.bottom = -1;
    map.right = map.top = 1;
    for (int row = 0; row < 8; ++row) {
        for (int column = 0; column < 8; ++column) {
            const std::uint8_t cell = column < 4 ? 0x0F : 0x1F;
            map.latent.push_back(cell);
            map.quantized.push_back(row < 2 && column >= 6 ? 0x0F : cell);
            if (withFloatStart) { map.floatStart.push_back(cell); }
        }
    }
    map.points = {{10, 128, 0}, {245, 128, 1}};
    return map;
}

run::History historyWith(bool decisions)
{
    run::RunConfig config;
    run::History history = test::scriptedHistory(config, 20);
    if (!decisions) { return history; }
    history.onEvaluation({0,
                          "validation",
                          2,
                          run::Score{1, 1},
                          run::Score{1, 1},
                          {},
                          std::make_shared<const run::DecisionMap>(halves(true))});
    history.onEvaluation({20,
                          "validation",
                          2,
                          run::Score{1, 1},
                          run::Score{1, 1},
                          {},
                          std::make_shared<const run::DecisionMap>(halves(false))});
    return history;
}

} // namespace

class TestDecisions final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyCellHasItsClassesColour()
    {
        ui::DecisionPanel panel;
        panel.resize(900, 330);
        panel.show();
        panel.refresh(historyWith(true), {});
        const QImage image = panel.plane().grab().toImage();
        for (int i = 0; i < 3; ++i) {
            const QRectF square = panel.plane().square(i);
            const auto at = [&](double x, double y) {
                return image.pixelColor(
                    (square.topLeft() + QPointF(x * square.width(), y * square.height())).toPoint());
            };
            QCOMPARE(at(0.25, 0.3), panel.plane().colourOf(0x0F));
            QCOMPARE(at(0.6, 0.3), panel.plane().colourOf(0x1F));
            QCOMPARE(at(0.9, 0.1), panel.plane().colourOf(i == 2 ? 0x0F : 0x1F)); // where the quantized one differs
        }
        QVERIFY(panel.plane().colourOf(0x0F) != panel.plane().colourOf(0x08)); // sureness is strength
    }

    void theSummaryTellsHowMuchDiffers()
    {
        ui::DecisionPanel panel;
        panel.refresh(historyWith(true), {});
        QVERIFY2(panel.summary().contains("at step 20") && panel.summary().contains("6.3 %")
                     && panel.summary().contains("0.0 %"),
                 qPrintable(panel.summary())); // 4 of 64 cells
        panel.refresh(historyWith(true), {0, 10});
        QVERIFY2(panel.summary().contains("at step 0"), qPrintable(panel.summary()));
    }

    void theReadoutNamesClassAndPlace()
    {
        ui::DecisionPanel panel;
        panel.resize(900, 330);
        panel.show();
        panel.refresh(historyWith(true), {});
        panel.plane().grab();
        const QRectF square = panel.plane().square(2);
        const QPointF at = square.topLeft() + QPointF(0.9 * square.width(), 0.1 * square.height());
        QMouseEvent move(QEvent::MouseMove, at, panel.plane().mapToGlobal(at), Qt::NoButton, Qt::NoButton, {});
        QApplication::sendEvent(&panel.plane(), &move);
        QVERIFY2(panel.plane().readout().contains("quantized") && panel.plane().readout().contains("class 0")
                     && panel.plane().readout().contains("0.8"),
                 qPrintable(panel.plane().readout()));
    }

    void otherDataHaveNoSuchPanel()
    {
        QVERIFY(!ui::DecisionPanel::hasPlane(historyWith(false)));
        ui::DecisionPanel panel;
        panel.refresh(historyWith(false), {});
        QVERIFY(panel.plane().isEmpty() && panel.summary().contains("2-D data"));
        const auto titles = [](ShownWindow& w) {
            QStringList shown;
            for (ui::PanelFrame* frame : w.find<ui::Workspace>("workspace")->frames()) {
                shown += frame->info().title();
            }
            return shown;
        };
        ShownWindow pictures(test::quietLaunch(true));
        QTRY_VERIFY(pictures.steps() > 3);
        QVERIFY(!titles(pictures).contains("Decisions"));
        run::RunConfig config = test::quickConfig();
        config.network = "mlp";
        config.data = "moons";
        ShownWindow points(test::quietLaunch(true, config));
        QTRY_VERIFY(points.steps() > 3);
        QVERIFY(titles(points).contains("Decisions"));
    }
};

QTEST_MAIN(TestDecisions)
#include "tst_decisions.moc"
