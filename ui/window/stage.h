// SPDX-License-Identifier: GPL-3.0-or-later
// What a presenter puts over the window: a ring around the mouse, so that the back row sees what is pointed at, and a black screen, so
// that all look at the speaker. Takes no clicks; the run goes on below.
#pragma once

#include <QWidget>

namespace gridscope::ui {

class Stage final : public QWidget {
    Q_OBJECT
public:
    explicit Stage(QWidget* window);
    void showRing(bool isShown);
    void blank(bool isBlank);
    bool hasRing() const { return hasRing_; }
    bool isBlank() const { return isBlank_; }

private:
    void follow(); // the window's size, and whether there is anything to show
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

    bool hasRing_ = false;
    bool isBlank_ = false;
    QPoint at_;
};

} // namespace gridscope::ui
