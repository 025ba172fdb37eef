// SPDX-License-Identifier: GPL-3.0-or-later
// Settings as text, as JSON and as sentences; the presets.
#include "core/base/error.h"
#include "core/base/wording.h"
#include "core/method/methods.h"
#include "core/settings/config_fields.h"
#include "core/settings/presets.h"

#include <nlohmann/json.hpp>

#include <QtTest>

#include <clocale>
#include <set>

using namespace gridscope;
using namespace gridscope::run;

namespace {

template <typename Action>
QString sentenceOf(Action action)
{
    try {
        action();
    } catch (const ConfigError& error) {
        return QString::fromUtf8(error.what());
    }
    return "no error";
}

QString allMethods()
{
    QStringList names;
    for (const MethodInfo* method : methods()) { names << QString::fromUtf8(method->name); }
    return names.join(", ");
}

// A method's own settings are in a file while they are not at their start.
bool isOfAllMethods(const Field& field) { return field.method.empty(); }

RunConfig unusualConfig()
{
    RunConfig config;
    config.seed = 9007199254740991;
    config.data = "moons";
    config.dataFolder = "/tmp/a \"quoted\" folder";
    config.network = "mlp";
    config.hidden = {8, 9, 10};
    config.bits = {3, 4, 5, 8};
    config.symmetricGrid = true;
    config.sigma = 0.1 + 0.2;
    config.learningRate = 1e-9;
    config.steps = 10'000'000;
    config.binsPerCell = 64;
    return config;
}

RunConfig changed(void (*change)(RunConfig&))
{
    RunConfig config;
    change(config);
    return config;
}

} // namespace

