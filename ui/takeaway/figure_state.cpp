// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/takeaway/figure_state.h"

#include "core/base/error.h"
#include "core/export/report.h"
#include "core/settings/config_fields.h"
#include "ui/chart/picture.h"
#include "ui/look/translate.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QImageReader>
#include <QJsonDocument>
#include <QJsonObject>
#include <QXmlStreamReader>
#include <QtEndian>

#include <cmath>

namespace gridscope::ui {
namespace {

constexpr qint64 mostBytes = qint64(64) << 20;
constexpr double mostStep = 1e7;

[[noreturn]] void fail(const QString& path, const QString& why)
{
    throw FileError(tr("\"%1\" is no figure of Gridscope: %2.").arg(QFileInfo(path).fileName(), why).toStdString());
}

QByteArray contentOf(const QString& path)
{
    if (!QFileInfo(path).isFile()) {
        fail(path, tr("it is not a regular file"));
    } // a pipe would keep us waiting for ever
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) { fail(path, tr("it cannot be read")); }
    if (file.size() > mostBytes) { fail(path, tr("it is larger than 64 MB")); }
    return file.read(mostBytes);
}

// The text of the first element of that name; with `id`, the first that has it.
QByteArray elementText(const QByteArray& xml, const char* name, const char* id)
{
    QXmlStreamReader reader(xml);
    while (!reader.atEnd()) {
        const bool isElement =
            reader.readNext() == QXmlStreamReader::StartElement && reader.name() == QLatin1String(name);
        if (!isElement) { continue; }
        if (id != nullptr && reader.attributes().value(QLatin1String("id")) != QLatin1String(id)) { continue; }
        return reader.readElementText().toUtf8();
    }
    return {};
}

// A chunk says how long it is, and libpng takes that much memory before it finds the file too short.
bool hasWholeChunks(const QByteArray& png)
{
    constexpr qsizetype signature = 8, around = 12; // length, name and checksum of a chunk
    for (qsizetype at = signature; png.size() - at >= around;) {
        const auto length = qsizetype(qFromBigEndian<quint32>(png.constData() + at));
        if (length > png.size() - at - around) { return false; }
        if (png.mid(at + 4, 4) == "IEND") { return true; }
        at += around + length;
    }
    return false;
}

QByteArray stateInPng(QByteArray bytes)
{
    if (!hasWholeChunks(bytes)) { return {}; }
    QBuffer buffer(&bytes);
    QImageReader reader(&buffer, "png");
    return reader.text(QLatin1String(pictureStateKey)).toUtf8(); // before the pixels: none of them is decoded
}

QByteArray stateInPdf(const QByteArray& bytes)
{
    const auto begin = bytes.indexOf("<x:xmpmeta");
    constexpr QByteArrayView last = "</x:xmpmeta>";
    const auto end = bytes.indexOf(last, qMax<qsizetype>(begin, 0));
    if (begin < 0 || end < 0) { return {}; }
    return elementText(bytes.mid(begin, end + last.size() - begin), "Keywords", nullptr);
}

QByteArray stateIn(const QByteArray& bytes)
{
    if (bytes.startsWith("\x89PNG")) { return stateInPng(bytes); }
    if (bytes.startsWith("%PDF-")) { return stateInPdf(bytes); }
    return elementText(bytes, "metadata", pictureStateKey);
}

} // namespace

bool looksLikeFigure(const QString& path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    return suffix == QLatin1String("png") || suffix == QLatin1String("svg") || suffix == QLatin1String("pdf");
}

FigureState readFigure(const QString& path) { return figureStateIn(contentOf(path), path); }

FigureState figureStateIn(const QByteArray& bytes, const QString& path)
{
    const QByteArray text = stateIn(bytes);
    if (text.isEmpty()) { fail(path, tr("it does not say which run and settings it shows")); }
    const QJsonObject all = QJsonDocument::fromJson(text).object();
    const QJsonValue step = all["step"];
    const bool isOurs = all["program"].toString() == QLatin1String("gridscope") && all["settings"].isObject()
                        && step.isDouble() && std::abs(step.toDouble()) <= mostStep;
    if (!isOurs) { fail(path, tr("what it says of its run cannot be understood")); }
    FigureState state;
    state.run = QFileInfo(all["run"].toString()).fileName();
    state.view = all["view"].toString();
    state.layer = all["layer"].toString();
    state.step = std::int64_t(step.toDouble());
    const QByteArray settings = QJsonDocument(all["settings"].toObject()).toJson(QJsonDocument::Compact);
    state.config = run::recordedConfig(settings.toStdString(), QFileInfo(path).fileName().toStdString());
    run::requireValid(state.config);
    // Ours name no folder. One of a stranger's must not choose what is opened on this machine.
    state.config = withoutPrivatePaths(state.config);
    return state;
}

} // namespace gridscope::ui
