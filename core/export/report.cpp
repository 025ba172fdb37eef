// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/report.h"

#include "core/base/json_text.h"
#include "core/base/plain_text.h"
#include "core/base/version.h"
#include "core/base/wording.h"
#include "core/export/card.h"
#include "core/export/summary.h"
#include "core/settings/config_fields.h"
#include "core/settings/presets.h"
#include "core/settings/settings.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>

namespace gridscope {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* style = R"(
body { font: 16px/1.5 "DejaVu Sans", sans-serif; max-width: 62em; margin: 2em auto; padding: 0 1em; color: #1b2026; background: #fff; }
h1, h2 { line-height: 1.2; } h2 { margin-top: 2em; border-bottom: 1px solid #d5dadf; }
table { border-collapse: collapse; margin: 1em 0; } th, td { text-align: left; padding: 0.2em 1.2em 0.2em 0; vertical-align: top; border-bottom: 1px solid #e6e9ec; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
figure { margin: 1.5em 0; } img { max-width: 100%; height: auto; } figcaption { color: #59636e; }
pre { background: #f3f5f7; padding: 0.8em; overflow-x: auto; white-space: pre-wrap; }
)";

std::string safe(const std::string& text) { return run::xmlText(text); }

std::string base64(const std::string& bytes)
{
    constexpr const char* letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            group = group << 8U | (i + k < bytes.size() ? std::uint8_t(bytes[i + k]) : 0U);
        }
        for (std::size_t k = 0; k < 4; ++k) {
            text += i + k <= bytes.size() ? letters[(group >> (18 - 6 * k)) & 63U] : '=';
        }
    }
    return text;
}

std::string row(const std::vector<std::string>& cells, const char* tag = "td")
{
    std::string html = "<tr>";
    bool first = true;
    for (const auto& cell : cells) {
        html += std::string("<") + tag + (first ? ">" : " class=\"number\">") + safe(cell) + "</" + tag + ">";
        first = false;
    }
    return html + "</tr>\n";
}

std::string percent(const Json& share)
{
    if (!share.is_number()) { return "–"; }
    char text[32];
    std::snprintf(text, sizeof text, "%.2f %%", 100 * share.get<double>());
    return text;
}

std::string number(const Json& value)
{
    if (!value.is_number()) { return "–"; }
    if (value.is_number_integer()) { return run::thousands(value.get<std::int64_t>()); }
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", value.get<double>());
    return text;
}

std::string resultSection(const Json& result)
{
    std::string html = "<h2>Result</h2>\n<table>\n" + row({"accuracy", "quantized", "latent", "float start"}, "th");
    for (const std::string set : {"test", "validation"}) {
        html += row({set, percent(result[set + "_accuracy_quantized"]), percent(result[set + "_accuracy_latent"]),
                     percent(result[set + "_accuracy_float"])});
    }
    html +=
        "</table>\n<p>" + number(result["mean_bits"]) + " bits per weight, " + number(result["payload_bytes"])
        + " bytes of packed weights, " + number(result["steps"])
        + " quantized steps, ended: " + safe(result["end"]["how"].get<std::string>()) + ".</p>\n<table>\n"
        + row({"layer", "weights", "bits", "step size", "score", "score without zero", "zeros", "quantization error"},
              "th");
    for (const auto& l : result["layers"]) {
        html += row({l["name"].get<std::string>(), number(l["parameters"]), number(l["bits"]), number(l["alpha"]),
                     number(l["score"]), number(l["score_nonzero"]), percent(l["zero_share"]),
                     percent(l["quantization_error"])});
    }
    return html + "</table>\n";
}

std::string plainText(const Json& value)
{
    if (value.is_string()) { return value.get<std::string>(); }
    if (!value.is_object()) { return writtenJson(value); }
    std::string text;
    for (const auto& [key, item] : value.items()) { text += (text.empty() ? "" : ", ") + key + " " + plainText(item); }
    return text;
}

std::string cardSection(const std::string& json)
{
    const Json card = Json::parse(json);
    std::string html = "<h2>Quantization card</h2>\n";
    for (const auto& [section, fields] : card.items()) {
        if (!fields.is_object()) { continue; }
        html += "<h3>" + safe(section) + "</h3>\n<table>\n";
        for (const auto& [field, value] : fields.items()) {
            std::string name = field;
            std::ranges::replace(name, '_', ' ');
            html += "<tr><th>" + safe(name) + "</th><td>" + safe(plainText(value)) + "</td></tr>\n";
        }
        html += "</table>\n";
    }
    html += "<h3>warnings</h3>\n<ul>\n";
    for (const auto& warning : cardWarnings(json)) { html += "<li>" + safe(warning) + "</li>\n"; }
    return html + "</ul>\n";
}

std::string settingsSection(const run::RunConfig& config)
{
    std::string html = "<h2>Settings</h2>\n<table>\n";
    for (const run::Field& field : run::configFields()) {
        html += "<tr><th>" + safe(std::string(field.key)) + "</th><td>" + safe(run::fieldText(config, field))
                + "</td></tr>\n";
    }
    return html + "</table>\n";
}

std::string eventsSection(const run::History& history)
{
    std::string html = "<h2>Events</h2>\n<table>\n";
    for (const auto& mark : history.marks()) {
        html += row({run::markText(mark), "step " + run::thousands(mark.step)});
    }
    return html + "</table>\n";
}

// For a shell: single quotes around what it would not leave alone.
std::string argument(const std::string& text)
{
    const auto isPlain = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0
               || std::string_view("=_-.,/:+").find(c) != std::string_view::npos;
    };
    if (!text.empty() && std::ranges::all_of(text, isPlain)) { return text; }
    std::string quoted = "'";
    for (const char c : text) { quoted += c == '\'' ? "'\\''" : std::string(1, c); }
    return quoted + "'";
}

} // namespace

run::RunConfig withoutPrivatePaths(run::RunConfig config)
{
    for (std::string* path : {&config.dataFolder, &config.weightsFile}) {
        const auto whole = std::filesystem::path(*path).lexically_normal();
        *path = (whole.has_filename() ? whole.filename() : whole.parent_path().filename()).string();
    }
    return config;
}

std::string commandFor(const run::RunConfig& config)
{
    const run::Preset* from = &run::presets().front();
    for (const auto& preset : run::presets()) {
        if (preset.name == config.preset) { from = &preset; }
    }
    std::string command = "gridscope train --preset " + from->name;
    for (const run::Field& field : run::configFields()) {
        const std::string value = run::fieldText(config, field);
        if (value != run::fieldText(from->config, field)) {
            command += " --set " + argument(std::string(field.key) + "=" + value);
        }
    }
    return command;
}

std::string reportPage(const run::History& history, const std::string& runName, const std::string& card,
                       const std::vector<ReportPicture>& pictures)
{
    // As it began, so that the command makes it again; what was changed on the way is among the events.
    const run::RunConfig config = withoutPrivatePaths(run::settingsAtStart(history));
    const Json result = Json::parse(run::summaryJson(history));
    const std::string title = safe(runName);
    std::string html = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta name=\"generator\" content=\"Gridscope "
                       + std::string(run::programVersion()) + "\">\n<title>" + title + "</title>\n<style>" + style
                       + "</style>\n</head>\n<body>\n<h1>" + title + "</h1>\n<p>" + safe(config.network) + " on "
                       + safe(history.start().dataName) + ", method " + safe(run::settingsAt(history).method)
                       + ", seed " + std::to_string(config.seed) + ".</p>\n" + resultSection(result)
                       + "<h2>Make it again</h2>\n<pre>" + safe(commandFor(config)) + "</pre>\n";
    const auto& e = history.start().environment;
    html += "<p>Bit for bit the same with Gridscope " + safe(e.programVersion) + ", " + safe(run::environmentText(e))
            + ".</p>\n<h2>Views</h2>\n";
    for (const auto& picture : pictures) {
        html += "<figure><img alt=\"" + safe(picture.caption) + "\" src=\"data:image/png;base64," + base64(picture.png)
                + "\"><figcaption>" + safe(picture.caption) + "</figcaption></figure>\n";
    }
    return html + cardSection(card) + settingsSection(config) + eventsSection(history) + "</body>\n</html>\n";
}

} // namespace gridscope
