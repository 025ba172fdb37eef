// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/layer_delegate.h"

#include "core/run/collapse.h"
#include "ui/chart/chart_widget.h"
#include "ui/chart/mini_histogram.h"
#include "ui/chart/numbers.h"
#include "ui/chart/score_hero.h"

#include <algorithm>
#include <cmath>

namespace gridscope::ui {

namespace {

void drawLine(QPainter& painter, const QRectF& rect, Qt::Alignment side, const QString& text, const QColor& color)
{
    const QString shown = QFontMetricsF(painter.font()).elidedText(text, Qt::ElideRight, rect.width());
    painter.setPen(color);
    painter.drawText(rect, int(side | Qt::AlignVCenter), shown);
}

void drawRowBackground(QPainter& painter, const QRectF& rect, bool isSelected, bool hasFocus)
{
    const QColor& surface = theme().surface;
    painter.fillRect(rect, isSelected ? softened(theme().focus, surface, 0.16) : surface);
    if (isSelected) { painter.fillRect(QRectF(rect.left(), rect.top(), 4, rect.height()), theme().focus); }
    painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), theme().gap);
    if (isSelected && hasFocus) { drawFocusRing(painter, rect.adjusted(0, 0, 0, -1)); }
}

} // namespace

QString bitsText(const LayerRow& row)
{
    if (row.state == nullptr) { return {}; }
    if (!row.state->isQuantized()) { return LayerDelegate::tr("float"); }
    const bool isNews = row.bitsBefore > 0 && row.bitsBefore != row.state->bits;
    return isNews ? LayerDelegate::tr("%1 → %2 bit")
                        .arg(row.bitsBefore)
                        .arg(QString::fromStdString(run::bitsText(*row.state)))
                  : LayerDelegate::tr("%1 bit").arg(QString::fromStdString(run::bitsText(*row.state)));
}

LayerDelegate::LayerDelegate(Rows rows, QObject* parent) : QStyledItemDelegate(parent), rows_(std::move(rows)) {}

QSize LayerDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    const QFontMetrics& metrics = option.fontMetrics;
    return {24 * metrics.averageCharWidth(), 5 * metrics.height()};
}

void LayerDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const LayerRow row = rows_(index.row());
    const QRectF whole = option.rect;
    const double line = QFontMetricsF(option.font).height();
    painter->save();
    drawRowBackground(*painter, whole, option.state.testFlag(QStyle::State_Selected),
                      option.state.testFlag(QStyle::State_HasFocus) || (option.widget && option.widget->hasFocus()));
    const QRectF area = whole.adjusted(line * 0.7, line * 0.4, -line * 0.5, -line * 0.4);
    const QRectF top(area.left(), area.top(), area.width(), line);
    const QRectF bottom(area.left(), area.bottom() - line, area.width(), line);
    const QRectF middle(area.left(), top.bottom() + line * 0.2, area.width(), bottom.top() - top.bottom() - line * 0.4);
    paintTitle(*painter, top, row, option.font);
    if (row.state != nullptr) {
        paintScore(*painter, bottom, row, option.font);
        paintMiniHistogram(*painter, middle, *row.state, row.inForce);
    }
    painter->restore();
}

// Name, number of weights and bits.
void LayerDelegate::paintTitle(QPainter& painter, const QRectF& top, const LayerRow& row, const QFont& font)
{
    const QFontMetricsF metrics(font);
    const double gap = top.height() / 2;
    QFont bold = font;
    bold.setBold(true);
    const QString bits = bitsText(row);
    painter.setFont(font);
    drawLine(painter, top, Qt::AlignRight, bits, theme().text);
    const double nameRoom = top.width() - metrics.horizontalAdvance(bits) - gap;
    painter.setFont(bold);
    drawLine(painter, QRectF(top.left(), top.top(), nameRoom, top.height()), Qt::AlignLeft, row.name, theme().text);
    const double nameWidth = QFontMetricsF(bold).horizontalAdvance(row.name);
    painter.setFont(font);
    const QString count = countText(static_cast<std::uint64_t>(row.parameters));
    for (const QString& size : {tr("%1 weights").arg(count), count}) { // the number alone says enough
        if (nameWidth + gap + metrics.horizontalAdvance(size) > nameRoom) { continue; }
        drawLine(painter, top.adjusted(nameWidth + gap, 0, 0, 0), Qt::AlignLeft, size, theme().faintText);
        break;
    }
}

void LayerDelegate::paintScore(QPainter& painter, const QRectF& bottom, const LayerRow& row, const QFont& font)
{
    const QFontMetricsF metrics(font);
    const double line = bottom.height();
    const bool isCollapsed = run::isCollapsed(*row.state, row.inForce);
    const QString score =
        isCollapsed ? scoreOrCollapse(*row.state, row.inForce) : tr("score %1").arg(scoreText(row.state->score));
    const double usual = metrics.horizontalAdvance(tr("score %1").arg(scoreText(-0.88)));
    const double room = std::max(usual, metrics.horizontalAdvance(score)) + line / 2;
    drawLine(painter, bottom, Qt::AlignRight, score, isCollapsed ? wordsColor(theme().warning) : theme().text);
    drawScoreBar(painter, QRectF(bottom.left(), bottom.center().y() - line / 6, bottom.width() - room, line / 3),
                 row.state->score, isCollapsed);
}

} // namespace gridscope::ui
