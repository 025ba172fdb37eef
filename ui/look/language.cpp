// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/language.h"

#include "ui/look/translate.h"

#include <QLibraryInfo>
#include <QLocale>
#include <QSettings>
#include <QTranslator>

#include <clocale>

namespace gridscope::ui {
namespace {

constexpr auto languageKey = "view/language";
Language spoken = Language::English;

// Children of the application, so that a test can speak, and speak English again.
void install(const QString& name, const QString& folder)
{
    auto* translator = new QTranslator(QCoreApplication::instance());
    translator->setObjectName(QStringLiteral("language"));
    if (translator->load(name, folder)) { QCoreApplication::installTranslator(translator); }
}

void forget()
{
    const auto translators = QCoreApplication::instance()->findChildren<QTranslator*>(QStringLiteral("language"));
    for (QTranslator* translator : translators) {
        QCoreApplication::removeTranslator(translator);
        delete translator;
    }
}

} // namespace

Language rememberedLanguage()
{
    const int number = QSettings().value(languageKey, 0).toInt();
    return number == 1 ? Language::English : number == 2 ? Language::German : Language::System;
}

void rememberLanguage(Language language) { QSettings().setValue(languageKey, int(language)); }

Language languageNamed(const QString& code)
{
    return code == QLatin1String("en")   ? Language::English
           : code == QLatin1String("de") ? Language::German
                                         : Language::System;
}

Language resolved(Language language, const QStringList& wanted)
{
    if (language != Language::System) { return language; }
    for (const QString& name : wanted) {
        const Language known = languageNamed(name.section(QLatin1Char('-'), 0, 0));
        if (known != Language::System) { return known; }
    }
    return Language::English;
}

Language resolved(Language language) { return resolved(language, QLocale::system().uiLanguages()); }

void speak(Language language)
{
    forget();
    spoken = resolved(language);
    if (spoken == Language::English) { return; }
    const QString folder = QStringLiteral(":/gridscope/translations");
    install(QStringLiteral("qtbase_de"),
            QLibraryInfo::path(QLibraryInfo::TranslationsPath)); // Qt's own dialogs, where it is installed
    install(QStringLiteral("core_de"), folder);
    install(QStringLiteral("gridscope_de"), folder);
}

Language spokenLanguage() { return spoken; }

void keepNumbersPlain()
{
    std::setlocale(LC_NUMERIC, "C");
    QLocale plain(QLocale::C);
    plain.setNumberOptions(QLocale::DefaultNumberOptions); // "12,800": C alone leaves the comma out
    QLocale::setDefault(plain);
}

QString changeNote(Language chosen)
{
    return resolved(chosen) == spoken ? tr("The window already speaks this language.")
                                      : tr("The language changes when Gridscope is started the next time.");
}

} // namespace gridscope::ui
