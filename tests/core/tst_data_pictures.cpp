// SPDX-License-Identifier: GPL-3.0-or-later
// CIFAR-10's binary files and folders of pictures, made here; the pictures are decoded as the program does it.
#include "app/picture_decoder.h"
#include "core/base/error.h"
#include "core/data/cifar10.h"
#include "core/data/picture_folder.h"

#include <QBuffer>
#include <QImage>
#include <QtTest>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <sys/stat.h>

using namespace gridscope;
using namespace gridscope::data;
using run::RunConfig;

namespace {

QByteArray record(int label, int value) { return QByteArray(1, char(label)) + QByteArray(3 * 32 * 32, char(value)); }

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

void paintCatsAndDogs(const QTemporaryDir& folder, int ofEach)
{
    for (int i = 0; i < ofEach; ++i) {
        paint(folder.filePath(QString("cat/%1.png").arg(i)), {20, 20}, Qt::red);
        paint(folder.filePath(QString("dog/%1.png").arg(i)), {20, 20}, Qt::blue);
    }
}

QByteArray fileOf(const QImage& image, const char* format)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, format);
    return bytes;
}

QByteArray pngOf(const QImage& image) { return fileOf(image, "png"); }

// 64 x 64 pixels of which no two are alike.
QByteArray noiseOf(const char* format)
{
    QImage image(64, 64, QImage::Format_RGB32);
    for (int i = 0; i < 64 * 64; ++i) {
        image.setPixel(i % 64, i / 64, QRgb(0xFF000000U + unsigned(i) * 2654435761U % 0xFFFFFFU));
    }
    return fileOf(image, format);
}

QByteArray crcOf(const QByteArray& bytes)
{
    quint32 crc = 0xFFFFFFFF;
    for (const char c : bytes) {
        crc ^= quint8(c);
        for (int bit = 0; bit < 8; ++bit) { crc = crc & 1 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1; }
    }
    crc = ~crc;
    return QByteArray(1, char(crc >> 24)) + char(crc >> 16) + char(crc >> 8) + char(crc);
}

