// SPDX-License-Identifier: GPL-3.0-or-later
// Tooltips that end in the key in force, "Play or pause (Space, F5)", for all widgets below `root` that name their command
// (commandProperty). Whoever makes or changes such a tooltip writes it without keys.
#pragma once

#include "ui/document/keys.h"

#include <QWidget>

namespace gridscope::ui {

class KeyTips final : public QObject {
public:
    KeyTips(const Keys& keys, QWidget& root); // owned by `root`

private:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void show(QWidget& widget);
    QString keysFor(const QWidget& widget) const;

    const Keys& keys_;
    QHash<QWidget*, QString> plain_; // their texts without keys
    bool isShowing_ = false;
};

} // namespace gridscope::ui
