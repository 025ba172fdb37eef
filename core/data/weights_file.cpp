// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/weights_file.h"

#include "core/base/text_file.h"
#include "core/base/wording.h"
#include "core/data/npy.h"
#include "core/data/torch_weights.h"
#include "core/data/zip_archive.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <map>
#include <optional>
#include <set>

namespace gridscope::data {

namespace {

bool startsWith(std::span<const std::uint8_t> bytes, std::string_view text)
{
    return bytes.size() >= text.size()
           && std::equal(text.begin(), text.end(), reinterpret_cast<const char*>(bytes.data()));
}

std::string plainName(std::string name)
{
    for (char& c : name) { c = c == '.' || c == '/' ? '_' : char(std::tolower(static_cast<unsigned char>(c))); }
    return name;
}

// What wrappers put before every name: a compiled module, one of several devices, a model within a model.
constexpr std::array<std::string_view, 7> usualPrefixes = {"_orig_mod_", "module_",     "model_", "backbone_",
                                                           "network_",   "state_dict_", "net_"};

std::string withoutUsualPrefixes(std::string name)
{
    for (bool again = true; again;) {
        again = false;
        for (const std::string_view prefix : usualPrefixes) {
            if (name.size() > prefix.size() && name.starts_with(prefix)) {
                name.erase(0, prefix.size());
                again = true;
            }
        }
    }
    return name;
}

bool hasWord(const std::string& plain, std::span<const std::string_view> words)
{
    const std::string framed = "_" + plain + "_";
    return std::ranges::any_of(
        words, [&](std::string_view word) { return framed.find("_" + std::string(word) + "_") != std::string::npos; });
}

// What optimizers keep for a weight, in its shape and under its name; and what our own checkpoints hold beside the weights.
bool isOfOptimizer(const std::string& plain)
{
    constexpr std::array<std::string_view, 14> words = {"optimizer",
                                                        "optimizers",
                                                        "optim",
                                                        "optimizer_state",
                                                        "optimizer_states",
                                                        "exp_avg",
                                                        "exp_avg_sq",
                                                        "max_exp_avg_sq",
                                                        "exp_inf",
                                                        "momentum_buffer",
                                                        "square_avg",
                                                        "acc_delta",
                                                        "float_start",
                                                        "grad"};
    return hasWord(plain, words);
}

// Running means of the weights: they are weights, but not those of the name that is missing.
bool isAverage(const std::string& plain)
{
    constexpr std::array<std::string_view, 5> words = {"ema", "swa", "shadow", "averaged", "teacher"};
    return hasWord(plain, words);
}

bool isFloat(const run::Tensor& t)
{
    return t.dtype == run::DType::F32 || t.dtype == run::DType::F64 || t.dtype == run::DType::F16;
}

std::string shapeText(const std::vector<std::int64_t>& shape)
{
    std::string text;
    for (const auto n : shape) { text += (text.empty() ? "" : "x") + std::to_string(n); }
    return "[" + text + "]";
}

// A tensor that may be a weight, with its name as names are compared.
struct Candidate {
    const run::Tensor* tensor;
    std::string plain;
    std::string bare; // without the usual prefixes
};

std::vector<Candidate> candidatesOf(const std::vector<run::Tensor>& tensors)
{
    std::vector<Candidate> all;
    for (const auto& t : tensors) {
        std::string plain = plainName(t.name);
        if (isFloat(t) && !isOfOptimizer(plain)) { all.push_back({&t, plain, withoutUsualPrefixes(plain)}); }
    }
    return all;
}

using Found = std::vector<const run::Tensor*>;

std::size_t countOf(const Found& found) { return found.size() - std::size_t(std::ranges::count(found, nullptr)); }

// For each that is wanted the tensor of its shape whose name is `prefix` and its own.
Found underPrefix(const std::string& prefix, const std::vector<WantedWeights>& wanted,
                  const std::multimap<std::string, const run::Tensor*>& named)
{
    Found found;
    for (const auto& w : wanted) {
        const run::Tensor* fits = nullptr;
        const auto [first, last] = named.equal_range(prefix + plainName(w.name));
        for (auto at = first; at != last; ++at) { // as in a dictionary, the one that came last counts
            if (at->second->shape == w.shape) { fits = at->second; }
        }
        found.push_back(fits);
    }
    return found;
}

// What stands before the wanted names, each once, the shortest first: "" is always there.
std::vector<std::string> prefixesIn(const std::vector<WantedWeights>& wanted, const std::vector<Candidate>& candidates)
{
    constexpr std::size_t mostPrefixes = 100; // a stranger's file may name anything
    std::set<std::string> all{""};
    std::set<std::string> names;
    for (const auto& w : wanted) { names.insert(plainName(w.name)); }
    for (const auto& c : candidates) {
        for (std::size_t at = c.plain.find('_'); at != std::string::npos && all.size() < mostPrefixes;
             at = c.plain.find('_', at + 1)) {
            if (names.contains(c.plain.substr(at + 1))) { all.insert(c.plain.substr(0, at + 1)); }
        }
    }
    std::vector<std::string> sorted(all.begin(), all.end());
    std::ranges::stable_sort(sorted, {}, &std::string::size);
    return sorted;
}

// The file's own spelling of a prefix that was found in plain names.
std::string spelled(const std::string& prefix, const Found& found)
{
    const auto first = std::ranges::find_if(found, [](const run::Tensor* t) { return t != nullptr; });
    return first == found.end() ? "" : (*first)->name.substr(0, prefix.size());
}

void fillUnderUsualPrefixes(WeightsFit& fit, const std::vector<WantedWeights>& wanted,
                            const std::vector<Candidate>& candidates)
{
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (fit.found[i] != nullptr) { continue; }
        const std::string name = withoutUsualPrefixes(plainName(wanted[i].name));
        const auto fits = [&](const Candidate& c) {
            return c.tensor->shape == wanted[i].shape && c.bare == name
                   && std::ranges::find(fit.found, c.tensor) == fit.found.end();
        };
        const auto found = std::ranges::find_if(candidates, fits);
        if (found != candidates.end()) { fit.found[i] = found->tensor; }
    }
}

// "weight" and "bias" at the end of a name say what it is; a name without such a word may be anything.
bool mayBe(const std::string& plain, const std::string& wanted)
{
    constexpr std::array<std::string_view, 5> parts = {"weight", "bias", "mean", "var", "tracked"};
    if (isAverage(plain) || plain.ends_with("_" + wanted)) { return false; } // of its name, and yet not it
    const auto partOf = [](const std::string& name) { return name.substr(name.rfind('_') + 1); };
    const std::string mine = partOf(plain), theirs = partOf(wanted);
    const bool areKnown =
        std::ranges::find(parts, mine) != parts.end() && std::ranges::find(parts, theirs) != parts.end();
    return !areKnown || mine == theirs;
}

} // namespace

