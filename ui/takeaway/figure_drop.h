// SPDX-License-Identifier: GPL-3.0-or-later
// A figure that is dropped on the window brings its view back: in the run that is shown, in a recording that is known, or in
// a run that is started anew with its settings and seed, once the user agrees.
// Threads: recordings are looked through in the background.
#pragma once

#include "ui/document/background.h"
#include "ui/document/run_document.h"
#include "ui/takeaway/figure_state.h"
#include "ui/window/message_bar.h"

namespace gridscope::ui {

class FigureDrop final : public QObject {
    Q_OBJECT
public:
    FigureDrop(Conductor& conductor, RunDocument& document, MessageBar& messages, QWidget* window, bool remembers);
    void restore(const QString& path);

Q_SIGNALS:
    void viewWanted(const QString& view, const QString& layer);

private:
    void open(const FigureState& state, const QString& recording);
    run::RunConfig withPathsOfShown(run::RunConfig config) const;
    void offerStart(const FigureState& state);
    void start(const FigureState& state, const run::RunConfig& config);
    void await(const FigureState& state);
    void show(const FigureState& state);
    void settle(); // when the run that is shown is the one that was asked for

    Conductor& conductor_;
    RunSession& session_;
    Playback& playback_;
    RunDocument& document_;
    MessageBar& messages_;
    QWidget* window_;
    bool remembers_;
    Background background_;
    std::optional<FigureState> waiting_; // for its recording to be open, or its run to come so far
};

} // namespace gridscope::ui
