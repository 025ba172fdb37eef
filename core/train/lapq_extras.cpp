// SPDX-License-Identifier: GPL-3.0-or-later
// What LAPQ tells in a snapshot beside what all methods do (lapq.md section 7 lists it); a recorded run is drawn from nothing else.
#include "core/train/lapq_method.h"

#include <cmath>

namespace gridscope::train {

namespace {

constexpr const char* nats = "nats";

run::Extra one(const std::string& name, const std::string& unit, double value)
{
    return {name, "", unit, {}, {float(value)}};
}

run::Extra table(const std::string& name, const std::string& unit, std::size_t columns,
                 const std::vector<double>& values)
{
    const auto rows = std::int64_t(values.size() / columns);
    return {name, "", unit, {rows, std::int64_t(columns)}, std::vector<float>(values.begin(), values.end())};
}

} // namespace

run::Extra LapqMethod::clipShare(std::size_t slot) const
{
    const double clip = inForce(net::Pass::Quantized)[slot];
    const std::string name = slots_[slot].isActivation ? "activation clip" : "weight clip";
    return {name,
            at().net.layers()[slots_[slot].layer].description.name,
            "of the largest",
            {},
            {float(widest_[slot] > 0 ? clip / widest_[slot] : 1)}};
}

std::vector<run::Extra> LapqMethod::extras() const
{
    std::vector<run::Extra> all;
    if (widest_.empty()) { return all; }
    for (std::size_t i = 0; i < slots_.size(); ++i) { all.push_back(clipShare(i)); }
    all.push_back(one("calibration loss", nats, search_.hasBest() ? search_.best().loss : widestLoss_));
    all.push_back(one("calibration loss of max-abs clips", nats, widestLoss_));
    all.push_back(one("calibration loss, float", nats, floatLoss_));
    if (search_.hasBest()) {
        addSearch(all);
        addLooks(all);
    }
    return all;
}

void LapqMethod::addSearch(std::vector<run::Extra>& extras) const
{
    std::vector<double> sweep;
    for (std::size_t i = 0; i < search_.sweepPoints(); ++i) {
        if (std::isinf(search_.power(i))) { continue; }
        sweep.insert(sweep.end(), {search_.power(i), search_.told()[i].loss});
    }
    if (sweep.empty()) { return; }
    extras.push_back(table("loss over p", nats, 2, sweep));
    if (search_.hasParabola()) {
        const auto& p = search_.parabola();
        extras.push_back(table("parabola over p", "", 3, {p.square, p.linear, p.constant}));
    }
    if (search_.phase() >= ClipSearch::Phase::Joint) {
        const auto chosen = search_.startAt();
        extras.push_back(table("chosen p", "", 2, {search_.power(chosen), search_.start().loss}));
    }
}

void LapqMethod::addLooks(std::vector<run::Extra>& extras) const
{
    const std::vector<double> matrix = search_.interactions();
    if (!matrix.empty()) { extras.push_back(table("interactions of clips", nats, slots_.size(), matrix)); }
    const std::vector<double> surface = search_.surface();
    if (surface.empty()) { return; }
    const auto [first, second] = search_.surfacePair();
    extras.push_back(table("loss surface", nats, search_.surfaceSide(), surface));
    extras.push_back(table("clips of the surface", "", 2, {double(first), double(second)}));
    std::vector<double> path;
    for (const Clips& clips : search_.path()) {
        for (const std::size_t i : {first, second}) {
            const double best = search_.best().clips[i];
            path.push_back(best > 0 && clips[i] > 0 ? std::log2(clips[i] / best) : 0);
        }
    }
    extras.push_back(table("search path", "powers of 2", 2, path));
}

} // namespace gridscope::train
