// SPDX-License-Identifier: GPL-3.0-or-later
// How the room is shared: it comes back after whatever stood in its way, a hand changes it, and a menu brings back the first.
#include "tests/ui/cut_text.h"
#include "tests/ui/window_fixture.h"

#include <QAction>
#include <QDialog>
#include <QScreen>
#include <QStandardPaths>
#include <QTabWidget>

using namespace gridscope;
using test::ShownWindow;

namespace {

// Where every named or framed part of the window stands, and how large pictures in labels are.
QStringList whereabouts(ShownWindow& w)
{
    QStringList all;
    for (QWidget* widget : w.window.findChildren<QWidget*>()) {
        const auto* label = qobject_cast<QLabel*>(widget);
        auto* frame = qobject_cast<ui::PanelFrame*>(widget);
        const bool isPicture = label != nullptr && !label->pixmap(Qt::ReturnByValue).isNull();
        if (!widget->isVisible() || (widget->objectName().isEmpty() && frame == nullptr && !isPicture)) { continue; }
        if (widget->objectName().startsWith("qt_")) { continue; }
        const QRect at(widget->mapTo(&w.window, QPoint()), widget->size());
        all += (frame != nullptr ? frame->info().title() : widget->objectName())
               + QString(": %1,%2 %3x%4").arg(at.x()).arg(at.y()).arg(at.width()).arg(at.height());
        if (isPicture) { all.last() += QString(" picture %1").arg(label->pixmap(Qt::ReturnByValue).height()); }
    }
    return all;
}

QString firstDifference(const QStringList& before, const QStringList& after)
{
    for (qsizetype i = 0; i < std::max(before.size(), after.size()); ++i) {
        if (before.value(i) != after.value(i)) { return before.value(i) + " became " + after.value(i); }
    }
    return {};
}

void dragHandle(QSplitter& splitter, int handle, int pixels)
{
    QSplitterHandle* grip = splitter.handle(handle);
    const QPoint from = grip->rect().center();
    const QPoint by = splitter.orientation() == Qt::Horizontal ? QPoint(pixels, 0) : QPoint(0, pixels);
    QTest::mousePress(grip, Qt::LeftButton, {}, from);
    QTest::mouseMove(grip, from + by);
    QTest::mouseRelease(grip, Qt::LeftButton, {}, grip->mapFromGlobal(grip->mapToGlobal(from)));
}

void large(ShownWindow& w)
{
    w.window.resize(1600, 1000);
    QTRY_VERIFY(w.session().hasEnded());
    QTRY_VERIFY(w.find<ui::Workspace>("workspace")->frame("river")->isVisible());
}

} // namespace

