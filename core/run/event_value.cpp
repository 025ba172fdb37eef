// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/event_value.h"

#include <utility>

namespace gridscope::run {

namespace {

struct Teller {
    Sink& sink;
    void operator()(const Step& step) const { sink.onStep(step); }
    void operator()(const SnapshotPtr& snapshot) const { sink.onSnapshot(snapshot); }
    void operator()(const Checkpoint& checkpoint) const { sink.onCheckpoint(checkpoint); }
    void operator()(const End& end) const { sink.onEnd(end); }
    void operator()(const std::shared_ptr<const Start>& start) const { sink.onStart(*start); }
    void operator()(const std::shared_ptr<const Evaluation>& evaluation) const { sink.onEvaluation(*evaluation); }
    void operator()(const std::shared_ptr<const Mark>& mark) const { sink.onMark(*mark); }
};

std::size_t sizeBeside(const Event& event)
{
    if (const auto* snapshot = eventAs<Snapshot>(event)) { return sizeInMemory(*snapshot); }
    if (const auto* checkpoint = eventAs<Checkpoint>(event)) {
        return checkpoint->bytes ? checkpoint->bytes->size() : 0;
    }
    if (const auto* evaluation = eventAs<Evaluation>(event)) {
        const auto& map = evaluation->decisions;
        const std::size_t cells = map ? map->quantized.size() + map->latent.size() + map->floatStart.size() : 0;
        return sizeof(Evaluation) + cells;
    }
    if (eventAs<Start>(event) != nullptr) { return sizeof(Start); }
    return eventAs<Mark>(event) != nullptr ? sizeof(Mark) : 0;
}

} // namespace

void tell(const Event& event, Sink& sink) { std::visit(Teller{sink}, event); }
std::size_t sizeInMemory(const Event& event) { return sizeof(Event) + sizeBeside(event); }

void EventSink::onStart(const Start& start) { onEvent(std::make_shared<const Start>(start)); }
void EventSink::onStep(const Step& step) { onEvent(step); }
void EventSink::onSnapshot(const SnapshotPtr& snapshot) { onEvent(snapshot); }
void EventSink::onEvaluation(const Evaluation& evaluation) { onEvent(std::make_shared<const Evaluation>(evaluation)); }
void EventSink::onMark(const Mark& mark) { onEvent(std::make_shared<const Mark>(mark)); }
void EventSink::onCheckpoint(const Checkpoint& checkpoint) { onEvent(checkpoint); }
void EventSink::onEnd(const End& end) { onEvent(end); }

} // namespace gridscope::run
