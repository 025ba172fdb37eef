// SPDX-License-Identifier: GPL-3.0-or-later
// Curves arrive unchanged, axes do not jump, names stand at line ends.
#include "ui/chart/line_chart.h"

#include <QApplication>
#include <QSignalSpy>
#include <QWheelEvent>
#include <QtTest>

#include <cmath>

using namespace gridscope;
using namespace gridscope::ui;

namespace {

std::unique_ptr<LineChart> twoCurves()
{
    auto chart = std::make_unique<LineChart>();
    chart->resize(420, 260);
    chart->setTitles({QStringLiteral("training loss (nats)"), QStringLiteral("loss")}, QStringLiteral("step"));
    chart->setCurves({{QStringLiteral("raw"), [](const Theme& t) { return t.latent; }},
                      {QStringLiteral("smoothed"), [](const Theme& t) { return t.loss; }, {4, 2}}});
    chart->setStepRange(0, 100);
    return chart;
}

void turnWheel(LineChart& chart, QPoint at, int notches, Qt::KeyboardModifiers keys)
{
    QWheelEvent event(at, chart.viewport()->mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, keys,
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(chart.viewport(), &event);
}

const run::Curve line{{0, 1}, {50, 9}, {100, 2}};

} // namespace

class TestLineChart : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { ThemeSource::instance().choose(ThemeSource::Choice::Light); }

    void aSpikeArrivesInTheSeries()
    {
        const auto chart = twoCurves();
        chart->replace(0, line);
        QCOMPARE(chart->series(0)->points(), (QList<QPointF>{{0, 1}, {50, 9}, {100, 2}}));
    }

