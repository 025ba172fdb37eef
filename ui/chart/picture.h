// SPDX-License-Identifier: GPL-3.0-or-later
// A widget as a picture, for slides and papers: PNG, or SVG and PDF as vectors. What the picture shows is written into it
// where the format has a place for that: PNG text chunks, SVG <metadata>, PDF metadata.
#pragma once

#include <QBuffer>
#include <QByteArray>
#include <QWidget>

#include <memory>

class QPainter;
class QPdfWriter;

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

// One PDF with a page for each view, as large as the view. `facts` are of the document.
class PdfBook {
public:
    explicit PdfBook(PictureFacts facts);
    ~PdfBook();
    bool add(QWidget& view); // false when it cannot be drawn
    QByteArray finish();     // the file; empty when nothing was drawn. Last.

private:
    PictureFacts facts_;
    QByteArray bytes_;
    QBuffer file_;
    std::unique_ptr<QPdfWriter> writer_;
    std::unique_ptr<QPainter> painter_;
};

} // namespace gridscope::ui
