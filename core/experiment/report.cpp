// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/report.h"

#include "core/base/error.h"
#include "core/base/json_text.h"
#include "core/base/plain_text.h"
#include "core/base/wording.h"
#include "core/experiment/curves_picture.h"
#include "core/experiment/statistics.h"
#include "core/export/card.h"
#include "core/file/run_reader.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace gridscope::experiment {

namespace {

using Json = nlohmann::ordered_json;

Json numberOrNull(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json failureJson(const Failure& failure)
{
    return {{"how", failure.hasDiverged ? "diverged"
                    : failure.hasBegun  ? "failed"
                                        : "not begun"},
            {"step", failure.hasBegun ? Json(failure.step) : Json(nullptr)},
            {"sentence", failure.sentence}};
}

Json pointsJson(const Report& report)
{
    Json points = Json::array();
    for (const Point& p : report.points) {
        points.push_back({{"title", p.title},
                          {"payload_bytes", p.payloadBytes},
                          {"error", p.error},
                          {"low", p.low},
                          {"high", p.high},
                          {"seeds", p.seeds},
                          {"is_float", p.isFloat}});
    }
    return points;
}

// Of the runs that failed and of those that did not.
std::vector<Outcome> inOneList(const Report& report)
{
    std::vector<Outcome> all = report.outcomes;
    all.insert(all.end(), report.failed.begin(), report.failed.end());
    return all;
}

std::string failureHeading(const Report& report)
{
    const auto count = report.failed.size();
    return std::to_string(count) + (count == 1 ? " run has no result and is" : " runs have no result and are")
           + " left out of all means and tests:";
}

std::vector<std::string> failureLines(const Report& report)
{
    std::vector<std::string> lines;
    for (const Outcome& o : report.failed) {
        lines.push_back(titleOf(o) + ", " + howText(*o.failure) + ": " + o.failure->sentence);
    }
    return lines;
}

std::string markdownRow(const std::vector<std::string>& cells)
{
    std::string line = "|";
    for (const std::string& cell : cells) { line += " " + run::markdownText(cell) + " |"; }
    return line + "\n";
}

std::string escaped(const std::string& text) { return run::xmlText(text); }

std::string htmlRow(const std::vector<std::string>& cells, const char* tag)
{
    std::string line = "<tr>";
    for (const std::string& cell : cells) { line += std::string("<") + tag + ">" + escaped(cell) + "</" + tag + ">"; }
    return line + "</tr>\n";
}

// ---- the curves

run::History historyOf(const Outcome& outcome, const std::string& folder)
{
    Arm arm{outcome.arm, {}};
    arm.config.seed = outcome.seed;
    return run::historyOf(armFile(folder, arm));
}

std::vector<Curve> curvesOf(const Report& report, const std::string& folder)
{
    std::vector<Curve> curves;
    for (const Outcome& outcome : inOneList(report)) {
        if (outcome.failure && !outcome.failure->hasBegun) { continue; }
        Curve curve{outcome.arm, {}};
        const run::History history = historyOf(outcome, folder);
        for (const run::Evaluation& e : history.evaluations()) {
            if (e.set == "validation" && e.quantized) {
                curve.points.emplace_back(double(e.step), e.quantized->accuracy);
            }
        }
        if (!curve.points.empty()) { curves.push_back(std::move(curve)); }
    }
    return curves;
}

} // namespace

void addCards(Report& report, const std::string& folder)
{
    std::vector<std::string> cards;
    for (const Outcome& outcome : report.outcomes) {
        if (outcome.seed != report.outcomes.front().seed) { continue; }
        const run::History history = historyOf(outcome, folder);
        cards.push_back(cardJson({history, outcome.arm, "n.a."}));
        report.cardTitles.push_back(outcome.arm);
    }
    report.cards = cardsBeside(cards);
}

std::string percent(double share, int digits)
{
    return std::isfinite(share) ? run::fixed(100 * share, digits) + " %" : "-";
}

std::string errorText(const std::vector<double>& accuracies)
{
    const Spread s = spreadOf(accuracies);
    if (s.count == 0) { return "-"; }
    return run::fixed(100 * (1 - s.mean), 2)
           + (s.count > 1 ? " \u00B1 " + run::fixed(100 * s.deviation, 2) : std::string()) + " %";
}

std::string seedsText(const std::vector<std::int64_t>& seeds)
{
    std::string text;
    for (std::size_t i = 0; i < seeds.size(); ++i) {
        text += (i == 0                  ? (seeds.size() == 1 ? "seed " : "seeds ")
                 : i + 1 == seeds.size() ? " and "
                                         : ", ")
                + std::to_string(seeds[i]);
    }
    return text;
}

std::string errorCell(const Report& report, const std::string& arm)
{
    const std::string ended = errorText(valuesOf(report.outcomes, arm, &Outcome::quantized));
    std::string failed;
    for (const Outcome& o : report.failed) {
        if (o.arm != arm) { continue; }
        failed +=
            (failed.empty() ? "" : "; ") + std::string("seed ") + std::to_string(o.seed) + " " + howText(*o.failure);
    }
    if (failed.empty()) { return ended; }
    return ended == "-" ? failed : ended + " (" + failed + ")";
}

namespace {

std::vector<std::string> cardHeader(const Report& report)
{
    std::vector<std::string> cells = {
        "card of " + (report.outcomes.empty() ? std::string() : seedsText({report.outcomes.front().seed}))};
    cells.insert(cells.end(), report.cardTitles.begin(), report.cardTitles.end());
    return cells;
}

// Marked by a sign, not by colour.
std::vector<std::string> cardRow(const CardField& field)
{
    std::vector<std::string> cells = {(field.isConfounder ? "! " : "") + field.name};
    cells.insert(cells.end(), field.values.begin(), field.values.end());
    return cells;
}

constexpr const char* aboutCards = "What the cards of these runs say. A row that begins with ! differs besides the "
                                   "method, and no method can be called better "
                                   "by what such rows may explain.";

// Of the cards only what differs: the page has all.
std::string cardsMarkdown(const Report& report)
{
    if (report.cards.empty()) { return {}; }
    const auto header = cardHeader(report);
    std::string text = "\n" + std::string(aboutCards) + "\n\n" + markdownRow(header)
                       + markdownRow(std::vector<std::string>(header.size(), "---"));
    for (const CardField& field : report.cards) {
        if (field.isConfounder) { text += markdownRow(cardRow(field)); }
    }
    return text;
}

std::string cardsPage(const Report& report)
{
    if (report.cards.empty()) { return {}; }
    std::string page =
        "<h2>Cards</h2>\n<p>" + std::string(aboutCards) + "</p>\n<table>\n" + htmlRow(cardHeader(report), "th");
    for (const CardField& field : report.cards) { page += htmlRow(cardRow(field), "td"); }
    return page + "</table>\n";
}

} // namespace

std::string markdownOf(const Report& report)
{
    std::string text = run::markdownText(report.question) + "\n\n" + markdownRow(report.header)
                       + markdownRow(std::vector<std::string>(report.header.size(), "---"));
    for (const auto& row : report.rows) { text += markdownRow(row); }
    text += "\n";
    for (const std::string& sentence : report.sentences) { text += sentence + "\n"; }
    const auto failures = failureLines(report);
    if (!failures.empty()) { text += "\n" + failureHeading(report) + "\n\n"; }
    for (const std::string& line : failures) { text += "- " + line + "\n"; }
    if (report.missing > 0) {
        text += std::to_string(report.missing) + (report.missing == 1 ? " run is" : " runs are")
                + " not finished (stopped, or in the hands of another program); the same command goes on with them.\n";
    }
    return text + cardsMarkdown(report);
}

std::string jsonOf(const Report& report)
{
    Json outcomes = Json::array();
    for (const Outcome& o : inOneList(report)) {
        Json layers = Json::array();
        for (const LayerOutcome& l : o.layers) {
            layers.push_back({{"name", l.name},
                              {"parameters", l.parameters},
                              {"bits", Json::parse(run::numberText(l.bits))},
                              {"score_nonzero", numberOrNull(l.scoreNonzero)}});
        }
        outcomes.push_back({{"arm", o.arm},
                            {"seed", o.seed},
                            {"steps", o.steps},
                            {"test_accuracy_quantized", o.failure ? Json(nullptr) : numberOrNull(o.quantized)},
                            {"test_accuracy_latent", o.failure ? Json(nullptr) : numberOrNull(o.latent)},
                            {"test_accuracy_float", numberOrNull(o.floatStart)},
                            {"failure", o.failure ? failureJson(*o.failure) : Json(nullptr)},
                            {"mean_bits", numberOrNull(o.meanBits)},
                            {"payload_bytes", o.payloadBytes},
                            {"seconds", o.seconds},
                            {"layers", layers}});
    }
    const Json json = {{"experiment", report.name}, {"question", report.question},  {"sentences", report.sentences},
                       {"header", report.header},   {"rows", report.rows},          {"failed", report.failed.size()},
                       {"missing", report.missing}, {"points", pointsJson(report)}, {"runs", outcomes}};
    return writtenJson(json);
}

std::vector<Point> pointsOf(std::string_view json)
{
    const Json report = Json::parse(json, nullptr, false);
    const Json points = report.is_object() ? report.value("points", Json()) : Json();
    std::vector<Point> all;
    for (const Json& p : points.is_array() ? points : Json::array()) {
        const auto number = [&](const char* key) {
            const auto found = p.find(key);
            return found != p.end() && found->is_number() ? found->get<double>() : std::nan("");
        };
        if (!p.is_object() || !p.contains("title") || !p["title"].is_string()) { continue; }
        Point point{p["title"], number("payload_bytes"), number("error"), number("low"), number("high"), 0};
        point.seeds = std::isfinite(number("seeds")) ? std::size_t(std::clamp(number("seeds"), 0.0, 1e6)) : 0;
        point.isFloat = p.value("is_float", Json()) == Json(true);
        const bool isWhole = std::isfinite(point.payloadBytes + point.error + point.low + point.high);
        if (isWhole) { all.push_back(std::move(point)); }
    }
    return all;
}

std::string pageOf(const Report& report, const std::string& folder)
{
    std::string page =
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Gridscope: " + escaped(report.name)
        + "</title>\n<style>body{font-family:sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#111}"
          "table{border-collapse:collapse}td,th{border-bottom:1px solid #ccc;padding:.3em .8em;text-align:right}"
          "td:first-child,th:first-child{text-align:left}</style></head><body>\n<h1>"
        + escaped(report.question) + "</h1>\n";
    for (const std::string& sentence : report.sentences) { page += "<p>" + escaped(sentence) + "</p>\n"; }
    page += "<table>\n" + htmlRow(report.header, "th");
    for (const auto& row : report.rows) { page += htmlRow(row, "td"); }
    page += "</table>\n";
    const auto failures = failureLines(report);
    if (!failures.empty()) { page += "<p>" + escaped(failureHeading(report)) + "</p>\n<ul>\n"; }
    for (const std::string& line : failures) { page += "<li>" + escaped(line) + "</li>\n"; }
    if (!failures.empty()) { page += "</ul>\n"; }
    const auto curves = curvesOf(report, folder);
    if (!curves.empty()) { page += "<h2>Every run</h2>\n" + pictureOf(curves); }
    page += cardsPage(report);
    return page + "<p>Each run is a file in this page's folder, to be opened in Gridscope.</p></body></html>\n";
}

} // namespace gridscope::experiment
