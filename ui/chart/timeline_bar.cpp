// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/timeline_bar.h"

#include "core/base/whole.h"
#include "ui/chart/chart_widget.h"
#include "ui/chart/mark_sign.h"
#include "ui/chart/nice_range.h"
#include "ui/chart/numbers.h"
#include "ui/chart/pixels.h"
#include "ui/document/run_text.h"
#include "ui/look/plain_label.h"
#include "ui/look/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <climits>
#include <cmath>

namespace gridscope::ui {
namespace {

constexpr double grooveHeight = 6;
constexpr double handleRadius = 9; // with the ring around it a target of 24 pixels
constexpr double nearMark = 7;     // pixels

} // namespace

TimelineBar::TimelineBar(QWidget* parent) : QSlider(Qt::Horizontal, parent)
{
    setAccessibleName(tr("Timeline: the step that all views show"));
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&ThemeSource::instance(), &ThemeSource::changed, this, qOverload<>(&QWidget::update));
    // Assistive tools set the value.
    connect(this, &QSlider::valueChanged, this, [this](int value) { Q_EMIT stepAsked(value); });
}

QSize TimelineBar::sizeHint() const { return {40 * fontMetrics().averageCharWidth(), minimumSizeHint().height()}; }

QSize TimelineBar::minimumSizeHint() const
{
    return {16 * fontMetrics().averageCharWidth(), int(std::ceil(2 * handleRadius + markSize() + 16))};
}

double TimelineBar::markSize() const { return std::max(9.0, fontMetrics().height() * 0.6); }

QRectF TimelineBar::groove() const
{
    const double inset = handleRadius + 4;
    const double y = markSize() + 7 + handleRadius - grooveHeight / 2;
    return {inset, y, std::max(1.0, width() - 2 * inset), grooveHeight};
}

void TimelineBar::display(const run::History& history, std::vector<run::Mark> marks,
                          std::vector<std::int64_t> checkpoints, std::optional<std::int64_t> shown)
{
    history_ = &history;
    marks_ = std::move(marks);
    checkpoints_ = std::move(checkpoints);
    shown_ = shown;
    setEnabled(history.hasStarted());
    if (!history.hasStarted()) { return update(); }
    first_ = history.start().firstStep - 1;
    newest_ = std::max(first_, history.lastStep());
    end_ = stepAxisEnd(history.start().firstStep, history.start().lastStep, newest_);
    const QSignalBlocker quiet(this);
    const auto sliderStep = [](std::int64_t step) { return run::wholeIn(double(step), -INT_MAX, INT_MAX); };
    setRange(sliderStep(first_), sliderStep(newest_));
    setValue(sliderStep(shown.value_or(newest_)));
    const QString text = stepName(history, shown.value_or(newest_));
    if (accessibleDescription() != text) { setAccessibleDescription(text); }
    update();
}

double TimelineBar::pixelOfStep(std::int64_t step) const
{
    const auto first = double(first_);
    return pixelBetween(double(step), first, std::max(end_, first + 1), groove().left(), groove().right());
}

std::int64_t TimelineBar::stepAt(double x) const
{
    const double share = (x - groove().left()) / groove().width();
    return run::nearestIn(double(first_) + share * (end_ - double(first_)), first_, newest_);
}

const run::Mark* TimelineBar::markNear(double x) const
{
    const run::Mark* nearest = nullptr;
    double best = nearMark;
    for (const run::Mark& mark : marks_) {
        const double distance = std::abs(pixelOfStep(mark.step) - x);
        if (distance <= best) {
            best = distance;
            nearest = &mark;
        }
    }
    return nearest;
}

QString TimelineBar::hoverText(double x) const
{
    if (history_ == nullptr || !history_->hasStarted()) { return {}; }
    QStringList lines;
    for (const run::Mark& mark : marks_) {
        if (std::abs(pixelOfStep(mark.step) - x) <= nearMark) { lines += markLine(mark); }
    }
    const std::int64_t step = stepAt(x);
    const run::SnapshotPtr kept = history_->snapshotAt(step);
    QString where = stepName(*history_, step);
    if (kept && kept->step != step) { where += tr(" · nearest kept: %1").arg(numberText(double(kept->step), 0)); }
    for (const std::int64_t checkpoint : checkpoints_) {
        if (std::abs(pixelOfStep(checkpoint) - x) <= nearMark / 2) {
            where += tr(" · checkpoint at %1").arg(numberText(double(checkpoint), 0));
            break;
        }
    }
    lines += where;
    return lines.join(QLatin1Char('\n'));
}

bool TimelineBar::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip) { return QSlider::event(event); }
    const auto* help = static_cast<QHelpEvent*>(event);
    QToolTip::showText(help->globalPos(), plainTip(hoverText(help->pos().x())), this);
    return true;
}

