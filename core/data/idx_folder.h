// SPDX-License-Identifier: GPL-3.0-or-later
// Where the four files of the MNIST family lie: in a folder, and that folder on this machine.
#pragma once

#include "core/config/named_sets.h"
#include "core/data/idx.h"

#include <string>

namespace gridscope::data {

// `fileName` in the spelling of most of the family ("train-images-idx3-ubyte"); also gzipped, with a dot, and with something before.
// Errors : FileError when it is not there, or more than once.
IdxArray readIdxOf(const std::string& folder, const std::string& fileName);

// Where a named set lies on this machine, or "" when it is not installed.
std::string installedFolder(const run::NamedSet& set);

// How to get one that is not; a sentence.
std::string howToInstall(const run::NamedSet& set);

} // namespace gridscope::data
