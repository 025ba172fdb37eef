// SPDX-License-Identifier: GPL-3.0-or-later
// What a run depends on beside its settings: the libraries' choices for the processor, and the data. Both are recorded, and
// whoever goes on elsewhere is told what differs.
#include <QtTest>

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include <filesystem>

namespace {

using Variables = QList<std::pair<QString, QString>>;

struct Outcome {
    int status = -1;
    QString out;
    QString err;
    QJsonObject json() const { return QJsonDocument::fromJson(out.toUtf8()).object(); }
};

Outcome run(const QStringList& arguments, const Variables& variables = {})
{
    QProcess process;
    auto environment = QProcessEnvironment::systemEnvironment();
    for (const auto& [name, value] : variables) { environment.insert(name, value); }
    process.setProcessEnvironment(environment);
    process.start(qEnvironmentVariable("GRIDSCOPE_BIN"), arguments);
    process.waitForFinished(120000);
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

QString resumedMark(const QJsonObject& summary)
{
    QString text;
    for (const QJsonValue& value : summary["events"].toArray()) {
        if (value["kind"].toString() == "resumed") { text = value["what"].toString(); }
    }
    return text;
}

QStringList picturesRun(const QString& file)
{
    return {"train",
            "--preset",
            "fashion-quick",
            "--set",
            "data=sample",
            "--set",
            "validation_samples=40",
            "--set",
            "pretrain_steps=4",
            "--set",
            "batch_size=32",
            "--set",
            "threads=1",
            "--steps",
            "6",
            "--out",
            file,
            "--json"};
}

// Rows of two classes; `shift` moves every third: all of them moved alike would be the same data to a network.
void writeTable(const QString& path, int rows, double shift)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("a,b,label\n");
    for (int i = 0; i < rows; ++i) {
        const int label = (i / 2) % 2;
        file.write(QString("%1,%2,%3\n")
                       .arg(label + 0.01 * (i % 17) + (i % 3 == 0 ? shift : 0))
                       .arg(0.1 * (i % 5))
                       .arg(label)
                       .toLatin1());
    }
}

void writeTables(const QString& folder, double trainShift, double testShift)
{
    QDir().mkpath(folder);
    writeTable(folder + "/train.csv", 200, trainShift);
    writeTable(folder + "/test.csv", 40, testShift);
}

QStringList tableRun(const QString& data, const QString& file)
{
    return {"train",
            "--preset",
            "spirals",
            "--set",
            "data=csv",
            "--set",
            "data_folder=" + data,
            "--set",
            "pretrain_steps=10",
            "--set",
            "validation_samples=20",
            "--set",
            "batch_size=16",
            "--set",
            "threads=1",
            "--steps",
            "20",
            "--out",
            file,
            "--json"};
}

} // namespace

