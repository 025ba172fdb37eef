// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/grid_points.h"

#include "ui/chart/numbers.h"
#include "ui/look/translate.h"

#include <QLocale>

#include <algorithm>

namespace gridscope::ui {

QString pointName(const run::Levels& levels, int i)
{
    if (levels.hasWholeCodes()) { return codeText(levels.code(i)); }
    QString name = QString::fromStdString(levels.name(i));
    name.replace(QLatin1Char('.'), QLocale().decimalPoint());
    return name.replace(QLatin1Char('-'), QChar(0x2212));
}

QString pointText(const run::Levels& levels, int i)
{
    return (levels.hasWholeCodes() ? tr("code %1") : tr("point %1")).arg(pointName(levels, i));
}

QString pointsTitle(const run::Levels& levels) { return levels.hasWholeCodes() ? tr("code") : tr("point"); }

double widestName(const QFontMetricsF& metrics, const run::Levels& levels)
{
    const int last = levels.size() - 1;
    double widest = metrics.horizontalAdvance(pointName(levels, last));
    for (int i = 0; i < last; i += levels.isUniform() ? last : 1) { // of codes one of the two ends is the longest
        widest = std::max(widest, metrics.horizontalAdvance(pointName(levels, i)));
    }
    return widest;
}

QColor pointColor(const Theme& theme, const run::Levels& levels, int i)
{
    if (levels.hasWholeCodes()) {
        return gridPointColor(theme, levels.code(i), levels.code(0), levels.code(levels.size() - 1));
    }
    const int middle = levels.size() / 2;
    return gridPointColor(theme, i - middle, -middle, levels.size() - 1 - middle);
}

double usualCell(const run::Levels& levels)
{
    return levels.isUniform() ? levels.narrowest() : (levels.border(levels.size()) - levels.border(0)) / levels.size();
}

} // namespace gridscope::ui
