// SPDX-License-Identifier: GPL-3.0-or-later
// State dictionaries that PyTorch itself has saved, and files that are none.
#include "core/base/error.h"
#include "core/base/text_file.h"
#include "core/data/torch_weights.h"
#include "core/data/weights_file.h"

#include <QtTest>

#include <QProcess>
#include <QTemporaryDir>

#include <cstring>

using namespace gridscope;
using namespace gridscope::data;

namespace {

template <typename Read>
QString sentenceOf(Read read)
{
    try {
        read();
    } catch (const FileError& error) {
        return QString::fromUtf8(error.what());
    }
    return "no error";
}

} // namespace

class TestTorchWeights : public QObject {
    Q_OBJECT
private:
    QTemporaryDir folder_;
    std::string file(const char* name) { return folder_.filePath(name).toStdString(); }

private Q_SLOTS:
    // Debian's own Python: it is the one that has PyTorch.
    void initTestCase()
    {
        const QByteArray program =
            "import torch\n"
            "w = torch.arange(6, dtype=torch.float32).reshape(2, 3)\n"
            "state = {'fc1.weight': w.t().contiguous().t(), 'fc1.bias': torch.tensor([0.5, -1.5], "
            "dtype=torch.float64),\n"
            "         'half': torch.ones(2).bfloat16(), 'none': torch.zeros(0, 3), 'count': torch.tensor(7)}\n"
            "torch.save(state, 'new.pt')\n"
            "torch.save(state, 'old.pth', _use_new_zipfile_serialization=False)\n"
            "torch.save({'epoch': 3, 'best': 0.5, 'state_dict': state}, 'nested.pt')\n"
            "torch.save(state, 'protocol4.pt', pickle_protocol=4)\n"
            "torch.save({k: torch.nn.Parameter(v) if v.is_floating_point() else v for k, v in state.items()}, "
            "'parameters.pt')\n"
            "torch.save([1, 2], 'list.pt')\n"
            "class Evil:\n"
            "    def __reduce__(self):\n"
            "        return (open, ('was-run', 'w'))\n"
            "torch.save({'a': Evil()}, 'evil.pt')\n"
            "torch.save({'a': Evil()}, 'evil-old.pt', _use_new_zipfile_serialization=False)\n"
            "torch.save(torch.nn.Linear(2, 3), 'module.pt')\n"
            "torch.jit.script(torch.nn.Linear(2, 3)).save('script.pt')\n"
            "torch.save({'a%d' % i: torch.zeros(1).expand(1 << 29) for i in range(3)}, 'bomb.pt')\n"
            "o = open('old.pth', 'rb').read()\n"
            "open('cut.pth', 'wb').write(o[:-8])\n"
            "b = open('new.pt', 'rb').read()\n"
            "open('cut.pt', 'wb').write(b[:len(b) // 2])\n";
        QProcess process;
        process.setWorkingDirectory(folder_.path());
        process.start("/usr/bin/python3", {"-c", program});
        QVERIFY(process.waitForFinished(120000));
        QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
    }

    void pytorchsStateDictionariesComeInWithEveryValue_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : {"new.pt", "old.pth", "nested.pt", "protocol4.pt", "parameters.pt"}) {
            QTest::newRow(name) << name;
        }
    }
    void pytorchsStateDictionariesComeInWithEveryValue()
    {
        QFETCH(const QString, name);
        const auto tensors = readWeights(file(qPrintable(name)));
        QCOMPARE(tensors.size(), std::size_t(5));
        const auto fit =
            fitWeights({{"fc1_weight", {2, 3}}, {"fc1_bias", {2}}, {"half", {2}}, {"fc2_bias", {4}}}, tensors);
        QCOMPARE(fit.count(), std::size_t(3));
        std::vector<float> values(6);
        QCOMPARE(fit.found[0]->bytes.size(), std::size_t(24));
        std::memcpy(values.data(), fit.found[0]->bytes.data(), 24);
        QCOMPARE(values, (std::vector<float>{0, 1, 2, 3, 4, 5})); // row by row, whatever the strides were
        double bias = 0;
        std::memcpy(&bias, fit.found[1]->bytes.data(), sizeof bias);
        QCOMPARE(bias, 0.5);
    }

    void whatIsNoStateDictionaryIsSaidInOneSentence_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("said");
        QTest::newRow("a list") << "list.pt"
                                << "holds no state dictionary";
        const char* refused = "open\", which is a program rather than weights; save the state_dict() alone";
        QTest::newRow("a program") << "evil.pt" << refused;
        QTest::newRow("a program, before PyTorch 1.6") << "evil-old.pt" << refused;
        QTest::newRow("a whole module") << "module.pt"
                                        << "holds \"torch.nn.modules.linear.Linear\", which is a program";
        QTest::newRow("TorchScript") << "script.pt"
                                     << "it is TorchScript, a program rather than weights";
        QTest::newRow("two gigabytes of one number") << "bomb.pt"
                                                     << "\"a0\" has more values than the file holds for it";
        QTest::newRow("cut") << "cut.pt"
                             << "is no zip archive, or one that is cut off";
        QTest::newRow("cut, before PyTorch 1.6") << "cut.pth"
                                                 << "it ends before its values do";
    }
    void whatIsNoStateDictionaryIsSaidInOneSentence()
    {
        QFETCH(const QString, name);
        QFETCH(const QString, said);
        const QString sentence = sentenceOf([&] { readWeights(file(qPrintable(name))); });
        QVERIFY2(sentence.contains(said) && sentence.contains(name) && sentence.endsWith('.'), qPrintable(sentence));
        QVERIFY(!QFile::exists(folder_.filePath("was-run")) && !QFile::exists("was-run"));
    }

    void sizeIsBounded()
    {
        const QString sentence = sentenceOf([&] { readWeights(file("new.pt"), 500); });
        QVERIFY2(sentence.contains("is larger than the 500 bytes that such a file may have"), qPrintable(sentence));
        const auto bytes = readBytesFile(file("new.pt"), 1 << 20);
        const QString unpacked = sentenceOf([&] { parseWeights(bytes, "new.pt", 40); });
        QVERIFY2(unpacked.contains("is larger than the"), qPrintable(unpacked));
    }

    void noProcessIsStartedAndPythonIsNotNeeded()
    {
        const QByteArray path = qgetenv("PATH");
        qputenv("PATH", "/nowhere");
        const auto tensors = readWeights(file("new.pt"));
        qputenv("PATH", path);
        QCOMPARE(tensors.size(), std::size_t(5));
    }

    void filesBeforePyTorch16AreKnownByTheirMagicNumber()
    {
        const auto is = [](const QByteArray& bytes) {
            return isOldTorchFile(
                {reinterpret_cast<const std::uint8_t*>(bytes.constData()), std::size_t(bytes.size())});
        };
        QVERIFY(is(QByteArray::fromHex("80028a0a6cfc9c46f920")));
        QVERIFY(!is(QByteArray::fromHex("80020000000000007b7d"))); // safetensors with a header of 640 bytes
        QVERIFY(!is(""));
    }
};

QTEST_GUILESS_MAIN(TestTorchWeights)
#include "tst_torch_weights.moc"
