// SPDX-License-Identifier: GPL-3.0-or-later
// One weight under the microscope: its numbers are the equations', its picture is its numbers, and it always has something
// to say. The equations themselves: tests/core/tst_level_probabilities.cpp.
#include "core/quantize/cpq.h"
#include "core/quantize/expected_value.h"
#include "core/quantize/level_probabilities.h"
#include "tests/support/scripted_run.h"
#include "ui/chart/weight_numbers.h"
#include "ui/panel/microscope_panel.h"

#include <QAccessible>
#include <QApplication>
#include <QSignalSpy>
#include <QtTest>

using namespace gridscope;
using namespace gridscope::ui;

namespace {

constexpr double asAutograd = 1e-6;

run::RunConfig configOf(const std::string& method)
{
    run::RunConfig config;
    config.method = method;
    return config;
}

OneWeight weightAt(const run::History& history, std::size_t index, std::int64_t step = 200)
{
    const auto snapshot = history.snapshotAt(step);
    return oneWeight(history, snapshot, history.snapshotAt(snapshot->step - 1), 2, index);
}

QString valueOf(const OneWeight& one, const QString& symbol)
{
    for (const WeightNumber& number : weightNumbers(one)) {
        if (number.symbol == symbol) { return number.value; }
    }
    return QStringLiteral("none");
}

} // namespace

