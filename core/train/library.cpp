// SPDX-License-Identifier: GPL-3.0-or-later
// The door of the shared library: app/ looks this one function up after loading it.
#include "core/run/engine.h"
#include "core/run/error.h"
#include "core/train/training_job.h"

#include <c10/util/Exception.h>

extern "C" gridscope::run::Engine* gridscope_makeEngine();

extern "C" gridscope::run::Engine* gridscope_makeEngine()
{
    using namespace gridscope;
    auto cache = std::make_shared<train::Cache>();    // touched by the one worker thread only
    return new run::Engine{[cache](const run::RunConfig& config) -> run::Job {
        return [cache, config](run::Control& control, run::Sink& sink) {
            try {
                train::TrainingJob(config, *cache, control, sink).run();
            } catch (const c10::Error& error) {
                throw Error(std::string("LibTorch could not go on: ") + error.what_without_backtrace());
            }
        };
    }};
}
