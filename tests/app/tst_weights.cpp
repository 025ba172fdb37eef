// SPDX-License-Identifier: GPL-3.0-or-later
// A network that starts from somebody else's file, through the real program: which of its tensors are weights, under which
// names, of which types, and what is said when they are not all there.
#include "core/base/safetensors.h"
#include "tests/app/exported_run.h"

#include <QtTest>

#include <QtEndian>

#include <QJsonDocument>
#include <QJsonObject>

#include <cstring>
#include <random>

using namespace gridscope;
using test::Told;

namespace {

struct Given {
    QString name;
    QString dtype;
    std::vector<std::int64_t> shape;
    QByteArray bytes;
};

QByteArray floats(const std::vector<float>& values)
{
    return {reinterpret_cast<const char*>(values.data()), qsizetype(values.size() * sizeof(float))};
}

// As other programs write it, without our checksum.
QByteArray safetensors(const std::vector<Given>& tensors)
{
    QByteArray header = "{", data;
    for (const Given& t : tensors) {
        QByteArray shape;
        for (const auto n : t.shape) { shape += (shape.isEmpty() ? "" : ",") + QByteArray::number(qint64(n)); }
        header += (header.size() > 1 ? ",\"" : "\"") + t.name.toUtf8() + "\":{\"dtype\":\"" + t.dtype.toUtf8()
                  + "\",\"shape\":[" + shape + "],\"data_offsets\":[" + QByteArray::number(data.size()) + ","
                  + QByteArray::number(data.size() + t.bytes.size()) + "]}";
        data += t.bytes;
    }
    header += "}";
    QByteArray length(8, 0);
    qToLittleEndian<quint64>(quint64(header.size()), length.data());
    return length + header + data;
}

// The network of these tests: 2 inputs, three layers of 16, 2 classes. Values that halves and brains hold exactly.
std::vector<Given> network(const QString& prefix = {})
{
    std::mt19937 random(1);
    std::vector<Given> all;
    const std::vector<int> sizes = {2, 16, 16, 16, 2};
    for (int layer = 1; layer < 5; ++layer) {
        const auto in = std::size_t(sizes[std::size_t(layer) - 1]), out = std::size_t(sizes[std::size_t(layer)]);
        std::vector<float> weight(in * out), bias(out);
        for (float& w : weight) { w = float(int(random() % 65) - 32) / 64; }
        all.push_back({QString("%1fc%2.weight").arg(prefix).arg(layer),
                       "F32",
                       {std::int64_t(out), std::int64_t(in)},
                       floats(weight)});
        all.push_back({QString("%1fc%2.bias").arg(prefix).arg(layer), "F32", {std::int64_t(out)}, floats(bias)});
    }
    return all;
}

// The same values in two bytes each; they are multiples of 1/64 up to 1/2.
std::vector<Given> as(std::vector<Given> tensors, const QString& dtype)
{
    for (Given& t : tensors) {
        QByteArray narrow;
        for (qsizetype i = 0; i < t.bytes.size(); i += 4) {
            std::uint32_t bits = 0;
            std::memcpy(&bits, t.bytes.constData() + i, 4);
            std::uint16_t half = std::uint16_t(bits >> 16U); // BF16
            if (dtype == "F16") {
                const int exponent = int((bits >> 23U) & 255U) - 127 + 15;
                half = std::uint16_t((bits >> 31U) << 15U);
                if ((bits & 0x7FFFFFFFU) != 0) {
                    half = std::uint16_t(half | unsigned(exponent) << 10U | ((bits >> 13U) & 0x3FFU));
                }
            }
            narrow.append(reinterpret_cast<const char*>(&half), 2);
        }
        t.dtype = dtype;
        t.bytes = narrow;
    }
    return tensors;
}

} // namespace

class TestWeights : public QObject {
    Q_OBJECT
private:
    QTemporaryDir folder_;

