// SPDX-License-Identifier: GPL-3.0-or-later
// Places widgets in a row and breaks the row where the width ends: bars stay whole in narrow windows and at 250 % text.
// A widget with the dynamic property "pushRight" stands at the right end of its row, one with "fillRow" has a row for
// itself.
#pragma once

#include <QLayout>
#include <QList>

namespace gridscope::ui {

class FlowLayout final : public QLayout {
public:
    FlowLayout(QWidget* parent, int horizontalGap, int verticalGap);
    ~FlowLayout() override;

    void addItem(QLayoutItem* item) override;
    int count() const override;
    QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;
    Qt::Orientations expandingDirections() const override { return {}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize minimumSize() const override;
    QSize sizeHint() const override;
    void setGeometry(const QRect& rect) override;

private:
    struct Row;
    QList<Row> rowsFor(int width) const;
    void place(const Row& row, int left, int top, int width);

    QList<QLayoutItem*> items_;
    int horizontalGap_;
    int verticalGap_;
};

} // namespace gridscope::ui
