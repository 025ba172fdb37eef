// SPDX-License-Identifier: GPL-3.0-or-later
// The window: joins the session with transport, headline, panels, settings, messages and menus. It decides what a
// user's action means and knows nothing of training.
// Start : when it is first shown it starts `options.config` by itself, playing or waiting.
#pragma once

#include "ui/control/settings_form.h"
#include "ui/control/timeline.h"
#include "ui/control/transport.h"
#include "ui/dialog/experiment_dialog.h"
#include "ui/document/comparison.h"
#include "ui/document/run_document.h"
#include "ui/document/setting_history.h"
#include "ui/document/slow_motion.h"
#include "ui/look/elided_label.h"
#include "ui/takeaway/figure_drop.h"
#include "ui/takeaway/take_away.h"
#include "ui/window/headline.h"
#include "ui/window/hint_bubble.h"
#include "ui/window/launch.h"
#include "ui/window/main_menu.h"
#include "ui/window/message_bar.h"
#include "ui/window/workspace.h"

#include <QMainWindow>
#include <QScrollArea>

namespace gridscope::ui {

class MainWindow final : public QMainWindow {
    Q_OBJECT
public:
    MainWindow(run::Engine engine, LaunchOptions options, QWidget* parent = nullptr);
    ~MainWindow() override;

    RunSession& session() { return session_; }
    Playback& playback() { return playback_; }
    RunDocument& document() { return *document_; }
    Comparison& comparison() { return *comparison_; }
    // The step that all visible panels have been given, or a later one; a picture taken now shows it.
    std::int64_t shownStep() const { return shownStep_; }
    void setTextPercent(int percent); // 100 to 250
    int textPercent() const { return textPercent_; }
    void setProjected(bool isProjected); // for a lecture hall: fewer panels, large text, bold lines
    bool isProjected() const { return isProjected_; }
    void startPreset(const QString& name);

Q_SIGNALS:
    void stepShown(std::int64_t step);
    void runEnded(); // and its last picture is on the screen

private:
    void build();
    void connectSession();
    void connectControls();
    void connectMenu();
    QSize firstSize() const;
    void readSettings();
    void writeSettings();

    void launch();
    void openFile(const QString& path); // a run or a figure
    void begin(const run::RunConfig& config, RunSession::Begin begin);
    void reset(); // with whatever the form says
    void newSeed();
    void changeLive(const QString& key, const QString& text);
    void chooseLayer(std::size_t layer);
    void changeTextSize(int change); // +1, -1; 0 = back to 100 %
    void resetLayout();              // the panels as on the first day; text and theme stay
    void showSettings(bool isVisible);
    void leave(); // Esc: the maximised panel, the error, the full screen
    void readOutSummary();
    void askOverlay();
    void askTwin();
    void switchTwin();                                        // asks for one, or takes away what is laid over
    void showOverlay();                                       // or that it is gone
    void showView(const QString& view, const QString& layer); // of a figure
    void showRuns();                                          // the recorded ones, as a table
    void showLayers();                                        // their settings, in a dialog
    void showData();                                          // what the data are, in a dialog
    void showExperiment();                                    // the hypothesis, in a dialog
    void showKeys();
    void showAbout();
    void showEnd(const run::End& end);

    void refresh();                                    // once a frame, when there is news
    void showStep();                                   // that the playback moved to, in all views at once
    std::vector<run::SettingChange> liveEdits() const; // in the form, not yet in the run
    void tellShown();                                  // when the panels have got further
    void refreshState();                               // playing, paused, ended
    void refreshStory();
    QStringList expectedStories() const;
    void refreshStatus();
    void dress();             // theme and text size
    int shownPercent() const; // the text's size in force
    void outlineInputs();
    void fitRoom(); // narrow windows fold the settings

    bool takeKey(const QKeyEvent& event);         // the keys without Ctrl
    bool takeTimelineKey(const QKeyEvent& event); // those of the timeline that lists and fields use themselves
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

    LaunchOptions options_;
    RunSession session_;
    Playback playback_;
    View view_;
    MainMenu* menu_;
    Transport* transport_;
    Headline* headline_;
    MessageBar* messages_;
    RunDocument* document_;
    Comparison* comparison_;
    Timeline* timeline_;
    SettingsForm* form_;
    Workspace* workspace_;
    TakeAway* takeAway_;
    FigureDrop* figureDrop_;
    SettingHistory* settingHistory_;
    SlowMotion* slowMotion_;
    ElidedLabel* status_;
    QToolButton* settingsButton_;
    QScrollArea* scroll_;
    HintBubble* hint_;
    ExperimentDialog* experiment_ = nullptr; // made when it is asked for
    QFont baseFont_;
    QTimer statusTimer_;
    std::int64_t shownStep_;
    int textPercent_ = 100;
    bool isProjected_ = false;
    bool isLaunched_ = false;
    bool isNarrow_ = false;
    bool wantsHint_ = false;
    bool hasChosenLayer_ = false; // until then the largest layer is shown
    bool isEngineKnown_ = false;  // a run has started before
};

} // namespace gridscope::ui
