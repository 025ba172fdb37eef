// SPDX-License-Identifier: GPL-3.0-or-later
// The settings form: made from the table, live where it can be, honest where not.
#include "tests/ui/window_fixture.h"
#include "ui/control/field_rules.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

using namespace gridscope;
using test::ShownWindow;

class TestSettingsForm final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everySettingHasARowWithItsHelp()
    {
        ui::SettingsForm form;
        for (const run::Field& field : run::configFields()) {
            ui::FieldRow* row = form.row(QString::fromStdString(std::string(field.key)));
            QVERIFY2(row != nullptr, field.key.data());
            QVERIFY(!row->editor().control()->whatsThis().isEmpty());
            QVERIFY(row->editor().control()->accessibleName().startsWith(QString::fromStdString(std::string(field.label))));
        }
    }

    void showsEveryValueOfAConfig()
    {
        ui::SettingsForm form;
        for (const run::Preset& preset : run::presets()) {
            form.showRunning(preset.config);
            for (const run::Field& field : run::configFields()) {
                const QString key = QString::fromStdString(std::string(field.key));
                QCOMPARE(form.row(key)->editor().text(), QString::fromStdString(run::fieldText(preset.config, field)));
            }
            QVERIFY(form.isValid());
            QVERIFY(!form.hasPending());
        }
    }

    void rangesAndUnitsComeFromTheTable()
    {
        ShownWindow w(test::quietLaunch(false));
        auto* sigma = w.find<QDoubleSpinBox>("sigma");
        const run::Field& field = *run::findField("sigma");
        QCOMPARE(sigma->minimum(), field.low);
        QCOMPARE(sigma->maximum(), field.high);
        QCOMPARE(sigma->suffix().trimmed(), QString::fromStdString(std::string(field.unit)));
        QCOMPARE(sigma->accessibleName(), "Noise scale sigma, in grid steps");
    }

    void aLiveSettingReachesTheJobAndLeavesAMark()
    {
        ShownWindow w(test::quietLaunch(true));
        QTRY_VERIFY(w.steps() > 10);
        w.type("sigma", "0.1");
        const auto hasMark = [&] {
            for (const run::Mark& mark : w.session().history().marks()) {
                if (mark.kind == run::Mark::Kind::Setting && mark.what == "sigma" && mark.to == "0.1") { return true; }
            }
            return false;
        };
        QTRY_VERIFY(hasMark());
        QCOMPARE(w.row("sigma").note(), "");
        QVERIFY(!w.find<QPushButton>("applySettings")->isEnabled());
        QCOMPARE(w.session().config().sigma, 0.1);
    }

    void theRestAppliesAtReset()
    {
        ShownWindow w(test::quietLaunch(true));
        QTRY_VERIFY(w.steps() > 10);
        w.type("batch_size", "64");
        QCOMPARE(w.row("batch_size").note(), "applies at reset");
        QCOMPARE(w.session().config().batchSize, 128);
        QVERIFY(w.find<QPushButton>("applySettings")->isEnabled());
        w.click("applySettings");
        QCOMPARE(w.session().config().batchSize, 64);
        QCOMPARE(w.row("batch_size").note(), "");
        QTRY_VERIFY(w.session().history().hasStarted());
        QCOMPARE(w.session().history().start().config.batchSize, 64);
    }

    void resetTakesWhatTheFormSays()
    {
        ShownWindow w(test::quietLaunch(true));
        QTRY_VERIFY(w.steps() > 10);
        w.find<QComboBox>("data")->setCurrentText("sample");
        w.click("reset");
        QCOMPARE(w.session().config().data, std::string("sample"));
    }

    void revertGoesBackToTheRun()
    {
        ShownWindow w(test::quietLaunch(true));
        QTRY_VERIFY(w.steps() > 10);
        w.type("channels", "nonsense");
        w.click("revertSettings");
        QCOMPARE(w.find<QLineEdit>("channels")->text(), "16,32");
        QCOMPARE(w.row("channels").note(), "");
    }

    void wrongValuesShowTheirSentence_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("no number") << "channels" << "abc" << "channels is abc";
        QTest::newRow("out of range") << "bits" << "9" << "bits is 9";
        QTest::newRow("does not fit the network") << "bits" << "3,4" << "the network has 4 weight layers";
        QTest::newRow("empty seed") << "seed" << " " << "seed is \"\"";
        QTest::newRow("no power of two") << "bins_per_cell" << "12" << "bins_per_cell is 12";
    }
    void wrongValuesShowTheirSentence()
    {
        QFETCH(QString, key);
        QFETCH(QString, text);
        QFETCH(QString, says);
        ShownWindow w(test::quietLaunch(true));
        QTRY_VERIFY(w.steps() > 10);
        const auto bits = w.session().config().bits;
        w.type(qPrintable(key), text);
        QVERIFY2(w.row(qPrintable(key)).note().contains(says), qPrintable(w.row(qPrintable(key)).note()));
        QVERIFY(!w.find<QPushButton>("applySettings")->isEnabled());
        w.click("reset");
        QVERIFY2(w.message().contains(says), qPrintable(w.message()));
        QVERIFY(w.session().isPlaying());
        QCOMPARE(w.session().config().bits, bits);
    }

    void aPresetFillsTheFormAndSaysWhy()
    {
        ShownWindow w(test::quietLaunch(false));
        auto* form = w.find<ui::SettingsForm>("settingsForm");
        form->choosePreset("spirals");
        QCOMPARE(w.find<QComboBox>("preset")->currentData().toString(), "spirals");
        QCOMPARE(w.find<QComboBox>("data")->currentText(), "spirals");
        QVERIFY(form->hasPending());
        w.click("applySettings");
        QCOMPARE(w.session().config().preset, std::string("spirals"));
        QVERIFY(!form->hasPending());
    }

    void onlyWhatAppliesIsEnabled_data()
    {
        QTest::addColumn<QString>("change");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("key");
        QTest::addColumn<bool>("before");
        QTest::newRow("momentum needs sgd") << "optimizer" << "sgd" << "momentum" << false;
        QTest::newRow("decay needs the step schedule") << "schedule" << "step" << "decay_every" << false;
        QTest::newRow("noise needs toy data") << "data" << "moons" << "toy_noise" << false;
        QTest::newRow("a folder needs files") << "data" << "moons" << "data_folder" << true;
        QTest::newRow("channels need LeNet-5") << "network" << "mlp" << "channels" << true;
        QTest::newRow("sigma needs a noisy method") << "method" << "ste" << "sigma" << true;
        QTest::newRow("pre-training needs a pretrained start") << "start" << "scratch" << "pretrain_steps" << true;
        QTest::newRow("LSQ's step sizes learn as the weights do") << "method"
                                                                  << "lsq"
                                                                  << "quantizer_learning_rate" << true;
        QTest::newRow("activation bits need a method") << "activation_method" << "ste" << "activation_bits" << false;
    }
    void onlyWhatAppliesIsEnabled()
    {
        QFETCH(QString, change);
        QFETCH(QString, to);
        QFETCH(QString, key);
        QFETCH(bool, before);
        ShownWindow w(test::quietLaunch(false));
        QWidget* field = w.find<QWidget>(qPrintable(key));
        QCOMPARE(field->isEnabled(), before);
        w.find<QComboBox>(qPrintable(change))->setCurrentText(to);
        QCOMPARE(field->isEnabled(), !before);
        QCOMPARE(field->toolTip() != field->whatsThis(), before);      // a greyed row says why
    }

    void aFullPrecisionRunPreTrainsTooAndSaysSo()
    {
        ShownWindow w(test::quietLaunch(false));
        w.find<QComboBox>("method")->setCurrentText("float");
        for (const char* key : {"start", "pretrain_steps", "pretrain_learning_rate"}) {
            QVERIFY(w.find<QWidget>(key)->isEnabled());
        }
        run::RunConfig config;
        config.method = "float";
        QVERIFY(test::scriptedStart(config).firstStep < 1); // as in the engine (tst_field_rules)
    }

    void rulesNameRealSettings()
    {
        int ruled = 0;
        for (const run::Field& field : run::configFields()) { ruled += ui::whyNot(field.key).isEmpty() ? 0 : 1; }
        QCOMPARE(ruled, 25); // rules in field_rules.cpp: each met its key
    }
};

QTEST_MAIN(TestSettingsForm)
#include "tst_settings_form.moc"
