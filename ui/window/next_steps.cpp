// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/next_steps.h"

#include "core/method/methods.h"

namespace gridscope::ui {
namespace {

// "STE"; a method that is in no table of results has its own name.
QString shortNameOf(const run::MethodInfo& method)
{
    const std::string_view name = method.shortName.empty() ? method.name : method.shortName;
    return QString::fromUtf8(name.data(), qsizetype(name.size()));
}

} // namespace

NextSteps::NextSteps(Conductor& conductor, QObject* parent)
    : QObject(parent), conductor_(conductor), compare_(new QAction(this)), slow_(new QAction(tr("Slow motion"), this)),
      own_(new QAction(tr("My own settings"), this))
{
    compare_->setToolTip(tr("Trains both side by side from the same start, on the same batches"));
    slow_->setToolTip(tr("One training step of one weight, phase by phase"));
    own_->setToolTip(tr("Change what you like in the settings; nothing can break"));
    connect(compare_, &QAction::triggered, this, [this] { conductor_.ask("twin", "method " + other_); });
    connect(slow_, &QAction::triggered, this, [this] { conductor_.ask("slowMotion"); });
    connect(own_, &QAction::triggered, this, [this] { conductor_.ask("settings", "show"); });
}

QList<QAction*> NextSteps::after(const run::RunConfig& config, bool hasTwin)
{
    const run::MethodInfo* other = run::findMethod(run::methodOf(config).compareWith);
    if (hasTwin || other == nullptr || other->name == config.method) { return {slow_, own_}; }
    other_ = QString::fromUtf8(other->name.data(), qsizetype(other->name.size()));
    compare_->setText(tr("Compare with %1").arg(shortNameOf(*other)));
    return {compare_, slow_, own_};
}

QStringList NextSteps::longest() const
{
    return {tr("Compare with %1").arg(QStringLiteral("STE")), slow_->text(), own_->text()};
}

} // namespace gridscope::ui
