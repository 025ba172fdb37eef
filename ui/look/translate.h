// SPDX-License-Identifier: GPL-3.0-or-later
// Texts outside of QObjects, and the fixed texts of core, which knows no Qt.
#pragma once

#include <QCoreApplication>
#include <QString>

#include <string_view>

namespace gridscope::ui {

// For free functions of this namespace: lupdate files what it finds in them under the namespace's name.
inline QString tr(const char* text) { return QCoreApplication::translate("gridscope::ui", text); }

// What is no text for people: keys, choices, names of files.
inline QString toQt(std::string_view text) { return QString::fromUtf8(text.data(), qsizetype(text.size())); }

// A label, help, unit or preset of core in the window's language. Its German stands in
// resources/translations/core_de.ts; what stands nowhere stays English.
inline QString coreText(std::string_view english)
{
    return QCoreApplication::translate("Core", QByteArray(english.data(), qsizetype(english.size())).constData());
}

} // namespace gridscope::ui
