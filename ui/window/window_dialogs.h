// SPDX-License-Identifier: GPL-3.0-or-later
// The commands that open a dialog over the window: layers, data, hypothesis, recorded runs, overlay, twin, keys, about.
#pragma once

#include "ui/dialog/experiment_dialog.h"
#include "ui/document/comparison.h"
#include "ui/document/conductor.h"
#include "ui/document/keys.h"
#include "ui/document/run_document.h"
#include "ui/window/launch.h"

namespace gridscope::ui {

class SettingsForm;

class WindowDialogs final : public QObject {
    Q_OBJECT
public:
    // All of them outlive this; `window` owns it.
    WindowDialogs(Conductor& conductor, RunDocument& document, Comparison& comparison, SettingsForm& form, Keys& keys,
                  MessageBar& messages, const LaunchOptions& options, QWidget* window);

private:
    void serve();
    void showLayers();
    void showExperiment(const ExperimentKind& kind, ExperimentDialog*& dialog); // made when it is asked for
    void showRounding();
    void showRuns();
    void askOverlay();
    void askTwin();

    Conductor& conductor_;
    RunDocument& document_;
    Comparison& comparison_;
    SettingsForm& form_;
    Keys& keys_;
    MessageBar& messages_;
    const LaunchOptions& options_;
    QWidget* window_;
    ExperimentDialog* hypothesis_ = nullptr;
    ExperimentDialog* methods_ = nullptr;
};

} // namespace gridscope::ui
