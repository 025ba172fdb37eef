// SPDX-License-Identifier: GPL-3.0-or-later
// A method and a view that only this test knows go all the way: settings, training, run file, resume, window, figures, exports,
// card. Whoever adds one of ours touches its folder and the tables (core/method/README.md).
#include "core/base/error.h"
#include "core/export/card.h"
#include "core/export/finalised_net.h"
#include "core/export/numbers.h"
#include "core/export/summary.h"
#include "core/file/run_reader.h"
#include "core/file/run_writer.h"
#include "core/run/worker.h"
#include "core/train/training_job.h"
#include "tests/app/toy_method.h"
#include "tests/support/tiny_run.h"
#include "ui/panel/views.h"
#include "ui/takeaway/figure.h"

#include <QtTest>

using namespace gridscope;

namespace {

// One number for each snapshot: how far weights have to go.
class WayPanel final : public ui::Panel {
public:
    void refresh(const run::History& history, const ui::View& view) override
    {
        ways_.clear();
        for (const auto& snapshot : history.snapshots()) {
            const run::Extra* way = snapshot->extra("way", history.start().layers[view.layer].name);
            if (way != nullptr) { ways_.push_back(double(way->values[0])); }
        }
    }
    QString summary() const override { return QString("%1 ways").arg(ways_.size()); }
    std::vector<double> ways_;
};

const bool viewIsThere = [] {
    ui::addView({.key = "way",
                 .name = "Way",
                 .make = ui::made<WayPanel>,
                 .isPerLayer = true,
                 .wantedFor = [](const run::History& history, const ui::View&) {
                     return history.hasStarted() && history.start().config.method == "toy";
                 }});
    return true;
}();

run::RunConfig toyRun()
{
    run::RunConfig config =
        test::tinyRun({"method=toy", "pretrain_steps=8", "steps=20", "snapshot_every=2", "checkpoint_every=10"});
    return config;
}

void trainAll(const run::RunConfig& config, run::Sink& sink)
{
    train::Cache cache;
    run::Control control;
    run::runJob([&](run::Control& c, run::Sink& s) { train::TrainingJob(config, cache, c, s).run(); }, control, sink);
}

} // namespace

