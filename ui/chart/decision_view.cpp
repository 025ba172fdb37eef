// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/decision_view.h"

#include "core/base/whole.h"
#include "ui/chart/numbers.h"

#include <QImage>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

namespace gridscope::ui {
namespace {

constexpr int squares = 3;
constexpr double least = 0.12, most = 0.62; // of a class's colour over the surface

QString nameOf(int index)
{
    return index == 0   ? DecisionView::tr("float")
           : index == 1 ? DecisionView::tr("latent")
                        : DecisionView::tr("quantized");
}

} // namespace

double disagreement(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b)
{
    if (a.empty() || a.size() != b.size()) { return std::numeric_limits<double>::quiet_NaN(); }
    const auto differ = [](std::uint8_t x, std::uint8_t y) { return run::classOf(x) != run::classOf(y) ? 1.0 : 0.0; };
    return std::transform_reduce(a.begin(), a.end(), b.begin(), 0.0, std::plus<>(), differ) / double(a.size());
}

DecisionView::DecisionView(QWidget* parent) : ChartWidget(parent)
{
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

QSize DecisionView::minimumSizeHint() const
{
    return {squares * 5 * fontMetrics().averageCharWidth(), 4 * fontMetrics().height()};
}

void DecisionView::display(std::shared_ptr<const run::DecisionMap> map, std::vector<std::uint8_t> floatStart)
{
    map_ = std::move(map);
    // An older map may be of another resolution.
    const bool fits = map_ && floatStart.size() == std::size_t(map_->side) * std::size_t(map_->side);
    floatStart_ = fits ? std::move(floatStart) : std::vector<std::uint8_t>();
    update();
}

void DecisionView::clear()
{
    map_.reset();
    update();
}

// Beside each other, or in a high and narrow room above each other; a line of text over each.
void DecisionView::layOut()
{
    const double line = fontMetrics().height(), gap = line / 3;
    const auto sideFor = [&](int columns) {
        const int rows = squares / columns;
        return std::min((width() - gap * (columns + 1)) / columns, (height() - (line + 2 * gap) * rows) / rows);
    };
    const int columns = sideFor(3) >= sideFor(1) ? 3 : 1;
    const double side = std::max(4.0, sideFor(columns));
    const int rows = squares / columns;
    const double left = (width() - columns * side - (columns - 1) * gap) / 2;
    const double top = std::max(0.0, (height() - rows * (side + line + 2 * gap)) / 2);
    for (int i = 0; i < squares; ++i) {
        const int column = columns == 1 ? 0 : i, row = columns == 1 ? i : 0;
        squares_[std::size_t(i)] = {left + column * (side + gap), top + gap + line + row * (side + line + 2 * gap),
                                    side, side};
    }
}

const std::vector<std::uint8_t>& DecisionView::cells(int index) const
{
    return index == 0 ? floatStart_ : index == 1 ? map_->latent : map_->quantized;
}

QColor DecisionView::colourOf(std::uint8_t cell) const
{
    const double share = least + (most - least) * run::sureness(cell);
    return softened(layerColor(theme(), std::size_t(run::classOf(cell))), theme().surface, share);
}

void DecisionView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    lettering_.clear();
    painter.fillRect(rect(), theme().surface);
    if (isEmpty()) {
        drawEmptyText(painter, rect(), emptyText_);
    } else {
        layOut();
        painter.setRenderHint(QPainter::Antialiasing);
        for (int i = 0; i < squares; ++i) { paintSquare(painter, i); }
        if (const QString text = readout(); !text.isEmpty()) {
            lettering_.drawReadout(painter, text, mouse_->x(), squares_[0].top(), width());
        }
    }
    if (hasFocus()) { drawFocusRing(painter, rect()); }
}

void DecisionView::paintSquare(QPainter& painter, int index)
{
    const QRectF square = squares_[std::size_t(index)];
    const QFontMetricsF metrics(font());
    const auto& told = cells(index);
    if (told.empty()) {
        drawEmptyText(painter, square, tr("not yet"));
    } else {
        QImage image(map_->side, map_->side, QImage::Format_RGB32);
        for (int y = 0; y < map_->side; ++y) {
            for (int x = 0; x < map_->side; ++x) {
                image.setPixelColor(x, y, colourOf(told[std::size_t(y * map_->side + x)]));
            }
        }
        painter.drawImage(square, image);
        paintPoints(painter, square);
    }
    painter.setPen(QPen(theme().axis, strokeWidth(1)));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(square);
    const double other = index == 0 ? std::numeric_limits<double>::quiet_NaN() : disagreement(told, floatStart_);
    const QString share = std::isnan(other) ? QString() : tr(" (%1 % differ)").arg(numberText(100 * other, 1));
    for (const QString& text : {nameOf(index) + share, nameOf(index)}) {
        const QRectF place =
            textRect(metrics, text, square.center().x(), square.top() - metrics.height() - 1, Anchor::Centre);
        if (place.width() > square.width() && text != nameOf(index)) { continue; }
        lettering_.draw(painter, movedInside(place, strokeWidth(3), width() - strokeWidth(3)), text, theme().text);
        break;
    }
}

void DecisionView::paintPoints(QPainter& painter, const QRectF& square) const
{
    const double radius = std::clamp(square.width() / 60, 1.2, 5.0);
    painter.setPen(QPen(theme().surface, radius / 3));
    for (const auto& point : map_->points) {
        const QPointF at(square.left() + point.x / 255.0 * square.width(),
                         square.bottom() - point.y / 255.0 * square.height());
        painter.setBrush(layerColor(theme(), point.label));
        switch (point.label % 3) {
        case 0: painter.drawEllipse(at, radius, radius); break;
        case 1: painter.drawRect(QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)); break;
        default:
            painter.drawPolygon(
                QPolygonF{at + QPointF(0, -radius), at + QPointF(radius, radius), at + QPointF(-radius, radius)});
        }
    }
}

QString DecisionView::readout() const
{
    if (!map_ || !mouse_) { return {}; }
    for (int i = 0; i < squares; ++i) {
        const QRectF square = squares_[std::size_t(i)];
        const auto& told = cells(i);
        if (!square.contains(*mouse_) || told.empty()) { continue; }
        const double x = (mouse_->x() - square.left()) / square.width(),
                     y = (square.bottom() - mouse_->y()) / square.height();
        const int column = run::wholeIn(x * map_->side, 0, map_->side - 1),
                  row = run::wholeIn((1 - y) * map_->side, 0, map_->side - 1);
        const std::uint8_t cell = told[std::size_t(row * map_->side + column)];
        const double atX = map_->left + x * double(map_->right - map_->left),
                     atY = map_->bottom + y * double(map_->top - map_->bottom);
        return tr("%1 · class %2 · sure %3 % · at %4, %5")
            .arg(nameOf(i))
            .arg(run::classOf(cell))
            .arg(numberText(100 * run::sureness(cell), 0), numberText(atX, 2), numberText(atY, 2));
    }
    return {};
}

} // namespace gridscope::ui
