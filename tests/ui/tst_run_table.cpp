// SPDX-License-Identifier: GPL-3.0-or-later
// The recorded runs as a table: real files, told with the settings in which they differ and with their spread.
#include "core/file/run_reader.h"
#include "core/file/run_writer.h"
#include "core/settings/config_fields.h"
#include "tests/ui/window_fixture.h"
#include "ui/dialog/run_table.h"

#include <QHeaderView>
#include <QScreen>
#include <QTemporaryDir>

using namespace gridscope;
using test::ShownWindow;

namespace {

void writeRun(const QString& path, std::int64_t seed, const std::string& method)
{
    run::RunConfig config = test::quickConfig(40);
    config.start = "scratch";
    config.seed = seed;
    config.method = method;
    config.evaluateEvery = 20;
    run::RunWriter writer(path.toStdString());
    run::Control control;
    run::runJob(test::scriptedJob(config), control, writer);
}

int columnNamed(const QTableWidget& table, const QString& title)
{
    for (int column = 0; column < table.columnCount(); ++column) {
        if (table.horizontalHeaderItem(column)->text() == title) { return column; }
    }
    return -1;
}

// Not selectRow: it looks at the keys that are held, and Qt Test leaves Ctrl and Shift so.
void select(ui::RunTable& runs, int row)
{
    runs.table().selectionModel()->select(runs.table().model()->index(row, 0),
                                          QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

} // namespace

class TestRunTable final : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    ui::RunTable& opened(ShownWindow& w)
    {
        QTest::keyClick(&w.window, Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
        auto* table = w.window.findChild<ui::RunTable*>();
        if (table == nullptr) { qFatal("no table"); }
        return *table;
    }
    ui::LaunchOptions launch() const
    {
        auto options = test::quietLaunch(false);
        options.recordings.folder = folder_.filePath("runs");
        return options;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QDir().mkpath(folder_.filePath("runs"));
        writeRun(folder_.filePath("runs/a.gridscope"), 1, "cpq");
        writeRun(folder_.filePath("runs/b.gridscope"), 2, "cpq");
        writeRun(folder_.filePath("runs/c.gridscope"), 3, "ste");
        QFile broken(folder_.filePath("runs/broken.gridscope"));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("no run at all");
    }

    void onlyDifferingSettingsAreColumns()
    {
        ShownWindow w(launch());
        ui::RunTable& runs = opened(w);
        QTRY_COMPARE(runs.table().rowCount(), 3);
        QVERIFY(columnNamed(runs.table(), "Method") > 0);
        QVERIFY(columnNamed(runs.table(), "Random seed") > 0);
        QCOMPARE(columnNamed(runs.table(), "Batch size"), -1);
        QTest::mouseClick(runs.findChild<QCheckBox*>(), Qt::LeftButton, {},
                          QPoint(8, runs.findChild<QCheckBox*>()->height() / 2));
        QVERIFY(columnNamed(runs.table(), "Batch size") > 0);
        QVERIFY(runs.findChild<QLabel*>("runSpread")->text().contains("1 files could not be read"));
        QVERIFY(runs.tableText().startsWith("Run\tWritten\tSteps"));
        QCOMPARE(runs.tableText().count('\n'), 4);
    }

    void selectedRunsAreToldWithMeanAndSpread()
    {
        ShownWindow w(launch());
        ui::RunTable& runs = opened(w);
        QTRY_COMPARE(runs.table().rowCount(), 3);
        runs.table().selectAll();
        const QString said = runs.findChild<QLabel*>("runSpread")->text();
        QVERIFY2(said.startsWith("3 runs: test accuracy "), qPrintable(said));
        QVERIFY(!runs.findChild<QPushButton*>("openRun")->isEnabled());
    }

    void meanAndSpreadAreTheSamples()
    {
        std::vector<ui::RunFacts> runs(3);
        runs[0].test = 0.90;
        runs[1].test = 0.92;
        runs[2].test = 0.94;
        QCOMPARE(ui::spreadText(runs), QString("3 runs: test accuracy 92.00 % ± 2.00 (90.00 to 94.00)"));
    }

    void testAndValidationAreNeverAveraged()
    {
        std::vector<ui::RunFacts> runs(3); // two have finished, one was stopped
        runs[0].test = 0.90;
        runs[1].test = 0.92;
        for (auto& run : runs) { run.validation = 0.50; }
        QCOMPARE(ui::spreadText(runs),
                 QString("3 runs: test accuracy 91.00 % ± 1.41 (90.00 to 92.00); not with 1 that have none")
                     .replace("3 runs", "2 runs"));
        runs[1].test.reset(); // one alone has no spread
        QCOMPARE(ui::spreadText(runs), QString("3 runs: validation accuracy 50.00 % ± 0.00 (50.00 to 50.00)"));
    }

    void theTableTellsTheSetsApartTheScoreAndWhatWasChangedOnTheWay()
    {
        const QString path = folder_.filePath("changed.gridscope");
        {
            run::RunConfig config = test::quickConfig(40);
            config.start = "scratch";
            run::RunWriter writer(path.toStdString());
            run::Control control;
            control.change({"sigma", "1"});
            run::runJob(test::scriptedJob(config), control, writer);
        }
        const ui::RunFacts facts = ui::factsOf(path);
        const run::History history = run::historyOf(path.toStdString());
        QCOMPARE(facts.valueOf(*run::findField("sigma")),
                 QString("%1, then 1 at 1").arg(QString::fromStdString(history.marks().front().from)));
        QCOMPARE(facts.valueOf(*run::findField("bits")), QString("3"));
        QCOMPARE(facts.test, std::optional(history.lastEvaluation("test")->quantized->accuracy));
        QCOMPARE(facts.validation, std::optional(history.lastEvaluation("validation")->quantized->accuracy));
        double sum = 0;
        for (const auto& layer : history.latest()->layers) { sum += layer.scoreNonzero; }
        QCOMPARE(*facts.score, sum / double(history.latest()->layers.size()));
        QFile::copy(path, folder_.filePath("runs/d.gridscope"));
        ShownWindow w(launch());
        ui::RunTable& runs = opened(w);
        QTRY_COMPARE(runs.table().rowCount(), 4);
        const int sigma = columnNamed(runs.table(), "Noise scale sigma"); // differs, though the starts are alike
        QVERIFY(sigma > 0);
        QStringList values;
        for (int row = 0; row < 4; ++row) { values += runs.table().item(row, sigma)->text(); }
        QCOMPARE(values.filter(", then 1 at 1").size(), 1);
        for (const char* title : {"Test accuracy", "Validation accuracy", "Score"}) {
            QVERIFY2(columnNamed(runs.table(), title) > 0, title);
        }
        const int needed = runs.table().horizontalHeader()->length();
        QVERIFY2(runs.table().viewport()->width() >= std::min(needed, runs.screen()->availableSize().width() * 8 / 10),
                 qPrintable(QString("%1 of %2").arg(runs.table().viewport()->width()).arg(needed)));
        QFile::remove(folder_.filePath("runs/d.gridscope"));
    }

    void aRunIsOpenedOrLaidOver()
    {
        ShownWindow w(launch());
        ui::RunTable& runs = opened(w);
        QTRY_COMPARE(runs.table().rowCount(), 3);
        runs.table().sortByColumn(0, Qt::AscendingOrder);
        select(runs, 2);
        QVERIFY(runs.findChild<QPushButton*>("overlayRun")->isEnabled());
        QTest::mouseClick(runs.findChild<QPushButton*>("overlayRun"), Qt::LeftButton);
        QTRY_VERIFY2(w.window.comparison().other() != nullptr, qPrintable(w.message()));
        QCOMPARE(w.window.comparison().name(), QString("c"));
        select(runs, 0);
        QTest::mouseClick(runs.findChild<QPushButton*>("openRun"), Qt::LeftButton);
        QTRY_VERIFY(w.session().isRecorded());
        QCOMPARE(w.session().config().seed, std::int64_t(1));
    }

    void anEmptyFolderSaysWhatToDo()
    {
        auto options = test::quietLaunch(false);
        ShownWindow w(options);
        ui::RunTable& runs = opened(w);
        QVERIFY(runs.findChild<QLabel*>("runSpread")->text().contains("No run has been recorded yet"));
    }
};

QTEST_MAIN(TestRunTable)
#include "tst_run_table.moc"
