// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands.h"

#include "app/engine_loader.h"
#include "app/pictures.h"
#include "app/progress.h"
#include "app/signals.h"
#include "core/export/numbers.h"
#include "core/export/text_file.h"
#include "core/run/config_fields.h"
#include "core/run/error.h"
#include "core/run/fanout.h"
#include "core/run/presets.h"
#include "core/run/summary.h"
#include "core/run/wording.h"

#include <nlohmann/json.hpp>

#include <cstdio>

namespace gridscope::app {

namespace {

void print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

void applySetting(run::RunConfig& config, const std::string& setting)
{
    const auto equals = setting.find('=');
    if (equals == std::string::npos) {
        throw ConfigError("--set takes key=value, such as bits=3; got " + run::inQuotes(setting) + ".");
    }
    run::setField(config, setting.substr(0, equals), setting.substr(equals + 1));
}

} // namespace

run::RunConfig chosenConfig(const RunChoice& choice)
{
    run::RunConfig config = choice.preset.empty() ? run::presets().front().config : run::preset(choice.preset).config;
    if (!choice.configFile.empty()) { config = run::configFromJson(readTextFile(choice.configFile), config, choice.configFile); }
    for (const auto& setting : choice.settings) { applySetting(config, setting); }
    if (choice.steps) { run::setField(config, "steps", std::to_string(*choice.steps)); }
    if (choice.seed) { run::setField(config, "seed", std::to_string(*choice.seed)); }
    run::requireValid(config);
    return config;
}

int train(const TrainOptions& options)
{
    const run::RunConfig config = chosenConfig(options.choice);
    if (!options.folder.empty()) { makeFolder(options.folder); }      // before the work, not after it

    run::History history;
    Progress progress;
    run::Fanout both({&progress, &history});
    run::Control control;
    const StopOnSignal stopOnSignal(control);
    run::runJob(lazyTrainingJobs()(config), control, both);

    const run::End& end = *history.end();
    if (end.how == run::End::How::Failed) { std::fprintf(stderr, "gridscope: %s\n", end.message.c_str()); }
    if (history.hasStarted()) {
        if (!options.folder.empty()) {
            writeNumbers(history, options.folder);
            writePictures(history, options.folder);
            std::fprintf(stderr, "Pictures and numbers are in %s\n", options.folder.c_str());
        }
        print(options.json ? run::summaryJson(history) + "\n" : run::summaryText(history));
        return end.how == run::End::How::Failed ? 1 : 0;
    }
    return end.how == run::End::How::Failed ? 2 : 0;                   // nothing trained: the data or the engine is missing
}

int listPresets(bool json)
{
    nlohmann::ordered_json all = nlohmann::ordered_json::array();
    for (const auto& p : run::presets()) {
        if (!json) { print(p.name + "\n    " + p.title + "\n    " + p.why + "\n"); }
        all.push_back({{"name", p.name}, {"title", p.title}, {"why", p.why}, {"config", nlohmann::ordered_json::parse(run::configToJson(p.config))}});
    }
    if (json) { print(all.dump() + "\n"); }
    return 0;
}

int listMethods(bool json)
{
    nlohmann::ordered_json all = nlohmann::ordered_json::array();
    for (const auto& m : run::methods()) {
        if (!json) { print(m.name + "\n    " + m.title + "\n    " + m.gradient + "\n"); }
        all.push_back({{"name", m.name}, {"title", m.title}, {"gradient", m.gradient}});
    }
    if (json) { print(all.dump() + "\n"); }
    return 0;
}

} // namespace gridscope::app
