// SPDX-License-Identifier: GPL-3.0-or-later
// What a viewer reads off the histogram is what the snapshot holds.
#include "tests/support/scripted_run.h"
#include "ui/chart/grid_points.h"
#include "ui/chart/histogram_view.h"
#include "ui/chart/numbers.h"
#include "ui/chart/picture.h"

#include <QAccessible>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

using namespace gridscope;
using namespace gridscope::ui;

namespace {

// 2 bits, four bins a cell, 1,000 weights: two in three lie where one can count them.
run::LayerState twoBits(double alpha)
{
    run::LayerState state;
    state.bits = 2;
    state.alpha = alpha;
    state.low = -2;
    state.high = 1;
    state.binsPerCell = 4;
    state.histogram = {0, 10, 20, 0, 30, 40, 40, 30, 100, 150, 150, 100, 60, 70, 70, 60};
    state.below = 25;
    state.above = 45;
    state.counts = {55, 140, 500, 305};
    state.score = 0.1;
    state.zeroShare = 0.5;
    return state;
}

run::SnapshotPtr snapshotOf(const run::LayerState& state, bool quantized = true)
{
    auto snapshot = std::make_shared<run::Snapshot>();
    snapshot->quantized = quantized;
    snapshot->layers = {state};
    return snapshot;
}

constexpr std::int64_t parameters = 1000;

// Columns just above the plot in which a grid point's line stands.
std::vector<int> gridLineColumns(HistogramView& view)
{
    const QImage image = view.grab().toImage();
    const int row = static_cast<int>(view.axes().plot.top()) - 1;
    std::vector<int> columns;
    for (int x = 0; x < image.width(); ++x) {
        if (image.pixelColor(x, row) == theme().gridPoint) { columns.push_back(x); }
    }
    return columns;
}

void moveMouse(HistogramView& view, QPointF at)
{
    QMouseEvent event(QEvent::MouseMove, at, view.mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&view, &event);
}

// The same weights on points that are no multiples of one step.
run::LayerState freePoints(std::vector<double> points)
{
    run::LayerState state = twoBits(0.5);
    state.free = std::make_shared<const run::FreeLevels>(run::FreeLevels{std::move(points), {}});
    return state;
}

QString plain(QString text) { return text.replace(QChar(QChar::Nbsp), QLatin1Char(' ')); }

} // namespace

