// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/comparison.h"

#include "core/file/run_reader.h"
#include "core/settings/config_fields.h"
#include "core/settings/settings.h"
#include "ui/control/field_words.h"
#include "ui/document/run_document.h"
#include "ui/look/path_text.h"
#include "ui/look/translate.h"

#include <QFileInfo>

namespace gridscope::ui {

Comparison::Comparison(RunSession& session, MessageBar& messages, QObject* parent)
    : QObject(parent), messages_(messages), twin_(session)
{
    connect(&twin_, &Twin::toggled, this, [this] {
        if (twin_.isOn()) { forgetFile(); }
        Q_EMIT changed();
    });
    connect(&background_, &Background::failed, this,
            [this](const QString& sentence) { messages_.showError(sentence); });
}

void Comparison::open(const QString& path)
{
    const QString name = QFileInfo(path).completeBaseName();
    const bool isStarted =
        background_.start(tr("Reading %1...").arg(name), [this, path, name](const run::Progress& progress) {
            run::RunReader reader(pathBytes(QFileInfo(path).absoluteFilePath()));
            const auto history = readAll(reader, progress);
            return [this, history, name] {
                twin_.end();
                other_ = history;
                name_ = name;
                Q_EMIT changed();
            };
        });
    if (!isStarted) { messages_.showNote(tr("One thing after the other: another run is being read.")); }
}

void Comparison::forgetFile()
{
    background_.cancel();
    other_.reset();
    name_.clear();
}

void Comparison::remove()
{
    forgetFile();
    if (twin_.isOn()) { return twin_.end(); } // says that it has changed
    Q_EMIT changed();
}

QString Comparison::note(const run::RunConfig& here) const
{
    if (twin_.isOn()) {
        return tr("Beside it and as dotted curves: %1. Play, pause, step and pace act on both.").arg(twin_.name());
    }
    return tr("Beside it and as dotted curves: %1. It differs in: %2.").arg(name_, differences(here));
}

QString Comparison::differences(const run::RunConfig& here) const
{
    const run::RunConfig there = other_ && other_->hasStarted() ? run::settingsAt(*other_) : here;
    QStringList parts;
    for (const run::Field* field : run::differingFields({&here, &there})) {
        parts += tr("%1 %2 (here %3)")
                     .arg(coreText(field->label), QString::fromStdString(run::fieldText(there, *field)),
                          QString::fromStdString(run::fieldText(here, *field)));
    }
    return parts.isEmpty() ? tr("all settings are the same") : parts.join(QStringLiteral(", "));
}

} // namespace gridscope::ui
