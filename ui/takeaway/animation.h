// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures one after the other as an animated file: WebP (lossless), GIF (256 colours), or MP4 through `ffmpeg`.
// Files are made in memory; whoever gets the bytes decides when they become a file.
// Errors : gridscope::Error with one sentence from every function.
#pragma once

#include <QByteArray>
#include <QImage>

#include <memory>

namespace gridscope::ui {

inline constexpr int framesPerSecond = 12;

class AnimationEncoder {
public:
    virtual ~AnimationEncoder() = default;
    virtual void add(const QImage& frame) = 0; // all of the size that the encoder was made for
    virtual QByteArray finish() = 0;           // once, last
};
std::unique_ptr<AnimationEncoder> webpEncoder(QSize size, int framesPerSecond);
std::unique_ptr<AnimationEncoder> gifEncoder(QSize size, int framesPerSecond);
std::unique_ptr<AnimationEncoder> mp4Encoder(QSize size,
                                             int framesPerSecond); // nullptr: there is no ffmpeg; even sizes

} // namespace gridscope::ui
