// SPDX-License-Identifier: GPL-3.0-or-later
// Progress of an export on stderr: a bar with the time left on a terminal, one line for each part otherwise. For programs
// also "progress SHARE WHAT" every tenth of a second, the share of all parts from 0 to 1.
#pragma once

#include <chrono>
#include <string>

namespace gridscope::app {

class ExportProgress {
public:
    ExportProgress(std::size_t parts, bool forPrograms);
    ~ExportProgress();
    ExportProgress(const ExportProgress&) = delete;
    ExportProgress& operator=(const ExportProgress&) = delete;

    void begin(const std::string& part);
    void within(double share, const std::string& what); // of the current part, 0..1
    void end(std::size_t files);                        // of the current part
    void note(const std::string& line);

private:
    void clear();
    bool terminal_;
    bool forPrograms_;
    bool barShown_ = false;
    std::size_t parts_;
    std::size_t done_ = 0;
    std::string part_;
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point partBegan_ = began_;
    std::chrono::steady_clock::time_point drawn_{};
};

} // namespace gridscope::app
