// SPDX-License-Identifier: GPL-3.0-or-later
// A panel with its title line and a button that maximises it. The ring around what has the keyboard is the views' own.
#pragma once

#include "ui/panel/panel.h"

#include <QLabel>
#include <QToolButton>

namespace gridscope::ui {

class PanelFrame final : public QWidget {
    Q_OBJECT
public:
    explicit PanelFrame(Panel* panel, QWidget* parent = nullptr);   // takes the panel
    Panel& panel() { return *panel_; }
    void refresh(const run::History& history, const View& view);
    void setSubject(const QString& subject);       // "conv1", beside the title
    void showMaximised(bool isMaximised);
    void setTitleVisible(bool isVisible) { title_->setVisible(isVisible); }     // a tab says it already
    bool hasKeyboard() const;

Q_SIGNALS:
    void maximiseAsked();

private:
    void refreshIcon();
    void paintEvent(QPaintEvent* event) override;

    Panel* panel_;
    QLabel* title_;
    QLabel* subject_;
    QToolButton* maximise_;
    bool isMaximised_ = false;
};

} // namespace gridscope::ui
