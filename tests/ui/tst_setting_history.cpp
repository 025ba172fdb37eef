// SPDX-License-Identifier: GPL-3.0-or-later
// Undo and redo of settings, through the real form, menu and keys.
#include "core/run/retention.h"
#include "tests/ui/window_fixture.h"

#include <QAction>
#include <QComboBox>
#include <QLineEdit>
#include <QSpinBox>

using namespace gridscope;
using test::ShownWindow;

namespace {

QString said(ShownWindow& w, const char* key) { return w.row(key).editor().text(); }

void pressUndo(ShownWindow& w) { QTest::keyClick(&w.window, Qt::Key_Z, Qt::ControlModifier); }
void pressRedo(ShownWindow& w) { QTest::keyClick(&w.window, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier); }

std::vector<std::string> settingMarks(ShownWindow& w)
{
    std::vector<std::string> texts;
    for (const run::Mark& mark : w.session().history().marks()) {
        if (mark.kind == run::Mark::Kind::Setting) { texts.push_back(run::markText(mark)); }
    }
    return texts;
}

} // namespace

class TestSettingHistory final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLiveChangeLeavesAMarkAndIsUndoneWithAnother()
    {
        auto options = test::quietLaunch(true);
        options.pace = 200;
        ShownWindow w(options);
        QTRY_VERIFY(w.steps() > 5);
        const std::string before = said(w, "sigma").toStdString();
        w.type("sigma", "0.1");
        QTRY_COMPARE(settingMarks(w).size(), std::size_t(1));
        QCOMPARE(settingMarks(w).front(), "sigma " + before + " -> 0.1");
        const std::int64_t changed = w.session().history().marks().back().step;
        QTRY_VERIFY(w.session().history().lastStep() > changed + 3);
        pressUndo(w);
        QCOMPARE(said(w, "sigma").toStdString(), before);
        QTRY_COMPARE(settingMarks(w).size(), std::size_t(2));
        QCOMPARE(settingMarks(w).back(), "sigma 0.1 -> " + before);
        QVERIFY2(w.message().contains("The weights have moved since step"), qPrintable(w.message()));
        auto* goBack = w.find<QToolButton>("messageAction");
        QVERIFY(goBack->isVisible());
        QTest::mouseClick(goBack, Qt::LeftButton);
        QVERIFY(w.window.playback().step().has_value());
        QVERIFY(*w.window.playback().step() <= changed);
        pressRedo(w);
        QTRY_COMPARE(settingMarks(w).size(), std::size_t(3));
        QCOMPARE(said(w, "sigma"), QString("0.1"));
    }

    void theFieldWithTheKeyboardUndoesItsSettingAndNotItsLetters()
    {
        ShownWindow w(test::quietLaunch(false));
        w.type("steps", "123");
        QWidget* field = w.row("steps").editor().control();
        QVERIFY(field->hasFocus());
        QTest::keyClick(field, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(said(w, "steps"), QString::number(w.session().config().steps));
        QVERIFY(w.window.findChild<QAction*>("redo")->text().contains("Training steps"));
    }

    void whatWaitsForAResetIsUndoneWithoutAMark()
    {
        ShownWindow w(test::quietLaunch(false));
        w.type("bits", "2");
        pressUndo(w);
        QCOMPARE(said(w, "bits"), QString("3"));
        QVERIFY(!w.find<ui::SettingsForm>("settingsForm")->hasPending());
        QVERIFY(settingMarks(w).empty());
    }

    void aPresetIsOneStep()
    {
        ShownWindow w(test::quietLaunch(false));
        auto* form = w.find<ui::SettingsForm>("settingsForm");
        const run::RunConfig before = form->written();
        form->choosePreset("learned-bits");
        QVERIFY(!(form->written() == before));
        pressUndo(w);
        QVERIFY(form->written() == before);
        pressRedo(w);
        QVERIFY(form->written() == run::preset("learned-bits").config);
    }

    void aNewSeedIsUndoneAtTheNextReset()
    {
        ShownWindow w(test::quietLaunch(false));
        const QString seed = said(w, "seed");
        QTest::keyClick(&w.window, Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(said(w, "seed") != seed);
        pressUndo(w);
        QCOMPARE(said(w, "seed"), seed);
        QVERIFY(w.find<ui::SettingsForm>("settingsForm")->hasPending());
    }

    void lettersTypedInOneGoAreOneStep()
    {
        ShownWindow w(test::quietLaunch(false));
        const QString before = said(w, "hidden");
        w.type("hidden", "300,100");
        QCOMPARE(w.window.findChild<QUndoStack*>()->count(), 1);
        pressUndo(w);
        QCOMPARE(said(w, "hidden"), before);
        QVERIFY(!w.window.findChild<QAction*>("undo")->isEnabled());
    }

    void aHundredLevelsAreKept()
    {
        ShownWindow w(test::quietLaunch(false));
        for (int i = 1; i <= 105; ++i) { w.type(i % 2 == 0 ? "steps" : "seed", QString::number(1000 + i)); }
        auto* undo = w.window.findChild<QAction*>("undo");
        int undone = 0;
        for (; undo->isEnabled(); ++undone) { undo->trigger(); }
        QCOMPARE(undone, ui::SettingHistory::mostLevels);
        QCOMPARE(said(w, "seed"), QString("1005")); // the first five are forgotten
        auto* redo = w.window.findChild<QAction*>("redo");
        while (redo->isEnabled()) { redo->trigger(); }
        QCOMPARE(said(w, "seed"), QString("1105"));
        QCOMPARE(said(w, "steps"), QString("1104"));
    }
};

QTEST_MAIN(TestSettingHistory)
#include "tst_setting_history.moc"
