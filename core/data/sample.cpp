// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/sample.h"

#include "core/base/embedded.h"
#include "core/base/error.h"

namespace gridscope::data {

IdxArray readSampleIdx(const std::string& fileName)
{
    const std::string path = "sample/" + fileName + ".gz";
    for (const run::EmbeddedFile& file : run::embeddedFiles()) {
        if (file.name == path) { return parseIdx(file.bytes, path); }
    }
    throw FileError("The program does not carry " + path + ".");
}

} // namespace gridscope::data