class TestToyMethod : public QObject {
    Q_OBJECT
private:
    QTemporaryDir folder_;
    std::string path_ = folder_.filePath("toy.gridscope").toStdString();

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(test::toyIsThere && viewIsThere);
        run::RunWriter writer(path_);
        trainAll(toyRun(), writer);
        QCOMPARE(QString::fromStdString(writer.problem()), QString());
    }

    void itsSettingsAreSettings()
    {
        run::RunConfig config = toyRun();
        run::setField(config, "toy_share", "0.5");
        QCOMPARE(run::ownNumber(config, *run::findField("toy_share")), 0.5);
        const std::string json = run::configToJson(config);
        QVERIFY(QString::fromStdString(json).contains("\"toy_share\": 0.5"));
        QVERIFY(run::configFromJson(json, {}, "a file") == config);
        QVERIFY(!QString::fromStdString(run::configToJson({})).contains("toy_share"));
        QVERIFY_EXCEPTION_THROWN(run::setField(config, "toy_share", "2"), ConfigError);
        run::setField(config, "dropbits", "bitwise");
        QVERIFY(QString::fromStdString(run::validate(config).at(0).sentence).contains("method toy drops nothing"));
    }

    void itsRunIsRecordedWithPointsPhasesAndArrays()
    {
        const run::History history = run::historyOf(path_);
        QVERIFY(history.end() && history.end()->how == run::End::How::Finished);
        const auto last = history.latest();
        QCOMPARE(last->layers.size(), std::size_t(3));
        for (std::size_t i = 0; i < 3; ++i) {
            const run::LayerState& state = last->layers[i];
            QVERIFY(state.free && state.free->points.size() == 5);
            QVERIFY(state.isQuantized() && std::abs(state.bits - std::log2(5)) < 1e-12);
            // Ten steps of a fifth leave a tenth of the way; those from outside are inside by now, near the border.
            QVERIFY2(state.score > 0.7, qPrintable(QString::number(state.score)));
        }
        QVERIFY(last->extra("way", "fc1")->values[0] < history.snapshotAt(0)->extra("way", "fc1")->values[0] / 5);
        const auto rests = [](const run::Mark& mark) { return mark.what == "resting" && mark.step == 11; };
        QVERIFY(std::ranges::any_of(history.marks(), rests));
    }

    void itGoesOnWhereItWasKilledBitForBit()
    {
        const auto checkpoint = run::RunReader(path_).checkpoint(10);
        const run::TensorFile file = run::readTensors(*checkpoint.bytes, "it");
        run::History rest, whole;
        train::Cache cache;
        run::Control control;
        const auto resume = [&](run::Control& c, run::Sink& s) {
            train::TrainingJob(train::readCheckpointInfo(file).config, cache, c, s).resume(file);
        };
        run::runJob(resume, control, rest);
        trainAll(toyRun(), whole);
        QCOMPARE(rest.steps().size(), std::size_t(10));
        for (std::size_t i = 0; i < 10; ++i) { QVERIFY(rest.steps()[i].trainLoss == whole.steps()[18 + i].trainLoss); }
        for (std::size_t layer = 0; layer < 3; ++layer) {
            QVERIFY(rest.latest()->layers[layer].followed == whole.latest()->layers[layer].followed);
            QVERIFY(rest.latest()->layers[layer].counts == whole.latest()->layers[layer].counts);
        }
        QVERIFY(rest.latest()->extras == whole.latest()->extras);
    }

    void itsViewIsThereForItAloneAndInFigures()
    {
        const run::History history = run::historyOf(path_);
        const ui::ViewInfo* view = ui::viewNamed("way");
        QVERIFY(view != nullptr && view->isWanted(history, {}));
        run::History other;
        other.onStart(run::Start{});
        QVERIFY(!view->isWanted(other, {}));
        const auto panel = view->make();
        panel->refresh(history, {});
        const auto isQuantized = [](const run::SnapshotPtr& snapshot) { return snapshot->quantized; };
        QCOMPARE(panel->summary(), QString("%1 ways").arg(std::ranges::count_if(history.snapshots(), isQuantized)));
        QVERIFY(std::ranges::any_of(ui::figuresOf(history), [](const ui::FigureId& f) { return f.view == "way"; }));
    }

    void itIsExportedAndHasACard()
    {
        const run::History history = run::historyOf(path_);
        QVERIFY(QString::fromStdString(tableNamed(history, "extras")->csv()).contains("way,fc1"));
        QVERIFY(QString::fromStdString(run::summaryText(history)).contains("2.32"));
        const std::string card = cardJson({history, "toy.gridscope", "2026-11-27"});
        QVERIFY(QString::fromStdString(card).contains("\"Share of the way\": \"0.2\""));
        QVERIFY(QString::fromStdString(cardMarkdown(card)).contains("| Share of the way | 0.2 |"));
        const auto checkpoint = run::RunReader(path_).checkpoint(20);
        try {
            finalise(run::readTensors(*checkpoint.bytes, "it"));
            QFAIL("a model was written");
        } catch (const FileError& error) {
            QVERIFY2(QString(error.what()).contains("method toy"), error.what());
        }
    }

    void nobodyChangesOverToItWhileTraining()
    {
        train::Cache cache;
        run::Control control;
        control.change({"method", "toy"});
        run::History history;
        run::runJob(
            [&](run::Control& c, run::Sink& s) {
                train::TrainingJob(test::tinyRun({"pretrain_steps=2", "steps=4"}), cache, c, s).run();
            },
            control, history);
        QVERIFY(history.end() && history.end()->how == run::End::How::Failed);
        QVERIFY(QString::fromStdString(history.end()->message).contains("set it and reset"));
    }
};

QTEST_MAIN(TestToyMethod)
#include "tst_toy_method.moc"
