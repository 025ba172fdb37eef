// SPDX-License-Identifier: GPL-3.0-or-later
// Keys that the user changes: in the list under F1, with the keyboard alone, and what the window then does with them.
#include "tests/ui/window_fixture.h"
#include "ui/dialog/key_dialog.h"
#include "ui/look/language.h"

#include <QAction>
#include <QDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QTemporaryDir>

using namespace gridscope;
using test::ShownWindow;

namespace {

ui::Workspace* workspaceOf(ShownWindow& w) { return w.find<ui::Workspace>("workspace"); }
const ui::Command& named(const char* id) { return *ui::findCommand(id); }

void press(QWidget* widget, const QKeySequence& key)
{
    QTest::keyClick(widget, key[0].key(), key[0].keyboardModifiers());
}

// The list as a user works with it: with keys only.
class List {
public:
    explicit List(ShownWindow& w)
    {
        QTest::keyClick(&w.window, Qt::Key_F1);
        dialog = w.find<ui::KeyDialog>("keys");
        table = dialog->findChild<QTableWidget*>("keyTable");
        field = dialog->findChild<ui::KeyField*>("newKey");
        dialog->activateWindow();
        if (!QTest::qWaitFor([this] { return table->hasFocus(); })) { qFatal("The list does not take the keyboard."); }
    }
    ~List()
    {
        QWidget* window = dialog->parentWidget();
        QTest::keyClick(dialog, Qt::Key_Escape);
        window->activateWindow();
        if (!QTest::qWaitFor([&] { return window->isActiveWindow(); })) { qFatal("The window does not come back."); }
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    int rowOf(const char* id) const
    {
        const QString title = ui::titleOf(named(id));
        for (int row = 0; row < table->rowCount(); ++row) {
            if (table->item(row, 0)->text() == title) { return row; }
        }
        qFatal("No row says %s.", qPrintable(title));
    }
    void choose(const char* id) const { table->setCurrentCell(rowOf(id), 0); }
    void change(const char* id, const QKeySequence& key) const
    {
        choose(id);
        QTest::keyClick(table, Qt::Key_Return);
        if (!field->hasFocus()) { qFatal("The field does not take the keyboard."); }
        press(field, key);
    }
    QString keysOf(const char* id) const { return table->item(rowOf(id), 1)->text(); }
    QString said() const { return dialog->findChild<QLabel*>("keySaid")->text(); }
    QPushButton* button(const char* name) const { return dialog->findChild<QPushButton*>(name); }

    ui::KeyDialog* dialog;
    QTableWidget* table;
    ui::KeyField* field;
};

} // namespace

class TestKeys final : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder_.path());
        QCoreApplication::setOrganizationName("Gridscope");
        QCoreApplication::setApplicationName("Gridscope");
    }
    void init() { QSettings().clear(); }

    void theListShowsEachCommandWithItsKeys()
    {
        ShownWindow w(test::quietLaunch(false));
        const List list(w);
        QCOMPARE(list.keysOf("playPause"), QString("Space, F5"));
        QCOMPARE(list.keysOf("on 10"), QString("Shift+Right"));
        QCOMPARE(list.keysOf("layer 3"), QString("3"));
        QCOMPARE(list.keysOf("checkData"), QString());
        for (const ui::Command& command : ui::commands()) {
            if (*command.title != '\0') { QVERIFY(list.rowOf(qPrintable(command.id())) > 0); }
        }
    }

    void anotherKeyIsGivenWithTheKeyboardAndWorksAtOnce_data()
    {
        QTest::addColumn<QKeySequence>("key");
        QTest::newRow("with Ctrl") << QKeySequence("Ctrl+P");
        QTest::newRow("plain") << QKeySequence("X");
        QTest::newRow("a function key") << QKeySequence("Shift+F7");
    }
    void anotherKeyIsGivenWithTheKeyboardAndWorksAtOnce()
    {
        QFETCH(QKeySequence, key);
        ShownWindow w(test::quietLaunch(false));
        QTRY_VERIFY(w.session().history().hasStarted());
        {
            const List list(w);
            list.change("maximise", key);
            QCOMPARE(list.keysOf("maximise"), key.toString());
            QVERIFY2(list.said().endsWith(": " + key.toString()), qPrintable(list.said()));
            QVERIFY(list.table->hasFocus()); // for the next one
        }
        w.focusHistogram();
        press(w.window.focusWidget(), QKeySequence("F"));
        QVERIFY(!workspaceOf(w)->isMaximised());
        press(w.window.focusWidget(), key);
        QVERIFY(workspaceOf(w)->isMaximised());
        press(&w.window, QKeySequence("Esc"));
        QVERIFY(!workspaceOf(w)->isMaximised());
    }

    void aCommandThatIsInNoMenuTakesAKeyWithCtrl()
    {
        ShownWindow w(test::quietLaunch(false));
        w.window.keys().change(named("switchTwin"), {QKeySequence("Ctrl+J")});
        QTRY_VERIFY(w.session().history().hasStarted());
        press(&w.window, QKeySequence("Ctrl+J"));
        QTRY_VERIFY(w.find<QDialog>("twinDialog")->isVisible());
    }

    void aKeyMayBeAddedAndTakenAway()
    {
        ShownWindow w(test::quietLaunch(false));
        {
            const List list(w);
            list.choose("maximise");
            list.button("addKey")->click();
            press(list.field, QKeySequence("Ctrl+M"));
            QCOMPARE(list.keysOf("maximise"), QString("F, Ctrl+M"));
        }
        press(&w.window, QKeySequence("Ctrl+M"));
        QVERIFY(workspaceOf(w)->isMaximised());
        press(&w.window, QKeySequence("Esc"));
        press(&w.window, QKeySequence("F"));
        QVERIFY(workspaceOf(w)->isMaximised());
        const List list(w);
        list.choose("maximise");
        list.button("removeKeys")->click();
        QCOMPARE(list.keysOf("maximise"), QString());
        QVERIFY(!list.button("removeKeys")->isEnabled() && !list.button("addKey")->isEnabled());
    }

    void aKeyOfAnotherCommandIsSaidAndEnterSwaps()
    {
        ShownWindow w(test::quietLaunch(false));
        QTRY_VERIFY(w.session().history().hasStarted());
        {
            const List list(w);
            list.change("projector", QKeySequence("M"));
            QVERIFY2(list.said().contains("One weight under the microscope"), qPrintable(list.said()));
            QCOMPARE(list.keysOf("projector"), QString("P")); // nothing has happened
            QVERIFY(list.button("swapKeys")->isEnabled());
            press(list.field, QKeySequence("Return"));
            QCOMPARE(list.keysOf("projector"), QString("M"));
            QCOMPARE(list.keysOf("microscope"), QString("P"));
        }
        w.focusHistogram();
        press(w.window.focusWidget(), QKeySequence("P"));
        QTRY_VERIFY(workspaceOf(w)->frame("microscope")->isVisible() && !w.window.isProjected());
        press(w.window.focusWidget(), QKeySequence("M"));
        QVERIFY(w.window.isProjected());
        w.window.setProjected(false);
    }

    void afterAClashAnotherKeyOrEscIsFree()
    {
        ShownWindow w(test::quietLaunch(false));
        const List list(w);
        list.change("projector", QKeySequence("M"));
        press(list.field, QKeySequence("Y"));
        QCOMPARE(list.keysOf("projector"), QString("Y"));
        list.change("projector", QKeySequence("M"));
        press(list.field, QKeySequence("Esc"));
        QVERIFY(list.dialog->isVisible() && list.table->hasFocus());
        QCOMPARE(list.keysOf("projector"), QString("Y"));
        QCOMPARE(list.keysOf("microscope"), QString("M"));
    }

    void whatCannotBeAKeyIsRefusedWithItsReason_data()
    {
        QTest::addColumn<QKeySequence>("key");
        QTest::addColumn<QString>("reason");
        QTest::newRow("a menu's letter") << QKeySequence("Alt+F") << "Alt+F opens menus: Alt and a letter.";
        QTest::newRow("zoom") << QKeySequence("+") << "+ zooms the curves.";
    }
    void whatCannotBeAKeyIsRefusedWithItsReason()
    {
        QFETCH(QKeySequence, key);
        QFETCH(QString, reason);
        ShownWindow w(test::quietLaunch(false));
        const List list(w);
        list.change("projector", key);
        QCOMPARE(list.said(), reason);
        QCOMPARE(list.keysOf("projector"), QString("P"));
        QVERIFY(!list.button("swapKeys")->isEnabled());
        press(list.field, QKeySequence("Esc"));
        for (const char* never : {"Esc", "Tab", "Shift+Backtab", "Return"}) {
            QVERIFY2(!ui::Keys::refusal(QKeySequence(never)).isEmpty(), never);
        }
        list.choose("leave");
        QVERIFY(!list.button("changeKey")->isEnabled());
    }

    void defaultKeysComeBack()
    {
        ShownWindow w(test::quietLaunch(false));
        const List list(w);
        QVERIFY(!list.button("defaultKeys")->isEnabled());
        list.change("projector", QKeySequence("Ctrl+P"));
        list.change("maximise", QKeySequence("P"));
        list.button("defaultKeys")->click();
        QCOMPARE(list.keysOf("projector"), QString("P"));
        QCOMPARE(list.keysOf("maximise"), QString("F"));
        QVERIFY(w.window.keys().areDefaults());
    }

    void keysAreKeptForTheNextStart()
    {
        auto options = test::quietLaunch(false);
        options.remembers = true;
        {
            ShownWindow w(options);
            const List list(w);
            list.change("maximise", QKeySequence("Ctrl+M"));
            list.choose("summary");
            list.button("removeKeys")->click();
            list.change("layer 2", QKeySequence("Q"));
        }
        {
            ShownWindow w(options);
            const ui::Keys& keys = w.window.keys();
            QCOMPARE(keys.text("maximise"), QString("Ctrl+M"));
            QCOMPARE(keys.text("summary"), QString());
            QCOMPARE(keys.text("layer 2"), QString("Q"));
            QCOMPARE(keys.text("playPause"), QString("Space, F5"));
            w.window.keys().restoreDefaults();
        }
        QVERIFY(ui::Keys(true).areDefaults());
    }

    void damagedSettingsGiveNobodyTwoMeanings()
    {
        QSettings settings;
        settings.setValue("keys/maximise", QStringList{"P", "no key at all", "Ctrl+K, Ctrl+M", "Tab"});
        settings.setValue("keys/microscope", QStringList{"P", "Q"});
        settings.setValue("keys/leave", QStringList{"Q"});
        settings.setValue("keys/nonsense", QStringList{"B"});
        settings.setValue("keys/set", QStringList{"B"});
        settings.setValue("keys/step", QByteArray("\xff\x00", 2));
        settings.sync();
        const ui::Keys keys(true);
        QSet<QKeySequence> seen;
        for (const ui::Command& command : ui::commands()) {
            for (const QKeySequence& key : keys.of(command)) {
                QVERIFY2(!seen.contains(key), qPrintable(key.toString()));
                seen += key;
            }
        }
        QCOMPARE(keys.text("leave"), QString("Esc"));
        QCOMPARE(keys.text("set"), QString());
        QCOMPARE(keys.text("projector"), QString()); // the user's choice comes first
        QVERIFY(keys.text("maximise") == "P" || keys.text("microscope") == "P, Q");
    }

    void menuAndTooltipsShowTheKeyInForce()
    {
        ShownWindow w(test::quietLaunch(false));
        QCOMPARE(w.find<QToolButton>("play")->toolTip(), QString("Play or pause (Space, F5)"));
        QCOMPARE(w.find<QSlider>("pace")->toolTip(), QString("How fast the run may go, in steps per second ([, ])"));
        w.window.keys().change(named("playPause"), {QKeySequence("Ctrl+P")});
        w.window.keys().change(named("maximise"), {QKeySequence("X")});
        w.window.keys().change(named("summary"), {});
        QCOMPARE(w.find<QToolButton>("play")->toolTip(), QString("Play or pause (Ctrl+P)"));
        QCOMPARE(w.find<QToolButton>("play")->accessibleDescription(), QString("Play or pause (Ctrl+P)"));
        QCOMPARE(w.find<QAction>("playPause")->shortcut(), QKeySequence("Ctrl+P"));
        QCOMPARE(w.find<QAction>("maximise")->shortcut(), QKeySequence("X"));
        QCOMPARE(w.find<QAction>("summary")->shortcuts(), QList<QKeySequence>());
        QStringList tips;
        for (const QToolButton* button : workspaceOf(w)->histogram()->findChildren<QToolButton*>()) {
            tips += button->toolTip();
        }
        QVERIFY2(tips.contains("Maximise this panel (X)"), qPrintable(tips.join("; ")));
        QTRY_VERIFY2(w.message().contains("Press Play (Ctrl+P)"), qPrintable(w.message()));
    }

    void noChoiceOfKeysTakesLettersFromAField()
    {
        ShownWindow w(test::quietLaunch(false));
        ui::Keys& keys = w.window.keys();
        keys.change(named("projector"), {QKeySequence("A"), QKeySequence("7")});
        keys.change(named("maximise"), {QKeySequence("Ctrl+A"), QKeySequence("Backspace"), QKeySequence("Shift+B")});
        keys.change(named("settings"), {QKeySequence("Ctrl+V"), QKeySequence("Left"), QKeySequence("Ctrl+Left")});
        auto* field = w.find<QLineEdit>("weights_file");
        field->setFocus();
        QTest::keyClicks(field, "aA7Bx y");
        QTest::keyClick(field, Qt::Key_Left);
        QTest::keyClick(field, Qt::Key_Backspace);
        QCOMPARE(field->text(), QString("aA7Bxy"));
        QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(field->selectedText(), QString("aA7Bxy"));
        QVERIFY(!w.window.isProjected() && !workspaceOf(w)->isMaximised());
        QVERIFY(w.find<QToolButton>("settingsToggle")->isChecked());
    }

    void aSignThatNeedsShiftIsTheSignAlone()
    {
        ShownWindow w(test::quietLaunch(false));
        QKeyEvent question(QEvent::KeyPress, Qt::Key_Question, Qt::ShiftModifier, "?");
        QCOMPARE(ui::Keys::sequenceOf(question), QKeySequence("?"));
        QCOMPARE(w.window.keys().commandOf(question)->id(), QString("keys"));
        QKeyEvent capital(QEvent::KeyPress, Qt::Key_F, Qt::ShiftModifier, "F");
        QCOMPARE(w.window.keys().commandOf(capital)->id(), QString("maximise"));
        w.window.keys().change(named("projector"), {QKeySequence("Shift+F")});
        QCOMPARE(w.window.keys().commandOf(capital)->id(), QString("projector"));
        QKeyEvent shift(QEvent::KeyPress, Qt::Key_Shift, Qt::ShiftModifier);
        QVERIFY(w.window.keys().commandOf(shift) == nullptr);
    }

    void aScreenReaderHearsWhatIsChangedAndWhatClashes()
    {
        ShownWindow w(test::quietLaunch(false));
        const List list(w);
        QVERIFY(!list.table->accessibleName().isEmpty());
        list.change("projector", QKeySequence("M"));
        QVERIFY2(list.field->accessibleName().contains("Projector mode"), qPrintable(list.field->accessibleName()));
        QCOMPARE(list.dialog->findChild<QLabel*>("keySaid")->accessibleName(), list.said());
    }

    void theListSpeaksGerman()
    {
        ui::speak(ui::Language::German);
        {
            ShownWindow w(test::quietLaunch(false));
            const List list(w);
            QCOMPARE(list.dialog->windowTitle(), QString("Tasten"));
            QCOMPARE(list.keysOf("playPause"), QString("Leertaste, F5"));
            QCOMPARE(list.keysOf("on 10"), QString("Umschalt+Rechts"));
            list.change("projector", QKeySequence("M"));
            QVERIFY2(list.said().startsWith("M ist die Taste von"), qPrintable(list.said()));
            QCOMPARE(w.find<QToolButton>("play")->toolTip(), QString("Start oder Pause (Leertaste, F5)"));
        }
        ui::speak(ui::Language::English);
    }
};

QTEST_MAIN(TestKeys)
#include "tst_keys.moc"
