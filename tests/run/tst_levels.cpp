// SPDX-License-Identifier: GPL-3.0-or-later
// Where points, borders and bins lie, on uniform grids as the formulas say and on free ones by their definition.
#include "core/run/levels.h"

#include <QtTest>

#include <random>

using namespace gridscope::run;

class TestLevels : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aUniformGridIsStepTimesCode()
    {
        const Levels levels = Levels::uniform(0.1, -4, 3);
        QCOMPARE(levels.size(), 8);
        QVERIFY(levels.isUniform() && levels.hasZero() && levels.isDrawable());
        for (int i = 0; i < levels.size(); ++i) {
            QCOMPARE(levels.code(i), i - 4);
            QVERIFY(levels.point(i) == 0.1 * levels.code(i)); // to the last bit: exports and kernels say the same
            QVERIFY(levels.border(i) == 0.1 * (levels.code(i) - 0.5));
            QCOMPARE(levels.nearest(levels.point(i)), i);
        }
        QCOMPARE(levels.narrowest(), 0.1);
        QCOMPARE(levels.zero(), std::optional(4));
        QCOMPARE(levels.binEdge(0, 8), levels.border(0));
        QCOMPARE(levels.binEdge(64, 8), levels.border(8));
        QCOMPARE(levels.binOf(-0.4500001, 8), std::nullopt);
        QCOMPARE(levels.binOf(0.3500001, 8), std::nullopt);
    }

    void aHalfStepOffsetHasNoZero()
    {
        const Levels levels = Levels::uniform(0.5, -2, 1, 0.5);
        QCOMPARE(levels.point(0), -0.75);
        QCOMPARE(levels.point(3), 0.75);
        QVERIFY(!levels.hasZero());
        QCOMPARE(levels.border(2), 0.0);
        QCOMPARE(levels.nearest(0.01), 2);
        QCOMPARE(levels.nearest(-0.01), 1);
    }

    void aFreeGridHasItsBordersHalfWay()
    {
        const Levels levels = Levels::free({-1, -0.25, 0, 2}, {0, 0, 1, 1});
        QCOMPARE(levels.size(), 4);
        QVERIFY(!levels.isUniform() && levels.hasZero());
        QCOMPARE(levels.border(0), -1.375);
        QCOMPARE(levels.border(1), -0.625);
        QCOMPARE(levels.border(3), 1.0);
        QCOMPARE(levels.border(4), 3.0);
        QCOMPARE(levels.narrowest(), 0.25);
        QCOMPARE(levels.zero(), std::optional(2));
        QCOMPARE(levels.group(0), 0);
        QCOMPARE(levels.group(3), 1);
        QCOMPARE(levels.nearest(-9), 0);
        QCOMPARE(levels.nearest(9), 3);
        QCOMPARE(levels.binEdge(2, 2), levels.border(1));
        QCOMPARE(levels.binEdge(8, 2), levels.border(4));
        QCOMPARE(levels.binEdge(-2, 2), levels.border(0) - (levels.border(1) - levels.border(0)));
        QCOMPARE(levels.binEdge(10, 2), levels.border(4) + (levels.border(4) - levels.border(3)));
    }

    void onePointIsAGridToo()
    {
        const Levels levels = Levels::free({0.5});
        QVERIFY(levels.border(0) < 0.5 && levels.border(1) > 0.5);
        QCOMPARE(levels.nearest(-3), 0);
        QVERIFY(!levels.hasZero());
    }

    // The nearest point by trying all of them; bins hold what lies between their edges.
    void nearestAndBinsAreWhatTheirDefinitionsSay_data()
    {
        QTest::addColumn<int>("which");
        for (int i = 0; i < 4; ++i) { QTest::addRow("grid %d", i) << i; }
    }
    void nearestAndBinsAreWhatTheirDefinitionsSay()
    {
        QFETCH(const int, which);
        const Levels grids[] = {Levels::uniform(0.07, -8, 7), Levels::uniform(0.3, 0, 3),
                                Levels::uniform(0.11, -3, 2, 0.5), Levels::free({-3, -2.9, -0.5, 0, 0.125, 4})};
        const Levels& levels = grids[which];
        std::mt19937 random(7);
        const double from = levels.border(0), to = levels.border(levels.size());
        std::uniform_real_distribution<double> draw(from - (to - from) / 4, to + (to - from) / 4);
        for (int trial = 0; trial < 20'000; ++trial) {
            const double value = draw(random);
            int best = 0;
            for (int i = 1; i < levels.size(); ++i) {
                if (std::abs(value - levels.point(i)) < std::abs(value - levels.point(best))) { best = i; }
            }
            const bool isTie =
                std::abs(std::abs(value - levels.point(best)) - std::abs(value - levels.point(levels.nearest(value))))
                < 1e-12;
            QVERIFY2(levels.nearest(value) == best || isTie, qPrintable(QString::number(value, 'g', 17)));
            const auto bin = levels.binOf(value, 4);
            QCOMPARE(bin.has_value(), value >= from && value < to);
            if (bin) {
                QVERIFY(value >= levels.binEdge(*bin, 4) - 1e-12 && value <= levels.binEdge(*bin + 1, 4) + 1e-12);
            }
        }
    }

    void aStepSizeThatIsNoNumberIsNotDrawn()
    {
        for (const double step : {0.0, -1.0, double(NAN), double(INFINITY), 1e-301, 1e300}) {
            QVERIFY(!Levels::uniform(step, -4, 3).isDrawable());
        }
        QVERIFY(!Levels::free(std::vector{0.0, double(NAN)}).isDrawable());
        QVERIFY(!Levels::free(std::vector{0.0, 0.0}).isDrawable());
        for (const double value : {double(NAN), double(INFINITY), -1e308}) {
            QVERIFY(!Levels::uniform(0.1, -4, 3).binOf(value, 4));
            QVERIFY(!Levels::free(std::vector{0.0, 1.0}).binOf(value, 4));
        }
    }
};

QTEST_GUILESS_MAIN(TestLevels)
#include "tst_levels.moc"
