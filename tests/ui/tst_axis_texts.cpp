// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever the numbers and however small the panel: no label of an axis is cut, empty, or the same as its neighbour's.
#include "ui/chart/histogram_view.h"
#include "ui/chart/line_chart.h"
#include "ui/chart/numbers.h"
#include "ui/chart/river_view.h"
#include "ui/document/run_text.h"

#include <QLocale>
#include <QtTest>

#include <cmath>
#include <set>

using namespace gridscope;
using namespace gridscope::ui;

namespace {

const QList<QSize> sizes{{150, 90}, {230, 120}, {420, 260}, {1600, 900}};

QByteArray named(const QString& what, double value)
{
    return (what + QLatin1Char(' ') + QString::number(value, 'g', 3)).toUtf8();
}

// The widget without the frame of its focus.
QRectF readable(const QWidget& widget)
{
    const double ring = strokeWidth(3);
    return QRectF(widget.rect()).adjusted(ring - 0.5, 0, 0.5 - ring, 0);
}

struct Label {
    QString text;
    QRectF rect;
};
std::vector<Label> labelsOf(const QStringList& texts, const std::vector<QRectF>& rects)
{
    std::vector<Label> labels;
    for (qsizetype i = 0; i < texts.size(); ++i) { labels.push_back({texts[i], rects[std::size_t(i)]}); }
    return labels;
}

// Says what is wrong with these labels; empty when nothing is.
QString faultIn(const std::vector<Label>& labels, const QWidget& widget)
{
    const QFontMetricsF metrics(widget.font());
    for (const Label& label : labels) {
        if (label.text.trimmed().isEmpty()) { return QStringLiteral("an empty label"); }
        if (metrics.horizontalAdvance(label.text) > label.rect.width() + 1) { return label.text + " has no room"; }
        if (!readable(widget).contains(label.rect)) { return label.text + " is cut"; }
    }
    return {};
}

// Of those beside an axis: each number once.
QString doubleIn(const std::vector<Label>& labels)
{
    std::set<QString> seen;
    for (const Label& label : labels) {
        if (!seen.insert(label.text).second) { return label.text + " is there twice"; }
    }
    return {};
}

template <typename Keep>
std::vector<Label> only(const std::vector<Label>& labels, Keep keep)
{
    std::vector<Label> kept;
    std::ranges::copy_if(labels, std::back_inserter(kept), keep);
    return kept;
}

std::vector<double> magnitudes()
{
    std::vector<double> all;
    for (int power = -12; power <= 12; ++power) {
        for (const double mantissa : {1.0, 3.7, 9.99}) { all.push_back(mantissa * std::pow(10.0, power)); }
    }
    return all;
}

// A layer of that many bits with some weights in every cell.
run::SnapshotPtr snapshotWith(int bits, double alpha, std::uint32_t most)
{
    auto snapshot = std::make_shared<run::Snapshot>();
    snapshot->step = 1;
    run::LayerState state;
    state.bits = bits;
    state.alpha = alpha;
    state.low = bits == 1 ? -1 : -(1 << (bits - 1));
    state.high = bits == 1 ? 0 : (1 << (bits - 1)) - 1;
    state.binsPerCell = 2;
    const auto cells = std::size_t(state.high - state.low + 1);
    state.histogram.assign(2 * cells, 1);
    state.histogram[cells] = most;
    state.counts.assign(cells, 2);
    state.counts[cells / 2] = most;
    snapshot->layers = {state};
    return snapshot;
}

run::History historyWith(const run::SnapshotPtr& snapshot)
{
    run::Start start;
    start.layers = {{"fc1", {10, 100}, 1000}};
    start.firstStep = 1;
    start.lastStep = 1000;
    run::History history;
    history.onStart(start);
    history.onSnapshot(snapshot);
    return history;
}

} // namespace

