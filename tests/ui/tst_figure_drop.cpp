// SPDX-License-Identifier: GPL-3.0-or-later
// A figure that is dropped on the window brings its view back; what is no figure is told in a sentence.
#include "core/base/error.h"
#include "core/file/run_writer.h"
#include "tests/ui/window_fixture.h"
#include "ui/takeaway/figure.h"
#include "ui/takeaway/take_away.h"

#include <QBuffer>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QImage>
#include <QLabel>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QTemporaryDir>

using namespace gridscope;
using test::ShownWindow;

namespace {

run::RunConfig scratchConfig(std::int64_t seed)
{
    run::RunConfig config = test::quickConfig(100);
    config.start = "scratch";
    config.seed = seed;
    return config;
}

// A run of 100 steps in that file, and a figure of it at step 40, as that kind of file.
void writeRun(const QString& path, const run::RunConfig& config)
{
    run::RunWriter writer(path.toStdString());
    run::Control control;
    run::runJob(test::scriptedJob(config), control, writer);
}

QString figureIn(const QTemporaryDir& folder, const run::RunConfig& config, const QString& suffix,
                 ui::FigureId id = {"river", 1})
{
    const run::History history = test::scriptedHistory(config, 100);
    const ui::Figure figure(history, id, 40, "night.gridscope", ui::FigureStyle::Page);
    QFile file(folder.filePath("figure." + suffix));
    if (!file.open(QIODevice::WriteOnly)) { qFatal("no file"); }
    file.write(figure.picture(suffix));
    return file.fileName();
}

QString fileWith(const QTemporaryDir& folder, const QString& name, const QByteArray& bytes)
{
    QFile file(folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly)) { qFatal("no file"); }
    file.write(bytes);
    return file.fileName();
}

void drop(ShownWindow& w, const QString& path)
{
    QMimeData mime;
    mime.setUrls({QUrl::fromLocalFile(path)});
    QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &mime, Qt::LeftButton,
                          Qt::NoModifier); // without it, Qt drops nothing
    QCoreApplication::sendEvent(&w.window, &enter);
    if (!enter.isAccepted()) { qFatal("the window does not take it"); }
    QDropEvent event(QPointF(10, 10), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&w.window, &event);
}

ui::LaunchOptions launchWith(const QTemporaryDir& folder, run::RunConfig config, bool autoPlay = false)
{
    auto options = test::quietLaunch(autoPlay, std::move(config));
    options.recordings.folder = folder.filePath("runs");
    QDir().mkpath(options.recordings.folder);
    return options;
}

constexpr int longestWait = 20000;

// A view that only this file knows: how far the run has come, of runs with this seed.
constexpr std::int64_t toySeed = 4711;
class ToyPanel final : public ui::Panel {
public:
    ToyPanel()
    {
        auto* column = new QVBoxLayout(this);
        column->addWidget(label_);
    }
    void refresh(const run::History& history, const ui::View& view) override
    {
        if (!history.hasStarted()) { return; }
        const QString layer = QString::fromStdString(history.start().layers.at(view.layer).name);
        label_->setText(QString("%1 at step %2").arg(layer).arg(view.step.value_or(history.lastStep())));
    }
    QString summary() const override { return label_->text(); }

private:
    QLabel* label_ = new QLabel("no run");
};

ui::ViewInfo toyView()
{
    return {.key = "toy",
            .name = "Toy",
            .make = ui::made<ToyPanel>,
            .isPerLayer = true,
            .wantedFor = [](const run::History& history, const ui::View&) {
                return history.hasStarted() && history.start().config.seed == toySeed;
            }};
}

} // namespace

