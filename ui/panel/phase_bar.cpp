// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/phase_bar.h"

#include "ui/look/command_property.h"
#include "ui/look/icons.h"
#include "ui/look/plain_label.h"
#include "ui/look/theme.h"

#include <QEvent>
#include <QGridLayout>

namespace gridscope::ui {

PhaseBar::PhaseBar(QWidget* parent)
    : QWidget(parent), onOff_(new QToolButton(this)), back_(new QToolButton(this)), forward_(new QToolButton(this)),
      name_(new PlainLabel(this)), sentence_(new PlainLabel(this))
{
    onOff_->setObjectName(QStringLiteral("slowMotion"));
    onOff_->setText(tr("Slow motion"));
    onOff_->setAccessibleName(tr("One step in slow motion"));
    onOff_->setToolTip(tr("Takes one training step of this weight apart, in five phases"));
    onOff_->setProperty(commandProperty, "slowMotion");
    onOff_->setCheckable(true);
    back_->setObjectName(QStringLiteral("phaseBack"));
    back_->setAccessibleName(tr("Phase before"));
    back_->setToolTip(tr("The phase before"));
    back_->setProperty(commandProperty, "phaseBack");
    forward_->setObjectName(QStringLiteral("phaseForward"));
    forward_->setAccessibleName(tr("Next phase"));
    forward_->setToolTip(tr("The next phase; after the fifth, the next step"));
    forward_->setProperty(commandProperty, "phaseOn");
    name_->setObjectName(QStringLiteral("phaseName"));
    name_->setProperty("role", "panelTitle");
    sentence_->setObjectName(QStringLiteral("phaseSentence"));
    sentence_->setWordWrap(true);
    sentence_->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    keepRoom();
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(4, 2, 4, 2);
    grid->addWidget(onOff_, 0, 0);
    grid->addWidget(back_, 0, 1);
    grid->addWidget(forward_, 0, 2);
    grid->addWidget(name_, 0, 3);
    grid->setColumnStretch(3, 1);
    grid->addWidget(sentence_, 1, 0, 1, 4);
    connect(onOff_, &QToolButton::toggled, this, [this](bool isOn) {
        phase_ = StepPhase::PickLevel;
        waits_ = 0;
        refresh();
        Q_EMIT toggled(isOn);
    });
    connect(back_, &QToolButton::clicked, this, [this] { move(-1); });
    connect(forward_, &QToolButton::clicked, this, [this] { move(+1); });
    connect(&ThemeSource::instance(), &ThemeSource::changed, this, &PhaseBar::keepRoom);
    refresh();
}

void PhaseBar::move(int change)
{
    const int next = int(phase_) + change;
    if (next >= 0 && next < stepPhases) {
        phase_ = static_cast<StepPhase>(next);
        refresh();
        Q_EMIT phaseMoved();
    } else {
        waits_ = change; // the phases begin again once the other step is there
        Q_EMIT stepAsked(change);
    }
}

void PhaseBar::display(const OneStep& step)
{
    if (waits_ != 0 && step.after.step != shown_) {
        phase_ = static_cast<StepPhase>(waits_ > 0 ? 0 : stepPhases - 1);
        waits_ = 0;
    }
    shown_ = step.after.step;
    sentence_->setText(phaseSentence(phase_, step));
    refresh();
}

void PhaseBar::displayNothing(const QString& why)
{
    sentence_->setText(why);
    refresh();
}

void PhaseBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) { keepRoom(); }
}

void PhaseBar::keepRoom()
{
    constexpr int lines = 4;
    sentence_->setMinimumHeight(lines * sentence_->fontMetrics().lineSpacing());
    const int side = fontMetrics().height();
    for (QToolButton* button : {back_, forward_}) {
        button->setIconSize({side, side});
    } // an arrow of the style stays tiny
    back_->setIcon(icon(Icon::Back, theme().text));
    forward_->setIcon(icon(Icon::Play, theme().text));
}

void PhaseBar::refresh()
{
    for (QWidget* part : {static_cast<QWidget*>(back_), static_cast<QWidget*>(forward_), static_cast<QWidget*>(name_),
                          static_cast<QWidget*>(sentence_)}) {
        part->setVisible(isOn());
    }
    name_->setText(tr("%1 of %2: %3").arg(int(phase_) + 1).arg(stepPhases).arg(phaseName(phase_)));
}

} // namespace gridscope::ui
