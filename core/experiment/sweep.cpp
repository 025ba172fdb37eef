// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/wording.h"
#include "core/experiment/collector.h"
#include "core/experiment/experiments.h"
#include "core/settings/config_fields.h"

#include <nlohmann/json.hpp>

#include <set>

namespace gridscope::experiment {

namespace {

using run::RunConfig;

using Json = nlohmann::ordered_json;

// The parser keeps one of two of a name, without a word; in an experiment that is an arm that is never trained.
class NothingTwice {
public:
    explicit NothingTwice(std::string where) : where_(std::move(where)) {}
    bool operator()(int depth, Json::parse_event_t event, const Json& parsed)
    {
        constexpr int mostDepth = 16;
        if (depth > mostDepth) { throw ConfigError(where_ + " is nested deeper than a sweep is."); }
        if (event == Json::parse_event_t::object_start) { open_.emplace_back(); }
        if (event == Json::parse_event_t::object_end) { open_.pop_back(); }
        if (event == Json::parse_event_t::key) {
            const auto& key = parsed.get_ref<const std::string&>();
            const bool isArm = open_.size() == 2 && open_.front().current == "arms";
            if (!open_.back().keys.insert(key).second) {
                throw ConfigError("In " + where_ + (isArm ? " the arm " : " ") + run::inQuotes(key)
                                  + " is there twice.");
            }
            open_.back().current = key;
        }
        return true;
    }

private:
    struct Object {
        std::set<std::string> keys;
        std::string current;
    };
    std::string where_;
    std::vector<Object> open_;
};

Json parsedSweep(std::string_view json, const std::string& where)
{
    try {
        return Json::parse(json, NothingTwice(where));
    } catch (const Json::exception&) {
        return Json(nullptr);
    }
}

} // namespace

Report sweep(std::string_view json, const std::string& fileName, std::span<const std::int64_t> seeds, const RunOne& run)
{
    const std::string where = run::inQuotes(fileName);
    const Json file = parsedSweep(json, where);
    if (!file.is_object() || !file.contains("arms") || !file["arms"].is_object() || file["arms"].empty()) {
        throw ConfigError(
            where
            + " is no sweep; it must look like {\"preset\": \"fashion-quick\", \"arms\": {\"wide\": {\"sigma\": 1}}}.");
    }
    Json common = file;
    common.erase("arms");
    const RunConfig base = run::configFromJson(common.dump(), RunConfig{}, fileName);
    Report report;
    report.name = "sweep";
    report.question = "How do the arms of " + fileName + " compare?";
    report.header = {"arm", "test error", "latent", "mean bits", "score without zero, layer by layer"};
    Collector collect(report, run);
    std::vector<std::string> names;
    std::vector<RunConfig> configs;
    for (const auto& [name, settings] : file["arms"].items()) {
        const bool isPlain =
            !name.empty()
            && name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
                   == std::string::npos;
        if (!isPlain || name.size() > 100) {
            throw ConfigError("In " + where + " the arm " + run::inQuotes(name)
                              + " has a name that is no file name; use letters, digits, \".\", \"_\" and \"-\".");
        }
        const RunConfig config = run::configFromJson(settings.dump(), base, fileName + ", arm " + name);
        run::requireValid(config);
        names.push_back(name);
        configs.push_back(config);
    }
    for (const std::int64_t seed : seeds) { // seed by seed: its arms share one float network
        for (std::size_t i = 0; i < names.size(); ++i) { collect.add({names[i], withSeed(configs[i], seed)}); }
    }
    for (const std::string& name : names) {
        const auto outcomes = of(report.outcomes, name);
        report.rows.push_back({name, errorCell(report, name), errorText(valuesOf(outcomes, name, &Outcome::latent)),
                               run::fixed(meanOf(valuesOf(outcomes, name, &Outcome::meanBits)), 2),
                               scoresText(outcomes)});
    }
    return report;
}

} // namespace gridscope::experiment
