// SPDX-License-Identifier: GPL-3.0-or-later
// RunRows: the tables `run` and `layers`, what a run is before its first step and how it ended.
#include "core/file/run_rows.h"

#include "core/base/wording.h"
#include "core/file/row_text.h"
#include "core/file/run_limits.h"
#include "core/settings/config_fields.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace gridscope::run {

namespace {

using Json = nlohmann::json;

std::string layerName(RowReader& row)
{
    std::string name = row.text(mostLayerName);
    if (!isPlainName(name)) { row.fail("a layer's name has characters that no name has"); }
    return name;
}

// The settings of the file, and defaults for those that came later. What a later program added without a new format is
// left out.
RunConfig configOf(const std::string& text, const Database& file)
{
    try {
        Json json = Json::parse(text);
        if (!json.is_object()) { file.failDamaged("table run", "the settings are not a JSON object"); }
        const std::string preset = json.value("preset", "");
        for (auto entry = json.begin(); entry != json.end();) {
            entry = findField(entry.key()) ? std::next(entry) : json.erase(entry);
        }
        RunConfig config = recordedConfig(json.dump(), "settings");
        config.preset = preset;
        return config;
    } catch (const Json::exception&) {
        file.failDamaged("table run", "the settings cannot be read");
    } catch (const ConfigError& error) {
        file.failDamaged("table run", "the settings cannot be read (" + shown(error.what()) + ")");
    }
}

std::vector<std::string> dataNotesOf(const std::string& text, const Database& file)
{
    constexpr std::size_t mostNotes = 64, longestNote = 2000;
    try {
        auto notes = Json::parse(text).get<std::vector<std::string>>();
        notes.resize(std::min(notes.size(), mostNotes));
        for (std::string& note : notes) { // each stays one line
            note.resize(std::min(note.size(), longestNote));
            std::ranges::replace(note, '\n', ' ');
            note = withoutControls(note);
        }
        return notes;
    } catch (const Json::exception&) {
        file.failDamaged("table run", "what was told of the data cannot be read");
    }
}

Environment environmentOf(const std::string& text, const Database& file)
{
    try {
        const Json json = Json::parse(text);
        Environment e;
        e.programVersion = json.value("program_version", "");
        e.torchVersion = json.value("torch_version", "");
        e.blas = json.value("blas", "");
        e.torchThreads = json.value("torch_threads", 1);
        e.blasThreads = json.value("blas_threads", 1);
        e.device = json.value("device", "cpu");
        e.dispatch = json.value("dispatch", "");
        e.blasKernel = json.value("blas_kernel", "");
        e.oneDnn = json.value("onednn", "");
        e.torchKernels = json.value("torch_kernels", "");
        e.processor = json.value("processor", "");
        return e;
    } catch (const Json::exception&) {
        file.failDamaged("table run", "the environment cannot be read");
    }
}

} // namespace

RunRows::RunRows(Database& database) : database_(database), version_(database.number("PRAGMA user_version"))
{
    readEntries();
}

void RunRows::readEntries()
{
    Statement rows = database_.prepare(selectFrom("run", version_, "ORDER BY key"), "run");
    while (rows.next()) {
        RowReader row(database_, rows, "run");
        const std::string key = row.text(mostName);
        const bool isOrdered = entries_.empty() || key > entries_.rbegin()->first;
        if (!isOrdered || entries_.size() == mostEntries) { row.fail("rows are out of order"); }
        entries_[key] = rows.type(1) == Statement::Type::Text ? Entry(row.text(mostText)) : Entry(row.integer());
        row.check();
    }
    const bool isWhole = entries_.empty() || entry<std::int64_t>("entries") == std::int64_t(entries_.size());
    if (!isWhole) { database_.failDamaged("table run", "rows are missing"); }
}

template <typename T>
const T& RunRows::entry(const std::string& key) const
{
    const auto found = entries_.find(key);
    if (found == entries_.end()) { database_.failDamaged("table run", "its entry " + inQuotes(key) + " is missing"); }
    const T* value = std::get_if<T>(&found->second);
    if (!value) { database_.failDamaged("table run", "its entry " + inQuotes(key) + " is of the wrong type"); }
    return *value;
}

std::int64_t RunRows::number(const std::string& key, std::int64_t low, std::int64_t high) const
{
    const auto value = entry<std::int64_t>(key);
    if (value < low || value > high) {
        database_.failDamaged("table run", "its entry " + inQuotes(key) + " is out of range");
    }
    return value;
}

bool RunRows::hasStart() const { return entries_.contains("first_step"); }
std::string RunRows::created() const { return entry<std::string>("created"); }

std::string RunRows::place(const std::string& key) const
{
    return entries_.contains(key) ? entry<std::string>(key) : std::string();
}

Start RunRows::start()
{
    Start start;
    start.config = configOf(entry<std::string>("config"), database_);
    start.environment = environmentOf(entry<std::string>("environment"), database_);
    start.dataName = entry<std::string>("data");
    if (entries_.contains("data_hash")) { start.dataHashes = dataHashesOf(entry<std::string>("data_hash")); }
    if (entries_.contains("data_notes")) { start.dataNotes = dataNotesOf(entry<std::string>("data_notes"), database_); }
    start.firstStep = number("first_step", -mostStep, mostStep);
    start.lastStep = number("last_step", -mostStep, mostStep);
    start.stepsPerEpoch = number("steps_per_epoch", 0, mostPerEpoch);
    if (entries_.contains("origin_run")) {
        start.origin = Origin{entry<std::string>("origin_run"), number("origin_step", -mostStep, mostStep)};
    }
    start.layers = layers();
    const auto fits = [&](std::size_t count) { return count == 1 || count == start.layers.size(); };
    const bool areFitting = fits(start.config.bits.size()) && fits(start.config.keepProbability.size());
    if (!areFitting) { database_.failDamaged("table run", "the settings are not of so many layers"); }
    return start;
}

std::vector<LayerInfo> RunRows::layers()
{
    std::vector<LayerInfo> layers;
    Statement rows = database_.prepare(selectFrom("layers", version_, "ORDER BY layer"), "layers");
    while (rows.next()) {
        RowReader row(database_, rows, "layers");
        row.integer(std::int64_t(layers.size()), std::min(std::int64_t(layers.size()), mostLayers - 1));
        LayerInfo info;
        info.name = layerName(row);
        const auto isSame = [&](const LayerInfo& other) { return other.name == info.name; };
        if (std::ranges::any_of(layers, isSame)) { row.fail("two layers have one name"); }
        info.shape = shapeOf(row, 1);
        info.parameters = row.integer(0, mostWeights);
        if (version_ >= 2) {
            info.multiplyAccumulates = row.integer(0, mostCount);
            info.masks = int(row.integer(0, mostMasks));
        }
        row.check();
        layers.push_back(std::move(info));
    }
    if (std::int64_t(layers.size()) != number("layers", 0, mostLayers)) {
        database_.failDamaged("table layers", "rows are missing");
    }
    return layers;
}

std::optional<End> RunRows::end() const
{
    if (!entries_.contains("end_how")) { return std::nullopt; }
    using enum End::How;
    for (const End::How how : {Finished, Stopped, Failed}) {
        if (howName(how) == entry<std::string>("end_how")) { return End{how, entry<std::string>("end_message")}; }
    }
    database_.failDamaged("table run", "its end is of an unknown kind");
}

} // namespace gridscope::run
