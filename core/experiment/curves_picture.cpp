// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/curves_picture.h"

#include "core/base/plain_text.h"
#include "core/base/wording.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace gridscope::experiment {

namespace {

// Colours that are told apart with every common colour vision (Okabe and Ito), and a dash pattern as second cue.
constexpr std::array<const char*, 8> colours = {"#009E73", "#CC79A7", "#0072B2", "#D55E00",
                                                "#56B4E9", "#6B7280", "#E69F00", "#000000"};
constexpr std::array<const char*, 4> dashes = {"", "7 4", "2 3", "9 3 2 3"};

std::string colourOf(std::size_t arm) { return colours[arm % colours.size()]; }
std::string dashesOf(std::size_t arm) { return dashes[arm / 2 % dashes.size()]; }

constexpr double width = 900, height = 420, left = 70, right = 250, top = 20, bottom = 50; // pixels

class Picture {
public:
    explicit Picture(const std::vector<Curve>& curves) : curves_(curves)
    {
        for (const Curve& c : curves) {
            if (std::ranges::find(arms_, c.arm) == arms_.end()) { arms_.push_back(c.arm); }
            for (const auto& [step, accuracy] : c.points) {
                lastStep_ = std::max(lastStep_, step);
                low_ = std::min(low_, accuracy);
                high_ = std::max(high_, accuracy);
            }
        }
        low_ = std::floor(low_ * 50) / 50; // whole 2 %
        high_ = std::max(low_ + 0.02, std::ceil(high_ * 50) / 50);
    }
    std::string svg() const
    {
        std::string svg =
            "<svg viewBox=\"0 0 " + run::fixed(width, 0) + " " + run::fixed(height, 0)
            + "\" role=\"img\" aria-label=\"Validation accuracy of "
              "the quantized weights over training steps, one line for each run\" font-family=\"sans-serif\" "
              "font-size=\"14\">\n";
        for (int i = 0; i <= 4; ++i) { svg += tick(i / 4.0); }
        svg += titles();
        for (const Curve& c : curves_) { svg += line(c); }
        for (std::size_t arm = 0; arm < arms_.size(); ++arm) { svg += legend(arm); }
        return svg + "</svg>\n";
    }

private:
    double x(double step) const { return left + step / lastStep_ * (width - left - right); }
    double y(double accuracy) const { return top + (high_ - accuracy) / (high_ - low_) * (height - top - bottom); }

    std::string tick(double share) const // of both axes
    {
        const double value = low_ + (high_ - low_) * share, step = lastStep_ * share;
        return "<line x1=\"" + run::fixed(left, 0) + "\" x2=\"" + run::fixed(width - right, 0) + "\" y1=\""
               + run::fixed(y(value), 1) + "\" y2=\"" + run::fixed(y(value), 1) + "\" stroke=\"#d0d4da\"/><text x=\""
               + run::fixed(left - 8, 0) + "\" y=\"" + run::fixed(y(value) + 5, 1) + "\" text-anchor=\"end\">"
               + run::fixed(value * 100, 1) + "</text><text x=\"" + run::fixed(x(step), 1) + "\" y=\""
               + run::fixed(height - bottom + 20, 0) + "\" text-anchor=\"middle\">" + run::fixed(step, 0) + "</text>\n";
    }
    static std::string titles()
    {
        return "<text x=\"" + run::fixed((left + width - right) / 2, 0) + "\" y=\"" + run::fixed(height - 8, 0)
               + "\" text-anchor=\"middle\">training step</text><text transform=\"translate(16 "
               + run::fixed((top + height - bottom) / 2, 0)
               + ") rotate(-90)\" text-anchor=\"middle\">validation accuracy, quantized, %</text>\n";
    }
    std::string line(const Curve& c) const
    {
        const auto arm = std::size_t(std::ranges::find(arms_, c.arm) - arms_.begin());
        std::string svg = "<polyline fill=\"none\" stroke-width=\"2\" stroke=\"" + colourOf(arm)
                          + "\" stroke-dasharray=\"" + dashesOf(arm) + "\" points=\"";
        for (const auto& [step, accuracy] : c.points) {
            svg += run::fixed(x(step), 1) + "," + run::fixed(y(accuracy), 1) + " ";
        }
        return svg + "\"/>\n";
    }
    std::string legend(std::size_t arm) const
    {
        const double at = top + 14 + 20 * double(arm);
        return "<line x1=\"" + run::fixed(width - right + 16, 0) + "\" x2=\"" + run::fixed(width - right + 50, 0)
               + "\" y1=\"" + run::fixed(at - 5, 1) + "\" y2=\"" + run::fixed(at - 5, 1)
               + "\" stroke-width=\"3\" stroke=\"" + colourOf(arm) + "\" stroke-dasharray=\"" + dashesOf(arm)
               + "\"/><text x=\"" + run::fixed(width - right + 58, 0) + "\" y=\"" + run::fixed(at, 1) + "\">"
               + run::xmlText(arms_[arm]) + "</text>\n";
    }

    const std::vector<Curve>& curves_;
    std::vector<std::string> arms_;
    double lastStep_ = 1, low_ = 1, high_ = 0;
};

} // namespace

std::string pictureOf(const std::vector<Curve>& curves) { return Picture(curves).svg(); }

} // namespace gridscope::experiment
