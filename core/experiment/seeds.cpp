// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/seeds.h"

#include "core/base/error.h"
#include "core/base/wording.h"
#include "core/settings/config_fields.h"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <optional>

namespace gridscope::experiment {

namespace {

constexpr std::size_t mostSeeds = 100;

std::optional<std::int64_t> wholeNumber(std::string_view text)
{
    std::int64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    return error == std::errc() && stop == end && number >= 0 ? std::optional(number) : std::nullopt;
}

[[noreturn]] void refuse(std::string_view text, const std::string& why)
{
    throw ConfigError("--seeds " + run::inQuotes(text) + " " + why
                      + "; it is a number of seeds from 1 to 100, or a list of seeds with commas such as 4,5,6 (7, for "
                        "seed 7 alone).");
}

std::vector<std::int64_t> listOf(std::string_view text)
{
    std::vector<std::int64_t> seeds;
    std::string_view rest = text.ends_with(',') ? text.substr(0, text.size() - 1) : text;
    for (bool isLast = false; !isLast;) {
        const auto comma = rest.find(',');
        isLast = comma == std::string_view::npos;
        const std::string_view part = run::trimmed(rest.substr(0, comma));
        const auto seed = wholeNumber(part);
        if (!seed) { refuse(text, "has " + run::inQuotes(part) + " in it, which is no seed"); }
        if (std::ranges::find(seeds, *seed) != seeds.end()) {
            refuse(text, "has the seed " + std::to_string(*seed) + " twice");
        }
        run::RunConfig config;
        run::setField(config, "seed", std::to_string(*seed)); // knows which are too large
        seeds.push_back(*seed);
        if (!isLast) { rest.remove_prefix(comma + 1); }
    }
    if (seeds.size() > mostSeeds) { refuse(text, "has more than 100 seeds"); }
    return seeds;
}

} // namespace

std::vector<std::int64_t> seedsOf(std::string_view text)
{
    const std::string_view plain = run::trimmed(text);
    if (plain.find(',') != std::string_view::npos) { return listOf(plain); }
    const auto count = wholeNumber(plain);
    if (!count || *count < 1 || *count > std::int64_t(mostSeeds)) { refuse(text, "is neither a count nor a list"); }
    std::vector<std::int64_t> seeds(static_cast<std::size_t>(*count));
    std::iota(seeds.begin(), seeds.end(), 1);
    return seeds;
}

} // namespace gridscope::experiment
