// SPDX-License-Identifier: GPL-3.0-or-later
// What `gridscope data` and the window tell of data before a training.
#include "app/picture_decoder.h"
#include "core/base/error.h"
#include "core/data/data_check.h"
#include "core/data/picture_folder.h"
#include "tests/support/write_file.h"

#include <QDir>
#include <QImage>
#include <QTemporaryDir>
#include <QtTest>

using namespace gridscope;
using namespace gridscope::data;

namespace {

using test::write;

void paint(const QString& path, QRgb colour)
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QImage image(20, 20, QImage::Format_RGB32);
    image.fill(colour);
    QVERIFY(image.save(path));
}

run::RunConfig configOf(const char* data, const QString& place)
{
    run::RunConfig config;
    config.data = data;
    config.network = "mlp";
    config.dataFolder = place.toStdString();
    config.validationSamples = 4;
    config.pictureSize = 14;
    return config;
}

} // namespace

class TestDataCheck : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { setPictureDecoder(app::decodePicture); }

    void aTableIsToldWithItsClassesAndColumns()
    {
        const QTemporaryDir folder;
        QByteArray rows = "width,same,label\n";
        for (int i = 0; i < 40; ++i) {
            rows += QByteArray::number(1700000000 + i) + ",7," + (i % 4 == 0 ? "rose" : "tulip") + "\n";
        }
        write(folder.filePath("a.csv"), rows);
        const DataCheck check = checkData(configOf("csv", folder.filePath("a.csv")));
        QCOMPARE(check.unit, std::string("rows"));
        QCOMPARE(check.train + check.validation + check.test, std::int64_t(40));
        QCOMPARE(check.test, std::int64_t(4));
        QCOMPARE(check.classes.size(), std::size_t(2));
        QCOMPARE(check.classes[0].name, std::string("rose"));
        QCOMPARE(check.classes[0].train + check.classes[0].validation, std::int64_t(9));
        QCOMPARE(check.classes[0].test, std::int64_t(1));
        QCOMPARE(check.ranges.size(), std::size_t(2));
        QCOMPARE(check.ranges[0].name, std::string("width"));
        QVERIFY(check.ranges[0].low >= 1700000000 && check.ranges[0].high <= 1700000039
                && check.ranges[0].deviation > 5);
        QCOMPARE(check.ranges[1].low, 7.0);
        QCOMPARE(check.ranges[1].deviation, 0.0);
        QVERIFY(check.duplicates.empty());
        QCOMPARE(check.split, std::string("drawn from seed 1, a share of every class"));
    }

    void rowsInTwoPartsAtOnceAreFound()
    {
        const QTemporaryDir folder;
        write(folder.filePath("train.csv"), "1,2,a\n3,4,b\n5,6,a\n7,8,b\n");
        write(folder.filePath("test.csv"), "3,4,b\n9,9,a\n7,8,b\n");
        const DataCheck check = checkData(configOf("csv", folder.path()));
        QCOMPARE(check.duplicates.size(), std::size_t(1));
        QCOMPARE(check.duplicates[0].between, std::string("training and test"));
        QCOMPARE(check.duplicates[0].count, std::int64_t(2));
        QCOMPARE(check.duplicates[0].example, std::string("test sample 1 is training sample 2"));
    }

    void picturesInFilesAreToldWithWhatIsPassedOver()
    {
        const QTemporaryDir folder;
        for (int i = 0; i < 10; ++i) {
            for (const char* part : {"train", "val"}) {
                paint(folder.filePath(QString("%1/cat/%2.png").arg(part).arg(i)), qRgb(i, part[0], 0));
                paint(folder.filePath(QString("%1/dog/%2.png").arg(part).arg(i)), qRgb(i, part[0], 200));
            }
        }
        paint(folder.filePath("val/cat/twice.png"), qRgb(3, 't', 0));
        write(folder.filePath("train/cat/Thumbs.db"), "x");
        run::RunConfig config = configOf("folder", folder.path());
        config.validationSamples = 0;
        const DataCheck check = checkData(config);
        QCOMPARE(check.train, std::int64_t(20));
        QCOMPARE(check.test, std::int64_t(21));
        QCOMPARE(check.classes[1].name, std::string("dog"));
        QCOMPARE(check.passedOver.size(), std::size_t(1));
        QCOMPARE(check.duplicates.size(), std::size_t(1));
        QVERIFY(QString::fromStdString(check.duplicates[0].example).endsWith("train/cat/3.png"));
        QCOMPARE(check.ranges.size(), std::size_t(1));
        QCOMPARE(check.ranges[0].high, 200.0);
        QVERIFY(check.epochSeconds > 0);
    }

    void pointsAndTheSampleNeedNoFolder_data()
    {
        QTest::addColumn<QString>("data");
        QTest::addColumn<QString>("unit");
        QTest::addColumn<int>("classes");
        QTest::newRow("moons") << "moons"
                               << "points" << 2;
        QTest::newRow("the sample") << "sample"
                                    << "pictures" << 10;
    }
    void pointsAndTheSampleNeedNoFolder()
    {
        QFETCH(const QString, data);
        QFETCH(const QString, unit);
        QFETCH(const int, classes);
        const DataCheck check = checkData(configOf(qPrintable(data), ""));
        QCOMPARE(QString::fromStdString(check.unit), unit);
        QCOMPARE(int(check.classes.size()), classes);
        QVERIFY(check.ranges[0].low < check.ranges[0].high);
    }

    void theKindIsGuessedByTheNamesOfFiles_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("kind");
        QTest::newRow("tables") << "train.csv"
                                << "csv";
        QTest::newRow("arrays") << "train_images.npy"
                                << "npy";
        QTest::newRow("IDX") << "train-images.idx3-ubyte.gz"
                             << "idx";
        QTest::newRow("EMNIST") << "emnist-letters-train-images-idx3-ubyte"
                                << "idx";
        QTest::newRow("CIFAR-10") << "data_batch_1.bin"
                                  << "cifar10";
        QTest::newRow("CIFAR-10 in its folder") << "cifar-10-batches-bin/data_batch_1.bin"
                                                << "cifar10";
        QTest::newRow("pictures") << "train/cat/1.png"
                                  << "folder";
    }
    void theKindIsGuessedByTheNamesOfFiles()
    {
        QFETCH(const QString, file);
        const QTemporaryDir folder;
        write(folder.filePath(file), "x");
        QTEST(QString::fromStdString(guessedKind(folder.path().toStdString())), "kind");
        if (file.endsWith(".csv")) { QCOMPARE(guessedKind(folder.filePath(file).toStdString()), std::string("csv")); }
    }

    void whatATrainingRefusesIsRefusedWithTheSameSentence()
    {
        const QTemporaryDir folder;
        write(folder.filePath("a.csv"), "1,a\n2,a\n");
        QVERIFY_EXCEPTION_THROWN(checkData(configOf("csv", folder.filePath("a.csv"))), FileError);
    }

    void namesFromOutsideAreFitToBeShown()
    {
        const QTemporaryDir folder;
        QByteArray rows = "w\xFF,label\n";
        for (int i = 0; i < 40; ++i) { rows += QByteArray::number(i) + (i % 2 == 0 ? ",\x1B[31m\xE4\n" : ",b\n"); }
        write(folder.filePath("a.csv"), rows);
        const DataCheck check = checkData(configOf("csv", folder.filePath("a.csv")));
        QCOMPARE(check.classes[0].name, std::string("?[31mä"));
        QCOMPARE(check.ranges[0].name, std::string("wÿ"));
    }
};

QTEST_GUILESS_MAIN(TestDataCheck)
#include "tst_data_check.moc"
