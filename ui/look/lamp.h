// SPDX-License-Identifier: GPL-3.0-or-later
// The lamp beside the counters: LIVE, PAUSED, PAST, RECORDED, LOADING, TESTING, ENDED. Word and shape tell it, not only the colour.
#pragma once

#include <QWidget>

namespace gridscope::ui {

class Lamp final : public QWidget {
    Q_OBJECT
public:
    enum class State { Off, Loading, Live, Evaluating, Paused, Past, Recorded, Ended, Failed };
    explicit Lamp(QWidget* parent = nullptr);
    void show(State state);
    State state() const { return state_; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

private:
    void paintEvent(QPaintEvent* event) override;
    State state_ = State::Off;
};

} // namespace gridscope::ui
