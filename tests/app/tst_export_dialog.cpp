// SPDX-License-Identifier: GPL-3.0-or-later
// File > Export in the window, with the real program behind it: everything, a part, stopped, and what goes wrong.
#include "tests/app/exported_run.h"
#include "tests/ui/window_fixture.h"

#include <QtTest>

using namespace gridscope;

namespace {

constexpr int longestWait = 180000;

// The window with a recording, and the dialog as a user gets it.
class Opened {
public:
    explicit Opened(const QString& run, QString program = qEnvironmentVariable("GRIDSCOPE_BIN"))
        : shown_([&] {
              auto options = test::quietLaunch(false);
              options.open = run;
              options.program = std::move(program);
              return options;
          }())
    {
        if (!QTest::qWaitFor([this] { return session().isRecorded(); }, longestWait)) {
            qFatal("The run does not open.");
        }
        ask();
    }
    void ask()
    {
        for (QAction* action : shown_.window.findChildren<QAction*>()) {
            if (action->shortcut() == QKeySequence("Ctrl+Shift+E")) { action->trigger(); }
        }
    }
    ui::ExportDialog& dialog() { return *shown_.find<ui::ExportDialog>("exportDialog"); }
    template <typename Widget>
    Widget& find(const char* name)
    {
        return *dialog().findChild<Widget*>(QLatin1String(name));
    }
    void choose(const QStringList& parts, const QString& folder)
    {
        for (auto* box : dialog().findChildren<QCheckBox*>()) {
            if (box->objectName() != "exportAtStep") { box->setChecked(parts.contains(box->objectName())); }
        }
        find<QLineEdit>("exportFolder").setText(folder);
    }
    QPushButton& go() { return find<QPushButton>("exportGo"); }
    QString state() { return find<QLabel>("exportState").text(); }
    void run()
    {
        go().click();
        QTRY_VERIFY_WITH_TIMEOUT(!dialog().isRunning(), longestWait);
    }
    ui::RunSession& session() { return shown_.session(); }
    ui::Playback& playback() { return shown_.window.playback(); }

private:
    test::ShownWindow shown_;
};

QStringList filesIn(const QString& folder) { return QDir(folder).entryList(QDir::Files | QDir::Hidden, QDir::Name); }

} // namespace

class TestExportDialog : public QObject {
    Q_OBJECT
private:
    QTemporaryDir folder_;
    QString run_ = folder_.filePath("night.gridscope");

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(test::recordRun(run_, {"data=sample", "validation_samples=40", "pretrain_steps=0", "batch_size=16",
                                       "channels=2,4", "hidden=16", "steps=200", "snapshot_every=1"}));
    }

    void theUsualPartsAreThoseOfTheCommandLine()
    {
        const QString byWindow = folder_.filePath("window"), byCommand = folder_.filePath("command");
        Opened opened(run_);
        QVERIFY(opened.find<QLineEdit>("exportFolder").text().endsWith("night-export"));
        QVERIFY(!opened.find<QCheckBox>("animation").isChecked());
        opened.find<QLineEdit>("exportFolder").setText(byWindow);
        opened.run();
        QVERIFY2(opened.state().contains("files are in " + byWindow), qPrintable(opened.state()));
        QCOMPARE(test::gridscope({"export", run_, "--to", byCommand}).status, 0);
        QCOMPARE(filesIn(byWindow), filesIn(byCommand));
        for (const char* name : {"/layers.csv", "/loss.png", "/model.onnx"}) {
            QCOMPARE(test::contentOf(byWindow + name), test::contentOf(byCommand + name));
        }
    }

    void theProgramKnowsEveryPartThatIsOffered()
    {
        Opened opened(run_);
        const QByteArray help = test::gridscope({"export", "--help"}).out;
        const auto match = QRegularExpression("Only these:\\s+([a-z0-9,\\s]+?)\\s+--").match(help);
        QVERIFY2(match.hasMatch(), help.constData());
        const QStringList known = match.captured(1).remove(QRegularExpression("\\s")).split(',');
        QStringList offered;
        for (auto* box : opened.dialog().findChildren<QCheckBox*>()) {
            if (box->objectName() != "exportAtStep") { offered << box->objectName(); }
        }
        QCOMPARE(offered, known);
    }

    void aPartAtThePastStepThatIsShown()
    {
        const QString to = folder_.filePath("part");
        Opened opened(run_);
        QVERIFY(!opened.find<QCheckBox>("exportAtStep").isVisible());
        opened.playback().seek(50);
        QTRY_COMPARE(opened.playback().step(), std::optional<std::int64_t>(50));
        opened.ask();
        QVERIFY(opened.find<QCheckBox>("exportAtStep").isVisible());
        opened.choose({"csv"}, to);
        opened.run();
        QVERIFY2(opened.state().contains("files are in"), qPrintable(opened.state()));
        const QByteArrayList rows = test::contentOf(to + "/steps.csv").trimmed().split('\n');
        QVERIFY(rows.last().startsWith("50,"));
        QVERIFY(!QFile::exists(to + "/loss.png"));
    }

    void progressIsShownAndStoppingLeavesWholeFilesOnly()
    {
        const QString to = folder_.filePath("stopped");
        Opened opened(run_);
        opened.choose({"animation"}, to);
        opened.go().click();
        QCOMPARE(opened.go().text(), QString("S&top"));
        QTRY_VERIFY_WITH_TIMEOUT(opened.dialog().findChild<QProgressBar*>()->value() > 100, longestWait);
        QVERIFY2(opened.state().contains("animation, replay."), qPrintable(opened.state()));
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(to + "/replay.webp"), longestWait);
        opened.go().click();
        QTRY_VERIFY_WITH_TIMEOUT(!opened.dialog().isRunning(), longestWait);
        QVERIFY2(opened.state().startsWith("Stopped; the 1 files finished"), qPrintable(opened.state()));
        QCOMPARE(filesIn(to), QStringList{"replay.webp"});
        QCOMPARE(opened.go().text(), QString("&Export"));
    }

    void whatGoesWrongIsSaidInASentence()
    {
        QFile blocker(folder_.filePath("taken"));
        QVERIFY(blocker.open(QIODevice::WriteOnly));
        Opened opened(run_);
        opened.choose({"csv"}, blocker.fileName());
        opened.run();
        QVERIFY2(opened.state().startsWith("Cannot make the folder"), qPrintable(opened.state()));
        opened.choose({}, blocker.fileName());
        QVERIFY(!opened.go().isEnabled()); // nothing is chosen
    }

    void aProgramThatIsNotThereIsSaid()
    {
        Opened opened(run_, folder_.filePath("nowhere"));
        opened.choose({"csv"}, folder_.filePath("never"));
        opened.run();
        QCOMPARE(opened.state(), QString("The export has ended before its time."));
    }
};

QTEST_MAIN(TestExportDialog)
#include "tst_export_dialog.moc"
