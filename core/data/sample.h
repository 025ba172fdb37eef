// SPDX-License-Identifier: GPL-3.0-or-later
// The small part of Fashion-MNIST that the program carries (resources/sample/, made by packaging/make-sample), so that
// something can be trained where no data set is installed: 400 training and 100 test pictures.
#pragma once

#include "core/data/idx.h"

namespace gridscope::data {

// `fileName` without folder and ".gz": "train-images-idx3-ubyte".
IdxArray readSampleIdx(const std::string& fileName);

} // namespace gridscope::data
