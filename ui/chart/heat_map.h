// SPDX-License-Identifier: GPL-3.0-or-later
// A table of numbers as a map of colours: cells with names beside them, or a surface between two axes in bands, with a way on it.
#pragma once

#include "ui/chart/chart_widget.h"

#include <vector>

namespace gridscope::ui {

class HeatMap final : public ChartWidget {
    Q_OBJECT
public:
    struct Map {
        std::size_t rows = 0, columns = 0; // of the whole; of the rows there may be only the first ones yet
        std::vector<double> values;        // row by row
        bool isSurface = false;            // row 0 is at the bottom, values stand for places and not for cells
        QStringList rowNames, columnNames; // of the cells; of a surface, at equal distances from end to end
        QString rowTitle, columnTitle, unit;
        std::vector<QPointF> way; // in shares of width and height, from the lower left
        bool operator==(const Map&) const = default;
    };
    explicit HeatMap(QWidget* parent = nullptr);
    void display(Map map);
    const Map& map() const { return map_; }
    bool isEmpty() const { return map_.values.empty(); }

    QString readout() const override;
    QRectF plot() const; // without words
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

private:
    void paintEvent(QPaintEvent* event) override;
    QColor colourOf(double value) const;
    double valueBetween(double x, double y) const; // cells from the lower left; NaN where there is none yet
    void paintCells(QPainter& painter, const QRectF& plot) const;
    void paintSurface(QPainter& painter, const QRectF& plot) const;
    void paintWay(QPainter& painter, const QRectF& plot) const;
    void paintNames(QPainter& painter, const QRectF& plot);
    void paintNumbers(QPainter& painter, const QRectF& plot);
    std::size_t toldRows() const { return map_.columns == 0 ? 0 : map_.values.size() / map_.columns; }
    QString numberOf(double value) const;

    Map map_;
    double low_ = 0, high_ = 0; // of its values
};

} // namespace gridscope::ui
