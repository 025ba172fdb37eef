// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/room_shares.h"

#include <QDataStream>
#include <QIODevice>

#include <algorithm>

namespace gridscope::ui {
namespace {

constexpr quint32 version = 2; // of what is saved; 1 was what the splitters say of themselves

bool isSound(const RoomShares& shares)
{
    const RoomShares usual;
    const auto isWidth = [](const RoomShares::Width& width) {
        return width.pixels > 0 && width.pixels < 100'000 && width.textPercent >= 100;
    };
    const auto isSplit = [](const QList<int>& sizes, const QList<int>& like) {
        return sizes.size() == like.size()
               && std::ranges::all_of(sizes, [](int size) { return size > 0 && size < 100'000; });
    };
    return isWidth(shares.strip) && isWidth(shares.side) && std::ranges::equal(shares.middle, usual.middle, isSplit);
}

} // namespace

QByteArray bytesOf(const RoomShares& shares)
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream << version;
    for (const RoomShares::Width& width : {shares.strip, shares.side}) {
        stream << qint32(width.pixels) << qint32(width.textPercent);
    }
    for (const QList<int>& sizes : shares.middle) { stream << sizes; }
    return bytes;
}

std::optional<RoomShares> roomSharesIn(const QByteArray& bytes)
{
    quint32 written = 0;
    RoomShares saved;
    QDataStream stream(bytes);
    stream >> written;
    if (written != version) { return std::nullopt; }
    for (RoomShares::Width* width : {&saved.strip, &saved.side}) {
        qint32 pixels = 0, textPercent = 0;
        stream >> pixels >> textPercent;
        *width = {pixels, textPercent};
    }
    for (QList<int>& sizes : saved.middle) { stream >> sizes; }
    return stream.status() == QDataStream::Ok && isSound(saved) ? std::optional(saved) : std::nullopt;
}

} // namespace gridscope::ui
