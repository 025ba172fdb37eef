// SPDX-License-Identifier: GPL-3.0-or-later
// Edit > Copy and File > Export this view: what leaves the window is the view that has the keyboard.
#include "core/export/numbers.h"
#include "tests/ui/window_fixture.h"
#include "ui/chart/line_chart.h"
#include "ui/document/run_text.h"
#include "ui/panel/histogram_panel.h"
#include "ui/panel/layer_strip.h"
#include "ui/panel/loss_panel.h"
#include "ui/panel/river_panel.h"
#include "ui/takeaway/figure.h"
#include "ui/takeaway/take_away.h"

#include <QClipboard>
#include <QComboBox>
#include <QImage>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QTemporaryDir>

using namespace gridscope;
using test::ShownWindow;

namespace {

class PausedWindow : public ShownWindow {
public:
    // In two parts: of all snapshots that come between two looks into the mailbox the newest is kept, and a quick job on a slow
    // machine is over before the first look.
    PausedWindow() : ShownWindow(test::quietLaunch(false, test::quickConfig(60)))
    {
        await([this] { return session().history().hasStarted(); });
        session().step(30);
        await([this] { return session().isPaused() && !session().history().snapshots().empty(); });
        session().play();
        const bool isThere = await([this] { return session().hasEnded(); });
        if (!isThere) { qFatal("The scripted run does not end."); }
        QGuiApplication::clipboard()->clear();
    }
    bool await(const std::function<bool()>& condition) { return QTest::qWaitFor(condition, 60000); }
    template <typename Panel>
    void focus()
    {
        auto* panel = window.findChild<Panel*>();
        panel->setFocus();
        if (!QTest::qWaitFor([&] { return find<ui::Workspace>("workspace")->focusedFrame() != nullptr; })) {
            qFatal("The panel does not take the keyboard.");
        }
    }
    void press(const char* keys)
    {
        for (QAction* action : window.findChildren<QAction*>()) {
            if (action->shortcut() == QKeySequence(QLatin1String(keys))) { return action->trigger(); }
        }
        qFatal("No action has the keys %s.", keys);
    }
};

QString clipboardText() { return QGuiApplication::clipboard()->text(); }

} // namespace

