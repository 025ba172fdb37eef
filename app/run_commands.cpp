// SPDX-License-Identifier: GPL-3.0-or-later
// What the command line says of recorded runs.
#include "app/commands.h"
#include "app/engine_loader.h"
#include "app/terminal.h"
#include "core/base/error.h"
#include "core/base/json_text.h"
#include "core/base/plain_text.h"
#include "core/base/safetensors.h"
#include "core/base/text_file.h"
#include "core/base/wording.h"
#include "core/export/card.h"
#include "core/export/comparison.h"
#include "core/export/summary.h"
#include "core/file/continuation.h"
#include "core/file/run_reader.h"
#include "core/settings/config_fields.h"
#include "core/settings/settings.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <filesystem>

namespace gridscope::app {

namespace {

using Json = nlohmann::ordered_json;

std::string fileName(const std::string& path) { return run::fileNameText(path); }

// Settings and names may be of any bytes.

// The newest checkpoint of a run file, or a checkpoint file's content.
run::Checkpoint checkpointOf(const std::string& path)
{
    if (std::filesystem::path(path).extension() == ".safetensors") {
        auto bytes = readBytesFile(path, run::mostTensorBytes);
        return {0, std::make_shared<const std::vector<std::uint8_t>>(std::move(bytes))};
    }
    run::RunReader file(path);
    const auto steps = file.checkpointSteps();
    if (steps.empty()) {
        throw FileError(run::inQuotes(path) + " holds no checkpoint yet, so there is no network to evaluate.");
    }
    return file.checkpoint(steps.back());
}

run::DataHashes dataOf(const run::Checkpoint& checkpoint)
{
    const auto metadata = run::readTensors(*checkpoint.bytes, "The checkpoint").metadata;
    const auto found = metadata.find("data_hash");
    return found == metadata.end() ? run::DataHashes{} : run::dataHashesOf(found->second);
}

std::string dataPlace(const run::RunConfig& config)
{
    return run::inQuotes(config.dataFolder.empty() ? config.data : config.dataFolder);
}

struct Recorded {
    std::string path;
    run::History history;
};

// The settings in which the runs differ, one row each: key and the value in every run.
std::vector<std::pair<std::string, std::vector<std::string>>> differingSettings(const std::vector<Recorded>& runs)
{
    std::vector<run::RunConfig> settings;
    for (const auto& r : runs) { settings.push_back(run::settingsAt(r.history)); }
    std::vector<const run::RunConfig*> configs;
    for (const auto& config : settings) { configs.push_back(&config); }
    std::vector<std::pair<std::string, std::vector<std::string>>> rows;
    for (const run::Field* field : run::differingFields(configs)) {
        std::vector<std::string> values;
        for (const auto* config : configs) { values.push_back(run::fieldText(*config, *field)); }
        rows.emplace_back(std::string(field->key), std::move(values));
    }
    return rows;
}

std::string percentText(const Json& share)
{
    if (!share.is_number()) { return "-"; }
    char text[32];
    std::snprintf(text, sizeof text, "%.2f %%", 100 * share.get<double>());
    return text;
}

void printRow(const std::string& name, const std::vector<std::string>& values)
{
    std::string line = name + std::string(name.size() < 26 ? 26 - name.size() : 1, ' ');
    for (const auto& value : values) { line += value + std::string(value.size() < 18 ? 18 - value.size() : 1, ' '); }
    print(line.substr(0, line.find_last_not_of(' ') + 1) + "\n");
}

// Without the model itself, which would take long to unpack: the confounders do not need it.
std::vector<std::string> cardsOf(const std::vector<Recorded>& runs)
{
    std::vector<std::string> cards;
    for (const auto& r : runs) { cards.push_back(cardJson({r.history, fileName(r.path), "n.a."})); }
    return cards;
}

// Marked by a sign and a heading, not by colour.
void printConfounders(const std::vector<std::string>& cards)
{
    const auto found = differingConfounders(cards);
    if (!found.empty()) { print("\nWhat differs besides the method:\n"); }
    for (const auto& [name, values] : found) {
        print("! " + name + "\n");
        for (std::size_t i = 0; i < values.size(); ++i) {
            print("      " + std::to_string(i + 1) + ". " + values[i] + "\n");
        }
    }
    if (const auto verdict = verdictOf(cards); !verdict.empty()) { print("\n" + verdict + "\n"); }
}

void printComparison(const std::vector<Recorded>& runs, const std::vector<Json>& results)
{
    std::vector<std::string> names;
    for (const auto& r : runs) { names.push_back(fileName(r.path)); }
    printRow("", names);
    for (const auto& [key, values] : differingSettings(runs)) { printRow(key, values); }
    const auto row = [&](const std::string& title, const auto& cell) {
        std::vector<std::string> cells;
        for (const auto& result : results) { cells.push_back(cell(result)); }
        printRow(title, cells);
    };
    row("steps done", [](const Json& r) { return r["steps"].dump(); });
    for (const std::string set : {"test", "validation"}) {
        for (const std::string weights : {"quantized", "latent", "float"}) {
            row(set + " accuracy, " + weights,
                [&](const Json& r) { return percentText(r[set + "_accuracy_" + weights]); });
        }
    }
    row("mean bits", [](const Json& r) { return r["mean_bits"].dump(); });
    for (std::size_t layer = 0; layer < results.front()["layers"].size(); ++layer) {
        row("score without zero, " + results.front()["layers"][layer]["name"].get<std::string>(),
            [&](const Json& r) -> std::string {
                if (layer >= r["layers"].size() || !r["layers"][layer]["score_nonzero"].is_number()) { return "-"; }
                char text[32];
                std::snprintf(text, sizeof text, "%.2f", r["layers"][layer]["score_nonzero"].get<double>());
                return text;
            });
    }
}

} // namespace

void tellRemark(const std::string& path)
{
    if (const std::string remark = run::RunReader(path).remark(); !remark.empty()) { complain(remark); }
}

int info(const std::string& path, bool json)
{
    const run::History history = run::historyOf(path);
    tellRemark(path);
    print(json ? run::summaryJson(history) + "\n" : run::summaryText(history));
    return 0;
}

int compare(const std::vector<std::string>& paths, bool json)
{
    std::vector<Recorded> runs;
    std::vector<Json> results;
    for (const auto& path : paths) {
        runs.push_back({path, run::historyOf(path)});
        tellRemark(path);
        results.push_back(Json::parse(run::summaryJson(runs.back().history)));
    }
    const auto cards = cardsOf(runs);
    if (!json) {
        printComparison(runs, results);
        printConfounders(cards);
        return 0;
    }
    Json all{{"runs", Json::array()},
             {"differing_settings", Json::object()},
             {"differing_confounders", Json::object()},
             {"verdict", verdictOf(cards)}};
    for (const auto& [name, values] : differingConfounders(cards)) { all["differing_confounders"][name] = values; }
    for (std::size_t i = 0; i < runs.size(); ++i) {
        all["runs"].push_back({{"file", fileName(runs[i].path)}, {"result", results[i]}});
    }
    for (const auto& [key, values] : differingSettings(runs)) { all["differing_settings"][key] = values; }
    print(writtenJson(all) + "\n");
    return 0;
}

namespace {

run::History evaluated(const std::string& path, const run::Checkpoint& checkpoint)
{
    run::History history;
    run::Control control;
    const bool isRun = std::filesystem::path(path).extension() != ".safetensors";
    if (isRun) { tellRemark(path); }
    run::runJob(lazyEngine().evaluatingJob(checkpoint, isRun ? run::placesOf(path) : run::Places{}), control, history);
    if (history.end()->how == run::End::How::Failed) { throw Error(history.end()->message); }
    if (history.lastEvaluation("test") == nullptr) { throw Error(run::inQuotes(path) + " could not be evaluated."); }
    return history;
}

// Says what of the data is other than in the run, where it may be.
void admitOtherData(const std::string& other, const run::History& history, bool mayBe)
{
    if (other.empty()) { return; }
    const std::string sentence = "The data are not those of the run: " + other + " in "
                                 + dataPlace(history.start().config) + " have changed since";
    if (!mayBe) { throw ConfigError(sentence + "; --other-data evaluates it on them all the same."); }
    complain(sentence + ".");
}

Json resultOf(const std::string& path, const run::Evaluation& e, const std::string& other)
{
    const auto share = [](const std::optional<run::Score>& s) { return s ? Json(s->accuracy) : Json(nullptr); };
    const auto loss = [](const std::optional<run::Score>& s) { return s ? Json(s->loss) : Json(nullptr); };
    Json result{{"file", fileName(path)},
                {"step", e.step},
                {"set", e.set},
                {"samples", e.samples},
                {"differing_data", other.empty() ? Json(nullptr) : Json(other)}};
    for (const auto& [name, score] :
         {std::pair{"quantized", e.quantized}, {"latent", e.latent}, {"float", e.floatStart}}) {
        result[std::string("test_accuracy_") + name] = share(score);
        result[std::string("test_loss_") + name] = loss(score);
    }
    return result;
}

} // namespace

int evaluateRun(const EvaluateOptions& options)
{
    const run::Checkpoint checkpoint = checkpointOf(options.run);
    const run::History history = evaluated(options.run, checkpoint);
    const std::string other = run::differingData(dataOf(checkpoint), history.start().dataHashes);
    admitOtherData(other, history, options.otherData);
    const run::Evaluation& e = *history.lastEvaluation("test");
    const Json result = resultOf(options.run, e, other);
    if (options.json) {
        print(writtenJson(result) + "\n");
        return 0;
    }
    print(fileName(options.run) + ", step " + std::to_string(e.step) + ", " + run::thousands(e.samples)
          + " test samples" + (other.empty() ? "" : " (not those of the run)") + "\n");
    for (const std::string name : {"quantized", "latent", "float"}) {
        printRow(name, {percentText(result["test_accuracy_" + name])});
    }
    return 0;
}

} // namespace gridscope::app
