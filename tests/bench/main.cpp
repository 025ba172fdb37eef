// SPDX-License-Identifier: GPL-3.0-or-later
// gridscope_bench: every ratio that README.md beside it states, measured as tests/bench/rounds.h says. Prints; nothing passes or fails
// on time. GRIDSCOPE_DISPATCH=avx2 measures our kernels for another instruction set.
#include "app/allocator.h"
#include "core/base/dispatch.h"
#include "core/base/error.h"
#include "core/base/version.h"
#include "core/train/threads.h"
#include "tests/bench/rounds.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace {

using namespace gridscope;

std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return char(std::tolower(c)); });
    return text;
}

void print(const bench::Row& row, bool json)
{
    const std::string dispatch(run::dispatchName(run::dispatch()));
    if (json) {
        const nlohmann::ordered_json object = {{"name", row.name},     {"ratio", row.ratio},  {"against", row.against},
                                               {"rounds", row.rounds}, {"low", row.low},      {"high", row.high},
                                               {"threads", 1},         {"dispatch", dispatch}};
        std::printf("%s\n", object.dump().c_str());
    } else {
        char target[16] = "";
        if (row.must > 0) { std::snprintf(target, sizeof target, "%.4g", row.must); }
        std::printf("%-56s %9.4g  (%.4g to %.4g, %d rounds)  %-6s of %s\n", row.name.c_str(), row.ratio, row.low,
                    row.high, row.rounds, target, row.against.c_str());
    }
    std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv)
{
    app::tuneAllocator();
    app::preferPassiveWaiting();
#if defined(__GLIBC__)
    mallopt(M_MMAP_MAX, 0); // the dense peers' tensors are larger than the largest threshold; the same for all
#endif
    CLI::App program("Measures what Gridscope costs, as ratios to its peers.", "gridscope_bench");
    std::string filter;
    bench::Settings settings;
    bool json = false, list = false;
    program.add_option("--filter", filter, "Only rows whose name contains this");
    program.add_option("--rounds", settings.rounds, "Rounds of interleaved variants")->check(CLI::Range(1, 10000));
    program.add_flag("--json", json, "One JSON object a line");
    program.add_flag("--quick", settings.quick, "Small sizes: shows that all rows run, tells nothing");
    program.add_flag("--list", list, "Print the rows' names only");
    CLI11_PARSE(program, argc, argv);

    try {
        const auto environment = train::setThreads(1);
        if (!json && !list) {
            std::printf("Gridscope %s, %s, allocator tuned for all\n"
                        "%-56s %9s  (quarter of rounds below, above)  must, of what\n",
                        std::string(run::programVersion()).c_str(), run::environmentText(environment).c_str(), "row",
                        "ratio");
        }
        // The window comes first: a start is to be measured in a process that has done nothing yet.
        for (const auto& group :
             {bench::windowRows(), bench::quantizerRows(), bench::densePeerRows(), bench::memoryRows(),
              bench::stepRows(), bench::planesRows(), bench::mirrorRows(), bench::multiBitRows(), bench::pythonRows(),
              bench::scalingRows(), bench::recordingRows(), bench::programRows()}) {
            const auto matches = [&](const std::string& name) {
                return lower(name).find(lower(filter)) != std::string::npos;
            };
            if (std::none_of(group.names.begin(), group.names.end(), matches)) { continue; }
            if (list) {
                for (const auto& name : group.names) { std::printf("%s\n", name.c_str()); }
                continue;
            }
            for (const auto& row : group.measure(settings)) {
                if (matches(row.name)) { print(row, json); }
            }
        }
    } catch (const Error& error) {
        std::fprintf(stderr, "gridscope_bench: %s\n", error.what());
        return 1;
    }
    return 0;
}
