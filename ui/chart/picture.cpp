// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/picture.h"

#include <QBuffer>
#include <QFileInfo>
#include <QImage>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

namespace gridscope::ui {

namespace {

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
    generator.setTitle(facts.title);
    generator.setDescription(facts.description);
    QPainter painter(&generator);
    if (!painter.isActive()) { return false; }
    view.render(&painter);
    if (!painter.end()) { return false; }
    const auto place = drawn.indexOf("<defs>");
    if (!facts.state.isEmpty() && place >= 0) {
        const QByteArray state = QString::fromUtf8(facts.state).toHtmlEscaped().toUtf8();
        drawn.insert(place, "<metadata id=\"" + QByteArray(pictureStateKey) + "\">" + state + "</metadata>\n");
    }
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
    return packet
        .arg(facts.title.toHtmlEscaped(), facts.description.toHtmlEscaped(),
             QString::fromUtf8(facts.state).toHtmlEscaped())
        .toUtf8();
}

bool savePdf(QWidget& view, QIODevice& file, const PictureFacts& facts)
{
    QPdfWriter writer(&file);
    writer.setResolution(dotsPerInch);
    writer.setPageSize(QPageSize(QSizeF(view.size()) * 72 / dotsPerInch, QPageSize::Point, {}, QPageSize::ExactMatch));
    writer.setPageMargins({0, 0, 0, 0});
    writer.setTitle(facts.title);
    writer.setCreator(QStringLiteral("Gridscope"));
    if (!facts.state.isEmpty()) { writer.setDocumentXmpMetadata(xmpOf(facts)); }
    QPainter painter(&writer);
    if (!painter.isActive()) { return false; }
    view.render(&painter);
    return painter.end();
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

QByteArray pictureOf(QWidget& view, const QString& format, const PictureFacts& facts, double ratio)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (view.size().isEmpty() || !buffer.open(QIODevice::WriteOnly)) { return {}; }
    const bool isDrawn = format == QLatin1String("png")   ? savePng(view, buffer, facts, ratio)
                         : format == QLatin1String("svg") ? saveSvg(view, buffer, facts)
                         : format == QLatin1String("pdf") ? savePdf(view, buffer, facts)
                                                          : false;
    return isDrawn ? bytes : QByteArray();
}

bool savePicture(QWidget& view, const QString& path)
{
    const QByteArray bytes =
        pictureOf(view, QFileInfo(path).suffix().toLower(), {view.accessibleName(), view.accessibleDescription(), {}});
    QSaveFile file(path); // either the whole picture or the former file
    // Qt 6.4 reports no error when a full disk takes only a part.
    return !bytes.isEmpty() && file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit();
}

} // namespace gridscope::ui
