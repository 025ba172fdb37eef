// SPDX-License-Identifier: GPL-3.0-or-later
// One event as a value: for whoever keeps what is told, in its order, and tells it later.
#pragma once

#include "core/run/sink.h"

#include <type_traits>
#include <variant>

namespace gridscope::run {

// As small as a step and cheap to move: what is larger is shared, never null, and never changes.
using Event = std::variant<Step, SnapshotPtr, Checkpoint, End, std::shared_ptr<const Start>,
                           std::shared_ptr<const Evaluation>, std::shared_ptr<const Mark>>;

void tell(const Event& event, Sink& sink);
std::size_t sizeInMemory(const Event& event); // bytes, about; what several share counts in each

// The event when it is of that kind, shared or not, else nullptr: eventAs<Mark>(event).
template <typename Kind>
const Kind* eventAs(const Event& event)
{
    constexpr bool isWithin =
        std::is_same_v<Kind, Step> || std::is_same_v<Kind, Checkpoint> || std::is_same_v<Kind, End>;
    if constexpr (isWithin) {
        return std::get_if<Kind>(&event);
    } else {
        const auto* shared = std::get_if<std::shared_ptr<const Kind>>(&event);
        return shared != nullptr ? shared->get() : nullptr;
    }
}

// A sink to which all kinds are alike.
class EventSink : public Sink {
public:
    virtual void onEvent(Event event) = 0;
    void onStart(const Start& start) final;
    void onStep(const Step& step) final;
    void onSnapshot(const SnapshotPtr& snapshot) final;
    void onEvaluation(const Evaluation& evaluation) final;
    void onMark(const Mark& mark) final;
    void onCheckpoint(const Checkpoint& checkpoint) final;
    void onEnd(const End& end) final;
};

} // namespace gridscope::run
