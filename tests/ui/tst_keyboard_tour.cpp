// SPDX-License-Identifier: GPL-3.0-or-later
// The whole window without a mouse: every action has a key or a letter in its menu, keys do not clash, Tab reaches every
// control, and what opens has names and cuts no text.
#include "tests/ui/cut_text.h"
#include "tests/ui/window_fixture.h"
#include "ui/panel/layer_strip.h"

#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMenuBar>
#include <QSet>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace gridscope;
using test::ShownWindow;

namespace {

void collect(const QMenu& menu, QList<QAction*>& actions)
{
    for (QAction* action : menu.actions()) {
        if (action->isSeparator()) { continue; }
        action->menu() != nullptr ? collect(*action->menu(), actions) : actions.append(action);
    }
}

QList<QAction*> allActions(ShownWindow& w)
{
    QList<QAction*> actions;
    for (QAction* top : w.window.menuBar()->actions()) { collect(*top->menu(), actions); }
    return actions;
}

QString letterOf(const QAction& action)
{
    const QString text = action.text();
    const auto at = text.indexOf('&');
    return at < 0 ? QString() : text.mid(at + 1, 1).toLower();
}

// Files are asked for in dialogs of their own event loop; they are looked at and sent away, as the user would with Escape.
class Closer final : public QObject {
public:
    Closer()
    {
        connect(&timer_, &QTimer::timeout, this, [this] {
            QWidget* top = QApplication::activeModalWidget();
            if (top == nullptr) { return; }
            seen += top->windowTitle();
            QTest::keyClick(top, Qt::Key_Escape);
        });
        timer_.start(30);
    }
    QStringList seen;

private:
    QTimer timer_;
};

bool canTab(const QWidget* widget)
{
    return widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) != 0;
}

} // namespace

class TestKeyboardTour final : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    ui::LaunchOptions launch() const
    {
        auto options = test::quietLaunch(false);
        options.recordings.folder = folder_.filePath("runs");
        return options;
    }

