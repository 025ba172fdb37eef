// SPDX-License-Identifier: GPL-3.0-or-later
// CIFAR-10's binary files and folders of pictures, made here; the pictures are decoded as the program does it.
#include "app/picture_decoder.h"
#include "core/data/cifar10.h"
#include "core/data/picture_folder.h"
#include "core/run/error.h"

#include <QImage>
#include <QtTest>

using namespace gridscope;
using namespace gridscope::data;
using run::RunConfig;

namespace {

QByteArray record(int label, int value)
{
    return QByteArray(1, char(label)) + QByteArray(3 * 32 * 32, char(value));
}

void write(const QString& path, const QByteArray& bytes)
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

void paint(const QString& path, QSize size, const QColor& colour)
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QImage image(size, QImage::Format_RGB32);
    image.fill(colour);
    QVERIFY(image.save(path));
}

QString sentenceOf(const RunConfig& config)
{
    try {
        loadDataset(config);
    } catch (const Error& error) {
        return QString::fromUtf8(error.what()).replace(QString::fromStdString(config.dataFolder), "FOLDER");
    }
    return "no error";
}

RunConfig configOf(const char* data, const QTemporaryDir& folder)
{
    RunConfig config;
    config.data = data;
    config.dataFolder = folder.path().toStdString();
    config.validationSamples = 1;
    config.pictureSize = 14;
    return config;
}

} // namespace

