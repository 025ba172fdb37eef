// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/control/timeline.h"

#include "ui/chart/numbers.h"
#include "ui/document/run_text.h"
#include "ui/look/command_property.h"
#include "ui/look/icons.h"
#include "ui/look/plain_label.h"
#include "ui/look/theme.h"
#include "ui/look/tile.h"

#include <QEvent>
#include <QHBoxLayout>

#include <cmath>

namespace gridscope::ui {
namespace {

constexpr double speeds[] = {0.1, 0.25, 0.5, 1, 2, 5, 10, 25, 100};

} // namespace

Timeline::Timeline(Conductor& conductor, QWidget* parent)
    : QWidget(parent), conductor_(conductor), session_(conductor.session()), playback_(conductor.playback()),
      back_(button("replayBack", tr("Replay backwards"), tr("Replay backwards from the step that is shown"))),
      play_(button("replay", tr("Replay"), tr("Replay the run from the step that is shown, or from the start"))),
      speed_(new QComboBox(this)), loop_(button("replayLoop", tr("Loop"), tr("At its end the replay begins anew"))),
      bar_(new TimelineBar(this)), position_(new PlainLabel(this)),
      bookmark_(button("bookmark", tr("Bookmark"), tr("Bookmark the step that is shown, with a note"), "bookmark")),
      end_(button("toEnd", tr("Live"), tr("Back to the newest step"), "end"))
{
    setObjectName(QStringLiteral("timeline"));
    bar_->setObjectName(QStringLiteral("timelineBar"));
    position_->setObjectName(QStringLiteral("timelinePosition"));
    position_->setProperty("role", "paceText");
    position_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    loop_->setCheckable(true);
    end_->setToolButtonStyle(Qt::ToolButtonTextOnly);
    makeSpeeds();
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 4, 12, 0);
    row->setSpacing(6);
    for (QWidget* widget : {static_cast<QWidget*>(back_), static_cast<QWidget*>(play_), static_cast<QWidget*>(speed_),
                            static_cast<QWidget*>(loop_)}) {
        row->addWidget(widget);
    }
    row->addWidget(bar_, 1);
    for (QWidget* widget :
         {static_cast<QWidget*>(position_), static_cast<QWidget*>(bookmark_), static_cast<QWidget*>(end_)}) {
        row->addWidget(widget);
    }
    connectControls();
    refreshState();
}

QToolButton* Timeline::button(const char* name, const QString& text, const QString& help, const char* command)
{
    auto* button = new QToolButton(this);
    button->setObjectName(QLatin1String(name));
    button->setText(text);
    button->setToolTip(help);
    button->setAccessibleName(text);
    button->setAccessibleDescription(help);
    button->setProperty(commandProperty, command);
    return button;
}

void Timeline::makeSpeeds()
{
    speed_->setObjectName(QStringLiteral("replaySpeed"));
    speed_->setAccessibleName(tr("Speed of the replay"));
    speed_->setToolTip(tr("1x is as fast as the run was"));
    for (const double speed : speeds) { speed_->addItem(tr("%1x").arg(speed), speed); }
    setSpeed(1);
}

void Timeline::setSpeed(double speed)
{
    int nearest = 0;
    for (int i = 0; i < speed_->count(); ++i) {
        const auto distance = [&](int at) { return std::abs(std::log(speed_->itemData(at).toDouble() / speed)); };
        if (distance(i) < distance(nearest)) { nearest = i; }
    }
    speed_->setCurrentIndex(nearest);
}

void Timeline::connectControls()
{
    connect(back_, &QToolButton::clicked, this, [this] { togglePlay(Playback::Direction::Backwards); });
    connect(play_, &QToolButton::clicked, this, [this] { togglePlay(Playback::Direction::Forwards); });
    connect(speed_, &QComboBox::currentIndexChanged, this,
            [this] { playback_.setSpeed(speed_->currentData().toDouble()); });
    connect(loop_, &QToolButton::toggled, &playback_, &Playback::setLooping);
    connect(bookmark_, &QToolButton::clicked, this, [this] { conductor_.ask(QStringLiteral("bookmark")); });
    connect(end_, &QToolButton::clicked, this, [this] { conductor_.ask(QStringLiteral("end")); });
    connect(bar_, &TimelineBar::stepAsked, &playback_, &Playback::seek);
    connect(bar_, &TimelineBar::keptAsked, &playback_, &Playback::moveKept);
    connect(bar_, &TimelineBar::firstAsked, &playback_, &Playback::seekFirst);
    connect(bar_, &TimelineBar::endAsked, &playback_, &Playback::seekEnd);
    connect(&playback_, &Playback::stateChanged, this, &Timeline::refreshState);
    connect(&session_, &RunSession::stateChanged, this, &Timeline::refreshState);
    connect(&ThemeSource::instance(), &ThemeSource::changed, this, &Timeline::refreshState);
}

void Timeline::togglePlay(Playback::Direction direction)
{
    if (playback_.isPlaying() && playback_.direction() == direction) { return playback_.pause(); }
    playback_.play(direction);
}

void Timeline::setDense(bool isDense)
{
    const std::initializer_list<QWidget*> spare = {back_, loop_, position_, speed_};
    for (QWidget* widget : spare) { widget->setVisible(!isDense); }
}

void Timeline::refreshState()
{
    const bool isForwards = playback_.isPlaying() && playback_.direction() == Playback::Direction::Forwards;
    const bool isBackwards = playback_.isPlaying() && !isForwards;
    play_->setIcon(icon(isForwards ? Icon::Pause : Icon::Play, theme().text));
    play_->setAccessibleName(isForwards ? tr("Pause the replay") : tr("Replay"));
    back_->setIcon(icon(isBackwards ? Icon::Pause : Icon::Back, theme().text));
    back_->setAccessibleName(isBackwards ? tr("Pause the replay") : tr("Replay backwards"));
    loop_->setIcon(icon(Icon::Loop, theme().text));
    bookmark_->setIcon(icon(Icon::Bookmark, theme().text));
    end_->setText(session_.isRecorded() ? tr("End") : tr("Live"));
    refresh();
}

void Timeline::refresh()
{
    const run::History& history = session_.history();
    bar_->display(history, playback_.marks(), playback_.checkpoints(), playback_.step());
    const bool canReplay = history.snapshots().size() > 1;
    for (QToolButton* button : {back_, play_}) { button->setEnabled(canReplay); }
    bookmark_->setEnabled(history.hasStarted());
    end_->setEnabled(playback_.step().has_value());
    refreshPosition();
}

void Timeline::refreshPosition()
{
    const run::History& history = session_.history();
    if (!history.hasStarted()) { return position_->setText(tr("no run yet")); }
    const std::int64_t shown = playback_.step().value_or(history.lastStep());
    QString text = stepName(history, shown);
    if (playback_.asked() && *playback_.asked() != shown) {
        text = tr("nearest kept: %1").arg(numberText(double(shown), 0));
    }
    position_->setText(text);
    const QString widest = stepName(history, history.start().lastStep); // the bar keeps its length
    const QString other = tr("nearest kept: %1").arg(numberText(double(history.start().lastStep), 0));
    const QFontMetrics metrics = position_->fontMetrics();
    reserveWidth(*position_, std::max(metrics.horizontalAdvance(widest), metrics.horizontalAdvance(other)) + 4);
}

void Timeline::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) { refreshPosition(); }
}

} // namespace gridscope::ui
