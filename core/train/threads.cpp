// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/threads.h"

#include "core/base/dispatch.h"
#include "core/base/error.h"
#include "core/base/memory.h"

#include "core/base/version.h"
#include <ATen/ATen.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <torch/version.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <dlfcn.h>
#include <fstream>
#include <string_view>
#include <sys/utsname.h>
#include <thread>
#include <utility>

namespace gridscope::train {

namespace {

constexpr const char* notTold = "not told";

// Debian lets the administrator choose the BLAS, and oneDNN is not always a library of its own, so their functions are
// looked up, not linked.
template <typename Function>
Function* functionNamed(const char* name)
{
    return reinterpret_cast<Function*>(dlsym(RTLD_DEFAULT, name));
}

std::string blasName()
{
    if (auto* config = functionNamed<char*()>("openblas_get_config")) {
        const std::string text = config(); // "OpenBLAS 0.3.21 NO_LAPACK DYNAMIC_ARCH ..."
        const auto end = text.find(' ', text.find(' ') + 1);
        return text.substr(0, end);
    }
    return at::hasMKL() ? "MKL" : "reference BLAS or another library";
}

std::string blasKernel()
{
    auto* name = functionNamed<char*()>("openblas_get_corename");
    return name != nullptr ? name() : notTold;
}

// What follows `label` in a text of lines, without the rest of its line; "" when it is not there.
std::string after(std::string_view text, std::string_view label)
{
    const auto found = text.find(label);
    if (found == std::string_view::npos) { return {}; }
    const std::string_view rest = text.substr(found + label.size());
    return std::string(rest.substr(0, rest.find('\n')));
}

// dnnl_cpu_isa_t of oneDNN 2 and 3.
std::string instructionSetName(int isa)
{
    constexpr std::array<std::pair<int, const char*>, 8> names = {{{0x1, "SSE4.1"},
                                                                   {0x3, "AVX"},
                                                                   {0x7, "AVX2"},
                                                                   {0x27, "AVX-512"},
                                                                   {0x67, "AVX-512 VNNI"},
                                                                   {0xe7, "AVX-512 BF16"},
                                                                   {0x407, "AVX2 VNNI"},
                                                                   {0x3e7, "AVX-512 AMX"}}};
    for (const auto& [value, name] : names) {
        if (value == isa) { return name; }
    }
    std::array<char, 16> digits{};
    std::snprintf(digits.data(), digits.size(), "set 0x%x", unsigned(isa));
    return digits.data();
}

std::string oneDnn()
{
    if (!at::hasMKLDNN() || !at::globalContext().userEnabledMkldnn()) { return "not used"; }
    std::string version = after(at::get_mkldnn_version(), " v"); // "Intel(R) MKL-DNN v2.6.2 (Git Hash ...)"
    version = version.substr(0, version.find(' '));
    auto* isa = functionNamed<int()>("dnnl_get_effective_cpu_isa");
    return (version.empty() ? notTold : version) + ", " + (isa != nullptr ? instructionSetName(isa()) : notTold);
}

std::string torchKernels()
{
    const std::string name = after(at::show_config(), "CPU capability usage: ");
    return name.empty() ? notTold : name;
}

std::string processor()
{
    std::ifstream file("/proc/cpuinfo");
    std::string line, name, family, model;
    while (std::getline(file, line) && !line.empty()) { // of the first processor
        const auto colon = line.find(": ");
        if (colon == std::string::npos) { continue; }
        const std::string value = line.substr(colon + 2);
        if (line.starts_with("model name")) { name = value; }
        if (line.starts_with("cpu family")) { family = value; }
        if (line.starts_with("model\t")) { model = value; }
    }
    if (!name.empty()) { return name + (family.empty() ? "" : ", family " + family + " model " + model); }
    utsname machine{};
    return uname(&machine) == 0 ? machine.machine : notTold;
}

// OpenBLAS takes 128 MiB for every thread that multiplies and keeps them. Where there are none it asks again and again and never
// comes back, so they are taken here, before anything begins, and their lack is said.
void requireBlasMemory(int threads)
{
    constexpr std::size_t ofThread = std::size_t(129) << 20; // and what lies around it
    constexpr std::size_t ofRun = std::size_t(48) << 20;     // the tensors of a small network
    const std::size_t wanted = std::size_t(threads) * ofThread + ofRun;
    if (!run::canTakeMemory(wanted)) {
        throw Error("There is not enough memory: beside the network OpenBLAS needs 128 MB for each thread, of which "
                    "there are to be "
                    + std::to_string(threads) + ", and the system gives no " + std::to_string(wanted >> 20U)
                    + " MB more; ulimit -v tells whether that is a limit of this shell.");
    }
}

// A product large enough that no short cut spares the working memory.
void takeBlasMemory()
{
    constexpr std::int64_t side = 256;
    const at::NoGradGuard noGrad;
    at::mm(at::ones({side, side}), at::ones({side, side}));
}

} // namespace

run::Environment setThreads(int threads)
{
    const int cores = int(std::max(1U, std::thread::hardware_concurrency()));
    const int wanted = threads > 0 ? threads : std::max(1, cores - 1);
    at::set_num_threads(wanted);
    thread_local int ready = 0; // threads whose working memory is there
    auto* set = functionNamed<void(int)>("openblas_set_num_threads");
    if (set != nullptr && ready < wanted) { requireBlasMemory(wanted - ready); }
    if (set != nullptr) { set(wanted); }
    if (set != nullptr && ready < wanted) { takeBlasMemory(); }
    ready = std::max(ready, wanted);

    run::Environment environment;
    environment.programVersion = std::string(run::programVersion());
    environment.torchVersion = TORCH_VERSION;
    environment.blas = blasName();
    environment.blasKernel = blasKernel();
    environment.oneDnn = oneDnn();
    environment.torchKernels = torchKernels();
    environment.processor = processor();
    environment.dispatch = run::dispatchName(run::dispatch());
    environment.torchThreads = at::get_num_threads();
    if (auto* ask = functionNamed<int()>("openblas_get_num_threads")) {
        environment.blasThreads = ask();
    } else {
        environment.blasThreads = 0;
    }
    return environment;
}

} // namespace gridscope::train
