// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel_frame.h"

#include "ui/icons.h"
#include "ui/theme.h"

#include <QApplication>
#include <QFocusEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace gridscope::ui {
namespace {

constexpr int focusRing = 3;       // product.md 3.6
constexpr qreal corner = 6;

} // namespace

PanelFrame::PanelFrame(Panel* panel, QWidget* parent)
    : QWidget(parent), panel_(panel), title_(new QLabel(panel->title(), this)), subject_(new QLabel(this)),
      maximise_(new QToolButton(this))
{
    title_->setProperty("role", "panelTitle");
    subject_->setProperty("role", "caption");
    maximise_->setAutoRaise(true);
    maximise_->setFocusPolicy(Qt::TabFocus);
    if (panel_->focusPolicy() == Qt::NoFocus) { panel_->setFocusPolicy(Qt::StrongFocus); }
    if (panel_->accessibleName().isEmpty()) { panel_->setAccessibleName(panel_->title()); }

    auto* heading = new QHBoxLayout;
    heading->setContentsMargins(8, 2, 2, 0);
    heading->setSpacing(8);
    heading->addWidget(title_);
    heading->addWidget(subject_);
    heading->addStretch(1);
    heading->addWidget(maximise_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(focusRing, focusRing, focusRing, focusRing);
    column->setSpacing(0);
    column->addLayout(heading);
    column->addWidget(panel_, 1);

    panel_->installEventFilter(this);
    connect(maximise_, &QToolButton::clicked, this, &PanelFrame::maximiseAsked);
    connect(&ThemeSource::instance(), &ThemeSource::changed, this, &PanelFrame::refreshIcon);
    connect(qApp, &QApplication::focusChanged, this, [this] { update(); });
    refreshIcon();
}

void PanelFrame::refresh(const run::History& history, const View& view)
{
    panel_->refresh(history, view);
}

void PanelFrame::setSubject(const QString& subject)
{
    subject_->setText(subject);
}

void PanelFrame::showMaximised(bool isMaximised)
{
    isMaximised_ = isMaximised;
    refreshIcon();
}

bool PanelFrame::hasKeyboard() const
{
    const QWidget* focus = QApplication::focusWidget();
    return focus != nullptr && (focus == panel_ || panel_->isAncestorOf(focus));
}

void PanelFrame::refreshIcon()
{
    const QString help = isMaximised_ ? tr("Back to all panels (Esc)") : tr("Maximise this panel (F)");
    maximise_->setIcon(icon(isMaximised_ ? Icon::Restore : Icon::Maximise, theme().faintText));
    maximise_->setToolTip(help);
    maximise_->setAccessibleName(isMaximised_ ? tr("Back to all panels") : tr("Maximise %1").arg(panel_->title()));
    update();
}

bool PanelFrame::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusIn) {
        const Qt::FocusReason reason = static_cast<QFocusEvent*>(event)->reason();
        if (reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason) { cameByKeyboard_ = true; }
        if (reason == Qt::MouseFocusReason || reason == Qt::OtherFocusReason) { cameByKeyboard_ = false; }
    }
    return QWidget::eventFilter(watched, event);
}

void PanelFrame::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isFocused = hasKeyboard();
    const qreal width = isFocused && cameByKeyboard_ ? focusRing : 1;
    painter.setPen(QPen(isFocused ? theme().focus : theme().gap, width));
    painter.setBrush(theme().surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2), corner, corner);
}

} // namespace gridscope::ui
