// SPDX-License-Identifier: GPL-3.0-or-later
// The window in German: every text has its German, it fits, and it keeps what a program needs (places, keys).
#include "core/method/methods.h"
#include "core/settings/config_fields.h"
#include "core/settings/presets.h"
#include "tests/ui/cut_text.h"
#include "tests/ui/window_fixture.h"
#include "ui/chart/numbers.h"
#include "ui/document/run_text.h"
#include "ui/look/language.h"

#include <QAction>
#include <QDialog>
#include <QDialogButtonBox>
#include <QLibraryInfo>
#include <QMenuBar>
#include <QProcess>
#include <QPushButton>
#include <QTabBar>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest>

using namespace gridscope;
using test::ShownWindow;
using ui::Language;

namespace {

struct Entry {
    QString context;
    QString source;
    QString german;
    bool isFinished = true;
};

QString sourceFolder() { return qEnvironmentVariable("GRIDSCOPE_SOURCE"); }
QString translations(const QString& name) { return sourceFolder() + "/resources/translations/" + name; }

QList<Entry> entriesOf(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) { qFatal("Cannot read %s.", qPrintable(path)); }
    QXmlStreamReader reader(&file);
    QList<Entry> entries;
    QString context;
    while (!reader.atEnd()) {
        if (reader.readNext() != QXmlStreamReader::StartElement) { continue; }
        const bool isUnfinished = reader.attributes().value("type") == QLatin1String("unfinished");
        if (reader.name() == QLatin1String("name")) { context = reader.readElementText(); }
        if (reader.name() == QLatin1String("source")) { entries.append({context, reader.readElementText(), {}, true}); }
        if (reader.name() == QLatin1String("translation")) {
            entries.last().german = reader.readElementText();
            entries.last().isFinished = !isUnfinished;
        }
    }
    return entries;
}

