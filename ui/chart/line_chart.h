// SPDX-License-Identifier: GPL-3.0-or-later
// Curves over steps. Qt Charts draws grid and curves; names stand at the curves' ends instead of in a legend, numbers
// and titles are lettered as in the painted charts. Ranges are fixed by the owner or grow in calm steps, until the user
// zooms (line_chart_zoom.cpp): then the user's stay.
// Curves are kept whole and thinned here, to the size and the steps that are on show: whatever size the chart had when they
// came, and whether anybody gives them again or not. Where y is NaN a curve has a gap, which nothing crosses.
// Ownership: the chart owns its series, this view owns the chart.
#pragma once

#include "core/run/curves.h"
#include "ui/chart/axis_zoom.h"
#include "ui/chart/chart_widget.h"
#include "ui/chart/nice_range.h"

#include <QChartView>
#include <QLineSeries>
#include <QToolButton>
#include <QValueAxis>

#include <functional>
#include <limits>
#include <optional>
#include <span>

namespace gridscope::ui {

class LineChart final : public QChartView {
    Q_OBJECT
public:
    struct Style {
        QString name; // at the curve's end; empty: no label
        std::function<QColor(const Theme&)> color;
        QList<qreal> dashes = {}; // in pen widths; empty: solid
        double width = 2;
        bool operator==(const Style& other) const
        {
            return name == other.name && width == other.width && dashes == other.dashes;
        }
    };
    struct Mark {
        double step = 0;
        QString text;
        bool operator==(const Mark&) const = default;
    };

    explicit LineChart(QWidget* parent = nullptr);
    ~LineChart() override;

    void setTitles(const QStringList& y, const QString& x); // y: the longest wording that fits is shown
    void setCurves(std::vector<Style> styles);              // new curves only when they differ from the present ones
    void replace(std::size_t curve, run::Curve points);     // all of them; x ascends
    void setStepRange(double low, double high);
    // A calm round range around these; never beyond `bounds`, where the values cannot be.
    void fitValues(double low, double high, const AxisZoom::Range& bounds = everything);
    static constexpr AxisZoom::Range everything{-std::numeric_limits<double>::infinity(),
                                                std::numeric_limits<double>::infinity()};
    void setValueRange(double low, double high);
    void setValueFormat(std::function<QString(double value, double resolution)> format);
    void setWholeValues(bool whole) { wholeValues_ = whole; } // ticks on whole numbers only
    // Curves that end at the same number (as the value format writes it) share one label: "conv1, conv2".
    void setJoinedEnds(bool joined) { joinsEnds_ = joined; }
    void setReference(std::optional<double> value, const QString& text = {});
    void setMarks(std::vector<Mark> marks);
    const std::vector<Mark>& marks() const { return marks_; }
    void setCursor(std::optional<double> step);
    void setShadedUntil(std::optional<double> step, const QString& text = {});
    void setEmptyText(const QString& text); // shown while no curve has a point
    void startOver();                       // another run: the value range is chosen afresh

    bool isEmpty() const;
    QPointF pixelOf(double step, double value) const;
    QRectF plot() const { return plot_; }
    QXYSeries* series(std::size_t curve) const { return curves_.at(curve).pieces.front(); } // up to its first gap
    // The pieces between gaps, as drawn.
    std::vector<QList<QPointF>> pieces(std::size_t curve) const;
    struct EndLabel { // as drawn last
        QString text;
        QRectF rect;
        double lineY = 0; // where its curves end, pixels
        QColor color;
        bool hasLeader = false;
    };
    const std::vector<EndLabel>& endLabels() const { return endLabels_; }
    AxisZoom::Range shownSteps() const { return stepZoom_.shown(); }
    void zoomSteps(double at, double factor); // around that step
    void takeZoom(const LineChart& other);    // for a picture of it: both ranges, if the user chose them
    void resetZoom();                         // the automatic ranges again
    bool isZoomed() const { return stepZoom_.isUsers() || valueZoom_.isUsers(); }
    double valueLow() const;
    double valueHigh() const;
    QString labelAtEnd(std::size_t curve) const { return curves_.at(curve).style.name; }
    const std::vector<QRectF>& textRects() const { return lettering_.rects(); }
    const QStringList& texts() const { return lettering_.texts(); }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void zoomed(); // by the user: the owner may choose another value range

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void drawBackground(QPainter* painter, const QRectF& rect) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    struct Curve {
        Style style;
        std::vector<QLineSeries*> pieces; // at least one; the last ones may be empty
        run::Curve points = {};           // all of them
        std::optional<run::Point> end = std::nullopt;
        QPen pen = {};
    };
    QLineSeries* addSeries(const QPen& pen);
    void thin(Curve& curve);
    double stepsPerPixel() const;
    void drawPiece(Curve& curve, std::size_t index, std::span<const run::Point> piece);
    void thinAll();
    QPointF drawn(const run::Point& point) const;
    void restyle();
    void layOut();
    void addAutoButton();
    void placeAutoButton();
    void applyRanges();
    double stepAt(double x) const;
    double valueAt(double y) const;
    std::optional<run::Point> endOf(const Curve& curve) const;            // the last point on show
    std::optional<double> valueOf(const Curve& curve, double step) const; // none in a gap
    double endLabelWidth() const;
    double leftRoom() const;
    std::vector<std::vector<std::size_t>> endGroups() const; // curves that share a label
    QString joinedNames(const std::vector<std::size_t>& group, double room) const;
    void paintJoined(QPainter& painter, const EndLabel& label, const std::vector<std::size_t>& curves) const;
    std::vector<double> valueTicks() const;
    void drawNumbers(QPainter& painter);
    struct WantedLabel {
        EndLabel label;
        double x = 0; // of the curves' end
        std::vector<std::size_t> curves;
    };
    std::vector<WantedLabel> wantedEndLabels() const;
    void drawEndLabels(QPainter& painter);
    void drawEndLabel(QPainter& painter, WantedLabel& wanted);
    void drawReference(QPainter& painter);
    void drawMarks(QPainter& painter);
    void drawReadout(QPainter& painter);
    void drawVertical(QPainter& painter, double step, const QPen& pen) const;

    std::vector<Curve> curves_;
    QValueAxis* steps_ = nullptr;
    QValueAxis* values_ = nullptr;
    CalmNiceRange valueRange_;
    AxisZoom stepZoom_;
    AxisZoom valueZoom_;
    QToolButton* auto_ = nullptr;
    bool isPicture_ = false;
    std::optional<QPointF> drag_;
    std::function<QString(double, double)> format_;
    bool wholeValues_ = false;
    bool joinsEnds_ = false;
    QStringList yTitle_; // wordings, longest first
    QString xTitle_;
    QString emptyText_;
    std::optional<double> reference_;
    QString referenceText_;
    std::vector<Mark> marks_;
    std::optional<double> cursor_;
    std::optional<double> shadedUntil_;
    QString shadedText_;
    std::optional<QPointF> mouse_;
    QRectF plot_;
    Lettering lettering_;
    std::vector<EndLabel> endLabels_;
    double leftRoom_ = 0;
    QElapsedTimer clock_;
};

// The curve of a run that is laid over the one on show: the same in all charts.
LineChart::Style otherRunStyle(const QString& name);

} // namespace gridscope::ui
