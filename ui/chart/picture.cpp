// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/picture.h"

#include "core/base/plain_text.h"

#include <QBuffer>
#include <QImage>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>

namespace gridscope::ui {

namespace {

QString xmlText(const QString& text) { return QString::fromStdString(run::xmlText(text.toStdString())); }

// Qt escapes what it draws, but lets through what no XML holds: control characters, in whatever name they were.
QByteArray wellFormed(const QByteArray& xml)
{
    QString text = QString::fromUtf8(xml);
    text.removeIf(
        [](QChar c) { return (c < QChar(0x20) && c != '\n' && c != '\t' && c != '\r') || c >= QChar(0xFFFE); });
    return text.toUtf8();
}

constexpr int dotsPerInch = 96; // one pixel of the screen; vectors do not lose by it

bool savePng(QWidget& view, QIODevice& file, const PictureFacts& facts, double ratio)
{
    QImage image = imageOf(view, ratio);
    const auto dotsPerMeter = static_cast<int>(dotsPerInch * ratio / 0.0254);
    image.setDotsPerMeterX(dotsPerMeter);
    image.setDotsPerMeterY(dotsPerMeter);
    image.setText(QStringLiteral("Title"), facts.title);
    image.setText(QStringLiteral("Description"), facts.description);
    if (!facts.state.isEmpty()) { image.setText(QLatin1String(pictureStateKey), QString::fromUtf8(facts.state)); }
    return image.save(&file, "PNG");
}

bool saveSvg(QWidget& view, QIODevice& file, const PictureFacts& facts)
{
    QByteArray drawn;
    QBuffer buffer(&drawn);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(dotsPerInch);
    generator.setSize(view.size());
    generator.setViewBox(view.rect());
    generator.setTitle(xmlText(facts.title)); // Qt writes these two as they are
    generator.setDescription(xmlText(facts.description));
    QPainter painter(&generator);
    if (!painter.isActive()) { return false; }
    view.render(&painter);
    if (!painter.end()) { return false; }
    const auto place = drawn.indexOf("<defs>");
    if (!facts.state.isEmpty() && place >= 0) {
        const QByteArray state = xmlText(QString::fromUtf8(facts.state)).toUtf8();
        drawn.insert(place, "<metadata id=\"" + QByteArray(pictureStateKey) + "\">" + state + "</metadata>\n");
    }
    drawn = wellFormed(drawn);
    return file.write(drawn) == drawn.size();
}

QByteArray xmpOf(const PictureFacts& facts)
{
    const QString packet = QStringLiteral(
        "<?xpacket begin='\uFEFF' id='W5M0MpCehiHzreSzNTczkc9d'?>\n<x:xmpmeta xmlns:x='adobe:ns:meta/'>\n"
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\n"
        "<rdf:Description rdf:about='' xmlns:dc='http://purl.org/dc/elements/1.1/' "
        "xmlns:pdf='http://ns.adobe.com/pdf/1.3/'>\n"
        "<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>%1</rdf:li></rdf:Alt></dc:title>\n"
        "<dc:description><rdf:Alt><rdf:li xml:lang='x-default'>%2</rdf:li></rdf:Alt></dc:description>\n"
        "<pdf:Keywords>%3</pdf:Keywords>\n</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end='w'?>");
    return packet.arg(xmlText(facts.title), xmlText(facts.description), xmlText(QString::fromUtf8(facts.state)))
        .toUtf8();
}

} // namespace

QImage imageOf(QWidget& view, double ratio)
{
    QImage image((QSizeF(view.size()) * ratio).toSize(), QImage::Format_RGB32);
    image.setDevicePixelRatio(ratio);
    image.fill(view.palette().color(QPalette::Window));
    view.render(&image);
    return image;
}

PdfBook::PdfBook(PictureFacts facts) : facts_(std::move(facts)), file_(&bytes_)
{
    file_.open(QIODevice::WriteOnly);
    writer_ = std::make_unique<QPdfWriter>(&file_);
    writer_->setResolution(dotsPerInch);
    writer_->setTitle(facts_.title);
    writer_->setCreator(QStringLiteral("Gridscope"));
    if (!facts_.state.isEmpty()) { writer_->setDocumentXmpMetadata(xmpOf(facts_)); }
}

PdfBook::~PdfBook() = default;

bool PdfBook::add(QWidget& view)
{
    writer_->setPageSize(
        QPageSize(QSizeF(view.size()) * 72 / dotsPerInch, QPageSize::Point, {}, QPageSize::ExactMatch));
    writer_->setPageMargins({0, 0, 0, 0});
    if (painter_ == nullptr) {
        painter_ = std::make_unique<QPainter>(writer_.get());
    } else if (!writer_->newPage()) {
        return false;
    }
    if (!painter_->isActive()) { return false; }
    view.render(painter_.get());
    return true;
}

QByteArray PdfBook::finish()
{
    if (painter_ == nullptr || !painter_->end()) { return {}; }
    return bytes_;
}

QByteArray pictureOf(QWidget& view, const QString& format, const PictureFacts& facts, double ratio)
{
    if (view.size().isEmpty()) { return {}; }
    if (format == QLatin1String("pdf")) {
        PdfBook book(facts);
        return book.add(view) ? book.finish() : QByteArray();
    }
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (!buffer.open(QIODevice::WriteOnly)) { return {}; }
    const bool isDrawn = format == QLatin1String("png")   ? savePng(view, buffer, facts, ratio)
                         : format == QLatin1String("svg") ? saveSvg(view, buffer, facts)
                                                          : false;
    return isDrawn ? bytes : QByteArray();
}

} // namespace gridscope::ui
