// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of numbers (CSV) and pictures as NumPy arrays: what is read, and where an error stands.
#include "core/base/error.h"
#include "core/data/csv_rows.h"
#include "core/data/npy_pictures.h"
#include "core/settings/config_fields.h"

#include <QtTest>

#include <cmath>
#include <set>

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
        QTest::newRow("bars") << QByteArray("1|2.5|0\n-3|4e1|1\n");
        QTest::newRow("line ends of old Macs") << QByteArray("1,2.5,0\r-3,4e1,1\r");
        QTest::newRow("decimal commas") << QByteArray("1;2,5;0\n-3,0;4e1;1\n");
        QTest::newRow("decimal commas in every number") << QByteArray("1,0;2,5;0\n-3,0;40,0;1\n");
        QTest::newRow("decimal commas after tabs") << QByteArray("1,0\t2,5\t0\n-3,0\t40,0\t1\n");
        QTest::newRow("a quoted header with commas")
            << QByteArray("\"width, left\";\"width, right\";label\n1;2.5;0\n-3;4e1;1\n");
        QTest::newRow("a quoted header with semicolons")
            << QByteArray("\"a;b;c;d\",\"e;f\",label\n1,2.5,0\n-3,4e1,1\n");
        QTest::newRow("sep= in quotes") << QByteArray("\"sep=;\"\n1;2.5;0\n-3;4e1;1\n");
        QTest::newRow("sep=") << QByteArray("sep=;\n1;2.5;0\n-3;4e1;1\n");
        QTest::newRow("sep= of a rare separator, with line ends of Windows")
            << QByteArray("sep=^\r\n1^2.5^0\r\n-3^4e1^1\r\n");
        QTest::newRow("UTF-16 of Windows") << QByteArray("\xFF\xFE"
                                                         "1\0,\0"
                                                         "2\0.\0"
                                                         "5\0,\0"
                                                         "0\0\n\0-\0"
                                                         "3\0,\0"
                                                         "4\0e\0"
                                                         "1\0,\0"
                                                         "1\0",
                                                         34);
        QTest::newRow("UTF-16, the high byte first") << QByteArray("\xFE\xFF\0"
                                                                   "1\0,\0"
                                                                   "2\0.\0"
                                                                   "5\0,\0"
                                                                   "0\0\n\0-\0"
                                                                   "3\0,\0"
                                                                   "4\0e\0"
                                                                   "1\0,\0"
                                                                   "1",
                                                                   34);
        QTest::newRow("UTF-16 without its mark") << QByteArray("1\0,\0"
                                                               "2\0.\0"
                                                               "5\0,\0"
                                                               "0\0\n\0-\0"
                                                               "3\0,\0"
                                                               "4\0e\0"
                                                               "1\0,\0"
                                                               "1\0",
                                                               32);
        QTest::newRow("a header over numbers that are their own names")
            << QByteArray("0,1,target\n1,2.5,0\n-3,4e1,1\n");
        QTest::newRow("a byte order mark") << QByteArray("\xEF\xBB\xBF"
                                                         "1,2.5,0\n-3,+4e1,1\n");
    }
    void tablesOfEverySpellingAreReadAlike()
    {
        QFETCH(const QByteArray, text);
        const CsvRows rows = parse(text);
        QCOMPARE(rows.features, std::size_t(2));
        QCOMPARE(rows.values, (std::vector<double>{1, 2.5, -3, 40}));
        QCOMPARE(rows.labels, (std::vector<std::string>{"0", "1"}));
    }

    void aQuotedLabelMayHoldAnything()
    {
        const CsvRows rows = parse("1,\"a, \"\"b\"\"\nc\"\n2,d\n");
        QCOMPARE(rows.labels, (std::vector<std::string>{"a, \"b\"\nc", "d"}));
        QCOMPARE(rows.lines, (std::vector<std::size_t>{1, 3}));
    }

    void aCommaIsDecimalWhereItCanBe_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<std::vector<double>>("values");
        QTest::addColumn<QString>("label");
        QTest::newRow("in the label, too")
            << QByteArray("0,5;84,75\n0,25;3,5\n") << std::vector<double>{0.5, 0.25} << "84,75";
        QTest::newRow("a label with a semicolon")
            << QByteArray("1,2,a;b\n3,4,c;d\n") << std::vector<double>{1, 2, 3, 4} << "a;b";
        QTest::newRow("a label of numbers with one")
            << QByteArray("1,2,3;4\n5,6,7;8\n") << std::vector<double>{1, 2, 5, 6} << "3;4";
        QTest::newRow("a word with a comma, after semicolons")
            << QByteArray("1;2;a, b\n3;4;c, d\n") << std::vector<double>{1, 2, 3, 4} << "a, b";
    }
    void aCommaIsDecimalWhereItCanBe()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const std::vector<double>, values);
        QFETCH(const QString, label);
        const CsvRows rows = parse(text);
        QCOMPARE(rows.values, values);
        QCOMPARE(QString::fromStdString(rows.labels.front()), label);
    }

    void wordsOfOldSpreadsheetsAreThoseOfNewOnes()
    {
        const CsvRows rows = parse("1,\xC4pfel\n2,5 \x80\n");
        QCOMPARE(rows.labels, (std::vector<std::string>{"Äpfel", "5 €"}));
    }

    void everyErrorTellsLineAndColumn_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("a word") << QByteArray("a,b,label\n1,2,0\n1,zwei,0\n")
                                << "Line 3, column 2 of a.csv is zwei, which is no finite number.";
        QTest::newRow("infinite") << QByteArray("1,2,0\ninf,2,0\n")
                                  << "Line 2, column 1 of a.csv is inf, which is no finite number.";
        QTest::newRow("too large") << QByteArray(
            "1,2,0\n1e400,2,0\n") << "Line 2, column 1 of a.csv is 1e400, which is beyond the largest number, 1.8e308.";
        QTest::newRow("too large, in other words")
            << QByteArray("1,2,0\n-1" + QByteArray(309, '0') + ",2,0\n")
            << "Line 2, column 1 of a.csv is -" + QString("1").leftJustified(59, '0')
                   + "..., which is beyond the largest number, 1.8e308.";
        QTest::newRow("a decimal comma between commas")
            << QByteArray("1,2,a\n\"1,5\",2,a\n")
            << "Line 2, column 1 of a.csv is 1,5, which is no finite number; write a decimal point, or semicolons "
               "between the columns.";
        QTest::newRow("thousands") << QByteArray("1;2;a\n1.234,5;2;a\n")
                                   << "Line 2, column 1 of a.csv is 1.234,5, which is no finite number; write it "
                                      "without separators of thousands.";
        QTest::newRow("a zero byte") << QByteArray("1,2,0\n1,\0,0\n", 12)
                                     << "The file a.csv is no text: line 2 holds a zero byte; save it as UTF-8.";
        QTest::newRow("a spreadsheet")
            << QByteArray("PK\x03\x04 and more")
            << "The file a.csv is a ZIP archive or a spreadsheet; unpack it, or save the sheet as CSV.";
        QTest::newRow("compressed") << QByteArray("\x1F\x8B\x08 and more")
                                    << "The file a.csv is compressed; unpack it with gunzip.";
        QTest::newRow("missing") << QByteArray("1,2,0\n1,,0\n")
                                 << "Line 2, column 2 of a.csv is empty; fill it in, or leave the row out.";
        QTest::newRow("no value")
            << QByteArray("1,2,0\n1,NA,0\n")
            << "Line 2, column 2 of a.csv is NA, which is no number; fill it in, or leave the row out.";
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

    void ofOneFileATenthTestsAndNumbersAreClassesInTheirOrder()
    {
        const QTemporaryDir folder;
        QByteArray rows;
        for (int i = 0; i < 40; ++i) {
            rows += QByteArray::number(i) + "," + QByteArray::number(i % 4 == 0 ? 10 : 9) + "\n";
        }
        write(folder.filePath("flowers.csv"), rows);
        RunConfig config = configOf("csv", folder.filePath("flowers.csv"));
        const Dataset data = loadDataset(config);
        QCOMPARE(data.name, std::string("flowers.csv"));
        QCOMPARE(data.test.count(), std::int64_t(4));
        QCOMPARE(data.train.count() + data.validation.count(), std::int64_t(36));
        QCOMPARE(std::ranges::count(data.test.labels, 1), 1); // a quarter is of class 10, the second
        config.split = "last";
        QCOMPARE(loadDataset(config).test.labels, (std::vector<std::uint16_t>{0, 0, 0, 0})); // rows 9, 19, 29, 39
    }

    void numbersAreReadInDoubleAndStandardisedBeforeTheyBecomeFloats_data()
    {
        QTest::addColumn<QString>("offset");
        QTest::addColumn<QString>("scale");
        QTest::newRow("as they are") << ""
                                     << "";
        QTest::newRow("seconds since 1970") << "17600000"
                                            << "";
        QTest::newRow("milliseconds since 1970") << "17600000000"
                                                 << "";
        QTest::newRow("tiny") << ""
                              << "e-50";
        QTest::newRow("far below what squares allow") << ""
                                                      << "e-200";
        QTest::newRow("far beyond it") << ""
                                       << "e300";
        QTest::newRow("at the very end") << ""
                                         << "e306";
    }
    void numbersAreReadInDoubleAndStandardisedBeforeTheyBecomeFloats()
    {
        QFETCH(const QString, offset);
        QFETCH(const QString, scale);
        const QTemporaryDir folder;
        QString rows;
        for (int i = 0; i < 40; ++i) {
            rows += QString("%1%2%3,%4\n").arg(offset).arg(i, 2, 10, QChar('0')).arg(scale).arg(i % 2);
        }
        write(folder.filePath("a.csv"), rows.toLatin1());
        RunConfig config = configOf("csv", folder.filePath("a.csv"));
        config.validationSamples = 0;
        const Dataset data = loadDataset(config);
        double sum = 0, squares = 0;
        for (const float value : data.train.values) {
            sum += double(value);
            squares += double(value) * double(value);
        }
        const double rowsTrained = double(data.train.count());
        constexpr double roundingOfFloats = 1e-5;
        QVERIFY(std::abs(sum / rowsTrained) < roundingOfFloats);
        QVERIFY(std::abs(squares / rowsTrained - 1) < roundingOfFloats);
        QVERIFY(data.train.values.back() > data.train.values.front() + 1); // they lie apart
    }

    void whatIsTooSmallForADoubleIsZero()
    {
        QCOMPARE(parse("1e-400,-1e-999999999999999999999,a\n0." + QByteArray(400, '0') + "1,1e-50,b\n").values,
                 (std::vector<double>{0, 0, 0, 1e-50}));
    }

    void aTestNumberFarFromTheTrainingRowsIsRefused()
    {
        const QTemporaryDir folder;
        write(folder.filePath("train.csv"), "a,label\n1,x\n2,y\n1,x\n2,y\n");
        write(folder.filePath("test.csv"), "a,label\n1e60,x\n");
        QCOMPARE(loadingSays(configOf("csv", folder.path())),
                 QString("Column \"a\" holds 1e+60, which lies too far from what the training rows have there."));
    }

    void columnsOfTheTestTableAreMatchedByName_data()
    {
        QTest::addColumn<QByteArray>("train");
        QTest::addColumn<QByteArray>("test");
        QTest::newRow("swapped") << QByteArray("a,b,label\n0,5,x\n1,6,y\n") << QByteArray("b,a,label\n6,1,y\n");
        QTest::newRow("the label first") << QByteArray("a,b,label\n0,5,x\n1,6,y\n") << QByteArray("label,b,a\ny,6,1\n");
        QTest::newRow("a label of another name, elsewhere")
            << QByteArray("a,b,kind\n0,5,x\n1,6,y\n") << QByteArray("kind,b,a\ny,6,1\n");
        QTest::newRow("another separator and quotes")
            << QByteArray("a,b,label\n0,5,x\n1,6,y\n") << QByteArray("\"b\";\"a\";\"label\"\n6;1;y\n");
        QTest::newRow("without a header in one of them")
            << QByteArray("a,b,label\n0,5,x\n1,6,y\n") << QByteArray("1,6,y\n");
    }
    void columnsOfTheTestTableAreMatchedByName()
    {
        QFETCH(const QByteArray, train);
        QFETCH(const QByteArray, test);
        const QTemporaryDir folder;
        write(folder.filePath("train.csv"), train);
        write(folder.filePath("test.csv"), test);
        const Dataset data = loadDataset(configOf("csv", folder.path()));
        QCOMPARE(data.test.values,
                 (std::vector<float>{1, 1})); // as training row 2: one deviation above the mean in both
        QCOMPARE(data.test.labels, (std::vector<std::uint16_t>{1}));
        QCOMPARE(data.notes.size(), std::size_t(1)); // it is said
    }

    void columnsThatAreNotThereAreNamed()
    {
        const QTemporaryDir folder;
        const auto says = [&](const QByteArray& test) {
            write(folder.filePath("test.csv"), test);
            return loadingSays(configOf("csv", folder.path()));
        };
        write(folder.filePath("train.csv"), "a,b,label\n0,5,x\n1,6,y\n");
        QCOMPARE(says("a,c,label\n0,5,x\n"), QString("The file test.csv has no column \"b\", which train.csv has."));
        QCOMPARE(says("a,b,c,label\n0,5,1,x\n"),
                 QString("The file train.csv has no column \"c\", which test.csv has."));
        QCOMPARE(says("b,b,label\n0,5,x\n"), QString("The file test.csv has no column \"a\", which train.csv has."));
    }

    void aLabelIsAClassOnlyIfItCanBeOne_data()
    {
        QTest::addColumn<QString>("labels"); // %1: the row
        QTest::addColumn<int>("rows");
        QTest::addColumn<QString>("says");
        QTest::newRow("prices") << "%1.5" << 200
                                << "The 200 labels in a.csv are of 200 different values, such as \"0.5\" and \"1.5\"; ";
        QTest::newRow("whole prices") << "%1" << 200 << "The 200 labels in a.csv are of 200 different values";
        QTest::newRow("names") << "Anna %1" << 30 << "The 30 labels in a.csv are of 30 different values";
        QTest::newRow("classes") << "%2" << 30 << "no error";
        QTest::newRow("words") << "kind %2" << 30 << "no error";
        QTest::newRow("halves") << "%2.5" << 30 << "no error";
    }
    void aLabelIsAClassOnlyIfItCanBeOne()
    {
        QFETCH(const QString, labels);
        QFETCH(const int, rows);
        QFETCH(const QString, says);
        const QTemporaryDir folder;
        QString text;
        for (int i = 0; i < rows; ++i) {
            const QString label =
                QString(labels).replace("%1", QString::number(i)).replace("%2", QString::number(i % 3));
            text += QString("%1,%2\n").arg(i % 7).arg(label);
        }
        write(folder.filePath("a.csv"), text.toLatin1());
        const QString said = loadingSays(configOf("csv", folder.filePath("a.csv")));
        QVERIFY2(said.startsWith(says), qPrintable(said));
    }

    void labelsThatSayThatThereIsNoneAreRefused_data()
    {
        QTest::addColumn<QByteArray>("label");
        for (const char* label : {"nan", "NaN", "-nan", "NA", "<NA>", "NULL", "None", "?", "#N/A", "inf"}) {
            QTest::newRow(label) << QByteArray(label);
        }
    }
    void labelsThatSayThatThereIsNoneAreRefused()
    {
        QFETCH(const QByteArray, label);
        const QTemporaryDir folder;
        QByteArray rows = "a,b,label\n";
        for (int i = 0; i < 20; ++i) { rows += "1,2," + QByteArray::number(i % 2) + "\n"; }
        write(folder.filePath("a.csv"), rows + "1,2," + label + "\n");
        QCOMPARE(loadingSays(configOf("csv", folder.filePath("a.csv"))),
                 QString("Line 22, column 3 of a.csv is \"%1\", which is no class; fill it in, or leave the row out.")
                     .arg(QString(label)));
    }

    void tablesOfOldRecordingsAreReadAsTheyWere()
    {
        const QTemporaryDir folder;
        QByteArray rows = ",a,kind\n";
        for (int i = 0; i < 40; ++i) {
            rows += QByteArray::number(i) + "," + QByteArray::number(1700000000 + i) + ","
                    + QByteArrayList{"2", "2.0", "10"}[i % 3] + "\n";
        }
        write(folder.filePath("train.csv"), rows);
        write(folder.filePath("test.csv"), "a,,kind\n1,2,10\n");
        RunConfig config = configOf("csv", folder.path());
        config.split = "last";
        const Dataset data = loadDataset(config);
        QCOMPARE(data.classNames, (std::vector<std::string>{"10", "2", "2.0"})); // as words
        QCOMPARE(data.channels, 2);
        QVERIFY(data.notes.empty());
        QCOMPARE(std::set<float>(data.train.values.begin(), data.train.values.end()).size() < 60,
                 true); // seconds fell together
    }

    void oneNumberIsOneClassHoweverItIsWritten()
    {
        const QTemporaryDir folder;
        QByteArray rows;
        for (int i = 0; i < 40; ++i) {
            rows += QByteArray::number(i) + "," + QByteArrayList{"1", "1.0", "01", "2", "2e0"}[i % 5] + "\n";
        }
        write(folder.filePath("a.csv"), rows);
        const Dataset data = loadDataset(configOf("csv", folder.filePath("a.csv")));
        QCOMPARE(data.classNames, (std::vector<std::string>{"1", "2"}));
    }

    void labelsThatDifferInCapitalsAreSaid()
    {
        const QTemporaryDir folder;
        QByteArray rows;
        for (int i = 0; i < 40; ++i) {
            rows += QByteArray::number(i) + "," + QByteArrayList{"cat", "dog", "Cat", "dog"}[i % 4] + "\n";
        }
        write(folder.filePath("a.csv"), rows);
        const Dataset data = loadDataset(configOf("csv", folder.filePath("a.csv")));
        QCOMPARE(data.classes, 3);
        QCOMPARE(data.notes, (std::vector<std::string>{
                                 "the labels \"Cat\" and \"cat\" differ only in capital letters and are two classes"}));
    }

    void aColumnThatNumbersTheRowsIsLeftOutAndSaid_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("format"); // of the index, %1 the row
        QTest::addColumn<int>("columns");
        QTest::newRow("pandas, from 0") << QByteArray("") << QByteArray("%1") << 1;
        QTest::newRow("R, quoted") << QByteArray("\"\"") << QByteArray("\"%1\"") << 1;
        QTest::newRow("pandas, read and written again") << QByteArray("Unnamed: 0") << QByteArray("%1") << 1;
        QTest::newRow("called id") << QByteArray("Id") << QByteArray("%1") << 1;
        QTest::newRow("nameless, but no whole numbers") << QByteArray("") << QByteArray("%1.5") << 2;
        QTest::newRow("a name of its own") << QByteArray("time") << QByteArray("%1") << 2;
    }
    void aColumnThatNumbersTheRowsIsLeftOutAndSaid()
    {
        QFETCH(const QByteArray, name);
        QFETCH(const QByteArray, format);
        QFETCH(const int, columns);
        const QTemporaryDir folder;
        QByteArray rows = name + ",a,label\n";
        for (int i = 0; i < 40; ++i) {
            rows += QByteArray(format).replace("%1", QByteArray::number(i)) + "," + QByteArray::number(i % 5) + ","
                    + (i < 20 ? "x" : "y") + "\n";
        }
        write(folder.filePath("a.csv"), rows);
        const Dataset data = loadDataset(configOf("csv", folder.filePath("a.csv")));
        QCOMPARE(data.channels, columns);
        QCOMPARE(data.notes.size(), std::size_t(columns == 1 ? 1 : 0));
    }

    void anIndexThatASplitHasShuffledIsLeftOutOfBothTables()
    {
        const QTemporaryDir folder;
        write(folder.filePath("train.csv"), ",a,label\n7,0,x\n2,1,y\n5,0,x\n9,1,y\n");
        write(folder.filePath("test.csv"), ",a,label\n3,1,y\n");
        const Dataset data = loadDataset(configOf("csv", folder.path()));
        QCOMPARE(data.channels, 1);
        QCOMPARE(data.test.values, (std::vector<float>{1}));
    }

    void tablesThatDoNotFitAreRefused()
    {
        const QTemporaryDir folder;
        const auto says = [&] { return loadingSays(configOf("csv", folder.path())); };
        QVERIFY2(says().startsWith("Cannot read \"FOLDER/train.csv\""), qPrintable(says()));
        write(folder.filePath("train.csv"), "1,2,a\n3,4,b\n");
        QVERIFY2(says().startsWith("Cannot read \"FOLDER/test.csv\""), qPrintable(says()));
        write(folder.filePath("test.csv"), "1,a\n");
        QCOMPARE(says(), QString("The rows of test.csv have 1 feature, but those of train.csv have 2."));
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

    void labelsOfEveryWholeTypeAndByteOrderAreRead_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<int>("size");
        QTest::addColumn<QByteArray>("shape");
        for (const char* type : {"|u1", "|i1", "|b1", "<u2", "<i2", "<u4", "<i4", "<u8", "<i8", ">u2", ">i2", ">u4",
                                 ">i4", ">u8", ">i8"}) {
            QTest::newRow(type) << QByteArray(type) << int(type[2] - '0') << QByteArray("20,");
        }
        QTest::newRow("a column") << QByteArray("<i8") << 8 << QByteArray("20, 1");
        QTest::newRow("a row") << QByteArray("<i8") << 8 << QByteArray("1, 20");
    }
    void labelsOfEveryWholeTypeAndByteOrderAreRead()
    {
        QFETCH(const QByteArray, type);
        QFETCH(const int, size);
        QFETCH(const QByteArray, shape);
        const QTemporaryDir folder;
        writePictures(folder.path());
        QByteArray labels;
        for (int i = 0; i < 20; ++i) {
            QByteArray label(size, '\0');
            label[type[0] == '>' ? size - 1 : 0] = char(i % 2);
            labels += label;
        }
        write(folder.filePath("test_labels.npy"), npy(type, shape, labels));
        const Dataset data = loadDataset(configOf("npy", folder.path()));
        QCOMPARE(data.test.labels.at(6), std::uint16_t(0));
        QCOMPARE(data.test.labels.at(7), std::uint16_t(1));
    }

    void negativeAndHugeLabelsAreNamedInEveryType()
    {
        const QTemporaryDir folder;
        writePictures(folder.path());
        const auto says = [&](const char* type, const QByteArray& label, int size) {
            write(folder.filePath("test_labels.npy"), npy(type, "20,", label + QByteArray(19 * size, '\0')));
            return loadingSays(configOf("npy", folder.path()));
        };
        QCOMPARE(says("<i2", "\xFF\xFF", 2), QString("Label 0 in test_labels.npy is -1; allowed is 0 to 65,534."));
        QCOMPARE(says(">i2", QByteArray("\xFF\x00", 2), 2),
                 QString("Label 0 in test_labels.npy is -256; allowed is 0 to 65,534."));
        QCOMPARE(says("<u4", "\xFF\xFF\xFF\xFF", 4),
                 QString("Label 0 in test_labels.npy is 4294967295; allowed is 0 to 65,534."));
        QVERIFY(says("<u8", QByteArray(8, '\xFF'), 8).contains("beyond 9,223,372,036,854,775,807"));
        QCOMPARE(says("<f8", QByteArray("\0\0\0\0\0\0\xF8\x3F", 8), 8),
                 QString("Label 0 in test_labels.npy is 1.5; a class is a whole number from 0 to 65,534."));
        QVERIFY(says("|u1", QByteArray(21, '\0'), 1).contains("byte")); // one too many
    }

    void picturesMayBeOtherWholeNumbersAndLieColumnByColumn()
    {
        const QTemporaryDir folder;
        writePictures(folder.path());
        const Dataset before = loadDataset(configOf("npy", folder.path()));
        QByteArray wide;
        for (int i = 0; i < 20; ++i) { wide += (QByteArray(1, '\0') + char(10 * i)).repeated(6); }
        write(folder.filePath("train_images.npy"), npy(">u2", "20, 2, 3", wide));
        QCOMPARE(loadDataset(configOf("npy", folder.path())).train.bytes, before.train.bytes);
        QByteArray columns;
        for (int pixel = 0; pixel < 6; ++pixel) {
            for (int i = 0; i < 20; ++i) { columns += char(10 * i); }
        }
        write(folder.filePath("train_images.npy"), npy("|u1", "20, 2, 3", columns).replace("False", "True "));
        QCOMPARE(loadDataset(configOf("npy", folder.path())).train.bytes, before.train.bytes);
        write(folder.filePath("train_images.npy"), npy(">u2", "20, 2, 3", QByteArray(240, '\1')));
        QCOMPARE(loadingSays(configOf("npy", folder.path())),
                 QString("Number 0 in train_images.npy is 257; pictures are of bytes, so bring them to 0 to 255 and "
                         "save them with astype(\"uint8\")."));
    }

    void numbersThatAreMeasuredAreNoClassesOfPicturesEither()
    {
        const QTemporaryDir folder;
        writePictures(folder.path());
        QByteArray labels;
        for (int i = 0; i < 20; ++i) { labels += char(3 * i); }
        write(folder.filePath("train_labels.npy"), npy("|u1", "20,", labels));
        QCOMPARE(loadingSays(configOf("npy", folder.path())),
                 QString("The 20 labels in train_labels.npy have 20 different values; numbers that are measured are no "
                         "classes, so sort them into a few."));
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
        QCOMPARE(says(), QString("The pictures in train_images.npy are not of bytes; save them with (255 * "
                                 "pictures).round().astype(\"uint8\"), since they go from 0 to 1."));
        write(folder.filePath("train_images.npy"), npy("<f4", "20, 2, 3", QByteArray(480, '\x42')));
        QCOMPARE(says(), QString("The pictures in train_images.npy are not of bytes; save them with "
                                 "astype(\"uint8\") once they are brought to 0 to 255."));
        write(folder.filePath("train_images.npy"), npy("|u1", "20, 6", QByteArray(120, '\0')));
        QVERIFY2(says().startsWith("The pictures in train_images.npy are 20x6; needed is"), qPrintable(says()));
        write(folder.filePath("train_images.npy"), npy("|u1", "19, 2, 3", QByteArray(114, '\0')));
        QCOMPARE(says(),
                 QString("The labels in train_labels.npy are 20; needed are 19 whole numbers, one for each picture."));
        write(folder.filePath("train_images.npy"), npy("|u1", "20, 3, 2", QByteArray(120, '\0')));
        QVERIFY2(says().contains("are 3x2 with 1 channel, but the test pictures are 2x3"), qPrintable(says()));
        writePictures(folder.path());
        write(folder.filePath("test_labels.npy"), npy("|i1", "20,", QByteArray(20, '\x05')));
        QCOMPARE(says(), QString("Label 0 in test_labels.npy is 5, which none of the labels in train_labels.npy is."));
        write(folder.filePath("test_labels.npy"), npy("|i1", "20,", QByteArray(20, '\xFF')));
        QCOMPARE(says(), QString("Label 0 in test_labels.npy is -1; allowed is 0 to 65,534."));
        write(folder.filePath("test_labels.npy"), npy("|u1", "20,", QByteArray(19, '\0')));
        QVERIFY2(says().contains("its shape needs 20 bytes, but 19 follow"), qPrintable(says()));
    }
};

QTEST_GUILESS_MAIN(TestDataTables)
#include "tst_data_tables.moc"
