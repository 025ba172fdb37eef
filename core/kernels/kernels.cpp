// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/kernels.h"

namespace gridscope::kernels {

// One table for each time that levels.cpp is compiled.
namespace baseline {
extern const Kernels table;
}
#if defined(GRIDSCOPE_X86_LEVELS)
namespace avx2 {
extern const Kernels table;
}
namespace avx512 {
extern const Kernels table;
}
#endif

const Kernels& kernelsOf([[maybe_unused]] run::Dispatch level)
{
#if defined(GRIDSCOPE_X86_LEVELS)
    if (level == run::Dispatch::Avx512) { return avx512::table; }
    if (level == run::Dispatch::Avx2) { return avx2::table; }
#endif
    return baseline::table;
}

const Kernels& kernels()
{
    static const Kernels& chosen = kernelsOf(run::dispatch());
    return chosen;
}

} // namespace gridscope::kernels
