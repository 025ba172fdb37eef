// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/flow_layout.h"

#include <QWidget>

namespace gridscope::ui {

struct FlowLayout::Row {
    QList<QLayoutItem*> items;
    int width = 0; // with the gaps between
    int height = 0;
};

namespace {

bool has(const QLayoutItem& item, const char* property)
{
    // A layout item gives its widget only as non-const; nothing is changed.
    const QWidget* widget = const_cast<QLayoutItem&>(item).widget();
    return widget != nullptr && widget->property(property).toBool();
}

} // namespace

FlowLayout::FlowLayout(QWidget* parent, int horizontalGap, int verticalGap)
    : QLayout(parent), horizontalGap_(horizontalGap), verticalGap_(verticalGap)
{}

FlowLayout::~FlowLayout() { qDeleteAll(items_); }

void FlowLayout::addItem(QLayoutItem* item) { items_.append(item); }

int FlowLayout::count() const { return int(items_.size()); }

QLayoutItem* FlowLayout::itemAt(int index) const
{
    return index >= 0 && index < items_.size() ? items_.at(index) : nullptr;
}

QLayoutItem* FlowLayout::takeAt(int index)
{
    return index >= 0 && index < items_.size() ? items_.takeAt(index) : nullptr;
}

QList<FlowLayout::Row> FlowLayout::rowsFor(int width) const
{
    QList<Row> rows;
    bool isRowClosed = true;
    for (QLayoutItem* item : items_) {
        if (item->isEmpty()) { continue; }
        const QSize size = item->sizeHint();
        const bool fills = has(*item, "fillRow");
        if (isRowClosed || fills || rows.last().width + horizontalGap_ + size.width() > width) { rows.append(Row{}); }
        Row& row = rows.last();
        row.width += size.width() + (row.items.isEmpty() ? 0 : horizontalGap_);
        row.height = qMax(row.height, fills && item->hasHeightForWidth() ? item->heightForWidth(width) : size.height());
        row.items.append(item);
        isRowClosed = fills;
    }
    return rows;
}

int FlowLayout::heightForWidth(int width) const
{
    const QMargins margins = contentsMargins();
    int height = margins.top() + margins.bottom();
    const auto rows = rowsFor(width - margins.left() - margins.right());
    for (const Row& row : rows) { height += row.height; }
    return height + verticalGap_ * qMax(0, int(rows.size()) - 1);
}

QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (const QLayoutItem* item : items_) {
        if (!item->isEmpty()) { size = size.expandedTo(item->minimumSize()); }
    }
    return size.grownBy(contentsMargins());
}

QSize FlowLayout::sizeHint() const
{
    QSize size;
    for (const Row& row : rowsFor(QLAYOUTSIZE_MAX)) {
        size = QSize(qMax(size.width(), row.width), size.height() + row.height);
    }
    return size.grownBy(contentsMargins());
}

void FlowLayout::setGeometry(const QRect& rect)
{
    QLayout::setGeometry(rect);
    const QRect inside = rect.marginsRemoved(contentsMargins());
    int top = inside.top();
    for (const Row& row : rowsFor(inside.width())) {
        place(row, inside.left(), top, inside.width());
        top += row.height + verticalGap_;
    }
}

void FlowLayout::place(const Row& row, int left, int top, int width)
{
    int rest = qMax(0, width - row.width);
    for (QLayoutItem* item : row.items) {
        if (has(*item, "pushRight")) {
            left += rest;
            rest = 0;
        }
        const bool fills = has(*item, "fillRow");
        const QSize size = (fills ? QSize(width, row.height) : item->sizeHint()).boundedTo(QSize(width, row.height));
        item->setGeometry(QRect(left, top + (row.height - size.height()) / 2, size.width(), size.height()));
        left += size.width() + horizontalGap_;
    }
}

} // namespace gridscope::ui
