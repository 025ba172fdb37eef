// SPDX-License-Identifier: GPL-3.0-or-later
// A run whose every text is HTML that names a picture: the window and its dialogs show it letter by letter, and nobody opens the
// picture.
#include "core/file/run_writer.h"
#include "tests/ui/window_fixture.h"
#include "ui/dialog/experiment_dialog.h"

#include <QAbstractItemView>
#include <QDialog>
#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QTemporaryDir>
#include <QTextBrowser>
#include <QTimer>

#include <sys/inotify.h>
#include <unistd.h>

using namespace gridscope;
using test::ShownWindow;

namespace {

// Tells whether a file of a folder was opened since.
class OpenWatch {
public:
    explicit OpenWatch(const QString& folder) : descriptor_(inotify_init1(IN_NONBLOCK | IN_CLOEXEC))
    {
        if (inotify_add_watch(descriptor_, QFile::encodeName(folder).constData(), IN_OPEN) < 0) {
            qFatal("cannot watch");
        }
    }
    ~OpenWatch() { close(descriptor_); }
    QString opened() const // the name of one, or empty; a look at the folder itself, as file dialogs take, is none
    {
        alignas(inotify_event) char events[4096];
        const ssize_t size = read(descriptor_, events, sizeof events);
        for (ssize_t at = 0; at < size;) {
            const auto* event = reinterpret_cast<const inotify_event*>(events + at);
            if (event->len > 0) { return QString::fromUtf8(event->name); }
            at += ssize_t(sizeof(inotify_event) + event->len);
        }
        return {};
    }

private:
    int descriptor_;
};

// What is wrong with the texts of a widget; empty when all of them are shown letter by letter.
QString wrongTextOf(const QWidget& widget)
{
    const auto isHtml = [](const QString& text) { return Qt::mightBeRichText(text) && text.contains("<img"); };
    const auto* label = qobject_cast<const QLabel*>(&widget);
    const bool isShownAsHtml = label != nullptr && label->textFormat() != Qt::PlainText && isHtml(label->text());
    if (isShownAsHtml) { return "label " + label->text(); }
    if (isHtml(widget.toolTip())) { return "tooltip " + widget.toolTip(); }
    if (isHtml(widget.whatsThis())) { return "help " + widget.whatsThis(); }
    for (const QAction* action : widget.actions()) {
        if (isHtml(action->toolTip()) && Qt::mightBeRichText(action->toolTip())) {
            return "action " + action->toolTip();
        }
    }
    if (const auto* browser = qobject_cast<const QTextBrowser*>(&widget);
        browser != nullptr && browser->toHtml().contains("<img")) {
        return "page";
    }
    const auto* view = qobject_cast<const QAbstractItemView*>(&widget);
    if (view == nullptr || view->model() == nullptr) { return {}; }
    for (int row = 0; row < view->model()->rowCount(); ++row) {
        for (int column = 0; column < view->model()->columnCount(); ++column) {
            const QString tip = view->model()->index(row, column).data(Qt::ToolTipRole).toString();
            if (isHtml(tip)) { return "tooltip of a cell " + tip; }
        }
    }
    return {};
}

QString firstWrongText()
{
    for (const QWidget* widget : QApplication::allWidgets()) {
        if (const QString wrong = wrongTextOf(*widget); !wrong.isEmpty()) {
            return QLatin1String(widget->metaObject()->className()) + ": " + wrong;
        }
    }
    return {};
}

bool showsMark()
{
    const auto labels = QApplication::allWidgets();
    return std::ranges::any_of(labels, [](const QWidget* widget) {
        const auto* label = qobject_cast<const QLabel*>(widget);
        return label != nullptr && label->text().contains("<img");
    });
}

} // namespace