    void aCurveIsWholeAtWhateverSizeItIsShown_data()
    {
        QTest::addColumn<QSize>("before");
        QTest::addColumn<QSize>("after");
        QTest::newRow("it was hidden") << QSize(10, 10) << QSize(900, 400);
        QTest::newRow("it was a stamp") << QSize(90, 60) << QSize(1900, 900);
        QTest::newRow("it was large") << QSize(1900, 900) << QSize(200, 100);
    }
    void aCurveIsWholeAtWhateverSizeItIsShown()
    {
        QFETCH(const QSize, before);
        QFETCH(const QSize, after);
        run::Curve waves;
        for (int step = 0; step <= 20'000; ++step) { waves.push_back({double(step), std::sin(step / 900.0)}); }
        const auto drawn = [&](QSize first, QSize last) {
            const auto chart = twoCurves();
            chart->resize(first);
            chart->setStepRange(0, 20'000);
            chart->setValueRange(-1, 1);
            chart->replace(0, waves);
            chart->show();
            chart->resize(last); // nobody gives the curve again: the run is paused, or has ended
            chart->grab();
            return chart->series(0)->points();
        };
        QCOMPARE(drawn(before, after), drawn(after, after));
    }

    void whoZoomsInSeesEveryPoint()
    {
        const auto chart = twoCurves();
        run::Curve zigzag;
        for (int step = 0; step <= 20'000; ++step) { zigzag.push_back({double(step), double(step % 2)}); }
        chart->setStepRange(0, 20'000);
        chart->replace(0, zigzag);
        QVERIFY(chart->series(0)->count() < 2000);
        chart->zoomSteps(10'000, 500);
        const auto points = chart->series(0)->points();
        const auto at = std::ranges::find(points, 10'000.0, &QPointF::x);
        QVERIFY(at != points.end());
        QCOMPARE(std::next(at)->x(), 10'001.0);
        QVERIFY(points.first().x() <= chart->shownSteps().low && points.last().x() >= chart->shownSteps().high);
    }

    void noLineCrossesAGap()
    {
        const auto chart = twoCurves();
        chart->setValueRange(0, 10);
        const auto told = run::withGaps({{0, 5}, {10, 5}, {20, 5}, {70, 5}, {80, 5}, {100, 5}}, 20);
        chart->setCurves({{QStringLiteral("a"), [](const Theme&) { return QColor(Qt::red); }, {}, 3}});
        chart->replace(0, told);
        QCOMPARE(chart->pieces(0).size(), std::size_t(2));
        const QImage image = chart->grab().toImage();
        const auto isRed = [&](double step) {
            return image.pixelColor(chart->pixelOf(step, 5).toPoint()) == QColor(Qt::red);
        };
        QVERIFY(isRed(10) && isRed(90));
        QVERIFY(!isRed(45));
        chart->replace(0, run::Curve{{0, 5}, {100, 5}}); // a whole curve leaves no piece behind
        QCOMPARE(chart->pieces(0).size(), std::size_t(1));
        QVERIFY(chart->grab().toImage().pixelColor(chart->pixelOf(45, 5).toPoint()) == QColor(Qt::red));
    }

    void whatCannotBeIsNotOnTheAxis()
    {
        const auto chart = twoCurves();
        chart->fitValues(100, 100, {0, 100});
        QCOMPARE(chart->valueHigh(), 100.0);
        QVERIFY(chart->valueLow() < 100);
    }

    void theValueAxisGrowsAtOnceAndDoesNotShrinkAtOnce()
    {
        const auto chart = twoCurves();
        chart->fitValues(0, 2);
        QCOMPARE(chart->valueHigh(), 2.5);
        chart->fitValues(0, 9);
        QVERIFY(chart->valueHigh() >= 9);
        const double high = chart->valueHigh();
        chart->fitValues(0, 2);
        QCOMPARE(chart->valueHigh(), high);
        chart->startOver();
        chart->fitValues(0, 2);
        QCOMPARE(chart->valueHigh(), 2.5);
    }

    void theCurveIsDrawnWhereItsNumbersAre()
    {
        const auto chart = twoCurves();
        chart->setValueRange(0, 10);
        chart->setCurves({{QString(), [](const Theme&) { return QColor(Qt::red); }, {}, 3}});
        chart->replace(0, run::Curve{{0, 5}, {100, 5}});
        const QImage image = chart->grab().toImage();
        const QPoint at = chart->pixelOf(40, 5).toPoint();
        QCOMPARE(image.pixelColor(at), QColor(Qt::red));
        QVERIFY(image.pixelColor(at - QPoint(0, 12)) != QColor(Qt::red));
    }

    void namesStandAtTheLinesEndsWithoutOverlap()
    {
        const auto chart = twoCurves();
        chart->setValueRange(0, 10);
        chart->replace(0, line);
        chart->replace(1, line);
        chart->grab();
        QCOMPARE(chart->labelAtEnd(1), QStringLiteral("smoothed"));
        const auto& rects = chart->textRects();
        for (std::size_t i = 0; i < rects.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) { QVERIFY(!rects[i].intersects(rects[j])); }
        }
    }

    void aNameStandsAtItsLineInItsColourOrIsLedToIt()
    {
        const auto chart = twoCurves();
        chart->resize(420, 110); // little room: names collide
        chart->setCurves({{QStringLiteral("one"), [](const Theme& t) { return layerColor(t, 0); }},
                          {QStringLiteral("two"), [](const Theme& t) { return layerColor(t, 1); }},
                          {QStringLiteral("three"), [](const Theme& t) { return layerColor(t, 2); }}});
        chart->setValueRange(0, 10);
        for (std::size_t i = 0; i < 3; ++i) {
            const double y = 9 - 0.5 * double(i);
            chart->replace(i, run::Curve{{0, y}, {100, y}});
        }
        chart->grab();
        const auto& labels = chart->endLabels();
        QVERIFY(labels.size() >= 2);
        const double line = QFontMetricsF(chart->font()).height();
        for (const auto& label : labels) {
            const std::size_t curve = label.text == "one" ? 0 : label.text == "two" ? 1 : 2;
            QCOMPARE(label.lineY, chart->pixelOf(100, 9 - 0.5 * double(curve)).y());
            QCOMPARE(label.color, wordsColor(layerColor(theme(), curve)));
            QVERIFY(label.hasLeader || std::abs(label.rect.center().y() - label.lineY) <= 0.3 * line);
        }
        for (std::size_t i = 1; i < labels.size(); ++i) {
            QVERIFY(labels[i].lineY > labels[i - 1].lineY);
        } // none crosses
    }

    void curvesThatEndAtOneNumberShareTheirLabel_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<QString>("label");
        QTest::newRow("wide") << 700 << "conv1, conv2, fc1, fc2";
        QTest::newRow("narrow") << 230 << "conv1, +3";
    }
    void curvesThatEndAtOneNumberShareTheirLabel()
    {
        QFETCH(const int, width);
        QFETCH(const QString, label);
        LineChart chart;
        chart.resize(width, 120);
        chart.setJoinedEnds(true);
        chart.setValueFormat([](double value, double) { return QString::number(std::round(value)); });
        std::vector<LineChart::Style> styles;
        for (const char* name : {"conv1", "conv2", "fc1", "fc2"}) {
            styles.push_back({name, [](const Theme& t) { return t.loss; }});
        }
        chart.setCurves(styles);
        chart.setStepRange(0, 100);
        chart.setValueRange(0, 4);
        for (std::size_t i = 0; i < 4; ++i) { chart.replace(i, run::Curve{{0, 3}, {100, 3.1 - 0.05 * double(i)}}); }
        chart.grab();
        QCOMPARE(chart.endLabels().size(), std::size_t(1));
        QCOMPARE(chart.endLabels()[0].text, label);
        chart.replace(3, run::Curve{{0, 3}, {100, 2}}); // another number: a label of its own
        chart.grab();
        QCOMPARE(chart.endLabels().size(), std::size_t(2));
        QCOMPARE(chart.endLabels()[1].text, QStringLiteral("fc2"));
    }

    void textStaysInsideAt250Percent()
    {
        const auto chart = twoCurves();
        QFont font = chart->font();
        font.setPointSizeF(font.pointSizeF() * 2.5);
        chart->setFont(font);
        chart->resize(chart->minimumSizeHint());
        chart->setValueRange(0, 10);
        chart->replace(0, line);
        chart->replace(1, run::Curve{{0, 4}, {100, 4}});
        chart->grab();
        QVERIFY(chart->textRects().size() > 4);
        for (const QRectF& rect : chart->textRects()) { QVERIFY(QRectF(chart->rect()).contains(rect)); }
    }

    void aCursorIsDrawnAtItsStep()
    {
        const auto chart = twoCurves();
        chart->setValueRange(0, 10);
        chart->replace(0, line);
        chart->setCursor(30);
        const QImage image = chart->grab().toImage();
        const int x = static_cast<int>(chart->pixelOf(30, 0).x());
        const QColor drawn = image.pixelColor(x, int(chart->plot().top()) + 3);
        QVERIFY2(drawn.lightness() < 100, qPrintable(drawn.name()));
    }

    void theUsersRangeStaysWhileDataStreamUntilAuto_data()
    {
        QTest::addColumn<QString>("way");
        QTest::newRow("the button") << "button";
        QTest::newRow("the 0 key") << "key";
        QTest::newRow("a double click") << "mouse";
        QTest::newRow("another run") << "run";
    }
    void theUsersRangeStaysWhileDataStreamUntilAuto()
    {
        QFETCH(QString, way);
        const auto chart = twoCurves();
        chart->show();
        chart->fitValues(0, 9);
        chart->replace(0, line);
        auto* button = chart->findChild<QToolButton*>(QStringLiteral("autoRange"));
        QVERIFY(!button->isVisible() && !chart->isZoomed());
        const QPoint at = chart->pixelOf(40, 5).toPoint();
        turnWheel(*chart, at, 4, {});
        const AxisZoom::Range users = chart->shownSteps();
        QVERIFY(chart->isZoomed() && button->isVisible() && users.span() < 60);
        QVERIFY(std::abs(chart->pixelOf(40, 5).x() - at.x()) <= 1.0); // what the mouse is on keeps its place
        for (int last = 110; last <= 400; last += 10) {
            chart->setStepRange(0, last);
            chart->fitValues(0, last);
            chart->replace(0, run::Curve{{0, 1}, {double(last), double(last)}});
        }
        QCOMPARE(chart->shownSteps(), users);
        QVERIFY(chart->valueHigh() >= 400); // nobody zoomed the values
        if (way == "button") {
            QTest::mouseClick(button, Qt::LeftButton);
        } else if (way == "key") {
            QTest::keyClick(chart.get(), Qt::Key_0);
        } else if (way == "mouse") {
            QTest::mouseDClick(chart->viewport(), Qt::LeftButton, {}, at);
        } else {
            chart->startOver();
        }
        QCOMPARE(chart->shownSteps(), (AxisZoom::Range{0, 400}));
        QVERIFY(!button->isVisible());
    }

    void draggingMovesWhatIsZoomedAndNothingElse()
    {
        const auto chart = twoCurves();
        chart->show();
        chart->setValueRange(0, 10);
        chart->replace(0, line);
        const QPoint from = chart->pixelOf(50, 5).toPoint();
        const auto drag = [&](QPoint by) {
            QTest::mousePress(chart->viewport(), Qt::LeftButton, {}, from);
            const QPoint to = from + by;
            QMouseEvent move(QEvent::MouseMove, to, chart->viewport()->mapToGlobal(to), Qt::NoButton, Qt::LeftButton,
                             {});
            QApplication::sendEvent(chart->viewport(), &move);
            QTest::mouseRelease(chart->viewport(), Qt::LeftButton, {}, to);
        };
        drag({60, 20});
        QCOMPARE(chart->shownSteps(), (AxisZoom::Range{0, 100}));
        turnWheel(*chart, from, 6, {});
        const double low = chart->shownSteps().low;
        const double perPixel = chart->shownSteps().span() / chart->plot().width();
        drag({20, 20});
        QVERIFY(std::abs(chart->shownSteps().low - (low - 20 * perPixel)) < 1e-6);
        QCOMPARE(chart->valueHigh(), 10.0);
        drag({100000, 0});
        QCOMPARE(chart->shownSteps().low, 0.0); // not beyond what there is
        turnWheel(*chart, from, 3, Qt::ControlModifier);
        QVERIFY(chart->valueHigh() - chart->valueLow() < 6);
    }

    void plusAndMinusZoomFromTheKeyboard()
    {
        const auto chart = twoCurves();
        chart->show();
        chart->setValueRange(0, 10);
        chart->replace(0, line);
        QSignalSpy zoomed(chart.get(), &LineChart::zoomed);
        QTest::keyClick(chart.get(), Qt::Key_Plus);
        QTest::keyClick(chart.get(), Qt::Key_Plus);
        QVERIFY(chart->shownSteps().span() < 50);
        QTest::keyClick(chart.get(), Qt::Key_Minus);
        QTest::keyClick(chart.get(), Qt::Key_Minus);
        QTest::keyClick(chart.get(), Qt::Key_Minus);
        QVERIFY(!chart->isZoomed());
        QCOMPARE(zoomed.count(), 5);
        for (int i = 0; i < 40; ++i) { QTest::keyClick(chart.get(), Qt::Key_Plus); }
        QCOMPARE(chart->shownSteps().span(), 5.0); // fewer steps say nothing
        QVERIFY(!chart->grab().toImage().isNull());
    }

    void newCurvesReplaceOldOnes()
    {
        const auto chart = twoCurves();
        chart->setCurves({{QStringLiteral("only"), [](const Theme& t) { return t.loss; }}});
        QCOMPARE(chart->chart()->series().size(), 1);
        QVERIFY(chart->isEmpty());
        chart->grab();
    }
};

QTEST_MAIN(TestLineChart)
#include "tst_line_chart.moc"