// A few bytes that say that they are 60,000 x 60,000 pixels.
QByteArray bombOf()
{
    QByteArray png = pngOf(QImage(1, 1, QImage::Format_RGB32));
    png.replace(16, 8, QByteArray("\0\0\xEA\x60\0\0\xEA\x60", 8));
    return png.replace(29, 4, crcOf(png.mid(12, 17)));
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
    void initTestCase() { setPictureDecoder(app::decodePicture); }

    void cifarRecordsAreReadFromAllBatchesThatAreThere()
    {
        const QTemporaryDir folder;
        write(folder.filePath("cifar-10-batches-bin/data_batch_1.bin"), record(3, 10) + record(0, 20));
        write(folder.filePath("cifar-10-batches-bin/data_batch_4.bin"), record(9, 30));
        write(folder.filePath("cifar-10-batches-bin/test_batch.bin"), record(1, 40));
        RunConfig config = configOf("cifar10", folder);
        config.split = "last";
        const Dataset set = loadDataset(config);
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
        RunConfig config = configOf("folder", folder);
        QCOMPARE(loadDataset(config).test.labels, (std::vector<std::uint16_t>{0, 1}));
        config.split = "last";
        const Dataset set = loadDataset(config);
        QCOMPARE(set.test.count(), std::int64_t(2));
        QCOMPARE(set.test.files.at(1), folder.filePath("dog/9.png").toStdString());
    }

    void whatIsNoPictureIsPassedOverAndCounted_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("why");
        const QByteArray png = pngOf(QImage(20, 20, QImage::Format_RGB32));
        QTest::newRow("Windows' previews") << "cat/Thumbs.db" << QByteArray("\xD0\xCF\x11\xE0", 4) << "no picture";
        QTest::newRow("Windows' settings") << "cat/desktop.ini" << QByteArray("[.ShellClassInfo]") << "no picture";
        QTest::newRow("a text") << "dog/README.txt" << QByteArray("dogs") << "no picture";
        QTest::newRow("a drawing that is a program")
            << "dog/a.svg" << QByteArray("<svg xmlns='http://www.w3.org/2000/svg'/>") << "no picture";
        QTest::newRow("such a drawing that is called a picture")
            << "dog/b.png" << QByteArray("<svg xmlns='http://www.w3.org/2000/svg' width='20' height='20'/>")
            << "its content is no PNG, JPEG, GIF, BMP or WebP";
        QTest::newRow("beside the classes") << "labels.csv" << QByteArray("1,2") << "in no class folder";
        QTest::newRow("an empty picture") << "cat/empty.png" << QByteArray() << "empty";
        QTest::newRow("another content") << "cat/a.JPG" << QByteArray("<html>")
                                         << "its content is no PNG, JPEG, GIF, BMP or WebP";
        QTest::newRow("a PNG cut off") << "cat/cut.png" << png.left(png.size() / 2) << "is cut off: its PNG has no end";
        QTest::newRow("a PNG with a hole")
            << "cat/hole.png" << noiseOf("png").replace(100, 100, QByteArray(100, '\0')) << "could not be read";
        QTest::newRow("a JPEG cut off") << "cat/cut.jpg" << noiseOf("jpg").left(1500)
                                        << "is cut off: its JPEG has no end";
        QTest::newRow("a header that promises too much") << "cat/bomb.png" << bombOf() << "has 60,000 x 60,000 pixels";
    }
    void whatIsNoPictureIsPassedOverAndCounted()
    {
        QFETCH(const QString, name);
        QFETCH(const QByteArray, content);
        QFETCH(const QString, why);
        const QTemporaryDir folder;
        paintCatsAndDogs(folder, 10);
        write(folder.filePath(name), content);
        const Dataset set = loadDataset(configOf("folder", folder));
        QCOMPARE(set.train.count() + set.validation.count() + set.test.count(), std::int64_t(20));
        QCOMPARE(set.passedOver.size(), std::size_t(1));
        QCOMPARE(QString::fromStdString(set.passedOver[0].what), name);
        QVERIFY2(QString::fromStdString(set.passedOver[0].why).startsWith(why), set.passedOver[0].why.c_str());
        const QString note = QString::fromStdString(notesOf(set).back());
        QVERIFY2(note.startsWith("passed over 1 file: " + name + " (" + why), qPrintable(note));
    }

    void linksToNothingAndPipesArePassedOver()
    {
        const QTemporaryDir folder;
        paintCatsAndDogs(folder, 10);
        QVERIFY(QFile::link(folder.filePath("nowhere.png"), folder.filePath("cat/link.png")));
        QVERIFY(QFile::link(folder.filePath("cat/1.png"), folder.filePath("cat/good.png")));
        QCOMPARE(mkfifo(qPrintable(folder.filePath("dog/pipe.png")), 0600), 0);
        const Dataset set = loadDataset(configOf("folder", folder));
        QCOMPARE(set.train.count() + set.validation.count() + set.test.count(), std::int64_t(21));
        QCOMPARE(set.passedOver.size(), std::size_t(2));
        QCOMPARE(set.passedOver[0].why, std::string("a link to nothing"));
        QCOMPARE(set.passedOver[1].why, std::string("no file"));
    }

    void aNameWithALineBreakStaysOnItsLine()
    {
        const QTemporaryDir folder;
        paintCatsAndDogs(folder, 10);
        write(folder.filePath("cat/a\nb.txt"), "text");
        QCOMPARE(notesOf(loadDataset(configOf("folder", folder))).back().find('\n'), std::string::npos);
    }

    void picturesInFoldersOfAClassAreItsOwn()
    {
        const QTemporaryDir folder;
        paintCatsAndDogs(folder, 10);
        for (int i = 0; i < 9; ++i) {
            paint(folder.filePath(QString("fox/%1/%2.png").arg(2020 + i % 3).arg(i)), {20, 20}, Qt::green);
        }
        paint(folder.filePath("fox/2020/July/a.png"), {20, 20}, Qt::green);
        paint(folder.filePath("fox/@eaDir/a.png"), {20, 20}, Qt::green); // a preview that a disk station made
        const Dataset set = loadDataset(configOf("folder", folder));
        QCOMPARE(set.classNames, (std::vector<std::string>{"cat", "dog", "fox"}));
        QCOMPARE(std::ranges::count(set.train.labels, 2) + std::ranges::count(set.validation.labels, 2)
                     + std::ranges::count(set.test.labels, 2),
                 10);
    }

    void classesWithoutPicturesAreNamed_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("empty in both") << "train/c/,val/c/"
                                       << "The folder FOLDER/train/c holds no pictures; each folder there is a class, "
                                          "so put some in or take it away.";
        QTest::newRow("empty in one") << "train/c/a.png,val/c/"
                                      << "The folder FOLDER/val/c holds no pictures; each folder there is a class, so "
                                         "put some in or take it away.";
        QTest::newRow("only what is no picture")
            << "train/c/a.txt,val/c/a.png"
            << "The folder FOLDER/train/c holds no pictures that can be read (PNG, JPEG, GIF, BMP, WebP); each folder "
               "there is a class, so put some in or take it away.";
        QTest::newRow("only trained") << "train/c/a.png"
                                      << "The class \"c\" has pictures in FOLDER/train, but there is no folder of that "
                                         "name in FOLDER/val; both need the same classes.";
        QTest::newRow("only tested") << "val/c/a.png"
                                     << "The class \"c\" has pictures in FOLDER/val, but there is no folder of that "
                                        "name in FOLDER/train; both need the same classes.";
    }
    void classesWithoutPicturesAreNamed()
    {
        QFETCH(const QString, file);
        QFETCH(const QString, sentence);
        const QTemporaryDir folder;
        for (const char* name : {"train/cat/a.png", "train/dog/a.png", "val/cat/a.png", "val/dog/a.png"}) {
            paint(folder.filePath(name), {20, 20}, Qt::red);
        }
        for (const QString& name : file.split(',')) {
            if (name.endsWith(".png")) { paint(folder.filePath(name), {20, 20}, Qt::red); }
            if (name.endsWith(".txt")) { write(folder.filePath(name), "text"); }
            if (name.endsWith("/")) { QVERIFY(QDir().mkpath(folder.filePath(name))); }
        }
        QCOMPARE(sentenceOf(configOf("folder", folder)), sentence);
    }

    void aTrainingFolderAloneGivesItsTenth()
    {
        const QTemporaryDir folder;
        for (int i = 0; i < 10; ++i) {
            paint(folder.filePath(QString("Train/cat/%1.png").arg(i)), {20, 20}, Qt::red);
            paint(folder.filePath(QString("Train/dog/%1.png").arg(i)), {20, 20}, Qt::blue);
        }
        const Dataset set = loadDataset(configOf("folder", folder));
        QCOMPARE(set.classNames, (std::vector<std::string>{"cat", "dog"}));
        QCOMPARE(set.test.count(), std::int64_t(2));
        QCOMPARE(set.notes, (std::vector<std::string>{
                                "there is no folder val or test beside Train, so a tenth of its pictures tests"}));
    }

    void namesThatAreNotUtf8AreReadByTheirBytes()
    {
        const QTemporaryDir folder;
        const std::string root = folder.path().toStdString() + "/b\xE4r";
        const QByteArray png = pngOf(QImage(20, 20, QImage::Format_RGB32));
        for (const char* name : {"M\xE4use", "h\xFFunde"}) {
            std::filesystem::create_directories(root + "/" + name);
            for (int i = 0; i < 10; ++i) {
                std::ofstream(root + "/" + name + "/\xE4" + std::to_string(i) + ".png", std::ios::binary)
                    .write(png.data(), png.size());
            }
        }
        RunConfig config = configOf("folder", folder);
        config.dataFolder = root;
        const Dataset set = loadDataset(config);
        QCOMPARE(set.test.count(), std::int64_t(2));
        QVERIFY(set.passedOver.empty());
        QCOMPARE(set.name, std::string("b?r"));
        QCOMPARE(classNameOf(set, 0), std::string("M?use"));
        std::vector<std::uint8_t> planes(3 * 14 * 14);
        app::decodePicture(set.test.files.at(0), 14, planes);
    }

    void longPicturesAreDecodedInTheirMiddle_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::newRow("a line that stands") << QSize(1, 60000);
        QTest::newRow("a line that lies") << QSize(60000, 1);
        QTest::newRow("two wide") << QSize(2, 30001);
        QTest::newRow("one pixel") << QSize(1, 1);
        QTest::newRow("just not cut") << QSize(40, 10);
    }
    void longPicturesAreDecodedInTheirMiddle()
    {
        QFETCH(const QSize, size);
        const QTemporaryDir folder;
        const QString path = folder.filePath("long.png");
        QImage image(size, QImage::Format_RGB32);
        image.fill(Qt::blue);
        for (int y = 0; y < size.height(); ++y) { // the outer tenths are red
            for (int x = 0; x < size.width(); ++x) {
                const bool isOuter = size.width() > size.height()
                                         ? x < size.width() / 10 || x >= size.width() * 9 / 10
                                         : y < size.height() / 10 || y >= size.height() * 9 / 10;
                if (isOuter && size.width() != size.height()) { image.setPixelColor(x, y, Qt::red); }
            }
        }
        QVERIFY(image.save(path));
        std::vector<std::uint8_t> planes(3 * 224 * 224);
        app::decodePicture(path.toStdString(), 224, planes);
        QCOMPARE(*std::max_element(planes.begin(), planes.begin() + 224 * 224), std::uint8_t(0));
        QCOMPARE(*std::min_element(planes.end() - 224 * 224, planes.end()), std::uint8_t(255));
    }

    void transparencyLiesOverWhiteAtEverySize_data()
    {
        QTest::addColumn<int>("side"); // 16 is brought to 19
        QTest::addColumn<QRgb>("pixel");
        QTest::addColumn<int>("grey");
        for (const int side : {16, 19, 64}) {
            QTest::addRow("hidden white, %d", side) << side << qRgba(255, 255, 255, 0) << 255;
            QTest::addRow("hidden black, %d", side) << side << qRgba(0, 0, 0, 0) << 255;
            QTest::addRow("half black, %d", side) << side << qRgba(0, 0, 0, 128) << 127;
            QTest::addRow("opaque, %d", side) << side << qRgba(9, 9, 9, 255) << 9;
        }
    }
    void transparencyLiesOverWhiteAtEverySize()
    {
        QFETCH(const int, side);
        QFETCH(const QRgb, pixel);
        QFETCH(const int, grey);
        const QTemporaryDir folder;
        for (const QImage::Format format : {QImage::Format_ARGB32, QImage::Format_Indexed8}) {
            QImage image(side, side, format);
            if (format == QImage::Format_Indexed8) { image.setColorTable({pixel}); }
            image.fill(format == QImage::Format_Indexed8 ? 0 : pixel);
            QVERIFY(image.save(folder.filePath("a.png")));
            std::vector<std::uint8_t> planes(3 * 16 * 16);
            app::decodePicture(folder.filePath("a.png").toStdString(), 16, planes);
            for (const int value : planes) {
                QVERIFY2(std::abs(value - grey) <= 1, qPrintable(QString::number(value)));
            }
        }
    }

    void pngIsTurnedAsItsExifSays_data()
    {
        QTest::addColumn<int>("orientation");
        QTest::addColumn<bool>("isLittle");
        QTest::addColumn<QString>("corners"); // of the upright picture: top left, top right, bottom left, bottom right
        const QStringList corners = {"rgbw", "grwb", "wbgr", "bwrg", "rbgw", "brwg", "wgbr", "gwrb"};
        for (int o = 1; o <= 8; ++o) {
            QTest::addRow("%d, little-endian", o) << o << true << corners[o - 1];
            QTest::addRow("%d, big-endian", o) << o << false << corners[o - 1];
        }
        QTest::newRow("none that is known") << 9 << true << corners[0];
        QTest::newRow("none at all") << 0 << true << corners[0];
    }
    void pngIsTurnedAsItsExifSays()
    {
        QFETCH(const int, orientation);
        QFETCH(const bool, isLittle);
        QFETCH(const QString, corners);
        QImage image(16, 16, QImage::Format_RGB32);
        for (int y = 0; y < 16; ++y) {
            for (int x = 0; x < 16; ++x) {
                image.setPixelColor(x, y, y < 8 ? (x < 8 ? Qt::red : Qt::green) : x < 8 ? Qt::blue : Qt::white);
            }
        }
        const QByteArray tiff =
            isLittle
                ? QByteArray("II*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0", 18) + char(orientation) + QByteArray(7, '\0')
                : QByteArray("MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0", 19) + char(orientation) + QByteArray(6, '\0');
        for (const bool isBeforePixels : {true, false}) {
            QByteArray png = pngOf(image);
            const QByteArray chunk = QByteArray("\0\0\0", 3) + char(tiff.size()) + "eXIf" + tiff + crcOf("eXIf" + tiff);
            png.insert(isBeforePixels ? 33 : png.size() - 12, chunk); // after the header, or before the end
            const QTemporaryDir folder;
            write(folder.filePath("a.png"), png);
            std::vector<std::uint8_t> planes(3 * 14 * 14);
            app::decodePicture(folder.filePath("a.png").toStdString(), 14, planes);
            QString seen;
            for (const int at : {2 * 14 + 2, 2 * 14 + 11, 11 * 14 + 2, 11 * 14 + 11}) {
                const int r = planes[std::size_t(at)], g = planes[std::size_t(at + 14 * 14)],
                          b = planes[std::size_t(at + 2 * 14 * 14)];
                seen += r > 128 && g > 128 && b > 128 ? 'w' : r > 128 ? 'r' : g > 128 ? 'g' : 'b';
            }
            QCOMPARE(seen, corners);
        }
    }

    void foldersThatDoNotFitGiveASentence()
    {
        const QTemporaryDir folder;
        QCOMPARE(
            sentenceOf(configOf("folder", folder)),
            QString("The folder FOLDER has 0 folders with 0 pictures; needed is one folder of pictures for each of "
                    "at least two classes."));
        for (const char* name : {"train/cat/a.png", "train/dog/a.png", "val/cat/a.png", "val/fox/a.png"}) {
            paint(folder.filePath(name), {20, 20}, Qt::red);
        }
        QCOMPARE(sentenceOf(configOf("folder", folder)),
                 QString("The class \"dog\" has pictures in FOLDER/train, but there is no folder of that name in "
                         "FOLDER/val; both need the same classes."));
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
