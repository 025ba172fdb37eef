// SPDX-License-Identifier: GPL-3.0-or-later
// What files of strangers try: code in the current folder, links beside exports, names that leave the folder or talk to the
// terminal, run files with more in them than a run. core/export's and core/data's own tests hold the rest.
#include "core/file/run_reader.h"
#include "core/file/run_writer.h"
#include "tests/app/exported_run.h"
#include "tests/support/scripted_run.h"

#include <QtTest>

#include <sqlite3.h>

using namespace gridscope;
using test::call;
using test::Told;

namespace {

// A recorded run whose start somebody has changed.
template <typename Change>
void recordChanged(const QString& path, Change change)
{
    run::RunConfig config;
    config.pretrainSteps = 0;
    const run::History history = test::scriptedHistory(config, 20);
    run::Start start = history.start();
    change(start);
    QFile::remove(path);
    run::RunWriter writer(path.toStdString());
    writer.onStart(start);
    for (const auto& step : history.steps()) { writer.onStep(step); }
    writer.onSnapshot(history.snapshots().back());
    writer.onEnd(*history.end());
}

QStringList elfFilesIn(const QString& folder)
{
    QStringList found;
    QDirIterator files(folder, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly)
            && file.read(4)
                   == "\x7f"
                      "ELF") {
            found += file.fileName();
        }
    }
    return found;
}

// The entries of an ELF file's run paths (RUNPATH, RPATH), empty ones too.
QStringList runPaths(const QString& file)
{
    const Told told = call("readelf", {"-d", "-W", file});
    if (told.status != 0) { return {"readelf failed"}; }
    QStringList entries;
    auto lines = QRegularExpression("\\((?:RUNPATH|RPATH)\\).*\\[(.*)\\]").globalMatch(QString::fromUtf8(told.out));
    while (lines.hasNext()) { entries += lines.next().captured(1).split(':'); }
    return entries;
}

} // namespace

class TestStrangers : public QObject {
    Q_OBJECT
private:
    QTemporaryDir folder_;
    QString path(const QString& name) const { return folder_.filePath(name); }
    QString write(const QString& name, const QByteArray& content) const
    {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) {
            qFatal("Cannot write %s.", qPrintable(name));
        }
        return file.fileName();
    }