// What lupdate finds in ui/ now, with the German that there is; its complaints go to `said`.
QList<Entry> updatedEntries(QString& said)
{
    QTemporaryDir folder;
    const QString copy = folder.filePath("gridscope_de.ts");
    QFile::copy(translations("gridscope_de.ts"), copy);
    QProcess lupdate;
    lupdate.setProcessChannelMode(QProcess::MergedChannels);
    lupdate.start(LUPDATE,
                  QString(LUPDATE_OPTIONS).split(' ') + QStringList{"-recursive", sourceFolder() + "/ui", "-ts", copy});
    if (!lupdate.waitForFinished(120'000) || lupdate.exitCode() != 0) {
        qFatal("lupdate failed: %s", lupdate.readAll().constData());
    }
    said = QString::fromUtf8(lupdate.readAll());
    return entriesOf(copy);
}

QSet<QString> fixedTextsOfCore()
{
    // The marks' words stand in core/train and core/run where they are told.
    QSet<QString> texts{
        "quantized training", "best quantized accuracy", "bit-length", "resumed", "A weight or step size", "The loss"};
    texts += QSet<QString>{"training of bit planes",
                           "fine-tuning",
                           "adjustment of the precision",
                           "warning: a dead layer, every weight rounds to 0; back to its last adjustment, without the "
                           "regulariser from here on",
                           "Its bits and the most there are",
                           "Scale of the layer",
                           "mirror descent",
                           "Sharpness",
                           "Dual weight",
                           "Primal weight"};
    texts += QSet<QString>{"steps on bases", "steps on coordinates", "pruning", "straight-through steps"};
    for (const auto how : {run::End::How::Finished, run::End::How::Stopped, run::End::How::Failed}) {
        texts.insert(QString::fromUtf8(run::howName(how).data()));
    }
    const auto add = [&](std::string_view text) {
        if (!text.empty()) { texts.insert(QString::fromUtf8(text.data(), qsizetype(text.size()))); }
    };
    for (const run::Field& field : run::configFields()) {
        for (const auto text : {field.group, field.label, field.unit, field.help}) { add(text); }
    }
    for (const run::MethodInfo* method : run::methods()) { add(method->story); }
    for (const run::Preset& preset : run::presets()) {
        add(preset.title);
        add(preset.why);
    }
    return texts;
}

QStringList found(const QString& text, const char* pattern)
{
    QStringList all;
    auto matches = QRegularExpression(QLatin1String(pattern)).globalMatch(text);
    while (matches.hasNext()) { all += matches.next().captured(); }
    all.sort();
    return all;
}

QString ending(const QString& text)
{
    return text.mid(QString(text).remove(QRegularExpression("[\\s.:]*$")).size()).remove('.')
           + (text.endsWith("...") ? "..." : "");
}

// What a translation must leave as it is.
QString lostIn(const Entry& entry)
{
    for (const char* pattern : {"%\\d", "</?\\w+>", "\\n", "\\t.*$", "^\\s+"}) {
        if (found(entry.source, pattern) != found(entry.german, pattern)) {
            return QLatin1String("has not the same ") + pattern;
        }
    }
    if (ending(entry.source) != ending(entry.german)) { return "does not end in the same way"; }
    const char* mnemonic = "&(?=\\w)";
    if (found(entry.source, mnemonic).size() != found(entry.german, mnemonic).size()) {
        return "has not the same number of &";
    }
    const bool isHelp = entry.context == QLatin1String("gridscope::ui"); // there keys are texts to read
    static const QRegularExpression keys("^((Ctrl|Shift|Alt)\\+.*|F\\d+)$");
    if (!isHelp && keys.match(entry.source).hasMatch() && entry.source != entry.german) {
        return "is a shortcut and stays as it is";
    }
    return {};
}

void collectClashes(const QList<QAction*>& actions, const QString& where, QStringList& clashes)
{
    QMap<QString, QString> taken;
    for (const QAction* action : actions) {
        const QStringList key = found(action->text().section('\t', 0, 0), "&\\w");
        if (!key.isEmpty()) {
            QString& holder = taken[key.first().toLower()];
            if (!holder.isEmpty()) { clashes += where + ": " + holder + " and " + action->text(); }
            holder = action->text();
        }
        if (action->menu() != nullptr) { collectClashes(action->menu()->actions(), action->text(), clashes); }
    }
}

// Whatever people read or hear of the window.
QSet<QString> textsOf(const QWidget& window)
{
    QStringList texts;
    for (const QWidget* widget : window.findChildren<QWidget*>()) {
        texts << widget->toolTip() << widget->accessibleName() << widget->accessibleDescription();
        if (const auto* label = qobject_cast<const QLabel*>(widget)) { texts << label->text(); }
        if (const auto* button = qobject_cast<const QAbstractButton*>(widget)) { texts << button->text(); }
        if (const auto* tabs = qobject_cast<const QTabBar*>(widget)) {
            for (int i = 0; i < tabs->count(); ++i) { texts << tabs->tabText(i); }
        }
    }
    for (const QAction* action : window.findChildren<QAction*>()) { texts << action->text(); }
    QSet<QString> words;
    for (const QString& text : texts) {
        if (!found(text, "[A-Za-z]{3}").isEmpty()) { words.insert(text); }
    }
    return words;
}

QSet<QString> textsIn(Language language)
{
    ui::speak(language);
    ShownWindow w(test::quietLaunch(false));
    return textsOf(w.window);
}

const QDialog* shownDialog(const QWidget& window)
{
    const auto dialogs = window.findChildren<QDialog*>();
    const auto shown = std::ranges::find_if(dialogs, &QWidget::isVisible);
    return shown == dialogs.end() ? nullptr : *shown;
}

} // namespace