void TimelineBar::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || history_ == nullptr) { return; }
    setFocus(Qt::MouseFocusReason);
    const double x = event->position().x();
    const run::Mark* mark = event->position().y() < groove().top() ? markNear(x) : nullptr;
    Q_EMIT stepAsked(mark != nullptr ? mark->step : stepAt(x));
}

void TimelineBar::mouseMoveEvent(QMouseEvent* event)
{
    const double x = event->position().x();
    if (event->buttons().testFlag(Qt::LeftButton) && history_ != nullptr) { Q_EMIT stepAsked(stepAt(x)); }
    if (QToolTip::isVisible() || event->buttons().testFlag(Qt::LeftButton)) {
        QToolTip::showText(event->globalPosition().toPoint(), plainTip(hoverText(x)), this);
    }
}

void TimelineBar::mouseReleaseEvent(QMouseEvent*) {}

void TimelineBar::wheelEvent(QWheelEvent* event)
{
    Q_EMIT keptAsked(event->angleDelta().y() > 0 ? -1 : 1);
    event->accept();
}

void TimelineBar::keyPressEvent(QKeyEvent* event)
{
    constexpr int many = 10;
    const int count = event->modifiers().testFlag(Qt::ShiftModifier) ? many : 1;
    switch (event->key()) {
    case Qt::Key_Left: Q_EMIT keptAsked(-count); return;
    case Qt::Key_Right: Q_EMIT keptAsked(count); return;
    case Qt::Key_PageUp: Q_EMIT keptAsked(-many); return;
    case Qt::Key_PageDown: Q_EMIT keptAsked(many); return;
    case Qt::Key_Home: Q_EMIT firstAsked(); return;
    case Qt::Key_End: Q_EMIT endAsked(); return;
    default: event->ignore(); // the window's keys
    }
}

void TimelineBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF all = groove();
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().gap);
    painter.drawRoundedRect(all, grooveHeight / 2, grooveHeight / 2);
    if (history_ != nullptr && history_->hasStarted()) {
        painter.setBrush(softened(theme().focus, theme().window, 0.55));
        painter.drawRoundedRect(QRectF(all.topLeft(), QPointF(pixelOfStep(newest_), all.bottom())), grooveHeight / 2,
                                grooveHeight / 2);
        paintKept(painter);
        paintMarks(painter);
        paintHandle(painter);
    }
    if (hasFocus()) { drawFocusRing(painter, QRectF(rect())); }
}

// Kept steps as notches in the groove where they stand apart, checkpoints as strokes below it.
void TimelineBar::paintKept(QPainter& painter) const
{
    const double apart = 3 + strokeWidth(1);
    const QRectF all = groove();
    painter.setPen(QPen(theme().window, strokeWidth(1)));
    const auto kept = history_->snapshots();
    double previous = -apart;
    bool areApart = kept.size() > 1 && double(kept.size()) * apart <= all.width() + apart; // else they cannot be
    for (std::size_t i = 0; i < kept.size() && areApart; ++i) {
        const double x = pixelOfStep(kept[i]->step);
        areApart = x - previous >= apart;
        previous = x;
    }
    for (const run::SnapshotPtr& snapshot : kept) {
        if (!areApart) { break; }
        const double x = pixelOfStep(snapshot->step);
        painter.drawLine(QPointF(x, all.top() + 1), QPointF(x, all.bottom() - 1));
    }
    painter.setPen(QPen(theme().axis, strokeWidth(2)));
    for (const std::int64_t step : checkpoints_) {
        const double x = pixelOfStep(step);
        painter.drawLine(QPointF(x, all.bottom() + 3), QPointF(x, all.bottom() + 8));
    }
}

// Signs stand side by side where their steps are too close; each keeps its foot at its step.
void TimelineBar::paintMarks(QPainter& painter) const
{
    const double size = markSize();
    const double y = groove().top() - 4 - size / 2;
    double free = 0;
    for (const run::Mark& mark : marks_) {
        const double foot = pixelOfStep(mark.step);
        const double x = std::min(std::max(foot, free), double(width()) - size / 2);
        free = x + size + 1;
        painter.setPen(QPen(theme().axis, strokeWidth(1)));
        painter.drawLine(QPointF(x, y + size / 2), QPointF(foot, groove().top()));
        drawMarkSign(painter, mark.kind, QPointF(x, y), size);
    }
}

void TimelineBar::paintHandle(QPainter& painter) const
{
    const QPointF at(pixelOfStep(shown_.value_or(newest_)), groove().center().y());
    painter.setPen(QPen(theme().focus, strokeWidth(3)));
    painter.setBrush(shown_ ? theme().surface : theme().focus); // hollow: a past step
    painter.drawEllipse(at, handleRadius - 1.5, handleRadius - 1.5);
}

} // namespace gridscope::ui
