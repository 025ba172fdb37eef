// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/control/field_row.h"

#include "ui/control/field_rules.h"
#include "ui/translate.h"

#include <QGridLayout>
#include <QStyle>

namespace gridscope::ui {

FieldRow::FieldRow(const run::Field& field, QWidget* parent)
    : QWidget(parent), field_(field), label_(new QLabel(this)), editor_(new FieldEditor(field, this)), note_(new QLabel(this))
{
    label_->setText(coreText(field.label));
    label_->setWordWrap(true);
    label_->setBuddy(editor_->control());
    label_->setToolTip(editor_->control()->toolTip());
    note_->setWordWrap(true);
    note_->hide();
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(2);
    grid->addWidget(label_, 0, 0);
    grid->addWidget(editor_, 0, 1);
    grid->addWidget(note_, 1, 0, 1, 2);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
}

void FieldRow::showApplies(bool applies)
{
    label_->setEnabled(applies);
    editor_->setEnabled(applies);
    const QString help = editor_->control()->whatsThis();
    editor_->control()->setToolTip(applies ? help : whyNot(field_.key) + QLatin1Char('\n') + help);
}

void FieldRow::showIssue(const QString& sentence)
{
    if (sentence == issue_) { return; }
    issue_ = sentence;
    refreshNote();
}

void FieldRow::showPending(bool isPending)
{
    if (isPending == isPending_) { return; }
    isPending_ = isPending;
    refreshNote();
}

void FieldRow::refreshNote()
{
    note_->setText(hasIssue() ? QStringLiteral("\u25B2 ") + issue_ : tr("applies at reset"));
    note_->setProperty("role", hasIssue() ? "issue" : "pending");
    note_->style()->unpolish(note_);
    note_->style()->polish(note_);
    note_->setVisible(hasIssue() || isPending_);
    editor_->control()->setAccessibleDescription(note());
}

} // namespace gridscope::ui
