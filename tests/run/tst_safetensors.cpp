// SPDX-License-Identifier: GPL-3.0-or-later
// Tensors in files: our own, foreign ones, and everything a file can get wrong.
#include "core/base/error.h"
#include "core/base/safetensors.h"

#include <QtTest>

#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <random>

using namespace gridscope;
using namespace gridscope::run;

namespace {

using Bytes = std::vector<std::uint8_t>;

// One tensor of each kind, and the shapes that break careless code.
TensorFile everyKind()
{
    TensorFile file;
    file.metadata = {{"step", "740"}, {"Größe \"\\\n\x1f", "日本"}};
    file.tensors = {
        makeTensor<float>("weights", {2, 3}, {0.0F, -0.5F, 1.5F, 1e-40F, 3e38F, -0.0F}),
        makeTensor<double>("moments", {3, 1}, {0.1, -1e300, 5e-324}),
        makeTensor<std::int64_t>("counts", {2}, {-1, std::int64_t(1) << 62}),
        makeTensor<std::int32_t>("codes", {1, 1, 2}, {-7, 7}),
        makeTensor<std::int8_t>("signs", {3}, {-128, 0, 127}),
        makeTensor<std::uint8_t>("state", {5}, {0, 1, 2, 254, 255}),
        makeScalar("alpha", 0.25),
        makeScalar<std::int64_t>("データ.0", 55'000),
        makeTensor<float>("nothing", {0, 4}, {}),
        makeTensor<std::uint8_t>("", {2, 0}, {}),
        {"half", DType::F16, {2}, {0x00, 0x3C, 0x00, 0xC0}}, // 1 and -2
        {"mask", DType::Bool, {3}, {1, 0, 1}},
    };
    return file;
}

TensorFile smallFile()
{
    return {{{"step", "7"}}, {makeTensor<float>("w", {2}, {1.0F, -2.0F}), makeScalar("alpha", 0.5)}};
}

Bytes asBytes(const QByteArray& bytes) { return {bytes.begin(), bytes.end()}; }

// A file of any other program: the header as given.
Bytes foreignFile(const QByteArray& header, const QByteArray& data)
{
    QByteArray bytes(8, 0);
    qToLittleEndian<quint64>(quint64(header.size()), bytes.data());
    return asBytes(bytes + header + data);
}

template <class Action>
QString sentenceOf(const Action& action)
{
    try {
        action();
    } catch (const FileError& error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}
QString ownSentence(const Bytes& bytes)
{
    return sentenceOf([&] { readTensors(bytes, "a.st"); });
}
QString foreignSentence(const Bytes& bytes)
{
    return sentenceOf([&] { readForeignTensors(bytes, "a.st"); });
}
bool isOneSentence(const QString& text)
{
    return text.startsWith("a.st") && text.endsWith('.') && !text.contains('\n') && text.size() < 300;
}

QByteArray entry(const char* name, const char* dtype, const char* shape, const char* offsets)
{
    return QByteArray("\"") + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":[" + shape + "],\"data_offsets\":["
           + offsets + "]}";
}

QByteArray manyEntries(int count)
{
    QByteArray header = "{";
    for (int i = 0; i < count; ++i) {
        header += (i > 0 ? "," : "") + entry(QByteArray::number(i).constData(), "U8", "0", "0,0");
    }
    return header + "}";
}

struct Output {
    bool started = false;
    int status = -1;
    QString text;
};
Output python(const QStringList& arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start("python3", arguments);
    if (!process.waitForStarted() || !process.waitForFinished(60'000)) { return {}; }
    return {true, process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            QString::fromUtf8(process.readAll()).trimmed()};
}

// Prints each tensor; with numpy when it is there, else with the standard library.
const char* const plainReader = R"(
import json, struct, sys
raw = open(sys.argv[1], 'rb').read()
length = struct.unpack('<Q', raw[:8])[0]
header, data = json.loads(raw[8:8 + length]), raw[8 + length:]
header.pop('__metadata__')
assert length % 8 == 0
for name, t in sorted(header.items()):
    part = data[slice(*t['data_offsets'])]
    code = {'F64': 'd', 'I64': 'q', 'F32': 'f', 'I32': 'i', 'F16': 'e', 'I8': 'b', 'U8': 'B', 'BOOL': '?'}[t['dtype']]
    try:
        import numpy
        values = numpy.frombuffer(part, numpy.dtype(code).newbyteorder('<')).reshape(t['shape']).ravel().tolist()
    except ImportError:
        values = list(struct.unpack('<%d%s' % (len(part) // struct.calcsize(code), code), part))
    sys.stdout.buffer.write(('%s %s %s %s\n' % (name, t['dtype'], t['shape'], values)).encode())
)";

const char* const packageReader = R"(
import sys
from safetensors import safe_open
with safe_open(sys.argv[1], framework='numpy') as f:
    assert f.metadata()['step'] == '740'
    for name in sorted(f.keys()):
        a = f.get_tensor(name)
        sys.stdout.buffer.write(('%s %s %s\n' % (name, list(a.shape), a.ravel().tolist())).encode())
)";

// Names out of order, the data in another, no padding, blanks in the JSON: all that others may do.
const char* const plainWriter = R"(
import json, struct, sys
header = json.dumps({'w': {'shape': [2, 2], 'data_offsets': [3, 19], 'dtype': 'F32'},
                     'a': {'dtype': 'I8', 'shape': [3], 'data_offsets': [0, 3]},
                     '__metadata__': {'format': 'np'}, 'empty': {'dtype': 'F64', 'shape': [0], 'data_offsets': [3, 3]}}, indent=1).encode()
open(sys.argv[1], 'wb').write(struct.pack('<Q', len(header)) + header + struct.pack('<3b4f', -1, 2, 3, 0.5, 1, -1.5, 2))
)";

} // namespace

class TestSafetensors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyKindOfTensorSurvivesARoundTrip()
    {
        const TensorFile file = everyKind();
        const TensorFile read = readTensors(writeTensors(file), "a.st");
        QVERIFY(read.metadata == file.metadata);
        QCOMPARE(read.tensors.size(), file.tensors.size());
        for (const Tensor& tensor : file.tensors) {
            QVERIFY2(read.find(tensor.name) != nullptr && *read.find(tensor.name) == tensor, tensor.name.c_str());
        }
        QCOMPARE(read.find("absent"), nullptr);
        QVERIFY((valuesOf<std::int64_t>(*read.find("counts")) == std::vector<std::int64_t>{-1, std::int64_t(1) << 62}));
        QCOMPARE(scalarOf<double>(*read.find("alpha")), 0.25);
        QVERIFY(valuesOf<float>(*read.find("nothing")).empty());
    }

    void aFileWithoutTensorsIsAFile() { QVERIFY(readTensors(writeTensors({}), "a.st") == TensorFile{}); }

    void theSameContentGivesTheSameBytesInAnyOrder()
    {
        TensorFile file = everyKind();
        const Bytes bytes = writeTensors(file);
        std::ranges::reverse(file.tensors);
        QVERIFY(writeTensors(file) == bytes);
        QVERIFY(writeTensors(readTensors(bytes, "a.st")) == bytes);
    }

    void eachTensorLiesOnAMultipleOfItsElementSize()
    {
        const Bytes bytes = writeTensors(everyKind());
        const auto json = QJsonDocument::fromJson(QByteArray(reinterpret_cast<const char*>(bytes.data()) + 8,
                                                             qFromLittleEndian<qint64>(bytes.data())))
                              .object();
        QCOMPARE(json.size(), 13);
        for (const Tensor& tensor : everyKind().tensors) {
            const auto begin = json[QString::fromStdString(tensor.name)]["data_offsets"][0].toInteger(-1);
            QCOMPARE(begin % qint64(sizeBytes(tensor.dtype)), 0);
        }
    }

    void theChecksumIsXxh3OfHeaderWithoutItAndData()
    {
        // printf '{"__metadata__":{},"w":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}\1\2' | xxhsum -H2
        const Bytes bytes = writeTensors({{}, {makeTensor<std::uint8_t>("w", {2}, {1, 2})}});
        QVERIFY(QByteArray(reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size()))
                    .contains("\"gridscope.checksum\":\"c994bd905df9a756a78f4ba5fb4a858f\""));
    }

    void whatCannotBeReadBackIsNotWritten_data()
    {
        QTest::addColumn<int>("number");
        QTest::addColumn<QString>("part");
        QTest::newRow("bytes that contradict the shape") << 0 << "has 4 bytes, which do not fit its shape [2]";
        QTest::newRow("a negative size") << 1 << "do not fit its shape [-1, -1]";
        QTest::newRow("the same name twice, with other dtypes between") << 2 << "Two tensors have the name \"w\"";
        QTest::newRow("a name that is not UTF-8") << 3 << "it is not UTF-8";
        QTest::newRow("metadata that is not UTF-8") << 4 << "it is not UTF-8";
        QTest::newRow("the reserved name") << 5 << "cannot have the name \"__metadata__\"";
        QTest::newRow("a checksum of the caller's own") << 6 << "is made by Gridscope";
        QTest::newRow("metadata above the header's limit") << 7 << "1,000,000 is the limit";
        QTest::newRow("10,001 tensors") << 8 << "10,001 tensors are more than the 10,000";
    }
    void whatCannotBeReadBackIsNotWritten()
    {
        QFETCH(int, number);
        QFETCH(QString, part);
        const Tensor one = makeTensor<float>("w", {1}, {1});
        const std::vector<TensorFile> files{
            {{}, {{"w", DType::F32, {2}, Bytes(4)}}},
            {{}, {{"w", DType::F32, {-1, -1}, Bytes(4)}}},
            {{}, {one, makeScalar("x", 1.0F), makeScalar("w", 1.0)}},
            {{}, {makeScalar("\xC3\x28", 1.0)}},
            {{{"path", "\xFF"}}, {}},
            {{}, {makeScalar("__metadata__", 1.0)}},
            {{{"gridscope.checksum", "0"}}, {}},
            {{{"note", std::string(1'000'000, 'n')}}, {}},
            {{}, std::vector<Tensor>(10'001, one)},
        };
        const QString sentence = sentenceOf([&] { writeTensors(files.at(std::size_t(number))); });
        QVERIFY2(sentence.contains(part), qPrintable(sentence));
    }

    void wrongFilesGetOneSentence_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<int>("dataBytes");
        QTest::addColumn<QString>("part");
        const auto row = [](const char* title, const QByteArray& header, int dataBytes, const char* part) {
            QTest::newRow(title) << header << dataBytes << QString(part);
        };
        const auto one = [&](const char* title, const QByteArray& text, int dataBytes, const char* part) {
            row(title, "{" + text + "}", dataBytes, part);
        };
        row("10,001 tensors", manyEntries(10'001), 0, "more than the 10,000 tensors");
        row("a header above its limit", "{" + QByteArray(1'000'000, ' ') + "}", 0, "a header of 1,000,002 bytes");
        row("nesting without end", "{\"w\":" + QByteArray(900'000, '['), 0,
            "tensor \"w\": a list stands where none belongs");
        row("braces without end", "{\"w\":" + QByteArray("{\"dtype\":").repeated(100'000), 0, "nested deeper");
        row("no brace at the beginning", " {}", 0, "does not start with a brace");
        row("a list instead of names", "[]", 0, "does not start with a brace");
        row("an empty header", "", 0, "does not start with a brace");
        row("a header that stops in a word", "{\"w", 0, "not JSON in UTF-8");
        row("something behind the header's object", "{} {}", 0, "byte 12: its header is not JSON");
        row("a zero that hides what follows", QByteArray("{}\0\"w\"", 6), 0, "byte 11: a zero stands in its header");
        row("a byte that is not UTF-8", "{\"\xC3\x28\":{}}", 0, "not JSON in UTF-8");
        row("half a surrogate pair", "{\"\\ud800\":{}}", 0, "not JSON in UTF-8");
        row("a number beyond every type", "{\"w\":{\"shape\":[1e999]}}", 0, "not JSON in UTF-8");
        one("the same tensor twice", entry("w", "U8", "1", "0,1") + "," + entry("w", "U8", "1", "0,1"), 1,
            "the name \"w\" is there twice");
        one("metadata twice", "\"__metadata__\":{},\"__metadata__\":{}", 0, "\"__metadata__\" is there twice");
        one("a key of the metadata twice", "\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}", 0,
            "metadata: the key \"a\" is there twice");
        one("a field twice", "\"w\":{\"dtype\":\"U8\",\"dtype\":\"U8\"}", 0, "its dtype is there twice");
        one("metadata that is a number", "\"__metadata__\":{\"a\":1}", 0,
            "metadata: a number stands where none belongs");
        one("metadata with a shape of its own", "\"__metadata__\":{\"shape\":[1]}", 0,
            "metadata: a list stands where none belongs"); // found by fuzzing
        one("metadata that is no object", "\"__metadata__\":\"a\"", 0, "metadata: a text stands where none belongs");
        one("metadata of metadata", "\"__metadata__\":{\"a\":{}}", 0, "nested deeper");
        one("a tensor that is null", "\"w\":null", 0, "null stands");
        one("an unknown field", "\"w\":{\"stride\":[1]}", 0, "the field \"stride\" is unknown");
        one("a tensor without offsets", "\"w\":{\"dtype\":\"U8\",\"shape\":[1]}", 1,
            "lacks dtype, shape or data_offsets");
        one("a dtype that is no word", entry("w", "f8!", "1", "0,1"), 1, "the dtype \"f8!\" is not one");
        one("a hole before an unknown dtype", entry("w", "F8_E4M3", "1", "1,2"), 2, "a hole of 1 byte");
        one("an unknown dtype beyond the end", entry("w", "U32", "1", "0,4"), 1, "the file ends too soon");
        one("a brain float of one byte", entry("w", "BF16", "1", "0,1"), 1, "needs 2 bytes");
        one("an empty dtype", entry("w", "", "1", "0,1"), 1, "the dtype \"\" is not one");
        one("a dtype of a megabyte", entry("w", QByteArray(900'000, 'F'), "1", "0,1"), 1, "FFF...\" is not one");
        one("a negative size", entry("w", "U8", "-1", "0,1"), 1, "a negative number");
        one("a size with a fraction", entry("w", "U8", "1.0", "0,1"), 1, "the number 1.0 is not a whole one");
        one("a size that is text", entry("w", "U8", "\"1\"", "0,1"), 1, "a text stands where none belongs");
        one("a list in a shape", entry("w", "U8", "[1]", "0,1"), 1, "a list stands where none belongs");
        one("a size of 2^63", entry("w", "U8", "9223372036854775808", "0,1"), 1,
            "its shape has a number that is too large");
        one("a size of 2^64", entry("w", "U8", "18446744073709551616", "0,1"), 1, "is not a whole one or too large");
        one("65 dimensions", entry("w", "U8", QByteArray("1,").repeated(64) + "1", "0,1"), 1, "more than 64 numbers");
        one("sizes whose product wraps to 0 in 64 bits", entry("w", "U8", "4294967296,4294967296", "0,0"), 0,
            "more values than can be counted");
        one("sizes whose product wraps to 8 in 128 bits",
            entry("w", "U8", "4611686018427387905,4611686018427387905,8", "0,8"), 8, "than can be counted");
        one("bytes that wrap though the values do not", entry("w", "F64", "2305843009213693953", "0,8"), 8,
            "more values than can be counted");
        one("a zero that hides sizes beyond counting", entry("w", "U8", "0,4294967296,4294967296", "0,0"), 0,
            "than can be counted");
        one("a shape that needs more than its offsets", entry("w", "F32", "2,3", "0,20"), 20,
            "[2, 3] needs 24 bytes, but its data_offsets give 20");
        one("offsets backwards", entry("w", "U8", "1", "1,0"), 1, "its data ends before it begins");
        one("one offset", entry("w", "U8", "1", "0"), 1, "its data_offsets are not two numbers");
        one("three offsets", entry("w", "U8", "1", "0,1,2"), 1, "more than 2 numbers");
        one("data beyond the end", entry("w", "U8", "9", "0,9"), 8, "should reach byte 9 and there are 8");
        one("offsets near 2^63", entry("w", "U8", "1", "9223372036854775806,9223372036854775807"), 1,
            "should reach byte 9,223,372,036,854,775,807");
        one("bytes after the last tensor", entry("w", "U8", "1", "0,1"), 4, "3 bytes after its last tensor");
        one("data without a tensor", "", 4, "4 bytes after its last tensor");
        one("a hole at the beginning", entry("w", "U8", "1", "1,2"), 2, "\"w\": a hole of 1 byte lies before its data");
        one("a hole between two", entry("a", "U8", "1", "0,1") + "," + entry("b", "U8", "1", "2,3"), 3,
            "\"b\": a hole of 1 byte");
        one("two tensors that share bytes", entry("a", "U8", "2", "0,2") + "," + entry("b", "U8", "2", "1,3"), 3,
            "\"b\": its data starts inside");
        one("two tensors at one place", entry("a", "U8", "2", "0,2") + "," + entry("b", "U8", "2", "0,2"), 2,
            "starts inside");
        one("an empty tensor inside another", entry("a", "U8", "4", "0,4") + "," + entry("b", "U8", "0", "2,2"), 4,
            "\"b\": its data starts inside");
        one("an empty tensor beyond the end", entry("b", "U8", "0", "2,2"), 0, "should reach byte 2");
    }
    void wrongFilesGetOneSentence()
    {
        QFETCH(QByteArray, header);
        QFETCH(int, dataBytes);
        QFETCH(QString, part);
        const Bytes bytes = foreignFile(header, QByteArray(dataBytes, 'd'));
        const QString sentence = foreignSentence(bytes);
        QVERIFY2(sentence.contains(part) && isOneSentence(sentence), qPrintable(sentence));
        QCOMPARE(ownSentence(bytes), sentence);
    }

    void aHeaderLengthOf2To64AsksForNoMemory()
    {
        const QString sentence = ownSentence(Bytes(8, 0xFF));
        QVERIFY2(sentence.contains("a header of 18446744073709551615 bytes") && isOneSentence(sentence),
                 qPrintable(sentence));
    }

    void emptyTensorsMayMeetAtOnePlace()
    {
        const auto bytes = foreignFile("{" + entry("a", "F32", "0,7", "0,0") + "," + entry("b", "U8", "2", "0,2") + ","
                                           + entry("c", "U8", "0", "0,0") + "," + entry("d", "F64", "0", "2,2") + "}",
                                       "xy");
        QCOMPARE(readForeignTensors(bytes, "a.st").tensors.size(), std::size_t(4));
    }

    void aFileCutAnywhereIsRefused()
    {
        const Bytes whole = writeTensors(smallFile());
        for (std::size_t length = 0; length < whole.size(); ++length) {
            const Bytes cut(whole.begin(), whole.begin() + std::ptrdiff_t(length));
            QVERIFY2(isOneSentence(ownSentence(cut)), qPrintable(QString::number(length)));
            QVERIFY2(isOneSentence(foreignSentence(cut)), qPrintable(QString::number(length)));
        }
    }

    void everySingleFlippedBitOfASmallFileIsReported()
    {
        Bytes bytes = writeTensors(smallFile());
        for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
            bytes[bit / 8] ^= std::uint8_t(1U << bit % 8);
            QVERIFY2(isOneSentence(ownSentence(bytes)), qPrintable(QString::number(bit)));
            bytes[bit / 8] ^= std::uint8_t(1U << bit % 8);
        }
    }

    void twoThousandFlippedBitsOfACheckpointAreReported()
    {
        std::mt19937_64 random(20260711);
        TensorFile file = everyKind();
        std::vector<float> weights(10'000);
        for (float& weight : weights) { weight = float(random() % 1000) / 500.0F - 1.0F; }
        file.tensors.push_back(makeTensor<float>("layer", {100, 100}, weights));
        Bytes bytes = writeTensors(file);
        for (int flip = 0; flip < 2'000; ++flip) {
            const std::size_t bit = random() % (bytes.size() * 8);
            bytes[bit / 8] ^= std::uint8_t(1U << bit % 8);
            QVERIFY2(isOneSentence(ownSentence(bytes)), qPrintable(QString::number(bit)));
            bytes[bit / 8] ^= std::uint8_t(1U << bit % 8);
        }
        QVERIFY(ownSentence(bytes).isEmpty());
    }

    void sameContentInAnotherSpellingIsNotOurs()
    {
        Bytes bytes = writeTensors({{{"a", "\x1f"}}, {}}); // written as \u001f
        const auto letter = std::ranges::find(bytes, 'f', [](std::uint8_t byte) { return char(byte); });
        const auto escape = std::ranges::search(bytes, std::string_view("\\u001f")).begin();
        QVERIFY(letter != bytes.end() && escape != bytes.end());
        *(escape + 5) = 'F';
        QVERIFY2(ownSentence(bytes).contains("its header is not as Gridscope writes it"),
                 qPrintable(ownSentence(bytes)));
    }

    void aForeignFileHasItsOwnReader()
    {
        const Bytes bytes = foreignFile("{" + entry("w", "U8", "2", "0,2") + "}  ", "xy");
        QVERIFY(ownSentence(bytes).contains("has no checksum of Gridscope"));
        QCOMPARE(readForeignTensors(bytes, "a.st").find("w")->bytes, (Bytes{'x', 'y'}));
        Bytes ours = writeTensors(smallFile());
        QVERIFY(readForeignTensors(ours, "a.st") == readTensors(ours, "a.st"));
        ours.back() ^= 1; // damaged is damaged, whoever asks
        QVERIFY(foreignSentence(ours).contains("its checksum does not match"));
    }

    void moreThanTheLimitIsRefused()
    {
        const Bytes bytes = writeTensors(smallFile());
        QVERIFY(sentenceOf([&] { readTensors(bytes, "a.st", bytes.size()); }).isEmpty());
        QVERIFY(sentenceOf([&] { readTensors(bytes, "a.st", bytes.size() - 1); }).startsWith("a.st has "));
    }

    void valuesOfAnotherKindAreRefused()
    {
        const Tensor tensor = makeTensor<float>("w", {1}, {1});
        QVERIFY(sentenceOf([&] { valuesOf<double>(tensor); }).contains("\"w\" holds F32 where F64 is expected"));
        QVERIFY(sentenceOf([&] { scalarOf<float>(tensor); }).contains("has the shape [1] where one value is expected"));
        const Tensor hollow{"w", DType::F32, {}, {}};
        QVERIFY(sentenceOf([&] { scalarOf<float>(hollow); }).contains("do not fit its shape"));
    }

    void aFileOnDiskIsWholeOrTheOldOneStays()
    {
        const QTemporaryDir folder;
        const std::string path = folder.filePath("run.safetensors").toStdString();
        writeTensorFile(path, smallFile());
        TensorFile large = smallFile();
        large.tensors.push_back(makeTensor<float>("large", {100'000}, std::vector<float>(100'000, 1.0F)));

        std::signal(SIGXFSZ, SIG_IGN); // the limit stands for a disk that is full after 64 kB
        rlimit old{};
        getrlimit(RLIMIT_FSIZE, &old);
        const rlimit small{65'536, old.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
        const QString sentence = sentenceOf([&] { writeTensorFile(path, large); });
        setrlimit(RLIMIT_FSIZE, &old);

        QVERIFY2(sentence.contains("Cannot write") && sentence.contains("File too large"), qPrintable(sentence));
        QVERIFY(readTensorFile(path).find("alpha") != nullptr);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList{"run.safetensors"});
        writeTensorFile(path, large);
        QCOMPARE(readTensorFile(path).tensors.size(), std::size_t(3));
        QVERIFY(sentenceOf([&] { readTensorFile(path, 1000); }).contains("larger than the 1000 bytes"));
    }

    void whatIsNoFileGetsOneSentence_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("part");
        QTest::newRow("nothing there") << "/nowhere/a.safetensors"
                                       << "No such file or directory";
        QTest::newRow("a folder") << "/tmp"
                                  << "Is a directory";
        QTest::newRow("a device without end") << "/dev/zero"
                                              << "it is not a regular file";
    }
    void whatIsNoFileGetsOneSentence()
    {
        QFETCH(QString, path);
        QFETCH(QString, part);
        const QString sentence = sentenceOf([&] { readTensorFile(path.toStdString()); });
        QVERIFY2(sentence.contains(path) && sentence.contains(part), qPrintable(sentence));
    }

    void pythonReadsWhatWeWrite_data()
    {
        QTest::addColumn<QString>("module");
        QTest::addColumn<QString>("script");
        QTest::addColumn<bool>("printsDTypes");
        QTest::newRow("by its standard library or numpy") << "json" << plainReader << true;
        QTest::newRow("by the safetensors package") << "safetensors.numpy" << packageReader << false;
    }
    void pythonReadsWhatWeWrite()
    {
        QFETCH(QString, module);
        QFETCH(QString, script);
        QFETCH(bool, printsDTypes);
        const Output module_ = python({"-c", "import " + module});
        QVERIFY2(module_.started, "python3 is not installed; packaging/test installs it.");
        if (module.startsWith("safetensors") && module_.status != 0) { QSKIP("No package of Debian has this module."); }
        const QTemporaryDir folder;
        const QString path = folder.filePath("run.safetensors");
        writeTensorFile(path.toStdString(), everyKind());
        const Output output = python({"-c", script, path});
        QVERIFY2(output.status == 0, qPrintable(output.text));
        QString expected = QString::fromUtf8(R"( U8 [2, 0] []
alpha F64 [] [0.25]
codes I32 [1, 1, 2] [-7, 7]
counts I64 [2] [-1, 4611686018427387904]
half F16 [2] [1.0, -2.0]
mask BOOL [3] [True, False, True]
moments F64 [3, 1] [0.1, -1e+300, 5e-324]
nothing F32 [0, 4] []
signs I8 [3] [-128, 0, 127]
state U8 [5] [0, 1, 2, 254, 255]
weights F32 [2, 3] [0.0, -0.5, 1.5, 9.99994610111476e-41, 3.0000000054977558e+38, -0.0]
データ.0 I64 [] [55000])");
        if (!printsDTypes) { expected.replace(QRegularExpression(" [A-Z]+[0-9]* \\["), " ["); }
        QCOMPARE(output.text, expected.trimmed());
    }

    void weReadWhatPythonWrites()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath("foreign.safetensors");
        const Output output = python({"-c", plainWriter, path});
        QVERIFY2(output.started, "python3 is not installed; packaging/test installs it.");
        QVERIFY2(output.status == 0, qPrintable(output.text));
        const TensorFile file = readForeignTensorFile(path.toStdString());
        QCOMPARE(file.metadata.at("format"), std::string("np"));
        QVERIFY((valuesOf<float>(*file.find("w")) == std::vector<float>{0.5F, 1.0F, -1.5F, 2.0F}));
        QVERIFY((file.find("w")->shape == std::vector<std::int64_t>{2, 2}));
        QVERIFY((valuesOf<std::int8_t>(*file.find("a")) == std::vector<std::int8_t>{-1, 2, 3}));
        QVERIFY(valuesOf<double>(*file.find("empty")).empty());
        QVERIFY(sentenceOf([&] { readTensorFile(path.toStdString()); }).contains("has no checksum of Gridscope"));
    }

    void brainFloatsBecomeFloatsAndUnknownTypesArePassedOver()
    {
        const QByteArray header =
            R"({"brain":{"dtype":"BF16","shape":[3],"data_offsets":[0,6]},"eight":{"dtype":"F8_E5M2","shape":[5],"data_offsets":[6,11]},)"
            R"("four":{"dtype":"F4","shape":[3],"data_offsets":[11,13]},"own":{"dtype":"F32","shape":[1],"data_offsets":[13,17]}})";
        const QByteArray data =
            QByteArray("\x80\x3f\x00\xc0\xc0\x7f", 6) + QByteArray(7, 'x') + QByteArray("\0\0\x80\x3f", 4);
        const TensorFile file = readForeignTensors(foreignFile(header, data), "a.st");
        QCOMPARE(file.tensors.size(), std::size_t(2));
        const auto brain = valuesOf<float>(*file.find("brain"));
        QVERIFY(brain[0] == 1.0F && brain[1] == -2.0F && std::isnan(brain[2]));
        QVERIFY(scalarOf<float>(Tensor{"own", DType::F32, {}, file.find("own")->bytes}) == 1.0F);
        QVERIFY(!sentenceOf([&] { readTensors(foreignFile(header, data), "a.st"); }).isEmpty());
    }

    void whatAnotherProgramWroteSurvivesBeingWrittenAndReadAgainWhateverItsTypes()
    {
        const QMap<QByteArray, int> widths{{"F64", 8}, {"I64", 8}, {"F32", 4},  {"I32", 4},  {"F16", 2},
                                           {"I8", 1},  {"U8", 1},  {"BOOL", 1}, {"BF16", 2}, {"F8_E4M3", 1}};
        for (const auto& [a, widthA] : widths.asKeyValueRange()) {
            for (const auto& [b, widthB] : widths.asKeyValueRange()) {
                const int both = widthA + widthB;
                const QByteArray header =
                    "{" + entry("a", a, "1", "0," + QByteArray::number(widthA)) + ","
                    + entry("b", b, "1", QByteArray::number(widthA) + "," + QByteArray::number(both)) + "}";
                const TensorFile file = readForeignTensors(foreignFile(header, QByteArray(both, '\1')), "a.st");
                QVERIFY2(readTensors(writeTensors(file), "a.st") == file, (a + " before " + b).constData());
            }
        }
    }

    void aBrainFloatShapeThatCannotBeCountedAsFloatsIsRefused()
    {
        const QByteArray header = "{" + entry("w", "BF16", "0,4611686018427387903", "0,0") + "}";
        QVERIFY(sentenceOf([&] { readForeignTensors(foreignFile(header, {}), "a.st"); }).contains("can be counted"));
    }
};

QTEST_GUILESS_MAIN(TestSafetensors)
#include "tst_safetensors.moc"
