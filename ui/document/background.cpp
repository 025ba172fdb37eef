// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/background.h"

#include "core/base/error.h"
#include "core/base/whole.h"
#include "core/file/run_reader.h"

#include <new>

namespace gridscope::ui {

Background::~Background()
{
    cancel();
    if (thread_.joinable()) { thread_.join(); }
}

bool Background::start(const QString& what, Work work)
{
    if (isBusy_) { return false; }
    if (thread_.joinable()) { thread_.join(); }
    isBusy_ = true;
    isCancelled_ = false;
    Q_EMIT progressed(what, 0);
    const auto progress = [this, what, told = 0](double share) mutable {
        const int percent = run::wholeIn(100 * share, 0, 100);
        if (percent != told) {
            told = percent;
            QMetaObject::invokeMethod(
                this, [this, what, percent] { Q_EMIT progressed(what, percent); }, Qt::QueuedConnection);
        }
        return !isCancelled_;
    };
    thread_ = std::thread([this, progress, work = std::move(work)] {
        Done done;
        QString failure;
        try {
            done = work(progress);
        } catch (const run::Cancelled&) {
        } catch (const Error& error) {
            failure = QString::fromStdString(error.what());
        } catch (const std::bad_alloc&) {
            failure = tr("There is not enough memory for that.");
        }
        QMetaObject::invokeMethod(
            this, [this, done, failure] { end(done, failure); }, Qt::QueuedConnection);
    });
    return true;
}

void Background::end(const Done& done, const QString& failure)
{
    isBusy_ = false;
    Q_EMIT finished();
    if (!failure.isEmpty()) {
        Q_EMIT failed(failure);
    } else if (done && !isCancelled_) {
        done();
    }
}

} // namespace gridscope::ui
