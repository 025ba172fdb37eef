// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/settings.h"

#include "core/base/error.h"
#include "core/settings/config_fields.h"

#include <set>

namespace gridscope::run {

namespace {

bool take(RunConfig& config, const Field& field, const std::string& text)
{
    try {
        setField(config, field.key, text);
        return true;
    } catch (const ConfigError&) { // a value of another version
        return false;
    }
}

} // namespace

RunConfig settingsAt(const Start& start, std::span<const Mark> marks, std::optional<std::int64_t> step)
{
    RunConfig config = start.config;
    std::set<std::string_view> known; // keys that this step has from a mark
    for (const Mark& mark : marks) {
        const Field* field = mark.kind == Mark::Kind::Setting ? findField(mark.what) : nullptr;
        if (field == nullptr || !field->live) { continue; } // of another version
        const bool isLater = step && mark.step > *step;
        if (isLater && known.contains(field->key)) { continue; }
        // A resumed run tells its start again, with what was changed before: the first change knows what was there.
        if (take(config, *field, isLater ? mark.from : mark.to)) { known.insert(field->key); }
    }
    return config;
}

RunConfig settingsAtStart(const Start& start, std::span<const Mark> marks)
{
    return settingsAt(start, marks, start.firstStep - 1);
}

RunConfig settingsAt(const History& history, std::optional<std::int64_t> step)
{
    return settingsAt(history.start(), history.marks(), step);
}

RunConfig settingsAtStart(const History& history) { return settingsAtStart(history.start(), history.marks()); }

} // namespace gridscope::run
