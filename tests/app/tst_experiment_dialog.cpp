// SPDX-License-Identifier: GPL-3.0-or-later
// Run > Test the hypothesis, in the window with the real program behind it: begun, stopped, gone on with, read, opened.
#include "tests/app/quick_hypothesis.h"
#include "tests/ui/window_fixture.h"

#include <QAction>
#include <QtTest>

using namespace gridscope;

namespace {

constexpr int longestWait = 180000;

ui::LaunchOptions withProgram(const QStringList& settings = test::quickHypothesis())
{
    auto options = test::quietLaunch(true);
    options.program = qEnvironmentVariable("GRIDSCOPE_BIN");
    options.experimentArguments = settings;
    return options;
}

// The dialog as a user gets it: by the menu, with a folder and a number of seeds.
class Opened {
public:
    Opened(test::ShownWindow& shown, const QString& folder, int seeds)
    {
        for (QAction* action : shown.window.findChildren<QAction*>()) {
            if (action->shortcut() == QKeySequence("Ctrl+H")) { action->trigger(); }
        }
        dialog = shown.find<ui::ExperimentDialog>("experiment");
        for (auto* line : dialog->findChildren<QLineEdit*>()) {
            if (line->accessibleName() == "Folder") { line->setText(folder); }
        }
        dialog->findChild<QSpinBox*>()->setValue(seeds);
        run = dialog->findChild<QPushButton*>("experimentRun");
        result = dialog->findChild<QTextBrowser*>("experimentResult");
        state = dialog->findChild<QLabel*>("experimentState");
    }
    ui::ExperimentDialog* dialog = nullptr;
    QPushButton* run = nullptr;
    QTextBrowser* result = nullptr;
    QLabel* state = nullptr;
};

} // namespace

class TestExperimentDialog : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void progressFollowsTheLines()
    {
        ui::ExperimentProgress progress(6, -100, 300);
        QCOMPARE(progress.share(), 0.0);
        for (const char* line : {"learned, seed 1", "Loading the training engine and the data ...",
                                 "step    100  validation: quantized 50.00 %, latent 60.00 %"}) {
            progress.read(line);
        }
        QCOMPARE(progress.arm(), QString("learned, seed 1"));
        QCOMPARE(progress.share(), 0.5 / 6);
        progress.read("step 300  fc1: bit-length 4 -> 3");
        QCOMPARE(progress.share(), 1.0 / 6);
        progress.read("same-bits, seed 1");
        QCOMPARE(progress.share(), 1.0 / 6);
    }

    void theHypothesisIsStoppedGoneOnWithReadAndOpened()
    {
        const QTemporaryDir folder;
        test::ShownWindow shown(withProgram());
        QTRY_VERIFY(shown.session().isPlaying());
        const Opened opened(shown, folder.path(), 2);
        QCOMPARE(opened.run->text(), QString("S&tart"));
        opened.run->click();
        QTRY_VERIFY(opened.dialog->isRunning());
        QTRY_VERIFY(shown.session().isPaused()); // the experiment gets the processor
        QCOMPARE(opened.run->text(), QString("S&top"));
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(folder.filePath("same-bits-seed1.gridscope")), longestWait);
        opened.run->click();
        QTRY_VERIFY_WITH_TIMEOUT(!opened.dialog->isRunning(), longestWait);
        QVERIFY(opened.result->toPlainText().contains("learned-seed1"));
        QCOMPARE(opened.run->text(), QString("&Go on"));

        opened.run->click();
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(folder.filePath("report.html")) && !opened.dialog->isRunning(),
                                 longestWait);
        const QString text = opened.result->toPlainText();
        QVERIFY2(text.contains("paired t-test over 2 seeds"), qPrintable(text));
        QVERIFY(opened.state->text().isEmpty());

        Q_EMIT opened.result->anchorClicked(QUrl::fromLocalFile(folder.filePath("learned-seed2.gridscope")));
        QTRY_VERIFY(shown.session().isRecorded());
        QCOMPARE(shown.session().config().seed, std::int64_t(2));
    }

    void whatIsWrongIsSaid()
    {
        const QTemporaryDir folder;
        test::ShownWindow shown(withProgram({"--set", "sigma=99"}));
        const Opened opened(shown, folder.path(), 1);
        opened.run->click();
        QTRY_VERIFY_WITH_TIMEOUT(!opened.dialog->isRunning() && !opened.state->text().isEmpty(), longestWait);
        QVERIFY2(opened.state->text().contains("\"Noise scale sigma\" is 99"), qPrintable(opened.state->text()));
    }

    void aRunThatDivergedIsSaidAndTheReportIsThere()
    {
        const QTemporaryDir folder;
        const QStringList wild{"--set", "weights_file=" + test::hugeWeights(folder.path())};
        test::ShownWindow shown(withProgram(test::quickHypothesis() + wild));
        const Opened opened(shown, folder.path(), 1);
        opened.run->click();
        QTRY_VERIFY_WITH_TIMEOUT(!opened.dialog->isRunning() && !opened.state->text().isEmpty(), longestWait);
        QVERIFY2(opened.state->text().contains("1 of 1 runs failed"), qPrintable(opened.state->text()));
        const QString text = opened.result->toPlainText();
        QVERIFY2(text.contains("seed 1 diverged at step") && text.contains("No bit-lengths were learned with seed 1"),
                 qPrintable(text));
        QVERIFY(text.contains("learned-seed1")); // can be opened and looked at
        QCOMPARE(opened.run->text(), QString("&Go on"));
    }

    void aProgramThatIsNotThereIsSaid()
    {
        const QTemporaryDir folder;
        auto options = withProgram();
        options.program = folder.filePath("nowhere");
        test::ShownWindow shown(options);
        const Opened opened(shown, folder.path(), 1);
        opened.run->click();
        QTRY_COMPARE(opened.state->text(), QString("The experiment has ended before its time."));
        QCOMPARE(opened.run->text(), QString("S&tart"));
    }
};

QTEST_MAIN(TestExperimentDialog)
#include "tst_experiment_dialog.moc"
