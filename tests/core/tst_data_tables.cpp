// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of numbers (CSV) and pictures as NumPy arrays: what is read, and where an error stands.
#include "core/data/csv.h"
#include "core/data/npy_pictures.h"
#include "core/run/config_fields.h"
#include "core/run/error.h"

#include <QtTest>

#include <cmath>

using namespace gridscope;
using namespace gridscope::data;
using run::RunConfig;

namespace {

void write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

CsvRows parse(const QByteArray& text)
{
    return parseCsv({reinterpret_cast<const std::uint8_t*>(text.constData()), std::size_t(text.size())}, "a.csv");
}

template <typename Read>
QString sentenceOf(Read read)
{
    try {
        read();
    } catch (const Error& error) {
        return QString::fromUtf8(error.what());
    }
    return "no error";
}

RunConfig configOf(const char* data, const QString& place)
{
    RunConfig config;
    config.data = data;
    config.network = "mlp";
    config.dataFolder = place.toStdString();
    config.validationSamples = 2;
    return config;
}

QString loadingSays(const RunConfig& config)
{
    return sentenceOf([&] { loadDataset(config); }).replace(QString::fromStdString(config.dataFolder), "FOLDER");
}

QByteArray npy(const QByteArray& type, const QByteArray& shape, const QByteArray& values)
{
    QByteArray header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }";
    header = header.leftJustified(117, ' ') + '\n';
    return QByteArray("\x93NUMPY\x01\x00", 8) + char(header.size()) + '\0' + header + values;
}

// 20 pictures of 2 x 3, each of its own grey, labels 0 and 1 in turn.
void writePictures(const QString& folder)
{
    for (const char* part : {"train", "test"}) {
        QByteArray pictures, labels;
        for (int i = 0; i < 20; ++i) {
            pictures += QByteArray(6, char(10 * i));
            labels += QByteArray(1, char(i % 2)) + QByteArray(7, '\0'); // int64
        }
        write(folder + "/" + part + "_images.npy", npy("|u1", "20, 2, 3", pictures));
        write(folder + "/" + part + "_labels.npy", npy("<i8", "20,", labels));
    }
}

} // namespace

