// SPDX-License-Identifier: GPL-3.0-or-later
// LAPQ's search for one clip a tensor, a loss at a time: over p, jointly, and then two looks around what it found, which change
// nothing of it. Knows no network: it says which clips it wants a loss of and is told it.
// Source : lapq.md sections 3 to 6.
// Units  : clips in those of their tensors, losses in nats.
// Resume : all that it knows follows from what it was told, in that order; told the same again, it is the same.
#pragma once

#include "core/quantize/parabola.h"
#include "core/quantize/powell.h"

#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace gridscope::train {

using Clips = std::vector<double>;

struct ClipSearchPlan {
    std::vector<double> powers; // p of the first clips, one after the other; infinity: as wide as the largest value
    enum class Joint { Powell, Coordinates, None };
    Joint joint = Joint::Powell;
    int iterations = 2;
    bool looksAtPairs = true;
    int surfaceSide = 15; // points on a side; 0: no surface
    std::pair<std::size_t, std::size_t> pair{0,
                                             0}; // clips of the surface; twice the same: the pair that interacts most
};

class ClipSearch {
public:
    enum class Phase { Sweep, Vertex, Joint, Pairs, Surface, Done };

    ClipSearch() = default;
    ClipSearch(ClipSearchPlan plan, std::size_t clips);

    Phase phase() const { return phase_; }
    double wantedPower() const; // in Sweep and Vertex: the clips are those with the smallest Lp error
    Clips wantedClips() const;  // in Joint, Pairs and Surface
    void tell(const Clips& clips, double loss);

    struct Told {
        Clips clips;
        double loss;
    };
    const std::vector<Told>& told() const { return told_; }
    const Told& best() const { return told_.at(best_); }   // of the search, without the looks; after the first was told
    const Told& start() const { return told_.at(start_); } // of the joint search
    std::size_t startAt() const { return start_; }         // which of told() it is
    bool hasBest() const { return !told_.empty(); }
    std::size_t searched() const { return phase_ <= Phase::Joint ? told_.size() : pairs_.begin; } // without the looks

    std::size_t sweepPoints() const { return sweep_.count; }
    double power(std::size_t i) const; // of the first sweepPoints() that were told, and of the vertex behind them
    bool hasParabola() const { return hasParabola_; }
    const quantize::Parabola& parabola() const { return parabola_; }
    // Powers of clips where the joint search went from one best point to the next, from its start on.
    std::vector<Clips> path() const;
    int iterations() const { return iterations_; } // of the joint search, once it is over

    // d^2 loss / (d log a d log b), row by row; empty before all of its losses are known.
    std::vector<double> interactions() const;
    std::pair<std::size_t, std::size_t> surfacePair() const;
    // Losses row by row, the second clip along a row; only whole rows. Both clips go from half the best to twice.
    std::vector<double> surface() const;
    std::size_t surfaceSide() const { return std::size_t(plan_.surfaceSide); }
    static constexpr double surfaceReach = 2;
    static constexpr double pairStep = 0.1; // of a logarithm

private:
    struct Part { // of told_
        std::size_t begin = 0, count = 0;
    };
    Part& partOf(Phase phase);
    void goOn();
    bool isOver(Phase phase) const;
    void enter(Phase phase);
    void fit();
    void replay();
    Clips around(const std::vector<std::pair<std::size_t, double>>& logarithms) const;
    Clips pairPoint(std::size_t index) const;
    Clips surfacePoint(std::size_t index) const;

    ClipSearchPlan plan_;
    std::size_t clips_ = 0;
    Phase phase_ = Phase::Done;
    std::vector<Told> told_;
    std::size_t best_ = 0, start_ = 0;
    Part sweep_, vertex_, joint_, pairs_, surface_;
    quantize::Parabola parabola_;
    bool hasParabola_ = false;
    std::optional<double> vertexAt_;
    quantize::Point wants_; // clips as shares of the start's
    int iterations_ = 0;
};

// "search over p"
std::string nameOf(ClipSearch::Phase phase);

} // namespace gridscope::train
