// SPDX-License-Identifier: GPL-3.0-or-later
// Expected numbers: the known-answer vectors of Random123 (kat_vectors, philox4x32 10).
#include "core/base/random.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>

using namespace gridscope::run;

namespace {
using Counter = std::array<std::uint32_t, 4>;
using Key = std::array<std::uint32_t, 2>;
using Purpose = Random::Purpose;
constexpr int draws = 200'000;
// Five standard errors of the mean of `draws` values with deviation 1: a right generator is out once in a million seeds,
// and the seed is fixed.
constexpr double tolerance = 5 / 447.2;

// The bijection as the paper's section 3.3 writes it, ten rounds.
Counter asThePaperWritesIt(Counter c, Key key)
{
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t a = std::uint64_t(0xD2511F53) * c[0], b = std::uint64_t(0xCD9E8D57) * c[2];
        c = {std::uint32_t(b >> 32) ^ c[1] ^ key[0], std::uint32_t(b), std::uint32_t(a >> 32) ^ c[3] ^ key[1],
             std::uint32_t(a)};
        key = {key[0] + 0x9E3779B9, key[1] + 0xBB67AE85};
    }
    return c;
}

std::vector<std::uint32_t> firstOf(Random random)
{
    std::vector<std::uint32_t> values;
    for (int i = 0; i < 9; ++i) { values.push_back(random.next()); }
    return values;
}
} // namespace

class TestRandom : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void philoxGivesTheKnownAnswers()
    {
        constexpr std::uint32_t ones = 0xFFFFFFFF;
        QVERIFY((philox(Counter{}, Key{}) == Counter{0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8}));
        QVERIFY((philox({ones, ones, ones, ones}, {ones, ones})
                 == Counter{0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD}));
        QVERIFY((philox({0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344}, {0xA4093822, 0x299F31D0})
                 == Counter{0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1}));
    }

    void everyWordOfManyKeysAndCountersIsThePapers()
    {
        std::mt19937 any(20111112); // the standard says all its words
        const auto word = [&] { return std::uint32_t(any()); };
        for (int i = 0; i < draws; ++i) {
            const Counter counter = {word(), word(), word(), word()};
            const Key key = {word(), word()};
            QVERIFY(philox(counter, key) == asThePaperWritesIt(counter, key));
        }
    }

    void theSamePlaceGivesTheSameNumbers()
    {
        QVERIFY(firstOf(Random(7, Purpose::Masks, 2, 3)) == firstOf(Random(7, Purpose::Masks, 2, 3)));
    }

    void everyPartOfThePlaceMatters()
    {
        const std::set<std::vector<std::uint32_t>> all = {
            firstOf(Random(7, Purpose::Masks, 2, 3)),
            firstOf(Random(8, Purpose::Masks, 2, 3)),
            firstOf(Random(7 + (std::int64_t(1) << 32), Purpose::Masks, 2, 3)),
            firstOf(Random(7, Purpose::Split, 2, 3)),
            firstOf(Random(7, Purpose::Masks, 3, 2)),
            firstOf(Random(7, Purpose::Masks, 2, 4)),
        };
        QCOMPARE(all.size(), std::size_t(6));
    }

    void uniformStaysInItsIntervalAndFillsIt()
    {
        Random random(1, Purpose::ToyPoints);
        double sum = 0;
        for (int i = 0; i < draws; ++i) {
            const double value = random.uniform();
            QVERIFY(value >= 0 && value < 1);
            sum += value;
        }
        QVERIFY(std::abs(sum / draws - 0.5) < tolerance);
    }

    void normalHasMeanZeroAndVarianceOne()
    {
        Random random(1, Purpose::InitialWeights);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < draws; ++i) {
            const double value = random.normal();
            QVERIFY(std::isfinite(value));
            sum += value;
            squares += value * value;
        }
        QVERIFY(std::abs(sum / draws) < tolerance);
        QVERIFY(std::abs(squares / draws - 1) < 2 * tolerance); // deviation of a squared normal is sqrt 2
    }

    void belowReachesEveryNumberEquallyOften()
    {
        constexpr std::uint32_t bound = 6;
        Random random(3, Purpose::Split);
        std::array<int, bound> counts{};
        for (int i = 0; i < draws; ++i) { ++counts.at(random.below(bound)); }
        for (const int count : counts) { QVERIFY(std::abs(count - draws / 6.0) < 5 * std::sqrt(draws / 6.0)); }
    }

    void belowTakesEveryBound_data()
    {
        QTest::addColumn<quint32>("bound");
        QTest::newRow("one") << 1U;
        QTest::newRow("a power of two") << (1U << 31);
        QTest::newRow("the bound that refuses most") << (1U << 31) + 1;
        QTest::newRow("the largest") << 0xFFFFFFFFU;
    }
    void belowTakesEveryBound()
    {
        QFETCH(quint32, bound);
        Random random(3, Purpose::Split);
        for (int i = 0; i < 1000; ++i) { QVERIFY(random.below(bound) < bound); }
    }

    void permutationHoldsEachNumberOnce_data()
    {
        QTest::addColumn<int>("size");
        QTest::newRow("nothing") << 0;
        QTest::newRow("one") << 1;
        QTest::newRow("many") << 55'000;
    }
    void permutationHoldsEachNumberOnce()
    {
        QFETCH(int, size);
        auto order = Random(5, Purpose::DataOrder, 1).permutation(size);
        QVERIFY(size < 2 || !std::ranges::is_sorted(order));
        std::ranges::sort(order);
        QCOMPARE(int(order.size()), size);
        for (int i = 0; i < size; ++i) { QCOMPARE(order[std::size_t(i)], i); }
    }

    void everyOrderOfThreeIsEquallyLikely()
    {
        std::map<std::vector<std::int32_t>, int> counts;
        constexpr int orders = 6000;
        for (std::uint32_t epoch = 0; epoch < orders; ++epoch) {
            ++counts[Random(9, Purpose::DataOrder, epoch).permutation(3)];
        }
        QCOMPARE(counts.size(), std::size_t(6));
        for (const auto& [order, count] : counts) { QVERIFY(std::abs(count - 1000) < 5 * std::sqrt(1000.0)); }
    }
};

QTEST_APPLESS_MAIN(TestRandom)
#include "tst_random.moc"
