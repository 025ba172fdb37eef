// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/describe.h"

#include <QCoreApplication>

#include <bit>

namespace gridscope::ui {

void describe(Panel& panel, QWidget& chart)
{
    const QString summary = panel.summary();
    panel.setPicture(chart);
    for (QWidget* widget : {static_cast<QWidget*>(&panel), &chart}) {
        if (widget->accessibleDescription() != summary) { widget->setAccessibleDescription(summary); }
    }
}

namespace {

bool isSame(const run::Step& a, const run::Step& b)
{
    const auto bits = [](double value) { return std::bit_cast<std::uint64_t>(value); }; // NaN is itself here
    return a.index == b.index && bits(a.trainLoss) == bits(b.trainLoss) && bits(a.seconds) == bits(b.seconds)
           && a.masks == b.masks;
}

} // namespace

QString noRunText(const run::History& history, const QString& text)
{
    const bool hasFailed = history.end() && history.end()->how == run::End::How::Failed;
    return hasFailed ? QCoreApplication::translate(
               "gridscope::ui",
               "The run failed before its first step. Change what its message names, then press Reset.")
                     : text;
}

bool RunIdentity::changed(const run::History& history)
{
    const auto steps = history.steps();
    const run::SnapshotPtr first = history.snapshots().empty() ? nullptr : history.snapshots().front();
    const run::Step* then = last_ ? history.stepAt(last_->index) : nullptr;
    const bool isThinnedAway = then != nullptr && then->index < last_->index && history.lastStep() > last_->index;
    const bool isSameLast = !last_ || isThinnedAway || (then != nullptr && isSame(*then, *last_));
    const bool isOther = history.hasStarted() != hasStarted_ || (first_ && first != first_) || !isSameLast;
    hasStarted_ = history.hasStarted();
    first_ = first;
    last_ = steps.empty() ? std::nullopt : std::optional(steps.back());
    return isOther;
}

bool hasFoldedFloat(const run::History& history, const View& view)
{
    return !view.showsFloat && history.hasStarted() && history.start().firstStep < 0 && history.lastStep() > 0;
}

std::int64_t firstShownStep(const run::History& history, const View& view)
{
    return hasFoldedFloat(history, view) ? 0 : history.start().firstStep;
}

} // namespace gridscope::ui
