// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer harness of what a dropped figure says of itself (PNG, SVG, PDF), and of the decisions over a plane. Whatever the
// bytes are, there is a sound state or one sentence. Run: tests/fuzz/run
// Links: Qt6Widgets ui/takeaway/figure_state.cpp
#include "core/base/error.h"
#include "core/run/decision_map.h"
#include "core/settings/config_fields.h"
#include "tests/fuzz/require.h"
#include "ui/takeaway/figure_state.h"

#include <algorithm>
#include <string_view>

using namespace gridscope;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::span<const std::uint8_t> bytes(data, size);
    const run::DecisionMap map = run::decisionMapOf(bytes);
    require(map.side == 0 || std::ranges::equal(run::bytesOf(map), bytes), "decisions do not come back");
    try {
        const ui::FigureState state =
            ui::figureStateIn(QByteArray(reinterpret_cast<const char*>(data), qsizetype(size)), "a.file");
        require(run::validate(state.config).empty(), "settings that do not hold");
        require(!state.run.contains('/'), "a folder in the run's name");
    } catch (const Error& error) {
        const std::string_view sentence = error.what();
        require(sentence.ends_with('.') && sentence.find('\n') == std::string_view::npos, error.what());
    }
    return 0;
}
