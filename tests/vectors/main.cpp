// SPDX-License-Identifier: GPL-3.0-or-later
// gridscope_vectors FILE.json ... : case, kind, largest difference, pass or fail; then how many of each.
// Ends with 1 when a case failed, with 2 when a file cannot be read.
#include "core/base/text_file.h"
#include "tests/vectors/vectors.h"

#include <cstdio>
#include <exception>
#include <map>

using namespace gridscope;
using How = vectors::Verdict::How;

namespace {

constexpr std::size_t mostBytes = 500'000'000;

void print(const vectors::Verdict& verdict)
{
    static const std::map<How, const char*> words{
        {How::Passed, "pass"}, {How::Failed, "fail"}, {How::Skipped, "skipped"}};
    std::printf("%-40s %-20s %.3g %s%s%s\n", verdict.id.c_str(), verdict.kind.c_str(), verdict.largest,
                words.at(verdict.how), verdict.why.empty() ? "" : ": ", verdict.why.c_str());
}

} // namespace

int main(int count, char** words)
{
    std::map<How, int> counts;
    try {
        if (count < 2) { throw std::runtime_error("usage: gridscope_vectors FILE.json ..."); }
        for (int i = 1; i < count; ++i) {
            const auto bytes = readBytesFile(words[i], mostBytes);
            for (const vectors::Verdict& verdict : vectors::judged({bytes.begin(), bytes.end()}, words[i])) {
                print(verdict);
                ++counts[verdict.how];
            }
        }
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 2;
    }
    std::printf("%d passed, %d failed, %d skipped\n", counts[How::Passed], counts[How::Failed], counts[How::Skipped]);
    return counts[How::Failed] > 0 ? 1 : 0;
}
