// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/export_run.h"

#include "app/commands.h"
#include "app/engine_loader.h"
#include "app/export_progress.h"
#include "app/pictures.h"
#include "app/signals.h"
#include "app/terminal.h"
#include "core/base/error.h"
#include "core/base/plain_text.h"
#include "core/base/text_file.h"
#include "core/base/wording.h"
#include "core/data/dataset.h"
#include "core/export/card.h"
#include "core/export/finalised_net.h"
#include "core/export/numbers.h"
#include "core/export/onnx.h"
#include "core/export/report.h"
#include "core/export/tensorboard.h"
#include "core/export/tensors_json.h"
#include "core/export/weights_header.h"
#include "core/file/run_reader.h"
#include "ui/takeaway/animation.h"
#include "ui/takeaway/replay.h"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>

namespace gridscope::app {

namespace {

// Checkpoints of older versions do not say what the input looks like; the data do.
InputFacts inputOfData(const run::RunConfig& config)
{
    const data::Dataset set = data::loadDataset(config);
    return {set.channels, set.height, set.width, set.classes, set.mean, set.deviation};
}

struct Stopped {};
// Not of this run's content, so never just a note.
class CannotWrite : public FileError {
    using FileError::FileError;
};

// What a part of the export works with: the run, what was made of it so far, and where files go.
class Exporter {
public:
    Exporter(const ExportOptions& options, run::Control& control, ExportProgress& progress)
        : options_(options), control_(control), progress_(progress), reader_(options.run),
          history_(run::historyOf(options.run))
    {}

    const ExportOptions& options() const { return options_; }
    const run::History& history() const { return history_; }
    StepRange range() const { return options_.step ? StepRange{.to = *options_.step} : StepRange{}; }

