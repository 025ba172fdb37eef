// SPDX-License-Identifier: GPL-3.0-or-later
// The bit planes of every layer, the highest on the left: how many ones each holds, and where planes have gone at either end.
#pragma once

#include "ui/chart/chart_widget.h"

namespace gridscope::ui {

class PlanesView final : public ChartWidget {
    Q_OBJECT
public:
    struct Row {
        QString layer;
        QString bits;             // "3", beside it
        int started = 0;          // planes that it began with
        int lowest = 0;           // how many of them have gone from below
        std::vector<float> ones;  // share of weights with a one, of each plane that is there, the highest first
        std::vector<float> norms; // as many
        int end() const { return lowest + int(ones.size()); }
        bool operator==(const Row&) const = default;
    };
    explicit PlanesView(QWidget* parent = nullptr);
    void display(std::vector<Row> rows, const QStringList& foots); // the longest wording that fits is shown below
    void clear() { display({}, {}); }

    QString readout() const override;
    int columns() const;                           // planes that any layer has or began with
    QRectF cell(std::size_t row, int plane) const; // planes counted from the lowest that there was
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

private:
    void paintEvent(QPaintEvent* event) override;
    void layOut() override;
    void paintRow(QPainter& painter, std::size_t row);
    void paintCell(QPainter& painter, const Row& row, int plane, const QRectF& place) const;
    void paintWords(QPainter& painter);
    QString wordsOf(const Row& row, int plane) const;

    std::vector<Row> rows_;
    QStringList foots_;
    QRectF cells_;
};

} // namespace gridscope::ui
