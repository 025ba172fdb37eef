// SPDX-License-Identifier: GPL-3.0-or-later
// The door of the shared library: app/ looks this one function up after loading it.
#include "core/base/error.h"
#include "core/run/engine.h"
#include "core/train/torch_script.h"
#include "core/train/training_job.h"

#include <c10/util/Exception.h>

#include <new>

extern "C" gridscope::run::Engine* gridscope_makeEngine();

namespace gridscope::train {

namespace {

// Of the thread that trains: what the jobs of a twin's thread keep is its own.
Cache& threadCache()
{
    thread_local Cache cache;
    return cache;
}

// LibTorch's own errors end like ours: as one sentence. Its allocator's is a lack of memory, which has a sentence already.
template <typename Work>
void withOurErrors(Work work)
{
    try {
        work();
    } catch (const c10::Error& error) {
        const std::string why = error.what_without_backtrace();
        if (why.find("not enough memory") != std::string::npos
            || why.find("can't allocate memory") != std::string::npos) {
            throw std::bad_alloc();
        }
        throw Error("LibTorch could not go on: " + why);
    }
}

run::Job beginningJob(const run::RunConfig& config, const run::Begin& begin)
{
    return [config, begin](run::Control& control, run::Sink& sink) {
        withOurErrors([&] { TrainingJob(config, threadCache(), control, sink, begin).run(); });
    };
}

run::TensorFile tensorsOf(const run::Checkpoint& checkpoint)
{
    return run::readTensors(*checkpoint.bytes, "The checkpoint of step " + std::to_string(checkpoint.step));
}

run::Job resumingJob(const run::Checkpoint& checkpoint, const run::GoOn& goOn)
{
    return [checkpoint, goOn](run::Control& control, run::Sink& sink) {
        withOurErrors([&] {
            const run::TensorFile file = tensorsOf(checkpoint);
            run::RunConfig config = readCheckpointInfo(file).config;
            config.steps = goOn.steps.value_or(config.steps);
            TrainingJob(config, threadCache(), control, sink, {goOn.places}).resume(file, goOn.origin);
        });
    };
}

run::Job evaluatingJob(const run::Checkpoint& checkpoint, const run::Places& places)
{
    return [checkpoint, places](run::Control& control, run::Sink& sink) {
        withOurErrors([&] {
            const run::TensorFile file = tensorsOf(checkpoint);
            TrainingJob(readCheckpointInfo(file).config, threadCache(), control, sink, {places}).evaluateOnly(file);
        });
    };
}

} // namespace

} // namespace gridscope::train

extern "C" gridscope::run::Engine* gridscope_makeEngine()
{
    using namespace gridscope;
    return new run::Engine{
        [](const run::RunConfig& config) { return train::beginningJob(config, {}); },
        [](const run::Checkpoint& checkpoint, const run::GoOn& goOn) { return train::resumingJob(checkpoint, goOn); },
        [](const run::Checkpoint& checkpoint, const run::Places& places) {
            return train::evaluatingJob(checkpoint, places);
        },
        [](const FinalisedNet& net) {
            std::vector<std::uint8_t> bytes;
            train::withOurErrors([&] { bytes = train::torchScript(net); });
            return bytes;
        },
        [](const run::RunConfig& config, const run::Begin& begin) { return train::beginningJob(config, begin); }};
}
