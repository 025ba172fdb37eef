// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/event.h"

namespace gridscope::run {

std::string markText(const Mark& mark)
{
    std::string text = mark.layer.empty() ? mark.what : mark.layer + ": " + mark.what;
    if (!mark.from.empty()) { text += " " + mark.from + " ->"; }
    if (!mark.to.empty()) { text += " " + mark.to; }
    return text;
}

std::string_view kindName(Mark::Kind kind)
{
    switch (kind) {
    case Mark::Kind::Phase: return "phase";
    case Mark::Kind::Setting: return "setting";
    case Mark::Kind::Bits: return "bits";
    case Mark::Kind::Best: return "best";
    case Mark::Kind::Diverged: return "diverged";
    case Mark::Kind::Bookmark: return "bookmark";
    case Mark::Kind::Resumed: return "resumed";
    }
    return "";
}

std::string_view howName(End::How how)
{
    switch (how) {
    case End::How::Finished: return "finished";
    case End::How::Stopped: return "stopped";
    case End::How::Failed: return "failed";
    }
    return "";
}

} // namespace gridscope::run
