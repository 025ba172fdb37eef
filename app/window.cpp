// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window.h"

#include "app/engine_loader.h"
#include "app/terminal.h"
#include "core/base/error.h"
#include "core/base/version.h"
#include "ui/look/language.h"
#include "ui/look/path_text.h"
#include "ui/look/theme.h"
#include "ui/takeaway/screenshot.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QIcon>
#include <QPainter>
#include <QSvgRenderer>

#include <cstdio>
#include <filesystem>

namespace gridscope::app {

namespace {

bool isChosen(const RunChoice& c)
{
    return !c.preset.empty() || !c.configFile.empty() || !c.settings.empty() || c.steps || c.seed;
}

ui::LaunchOptions launchOptions(const WindowOptions& options)
{
    ui::LaunchOptions launch;
    if (options.screenshot.empty()) {
        launch = ui::usualLaunch();
    } else {
        launch.remembers = false;
    }
    if (isChosen(options.choice) || !options.screenshot.empty()) {
        launch.config = chosenConfig(options.choice);
        launch.autoPlay = true; // who names a run wants to see it go
    }
    if (!options.open.empty()) {
        launch.open = ui::pathText(std::filesystem::absolute(options.open).string());
        launch.autoPlay = false;
    }
    return launch;
}

void requireDisplay()
{
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) {
        if (!qEnvironmentVariableIsEmpty(name)) { return; }
    }
    throw ConfigError(
        "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set); \"gridscope train\" needs none.");
}

QSize sizeOf(const std::string& text)
{
    const QStringList parts = QString::fromStdString(text).split('x');
    const QSize size = parts.size() == 2 ? QSize(parts[0].toInt(), parts[1].toInt()) : QSize();
    if (size.isEmpty()) {
        throw ConfigError("--size takes WIDTHxHEIGHT in pixels, such as 1600x1000; got \"" + text + "\".");
    }
    return size;
}

// Painted here: Debian 13 has Qt's SVG plug-in in a package of its own, and an icon is no reason to ask for it.
QIcon programIcon()
{
    QSvgRenderer drawing(QStringLiteral(":/gridscope/icons/gridscope.svg"));
    QIcon icon;
    for (const int size : {16, 32, 48, 128, 256}) {
        QPixmap pixmap(size, size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        drawing.render(&painter);
        painter.end();
        icon.addPixmap(pixmap);
    }
    return icon;
}

void chooseTheme(const std::string& name)
{
    using Choice = ui::ThemeSource::Choice;
    if (name.empty()) { return; }
    const auto choice = name == "dark" ? Choice::Dark : name == "contrast" ? Choice::HighContrast : Choice::Light;
    ui::ThemeSource::instance().choose(choice);
}

// A picture for a page has the language that was named, not that of whoever takes it.
ui::Language languageOf(const WindowOptions& options)
{
    if (!options.language.empty()) { return ui::languageNamed(QString::fromStdString(options.language)); }
    return options.screenshot.empty() ? ui::rememberedLanguage() : ui::Language::English;
}

} // namespace

int showWindow(int argc, char** argv, const WindowOptions& options)
{
    requireDisplay();
    QApplication application(argc, argv);
    ui::keepNumbersPlain();
    QApplication::setApplicationName("Gridscope");
    QApplication::setOrganizationName("Gridscope");
    QApplication::setApplicationVersion(
        QString::fromUtf8(run::programVersion().data(), qsizetype(run::programVersion().size())));
    QApplication::setDesktopFileName("io.github.gridscope.Gridscope");
    QApplication::setWindowIcon(programIcon());
    ui::speak(languageOf(options));

    ui::MainWindow window(lazyEngine(), launchOptions(options));
    chooseTheme(options.theme);
    if (options.isProjected) { window.setProjected(true); }
    if (!options.size.empty()) { window.resize(sizeOf(options.size)); }
    if (!options.screenshot.empty()) {
        window.setTextPercent(options.textPercent);
        const ui::Screenshot picture{QString::fromStdString(options.screenshot), options.screenshotStep,
                                     QString::fromStdString(options.panel), QString::fromStdString(options.keys)};
        ui::saveScreenshot(window, picture, [&](const QString& problem) {
            if (!problem.isEmpty()) { complain(problem.toStdString()); }
            QApplication::exit(problem.isEmpty() ? 0 : 1);
        });
    }
    window.show();
    return QApplication::exec();
}

} // namespace gridscope::app
