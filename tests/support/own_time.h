// SPDX-License-Identifier: GPL-3.0-or-later
// What a thread takes for itself, on a machine that others use, too: the clock on the wall without the time in which the thread
// could have run and had no processor.
#pragma once

#include <QElapsedTimer>
#include <QFile>

#include <algorithm>

namespace gridscope::test {

// Milliseconds since the thread began; 0 where the system does not say.
inline double waitedForProcessor()
{
    QFile file(QStringLiteral("/proc/thread-self/schedstat"));
    if (!file.open(QIODevice::ReadOnly)) { return 0; }
    return file.readAll().split(' ').value(1).toDouble() / 1e6;
}

// Of the thread that makes and asks it.
class OwnTimer {
public:
    OwnTimer() { restart(); }
    double restart() // milliseconds since the last time
    {
        const double own = elapsed();
        waited_ = waitedForProcessor();
        wall_.start();
        return own;
    }
    double elapsed() const
    {
        return wall_.isValid() ? std::max(0.0, double(wall_.nsecsElapsed()) / 1e6 - (waitedForProcessor() - waited_))
                               : 0;
    }

private:
    QElapsedTimer wall_;
    double waited_ = 0;
};

} // namespace gridscope::test
