// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/message_bar.h"

#include "ui/icons.h"
#include "ui/theme.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QStyle>

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
    : QFrame(parent), icon_(new QLabel(this)), text_(new QLabel(this)), busyBar_(new QProgressBar(this)),
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
    row->addWidget(close_);
    QSizePolicy keepsRoom = close_->sizePolicy();     // the bar keeps its height when the button goes
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

void MessageBar::tell(const QString& story, bool busy)
{
    if (story == story_ && busy == busy_) { return; }
    story_ = story;
    busy_ = busy;
    refresh();
}

void MessageBar::showNote(const QString& note)
{
    note_ = note;
    if (!underMouse()) { fade_.start(); }
    refresh();
    announce(note, false);
}

void MessageBar::showError(const QString& sentence)
{
    error_ = sentence;
    refresh();
    announce(sentence, true);
}

void MessageBar::dismiss()
{
    (error_.isEmpty() ? note_ : error_).clear();
    refresh();
}

bool MessageBar::event(QEvent* event)
{
    if (event->type() == QEvent::Enter) { fade_.stop(); }
    if (event->type() == QEvent::Leave && !note_.isEmpty()) { fade_.start(); }
    return QFrame::event(event);
}

void MessageBar::refresh()
{
    const bool isError = !error_.isEmpty();
    const bool isNote = !isError && !note_.isEmpty();
    const int side = fontMetrics().height();
    const QColor color = isError ? theme().error : theme().faintText;
    icon_->setPixmap(icon(isError ? Icon::Warning : Icon::Note, color).pixmap(side, side));
    icon_->setAccessibleName(isError ? tr("Error") : tr("Note"));
    text_->setText(isError ? error_ : isNote ? note_ : story_);
    busyBar_->setVisible(busy_ && !isError && !isNote);
    close_->setIcon(icon(Icon::Close, theme().text));
    close_->setVisible(isError || isNote);
    setLevel(*this, isError ? "error" : isNote ? "note" : "story");
    setLevel(*text_, isError ? "error" : isNote ? "note" : "story");
}

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
