// SPDX-License-Identifier: GPL-3.0-or-later
// What a figure that Gridscope has drawn says of itself: run, step, view and settings, out of PNG, SVG or PDF.
// Errors : FileError with one sentence when it is no such figure. Whatever the file: nothing of it is run or loaded.
// Threads: any.
#pragma once

#include "core/config/config.h"

#include <QString>

namespace gridscope::ui {

struct FigureState {
    QString run;   // the run file's name, without a folder
    QString view;  // as figureName(), or "all"
    QString layer; // empty where the view has none
    std::int64_t step = 0;
    run::RunConfig config; // paths without their folders
};

bool looksLikeFigure(const QString& path); // by its suffix
FigureState readFigure(const QString& path);
FigureState figureStateIn(const QByteArray& bytes, const QString& name); // the same from a file's bytes

} // namespace gridscope::ui
