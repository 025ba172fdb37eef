// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/run_text.h"

#include "core/base/whole.h"
#include "core/base/wording.h"
#include "core/method/methods.h"
#include "core/run/collapse.h"
#include "core/settings/presets.h"
#include "core/settings/settings.h"
#include "ui/look/translate.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gridscope::ui {
namespace {

QString whole(std::int64_t value) { return QString::fromStdString(run::thousands(value)); }

bool pretrains(const run::History& history, std::int64_t step) { return history.start().firstStep <= 0 && step <= 0; }
bool pretrains(const run::History& history) { return pretrains(history, history.lastStep()); }

// The steps of float pre-training count up to 0, here as on every axis, in files and on the command line; epochs count them all.
std::int64_t pretrainDone(const run::History& history, std::int64_t step)
{
    return step - history.start().firstStep + 1;
}

QString whereText(const run::History& history)
{
    if (pretrains(history)) { return tr("float pre-training, step %1").arg(whole(history.lastStep())); }
    const QString text = run::methodOf(run::settingsAt(history)).traits.isFloat ? tr("training %1 of %2")
                                                                                : tr("quantized training %1 of %2");
    return text.arg(whole(history.lastStep()), whole(history.start().lastStep));
}

QString quantizedStory(const run::RunConfig& config, std::size_t layer)
{
    if (run::staysFloat(config, layer)) {
        return tr("This layer stays in full precision: none of its weights is rounded.");
    }
    const run::MethodInfo* method = run::findMethod(config.method);
    return method == nullptr ? QString() : coreText(method->story);
}

// What has gone wrong, where it has; empty otherwise.
QString failureText(const run::History& history, std::int64_t step)
{
    const run::SnapshotPtr latest = history.snapshotAt(step);
    const run::Collapse collapse = latest ? run::collapseOf(*latest) : run::Collapse{};
    if (collapse.isWhole()) {
        return tr(
            "Collapsed: in every layer nearly all weights are on one grid point, so there is nothing left that could "
            "gather. Try a smaller learning rate.");
    }
    if (run::isGuessing(history, "validation", step)) {
        const run::Evaluation* last = history.evaluationAt("validation", step);
        return tr("The quantized network is as good as guessing: accuracy %1.").arg(percentText(last->quantized));
    }
    if (collapse.collapsed > 0) {
        return tr("%1 of %2 layers have collapsed: nearly all of their weights are on one grid point.")
            .arg(collapse.collapsed)
            .arg(collapse.layers);
    }
    return {};
}

QString pretrainStory(const run::RunConfig& config, std::size_t layer)
{
    if (run::isFloatLayer(config, layer)) {
        return tr("Float pre-training: these weights may take any value, and they keep that freedom: this layer is not "
                  "quantized.");
    }
    const int bits = run::bitsOfLayer(config, layer);
    return tr("Float pre-training: these weights may take any value. Watch what happens when only %1 are allowed.")
        .arg((1 << bits) - (config.symmetricGrid && bits > 1 ? 1 : 0));
}

} // namespace

StepText stepText(const run::History& history, std::optional<std::int64_t> shown)
{
    if (!history.hasStarted()) { return {tr("STEP"), tr("–")}; }
    const std::int64_t step = shown.value_or(history.lastStep());
    if (pretrains(history, step)) {
        return {tr("FLOAT STEP"), tr("%1 / %2").arg(whole(step), whole(history.start().lastStep))};
    }
    return {tr("STEP"), tr("%1 / %2").arg(whole(step), whole(history.start().lastStep))};
}

QString epochText(const run::History& history, std::optional<std::int64_t> shown)
{
    if (!history.hasStarted()) { return tr("–"); }
    const auto perEpoch = double(std::max<std::int64_t>(1, history.start().stepsPerEpoch));
    return QString::number(double(pretrainDone(history, shown.value_or(history.lastStep()))) / perEpoch, 'f', 2);
}

QString phaseText(const run::History& history)
{
    if (history.end()) {
        if (history.steps().empty()) { return tr("ended before its first step"); }
        switch (history.end()->how) {
        case run::End::How::Finished: return tr("finished, %1").arg(whereText(history));
        case run::End::How::Stopped: return tr("stopped, %1").arg(whereText(history));
        case run::End::How::Failed: return tr("failed, %1").arg(whereText(history));
        }
    }
    return history.hasStarted() ? whereText(history) : tr("no run yet");
}

QString storyText(const run::History& history, std::size_t layer, std::optional<std::int64_t> shown)
{
    const std::int64_t step = shown.value_or(history.lastStep());
    const run::RunConfig config = run::settingsAt(history, shown);
    if (pretrains(history, step)) { return pretrainStory(config, layer); }
    const QString failure = failureText(history, step);
    return failure.isEmpty() ? quantizedStory(config, layer) : failure;
}

