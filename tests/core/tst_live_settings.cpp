// SPDX-License-Identifier: GPL-3.0-or-later
// Every setting that may change while training, against every exception that a layer can have: changed before the first
// step it is what a reset with it is; changed on the way, and resumed after that, it is what it would have been without the
// interruption. Both bit for bit, on a tiny network.
#include "core/method/methods.h"
#include "core/run/worker.h"
#include "core/settings/config_fields.h"
#include "core/settings/presets.h"
#include "core/train/training_job.h"
#include "tests/support/tiny_run.h"
#include "tests/support/without_clock.h"

#include <QtTest>

#include <map>

using namespace gridscope;

namespace {

run::RunConfig tinyConfig(const QStringList& settings)
{
    return test::tinyRun(QStringList{"pretrain_steps=6", "steps=12", "checkpoint_every=3", "snapshot_every=2"}
                         + settings);
}

struct Base {
    const char* name;
    QStringList settings;
};
const std::vector<Base> bases = {
    {"float layers", {"float_layers=1,3"}},
    {"frozen layers", {"frozen_layers=2"}},
    {"quantized activations", {"activation_method=expected"}},
    {"per-layer bits and activations of another method", {"bits=3,2,4", "activation_method=cpq", "method=ste"}},
    {"DropBits", {"dropbits=bitwise", "keep_probability=0.6", "activation_method=expected", "float_layers=3"}},
    {"end points dropped, not in the float layer",
     {"bits=3,2,4", "dropbits=endpoints", "keep_probability=0.5,0.6,0.7", "float_layers=2"}},
    {"learned bits, one layer float, one frozen",
     {"bits=4", "dropbits=bitwise", "learn_bits=true", "bit_penalty=1", "gate_learning_rate=0.5", "float_layers=1",
      "frozen_layers=3"}},
    {"full precision with DropBits waiting", {"method=float", "dropbits=bitwise", "float_layers=2"}},
    {"relaxed quantization", {"method=rq", "float_layers=1"}},
    {"relaxed quantization of activations, with noise of their own",
     {"method=rq", "activation_method=rq", "activation_sigma=0.5"}},
    {"relaxed masks that are not learned",
     {"dropbits=bitwise", "dropbits_masks=hard-concrete", "keep_probability=0.6", "float_layers=3"}},
    {"centred, learned bits",
     {"method=cpq-centred", "bits=4", "dropbits=bitwise", "learn_bits=true", "activation_method=cpq-centred"}},
    {"learned step size with momentum", {"method=lsq", "optimizer=sgd", "float_layers=2"}},
    {"bit planes", {"method=bsq", "bits=5", "bsq_interval=4", "bsq_fine_tune_steps=4", "float_layers=1"}},
};

// Another value than the bases have, for every live setting.
std::map<std::string, QStringList> otherValues()
{
    std::map<std::string, QStringList> values = {{"sigma", {"0.1"}},
                                                 {"activation_sigma", {"0", "0.2"}},
                                                 {"temperature", {"0.3"}},
                                                 {"keep_probability", {"0.4", "0.3,0.45,0.8"}},
                                                 {"bit_penalty", {"3"}},
                                                 {"gate_learning_rate", {"2"}},
                                                 {"freeze_bits_at", {"3", "9"}},
                                                 {"stop_at_accuracy", {"0.2"}},
                                                 {"stop_on_plateau", {"1"}},
                                                 {"stop_at_bits", {"8"}},
                                                 {"learning_rate", {"0.003"}},
                                                 {"quantizer_learning_rate", {"0.05"}},
                                                 {"bsq_alpha", {"0", "3"}},
                                                 {"bsq_interval", {"3"}},
                                                 {"bsq_plane_rate", {"0.5"}},
                                                 {"bsq_weight_decay", {"0.1"}},
                                                 {"bsq_fine_tune_rate", {"0.2"}}};
    for (const run::MethodInfo* known : run::methods()) {
        const run::MethodInfo& method = *known;
        if (!method.traits.changesLive) { continue; } // that is a reset
        values["method"].push_back(QString::fromStdString(std::string(method.name)));
    }
    return values;
}

// Settings of one method belong to it alone, and one that does not change while training has no other.
bool isOfBase(const run::Field& field, const Base& base)
{
    const run::RunConfig config = tinyConfig(base.settings);
    if (field.key == "method") { return run::methodOf(config).traits.changesLive; }
    return field.method.empty() || field.method == config.method;
}

void addRows()
{
    QTest::addColumn<QStringList>("settings");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    const auto values = otherValues();
    for (const Base& base : bases) {
        for (const run::Field& field : run::configFields()) {
            if (!field.live || !isOfBase(field, base)) { continue; }
            const std::string key(field.key);
            if (!values.contains(key)) { QFAIL(("no other value for the live setting " + key).c_str()); }
            for (const QString& value : values.at(key)) {
                run::RunConfig changed = tinyConfig(base.settings);
                run::setField(changed, key, value.toStdString());
                if (!run::validate(changed).empty()) { continue; } // the job refuses it, too
                QTest::addRow("%s, %s %s", base.name, key.c_str(), qPrintable(value))
                    << base.settings << QString::fromStdString(key) << value;
            }
        }
    }
}

// What was told, each checkpoint with the place where it came; and something done at a step.
class Listener final : public run::ForwardingSink {
public:
    Listener() : ForwardingSink(static_cast<run::Sink&>(text_)) {}
    struct Kept {
        run::Checkpoint checkpoint;
        std::size_t at; // in the transcript
    };
    std::function<void(std::int64_t)> afterStep = [](std::int64_t) {};
    std::function<void()> atTheGrid = [] {};

