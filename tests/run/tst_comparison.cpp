// SPDX-License-Identifier: GPL-3.0-or-later
// Cards side by side: what differs besides the method is named, and then no run is called better.
#include "core/export/card.h"
#include "core/export/comparison.h"
#include "core/settings/config_fields.h"
#include "tests/support/scripted_run.h"

#include <QtTest>

#include <QJsonDocument>
#include <QJsonObject>

using namespace gridscope;

namespace {

run::RunConfig baseConfig()
{
    run::RunConfig config;
    config.steps = 60;
    return config;
}

std::string cardOf(const run::RunConfig& config, const char* name)
{
    return cardJson({test::scriptedHistory(config, config.steps), name, "2026-11-24"});
}

// The card with another value in one of its fields.
std::string with(const std::string& card, const char* section, const char* field, const QJsonValue& value)
{
    QJsonObject all = QJsonDocument::fromJson(QByteArray::fromStdString(card)).object();
    QJsonObject part = all[section].toObject();
    part[field] = value;
    all[section] = part;
    return QJsonDocument(all).toJson().toStdString();
}

std::string withAccuracy(const std::string& card, double accuracy, int samples)
{
    const QJsonObject score{{"mean", accuracy}, {"min", accuracy}, {"max", accuracy}, {"seeds", 1}};
    const QJsonObject split{{"train", 100}, {"test", samples}};
    return with(with(card, "result", "test_accuracy_finalised", score), "task", "split_sizes", split);
}

QStringList namesOf(const Confounders& found)
{
    QStringList names;
    for (const auto& [name, values] : found) { names << QString::fromStdString(name); }
    return names;
}

QString verdict(const std::vector<std::string>& cards) { return QString::fromStdString(verdictOf(cards)); }

} // namespace

class TestComparison : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void runsThatDifferInTheirMethodAloneHaveNoConfounders()
    {
        auto other = baseConfig();
        other.method = "ste";
        other.learningRate = 1e-3;
        other.seed = 2;
        QCOMPARE(namesOf(differingConfounders({cardOf(baseConfig(), "a"), cardOf(other, "b")})), QStringList());
    }

    void aChoiceThatIsNotTheMethodIsNamedWithItsValues_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("name");
        QTest::newRow("grid") << "symmetric_grid"
                              << "true"
                              << "weights: grid";
        QTest::newRow("start") << "start"
                               << "scratch"
                               << "identity: kind";
        QTest::newRow("batch") << "batch_size"
                               << "64"
                               << "optimisation: batch size";
        QTest::newRow("activations") << "activation_method"
                                     << "ste"
                                     << "activations: bits";
    }
    void aChoiceThatIsNotTheMethodIsNamedWithItsValues()
    {
        QFETCH(const QString, key);
        QFETCH(const QString, value);
        QFETCH(const QString, name);
        auto other = baseConfig();
        run::setField(other, key.toStdString(), value.toStdString());
        const std::vector<std::string> cards = {cardOf(baseConfig(), "a"), cardOf(other, "b")};
        const auto found = differingConfounders(cards);
        QVERIFY2(namesOf(found).contains(name), qPrintable(namesOf(found).join("; ")));
        for (const auto& [field, values] : found) { QCOMPARE(values.size(), std::size_t(2)); }
        QVERIFY2(verdict(cards).startsWith("None of these runs can be called better"), qPrintable(verdict(cards)));
        QVERIFY(verdict(cards).contains(name));
    }

    void aLayerHeldOutOfTheLowBitBudgetIsAConfounder()
    {
        const std::string card = cardOf(baseConfig(), "a");
        const auto found = differingConfounders(
            {with(card, "first_last", "first_layer_bits", 3), with(card, "first_last", "first_layer_bits", 8)});
        QCOMPARE(namesOf(found), QStringList{"first last: held out of the low-bit budget"});
    }

    void fourBitsAreNotBetterThanThree()
    {
        auto other = baseConfig();
        other.bits = {4};
        const std::string three = withAccuracy(cardOf(baseConfig(), "a"), 0.80, 10000);
        const std::string four =
            withAccuracy(with(cardOf(baseConfig(), "b"), "weights", "average_bits", 4), 0.90, 10000);
        QVERIFY(verdict({three, four}).contains("weights: average bits"));
        QVERIFY(!verdict({three, four}).contains("is better"));
    }

    void betterIsSaidOnlyBeyondChance_data()
    {
        QTest::addColumn<double>("other");
        QTest::addColumn<QString>("said");
        // Of 10,000 pictures at 90 %: standard error of the difference sqrt(2 * 0.9 * 0.1 / 10000) = 0.42 points.
        QTest::newRow("two points") << 0.88 << "a is better than the next, b, by 2.00 points (standard error 0.44)";
        QTest::newRow("half a point") << 0.895 << "No run is better beyond chance: a and b are 0.50 points apart";
        QTest::newRow("none") << 0.90 << "No run is better beyond chance: a and b are 0.00 points apart";
    }
    void betterIsSaidOnlyBeyondChance()
    {
        QFETCH(const double, other);
        QFETCH(const QString, said);
        const std::string a = withAccuracy(cardOf(baseConfig(), "a"), 0.90, 10000);
        const std::string b = withAccuracy(cardOf(baseConfig(), "b"), other, 10000);
        QVERIFY2(verdict({b, a}).startsWith(said) || verdict({a, b}).startsWith(said), qPrintable(verdict({a, b})));
    }

    void withoutAnAccuracyOrACardNothingIsClaimed()
    {
        const std::string a = cardOf(baseConfig(), "a");
        const std::string b = with(a, "result", "test_accuracy_finalised", "n.a.");
        QCOMPARE(verdict({b, b}), QString("Nothing can be said: a has no test accuracy."));
        QCOMPARE(verdict({a}), QString());
        QVERIFY(!verdict({"no card", "{}"}).contains("is better"));
        QVERIFY(verdict({a, "no card"}).startsWith("None of these runs can be called better"));
    }
};

QTEST_GUILESS_MAIN(TestComparison)
#include "tst_comparison.moc"