class TestPlainText final : public QObject {
    Q_OBJECT
private:
    QTemporaryDir folder_;
    QString picture_ = folder_.filePath("watched/bomb.png");
    // In a layer's name there is no "/"; the working folder holds the picture, too.
    std::string markup(bool isName = false) const
    {
        return "<b>x</b><img src=\"" + (isName ? QString("bomb.png") : picture_).toStdString() + "\">";
    }
    QString recorded() const
    {
        const QString path = folder_.filePath("<b>x<img src=bomb.png>.gridscope");
        QFile::remove(path);
        run::RunConfig config = test::quickConfig(20);
        config.start = "scratch";
        config.seed = 77;
        const run::History history = test::scriptedHistory(config, 20);
        run::Start start = history.start();
        start.dataName = markup();
        start.environment.torchVersion = start.environment.blas = start.environment.processor =
            start.environment.programVersion = markup();
        start.origin = run::Origin{"<img src=bomb.png>.gridscope", 3};
        for (std::size_t i = 0; i < start.layers.size(); ++i) {
            start.layers[i].name = "<img src=bomb.png>" + std::to_string(i);
        }
        run::RunWriter writer(path.toStdString());
        writer.onStart(start);
        for (const auto& step : history.steps()) { writer.onStep(step); }
        for (const auto& snapshot : history.snapshots()) { writer.onSnapshot(snapshot); }
        for (const auto kind :
             {run::Mark::Kind::Bookmark, run::Mark::Kind::Setting, run::Mark::Kind::Bits, run::Mark::Kind::Phase}) {
            writer.onMark({10, kind, start.layers[0].name, markup(), markup(), markup()});
        }
        writer.onEnd({run::End::How::Failed, markup()});
        return path;
    }

private Q_SLOTS:
    void init()
    {
        QVERIFY(QDir().mkpath(folder_.filePath("watched")));
        QImage image(8, 8, QImage::Format_RGB32);
        image.fill(Qt::red);
        QVERIFY(image.save(picture_));
        QVERIFY(QDir::setCurrent(folder_.filePath("watched")));
    }
    void cleanup() { QDir::setCurrent(QDir::rootPath()); }

    void whatAFileSaysIsShownLetterByLetterInTheWindowAndItsDialogs()
    {
        const QString path = recorded();
        auto options = test::quietLaunch(false);
        options.open = path;
        options.recordings.folder = folder_.path(); // the table of runs has it, too
        const OpenWatch watch(folder_.filePath("watched"));
        ShownWindow w(options, run::Engine{test::scriptedJobWithCheckpoints, test::scriptedResume, {}, {}});
        QTRY_VERIFY_WITH_TIMEOUT(w.session().isRecorded(), 20000);
        QVERIFY(w.window.grab().width() > 0);
        QTRY_VERIFY(showsMark()); // the test looks at what it means to
        QCOMPARE(firstWrongText(), QString());

        // Each action that opens something. File dialogs wait for the user: they are closed by themselves.
        QTimer closer;
        connect(&closer, &QTimer::timeout, &closer, [] {
            auto* dialog = qobject_cast<QDialog*>(QApplication::activeModalWidget());
            if (dialog != nullptr && dialog->inherits("QFileDialog")) { dialog->reject(); }
        });
        closer.start(50);
        int opened = 0;
        for (QAction* action : w.window.findChildren<QAction*>()) {
            const bool opens = action->isEnabled() && action->menu() == nullptr
                               && (action->text().endsWith("...") || action->text().contains("bout"));
            if (!opens) { continue; }
            action->trigger();
            QCoreApplication::processEvents();
            for (QWidget* top : QApplication::topLevelWidgets()) {
                auto* dialog = qobject_cast<QDialog*>(top);
                if (dialog == nullptr || !dialog->isVisible()) { continue; }
                ++opened;
                QVERIFY(dialog->grab().width() > 0);
                const QString wrong = firstWrongText();
                QVERIFY2(wrong.isEmpty(), qPrintable(action->text() + ": " + wrong));
                dialog->reject();
            }
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        }
        QVERIFY2(opened >= 4, qPrintable(QString::number(opened)));
        QCOMPARE(watch.opened(), QString());
    }

