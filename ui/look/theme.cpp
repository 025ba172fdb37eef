// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/theme.h"

#include "core/base/whole.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace gridscope::ui {

namespace {

constexpr int lowestTableCode = -4;
using LevelTable = std::array<QRgb, 8>; // codes -4 .. 3
constexpr LevelTable lightLevels{0xFF5C2000, 0xFF983C00, 0xFFCF5A00, 0xFFBF8A4E,
                                 0xFF6B7280, 0xFF5596C6, 0xFF0072B2, 0xFF003F66};
constexpr LevelTable darkLevels{0xFFEE7209, 0xFFFCA246, 0xFFF5BA85, 0xFFF3D6C0,
                                0xFFAAA4B2, 0xFFB1D9F8, 0xFF74BDF0, 0xFF3B91D0};

// Even in lightness (CIE L*), from the surface to the far end; blue to yellow is seen alike by all colour-vision types.
using HeatTable = std::array<QRgb, 7>;
constexpr HeatTable lightHeat{0xFFFFFFFF, 0xFFF6EBB4, 0xFFDDCB86, 0xFFB5A87C, 0xFF868780, 0xFF5A6A88, 0xFF2C4A7C};
constexpr HeatTable darkHeat{0xFF14181C, 0xFF12305F, 0xFF3F5482, 0xFF6F7480, 0xFFA79D77, 0xFFD0BC64, 0xFFF2DC66};
constexpr HeatTable blackHeat{0xFF000000, 0xFF12305F, 0xFF3F5482, 0xFF6F7480, 0xFFA79D77, 0xFFD0BC64, 0xFFFFF08A};

using LayerTable = std::array<QRgb, 6>;
constexpr LayerTable lightLayers{0xFF0068A8, 0xFFC85200, 0xFF18A07A, 0xFFB765A6, 0xFF6A4A00, 0xFF11161B};
constexpr LayerTable darkLayers{0xFF4FA9EE, 0xFFFF8547, 0xFF2BD6A8, 0xFFEF99CC, 0xFFF0DC78, 0xFFF6F8FA};

QColor mixed(const QColor& a, const QColor& b, double shareOfB)
{
    const double s = std::clamp(shareOfB, 0.0, 1.0);
    const auto mix = [s](int x, int y) { return run::nearestIn(x + s * (y - x), 0, 255); };
    return {mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())};
}

QColor alongTable(std::span<const QRgb> stops, double position)
{
    const double scaled = std::clamp(position, 0.0, 1.0) * static_cast<double>(stops.size() - 1);
    const auto first = run::wholeIn(scaled, std::size_t(0), stops.size() - 2);
    return mixed(QColor(stops[first]), QColor(stops[first + 1]), scaled - static_cast<double>(first));
}

QColor tableColor(const LevelTable& table, int code)
{
    return QColor(table[static_cast<std::size_t>(std::clamp(code, lowestTableCode, 3) - lowestTableCode)]);
}

// From 4 bits on: each sign runs along its three or four table colours; odd codes are darker, so neighbours differ.
QColor rampColor(const Theme& theme, const LevelTable& table, int n, int low, int high)
{
    if (n == 0) { return tableColor(table, 0); }
    const std::array<QRgb, 4> negative{table[3], table[2], table[1], table[0]};
    const std::array<QRgb, 3> positive{table[5], table[6], table[7]};
    const int reach = n < 0 ? -low : high;
    const double position = reach > 1 ? (std::abs(n) - 1.0) / (reach - 1.0) : 1.0;
    const QColor color = n < 0 ? alongTable(negative, position) : alongTable(positive, position);
    const double shade = theme.isHighContrast ? 0.16
                         : theme.dark         ? 0.27
                                              : 0.42; // what contrast with the surface leaves room for
    return n % 2 == 0 ? color : mixed(color, QColor(Qt::black), shade);
}

