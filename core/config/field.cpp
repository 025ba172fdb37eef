// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/field.h"

#include <charconv>
#include <limits>

namespace gridscope::run {

std::string ownText(const RunConfig& config, const Field& field)
{
    const auto found = config.own.find(std::string(field.key));
    return found == config.own.end() ? std::string(std::get<Own>(field.member).start) : found->second;
}

double ownNumber(const RunConfig& config, const Field& field)
{
    const std::string text = ownText(config, field);
    double value = std::numeric_limits<double>::quiet_NaN();
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

bool ownFlag(const RunConfig& config, const Field& field) { return ownText(config, field) == "true"; }

} // namespace gridscope::run