class TestDataTables : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tablesOfEverySpellingAreReadAlike_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("commas") << QByteArray("1,2.5,0\n-3,4e1,1\n");
        QTest::newRow("semicolons") << QByteArray("1;2.5;0\n-3;4e1;1\n");
        QTest::newRow("tabs") << QByteArray("1\t2.5\t0\n-3\t4e1\t1\n");
        QTest::newRow("header") << QByteArray("width,height,kind\n1,2.5,0\n-3,4e1,1\n");
        QTest::newRow("the label first, by its name") << QByteArray("Label,width,height\n0,1,2.5\n1,-3,4e1\n");
        QTest::newRow("line ends of Windows, and none at the end") << QByteArray("1,2.5,0\r\n-3,4e1,1");
        QTest::newRow("empty lines") << QByteArray("\n1,2.5,0\n\n\n-3,4e1,1\n\n");
        QTest::newRow("quotes and spaces") << QByteArray("\"1\", 2.5 ,\"0\"\n\"-3\",\"4e1\",1\n");
        QTest::newRow("a byte order mark") << QByteArray("\xEF\xBB\xBF"
                                                         "1,2.5,0\n-3,+4e1,1\n");
    }
    void tablesOfEverySpellingAreReadAlike()
    {
        QFETCH(const QByteArray, text);
        const CsvRows rows = parse(text);
        QCOMPARE(rows.features, std::size_t(2));
        QCOMPARE(rows.values, (std::vector<float>{1, 2.5, -3, 40}));
        QCOMPARE(rows.labels, (std::vector<std::string>{"0", "1"}));
    }

    void aQuotedLabelMayHoldAnything()
    {
        const CsvRows rows = parse("1,\"a, \"\"b\"\"\nc\"\n2,d\n");
        QCOMPARE(rows.labels, (std::vector<std::string>{"a, \"b\"\nc", "d"}));
        QCOMPARE(rows.lines, (std::vector<std::size_t>{1, 3}));
    }

    void everyErrorTellsLineAndColumn_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("a word") << QByteArray("a,b,label\n1,2,0\n1,zwei,0\n")
                                << "Line 3, column 2 of a.csv is zwei, which is no finite number.";
        QTest::newRow("infinite") << QByteArray("1,2,0\ninf,2,0\n")
                                  << "Line 2, column 1 of a.csv is inf, which is no finite number.";
        QTest::newRow("missing") << QByteArray("1,2,0\n1,,0\n")
                                 << "Line 2, column 2 of a.csv is empty; fill it in, or leave the row out.";
        QTest::newRow("no label") << QByteArray("1,2,0\n\n1,2,\n")
                                  << "Line 3, column 3 of a.csv is empty; fill it in, or leave the row out.";
        QTest::newRow("a row too short") << QByteArray("1,2,0\n1,0\n")
                                         << "Line 2 of a.csv has 2 columns, but the first has 3.";
        QTest::newRow("an open quote") << QByteArray("1,2,0\n1,\"2,0\n")
                                       << "Line 2, column 2 of a.csv has a quote that is never closed.";
        QTest::newRow("text after a quote")
            << QByteArray("1,2,0\n1,\"2\"3,0\n") << "Line 2, column 2 of a.csv goes on after its closing quote.";
        QTest::newRow("one column") << QByteArray("1\n2\n")
                                    << "Line 1 of a.csv has one column; needed are features and a label.";
        QTest::newRow("nothing") << QByteArray("\n\n") << "The file a.csv holds no rows.";
        QTest::newRow("a header alone") << QByteArray("a,b,label\n") << "The file a.csv has a header, but no rows.";
    }
    void everyErrorTellsLineAndColumn()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QString, sentence);
        QCOMPARE(sentenceOf([&] { parse(text); }), sentence);
    }

    void aFolderOfTablesIsStandardisedWithItsTrainingRows()
    {
        const QTemporaryDir folder;
        QByteArray train = "a,b,label\n";
        for (int i = 0; i < 40; ++i) { train += QByteArray::number(i) + ",7," + (i % 2 == 0 ? "cat" : "dog") + "\n"; }
        write(folder.filePath("train.csv"), train);
        write(folder.filePath("test.csv"), "a,b,label\n0,7,dog\n1,8,cat\n");
        const Dataset data = loadDataset(configOf("csv", folder.path()));
        QCOMPARE(data.channels, 2);
        QCOMPARE(data.classes, 2);
        QCOMPARE(data.train.count(), std::int64_t(38));
        QCOMPARE(data.validation.count(), std::int64_t(2));
        QCOMPARE(data.test.labels, (std::vector<std::uint16_t>{1, 0})); // cat before dog
        double sum = 0, squares = 0;
        for (std::size_t i = 0; i < data.train.values.size(); i += 2) {
            sum += double(data.train.values[i]);
            squares += double(data.train.values[i]) * double(data.train.values[i]);
            QCOMPARE(data.train.values[i + 1], 0.0F); // it never changes
        }
        constexpr double roundingOfFloats = 1e-5;
        QVERIFY(std::abs(sum / 38) < roundingOfFloats);
        QVERIFY(std::abs(squares / 38 - 1) < roundingOfFloats);
        QCOMPARE(data.test.values[3], 1.0F); // 8 - 7, with the deviation 1 of what never changes
        QVERIFY2(data.description().find("38 training, 2 validation, 2 test points") != std::string::npos,
                 data.description().c_str());
    }

    void ofOneFileEveryTenthRowIsATestRowAndNumbersAreClassesInTheirOrder()
    {
        const QTemporaryDir folder;
        QByteArray rows;
        for (int i = 0; i < 40; ++i) {
            rows += QByteArray::number(i) + "," + QByteArray::number(i % 4 == 0 ? 10 : 9) + "\n";
        }
        write(folder.filePath("flowers.csv"), rows);
        const Dataset data = loadDataset(configOf("csv", folder.filePath("flowers.csv")));
        QCOMPARE(data.name, std::string("flowers.csv"));
        QCOMPARE(data.test.count(), std::int64_t(4));
        QCOMPARE(data.train.count() + data.validation.count(), std::int64_t(36));
        QCOMPARE(data.test.labels,
                 (std::vector<std::uint16_t>{0, 0, 0, 0})); // rows 9, 19, 29, 39: class 9 is the first
    }

    void tablesThatDoNotFitAreRefused()
    {
        const QTemporaryDir folder;
        const auto says = [&] { return loadingSays(configOf("csv", folder.path())); };
        QVERIFY2(says().startsWith("Cannot read \"FOLDER/train.csv\""), qPrintable(says()));
        write(folder.filePath("train.csv"), "1,2,a\n3,4,b\n");
        QVERIFY2(says().startsWith("Cannot read \"FOLDER/test.csv\""), qPrintable(says()));
        write(folder.filePath("test.csv"), "1,a\n");
        QCOMPARE(says(), QString("The rows of test.csv have 1 features, but those of train.csv have 2."));
        write(folder.filePath("test.csv"), "1,2,a\n1,2,c\n");
        QCOMPARE(says(), QString("Line 2 of test.csv has the label c, which no training row has."));
        write(folder.filePath("train.csv"), "1,2,a\n3,4,a\n");
        QCOMPARE(says(), QString("The labels in train.csv are of 1 class; needed are 2 to 65,535."));
    }

    void rowsOfNumbersNeedAnMlpAndAFolder()
    {
        RunConfig config = configOf("csv", "somewhere");
        QVERIFY(run::validate(config).empty());
        config.network = "lenet5";
        QCOMPARE(QString::fromStdString(run::validate(config).front().sentence),
                 QString("network is lenet5, which needs 28x28 pictures, but data is csv; choose network mlp for rows "
                         "of numbers."));
        config = configOf("csv", "");
        QCOMPARE(QString::fromStdString(run::validate(config).front().sentence),
                 QString("data is csv, but data_folder is empty; name the folder with train.csv and test.csv, or one "
                         "CSV file."));
        config = configOf("npy", "");
        QVERIFY(run::validate(config).front().sentence.find("train_images.npy") != std::string::npos);
    }

    void picturesAreReadFromNumpyArrays()
    {
        const QTemporaryDir folder;
        writePictures(folder.path());
        const Dataset data = loadDataset(configOf("npy", folder.path()));
        QCOMPARE(data.height, 2);
        QCOMPARE(data.width, 3);
        QCOMPARE(data.channels, 1);
        QCOMPARE(data.classes, 2);
        QCOMPARE(data.train.count(), std::int64_t(18));
        QCOMPARE(data.test.bytes.at(6 * 7), std::uint8_t(70));
        QCOMPARE(data.test.labels.at(7), std::uint16_t(1));
        QVERIFY(data.mean > 0 && data.deviation > 0);
    }

    void coloursMayComeFirstOrLast()
    {
        const run::Tensor labels{"l", run::DType::U8, {1}, {0}};
        const NpyPictures last = picturesOf({"p", run::DType::U8, {1, 1, 2, 3}, {1, 2, 3, 4, 5, 6}}, labels);
        const NpyPictures first = picturesOf({"p", run::DType::U8, {1, 3, 1, 2}, {1, 4, 2, 5, 3, 6}}, labels);
        QCOMPARE(last.channels, 3);
        QCOMPARE(last.width, 2);
        QCOMPARE(first.width, 2);
        QCOMPARE(last.samples.bytes, (std::vector<std::uint8_t>{1, 4, 2, 5, 3, 6}));
        QCOMPARE(first.samples.bytes, last.samples.bytes);
    }

    void arraysThatDoNotFitAreRefused()
    {
        const QTemporaryDir folder;
        const auto says = [&] { return loadingSays(configOf("npy", folder.path())); };
        QVERIFY2(says().startsWith("Cannot read \"FOLDER/train_images.npy\""), qPrintable(says()));
        writePictures(folder.path());
        write(folder.filePath("train_images.npy"), npy("<f4", "20, 2, 3", QByteArray(480, '\0')));
        QCOMPARE(says(),
                 QString("The pictures in train_images.npy are not of bytes; save them with astype(\"uint8\")."));
        write(folder.filePath("train_images.npy"), npy("|u1", "20, 6", QByteArray(120, '\0')));
        QVERIFY2(says().startsWith("The pictures in train_images.npy are 20x6; needed is"), qPrintable(says()));
        write(folder.filePath("train_images.npy"), npy("|u1", "19, 2, 3", QByteArray(114, '\0')));
        QCOMPARE(says(),
                 QString("The labels in train_labels.npy are 20; needed are 19 whole numbers, one for each picture."));
        write(folder.filePath("train_images.npy"), npy("|u1", "20, 3, 2", QByteArray(120, '\0')));
        QVERIFY2(says().contains("are 3x2 with 1 channel, but the test pictures are 2x3"), qPrintable(says()));
        writePictures(folder.path());
        write(folder.filePath("test_labels.npy"), npy("|i1", "20,", QByteArray(20, '\x05')));
        QCOMPARE(says(), QString("Label 0 in test_labels.npy is 5, but the training labels only go to 1."));
        write(folder.filePath("test_labels.npy"), npy("|i1", "20,", QByteArray(20, '\xFF')));
        QCOMPARE(says(), QString("Label 0 in test_labels.npy is -1; allowed is 0 to 65,534."));
        write(folder.filePath("test_labels.npy"), npy("|u1", "20,", QByteArray(19, '\0')));
        QVERIFY2(says().contains("its shape needs 20 bytes, but 19 follow"), qPrintable(says()));
    }
};

QTEST_GUILESS_MAIN(TestDataTables)
#include "tst_data_tables.moc"
