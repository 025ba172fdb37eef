// SPDX-License-Identifier: GPL-3.0-or-later
// The window: lays out transport, headline, panels, settings, messages and menus, and joins them with the session and the
// conductor, which knows what a user's command means. Of the commands it serves those that are about its views.
// Start : when it is first shown it starts `options.config` by itself, playing or waiting.
#pragma once

#include "ui/control/settings_form.h"
#include "ui/control/timeline.h"
#include "ui/control/transport.h"
#include "ui/document/setting_history.h"
#include "ui/document/slow_motion.h"
#include "ui/takeaway/figure_drop.h"
#include "ui/takeaway/take_away.h"
#include "ui/window/headline.h"
#include "ui/window/hint_bubble.h"
#include "ui/window/key_taker.h"
#include "ui/window/main_menu.h"
#include "ui/window/run_story.h"
#include "ui/window/window_dialogs.h"
#include "ui/window/workspace.h"

#include <QMainWindow>
#include <QScrollArea>

namespace gridscope::ui {

class Stage;

class MainWindow final : public QMainWindow {
    Q_OBJECT
public:
    MainWindow(run::Engine engine, LaunchOptions options, QWidget* parent = nullptr);
    ~MainWindow() override;

    RunSession& session() { return session_; }
    Playback& playback() { return playback_; }
    Conductor& conductor() { return *conductor_; }
    Keys& keys() { return keys_; }
    RunDocument& document() { return *document_; }
    Comparison& comparison() { return *comparison_; }
    // The step that all visible panels have been given, or a later one; a picture taken now shows it.
    std::int64_t shownStep() const { return shownStep_; }
    void setTextPercent(int percent); // 100 to 250
    int textPercent() const { return textPercent_; }
    void setProjected(bool isProjected); // for a lecture hall: fewer panels, large text, bold lines
    bool isProjected() const { return isProjected_; }

Q_SIGNALS:
    void stepShown(std::int64_t step);
    void runEnded(); // and its last picture is on the screen

private:
    void build();
    void connectSession();
    void connectControls();
    void connectMenu();
    void serveViews();
    void serveRoom();
    QSize firstSize() const;
    void readSettings();
    void writeSettings();

    void launch();
    void openFile(const QString& path);  // a run or a figure
    void begin(RunSession::Begin begin); // the run of the options
    run::RunConfig written() const;      // in the form; throws when it is no run
    void showLayer();
    void resetLayout(); // the panels as on the first day; text and theme stay
    void showSettings(bool isVisible);
    void leave(); // Esc: the maximised panel, the error, the full screen
    void setFloatShown(bool isShown);
    void setBeside(bool isBeside); // the run that is compared; else over the one on show
    void readOutSummary();
    void showOverlay();                                       // or that it is gone
    void showView(const QString& view, const QString& layer); // of a figure
    PanelFrame* frameNamed(const QString& view) const;        // by key ("river"), title or figure ("river-conv2")
    PanelFrame* frameInUse() const;                           // that has the keyboard, else the histogram
    void showEnd(const run::End& end);

    void refresh();                                    // once a frame, when there is news
    void showStep();                                   // that the playback moved to, in all views at once
    std::vector<run::SettingChange> liveEdits() const; // in the form, not yet in the run
    void tellShown();                                  // when the panels have got further
    void refreshState();                               // playing, paused, ended
    void dress();                                      // theme and text size
    int shownPercent() const;                          // the text's size in force
    void outlineInputs();
    void fitRoom(); // narrow windows fold the settings

    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

    LaunchOptions options_;
    RunSession session_;
    Playback playback_;
    Keys keys_;
    View view_{.showsFloat = false, .isBeside = true};
    MessageBar* messages_;
    Comparison* comparison_;
    Conductor* conductor_;
    MainMenu* menu_;
    Transport* transport_;
    Headline* headline_;
    RunDocument* document_;
    Timeline* timeline_;
    SettingsForm* form_;
    Workspace* workspace_;
    TakeAway* takeAway_;
    FigureDrop* figureDrop_;
    SettingHistory* settingHistory_;
    SlowMotion* slowMotion_;
    WindowDialogs* dialogs_;
    ElidedLabel* status_;
    RunStory story_;
    QToolButton* settingsButton_;
    QScrollArea* scroll_;
    HintBubble* hint_;
    Stage* stage_;
    KeyTaker* keyTaker_ = nullptr; // made when all menus and lists are there
    QFont baseFont_;
    QTimer statusTimer_;
    std::int64_t shownStep_;
    int textPercent_ = 100;
    bool isProjected_ = false;
    bool isLaunched_ = false;
    bool isNarrow_ = false;
    bool wantsHint_ = false;
};

} // namespace gridscope::ui
