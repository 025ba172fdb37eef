// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes that somebody may want again, or nobody: in a file without a name, which is gone with the program.
// Errors : FileError when the disk does not take them, or does not give them back.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <span>
#include <vector>

namespace gridscope::train {

class ScratchFile {
public:
    explicit ScratchFile(std::span<const std::uint8_t> bytes);
    std::vector<std::uint8_t> read() const;

private:
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    std::unique_ptr<std::FILE, Close> file_;
    std::size_t size_;
};

} // namespace gridscope::train
