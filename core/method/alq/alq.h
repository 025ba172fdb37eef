// SPDX-License-Identifier: GPL-3.0-or-later
// Adaptive loss-aware quantization for multi-bit networks (Qu, Zhou, Cheng, Thiele, CVPR 2020).
#pragma once

#include "core/method/method_info.h"
#include "core/run/size.h"

namespace gridscope::run {

extern const MethodInfo alq;

// What it tells in snapshots (Extra::name); of a layer but for the last two.
namespace alq_extra {
inline constexpr const char* groups = "groups by bits";   // [slots + 1] how many have 0, 1, 2, ... bases
inline constexpr const char* storage = storageExtra;      // [2] bits: bases, coordinates
inline constexpr const char* group = "opened group";      // [] which one
inline constexpr const char* coordinates = "coordinates"; // [slots] of it; 0 where there is none
inline constexpr const char* signs = "signs";             // [slots, members] of it: -1, +1, 0
inline constexpr const char* weights = "targets";         // [members] of it
inline constexpr const char* pool = "least useful";       // [n, 2] of a pruning step: change of the loss, layer
inline constexpr const char* cut = "deleted";             // [] how many of them, from the first
} // namespace alq_extra

} // namespace gridscope::run
