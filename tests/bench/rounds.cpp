// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/rounds.h"

#include <algorithm>
#include <ctime>
#include <stdexcept>

namespace gridscope::bench {

namespace {

double secondsOn(clockid_t clock)
{
    timespec time{};
    clock_gettime(clock, &time);
    return double(time.tv_sec) + 1e-9 * double(time.tv_nsec);
}

} // namespace

double processorSeconds() { return secondsOn(CLOCK_PROCESS_CPUTIME_ID); }
double wallSeconds() { return secondsOn(CLOCK_MONOTONIC); }

Row rowOf(std::string name, std::string against, std::vector<double> ratios, double must)
{
    std::sort(ratios.begin(), ratios.end());
    const std::size_t n = ratios.size();
    return {std::move(name), ratios[n / 2], std::move(against), int(n), ratios[n / 4], ratios[n - 1 - n / 4], must};
}

void Rounds::add(std::string name, std::function<void()> work)
{
    addMeasured(std::move(name), [work = std::move(work), clock = clock_] {
        const double start = clock();
        work();
        return clock() - start;
    });
}

void Rounds::addMeasured(std::string name, std::function<double()> seconds)
{
    variants_.push_back({std::move(name), std::move(seconds), {}});
}

void Rounds::round(bool counts)
{
    for (Variant& v : variants_) {
        const double seconds = v.seconds();
        if (counts) { v.times.push_back(seconds); }
    }
}

void Rounds::run(int rounds)
{
    round(false);
    for (int i = 0; i < rounds; ++i) { round(true); }
}

const std::vector<double>& Rounds::secondsOf(const std::string& name) const
{
    const auto found =
        std::find_if(variants_.begin(), variants_.end(), [&](const Variant& v) { return v.name == name; });
    if (found == variants_.end()) { throw std::logic_error("no variant " + name); }
    return found->times;
}

std::vector<double> Rounds::ratios(const std::string& name, const std::string& against) const
{
    std::vector<double> all = secondsOf(name);
    const auto& reference = secondsOf(against);
    for (std::size_t i = 0; i < all.size(); ++i) { all[i] /= reference[i]; }
    return all;
}

Row Rounds::row(std::string title, const std::string& name, const std::string& against, double must) const
{
    return rowOf(std::move(title), against, ratios(name, against), must);
}

} // namespace gridscope::bench
