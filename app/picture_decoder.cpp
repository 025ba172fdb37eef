// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/picture_decoder.h"

#include "core/run/error.h"
#include "core/run/whole.h"

#include <QFile>
#include <QImageReader>

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>

namespace gridscope::app {

namespace {

// The size that has `shorter` as its shorter side.
QSize scaledTo(QSize size, int shorter)
{
    const double scale = double(shorter) / double(std::min(size.width(), size.height()));
    constexpr int most = std::numeric_limits<int>::max();
    return {run::nearestIn(size.width() * scale, shorter, most), run::nearestIn(size.height() * scale, shorter, most)};
}

// By content, since ImageNet has PNG files that are called JPEG. Never a format that is a program or names other files, such
// as SVG, whichever of them Qt's plug-ins can read on this machine.
QByteArray formatOf(QIODevice& file, const std::string& path)
{
    constexpr std::array<std::string_view, 5> known = {"png", "jpeg", "gif", "bmp", "webp"};
    const QByteArray format = QImageReader::imageFormat(&file).toLower();
    if (std::ranges::find(known, format.toStdString()) == known.end()) {
        throw FileError("The picture " + path + " is none of PNG, JPEG, GIF, BMP and WebP.");
    }
    return format;
}

QImage read(const std::string& path, int shorter)
{
    constexpr int mostMegabytes = 1024; // for one picture, which a damaged header may make up
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::ReadOnly)) {
        throw FileError("The picture " + path + " could not be read: " + file.errorString().toStdString() + ".");
    }
    QImageReader reader(&file, formatOf(file, path));
    reader.setAutoTransform(true);
    QImageReader::setAllocationLimit(mostMegabytes);
    const QImage image = reader.read();
    if (image.isNull()) {
        throw FileError("The picture " + path + " could not be read: " + reader.errorString().toStdString() + ".");
    }
    return image.scaled(scaledTo(image.size(), shorter), Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
        .convertToFormat(QImage::Format_RGB888);
}

} // namespace

void decodePicture(const std::string& path, int side, std::span<std::uint8_t> planes)
{
    const QImage image = read(path, (side * 8 + 6) / 7);
    const int left = (image.width() - side) / 2, top = (image.height() - side) / 2;
    const std::size_t plane = std::size_t(side) * std::size_t(side);
    for (int y = 0; y < side; ++y) {
        const uchar* row = image.constScanLine(top + y) + 3 * left;
        for (int x = 0; x < side; ++x) {
            const std::size_t at = std::size_t(y) * std::size_t(side) + std::size_t(x);
            for (std::size_t channel = 0; channel < 3; ++channel) {
                planes[channel * plane + at] = row[3 * x + int(channel)];
            }
        }
    }
}

} // namespace gridscope::app