    void onStep(const run::Step& s) override
    {
        text_.onStep(s);
        lastStep = s.index;
        afterStep(s.index);
    }
    void onSnapshot(const run::SnapshotPtr& s) override
    {
        text_.onSnapshot(s);
        if (s->step == 0) { atTheGrid(); }
    }
    void onCheckpoint(const run::Checkpoint& c) override { kept.push_back({c, text_.told.lines.size()}); }
    void onEnd(const run::End& end) override
    {
        text_.onEnd(end);
        message = end.how == run::End::How::Finished ? "" : end.message;
    }

    const std::vector<std::string>& lines() const { return text_.told.lines; }
    std::vector<Kept> kept;
    std::int64_t lastStep = 0;
    std::string message = "no end";

private:
    test::WithoutClock text_;
};

void tell(const run::RunConfig& config, run::Control& control, run::Sink& sink)
{
    train::Cache cache;
    run::runJob([&](run::Control& c, run::Sink& s) { train::TrainingJob(config, cache, c, s).run(); }, control, sink);
}

void tellResumed(const run::Checkpoint& checkpoint, run::Sink& sink)
{
    const run::TensorFile file = run::readTensors(*checkpoint.bytes, "the checkpoint");
    train::Cache cache;
    run::Control control;
    run::runJob(
        [&](run::Control& c, run::Sink& s) {
            train::TrainingJob(train::readCheckpointInfo(file).config, cache, c, s).resume(file);
        },
        control, sink);
}

using Lines = std::vector<std::string>;

void requireSame(const Lines& expected, const Lines& got)
{
    for (std::size_t i = 0; i < std::min(expected.size(), got.size()); ++i) {
        QVERIFY2(expected[i] == got[i], ("line " + std::to_string(i) + "\n" + expected[i] + "\n" + got[i]).c_str());
    }
    QCOMPARE(got.size(), expected.size());
}

// A changed setting is in the start of the one and among the marks of the other.
Lines withoutTheChange(const Lines& lines)
{
    Lines rest;
    const auto isOf = [](const std::string& line, const std::string& key) {
        return line.find(key) != std::string::npos;
    };
    for (const std::string& line : lines) {
        const bool isSetting =
            line.starts_with("mark") && isOf(line, "[" + std::to_string(int(run::Mark::Kind::Setting)) + "] []");
        if (!line.starts_with("start") && !isSetting) { rest.push_back(line); }
    }
    return rest;
}

} // namespace

