// SPDX-License-Identifier: GPL-3.0-or-later
// One line of the settings form: label, editor, between them a sign when the value applies at reset, and below them what is wrong
// with it. The sign's room is there always: what is edited pushes nothing.
#pragma once

#include "ui/control/field_editor.h"

#include <QLabel>

namespace gridscope::ui {

class FieldRow final : public QWidget {
    Q_OBJECT
public:
    explicit FieldRow(const run::Field& field, QWidget* parent = nullptr);
    const run::Field& field() const { return field_; }
    FieldEditor& editor() { return *editor_; }

    void sayWhen(); // below the label: whether an edit is live or applies at reset
    void showApplies(bool applies);
    void showIssue(const QString& sentence); // empty: the value is fine
    void showPending(bool isPending);
    bool hasIssue() const { return !issue_.isEmpty(); }
    bool isPending() const { return isPending_; }
    QString note() const;
    static QString pendingSign() { return QStringLiteral("\u25CF"); }

private:
    void refreshNote();

    const run::Field& field_; // in the table, which outlives us
    QLabel* label_;
    FieldEditor* editor_;
    QLabel* sign_;
    QLabel* note_;
    QLabel* when_;
    QString issue_;
    bool isPending_ = false;
};

} // namespace gridscope::ui
