// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/conductor.h"

#include "core/base/error.h"
#include "core/settings/config_fields.h"
#include "core/settings/presets.h"
#include "ui/control/field_words.h"
#include "ui/control/pace.h"

#include <QAction>
#include <QFileInfo>
#include <QRandomGenerator>

#include <algorithm>

namespace gridscope::ui {
namespace {

constexpr int mostSeed = 9999; // short enough to say aloud

qint64 stepNumber(const QString& text)
{
    bool isNumber = false;
    const qint64 number = text.toLongLong(&isNumber);
    if (!isNumber) {
        throw ConfigError(Conductor::tr("\"%1\" is no number of steps; give a whole one.").arg(text).toStdString());
    }
    return number;
}

int countOf(const QString& argument)
{
    constexpr qint64 most = 1'000'000;
    return argument.isEmpty() ? 1 : int(std::clamp<qint64>(stepNumber(argument), -most, most));
}

std::size_t largestLayer(const run::Start& start)
{
    const auto largest = std::ranges::max_element(start.layers, {}, &run::LayerInfo::parameters);
    return std::size_t(largest - start.layers.begin());
}

} // namespace

Conductor::Conductor(RunSession& session, Playback& playback, Twin& twin, QObject* parent)
    : QObject(parent), session_(session), playback_(playback), twin_(twin)
{
    serveRuns();
    serveTimeline();
    connect(&session_, &RunSession::changed, this, &Conductor::settleLayer);
    // After whatever else is said of the other run.
    const auto tell = [this](const QString& twinName) {
        Q_EMIT told(tr("That is another run: %1 has ended with the one before.").arg(twinName));
    };
    connect(&twin_, &Twin::left, this, tell, Qt::QueuedConnection);
}

void Conductor::serveRuns()
{
    serve("start", [this](const QString& preset) { begin(preset); });
    serve("reset", [this](const QString&) { beginAnew(written()); });
    serve("newSeed", [this](const QString&) {
        run::RunConfig config = written();
        config.seed = QRandomGenerator::global()->bounded(1, mostSeed + 1);
        beginAnew(config);
    });
    serve("twin", [this](const QString& difference) { startTwin(difference); });
    serve("set", [this](const QString& keyAndText) { setWritten(keyAndText); });
    serve("playPause", [this](const QString&) { togglePlay(); });
    serve("play", [this](const QString&) { setPlaying(true); });
    serve("pause", [this](const QString&) { setPlaying(false); });
    serve("step", [this](const QString& steps) { stepBy(steps); });
    serve("faster", [this](const QString&) { movePace(+1); });
    serve("slower", [this](const QString&) { movePace(-1); });
}

void Conductor::serveTimeline()
{
    serve("seek", [this](const QString& where) { seek(where); });
    serve("back", [this](const QString& count) { playback_.moveKept(-countOf(count)); });
    serve("on", [this](const QString& count) { playback_.moveKept(countOf(count)); });
    serve("first", [this](const QString&) { playback_.seekFirst(); });
    serve("end", [this](const QString&) { playback_.seekEnd(); });
    serve("previousEvent", [this](const QString&) { playback_.moveMark(-1); });
    serve("nextEvent", [this](const QString&) { playback_.moveMark(+1); });
    serve(
        "layer",
        [this](const QString& name) {
            const auto layer = layerNamed(name);
            if (!layer) { throw ConfigError(tr("This run has no layer \"%1\".").arg(name).toStdString()); }
            chooseLayer(*layer);
        },
        [this](const QString& name) { return layerNamed(name).has_value(); });
}

void Conductor::serve(const char* name, Work work, IsPossible isPossible)
{
    Q_ASSERT(findCommand(QLatin1String(name)) != nullptr);
    served_.insert_or_assign(QLatin1String(name), Served{std::move(work), std::move(isPossible)});
}

const Conductor::Served& Conductor::served(const QString& name) const
{
    const auto found = served_.find(name);
    if (found == served_.end()) { throw ConfigError(tr("There is no command \"%1\".").arg(name).toStdString()); }
    return found->second;
}

void Conductor::perform(const QString& name, const QString& argument) { served(name).work(argument); }

void Conductor::ask(const QString& name, const QString& argument)
{
    try {
        perform(name, argument);
    } catch (const ConfigError& error) {
        Q_EMIT refused(inFieldWords(QString::fromStdString(error.what())));
    } catch (const Error& error) {
        Q_EMIT refused(QString::fromStdString(error.what()));
    }
}

bool Conductor::isPossible(const QString& name, const QString& argument) const
{
    const auto found = served_.find(name);
    return found != served_.end() && (!found->second.isPossible || found->second.isPossible(argument));
}

QAction* Conductor::action(const char* name, const QString& text, QObject* parent)
{
    auto* action = new QAction(text, parent);
    action->setObjectName(QLatin1String(name));
    connect(action, &QAction::triggered, this, [this, name = action->objectName()] { ask(name); });
    return action;
}

void Conductor::start(const run::RunConfig& config, Begin begin, const Companion& companion)
{
    companion ? twin_.start(config, *companion, begin) : session_.start(config, begin);
}

void Conductor::begin(const QString& preset)
{
    const run::RunConfig config = preset.isEmpty() ? written() : run::preset(preset.toStdString()).config;
    start(config, Begin::Playing, std::nullopt);
}

void Conductor::startTwin(const QString& difference)
{
    const QString key = difference.section(QLatin1Char(' '), 0, 0);
    const QString text = difference.section(QLatin1Char(' '), 1);
    start(written(), Begin::Playing, run::SettingChange{key.toStdString(), text.toStdString()});
}

// What was paused stays paused; what ran, or had run to its end, plays.
void Conductor::beginAnew(const run::RunConfig& config)
{
    start(config, session_.isPaused() ? Begin::Paused : Begin::Playing, twin_.difference());
}

void Conductor::change(const QString& key, const QString& text)
{
    session_.changeSetting(key, text);
    twin_.changeSetting(key, text);
}

// In the form, as if the user wrote it there: what is live comes back as a `change`, the rest waits for a reset.
void Conductor::setWritten(const QString& keyAndText)
{
    const QString key = keyAndText.section(QLatin1Char(' '), 0, 0);
    const QString text = keyAndText.section(QLatin1Char(' '), 1);
    run::RunConfig config = written();
    run::setField(config, key.toStdString(), text.toStdString());
    run::requireValid(config);
    if (write_) { return write_(config); }
    change(key, text);
}

void Conductor::setForm(std::function<run::RunConfig()> written, std::function<void(const run::RunConfig&)> write)
{
    written_ = std::move(written);
    write_ = std::move(write);
}

run::RunConfig Conductor::written() const { return written_ ? written_() : session_.config(); }

void Conductor::togglePlay()
{
    if (session_.hasBegun() && !session_.isLive() && !session_.isRecorded()) {
        Q_EMIT endReached();
    } else {
        setPlaying(!isMoving());
    }
}

// Of a recorded run these move the replay.
void Conductor::setPlaying(bool isPlaying)
{
    if (session_.isRecorded()) {
        isPlaying ? playback_.play(playback_.direction()) : playback_.pause();
    } else {
        isPlaying ? session_.play() : session_.pause();
    }
}

bool Conductor::isMoving() const { return session_.isRecorded() ? playback_.isPlaying() : session_.isPlaying(); }

bool Conductor::canPlay() const { return session_.isRecorded() || (session_.isLive() && !session_.isEvaluating()); }

void Conductor::stepBy(const QString& argument)
{
    const std::int64_t usual = stepLength_;
    if (argument == QLatin1String("epoch")) {
        stepLength_ = wholeEpoch;
    } else if (!argument.isEmpty()) {
        stepLength_ = std::max<std::int64_t>(1, stepNumber(argument));
    }
    step();
    stepLength_ = usual;
}

void Conductor::step()
{
    const run::History& history = session_.history();
    const std::int64_t epoch = history.hasStarted() ? history.start().stepsPerEpoch : 1;
    const std::int64_t steps = stepLength_ == wholeEpoch ? epoch : stepLength_;
    if (!session_.isRecorded()) { return session_.step(steps); }
    playback_.seek(playback_.shownStep() + std::max<std::int64_t>(steps, session_.config().snapshotEvery));
}

void Conductor::setPace(double stepsPerSecond) { session_.setPace(paceAt(nearestPacePosition(stepsPerSecond))); }

void Conductor::movePace(int positions)
{
    const int position = nearestPacePosition(session_.pace()) + positions;
    session_.setPace(paceAt(std::clamp(position, 0, paceCount() - 1)));
}

void Conductor::seek(const QString& where)
{
    if (where == QLatin1String("first")) { return playback_.seekFirst(); }
    if (where == QLatin1String("end")) { return playback_.seekEnd(); }
    playback_.seek(stepNumber(where));
}

std::optional<std::size_t> Conductor::layerNamed(const QString& nameOrNumber) const
{
    const run::History& history = session_.history();
    if (!history.hasStarted()) { return std::nullopt; }
    const auto& layers = history.start().layers;
    const auto named = std::ranges::find(layers, nameOrNumber.toStdString(), &run::LayerInfo::name);
    if (named != layers.end()) { return std::size_t(named - layers.begin()); }
    const std::size_t number = nameOrNumber.toUInt();
    return number >= 1 && number <= layers.size() ? std::optional(number - 1) : std::nullopt;
}

void Conductor::chooseLayer(std::size_t layer)
{
    const run::History& history = session_.history();
    if (!history.hasStarted() || layer >= history.start().layers.size()) { return; }
    layer_ = layer;
    isLayerChosen_ = true;
    Q_EMIT layerChanged();
}

void Conductor::settleLayer()
{
    const run::History& history = session_.history();
    if (!history.hasStarted()) { return; }
    if (!isLayerChosen_ || layer_ >= history.start().layers.size()) { layer_ = largestLayer(history.start()); }
}

Conductor::State Conductor::state() const
{
    State state;
    switch (session_.state()) {
    case RunSession::State::Idle: state.kind = State::Kind::Idle; break;
    case RunSession::State::Playing: state.kind = State::Kind::Training; break;
    case RunSession::State::Paused: state.kind = State::Kind::Paused; break;
    case RunSession::State::Ended: state.kind = State::Kind::Ended; break;
    case RunSession::State::Recorded: state.kind = State::Kind::Replaying; break;
    }
    if (session_.isLoading()) { state.kind = State::Kind::Starting; }
    const run::History& history = session_.history();
    state.step = playback_.shownStep();
    state.newest = history.lastStep();
    if (history.hasStarted() && layer_ < history.start().layers.size()) {
        state.layer = QString::fromStdString(history.start().layers[layer_].name);
    }
    if (shownView_) { state.view = shownView_(); }
    state.run = QFileInfo(session_.path()).completeBaseName();
    if (twin_.isOn()) { state.twin = twin_.name(); }
    return state;
}

const char* Conductor::nameOf(State::Kind kind)
{
    switch (kind) {
    case State::Kind::Idle: return "idle";
    case State::Kind::Starting: return "starting";
    case State::Kind::Training: return "training";
    case State::Kind::Paused: return "paused";
    case State::Kind::Ended: return "ended";
    case State::Kind::Replaying: return "replaying";
    }
    return "";
}

} // namespace gridscope::ui
