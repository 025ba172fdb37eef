// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/window_style.h"

#include <QFontMetrics>
#include <QHash>
#include <QRegularExpression>

namespace gridscope::ui {
namespace {

// Inputs (spin boxes, combos, check boxes) are left to the style: drawing their arrows and ticks anew gains nothing.
// $names are the theme's roles and the text sizes, filled in by `styleSheetFor`.
constexpr auto sheet = R"(
QMainWindow, QDialog, QWidget#page { background: $window; color: $text; }
QLabel { color: $text; }
QLabel:disabled { color: $disabled; }
QLabel[role="faint"] { color: $faint; }
QLabel[role="caption"] { color: $faint; font-size: $small; }
QLabel[role="panelTitle"] { color: $text; font-weight: 600; }
QLabel[role="quietValue"] { color: $text; }
QLabel[role="value"] { color: $text; font-size: $large; }
QLabel[role="bigValue"] { color: $text; font-size: $large; font-weight: 700; }
QLabel[role="issue"] { color: $error; font-size: $small; }
QLabel[role="pending"] { color: $warning; font-size: $small; font-style: italic; }
QLabel[role="paceText"] { color: $text; font-size: $small; }
QLabel[role="behind"] { color: $warning; font-size: $small; font-weight: 600; }

QMenuBar { background: $window; color: $text; border-bottom: 1px solid $gap; }
QMenuBar::item { padding: 5px 10px; background: transparent; }
QMenuBar::item:selected { background: $gap; border-radius: 4px; }
QMenu { background: $surface; color: $text; border: 1px solid $gap; padding: 4px; }
QMenu::item { padding: 5px 26px 5px 26px; border-radius: 4px; }
QMenu::item:selected { background: $focus; color: $surface; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $gap; margin: 4px 8px; }
QToolTip { background: $surface; color: $text; border: 1px solid $gap; padding: 4px; }

QToolButton { color: $text; border: 1px solid transparent; border-radius: 5px; padding: 4px; }
QToolButton:hover, QToolButton:checked:hover { background: $gap; }
QToolButton:focus { border: 2px solid $focus; padding: 3px; }
QToolButton#settingsToggle { padding: 3px 10px; margin: 1px 6px; }
QToolButton#settingsToggle:checked { background: $gap; }
QToolButton#settingsToggle:focus { border: 2px solid $focus; padding: 2px 9px; }
QToolButton#slowMotion { border: 1px solid $axis; padding: 3px 10px; }
QToolButton#slowMotion:checked { background: $gap; border-color: $focus; }
QToolButton#slowMotion:focus { border: 2px solid $focus; padding: 2px 9px; }
QToolButton[role="section"] { font-weight: 600; text-align: left; padding: 5px 2px; border-radius: 4px; }
QWidget#transport QToolButton { background: $surface; border: 1px solid $axis; padding: 7px 12px; }
QWidget#transport QToolButton:hover { border-color: $focus; }
QWidget#transport QToolButton:focus { border: 2px solid $focus; padding: 6px 11px; }
QWidget#transport QToolButton:pressed { background: $gap; }
QWidget#transport QToolButton:disabled { color: $disabled; border: 1px $disabledLine $gap; background: $window; }
QWidget#transport QToolButton[role="primary"] { background: $focus; color: $surface; border-color: $focus; font-weight: 700; }
QWidget#transport QComboBox, QWidget#timeline QComboBox { min-height: 26px; }
QWidget#timeline QToolButton { background: $surface; border: 1px solid $axis; padding: 4px 7px; min-height: 18px; }
QWidget#timeline QToolButton:hover { border-color: $focus; }
QWidget#timeline QToolButton:focus { border: 2px solid $focus; padding: 3px 6px; }
QWidget#timeline QToolButton:checked { background: $gap; border-color: $focus; }
QWidget#timeline QToolButton:disabled { color: $disabled; border: 1px $disabledLine $gap; background: $window; }
QWidget#transport QToolButton[role="primary"]:focus { border: 2px solid $text; }

QPushButton { background: $surface; color: $text; border: 1px solid $axis; border-radius: 5px; padding: 6px 12px; }
QPushButton:hover { border-color: $focus; }
QPushButton:focus { border: 2px solid $focus; padding: 5px 11px; }
QPushButton:disabled { color: $disabled; border: 1px $disabledLine $gap; background: $window; }
QPushButton#applySettings:enabled { background: $focus; color: $surface; border-color: $focus; font-weight: 700; }

QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $gap; }
QSlider::sub-page:horizontal { border-radius: 2px; background: $focus; }
QSlider::handle:horizontal {
    width: 12px; height: 12px; margin: -5px 0px; border-radius: 7px; border: 1px solid $focus; background: $surface;
}
QSlider::handle:horizontal:hover { background: $focus; }
QSlider::handle:horizontal:focus { border: 3px solid $focus; width: 10px; height: 10px; margin: -6px 0px; border-radius: 8px; }

QScrollBar:vertical { width: 11px; background: transparent; margin: 2px; }
QScrollBar::handle:vertical { background: $axis; border-radius: 3px; min-height: 30px; }
QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical { height: 0px; }
QScrollBar::add-page:vertical, QScrollBar::sub-page:vertical { background: transparent; }

QFrame#messageBar { background: $surface; border: 1px solid $gap; border-radius: 6px; margin: 0px 6px; }
QFrame#messageBar[level="note"] { border: 1px solid $focus; }
QFrame#messageBar[level="band"] { border: 2px solid $focus; border-left: 6px solid $focus; }
QFrame#messageBar[level="problem"] { border: 2px solid $error; border-left: 6px solid $error; }
QFrame#messageBar QToolButton[role="messageAction"] { border: 1px solid $axis; padding: 2px 10px; min-height: 18px; }
QFrame#messageBar QToolButton[role="messageAction"]:focus { border: 2px solid $focus; padding: 1px 9px; }
QFrame#messageBar[level="error"] { border: 2px solid $error; border-left: 6px solid $error; }
QLabel#messageText[level="story"] { color: $faint; }
QLabel#messageText[level="error"], QLabel#messageText[level="problem"], QLabel#messageText[level="band"] { font-weight: 600; }

QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: $gap; }
QWidget#settingsForm { background: $surface; border: 1px solid $gap; border-radius: 6px; }
QScrollArea#workspaceScroll, QWidget#workspace, QScrollArea#settingsScroll, QWidget#settingsContent { background: transparent; }
QWidget#settingsButtons { border-top: 1px solid $gap; }
QTabBar::tab { color: $faint; padding: 5px 14px; border-bottom: 3px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom-color: $focus; }
QTabBar { qproperty-drawBase: 0; }
QTabBar::scroller { width: $scrollers; }
QTabWidget::pane { border: none; }
QTextBrowser { background: $surface; color: $text; }
)";

