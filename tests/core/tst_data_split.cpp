// SPDX-License-Identifier: GPL-3.0-or-later
// Which samples are held out: drawn from the seed with a share of every class, whatever the order of files and rows; and what
// recordings from before that keep.
#include "core/base/error.h"
#include "core/data/split.h"
#include "core/file/run_reader.h"
#include "core/settings/config_fields.h"

#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <map>
#include <set>

using namespace gridscope;
using namespace gridscope::data;
using run::RunConfig;

namespace {

// Sample i has the value i; its label is what `labelOf` says.
template <typename LabelOf>
Samples samples(int count, LabelOf labelOf)
{
    Samples all;
    for (int i = 0; i < count; ++i) {
        all.values.push_back(float(i));
        all.labels.push_back(std::uint16_t(labelOf(i)));
    }
    return all;
}

Dataset tenClasses()
{
    Dataset dataset;
    dataset.channels = dataset.height = dataset.width = 1;
    dataset.classes = 10;
    return dataset;
}

std::map<int, int> countsOf(const Samples& samples)
{
    std::map<int, int> counts;
    for (const auto label : samples.labels) { ++counts[label]; }
    return counts;
}

std::map<int, int> each(int count)
{
    std::map<int, int> counts;
    for (int c = 0; c < 10; ++c) { counts[c] = count; }
    return counts;
}

void write(const QString& path, const QByteArray& bytes)
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

} // namespace