    void write(const std::string& fileName, std::string_view bytes)
    {
        keepGoing();
        try {
            writeTextFile(options_.folder + "/" + fileName, bytes);
        } catch (const DiskError&) {
            throw;
        } catch (const FileError& error) {
            throw CannotWrite(error.what());
        }
        ++files_;
    }
    void write(const std::string& fileName, std::span<const std::uint8_t> bytes)
    {
        write(fileName, std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
    }
    void keepGoing() const
    {
        if (control_.isStopping()) { throw Stopped{}; }
    }
    void write(const std::string& fileName, const QByteArray& bytes)
    {
        write(fileName, std::string_view(bytes.constData(), std::size_t(bytes.size())));
    }
    std::size_t files() const { return files_; }
    std::string runName() const { return run::fileNameText(options_.run); }
    double begunAt() { return reader_.begunAt(); }
    void needStudio() // before anything is drawn
    {
        if (!studio_) { studio_ = std::make_unique<Studio>(); }
    }
    ExportProgress& progress() { return progress_; }

    // The newest kept checkpoint, or the newest at or before --step.
    const run::Checkpoint& checkpoint()
    {
        if (!checkpoint_) { checkpoint_ = reader_.checkpoint(checkpointStep()); }
        return *checkpoint_;
    }
    run::TensorFile tensors()
    {
        return run::readTensors(*checkpoint().bytes, "The checkpoint of step " + std::to_string(checkpoint().step));
    }
    const FinalisedNet& net()
    {
        if (!net_) { net_ = finalise(tensors(), inputOfData); }
        return *net_;
    }

private:
    std::int64_t checkpointStep()
    {
        const auto steps = reader_.checkpointSteps();
        const std::string name = run::inQuotes(options_.run);
        if (steps.empty()) { throw FileError(name + " holds no checkpoint, so there is no network to export."); }
        if (!options_.step) { return steps.back(); }
        const auto after = std::ranges::upper_bound(steps, *options_.step);
        if (after == steps.begin()) {
            throw FileError(name + " keeps no checkpoint at or before step " + std::to_string(*options_.step)
                            + "; its first is of step " + std::to_string(steps.front()) + ".");
        }
        return *(after - 1);
    }

    const ExportOptions& options_;
    run::Control& control_;
    ExportProgress& progress_;
    run::RunReader reader_;
    run::History history_;
    std::size_t files_ = 0;
    std::optional<run::Checkpoint> checkpoint_;
    std::optional<FinalisedNet> net_;
    std::unique_ptr<Studio> studio_;
};

void exportCsv(Exporter& e)
{
    for (const auto& file : numbersOf(e.history(), e.range())) { e.write(file.fileName, file.text); }
}

void exportJson(Exporter& e) { e.write("numbers.json", numbersJson(e.history(), e.range())); }

void exportCheckpoint(Exporter& e) { e.write("checkpoint.safetensors", *e.checkpoint().bytes); }

void exportTensors(Exporter& e)
{
    e.write("tensors.json", tensorsJson(run::readTensors(*e.checkpoint().bytes, "the checkpoint")));
}

void exportTorchScript(Exporter& e) { e.write("model.pt", lazyEngine().torchScript(e.net())); }

void exportOnnx(Exporter& e) { e.write("model.onnx", onnxModel(e.net())); }

void exportC(Exporter& e)
{
    e.write("weights.h", weightsHeader(e.net()));
    e.write("classify.c", classifyExample(e.net()));
}

// Of the whole run, with the newest network: a card is about how a run ended.
std::string cardOf(Exporter& e)
{
    std::string hash = "n.a.";
    const FinalisedNet* net = nullptr;
    try { // a run without a usable checkpoint has a card all the same
        hash = floatHash(e.tensors());
        net = &e.net();
    } catch (const FileError&) {
        net = nullptr;
    }
    const std::time_t now = std::time(nullptr);
    char date[16];
    std::strftime(date, sizeof date, "%Y-%m-%d", std::gmtime(&now));
    return cardJson({e.history(), e.runName(), date, net, hash});
}

void exportCard(Exporter& e)
{
    const std::string card = cardOf(e);
    e.write("card.json", card);
    e.write("card.md", cardMarkdown(card));
}

void exportTensorboard(Exporter& e) { e.write(tensorboardFileName, tensorboardEvents(e.history(), e.begunAt())); }

// Calls use(figure, name) for each of the run's views.
template <typename Use>
void forFigures(Exporter& e, ui::FigureStyle style, Use use)
{
    e.needStudio();
    const auto ids = ui::figuresOf(e.history());
    for (std::size_t i = 0; i < ids.size(); ++i) {
        e.keepGoing();
        const std::string name = ui::figureName(e.history(), ids[i]).toStdString();
        e.progress().within(double(i) / double(ids.size()), name);
        use(ui::Figure(e.history(), ids[i], e.options().step, QString::fromStdString(e.runName()), style), name);
    }
}

void exportPlots(Exporter& e)
{
    const auto style = e.options().width == 84 ? ui::FigureStyle::Column : ui::FigureStyle::Page;
    e.needStudio();
    ui::PdfBook book(ui::factsOfAll(e.history(), e.options().step, QString::fromStdString(e.runName())));
    forFigures(e, style, [&](const ui::Figure& figure, const std::string& name) {
        for (const char* format : {"png", "svg", "pdf"}) {
            e.write(name + "." + format, figure.picture(QLatin1String(format)));
        }
        book.add(figure.widget());
    });
    e.write("views.pdf", book.finish());
}

void exportReport(Exporter& e)
{
    std::vector<ReportPicture> pictures;
    forFigures(e, ui::FigureStyle::Slide, [&](const ui::Figure& figure, const std::string&) {
        pictures.push_back({figure.title().toStdString(), figure.picture(QStringLiteral("png")).toStdString()});
    });
    e.write("report.html", reportPage(e.history(), e.runName(), cardOf(e), pictures));
}

// The replay, one frame for each kept snapshot.
void exportAnimation(Exporter& e)
{
    e.needStudio();
    const ui::Replay replay(e.history(), QString::fromStdString(e.runName()));
    const auto write = [&](const std::string& suffix, ui::AnimationEncoder& encoder) {
        for (std::size_t i = 0; i < replay.frames(); ++i) {
            e.keepGoing();
            e.progress().within(double(i) / double(replay.frames()), "replay." + suffix);
            encoder.add(replay.frame(i));
        }
        e.write("replay." + suffix, encoder.finish());
    };
    write("webp", *ui::webpEncoder(replay.size(), ui::framesPerSecond));
    write("gif", *ui::gifEncoder(replay.size(), ui::framesPerSecond));
    if (const auto ffmpeg = ui::mp4Encoder(replay.size(), ui::framesPerSecond)) {
        write("mp4", *ffmpeg);
    } else {
        e.progress().note("animation: no MP4, because ffmpeg is not installed");
    }
}

struct Part {
    const char* name;
    void (*write)(Exporter&);
    bool always = true; // without --what
};
constexpr Part parts[] = {
    {"plots", exportPlots},
    {"csv", exportCsv},
    {"json", exportJson},
    {"checkpoint", exportCheckpoint},
    {"tensors", exportTensors, false},
    {"torchscript", exportTorchScript},
    {"onnx", exportOnnx},
    {"c", exportC},
    {"card", exportCard},
    {"tensorboard", exportTensorboard},
    {"report", exportReport},
    {"animation", exportAnimation, false},
};

std::vector<Part> chosenParts(const std::vector<std::string>& names)
{
    std::vector<Part> chosen;
    for (const Part& part : parts) {
        const bool isNamed = std::ranges::find(names, part.name) != names.end();
        if (isNamed || (names.empty() && part.always)) { chosen.push_back(part); }
    }
    for (const auto& name : names) {
        if (std::ranges::none_of(parts, [&](const Part& p) { return name == p.name; })) {
            std::vector<std::string_view> known;
            for (const Part& p : parts) { known.emplace_back(p.name); }
            throw ConfigError("--what does not know " + run::inQuotes(name) + "; the nearest is "
                              + run::inQuotes(run::nearest(name, known)) + ".");
        }
    }
    return chosen;
}

// What cannot be exported of this run is an error when it was asked for, and else a note.
void exportPart(const Part& part, Exporter& exporter, ExportProgress& progress, bool asked)
{
    const std::size_t before = exporter.files();
    progress.begin(part.name);
    try {
        part.write(exporter);
    } catch (const DiskError&) {
        throw;
    } catch (const CannotWrite&) {
        throw;
    } catch (const FileError& error) {
        if (asked || exporter.files() > before) { throw; }
        progress.note(std::string(part.name) + ": left out. " + error.what());
        return;
    }
    progress.end(exporter.files() - before);
}

} // namespace

std::vector<std::string> exportParts()
{
    std::vector<std::string> names;
    for (const Part& part : parts) { names.emplace_back(part.name); }
    return names;
}

int exportRun(const ExportOptions& options)
{
    const auto chosen = chosenParts(options.what);
    run::Control control;
    const StopOnSignal stopOnSignal(control);
    ExportProgress progress(chosen.size(), options.progress);
    Exporter exporter(options, control, progress);
    tellRemark(options.run);
    if (!exporter.history().hasStarted()) { throw FileError(run::inQuotes(options.run) + " holds no run yet."); }
    makeFolder(options.folder);
    try {
        for (const Part& part : chosen) { exportPart(part, exporter, progress, !options.what.empty()); }
    } catch (const Stopped&) {
        progress.note("gridscope: Stopped; the " + std::to_string(exporter.files())
                      + " files finished until then are in " + run::inQuotes(options.folder) + ".");
        return 1;
    }
    print(std::to_string(exporter.files()) + " files are in " + options.folder + "\n");
    return 0;
}

} // namespace gridscope::app
