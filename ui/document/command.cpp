// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/command.h"

#include "ui/look/translate.h"

#include <algorithm>

namespace gridscope::ui {
namespace {

using enum Command::Group;

constexpr auto layerTitle = QT_TR_NOOP("Choose layer %1");

constexpr Command table[] = {
    {File, "open", "", QT_TR_NOOP("Open a run, or the view of a figure"), "Ctrl+O"},
    {File, "saveCopy", "", QT_TR_NOOP("Save a copy of the run"), "Ctrl+S Ctrl+Shift+S"},
    {File, "exportCheckpoint", "", QT_TR_NOOP("Export the checkpoint of the step that is shown")},
    {File, "exportView", "", QT_TR_NOOP("Export the view with the keyboard, as PNG, SVG or PDF"), "Ctrl+E"},
    {File, "exportRun", "", QT_TR_NOOP("Export the run: figures, tables, models, report"), "Ctrl+Shift+E"},
    {File, "quit", "", QT_TR_NOOP("Quit"), "Ctrl+Q"},
    {Edit, "undo", "", QT_TR_NOOP("Undo a change of the settings"), "Ctrl+Z"},
    {Edit, "redo", "", QT_TR_NOOP("Redo it"), "Ctrl+Shift+Z Ctrl+Y"},
    {Edit, "copyPicture", "", QT_TR_NOOP("Copy the picture of the view with the keyboard"), "Ctrl+C"},
    {Edit, "copyTable", "", QT_TR_NOOP("Copy the table of the view with the keyboard"), "Ctrl+Shift+C"},
    {Run, "playPause", "", QT_TR_NOOP("Play or pause"), "Space F5"},
    {Run, "play", "", QT_TR_NOOP("Play")},
    {Run, "pause", "", QT_TR_NOOP("Pause")},
    {Run, "step", "", QT_TR_NOOP("One step, as long as \"by\" says"), "F10 ."},
    {Run, "reset", "", QT_TR_NOOP("Reset, same seed"), "Shift+F5"},
    {Run, "newSeed", "", QT_TR_NOOP("New seed"), "Ctrl+Shift+N"},
    {Run, "faster", "", QT_TR_NOOP("Faster"), "]"},
    {Run, "slower", "", QT_TR_NOOP("Slower"), "["},
    {Run, "start"},
    {Run, "set"},
    {Run, "layers", "", QT_TR_NOOP("Bits, float and frozen, layer by layer"), "Ctrl+L"},
    {Run, "round", "", QT_TR_NOOP("Round the trained weights to fewer bits, without training"), "Ctrl+U"},
    {Run, "checkData", "", QT_TR_NOOP("Check the data")},
    {Run, "hypothesis", "", QT_TR_NOOP("Test the paper's hypothesis: learned against fixed bit-lengths"), "Ctrl+H"},
    {Run, "methods", "", QT_TR_NOOP("Compare all methods at about the same payload")},
    {Run, "continueTraining", "", QT_TR_NOOP("Continue training after the newest checkpoint")},
    {Run, "fork", "", QT_TR_NOOP("Fork at the step that is shown: a new run from its checkpoint"),
     "Ctrl+Return Ctrl+Enter"},
    {Run, "bookmark", "", QT_TR_NOOP("Bookmark the step that is shown"), "Ctrl+B"},
    {Timeline, "seek"},
    {Timeline, "back", "1", QT_TR_NOOP("One kept step back"), "Left"},
    {Timeline, "on", "1", QT_TR_NOOP("One kept step on"), "Right"},
    {Timeline, "back", "10", QT_TR_NOOP("Ten kept steps back"), "Shift+Left"},
    {Timeline, "on", "10", QT_TR_NOOP("Ten kept steps on"), "Shift+Right"},
    {Timeline, "first", "", QT_TR_NOOP("The first step"), "Home"},
    {Timeline, "end", "", QT_TR_NOOP("The newest step, live"), "End"},
    {Timeline, "previousEvent", "", QT_TR_NOOP("Previous event of the run"), "J"},
    {Timeline, "nextEvent", "", QT_TR_NOOP("Next event of the run"), "L"},
    {View, "view"},
    {View, "layer", "1", layerTitle, "1"},
    {View, "layer", "2", layerTitle, "2"},
    {View, "layer", "3", layerTitle, "3"},
    {View, "layer", "4", layerTitle, "4"},
    {View, "layer", "5", layerTitle, "5"},
    {View, "layer", "6", layerTitle, "6"},
    {View, "layer", "7", layerTitle, "7"},
    {View, "layer", "8", layerTitle, "8"},
    {View, "layer", "9", layerTitle, "9"},
    {View, "findLayer", "", QT_TR_NOOP("Find a layer by a part of its name"), "Ctrl+F"},
    {View, "maximise", "", QT_TR_NOOP("Maximise the panel with the keyboard"), "F"},
    {View, "leave", "", QT_TR_NOOP("Back: all panels, no error, no projector mode"), "Esc", true},
    {View, "microscope", "", QT_TR_NOOP("One weight under the microscope; again goes back to the settings"), "M"},
    {View, "slowMotion", "", QT_TR_NOOP("One training step of that weight in slow motion: five phases"), "S"},
    {View, "phaseOn", "", QT_TR_NOOP("Next phase of the slow motion"), "PgDown"},
    {View, "phaseBack", "", QT_TR_NOOP("The phase before"), "PgUp"},
    {View, "projector", "", QT_TR_NOOP("Projector mode: one picture, large text, bold lines; again goes back"), "P"},
    {View, "nextView", "", QT_TR_NOOP("The next picture alone"), "N"},
    {View, "previousView", "", QT_TR_NOOP("The picture before alone"), "Shift+N"},
    {View, "pointer", "", QT_TR_NOOP("A ring around the mouse; again takes it away"), "O"},
    {View, "blank", "", QT_TR_NOOP("Black screen; again brings the window back"), "B"},
    {View, "floatPhase", "", QT_TR_NOOP("Show or fold away float training")},
    {View, "fullScreen", "", QT_TR_NOOP("Full screen"), "F11"},
    {View, "settings", "", QT_TR_NOOP("Show or fold the settings"), "F4"},
    {View, "largerText", "", QT_TR_NOOP("Larger text"), "Ctrl++ Ctrl+="},
    {View, "smallerText", "", QT_TR_NOOP("Smaller text"), "Ctrl+-"},
    {View, "normalText", "", QT_TR_NOOP("Normal text"), "Ctrl+0"},
    {View, "resetLayout", "", QT_TR_NOOP("Reset the layout")},
    {View, "summary", "", QT_TR_NOOP("Read out a summary of the panel with the keyboard"), "Ctrl+R"},
    {Compare, "runs", "", QT_TR_NOOP("Recorded runs as a table, with the settings in which they differ"),
     "Ctrl+Shift+O"},
    {Compare, "overlay", "", QT_TR_NOOP("Lay another run over this one"), "Ctrl+D"},
    {Compare, "twin", "", QT_TR_NOOP("Train a twin: the same run but for one setting, step for step"), "Ctrl+T"},
    {Compare, "switchTwin", "", QT_TR_NOOP("Train a twin; again takes it away"), "C"},
    {Compare, "removeOverlay", "", QT_TR_NOOP("Take away what is laid over this run"), "Ctrl+Shift+D"},
    {Compare, "beside", "", QT_TR_NOOP("Side by side or laid over each other"), "Shift+C"},
    {Help, "keys", "", QT_TR_NOOP("This list"), "F1 ?"},
    {Help, "about", "", QT_TR_NOOP("About Gridscope")},
};

} // namespace

QString Command::id() const
{
    const QString word = QLatin1String(name);
    return *argument == '\0' ? word : word + QLatin1Char(' ') + QLatin1String(argument);
}

std::span<const Command> commands() { return table; }

const Command* findCommand(const QString& nameOrId)
{
    const auto found = std::ranges::find_if(table, [&](const Command& command) {
        return nameOrId == QLatin1String(command.name) || nameOrId == command.id();
    });
    return found == std::end(table) ? nullptr : &*found;
}

QString titleOf(const Command& command)
{
    const QString title = *command.title == '\0' ? QString() : tr(command.title);
    return title.contains(QLatin1String("%1")) ? title.arg(QLatin1String(command.argument)) : title;
}

QString titleOf(Command::Group group)
{
    switch (group) {
    case File: return tr("File");
    case Edit: return tr("Edit");
    case Run: return tr("Run");
    case Timeline: return tr("Timeline");
    case View: return tr("View");
    case Compare: return tr("Compare");
    case Help: return tr("Help");
    }
    return {};
}

} // namespace gridscope::ui
