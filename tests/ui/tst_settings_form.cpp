// SPDX-License-Identifier: GPL-3.0-or-later
// The settings form: made from the table, live where it can be, honest where not.
#include "tests/ui/window_fixture.h"
#include "ui/control/field_rules.h"
#include "ui/control/field_words.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QToolButton>

using namespace gridscope;
using test::ShownWindow;

namespace {

// As the files have it, whatever people call it.
void choose(ShownWindow& w, const QString& key, const QString& value)
{
    auto* combo = w.find<QComboBox>(qPrintable(key));
    combo->setCurrentIndex(combo->findData(value));
}

} // namespace

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
            QVERIFY(
                row->editor().control()->accessibleName().startsWith(QString::fromStdString(std::string(field.label))));
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
        sigma->setValue(field.high);
        sigma->stepUp(); // the arrows stay inside what is allowed
        QCOMPARE(sigma->value(), field.high);
        sigma->setValue(field.low);
        sigma->stepDown();
        QCOMPARE(sigma->value(), field.low);
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
        choose(w, "data", "sample");
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
        QTest::newRow("no number") << "channels"
                                   << "abc"
                                   << "\"Channels\" is abc";
        QTest::newRow("out of range") << "bits"
                                      << "9"
                                      << "\"Bit-width\" is 9";
        QTest::newRow("a number far too large") << "learning_rate"
                                                << "1000"
                                                << "\"Learning rate\" is 1000; allowed is a number between 0 and 10.";
        QTest::newRow("beyond what any box holds") << "learning_rate"
                                                   << "1e300"
                                                   << "\"Learning rate\" is 1e+300;";
        QTest::newRow("a negative number") << "sigma"
                                           << "-1"
                                           << "\"Noise scale sigma\" is -1;";
        QTest::newRow("a whole number too small")
            << "batch_size"
            << "0"
            << "\"Batch size\" is 0; allowed is a whole number between 1 and 65536.";
        QTest::newRow("a whole number too large") << "activation_bits"
                                                  << "900"
                                                  << "\"Activation bit-width\" is 900;";
        QTest::newRow("does not fit the network") << "bits"
                                                  << "3,4"
                                                  << "the network has 4 weight layers";
        QTest::newRow("empty seed") << "seed"
                                    << " "
                                    << "\"Random seed\" is \"\"";
        QTest::newRow("no power of two") << "bins_per_cell"
                                         << "12"
                                         << "\"Bins per grid cell\" is 12";
    }
    void wrongValuesShowTheirSentence()
    {
        QFETCH(QString, key);
        QFETCH(QString, text);
        QFETCH(QString, says);
        run::RunConfig config = test::quickConfig();
        config.activationMethod = "ste"; // its bit-width is on
        ShownWindow w(test::quietLaunch(true, config));
        QTRY_VERIFY(w.steps() > 10);
        const auto bits = w.session().config().bits;
        w.type(qPrintable(key), text);
        QVERIFY2(w.row(qPrintable(key)).note().contains(says), qPrintable(w.row(qPrintable(key)).note()));
        QVERIFY(!w.find<QPushButton>("applySettings")->isEnabled());
        QCOMPARE(w.row(qPrintable(key)).editor().text().toDouble(),
                 text.toDouble()); // what was typed stays, to be mended
        w.click("reset");
        QVERIFY2(w.message().contains(says), qPrintable(w.message()));
        QVERIFY(w.session().isPlaying());
        QCOMPARE(w.session().config().bits, bits);
    }

    void sentencesNameTheFieldAndNotItsKey_data()
    {
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<QString>("shown");
        QTest::newRow("a key at its start") << "seed is -5; allowed is a number."
                                            << "\"Random seed\" is -5; allowed is a number.";
        QTest::newRow("two keys") << "data is csv, but data_folder is empty; name the folder."
                                  << "\"Data set\" is csv, but \"Data folder\" is empty; name the folder.";
        QTest::newRow("a word that is a key, too")
            << "bits has 2 numbers, but the network has 4 weight layers; give 4 of them."
            << "\"Bit-width\" has 2 numbers, but the network has 4 weight layers; give 4 of them.";
        QTest::newRow("a value that is a key, too") << "method is float, which has no data."
                                                    << "\"Method\" is float, which has no data.";
        QTest::newRow("a file") << "The file data_folder/steps is missing."
                                << "The file data_folder/steps is missing.";
        QTest::newRow("a command") << "use --set data_folder=FOLDER."
                                   << "use --set data_folder=FOLDER.";
        QTest::newRow("memory") << "try a smaller batch_size or network."
                                << "try a smaller \"Batch size\" or network.";
    }
    void sentencesNameTheFieldAndNotItsKey()
    {
        QFETCH(QString, sentence);
        QFETCH(QString, shown);
        QCOMPARE(ui::inFieldWords(sentence), shown);
    }

    void whatIsPlayedWithMostStandsInFrontAndTheRestIsFoundByAWord()
    {
        ShownWindow w(test::quietLaunch(false));
        auto* form = w.find<ui::SettingsForm>("settingsForm");
        const auto isShown = [&](const char* key) { return form->row(key)->isVisible(); };
        for (const char* key :
             {"method", "bits", "sigma", "dropbits", "bit_penalty", "learning_rate", "data", "network"}) {
            QVERIFY2(isShown(key), key);
        }
        QVERIFY(!isShown("momentum") && !isShown("threads"));
        form->uncover("momentum");
        QVERIFY(isShown("momentum") && isShown("batch_size"));
        auto* search = w.find<QLineEdit>("searchSettings");
        search->setText("snapshot");
        QVERIFY(isShown("snapshot_every") && !isShown("momentum"));
        search->setText("no such thing");
        QVERIFY(!isShown("snapshot_every"));
        search->clear();
        QVERIFY(isShown("momentum"));
    }

    void whatIsWrongIsNotFoldedAway()
    {
        ShownWindow w(test::quietLaunch(false));
        auto* form = w.find<ui::SettingsForm>("settingsForm");
        auto* steps = qobject_cast<QSpinBox*>(form->row("steps")->editor().control());
        QVERIFY(!steps->isVisible());
        steps->setValue(-3);
        QVERIFY(steps->isVisible() && form->row("steps")->hasIssue());
    }

    void slidersAndFieldsSayTheSame()
    {
        ShownWindow w(test::quietLaunch(false));
        auto* form = w.find<ui::SettingsForm>("settingsForm");
        QStringList edits;
        connect(form, &ui::SettingsForm::writtenChanged, this, [&] { edits << "edit"; });
        for (const char* key : {"bits", "sigma", "bit_penalty", "learning_rate"}) {
            auto* slider = qobject_cast<QSlider*>(form->row(key)->editor().slider());
            QVERIFY2(slider != nullptr && !slider->accessibleName().isEmpty(), key);
            slider->setFocus();
            const QString before = form->row(key)->editor().text();
            edits.clear();
            slider->triggerAction(QSlider::SliderSingleStepSub);
            QVERIFY2(form->row(key)->editor().text() != before, key);
            QCOMPARE(edits.size(), qsizetype(1));
            QVERIFY2(form->isValid(), qPrintable(form->firstIssue()));
        }
        auto* sigma = qobject_cast<QSlider*>(form->row("sigma")->editor().slider());
        form->row("sigma")->editor().setText("0.05");
        QCOMPARE(sigma->value(), sigma->minimum());
        form->row("bits")->editor().setText("3,4,4,3"); // one slider cannot say that
        QVERIFY(!form->row("bits")->editor().slider()->isEnabled());
    }

    void zeroIsSaidInAWordAndChoicesAsPeopleCallThem()
    {
        ShownWindow w(test::quietLaunch(false));
        auto* form = w.find<ui::SettingsForm>("settingsForm");
        const auto boxOf = [&](const char* key) {
            return qobject_cast<QAbstractSpinBox*>(form->row(key)->editor().control());
        };
        QCOMPARE(boxOf("freeze_bits_at")->text(), QString("never"));
        QCOMPARE(boxOf("stop_at_accuracy")->text(), QString("never"));
        QCOMPARE(boxOf("train_samples")->text(), QString("all"));
        QCOMPARE(form->row("freeze_bits_at")->editor().text(), QString("0"));
        form->row("freeze_bits_at")->editor().setText("300");
        QCOMPARE(boxOf("freeze_bits_at")->text(), QString("300 steps"));
        QCOMPARE(w.find<QComboBox>("method")->currentText(), QString("CPQ"));
        for (const char* key : {"data_folder", "weights_file"}) {
            QVERIFY(form->row(key)->editor().findChild<QToolButton*>(QString(key) + "Browse") != nullptr);
        }
    }

    void emptyListsShowAnExampleOfTheirOwnKind()
    {
        ui::SettingsForm form;
        const auto placeholder = [&](const char* key) {
            return qobject_cast<QLineEdit*>(form.row(key)->editor().control())->placeholderText();
        };
        QCOMPARE(placeholder("float_layers"), QString("none; 1,4 is the first and the fourth"));
        QCOMPARE(placeholder("frozen_layers"), placeholder("float_layers"));
        QCOMPARE(placeholder("hidden"), QString("e.g. 32,64"));
        QCOMPARE(placeholder("bits"), QString("e.g. 3,4,4,3"));
        QCOMPARE(placeholder("keep_probability"), QString("e.g. 0.9,0.9,0.8,0.9"));
    }

    void whatWaitsForAResetPushesNothing()
    {
        ShownWindow w(test::quietLaunch(true));
        QTRY_VERIFY(w.steps() > 10);
        const auto places = [&] {
            QList<QRect> all;
            for (const run::Field& field : run::configFields()) {
                const QWidget* control = w.row(std::string(field.key).c_str()).editor().control();
                all += QRect(control->mapTo(&w.window, QPoint()), control->size());
            }
            return all;
        };
        const auto before = places();
        w.type("batch_size", "64");
        w.type("bits", "4");
        QTest::qWait(20); // layouts settle
        QCOMPARE(w.row("bits").note(), QString("applies at reset"));
        QVERIFY(w.find<QLabel>("waitingSettings")->text().contains("applies at reset"));
        QCOMPARE(places(), before);
        w.click("revertSettings");
        QCOMPARE(w.find<QLabel>("waitingSettings")->text(), QString());
    }

    void otherDataIsNoLongerThePreset()
    {
        ShownWindow w(test::quietLaunch(false));
        auto* preset = w.find<QComboBox>("preset");
        QCOMPARE(preset->currentData().toString(), QString("fashion-quick"));
        w.type("sigma", "0.5"); // still the preset, and what is changed is said
        QCOMPARE(preset->currentData().toString(), QString("fashion-quick"));
        const auto says = [&](const QString& words) {
            for (const QLabel* label : w.find<ui::SettingsForm>("settingsForm")->findChildren<QLabel*>()) {
                if (label->text().contains(words)) { return true; }
            }
            return false;
        };
        QVERIFY(says("Changed: Noise scale sigma"));
        choose(w, "data", "csv");
        QCOMPARE(preset->currentData().toString(), QString());
        QVERIFY(says("Not tied to a preset."));
        QCOMPARE(w.find<ui::SettingsForm>("settingsForm")->written().preset, std::string());
    }

    void aRecordingIsCalledByWhatItTrains()
    {
        const QTemporaryDir folder;
        ui::Recordings recordings;
        recordings.folder = folder.path();
        const auto nameOf = [&](const run::RunConfig& config) {
            return QFileInfo(recordings.newFile(config, QDateTime(QDate(2026, 1, 2), QTime(3, 4)))).fileName();
        };
        run::RunConfig config = run::preset("fashion-quick").config;
        QCOMPARE(nameOf(config), QString("2026-01-02-0304-fashion-quick-seed1.gridscope"));
        config.method = "ste";
        QCOMPARE(nameOf(config), QString("2026-01-02-0304-fashion-quick-ste-seed1.gridscope"));
        config.data = "csv"; // named on a command line: the preset is still said to be the start
        QCOMPARE(nameOf(config), QString("2026-01-02-0304-csv-ste-seed1.gridscope"));
    }

    void aPresetFillsTheFormAndSaysWhy()
    {
        ShownWindow w(test::quietLaunch(false));
        auto* form = w.find<ui::SettingsForm>("settingsForm");
        form->choosePreset("spirals");
        QCOMPARE(w.find<QComboBox>("preset")->currentData().toString(), "spirals");
        QCOMPARE(w.find<QComboBox>("data")->currentData().toString(), "spirals");
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
        QTest::newRow("momentum needs sgd") << "optimizer"
                                            << "sgd"
                                            << "momentum" << false;
        QTest::newRow("decay needs the step schedule") << "schedule"
                                                       << "step"
                                                       << "decay_every" << false;
        QTest::newRow("noise needs toy data") << "data"
                                              << "moons"
                                              << "toy_noise" << false;
        QTest::newRow("a folder needs files") << "data"
                                              << "moons"
                                              << "data_folder" << true;
        QTest::newRow("channels need LeNet-5") << "network"
                                               << "mlp"
                                               << "channels" << true;
        QTest::newRow("sigma needs a noisy method") << "method"
                                                    << "ste"
                                                    << "sigma" << true;
        QTest::newRow("pre-training needs a pretrained start") << "start"
                                                               << "scratch"
                                                               << "pretrain_steps" << true;
        QTest::newRow("LSQ's step sizes learn as the weights do") << "method"
                                                                  << "lsq"
                                                                  << "quantizer_learning_rate" << true;
        QTest::newRow("activation bits need a method") << "activation_method"
                                                       << "ste"
                                                       << "activation_bits" << false;
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
        choose(w, change, to);
        QCOMPARE(field->isEnabled(), !before);
        QCOMPARE(field->toolTip() != field->whatsThis(), before); // a greyed row says why
    }

    void aFullPrecisionRunPreTrainsTooAndSaysSo()
    {
        ShownWindow w(test::quietLaunch(false));
        choose(w, "method", "float");
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
        for (const run::Field& field : run::configFields()) {
            ruled += ui::whyNot(field.key).isEmpty() || !field.method.empty() ? 0 : 1;
        }
        QCOMPARE(ruled, 30); // rules in field_rules.cpp: each met its key
    }
};

QTEST_MAIN(TestSettingsForm)
#include "tst_settings_form.moc"