    void theQuestionOfAFigureIsPlainTextAndCancelIsItsDefault()
    {
        const QByteArray settings =
            R"({"preset":"spirals","data":"moons","network":"mlp","hidden":[16,16,16],"pretrain_steps":300,"steps":1000000})";
        QFile file(folder_.filePath("figure.svg"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(
            R"(<svg xmlns="http://www.w3.org/2000/svg"><metadata id="gridscope">{"program":"gridscope","run":"&lt;h1>Press Train it&lt;img src=bomb.png>","view":"loss","step":5,"settings":)"
            + settings + "}</metadata></svg>");
        file.close();
        auto options = test::quietLaunch(false);
        options.open = file.fileName();
        const OpenWatch watch(folder_.filePath("watched"));
        ShownWindow w(options);
        QTRY_VERIFY(w.window.findChild<QMessageBox*>("figureRun") != nullptr);
        auto* box = w.window.findChild<QMessageBox*>("figureRun");
        QVERIFY(box->grab().width() > 0);
        QCOMPARE(firstWrongText(), QString());
        QCOMPARE(watch.opened(), QString());
        for (const char* fact : {"<img src=bomb.png>", "Data: moons", "Weights: drawn from seed",
                                 "Steps: 1,000,300, 300 of them float pre-training", "Run file: about ", "Time: "}) {
            QVERIFY2(box->text().contains(fact), qPrintable(box->text()));
        }
        QCOMPARE(box->defaultButton(), box->button(QMessageBox::Cancel));
        QTest::keyClick(box, Qt::Key_Return);
        QTRY_VERIFY(w.window.findChild<QMessageBox*>("figureRun") == nullptr);
        QVERIFY(!w.session().history().hasStarted() || w.session().config().steps != 1'000'000);
    }

    void aReportOfAnExperimentOpensNothingThatItNames()
    {
        const QString folder = folder_.filePath("experiment");
        QVERIFY(QDir().mkpath(folder));
        QFile file(folder + "/report.md");
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("# What came out\n\n![curve](" + picture_.toUtf8() + ")\n\n<img src=\"" + picture_.toUtf8()
                   + "\">\n");
        file.close();
        const OpenWatch watch(folder_.filePath("watched"));
        ui::ExperimentDialog dialog(ui::hypothesisKind(), {}, folder, nullptr);
        dialog.show();
        QVERIFY(dialog.grab().width() > 0);
        auto* result = dialog.findChild<QTextBrowser*>("experimentResult");
        QVERIFY2(result->toPlainText().contains("What came out"), qPrintable(result->toPlainText()));
        QCOMPARE(watch.opened(), QString());
    }

    void aRunWithoutCheckpointsIsTrainedAnewOnlyWhenTheUserAgrees()
    {
        const QString path = recorded();
        auto options = test::quietLaunch(false);
        options.open = path;
        ShownWindow w(options, run::Engine{test::scriptedJobWithCheckpoints, test::scriptedResume, {}, {}});
        QTRY_VERIFY_WITH_TIMEOUT(w.session().isRecorded(), 20000);
        w.window.document().continueTraining(30);
        QTRY_VERIFY(w.window.findChild<QMessageBox*>("continueAnew") != nullptr);
        auto* box = w.window.findChild<QMessageBox*>("continueAnew");
        QVERIFY2(box->text().contains("keeps no checkpoint") && box->text().contains("Steps: 30"),
                 qPrintable(box->text()));
        QCOMPARE(firstWrongText(), QString());
        QTest::keyClick(box, Qt::Key_Return); // Cancel is the default
        QTRY_VERIFY(w.window.findChild<QMessageBox*>("continueAnew") == nullptr);
        QVERIFY(w.session().isRecorded());
        w.window.document().continueTraining(30);
        QTRY_VERIFY(w.window.findChild<QMessageBox*>("continueAnew") != nullptr);
        for (QAbstractButton* button : w.window.findChild<QMessageBox*>("continueAnew")->buttons()) {
            if (button->text().contains("rain")) { button->click(); }
        }
        QTRY_VERIFY_WITH_TIMEOUT(w.session().isLive() || w.session().hasEnded(), 20000);
        QTRY_COMPARE_WITH_TIMEOUT(w.session().history().lastStep(), std::int64_t(30), 20000);
    }
};

QTEST_MAIN(TestPlainText)
#include "tst_plain_text.moc"
