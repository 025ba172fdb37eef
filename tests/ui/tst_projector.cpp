// SPDX-License-Identifier: GPL-3.0-or-later
// Projector mode as a lecture hall sees it: what the window would paint is noted stroke by stroke and letter by letter.
#include "tests/support/stroke_recorder.h"
#include "tests/ui/cut_text.h"
#include "tests/ui/window_fixture.h"

#include <QAction>
#include <QPointer>
#include <QStandardPaths>
#include <QTabWidget>

using namespace gridscope;
using test::ShownWindow;

namespace {

run::RunConfig shortRun()
{
    run::RunConfig config = test::quickConfig(200);
    config.dropbits = "bitwise"; // the raster, too
    return config;
}

test::Strokes strokesOf(QWidget& widget)
{
    test::StrokeRecorder recorder(widget.size());
    widget.render(&recorder, {}, {}, QWidget::DrawChildren);
    return recorder.strokes;
}

void show1080(ShownWindow& w)
{
    w.window.resize(1920, 1080);
    QTRY_VERIFY(w.session().hasEnded());
    w.window.setProjected(true);
    QTest::qWait(50); // layouts settle
}

QAction* projectorAction(ShownWindow& w)
{
    for (QAction* action : w.window.findChildren<QAction*>()) {
        if (action->text().startsWith("&Projector")) { return action; }
    }
    return nullptr;
}

} // namespace