class TestDataSplit : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyClassIsInEveryPartWhateverTheOrder_data()
    {
        QTest::addColumn<QString>("order");
        for (const char* order : {"coming round", "sorted", "in blocks of five"}) { QTest::newRow(order) << order; }
    }
    void everyClassIsInEveryPartWhateverTheOrder()
    {
        QFETCH(const QString, order);
        const auto labelOf = [&](int i) {
            return order == "sorted" ? i / 40 : order == "coming round" ? i % 10 : i / 5 % 10;
        };
        const RunConfig config;
        Samples training, test;
        separateTest(samples(400, labelOf), config, training, test);
        QCOMPARE(countsOf(test), each(4));
        QCOMPARE(countsOf(training), each(36));
        const Dataset data = assembled(tenClasses(), training, test, config, 20);
        QCOMPARE(countsOf(data.validation), each(2));
        QCOMPARE(countsOf(data.train), each(34));
        std::set<float> seen;
        for (const Samples* part : {&data.train, &data.validation, &data.test}) {
            QVERIFY(std::ranges::is_sorted(part->values)); // in the order of the file
            for (std::size_t i = 0; i < part->values.size(); ++i) {
                QVERIFY(seen.insert(part->values[i]).second);
                QCOMPARE(int(part->labels[i]), labelOf(int(part->values[i])));
            }
        }
        QCOMPARE(seen.size(), std::size_t(400));
    }

    void theSeedDrawsTheSplitAndNothingElseDoes()
    {
        const auto parts = [](std::int64_t seed, int trainSamples) {
            RunConfig config;
            config.seed = seed;
            config.trainSamples = trainSamples;
            Samples training, test;
            separateTest(samples(200, [](int i) { return i % 10; }), config, training, test);
            return assembled(tenClasses(), training, test, config, 20);
        };
        const Dataset one = parts(1, 0), again = parts(1, 0), limited = parts(1, 50), other = parts(2, 0);
        QCOMPARE(one.test.values, again.test.values);
        QCOMPARE(one.validation.values, limited.validation.values);
        QVERIFY(one.test.values != other.test.values);
        QVERIFY(one.validation.values != other.validation.values);
        QCOMPARE(countsOf(limited.train), each(5));
    }

    void limitsTakeAShareOfEveryClass()
    {
        RunConfig config;
        config.trainSamples = 20;
        config.testSamples = 10;
        const Samples sorted = samples(400, [](int i) { return i / 40; });
        const Dataset data = assembled(tenClasses(), sorted, sorted, config, 0);
        QCOMPARE(countsOf(data.train), each(2));
        QCOMPARE(countsOf(data.test), each(1));
    }

    void rareClassesHaveOneInEachPart()
    {
        Samples training, test;
        separateTest(samples(400, [](int i) { return i < 2 ? 1 : i < 3 ? 2 : 0; }), RunConfig{}, training, test);
        QCOMPARE(countsOf(test), (std::map<int, int>{{0, 39}, {1, 1}}));              // 40 are a tenth
        QCOMPARE(countsOf(training), (std::map<int, int>{{0, 358}, {1, 1}, {2, 1}})); // of class 2 there is only one
    }

    void sharesAreByTheirCounts()
    {
        Samples training, test;
        separateTest(samples(1000, [](int i) { return i < 700 ? 0 : i < 900 ? 1 : 2; }), RunConfig{}, training, test);
        QCOMPARE(countsOf(test), (std::map<int, int>{{0, 70}, {1, 20}, {2, 10}}));
    }

    void ofFewerThanTenNoneTests()
    {
        Samples training, test;
        separateTest(samples(9, [](int i) { return i % 2; }), RunConfig{}, training, test);
        QCOMPARE(test.count(), std::int64_t(0));
        separateTest(samples(10, [](int i) { return i % 2; }), RunConfig{}, training, test);
        QCOMPARE(countsOf(test), (std::map<int, int>{{0, 1}, {1, 1}}));
    }

    void asManyAreHeldOutAsAreAskedForEvenWhereClassesAreTooSmall()
    {
        const Samples six = samples(6, [](int i) { return i; });
        const Dataset data = assembled(tenClasses(), six, six, RunConfig{}, 2);
        QCOMPARE(data.validation.count(), std::int64_t(2));
        QCOMPARE(data.train.count(), std::int64_t(4));
    }

    void byPositionAllIsAsItWas()
    {
        RunConfig config;
        config.split = "last";
        Samples training, test;
        separateTest(samples(40, [](int i) { return i % 10; }), config, training, test);
        QCOMPARE(test.values, (std::vector<float>{9, 19, 29, 39}));
        const Dataset data = assembled(tenClasses(), training, test, config, 4);
        QCOMPARE(data.validation.values, (std::vector<float>{8, 18, 28, 38}));
    }

    void theDefaultOfHeldOutSamplesIsATenthOfSmallSets()
    {
        RunConfig config;
        QCOMPARE(heldOutOf(config, 60000), std::int64_t(5000));
        QCOMPARE(heldOutOf(config, 300), std::int64_t(30));
        QCOMPARE(heldOutOf(config, 9), std::int64_t(0));
        config.validationSamples = 200;
        QCOMPARE(heldOutOf(config, 300), std::int64_t(200));
    }

    void recordingsFromBeforeTheSettingKeepTheirSplit_data()
    {
        QTest::addColumn<QString>("file");
        for (const char* file : {"run_v1", "run_v2", "run_v3"}) { QTest::newRow(file) << file; }
    }
    void recordingsFromBeforeTheSettingKeepTheirSplit()
    {
        QFETCH(const QString, file);
        const QTemporaryDir folder;
        const QString copy = folder.filePath("a.gridscope");
        QVERIFY(QFile::copy(qEnvironmentVariable("GRIDSCOPE_SOURCE") + "/tests/data/" + file + ".gridscope", copy));
        QCOMPARE(run::RunReader(copy.toStdString()).start().config.split, std::string("last"));
    }

    void settingsOfNowAreStratified()
    {
        QCOMPARE(RunConfig{}.split, std::string("stratified"));
        QCOMPARE(run::configFromJson("{\"bits\": 3}", RunConfig{}, "a file").split, std::string("stratified"));
        QCOMPARE(run::recordedConfig("{\"bits\": 3}", "a recording").split, std::string("last"));
        QCOMPARE(run::recordedConfig("{\"preset\": \"spirals\", \"bits\": 3}", "a recording").split,
                 std::string("last"));
        QCOMPARE(run::recordedConfig(run::configToJson(RunConfig{}), "a recording").split, std::string("stratified"));
    }

    void cifarAndIdxAreSplitByClassToo()
    {
        const QTemporaryDir folder;
        QByteArray batch;
        for (int i = 0; i < 100; ++i) { batch += QByteArray(1, char(i % 10)) + QByteArray(3072, char(i)); }
        write(folder.filePath("data_batch_1.bin"), batch);
        write(folder.filePath("test_batch.bin"), batch);
        RunConfig config;
        config.data = "cifar10";
        config.dataFolder = folder.path().toStdString();
        config.validationSamples = 10;
        QCOMPARE(countsOf(loadDataset(config).validation), each(1)); // every tenth would be all of class 9
        config.data = "sample";
        QCOMPARE(countsOf(loadDataset(config).validation), each(1));
    }
};

QTEST_GUILESS_MAIN(TestDataSplit)
#include "tst_data_split.moc"
