// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures as NumPy arrays: train_images.npy, train_labels.npy, test_images.npy and test_labels.npy in one folder. Pictures are
// whole numbers from 0 to 255, [count, height, width], [count, height, width, channels] or [count, channels, height, width]
// with 1 or 3 channels; labels are whole numbers, [count], [count, 1] or [1, count].
// Errors : FileError with the file, the position and the number.
#pragma once

#include "core/base/safetensors.h"
#include "core/data/dataset.h"

namespace gridscope::data {

struct NpyPictures {
    int channels = 1;
    int height = 0;
    int width = 0;
    Samples samples; // plane by plane
};
// The arrays carry the names of their files, for messages.
NpyPictures picturesOf(const run::Tensor& pictures, const run::Tensor& labels);

Dataset loadNpyPictures(const run::RunConfig& config);

} // namespace gridscope::data
