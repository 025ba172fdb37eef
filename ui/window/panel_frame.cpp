// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/panel_frame.h"

#include "ui/look/command_property.h"
#include "ui/look/icons.h"
#include "ui/look/plain_label.h"
#include "ui/look/theme.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace gridscope::ui {
namespace {

constexpr int inset = 3;
constexpr qreal corner = 6;

} // namespace

PanelFrame::PanelFrame(const ViewInfo& view, QWidget* parent)
    : QWidget(parent), info_(view), panel_(view.make().release()), title_(new PlainLabel(view.title(), this)),
      subject_(new PlainLabel(this)), maximise_(new QToolButton(this))
{
    title_->setProperty("role", "panelTitle");
    subject_->setProperty("role", "caption");
    maximise_->setAutoRaise(true);
    maximise_->setFocusPolicy(Qt::TabFocus);
    if (panel_->focusPolicy() == Qt::NoFocus) { panel_->setFocusPolicy(Qt::StrongFocus); }
    panel_->setTitle(view.title());

    auto* heading = new QHBoxLayout;
    heading->setContentsMargins(8, 2, 2, 0);
    heading->setSpacing(8);
    heading->addWidget(title_);
    heading->addWidget(subject_);
    heading->addStretch(1);
    heading->addWidget(maximise_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(inset, inset, inset, inset);
    column->setSpacing(0);
    column->addLayout(heading);
    column->addWidget(panel_, 1);

    connect(maximise_, &QToolButton::clicked, this, &PanelFrame::maximiseAsked);
    connect(&ThemeSource::instance(), &ThemeSource::changed, this, &PanelFrame::refreshIcon);
    refreshIcon();
}

void PanelFrame::refresh(const run::History& history, const View& view)
{
    sinceRefresh_.start();
    panel_->refresh(history, view);
    refreshNanoseconds_ = sinceRefresh_.nsecsElapsed();
    shownStep_ = history.lastStep();
}

bool PanelFrame::isDue() const
{
    constexpr std::int64_t times = 10, perMillisecond = 1'000'000;
    return !sinceRefresh_.isValid()
           || sinceRefresh_.nsecsElapsed()
                  >= std::max(info_.leastMilliseconds * perMillisecond, times * refreshNanoseconds_);
}

void PanelFrame::setSubject(const QString& subject) { subject_->setText(subject); }

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
    const QString help = isMaximised_ ? tr("Back to all panels") : tr("Maximise this panel");
    maximise_->setIcon(icon(isMaximised_ ? Icon::Restore : Icon::Maximise, theme().faintText));
    maximise_->setProperty(commandProperty, isMaximised_ ? "leave" : "maximise");
    maximise_->setToolTip(help);
    maximise_->setAccessibleName(isMaximised_ ? tr("Back to all panels") : tr("Maximise %1").arg(info_.title()));
    update();
}

void PanelFrame::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    Q_EMIT shown();
}

void PanelFrame::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme().gap, 1));
    painter.setBrush(theme().surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), corner, corner);
}

} // namespace gridscope::ui
