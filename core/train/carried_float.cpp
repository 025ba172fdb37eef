// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/carried_float.h"

#include "core/base/embedded.h"
#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/text_file.h"
#include "core/base/wording.h"
#include "core/settings/config_fields.h"
#include "core/settings/settings.h"
#include "core/train/beginning.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace gridscope::train {

namespace {

namespace fs = std::filesystem;

// Without what the weights of a float network do not depend on.
run::RunConfig whatDecides(const run::RunConfig& config)
{
    const run::RunConfig defaults;
    run::RunConfig only = withoutGrid(beginningOf(config));
    only.snapshotEvery = defaults.snapshotEvery;
    only.evaluateEvery = defaults.evaluateEvery;
    only.checkpointEvery = defaults.checkpointEvery;
    only.threads = defaults.threads; // and the device: what it was made with stands in the file
    only.device = defaults.device;
    return only;
}

bool asksForOne(const run::RunConfig& config)
{
    return config.floatNetwork == "carried" && pretrains(config) && config.weightsFile.empty();
}

bool isOf(const run::TensorFile& file, const std::string& name, const FloatOrigin& origin)
{
    const run::RunConfig then = run::recordedConfig(file.metadata.at("config"), name);
    return file.metadata.at("data_hash") == run::dataHashText(origin.data)
           && whatDecides(then) == whatDecides(origin.config);
}

// $XDG_CACHE_HOME/gridscope/float-networks/HASH.safetensors, as the XDG base directory specification has it.
fs::path pathFor(const FloatOrigin& origin)
{
    const char* cache = std::getenv("XDG_CACHE_HOME");
    const char* home = std::getenv("HOME");
    const fs::path base = cache != nullptr && *cache != '\0' ? fs::path(cache)
                          : home != nullptr && *home != '\0' ? fs::path(home) / ".cache"
                                                             : fs::path();
    if (!base.is_absolute()) { throw FileError("There is no cache folder."); }
    const std::string key = run::configToJson(whatDecides(origin.config), -1) + run::dataHashText(origin.data)
                            + run::environmentText(origin.environment);
    char name[32];
    std::snprintf(name, sizeof name, "%016llx.safetensors",
                  static_cast<unsigned long long>(run::chainedHash(0, key.data(), key.size())));
    return base / "gridscope" / "float-networks" / name;
}

// Old ones go: a lecture has a handful.
void keepFew(const fs::path& folder)
{
    constexpr std::size_t most = 30;
    std::vector<fs::directory_entry> files;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.is_regular_file()) { files.push_back(entry); }
    }
    std::ranges::sort(files, std::ranges::greater(), [](const auto& file) { return file.last_write_time(); });
    for (std::size_t i = most; i < files.size(); ++i) { fs::remove(files[i]); }
}

CarriedFloat carriedIn(const run::TensorFile& file, int steps)
{
    CarriedFloat carried{{}, {}, steps};
    std::uint64_t hash = 0;
    for (std::size_t i = 0; i < file.tensors.size(); ++i) {
        const run::Tensor* tensor = file.find(std::to_string(i));
        if (tensor == nullptr) { throw FileError("Tensors of a float network are numbered."); }
        carried.tensors.push_back(*tensor);
        const auto& bytes = carried.tensors.back().bytes;
        hash = run::chainedHash(hash, bytes.data(), bytes.size());
    }
    char digits[17];
    std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(hash));
    carried.hash = digits;
    return carried;
}

// The cache may be anybody's work: what does not read as it was written is none.
std::optional<CarriedFloat> keptFloat(const FloatOrigin& origin)
{
    constexpr std::size_t mostBytes = 512'000'000;
    const auto isSingle = [](run::DType type) { return type == run::DType::F32; };
    try {
        const std::string path = pathFor(origin).string();
        const run::TensorFile file = run::readForeignTensors(readBytesFile(path, mostBytes), path);
        const auto environment = file.metadata.find("environment");
        const bool isOurs =
            file.metadata.contains("config") && file.metadata.contains("data_hash")
            && environment != file.metadata.end() && environment->second == run::environmentText(origin.environment)
            && isOf(file, path, origin) && std::ranges::all_of(file.tensors, isSingle, &run::Tensor::dtype);
        if (!isOurs) { return std::nullopt; }
        CarriedFloat kept = carriedIn(file, origin.config.pretrainSteps);
        kept.isKept = true;
        return kept;
    } catch (const Error&) {
        return std::nullopt;
    }
}

} // namespace

std::string CarriedFloat::text() const
{
    return std::string("float network ") + (isKept ? "kept from an earlier run" : "of the program") + ", trained for "
           + run::thousands(steps) + " steps (" + hash + ")";
}

std::optional<CarriedFloat> carriedFloat(const FloatOrigin& origin)
{
    if (!asksForOne(origin.config)) { return std::nullopt; }
    for (const run::EmbeddedFile& embedded : run::embeddedFiles()) {
        if (!embedded.name.starts_with("float/")) { continue; }
        const std::string name(embedded.name);
        const run::TensorFile file = run::readForeignTensors(embedded.bytes, name);
        if (isOf(file, name, origin)) { return carriedIn(file, origin.config.pretrainSteps); }
    }
    return keptFloat(origin);
}

void keepFloat(const FloatOrigin& origin, std::vector<run::Tensor> tensors)
{
    if (!asksForOne(origin.config)) { return; }
    run::TensorFile file;
    file.tensors = std::move(tensors);
    file.metadata = {{"config", run::configToJson(origin.config, -1)},
                     {"data_hash", run::dataHashText(origin.data)},
                     {"environment", run::environmentText(origin.environment)}};
    try {
        const fs::path path = pathFor(origin);
        makeFolder(path.parent_path().string());
        run::writeTensorFile(path.string(), file);
        keepFew(path.parent_path());
    } catch (const Error&) { // a full disk, a read-only home: it is trained again then
    } catch (const fs::filesystem_error&) {}
}

} // namespace gridscope::train
