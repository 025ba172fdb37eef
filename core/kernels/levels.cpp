// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled once for every instruction set, with GRIDSCOPE_LEVEL the namespace to put it in (core/CMakeLists.txt).
#include "core/kernels/bit_planes.h"
#include "core/kernels/expected_value.h"
#include "core/kernels/finite.h"
#include "core/kernels/multi_class.h"
#include "core/kernels/pool.h"
#include "core/kernels/relaxed.h"
#include "core/kernels/round.h"

namespace gridscope::kernels::GRIDSCOPE_LEVEL {

void measureExactly(const MeasureConstants& constants, const float* weights, std::size_t count, std::int8_t* codes,
                    std::uint32_t* tables, MeasureTotals& totals); // measure_levels.cpp

extern const Kernels table;
const Kernels table = {roundToGrid,
                       plain,
                       expectedValue,
                       multiClass<Origin::Zero>,
                       multiClass<Origin::Value>,
                       roundToRelaxedGrid,
                       relaxed<Origin::Zero>,
                       relaxed<Origin::Value>,
                       measureExactly,
                       isFinite,
                       reluPool,
                       reluPoolBackward,
                       stepPlanes};

} // namespace gridscope::kernels::GRIDSCOPE_LEVEL
