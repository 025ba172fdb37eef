// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/threads.h"

#include "core/run/dispatch.h"

#include <ATen/Parallel.h>
#include <torch/version.h>

#include <algorithm>
#include <dlfcn.h>
#include <thread>

namespace gridscope::train {

namespace {

// Debian lets the administrator choose the BLAS, so its own functions are looked up, not linked.
template <typename Function>
Function* blasFunction(const char* name)
{
    return reinterpret_cast<Function*>(dlsym(RTLD_DEFAULT, name));
}

std::string blasName()
{
    if (auto* config = blasFunction<char*()>("openblas_get_config")) {
        const std::string text = config(); // "OpenBLAS 0.3.21 NO_LAPACK DYNAMIC_ARCH ..."
        const auto end = text.find(' ', text.find(' ') + 1);
        return text.substr(0, end);
    }
    return "reference BLAS or another library";
}

} // namespace

run::Environment setThreads(int threads)
{
    const int cores = int(std::max(1U, std::thread::hardware_concurrency()));
    const int wanted = threads > 0 ? threads : std::max(1, cores - 1);
    at::set_num_threads(wanted);
    if (auto* set = blasFunction<void(int)>("openblas_set_num_threads")) { set(wanted); }

    run::Environment environment;
    environment.programVersion = GRIDSCOPE_VERSION;
    environment.torchVersion = TORCH_VERSION;
    environment.blas = blasName();
    environment.dispatch = run::dispatchName(run::dispatch());
    environment.torchThreads = at::get_num_threads();
    if (auto* ask = blasFunction<int()>("openblas_get_num_threads")) {
        environment.blasThreads = ask();
    } else {
        environment.blasThreads = 0;
    }
    return environment;
}

} // namespace gridscope::train
