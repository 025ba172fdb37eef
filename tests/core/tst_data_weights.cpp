// SPDX-License-Identifier: GPL-3.0-or-later
// Weights that other programs wrote: NumPy makes the files, and what is wrong is said with its place.
#include "core/data/npy.h"
#include "core/data/weights_file.h"

#include <QtTest>

#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace gridscope;
using namespace gridscope::data;

namespace {

std::vector<std::uint8_t> bytesOf(const QByteArray& text) { return {text.begin(), text.end()}; }

QByteArray npy(const QByteArray& header, const QByteArray& data)
{
    QByteArray file("\x93NUMPY\x01\x00", 8);
    file += char(header.size() % 256);
    file += char(header.size() / 256);
    return file + header + data;
}

run::Tensor filled(const std::string& name, std::vector<std::int64_t> shape)
{
    std::size_t size = 1;
    for (const auto n : shape) { size *= std::size_t(n); }
    return run::makeTensor(name, std::move(shape), std::vector<float>(size));
}

std::vector<WantedWeights> twoLayers()
{
    return {{"fc1_weight", {3, 8}}, {"fc1_bias", {3}}, {"fc2_weight", {2, 3}}, {"fc2_bias", {2}}};
}

std::string dotted(std::string name)
{
    std::ranges::replace(name, '_', '.');
    return name;
}

const QByteArray twoFloats = QByteArray("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n");

} // namespace

class TestDataWeights : public QObject {
    Q_OBJECT
private:
    QTemporaryDir folder_;

private Q_SLOTS:
    // Debian's own Python: it is the one that has NumPy.
    void initTestCase()
    {
        const QByteArray program = "import numpy as n, sys\n"
                                   "a = n.arange(200, dtype='<f4').reshape(8, 1, 5, 5)\n"
                                   "b = n.linspace(-1, 1, 8)\n"
                                   "n.save('one.npy', a)\n"
                                   "n.savez('plain.npz', **{'conv1.weight': a, 'conv1.bias': b})\n"
                                   "n.savez_compressed('packed.npz', **{'conv1.weight': a, 'conv1.bias': b})\n"
                                   "n.save('fortran.npy', n.asfortranarray(a.reshape(8, 25)))\n"
                                   "n.save('big.npy', a.astype('>f4'))\n"
                                   "n.save('objects.npy', n.array([{}, 1], dtype=object))\n"
                                   "n.save('records.npy', n.zeros(2, dtype=[('x', '<f4'), ('y', '<i4')]))\n"
                                   "n.save('scalar.npy', n.float64(0.5))\n"
                                   "n.save('none.npy', n.zeros((3, 0), dtype='u1'))\n";
        QProcess process;
        process.setWorkingDirectory(folder_.path());
        process.start("/usr/bin/python3", {"-c", program});
        QVERIFY(process.waitForFinished(60000));
        QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
    }