QString closingText(const run::History& history)
{
    if (history.end() && history.end()->how == run::End::How::Stopped) {
        return tr("The run was stopped. Reset starts it again.");
    }
    const run::Evaluation* test = history.lastEvaluation("test");
    if (test == nullptr) { return tr("The run is done. Reset plays it again."); }
    QStringList parts;
    const auto add = [&](const QString& name, const std::optional<run::Score>& score) {
        if (score) { parts += name.arg(percentText(score)); }
    };
    add(tr("quantized %1"), test->quantized);
    add(tr("latent weights %1"), test->latent);
    add(tr("float start %1"), history.floatStart("test"));
    const QString failure = failureText(history, history.lastStep());
    const QString done = tr("Done. Accuracy on %1 test samples: %2. Reset plays it again.")
                             .arg(whole(test->samples), parts.join(tr(", ")));
    return failure.isEmpty() ? done : done + QLatin1Char(' ') + failure;
}

QString percentText(const std::optional<run::Score>& score)
{
    if (!score || !std::isfinite(score->accuracy)) { return tr("–"); }
    return tr("%1 %").arg(QString::number(100 * score->accuracy, 'f', 1));
}

QString sizeText(std::int64_t bytes)
{
    if (bytes < 1000) { return tr("%1 bytes").arg(bytes); }
    const double kilobytes = double(bytes) / 1000;
    if (kilobytes >= 1e6) { return tr("%1 GB").arg(QString::number(kilobytes / 1e6, 'f', 1)); }
    const auto rounded = [](double value) {
        return whole(run::nearestIn(value, std::int64_t(0), std::numeric_limits<std::int64_t>::max()));
    };
    if (kilobytes >= 1e5) { return tr("%1 MB").arg(rounded(kilobytes / 1000)); }
    if (kilobytes >= 1e3) { return tr("%1 MB").arg(QString::number(kilobytes / 1000, 'f', 1)); }
    return tr("%1 kB").arg(kilobytes < 100 ? QString::number(kilobytes, 'f', 1) : rounded(kilobytes));
}

QString operationsText(double operations)
{
    if (!std::isfinite(operations)) { return tr("–"); }
    const double mega = operations / 1e6;
    return mega >= 1e3 ? tr("%1 G").arg(QString::number(mega / 1e3, 'f', 1))
                       : tr("%1 M").arg(QString::number(mega, 'f', mega < 10 ? 2 : 1));
}

QString stepName(const run::History& history, std::int64_t step)
{
    if (!history.hasStarted()) { return {}; }
    if (pretrains(history, step)) { return tr("Float step %1 (up to 0)").arg(whole(step)); }
    return tr("Step %1 of %2").arg(whole(step), whole(history.start().lastStep));
}

QString stepInFileName(std::int64_t step)
{
    return (step < 0 ? QStringLiteral("step-minus-%1") : QStringLiteral("step-%1")).arg(std::abs(step));
}

QString markLine(const run::Mark& mark)
{
    run::Mark said = mark;
    const bool isOwnWording =
        mark.kind == run::Mark::Kind::Setting || mark.kind == run::Mark::Kind::Bookmark; // keys, notes
    if (!isOwnWording) { said.what = coreText(mark.what).toStdString(); }
    const QString text =
        QString::fromStdString(run::markText(said)).replace(QStringLiteral(" -> "), QStringLiteral(" \u2192 "));
    const QString kind =
        mark.kind == run::Mark::Kind::Bookmark ? tr("bookmark") + (text.isEmpty() ? QString() : tr(": ")) : QString();
    return tr("Step %1 · %2").arg(whole(mark.step), kind + text);
}

QString dataText(const std::string& dataName)
{
    static const QRegularExpression counts(
        QStringLiteral("^(.*) \\(([\\d,]+) training, ([\\d,]+) validation, ([\\d,]+) test (pictures|points)\\)$"));
    const QString name = QString::fromStdString(dataName);
    const auto found = counts.match(name);
    if (!found.hasMatch()) { return name; }
    const bool isPictures = found.captured(5) == QLatin1String("pictures");
    const QString text = isPictures ? tr("%1 (%2 training, %3 validation, %4 test pictures)")
                                    : tr("%1 (%2 training, %3 validation, %4 test points)");
    return text.arg(found.captured(1), found.captured(2), found.captured(3), found.captured(4));
}

QString agoText(std::int64_t seconds)
{
    if (seconds < 120) { return tr("%1 s ago").arg(seconds); }
    const std::int64_t minutes = seconds / 60;
    return minutes < 120 ? tr("%1 min ago").arg(minutes) : tr("%1 h ago").arg(minutes / 60);
}

} // namespace gridscope::ui
