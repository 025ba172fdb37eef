// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/powell.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>
#include <utility>

namespace gridscope::quantize {

namespace {

constexpr double golden = 1.618033988749895;

struct Place { // on a line
    double at, loss;
};

using LineLoss = std::function<double(double)>;

Point moved(const Point& from, const Point& direction, double by)
{
    Point to = from;
    for (std::size_t i = 0; i < to.size(); ++i) { to[i] += by * direction[i]; }
    return to;
}

double numberOr(double loss) { return std::isnan(loss) ? std::numeric_limits<double>::infinity() : loss; }

// Where the parabola through three places is lowest; where it has no lowest place, far along the way from `a` to `c`.
double vertexOf(const Place& a, const Place& b, const Place& c)
{
    const double left = (b.at - a.at) * (b.loss - c.loss), right = (b.at - c.at) * (b.loss - a.loss);
    const double twice = 2 * (right - left);
    const double safe = std::abs(twice) < 1e-20 ? 2e-21 : twice;
    return b.at - ((b.at - c.at) * right - (b.at - a.at) * left) / safe;
}

// Three places with the lowest in the middle.
struct Bracket {
    Place a, b, c;
    void shift(const Place& next)
    {
        a = b;
        b = c;
        c = next;
    }
};

// Goes downhill in growing steps, helped by parabolas, until it goes uphill again.
Bracket bracketed(const LineLoss& loss, double startLoss, double firstStep)
{
    constexpr double furthest = 110; // of the last step, with a parabola
    constexpr int mostSteps = 50;
    const auto place = [&](double at) { return Place{at, loss(at)}; };
    Bracket now{{0, startLoss}, place(firstStep), {}};
    if (now.a.loss < now.b.loss) { std::swap(now.a, now.b); }
    now.c = place(now.b.at + golden * (now.b.at - now.a.at));
    for (int step = 0; step < mostSteps && now.c.loss < now.b.loss; ++step) {
        const double vertex = vertexOf(now.a, now.b, now.c), limit = now.b.at + furthest * (now.c.at - now.b.at);
        const auto further = [&] { return place(now.c.at + golden * (now.c.at - now.b.at)); };
        if ((vertex - now.c.at) * (now.b.at - vertex) > 0) { // between the last two
            const Place between = place(vertex);
            if (between.loss < now.c.loss) { return {now.b, between, now.c}; }
            if (between.loss > now.b.loss) { return {now.a, now.b, between}; }
            now.shift(further());
        } else if ((vertex - limit) * (limit - now.c.at) >= 0) {
            now.shift(place(limit));
        } else if ((vertex - limit) * (now.c.at - vertex) > 0) { // beyond the last
            const Place beyond = place(vertex);
            const bool isLower = beyond.loss < now.c.loss;
            if (isLower) { now.shift(beyond); }
            now.shift(isLower ? further() : beyond);
        } else {
            now.shift(further());
        }
    }
    return now;
}

// Brent's method: parabolas through the three best places, golden section where they promise nothing.
class Brent {
public:
    explicit Brent(const Bracket& start)
        : low_(std::min(start.a.at, start.c.at)), high_(std::max(start.a.at, start.c.at)), best_(start.b),
          second_(start.b), third_(start.b)
    {}

    Place lowest(const LineLoss& loss, double tolerance)
    {
        constexpr int mostRounds = 100;
        for (int round = 0; round < mostRounds; ++round) {
            const double near = tolerance * std::abs(best_.at) + 1e-11;
            if (std::abs(best_.at - middle()) < 2 * near - (high_ - low_) / 2) { break; }
            const double step = nextStep(near);
            const double at = best_.at + (std::abs(step) >= near ? step : std::copysign(near, step));
            take({at, loss(at)});
        }
        return best_;
    }

private:
    double middle() const { return (low_ + high_) / 2; }

    double nextStep(double near)
    {
        if (std::abs(reach_) <= near) { return goldenStep(); }
        const double before = std::exchange(reach_, step_);
        const auto step = parabolicStep(before, near);
        return step ? step_ = *step : goldenStep();
    }

    double goldenStep()
    {
        constexpr double share = 2 - golden;
        reach_ = (best_.at >= middle() ? low_ : high_) - best_.at;
        return step_ = share * reach_;
    }

    // Nothing where it leads out of the bracket or is not half as long as the step before the last.
    std::optional<double> parabolicStep(double before, double near) const
    {
        const double left = (best_.at - second_.at) * (best_.loss - third_.loss);
        const double right = (best_.at - third_.at) * (best_.loss - second_.loss);
        const double over = (best_.at - third_.at) * right - (best_.at - second_.at) * left;
        const double under = 2 * (right - left), p = under > 0 ? -over : over, q = std::abs(under);
        const bool isInside = p > q * (low_ - best_.at) && p < q * (high_ - best_.at);
        if (!isInside || std::abs(p) >= std::abs(q * before / 2)) { return std::nullopt; }
        const double at = best_.at + p / q;
        const bool isAtEnd = at - low_ < 2 * near || high_ - at < 2 * near;
        return isAtEnd ? std::copysign(near, middle() - best_.at) : p / q;
    }

