// SPDX-License-Identifier: GPL-3.0-or-later
// Curves arrive unchanged, axes do not jump, names stand at line ends.
#include "ui/chart/line_chart.h"

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
