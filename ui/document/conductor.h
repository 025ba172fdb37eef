// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever a user may command (command.h), without a widget. Menus, keys, buttons and screenshots speak to it, and so can
// lessons and other programs: `perform("step", "100")`. What moves the run it does itself; what belongs to a file, a dialog
// or a view is served by whoever has it.
// Door  : every run that begins from settings comes through `start`, with its companion named.
// Twin  : a twin belongs to the run that it was started with, and to that run begun anew. So a reset, a new seed and settings
//         that are applied keep it: it starts again with the run. Any other run ends it, and `told` says so: a preset, a
//         figure's run, a fork, a training that goes on, a recording that is opened. A start that fails changes nothing.
// Errors: `perform` throws Error; `ask` tells the sentence to `refused`.
// Threads: the UI thread.
#pragma once

#include "ui/document/command.h"
#include "ui/document/playback.h"
#include "ui/document/twin.h"

#include <functional>
#include <map>

class QAction;

namespace gridscope::ui {

class Conductor final : public QObject {
    Q_OBJECT
public:
    using Begin = RunSession::Begin;
    // The one setting in which a twin differs that trains beside the run; empty: none does.
    using Companion = std::optional<run::SettingChange>;
    using Work = std::function<void(const QString& argument)>;
    using IsPossible = std::function<bool(const QString& argument)>;

    Conductor(RunSession& session, Playback& playback, Twin& twin, QObject* parent = nullptr);

    // By name. ConfigError for a name or an argument that there is not; what else goes wrong as the work says.
    void perform(const QString& name, const QString& argument = {});
    void ask(const QString& name, const QString& argument = {});
    bool isPossible(const QString& name, const QString& argument = {}) const; // now
    bool isServed(const QString& name) const { return served_.contains(name); }
    void serve(const char* name, Work work, IsPossible isPossible = {}); // in place of whoever did before
    // An action for menus and buttons that asks for it; `name` becomes its object name, by which it gets its keys.
    QAction* action(const char* name, const QString& text, QObject* parent);

    struct State {
        enum class Kind { Idle, Starting, Training, Paused, Ended, Replaying };
        Kind kind = Kind::Idle;  // Replaying: a recording is shown, whether it moves or stands
        std::int64_t step = 0;   // that is shown
        std::int64_t newest = 0; // that there is
        QString layer;
        QString view; // that has the keyboard; empty without a window
        QString run;  // the file's name; empty: not recorded
        QString twin; // what it is called; empty: none
    };
    State state() const;
    static const char* nameOf(State::Kind kind); // "training"

    void start(const run::RunConfig& config, Begin begin, const Companion& companion);
    void startTwin(const QString& difference);            // "method ste", of the settings as written
    void change(const QString& key, const QString& text); // a live setting, in the run and its twin
    void step();                                          // as far as `stepLength`
    void setStepLength(std::int64_t steps) { stepLength_ = steps; }
    static constexpr std::int64_t wholeEpoch = -1;
    bool canPlay() const;                // while the test set is evaluated there is nothing to pause
    bool isMoving() const;               // a run trains, or a recording is replayed
    void setPace(double stepsPerSecond); // the nearest that there is; 0 = as fast as it goes
    void chooseLayer(std::size_t layer);
    std::size_t layer() const { return layer_; } // until one is chosen, the largest

    // Who knows the settings that a start takes and that `set` changes: the form. `written` throws when they are no run.
    void setForm(std::function<run::RunConfig()> written, std::function<void(const run::RunConfig&)> write);
    run::RunConfig written() const;
    void setShownView(std::function<QString()> name) { shownView_ = std::move(name); }

    RunSession& session() { return session_; }
    Playback& playback() { return playback_; }

Q_SIGNALS:
    void told(const QString& note);
    void refused(const QString& sentence);
    void endReached(); // play at the end of a run
    void layerChanged();

private:
    struct Served {
        Work work;
        IsPossible isPossible;
    };
    const Served& served(const QString& name) const;
    void serveRuns();
    void serveTimeline();
    void begin(const QString& preset);
    void beginAnew(const run::RunConfig& config);
    void setWritten(const QString& keyAndText);
    void stepBy(const QString& argument);
    void togglePlay();
    void setPlaying(bool isPlaying);
    void movePace(int positions);
    void seek(const QString& where);
    std::optional<std::size_t> layerNamed(const QString& nameOrNumber) const;
    void settleLayer();

    RunSession& session_;
    Playback& playback_;
    Twin& twin_;
    std::map<QString, Served> served_;
    std::function<run::RunConfig()> written_;
    std::function<void(const run::RunConfig&)> write_;
    std::function<QString()> shownView_;
    std::int64_t stepLength_ = 1;
    std::size_t layer_ = 0;
    bool isLayerChosen_ = false;
};

} // namespace gridscope::ui
