// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/control/pace.h"

#include "core/base/whole.h"
#include "core/base/wording.h"
#include "ui/look/translate.h"

#include <QCoreApplication>

#include <array>
#include <cmath>

namespace gridscope::ui {
namespace {

constexpr std::array<double, 24> paces = {0.5, 0.75, 1,  1.5, 2,   3,   4,   6,   8,   10,  15,   20,
                                          30,  40,   60, 80,  100, 150, 200, 300, 400, 600, 1000, 0};
constexpr std::int64_t fastest = 1'000'000'000; // steps per second that anything says

} // namespace

int paceCount() { return int(paces.size()); }

double paceAt(int position) { return paces.at(std::size_t(position)); }

int nearestPacePosition(double stepsPerSecond)
{
    if (stepsPerSecond <= 0) { return paceCount() - 1; }
    int best = 0;
    for (int i = 1; i + 1 < paceCount(); ++i) {
        const auto distance = [&](int at) { return std::abs(std::log(paceAt(at) / stepsPerSecond)); };
        if (distance(i) < distance(best)) { best = i; }
    }
    return best;
}

QString speedNumber(double stepsPerSecond)
{
    if (!(stepsPerSecond >= 9.95)) { return QString::number(stepsPerSecond, 'g', 2); }
    return QString::fromStdString(run::thousands(run::nearestIn(stepsPerSecond, std::int64_t(0), fastest)));
}

QString paceText(double stepsPerSecond)
{
    return stepsPerSecond <= 0 ? tr("max") : tr("%1 steps/s").arg(speedNumber(stepsPerSecond));
}

QString behindText(double asked, double measured)
{
    return tr("asked %1, got %2 steps/s").arg(speedNumber(asked), speedNumber(measured));
}

} // namespace gridscope::ui