    void take(const Place& found)
    {
        if (found.loss <= best_.loss) {
            (found.at >= best_.at ? low_ : high_) = best_.at;
            third_ = second_;
            second_ = best_;
            best_ = found;
            return;
        }
        (found.at < best_.at ? low_ : high_) = found.at;
        if (found.loss <= second_.loss || second_.at == best_.at) {
            third_ = second_;
            second_ = found;
        } else if (found.loss <= third_.loss || third_.at == best_.at || third_.at == second_.at) {
            third_ = found;
        }
    }

    double low_, high_;
    Place best_, second_, third_;
    double step_ = 0, reach_ = 0; // the last one, and the one before it
};

// Moves `now` to the lowest point on its line; returns the way there. Losses that are infinite all around leave it where it is.
Point moveAlong(const Point& direction, const Loss& loss, const SearchSettings& settings, Minimum& now)
{
    const LineLoss onLine = [&](double by) { return numberOr(loss(moved(now.point, direction, by))); };
    const Place best = Brent(bracketed(onLine, now.loss, settings.firstStep)).lowest(onLine, settings.lineTolerance);
    if (!(best.loss < now.loss)) { return Point(direction.size(), 0.0); }
    const Point before = std::exchange(now.point, moved(now.point, direction, best.at));
    now.loss = best.loss;
    return moved(now.point, before, -1);
}

std::vector<Point> axes(std::size_t count)
{
    std::vector<Point> all(count, Point(count, 0.0));
    for (std::size_t i = 0; i < count; ++i) { all[i][i] = 1; }
    return all;
}

bool hasSettled(double before, double after, double tolerance)
{
    return 2 * (before - after) <= tolerance * (std::abs(before) + std::abs(after)) + 1e-20;
}

// Whether the way of a whole iteration is worth a direction of its own (Powell's test, after Press et al., section 10.7).
bool isWorthIt(double before, double after, double beyond, double largestGain)
{
    if (before <= beyond) { return false; }
    const double rest = before - after - largestGain, whole = before - beyond;
    return 2 * (before + beyond - 2 * after) * rest * rest < largestGain * whole * whole;
}

// One line search along each direction. Returns which one gained most, and how much.
std::pair<std::size_t, double> alongAll(const std::vector<Point>& directions, const Loss& loss,
                                        const SearchSettings& settings, Minimum& now)
{
    std::pair<std::size_t, double> largest{0, 0};
    for (std::size_t i = 0; i < directions.size(); ++i) {
        const double before = now.loss;
        moveAlong(directions[i], loss, settings, now);
        if (before - now.loss > largest.second) { largest = {i, before - now.loss}; }
    }
    ++now.iterations;
    return largest;
}

bool isZero(const Point& way)
{
    return std::ranges::all_of(way, [](double part) { return part == 0; });
}

struct Asked : std::exception {
    explicit Asked(Point wanted) : point(std::move(wanted)) {}
    Point point;
};

} // namespace

Minimum powell(const Loss& loss, Minimum start, const SearchSettings& settings)
{
    std::vector<Point> directions = axes(start.point.size());
    Minimum now = std::move(start);
    while (now.iterations < settings.iterations) {
        const Minimum before = now;
        const auto [best, gain] = alongAll(directions, loss, settings, now);
        if (hasSettled(before.loss, now.loss, settings.tolerance) || now.iterations >= settings.iterations) { break; }
        const Point way = moved(now.point, before.point, -1);
        if (!isWorthIt(before.loss, now.loss, numberOr(loss(moved(now.point, way, 1))), gain)) { continue; }
        const Point gone = moveAlong(way, loss, settings, now);
        if (isZero(gone)) { continue; }
        directions[best] = directions.back();
        directions.back() = gone;
    }
    return now;
}

Minimum coordinateDescent(const Loss& loss, Minimum start, const SearchSettings& settings)
{
    const std::vector<Point> directions = axes(start.point.size());
    Minimum now = std::move(start);
    while (now.iterations < settings.iterations) {
        const double before = now.loss;
        alongAll(directions, loss, settings, now);
        if (hasSettled(before, now.loss, settings.tolerance)) { break; }
    }
    return now;
}

Replay replayed(const Search& search, std::span<const double> told)
{
    Replay replay;
    const Loss answer = [&](const Point& point) {
        if (replay.asked.size() == told.size()) { throw Asked(point); }
        replay.asked.push_back(point);
        return told[replay.asked.size() - 1];
    };
    try {
        replay.found = search(answer);
    } catch (const Asked& asked) {
        replay.wants = asked.point;
    }
    return replay;
}

} // namespace gridscope::quantize
