// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/clip_search.h"

#include <algorithm>
#include <cmath>

namespace gridscope::train {

namespace {

constexpr double impossible = 1e6; // the loss of a clip that is not above 0

// Of points in the order in which pairPoint() goes: up and down alone, then each pair up together and down together.
struct PairOrder {
    std::size_t clips;
    std::size_t count() const { return clips * (clips + 1); }
    std::size_t alone(std::size_t i, bool isUp) const { return 2 * i + (isUp ? 0 : 1); }
    std::size_t together(std::size_t i, std::size_t j, bool isUp) const // i < j
    {
        const std::size_t before = i * clips - i * (i + 1) / 2 + (j - i - 1);
        return 2 * clips + 2 * before + (isUp ? 0 : 1);
    }
};

bool isPossible(const quantize::Point& point)
{
    return std::ranges::all_of(point, [](double share) { return share > 0; });
}

} // namespace

std::string nameOf(ClipSearch::Phase phase)
{
    switch (phase) {
    case ClipSearch::Phase::Sweep: return "search over p";
    case ClipSearch::Phase::Vertex: return "vertex of the parabola over p";
    case ClipSearch::Phase::Joint: return "joint search of all clips";
    case ClipSearch::Phase::Pairs: return "look at pairs of clips";
    case ClipSearch::Phase::Surface: return "look at the loss surface";
    case ClipSearch::Phase::Done: break;
    }
    return "done";
}

ClipSearch::ClipSearch(ClipSearchPlan plan, std::size_t clips)
    : plan_(std::move(plan)), clips_(clips), phase_(Phase::Sweep)
{}

double ClipSearch::power(std::size_t i) const
{
    return i < plan_.powers.size() ? plan_.powers[i] : vertexAt_.value_or(0);
}

double ClipSearch::wantedPower() const { return power(sweep_.count); }

Clips ClipSearch::wantedClips() const
{
    if (phase_ == Phase::Pairs) { return pairPoint(pairs_.count); }
    if (phase_ == Phase::Surface) { return surfacePoint(surface_.count); }
    Clips clips = start().clips;
    for (std::size_t i = 0; i < clips_ && i < wants_.size(); ++i) { clips[i] *= wants_[i]; }
    return clips;
}

ClipSearch::Part& ClipSearch::partOf(Phase phase)
{
    switch (phase) {
    case Phase::Vertex: return vertex_;
    case Phase::Joint: return joint_;
    case Phase::Pairs: return pairs_;
    case Phase::Surface: return surface_;
    case Phase::Sweep:
    case Phase::Done: break;
    }
    return sweep_;
}

void ClipSearch::tell(const Clips& clips, double loss)
{
    if (phase_ == Phase::Done) { return; }
    told_.push_back({clips, loss});
    ++partOf(phase_).count;
    if (phase_ <= Phase::Joint && loss < told_[best_].loss) { best_ = told_.size() - 1; }
    if (phase_ == Phase::Sweep) { fit(); }
    if (phase_ == Phase::Joint) { replay(); }
    goOn();
}

void ClipSearch::goOn()
{
    while (phase_ != Phase::Done && isOver(phase_)) { enter(Phase(int(phase_) + 1)); }
}

bool ClipSearch::isOver(Phase phase) const
{
    switch (phase) {
    case Phase::Sweep: return sweep_.count >= plan_.powers.size();
    case Phase::Vertex: return !vertexAt_ || vertex_.count == 1;
    case Phase::Joint: return wants_.empty();
    case Phase::Pairs: return !plan_.looksAtPairs || pairs_.count == PairOrder{clips_}.count();
    case Phase::Surface:
        return clips_ < 2 || surface_.count == std::size_t(plan_.surfaceSide) * std::size_t(plan_.surfaceSide);
    case Phase::Done: break;
    }
    return false;
}

void ClipSearch::enter(Phase phase)
{
    phase_ = phase;
    partOf(phase).begin = phase == Phase::Done ? 0 : told_.size();
    if (phase == Phase::Joint) {
        start_ = best_;
        replay();
    }
}

void ClipSearch::fit()
{
    std::vector<double> losses;
    for (const Told& told : told_) { losses.push_back(told.loss); }
    const std::span<const double> powers(plan_.powers.data(), sweep_.count);
    hasParabola_ = sweep_.count >= 3;
    parabola_ = quantize::parabolaThrough(powers, losses);
    if (sweep_.count == plan_.powers.size()) { vertexAt_ = quantize::usableVertex(parabola_, powers); }
}

// What the joint search asks next, as shares of the clips that it starts from; nothing when it is over.
void ClipSearch::replay()
{
    using quantize::Loss;
    if (plan_.joint == ClipSearchPlan::Joint::None) { return; }
    const quantize::SearchSettings settings{.iterations = plan_.iterations};
    const quantize::Minimum from{quantize::Point(clips_, 1.0), start().loss};
    const auto search = [&](const Loss& ask) {
        const Loss loss = [&](const quantize::Point& point) { return isPossible(point) ? ask(point) : impossible; };
        return plan_.joint == ClipSearchPlan::Joint::Powell ? quantize::powell(loss, from, settings)
                                                            : quantize::coordinateDescent(loss, from, settings);
    };
    std::vector<double> losses;
    for (std::size_t i = 0; i < joint_.count; ++i) { losses.push_back(told_[joint_.begin + i].loss); }
    const quantize::Replay replay = quantize::replayed(search, losses);
    wants_ = replay.wants.value_or(quantize::Point());
    if (replay.found) { iterations_ = replay.found->iterations; }
}

std::vector<Clips> ClipSearch::path() const
{
    std::vector<Clips> path;
    if (phase_ < Phase::Joint) { return path; }
    double lowest = start().loss;
    path.push_back(start().clips);
    for (std::size_t i = 0; i < joint_.count; ++i) {
        const Told& told = told_[joint_.begin + i];
        if (!(told.loss < lowest)) { continue; }
        lowest = told.loss;
        path.push_back(told.clips);
    }
    return path;
}

Clips ClipSearch::around(const std::vector<std::pair<std::size_t, double>>& logarithms) const
{
    Clips clips = best().clips;
    for (const auto& [clip, by] : logarithms) { clips[clip] *= std::exp(by); }
    return clips;
}

Clips ClipSearch::pairPoint(std::size_t index) const
{
    const double by = index % 2 == 0 ? pairStep : -pairStep;
    if (index < 2 * clips_) { return around({{index / 2, by}}); }
    std::size_t pair = index / 2 - clips_, i = 0;
    while (pair >= clips_ - 1 - i) { pair -= clips_ - 1 - i++; }
    return around({{i, by}, {i + 1 + pair, by}});
}

// Central differences: f(++) + f(--) - 2 f = (H_ii + 2 H_ij + H_jj) h^2, and alone f(+) + f(-) - 2 f = H_ii h^2.
std::vector<double> ClipSearch::interactions() const
{
    const PairOrder order{clips_};
    if (!plan_.looksAtPairs || pairs_.count < order.count()) { return {}; }
    const auto bend = [&](std::size_t up, std::size_t down) {
        return told_[pairs_.begin + up].loss + told_[pairs_.begin + down].loss - 2 * best().loss;
    };
    const auto alone = [&](std::size_t i) { return bend(order.alone(i, true), order.alone(i, false)); };
    std::vector<double> matrix(clips_ * clips_);
    constexpr double square = pairStep * pairStep;
    for (std::size_t i = 0; i < clips_; ++i) {
        matrix[i * clips_ + i] = alone(i) / square;
        for (std::size_t j = i + 1; j < clips_; ++j) {
            const double both = bend(order.together(i, j, true), order.together(i, j, false));
            matrix[i * clips_ + j] = matrix[j * clips_ + i] = (both - alone(i) - alone(j)) / (2 * square);
        }
    }
    return matrix;
}

std::pair<std::size_t, std::size_t> ClipSearch::surfacePair() const
{
    if (plan_.pair.first != plan_.pair.second) { return plan_.pair; }
    const std::vector<double> matrix = interactions();
    std::pair<std::size_t, std::size_t> most{0, 1};
    for (std::size_t i = 0; i < clips_ && !matrix.empty(); ++i) {
        for (std::size_t j = i + 1; j < clips_; ++j) {
            const bool isMore = std::abs(matrix[i * clips_ + j]) > std::abs(matrix[most.first * clips_ + most.second]);
            if (isMore) { most = {i, j}; }
        }
    }
    return most;
}

Clips ClipSearch::surfacePoint(std::size_t index) const
{
    const auto side = std::size_t(plan_.surfaceSide);
    const auto logarithm = [&](std::size_t i) {
        return side < 2 ? 0 : std::log(surfaceReach) * (2 * double(i) / double(side - 1) - 1);
    };
    const auto [first, second] = surfacePair();
    return around({{first, logarithm(index / side)}, {second, logarithm(index % side)}});
}

std::vector<double> ClipSearch::surface() const
{
    const auto side = std::size_t(std::max(plan_.surfaceSide, 1));
    std::vector<double> losses;
    for (std::size_t i = 0; i < surface_.count / side * side; ++i) { losses.push_back(told_[surface_.begin + i].loss); }
    return losses;
}

} // namespace gridscope::train
