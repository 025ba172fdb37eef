// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer harness of the reader of CIFAR-10's records. Whatever the bytes are, there is a FileError of one sentence, or a
// picture and a label below ten for each record. Run: tests/fuzz/run
#include "core/base/error.h"
#include "core/data/cifar10.h"
#include "tests/fuzz/require.h"

using namespace gridscope;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    data::Samples samples;
    try {
        data::parseCifar10({data, size}, "a batch", samples);
        require(samples.count() > 0 && samples.bytes.size() == 3072 * std::size_t(samples.count()),
                "a picture is not whole");
        require(samples.bytes.size() + std::size_t(samples.count()) == size, "bytes are left over");
        for (const auto label : samples.labels) { require(label < 10, "a label is too large"); }
    } catch (const FileError& error) {
        fuzz::requireOneSentence(error.what());
    }
    return 0;
}