class TestConfig : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void defaultsAreValid() { QVERIFY(validate(RunConfig{}).empty()); }

    void everySettingSurvivesText()
    {
        for (const RunConfig& config : {RunConfig{}, unusualConfig()}) {
            RunConfig copy;
            for (const Field& field : configFields()) { setField(copy, field.key, fieldText(config, field)); }
            QVERIFY(copy == config);
        }
    }

    void everySettingSurvivesJson()
    {
        for (const RunConfig& config : {RunConfig{}, unusualConfig()}) {
            QVERIFY(configFromJson(configToJson(config), RunConfig{}, "a.json") == config);
            QVERIFY(configFromJson(configToJson(config, -1), unusualConfig(), "a.json") == config);
        }
    }

    void jsonHasEverySettingInTheTablesOrder()
    {
        const auto json = nlohmann::ordered_json::parse(configToJson(RunConfig{}));
        QCOMPARE(std::ptrdiff_t(json.size()), std::ranges::count_if(configFields(), isOfAllMethods) + 1);
        auto item = json.begin();
        QCOMPARE(item.key(), std::string("preset"));
        for (const Field& field : configFields()) {
            if (isOfAllMethods(field)) { QCOMPARE((++item).key(), std::string(field.key)); }
        }
    }

    void everyFieldIsDescribed()
    {
        const std::set<std::string_view> groups = {"Data", "Network", "Quantization", "Training", "Recording"};
        std::set<std::string_view> keys;
        for (const Field& field : configFields()) {
            QVERIFY(keys.insert(field.key).second);
            QVERIFY(groups.contains(field.group));
            QVERIFY(!field.label.empty());
            QVERIFY(field.help.ends_with('.'));
            QCOMPARE(findField(field.key), &field);
        }
        QCOMPARE(findField("no_such"), nullptr);
    }

    void onlyTheLiveSettingsAreLive()
    {
        std::set<std::string_view> live;
        for (const Field& field : configFields()) {
            if (field.live && isOfAllMethods(field)) { live.insert(field.key); }
        }
        QVERIFY((live
                 == std::set<std::string_view>{"method", "sigma", "activation_sigma", "temperature", "keep_probability",
                                               "bit_penalty", "gate_learning_rate", "freeze_bits_at", "learning_rate",
                                               "quantizer_learning_rate", "stop_at_accuracy", "stop_on_plateau",
                                               "stop_at_bits"}));
    }

    void numbersDoNotDependOnTheLocale()
    {
        std::setlocale(LC_ALL, "de_DE.UTF-8"); // where it is not installed this changes nothing
        RunConfig config;
        setField(config, "sigma", "0.25");
        QCOMPARE(config.sigma, 0.25);
        QCOMPARE(fieldText(config, *findField("sigma")), std::string("0.25"));
        std::setlocale(LC_ALL, "C");
    }

    void smallNumbersAreWrittenAsPeopleWriteThem()
    {
        QCOMPARE(numberText(1e-4), std::string("0.0001"));
        QCOMPARE(numberText(0.33), std::string("0.33"));
        QCOMPARE(numberText(0), std::string("0"));
        QCOMPARE(thousands(0), std::string("0"));
        QCOMPARE(thousands(999), std::string("999"));
        QCOMPARE(thousands(-123456), std::string("-123,456"));
        QCOMPARE(thousands(1000000), std::string("1,000,000"));
    }

    void wrongTextGivesOneSentence_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const char* key, const char* text, const char* sentence) {
            QTest::newRow(name) << key << text << sentence;
        };
        const char* bits = "bits is %1; allowed is a whole number between 1 and 8, or a list of them such as 3,4,4,3.";
        const auto bitsRow = [&](const char* name, const char* text) {
            QTest::newRow(name) << "bits" << text << QString(bits).arg(text);
        };
        bitsRow("too many bits", "9");
        bitsRow("no bits", "0");
        bitsRow("one number of a list out of range", "3,4,9");
        bitsRow("a list that ends in a comma", "3,");
        bitsRow("half a bit", "2.5");
        row("trailing garbage", "steps", "100x", "steps is 100x; allowed is a whole number between 1 and 10000000.");
        row("a number beyond 32 bits", "steps", "4294967297",
            "steps is 4294967297; allowed is a whole number between 1 and 10000000.");
        row("an empty number", "steps", "", "steps is \"\"; allowed is a whole number between 1 and 10000000.");
        row("not a number", "sigma", "nan", "sigma is nan; allowed is a number between 0.001 and 10.");
        row("infinity", "sigma", "inf", "sigma is inf; allowed is a number between 0.001 and 10.");
        row("a number beyond doubles", "sigma", "1e999", "sigma is 1e999; allowed is a number between 0.001 and 10.");
        row("a decimal comma", "sigma", "0,5", "sigma is 0,5; allowed is a number between 0.001 and 10.");
        row("a negative seed", "seed", "-1", "seed is -1; allowed is a whole number between 0 and 9007199254740991.");
        row("bins that are no power of two", "bins_per_cell", "12",
            "bins_per_cell is 12; allowed is a power of two between 1 and 64.");
        row("no such choice", "method", "lsp",
            qPrintable("method is \"lsp\"; allowed is one of " + allMethods() + "."));
        row("neither true nor false", "symmetric_grid", "yes", "symmetric_grid is yes; allowed is true or false.");
        row("control characters in a folder", "data_folder", "a\nb",
            "data_folder is \"a?b\"; allowed is a text of at most 4096 bytes without control characters.");
        row("a mistyped key", "lerning_rate", "1",
            "There is no setting \"lerning_rate\"; the nearest is \"learning_rate\".");
        row("an unknown preset", "preset", "spiral", "There is no preset \"spiral\"; the nearest is \"spirals\".");
    }
    void wrongTextGivesOneSentence()
    {
        QFETCH(QString, key);
        QFETCH(QString, text);
        RunConfig config;
        QTEST(sentenceOf([&] { setField(config, key.toStdString(), text.toStdString()); }), "sentence");
        QVERIFY(config == RunConfig{});
    }

    void settingThatDoNotFitEachOtherAreReported_data()
    {
        QTest::addColumn<RunConfig>("config");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, void (*change)(RunConfig&), const char* key, const char* sentence) {
            QTest::newRow(name) << changed(change) << key << sentence;
        };
        row(
            "as many bits as no network has",
            [](RunConfig& c) {
                c.bits = {3, 4};
            },
            "bits", "bits has 2 numbers, but the network has 4 weight layers; give one number for all or 4 of them.");
        row(
            "no bits at all", [](RunConfig& c) { c.bits = {}; }, "bits",
            "bits has 0 numbers, but the network has 4 weight layers; give one number for all or 4 of them.");
        row(
            "convolutions on points", [](RunConfig& c) { c.data = "moons"; }, "network",
            "network is lenet5, which needs 28x28 pictures, but data is moons; choose network mlp for 2-D points.");
        row(
            "three convolutions",
            [](RunConfig& c) {
                c.channels = {1, 2, 3};
            },
            "channels", "channels has 3 numbers; lenet5 needs exactly two, such as 32,64.");
        row(
            "lenet5 without a hidden layer", [](RunConfig& c) { c.hidden = {}; }, "hidden",
            "hidden is empty; lenet5 needs at least one hidden layer, such as 512.");
        row(
            "nine hidden layers", [](RunConfig& c) { c.hidden.assign(9, 4); }, "hidden",
            "hidden has 9 numbers; allowed are at most 8 hidden layers.");
        row(
            "files without a folder", [](RunConfig& c) { c.data = "idx"; }, "data_folder",
            "data is idx, but data_folder is empty; name the folder with the four IDX files.");
        row(
            "a batch larger than the limit of samples", [](RunConfig& c) { c.trainSamples = 100; }, "batch_size",
            "batch_size is 128, but there are only 100 training samples.");
        row(
            "a value out of range", [](RunConfig& c) { c.sigma = std::numeric_limits<double>::quiet_NaN(); }, "sigma",
            "sigma is nan; allowed is a number between 0.001 and 10.");
        row(
            "bins that are no power of two", [](RunConfig& c) { c.binsPerCell = 3; }, "bins_per_cell",
            "bins_per_cell is 3; allowed is a power of two between 1 and 64.");
    }
    void settingThatDoNotFitEachOtherAreReported()
    {
        QFETCH(RunConfig, config);
        const auto issues = validate(config);
        QCOMPARE(issues.size(), std::size_t(1));
        QTEST(QString::fromStdString(issues[0].key), "key");
        QTEST(QString::fromStdString(issues[0].sentence), "sentence");
        QTEST(sentenceOf([&] { requireValid(config); }), "sentence");
    }

    void ofSetsWithANameTheTrainingPicturesAreKnownUnlessTheyLieElsewhere_data()
    {
        QTest::addColumn<QString>("data");
        for (const char* data : {"fashion-mnist", "mnist"}) { QTest::newRow(data) << data; }
    }
    void ofSetsWithANameTheTrainingPicturesAreKnownUnlessTheyLieElsewhere()
    {
        QFETCH(QString, data);
        RunConfig config;
        config.data = data.toStdString();
        config.batchSize = 1000;
        config.validationSamples = 59000;
        QVERIFY(validate(config).empty());
        config.validationSamples = 59001;
        QCOMPARE(sentenceOf([&] { requireValid(config); }),
                 QString("batch_size is 1000, but there are only 999 training samples."));
        config.dataFolder = "/elsewhere";
        QVERIFY(validate(config).empty());
    }

    void toyDataWithALargeBatchIsReported()
    {
        RunConfig config;
        config.data = "xor";
        config.network = "mlp";
        config.batchSize = 2001;
        QCOMPARE(validate(config).front().sentence,
                 std::string("batch_size is 2001, but there are only 2000 training samples."));
    }

    void bitsOfALayerAreItsOwnOrThoseOfAll()
    {
        RunConfig config;
        QCOMPARE(weightLayerCount(config), std::size_t(4));
        QCOMPARE(bitsOfLayer(config, 3), 3);
        config.bits = {1, 2, 3, 4};
        QCOMPARE(bitsOfLayer(config, 3), 4);
        config.network = "mlp";
        QCOMPARE(weightLayerCount(config), std::size_t(2));
    }

    void wrongJsonGivesOneSentence_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const QByteArray& json, const char* sentence) {
            QTest::newRow(name) << json << sentence;
        };
        row("out of range", R"({"bits": 9})",
            "my.json: bits is 9; allowed is a whole number between 1 and 8, or a list of them such as 3,4,4,3.");
        row("a list with a text", R"({"bits": [3, "4"]})",
            "my.json: bits is [3,\"4\"]; allowed is a whole number between 1 and 8, or a list of them such as "
            "3,4,4,3.");
        row("a number as a text", R"({"steps": "10"})",
            "my.json: steps is \"10\"; allowed is a whole number between 1 and 10000000.");
        row("a fraction for a whole number", R"({"steps": 10.5})",
            "my.json: steps is 10.5; allowed is a whole number between 1 and 10000000.");
        row("a number beyond 64 bits", R"({"seed": 18446744073709551615})",
            "my.json: seed is 18446744073709551615; allowed is a whole number between 0 and 9007199254740991.");
        row("nothing for a number", R"({"sigma": null})",
            "my.json: sigma is null; allowed is a number between 0.001 and 10.");
        row("a number for a text", R"({"method": 3})",
            qPrintable("my.json: method is 3; allowed is one of " + allMethods() + "."));
        row("an unknown key", R"({"lerning_rate": 1})",
            "my.json: There is no setting \"lerning_rate\"; the nearest is \"learning_rate\".");
        row("a title, which only presets have", R"({"title": "x"})",
            "my.json: There is no setting \"title\"; the nearest is \"bits\".");
        row("the same key twice", R"({"bits": 3, "bits": 4})", "my.json: the setting \"bits\" is there twice.");
        row("an unknown preset", R"({"preset": "spiral"})",
            "my.json: There is no preset \"spiral\"; the nearest is \"spirals\".");
        row("a list instead of an object", "[1]", "my.json must hold one JSON object such as {\"bits\": 3}.");
        row("deep nesting", QByteArray(500'000, '['), "my.json is nested deeper than settings are.");
        row("too large", QByteArray(1'000'001, ' '),
            "my.json has 1,000,001 bytes; a settings file has at most 1,000,000.");
        row("an empty file", "", "my.json is empty; it must hold one JSON object such as {\"bits\": 3}.");
        row("only blanks", " \n", "my.json is empty; it must hold one JSON object such as {\"bits\": 3}.");
        row("a missing comma", "{\"bits\": 3\n  \"steps\": 4}",
            "my.json, line 2, column 9 is not JSON: unexpected string literal; expected '}'.");
        row("broken UTF-8", "{\"bits\": \"\xFF\"}",
            "my.json, line 1, column 11 is not JSON: invalid string: ill-formed UTF-8 byte.");
    }
    void wrongJsonGivesOneSentence()
    {
        QFETCH(QByteArray, json);
        QTEST(sentenceOf([&] {
                  configFromJson({json.data(), std::size_t(json.size())}, RunConfig{}, "my.json");
              }),
              "sentence");
    }

    void jsonNumberBeyondDoublesIsRefused()
    {
        const QString sentence = sentenceOf([] { configFromJson(R"({"sigma": 1e999})", RunConfig{}, "my.json"); });
        QVERIFY2(sentence.startsWith("my.json cannot be read: "), qPrintable(sentence));
    }

    void everyBeginningOfAFileIsRefusedInOneLine()
    {
        const std::string whole = configToJson(unusualConfig());
        for (std::size_t length = 1; length < whole.size(); ++length) { // an empty file has a sentence of its own
            const QString sentence =
                sentenceOf([&] { configFromJson(whole.substr(0, length), RunConfig{}, "cut.json"); });
            QVERIFY(sentence.startsWith("cut.json, line ") && !sentence.contains('\n'));
        }
    }

    void everyChangedByteIsReadOrRefused()
    {
        const std::string whole = configToJson(unusualConfig(), -1);
        for (std::size_t at = 0; at < whole.size(); ++at) {
            for (const int change : {1, 2, 32, 128, 255}) {
                std::string damaged = whole;
                damaged[at] = static_cast<char>(damaged[at] ^ change);
                const QString sentence = sentenceOf([&] { configFromJson(damaged, RunConfig{}, "damaged.json"); });
                QVERIFY(sentence == "no error" || sentence.startsWith("damaged.json"));
            }
        }
    }

    void bitsMayBeANumberOrAList()
    {
        QVERIFY((configFromJson(R"({"bits": 5})", RunConfig{}, "").bits == std::vector<int>{5}));
        QVERIFY((configFromJson(R"({"bits": [3, 4, 4, 3]})", RunConfig{}, "").bits == std::vector<int>{3, 4, 4, 3}));
    }

    void aFileMayStartFromAPreset()
    {
        const RunConfig config = configFromJson(R"({"steps": 7, "preset": "spirals"})", RunConfig{}, "");
        RunConfig expected = preset("spirals").config;
        expected.steps = 7;
        QVERIFY(config == expected);
        QCOMPARE(config.preset, std::string("spirals"));
    }

    void everyPresetIsValidAndExplained()
    {
        QVERIFY(presets().size() >= 9);
        QCOMPARE(presets().front().name, std::string("fashion-quick"));
        for (const Preset& preset : presets()) {
            const auto issues = validate(preset.config);
            QVERIFY2(issues.empty(), issues.empty() ? "" : issues.front().sentence.c_str());
            QCOMPARE(preset.config.preset, preset.name);
            QVERIFY(!preset.title.empty());
            QVERIFY(preset.why.ends_with('.'));
            QCOMPARE(&run::preset(preset.name), &preset);
            QVERIFY(configFromJson(configToJson(preset.config), RunConfig{}, "") == preset.config);
        }
    }

    void theQuickPresetIsWhatItSays()
    {
        const RunConfig& config = preset("fashion-quick").config;
        QVERIFY((config.channels == std::vector<int>{16, 32}));
        QVERIFY((config.bits == std::vector<int>{3}));
        QCOMPARE(config.snapshotEvery, 1);
    }

    void everyMethodOfTheTableIsExplained()
    {
        const Field& field = *findField("method");
        QCOMPARE(methods().size(), field.choices.size());
        for (std::size_t i = 0; i < field.choices.size(); ++i) {
            QCOMPARE(std::string(methods()[i]->name), std::string(field.choices[i]));
            QVERIFY(!methods()[i]->forward.empty() && !methods()[i]->backward.empty());
            QVERIFY(methods()[i]->story.ends_with('.'));
        }
        // What core/quantize/cpq.h and expected_value.h do: both round, and only one of them sends the mean's gradient back.
        QVERIFY(methodNamed("cpq").backward.find("mean") == std::string::npos);
        QVERIFY(methodNamed("expected").backward.find("mean") != std::string::npos);
        for (const char* method : {"cpq", "cpq-centred", "expected", "ste", "lsq"}) {
            QCOMPARE(methodNamed(method).forward, std::string_view("nearest grid point"));
            QVERIFY(methodNamed(method).story.find("used as its nearest grid point") != std::string::npos);
        }
    }

    void theManualsTableOfMethodsIsTheProgramsTable()
    {
        QFile page(qEnvironmentVariable("GRIDSCOPE_SOURCE") + "/core/README.md");
        QVERIFY(page.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(page.readAll()).section("## Methods", 1).section("\n## ", 0, 0);
        const auto told = [](std::string_view words) {
            return QString::fromUtf8(words.data(), qsizetype(words.size()));
        };
        qsizetype from = 0; // in the same order
        for (const MethodInfo* method : methods()) {
            const QString row =
                "\n| `" + told(method->name) + "` | " + told(method->forward) + " | " + told(method->backward) + " |";
            const qsizetype at = text.indexOf(row, from);
            QVERIFY2(at >= 0, qPrintable(row));
            const QString source = text.mid(at + row.size()).section('\n', 0, 0);
            QVERIFY2(method->source.empty() || source.contains("(" + told(method->source) + ")"), qPrintable(source));
            from = at;
        }
    }

    void whatStrangersWroteStaysOneShortLine()
    {
        QCOMPARE(shown("a\nb\x7F"), std::string("a?b?"));
        QCOMPARE(shown("\xC3\xA9\xFF"), std::string("\xC3\xA9?"));
        QCOMPARE(shown(std::string(100, 'x')), std::string(60, 'x') + "...");
        QCOMPARE(shown("\xE2\x82"), std::string("??")); // cut off inside a character
    }
};

QTEST_APPLESS_MAIN(TestConfig)
#include "tst_config.moc"
