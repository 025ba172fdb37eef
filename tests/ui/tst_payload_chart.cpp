// SPDX-License-Identifier: GPL-3.0-or-later
// Test error against payload, and the clustering score as a large number.
#include "ui/chart/numbers.h"
#include "ui/chart/payload_chart.h"
#include "ui/chart/score_hero.h"

#include <QtTest>

using namespace gridscope;
using experiment::Point;

namespace {

std::vector<Point> points()
{
    std::vector<Point> all = {{"FP32", 320'000, 0.10, 0.099, 0.101, 3, true}};
    const char* names[] = {"STE", "LSQ", "RQ", "RQ-ST", "CPQ", "CPQ + DropBits", "LAPQ", "PTQ"};
    double error = 0.104;
    for (const char* name : names) {
        all.push_back({name, 30'006, error, error - 0.002, error + 0.003, 3, false});
        error += 0.0015;
    }
    all.push_back({"MD", 15'855, 0.13, 0.127, 0.135, 1, false});
    return all;
}

} // namespace

class TestPayloadChart : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyMethodHasItsNameAndNoTwoOfThemOverlap_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::newRow("slide") << QSize(1000, 620);
        QTest::newRow("dialog") << QSize(640, 420);
    }
    void everyMethodHasItsNameAndNoTwoOfThemOverlap()
    {
        QFETCH(const QSize, size);
        ui::PayloadChart chart;
        chart.resize(size);
        chart.display(points());
        chart.grab();
        for (const Point& p : chart.points()) {
            QVERIFY2(chart.texts().contains(QString::fromStdString(p.title)), p.title.c_str());
        }
        QVERIFY(chart.texts().contains("FP32 (313 KiB)"));
        const auto& rects = chart.textRects();
        for (std::size_t i = 0; i < rects.size(); ++i) {
            for (std::size_t k = 0; k < i; ++k) {
                QVERIFY2(!rects[i].intersects(rects[k]), qPrintable(chart.texts().value(int(i))));
            }
        }
    }

    void theKeyboardGoesFromDotToDotBySize()
    {
        ui::PayloadChart chart;
        chart.resize(1000, 620);
        chart.display(points());
        chart.grab();
        QVERIFY(chart.readout().isEmpty());
        QTest::keyClick(&chart, Qt::Key_Right);
        QCOMPARE(chart.readout(), QString("MD · 15.5 KiB · 13.00 % test error"));
        QTest::keyClick(&chart, Qt::Key_Right);
        QCOMPARE(chart.readout(), QString("STE · 29.3 KiB · 10.40 % test error (10.20 to 10.70, 3 seeds)"));
        QTest::keyClick(&chart, Qt::Key_Left);
        QVERIFY(chart.readout().startsWith("MD"));
        QVERIFY(chart.summary().startsWith("FP32 · 312.5 KiB · 10.00 % test error (9.90 to 10.10, 3 seeds); STE"));
    }

    void withoutPointsItSaysWhatWillCome()
    {
        ui::PayloadChart chart;
        chart.resize(600, 400);
        chart.display({});
        QVERIFY(!chart.grab().isNull());
        QTest::keyClick(&chart, Qt::Key_Right);
        QVERIFY(chart.readout().isEmpty());
        chart.display({points().front()}); // full precision alone
        QVERIFY(!chart.grab().isNull());
        chart.display({{"one", 0, 0, 0, 0, 1, false}}); // a range of nothing
        QVERIFY(!chart.grab().isNull());
    }

    void theScoreIsNotPraisedWhereItMeansNothing()
    {
        ui::ScoreHero hero;
        hero.display({"", 0.28, true, false, false, "87.4 %"});
        QCOMPARE(hero.sentence(), QString("clustering score 0.28, 87.4 % right"));
        const QImage good = hero.grab().toImage();
        hero.display({"CPQ", 0.98, true, true, false, "10.0 %"});
        QCOMPARE(hero.sentence(), QString("CPQ: clustering score collapsed, 10.0 % right"));
        hero.display({"", 0.28, true, false, true, "10.1 %"});
        QCOMPARE(hero.sentence(), QString("clustering score 0.28, 10.1 %: guessing"));
        QVERIFY(hero.grab().toImage() != good);
        hero.display({"", {}, false, false, false, {}});
        QCOMPARE(hero.sentence(), QString("no grid in force"));
        QCOMPARE(hero.accessibleDescription(), hero.sentence());
    }
};

QTEST_MAIN(TestPayloadChart)
#include "tst_payload_chart.moc"
