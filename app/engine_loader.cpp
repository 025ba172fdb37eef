// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine_loader.h"

#include "core/base/error.h"

#include <dlfcn.h>
#include <filesystem>
#include <link.h>
#include <mutex>

namespace gridscope::app {

namespace {

// By its whole path, so that no other folder is looked into: beside gridscope_run, which this program has loaded already.
std::string engineFile()
{
    void* run = dlopen("libgridscope_run.so", RTLD_NOW | RTLD_NOLOAD);
    link_map* map = nullptr;
    if (run == nullptr || dlinfo(run, RTLD_DI_LINKMAP, static_cast<void*>(&map)) != 0) {
        throw FileError("The training engine could not be found; install Gridscope anew.");
    }
    return std::filesystem::path(map->l_name).parent_path() / "libgridscope_core.so";
}

std::shared_ptr<run::Engine> loadEngine()
{
    void* library =
        dlopen(engineFile().c_str(), RTLD_NOW | RTLD_GLOBAL); // never unloaded: LibTorch does not survive that
    if (library == nullptr) {
        throw FileError(std::string("The training engine could not be loaded: ") + dlerror() + ".");
    }
    auto* make = reinterpret_cast<run::MakeEngine*>(dlsym(library, run::makeEngineName));
    if (make == nullptr) {
        throw FileError("The training engine beside this program is of another version; install both anew.");
    }
    return std::shared_ptr<run::Engine>(make());
}

// Filled by the first thread that trains; that of a twin waits for it.
class LoadedOnce {
public:
    run::Engine& engine()
    {
        const std::lock_guard lock(mutex_);
        if (!engine_) { engine_ = loadEngine(); }
        return *engine_;
    }

private:
    std::mutex mutex_;
    std::shared_ptr<run::Engine> engine_;
};
using Slot = std::shared_ptr<LoadedOnce>;

// A job whose first act is to load the engine; then it is the one that `make` gets from it.
template <typename Make>
run::Job lazyJob(const Slot& slot, Make make)
{
    return [slot, make](run::Control& control, run::Sink& sink) { make(slot->engine())(control, sink); };
}

} // namespace

run::Engine lazyEngine()
{
    const auto slot = std::make_shared<LoadedOnce>();
    return {[slot](const run::RunConfig& config) {
                return lazyJob(slot, [config](run::Engine& e) { return e.trainingJob(config); });
            },
            [slot](const run::Checkpoint& checkpoint, const run::GoOn& goOn) {
                return lazyJob(slot, [checkpoint, goOn](run::Engine& e) { return e.resumingJob(checkpoint, goOn); });
            },
            [slot](const run::Checkpoint& checkpoint, const run::Places& places) {
                return lazyJob(slot,
                               [checkpoint, places](run::Engine& e) { return e.evaluatingJob(checkpoint, places); });
            },
            [slot](const FinalisedNet& net) { return slot->engine().torchScript(net); },
            [slot](const run::RunConfig& config, const run::Begin& begin) {
                return lazyJob(slot, [config, begin](run::Engine& e) { return e.beginningJob(config, begin); });
            }};
}

} // namespace gridscope::app