    Told start(const QString& name, const QByteArray& content, const QStringList& more = {}) const
    {
        QFile file(folder_.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) { qFatal("Cannot write."); }
        file.close();
        return test::gridscope(QStringList{"train",
                                           "--preset",
                                           "spirals",
                                           "--set",
                                           "data=moons",
                                           "--set",
                                           "network=mlp",
                                           "--set",
                                           "hidden=16,16,16",
                                           "--set",
                                           "pretrain_steps=0",
                                           "--steps",
                                           "1",
                                           "--seed",
                                           "3",
                                           "--set",
                                           "threads=1",
                                           "--json",
                                           "--set",
                                           "weights_file=" + file.fileName()}
                               + more);
    }
    static double floatAccuracy(const Told& told)
    {
        return QJsonDocument::fromJson(told.out).object()["test_accuracy_float"].toDouble();
    }

private Q_SLOTS:
    void everyTypeAndNameGivesTheSameNetwork_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::newRow("half precision") << safetensors(as(network(), "F16"));
        QTest::newRow("brain floats") << safetensors(as(network(), "BF16"));
        for (const char* prefix : {"_orig_mod.", "module.", "backbone.", "model.", "module._orig_mod.", "student."}) {
            QTest::newRow(prefix) << safetensors(network(prefix));
        }
        auto more = network();
        more.push_back({"embedding", "BF16", {3}, QByteArray(6, 1)});
        more.push_back({"quantized", "F8_E4M3", {5}, QByteArray(5, 1)});
        more.push_back({"counts", "U32", {2}, QByteArray(8, 1)});
        more.push_back({"spectrum", "C64", {1}, QByteArray(8, 1)});
        more.push_back({"packed", "F4", {3}, QByteArray(2, 1)});
        QTest::newRow("tensors of other types beside them") << safetensors(more);
        auto withMoments = network();
        for (const Given& t : network("optimizer.exp_avg.")) {
            withMoments.push_back({t.name, t.dtype, t.shape, QByteArray(t.bytes.size(), 0)});
        }
        QTest::newRow("moments beside them") << safetensors(withMoments);
        auto withNan = network();
        withNan.push_back({"not.needed", "F32", {1}, floats({std::numeric_limits<float>::quiet_NaN()})});
        QTest::newRow("NaN in what is not needed") << safetensors(withNan);
    }
    void everyTypeAndNameGivesTheSameNetwork()
    {
        QFETCH(const QByteArray, file);
        const Told plain = start("plain.safetensors", safetensors(network()));
        QVERIFY2(plain.status == 0 && plain.err.contains("8 of 8 fit"), plain.err.constData());
        const Told told = start("other.safetensors", file, {"--strict"});
        QVERIFY2(told.status == 0 && told.err.contains("8 of 8 fit"), told.err.constData());
        QVERIFY(!told.err.contains("warning"));
        QCOMPARE(floatAccuracy(told), floatAccuracy(plain));
    }

    void aPartIsAWarningWithNamesAndRefusedByStrict()
    {
        auto part = network();
        part.erase(part.begin());
        part.push_back({"optimizer.exp_avg.fc1.weight", "F32", {16, 2}, QByteArray(128, 0)});
        const Told told = start("part.safetensors", safetensors(part));
        QVERIFY2(told.status == 0, told.err.constData());
        QVERIFY2(told.err.contains("weights of part.safetensors: warning: ")
                     && told.err.contains("7 of 8 fit, but not fc1_weight [16x2]"),
                 told.err.constData());
        const Told strict =
            start("part.safetensors", safetensors(part), {"--strict", "--out", folder_.filePath("strict.gridscope")});
        QCOMPARE(strict.status, 2);
        QVERIFY2(strict.err.contains(
                     "\"part.safetensors\" has not all weights of the network: 7 of 8 fit, but not fc1_weight [16x2]"),
                 strict.err.constData());
        QVERIFY(!QFileInfo::exists(folder_.filePath("strict.gridscope")));
    }
    void aCheckpointOfNoNumbersHasNoAccuracy()
    {
        const QString run = folder_.filePath("c.gridscope"), bad = folder_.filePath("bad.safetensors");
        const Told made = start("plain.safetensors", safetensors(network()), {"--out", run});
        QVERIFY2(made.status == 0, made.err.constData());
        QCOMPARE(test::gridscope({"export", run, "--to", folder_.filePath("c"), "--what", "checkpoint"}).status, 0);
        auto file = run::readTensorFile(folder_.filePath("c/checkpoint.safetensors").toStdString());
        for (auto& tensor : file.tensors) {
            if (tensor.name == "model.fc2_weight") { std::memset(tensor.bytes.data(), 0xff, 4); }
        }
        run::writeTensorFile(bad.toStdString(), file);
        const Told told = test::gridscope({"eval", bad, "--json"});
        QCOMPARE(told.status, 2);
        QVERIFY2(told.err.contains("\"fc2_weight\" holds NaN"), told.err.constData());
    }
    void strictNeedsAFile()
    {
        const Told told = test::gridscope({"train", "--preset", "spirals", "--strict", "--steps", "1"});
        QCOMPARE(told.status, 2);
        QVERIFY2(told.err.contains("--set weights_file=FILE"), told.err.constData());
    }

    void aValueThatIsNoNumberIsToldWithItsFile_data()
    {
        QTest::addColumn<float>("value");
        QTest::addColumn<QByteArray>("word");
        QTest::newRow("NaN") << std::numeric_limits<float>::quiet_NaN() << QByteArray("is NaN");
        QTest::newRow("infinity") << -std::numeric_limits<float>::infinity() << QByteArray("is infinite");
    }
    void aValueThatIsNoNumberIsToldWithItsFile()
    {
        QFETCH(const float, value);
        QFETCH(const QByteArray, word);
        auto tensors = network();
        std::memcpy(tensors[2].bytes.data() + 20, &value, sizeof value);
        for (const QString& dtype : {QString("F32"), QString("BF16")}) {
            const Told told = start("odd.safetensors", safetensors(dtype == "F32" ? tensors : as(tensors, dtype)));
            QCOMPARE(told.status, 2);
            QVERIFY2(told.err.contains("\"odd.safetensors\", tensor \"fc2.weight\": value 6 " + word),
                     told.err.constData());
        }
    }
};

QTEST_GUILESS_MAIN(TestWeights)
#include "tst_weights.moc"
