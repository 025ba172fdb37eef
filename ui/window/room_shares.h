// SPDX-License-Identifier: GPL-3.0-or-later
// How the user wants the room to be shared. Large text, a small window, a maximised panel and projector mode may stand in the
// way for a while; they never change it.
#pragma once

#include <QByteArray>
#include <QList>

#include <array>
#include <optional>

namespace gridscope::ui {

struct RoomShares {
    struct Width {
        int pixels = 0;
        int textPercent = 100; // at which it was chosen
        int at(int otherPercent) const
        {
            return otherPercent == textPercent ? pixels : pixels * otherPercent / textPercent;
        }
    };
    enum Arrangement { Usual, Low, Projected, arrangements };
    Width strip{190, 100};
    Width side{330, 100};
    // Heights of main, wide and row; of main and row; widths of both. Only their relation counts.
    std::array<QList<int>, arrangements> middle{QList<int>{500, 270, 200}, {500, 300}, {100, 100}};
};

QByteArray bytesOf(const RoomShares& shares);
std::optional<RoomShares> roomSharesIn(const QByteArray& bytes); // nothing else than what `bytesOf` gave

} // namespace gridscope::ui
