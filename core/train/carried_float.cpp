// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/carried_float.h"

#include "core/base/embedded.h"
#include "core/base/hash.h"
#include "core/base/wording.h"
#include "core/settings/config_fields.h"
#include "core/settings/settings.h"
#include "core/train/beginning.h"

#include <cstdio>

namespace gridscope::train {

namespace {

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

bool isOf(const run::TensorFile& file, const std::string& name, const run::RunConfig& config,
          const run::DataHashes& data)
{
    const run::RunConfig then = run::recordedConfig(file.metadata.at("config"), name);
    return file.metadata.at("data_hash") == run::dataHashText(data) && whatDecides(then) == whatDecides(config);
}

CarriedFloat carriedIn(const run::TensorFile& file, int steps)
{
    CarriedFloat carried{{}, {}, steps};
    std::uint64_t hash = 0;
    for (std::size_t i = 0; i < file.tensors.size(); ++i) {
        carried.tensors.push_back(*file.find(std::to_string(i)));
        const auto& bytes = carried.tensors.back().bytes;
        hash = run::chainedHash(hash, bytes.data(), bytes.size());
    }
    char digits[17];
    std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(hash));
    carried.hash = digits;
    return carried;
}

} // namespace

std::string CarriedFloat::text() const
{
    return "float network of the program, trained for " + run::thousands(steps) + " steps (" + hash + ")";
}

std::optional<CarriedFloat> carriedFloat(const run::RunConfig& config, const run::DataHashes& data)
{
    if (config.floatNetwork != "carried" || !pretrains(config) || !config.weightsFile.empty()) { return std::nullopt; }
    for (const run::EmbeddedFile& embedded : run::embeddedFiles()) {
        if (!embedded.name.starts_with("float/")) { continue; }
        const std::string name(embedded.name);
        const run::TensorFile file = run::readForeignTensors(embedded.bytes, name);
        if (isOf(file, name, config, data)) { return carriedIn(file, config.pretrainSteps); }
    }
    return std::nullopt;
}

} // namespace gridscope::train
