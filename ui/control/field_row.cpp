// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/control/field_row.h"

#include "ui/control/field_rules.h"
#include "ui/look/plain_label.h"
#include "ui/look/translate.h"

#include <QGridLayout>
#include <QVBoxLayout>

namespace gridscope::ui {

FieldRow::FieldRow(const run::Field& field, QWidget* parent)
    : QWidget(parent), field_(field), label_(new PlainLabel(this)), editor_(new FieldEditor(field, this)),
      sign_(new PlainLabel(pendingSign(), this)), note_(new PlainLabel(this)), when_(new PlainLabel(this))
{
    label_->setText(coreText(field.label));
    label_->setWordWrap(true);
    label_->setBuddy(editor_->control());
    label_->setToolTip(editor_->control()->toolTip());
    sign_->setProperty("role", "pending");
    sign_->setToolTip(tr("applies at reset"));
    QSizePolicy keepsRoom = sign_->sizePolicy();
    keepsRoom.setRetainSizeWhenHidden(true);
    sign_->setSizePolicy(keepsRoom);
    sign_->hide();
    note_->setWordWrap(true);
    note_->setProperty("role", "issue");
    note_->hide();
    when_->setProperty("role", "caption");
    when_->hide();
    auto* name = new QVBoxLayout;
    name->setSpacing(0);
    name->addWidget(label_);
    name->addWidget(when_);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(2);
    grid->setVerticalSpacing(2);
    grid->addLayout(name, 0, 0);
    grid->addWidget(sign_, 0, 1);
    grid->addWidget(editor_, 0, 2);
    grid->addWidget(note_, 1, 0, 1, 3);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(2, 1);
}

void FieldRow::sayWhen()
{
    when_->setText(field_.live ? tr("live") : tr("at reset"));
    when_->setToolTip(field_.live ? tr("Acts on the run that is training, from its next step on")
                                  : tr("Takes a new run: Apply, or Reset"));
    when_->show();
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

QString FieldRow::note() const { return hasIssue() ? note_->text() : isPending_ ? tr("applies at reset") : QString(); }

void FieldRow::refreshNote()
{
    note_->setText(QStringLiteral("\u25B2 ") + issue_);
    note_->setVisible(hasIssue());
    sign_->setVisible(isPending_ && !hasIssue());
    editor_->control()->setAccessibleDescription(note());
}

} // namespace gridscope::ui
