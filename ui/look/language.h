// SPDX-License-Identifier: GPL-3.0-or-later
// The language of the window: English, which the sources are written in, or German (resources/translations/*.ts). Numbers,
// files and whatever is printed stay English: a program that speaks other words must not write other data.
#pragma once

#include <QString>
#include <QStringList>

namespace gridscope::ui {

enum class Language { System, English, German }; // kept in the settings as a number: add at the end

Language rememberedLanguage();
void rememberLanguage(Language language);
Language languageNamed(const QString& code); // "en" or "de"; System when it is another

// What it comes to, never System: the first of the user's languages ("de-AT", "en" ...) that is one of ours, or English.
Language resolved(Language language, const QStringList& wanted);
Language resolved(Language language); // for the user of this machine
// From now on texts are asked for in it. Before the first widget: what stands on the screen keeps its words.
void speak(Language language);
Language spokenLanguage();
// After each QApplication: it takes over the system's locale. Axes would read "0,5" beside fields with "0.5", and printf
// would write "0,5" into tables, C headers and run files.
void keepNumbersPlain();
QString changeNote(Language chosen); // one sentence for the user who has just chosen

} // namespace gridscope::ui
