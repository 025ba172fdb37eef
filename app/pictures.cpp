// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pictures.h"

#include "core/base/text_file.h"
#include "ui/chart/payload_chart.h"
#include "ui/look/language.h"
#include "ui/look/theme.h"

#include <QLoggingCategory>

namespace gridscope::app {

Studio::Studio()
{
    qputenv("QT_QPA_PLATFORM", "offscreen"); // works with and without a display
    // What the offscreen platform warns of (no size hints, no runtime folder) is not for the user of a command.
    QLoggingCategory::setFilterRules(QStringLiteral("*.debug=false\n*.info=false\n*.warning=false"));
    application_ = std::make_unique<QApplication>(argc_, argv_);
    ui::keepNumbersPlain();
    ui::ThemeSource::instance().choose(ui::ThemeSource::Choice::Light);
}

Studio::~Studio() = default;

void writePictures(const run::History& history, const std::string& folder, const std::string& runName)
{
    const Studio studio;
    for (const auto& id : ui::figuresOf(history)) {
        const ui::Figure figure(history, id, {}, QString::fromStdString(runName), ui::FigureStyle::Slide);
        const QByteArray png = figure.picture(QStringLiteral("png"));
        writeTextFile(folder + "/" + ui::figureName(history, id).toStdString() + ".png",
                      {png.constData(), std::size_t(png.size())});
    }
}

void writePayloadPictures(const experiment::Report& report, const std::string& folder)
{
    const Studio studio;
    ui::PayloadChart chart;
    constexpr QSize slide(1000, 620);
    chart.resize(slide);
    chart.display(report.points);
    const ui::PictureFacts facts{QString::fromStdString(report.question), chart.summary(), {}};
    for (const char* format : {"svg", "pdf", "png"}) {
        const QByteArray bytes = ui::pictureOf(chart, QString::fromLatin1(format), facts);
        writeTextFile(folder + "/" + report.name + "." + format, {bytes.constData(), std::size_t(bytes.size())});
    }
}

} // namespace gridscope::app
