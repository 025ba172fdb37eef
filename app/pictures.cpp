// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pictures.h"

#include "core/run/error.h"
#include "ui/chart/picture.h"
#include "ui/panel/accuracy_panel.h"
#include "ui/panel/bits_panel.h"
#include "ui/panel/histogram_panel.h"
#include "ui/panel/loss_panel.h"
#include "ui/panel/river_panel.h"
#include "ui/theme.h"

#include <QApplication>

namespace gridscope::app {

namespace {

constexpr QSize pictureSize(1000, 560);

void draw(ui::Panel& panel, const run::History& history, std::size_t layer, const std::string& path)
{
    panel.resize(pictureSize);
    panel.refresh(history, {layer, {}});
    if (!ui::savePicture(panel, QString::fromStdString(path))) {
        throw FileError("Cannot write the picture \"" + path + "\".");
    }
}

template <typename PanelType>
void drawOnce(const run::History& history, const std::string& path, std::size_t layer = 0)
{
    PanelType panel;
    draw(panel, history, layer, path);
}

} // namespace

void writePictures(const run::History& history, const std::string& folder)
{
    qputenv("QT_QPA_PLATFORM", "offscreen"); // works with and without a display
    int argc = 1;
    std::string name = "gridscope";
    char* argv[] = {name.data(), nullptr};
    const QApplication application(argc, argv);
    ui::ThemeSource::instance().choose(ui::ThemeSource::Choice::Light); // for paper, whatever the desktop's theme

    const auto& layers = history.start().layers;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        drawOnce<ui::HistogramPanel>(history, folder + "/histogram-" + layers[i].name + ".png", i);
        drawOnce<ui::RiverPanel>(history, folder + "/river-" + layers[i].name + ".png", i);
    }
    drawOnce<ui::LossPanel>(history, folder + "/loss.png");
    drawOnce<ui::AccuracyPanel>(history, folder + "/accuracy.png");
    drawOnce<ui::BitsPanel>(history, folder + "/bits.png");
}

} // namespace gridscope::app
