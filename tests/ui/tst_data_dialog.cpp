// SPDX-License-Identifier: GPL-3.0-or-later
// Run > Check the data: what the form names, looked at before a start.
#include "tests/ui/window_fixture.h"
#include "ui/dialog/data_dialog.h"

#include <QTemporaryDir>

using namespace gridscope;
using test::ShownWindow;

namespace {

// 40 rows of a and 20 of b in a file of their own; a row is given twice.
run::RunConfig tableIn(const QTemporaryDir& folder)
{
    QFile file(folder.filePath("table.csv"));
    if (!file.open(QIODevice::WriteOnly)) { qFatal("no file"); }
    file.write("length,width,label\n");
    for (int row = 0; row < 60; ++row) {
        file.write(QByteArray::number(row * 0.25) + "," + QByteArray::number(row % 7)
                   + (row % 3 < 2 ? ",a\n" : ",b\n"));
    }
    run::RunConfig config;
    config.data = "csv";
    config.network = "mlp";
    config.dataFolder = file.fileName().toStdString();
    config.validationSamples = 9;
    return config;
}

} // namespace

class TestDataDialog final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theMenuShowsClassesPartsAndRanges()
    {
        const QTemporaryDir folder;
        ShownWindow w(test::quietLaunch(false, tableIn(folder)));
        w.find<QAction>("checkData")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(w.find<QTableWidget>("dataClasses")->rowCount() == 2, 20000);
        auto* classes = w.find<QTableWidget>("dataClasses");
        QCOMPARE(classes->item(0, 0)->text(), QString("a"));
        int all = 0;
        for (int row = 0; row < 2; ++row) {
            int ofClass = 0;
            for (int column = 1; column < 4; ++column) { ofClass += classes->item(row, column)->text().toInt(); }
            QCOMPARE(ofClass, row == 0 ? 40 : 20);
            all += ofClass;
        }
        QCOMPARE(all, 60);
        const QString headline = w.find<QLabel>("dataHeadline")->text();
        QVERIFY2(headline.contains(" validation, ") && headline.contains("2 classes"), qPrintable(headline));
        const QString facts = w.find<QPlainTextEdit>("dataFacts")->toPlainText();
        for (const char* fact : {"Split: ", "Numbers in each row: 2", "Reading: ", "length: ", "width: "}) {
            QVERIFY2(facts.contains(fact), qPrintable(facts));
        }
        QTest::keyClick(w.find<QWidget>("dataDialog"), Qt::Key_Escape);
        QTRY_VERIFY(w.window.findChild<QWidget*>("dataDialog") == nullptr);
    }

    void whatCannotBeReadIsSaid()
    {
        run::RunConfig config;
        config.data = "csv";
        config.network = "mlp";
        config.dataFolder = "/nowhere/table.csv";
        ui::DataDialog dialog(config);
        dialog.open();
        auto* headline = dialog.findChild<QLabel*>("dataHeadline");
        QTRY_VERIFY2_WITH_TIMEOUT(headline->text().contains("/nowhere/table.csv") && headline->text().endsWith('.'),
                                  qPrintable(headline->text()), 20000);
        QVERIFY(dialog.findChild<QPlainTextEdit*>("dataFacts")->toPlainText().isEmpty());
    }

    void mnistThatIsMissingSaysHowToGetIt()
    {
        const QByteArray before = qgetenv("XDG_DATA_HOME");
        const auto restored = qScopeGuard([&] {
            if (before.isNull()) {
                qunsetenv("XDG_DATA_HOME");
            } else {
                qputenv("XDG_DATA_HOME", before);
            }
        });
        qputenv("XDG_DATA_HOME", "/nowhere");
        run::RunConfig config;
        config.data = "mnist";
        ui::DataDialog dialog(config);
        dialog.open();
        auto* headline = dialog.findChild<QLabel*>("dataHeadline");
        QTRY_VERIFY_WITH_TIMEOUT(headline->text().startsWith("MNIST is not in /nowhere/gridscope/mnist; the command "
                                                             "packaging/get-mnist fetches it there"),
                                 20000);
    }
};

QTEST_MAIN(TestDataDialog)
#include "tst_data_dialog.moc"
