// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialog/question.h"

#include "core/run/retention.h"
#include "ui/chart/numbers.h"
#include "ui/document/run_text.h"
#include "ui/look/translate.h"

#include <QDir>
#include <QMessageBox>
#include <QPushButton>

#include <algorithm>
#include <cmath>

namespace gridscope::ui {

namespace {

QString pathText(const std::string& path) { return QDir::toNativeSeparators(QString::fromStdString(path)); }

QString durationText(double seconds)
{
    constexpr double minute = 60, hour = 3600, day = 86400;
    if (seconds < 2 * minute) { return tr("about %1 s").arg(numberText(std::max(1.0, std::round(seconds)), 0)); }
    if (seconds < 2 * hour) { return tr("about %1 minutes").arg(numberText(std::round(seconds / minute), 0)); }
    if (seconds < 2 * day) { return tr("about %1 hours").arg(numberText(std::round(seconds / hour), 0)); }
    return tr("about %1 days").arg(numberText(std::round(seconds / day), 0));
}

// 0 when it is of another size, or its seconds are not known.
double secondsPerStep(const run::History& shown, const run::RunConfig& config)
{
    if (!shown.hasStarted() || shown.stepsTold() < 2) { return 0; }
    const run::RunConfig& its = shown.start().config;
    const bool isAlike = its.network == config.network && its.hidden == config.hidden && its.data == config.data
                         && its.batchSize == config.batchSize;
    const double seconds = shown.steps().back().seconds - shown.steps().front().seconds;
    return isAlike && std::isfinite(seconds) ? std::max(0.0, seconds / double(shown.stepsTold() - 1)) : 0;
}

} // namespace

QMessageBox* ask(QWidget* window, const QString& title, const QString& text, const QString& yes,
                 std::function<void()> agreed)
{
    auto* box = new QMessageBox(QMessageBox::Question, title, {}, QMessageBox::Cancel, window);
    box->setTextFormat(Qt::PlainText); // before the text, which Qt would look through for HTML
    box->setText(text);
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* agree = box->addButton(yes, QMessageBox::AcceptRole);
    box->setDefaultButton(QMessageBox::Cancel);
    box->setEscapeButton(QMessageBox::Cancel);
    box->button(QMessageBox::Cancel)->setText(tr("Cancel"));
    QObject::connect(agree, &QPushButton::clicked, window, std::move(agreed));
    box->open();
    return box;
}

QString trainingFacts(const run::RunConfig& config, const run::History& shown)
{
    const QString kind = QString::fromStdString(config.data);
    const QString data = config.dataFolder.empty() ? kind : tr("%1 from %2").arg(kind, pathText(config.dataFolder));
    const QString weights =
        config.weightsFile.empty() ? tr("drawn from seed %1").arg(config.seed) : pathText(config.weightsFile);
    const std::int64_t before = config.start == "pretrained" ? config.pretrainSteps : 0;
    const std::int64_t steps = config.steps + before;
    const double perStep = secondsPerStep(shown, config);
    const QString count =
        before > 0
            ? tr("%1, %2 of them float pre-training").arg(numberText(double(steps), 0), numberText(double(before), 0))
            : numberText(double(steps), 0);
    const QString time = perStep > 0
                             ? tr("%1, as fast as the run that is shown").arg(durationText(double(steps) * perStep))
                             : tr("not known before it has begun");
    return QStringList{
        tr("Network: %1, method %2").arg(QString::fromStdString(config.network), QString::fromStdString(config.method)),
        tr("Data: %1").arg(data),
        tr("Weights: %1").arg(weights),
        tr("Steps: %1").arg(count),
        tr("Run file: about %1").arg(sizeText(run::estimatedBytes(config))),
        tr("Time: %1").arg(time)}
        .join(QLatin1Char('\n'));
}

} // namespace gridscope::ui
