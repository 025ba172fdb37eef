// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine_loader.h"

#include "core/run/error.h"

#include <dlfcn.h>

namespace gridscope::app {

namespace {

std::shared_ptr<run::Engine> loadEngine()
{
    // By name: found through this program's run path, beside it in a build and in lib/gridscope when installed. Never
    // unloaded: LibTorch does not survive that.
    void* library = dlopen("libgridscope_core.so", RTLD_NOW | RTLD_GLOBAL);
    if (library == nullptr) { throw FileError(std::string("The training engine could not be loaded: ") + dlerror() + "."); }
    auto* make = reinterpret_cast<run::MakeEngine*>(dlsym(library, run::makeEngineName));
    if (make == nullptr) { throw FileError("The training engine beside this program is of another version; install both anew."); }
    return std::shared_ptr<run::Engine>(make());
}

} // namespace

std::function<run::Job(const run::RunConfig&)> lazyTrainingJobs()
{
    auto engine = std::make_shared<std::shared_ptr<run::Engine>>();    // filled by the one worker thread
    return [engine](const run::RunConfig& config) -> run::Job {
        return [engine, config](run::Control& control, run::Sink& sink) {
            if (!*engine) { *engine = loadEngine(); }
            (*engine)->trainingJob(config)(control, sink);
        };
    };
}

} // namespace gridscope::app
