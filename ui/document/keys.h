// SPDX-License-Identifier: GPL-3.0-or-later
// The keys in force: the table's, or what the user has chosen instead, which is remembered (QSettings, group "keys").
// Rule  : a key means one command. What the user has chosen comes first: a command whose default key went to another has
//         it no longer.
// Typing: keys without Ctrl or Alt, but for F1 to F35, are plain. A plain key is no shortcut of the toolkit: it reaches the
//         window only when no field, button or list wanted it (key_taker.h), so no choice of keys takes letters from a field.
#pragma once

#include "ui/document/command.h"

#include <QAction>
#include <QHash>
#include <QKeyEvent>
#include <QKeySequence>
#include <QObject>

namespace gridscope::ui {

class Keys final : public QObject {
    Q_OBJECT
public:
    // remembers: false reads and writes no settings of the user.
    explicit Keys(bool remembers, QObject* parent = nullptr);

    QList<QKeySequence> of(const Command& command) const;
    const Command* commandOf(const QKeySequence& key) const; // nullptr: nobody's
    // With Shift where that is a key of its own, else without: a sign may need Shift to be typed.
    const Command* commandOf(const QKeyEvent& event) const;
    QString text(const QString& id) const;       // "Space, F5"
    QString first(const QString& id) const;      // "Space"; empty: it has none
    QString inBrackets(const QString& id) const; // " (Space)", to follow a word; empty: it has none
    // Its shortcuts are these, also after a change. `Shown`: a plain key stands beside a menu's entry, where it does nothing;
    // an action of a window would take it.
    enum class Plain { Shown, Hidden };
    void attach(QAction& action, const QString& id, Plain plain = Plain::Shown);

    void change(const Command& command, const QList<QKeySequence>& keys); // others lose what these take
    void swap(const Command& a,
              const QKeySequence& wanted); // takes it from its command, which gets a's first key for it
    void restoreDefaults();
    bool areDefaults() const { return chosen_.isEmpty(); }

    static QString refusal(const QKeySequence& key); // why it can be no command's key, a sentence; empty: it can
    static bool isPlain(const QKeySequence& key);
    static QKeySequence sequenceOf(const QKeyEvent& event); // empty for Shift, Ctrl ... alone
    static QString word(const QKeySequence& key);           // "Ctrl+PageUp", in the window's language
    static QString words(const QList<QKeySequence>& keys);  // "Space, F5"

Q_SIGNALS:
    void changed();

private:
    void read();
    void write() const;
    void settle(); // which keys are in force
    void tell();   // that others are chosen
    void show(QAction& action, const QString& id, Plain plain) const;

    bool remembers_;
    QHash<QString, QList<QKeySequence>> chosen_;  // by the user, by id
    QHash<QString, QList<QKeySequence>> inForce_; // by id
};

} // namespace gridscope::ui
