// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures or points with labels, as plain arrays: no torch, so that every parser sits in the half that is fuzzed.
#pragma once

#include "core/config/config.h"

#include <cstdint>
#include <string>
#include <vector>

namespace gridscope::data {

// One set of samples. One of `bytes` (pictures, 0..255), `values` (points) and `files` (pictures, decoded when a batch needs
// them, picture_folder.h) is filled.
struct Samples {
    std::vector<std::uint8_t> bytes;   // [count, channels * height * width]
    std::vector<float> values;         // [count, channels * height * width]
    std::vector<double> exact;         // as values, of a table that is not standardised yet; empty in a Dataset
    std::vector<std::string> files;    // [count]
    std::vector<std::uint16_t> labels; // [count], each below Dataset::classes
    std::int64_t count() const { return std::int64_t(labels.size()); }
};

// A file, or a column, that is there and was left alone.
struct PassedOver {
    std::string what; // "train/cat/Thumbs.db", bytes of the file system
    std::string why;  // "no picture", "its PNG ends too soon"
};

// Of the training samples, before they are standardised.
struct Range {
    std::string name; // of the column; "" when it has none
    double low = 0;
    double high = 0;
    double mean = 0;
    double deviation = 0;
};

struct Dataset {
    std::string name;   // "Fashion-MNIST"
    std::string source; // folder or "made from seed 7"
    int channels = 1;
    int height = 28; // 2-D points: channels 2, height 1, width 1
    int width = 28;
    int classes = 10;
    std::vector<std::string> classNames;  // [classes], or empty: their numbers
    std::vector<std::string> columnNames; // [channels] of a table that has a header
    std::vector<Range> ranges;            // [channels] of a table
    float mean = 0; // of the training bytes / 255 of all channels (pictures are standardised with them)
    float deviation = 1;
    Samples train;
    Samples validation; // held out from the training files, see split.h
    Samples test;
    std::vector<std::string> notes; // sentences: what was done with the files that nobody asked for
    std::vector<PassedOver> passedOver;
    std::string description() const; // "Fashion-MNIST (55,000 training, 5,000 validation, 10,000 test pictures)"
};

std::string lastNameOf(const std::string& path);                    // of a folder or file, fit to be shown
std::string classNameOf(const Dataset& dataset, std::size_t label); // fit to be shown
// What whoever trains should know, one sentence each: classes with their counts, `notes`, what was passed over.
std::vector<std::string> notesOf(const Dataset& dataset);

// FileError when files are missing, damaged or do not fit each other; ConfigError when the limits leave no samples.
Dataset loadDataset(const run::RunConfig& config);

// Where Fashion-MNIST lies on this machine, or "" when it is not installed.
std::string installedFashionMnist();

} // namespace gridscope::data
