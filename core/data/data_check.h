// SPDX-License-Identifier: GPL-3.0-or-later
// Looks at data before anything is trained on them: what kind, how many of which class in which part, which numbers, which
// samples are in two parts at once, what was passed over, how long reading takes. Loads them as a training does.
// Errors : those of loadDataset.      Threads: any, one at a time.
#pragma once

#include "core/data/dataset.h"

#include <string>
#include <vector>

namespace gridscope::data {

struct DataCheck {
    struct Class {
        std::string name; // fit to be shown
        std::int64_t train = 0, validation = 0, test = 0;
    };
    // Samples of the second part that the first has, too, byte by byte: what is measured on them says nothing.
    struct Duplicates {
        std::string between; // "training and test"
        std::int64_t count = 0;
        std::string example; // "test sample 3 is training sample 17" (counted from 1), or the names of two files
    };
    std::string kind; // as the setting `data`
    std::string name;
    std::string source;
    std::string unit;  // "pictures", "rows" or "points"
    std::string split; // one sentence
    int channels = 1, height = 1, width = 1;
    std::int64_t train = 0, validation = 0, test = 0;
    std::vector<Class> classes;
    std::vector<Range> ranges;          // of each column; of pictures one, of all their bytes
    std::vector<Duplicates> duplicates; // those of which there are any
    std::vector<std::string> notes;     // sentences
    std::vector<PassedOver> passedOver;
    double loadingSeconds = 0; // once for each run
    double epochSeconds = 0;   // reading in one pass over the training samples; 0 when all are kept in memory
};

DataCheck checkData(const run::RunConfig& config);

// The setting `data` that reads what lies there: by the names of its files; "folder" when none of them is known.
std::string guessedKind(const std::string& folder);

} // namespace gridscope::data