class TestLiveSettings : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void changedOnTheWayAndResumedItIsTheRunThatNeverStopped_data() { addRows(); }
    void changedOnTheWayAndResumedItIsTheRunThatNeverStopped()
    {
        QFETCH(const QStringList, settings);
        QFETCH(const QString, key);
        QFETCH(const QString, value);
        for (const int after : {-4, 4}) { // in float pre-training, in quantized training
            run::Control control;
            Listener whole;
            whole.afterStep = [&](std::int64_t step) {
                if (step == after) { control.change({key.toStdString(), value.toStdString()}); }
            };
            tell(tinyConfig(settings), control, whole);
            QVERIFY2(whole.message.empty(), whole.message.c_str());
            int compared = 0;
            for (const auto& [checkpoint, at] : whole.kept) {
                const bool hasEnded =
                    checkpoint.step == whole.lastStep; // a stop rule: going on from there is another wish
                if (checkpoint.step <= after || hasEnded) { continue; }
                Listener again;
                tellResumed(checkpoint, again);
                QVERIFY2(again.message.empty(), again.message.c_str());
                const Lines tail(again.lines().begin() + 2,
                                 again.lines().end()); // after its start and the mark of the resume
                requireSame(Lines(whole.lines().begin() + std::ptrdiff_t(at), whole.lines().end()), tail);
                if (QTest::currentTestFailed()) {
                    qWarning("changed after step %d, resumed at %d", after, int(checkpoint.step));
                    return;
                }
                ++compared;
            }
            QVERIFY(compared > 0);
        }
    }

    void changedBeforeTheFirstStepItIsAResetWithIt_data() { addRows(); }
    void changedBeforeTheFirstStepItIsAResetWithIt()
    {
        QFETCH(const QStringList, settings);
        QFETCH(const QString, key);
        QFETCH(const QString, value);
        for (const char* start : {"pretrained", "scratch"}) {
            run::RunConfig config = tinyConfig(settings);
            config.start = start;
            run::RunConfig changed = config;
            run::setField(changed, key.toStdString(), value.toStdString());
            Listener reset, live;
            run::Control control, changing;
            changing.change({key.toStdString(), value.toStdString()});
            tell(changed, control, reset);
            tell(config, changing, live);
            QVERIFY2(reset.message.empty() && live.message.empty(), (reset.message + live.message).c_str());
            requireSame(withoutTheChange(reset.lines()), withoutTheChange(live.lines()));
            if (QTest::currentTestFailed()) { return; }
        }
    }

    // Paused when the grid is first seen: nothing has been trained under it.
    void changedAtTheGridItTrainsAsAResetWithIt_data() { addRows(); }
    void changedAtTheGridItTrainsAsAResetWithIt()
    {
        QFETCH(const QStringList, settings);
        QFETCH(const QString, key);
        QFETCH(const QString, value);
        const run::RunConfig config = tinyConfig(settings);
        run::RunConfig changed = config;
        run::setField(changed, key.toStdString(), value.toStdString());
        Listener reset, live;
        run::Control control, changing;
        live.atTheGrid = [&] { changing.change({key.toStdString(), value.toStdString()}); };
        tell(changed, control, reset);
        tell(config, changing, live);
        QVERIFY2(reset.message.empty() && live.message.empty(), (reset.message + live.message).c_str());
        // How many weights changed their code since the picture of step 0 depends on that picture.
        const auto trained = [](const Lines& lines) {
            Lines rest;
            bool isFirstPicture = true;
            for (const std::string& line : withoutTheChange(lines)) {
                const bool isOfTheGrid = line.starts_with("step [-") || line.starts_with("step [0]")
                                         || line.starts_with("snapshot [-") || line.starts_with("snapshot [0]")
                                         || line.starts_with("evaluation [-") || line.starts_with("evaluation [0]")
                                         || line.starts_with("mark [0]");
                if (isOfTheGrid) { continue; }
                if (line.starts_with("snapshot") && std::exchange(isFirstPicture, false)) { continue; }
                rest.push_back(line);
            }
            return rest;
        };
        requireSame(trained(reset.lines()), trained(live.lines()));
    }
};

QTEST_APPLESS_MAIN(TestLiveSettings)
#include "tst_live_settings.moc"
