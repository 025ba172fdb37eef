// SPDX-License-Identifier: GPL-3.0-or-later
// The range of one axis: the automatic one, until the user chooses; then the user's, whatever data come, until "auto".
// Units  : those of the axis.
#pragma once

#include <algorithm>
#include <optional>

namespace gridscope::ui {

class AxisZoom {
public:
    struct Range {
        double low = 0;
        double high = 1;
        double span() const { return high - low; }
        bool operator==(const Range&) const = default;
    };

    void setAutomatic(Range range) { automatic_ = range; }
    const Range& shown() const { return users_ ? *users_ : automatic_; }
    bool isUsers() const { return users_.has_value(); }
    void reset() { users_.reset(); }

    // `at` keeps its place. Never narrower than `least`; as wide as the automatic range it becomes automatic again.
    void zoom(double at, double factor, double least)
    {
        const Range now = shown();
        const double span = std::max(least, now.span() / factor);
        if (span >= automatic_.span()) { return reset(); }
        const double share = now.span() > 0 ? std::clamp((at - now.low) / now.span(), 0.0, 1.0) : 0.5;
        users_ = inside({at - share * span, at + (1 - share) * span});
    }

    void pan(double distance)
    {
        if (users_) { users_ = inside({users_->low + distance, users_->high + distance}); }
    }

private:
    // Moved back into the automatic range, so that nobody gets lost.
    Range inside(Range range) const
    {
        const double back = std::max(0.0, automatic_.low - range.low) - std::max(0.0, range.high - automatic_.high);
        return {range.low + back, range.high + back};
    }

    Range automatic_;
    std::optional<Range> users_;
};

} // namespace gridscope::ui