class TestProjector final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true); // settings of its own
        QCoreApplication::setOrganizationName("GridscopeTest");
        QSettings().clear();
    }
    void cleanup() { ui::ThemeSource::instance().choose(ui::ThemeSource::Choice::Light); }

    void theRecorderSeesAThinLineAndASmallLetter()
    {
        test::StrokeRecorder recorder({100, 100});
        QPainter painter(&recorder);
        painter.setPen(QPen(Qt::black, 2));
        painter.drawLine(0, 0, 50, 50);
        QFont font;
        font.setPixelSize(11);
        painter.setFont(font);
        painter.drawText(10, 10, "small");
        painter.fillRect(QRectF(0, 0, 90, 1), Qt::black);
        painter.end();
        QCOMPARE(recorder.strokes.thinnest, 1.0);
        QCOMPARE(recorder.strokes.smallestText, 11);
        QCOMPARE(recorder.strokes.lines, 2);
    }

    void thePKeyTurnsItOnAndPOrEscapeBack()
    {
        ShownWindow w(test::quietLaunch(true, shortRun()));
        w.window.resize(1600, 1000);
        QTRY_VERIFY(w.session().hasEnded());
        auto* workspace = w.find<ui::Workspace>("workspace");
        auto* middle = workspace->findChild<QSplitter*>("middle");
        QTest::qWait(50); // layouts settle
        const QList<int> layout = middle->sizes();
        for (const Qt::Key back : {Qt::Key_P, Qt::Key_Escape}) {
            w.focusHistogram();
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_P);
            QVERIFY(w.window.isProjected() && projectorAction(w)->isChecked());
            QVERIFY(!w.find<ui::SettingsForm>("settingsForm")->isVisible());
            int visible = 0;
            for (ui::PanelFrame* frame : workspace->frames()) { visible += frame->isVisible() ? 1 : 0; }
            QCOMPARE(visible, 1);
            QTest::keyClick(QApplication::focusWidget(), back);
            QVERIFY(!w.window.isProjected() && !projectorAction(w)->isChecked());
            QVERIFY(w.find<ui::SettingsForm>("settingsForm")->isVisible());
            constexpr int rounding = 8; // pixels; a splitter shares what rounding leaves
            QTRY_COMPARE(middle->sizes().size(), layout.size());
            QTRY_VERIFY(std::abs(middle->sizes().front() - layout.front()) <= rounding);
            QCOMPARE(middle->orientation(), Qt::Vertical);
        }
        projectorAction(w)->trigger();
        QVERIFY(w.window.isProjected());
        QSet<QString> seen; // one key shows all pictures in turn
        for (std::size_t i = 0; i + 1 < workspace->frames().size(); ++i) {
            QVERIFY(workspace->isMaximised());
            seen += workspace->maximised()->info().key;
            QTest::keyClick(&w.window, Qt::Key_N);
        }
        QCOMPARE(seen.size(), qsizetype(workspace->frames().size()) - 1); // the strip is none
        QCOMPARE(workspace->maximised(), workspace->histogram());
        QTest::keyClick(&w.window, Qt::Key_N, Qt::ShiftModifier);
        QVERIFY(workspace->maximised() != workspace->histogram());
        QTest::keyClick(&w.window, Qt::Key_Escape);
        QVERIFY(!w.window.isProjected() && !workspace->isMaximised());
    }

    void theScreenGoesBlackAndComesBack()
    {
        ShownWindow w(test::quietLaunch(true, shortRun()));
        QTRY_VERIFY(w.session().hasEnded());
        auto* stage = w.window.findChild<QWidget*>("stage");
        w.focusHistogram();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_B);
        QVERIFY(stage->isVisible());
        const QColor middle = w.window.grab().toImage().pixelColor(w.window.rect().center());
        QCOMPARE(middle, QColor(Qt::black));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(!stage->isVisible());
        const QImage bare = w.window.grab().toImage();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_O); // the ring
        QVERIFY(stage->isVisible());
        QTest::mouseMove(&w.window, w.window.rect().center());
        QTRY_VERIFY(w.window.grab().toImage() != bare);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_O);
        QVERIFY(!stage->isVisible());
    }

    void theKeyboardStaysWithItsPanel()
    {
        ShownWindow w(test::quietLaunch(true, shortRun()));
        w.window.resize(1600, 1000);
        QTRY_VERIFY(w.session().hasEnded());
        auto* workspace = w.find<ui::Workspace>("workspace");
        for (ui::PanelFrame* frame : workspace->frames()) {
            if (frame->isHidden() || !frame->panel().isVisible()) { continue; }
            frame->panel().setFocus();
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_P);
            const bool isThere = frame != workspace->frame("layers"); // the strip leaves
            QVERIFY2(workspace->focusedFrame() == (isThere ? frame : workspace->histogram()),
                     qPrintable(frame->info().title()));
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
            QVERIFY2(!w.window.isProjected(), qPrintable(frame->info().title()));
        }
    }

    void escapeLeavesItWhereverTheKeyboardIs()
    {
        ShownWindow w(test::quietLaunch(true, shortRun()));
        w.window.resize(1600, 1000);
        QTRY_VERIFY(w.session().hasEnded());
        int tried = 0;
        QList<QPointer<QWidget>> all; // a change of layout makes some anew
        for (QWidget* widget : w.window.findChildren<QWidget*>()) { all += widget; }
        for (const QPointer<QWidget>& widget : all) {
            w.window.setProjected(true);
            if (!widget || !widget->isVisible() || widget->focusPolicy() == Qt::NoFocus || !widget->isEnabled()) {
                continue;
            }
            widget->setFocus();
            if (!widget->hasFocus()) { continue; }
            QTest::keyClick(widget, Qt::Key_Escape);
            QVERIFY2(!w.window.isProjected(), qPrintable(test::nameOf(widget)));
            ++tried;
        }
        QVERIFY(tried > 12);
        w.window.setProjected(false);
    }

    void nothingOfItIsKept()
    {
        ui::LaunchOptions options = test::quietLaunch(false);
        options.remembers = true;
        {
            ShownWindow w(options);
            w.window.setProjected(true);
            w.window.close();
        }
        {
            ShownWindow w(options);
            QVERIFY(!w.window.isProjected());
            QVERIFY(!ui::theme().isProjected);
            w.window.close();
        }
    }

    void everyTextIsLargeAndEveryLineOfAChartBold_data()
    {
        QTest::addColumn<ui::ThemeSource::Choice>("choice");
        QTest::newRow("light") << ui::ThemeSource::Choice::Light;
        QTest::newRow("dark") << ui::ThemeSource::Choice::Dark;
        QTest::newRow("high contrast") << ui::ThemeSource::Choice::HighContrast;
    }
    void everyTextIsLargeAndEveryLineOfAChartBold()
    {
        QFETCH(ui::ThemeSource::Choice, choice);
        ui::ThemeSource::instance().choose(choice);
        ShownWindow w(test::quietLaunch(true, shortRun()));
        show1080(w);
        w.find<ui::Workspace>("workspace")->restore(); // the pictures as tabs
        auto* tabs = w.window.findChild<ui::Workspace*>()->findChild<QTabWidget*>("bottomTabs");
        QVERIFY(tabs != nullptr && tabs->count() >= 4);
        const auto verify = [](QWidget& widget, const QString& name) {
            const test::Strokes s = strokesOf(widget);
            QVERIFY2(s.lines > 0 && s.texts > 0, qPrintable(name + " was not painted"));
            QVERIFY2(s.thinnest >= ui::leastProjectedLine,
                     qPrintable(name + QString(": %1 pixels, ").arg(s.thinnest) + s.thinnestWhat));
            QVERIFY2(s.smallestText >= ui::leastProjectedText,
                     qPrintable(name + QString(": %1 pixels, ").arg(s.smallestText) + s.smallestWhat));
        };
        verify(w.find<ui::Workspace>("workspace")->histogram()->panel(), "Histogram");
        for (int i = 0; i < tabs->count(); ++i) {
            tabs->setCurrentIndex(i);
            QTest::qWait(20);
            verify(static_cast<ui::PanelFrame*>(tabs->currentWidget())->panel(), tabs->tabText(i));
        }
        for (const QLabel* label : w.window.findChildren<QLabel*>()) {
            const bool isRead = label->isVisible() && !label->text().isEmpty();
            if (isRead) {
                QVERIFY2(QFontInfo(label->font()).pixelSize() >= ui::leastProjectedText, qPrintable(label->text()));
            }
        }
        const test::Strokes all = strokesOf(w.window); // buttons, menu, timeline, status line
        QVERIFY2(all.smallestText >= ui::leastProjectedText,
                 qPrintable(all.smallestWhat + QString(" %1").arg(all.smallestText)));
        QVERIFY(all.texts > 30);
        w.window.setProjected(false);
    }

    void theTimelineIsBold()
    {
        ShownWindow w(test::quietLaunch(true, shortRun()));
        show1080(w);
        const test::Strokes s = strokesOf(*w.window.findChild<ui::TimelineBar*>());
        QVERIFY2(s.lines > 0 && s.thinnest >= ui::leastProjectedLine, qPrintable(s.thinnestWhat));
        w.window.setProjected(false);
    }

    void nothingIsCut_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::newRow("1080p") << QSize(1920, 1080);
        QTest::newRow("an old projector") << QSize(1280, 800);
    }
    void nothingIsCut()
    {
        QFETCH(QSize, size);
        ShownWindow w(test::quietLaunch(true, shortRun()));
        show1080(w);
        w.window.resize(size);
        QTRY_COMPARE(test::cutTexts(w.window).join("; "), QString()); // once layouts have settled
        QVERIFY2(w.window.width() <= size.width() && w.window.height() <= size.height(), "the window grew");
        w.window.setProjected(false);
    }
};

QTEST_MAIN(TestProjector)
#include "tst_projector.moc"