std::vector<run::Tensor> parseWeights(std::span<const std::uint8_t> bytes, const std::string& fileName,
                                      std::size_t limitBytes)
{
    if (isZipArchive(bytes)) {
        const ZipArchive archive(bytes, fileName);
        return isTorchArchive(archive) ? tensorsOfTorchArchive(archive, fileName, limitBytes)
                                       : arraysOf(archive, fileName, limitBytes);
    }
    if (isOldTorchFile(bytes)) { return tensorsOfOldTorchFile(bytes, fileName, limitBytes); }
    if (startsWith(bytes, "\x93NUMPY")) {
        return {parseNpy(bytes, std::filesystem::path(fileName).stem().string(), fileName)};
    }
    return run::readForeignTensors(bytes, fileName, limitBytes).tensors;
}

std::vector<run::Tensor> readWeights(const std::string& path, std::size_t limitBytes)
{
    return parseWeights(readBytesFile(path, limitBytes), path, limitBytes);
}

std::string WantedWeights::text() const { return name + " " + shapeText(shape); }

std::string WeightsFit::line(std::size_t index) const
{
    return wanted[index].text()
           + (found[index] != nullptr ? " takes " + run::shown(found[index]->name) : ": nothing fits");
}

namespace {

// A few of them are enough to see what is meant: a checkpoint holds dozens of other things.
std::string listed(const std::vector<std::string>& names, std::size_t mostNamed)
{
    std::string text;
    for (std::size_t i = 0; i < std::min(mostNamed, names.size()); ++i) {
        text.append(text.empty() ? "" : ", ").append(names[i]);
    }
    return names.size() > mostNamed ? text + " and " + std::to_string(names.size() - mostNamed) + " more" : text;
}

constexpr std::size_t mostMissingNamed = 10;
constexpr std::size_t mostUnusedNamed = 3;

} // namespace

std::string WeightsFit::missing() const
{
    std::vector<std::string> names;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (found[i] == nullptr) { names.push_back(wanted[i].text()); }
    }
    return listed(names, mostMissingNamed);
}

