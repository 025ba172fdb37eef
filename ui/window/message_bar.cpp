// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/message_bar.h"

#include "ui/control/field_words.h"
#include "ui/look/icons.h"
#include "ui/look/plain_label.h"
#include "ui/look/theme.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QStyle>

#include <algorithm>
#include <utility>

namespace gridscope::ui {
namespace {

// The style sheet looks at the property "level".
void setLevel(QWidget& widget, const char* level)
{
    if (widget.property("level").toString() == QLatin1String(level)) { return; }
    widget.setProperty("level", level);
    widget.style()->unpolish(&widget);
    widget.style()->polish(&widget);
}

} // namespace

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent), icon_(new PlainLabel(this)), text_(new PlainLabel(this)), busyBar_(new QProgressBar(this)),
      close_(new QToolButton(this))
{
    setObjectName(QStringLiteral("messageBar"));
    setAccessibleName(tr("Messages"));
    text_->setObjectName(QStringLiteral("messageText"));
    text_->setWordWrap(true);
    text_->setTextFormat(Qt::PlainText);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    text_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    text_->setFocusPolicy(Qt::NoFocus);
    busyBar_->setRange(0, 0);
    busyBar_->setTextVisible(false);
    busyBar_->setFixedSize(90, 8);
    busyBar_->setAccessibleName(tr("Loading"));
    close_->setObjectName(QStringLiteral("dismissMessage"));
    close_->setAutoRaise(true);
    close_->setToolTip(tr("Dismiss this message (Esc)"));
    close_->setAccessibleName(tr("Dismiss this message"));
    connect(close_, &QToolButton::clicked, this, &MessageBar::dismiss);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(10, 3, 6, 3);
    row->setSpacing(8);
    row->addWidget(icon_);
    row->addWidget(text_, 1);
    row->addWidget(busyBar_);
    for (const char* name : {"messageAction", "messageAction2", "messageAction3"}) {
        auto* button = new QToolButton(this);
        button->setObjectName(QLatin1String(name));
        button->setProperty("role", "messageAction");
        button->setAccessibleName(tr("Action of the message")); // until it has one
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->hide();
        buttons_.append(button);
        row->addWidget(button);
    }
    row->addWidget(close_);
    QSizePolicy keepsRoom = close_->sizePolicy(); // the bar keeps its height when the button goes
    keepsRoom.setRetainSizeWhenHidden(true);
    close_->setSizePolicy(keepsRoom);

    fade_.setSingleShot(true);
    fade_.setTimerType(Qt::PreciseTimer);
    fade_.setInterval(noteMilliseconds);
    connect(&fade_, &QTimer::timeout, this, [this] {
        note_.clear();
        refresh();
    });
    connect(&ThemeSource::instance(), &ThemeSource::changed, this, &MessageBar::refresh);
    refresh();
}

void MessageBar::tell(const QString& story, bool busy, const QList<QAction*>& actions)
{
    if (story == story_ && busy == busy_ && actions == storyActions_) { return; }
    story_ = story;
    busy_ = busy;
    storyActions_ = actions;
    refresh();
}

void MessageBar::showNote(const QString& note) { showNoteWith(note, nullptr); }

void MessageBar::addNote(const QString& note)
{
    showNote(note_.isEmpty() || isOffer_ ? note : note_ + QLatin1Char(' ') + note);
}

void MessageBar::showNoteWith(const QString& note, QAction* action)
{
    note_ = note;
    noteAction_ = action;
    isOffer_ = false;
    if (!underMouse()) { fade_.start(); }
    refresh();
    announce(note, false);
}

void MessageBar::offer(const QString& sentence, QAction* action)
{
    showNoteWith(sentence, action);
    isOffer_ = true;
    fade_.stop();
}

void MessageBar::withdrawOffer()
{
    if (!std::exchange(isOffer_, false)) { return; }
    note_.clear();
    refresh();
}

void MessageBar::showError(const QString& sentence) { showErrorWith(sentence, nullptr); }

void MessageBar::showErrorWith(const QString& sentence, QAction* remedy)
{
    error_ = sentence;
    remedy_ = remedy;
    refresh();
    announce(sentence, true);
}

void MessageBar::dismiss()
{
    (error_.isEmpty() ? note_ : error_).clear();
    refresh();
}

void MessageBar::setBand(const QString& text, const QList<QAction*>& actions)
{
    if (text == band_ && actions == bandActions_) { return; }
    band_ = text;
    bandActions_ = actions;
    refresh();
}

void MessageBar::setProblem(const QString& sentence, QAction* action)
{
    if (sentence == problem_) { return; }
    const bool isNew = problem_.isEmpty();
    problem_ = sentence;
    problemAction_ = action;
    refresh();
    if (isNew) { announce(sentence, true); }
}

void MessageBar::setWork(const QString& text, int percent, QAction* cancel)
{
    work_ = text;
    percent_ = percent;
    cancel_ = cancel;
    refresh();
}

