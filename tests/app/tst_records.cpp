// SPDX-License-Identifier: GPL-3.0-or-later
// Records and exports as people have them, through the real program: names that are not UTF-8, data that moved, terminals that
// close, disks and memory that end, files that were copied. Each follows a public report of a neighbouring tool.
#include "core/file/run_reader.h"
#include "core/file/run_writer.h"
#include "tests/app/exported_run.h"
#include "tests/support/scripted_run.h"

#include <QtTest>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QXmlStreamReader>

#include <cstring>
#include <unistd.h>

using namespace gridscope;
using test::Told;

namespace {

// Rows of two classes that are easy to tell apart; every fourth row is of the other half.
QByteArray table(int rows)
{
    QByteArray text = "a,b,label\n";
    for (int i = 0; i < rows; ++i) {
        const int label = (i / 2) % 2;
        text += QByteArray::number(label + 0.01 * (i % 17)) + "," + QByteArray::number(0.1 * (i % 5)) + ","
                + QByteArray::number(label) + "\n";
    }
    return text;
}

constexpr const char* tiny = "--preset spirals --set threads=1 --set pretrain_steps=20 --set hidden=8 --seed 3 ";
constexpr const char* onTable = "--preset spirals --set threads=1 --set data=csv --set pretrain_steps=20 --set "
                                "validation_samples=20 --set batch_size=16 --steps 40";

} // namespace

class TestRecords : public QObject {
    Q_OBJECT
private:
    QTemporaryDir folder_;
    QString path(const QString& name) const { return folder_.filePath(name); }

    // In a folder of the test's own, with $G the program. The shell, because names are bytes there.
    Told shell(const QString& script) const
    {
        auto environment = test::withoutDisplay();
        environment.insert("G", qEnvironmentVariable("GRIDSCOPE_BIN"));
        environment.insert("LC_ALL", "C.UTF-8");
        return test::call("timeout", {"-k", "5", "120", "sh", "-c", "cd '" + folder_.path() + "' || exit 9\n" + script},
                          environment);
    }
    static const QJsonObject json(const QByteArray& text) { return QJsonDocument::fromJson(text).object(); }

    void write(const QString& name, const QByteArray& content) const
    {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) {
            qFatal("Cannot write %s.", qPrintable(name));
        }
    }
    void writeTables(const QString& name) const
    {
        QDir().mkpath(path(name));
        write(name + "/train.csv", table(200));
        write(name + "/test.csv", table(40));
    }

