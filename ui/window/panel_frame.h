// SPDX-License-Identifier: GPL-3.0-or-later
// A panel with its title line and a button that maximises it. The ring around what has the keyboard is the views' own.
#pragma once

#include "ui/panel/views.h"

#include <QElapsedTimer>
#include <QLabel>
#include <QToolButton>

#include <limits>

namespace gridscope::ui {

class PanelFrame final : public QWidget {
    Q_OBJECT
public:
    explicit PanelFrame(const ViewInfo& view, QWidget* parent = nullptr); // makes the view's panel
    const ViewInfo& info() const { return info_; }
    Panel& panel() const { return *panel_; }
    void refresh(const run::History& history, const View& view);
    // A panel that takes long is refreshed less often: at most a tenth of the time goes into one panel.
    bool isDue() const;
    std::int64_t shownStep() const { return shownStep_; }
    void setSubject(const QString& subject); // "conv1", beside the title
    void showMaximised(bool isMaximised);
    void setTitleVisible(bool isVisible) { title_->setVisible(isVisible); } // a tab says it already
    bool hasKeyboard() const;

Q_SIGNALS:
    void maximiseAsked();
    void shown(); // it, or one that it is in; what it draws may be older than the run by now

private:
    void refreshIcon();
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;

    ViewInfo info_;
    Panel* panel_;
    QLabel* title_;
    QLabel* subject_;
    QToolButton* maximise_;
    bool isMaximised_ = false;
    QElapsedTimer sinceRefresh_;
    std::int64_t refreshNanoseconds_ = 0;
    std::int64_t shownStep_ = std::numeric_limits<std::int64_t>::min();
};

} // namespace gridscope::ui
