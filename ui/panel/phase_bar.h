// SPDX-License-Identifier: GPL-3.0-or-later
// Slow motion of one training step: on or off, which of the five phases, forward and back, and what happens in it.
#pragma once

#include "ui/chart/step_phase.h"

#include <QLabel>
#include <QToolButton>
#include <QWidget>

namespace gridscope::ui {

class PhaseBar final : public QWidget {
    Q_OBJECT
public:
    explicit PhaseBar(QWidget* parent = nullptr);
    bool isOn() const { return onOff_->isChecked(); }
    void turn(bool on) { onOff_->setChecked(on); }
    StepPhase phase() const { return phase_; }
    void move(int change); // beyond the last or first phase: `stepAsked`
    // The step that is taken apart; a waiting move to the neighbouring step is done by another one.
    void display(const OneStep& step);
    void displayNothing(const QString& why);
    QString sentence() const { return sentence_->text(); }

Q_SIGNALS:
    void toggled(bool isOn);
    void phaseMoved();
    void stepAsked(int change); // +1 the next step, -1 the one before

private:
    void changeEvent(QEvent* event) override;
    void refresh();
    void keepRoom(); // for the longest sentence, so that the picture below does not jump

    QToolButton* onOff_;
    QToolButton* back_;
    QToolButton* forward_;
    QLabel* name_;
    QLabel* sentence_;
    StepPhase phase_ = StepPhase::PickLevel;
    std::int64_t shown_ = 0; // the step after which the weight has moved
    int waits_ = 0;          // the neighbour that was asked for
};

} // namespace gridscope::ui