class TestFigureDrop final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { ui::addView(toyView()); }

    void aViewOfAnotherFileIsInTheWindowOfTheRunsThatItIsFor()
    {
        ShownWindow w(test::quietLaunch(true, scratchConfig(1)));
        QTRY_VERIFY_WITH_TIMEOUT(w.session().hasEnded(), longestWait);
        auto* workspace = w.find<ui::Workspace>("workspace");
        QVERIFY(workspace->frame("toy") == nullptr);
        w.session().start(scratchConfig(toySeed), ui::RunSession::Begin::Playing);
        QTRY_VERIFY_WITH_TIMEOUT(w.session().hasEnded(), longestWait);
        ui::PanelFrame* toy = workspace->frame("toy");
        QVERIFY(toy != nullptr);
        workspace->bringUp(toy);
        QVERIFY(toy->panel().isVisible());
        QTRY_COMPARE(toy->panel().summary(), QString("fc1 at step 100"));
        const QTemporaryDir folder;
        w.window.findChild<ui::TakeAway*>()->saveView(folder.filePath("toy.svg"));
        QCOMPARE(ui::readFigure(folder.filePath("toy.svg")).view, QString("toy-fc1"));
    }

    void itIsAmongTheFiguresAndADroppedOneBringsItBack()
    {
        const run::History history = test::scriptedHistory(scratchConfig(toySeed), 100);
        QStringList names;
        for (const ui::FigureId& id : ui::figuresOf(history)) { names << ui::figureName(history, id); }
        QCOMPARE(names.filter("toy-").size(), qsizetype(history.start().layers.size()));
        const ui::Figure figure(history, {"toy", 1}, 40, "night.gridscope", ui::FigureStyle::Page);
        QCOMPARE(figure.title(), QString("Toy of conv2"));
        QCOMPARE(figure.widget().findChildren<QLabel*>().value(1)->text(), QString("conv2 at step 40"));

        const QTemporaryDir folder;
        ShownWindow w(launchWith(folder, scratchConfig(1)));
        writeRun(folder.filePath("runs/night.gridscope"), scratchConfig(toySeed));
        drop(w, figureIn(folder, scratchConfig(toySeed), "png", {"toy", 1}));
        QTRY_VERIFY_WITH_TIMEOUT(w.session().isRecorded(), longestWait);
        auto* focused = w.find<ui::Workspace>("workspace")->focusedFrame();
        QVERIFY(focused != nullptr);
        QCOMPARE(focused->info().key, QString("toy"));
        QCOMPARE(focused->panel().summary(), QString("conv2 at step 40"));
    }

    void everyFormatTellsRunStepViewAndSettings_data()
    {
        QTest::addColumn<QString>("suffix");
        for (const char* suffix : {"png", "svg", "pdf"}) { QTest::newRow(suffix) << suffix; }
    }
    void everyFormatTellsRunStepViewAndSettings()
    {
        QFETCH(const QString, suffix);
        const QTemporaryDir folder;
        auto config = scratchConfig(77);
        config.bits = {2, 3, 4, 8};
        const ui::FigureState state = ui::readFigure(figureIn(folder, config, suffix));
        QCOMPARE(state.run, QString("night.gridscope"));
        QCOMPARE(state.view, QString("river-conv2"));
        QCOMPARE(state.layer, QString("conv2"));
        QCOMPARE(state.step, std::int64_t(40));
        QVERIFY(state.config == config);
    }

    void whatIsNoFigureIsSaidInOneSentence_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QImage image(4, 4, QImage::Format_RGB32);
        image.fill(Qt::red);
        const auto png = [&image] {
            QByteArray bytes;
            QBuffer buffer(&bytes);
            buffer.open(QIODevice::WriteOnly);
            image.save(&buffer, "PNG");
            return bytes;
        };
        QTest::newRow("another picture") << "cat.png" << png();
        QTest::newRow("a cut picture") << "cut.png" << png().left(20);
        image.setText("gridscope", "{\"program\":\"gridscope\"");
        QTest::newRow("half a state") << "half.png" << png();
        image.setText("gridscope", R"({"program":"gridscope","step":1e99,"settings":{}})");
        QTest::newRow("an impossible step") << "far.png" << png();
        image.setText("gridscope", R"({"program":"gridscope","step":1,"settings":{"bits":99}})");
        QTest::newRow("an impossible setting") << "bits.png" << png();
        image.setText("gridscope", QString(50'000'000, 'a')); // which PNG packs into 50 kB
        QTest::newRow("a compressed bomb") << "bomb.png" << png();
        QByteArray tall = png();
        tall.replace("IDAT", "IDA"); // so that what follows counts as a length of 240 MB
        QTest::newRow("a chunk longer than the file") << "long.png" << tall;
        QTest::newRow("another drawing") << "a.svg" << QByteArray("<svg xmlns='http://www.w3.org/2000/svg'/>");
        QTest::newRow("no drawing") << "b.svg" << QByteArray("\x00\xff<metadata", 11);
        QTest::newRow("a bomb of entities")
            << "c.svg"
            << QByteArray(
                   "<!DOCTYPE svg [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c "
                   "'&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'>]><svg><metadata id='gridscope'>&c;&c;</metadata></svg>");
        QTest::newRow("another document") << "a.pdf" << QByteArray("%PDF-1.4\n");
        QTest::newRow("nothing") << "d.pdf" << QByteArray();
    }
    void whatIsNoFigureIsSaidInOneSentence()
    {
        QFETCH(const QString, name);
        QFETCH(const QByteArray, bytes);
        const QTemporaryDir folder;
        try {
            ui::readFigure(fileWith(folder, name, bytes));
            QFAIL("It was taken for a figure.");
        } catch (const Error& error) {
            const QString said = QString::fromUtf8(error.what());
            QVERIFY2(said.endsWith('.') && !said.contains('\n'), error.what());
            QVERIFY2(said.contains(name) || said.contains("bits is 99"), error.what());
        }
    }

    void theBarSaysWhatIsNoFigure()
    {
        const QTemporaryDir folder;
        ShownWindow w(launchWith(folder, scratchConfig(1)));
        drop(w, fileWith(folder, "cat.svg", "<svg/>"));
        QTRY_VERIFY2_WITH_TIMEOUT(w.message().contains("is no figure of Gridscope"), qPrintable(w.message()),
                                  longestWait);
    }

    void aKnownRecordingOpensAtTheFiguresStepAndView()
    {
        const QTemporaryDir folder;
        ShownWindow w(launchWith(folder, scratchConfig(1), true));
        writeRun(folder.filePath("runs/other.gridscope"), scratchConfig(5));
        writeRun(folder.filePath("runs/night.gridscope"), scratchConfig(77));
        QTRY_VERIFY_WITH_TIMEOUT(w.steps() > 3, longestWait); // another run is going on
        drop(w, figureIn(folder, scratchConfig(77), "png"));
        QTRY_VERIFY_WITH_TIMEOUT(w.session().isRecorded(), longestWait);
        QCOMPARE(w.session().config().seed, std::int64_t(77));
        QCOMPARE(w.window.playback().step(), std::optional<std::int64_t>(40));
        QVERIFY2(w.message().contains("The figure's view: step 40"), qPrintable(w.message()));
        auto* focused = w.find<ui::Workspace>("workspace")->focusedFrame();
        QVERIFY(focused != nullptr);
        QCOMPARE(focused->info().title(), QString("River"));
        QVERIFY(focused->panel().summary().contains("conv2"));
    }

    void fileOpenTakesAFigureAsADropDoes()
    {
        const QTemporaryDir folder;
        ShownWindow w(test::quietLaunch(true, scratchConfig(1)));
        QTRY_VERIFY(w.session().hasEnded());
        Q_EMIT w.window.document().openAsked(figureIn(folder, scratchConfig(2), "png")); // what the file dialog gives
        QTRY_VERIFY(w.window.findChild<QMessageBox*>("figureRun") != nullptr);
    }

    void theProgramTakesAFigureOnItsCommandLine()
    {
        const QTemporaryDir folder;
        auto options = test::quietLaunch(false, scratchConfig(1));
        options.open = figureIn(folder, scratchConfig(2), "png");
        ShownWindow w(options);
        QTRY_VERIFY(w.window.findChild<QMessageBox*>("figureRun") != nullptr);
        QVERIFY(w.session().isLive()); // the usual run waits behind it
    }

    void theRunThatIsShownJustGoesThere()
    {
        const QTemporaryDir folder;
        ShownWindow w(test::quietLaunch(false, scratchConfig(77)));
        QTRY_VERIFY_WITH_TIMEOUT(w.session().isPaused() && w.session().history().hasStarted(), longestWait);
        w.session().step(40); // its snapshot is kept: it is the newest for a while
        QTRY_VERIFY_WITH_TIMEOUT(w.session().isPaused() && w.steps() == 40, longestWait);
        w.session().play();
        QTRY_VERIFY_WITH_TIMEOUT(w.session().hasEnded(), longestWait);
        drop(w, figureIn(folder, scratchConfig(77), "svg", {"loss", 0}));
        QTRY_COMPARE_WITH_TIMEOUT(w.window.playback().step(), std::optional<std::int64_t>(40), longestWait);
        QCOMPARE(w.find<ui::Workspace>("workspace")->focusedFrame()->info().title(), QString("Loss"));
    }

    void anUnknownRunIsTrainedAgainUpToThatStepOnceTheUserAgrees()
    {
        const QTemporaryDir folder;
        ShownWindow w(launchWith(folder, scratchConfig(1)));
        drop(w, figureIn(folder, scratchConfig(77), "pdf"));
        QTRY_VERIFY_WITH_TIMEOUT(w.window.findChild<QMessageBox*>("figureRun") != nullptr, longestWait);
        auto* box = w.window.findChild<QMessageBox*>("figureRun");
        QVERIFY2(box->text().contains("Weights: drawn from seed 77"), qPrintable(box->text()));
        QCOMPARE(w.session().config().seed, std::int64_t(1)); // nothing has happened yet
        for (QAbstractButton* button : box->buttons()) {
            if (box->buttonRole(button) == QMessageBox::AcceptRole) { QTest::mouseClick(button, Qt::LeftButton); }
        }
        QTRY_COMPARE_WITH_TIMEOUT(w.session().config().seed, std::int64_t(77), longestWait);
        QTRY_VERIFY_WITH_TIMEOUT(w.session().history().hasStarted() && w.session().history().lastStep() == 40,
                                 longestWait);
        QTRY_VERIFY_WITH_TIMEOUT(w.session().isPaused(), longestWait);
        QTRY_VERIFY_WITH_TIMEOUT(w.message().contains("The figure's view: step 40"), longestWait);
    }

    void dataThatAFigureCannotFindIsAskedFor()
    {
        const QTemporaryDir folder;
        auto config = scratchConfig(77);
        config.data = "idx";
        config.dataFolder = "/home/someone/secret/pictures";
        const QString figure = figureIn(folder, config, "png");
        QFile file(figure);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains("secret"));
        ShownWindow w(launchWith(folder, scratchConfig(1)));
        drop(w, figure);
        QTRY_VERIFY_WITH_TIMEOUT(w.message().contains("needs \"pictures\""), longestWait);
        QVERIFY(w.window.findChild<QMessageBox*>("figureRun") == nullptr); // nothing that could be agreed to
        QCOMPARE(w.session().config().seed, std::int64_t(1));
    }
};

QTEST_MAIN(TestFigureDrop)
#include "tst_figure_drop.moc"
