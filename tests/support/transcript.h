// SPDX-License-Identifier: GPL-3.0-or-later
// A Sink that writes down what it is told: one line per event, bit for bit (arrays as a hash, numbers in hexadecimal). Two
// runs are the same when their transcripts are.
#pragma once

#include "core/run/sink.h"

#include <string>
#include <vector>

namespace gridscope::test {

class Transcript final : public run::Sink {
public:
    void onStart(const run::Start& start) override;
    void onStep(const run::Step& step) override;
    void onSnapshot(const run::SnapshotPtr& snapshot) override;
    void onEvaluation(const run::Evaluation& evaluation) override;
    void onMark(const run::Mark& mark) override;
    void onCheckpoint(const run::Checkpoint& checkpoint) override; // without the bytes
    void onEnd(const run::End& end) override;

    std::vector<std::string> lines;
    std::vector<std::int64_t> steps;
    std::vector<std::int64_t> snapshots;
    std::string hash() const; // of all lines

private:
    class Line;
};

} // namespace gridscope::test