class TestMicroscope : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale::c());
        ThemeSource::instance().choose(ThemeSource::Choice::Light);
        history_ = test::scriptedHistory({}, 300);
    }

    void itsNumbersAreThoseOfTraining()
    {
        const std::size_t count = history_.latest()->layers[2].followed.size();
        QVERIFY(count >= 16);
        for (std::size_t i = 0; i < count; ++i) {
            const OneWeight one = weightAt(history_, i);
            const auto chosen =
                quantize::MultiClassEstimator<double>(one.alpha, one.sigma, one.grid).chosen(one.weight);
            QCOMPARE(one.code, chosen.code);
            QVERIFY(std::abs(one.probability(one.code) - chosen.probability) < asAutograd);
            QVERIFY(*std::max_element(one.probabilities.begin(), one.probabilities.end()) == one.probability(one.code));
            // g* dr*/dw by finite differences of the whole distribution
            const double h = 1e-5 * one.alpha;
            const auto r = [&](double w) {
                return quantize::levelProbabilities(w, one.alpha, one.sigma,
                                                    one.grid)[std::size_t(one.code - one.grid.low)];
            };
            const double slope = (r(one.weight + h) - r(one.weight - h)) / (2 * h);
            QVERIFY(std::abs(one.chosenSlope() - slope) * one.alpha < asAutograd);
            QVERIFY(std::abs(one.gradientFactor(one.weight) - one.alpha * one.code * slope) < asAutograd);
            QVERIFY(one.before.has_value() && one.beforeStep < one.step);
        }
    }

    void everyMethodHasItsOwnFactor_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<double>("cells");
        QTest::addColumn<double>("expected"); // NaN: none
        const double none = std::numeric_limits<double>::quiet_NaN();
        QTest::newRow("multi-class: none on the grid point") << "cpq" << 0.0 << 0.0;
        QTest::newRow("plain: 1 inside") << "ste" << 1.4 << 1.0;
        QTest::newRow("plain: 0 outside") << "lsq" << 9.0 << 0.0;
        QTest::newRow("identity: 1 outside, too") << "dorefa" << 9.0 << 1.0;
        QTest::newRow("by chance") << "rq" << 1.4 << none;
    }
    void everyMethodHasItsOwnFactor()
    {
        QFETCH(QString, method);
        QFETCH(double, cells);
        QFETCH(double, expected);
        const run::History history = test::scriptedHistory(configOf(method.toStdString()), 60);
        const OneWeight one = weightAt(history, 0, 50);
        const double factor = one.gradientFactor(cells * one.alpha);
        QVERIFY(std::isnan(expected) ? std::isnan(factor) : std::abs(factor - expected) < asAutograd);
        QCOMPARE(valueOf(one, QStringLiteral("r*")) != "none", one.hasNoise());
        MicroscopeView view;
        view.resize(400, 300);
        view.display(one);
        QCOMPARE(view.factorCurve(one.code).isEmpty(), method == "rq");
        QVERIFY(!view.grab().toImage().isNull());
    }

    void theExpectedValuesFactorIsItsGradient()
    {
        const run::History history = test::scriptedHistory(configOf("expected"), 60);
        const OneWeight one = weightAt(history, 3, 50);
        const double h = 1e-5 * one.alpha;
        OneWeight right = one;
        OneWeight left = one;
        right.probabilities = quantize::levelProbabilities(one.weight + h, one.alpha, one.sigma, one.grid);
        left.probabilities = quantize::levelProbabilities(one.weight - h, one.alpha, one.sigma, one.grid);
        QVERIFY(std::abs(one.gradientFactor(one.weight) - (right.mean() - left.mean()) / (2 * h)) < asAutograd);
    }

    void thePictureIsTheNumbers()
    {
        const OneWeight one = weightAt(history_, 5);
        MicroscopeView view;
        view.resize(420, 320);
        view.show();
        view.display(one);
        for (int n = view.firstCode(); n <= view.lastCode(); ++n) {
            const double height = view.upper().bottom() - view.barTop(n);
            QVERIFY(std::abs(height / view.upper().height() - one.probability(n)) < asAutograd);
            QVERIFY(n == view.firstCode() || view.pixelOf(one.alpha * n) > view.pixelOf(one.alpha * (n - 1)) + 10);
        }
        // The chosen bar has its colour at its foot, beside the line of the grid point.
        const QImage image = view.grab().toImage();
        const double cell = view.pixelOf(one.alpha) - view.pixelOf(0);
        const QPointF foot(view.pixelOf(one.alpha * one.code) - 0.2 * cell, view.upper().bottom() - 6);
        QCOMPARE(image.pixelColor(foot.toPoint()), gridPointColor(theme(), one.code, one.grid.low, one.grid.high));
        // The curve goes through the dot of the weight.
        const QPolygonF curve = view.factorCurve(one.code);
        const double x = view.pixelOf(one.weight);
        const auto after = std::find_if(curve.begin(), curve.end(), [&](const QPointF& p) { return p.x() >= x; });
        QVERIFY(after != curve.begin() && after != curve.end());
        const double dot = view.pixelOfFactor(one.gradientFactor(one.weight));
        QVERIFY(std::abs(after->y() - dot) < 4 && std::abs(std::prev(after)->y() - dot) < 4);
    }

    void aLongGridShowsTheNeighbours()
    {
        OneWeight one = weightAt(history_, 5);
        one.grid = {-128, 127};
        one.code = quantize::nearestCode(one.weight, one.alpha, one.grid);
        one.probabilities = quantize::levelProbabilities(one.weight, one.alpha, one.sigma, one.grid);
        MicroscopeView view;
        view.resize(400, 300);
        view.display(one);
        QCOMPARE(view.lastCode() - view.firstCode(), 8);
        QVERIFY(view.firstCode() <= one.code && one.code <= view.lastCode());
    }

    void aWeightFarOutsideIsShownAtTheEdge()
    {
        OneWeight one = weightAt(history_, 5);
        one.weight = 40 * one.alpha;
        one.code = one.grid.high;
        one.probabilities = quantize::levelProbabilities(one.weight, one.alpha, one.sigma, one.grid);
        MicroscopeView view;
        view.resize(400, 300);
        view.display(one);
        QVERIFY(!view.grab().toImage().isNull());
        QVERIFY(view.pixelOf(one.alpha * one.grid.high) > view.upper().center().x() - view.upper().width() / 2);
        for (const WeightNumber& number : weightNumbers(one)) {
            QVERIFY2(!number.value.contains("nan") && !number.formula.contains("nan"), qPrintable(number.formula));
        }
    }

    void upAndDownChooseAndTheNumbersFollow()
    {
        MicroscopePanel panel;
        panel.resize(360, 700);
        panel.show();
        connect(&panel, &MicroscopePanel::weightMagnified, &panel, [&] { panel.refresh(history_, {2, {}}); });
        panel.refresh(history_, {2, {}});
        QCOMPARE(panel.list().count(), int(history_.latest()->layers[2].followed.size()));
        QCOMPARE(panel.chosen(), std::size_t(0));
        const QString before = panel.summary();
        QTest::keyClick(&panel.list(), Qt::Key_Down);
        QCOMPARE(panel.chosen(), std::size_t(1));
        QTest::keyClick(&panel.microscope(), Qt::Key_Down); // the picture passes them on
        QCOMPARE(panel.chosen(), std::size_t(2));
        QTest::keyClick(&panel.microscope(), Qt::Key_Up);
        QCOMPARE(panel.list().currentRow(), 1);
        QVERIFY(panel.summary() != before && panel.summary().startsWith("Weight 2 at step"));
        QTest::mouseClick(panel.list().viewport(), Qt::LeftButton, {},
                          panel.list().visualItemRect(panel.list().item(3)).center());
        QCOMPARE(panel.chosen(), std::size_t(3));
        const auto numbers = weightNumbers(oneWeight(history_, history_.latest(), nullptr, 2, 3));
        QCOMPARE(panel.numbers().item(4, 1)->text(), numbers[4].value); // r*
        QCOMPARE(panel.microscope().accessibleDescription(), panel.summary());
    }

    void aPastStepShowsThatStep()
    {
        MicroscopePanel panel;
        panel.refresh(history_, {2, 100});
        QVERIFY2(panel.summary().contains("at step 100:"), qPrintable(panel.summary()));
        const QString past = panel.summary();
        panel.refresh(history_, {2, {}});
        QVERIFY(panel.summary() != past);
    }

    void itAlwaysHasSomethingToSay_data()
    {
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("expected");
        QTest::newRow("no run") << "none"
                                << "No run yet.";
        QTest::newRow("no snapshot") << "started"
                                     << "Waiting for the first snapshot.";
        QTest::newRow("float phase") << "float"
                                     << "Float training: weights may take any value";
        QTest::newRow("full precision") << "full"
                                        << "This run is full precision";
        QTest::newRow("nothing followed") << "nobody"
                                          << "This run follows no single weight";
        QTest::newRow("an offset grid")
            << "offset"
            << "The microscope's formulas are those of grids whose points are whole multiples";
        QTest::newRow("a free grid") << "free"
                                     << "The microscope's formulas are those of grids whose points are whole multiples";
        QTest::newRow("no such layer") << "layer"
                                       << "No weights here.";
    }
    void itAlwaysHasSomethingToSay()
    {
        QFETCH(QString, state);
        QFETCH(QString, expected);
        run::RunConfig config;
        config.followedWeights = state == "nobody" ? 0 : 16;
        if (state == "float") { config.pretrainSteps = 50; }
        if (state == "full") { config.method = "float"; }
        run::History history;
        if (state != "none") { history.onStart(test::scriptedStart(config)); }
        if (state == "float" || state == "full") {
            auto snapshot =
                std::make_shared<run::Snapshot>(*test::scriptedSnapshot(history.start(), state == "float" ? -10 : 1));
            if (state == "full") {
                for (auto& layer : snapshot->layers) { layer.bits = 0; }
            }
            history.onSnapshot(snapshot);
        } else if (state == "offset" || state == "free") {
            auto snapshot = std::make_shared<run::Snapshot>(*test::scriptedSnapshot(history.start(), 10));
            run::LayerState& layer = snapshot->layers[1];
            if (state == "offset") { layer.offset = 0.5; }
            std::vector<double> points;
            for (int n = layer.low; n <= layer.high; ++n) { points.push_back(n + 0.1 * n * n * n); }
            if (state == "free") { layer.free = std::make_shared<const run::FreeLevels>(run::FreeLevels{points, {}}); }
            history.onSnapshot(snapshot);
        } else if (state == "nobody" || state == "layer") {
            history.onSnapshot(test::scriptedSnapshot(history.start(), 10));
        }
        MicroscopePanel panel;
        panel.resize(360, 600);
        panel.refresh(history, {state == "layer" ? std::size_t(9) : std::size_t(1), {}});
        QVERIFY2(panel.summary().startsWith(expected), qPrintable(panel.summary()));
        QVERIFY(panel.microscope().isEmpty());
        QVERIFY(!panel.grab().toImage().isNull());
    }

    void theCursorReadsGridPoints()
    {
        MicroscopeView view;
        view.resize(420, 320);
        view.show();
        const OneWeight one = weightAt(history_, 5);
        view.display(one);
        QVERIFY(view.readout().isEmpty());
        QTest::keyClick(&view, Qt::Key_Right);
        QVERIFY(view.readout().startsWith("code " + QString::number(one.code).replace('-', QChar(0x2212))));
        QVERIFY(view.readout().endsWith("chosen"));
        QTest::keyClick(&view, Qt::Key_Escape);
        QVERIFY(view.readout().isEmpty());
        QTest::mouseMove(&view, QPoint(int(view.pixelOf(one.weight)), int(view.lower().center().y())));
        QTRY_VERIFY(view.readout().contains("gradient factor"));
    }

    void textStaysInsideAndApart_data()
    {
        QTest::addColumn<int>("percent");
        QTest::addColumn<QSize>("size");
        QTest::newRow("narrow") << 100 << QSize(300, 220);
        QTest::newRow("large text") << 250 << QSize(620, 500);
        QTest::newRow("maximised") << 100 << QSize(1400, 800);
    }
    void textStaysInsideAndApart()
    {
        QFETCH(int, percent);
        QFETCH(QSize, size);
        MicroscopeView view;
        QFont font = QApplication::font();
        font.setPointSizeF(font.pointSizeF() * percent / 100);
        view.setFont(font);
        view.resize(size);
        view.show();
        view.display(weightAt(history_, 5));
        QVERIFY(!view.grab().isNull());
        const auto& rects = view.textRects();
        QVERIFY(rects.size() > 8);
        for (std::size_t i = 0; i < rects.size(); ++i) {
            QVERIFY(QRectF(view.rect()).contains(rects[i]));
            for (std::size_t j = 0; j < i; ++j) { QVERIFY(!rects[i].intersects(rects[j])); }
        }
    }

private:
    run::History history_;
};

QTEST_MAIN(TestMicroscope)
#include "tst_microscope.moc"
