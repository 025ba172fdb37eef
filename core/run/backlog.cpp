// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/backlog.h"

#include <utility>

namespace gridscope::run {

void Backlog::onEvent(Event event)
{
    bytes_ += sizeInMemory(event) - sizeof(Event);
    events_.push_back(std::move(event));
}

void Backlog::tellTo(Sink& sink) const
{
    for (const Event& event : events_) { tell(event, sink); }
}

void Backlog::clear()
{
    events_.clear();
    bytes_ = 0;
}

} // namespace gridscope::run
