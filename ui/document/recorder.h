// SPDX-License-Identifier: GPL-3.0-or-later
// Records a live run from its first step on: a run that only waits for Play leaves no file. When the file cannot be made,
// what is told stays in memory, as far as it fits, until a place is found.
// Threads: the Sink half is the worker's, which also opens the file; everything else may be called from any thread.
#pragma once

#include "core/file/run_writer.h"
#include "core/run/backlog.h"

#include <mutex>

namespace gridscope::ui {

class Recorder final : public run::EventSink {
public:
    using Open = std::function<std::unique_ptr<run::RunWriter>(const run::Start&)>;
    explicit Recorder(Open open);
    explicit Recorder(std::unique_ptr<run::RunWriter> writer); // goes on in a file that is there

    void onEvent(run::Event event) override;

    std::string path() const;                      // empty while there is no file
    std::string problem() const;                   // one sentence while something cannot be written, else empty
    std::vector<std::int64_t> checkpoints() const; // steps of those in the file
    bool flush();                                  // false when not everything is in the file
    bool isLost() const;                           // the file is, not what is in memory
    // Goes on there; FileError when that cannot be. Where the file is lost, it begins there with what `shown` knows.
    void moveTo(const std::string& path, std::shared_ptr<const run::History> shown);

    static constexpr std::size_t mostHeldBytes = std::size_t(64) << 20;

private:
    void hold(run::Event event); // with the mutex
    void openFile();
    std::shared_ptr<run::RunWriter> writer() const;

    Open open_;
    run::Start start_;         // the worker's
    mutable std::mutex mutex_; // guards what follows
    std::shared_ptr<run::RunWriter> writer_;
    run::Backlog held_;
    std::string refusal_; // why there is no file
    bool isLost_ = false; // more was told than could be held
};

} // namespace gridscope::ui