class TestTakeAway final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theCopiedTableHasTheNumbersOfTheExportedOne_data()
    {
        QTest::addColumn<QString>("table");
        for (const char* name : {"steps", "evaluations", "layers", "river-conv1", "histogram-conv1"}) {
            QTest::newRow(name) << name;
        }
    }
    void theCopiedTableHasTheNumbersOfTheExportedOne()
    {
        QFETCH(const QString, table);
        const run::History history = test::scriptedHistory(test::quickConfig(60), 60);
        const auto found = tableNamed(history, table.toStdString());
        QVERIFY(found);
        QVERIFY(found->rows() > 0);
        const QString csv = QString::fromStdString(found->csv());
        QVERIFY(!csv.contains('"') && !csv.contains('\t')); // so that only the separator differs
        QCOMPARE(QString::fromStdString(found->tsv()), QString(csv).replace(',', '\t'));
        if (table.startsWith("histogram-")) { // the rows of that layer in the table of all
            QStringList rows = QString::fromStdString(tableNamed(history, "histograms")->csv()).split('\n');
            const QString head = rows.takeFirst();
            QCOMPARE(csv.trimmed(), (QStringList{head} + rows.filter(",conv1,")).join('\n'));
        }
    }

    void aTabWithinATextBecomesASpace()
    {
        Table table({{"what", ""}, {"size", "bytes"}});
        table.row() << std::string("a\tb\nc") << 1;
        table.row() << std::string("\"d\"");
        QCOMPARE(table.tsv(), std::string("what\tsize [bytes]\na b c\t1\n\"d\"\t\n"));
    }

    void controlShiftCCopiesTheTableOfTheViewWithTheKeyboard()
    {
        PausedWindow w;
        w.focus<ui::LossPanel>();
        w.press("Ctrl+Shift+C");
        QTRY_VERIFY(clipboardText().startsWith("step\tseconds [s]\ttrain_loss [nats]\tlearning_rate\n"));
        QCOMPARE(clipboardText().trimmed().count('\n'), int(w.steps()));
        QTRY_VERIFY(w.message().contains("Copied the table steps"));
        w.focus<ui::RiverPanel>();
        w.press("Ctrl+Shift+C");
        QTRY_VERIFY(clipboardText().startsWith("step\talpha [weight units]"));
        w.focus<ui::LayerStrip>();
        w.press("Ctrl+Shift+C");
        QTRY_VERIFY(clipboardText().startsWith("step\tlayer\tbits"));
    }

    void atAPastStepTheHistogramOfThatStepIsCopied()
    {
        PausedWindow w;
        w.focusHistogram();
        w.window.playback().seekFirst();
        QVERIFY(w.window.playback().step());
        const QString step = QString::number(*w.window.playback().step());
        w.press("Ctrl+Shift+C");
        QTRY_VERIFY(clipboardText().startsWith("step\tlayer\tcode"));
        QCOMPARE(clipboardText().split('\n').value(1).section('\t', 0, 0), step);
    }

    void aStepBeforeZeroHasOneSignInAFilesName()
    {
        QCOMPARE(ui::stepInFileName(-350), QString("step-minus-350"));
        QCOMPARE(ui::stepInFileName(0), QString("step-0"));
        QCOMPARE(ui::stepInFileName(410), QString("step-410"));
        QCOMPARE(QFileInfo(ui::Recordings{"/tmp", {}}.forkFile("/tmp/a.gridscope", -50)).fileName(),
                 QString("a-fork-at-step-minus-50.gridscope"));
    }

    void controlCCopiesThePictureOfTheViewWithTheKeyboard()
    {
        PausedWindow w;
        w.focus<ui::LossPanel>();
        w.press("Ctrl+C");
        const QImage loss = QGuiApplication::clipboard()->image();
        QVERIFY(loss.width() >= 1000);
        QVERIFY(w.message().contains("Copied the picture: Loss"));
        w.focusHistogram();
        w.press("Ctrl+C");
        const QImage histogram = QGuiApplication::clipboard()->image();
        QVERIFY(!histogram.isNull() && histogram != loss);
        QVERIFY(w.message().contains("Copied the picture: Histogram of"));
    }

    void aFigureHoldsTheRunThatIsLaidOver_data()
    {
        QTest::addColumn<QString>("view");
        QTest::newRow("histogram") << "histogram";
        QTest::newRow("loss") << "loss";
        QTest::newRow("accuracy") << "accuracy";
        QTest::newRow("difference") << "difference";
    }
    void aFigureHoldsTheRunThatIsLaidOver()
    {
        QFETCH(const QString, view);
        run::RunConfig config = test::quickConfig(100);
        const run::History history = test::scriptedHistory(config, 100);
        config.method = "ste";
        config.bits = {2};
        const run::History other = test::scriptedHistory(config, 100);
        const ui::FigureId id{view, 1};
        const ui::Figure alone(history, id, ui::View{1}, "a", ui::FigureStyle::Slide, nullptr);
        const ui::Figure both(history, id, ui::View{1, {}, &other, "twin: ste"}, "a", ui::FigureStyle::Slide, nullptr);
        QVERIFY(alone.image(1) != both.image(1));
        QVERIFY(both.caption().contains("twin: ste") && !alone.caption().contains("twin: ste"));
        for (const char* format : {"svg", "pdf"}) { QVERIFY(both.picture(format).size() > 1000); }
        QVERIFY(both.picture("svg").size() != alone.picture("svg").size());
    }

    void aFigureHasTheZoomAndTheScaleOfItsPanel()
    {
        const run::History history = test::scriptedHistory(test::quickConfig(400), 400);
        ui::LossPanel loss;
        loss.resize(500, 300);
        loss.show();
        loss.refresh(history, {});
        loss.chart().zoomSteps(200, 8);
        loss.refresh(history, {});
        const ui::Figure zoomed(history, {"loss", 0}, ui::View{}, "a", ui::FigureStyle::Slide, &loss);
        const auto* chart = zoomed.widget().findChild<ui::LineChart*>();
        QVERIFY(chart != nullptr && loss.chart().isZoomed());
        QCOMPARE(chart->shownSteps(), loss.chart().shownSteps());
        QCOMPARE(chart->valueHigh(), loss.chart().valueHigh());
        for (const auto* button : zoomed.widget().findChildren<QToolButton*>()) { QVERIFY(!button->isVisible()); }

        ui::HistogramPanel histogram;
        histogram.findChild<QComboBox*>()->setCurrentIndex(0);
        histogram.refresh(history, {});
        const ui::Figure linear(history, {"histogram", 0}, ui::View{}, "a", ui::FigureStyle::Slide, &histogram);
        const auto* view = linear.widget().findChild<ui::HistogramView*>();
        QCOMPARE(view->scale(), ui::HistogramScale::Linear);
        QCOMPARE(view->shareAxisText(), QString("share of weights"));
    }

    void controlCCopiesTheTwinWithTheView()
    {
        PausedWindow w;
        w.focusHistogram();
        w.press("Ctrl+C");
        const QImage alone = QGuiApplication::clipboard()->image();
        auto& twin = w.window.comparison().twin();
        twin.start(w.session().config(), {"bits", "2"}, ui::RunSession::Begin::Playing);
        QTRY_VERIFY(w.session().hasEnded() && twin.history().end());
        w.focusHistogram();
        w.press("Ctrl+C");
        QVERIFY(QGuiApplication::clipboard()->image() != alone);
    }

    // A field that is being edited copies its own text.
    void inATextFieldControlCIsTheFields()
    {
        PausedWindow w;
        QLineEdit* line = nullptr;
        for (auto* spin : w.window.findChildren<QAbstractSpinBox*>()) {
            if (spin->isVisible() && spin->isEnabled()) { line = spin->findChild<QLineEdit*>(); }
        }
        QVERIFY(line != nullptr);
        w.window.activateWindow();
        line->setFocus();
        line->selectAll();
        QTest::keyClick(line, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(clipboardText(), line->selectedText());
        QVERIFY(QGuiApplication::clipboard()->image().isNull());
    }

    void aSavedViewCarriesItsState_data()
    {
        QTest::addColumn<QString>("suffix");
        QTest::addColumn<QByteArray>("beginning");
        QTest::newRow("png") << ".png" << QByteArray("\x89PNG");
        QTest::newRow("svg") << ".SVG" << QByteArray("<?xml");
        QTest::newRow("pdf") << ".pdf" << QByteArray("%PDF-");
    }
    void aSavedViewCarriesItsState()
    {
        QFETCH(const QString, suffix);
        QFETCH(const QByteArray, beginning);
        const QTemporaryDir folder;
        PausedWindow w;
        w.focus<ui::RiverPanel>();
        const QString path = folder.filePath("view" + suffix);
        w.window.findChild<ui::TakeAway*>()->saveView(path);
        QFile file(path);
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(w.message()));
        const QByteArray bytes = file.readAll();
        QVERIFY(bytes.startsWith(beginning));
        if (suffix == ".png") {
            const auto state = QJsonDocument::fromJson(QImage(path).text("gridscope").toUtf8()).object();
            QVERIFY(state["view"].toString().startsWith("river-"));
            QCOMPARE(state["step"].toInt(), 60);
        }
    }

    void whatCannotBeSavedIsSaidAndLeavesNothing()
    {
        const QTemporaryDir folder;
        PausedWindow w;
        auto* takeAway = w.window.findChild<ui::TakeAway*>();
        takeAway->saveView(folder.filePath("view.bmp"));
        QVERIFY2(w.message().contains(".png, .svg or .pdf"), qPrintable(w.message()));
        takeAway->saveView(folder.filePath("nowhere/view.png"));
        QVERIFY2(w.message().contains("Cannot write"), qPrintable(w.message()));
        QVERIFY(QDir(folder.path()).isEmpty());
    }

    void aRunThatIsNotRecordedCannotBeExported()
    {
        PausedWindow w;
        w.press("Ctrl+Shift+E");
        QVERIFY2(w.message().contains("not recorded"), qPrintable(w.message()));
        QVERIFY(w.window.findChild<ui::ExportDialog*>() == nullptr);
    }
};

QTEST_MAIN(TestTakeAway)
#include "tst_take_away.moc"