class TestDataPictures : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cifarRecordsAreReadFromAllBatchesThatAreThere()
    {
        const QTemporaryDir folder;
        write(folder.filePath("cifar-10-batches-bin/data_batch_1.bin"), record(3, 10) + record(0, 20));
        write(folder.filePath("cifar-10-batches-bin/data_batch_4.bin"), record(9, 30));
        write(folder.filePath("cifar-10-batches-bin/test_batch.bin"), record(1, 40));
        const Dataset set = loadDataset(configOf("cifar10", folder));
        QCOMPARE(set.description(), std::string("CIFAR-10 (2 training, 1 validation, 1 test pictures)"));
        QCOMPARE(set.channels * set.height * set.width, 3072);
        QVERIFY((set.train.labels == std::vector<std::uint16_t>{3, 0}));
        QCOMPARE(int(set.train.bytes.at(3072)), 20);
        QCOMPARE(int(set.validation.labels.at(0)), 9);
        QVERIFY(std::abs(set.mean - 15.0F / 255) < 1e-6F);
    }

    void brokenCifarFilesGiveASentence_data()
    {
        QTest::addColumn<QByteArray>("batch");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("cut") << record(0, 0).chopped(1)
                             << "The file FOLDER/data_batch_1.bin has 3,072 bytes; CIFAR-10 needs a multiple of 3,073 "
                                "(the binary version, not the Python one).";
        QTest::newRow("label") << record(1, 0) + record(10, 0)
                               << "Record 1 of FOLDER/data_batch_1.bin has label 10; allowed is 0 to 9.";
        QTest::newRow("no test set") << record(1, 0) + record(1, 0)
                                     << "The file FOLDER/test_batch.bin could not be read.";
    }
    void brokenCifarFilesGiveASentence()
    {
        QFETCH(QByteArray, batch);
        QFETCH(QString, sentence);
        const QTemporaryDir folder;
        write(folder.filePath("data_batch_1.bin"), batch);
        QCOMPARE(sentenceOf(configOf("cifar10", folder)), sentence);
    }

    void anEmptyFolderIsNoCifar()
    {
        const QTemporaryDir folder;
        QCOMPARE(sentenceOf(configOf("cifar10", folder)),
                 QString("There is no data_batch_1.bin in the folder FOLDER; unpack CIFAR-10's binary version there."));
    }

    void foldersOfPicturesHaveAClassEach()
    {
        const QTemporaryDir folder;
        for (int i = 0; i < 10; ++i) {
            paint(folder.filePath(QString("train/cat/%1.png").arg(i)), {20, 20}, Qt::red);
            paint(folder.filePath(QString("train/dog/%1.png").arg(i)), {20, 20}, Qt::blue);
        }
        paint(folder.filePath("val/cat/a.png"), {20, 20}, Qt::red);
        paint(folder.filePath("val/dog/a.png"), {20, 20}, Qt::blue);
        const Dataset set = loadDataset(configOf("folder", folder));
        QCOMPARE(set.classes, 2);
        QCOMPARE(set.height, 14);
        QCOMPARE(set.train.count(), std::int64_t(19));
        QCOMPARE(set.validation.count(), std::int64_t(1));
        QCOMPARE(set.test.files.at(1), folder.filePath("val/dog/a.png").toStdString());
        QCOMPARE(int(set.test.labels.at(1)), 1);
    }

    void withoutASplitEveryTenthPictureTests()
    {
        const QTemporaryDir folder;
        for (int i = 0; i < 10; ++i) {
            paint(folder.filePath(QString("cat/%1.png").arg(i)), {20, 20}, Qt::red);
            paint(folder.filePath(QString("dog/%1.png").arg(i)), {20, 20}, Qt::blue);
        }
        const Dataset set = loadDataset(configOf("folder", folder));
        QCOMPARE(set.test.count(), std::int64_t(2));
        QCOMPARE(set.test.files.at(1), folder.filePath("dog/9.png").toStdString());
    }

    void foldersThatDoNotFitGiveASentence()
    {
        const QTemporaryDir folder;
        QCOMPARE(sentenceOf(configOf("folder", folder)),
                 QString("The folder FOLDER has 0 folders with 0 pictures; needed is one folder of pictures for each of "
                         "at least two classes."));
        for (const char* name : {"train/cat/a.png", "train/dog/a.png", "val/cat/a.png", "val/fox/a.png"}) {
            paint(folder.filePath(name), {20, 20}, Qt::red);
        }
        QCOMPARE(sentenceOf(configOf("folder", folder)),
                 QString("Class 1 is \"dog\" among the training pictures, but \"fox\" in FOLDER/val."));
        RunConfig nowhere = configOf("folder", folder);
        nowhere.dataFolder += "/nowhere";
        QVERIFY(sentenceOf(nowhere).startsWith("The folder FOLDER could not be read: "));
    }

    void theMiddleOfAPictureIsTaken()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath("wide.png");
        QImage image(48, 16, QImage::Format_RGB32); // red, green, blue thirds
        for (int x = 0; x < 48; ++x) {
            for (int y = 0; y < 16; ++y) {
                image.setPixelColor(x, y, x < 16 ? Qt::red : x < 32 ? Qt::green : Qt::blue);
            }
        }
        QVERIFY(image.save(path));
        std::vector<std::uint8_t> planes(3 * 14 * 14);
        app::decodePicture(path.toStdString(), 14, planes); // 16 high already
        const std::vector<std::uint8_t> green(14 * 14, 255);
        QVERIFY(std::all_of(planes.begin(), planes.begin() + 14 * 14, [](int v) { return v == 0; }));
        QVERIFY(std::equal(green.begin(), green.end(), planes.begin() + 14 * 14));
        QVERIFY(std::all_of(planes.begin() + 2 * 14 * 14, planes.end(), [](int v) { return v == 0; }));
    }

    void aSmallJpegIsBroughtToSize()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath("small.jpg");
        paint(path, {5, 9}, QColor(200, 100, 50));
        std::vector<std::uint8_t> planes(3 * 32 * 32);
        app::decodePicture(path.toStdString(), 32, planes);
        QVERIFY(std::abs(int(planes[500]) - 200) < 4);
        QVERIFY(std::abs(int(planes[32 * 32 + 500]) - 100) < 4);
        QVERIFY(std::abs(int(planes[2 * 32 * 32 + 500]) - 50) < 4);
    }

    void aFileThatIsNoPictureGivesASentence()
    {
        const QTemporaryDir folder;
        write(folder.filePath("no.png"), "this is text");
        std::vector<std::uint8_t> planes(3 * 8 * 8);
        try {
            app::decodePicture(folder.filePath("no.png").toStdString(), 8, planes);
            QFAIL("it was read");
        } catch (const FileError& error) {
            QVERIFY(QString::fromUtf8(error.what()).startsWith("The picture " + folder.filePath("no.png")));
        }
    }
};

QTEST_GUILESS_MAIN(TestDataPictures)
#include "tst_data_pictures.moc"
