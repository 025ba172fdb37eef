// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/torch_weights.h"

#include "core/run/error.h"
#include "core/run/wording.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <string_view>

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace gridscope::data {

namespace {

// Its exit statuses are read below.
constexpr int noTorch = 3, oldTorch = 4, notLoaded = 5, noDictionary = 6;

constexpr const char* script = R"(
import json, struct, sys
try:
    import inspect, numpy, torch
except ImportError:
    sys.exit(3)
if 'weights_only' not in inspect.signature(torch.load).parameters:
    sys.exit(4)
torch.set_num_threads(1)
try:
    state = torch.load(sys.argv[1], map_location='cpu', weights_only=True)
except BaseException:
    sys.exit(5)
for key in ('state_dict', 'model_state_dict', 'model'):
    if isinstance(state, dict) and isinstance(state.get(key), dict):
        state = state[key]
if not isinstance(state, dict):
    sys.exit(6)
names = {'float64': 'F64', 'float32': 'F32', 'float16': 'F16', 'int64': 'I64', 'int32': 'I32', 'int8': 'I8',
         'uint8': 'U8', 'bool': 'BOOL'}
header, parts, offset = {}, [], 0
for name, t in state.items():
    if not isinstance(t, torch.Tensor) or t.layout != torch.strided or t.is_quantized:
        continue
    t = t.detach()
    array = (t.float() if t.dtype == torch.bfloat16 else t).contiguous().numpy()
    if array.dtype.name not in names:
        continue
    part = array.tobytes()
    header[str(name)] = {'dtype': names[array.dtype.name], 'shape': list(array.shape),
                         'data_offsets': [offset, offset + len(part)]}
    offset += len(part)
    parts.append(part)
if not parts:
    sys.exit(6)
head = json.dumps(header).encode()
head += b' ' * (-len(head) % 8)
out = sys.stdout.buffer
out.write(struct.pack('<Q', len(head)) + head)
for part in parts:
    out.write(part)
out.flush()
)";

[[noreturn]] void fail(const std::string& path, const std::string& why)
{
    throw FileError("The PyTorch file " + run::inQuotes(path) + " " + why + ".");
}

// In the child, between fork and exec: nothing but system calls.
[[noreturn]] void become(const char* const* arguments, int output, const TorchLimits& limits)
{
    const auto bound = [](auto resource, rlim_t most) {
        const rlimit limit{most, most};
        setrlimit(resource, &limit);
    };
    bound(RLIMIT_AS, limits.memoryBytes);
    bound(RLIMIT_CPU, rlim_t(limits.seconds));
    bound(RLIMIT_FSIZE, 0); // it has nothing to write but to the pipe
    bound(RLIMIT_CORE, 0);
    const int nowhere = open("/dev/null", O_RDWR);
    dup2(nowhere, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    execv(arguments[0], const_cast<char* const*>(arguments));
    _exit(noTorch);
}

class Child {
public:
    Child(const std::string& path, const TorchLimits& limits)
        : deadline_(std::chrono::steady_clock::now() + std::chrono::seconds(2 * limits.seconds))
    {
        std::array<int, 2> ends{};
        if (pipe2(ends.data(), O_CLOEXEC) != 0) { fail(path, "cannot be read: there is no pipe left"); }
        // Isolated: neither the user's modules nor the folder that we are in.
        const std::array<const char*, 6> arguments = {limits.python.c_str(), "-I", "-c", script, path.c_str(), nullptr};
        id_ = fork();
        if (id_ == 0) { become(arguments.data(), ends[1], limits); }
        close(ends[1]);
        input_ = ends[0];
        if (id_ < 0) { fail(path, "cannot be read: there is no process left"); }
    }
    ~Child()
    {
        end();
        close(input_);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    // All that it says; nothing when that is more than `limitBytes`, or takes too long.
    std::vector<std::uint8_t> read(std::size_t limitBytes)
    {
        std::vector<std::uint8_t> all;
        std::array<std::uint8_t, 1 << 16> piece{};
        while (waitForInput()) {
            const ssize_t count = ::read(input_, piece.data(), piece.size());
            if (count < 0 && errno == EINTR) { continue; }
            if (count <= 0) { return all; }
            if (all.size() + std::size_t(count) > limitBytes) { break; }
            all.insert(all.end(), piece.begin(), piece.begin() + count);
        }
        isTooMuch_ = true;
        return {};
    }
    bool isTooMuch() const { return isTooMuch_; }
    // How it ended: its exit status, or -1 for a signal.
    int status()
    {
        int status = 0;
        while (waitpid(id_, &status, 0) < 0 && errno == EINTR) {}
        id_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

private:
    bool waitForInput() const
    {
        for (;;) {
            const auto left =
                std::chrono::duration_cast<std::chrono::milliseconds>(deadline_ - std::chrono::steady_clock::now());
            if (left.count() <= 0) { return false; }
            pollfd wanted{input_, POLLIN, 0};
            const int ready = poll(&wanted, 1, int(left.count()));
            if (ready > 0) { return true; }
            if (ready == 0 || errno != EINTR) { return false; }
        }
    }
    void end()
    {
        if (id_ <= 0) { return; }
        kill(id_, SIGKILL);
        status();
    }

    std::chrono::steady_clock::time_point deadline_;
    pid_t id_ = -1;
    int input_ = -1;
    bool isTooMuch_ = false;
};

bool contains(std::span<const std::uint8_t> bytes, std::string_view text)
{
    return std::search(bytes.begin(), bytes.end(), text.begin(), text.end()) != bytes.end();
}

} // namespace

bool isTorchFile(std::span<const std::uint8_t> bytes)
{
    // What PyTorch wrote before 1.6: a pickle of its magic number. (As the length of a safetensors header it would be
    // beyond all bounds.)
    constexpr std::array<std::uint8_t, 8> old = {0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46};
    if (bytes.size() < old.size()) { return false; }
    if (std::equal(old.begin(), old.end(), bytes.begin())) { return true; }
    return bytes[0] == 'P' && bytes[1] == 'K'
           && contains(bytes.first(std::min<std::size_t>(bytes.size(), 1 << 16)), "data.pkl");
}

std::vector<std::uint8_t> safetensorsOfTorchFile(const std::string& path, std::size_t limitBytes,
                                                 const TorchLimits& limits)
{
    Child child(path, limits);
    auto bytes = child.read(limitBytes);
    if (child.isTooMuch()) { fail(path, "takes more memory or time than it may"); }
    switch (child.status()) {
    case 0: return bytes;
    case noTorch:
        fail(path,
             "needs PyTorch to be read; install python3-torch and python3-numpy, or convert it where PyTorch is, with "
             "safetensors.torch.save_file(state_dict, \"weights.safetensors\")");
    case oldTorch:
        fail(path, "needs PyTorch 1.13 or newer, which can read weights without running what else is in a file");
    case notLoaded:
        fail(path, "could not be loaded: it is damaged, or holds more than weights; save the state_dict() alone");
    case noDictionary: fail(path, "holds no state dictionary; save with torch.save(model.state_dict(), ...)");
    default:
        fail(path, "could not be loaded within " + std::to_string(limits.seconds) + " s and "
                       + std::to_string(limits.memoryBytes >> 30) + " GB");
    }
}

} // namespace gridscope::data
