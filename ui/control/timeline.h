// SPDX-License-Identifier: GPL-3.0-or-later
// The row across the bottom: replay backwards and forwards, its speed and loop, the bar of the whole run, and the way back
// to its end.
#pragma once

#include "ui/chart/timeline_bar.h"
#include "ui/document/conductor.h"

#include <QComboBox>
#include <QLabel>
#include <QToolButton>

namespace gridscope::ui {

class Timeline final : public QWidget {
    Q_OBJECT
public:
    explicit Timeline(Conductor& conductor, QWidget* parent = nullptr);
    void refresh();              // once a frame
    void setDense(bool isDense); // little room: the bar, play and the end
    void setSpeed(double speed); // the nearest of the list
    TimelineBar* bar() const { return bar_; }

private:
    QToolButton* button(const char* name, const QString& text, const QString& help, const char* command = "");
    void makeSpeeds();
    void connectControls();
    void togglePlay(Playback::Direction direction);
    void refreshState();
    void refreshPosition();
    void changeEvent(QEvent* event) override;

    Conductor& conductor_;
    const RunSession& session_;
    Playback& playback_;
    QToolButton* back_;
    QToolButton* play_;
    QComboBox* speed_;
    QToolButton* loop_;
    TimelineBar* bar_;
    QLabel* position_;
    QToolButton* bookmark_;
    QToolButton* end_;
};

} // namespace gridscope::ui
