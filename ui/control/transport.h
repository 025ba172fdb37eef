// SPDX-License-Identifier: GPL-3.0-or-later
// Reset, play, step and pace, in Playground's order, with the big counters and the lamp beside them. Its buttons ask the
// conductor.
#pragma once

#include "ui/document/conductor.h"
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
    explicit Transport(Conductor& conductor, QWidget* parent = nullptr);

    void refresh();              // counters, lamp and pace, once a frame
    void addRow(QWidget* row);   // below, over the whole width
    void setDense(bool isDense); // little room: icons only, no epoch
    QToolButton* playButton() const { return play_; }

private:
    QWidget* makeButtons();
    QWidget* makePaceBox();
    void makeBy();
    void refreshState(); // play, pause, end
    void refreshButtons();
    void refreshCounters();
    void refreshPace();
    void changeEvent(QEvent* event) override;
    Lamp::State lampState() const;

    Conductor& conductor_;
    const RunSession& session_;
    const Playback& playback_;
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
