// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/planes_view.h"

#include "ui/chart/numbers.h"

#include <algorithm>

namespace gridscope::ui {
namespace {

constexpr double strongest = 0.7; // share of ones in the ramp's last colour: a binary plane seldom holds more

bool isThere(const PlanesView::Row& row, int plane) { return plane >= row.lowest && plane < row.end(); }

std::size_t indexOf(const PlanesView::Row& row, int plane) { return std::size_t(row.end() - 1 - plane); }

double widest(const QFontMetricsF& metrics, const std::vector<PlanesView::Row>& rows, QString PlanesView::Row::*text)
{
    double width = 0;
    for (const auto& row : rows) { width = std::max(width, metrics.horizontalAdvance(row.*text)); }
    return width;
}

} // namespace

PlanesView::PlanesView(QWidget* parent) : ChartWidget(parent)
{
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

QSize PlanesView::sizeHint() const { return {40 * fontMetrics().averageCharWidth(), 10 * fontMetrics().height()}; }
QSize PlanesView::minimumSizeHint() const
{
    return {20 * fontMetrics().averageCharWidth(), 4 * fontMetrics().height()};
}

void PlanesView::display(std::vector<Row> rows, const QStringList& foots)
{
    if (rows == rows_ && foots == foots_) { return; }
    rows_ = std::move(rows);
    foots_ = foots;
    update();
}

int PlanesView::columns() const
{
    int most = 1;
    for (const Row& row : rows_) { most = std::max({most, row.started, row.end()}); }
    return most;
}

// Names on the left, bit-lengths on the right, numbers of planes above, the foot below.
void PlanesView::layOut()
{
    const QFontMetricsF metrics(font());
    const double line = metrics.height(), gap = line / 2;
    const double left = widest(metrics, rows_, &Row::layer) + 2 * gap;
    const double right = std::max(widest(metrics, rows_, &Row::bits), metrics.horizontalAdvance(tr("bits"))) + 2 * gap;
    const double top = 1.3 * line, bottom = 1.5 * line;
    cells_ = QRectF(left, top, std::max(4.0, width() - left - right), std::max(4.0, height() - top - bottom));
}

QRectF PlanesView::cell(std::size_t row, int plane) const
{
    const double width = cells_.width() / columns(), height = cells_.height() / double(rows_.size());
    const double gap = std::min({width / 8, height / 8, 3.0});
    return QRectF(cells_.left() + (columns() - 1 - plane) * width, cells_.top() + double(row) * height, width, height)
        .adjusted(gap, gap, -gap, -gap);
}

void PlanesView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    lettering_.clear();
    painter.fillRect(rect(), theme().surface);
    if (rows_.empty()) {
        drawEmptyText(painter, rect(), emptyText_);
    } else {
        layOut();
        for (std::size_t row = 0; row < rows_.size(); ++row) { paintRow(painter, row); }
        paintWords(painter);
        if (const QString text = readout(); !text.isEmpty()) {
            lettering_.drawReadout(painter, text, mouse_->x(), cells_.top(), width());
        }
    }
    if (hasFocus()) { drawFocusRing(painter, rect()); }
}

void PlanesView::paintRow(QPainter& painter, std::size_t row)
{
    const Row& shown = rows_[row];
    for (int plane = 0; plane < columns(); ++plane) { paintCell(painter, shown, plane, cell(row, plane)); }
    const QFontMetricsF metrics(font());
    const double gap = metrics.height() / 2, y = cell(row, 0).center().y() - metrics.height() / 2;
    lettering_.draw(painter, textRect(metrics, shown.layer, cells_.left() - gap, y, Anchor::Right), shown.layer,
                    theme().text);
    lettering_.draw(painter, textRect(metrics, shown.bits, cells_.right() + gap, y, Anchor::Left), shown.bits,
                    theme().text);
}

// A plane that has gone is an empty frame; where a layer never had one there is nothing.
void PlanesView::paintCell(QPainter& painter, const Row& row, int plane, const QRectF& place) const
{
    const bool isHere = isThere(row, plane);
    if (!isHere && plane >= row.started) { return; }
    if (isHere) {
        painter.fillRect(place, heatColor(theme(), std::min(1.0, double(row.ones[indexOf(row, plane)]) / strongest)));
    }
    painter.setPen(
        QPen(isHere ? theme().axis : theme().cellBorder, strokeWidth(1), isHere ? Qt::SolidLine : Qt::DashLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(place);
}

void PlanesView::paintWords(QPainter& painter)
{
    const QFontMetricsF metrics(font());
    const double top = metrics.height() * 0.15, gap = metrics.height() / 2;
    const auto draw = [&](const QString& text, double x, Anchor anchor) {
        lettering_.draw(painter, textRect(metrics, text, x, top, anchor), text, theme().faintText);
    };
    for (int plane = columns() - 1; plane >= 0; --plane) {
        draw(numberText(plane, 0), cell(0, plane).center().x(), Anchor::Centre);
    }
    draw(tr("bit"), cells_.left() - gap, Anchor::Right);
    draw(tr("bits"), cells_.right() + gap, Anchor::Left);
    for (const QString& foot : foots_) {
        const QRectF place = textRect(metrics, foot, width() / 2.0, height() - metrics.height() * 1.2, Anchor::Centre);
        if (place.width() > width() - metrics.height() && foot != foots_.back()) { continue; }
        lettering_.draw(painter, movedInside(place, 0, width()), foot, theme().text);
        break;
    }
}

QString PlanesView::readout() const
{
    for (std::size_t row = 0; mouse_ && row < rows_.size(); ++row) {
        for (int plane = 0; plane < columns(); ++plane) {
            if (cell(row, plane).contains(*mouse_)) { return wordsOf(rows_[row], plane); }
        }
    }
    return {};
}

QString PlanesView::wordsOf(const Row& row, int plane) const
{
    if (!isThere(row, plane)) {
        return plane < row.started ? tr("%1 · bit %2 · gone").arg(row.layer).arg(plane) : QString();
    }
    const std::size_t index = indexOf(row, plane);
    const QString ones = tr("%1 · bit %2 · %3 ones").arg(row.layer).arg(plane).arg(shareText(double(row.ones[index])));
    return index < row.norms.size() ? tr("%1 · norm %2").arg(ones, valueText(double(row.norms[index]), 0.01)) : ones;
}

} // namespace gridscope::ui