class TestGerman : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { ui::speak(Language::English); }

    void everyTextOfTheWindowHasItsGerman()
    {
        QString said;
        QStringList missing;
        for (const Entry& entry : updatedEntries(said)) {
            if (!entry.isFinished || entry.german.isEmpty()) { missing += entry.context + ": " + entry.source; }
        }
        QVERIFY2(missing.isEmpty(),
                 qPrintable("No German yet for\n" + missing.join('\n')
                            + "\nRun: cmake --build build/dev --target translations, and write it in "
                              "resources/translations/gridscope_de.ts where it is \"unfinished\"."));
        // A text that is filed under another class than the one that asks for it is never found.
        QStringList complaints;
        for (const QString& line : said.split('\n')) {
            const bool isFreeFunction =
                line.contains("Class 'gridscope::ui' lacks Q_OBJECT macro"); // ui/look/translate.h
            if (!isFreeFunction
                && (line.contains("lacks Q_OBJECT") || line.contains("unknown namespace")
                    || line.contains("without context"))) {
                complaints += line;
            }
        }
        QCOMPARE(complaints, QStringList());
    }

    void everyFixedTextOfCoreHasItsGerman()
    {
        QSet<QString> written;
        for (const Entry& entry : entriesOf(translations("core_de.ts"))) {
            if (!entry.german.isEmpty()) { written.insert(entry.source); }
        }
        const QStringList missing = (fixedTextsOfCore() - written).values();
        QVERIFY2(missing.isEmpty(),
                 qPrintable("Write the German of these in resources/translations/core_de.ts:\n" + missing.join('\n')));
        QVERIFY2((written - fixedTextsOfCore()).isEmpty(),
                 qPrintable((written - fixedTextsOfCore()).values().join(" / "))); // nothing that died
    }

    void aTranslationKeepsPlacesTagsAndKeys()
    {
        QStringList lost;
        for (const char* file : {"gridscope_de.ts", "core_de.ts"}) {
            for (const Entry& entry : entriesOf(translations(file))) {
                const QString what = lostIn(entry);
                if (!what.isEmpty()) { lost += entry.source + " => " + entry.german + ": " + what; }
            }
        }
        QVERIFY2(lost.isEmpty(), qPrintable(lost.join('\n')));
    }

    void noTwoEntriesOfAMenuHaveTheSameLetter_data()
    {
        QTest::addColumn<Language>("language");
        QTest::newRow("English") << Language::English;
        QTest::newRow("German") << Language::German;
    }
    void noTwoEntriesOfAMenuHaveTheSameLetter()
    {
        QFETCH(Language, language);
        ui::speak(language);
        ShownWindow w(test::quietLaunch(false));
        QStringList clashes;
        collectClashes(w.window.menuBar()->actions(), "menu bar", clashes);
        QVERIFY2(clashes.isEmpty(), qPrintable(clashes.join('\n')));
    }

    void theWindowSpeaksGerman()
    {
        ui::speak(Language::German);
        ShownWindow w(test::quietLaunch(true, test::quickConfig(30)));
        QCOMPARE(w.window.menuBar()->actions().first()->text(), "&Datei");
        QCOMPARE(w.find<QWidget>("bits")->accessibleName(), "Bitbreite, in Bit");
        QCOMPARE(w.find<QComboBox>("preset")->currentText(), "Fashion-MNIST, schnell");
        QTRY_VERIFY(w.session().hasEnded());
        QTRY_VERIFY2(w.message().startsWith("Fertig. Genauigkeit auf"), qPrintable(w.message()));
        QCOMPARE(ui::markLine({0, run::Mark::Kind::Phase, "", "quantized training", "", "cpq"}),
                 QString::fromUtf8("Schritt 0 · quantisiertes Training cpq"));
        QCOMPARE(ui::markLine({3, run::Mark::Kind::Bookmark, "", "resumed", "", ""}),
                 QString::fromUtf8("Schritt 3 · Lesezeichen: resumed")); // a note is the user's
        QCOMPARE(ui::percentText(run::Score{0, 0.875}), "87.5 %");       // numbers as in every file
    }

    void nothingOfTheWindowStaysEnglish()
    {
        const QSet<QString> english = textsIn(Language::English);
        const QSet<QString> german = textsIn(Language::German);
        QVERIFY(english.size() > 150);
        QSet<QString> same = english & german;
        same -= QSet<QString>{"DropBits", "Training", "Threads",  "Momentum", "Start",     "Pause", "&Pause",
                              "Auto",     "Live",     "&English", "&Deutsch", "Gridscope", "LIVE",  "Bits"};
        QVERIFY2(same.isEmpty(), qPrintable(QStringList(same.values()).join('\n')));
    }

    void noTextIsCut_data()
    {
        QTest::addColumn<int>("percent");
        QTest::addColumn<QSize>("size");
        QTest::newRow("100 %, small") << 100 << QSize(1280, 800);
        QTest::newRow("100 %") << 100 << QSize(1600, 1000);
        QTest::newRow("250 %") << 250 << QSize(1600, 1000);
        QTest::newRow("250 %, small") << 250 << QSize(1280, 800);
    }
    void noTextIsCut()
    {
        QFETCH(int, percent);
        QFETCH(QSize, size);
        ui::speak(Language::German);
        ShownWindow w(test::quietLaunch(true, test::quickConfig(30)));
        w.window.resize(size);
        w.window.setTextPercent(percent);
        QTRY_VERIFY(w.session().hasEnded());
        QTest::qWait(50); // layouts settle
        QVERIFY2(w.window.width() <= size.width() && w.window.height() <= size.height(), "the window grew");
        QCOMPARE(test::cutTexts(w.window), QStringList());
        w.window.setTextPercent(100);
    }

    void dialogsCutNoText_data()
    {
        QTest::addColumn<QKeySequence>("key");
        QTest::newRow("keys") << QKeySequence("F1");
        QTest::newRow("layers") << QKeySequence("Ctrl+L");
        QTest::newRow("runs") << QKeySequence("Ctrl+Shift+O");
        QTest::newRow("hypothesis") << QKeySequence("Ctrl+H");
        QTest::newRow("export") << QKeySequence("Ctrl+Shift+E");
    }
    void dialogsCutNoText()
    {
        QFETCH(QKeySequence, key);
        ui::speak(Language::German);
        QTemporaryDir folder;
        for (const int percent : {100, 250}) {
            ui::LaunchOptions launch = test::quietLaunch(true, test::quickConfig(30));
            launch.recordings.folder = folder.path();
            ShownWindow w(launch);
            QTRY_VERIFY(w.session().hasEnded() && !w.session().path().isEmpty());
            w.window.setTextPercent(percent);
            QTest::keyClick(&w.window, key[0].key(), key[0].keyboardModifiers());
            const QDialog* dialog = nullptr;
            QTRY_VERIFY((dialog = shownDialog(w.window)) != nullptr);
            QTRY_COMPARE(test::cutTexts(*dialog), QStringList());
            w.window.setTextPercent(100);
        }
    }

    void qtsOwnButtonsSpeakGermanWhereQtsWordsAreInstalled()
    {
        QVERIFY2(QFile::exists(QLibraryInfo::path(QLibraryInfo::TranslationsPath) + "/qtbase_de.qm"),
                 "The package qt6-translations-l10n is not installed; packaging/test installs it.");
        ui::speak(Language::German);
        QDialogButtonBox buttons(QDialogButtonBox::Cancel);
        QCOMPARE(buttons.button(QDialogButtonBox::Cancel)->text().remove('&'), "Abbrechen");
        ui::speak(Language::English);
        QDialogButtonBox english(QDialogButtonBox::Cancel);
        QCOMPARE(english.button(QDialogButtonBox::Cancel)->text().remove('&'), "Cancel");
    }

    void theFirstKnownLanguageOfTheUserIsTaken()
    {
        using List = QStringList;
        QCOMPARE(ui::resolved(Language::System, List({"de-AT", "de", "en-US"})), Language::German);
        QCOMPARE(ui::resolved(Language::System, List({"en-GB", "en", "de"})), Language::English);
        QCOMPARE(ui::resolved(Language::System, List({"fr-CH", "fr", "de-CH"})), Language::German);
        QCOMPARE(ui::resolved(Language::System, List({"den", "C"})), Language::English);
        QCOMPARE(ui::resolved(Language::System, List()), Language::English);
        QCOMPARE(ui::resolved(Language::English, List({"de-DE"})), Language::English);
    }

    void theEnvironmentChoosesTheLanguageAndLeavesNumbersAlone_data()
    {
        QTest::addColumn<QString>("lang");
        QTest::addColumn<QString>("said");
        QTest::newRow("German") << "de_DE.UTF-8"
                                << "German 12,800 0.50";
        QTest::newRow("English") << "en_GB.UTF-8"
                                 << "English 12,800 0.50";
        QTest::newRow("none") << "C"
                              << "English 12,800 0.50";
    }
    void theEnvironmentChoosesTheLanguageAndLeavesNumbersAlone()
    {
        QFETCH(QString, lang);
        QFETCH(QString, said);
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char* name : {"LANGUAGE", "LC_ALL", "LC_MESSAGES"}) { environment.remove(name); }
        environment.insert("LANG", lang);
        QProcess child;
        child.setProcessEnvironment(environment);
        child.start(QCoreApplication::applicationFilePath(), {"--speak"});
        QVERIFY(child.waitForFinished());
        QCOMPARE(QString::fromUtf8(child.readAllStandardOutput()).trimmed(), said);
    }

    void aChoiceIsRememberedAndSaysWhenItTakesEffect()
    {
        QTemporaryDir folder;
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder.path());
        QCoreApplication::setOrganizationName("Gridscope");
        QCOMPARE(ui::rememberedLanguage(), Language::System);
        ui::LaunchOptions launch = test::quietLaunch(false);
        launch.remembers = true;
        ShownWindow w(launch);
        const auto actions = w.window.findChildren<QAction*>();
        const auto german = std::ranges::find(actions, "&Deutsch", &QAction::text);
        QVERIFY(german != actions.end());
        (*german)->trigger();
        QCOMPARE(ui::rememberedLanguage(), Language::German);
        QTRY_COMPARE(w.message(), "The language changes when Gridscope is started the next time.");
        QCOMPARE(w.window.menuBar()->actions().first()->text(), "&File"); // until then
        ShownWindow next(launch);
        QVERIFY(std::ranges::any_of(next.window.findChildren<QAction*>(), [](const QAction* action) {
            return action->text() == "&Deutsch" && action->isChecked();
        }));
    }
};

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    if (application.arguments().value(1) == QLatin1String("--speak")) {
        ui::keepNumbersPlain();
        std::printf("%s %s %s\n", ui::resolved(Language::System) == Language::German ? "German" : "English",
                    qPrintable(ui::countText(12800)), qPrintable(ui::numberText(0.5, 2)));
        return 0;
    }
    TestGerman test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_german.moc"
