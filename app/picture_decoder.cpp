// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/picture_decoder.h"

#include "app/exif.h"
#include "core/base/error.h"
#include "core/base/text_file.h"
#include "core/base/whole.h"
#include "core/base/wording.h"

#include <QBuffer>
#include <QImageReader>
#include <QTransform>

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>

namespace gridscope::app {

namespace {

using Bytes = std::vector<std::uint8_t>;

[[noreturn]] void fail(const std::string& path, const std::string& what)
{
    throw FileError("The picture " + run::withoutControls(path) + " " + what + ".");
}

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
        fail(path, "is none of PNG, JPEG, GIF, BMP and WebP");
    }
    return format;
}

// libjpeg makes a grey picture of what is missing. Segments up to the scan are stepped over, since a preview in one of them
// has an end of its own.
bool isCutJpeg(const Bytes& jpeg)
{
    std::size_t at = 2;
    while (at + 3 < jpeg.size() && jpeg[at] == 0xFF && jpeg[at + 1] != 0xDA) {
        const bool isFill = jpeg[at + 1] == 0xFF;
        at += isFill ? 1 : 2 + (std::size_t(jpeg[at + 2]) << 8 | jpeg[at + 3]);
    }
    constexpr std::array<std::uint8_t, 2> end = {0xFF, 0xD9};
    const auto scan = jpeg.begin() + std::ptrdiff_t(std::min(at, jpeg.size()));
    return std::find_end(scan, jpeg.end(), end.begin(), end.end()) == jpeg.end();
}

// libpng would say it, too, but on standard error.
bool isCutPng(const Bytes& png)
{
    constexpr std::array<std::uint8_t, 4> end = {'I', 'E', 'N', 'D'};
    return std::find_end(png.begin(), png.end(), end.begin(), end.end()) == png.end();
}

QImage turned(const QImage& image, int orientation)
{
    const bool isMirrored = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    const bool isFlipped = orientation == 3 || orientation == 4 || orientation == 5 || orientation == 8;
    const QImage mirrored = isMirrored || isFlipped ? image.mirrored(isMirrored, isFlipped) : image;
    constexpr int rotatedFrom = 5;
    return orientation < rotatedFrom ? mirrored : mirrored.transformed(QTransform().rotate(90));
}

// Scaling and dropping the transparency would each show something else of what lies under it.
QImage overWhite(const QImage& image)
{
    if (!image.hasAlphaChannel()) { return image; }
    const QImage from = image.convertToFormat(QImage::Format_ARGB32_Premultiplied);
    QImage opaque(from.size(), QImage::Format_RGB32);
    for (int y = 0; y < from.height(); ++y) {
        const auto* in = reinterpret_cast<const QRgb*>(from.constScanLine(y));
        auto* out = reinterpret_cast<QRgb*>(opaque.scanLine(y));
        for (int x = 0; x < from.width(); ++x) {
            const int white = 255 - qAlpha(in[x]);
            out[x] = qRgb(qRed(in[x]) + white, qGreen(in[x]) + white, qBlue(in[x]) + white);
        }
    }
    return opaque;
}

// Only the middle is used: a line of 1 x 60,000 pixels would else be blown up to 256 x 15 million.
QImage middleOf(const QImage& image)
{
    constexpr int longest = 4; // times the shorter side
    const qint64 most = qint64(longest) * std::min(image.width(), image.height());
    const int width = int(std::min<qint64>(image.width(), most)), height = int(std::min<qint64>(image.height(), most));
    if (image.size() == QSize(width, height)) { return image; }
    return image.copy((image.width() - width) / 2, (image.height() - height) / 2, width, height);
}

void limitMemory() // for one picture, which a damaged header may make up
{
    constexpr int mostMegabytes = 1024;
    static const bool isLimited = [] {
        QImageReader::setAllocationLimit(mostMegabytes);
        return true;
    }();
    Q_UNUSED(isLimited)
}

QImage read(const std::string& path, int shorter)
{
    constexpr std::size_t mostBytes = std::size_t(1) << 29;
    constexpr qint64 mostPixels = 100'000'000;
    limitMemory();
    const Bytes bytes = readBytesFile(path, mostBytes); // by the bytes of its name, which need not be UTF-8
    QByteArray content = QByteArray::fromRawData(reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size()));
    QBuffer file(&content);
    file.open(QIODevice::ReadOnly);
    if (bytes.empty()) { fail(path, "is empty"); }
    const QByteArray format = formatOf(file, path);
    if (format == "jpeg" && isCutJpeg(bytes)) { fail(path, "is cut off: its JPEG has no end"); }
    if (format == "png" && isCutPng(bytes)) { fail(path, "is cut off: its PNG has no end"); }
    QImageReader reader(&file, format);
    reader.setAutoTransform(true);
    const QSize size = reader.size();
    if (qint64(size.width()) * size.height() > mostPixels) {
        fail(path, "has " + run::thousands(size.width()) + " x " + run::thousands(size.height())
                       + " pixels, of which at most 100,000,000 are read; scale it down");
    }
    const bool isTurned = reader.transformation() != QImageIOHandler::TransformationNone;
    QImage image = reader.read();
    if (image.isNull()) { fail(path, "could not be read: " + reader.errorString().toStdString()); }
    image = middleOf(image);
    if (format == "png" && !isTurned) { image = turned(image, orientationInPng(bytes)); }
    return overWhite(image)
        .scaled(scaledTo(image.size(), shorter), Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
        .convertToFormat(QImage::Format_RGB888);
}

} // namespace

void decodePicture(const std::string& path, int side, std::span<std::uint8_t> planes)
{
    const QImage image = read(path, (side * 8 + 6) / 7);
    if (image.isNull()) { fail(path, "could not be scaled: there is too little memory"); }
    const int left = (image.width() - side) / 2, top = (image.height() - side) / 2;
    const std::size_t plane = std::size_t(side) * std::size_t(side);
    for (int y = 0; y < side; ++y) {
        const uchar* row = image.constScanLine(top + y) + std::ptrdiff_t(3) * left;
        for (int x = 0; x < side; ++x) {
            const std::size_t at = std::size_t(y) * std::size_t(side) + std::size_t(x);
            for (std::size_t channel = 0; channel < 3; ++channel) {
                planes[channel * plane + at] = row[3 * x + int(channel)];
            }
        }
    }
}

} // namespace gridscope::app
