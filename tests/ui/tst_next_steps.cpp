// SPDX-License-Identifier: GPL-3.0-or-later
// What is offered once a run has ended, pressed as a user presses it.
#include "tests/ui/window_fixture.h"

#include <QToolButton>

using namespace gridscope;
using test::ShownWindow;

class TestNextSteps : public QObject {
    Q_OBJECT

    static QStringList offered(ShownWindow& w)
    {
        QStringList texts;
        for (const char* name : {"messageAction", "messageAction2", "messageAction3"}) {
            const auto* button = w.find<QToolButton>(name);
            if (button->isVisible()) { texts << button->text(); }
        }
        return texts;
    }
    static run::RunConfig shortRun(const char* method)
    {
        run::RunConfig config = test::quickConfig(30);
        config.pretrainSteps = 0;
        config.method = method;
        return config;
    }
    static void waitForEnd(ShownWindow& w)
    {
        QTRY_VERIFY(w.session().state() == ui::RunSession::State::Ended);
        constexpr int noteIsGone = 3 * ui::MessageBar::noteMilliseconds; // one may lie over it
        QTRY_VERIFY2_WITH_TIMEOUT(w.message().startsWith("Done"), qPrintable(w.message()), noteIsGone);
    }

private Q_SLOTS:
    void nothingIsOfferedWhileARunTrains()
    {
        ShownWindow w(test::quietLaunch(true));
        QTRY_VERIFY(w.steps() > 0);
        QCOMPARE(offered(w), QStringList());
    }

    void anEndedRunIsToBeComparedLookedAtSlowlyOrMadeOnesOwn_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QString>("other");
        QTest::newRow("cpq") << "cpq"
                             << "STE";
        QTest::newRow("ste") << "ste"
                             << "CPQ";
        QTest::newRow("cpq-centred") << "cpq-centred"
                                     << "CPQ";
    }
    void anEndedRunIsToBeComparedLookedAtSlowlyOrMadeOnesOwn()
    {
        QFETCH(const QString, method);
        QFETCH(const QString, other);
        ShownWindow w(test::quietLaunch(true, shortRun(qPrintable(method))));
        waitForEnd(w);
        QCOMPARE(offered(w), QStringList({"Compare with " + other, "Slow motion", "My own settings"}));
    }

    void comparingTrainsTheTwinBesideTheRunBegunAnew()
    {
        ShownWindow w(test::quietLaunch(true, shortRun("cpq")));
        waitForEnd(w);
        w.click("messageAction");
        QTRY_VERIFY(w.find<ui::MessageBar>("messageBar")->text().contains("ste"));
        waitForEnd(w);
        QCOMPARE(offered(w), QStringList({"Slow motion", "My own settings"})); // it is compared already
    }

    void slowMotionOpensTheMicroscope()
    {
        ShownWindow w(test::quietLaunch(true, shortRun("cpq")));
        waitForEnd(w);
        w.click("messageAction2");
        QVERIFY(w.find<QToolButton>("slowMotion")->isVisible());
        QVERIFY(w.find<QToolButton>("slowMotion")->isChecked());
    }

    void onesOwnSettingsHaveTheKeyboardWhereverTheyWere()
    {
        ShownWindow w(test::quietLaunch(true, shortRun("cpq")));
        waitForEnd(w);
        QTest::keyClick(&w.window, Qt::Key_F4); // folded away
        auto* form = w.find<ui::SettingsForm>("settingsForm");
        QVERIFY(!form->isVisible());
        w.click("messageAction3");
        QVERIFY(form->isVisible());
        QVERIFY2(w.find<QTabWidget>("side")->isAncestorOf(QApplication::focusWidget()),
                 QApplication::focusWidget()->metaObject()->className());
        w.click("messageAction3"); // it does not take them away again
        QVERIFY(form->isVisible());
    }

    void theOffersPushNoPanelDown()
    {
        ShownWindow w(test::quietLaunch(true, shortRun("cpq")));
        const auto* workspace = w.find<ui::Workspace>("workspace");
        QTRY_VERIFY(w.steps() > 0);
        for (const int width : {1440, 1100, 1024}) {
            w.window.resize(width, 800);
            QTest::keyClick(&w.window, Qt::Key_F5, Qt::ShiftModifier);
            QTRY_VERIFY(w.session().state() != ui::RunSession::State::Ended);
            const int top = workspace->mapTo(&w.window, QPoint()).y();
            waitForEnd(w);
            QCOMPARE(workspace->mapTo(&w.window, QPoint()).y(), top);
        }
    }
};

QTEST_MAIN(TestNextSteps)
#include "tst_next_steps.moc"