QString sizeText(const QFont& font, double factor)
{
    return QString::number(font.pointSizeF() * factor, 'f', 1) + QStringLiteral("pt");
}

// Of both buttons that bring up the tabs for which there is no room: an icon is as high as text, with a tool button's border.
QString scrollersText(const QFont& font)
{
    constexpr int buttons = 2, border = 16;
    return QString::number(buttons * (QFontMetrics(font).height() + border)) + QStringLiteral("px");
}

} // namespace

QString styleSheetFor(const Theme& theme, const QFont& base)
{
    const QHash<QString, QString> values = {
        {"window", theme.window.name()},
        {"surface", theme.surface.name()},
        {"text", theme.text.name()},
        {"faint", theme.faintText.name()},
        {"disabled", disabledText(theme).name()},
        {"disabledLine", theme.isHighContrast ? QStringLiteral("dashed") : QStringLiteral("solid")},
        {"axis", theme.axis.name()},
        {"warning", theme.warning.name()},
        {"error", theme.error.name()},
        {"focus", theme.focus.name()},
        {"gap", theme.gap.name()},
        {"small", sizeText(base, theme.isProjected ? 1.0 : 0.9)},
        {"scrollers", scrollersText(base)},
        {"large", sizeText(base, theme.isProjected ? 1.15 : 1.45)},
    };
    static const QRegularExpression name(QStringLiteral("\\$([a-zA-Z]+)"));
    QString result = QString::fromLatin1(sheet);
    for (auto match = name.match(result); match.hasMatch(); match = name.match(result, match.capturedStart())) {
        result.replace(match.capturedStart(), match.capturedLength(), values.value(match.captured(1)));
    }
    return result;
}

} // namespace gridscope::ui
