// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/window_dialogs.h"

#include "core/file/run_reader.h"
#include "core/settings/settings.h"
#include "ui/chart/numbers.h"
#include "ui/control/settings_form.h"
#include "ui/dialog/data_dialog.h"
#include "ui/dialog/help_dialogs.h"
#include "ui/dialog/key_dialog.h"
#include "ui/dialog/layer_dialog.h"
#include "ui/dialog/rounding_dialog.h"
#include "ui/dialog/run_table.h"
#include "ui/dialog/twin_dialog.h"
#include "ui/document/recent_files.h"
#include "ui/look/path_text.h"

#include <QDir>
#include <QFileDialog>
#include <QStandardPaths>

namespace gridscope::ui {

WindowDialogs::WindowDialogs(Conductor& conductor, RunDocument& document, Comparison& comparison, SettingsForm& form,
                             Keys& keys, MessageBar& messages, const LaunchOptions& options, QWidget* window)
    : QObject(window), conductor_(conductor), document_(document), comparison_(comparison), form_(form), keys_(keys),
      messages_(messages), options_(options), window_(window)
{
    serve();
}

void WindowDialogs::serve()
{
    conductor_.serve("layers", [this](const QString&) { showLayers(); });
    // What the form names, also before it is applied.
    conductor_.serve("checkData", [this](const QString&) { (new DataDialog(conductor_.written(), window_))->open(); });
    conductor_.serve("hypothesis", [this](const QString&) { showExperiment(hypothesisKind(), hypothesis_); });
    conductor_.serve("methods", [this](const QString&) { showExperiment(methodsKind(), methods_); });
    conductor_.serve("round", [this](const QString&) { showRounding(); });
    conductor_.serve("runs", [this](const QString&) { showRuns(); });
    conductor_.serve("overlay",
                     [this](const QString& path) { path.isEmpty() ? askOverlay() : comparison_.open(path); });
    conductor_.serve("removeOverlay", [this](const QString&) { comparison_.remove(); });
    conductor_.serve("twin", [this](const QString& difference) {
        difference.isEmpty() ? askTwin() : conductor_.startTwin(difference);
    });
    conductor_.serve("switchTwin",
                     [this](const QString&) { comparison_.other() != nullptr ? comparison_.remove() : askTwin(); });
    conductor_.serve("keys", [this](const QString&) { (new KeyDialog(keys_, window_))->open(); });
    conductor_.serve("about", [this](const QString&) {
        showHelp(window_, tr("About Gridscope"), aboutHtml(conductor_.session().history()));
    });
}

void WindowDialogs::showLayers()
{
    auto* dialog = new LayerDialog(conductor_.written(), window_);
    connect(dialog, &QDialog::accepted, &form_, [this, dialog] {
        form_.restore(dialog->config());
        if (form_.hasPending()) {
            messages_.showNote(
                tr("The layers' settings apply at the next reset%1.").arg(keys_.inBrackets(QStringLiteral("reset"))));
        }
    });
    dialog->open();
}

void WindowDialogs::showExperiment(const ExperimentKind& kind, ExperimentDialog*& dialog)
{
    if (dialog == nullptr) {
        const QDir documents(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
        dialog = new ExperimentDialog(kind, {options_.program, options_.experimentArguments},
                                      documents.filePath(QStringLiteral("gridscope-") + kind.name), window_);
        connect(dialog, &ExperimentDialog::begun, &conductor_.session(), &RunSession::pause);
        connect(dialog, &ExperimentDialog::openAsked, &document_, &RunDocument::open);
    }
    dialog->show();
    dialog->raise();
}

void WindowDialogs::showRounding()
{
    RunSession& session = conductor_.session();
    const auto step = document_.checkpointShown();
    if (!step) { return messages_.showNote(tr("There is no checkpoint yet whose weights could be rounded.")); }
    const run::RunConfig config = run::settingsAt(session.history(), *step);
    if (const QString refusal = Rounding::refusal(config); !refusal.isEmpty()) { return messages_.showNote(refusal); }
    session.pause();
    const QString name = QFileInfo(session.path()).completeBaseName();
    auto* dialog = new RoundingDialog(
        tr("%1 at step %2").arg(name.isEmpty() ? tr("this run") : name, numberText(double(*step), 0)), window_);
    dialog->rounding().start(session.engine(), config,
                             [recorder = session.recorder(), path = pathBytes(session.path()), at = *step] {
                                 if (recorder) { recorder->flush(); }
                                 return *run::RunReader(path).checkpoint(at).bytes;
                             });
    dialog->open();
}

void WindowDialogs::showRuns()
{
    auto* table = new RunTable(knownRuns(options_.recordings.folder, options_.remembers), window_);
    connect(table, &RunTable::openAsked, &document_, &RunDocument::open);
    connect(table, &RunTable::overlayAsked, &comparison_, &Comparison::open);
    table->open();
}

void WindowDialogs::askOverlay()
{
    const QString path = QFileDialog::getOpenFileName(window_, tr("A run to lay over this one"),
                                                      options_.recordings.folder, tr("Gridscope runs (*.gridscope)"));
    if (!path.isEmpty()) { comparison_.open(path); }
}

// Which setting is to differ from those of the form, or of the run when the form's are no run.
void WindowDialogs::askTwin()
{
    const run::RunConfig config = form_.isValid() ? form_.written() : conductor_.session().config();
    auto* dialog = new TwinDialog(config, window_);
    connect(dialog, &QDialog::accepted, this, [this, dialog, config] {
        guarded(messages_, // "Start both"
                [&] { conductor_.start(config, RunSession::Begin::Playing, dialog->difference()); });
    });
    dialog->open();
}

} // namespace gridscope::ui
