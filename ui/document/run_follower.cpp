// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/run_follower.h"

#include "ui/look/path_text.h"

#include <filesystem>

namespace gridscope::ui {
namespace {

constexpr int milliseconds = 300;

} // namespace

RunFollower::RunFollower(QObject* parent) : QObject(parent)
{
    timer_.setInterval(milliseconds);
    connect(&timer_, &QTimer::timeout, this, &RunFollower::look);
    connect(&background_, &Background::failed, this, [this] {
        if (!reader_) { return; }
        const QString path = pathText(reader_->path());
        stop();
        Q_EMIT lost(path);
    });
}

void RunFollower::follow(std::shared_ptr<run::RunReader> reader)
{
    reader_ = std::move(reader);
    seen_ = {};
    timer_.start();
}

void RunFollower::stop()
{
    timer_.stop();
    reader_.reset();
}

// Size and time of the file and its log: nothing is opened while nothing happens.
bool RunFollower::hasChanged()
{
    const std::string log = reader_->path() + "-wal";
    std::error_code none;
    const auto written = [&](const std::string& path) { return std::filesystem::last_write_time(path, none); };
    const auto size = [&](const std::string& path) {
        return std::filesystem::exists(path, none) ? std::filesystem::file_size(path, none) : 0;
    };
    const std::pair now{size(reader_->path()) + size(log),
                        std::filesystem::exists(log, none) ? written(log) : written(reader_->path())};
    const bool isNew = now != seen_;
    seen_ = now;
    return isNew;
}

void RunFollower::look()
{
    if (!reader_ || background_.isBusy() || !hasChanged()) { return; }
    background_.start({}, [this, reader = reader_](const run::Progress&) -> Background::Done {
        auto events = std::make_shared<run::Backlog>();
        reader->poll(*events);
        return [this, reader, events] {
            if (reader != reader_) { return; } // another run is shown by now
            Q_EMIT news(*events);
        };
    });
}

} // namespace gridscope::ui
