// SPDX-License-Identifier: GPL-3.0-or-later
// Data sets: Fashion-MNIST and MNIST as installed, folders of the family, the sample inside the program, 2-D points.
#include "core/base/error.h"
#include "core/data/dataset.h"
#include "core/data/idx_folder.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <map>

using namespace gridscope;
using namespace gridscope::data;
using run::RunConfig;

namespace {

QByteArray idx(std::initializer_list<int> shape, const QByteArray& values)
{
    QByteArray bytes("\0\0\x08", 3);
    bytes.append(char(shape.size()));
    for (const int size : shape) {
        for (int shift = 24; shift >= 0; shift -= 8) { bytes.append(char(size >> shift)); }
    }
    return bytes + values;
}

// A folder of the MNIST family with pictures of 2 x 2: six for training, two for tests. Picture i is filled with i.
class Folder {
public:
    Folder()
    {
        QByteArray pictures;
        for (char i = 0; i < 6; ++i) { pictures.append(QByteArray(4, i)); }
        write("train-images-idx3-ubyte", idx({6, 2, 2}, pictures));
        write("train-labels.idx1-ubyte", idx({6}, QByteArray("\0\1\2\3\4\5", 6)));
        write("t10k-images-idx3-ubyte", idx({2, 2, 2}, QByteArray(8, 9)));
        write("t10k-labels-idx1-ubyte", idx({2}, QByteArray(2, 1)));
    }
    void write(const QString& name, const QByteArray& bytes) const
    {
        QFile file(folder_.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    void remove(const QString& name) const { QFile::remove(folder_.filePath(name)); }
    RunConfig config() const
    {
        RunConfig config;
        config.data = "idx";
        config.dataFolder = folder_.path().toStdString();
        config.network = "mlp";
        config.validationSamples = 2;
        return config;
    }

private:
    QTemporaryDir folder_;
};

QString sentenceOf(const RunConfig& config)
{
    try {
        loadDataset(config);
    } catch (const Error& error) {
        const QString sentence = QString::fromUtf8(error.what()), folder = QString::fromStdString(config.dataFolder);
        return folder.isEmpty() ? sentence : QString(sentence).replace(folder, "FOLDER");
    }
    return "no error";
}

QString installedMnist() { return QString::fromStdString(installedFolder(*run::namedSet("mnist"))); }

// Variables as they are to be, until it goes.
class Environment {
public:
    explicit Environment(const QMap<QByteArray, QString>& values)
    {
        for (auto value = values.begin(); value != values.end(); ++value) {
            before_[value.key()] = qgetenv(value.key());
            qputenv(value.key(), value->toUtf8());
        }
    }
    ~Environment()
    {
        for (auto value = before_.begin(); value != before_.end(); ++value) {
            if (value->isNull()) {
                qunsetenv(value.key());
            } else {
                qputenv(value.key(), *value);
            }
        }
    }
    Q_DISABLE_COPY_MOVE(Environment)

private:
    QMap<QByteArray, QByteArray> before_;
};

RunConfig toy(const char* shape)
{
    RunConfig config;
    config.data = shape;
    config.network = "mlp";
    return config;
}

bool sameValues(const Dataset& a, const Dataset& b)
{
    return a.train.values == b.train.values && a.train.labels == b.train.labels
           && a.validation.values == b.validation.values && a.test.values == b.test.values;
}

} // namespace

class TestDataSets : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fashionMnistHasItsCounts()
    {
        QVERIFY2(!installedFashionMnist().empty(),
                 "The package dataset-fashion-mnist is not installed; packaging/test installs it.");
        const Dataset dataset = loadDataset(RunConfig{});
        QCOMPARE(dataset.description(),
                 std::string("Fashion-MNIST (55,000 training, 5,000 validation, 10,000 test pictures)"));
        QCOMPARE(dataset.train.bytes.size(), std::size_t(55'000) * 784);
        QCOMPARE(dataset.validation.bytes.size(), std::size_t(5'000) * 784);
        QCOMPARE(dataset.test.bytes.size(), std::size_t(10'000) * 784);
        // The values everybody standardises it with are 0.2860 and 0.3530, of all 60,000 pictures.
        QVERIFY(std::abs(dataset.mean - 0.2860F) < 0.001F);
        QVERIFY(std::abs(dataset.deviation - 0.3530F) < 0.001F);
        // Test labels come in this order on the set's page and in its file: ankle boot, pullover, trouser, trouser.
        QVERIFY(std::equal(dataset.test.labels.begin(), dataset.test.labels.begin() + 4,
                           std::vector<std::uint16_t>{9, 2, 1, 1}.begin()));
    }

    void theSplitByPositionDoesNotDependOnTheSeed()
    {
        const Folder folder;
        RunConfig config = folder.config();
        config.split = "last";
        const Dataset first = loadDataset(config);
        config.seed = 99;
        const Dataset second = loadDataset(config);
        QVERIFY((first.validation.labels == std::vector<std::uint16_t>{2, 5})); // every third of six
        QVERIFY((first.train.labels == std::vector<std::uint16_t>{0, 1, 3, 4}));
        QVERIFY(second.validation.labels == first.validation.labels);
        QCOMPARE(int(first.train.bytes[8]), 3); // pictures stay with their labels
        QCOMPARE(first.height, 2);
        QCOMPARE(first.classes, 10);
    }

    void limitsByPositionTakeTheFirstSamples()
    {
        const Folder folder;
        RunConfig config = folder.config();
        config.split = "last";
        config.trainSamples = 3;
        config.testSamples = 1;
        config.validationSamples = 0;
        const Dataset dataset = loadDataset(config);
        QVERIFY((dataset.train.labels == std::vector<std::uint16_t>{0, 1, 2}));
        QCOMPARE(dataset.test.count(), 1);
        QCOMPARE(dataset.validation.count(), 0);
        config.trainSamples = 1000;
        QCOMPARE(loadDataset(config).train.count(), 6);
    }

    void meanAndDeviationAreThoseOfTheTrainingPictures()
    {
        const Folder folder;
        RunConfig config = folder.config();
        config.split = "last";
        const Dataset dataset = loadDataset(config); // greys 0, 1, 3, 4: mean 2, variance 2.5
        QVERIFY(std::abs(dataset.mean - 2.0F / 255) < 1e-6F);
        QVERIFY(std::abs(dataset.deviation - std::sqrt(2.5F) / 255) < 1e-6F);
    }

    void foldersThatDoNotFitGiveOneSentence_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const char* file, const QByteArray& bytes, const char* sentence) {
            QTest::newRow(name) << file << bytes << sentence;
        };
        row("a label too few", "train-labels.idx1-ubyte", idx({5}, QByteArray(5, 0)),
            "The set train in FOLDER has 6 pictures, but 5 labels.");
        row("one class", "train-labels.idx1-ubyte", idx({6}, QByteArray(6, 3)),
            "All labels in train in FOLDER are 3; needed are at least two classes.");
        row("a test label that nobody trains", "t10k-labels-idx1-ubyte", idx({2}, QByteArray("\1\7", 2)),
            "Label 1 in t10k in FOLDER is 7, which none of the labels in train in FOLDER is.");
        row("labels in a table", "train-labels.idx1-ubyte", idx({6, 2}, QByteArray(12, 0)),
            "The labels train in FOLDER have more than one dimension.");
        row("pictures without height", "t10k-images-idx3-ubyte", idx({2, 4}, QByteArray(8, 0)),
            "The pictures t10k in FOLDER have 2 dimensions; three are needed.");
        row("no test pictures", "t10k-images-idx3-ubyte", idx({0, 2, 2}, {}),
            "The set t10k in FOLDER holds no pictures.");
        row("test pictures of another size", "t10k-images-idx3-ubyte", idx({2, 1, 4}, QByteArray(8, 0)),
            "The training pictures in FOLDER are 2x2, but the test pictures are 1x4.");
        row("a damaged file", "t10k-images-idx3-ubyte", "hello",
            "FOLDER/t10k-images-idx3-ubyte is not an IDX file: its first two bytes are not zero.");
    }
    void foldersThatDoNotFitGiveOneSentence()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, bytes);
        const Folder folder;
        folder.write(file, bytes);
        QTEST(sentenceOf(folder.config()), "sentence");
    }

    void aMissingFileIsNamed()
    {
        const Folder folder;
        folder.remove("t10k-labels-idx1-ubyte");
        QCOMPARE(sentenceOf(folder.config()),
                 QString("There is no t10k-labels-idx1-ubyte or t10k-labels-idx1-ubyte.gz in the folder FOLDER."));
    }

    void convolutionsNeedTheirPictureSize()
    {
        const Folder folder;
        RunConfig config = folder.config();
        config.network = "lenet5";
        QCOMPARE(
            sentenceOf(config),
            QString("network is lenet5, which needs 28x28 pictures, but those in FOLDER are 2x2; choose network mlp."));
    }

    void aSplitThatLeavesNothingIsRefused()
    {
        const Folder folder;
        RunConfig config = folder.config();
        config.validationSamples = 6;
        QCOMPARE(sentenceOf(config),
                 QString("validation_samples is 6, but there are only 6 training pictures in FOLDER."));
    }

    void theDataFolderOfTheEnvironmentComesFirst()
    {
        const Folder folder;
        qputenv("GRIDSCOPE_DATA", folder.config().dataFolder.c_str());
        QCOMPARE(installedFashionMnist(), folder.config().dataFolder);
        qunsetenv("GRIDSCOPE_DATA");
        QVERIFY(installedFashionMnist() != folder.config().dataFolder);
    }

    void theSampleInsideTheProgramLoads()
    {
        RunConfig config;
        config.data = "sample";
        const Dataset dataset = loadDataset(config);
        QCOMPARE(dataset.description(),
                 std::string("Fashion-MNIST sample (300 training, 100 validation, 100 test pictures)"));
        std::map<int, int> counts;
        for (const Samples* samples : {&dataset.train, &dataset.validation}) {
            for (const auto label : samples->labels) { ++counts[label]; }
        }
        QCOMPARE(counts.size(), std::size_t(10));
        for (const auto& [label, count] : counts) { QCOMPARE(count, 40); }
    }

    void anyNumberOfClassesIsRead_data()
    {
        QTest::addColumn<int>("classes");
        QTest::addColumn<int>("first");
        QTest::newRow("two") << 2 << 0;
        QTest::newRow("EMNIST balanced") << 47 << 0;
        QTest::newRow("EMNIST letters, counted from 1") << 26 << 1;
        QTest::newRow("all that a byte can say") << 256 << 0;
    }
    void anyNumberOfClassesIsRead()
    {
        QFETCH(const int, classes);
        QFETCH(const int, first);
        const Folder folder;
        const int count = 20 * classes;
        QByteArray labels;
        for (int i = 0; i < count; ++i) { labels.append(char(first + i % classes)); }
        folder.write("train-images-idx3-ubyte", idx({count, 2, 2}, QByteArray(4 * count, 7)));
        folder.write("train-labels.idx1-ubyte", idx({count}, labels));
        const Dataset dataset = loadDataset(folder.config());
        QCOMPARE(dataset.classes, classes);
        QCOMPARE(classNameOf(dataset, 0), std::to_string(first));
        QCOMPARE(int(*std::ranges::max_element(dataset.train.labels)), classes - 1);
    }

    void filesNamedAsEmnistsAreFound()
    {
        const Folder folder;
        QByteArray pictures(24, 1), labels("\0\1\0\1\0\1", 6);
        for (const char* name : {"train-images-idx3-ubyte", "train-labels.idx1-ubyte", "t10k-images-idx3-ubyte",
                                 "t10k-labels-idx1-ubyte"}) {
            folder.remove(name);
        }
        for (const char* part : {"train", "test"}) {
            folder.write(QString("emnist-balanced-%1-images-idx3-ubyte").arg(part), idx({6, 2, 2}, pictures));
            folder.write(QString("emnist-balanced-%1-labels-idx1-ubyte").arg(part), idx({6, 1}, labels)); // (n, 1)
        }
        QCOMPARE(loadDataset(folder.config()).test.count(), 6);
        folder.write("emnist-letters-train-images-idx3-ubyte", idx({6, 2, 2}, pictures));
        QCOMPARE(sentenceOf(folder.config()),
                 QString("The folder FOLDER has 2 files whose names end in train-images-idx3-ubyte; put the four of "
                         "one set into a folder of their own."));
    }

    void setsWithANameHaveTenClasses_data()
    {
        QTest::addColumn<QString>("title");
        QTest::newRow("fashion-mnist") << "Fashion-MNIST";
        QTest::newRow("mnist") << "MNIST";
    }
    void setsWithANameHaveTenClasses()
    {
        QFETCH(QString, title);
        const Folder folder;
        folder.write("train-labels.idx1-ubyte", idx({6}, QByteArray("\0\1\2\3\4\x0A", 6)));
        RunConfig config = folder.config();
        config.data = QTest::currentDataTag();
        QCOMPARE(sentenceOf(config), QString("Label 5 of train in FOLDER is 10; %1 has 0 to 9, so choose data idx for "
                                             "another set.")
                                         .arg(title));
    }

    void mnistIsReadFromTheFolderThatIsNamed()
    {
        const Folder folder;
        RunConfig config = folder.config();
        config.data = "mnist";
        const Dataset dataset = loadDataset(config);
        QCOMPARE(dataset.description(), std::string("MNIST (4 training, 2 validation, 2 test pictures)"));
        QCOMPARE(dataset.classes, 10);
        QCOMPARE(classNameOf(dataset, 7), std::string("7"));
        QCOMPARE(dataset.source, config.dataFolder);
    }

    void mnistIsLookedForInTheDataFolderOfTheUser()
    {
        const QTemporaryDir home;
        const QString place = home.filePath("gridscope/mnist");
        const Environment environment({{"XDG_DATA_HOME", home.path()}});
        QCOMPARE(installedMnist(), QString());
        const Folder folder;
        QVERIFY(QDir(home.path()).mkdir("gridscope"));
        QVERIFY(QFile::link(QString::fromStdString(folder.config().dataFolder), place));
        QCOMPARE(installedMnist(), place);
        RunConfig config = folder.config();
        config.data = "mnist";
        config.dataFolder.clear();
        QCOMPARE(loadDataset(config).source, place.toStdString());
    }

    void theDataFolderOfTheUserIsBelowHomeUnlessAnAbsoluteOneIsSet_data()
    {
        QTest::addColumn<QString>("set");
        QTest::newRow("nothing set") << "";
        QTest::newRow("relative") << "share";
    }
    void theDataFolderOfTheUserIsBelowHomeUnlessAnAbsoluteOneIsSet()
    {
        QFETCH(QString, set);
        const Environment environment({{"XDG_DATA_HOME", set}, {"HOME", "/nowhere"}});
        RunConfig config;
        config.data = "mnist";
        QCOMPARE(sentenceOf(config),
                 QString("MNIST is not in /nowhere/.local/share/gridscope/mnist; the command packaging/get-mnist "
                         "fetches it there, or name the folder of its four files with --set data_folder=FOLDER."));
    }

    void mnistHasItsCounts()
    {
        const run::NamedSet& mnist = *run::namedSet("mnist");
        if (installedFolder(mnist).empty()) { QSKIP(howToInstall(mnist).c_str()); }
        RunConfig config;
        config.data = mnist.data;
        config.validationSamples = 0;
        config.split = "last"; // in the order of the file
        const Dataset dataset = loadDataset(config);
        QCOMPARE(dataset.description(), std::string("MNIST (60,000 training, 0 validation, 10,000 test pictures)"));
        QCOMPARE(dataset.classes, 10);
        QCOMPARE(dataset.train.bytes.size(), std::size_t(60'000) * 784);
        QCOMPARE(dataset.train.count(), mnist.trainingPictures);
        // As everybody knows them who has ever printed the first ones.
        const std::vector<std::uint16_t> train(dataset.train.labels.begin(), dataset.train.labels.begin() + 5);
        QVERIFY((train == std::vector<std::uint16_t>{5, 0, 4, 1, 9}));
        const std::vector<std::uint16_t> test(dataset.test.labels.begin(), dataset.test.labels.begin() + 5);
        QVERIFY((test == std::vector<std::uint16_t>{7, 2, 1, 0, 4}));
        // The values everybody standardises it with are 0.1307 and 0.3081.
        QVERIFY(std::abs(dataset.mean - 0.1307F) < 0.0001F);
        QVERIFY(std::abs(dataset.deviation - 0.3081F) < 0.0001F);
    }

    void pointsAreTwoClassesInTheUnitSquare_data()
    {
        QTest::addColumn<QString>("shape");
        for (const char* shape : {"spirals", "moons", "circles", "xor", "checkerboard"}) {
            QTest::newRow(shape) << shape;
        }
    }
    void pointsAreTwoClassesInTheUnitSquare()
    {
        QFETCH(QString, shape);
        RunConfig config = toy(qPrintable(shape));
        config.toyNoise = 0;
        const Dataset dataset = loadDataset(config);
        QCOMPARE(dataset.train.count(), 2000);
        QCOMPARE(dataset.validation.count(), 500);
        QCOMPARE(dataset.test.count(), 500);
        QVERIFY(dataset.train.bytes.empty());
        QCOMPARE(dataset.channels * dataset.height * dataset.width, 2);
        QCOMPARE(dataset.train.values.size(), std::size_t(4000));
        for (const float value : dataset.train.values) { QVERIFY(std::abs(value) <= 1); }
        const auto ones = std::ranges::count(dataset.train.labels, 1);
        QVERIFY(ones > 850 && ones < 1150);
        QCOMPARE(std::ranges::count(dataset.train.labels, 0) + ones, 2000);
        QVERIFY(dataset.description().ends_with("(2,000 training, 500 validation, 500 test points)"));
    }

    void pointsAreAFunctionOfTheSeed()
    {
        RunConfig config = toy("moons");
        const Dataset first = loadDataset(config);
        QVERIFY(sameValues(first, loadDataset(config)));
        config.seed = 2;
        QVERIFY(!sameValues(first, loadDataset(config)));
        QCOMPARE(first.source, std::string("made from seed 1"));
    }

    void aLimitOnOneSetChangesNoOther()
    {
        RunConfig config = toy("spirals");
        const Dataset whole = loadDataset(config);
        config.trainSamples = 10;
        const Dataset limited = loadDataset(config);
        QCOMPARE(limited.train.count(), 10);
        QVERIFY(std::equal(limited.train.values.begin(), limited.train.values.end(), whole.train.values.begin()));
        QVERIFY(limited.test.values == whole.test.values);
    }

    void noiseSpreadsThePoints()
    {
        RunConfig config = toy("circles");
        const auto spread = [&] {
            const Dataset dataset = loadDataset(config);
            double sum = 0; // of squared distances from the circles
            for (std::size_t i = 0; i < 2000; ++i) {
                const double radius = std::hypot(dataset.train.values[2 * i], dataset.train.values[2 * i + 1]);
                sum += std::pow(radius - (dataset.train.labels[i] == 0 ? 0.9 : 0.4), 2);
            }
            return std::sqrt(sum / 2000);
        };
        config.toyNoise = 0;
        QVERIFY(spread() < 1e-6);
        config.toyNoise = 0.05;
        QVERIFY(std::abs(spread() - 0.05) < 0.005); // across the circle; three standard errors are 0.0024
    }
};

QTEST_APPLESS_MAIN(TestDataSets)
#include "tst_data_sets.moc"