private Q_SLOTS:
    void initTestCase() { QApplication::setAttribute(Qt::AA_DontUseNativeDialogs); }

    void menusAreFoundByTheirLetters()
    {
        ShownWindow w(launch());
        QSet<QString> tops;
        for (QAction* top : w.window.menuBar()->actions()) {
            QVERIFY2(!letterOf(*top).isEmpty() && !tops.contains(letterOf(*top)), qPrintable(top->text()));
            tops += letterOf(*top);
            QHash<QString, QString> letters;
            for (QAction* action : top->menu()->actions()) {
                const QString letter = letterOf(*action);
                if (action->isSeparator() || letter.isEmpty()) { continue; }
                QVERIFY2(!letters.contains(letter), qPrintable(action->text() + " and " + letters[letter]));
                letters[letter] = action->text();
            }
        }
    }

    void keysDoNotClash()
    {
        ShownWindow w(launch());
        QHash<QKeySequence, QString> keys;
        for (QAction* action : allActions(w)) {
            for (const QKeySequence& key : action->shortcuts()) {
                QVERIFY2(!keys.contains(key), qPrintable(key.toString() + ": " + action->text() + " and " + keys[key]));
                keys[key] = action->text();
            }
        }
        QVERIFY(keys.size() > 25);
    }

    void everyActionIsReachedFromItsMenu()
    {
        ShownWindow w(launch());
        QTRY_VERIFY(w.session().isPaused() && w.session().history().hasStarted());
        w.session().step(3);
        QTRY_VERIFY(w.steps() == 3 && w.session().isPaused());
        const Closer closer;
        int reached = 0;
        for (QAction* action : allActions(w)) {
            const QString name = action->text();
            if (!action->isEnabled() || action->text().contains("Quit")) { continue; }
            QSignalSpy triggered(action, &QAction::triggered);
            // Alt opens a menu and letters choose in it: Qt's own work. Here it is what the action does that counts.
            action->trigger();
            QCOMPARE(triggered.count(), 1);
            ++reached;
            QTRY_VERIFY2(QApplication::activeModalWidget() == nullptr,
                         qPrintable(name)); // every dialog ends with Escape
            QVERIFY2(w.window.isVisible(), qPrintable(name));
        }
        QVERIFY2(reached > 40, qPrintable(QString::number(reached)));
        QVERIFY2(closer.seen.size() >= 5, qPrintable(closer.seen.join(", ")));
        w.window.setTextPercent(100);
    }

    void dialogsHaveNamesAndCutNoText_data()
    {
        QTest::addColumn<QKeySequence>("key");
        QTest::newRow("keys") << QKeySequence("F1");
        QTest::newRow("layers") << QKeySequence("Ctrl+L");
        QTest::newRow("runs") << QKeySequence("Ctrl+Shift+O");
        QTest::newRow("twin") << QKeySequence("Ctrl+T");
        QTest::newRow("hypothesis") << QKeySequence("Ctrl+H");
        QTest::newRow("export") << QKeySequence("Ctrl+Shift+E");
    }
    void dialogsHaveNamesAndCutNoText()
    {
        QFETCH(QKeySequence, key);
        for (const int percent : {100, 250}) {
            ShownWindow w(launch());
            QTRY_VERIFY(w.session().isPaused() && w.session().history().hasStarted());
            w.session().step(3);
            QTRY_VERIFY(w.steps() == 3 && !w.session().path().isEmpty());
            w.window.setTextPercent(percent);
            QTest::keyClick(&w.window, key[0].key(), key[0].keyboardModifiers());
            QDialog* dialog = nullptr;
            const auto found = [&] {
                for (QDialog* child : w.window.findChildren<QDialog*>()) {
                    if (child->isVisible()) { dialog = child; }
                }
                return dialog != nullptr;
            };
            QTRY_VERIFY(found());
            QVERIFY(!dialog->windowTitle().isEmpty());
            QTRY_COMPARE(test::cutTexts(*dialog), QStringList());
            for (const QWidget* widget : dialog->findChildren<QWidget*>()) {
                const bool isOwn = !widget->objectName().startsWith("qt_");
                const bool speaks =
                    !widget->accessibleName().isEmpty() || qobject_cast<const QAbstractButton*>(widget) != nullptr;
                const bool isPart =
                    widget->focusProxy() != nullptr || qobject_cast<const QLineEdit*>(widget) != nullptr; // of a box
                QVERIFY2(!canTab(widget) || !isOwn || speaks || isPart, qPrintable(test::nameOf(widget)));
            }
            QTest::keyClick(dialog, Qt::Key_Escape);
            w.window.setTextPercent(100);
        }
    }

    void tabReachesEveryControl()
    {
        ShownWindow w(launch());
        QTRY_VERIFY(w.session().isPaused() && w.session().history().hasStarted());
        QSet<const QWidget*> reached;
        w.find<QAbstractButton>("reset")->setFocus();
        for (int i = 0; i < 400; ++i) {
            const QWidget* focus = QApplication::focusWidget();
            QVERIFY(focus != nullptr);
            if (i > 0 && focus->objectName() == "reset") { break; } // once around
            for (const QWidget* part = focus; part != nullptr; part = part->parentWidget()) { reached += part; }
            QTest::keyClick(const_cast<QWidget*>(focus), Qt::Key_Tab);
        }
        QStringList missed;
        for (const QWidget* widget : w.window.findChildren<QWidget*>()) {
            const bool isInner = widget->focusProxy() != nullptr
                                 || (widget->parentWidget() != nullptr && reached.contains(widget->parentWidget())
                                     && qobject_cast<const QAbstractScrollArea*>(widget->parentWidget()) != nullptr);
            if (canTab(widget) && !isInner && !reached.contains(widget)) { missed += test::nameOf(widget); }
        }
        QVERIFY2(missed.isEmpty(), qPrintable(missed.join("; ")));
        QVERIFY(reached.size() > 40);
    }

    void aLayerIsFoundByAPartOfItsName()
    {
        ShownWindow w(launch());
        QTRY_VERIFY(w.session().isPaused() && w.session().history().hasStarted());
        w.session().step(3);
        QTRY_VERIFY(w.steps() == 3);
        QTest::keyClick(&w.window, Qt::Key_F, Qt::ControlModifier);
        auto* field = w.find<QLineEdit>("findLayer");
        QTRY_VERIFY(field->hasFocus());
        QTest::keyClicks(field, "v2");
        auto& list = w.window.findChild<ui::LayerStrip*>()->list();
        QCOMPARE(list.currentIndex().data().toString(), QString("conv2"));
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(!field->isVisible() && list.hasFocus());
    }
};

QTEST_MAIN(TestKeyboardTour)
#include "tst_keyboard_tour.moc"
