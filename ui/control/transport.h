// SPDX-License-Identifier: GPL-3.0-or-later
// Reset, play, step and pace, in Playground's order, with the big counters and the lamp beside them.
// A reset is only asked for: what it starts depends on the settings form.
#pragma once

#include "ui/document/playback.h"
#include "ui/look/lamp.h"
#include "ui/look/tile.h"

#include <QComboBox>
#include <QLabel>
#include <QSlider>
#include <QToolButton>

namespace gridscope::ui {

class Transport final : public QWidget {
    Q_OBJECT
public:
    Transport(RunSession& session, Playback& playback, QWidget* parent = nullptr);

    // Of a recorded run these two move the replay.
    void togglePlay(); // at the end there is nothing to play, and `endReached` says so
    bool canPlay() const;
    void stepOnce(); // as many steps as "by" says
    void faster() { movePace(+1); }
    void slower() { movePace(-1); }
    void setPace(double stepsPerSecond); // 0 = as fast as it goes
    void refresh();                      // counters, lamp and pace, once a frame
    void addRow(QWidget* row);           // below, over the whole width
    void setDense(bool isDense);         // little room: icons only, no epoch
    QToolButton* playButton() const { return play_; }

Q_SIGNALS:
    void resetAsked();
    void endReached();

private:
    QWidget* makeButtons();
    QWidget* makePaceBox();
    void makeBy();
    void refreshState(); // play, pause, end
    void refreshButtons();
    void refreshCounters();
    void refreshPace();
    void movePace(int positions);
    void changeEvent(QEvent* event) override;
    Lamp::State lampState() const;

    RunSession& session_;
    Playback& playback_;
    QToolButton* reset_;
    QToolButton* play_;
    QToolButton* step_;
    QComboBox* by_;
    QSlider* pace_;
    QLabel* paceText_;
    Tile* steps_;
    Tile* epochs_;
    Lamp* lamp_;
    QList<QWidget*> rows_;
};

} // namespace gridscope::ui
