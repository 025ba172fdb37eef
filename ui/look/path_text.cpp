// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/path_text.h"

#include "core/base/plain_text.h"

#include <algorithm>
#include <string_view>

namespace gridscope::ui {
namespace {

constexpr char16_t firstEscape = 0xDC80;
constexpr char16_t lastEscape = 0xDCFF;
constexpr char16_t escapeBase = 0xDC00;

bool isEscape(const QString& text, qsizetype at)
{
    const char16_t unit = text[at].unicode();
    const bool isLone = at == 0 || !text[at - 1].isHighSurrogate();
    return isLone && unit >= firstEscape && unit <= lastEscape;
}

} // namespace

QString pathText(const std::string& bytes)
{
    QString text;
    for (std::string_view rest = bytes; !rest.empty();) {
        const std::size_t length = run::characterLength(rest);
        if (length == 0) {
            text += QChar(char16_t(escapeBase + static_cast<unsigned char>(rest.front())));
        } else {
            text += QString::fromUtf8(rest.data(), qsizetype(length));
        }
        rest.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return text;
}

std::string pathBytes(const QString& text)
{
    std::string bytes;
    qsizetype from = 0;
    for (qsizetype at = 0; at <= text.size(); ++at) {
        if (at < text.size() && !isEscape(text, at)) { continue; }
        bytes += text.mid(from, at - from).toStdString();
        if (at < text.size()) { bytes += char(text[at].unicode() - escapeBase); }
        from = at + 1;
    }
    return bytes;
}

} // namespace gridscope::ui
