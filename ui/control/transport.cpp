// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/control/transport.h"

#include "ui/control/pace.h"
#include "ui/document/run_text.h"
#include "ui/look/accessible.h"
#include "ui/look/command_property.h"
#include "ui/look/flow_layout.h"
#include "ui/look/icons.h"
#include "ui/look/plain_label.h"
#include "ui/look/theme.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QStyle>

#include <algorithm>

namespace gridscope::ui {
namespace {

// As wide as the longer of its two words when it is bold, so that nothing beside it jumps.
class PlayButton final : public QToolButton {
public:
    using QToolButton::QToolButton;
    QSize sizeHint() const override
    {
        QSize size = QToolButton::sizeHint();
        if (toolButtonStyle() == Qt::ToolButtonIconOnly) { return size; }
        QFont bold = font();
        bold.setBold(true);
        const QFontMetrics metrics(bold);
        const int widest = std::max(metrics.horizontalAdvance(Transport::tr("Play")),
                                    metrics.horizontalAdvance(Transport::tr("Pause")));
        size.rwidth() += widest - fontMetrics().horizontalAdvance(text());
        return size;
    }
};

template <typename Button = QToolButton>
QToolButton* toolButton(QWidget* parent, const char* name, const char* command, const QString& text,
                        const QString& help)
{
    auto* button = new Button(parent);
    button->setObjectName(QLatin1String(name));
    button->setText(text);
    button->setToolTip(help);
    button->setAccessibleName(text);
    button->setAccessibleDescription(help);
    button->setProperty(commandProperty, command);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    return button;
}

void setRole(QWidget& widget, const char* role)
{
    if (widget.property("role").toString() == QLatin1String(role)) { return; }
    widget.setProperty("role", role);
    widget.style()->unpolish(&widget);
    widget.style()->polish(&widget);
}

} // namespace

Transport::Transport(Conductor& conductor, QWidget* parent)
    : QWidget(parent), conductor_(conductor), session_(conductor.session()), playback_(conductor.playback()),
      reset_(toolButton(this, "reset", "reset", tr("Reset"), tr("Back to the start with the same seed"))),
      play_(toolButton<PlayButton>(this, "play", "playPause", tr("Play"), tr("Play or pause"))),
      step_(toolButton(this, "step", "step", tr("Step"), tr("Train a little, then pause"))), by_(new QComboBox(this)),
      pace_(new QSlider(Qt::Horizontal, this)), paceText_(new PlainLabel(this)),
      steps_(new Tile(tr("STEP"), QStringLiteral("1,000 / 1,000"), Tile::Weight::Big, this)),
      epochs_(new Tile(tr("EPOCH"), QStringLiteral("00.00"), Tile::Weight::Big, this)), lamp_(new Lamp(this))
{
    setObjectName(QStringLiteral("transport"));
    steps_->setObjectName(QStringLiteral("stepCounter"));
    lamp_->setObjectName(QStringLiteral("lamp"));
    epochs_->setObjectName(QStringLiteral("epochCounter"));
    makeBy();
    auto* flow = new FlowLayout(this, 20, 6);
    flow->setContentsMargins(12, 8, 12, 4);
    flow->addWidget(makeButtons());
    flow->addWidget(makePaceBox());
    steps_->setProperty("pushRight", true);
    flow->addWidget(steps_);
    flow->addWidget(epochs_);
    flow->addWidget(lamp_);

    connect(reset_, &QToolButton::clicked, this, [this] { conductor_.ask(QStringLiteral("reset")); });
    connect(play_, &QToolButton::clicked, this, [this] { conductor_.ask(QStringLiteral("playPause")); });
    connect(step_, &QToolButton::clicked, this, [this] { conductor_.ask(QStringLiteral("step")); });
    connect(&session_, &RunSession::paceChanged, this, &Transport::refreshPace);
    connect(&session_, &RunSession::stateChanged, this, &Transport::refreshState);
    connect(&playback_, &Playback::stateChanged, this, &Transport::refreshState);
    connect(&ThemeSource::instance(), &ThemeSource::changed, this, &Transport::refreshButtons);
    refreshState();
}

void Transport::makeBy()
{
    by_->setObjectName(QStringLiteral("stepBy"));
    by_->setAccessibleName(tr("Length of one step"));
    by_->setToolTip(tr("How far Step goes"));
    by_->addItem(tr("by 1 batch"), QVariant::fromValue<qint64>(1));
    by_->addItem(tr("by 10"), QVariant::fromValue<qint64>(10));
    by_->addItem(tr("by 100"), QVariant::fromValue<qint64>(100));
    by_->addItem(tr("by epoch"), QVariant::fromValue<qint64>(Conductor::wholeEpoch));
    connect(by_, &QComboBox::currentIndexChanged, this,
            [this] { conductor_.setStepLength(by_->currentData().toLongLong()); });
}

QWidget* Transport::makeButtons()
{
    auto* box = new QWidget(this);
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    for (QWidget* widget : {static_cast<QWidget*>(reset_), static_cast<QWidget*>(play_), static_cast<QWidget*>(step_),
                            static_cast<QWidget*>(by_)}) {
        row->addWidget(widget);
    }
    return box;
}

QWidget* Transport::makePaceBox()
{
    auto* box = new QWidget(this);
    auto* caption = new PlainLabel(tr("PACE"), box);
    caption->setBuddy(pace_);
    caption->setProperty("role", "caption");
    pace_->setObjectName(QStringLiteral("pace"));
    pace_->setAccessibleName(tr("Pace, in steps per second"));
    pace_->setRange(0, paceCount() - 1);
    pace_->setPageStep(3);
    pace_->setProperty(commandProperty, "slower faster");
    pace_->setToolTip(tr("How fast the run may go, in steps per second"));
    paceText_->setObjectName(QStringLiteral("paceText"));
    connect(pace_, &QSlider::valueChanged, this, [this](int position) { conductor_.setPace(paceAt(position)); });
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    grid->addWidget(caption, 0, 0);
    grid->addWidget(paceText_, 0, 1);
    grid->addWidget(pace_, 1, 0, 1, 2);
    grid->setColumnStretch(1, 1);
    return box;
}

void Transport::addRow(QWidget* row)
{
    row->setProperty("fillRow", true);
    rows_.append(row);
    layout()->addWidget(row);
}

void Transport::setDense(bool isDense)
{
    for (QToolButton* button : {reset_, play_, step_}) {
        button->setToolButtonStyle(isDense ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    }
    epochs_->setVisible(!isDense);
    for (QWidget* row : rows_) { row->setProperty("fillRow", !isDense); } // then the lamp shares it
    layout()->invalidate();
}

void Transport::refreshState()
{
    refreshButtons();
    refresh();
}

void Transport::refresh()
{
    refreshCounters();
    refreshPace();
    if (conductor_.canPlay() != play_->isEnabled()) { refreshButtons(); }
    lamp_->show(lampState());
}

// Whoever is the next thing to press is filled: Play, or Reset after the end.
void Transport::refreshButtons()
{
    const bool canPlay = conductor_.canPlay();
    const bool isPlaying = conductor_.isMoving();
    const QColor onFill = theme().surface;
    setRole(*play_, canPlay ? "primary" : "plain");
    setRole(*reset_, canPlay ? "plain" : "primary");
    play_->setEnabled(canPlay);
    step_->setEnabled(canPlay);
    play_->setText(isPlaying ? tr("Pause") : tr("Play"));
    play_->setAccessibleName(play_->text());
    play_->setIcon(icon(isPlaying ? Icon::Pause : Icon::Play, canPlay ? onFill : theme().text));
    reset_->setIcon(icon(Icon::Reset, canPlay ? theme().text : onFill));
    step_->setIcon(icon(Icon::Step, theme().text));
}

void Transport::refreshCounters()
{
    const StepText text = stepText(session_.history(), playback_.step());
    steps_->setCaption(text.caption);
    steps_->setValue(text.value);
    epochs_->setValue(epochText(session_.history(), playback_.step()));
}

void Transport::refreshPace()
{
    {
        const QSignalBlocker itIsKnown(pace_);
        pace_->setValue(nearestPacePosition(session_.pace()));
    }
    const bool isBehind = session_.isBehindPace();
    setRole(*paceText_, isBehind ? "behind" : "paceText");
    paceText_->setText(isBehind ? behindText(session_.pace(), session_.stepsPerSecond()) : paceText(session_.pace()));
    pace_->setAccessibleDescription(paceText_->text());
    pace_->setProperty(valueTextProperty, session_.pace() > 0 ? paceText(session_.pace()) : tr("as fast as it goes"));
    pace_->setProperty(valueNumberProperty,
                       session_.pace() > 0 ? session_.pace() : paceAt(pace_->maximum() - 1)); // which is not the top
    QFont widest = paceText_->font();                                                         // "behind" is bold
    widest.setBold(true);
    reserveWidth(*paceText_, QFontMetrics(widest).horizontalAdvance(behindText(1000, 310)) + 6);
}

void Transport::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) { refreshState(); }
}

Lamp::State Transport::lampState() const
{
    using State = RunSession::State;
    const bool isEvaluating = session_.isEvaluating();
    if (playback_.step() && !session_.isRecorded()) { return Lamp::State::Past; }
    switch (session_.state()) {
    case State::Idle: return Lamp::State::Off;
    case State::Recorded: return Lamp::State::Recorded;
    case State::Paused: return isEvaluating ? Lamp::State::Evaluating : Lamp::State::Paused;
    case State::Playing:
        if (isEvaluating) { return Lamp::State::Evaluating; }
        return session_.isLoading() ? Lamp::State::Loading : Lamp::State::Live;
    case State::Ended: break;
    }
    return session_.history().end()->how == run::End::How::Failed ? Lamp::State::Failed : Lamp::State::Ended;
}

} // namespace gridscope::ui
