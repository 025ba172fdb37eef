// SPDX-License-Identifier: GPL-3.0-or-later
// Text of strangers: names of layers, runs and data come from files, and what Qt takes for HTML opens the files that it names. A
// plain label shows its text letter by letter, plainTip makes a tooltip of it that does. No label is made otherwise, but those
// that say RichText and escape what they show.
#pragma once

#include <QLabel>
#include <QTextDocument>

namespace gridscope::ui {

class PlainLabel : public QLabel {
public:
    explicit PlainLabel(QWidget* parent = nullptr) : QLabel(parent) { setTextFormat(Qt::PlainText); }
    explicit PlainLabel(const QString& text, QWidget* parent = nullptr) : PlainLabel(parent) { setText(text); }
};

inline QString plainTip(const QString& text)
{
    return Qt::mightBeRichText(text) ? Qt::convertFromPlainText(text, Qt::WhiteSpaceNormal) : text;
}

} // namespace gridscope::ui