private Q_SLOTS:
    void initTestCase()
    {
        const Told made = shell(QString("$G train %1 --steps 40 --out a.gridscope").arg(tiny));
        QVERIFY2(made.status == 0, made.err.constData());
    }

    // ---- names

    void aRunFileWhoseNameIsNotUtf8IsLikeAnyOther_data()
    {
        QTest::addColumn<QString>("command");
        QTest::newRow("info") << "$G info \"$R\"";
        QTest::newRow("info as JSON") << "$G info \"$R\" --json";
        QTest::newRow("compare") << "$G compare \"$R\" a.gridscope --json";
        QTest::newRow("eval") << "$G eval \"$R\" --json";
        QTest::newRow("export")
            << "$G export \"$R\" --to \"$(printf 'to\\377')\" --what card,json,csv,report,tensorboard";
        QTest::newRow("fork") << "$G train --resume \"$R\" --out \"$(printf 'fork\\344.gridscope')\" --steps 42 --json";
        QTest::newRow("resume") << "$G train --resume \"$R\" --steps 45 --to \"$(printf 'resumed\\377')\" --json";
    }
    void aRunFileWhoseNameIsNotUtf8IsLikeAnyOther()
    {
        QFETCH(const QString, command);
        const Told told = shell("R=\"$(printf 'r\\344.gridscope')\" && cp a.gridscope \"$R\" && " + command);
        QVERIFY2(told.status == 0, told.err.constData());
        if (command.contains("--json")) { QVERIFY2(!json(told.out).isEmpty(), told.out.constData()); }
        if (!command.contains("--what")) { return; }
        const Told card = shell("cat \"$(printf 'to\\377')\"/card.json");
        QCOMPARE(json(card.out)["identity"]["run_id"].toString(), QString("r\uFFFD.gridscope"));
        const Told page = shell("cat \"$(printf 'to\\377')\"/report.html");
        QVERIFY(page.out.contains("<title>r\xEF\xBF\xBD.gridscope</title>"));
    }

    void aDataFolderWhoseNameIsNotUtf8IsFoundAgain()
    {
        writeTables("plain");
        const Told made = shell("D=\"$(printf 'd\\344\\377')\" && mv plain \"$D\" && $G train " + QString(onTable)
                                + " --set \"data_folder=$D\" --out bytes.gridscope --json");
        QVERIFY2(made.status == 0 && !json(made.out).isEmpty(), made.err.constData());
        for (const char* command : {"$G export bytes.gridscope --to bytes", "$G eval bytes.gridscope --json",
                                    "$G train --resume bytes.gridscope --steps 45"}) {
            const Told told = shell(command);
            QVERIFY2(told.status == 0, told.err.constData());
        }
        QVERIFY(QFileInfo::exists(path("bytes/card.json")) && QFileInfo::exists(path("bytes/report.html")));
        QVERIFY(!json(test::contentOf(path("bytes/numbers.json"))).isEmpty());
    }

    void whateverARunIsCalledItsFiguresAreXml()
    {
        const Told told =
            shell("R=\"$(printf 'A & B <i>\\001\\033[31m\\303\\050 \"q\".gridscope')\" && cp a.gridscope \"$R\" "
                  "&& $G export \"$R\" --to figures --what plots,report,card");
        QVERIFY2(told.status == 0, told.err.constData());
        const QStringList figures = QDir(path("figures")).entryList({"*.svg"});
        QVERIFY(figures.size() >= 7);
        for (const QString& figure : figures) {
            QXmlStreamReader reader(test::contentOf(path("figures/" + figure)));
            QString text;
            while (!reader.atEnd()) {
                if (reader.readNext() == QXmlStreamReader::StartElement && reader.name() == QString("desc")) {
                    text = reader.readElementText();
                }
            }
            QVERIFY2(!reader.hasError(), qPrintable(figure + ": " + reader.errorString()));
            QVERIFY2(text.contains("A & B <i>[31m\uFFFD( \"q\".gridscope"), qPrintable(text));
        }
        QVERIFY(test::contentOf(path("figures/card.md")).startsWith("# Quantization card: A &amp; B &lt;i>\\[31m"));
    }

    // ---- what a run file says

    void noCellIsAFormulaAndNoCardIsMarkup()
    {
        run::RunConfig config;
        config.pretrainSteps = 0;
        const run::History history = test::scriptedHistory(config, 20);
        {
            run::RunWriter writer(path("loud.gridscope").toStdString());
            run::Start start = history.start();
            start.environment.programVersion = "<script>alert(1)</script>\n| x |";
            writer.onStart(start);
            for (const auto& step : history.steps()) { writer.onStep(step); }
            writer.onSnapshot(history.snapshots().back());
            for (const char* note : {"=HYPERLINK(\"x\")", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "a, b"}) {
                writer.onMark({20, run::Mark::Kind::Bookmark, "", note, "-0.5", "cpq"});
            }
            writer.onEnd(*history.end());
        }
        const Told told = shell("$G export loud.gridscope --to loud --what csv,card");
        QVERIFY2(told.status == 0, told.err.constData());
        const QByteArray marks = test::contentOf(path("loud/marks.csv"));
        for (const char* cell :
             {",\"'=HYPERLINK(\"\"x\"\")\",-0.5,cpq\n", ",'+1+1,", ",'-2+3,", ",'@SUM(A1),", ",' =1,", ",\"a, b\","}) {
            QVERIFY2(marks.contains(cell), marks.constData());
        }
        const QByteArray card = test::contentOf(path("loud/card.md"));
        QVERIFY2(!card.contains("<script") && card.contains("&lt;script>alert(1)&lt;/script> \\| x \\|"),
                 card.constData());
    }

    void eventFilesCarryTheTimeOfTheRun()
    {
        const Told told = shell("$G export a.gridscope --to events --what tensorboard");
        QVERIFY2(told.status == 0, told.err.constData());
        const QByteArray events = test::contentOf(path("events/events.out.tfevents.0000000000.gridscope"));
        double first = 0; // behind the length, its checksum and the field's tag
        QVERIFY(events.size() > 21);
        std::memcpy(&first, events.constData() + 13, sizeof first);
        const double age = double(QDateTime::currentSecsSinceEpoch()) - first;
        QVERIFY2(age > -2 && age < 3600, qPrintable(QString::number(first)));
    }

    void aLinkThatAnExportMeetsIsReplacedAndItsTargetStays()
    {
        const Told told = shell("mkdir linked && echo mine > target && ln -s ../target linked/card.json && $G export "
                                "a.gridscope --to linked --what card");
        QVERIFY2(told.status == 0, told.err.constData());
        QCOMPARE(test::contentOf(path("target")), QByteArray("mine\n"));
        QVERIFY(!QFileInfo(path("linked/card.json")).isSymLink());
    }

    // ---- data that are not where they were

    void aResumeThatCannotBeginLeavesTheRecordAsItWas_data()
    {
        QTest::addColumn<QString>("damage");
        QTest::addColumn<QString>("repair");
        QTest::newRow("the data are away") << "mv d away"
                                           << "mv away d";
        QTest::newRow("a file of them is away") << "mv d/train.csv away"
                                                << "mv away d/train.csv";
        QTest::newRow("they cannot be read") << "cp d/train.csv away && echo 'x,y' >> d/train.csv"
                                             << "mv away d/train.csv";
        QTest::newRow("they fit another network") << "cp d/train.csv away && sed -i 's/^/1.5,/' d/train.csv"
                                                  << "mv away d/train.csv";
        QTest::newRow("there is not enough memory") << "ulimit -v 700000"
                                                    << "true";
    }
    void aResumeThatCannotBeginLeavesTheRecordAsItWas()
    {
        QFETCH(const QString, damage);
        QFETCH(const QString, repair);
        writeTables("d");
        if (!QFileInfo::exists(path("d.gridscope"))) {
            const Told made = shell("$G train " + QString(onTable) + " --set data_folder=d --out d.gridscope");
            QVERIFY2(made.status == 0, made.err.constData());
        }
        const QByteArray before = test::contentOf(path("d.gridscope"));
        const Told resumed = shell(damage + " && $G train --resume d.gridscope --steps 60");
        QCOMPARE(test::contentOf(path("d.gridscope")), before);
        const Told forked = shell((damage.startsWith("ulimit") ? damage : "true")
                                  + " && $G train --resume d.gridscope --out forked.gridscope --steps 60");
        QCOMPARE(shell(repair).status, 0);
        QVERIFY2(resumed.status == 2 || resumed.status == 1, resumed.err.constData());
        QVERIFY2(resumed.err.contains("gridscope: "), resumed.err.constData());
        QVERIFY2(forked.status != 0, forked.err.constData());
        QVERIFY(!QFileInfo::exists(path("forked.gridscope")));
        QVERIFY(QDir(folder_.path()).entryList({"*-wal", "*-shm", "*-lock"}).isEmpty());
        const Told info = shell("$G info d.gridscope --json");
        QCOMPARE(json(info.out)["end"]["how"].toString(), QString("finished"));
        QCOMPARE(json(info.out)["steps"].toInt(), 40);
    }

    void relativeDataAreFoundFromElsewhere()
    {
        QDir().mkpath(path("home/below/deep"));
        writeTables("home/e");
        const Told made =
            shell("cd home && $G train " + QString(onTable) + " --set data_folder=e --out e.gridscope --json");
        QVERIFY2(made.status == 0, made.err.constData());
        QCOMPARE(json(test::contentOf(path("home/config.json")))["data_folder"].toString(), QString());
        const Told below = shell("cd home/below && $G eval ../e.gridscope --json");
        QVERIFY2(below.status == 0, below.err.constData());
        const Told resumed = shell("cd home/below/deep && $G train --resume ../../e.gridscope --steps 45 --json");
        QVERIFY2(resumed.status == 0, resumed.err.constData());
        const Told info = shell("cd home && $G export e.gridscope --to e.out --what csv");
        QVERIFY2(info.status == 0, info.err.constData());
        QCOMPARE(json(test::contentOf(path("home/e.out/config.json")))["data_folder"].toString(),
                 QString("e")); // as it was given
        // All of it carried elsewhere, and the old place gone.
        QVERIFY(QDir(folder_.path()).rename("home", "moved"));
        const Told moved = shell("$G eval moved/e.gridscope --json");
        QVERIFY2(moved.status == 0, moved.err.constData());
        // The run alone: every place that was looked at is named in full.
        QVERIFY(QFile::copy(path("moved/e.gridscope"), path("alone.gridscope")));
        const Told alone = shell("cd moved/below && $G eval ../../alone.gridscope");
        QCOMPARE(alone.status, 2);
        for (const QString& place : {path("moved/below/e"), path("home/e"), path("e")}) {
            QVERIFY2(alone.err.contains("\"" + place.toUtf8() + "\""), alone.err.constData());
        }
    }

    // ---- killed, copied, closed

    void aKilledRunIsReadWhereNothingCanBeWritten()
    {
        const Told made = shell("$G train " + QString(tiny)
                                + "--steps 1000000 --out killed.gridscope 2> killed.err & p=$!; "
                                  "while ! $G info killed.gridscope > /dev/null 2>&1; do kill -0 $p || exit 3; done; "
                                  "kill -9 $p; wait $p 2>/dev/null; "
                                  "mkdir ro && cp killed.gridscope killed.gridscope-wal ro && chmod a+rX,a-w ro ro/* "
                                  "&& chmod a+rx . && test -s ro/killed.gridscope-wal");
        QVERIFY2(made.status == 0, made.err.constData());
        const QString nobody = getuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups " : "";
        if (getuid() == 0 && shell(nobody + "$G --version").status != 0) {
            QSKIP("nobody else may run the program here");
        }
        for (const char* command :
             {"$G info ro/killed.gridscope --json", "$G compare ro/killed.gridscope a.gridscope --json"}) {
            const Told told = shell(nobody + command);
            QVERIFY2(told.status == 0, told.err.constData());
            QVERIFY(!told.err.contains("without"));
        }
        const Told here = shell("cp -r ro rw && chmod -R u+w rw && $G info rw/killed.gridscope --json");
        const Told there = shell(nobody + "$G info ro/killed.gridscope --json");
        QCOMPARE(there.out, here.out); // with what is in the log alone
        QCOMPARE(QDir(path("ro")).entryList(QDir::Files), (QStringList{"killed.gridscope", "killed.gridscope-wal"}));
    }

    void aCopyWithoutItsLogSaysThatItsEndIsMissing()
    {
        if (!QFileInfo::exists(path("killed.gridscope-wal"))) { QSKIP("no run was killed"); }
        QVERIFY(QFile::copy(path("killed.gridscope"), path("copy.gridscope")));
        const Told told = shell("$G info copy.gridscope");
        QVERIFY2(told.err.contains("copied while it was being written") && told.err.contains("\"copy.gridscope-wal\""),
                 told.err.constData());
        const Told whole = shell("$G info killed.gridscope; $G info a.gridscope");
        QVERIFY2(!whole.err.contains("copied while"), whole.err.constData());
    }

    void whenTheTerminalClosesTheRunIsKept_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<bool>("saysResult");
        const QString train = "$G train " + QString(tiny) + "--steps 1000000 --out closed.gridscope ";
        const QString waited = "while ! $G info closed.gridscope > /dev/null 2>&1; do kill -0 $p || exit 3; done; ";
        QTest::newRow("SIGHUP") << train + "--json > closed.out 2> closed.err & p=$!; " + waited
                                       + "kill -HUP $p; wait $p"
                                << true;
        QTest::newRow("SIGTERM") << train + "--json > closed.out 2> closed.err & p=$!; " + waited
                                        + "kill -TERM $p; wait $p"
                                 << true;
        QTest::newRow("head takes two lines") << train + "--set evaluate_every=50 2>&1 | head -2 > closed.out" << false;
        QTest::newRow("nobody reads the errors")
            << train + "--set evaluate_every=50 --json 2>&1 > closed.out | head -1 > closed.err" << true;
    }
    void whenTheTerminalClosesTheRunIsKept()
    {
        QFETCH(const QString, command);
        QFETCH(const bool, saysResult);
        shell("rm -f closed.*");
        const Told told = shell(command);
        QVERIFY2(told.status == 0, told.err.constData());
        if (saysResult) {
            QCOMPARE(json(test::contentOf(path("closed.out")))["end"]["how"].toString(), QString("stopped"));
        }
        // The shell may be told before the program is at its end.
        QTRY_VERIFY_WITH_TIMEOUT(!QFileInfo::exists(path("closed.gridscope-lock"))
                                     && !QFileInfo::exists(path("closed.gridscope-wal")),
                                 20'000);
        run::RunReader file(path("closed.gridscope").toStdString());
        const auto steps = file.checkpointSteps();
        const run::History history = run::historyOf(path("closed.gridscope").toStdString());
        QVERIFY(file.end() && file.end()->how == run::End::How::Stopped);
        QVERIFY(!steps.empty() && steps.back() == history.lastStep());
    }

    void nohupStaysDeafToTheTerminal()
    {
        const Told told = shell(
            "nohup $G train " + QString(tiny)
            + "--steps 4000 --out deaf.gridscope --json > deaf.out 2> deaf.err & p=$!; "
              "while ! $G info deaf.gridscope > /dev/null 2>&1; do kill -0 $p || exit 3; done; kill -HUP $p; wait $p");
        QVERIFY2(told.status == 0, told.err.constData());
        QCOMPARE(json(test::contentOf(path("deaf.out")))["end"]["how"].toString(), QString("finished"));
    }

    // ---- what ends: output, disk, memory

    void aResultThatCannotBePrintedIsAFailure()
    {
        const Told told = shell("$G train " + QString(tiny) + "--steps 40 --json > /dev/full");
        QCOMPARE(told.status, 1);
        QVERIFY2(told.err.contains("standard output: No space left on device."), told.err.constData());
    }

    void aFullDiskIsToldWhenItHappens()
    {
        const Told told = shell("ulimit -f 600 && $G train " + QString(tiny)
                                + "--steps 6000 --set evaluate_every=2000 --out full.gridscope");
        QCOMPARE(told.status, 1);
        const auto complaint = told.err.indexOf("training goes on");
        QVERIFY2(complaint >= 0 && complaint < told.err.indexOf("step   6000  validation"), told.err.constData());
        QVERIFY(told.err.contains("what was told last is not in it"));
    }

    void tooLittleMemoryIsASentenceAndAnEnd_data()
    {
        QTest::addColumn<int>("kilobytes");
        for (const int limit : {300'000, 600'000, 700'000, 750'000, 800'000, 850'000, 900'000, 1'000'000}) {
            QTest::addRow("%d", limit) << limit;
        }
    }
    void tooLittleMemoryIsASentenceAndAnEnd()
    {
        QFETCH(const int, kilobytes);
        const Told told = shell(QString("ulimit -v %1 && $G train %2 --steps 40").arg(kilobytes).arg(tiny));
        if (told.status == 0) { return; } // it was enough
        QVERIFY2(told.status == 1 || told.status == 2, told.err.constData());
        QVERIFY2(told.err.trimmed().split('\n').back().startsWith("gridscope: "), told.err.constData());
    }

    // ---- settings

    void anArmThatIsThereTwiceIsRefusedByName_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("sentence");
        QTest::newRow("an arm") << QByteArray(
            R"({"preset": "spirals", "arms": {"wide": {"sigma": 1}, "b": {}, "wide": {"sigma": 2}}})")
                                << QByteArray("In \"sweep.json\" the arm \"wide\" is there twice.");
        QTest::newRow("an arm, escaped") << QByteArray(R"({"arms": {"wide": {}, "\u0077ide": {}}})")
                                         << QByteArray("the arm \"wide\" is there twice.");
        QTest::newRow("a setting of an arm")
            << QByteArray(R"({"arms": {"wide": {"sigma": 1, "sigma": 2}}})") << QByteArray("\"sigma\" is there twice.");
        QTest::newRow("a common setting") << QByteArray(R"({"steps": 10, "steps": 20, "arms": {"a": {}}})")
                                          << QByteArray("\"steps\" is there twice.");
        QTest::newRow("the arms") << QByteArray(R"({"arms": {"a": {}}, "arms": {"b": {}}})")
                                  << QByteArray("\"arms\" is there twice.");
    }
    void anArmThatIsThereTwiceIsRefusedByName()
    {
        QFETCH(const QByteArray, file);
        QFETCH(const QByteArray, sentence);
        write("sweep.json", file);
        const Told told = shell("$G experiment sweep --file sweep.json --out sweep");
        QCOMPARE(told.status, 2);
        QVERIFY2(told.err.contains(sentence), told.err.constData());
    }

    void wholeNumbersMayBeWrittenAsOtherProgramsDo()
    {
        write(
            "whole.json",
            R"({"preset": "spirals", "steps": 5.0, "pretrain_steps": 0e0, "hidden": [8.0, 4e0], "seed": 2e0, "threads": 1})");
        const Told told = shell("$G train --config whole.json --set batch_size=16.0 --json");
        QVERIFY2(told.status == 0, told.err.constData());
        QCOMPARE(json(told.out)["steps"].toInt(), 5);
        QCOMPARE(json(told.out)["seed"].toInt(), 2);
        QCOMPARE(shell("$G train --preset spirals --set steps=2.5").status, 2);
    }

    void aSymmetricGridOfOneBitIsSaidToBeNone()
    {
        const Told told = shell("$G train " + QString(tiny) + "--steps 2 --set bits=1 --set symmetric_grid=true");
        QVERIFY2(told.status == 0 && told.err.contains("symmetric_grid changes nothing at 1 bit"),
                 told.err.constData());
        const Told other = shell("$G train " + QString(tiny) + "--steps 2 --set bits=2 --set symmetric_grid=true");
        QVERIFY2(!other.err.contains("symmetric_grid"), other.err.constData());
    }
};

QTEST_GUILESS_MAIN(TestRecords)
#include "tst_records.moc"