class TestLayout final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true); // settings of its own
        QCoreApplication::setOrganizationName("GridscopeTest");
        QSettings().clear();
    }

    void theFirstWindowFitsTheScreen()
    {
        ui::MainWindow window(run::Engine{test::scriptedJob, {}, {}, {}}, test::quietLaunch(false));
        const QSize room = window.screen()->availableSize(); // 800 x 800 where there is no screen
        QVERIFY2(window.width() < room.width() && window.height() < room.height(),
                 "the window and its frame do not fit");
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QVERIFY2(window.width() < room.width() && window.height() < room.height(), "the window grew");
        QVERIFY2(window.minimumSizeHint().width() <= 784 && window.minimumSizeHint().height() <= 552,
                 "a screen of 800 x 600 has no room for it");
    }

    void everythingComesBackToWhereItWas_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<bool>("withMicroscope");
        for (const char* what :
             {"projector mode", "large text", "a small window", "a maximised panel", "folded settings"}) {
            QTest::addRow("%s", what) << what << false;
            QTest::addRow("%s, microscope open", what) << what << true;
        }
    }
    void everythingComesBackToWhereItWas()
    {
        QFETCH(QString, what);
        QFETCH(bool, withMicroscope);
        ShownWindow w(test::quietLaunch(true, test::quickConfig(200)));
        large(w);
        auto* workspace = w.find<ui::Workspace>("workspace");
        if (withMicroscope) { workspace->showMicroscope(); }
        dragHandle(*workspace->findChild<QSplitter*>("middle"), 1, 40); // not the usual shares
        dragHandle(*workspace->findChild<QSplitter*>("columns"), 1, 30);
        QTest::qWait(50); // layouts settle
        const QStringList before = whereabouts(w);
        for (int twice = 0; twice < 2; ++twice) {
            if (what == "projector mode") {
                w.window.setProjected(true);
                QTest::qWait(50);
                w.window.setProjected(false);
            } else if (what == "large text") {
                for (const int percent : {125, 150, 200, 250, 100}) {
                    w.window.setTextPercent(percent);
                    QTest::qWait(20);
                }
            } else if (what == "a small window") {
                w.window.resize(600, 500);
                QTest::qWait(50);
                w.window.resize(1600, 1000);
                if (withMicroscope) { QTest::qWait(50); }
            } else if (what == "a maximised panel") {
                workspace->maximise(workspace->frame("river"));
                QTest::qWait(50);
                w.window.setTextPercent(200);
                QTest::qWait(50);
                w.window.setTextPercent(100);
                workspace->restore();
            } else {
                w.click("settingsToggle");
                QTest::qWait(50);
                w.click("settingsToggle");
            }
            QTRY_COMPARE(firstDifference(before, whereabouts(w)), QString());
        }
    }

    void resetLayoutBringsBackTheFirstOne()
    {
        ShownWindow w(test::quietLaunch(true, test::quickConfig(200)));
        large(w);
        QTest::qWait(50);
        const QStringList before = whereabouts(w);
        auto* workspace = w.find<ui::Workspace>("workspace");
        dragHandle(*workspace->findChild<QSplitter*>("middle"), 1, 60);
        dragHandle(*workspace->findChild<QSplitter*>("columns"), 2, -60);
        workspace->showMicroscope();
        QTest::qWait(50);
        QVERIFY(whereabouts(w) != before);
        w.window.setProjected(true);
        w.find<QAction>("resetLayout")->trigger();
        QVERIFY(!w.window.isProjected());
        QTRY_COMPARE(firstDifference(before, whereabouts(w)), QString());
    }

    void aDialogThatIsOpenGrowsWithTheText()
    {
        ShownWindow w(test::quietLaunch(false));
        for (QAction* action : w.window.findChildren<QAction*>()) {
            if (action->shortcut() == QKeySequence("Ctrl+H")) { action->trigger(); }
        }
        auto* dialog = w.find<QDialog>("experiment");
        QTRY_VERIFY(dialog->isVisible());
        const QSize before = dialog->size();
        w.window.setTextPercent(200);
        const int line = dialog->fontMetrics().height();
        const QSize wanted = QSize(42 * line, 34 * line).boundedTo(dialog->screen()->availableSize() * 9 / 10);
        QTRY_VERIFY2(dialog->width() >= wanted.width() && dialog->height() >= wanted.height(),
                     qPrintable(QString("%1x%2").arg(dialog->width()).arg(dialog->height())));
        QVERIFY(dialog->width() > before.width());
        w.window.setTextPercent(100);
    }

    void aDraggedLayoutIsRememberedAndADamagedOneIsNot()
    {
        ui::LaunchOptions options = test::quietLaunch(true, test::quickConfig(60));
        options.remembers = true;
        QList<int> sizes;
        {
            ShownWindow w(options);
            large(w);
            auto* middle = w.find<ui::Workspace>("workspace")->findChild<QSplitter*>("middle");
            dragHandle(*middle, 1, 50);
            sizes = middle->sizes();
            w.window.setProjected(true); // closed in the lecture hall
            w.window.close();
        }
        {
            ShownWindow w(options);
            w.window.setProjected(false);
            large(w);
            auto* middle = w.find<ui::Workspace>("workspace")->findChild<QSplitter*>("middle");
            constexpr int rounding = 3;
            QTRY_VERIFY2(std::abs(middle->sizes().front() - sizes.front()) <= rounding,
                         qPrintable(QString("%1, not %2").arg(middle->sizes().front()).arg(sizes.front())));
            w.window.close();
        }
        for (const QByteArray& bad : {QByteArray("nonsense"), QByteArray(400, '\xff'), QByteArray("\0\0\0\2", 4)}) {
            QSettings().setValue("window/panels", bad);
            ShownWindow w(options);
            large(w);
            QVERIFY(w.find<ui::Workspace>("workspace")->histogram()->height() > 300);
        }
    }
};

QTEST_MAIN(TestLayout)
#include "tst_layout.moc"
