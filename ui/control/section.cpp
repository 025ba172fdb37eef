// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/control/section.h"

namespace gridscope::ui {

Section::Section(const QString& title, bool isOpen, QWidget* parent)
    : QWidget(parent), heading_(new QToolButton(this)), content_(new QWidget(this)), rows_(new QVBoxLayout(content_))
{
    heading_->setText(title);
    heading_->setProperty("role", "section");
    heading_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    heading_->setCheckable(true);
    heading_->setChecked(isOpen);
    heading_->setAccessibleName(tr("Section %1").arg(title));
    heading_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    heading_->setFocusPolicy(Qt::StrongFocus);
    connect(heading_, &QToolButton::toggled, this, &Section::show);
    rows_->setContentsMargins(4, 2, 0, 8);
    rows_->setSpacing(6);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(heading_);
    column->addWidget(content_);
    show(isOpen);
}

void Section::show(bool isOpen)
{
    heading_->setArrowType(isOpen ? Qt::DownArrow : Qt::RightArrow);
    content_->setVisible(isOpen);
}

} // namespace gridscope::ui