// Each role's colour in light, dark and high contrast.
struct Role {
    QColor Theme::*color;
    QRgb light, dark, highContrast;
};
constexpr std::array<Role, 16> roles{{
    {&Theme::window, 0xF3F5F7, 0x1C2127, 0x000000},
    {&Theme::surface, 0xFFFFFF, 0x14181C, 0x000000},
    {&Theme::text, 0x1B2026, 0xE8ECF0, 0xFFFFFF},
    {&Theme::faintText, 0x59636E, 0xA5AFBA, 0xE6E6E6},
    {&Theme::axis, 0x7A8490, 0x7C8794, 0xC8C8C8},
    {&Theme::gridPoint, 0x3C4650, 0xC9D1D9, 0xFFFFFF},
    {&Theme::cellBorder, 0x848E99, 0x707A86, 0xB4B4B4},
    {&Theme::latent, 0x4B5563, 0xA9B4C0, 0xD2DAE2},
    {&Theme::quantized, 0x00795A, 0x3CCBA0, 0x3CCBA0},
    {&Theme::reference, 0x1B2026, 0xE8ECF0, 0xFFFFFF},
    {&Theme::loss, 0x8E3F82, 0xDB9ECF, 0xFFB0F0},
    {&Theme::warning, 0x8F5300, 0xFFB454, 0xFFC04D},
    {&Theme::error, 0xB3261E, 0xFF8A80, 0xFF9A90},
    {&Theme::focus, 0x1A5FB4, 0x6CB6FF, 0x7CC4FF},
    {&Theme::gap, 0xD5DADF, 0x2C333B, 0x5E5E5E}, // the last outlines panels and inputs, and is still a ground for text
    {&Theme::mesh, 0xE2E5E9, 0x252B32, 0x3A3A3A},
}};

Theme themeOf(QRgb Role::*column)
{
    Theme theme;
    for (const Role& role : roles) { theme.*role.color = QColor(role.*column); }
    return theme;
}

} // namespace

Theme lightTheme() { return themeOf(&Role::light); }

Theme darkTheme()
{
    Theme theme = themeOf(&Role::dark);
    theme.dark = true;
    return theme;
}

Theme highContrastTheme()
{
    Theme theme = themeOf(&Role::highContrast);
    theme.dark = theme.isHighContrast = true;
    return theme;
}

Theme projected(Theme t)
{
    t.isProjected = true;
    t.faintText = t.text;
    t.axis = t.gridPoint;
    t.cellBorder = t.gridPoint;
    return t;
}

QColor disabledText(const Theme& theme)
{
    if (theme.isHighContrast) { return QColor(0x8C8C8C); }
    return theme.dark ? darkTheme().axis : lightTheme().axis; // in a lecture hall the axis is as strong as text
}

double strokeWidth(double pixels) { return theme().isProjected ? std::max(pixels, leastProjectedLine) : pixels; }

QColor gridPointColor(const Theme& theme, int n, int low, int high)
{
    const LevelTable& table = theme.dark ? darkLevels : lightLevels;
    const int reach = std::max(-low, high);
    if (low < lowestTableCode || high > 4 || (low >= 0 && high > 3)) { return rampColor(theme, table, n, low, high); }
    // Short grids take colours far apart: 2 bits those of -4, -2, 0 and 2, 1 bit those of -4 and 0.
    const int spread = reach <= 1 ? 4 : reach == 2 ? 2 : 1;
    return tableColor(table, n * spread);
}

QColor heatColor(const Theme& theme, double share)
{
    const HeatTable& table = theme.isHighContrast ? blackHeat : theme.dark ? darkHeat : lightHeat;
    return alongTable(table, std::isnan(share) ? 0.0 : share);
}

QColor layerColor(const Theme& theme, std::size_t layer)
{
    const LayerTable& table = theme.dark ? darkLayers : lightLayers;
    return QColor(table[layer % table.size()]);
}

QList<qreal> layerDashes(std::size_t layer)
{
    // In units of the pen's width. Six colours and five patterns: thirty layers before a pair comes again.
    switch (layer % 5) {
    case 1: return {6, 2.5};
    case 2: return {2, 2};
    case 3: return {7, 2.5, 1.5, 2.5};
    case 4: return {10, 3};
    default: return {};
    }
}

} // namespace gridscope::ui
