// SPDX-License-Identifier: GPL-3.0-or-later
// The arms that experiments make of the table of methods: one for each way to use a method.
#pragma once

#include "core/method/method_info.h"

#include <span>
#include <string>
#include <vector>

namespace gridscope::experiment {

struct MethodArm {
    std::string name;  // "cpq-dropbits"
    std::string title; // "CPQ + DropBits"
    const run::MethodInfo* method;
    std::vector<std::string> settings; // beside `method`: "dropbits=bitwise"
    bool learnsBits = false;
};
// Full precision, then the methods by how much they add to the straight-through estimator, then those that drop and learn bits.
std::vector<MethodArm> methodArms();

// The settings of an arm: those of its method, on a base without DropBits and learned bits. The penalty of learned bits is the base's;
// an arm that learns none has none of those settings.
run::RunConfig armConfig(const run::RunConfig& base, const MethodArm& arm, std::int64_t seed);

// What experiments set for arms that learn bits, unless their preset or the user does: found on Fashion-MNIST (preset learned-bits).
std::span<const char* const> learnedBitsSettings();

} // namespace gridscope::experiment