class TestAxisTexts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { ThemeSource::instance().choose(ThemeSource::Choice::Light); }

    void everyValueAxisOfACurveCanBeRead_data()
    {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        for (const double value : magnitudes()) {
            QTest::newRow(named("from zero to", value)) << 0.0 << value;
            QTest::newRow(named("around zero by", value)) << -value << value;
            QTest::newRow(named("below zero by", value)) << -value << -0.4 * value;
            QTest::newRow(named("a thousandth around", value)) << 0.9995 * value << 1.0005 * value;
            QTest::newRow(named("nothing but", value)) << value << value;
        }
    }
    void everyValueAxisOfACurveCanBeRead()
    {
        QFETCH(const double, low);
        QFETCH(const double, high);
        for (const QSize size : sizes) {
            LineChart chart;
            chart.resize(size);
            chart.setTitles({"loss"}, "step");
            chart.setCurves({{QStringLiteral("raw"), [](const Theme& t) { return t.loss; }}});
            chart.setStepRange(0, 100);
            chart.replace(0, run::Curve{{0, low}, {100, high}});
            chart.fitValues(low, high);
            chart.grab();
            const auto all = labelsOf(chart.texts(), chart.textRects());
            QVERIFY2(faultIn(all, chart).isEmpty(), qPrintable(faultIn(all, chart)));
            const auto values = only(all, [&](const Label& l) { return l.rect.right() <= chart.plot().left(); });
            QVERIFY2(doubleIn(values).isEmpty(), qPrintable(doubleIn(values)));
            if (size.height() >= 200) { QVERIFY2(values.size() >= 2, "an axis without numbers"); }
        }
    }

    void everyStepAxisCanBeRead_data()
    {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        for (const double end : {5.0, 17.0, 100.0, 12'345.0, 1e6, 1e9}) {
            QTest::newRow(named("up to", end)) << 0.0 << end;
            QTest::newRow(named("float phase before", end)) << -end << end;
            QTest::newRow(named("five steps before", end)) << end - 5 << end;
        }
    }
    void everyStepAxisCanBeRead()
    {
        QFETCH(const double, low);
        QFETCH(const double, high);
        for (const QSize size : sizes) {
            LineChart chart;
            chart.resize(size);
            chart.setTitles({"loss"}, "step");
            chart.setCurves({{QStringLiteral("raw"), [](const Theme& t) { return t.loss; }}});
            chart.setStepRange(low, high);
            chart.setValueRange(0, 1);
            chart.replace(0, run::Curve{{low, 0}, {high, 1}});
            chart.grab();
            const auto all = labelsOf(chart.texts(), chart.textRects());
            QVERIFY2(faultIn(all, chart).isEmpty(), qPrintable(faultIn(all, chart)));
            const auto steps = only(all, [&](const Label& l) { return l.rect.top() >= chart.plot().bottom(); });
            QVERIFY2(doubleIn(steps).isEmpty(), qPrintable(doubleIn(steps)));
            QVERIFY(!steps.empty());
        }
    }

    void everyRiverCanBeRead_data() { everyHistogramCanBeRead_data(); }
    void everyRiverCanBeRead()
    {
        QFETCH(const int, bits);
        QFETCH(const double, alpha);
        const run::History history = historyWith(snapshotWith(bits, alpha, 500));
        for (const QSize size : sizes) {
            RiverView view;
            view.resize(size);
            view.display(history, 0);
            view.grab();
            const auto all = labelsOf(view.texts(), view.textRects());
            QVERIFY2(faultIn(all, view).isEmpty(), qPrintable(faultIn(all, view)));
            const auto values = only(all, [&](const Label& l) {
                return l.rect.right() <= view.plot().left() && l.rect.bottom() > view.plot().top();
            });
            QVERIFY2(doubleIn(values).isEmpty(), qPrintable(doubleIn(values)));
            const auto codes = only(all, [&](const Label& l) {
                return l.rect.left() >= view.plot().right() && l.rect.bottom() > view.plot().top()
                       && l.rect.top() < view.plot().bottom();
            });
            QVERIFY2(doubleIn(codes).isEmpty(), qPrintable(doubleIn(codes)));
            const auto& layer = history.latest()->layers[0];
            for (const Label& code : codes) {
                const int n = QString(code.text).replace(QChar(0x2212), '-').toInt();
                QVERIFY(n >= layer.low && n <= layer.high);
                QVERIFY(std::abs(code.rect.center().y() - view.pixelOfValue(alpha * n)) <= 1.5);
            }
        }
    }

    void everyHistogramCanBeRead_data()
    {
        QTest::addColumn<int>("bits");
        QTest::addColumn<double>("alpha");
        for (int bits = 1; bits <= 8; ++bits) {
            for (const double alpha : {1e-12, 2.3e-7, 0.0123, 0.5, 7.0, 123.0, 4.4e5, 1e12}) {
                QTest::newRow(named(QStringLiteral("%1 bits of").arg(bits), alpha)) << bits << alpha;
            }
        }
    }
    void everyHistogramCanBeRead()
    {
        QFETCH(const int, bits);
        QFETCH(const double, alpha);
        for (const QSize size : sizes) {
            HistogramView view;
            view.resize(size.expandedTo(QSize(200, 120)));
            view.display(snapshotWith(bits, alpha, 500), 0, 1000);
            view.grab();
            const auto all = labelsOf(view.texts(), view.textRects());
            QVERIFY2(faultIn(all, view).isEmpty(), qPrintable(faultIn(all, view)));
            for (const QRectF& row : {view.axes().codeRow, view.axes().valueRow}) {
                const auto inRow = only(all, [&](const Label& l) { return row.contains(l.rect.center()); });
                QVERIFY2(doubleIn(inRow).isEmpty(), qPrintable(doubleIn(inRow)));
                QVERIFY(!inRow.empty());
            }
        }
    }

    void everyShareHasItsNumber_data()
    {
        QTest::addColumn<std::uint32_t>("most"); // of a million weights
        for (const std::uint32_t most : {1U, 7U, 123U, 4'000U, 300'000U, 1'000'000U}) {
            QTest::newRow(qPrintable(QStringLiteral("%1 in the fullest bin").arg(most))) << most;
        }
    }
    void everyShareHasItsNumber()
    {
        QFETCH(const std::uint32_t, most);
        for (const auto scale : {HistogramScale::Linear, HistogramScale::SquareRoot, HistogramScale::Logarithmic}) {
            for (const QSize size : sizes) {
                HistogramView view;
                view.setScale(scale);
                view.resize(size);
                view.display(snapshotWith(2, 0.1, most), 0, 1'000'000);
                const QFontMetricsF metrics(view.font());
                const double distance = 1.25 * metrics.height();
                for (const auto& ticks : {latentTicks(view.axes(), distance), quantizedTicks(view.axes(), distance)}) {
                    std::set<QString> seen;
                    for (const ShareTick& tick : ticks) {
                        const QString text = tickShareText(tick.share);
                        QVERIFY2(seen.insert(text).second, qPrintable(text));
                        QVERIFY2(!text.contains("e+"), qPrintable(text));
                        const double left =
                            view.axes().plot.left() - metrics.height() / 3 - metrics.horizontalAdvance(text);
                        QVERIFY2(left >= strokeWidth(3) - 1, qPrintable(text));
                    }
                }
            }
        }
    }

    void aWholeLayerIsAHundredPercent()
    {
        QCOMPARE(tickShareText(1), QStringLiteral("100\u00A0%"));
        QCOMPARE(tickShareText(0.005), QStringLiteral("0.5\u00A0%"));
        QCOMPARE(tickShareText(0), QStringLiteral("0\u00A0%"));
    }

    void numbersAreTheirOwnText_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<double>("resolution");
        QTest::addColumn<QString>("text");
        QTest::newRow("as many decimals as needed") << 0.125 << 0.001 << "0.125";
        QTest::newRow("thousands") << 100'000.0 << 50'000.0 << "100,000";
        QTest::newRow("millions") << 1.5e6 << 5e5 << "1.5e6";
        QTest::newRow("tiny") << -2.5e-9 << 5e-10 << "−2.5e−9";
        QTest::newRow("zero among the tiny") << 0.0 << 5e-10 << "0";
        QTest::newRow("close together far from zero") << 1'000'500.0 << 500.0 << "1.0005e6";
        QTest::newRow("not a number") << std::nan("") << 1.0 << "–";
    }
    void numbersAreTheirOwnText()
    {
        QFETCH(const double, value);
        QFETCH(const double, resolution);
        QFETCH(const QString, text);
        QCOMPARE(valueText(value, resolution), text);
    }

    void aFewBytesAreNotNothing()
    {
        QCOMPARE(sizeText(0), QStringLiteral("0 bytes"));
        QCOMPARE(sizeText(36), QStringLiteral("36 bytes"));
        QCOMPARE(sizeText(1'000), QStringLiteral("1.0 kB"));
    }
};

QTEST_MAIN(TestAxisTexts)
#include "tst_axis_texts.moc"
