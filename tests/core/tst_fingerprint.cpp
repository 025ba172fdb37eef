// SPDX-License-Identifier: GPL-3.0-or-later
// Data are known by what a network sees of them, set by set, and not by where they lie.
#include "core/data/fingerprint.h"

#include "core/data/dataset.h"
#include "core/settings/presets.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

using namespace gridscope;

namespace {

run::DataHashes hashesOf(const run::RunConfig& config) { return data::fingerprintOf(data::loadDataset(config)); }

run::RunConfig sample()
{
    run::RunConfig config = run::preset("fashion-quick").config;
    config.data = "sample";
    config.validationSamples = 40;
    return config;
}

void writeFile(const QString& path, const QByteArray& bytes)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
}

const QByteArray png("\x89PNG\r\n\x1A\n", 8);

// Files that nobody decodes here.
run::RunConfig pictures(const QString& folder, const QByteArray& changed = {})
{
    for (const char* set : {"train", "val"}) {
        for (const char* name : {"cat", "dog"}) {
            for (int i = 0; i < 12; ++i) {
                const QString path = QString("%1/%2/%3/%4.png").arg(folder, set, name).arg(i, 2, 10, QChar('0'));
                writeFile(path, png + QByteArray(i == 3 ? 20000 : 100, char('a' + i)) + name);
            }
        }
    }
    if (!changed.isEmpty()) { writeFile(folder + "/val/dog/03.png", png + changed); }
    run::RunConfig config = sample();
    config.data = "folder";
    config.network = "mlp";
    config.dataFolder = folder.toStdString();
    return config;
}

} // namespace

class TestFingerprint : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void onePixelIsAnotherSetAndOnlyThatOne()
    {
        data::Dataset set = data::loadDataset(sample());
        const run::DataHashes before = data::fingerprintOf(set);
        QVERIFY(before.isKnown());
        QCOMPARE(run::differingData(before, data::fingerprintOf(set)), std::string());
        set.test.bytes[12345] ^= 1;
        QCOMPARE(run::differingData(before, data::fingerprintOf(set)), std::string("the test data"));
        set.validation.labels[3] ^= 1;
        QCOMPARE(run::differingData(before, data::fingerprintOf(set)), std::string("the validation and test data"));
        set.train.labels.front() ^= 1;
        QCOMPARE(run::differingData(before, data::fingerprintOf(set)),
                 std::string("the training, validation and test data"));
    }

    void whatPicturesAreStandardisedWithCounts() // as when other training pictures have another mean
    {
        data::Dataset set = data::loadDataset(sample());
        const run::DataHashes before = data::fingerprintOf(set);
        set.mean += 0.001F;
        QCOMPARE(run::differingData(before, data::fingerprintOf(set)),
                 std::string("the training, validation and test data"));
    }

    void settingsThatChangeASetChangeItsHash()
    {
        run::RunConfig config = sample();
        const run::DataHashes before = hashesOf(config);
        config.learningRate *= 2; // has nothing to do with data
        QVERIFY(hashesOf(config) == before);
        config.split = "last"; // whatever the seed
        const run::DataHashes byPosition = hashesOf(config);
        config.seed += 1;
        QVERIFY(hashesOf(config) == byPosition);
        config.split = "stratified";
        QCOMPARE(run::differingData(before, hashesOf(config)),
                 std::string("the training, validation and test data")); // others have another mean
        config.seed -= 1;
        config.testSamples = 50;
        QCOMPARE(run::differingData(before, hashesOf(config)), std::string("the test data"));
    }

    void picturesInFilesAreKnownByTheirContentWhereverTheyLie()
    {
        const QTemporaryDir folder;
        const run::DataHashes before = hashesOf(pictures(folder.filePath("one")));
        QVERIFY(hashesOf(pictures(folder.filePath("two"))) == before);
        const auto changed = [&](const char* name, const QByteArray& bytes) {
            return run::differingData(before, hashesOf(pictures(folder.filePath(name), bytes)));
        };
        QCOMPARE(changed("shorter", QByteArray(19999, 'd') + "dog"), std::string("the test data"));
        QCOMPARE(changed("another beginning", "D" + QByteArray(19999, 'd') + "dog"), std::string("the test data"));
        QCOMPARE(changed("another end", QByteArray(20000, 'd') + "doG"), std::string("the test data"));
        QCOMPARE(changed("the same", QByteArray(20000, 'd') + "dog"), std::string());
    }

    void hashesComeBackFromTheirTextAndNothingElseIsTakenForThem()
    {
        const run::DataHashes hashes{1, 0xFEDCBA9876543210, 0xFFFFFFFFFFFFFFFF};
        const std::string text = run::dataHashText(hashes);
        QCOMPARE(text, std::string("0000000000000001 fedcba9876543210 ffffffffffffffff"));
        QVERIFY(run::dataHashesOf(text) == hashes);
        for (const char* other : {"", "1 2 3", "000000000000000g fedcba9876543210 ffffffffffffffff"}) {
            QVERIFY(!run::dataHashesOf(other).isKnown());
        }
        QCOMPARE(run::dataHashText({}), std::string());
    }

    void whatIsNotKnownDiffersFromNothing()
    {
        QCOMPARE(run::differingData({}, {1, 2, 3}), std::string());
        QCOMPARE(run::differingData({1, 2, 3}, {}), std::string());
    }
};

QTEST_APPLESS_MAIN(TestFingerprint)
#include "tst_fingerprint.moc"
