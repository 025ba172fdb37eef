// SPDX-License-Identifier: GPL-3.0-or-later
// Axes that stay where they are, numbers as people write them.
#include "ui/chart/nice_range.h"
#include "ui/chart/numbers.h"

#include <QtTest>

#include <cmath>

using namespace gridscope::ui;

class TestNiceRange : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aCalmRangeStaysWhileTheGridMovesInside()
    {
        CalmRange range;
        QVERIFY(range.fit(-1, 1, 0));
        const double low = range.low();
        QVERIFY(low < -1);
        QVERIFY(!range.fit(-1.05, 1.05, 5000));
        QVERIFY(!range.fit(-0.6, 0.6, 9000));
        QCOMPARE(range.low(), low);
    }
    void aCalmRangeFollowsAGridThatLeavesButAtMostOnceASecond()
    {
        CalmRange range;
        range.fit(-1, 1, 0);
        QVERIFY(!range.fit(-3, 3, 400));
        QVERIFY(range.isLate());
        QVERIFY(range.fit(-3, 3, 1000));
        QVERIFY(!range.isLate());
        QVERIFY(range.low() <= -3);
    }
    void aCalmRangeFollowsAGridThatShrinksToLessThanHalf()
    {
        CalmRange range;
        range.fit(-1, 1, 0);
        QVERIFY(range.fit(-0.4, 0.4, 2000));
        QVERIFY(range.high() < 0.5);
    }
    void aCalmTopGrowsAtOnceAndEasesRarely()
    {
        CalmTop top;
        QVERIFY(top.fit(0.11, 0));
        QVERIFY(top.fit(0.5, 1));
        QVERIFY(top.top() >= 0.5);
        QVERIFY(!top.fit(0.1, 1000));
        QVERIFY(top.fit(0.1, 3001));
        QVERIFY(top.top() < 0.5);
    }
    void whatIsNeverNegativeGetsNoNegativeAxis()
    {
        CalmNiceRange range;
        range.fit(0, 2.3, 0);
        QCOMPARE(range.low(), 0.0);
        QCOMPARE(range.high(), 2.5);
    }
    void ticksAreRound()
    {
        const auto ticks = niceTicks(-49, 1000, 6);
        QCOMPARE(ticks, (std::vector<double>{0, 200, 400, 600, 800, 1000}));
    }
    void anAxisHasTwoNumbersAtLeast()
    {
        for (const double high : {1.01, 1.3, 1.99, 2.6, 3.5, 4.9, 5.1, 7.7, 9.9}) {
            for (const double low : {-high, -high / 3, 0.0, high / 10}) {
                for (const int most : {1, 2, 3, 5, 10}) {
                    const auto ticks = niceTicks(low, high, most);
                    QVERIFY2(ticks.size() >= 2, qPrintable(QString("%1 to %2, %3").arg(low).arg(high).arg(most)));
                    QVERIFY(ticks.front() >= low - 1e-6 && ticks.back() <= high + 1e-6);
                    QVERIFY(int(ticks.size()) <= std::max(most + 1, 5));
                }
            }
        }
        QCOMPARE(niceTicks(-3.5, 3.5, 2), (std::vector<double>{-2, 0, 2}));
    }
    void theStepAxisGrowsByDoublingUpToTheRunsEnd()
    {
        QCOMPARE(stepAxisEnd(1, 1000, 5), 100.0);
        QCOMPARE(stepAxisEnd(1, 1000, 101), 200.0);
        QCOMPARE(stepAxisEnd(1, 1000, 900), 1000.0);
        QCOMPARE(stepAxisEnd(-49, 1000, 60), 150.0);
    }

    void numbersReadAsPeopleWriteThem_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("a large share has no decimals") << shareText(0.384) << QStringLiteral("38 %");
        QTest::newRow("a small share has one") << shareText(0.013) << QStringLiteral("1.3 %");
        QTest::newRow("a tiny share has two") << shareText(0.0004) << QStringLiteral("0.04 %");
        QTest::newRow("hardly anything is not nothing") << shareText(1e-6) << QStringLiteral("< 0.01 %");
        QTest::newRow("nothing is nothing") << shareText(0) << QStringLiteral("0 %");
        QTest::newRow("an undefined score is a dash") << scoreText(std::nan("")) << QStringLiteral("–");
        QTest::newRow("minus is a minus sign") << codeText(-4) << QStringLiteral("−4");
        QTest::newRow("no negative zero") << numberText(-0.001, 2) << QStringLiteral("0.00");
        QTest::newRow("thousands are grouped") << countText(524288) << QStringLiteral("524,288");
    }
    void numbersReadAsPeopleWriteThem()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(text.replace(QChar(QChar::Nbsp), QLatin1Char(' ')), expected);
    }
};

QTEST_GUILESS_MAIN(TestNiceRange)
#include "tst_nice_range.moc"
