// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/weights_file.h"

#include "core/data/npy.h"
#include "core/data/torch_weights.h"
#include "core/export/text_file.h"
#include "core/run/wording.h"

#include <algorithm>
#include <cctype>
#include <filesystem>

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
    for (const std::string_view prefix : {"model_", "module_"}) {
        if (name.starts_with(prefix)) { name.erase(0, prefix.size()); }
    }
    return name;
}

bool isFloat(const run::Tensor& t) { return t.dtype == run::DType::F32 || t.dtype == run::DType::F64; }

std::string shapeText(const std::vector<std::int64_t>& shape)
{
    std::string text;
    for (const auto n : shape) { text += (text.empty() ? "" : "x") + std::to_string(n); }
    return "[" + text + "]";
}

const run::Tensor* byName(const WantedWeights& wanted, const std::vector<run::Tensor>& tensors)
{
    const auto fits = [&](const run::Tensor& t) {
        return isFloat(t) && t.shape == wanted.shape && plainName(t.name) == plainName(wanted.name);
    };
    const auto found = std::ranges::find_if(tensors, fits);
    return found == tensors.end() ? nullptr : &*found;
}

} // namespace

std::vector<run::Tensor> parseWeights(std::span<const std::uint8_t> bytes, const std::string& fileName,
                                      std::size_t limitBytes)
{
    if (startsWith(bytes, "PK")) { return parseNpz(bytes, fileName, limitBytes); }
    if (startsWith(bytes, "\x93NUMPY")) {
        return {parseNpy(bytes, std::filesystem::path(fileName).stem().string(), fileName)};
    }
    return run::readForeignTensors(bytes, fileName, limitBytes).tensors;
}

std::vector<run::Tensor> readWeights(const std::string& path, std::size_t limitBytes)
{
    const auto bytes = readBytesFile(path, limitBytes);
    if (!isTorchFile(bytes)) { return parseWeights(bytes, path, limitBytes); }
    return parseWeights(safetensorsOfTorchFile(std::filesystem::absolute(path).string(), limitBytes), path, limitBytes);
}

std::string WantedWeights::text() const { return name + " " + shapeText(shape); }

std::string WeightsFit::line(std::size_t index) const
{
    return wanted[index].text()
           + (found[index] != nullptr ? " takes " + run::shown(found[index]->name) : ": nothing fits");
}

namespace {

// A few of them are enough to see what is meant: a checkpoint holds dozens of other things.
std::string unusedText(const std::vector<std::string>& unused)
{
    constexpr std::size_t mostNamed = 3;
    std::string text;
    for (std::size_t i = 0; i < std::min(mostNamed, unused.size()); ++i) {
        text.append(text.empty() ? "; not used: " : ", ").append(unused[i]);
    }
    return unused.size() > mostNamed ? text + " and " + std::to_string(unused.size() - mostNamed) + " more" : text;
}

} // namespace

std::string WeightsFit::summary() const
{
    std::string missing;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (found[i] == nullptr) { missing += (missing.empty() ? ", but not " : ", ") + wanted[i].text(); }
    }
    return std::to_string(count()) + " of " + std::to_string(wanted.size()) + " fit" + missing + unusedText(unused);
}

std::size_t WeightsFit::count() const
{
    return std::size_t(std::ranges::count_if(found, [](const run::Tensor* t) { return t != nullptr; }));
}

WeightsFit fitWeights(std::vector<WantedWeights> wanted, const std::vector<run::Tensor>& tensors)
{
    WeightsFit fit;
    for (const auto& w : wanted) { fit.found.push_back(byName(w, tensors)); }
    const auto isTaken = [&](const run::Tensor& t) { return std::ranges::find(fit.found, &t) != fit.found.end(); };
    const auto named = fit.found;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (named[i] != nullptr) { continue; }
        std::size_t wanting = 0;
        for (std::size_t k = 0; k < wanted.size(); ++k) {
            wanting += named[k] == nullptr && wanted[k].shape == wanted[i].shape ? 1U : 0U;
        }
        std::vector<const run::Tensor*> left;
        for (const auto& t : tensors) {
            if (isFloat(t) && t.shape == wanted[i].shape && !isTaken(t)) { left.push_back(&t); }
        }
        if (wanting == 1 && left.size() == 1) { fit.found[i] = left.front(); }
    }
    for (const auto& t : tensors) {
        if (!isTaken(t)) { fit.unused.push_back(run::shown(t.name) + " " + shapeText(t.shape)); }
    }
    fit.wanted = std::move(wanted);
    return fit;
}

} // namespace gridscope::data
