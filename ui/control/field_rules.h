// SPDX-License-Identifier: GPL-3.0-or-later
// Which settings have an effect, given the others: momentum only for SGD, toy noise only for toy data.
#pragma once

#include "core/config/config.h"

#include <QString>

namespace gridscope::ui {

bool applies(std::string_view key, const run::RunConfig& config);
QString whyNot(std::string_view key); // "Only with optimizer sgd.", for the tooltip of a greyed row

} // namespace gridscope::ui
