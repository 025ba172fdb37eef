// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/picture.h"

#include <QFileInfo>
#include <QImage>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

namespace gridscope::ui {

namespace {

bool saveBitmap(QWidget& view, QIODevice& file)
{
    constexpr int ratio = 2;
    QImage image(view.size() * ratio, QImage::Format_RGB32);
    image.setDevicePixelRatio(ratio);
    image.fill(view.palette().color(QPalette::Window));
    view.render(&image);
    return image.save(&file, "PNG");
}

bool saveSvg(QWidget& view, QIODevice& file)
{
    QSvgGenerator generator;
    generator.setOutputDevice(&file);
    generator.setSize(view.size());
    generator.setViewBox(view.rect());
    generator.setTitle(view.accessibleName());
    generator.setDescription(view.accessibleDescription());
    QPainter painter(&generator);
    if (!painter.isActive()) { return false; }
    view.render(&painter);
    return painter.end();
}

bool savePdf(QWidget& view, QIODevice& file)
{
    constexpr int dotsPerInch = 96; // one pixel of the screen; vectors do not lose by it
    QPdfWriter writer(&file);
    writer.setResolution(dotsPerInch);
    writer.setPageSize(QPageSize(QSizeF(view.size()) * 72 / dotsPerInch, QPageSize::Point, {}, QPageSize::ExactMatch));
    writer.setPageMargins({0, 0, 0, 0});
    writer.setTitle(view.accessibleName());
    QPainter painter(&writer);
    if (!painter.isActive()) { return false; }
    view.render(&painter);
    return painter.end();
}

} // namespace

bool savePicture(QWidget& view, const QString& path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    QSaveFile file(path); // either the whole picture or the former file
    if (view.size().isEmpty() || !file.open(QIODevice::WriteOnly)) { return false; }
    const bool isDrawn = suffix == QLatin1String("png")   ? saveBitmap(view, file)
                         : suffix == QLatin1String("svg") ? saveSvg(view, file)
                         : suffix == QLatin1String("pdf") ? savePdf(view, file)
                                                          : false;
    return isDrawn && file.commit();
}

} // namespace gridscope::ui
