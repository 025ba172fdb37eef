// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/decisions.h"

#include "core/base/whole.h"

#include <torch/types.h>

#include <algorithm>
#include <cmath>

namespace gridscope::train {
namespace {

constexpr int side = 48;
constexpr std::size_t shownPoints = 300;
constexpr float margin = 0.08F; // of the data's width, around them

struct Ends {
    float low, high;
};
Ends endsOf(const std::vector<float>& values, std::size_t coordinate)
{
    Ends ends{values[coordinate], values[coordinate]};
    for (std::size_t i = coordinate; i < values.size(); i += 2) {
        ends.low = std::min(ends.low, values[i]);
        ends.high = std::max(ends.high, values[i]);
    }
    const float room = std::max(margin * (ends.high - ends.low), 1e-3F);
    return {ends.low - room, ends.high + room};
}

std::uint8_t byteOf(float value, float low, float high)
{
    return run::nearestIn(double((value - low) / (high - low) * 255), std::uint8_t(0), std::uint8_t(255));
}

} // namespace

DecisionPlane::DecisionPlane(const data::Dataset& dataset)
{
    const bool arePoints =
        dataset.channels == 2 && dataset.height == 1 && dataset.width == 1 && !dataset.train.values.empty();
    if (!arePoints || dataset.classes > run::mostDecisionClasses) { return; }
    const Ends x = endsOf(dataset.train.values, 0), y = endsOf(dataset.train.values, 1);
    empty_.side = side;
    empty_.left = x.low;
    empty_.right = x.high;
    empty_.bottom = y.low;
    empty_.top = y.high;
    const auto& points = dataset.validation;
    for (std::size_t i = 0; i < std::min(shownPoints, points.labels.size()); ++i) {
        empty_.points.push_back({byteOf(points.values[2 * i], x.low, x.high),
                                 byteOf(points.values[2 * i + 1], y.low, y.high), std::uint8_t(points.labels[i])});
    }
    places_ = torch::empty({side * side, 2, 1, 1});
    float* to = places_.data_ptr<float>();
    for (int row = 0; row < side; ++row) {
        for (int column = 0; column < side; ++column) {
            *to++ = x.low + (x.high - x.low) * (float(column) + 0.5F) / side;
            *to++ = y.high - (y.high - y.low) * (float(row) + 0.5F) / side;
        }
    }
}

std::vector<std::uint8_t> DecisionPlane::ask(net::Net& net, net::Pass pass) const
{
    const torch::NoGradGuard noGrad;
    const torch::Tensor here = places_.to(net.layers().front().weight.device());
    const torch::Tensor shares = net.forward(here, pass).softmax(1).cpu().contiguous();
    const std::int64_t classes = shares.size(1);
    const float* share = shares.data_ptr<float>();
    std::vector<std::uint8_t> cells;
    for (std::int64_t place = 0; place < shares.size(0); ++place, share += classes) {
        const float* most = std::max_element(share, share + classes);
        const double even = 1 / double(classes);
        const double sure = std::clamp((double(*most) - even) / (1 - even), 0.0, 1.0);
        cells.push_back(std::uint8_t(std::uint8_t(most - share) << 4U
                                     | run::nearestIn(sure * 15, std::uint8_t(0), std::uint8_t(15))));
    }
    return cells;
}

} // namespace gridscope::train
