// SPDX-License-Identifier: GPL-3.0-or-later
// Work that may take long, on a thread of its own, so that the window stays usable: one at a time, with progress and cancel.
// Threads: `work` runs on the thread and returns what is to be done with its result; that runs in the UI thread.
// Errors : an Error of `work` becomes `failed` with its sentence; Cancelled becomes nothing but `finished`.
#pragma once

#include "core/file/continuation.h"

#include <QObject>

#include <atomic>
#include <thread>

namespace gridscope::ui {

class Background final : public QObject {
    Q_OBJECT
public:
    using Done = std::function<void()>;
    using Work = std::function<Done(const run::Progress&)>;

    explicit Background(QObject* parent = nullptr) : QObject(parent) {}
    ~Background() override;                     // cancels and joins
    bool start(const QString& what, Work work); // false while another is at it
    void cancel() { isCancelled_ = true; }
    bool isBusy() const { return isBusy_; }

Q_SIGNALS:
    void progressed(const QString& what, int percent);
    void finished();
    void failed(const QString& sentence);

private:
    void end(const Done& done, const QString& failure);

    std::thread thread_;
    std::atomic<bool> isCancelled_ = false;
    bool isBusy_ = false;
};

} // namespace gridscope::ui
