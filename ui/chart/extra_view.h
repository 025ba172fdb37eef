// SPDX-License-Identifier: GPL-3.0-or-later
// What a method tells beside what all methods have (run::Extra), each in a tile of its own: one value as a curve over the steps,
// a row of values as bars, a table as a heat map with its first row on top. More tiles than there is room for are counted.
#pragma once

#include "core/run/curves.h"
#include "core/run/event.h"
#include "ui/chart/chart_widget.h"

namespace gridscope::ui {

enum class ExtraKind { Nothing, Value, Row, Table };
ExtraKind kindOf(const run::Extra& extra);
struct ExtraSize {
    std::size_t rows = 0;
    std::size_t columns = 0;
};
ExtraSize sizeOf(const run::Extra& extra); // of more than two dimensions the last one is a row
struct ExtraRange {                        // of the values that can be drawn
    double low = 0;
    double high = 0;
    bool isEmpty = true;
};
ExtraRange rangeOf(const run::Extra& extra);
QString nameOf(const run::Extra& extra); // "beta (1/step)"

class ExtraView final : public ChartWidget {
    Q_OBJECT
public:
    struct Tile {
        run::Extra extra;
        run::Curve curve = {}; // of one value: over the steps, with gaps
    };
    explicit ExtraView(QWidget* parent = nullptr);
    void display(std::vector<Tile> tiles);
    void clear() { display({}); }

    QString readout() const override;
    static constexpr std::size_t mostTiles = 12;
    std::size_t tiles() const { return tiles_.size(); }
    QRectF plot(std::size_t tile) const; // its picture, without words
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

private:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    static QString readoutOf(const Tile& tile, QPointF share); // of its picture's width and height
    QRectF place(std::size_t tile) const;
    void paintTile(QPainter& painter, std::size_t tile);
    void paintWords(QPainter& painter, std::size_t tile);

    std::vector<Tile> tiles_;
    std::size_t more_ = 0; // that have no room
    std::optional<QPointF> mouse_;
};

} // namespace gridscope::ui
