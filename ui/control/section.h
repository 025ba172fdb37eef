// SPDX-License-Identifier: GPL-3.0-or-later
// A heading that folds what is below it.
#pragma once

#include <QToolButton>
#include <QVBoxLayout>

namespace gridscope::ui {

class Section final : public QWidget {
    Q_OBJECT
public:
    Section(const QString& title, bool isOpen, QWidget* parent = nullptr);
    void add(QWidget* row) { rows_->addWidget(row); }
    void setOpen(bool isOpen) { heading_->setChecked(isOpen); }

private:
    void show(bool isOpen);

    QToolButton* heading_;
    QWidget* content_;
    QVBoxLayout* rows_;
};

} // namespace gridscope::ui