    void numpysArraysComeInWithEveryValue_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("npy") << "one.npy";
        QTest::newRow("npz") << "plain.npz";
        QTest::newRow("compressed npz") << "packed.npz";
    }
    void numpysArraysComeInWithEveryValue()
    {
        QFETCH(const QString, file);
        const auto tensors = readWeights(folder_.filePath(file).toStdString());
        QCOMPARE(tensors.size(), file.endsWith("npz") ? std::size_t(2) : std::size_t(1));
        QCOMPARE(tensors[0].name, file.endsWith("npz") ? std::string("conv1.weight") : std::string("one"));
        QCOMPARE(tensors[0].shape, (std::vector<std::int64_t>{8, 1, 5, 5}));
        const auto values = run::valuesOf<float>(tensors[0]);
        for (std::size_t i = 0; i < values.size(); ++i) { QVERIFY(values[i] == float(i)); }
        if (tensors.size() == 2) { QVERIFY(run::valuesOf<double>(tensors[1]).back() == 1.0); }
    }
    void aScalarAndAnEmptyArrayAreArraysToo()
    {
        QCOMPARE(run::scalarOf<double>(readWeights(folder_.filePath("scalar.npy").toStdString())[0]), 0.5);
        QVERIFY(readWeights(folder_.filePath("none.npy").toStdString())[0].bytes.empty());
    }

    void whatIsWrongIsToldWithItsByte_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QStringList>("parts");
        const auto made = [this](const char* name) {
            QFile file(folder_.filePath(name));
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        const QByteArray data(8, '\0');
        QTest::newRow("objects") << made("objects.npy") << QStringList{"byte 10", "Python objects"};
        QTest::newRow("complex numbers") << npy("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", data)
                                         << QStringList{"byte 10", "astype"};
        QTest::newRow("records") << made("records.npy") << QStringList{"records with fields"};
        QTest::newRow("cut") << npy(twoFloats, data.left(7))
                             << QStringList{"byte 68", "needs 8 bytes, but 7 follow"}; // 10 and a header of 58
        QTest::newRow("too long") << npy(twoFloats, data + "x") << QStringList{"but 9 follow"};
        QTest::newRow("a shape that overflows")
            << npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000, 1000000000, 1000000000), }", data)
            << QStringList{"too many"};
        QTest::newRow("a number without end")
            << npy("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999999,), }", data)
            << QStringList{"a size in the shape"};
        QTest::newRow("a key twice") << npy("{'descr': '<f4', 'descr': '<f4', }", data)
                                     << QStringList{"unexpected \"descr\""};
        QTest::newRow("no header") << npy("", data) << QStringList{"byte 10", "\"{\" is missing"};
        QTest::newRow("unknown version") << QByteArray(npy(twoFloats, data)).replace(6, 1, "\x09")
                                         << QStringList{"version 9"};
        QTest::newRow("a zip that is cut") << made("plain.npz").left(500) << QStringList{"cut off"};
        QTest::newRow("a zip with one wrong bit") << [&] {
            QByteArray bytes = made("plain.npz");
            bytes[200] = char(bytes[200] ^ 1);
            return bytes;
        }() << QStringList{"conv1.weight", "CRC error"};
    }
    void whatIsWrongIsToldWithItsByte()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QStringList, parts);
        try {
            parseWeights(bytesOf(bytes), "x.npy");
            QFAIL("it was taken");
        } catch (const FileError& error) {
            for (const QString& part : parts) { QVERIFY2(QString(error.what()).contains(part), error.what()); }
        }
    }
    void anArchiveLargerThanItsLimitIsRefused()
    {
        QFile file(folder_.filePath("packed.npz"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto bytes = bytesOf(file.readAll());
        QVERIFY_EXCEPTION_THROWN(parseNpz(bytes, "x.npz", 500), FileError);
    }

    void weightsFitByNameThenByShape()
    {
        const auto tensor = [](const std::string& name, std::vector<std::int64_t> shape) {
            std::size_t size = 1;
            for (const auto n : shape) { size *= std::size_t(n); }
            return run::makeTensor(name, std::move(shape), std::vector<float>(size));
        };
        const std::vector<WantedWeights> wanted{{"conv1_weight", {2, 1, 5, 5}},
                                                {"conv1_bias", {2}},
                                                {"fc1_weight", {3, 8}},
                                                {"fc1_bias", {3}},
                                                {"fc2_bias", {3}}};
        const std::vector<run::Tensor> tensors{tensor("module.conv1.weight", {2, 1, 5, 5}), tensor("conv1.bias", {4}),
                                               tensor("classifier.weight", {3, 8}), tensor("a", {3}), tensor("b", {3})};
        const auto fit = fitWeights(wanted, tensors);
        QCOMPARE(fit.found[0], &tensors[0]);                         // by name
        QVERIFY(fit.found[1] == nullptr);                            // its name, but another shape
        QCOMPARE(fit.found[2], &tensors[2]);                         // the only one of this shape
        QVERIFY(fit.found[3] == nullptr && fit.found[4] == nullptr); // either could be either
        QCOMPARE(fit.count(), std::size_t(2));
        QCOMPARE(fit.summary(), std::string("2 of 5 fit without \"module.\", but not conv1_bias [2], fc1_bias [3], "
                                            "fc2_bias [3]; not used: conv1.bias [4], a [3], b [3]"));
        std::vector<run::Tensor> more = tensors;
        for (const char* name : {"x", "y"}) { more.push_back(tensor(name, {99})); }
        QVERIFY(fitWeights(wanted, more).summary().ends_with("; not used: conv1.bias [4], a [3], b [3] and 2 more"));
        QCOMPARE(fit.line(2), std::string("fc1_weight [3x8] takes classifier.weight"));
        QCOMPARE(fit.line(1), std::string("conv1_bias [2]: nothing fits"));
    }

    void whatWrappersPutBeforeTheNamesIsTakenOff_data()
    {
        QTest::addColumn<QString>("prefix");
        for (const char* prefix : {"", "_orig_mod.", "module.", "backbone.", "model.", "module._orig_mod.",
                                   "model.backbone.", "encoder.", "my_net/", "_orig_mod.model."}) {
            QTest::newRow(*prefix == 0 ? "none" : prefix) << prefix;
        }
    }
    void whatWrappersPutBeforeTheNamesIsTakenOff()
    {
        QFETCH(const QString, prefix);
        std::vector<run::Tensor> tensors;
        for (const auto& w : twoLayers()) { tensors.push_back(filled(prefix.toStdString() + dotted(w.name), w.shape)); }
        tensors.push_back(filled(prefix.toStdString() + "head.weight", {9, 9}));
        const auto fit = fitWeights(twoLayers(), tensors);
        for (std::size_t i = 0; i < 4; ++i) { QCOMPARE(fit.found[i], &tensors[i]); }
        QVERIFY(fit.isWhole());
        QCOMPARE(fit.prefix, prefix.toStdString());
        QVERIFY(prefix.isEmpty()
                || QString::fromStdString(fit.summary()).startsWith("4 of 4 fit without \"" + prefix + "\""));
    }

    void whatAnOptimizerKeepsIsNoWeight_data()
    {
        QTest::addColumn<QString>("companion");
        for (const char* name :
             {"optimizer.exp_avg.fc1.weight", "optimizer.exp_avg_sq.fc1.weight", "exp_avg",
              "fc1.weight.momentum_buffer", "optim.state.0.step_size", "fc1.weight.grad", "state.fc1.weight",
              "ema.fc1.weight", "shadow.w", "float_start.0", "teacher.fc1.weight", "mu.fc1.weight"}) {
            QTest::newRow(name) << name;
        }
    }
    void whatAnOptimizerKeepsIsNoWeight()
    {
        QFETCH(const QString, companion);
        std::vector<run::Tensor> tensors{filled(companion.toStdString(), {3, 8})};
        for (const auto& w : twoLayers()) {
            if (w.name != "fc1_weight") { tensors.push_back(filled(dotted(w.name), w.shape)); }
        }
        const auto fit = fitWeights(twoLayers(), tensors);
        QVERIFY(fit.found[0] == nullptr);
        QCOMPARE(fit.count(), std::size_t(3));
        QCOMPARE(fit.missing(), std::string("fc1_weight [3x8]"));
    }
    void aBiasIsNotTakenForAWeightOfItsShape()
    {
        const std::vector<WantedWeights> wanted{{"norm_weight", {4}}, {"fc_bias", {3}}};
        const std::vector<run::Tensor> tensors{filled("other.bias", {4}), filled("fc.bias", {3})};
        QVERIFY(fitWeights(wanted, tensors).found[0] == nullptr);
    }
    void momentsOfAllWeightsDoNotStandForThem()
    {
        std::vector<run::Tensor> tensors;
        for (const auto& w : twoLayers()) { tensors.push_back(filled("optimizer.exp_avg." + dotted(w.name), w.shape)); }
        QCOMPARE(fitWeights(twoLayers(), tensors).count(), std::size_t(0));
    }
    void manyThatAreMissingAreNotAllNamed()
    {
        std::vector<WantedWeights> wanted;
        for (int i = 0; i < 15; ++i) { wanted.push_back({"fc" + std::to_string(i) + "_weight", {i + 1}}); }
        const auto fit = fitWeights(wanted, {});
        QVERIFY(fit.missing().ends_with("fc9_weight [10] and 5 more"));
    }

    void notANumberIsToldWithItsTensorAndPlace()
    {
        const auto sentenceOf = [](const run::Tensor& tensor) -> QString {
            try {
                requireFinite(tensor, "w.safetensors");
            } catch (const FileError& error) {
                return error.what();
            }
            return {};
        };
        const float nan = std::numeric_limits<float>::quiet_NaN();
        QVERIFY(sentenceOf(run::makeTensor<float>("a", {2}, {1, -3e38F})).isEmpty());
        QCOMPARE(sentenceOf(run::makeTensor<float>("fc2.weight", {3}, {1, 2, nan})),
                 QString("\"w.safetensors\", tensor \"fc2.weight\": value 3 is NaN, so no network can start from it."));
        QVERIFY(sentenceOf(run::makeTensor<double>("b", {1}, {HUGE_VAL})).contains("value 1 is infinite"));
        QVERIFY(sentenceOf({"h", run::DType::F16, {2}, {0, 0x3c, 1, 0xfc}}).contains("value 2 is NaN"));
        QVERIFY(sentenceOf({"h", run::DType::F16, {1}, {0, 0x7c}}).contains("value 1 is infinite"));
        QVERIFY(sentenceOf({"h", run::DType::F16, {1}, {0xff, 0x7b}}).isEmpty()); // 65504, the largest
    }

    void whatElseLiesInANumpyArchiveIsPassedOver()
    {
        QProcess process;
        process.setWorkingDirectory(folder_.path());
        process.start("/usr/bin/python3",
                      {"-c",
                       "import zipfile as z\n"
                       "a = z.ZipFile('plain.npz').read('conv1.weight.npy')\n"
                       "f = z.ZipFile('mixed.npz', 'w')\n"
                       "f.writestr('README.txt', 'by me')\nf.writestr('sub/', '')\nf.writestr('meta.json', '{}')\n"
                       "f.writestr('conv1.weight.npy', a)\nf.close()\n"
                       "f = z.ZipFile('none.npz', 'w')\nf.writestr('README.txt', 'by me')\nf.close()\n"});
        QVERIFY(process.waitForFinished(60000));
        QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
        const auto tensors = readWeights(folder_.filePath("mixed.npz").toStdString());
        QCOMPARE(tensors.size(), std::size_t(1));
        QCOMPARE(tensors[0].name, std::string("conv1.weight"));
        try {
            readWeights(folder_.filePath("none.npz").toStdString());
            QFAIL("it was taken");
        } catch (const FileError& error) {
            QVERIFY2(QString(error.what()).contains("none of the 1 members"), error.what());
        }
    }
};

QTEST_GUILESS_MAIN(TestDataWeights)
#include "tst_data_weights.moc"
