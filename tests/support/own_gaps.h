// SPDX-License-Identifier: GPL-3.0-or-later
// How long this thread's event loop does not turn through its own doing (own_time.h): how busy the machine is says nothing of
// how the window behaves.
#pragma once

#include "tests/support/own_time.h"

#include <QTimer>

#include <vector>

namespace gridscope::test {

class OwnGaps {
public:
    OwnGaps()
    {
        turn_.setTimerType(Qt::PreciseTimer);
        QObject::connect(&turn_, &QTimer::timeout, [this] { gaps_.push_back(timer_.restart()); });
        timer_.restart();
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
    OwnTimer timer_;
    QTimer turn_;
    std::vector<double> gaps_; // ms
};

} // namespace gridscope::test