class TestHistogramView : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { ThemeSource::instance().choose(ThemeSource::Choice::Light); }
    void init()
    {
        view_ = std::make_unique<HistogramView>();
        view_->resize(420, 300);
        view_->QWidget::show();
    }
    void cleanup() { view_.reset(); }

    void aLineStandsOnEveryGridPoint()
    {
        view_->display(snapshotOf(twoBits(0.5)), 0, parameters);
        const auto columns = gridLineColumns(*view_);
        QCOMPARE(columns.size(), std::size_t(4));
        const HistogramAxes& axes = view_->axes();
        for (int n = -2; n <= 1; ++n) {
            const double x = axes.plot.left() + (0.5 * n - axes.low) / (axes.high - axes.low) * axes.plot.width();
            QVERIFY(std::abs(columns[static_cast<std::size_t>(n + 2)] - x) <= 1.0);
            QCOMPARE(view_->pixelOf(0.5 * n), x);
        }
    }

    void linesMoveWithAlphaWhileTheAxisStays()
    {
        view_->display(snapshotOf(twoBits(0.5)), 0, parameters);
        const auto before = gridLineColumns(*view_);
        const double low = view_->axes().low;
        view_->display(snapshotOf(twoBits(0.45)), 0, parameters);
        const auto after = gridLineColumns(*view_);
        QCOMPARE(view_->axes().low, low);
        QCOMPARE(after.size(), before.size());
        QVERIFY(after[0] > before[0] + 5);            // code -2 came closer to zero
        QVERIFY(std::abs(after[2] - before[2]) <= 1); // code 0 stays
        QVERIFY(after[3] < before[3]);
    }

    void anotherLayerChoosesTheAxisAfresh()
    {
        view_->display(snapshotOf(twoBits(0.5)), 0, parameters);
        view_->startOver();
        view_->display(snapshotOf(twoBits(0.01)), 0, parameters);
        QVERIFY(view_->axes().high < 0.03);
    }

    void hoveringTellsTheBinsCount()
    {
        view_->display(snapshotOf(twoBits(0.5)), 0, parameters);
        // Cell of code 1 is [0.25, 0.75); its second bin [0.375, 0.5) holds 70.
        moveMouse(*view_, {view_->pixelOf(0.44), view_->axes().baseline() - 5});
        QCOMPARE(plain(view_->readout()), QStringLiteral("w 0.38 .. 0.50 · code 1 · 70 weights (7.0 %)"));
    }

    void hoveringBelowTellsTheQuantizedCount()
    {
        view_->display(snapshotOf(twoBits(0.5)), 0, parameters);
        moveMouse(*view_, {view_->pixelOf(0.44), view_->axes().baseline() + 5});
        QCOMPARE(plain(view_->readout()), QStringLiteral("code 1 · w 0.500 · 305 quantized weights (31 %)"));
    }

    void pointsThatAreNoMultiplesOfAStepAreCalledByTheirNames()
    {
        run::LayerState offset = twoBits(0.5);
        offset.offset = 0.5;
        for (const auto& [state, names, title] :
             {std::tuple{twoBits(0.5), QStringList{"−2", "−1", "0", "1"}, "code"},
              std::tuple{offset, QStringList{"−1.5", "−0.5", "0.5", "1.5"}, "point"},
              std::tuple{freePoints({-0.75, -0.125, 0.25, 1}), QStringList{"−0.75", "−0.125", "0.25", "1"}, "point"}}) {
            view_->startOver();
            view_->display(snapshotOf(state), 0, parameters);
            view_->grab();
            for (const QString& name : names + QStringList{title}) {
                QVERIFY2(view_->texts().contains(name),
                         qPrintable(name + " is not among " + view_->texts().join(", ")));
            }
            const bool isCode = QLatin1String(title) == QLatin1String("code");
            QCOMPARE(view_->texts().contains("code"), isCode);
        }
        moveMouse(*view_, {view_->pixelOf(0.25), view_->axes().baseline() + 5});
        QVERIFY2(view_->readout().startsWith("point 0.25 · w 0.250"), qPrintable(view_->readout()));
        moveMouse(*view_, {view_->pixelOf(0.25), view_->axes().baseline() - 5});
        QVERIFY2(view_->readout().contains(" · point 0.25 · "), qPrintable(view_->readout()));
    }

    void pointsWithoutCodesHaveColoursByTheirPlace()
    {
        const run::Levels codes = run::Levels::uniform(1, -2, 1);
        const run::Levels free =
            run::Levels::free(std::make_shared<const run::FreeLevels>(run::FreeLevels{{0.1, 0.2, 0.3, 0.4}, {}}), 0);
        for (int i = 0; i < 4; ++i) { QCOMPARE(pointColor(theme(), free, i), pointColor(theme(), codes, i)); }
    }

    void aRestingMouseReadsTheNewSnapshot()
    {
        view_->display(snapshotOf(twoBits(0.5)), 0, parameters);
        moveMouse(*view_, {view_->pixelOf(0.44), view_->axes().baseline() - 5});
        auto next = twoBits(0.5);
        next.histogram[13] = 71;
        view_->display(snapshotOf(next), 0, parameters);
        QVERIFY(view_->readout().contains(QStringLiteral("71 weights")));
    }

    void arrowsMoveABinCursorAndEscapeEndsIt()
    {
        view_->display(snapshotOf(twoBits(0.5)), 0, parameters);
        QVERIFY(view_->readout().isEmpty());
        QTest::keyClick(view_.get(), Qt::Key_Right);
        const QString first = view_->readout();
        QTest::keyClick(view_.get(), Qt::Key_Right);
        QVERIFY(!first.isEmpty());
        QVERIFY(view_->readout() != first);
        QTest::keyClick(view_.get(), Qt::Key_Left);
        QCOMPARE(view_->readout(), first);
        QTest::keyClick(view_.get(), Qt::Key_Escape);
        QVERIFY(view_->readout().isEmpty());
    }

    void endsAndZeroAreNeverSilent()
    {
        view_->display(snapshotOf(twoBits(0.5)), 0, parameters);
        QCOMPARE(view_->belowText(), QStringLiteral("◂ 25 below"));
        QCOMPARE(view_->aboveText(), QStringLiteral("45 above ▸"));
        QCOMPARE(plain(view_->zeroText()), QStringLiteral("zero: 50 % of weights"));
        moveMouse(*view_, {view_->axes().plot.left() + 1, view_->axes().baseline() - 5});
        QVERIFY(view_->readout().contains(QStringLiteral("25 weights below")));
    }

    void barsReachTheHeightOfTheirShare_data()
    {
        QTest::addColumn<int>("scale");
        QTest::addColumn<double>("expected"); // 50 of 1,000 against a top of 0.2
        QTest::newRow("linear") << int(HistogramScale::Linear) << 0.25;
        QTest::newRow("square root") << int(HistogramScale::SquareRoot) << 0.5;
        QTest::newRow("logarithmic") << int(HistogramScale::Logarithmic) << std::log1p(50.0) / std::log1p(200.0);
    }
    void barsReachTheHeightOfTheirShare()
    {
        QFETCH(int, scale);
        QFETCH(double, expected);
        HistogramAxes axes;
        axes.scale = static_cast<HistogramScale>(scale);
        axes.parameters = parameters;
        QCOMPARE(axes.heightOf(0.05, 0.2), expected);
        QCOMPARE(axes.heightOf(0, 0.2), 0.0);
        QCOMPARE(axes.heightOf(0.2, 0.2), 1.0);
    }

    void barsHaveTheColourOfTheirGridPoint()
    {
        view_->display(snapshotOf(twoBits(0.5)), 0, parameters);
        const QImage image = view_->grab().toImage();
        const int row = static_cast<int>(view_->axes().baseline()) - 3;
        for (int n = -1; n <= 1; ++n) {
            const QColor drawn = image.pixelColor(static_cast<int>(view_->pixelOf(0.5 * n + 0.06)), row);
            const QColor level = gridPointColor(theme(), n, -2, 1);
            const int off = std::abs(drawn.red() - level.red()) + std::abs(drawn.green() - level.green())
                            + std::abs(drawn.blue() - level.blue());
            QVERIFY2(off < 120,
                     qPrintable(QStringLiteral("code %1: %2 for %3").arg(n).arg(drawn.name(), level.name())));
        }
    }

    void floatWeightsAreNeutralAndHaveNoSticks()
    {
        view_->display(snapshotOf(twoBits(0.5), false), 0, parameters);
        QVERIFY(gridLineColumns(*view_).empty()); // the grid is a faint preview only
        moveMouse(*view_, {view_->pixelOf(0.44), view_->axes().baseline() + 5});
        QVERIFY(!view_->readout().contains(QStringLiteral("quantized")));
    }

    void textStaysInsideAndApart_data()
    {
        QTest::addColumn<int>("bits");
        QTest::addColumn<int>("percent");
        for (const int bits : {1, 3, 4, 8}) {
            for (const int percent : {100, 250}) {
                QTest::addRow("%d bits at %d %%", bits, percent) << bits << percent;
            }
        }
    }
    void textStaysInsideAndApart()
    {
        QFETCH(int, bits);
        QFETCH(int, percent);
        QFont font = view_->font();
        font.setPointSizeF(font.pointSizeF() * percent / 100);
        view_->setFont(font);
        view_->resize(view_->minimumSizeHint());
        run::RunConfig config;
        config.bits = {bits};
        view_->display(test::scriptedSnapshot(test::scriptedStart(config), 300), 2, 524288);
        view_->grab();
        const auto& rects = view_->textRects();
        QVERIFY(rects.size() > 5);
        for (std::size_t i = 0; i < rects.size(); ++i) {
            QVERIFY2(QRectF(view_->rect()).contains(rects[i]),
                     qPrintable(QStringLiteral("%1: %2 %3 %4 %5")
                                    .arg(i)
                                    .arg(rects[i].left())
                                    .arg(rects[i].top())
                                    .arg(rects[i].right())
                                    .arg(rects[i].bottom())
                                + QStringLiteral(" in %1 x %2").arg(view_->width()).arg(view_->height())));
            for (std::size_t j = 0; j < i; ++j) { QVERIFY(!rects[i].intersects(rects[j])); }
        }
    }

    void anEmptyViewSaysWhy()
    {
        view_->setEmptyText(QStringLiteral("Nothing yet."));
        view_->clear();
        view_->grab();
        QVERIFY(view_->readout().isEmpty());
        QVERIFY(view_->belowText().isEmpty());
        QTest::keyClick(view_.get(), Qt::Key_Right); // must not crash
    }

    void screenReadersFindAGraphicWithItsReadout()
    {
        view_->setAccessibleName(QStringLiteral("Histogram"));
        view_->display(snapshotOf(twoBits(0.5)), 0, parameters);
        QTest::keyClick(view_.get(), Qt::Key_Right);
        QAccessibleInterface* face = QAccessible::queryAccessibleInterface(view_.get());
        QVERIFY(face != nullptr);
        QCOMPARE(face->role(), QAccessible::Graphic);
        QCOMPARE(face->text(QAccessible::Name), QStringLiteral("Histogram"));
        QCOMPARE(face->text(QAccessible::Value), view_->readout());
    }

    void picturesAreDrawnAsBitmapAndVectors_data()
    {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QByteArray>("start");
        QTest::newRow("PNG") << QStringLiteral("png") << QByteArray("\x89PNG");
        QTest::newRow("SVG") << QStringLiteral("svg") << QByteArray("<?xml");
        QTest::newRow("PDF") << QStringLiteral("pdf") << QByteArray("%PDF");
    }
    void picturesAreDrawnAsBitmapAndVectors()
    {
        QFETCH(QString, format);
        QFETCH(QByteArray, start);
        view_->display(snapshotOf(twoBits(0.5)), 0, parameters);
        const QByteArray bytes = pictureOf(*view_, format);
        QVERIFY(bytes.startsWith(start));
        QVERIFY(bytes.size() > 1000);
        if (format == QLatin1String("svg")) { QVERIFY2(!bytes.contains("<image"), "bars and lines must be vectors"); }
        if (format == QLatin1String("png")) { QCOMPARE(QImage::fromData(bytes).size(), view_->size() * 2); }
    }
    void anUnknownFormatIsNotDrawn() { QVERIFY(pictureOf(*view_, QStringLiteral("bmp")).isEmpty()); }

    void aFrameAt420By300()
    {
        const auto start = test::scriptedStart({});
        std::vector<run::SnapshotPtr> snapshots;
        for (int step = 1; step <= 50; ++step) { snapshots.push_back(test::scriptedSnapshot(start, step)); }
        QImage image(view_->size(), QImage::Format_RGB32);
        std::size_t i = 0;
        QBENCHMARK
        {
            view_->display(snapshots[i++ % snapshots.size()], 2, 524288);
            view_->render(&image);
        }
    }

private:
    std::unique_ptr<HistogramView> view_;
};

QTEST_MAIN(TestHistogramView)
#include "tst_histogram_view.moc"
