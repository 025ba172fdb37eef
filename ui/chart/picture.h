// SPDX-License-Identifier: GPL-3.0-or-later
// A widget as a picture, for slides and papers: PNG, or SVG and PDF as vectors. What the picture shows is written into it
// where the format has a place for that: PNG text chunks, SVG <metadata>, PDF metadata.
#pragma once

#include <QByteArray>
#include <QWidget>

namespace gridscope::ui {

struct PictureFacts {
    QString title;
    QString description; // for people
    QByteArray state;    // JSON: run, step, settings, version, seed; empty: none
};
inline constexpr const char* pictureStateKey = "gridscope"; // the PNG text chunk with `state`

// `format` is "png", "svg" or "pdf". PNG at `ratio` pixels for each of the widget's. Empty when it cannot be drawn.
QByteArray pictureOf(QWidget& view, const QString& format, const PictureFacts& facts = {}, double ratio = 2);
QImage imageOf(QWidget& view, double ratio);

// The suffix decides (.png, .svg, .pdf). False when it is none of these or the file cannot be written.
bool savePicture(QWidget& view, const QString& path);

} // namespace gridscope::ui
