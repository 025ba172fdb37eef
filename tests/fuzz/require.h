// SPDX-License-Identifier: GPL-3.0-or-later
// How a harness tells libFuzzer of a finding.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

namespace gridscope::fuzz {

inline void require(bool holds, const char* what)
{
    if (holds) { return; }
    std::fprintf(stderr, "%s\n", what);
    std::abort();
}

// What a reader says of a broken file.
inline void requireOneSentence(const std::string& text)
{
    require(text.ends_with('.') && text.find('\n') == std::string::npos, text.c_str());
}

} // namespace gridscope::fuzz
