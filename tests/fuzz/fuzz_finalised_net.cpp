// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer harness of what is made of a checkpoint: whatever its tensors and settings are, there is a FileError of one
// sentence, or a network whose codes lie on its grids and of which every model can be written. Run: tests/fuzz/run
#include "core/export/card.h"
#include "core/export/finalised_net.h"
#include "core/export/onnx.h"
#include "core/export/weights_header.h"
#include "tests/fuzz/require.h"

#include <algorithm>

using namespace gridscope;
using fuzz::require;

namespace {

void check(const FinalisedNet& net)
{
    for (const auto& layer : net.layers) {
        require(layer.bits() == 32 || packedCodes(layer).size() == std::size_t(layer.payloadBytes()),
                "packed to another size");
        require(std::ranges::all_of(
                    layer.codes,
                    [&](int code) { return code >= layer.quantizer->grid.low && code <= layer.quantizer->grid.high; }),
                "a code lies beside its grid");
    }
    require(!onnxModel(net).empty(), "no model");
    try {
        require(!weightsHeader(net).empty() && !classifyExample(net).empty(), "no header");
    } catch (const FileError&) { // float weights
        require(net.config.method == "float", "a network with codes has no header");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    constexpr std::size_t limit = 100'000;
    if (size > limit) { return 0; }
    try {
        const run::TensorFile file = run::readForeignTensors({data, size}, "a file");
        for (const char* key :
             {"input_channels", "input_height", "input_width", "classes", "input_mean", "input_deviation"}) {
            if (!file.metadata.contains(key)) { return 0; } // would load the data
        }
        (void)floatHash(file);
        check(finalise(file));
    } catch (const FileError& error) {
        fuzz::requireOneSentence(error.what());
    }
    return 0;
}
