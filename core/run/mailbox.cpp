// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/mailbox.h"

#include <utility>

namespace gridscope::run {

void Mailbox::onEvent(Event event)
{
    if (auto* checkpoint = std::get_if<Checkpoint>(&event)) { checkpoint->bytes.reset(); }
    std::lock_guard lock(mutex_);
    if (const auto* snapshot = std::get_if<SnapshotPtr>(&event)) {
        makeRoomFor(*snapshot);
        held_.push_back(mail_.size());
    }
    mail_.push_back(std::move(event));
}

void Mailbox::makeRoomFor(const SnapshotPtr& snapshot)
{
    if (policy_ == Snapshots::Newest && !held_.empty()) {
        giveUp(held_.back());
        held_.clear();
    }
    if (policy_ != Snapshots::Kept) { return; }
    const std::int64_t stride = kept_.stride();
    kept_.add(snapshot);
    if (kept_.stride() != stride) { return giveUpWhatIsThinned(); }
    if (!held_.empty()
        && !kept_.holds(std::get<SnapshotPtr>(mail_[held_.back()]))) { // was kept only for being the last
        giveUp(held_.back());
        held_.pop_back();
    }
}

void Mailbox::giveUpWhatIsThinned()
{
    std::erase_if(held_, [this](std::size_t place) {
        if (kept_.holds(std::get<SnapshotPtr>(mail_[place]))) { return false; }
        giveUp(place);
        return true;
    });
}

bool Mailbox::deliverTo(Sink& sink)
{
    std::vector<Event> mail;
    {
        const std::lock_guard lock(mutex_); // held for one swap
        mail.swap(mail_);
        held_.clear();
    }
    for (const Event& event : mail) {
        const auto* snapshot = std::get_if<SnapshotPtr>(&event);
        if (snapshot == nullptr || *snapshot) { tell(event, sink); }
    }
    return !mail.empty(); // what was given up made room for one that is there
}

} // namespace gridscope::run
