// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/worker.h"

#include "core/base/error.h"

#include <new>
#include <utility>

namespace gridscope::run {

namespace {

// Passes everything on, but only the first End.
class OneEnd final : public ForwardingSink {
public:
    using ForwardingSink::ForwardingSink;
    void onEnd(const End& end) override
    {
        if (!std::exchange(hasEnded_, true)) { ForwardingSink::onEnd(end); }
    }

private:
    bool hasEnded_ = false;
};

std::string firstLine(std::string_view text) { return std::string(text.substr(0, text.find('\n'))); }

End endOf(const Job& job, Control& control, Sink& sink)
{
    try {
        job(control, sink);
        return {control.isStopping() ? End::How::Stopped : End::How::Finished, {}};
    } catch (const Error& error) {
        return {End::How::Failed, error.what()};
    } catch (const std::bad_alloc&) {
        return {End::How::Failed, "There is not enough memory for this run; try a smaller batch_size or network."};
    } catch (const std::exception& error) { // may come with a backtrace on further lines
        return {End::How::Failed, "The run failed: " + firstLine(error.what())};
    } catch (...) {
        return {End::How::Failed, "The run failed for a reason that gave no message."};
    }
}

void tellEnd(Sink& sink, const End& end)
{
    try {
        sink.onEnd(end);
    } catch (...) {
        // A sink that cannot even take the End (a full disk) has nobody left to tell; the thread must live on.
    }
}

} // namespace

void runJob(const Job& job, Control& control, Sink& sink)
{
    OneEnd oneEnd(sink);
    tellEnd(oneEnd, endOf(job, control, oneEnd));
}

Worker::Worker() : thread_([this] { loop(); }) {}

Worker::~Worker()
{
    {
        std::lock_guard lock(mutex_);
        stopAll();
        closing_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

void Worker::start(Job job, std::shared_ptr<Control> control, std::shared_ptr<Sink> sink)
{
    {
        std::lock_guard lock(mutex_);
        stopAll();
        waiting_.push_back({std::move(job), std::move(control), std::move(sink)});
    }
    wake_.notify_one();
}

void Worker::stopAll()
{
    if (current_) { current_->stop(); }
    for (const Order& order : waiting_) { order.control->stop(); }
}

void Worker::loop()
{
    for (;;) {
        std::unique_lock lock(mutex_);
        current_.reset();
        wake_.wait(lock, [this] { return closing_ || !waiting_.empty(); });
        if (waiting_.empty()) { return; }
        const Order order = std::move(waiting_.front());
        waiting_.pop_front();
        current_ = order.control;
        lock.unlock();
        if (order.control->isStopping()) {
            tellEnd(*order.sink, {End::How::Stopped, {}});
        } else {
            runJob(order.job, *order.control, *order.sink);
        }
    }
}

} // namespace gridscope::run