// Whatever is shown is the first of these that there is.
void MessageBar::refresh()
{
    const bool isError = !error_.isEmpty();
    const bool isWork = !isError && !work_.isEmpty();
    const bool isProblem = !isError && !isWork && !problem_.isEmpty();
    const bool isBand = !isError && !isWork && !isProblem && !band_.isEmpty();
    const bool isNote = !isError && !isWork && !isProblem && !note_.isEmpty();
    const bool isBad = isError || isProblem;
    const int side = fontMetrics().height();
    icon_->setPixmap(
        icon(isBad ? Icon::Warning : Icon::Note, isBad ? theme().error : theme().faintText).pixmap(side, side));
    icon_->setAccessibleName(isError ? tr("Error") : isProblem ? tr("Problem") : tr("Note"));
    const QString band = isNote && isBand ? band_ + QStringLiteral("   ·   ") + note_ : band_;
    text_->setText(isError ? error_ : isWork ? work_ : isProblem ? problem_ : isBand ? band : isNote ? note_ : story_);
    busyBar_->setVisible(isWork || (busy_ && !isError && !isProblem && !isBand && !isNote));
    busyBar_->setRange(0, isWork ? 100 : 0);
    if (isWork) { busyBar_->setValue(percent_); }
    const bool hasRemedy = isError && remedy_ != nullptr;
    const bool hasAction = isNote && !isBand && noteAction_ != nullptr;
    showActions(hasRemedy   ? QList<QAction*>{remedy_}
                : isWork    ? QList<QAction*>{cancel_}
                : isProblem ? QList<QAction*>{problemAction_}
                : isBand    ? bandActions_
                : hasAction ? QList<QAction*>{noteAction_}
                : isNote    ? QList<QAction*>()
                            : storyActions_);
    close_->setIcon(icon(Icon::Close, theme().text));
    close_->setVisible(isError || isNote);
    const char* level = isError            ? "error"
                        : isProblem        ? "problem"
                        : isBand           ? "band"
                        : isNote || isWork ? "note"
                                           : "story";
    setLevel(*this, level);
    setLevel(*text_, level);
}

void MessageBar::showActions(const QList<QAction*>& actions)
{
    for (int i = 0; i < buttons_.size(); ++i) {
        QAction* action = actions.value(i);
        if (action != nullptr && buttons_[i]->defaultAction() != action) {
            for (QAction* old : buttons_[i]->actions()) { buttons_[i]->removeAction(old); }
            buttons_[i]->setDefaultAction(action);
        }
        if (action != nullptr) { buttons_[i]->setAccessibleName(action->text().remove(QLatin1Char('&'))); }
        buttons_[i]->setVisible(action != nullptr && action->isEnabled());
    }
}

bool MessageBar::event(QEvent* event)
{
    if (event->type() == QEvent::Enter) { fade_.stop(); }
    if (event->type() == QEvent::Leave && !note_.isEmpty() && !isOffer_) { fade_.start(); }
    return QFrame::event(event);
}

void MessageBar::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::FontChange) { refresh(); }
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        keepRoom();
    } // the text has its font by then
}

void MessageBar::keepRoomFor(const QStringList& stories, const QStringList& buttons)
{
    expected_ = stories;
    expectedButtons_ = buttons;
    keepRoom();
}

void MessageBar::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    keepRoom();
}

int MessageBar::widthOf(const QStringList& buttons) const
{
    constexpr int frame = 22; // padding and border of a button, and the space before it
    int width = 0;
    for (const QString& text : buttons) { width += fontMetrics().horizontalAdvance(text) + frame; }
    return width;
}

// A story that wraps would push all panels down when its turn comes.
void MessageBar::keepRoom()
{
    int height = 0;
    int taken = 0; // by buttons that are there now
    for (const QToolButton* button : buttons_) {
        taken += button->isHidden() ? 0 : button->width() + layout()->spacing();
    }
    for (const QString& story : expected_) {
        const bool isLast = &story == &expected_.back();
        const int width = text_->width() + taken - (isLast ? widthOf(expectedButtons_) : 0);
        const QRect room(0, 0, std::max(1, width), QWIDGETSIZE_MAX);
        height = std::max(height, text_->fontMetrics().boundingRect(room, Qt::TextWordWrap, story).height());
    }
    if (text_->minimumHeight() == height) { return; }
    text_->setMinimumHeight(height);
    text_->setIndent(text_->indent()); // forgets its size hint, which holds the least height of before
}

void MessageBar::showConfigError(const QString& sentence) { showError(inFieldWords(sentence)); }

void MessageBar::announce(const QString& text, bool isUrgent)
{
    setAccessibleDescription(text);
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    QAccessibleAnnouncementEvent event(this, text);
    event.setPoliteness(isUrgent ? QAccessible::AnnouncementPoliteness::Assertive
                                 : QAccessible::AnnouncementPoliteness::Polite);
    QAccessible::updateAccessibility(&event);
#else
    QAccessibleEvent event(this, isUrgent ? QAccessible::Alert : QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&event);
#endif
}

} // namespace gridscope::ui
