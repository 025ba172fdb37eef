// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/method/methods.h"

#include "core/base/error.h"
#include "core/base/wording.h"
#include "core/method/alq/alq.h"
#include "core/method/bsq/bsq.h"
#include "core/method/cpq/cpq.h"
#include "core/method/dorefa/dorefa.h"
#include "core/method/expected/expected.h"
#include "core/method/full_precision/full_precision.h"
#include "core/method/lapq/lapq.h"
#include "core/method/lsq/lsq.h"
#include "core/method/md/md.h"
#include "core/method/ptq/ptq.h"
#include "core/method/rq/rq.h"
#include "core/method/ste/ste.h"

#include <algorithm>

namespace gridscope::run {

namespace {

std::vector<const MethodInfo*>& table()
{
    static std::vector<const MethodInfo*> all = {&cpq,  &cpqCentred, &expected, &ste, &lsq, &dorefa, &rq,
                                                 &rqSt, &bsq,        &alq,      &md,  &ptq, &lapq,   &fullPrecision};
    return all;
}

} // namespace

std::span<const MethodInfo* const> methods() { return table(); }

const MethodInfo* findMethod(std::string_view name)
{
    const auto found = std::ranges::find(table(), name, &MethodInfo::name);
    return found == table().end() ? nullptr : *found;
}

const MethodInfo& methodNamed(std::string_view name)
{
    if (const MethodInfo* found = findMethod(name)) { return *found; }
    std::string known;
    for (const MethodInfo* method : table()) { known.append(known.empty() ? "" : ", ").append(method->name); }
    throw ConfigError("There is no method " + inQuotes(name) + "; known are " + known + ".");
}

void registerMethod(const MethodInfo& info) { table().push_back(&info); }

bool isFloatLayer(const RunConfig& config, std::size_t layer)
{
    return methodOf(config).traits.isFloat || staysFloat(config, layer);
}

} // namespace gridscope::run
