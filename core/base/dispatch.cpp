// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/dispatch.h"

#include "core/base/error.h"

#include <array>
#include <cstdlib>

namespace gridscope::run {

namespace {

constexpr std::array levels = {Dispatch::Avx512, Dispatch::Avx2, Dispatch::Baseline}; // best first

Dispatch chooseDispatch()
{
    const char* wanted = std::getenv("GRIDSCOPE_DISPATCH");
    if (wanted != nullptr && *wanted != '\0') { return dispatchNamed(wanted); }
    for (const Dispatch level : levels) {
        if (canRun(level)) { return level; }
    }
    return Dispatch::Baseline;
}

} // namespace

std::string_view dispatchName(Dispatch level)
{
    switch (level) {
    case Dispatch::Avx512: return "avx512";
    case Dispatch::Avx2: return "avx2";
    case Dispatch::Baseline: break;
    }
    return "baseline";
}

bool canRun(Dispatch level)
{
#if defined(__x86_64__)
    // The features of the levels x86-64-v3 and -v4 that a compiler makes use of; the check includes the operating system.
    const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi")
                      && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
    const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
                        && __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq")
                        && __builtin_cpu_supports("avx512vl");
    return level == Dispatch::Avx512 ? avx512 : level == Dispatch::Avx2 ? avx2 : true;
#else
    return level == Dispatch::Baseline;
#endif
}

Dispatch dispatchNamed(std::string_view name)
{
    for (const Dispatch level : levels) {
        if (name != dispatchName(level)) { continue; }
        if (!canRun(level)) {
            throw ConfigError("GRIDSCOPE_DISPATCH is \"" + std::string(name)
                              + "\", but this processor cannot do that; leave it unset.");
        }
        return level;
    }
    throw ConfigError("GRIDSCOPE_DISPATCH is \"" + std::string(name)
                      + "\"; it may be avx512, avx2 or baseline, or unset for the best.");
}

Dispatch dispatch()
{
    static const Dispatch chosen = chooseDispatch();
    return chosen;
}

} // namespace gridscope::run
