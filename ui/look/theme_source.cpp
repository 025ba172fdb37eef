// SPDX-License-Identifier: GPL-3.0-or-later
// Which theme is in force. The system tells through its palette (Qt 6.4) or its colour scheme (Qt 6.5 and later). Where
// the platform brings no palette of its own, or the user chose, ours is set: the whole window changes, not only charts.
#include "ui/look/theme.h"

#include <QApplication>
#include <QEvent>
#include <QPalette>
#include <QPointer>
#include <QStyle>
#include <QStyleHints>

namespace gridscope::ui {

namespace {

QPalette paletteOf(const Theme& theme)
{
    QPalette palette(theme.window); // bevel shades for styles that use them
    palette.setColor(QPalette::Window, theme.window);
    palette.setColor(QPalette::WindowText, theme.text);
    palette.setColor(QPalette::Base, theme.surface);
    palette.setColor(QPalette::AlternateBase, theme.window);
    palette.setColor(QPalette::Text, theme.text);
    palette.setColor(QPalette::Button, theme.isHighContrast ? theme.surface : theme.dark ? theme.gap : theme.window);
    palette.setColor(QPalette::ButtonText, theme.text);
    palette.setColor(QPalette::BrightText, theme.error);
    palette.setColor(QPalette::ToolTipBase, theme.surface);
    palette.setColor(QPalette::ToolTipText, theme.text);
    palette.setColor(QPalette::PlaceholderText, theme.faintText);
    palette.setColor(QPalette::Highlight, theme.focus);
    palette.setColor(QPalette::HighlightedText, theme.surface);
    palette.setColor(QPalette::Link, theme.focus);
    palette.setColor(QPalette::LinkVisited, theme.loss);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, disabledText(theme));
    }
    palette.setColor(QPalette::Disabled, QPalette::Highlight, theme.gap);
    return palette;
}

bool isSystemDark()
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    const auto scheme = QGuiApplication::styleHints()->colorScheme();
    if (scheme != Qt::ColorScheme::Unknown) { return scheme == Qt::ColorScheme::Dark; }
#endif
    return QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
}

Theme chosen(ThemeSource::Choice choice)
{
    using Choice = ThemeSource::Choice;
    if (choice == Choice::HighContrast) { return highContrastTheme(); }
    const bool dark = choice == Choice::Dark || (choice == Choice::System && isSystemDark());
    return dark ? darkTheme() : lightTheme();
}

// A platform without a theme of its own shows the style's stock palette.
bool platformBringsPalette() { return QGuiApplication::palette() != QApplication::style()->standardPalette(); }

} // namespace

ThemeSource::ThemeSource(QObject* parent) : QObject(parent)
{
    apply();
    qApp->installEventFilter(this);
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, &ThemeSource::apply);
#endif
}

ThemeSource& ThemeSource::instance()
{
    static QPointer<ThemeSource> source;
    if (source.isNull()) { source = new ThemeSource(qApp); }
    return *source;
}

void ThemeSource::choose(Choice choice)
{
    choice_ = choice;
    apply();
}

void ThemeSource::setProjected(bool isProjected)
{
    if (isProjected == isProjected_) { return; }
    isProjected_ = isProjected;
    apply();
}

bool ThemeSource::eventFilter(QObject* watched, QEvent* event)
{
    const bool isPalette = event->type() == QEvent::ApplicationPaletteChange && watched == qApp;
    // Windows hear of a new system theme even while a palette of ours hides the system's.
    const bool isTheme = event->type() == QEvent::ThemeChange;
    if (isPalette || isTheme) { apply(); }
    return false;
}

void ThemeSource::apply()
{
    if (applying_) { return; } // our own palette comes back as an event
    applying_ = true;
    // A palette that another part of the program set counts as the system's: only our own is taken away to look beneath.
    if (QGuiApplication::palette() == ours_) { QApplication::setPalette(QPalette()); }
    theme_ = chosen(choice_);
    if (isProjected_) { theme_ = projected(theme_); }
    if (choice_ != Choice::System || !platformBringsPalette()) {
        QApplication::setPalette(paletteOf(theme_));
        ours_ = QGuiApplication::palette(); // as the application completed it
    }
    applying_ = false;
    Q_EMIT changed();
}

const Theme& theme() { return ThemeSource::instance().theme(); }

} // namespace gridscope::ui
