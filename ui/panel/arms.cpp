// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/arms.h"

#include "core/settings/config_fields.h"
#include "ui/look/translate.h"

#include <QCoreApplication>

namespace gridscope::ui {

namespace {

QString nameBy(const run::RunConfig& config, const run::Field& field)
{
    const QString value = QString::fromStdString(run::fieldText(config, field));
    if (field.key == "method") { return value.toUpper(); }
    return field.choices.empty() ? QString::fromStdString(std::string(field.key)) + QLatin1Char(' ') + value : value;
}

} // namespace

ArmNames armNames(const run::History& history, const View& view)
{
    const QString here = tr("this run");
    const bool areBoth = history.hasStarted() && view.other != nullptr && view.other->hasStarted();
    if (!areBoth) { return {here, view.otherName}; }
    const run::RunConfig& mine = history.start().config;
    const run::RunConfig& others = view.other->start().config;
    const auto differing = run::differingFields({&mine, &others});
    if (differing.size() != 1) { return {here, view.otherName}; }
    return {nameBy(mine, *differing.front()), nameBy(others, *differing.front())};
}

run::SnapshotPtr otherSnapshot(const View& view, std::int64_t step)
{
    const run::SnapshotPtr found = view.other != nullptr ? view.other->snapshotAt(step) : nullptr;
    return found && std::abs(found->step - step) <= view.other->longestStretch() ? found : nullptr;
}

} // namespace gridscope::ui
