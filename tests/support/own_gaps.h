// SPDX-License-Identifier: GPL-3.0-or-later
// How long this thread's event loop does not turn through its own doing. Time in which the thread was ready and the system ran
// others is not counted: that says how busy the machine is, not how the window behaves.
// Source : /proc/thread-self/schedstat, whose second number is that time in ns (where it is not kept, nothing is taken off).
#pragma once

#include <QElapsedTimer>
#include <QFile>
#include <QTimer>

#include <algorithm>
#include <vector>

namespace gridscope::test {

class OwnGaps {
public:
    OwnGaps()
    {
        schedule_.open(QIODevice::ReadOnly | QIODevice::Unbuffered);
        turn_.setTimerType(Qt::PreciseTimer);
        QObject::connect(&turn_, &QTimer::timeout, [this] { turn(); });
        waited_ = waitedSoFar();
        clock_.start();
        turn_.start(1);
    }
    void stop()
    {
        turn_.stop();
        std::ranges::sort(gaps_);
    }
    std::size_t count() const { return gaps_.size(); }
    double share(double share) const // in ms: 0.5 the median, 1 the longest
    {
        return gaps_.empty() ? 0 : gaps_[std::min(gaps_.size() - 1, std::size_t(double(gaps_.size()) * share))];
    }

private:
    qint64 waitedSoFar()
    {
        schedule_.seek(0);
        return schedule_.readAll().split(' ').value(1).toLongLong();
    }
    void turn()
    {
        const qint64 waited = waitedSoFar();
        gaps_.push_back(std::max(0.0, double(clock_.nsecsElapsed() - (waited - waited_)) / 1e6));
        waited_ = waited;
        clock_.restart();
    }

    QFile schedule_{QStringLiteral("/proc/thread-self/schedstat")};
    QElapsedTimer clock_;
    QTimer turn_;
    std::vector<double> gaps_; // ms
    qint64 waited_ = 0;        // ns
};

} // namespace gridscope::test
