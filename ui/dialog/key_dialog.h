// SPDX-License-Identifier: GPL-3.0-or-later
// All commands with their keys (F1), and how the user gives one another key: Enter on its row, then the key. A key that another
// command has is said with the name of that one; Enter swaps the two. What is changed here is in force at once.
#pragma once

#include "ui/document/keys.h"

#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>

namespace gridscope::ui {

// Takes the next key, whatever it means elsewhere, but for Tab, which goes on, and Esc and Enter, which answer.
class KeyField final : public QLineEdit {
    Q_OBJECT
public:
    explicit KeyField(QWidget* parent);

Q_SIGNALS:
    void pressed(const QKeySequence& key);
    void confirmed();
    void left(); // by Esc, Tab or the mouse

private:
    bool event(QEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void contextMenuEvent(QContextMenuEvent*) override {}
};

class KeyDialog final : public QDialog {
    Q_OBJECT
public:
    KeyDialog(Keys& keys, QWidget* parent);

private:
    enum class Mode { None, Change, Add };
    void fill();
    void addGroup(const QString& title);
    void addRow(const QString& title, const QString& keys, const Command* command);
    QWidget* makeChanges();
    QWidget* makeButtons();
    void refresh();
    void refreshButtons();
    const Command* chosen() const; // nullptr: a row whose keys cannot be changed
    void listen(Mode mode);
    void take(const QKeySequence& key);
    void swap();
    void removeKeys();
    void finish(const QString& said);
    void say(const QString& sentence, bool isProblem);

    Keys& keys_;
    Mode mode_ = Mode::None;
    QKeySequence wanted_; // that another command has; empty: none
    QTableWidget* table_;
    KeyField* field_;
    QLabel* said_;
    QPushButton* change_;
    QPushButton* add_;
    QPushButton* remove_;
    QPushButton* swap_;
    QPushButton* defaults_;
};

} // namespace gridscope::ui