private Q_SLOTS:
    void noProgramOfOursLooksForLibrariesInTheCurrentFolder_data()
    {
        QTest::addColumn<QString>("folder");
        const QString installed = path("installed");
        const QString build = QFileInfo(qEnvironmentVariable("GRIDSCOPE_BIN")).absolutePath();
        const Told told = call("cmake", {"--install", build + "/..", "--prefix", installed});
        QVERIFY2(told.status == 0, told.err.constData());
        QTest::newRow("as built") << build;
        QTest::newRow("as installed") << installed;
    }
    void noProgramOfOursLooksForLibrariesInTheCurrentFolder()
    {
        QFETCH(const QString, folder);
        const QStringList files = elfFilesIn(folder);
        QVERIFY(files.size() >= 4); // the program and its three libraries
        for (const QString& file : files) {
            for (const QString& entry : runPaths(file)) {
                QVERIFY2(entry.startsWith('/') || entry == "$ORIGIN" || entry.startsWith("$ORIGIN/"),
                         qPrintable(file + " looks for libraries in \"" + entry + "\""));
            }
        }
    }

    void aFoldersOwnLibraryIsNotLoaded_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name :
             {"libxxhash.so.0", "libsqlite3.so.0", "libQt6Svg.so.6", "libgridscope_run.so", "libgridscope_core.so"}) {
            QTest::newRow(name) << name;
        }
    }
    void aFoldersOwnLibraryIsNotLoaded()
    {
        QFETCH(const QString, name);
        const QTemporaryDir here;
        write("e.c", "#include <stdio.h>\n__attribute__((constructor)) static void f(void) { fprintf(stderr, "
                     "\"STRANGER\\n\"); }\n");
        const Told made =
            call("gcc", {"-shared", "-fPIC", path("e.c"), "-o", here.filePath(name), "-Wl,-soname," + name});
        QVERIFY2(made.status == 0, made.err.constData());
        QProcess process;
        process.setWorkingDirectory(here.path());
        process.start(qEnvironmentVariable("GRIDSCOPE_BIN"),
                      {"train", "--preset", "spirals", "--steps", "1", "--set", "pretrain_steps=0"});
        QVERIFY(process.waitForFinished(120'000));
        const QByteArray said = process.readAllStandardError();
        QVERIFY2(process.exitCode() == 0 && !said.contains("STRANGER"), said.constData());
    }

    // Opened, looked at and exported in a folder: what is looked up there is what was named.
    void nothingIsLookedUpThatTheUserDidNotName()
    {
        const QTemporaryDir here;
        recordChanged(here.filePath("a.gridscope"), [](run::Start&) {});
        for (const QStringList& arguments :
             {QStringList{"info", "a.gridscope"}, QStringList{"export", "a.gridscope", "--to", "out"}}) {
            QProcess process;
            process.setWorkingDirectory(here.path());
            process.setProcessEnvironment(test::withoutDisplay());
            process.start("strace", QStringList{"-f", "-q", "-e", "trace=open,openat,execve", "-o",
                                                here.filePath("trace"), qEnvironmentVariable("GRIDSCOPE_BIN")}
                                        + arguments);
            QVERIFY(process.waitForFinished(120'000));
            QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
            for (const QByteArray& line : test::contentOf(here.filePath("trace")).split('\n')) {
                const auto name =
                    QRegularExpression("(?:AT_FDCWD, |open\\()\"([^\"]*)\"").match(QString::fromUtf8(line));
                if (!name.hasMatch() || name.captured(1).startsWith('/')) { continue; }
                QVERIFY2(name.captured(1).startsWith("a.gridscope") || name.captured(1).startsWith("out"),
                         line.constData());
            }
        }
    }

    void anExportWritesThroughNoLink()
    {
        recordChanged(path("a.gridscope"), [](run::Start&) {});
        const QString victim = write("victim", "precious\n");
        QVERIFY(QDir().mkpath(path("out")));
        QVERIFY(QFile::link("../victim", path("out/report.html.part")));
        QVERIFY(QFile::link("../victim", path("out/steps.csv")));
        const Told told = test::gridscope({"export", path("a.gridscope"), "--to", path("out"), "--what", "report,csv"});
        QVERIFY2(told.status == 0, told.err.constData());
        QCOMPARE(test::contentOf(victim), "precious\n");
        QVERIFY(test::contentOf(path("out/report.html")).startsWith("<!DOCTYPE html>"));
        QVERIFY(!QFileInfo(path("out/report.html")).isSymLink());
    }

    void aReplacedFileKeepsItsRights()
    {
        recordChanged(path("a.gridscope"), [](run::Start&) {});
        QVERIFY(QDir().mkpath(path("private")));
        const QString report = write("private/report.html", "old");
        QVERIFY(QFile::setPermissions(report, QFile::ReadOwner | QFile::WriteOwner));
        QCOMPARE(test::gridscope({"export", path("a.gridscope"), "--to", path("private"), "--what", "report"}).status,
                 0);
        QCOMPARE(QFile::permissions(report) & 0x0077, QFile::Permissions{});
        QVERIFY(test::contentOf(report) != "old");
    }

    void aLayersNameIsANameOrTheFileIsRefused_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("out of the folder") << "x/../../../escaped";
        QTest::newRow("hidden") << ".escaped";
        QTest::newRow("backslash") << "a\\b";
        QTest::newRow("control sequence") << "x\x1b]0;PWNED\x07";
        QTest::newRow("line break") << "a\nb";
        QTest::newRow("nothing") << "";
        QTest::newRow("very long") << QString(300, 'x');
        QTest::newRow("another layer's") << "conv2";
    }
    void aLayersNameIsANameOrTheFileIsRefused()
    {
        QFETCH(const QString, name);
        QFile::remove(path("named.gridscope"));
        recordChanged(path("named.gridscope"), [&](run::Start& start) { start.layers[0].name = name.toStdString(); });
        const Told told = test::gridscope({"export", path("named.gridscope"), "--to", path("named"), "--what", "csv"});
        QCOMPARE(told.status, 2);
        QVERIFY2(told.err.contains("is damaged") && told.err.contains("table layers"), told.err.constData());
        QVERIFY(!QFileInfo::exists(path("escaped.csv")));
    }

    void nothingThatAFileSaysReachesTheTerminalAsAControlSequence_data()
    {
        QTest::addColumn<QStringList>("arguments");
        recordChanged(path("loud.gridscope"), [](run::Start& start) {
            start.dataName = "x\x1b]0;PWNED\x07\x1b[31m\r\x1b[2KAll\xc2\x9b is well\xff";
        });
        QVERIFY(QFile::copy(path("loud.gridscope"), path("na\x1b[31mme.gridscope")));
        const QStringList files = {path("loud.gridscope"), path("na\x1b[31mme.gridscope")};
        QTest::newRow("info") << QStringList{"info", files[0]};
        QTest::newRow("info as JSON") << QStringList{"info", files[0], "--json"};
        QTest::newRow("compare") << QStringList{"compare", files[0], files[1]};
        QTest::newRow("export") << QStringList{"export", files[1], "--to", path("loud"), "--what", "card"};
        QTest::newRow("a file that is not there") << QStringList{"info", path("no\x1b[31mne.gridscope")};
        QTest::newRow("a setting") << QStringList{"train", "--set", "data\x1b[31m=x"};
        QTest::newRow("an option") << QStringList{"train", "--no\x1b[31mne"};
        QTest::newRow("a data folder") << QStringList{
            "train", "--set", "data=csv", "--set", "network=mlp", "--set", "data_folder=" + path("no\x1b[31mne")};
    }
    void nothingThatAFileSaysReachesTheTerminalAsAControlSequence()
    {
        QFETCH(const QStringList, arguments);
        const Told told = test::gridscope(arguments);
        QVERIFY(!told.out.isEmpty() || !told.err.isEmpty());
        for (const char c : told.out + told.err) {
            QVERIFY2((c >= 0 && c < 0x20) ? c == '\n' || c == '\t' : c != 0x7f,
                     (told.out + told.err).toPercentEncoding(" ").constData());
        }
        QVERIFY(!(told.out + told.err).contains("\xc2\x9b") && !(told.out + told.err).contains('\xff'));
    }

    // The settings of such a file, and not the user, say what is read and for how long.
    void aRunWithoutCheckpointsIsTrainedAnewOnlyWhenTheUserSaysSo()
    {
        recordChanged(path("bare.gridscope"), [this](run::Start& start) {
            start.config.weightsFile = path("chosen-by-a-stranger.pt").toStdString();
            start.config.steps = 5'000'000;
        });
        const Told told = test::gridscope({"train", "--resume", path("bare.gridscope"), "--steps", "6000000"});
        QCOMPARE(told.status, 2);
        for (const char* fact :
             {"keeps no checkpoint", "chosen-by-a-stranger.pt", "6,000,000 steps", " MB", "--from-start"}) {
            QVERIFY2(told.err.contains(fact), told.err.constData());
        }
        QCOMPARE(run::historyOf(path("bare.gridscope").toStdString()).lastStep(),
                 std::int64_t(20)); // nothing was deleted
    }

    void whatCannotBePrintedIsSaid()
    {
        recordChanged(path("a.gridscope"), [](run::Start&) {});
        for (const QStringList& arguments :
             {QStringList{"info", path("a.gridscope"), "--json"}, QStringList{"presets"}}) {
            QProcess process;
            process.setStandardOutputFile("/dev/full");
            process.start(qEnvironmentVariable("GRIDSCOPE_BIN"), arguments);
            QVERIFY(process.waitForFinished(60'000));
            QCOMPARE(process.exitCode(), 1);
            QVERIFY(process.readAllStandardError().contains("standard output: No space left on device."));
        }
    }
};

QTEST_GUILESS_MAIN(TestStrangers)
#include "tst_strangers.moc"