std::string WeightsFit::summary() const
{
    std::string text = std::to_string(count()) + " of " + std::to_string(wanted.size()) + " fit";
    if (!prefix.empty()) { text += " without " + run::inQuotes(prefix); }
    if (!isWhole()) { text += ", but not " + missing(); }
    return unused.empty() ? text : text + "; not used: " + listed(unused, mostUnusedNamed);
}

std::size_t WeightsFit::count() const { return countOf(found); }

namespace {

bool isTaken(const WeightsFit& fit, const run::Tensor& tensor)
{
    return std::ranges::find(fit.found, &tensor) != fit.found.end();
}

void fillUnderTheirNames(WeightsFit& fit, const std::vector<WantedWeights>& wanted,
                         const std::vector<Candidate>& candidates)
{
    std::multimap<std::string, const run::Tensor*> named;
    for (const auto& c : candidates) { named.emplace(c.plain, c.tensor); }
    for (const std::string& prefix : prefixesIn(wanted, candidates)) {
        Found found = underPrefix(prefix, wanted, named);
        const bool isBetter = countOf(found) > 0 && countOf(found) >= 2 * countOf(fit.found); // one more may be a stray
        if (!fit.found.empty() && !isBetter) { continue; }
        fit.prefix = spelled(prefix, found);
        fit.found = std::move(found);
    }
}

// Under another name, where one is wanted and one is left of a shape.
void fillByShape(WeightsFit& fit, const std::vector<WantedWeights>& wanted, const std::vector<Candidate>& candidates)
{
    const auto byName = fit.found;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (byName[i] != nullptr) { continue; }
        std::size_t wanting = 0;
        for (std::size_t k = 0; k < wanted.size(); ++k) {
            wanting += byName[k] == nullptr && wanted[k].shape == wanted[i].shape ? 1U : 0U;
        }
        Found left;
        for (const auto& c : candidates) {
            if (c.tensor->shape == wanted[i].shape && !isTaken(fit, *c.tensor)) { left.push_back(c.tensor); }
        }
        if (wanting == 1 && left.size() == 1 && mayBe(plainName(left.front()->name), plainName(wanted[i].name))) {
            fit.found[i] = left.front();
        }
    }
}

} // namespace

WeightsFit fitWeights(std::vector<WantedWeights> wanted, const std::vector<run::Tensor>& tensors)
{
    WeightsFit fit;
    const auto candidates = candidatesOf(tensors);
    fillUnderTheirNames(fit, wanted, candidates);
    fillUnderUsualPrefixes(fit, wanted, candidates);
    fillByShape(fit, wanted, candidates);
    for (const auto& t : tensors) {
        if (!isTaken(fit, t)) { fit.unused.push_back(run::shown(t.name) + " " + shapeText(t.shape)); }
    }
    fit.wanted = std::move(wanted);
    return fit;
}

namespace {

template <typename Value>
std::optional<std::pair<std::size_t, double>> firstNotFinite(const run::Tensor& tensor)
{
    const auto values = run::valuesOf<Value>(tensor);
    const auto found = std::ranges::find_if(values, [](Value v) { return !std::isfinite(v); });
    const auto at = std::size_t(found - values.begin());
    return found == values.end() ? std::nullopt : std::optional(std::pair{at, double(*found)});
}

// The exponent of a half float is all ones.
std::optional<std::pair<std::size_t, double>> firstHalfNotFinite(const run::Tensor& tensor)
{
    for (std::size_t i = 0; i + 1 < tensor.bytes.size(); i += 2) {
        const unsigned bits = tensor.bytes[i] | unsigned(tensor.bytes[i + 1]) << 8U;
        if ((bits & 0x7C00U) == 0x7C00U) { return std::pair{i / 2, (bits & 0x3FFU) != 0 ? std::nan("") : HUGE_VAL}; }
    }
    return std::nullopt;
}

} // namespace

void requireFinite(const run::Tensor& tensor, const std::string& fileName)
{
    const auto found = tensor.dtype == run::DType::F64   ? firstNotFinite<double>(tensor)
                       : tensor.dtype == run::DType::F16 ? firstHalfNotFinite(tensor)
                                                         : firstNotFinite<float>(tensor);
    if (!found) { return; }
    throw FileError(run::inQuotes(fileName) + ", tensor " + run::inQuotes(tensor.name) + ": value "
                    + run::thousands(std::int64_t(found->first) + 1) + " is "
                    + (std::isnan(found->second) ? "NaN" : "infinite") + ", so no network can start from it.");
}

} // namespace gridscope::data