class TestSurroundings : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theRunFileTellsWhatTheLibrariesChose()
    {
        const QTemporaryDir folder;
        const Outcome made = run(picturesRun(folder.filePath("a.gridscope")));
        QVERIFY2(made.status == 0, qPrintable(made.err));
        const QJsonObject told = run({"info", folder.filePath("a.gridscope"), "--json"}).json();
        QCOMPARE(told["environment"], made.json()["environment"]);
        for (const char* key : {"blas", "blas_kernel", "onednn", "torch_kernels", "processor", "dispatch"}) {
            QVERIFY2(!told["environment"][key].toString().isEmpty(), key);
        }
        QCOMPARE(told["data_hash"].toString().size(), 3 * 16 + 2);
    }

    void aResumeWithOtherKernelsSaysSoAndWhich_data()
    {
        QTest::addColumn<QString>("variable");
        QTest::addColumn<QStringList>("values"); // two that every x86-64 processor of ten years can do
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("name");
        QTest::newRow("the kernel of OpenBLAS")
            << "OPENBLAS_CORETYPE" << QStringList{"Nehalem", "Haswell"} << "blas_kernel"
            << "BLAS kernel";
        QTest::newRow("the instruction set of oneDNN") << "DNNL_MAX_CPU_ISA" << QStringList{"SSE41", "AVX2"} << "onednn"
                                                       << "oneDNN";
        QTest::newRow("LibTorch's own kernels")
            << "ATEN_CPU_CAPABILITY" << QStringList{"default", "avx2"} << "torch_kernels"
            << "LibTorch's kernels";
        QTest::newRow("our own kernels") << "GRIDSCOPE_DISPATCH" << QStringList{"baseline", "avx2"} << "dispatch"
                                         << "instruction set";
    }
    void aResumeWithOtherKernelsSaysSoAndWhich()
    {
        QFETCH(const QString, variable);
        QFETCH(const QStringList, values);
        QFETCH(const QString, key);
        QFETCH(const QString, name);
        const QTemporaryDir folder;
        const QString file = folder.filePath("a.gridscope");
        const Outcome made = run(picturesRun(file), {{variable, values[0]}});
        QVERIFY2(made.status == 0, qPrintable(made.err));
        const QString before = made.json()["environment"][key].toString();
        const Outcome same = run({"train", "--resume", file, "--steps", "8", "--json"}, {{variable, values[0]}});
        QCOMPARE(resumedMark(same.json()), QString("resumed"));
        const Outcome other = run({"train", "--resume", file, "--steps", "10", "--json"}, {{variable, values[1]}});
        QVERIFY2(other.status == 0, qPrintable(other.err));
        const QString after = other.json()["environment"][key].toString();
        if (before == after) { QSKIP(qPrintable("this machine has no choice here: " + before)); }
        QCOMPARE(resumedMark(other.json()), "resumed, but not bit for bit: " + name + " " + before + " -> " + after);
        QVERIFY(other.err.contains("not bit for bit: " + name)); // at once, and not in the file alone
    }

    void dataThatHaveChangedAreToldByEvalResumeAndFork_data()
    {
        QTest::addColumn<double>("trainShift");
        QTest::addColumn<double>("testShift");
        QTest::addColumn<QString>("sets");
        QTest::newRow("test rows") << 0.0 << 0.5 << "the test data";
        QTest::newRow("all rows") << 0.25 << 0.5 << "the training, validation and test data";
    }
    void dataThatHaveChangedAreToldByEvalResumeAndFork()
    {
        QFETCH(const double, trainShift);
        QFETCH(const double, testShift);
        QFETCH(const QString, sets);
        const QTemporaryDir folder;
        const QString data = folder.filePath("data"), file = folder.filePath("a.gridscope");
        writeTables(data, 0, 0);
        const Outcome made = run(tableRun(data, file));
        QVERIFY2(made.status == 0, qPrintable(made.err));
        const Outcome before = run({"eval", file, "--json"});
        QVERIFY2(before.status == 0, qPrintable(before.err));
        QVERIFY(before.json()["differing_data"].isNull());

        writeTables(data, trainShift, testShift);
        const Outcome refused = run({"eval", file, "--json"});
        QCOMPARE(refused.status, 2);
        QVERIFY(refused.out.isEmpty());
        QVERIFY2(refused.err.contains("The data are not those of the run: " + sets)
                     && refused.err.contains("--other-data"),
                 qPrintable(refused.err));
        const Outcome asked = run({"eval", file, "--json", "--other-data"});
        QCOMPARE(asked.status, 0);
        QCOMPARE(asked.json()["differing_data"].toString(), sets);
        QVERIFY(asked.err.contains("The data are not those of the run"));

        const QString mark = "resumed, but not bit for bit: the data are not those of the run (" + sets + ")";
        const Outcome fork =
            run({"train", "--resume", file, "--out", folder.filePath("fork.gridscope"), "--steps", "25", "--json"});
        QVERIFY2(fork.status == 0, qPrintable(fork.err));
        QCOMPARE(resumedMark(fork.json()), mark);
        const Outcome resumed = run({"train", "--resume", file, "--steps", "25", "--json"});
        QVERIFY2(resumed.status == 0, qPrintable(resumed.err));
        QCOMPARE(resumedMark(resumed.json()), mark);
        QVERIFY(resumed.err.contains("the data are not those of the run"));
        // From here on they are.
        QCOMPARE(run({"eval", file}).status, 0);
        QCOMPARE(resumedMark(run({"train", "--resume", file, "--steps", "30", "--json"}).json()), QString("resumed"));
    }

    void aNetworkThatOtherDataDoNotFitIsToldWithTheReason()
    {
        const QTemporaryDir folder;
        const QString data = folder.filePath("data"), file = folder.filePath("a.gridscope");
        writeTables(data, 0, 0);
        QCOMPARE(run(tableRun(data, file)).status, 0);
        for (const char* name : {"/train.csv", "/test.csv"}) { // a column more
            QFile table(data + name);
            QVERIFY(table.open(QIODevice::ReadOnly));
            const QByteArray rows = table.readAll();
            table.close();
            QVERIFY(table.open(QIODevice::WriteOnly));
            for (const QByteArray& row : rows.trimmed().split('\n')) {
                table.write((row.startsWith("a,") ? "c," : "1.5,") + row + '\n');
            }
        }
        const Outcome eval = run({"eval", file});
        QCOMPARE(eval.status, 2);
        QVERIFY2(eval.err.contains("The data are not those of the run"), qPrintable(eval.err));
    }

    void theSameDataInAnotherPlaceAreTheSame()
    {
        const QTemporaryDir folder;
        writeTables(folder.filePath("here"), 0, 0);
        const Outcome here = run(tableRun(folder.filePath("here"), folder.filePath("a.gridscope")));
        QVERIFY(QDir(folder.path()).rename("here", "elsewhere"));
        const Outcome there = run(tableRun(folder.filePath("elsewhere"), folder.filePath("b.gridscope")));
        QVERIFY(!here.json()["data_hash"].toString().isEmpty());
        QCOMPARE(there.json()["data_hash"], here.json()["data_hash"]);
    }
};

QTEST_GUILESS_MAIN(TestSurroundings)
#include "tst_surroundings.moc"
