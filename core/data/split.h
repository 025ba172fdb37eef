// SPDX-License-Identifier: GPL-3.0-or-later
// From what a reader has read to a Dataset: which samples test, which are held out for validation, limits, standardisation.
// With config.split "stratified" they are drawn from the seed, a share of every class, so that the order of files and rows
// does not matter; with "last" they are the last of every so many, as all recordings before that setting have it.
#pragma once

#include "core/data/dataset.h"

namespace gridscope::data {

// `dataset` says name, source, sizes and classes; training pictures are split and limited as `config` has it.
// Errors : ConfigError when nothing is left to train with.
Dataset assembled(Dataset dataset, const Samples& training, const Samples& test, const run::RunConfig& config,
                  std::int64_t heldOut);

// A tenth of the samples tests, where nobody has set any aside; none of fewer than ten. Of a class that has two samples or more
// one is kept for each side, as long as that does not take more than a quarter of all.
void separateTest(const Samples& all, const run::RunConfig& config, Samples& training, Samples& test);

// validation_samples, of which the default is for large sets: a smaller one gives a tenth.
std::int64_t heldOutOf(const run::RunConfig& config, std::int64_t trainingSamples);

// Whole numbers as labels: classes are those that occur in training, in their order; `sample` and `place` are for sentences
// ("picture", "train_labels.npy"). With split "last", all numbers from 0 to the largest.
// Errors : FileError when there are fewer than two, or so many that they cannot be classes.
void nameClasses(Dataset& dataset, std::vector<std::int64_t>& training, std::vector<std::int64_t>& test,
                 const run::RunConfig& config, const std::string& trainingPlace, const std::string& testPlace);

} // namespace gridscope::data
