// SPDX-License-Identifier: GPL-3.0-or-later
// RunTables: the tables `run` and `layers`.
#include "core/base/json_text.h"
#include "core/base/wording.h"
#include "core/file/run_statements.h"
#include "core/settings/config_fields.h"

#include <nlohmann/json.hpp>

#include <array>
#include <chrono>
#include <ctime>
#include <filesystem>

namespace gridscope::run {

namespace {

using Json = nlohmann::ordered_json;

std::string environmentJson(const Environment& e)
{
    const Json json = {{"program_version", e.programVersion},
                       {"torch_version", e.torchVersion},
                       {"blas", e.blas},
                       {"torch_threads", e.torchThreads},
                       {"blas_threads", e.blasThreads},
                       {"device", e.device},
                       {"dispatch", e.dispatch},
                       {"blas_kernel", e.blasKernel},
                       {"onednn", e.oneDnn},
                       {"torch_kernels", e.torchKernels},
                       {"processor", e.processor}};
    return writtenJson(json);
}

// "2026-03-01T12:00:00.123456Z". To the microsecond, so that it tells one run from another.
std::string now()
{
    const auto micros =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
            .count();
    const std::time_t seconds = micros / 1'000'000;
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 40> text{};
    const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &utc);
    const std::string fraction = std::to_string(1'000'000 + micros % 1'000'000).substr(1);
    return std::string(text.data(), length) + "." + fraction + "Z";
}

} // namespace

void RunTables::setEntry(std::string_view key, std::int64_t value)
{
    RowWriter(statements_->entry, "run").text(key).integer(value).write();
}
void RunTables::setEntry(std::string_view key, std::string_view value)
{
    RowWriter(statements_->entry, "run").text(key).text(value).write();
}

// Where that is, in full and by its bytes: settings are JSON, which holds no name that is not UTF-8, and a relative one is told
// from a folder that nobody will know later. Of what is gone on with from elsewhere the place of before stays.
void RunTables::setPlace(std::string_view key, const std::string& path)
{
    std::error_code error;
    if (path.empty() || !std::filesystem::exists(path, error)) { return; }
    const auto whole = std::filesystem::absolute(path, error);
    if (!error) { setEntry(key, whole.lexically_normal().string()); }
}

void RunTables::add(const Start& start, std::string_view journal)
{
    if (!position_.hasStarted) {
        setEntry("created", now());
        position_.afterStep = start.firstStep - 1;
        position_.hasStarted = true;
    }
    setEntry("config", configToJson(start.config, -1));
    setEntry("environment", environmentJson(start.environment));
    setEntry("data", start.dataName);
    setPlace("data_place", start.config.dataFolder);
    setPlace("weights_place", start.config.weightsFile);
    setEntry("data_hash", dataHashText(start.dataHashes));
    if (!start.dataNotes.empty()) { setEntry("data_notes", writtenJson(Json(start.dataNotes))); }
    setEntry("journal", journal);
    setEntry("first_step", start.firstStep);
    setEntry("last_step", start.lastStep);
    setEntry("steps_per_epoch", start.stepsPerEpoch);
    setEntry("snapshot_every", start.config.snapshotEvery);
    if (start.origin) {
        setEntry("origin_run", start.origin->run);
        setEntry("origin_step", start.origin->step);
    }
    position_.snapshotEvery = std::max(1, start.config.snapshotEvery);
    position_.evaluateEvery = start.config.evaluateEvery;
    for (std::size_t layer = 0; layer < start.layers.size(); ++layer) {
        const LayerInfo& info = start.layers[layer];
        RowWriter(statements_->layer, "layers")
            .integer(std::int64_t(layer))
            .text(info.name)
            .text(shapeText(info.shape))
            .integer(info.parameters)
            .integer(info.multiplyAccumulates)
            .integer(info.masks)
            .write();
    }
    setEntry("layers", std::int64_t(start.layers.size()));
    countEntries();
}

void RunTables::countEntries()
{
    setEntry("entries", database_.number("SELECT count(*) FROM run WHERE key <> 'entries'") + 1);
}

} // namespace gridscope::run
