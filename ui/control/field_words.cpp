// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/control/field_words.h"

#include "core/settings/config_fields.h"
#include "ui/look/translate.h"

#include <QRegularExpression>

namespace gridscope::ui {

// Some keys are words of the language, too ("the network has 4 layers"): these are keys where something is said of them as such.
// What stands behind "--set" is typed in a terminal.
QString inFieldWords(const QString& sentence)
{
    static const QRegularExpression word(
        QStringLiteral("(?<![\\w\"/=-])(?<!the )(?<!--set )([a-z]+(?:_[a-z]+)*)(?![\\w/=])"));
    static const QRegularExpression saysOfIt(QStringLiteral("^ (?:is|has|names|holds)\\b"));
    QString result;
    qsizetype done = 0;
    for (auto match = word.globalMatch(sentence); match.hasNext();) {
        const auto found = match.next();
        const std::string key = found.captured(1).toStdString();
        const bool isSurelyKey =
            key.find('_') != std::string::npos || saysOfIt.match(sentence.mid(found.capturedEnd())).hasMatch();
        if (!isSurelyKey || run::findField(key) == nullptr) { continue; }
        result +=
            sentence.mid(done, found.capturedStart() - done) + QLatin1Char('"') + fieldLabel(key) + QLatin1Char('"');
        done = found.capturedEnd();
    }
    return result + sentence.mid(done);
}

QString fieldLabel(const std::string& key)
{
    const run::Field* field = run::findField(key);
    return field == nullptr ? QString::fromStdString(key) : coreText(field->label);
}

} // namespace gridscope::ui
