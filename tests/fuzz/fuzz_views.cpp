// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer harness of everything that shows or exports a run. Out of the bytes comes a history with wild numbers (huge, tiny,
// infinite, NaN, gaps in the steps, sizes that do not match), as far as the run file's reader would let them pass; it goes
// into every panel, painted from 1 to 10,000 pixels wide and high, into every figure, and into every table, card and report.
// Nothing may be painted beside the numbers that a painter can count to, and what is written can be read again.
// Run: tests/fuzz/run
// Links: Qt6Charts Qt6Svg ui/look/theme.cpp ui/look/theme_source.cpp ui/chart/*.cpp ui/panel/*.cpp ui/look/flow_layout.cpp ui/document/run_text.cpp ui/look/tile.cpp ui/window/headline.cpp ui/takeaway/figure.cpp ui/look/icons.cpp
#include "core/base/error.h"
#include "core/export/card.h"
#include "core/export/comparison.h"
#include "core/export/numbers.h"
#include "core/export/report.h"
#include "core/export/summary.h"
#include "core/export/tensorboard.h"
#include "core/settings/config_fields.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/wild_history.h"
#include "tests/support/bounds_recorder.h"
#include "ui/chart/line_chart.h"
#include "ui/chart/picture.h"
#include "ui/chart/timeline_bar.h"
#include "ui/panel/views.h"
#include "ui/takeaway/figure.h"
#include "ui/window/headline.h"

#include <nlohmann/json.hpp>

#include <QApplication>
#include <QLayout>
#include <QMouseEvent>

using namespace gridscope;
using namespace gridscope::ui;
using fuzz::require;

namespace {

using Json = nlohmann::json;

// ---- pictures

constexpr int mostPixels = 3'000'000; // of one picture; more only takes time

QSize sizeOf(fuzz::Bytes& bytes)
{
    const int width = bytes.oneOf({1, 2, 5, 30, 120, 400, 900, 3000, 10000});
    const int height = bytes.oneOf({1, 2, 5, 30, 120, 400, 900, 3000, 10000});
    return {width, std::clamp(mostPixels / width, 1, height)};
}

void paintOnPixels(QWidget& widget)
{
    const QImage image = imageOf(widget, 1);
    require(image.size() == widget.size(), "a picture of another size");
}

void paintWithinBounds(QWidget& widget)
{
    test::BoundsRecorder recorder(widget.size());
    widget.render(&recorder);
    require(recorder.beyond.isEmpty(), qPrintable(recorder.beyond));
}

void pointAt(QWidget& widget, fuzz::Bytes& bytes)
{
    const QPointF at(widget.width() * bytes.share(), widget.height() * bytes.share());
    QMouseEvent move(QEvent::MouseMove, at, at, Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    QApplication::sendEvent(&widget, &move);
    const int key =
        bytes.oneOf({int(Qt::Key_Left), int(Qt::Key_Right), int(Qt::Key_Up), int(Qt::Key_Plus), int(Qt::Key_Escape)});
    if (bytes.isLucky()) { return; }
    QKeyEvent press(QEvent::KeyPress, key, Qt::NoModifier);
    QApplication::sendEvent(&widget, &press);
}

void save(QWidget& widget, fuzz::Bytes& bytes)
{
    const QString format = bytes.oneOf({QStringLiteral("svg"), QStringLiteral("pdf")});
    require(!pictureOf(widget, format).isEmpty(), "no picture");
}

void paint(QWidget& widget, fuzz::Bytes& bytes)
{
    widget.resize(sizeOf(bytes));
    for (auto* chart : widget.findChildren<ChartWidget*>()) { pointAt(*chart, bytes); }
    for (auto* chart : widget.findChildren<LineChart*>()) { pointAt(*chart->viewport(), bytes); }
    paintWithinBounds(widget);
    paintOnPixels(widget);
    if (bytes.isRare() && widget.width() * widget.height() < 200'000) { save(widget, bytes); }
}

// Panels one after the other, each told the run in two parts, as the screen is.
void show(const ViewInfo& info, const fuzz::WildRun& run, const run::History* other, fuzz::Bytes& bytes)
{
    const std::unique_ptr<Panel> made = info.make();
    Panel& panel = *made;
    panel.layout()->setSizeConstraint(QLayout::SetNoConstraint); // smaller than it would let the window become
    const View view{bytes.oneOf<std::size_t>({0, 0, 0, 1, 2, 5}),
                    bytes.isRare() ? std::optional(bytes.step()) : std::nullopt, other, QStringLiteral("other run")};
    for (const run::History& history : {run.first, run.whole}) {
        info.isWanted(history, view);
        panel.refresh(history, view);
        paint(panel, bytes);
        require(!panel.summary().isEmpty(), "a panel says nothing of itself");
    }
}

void showAround(const fuzz::WildRun& run, fuzz::Bytes& bytes)
{
    TimelineBar bar;
    const auto marks = run.whole.marks();
    const auto checkpoints = run.whole.checkpoints();
    bar.display(run.whole, {marks.begin(), marks.end()}, {checkpoints.begin(), checkpoints.end()},
                bytes.isRare() ? std::optional(bytes.step()) : std::nullopt);
    paint(bar, bytes);
    bar.hoverText(bar.width() * bytes.share());
    Headline headline;
    headline.layout()->setSizeConstraint(QLayout::SetNoConstraint);
    headline.refresh(run.whole, {});
    paint(headline, bytes);
}

void showFigure(const run::History& history, fuzz::Bytes& bytes)
{
    const auto all = figuresOf(history);
    const FigureId id = all[bytes.byte() % all.size()];
    const auto style = bytes.oneOf({FigureStyle::Slide, FigureStyle::Column, FigureStyle::Page});
    const Figure figure(history, id, bytes.isRare() ? std::optional(bytes.step()) : std::nullopt,
                        QStringLiteral("a run"), style);
    const QString format = bytes.oneOf({QStringLiteral("svg"), QStringLiteral("pdf"), QStringLiteral("png")});
    require(!figure.picture(format).isEmpty(), "no figure");
}

// ---- texts

void requireTable(const std::string& csv)
{
    std::size_t cells = 1, columns = 0, lines = 0;
    bool isQuoted = false;
    for (const char c : csv) {
        if (c == '"') { isQuoted = !isQuoted; }
        if (isQuoted) { continue; }
        if (c == ',') { ++cells; }
        if (c != '\n') { continue; }
        if (lines++ == 0) { columns = cells; }
        require(cells == columns, "a line of a table has another number of cells");
        cells = 1;
    }
    require(!isQuoted && csv.ends_with('\n') && lines > 0, "a table ends within a cell");
}

void requireRecords(const std::string& events)
{
    for (std::size_t at = 0; at < events.size();) {
        std::uint64_t length = 0;
        require(at + sizeof length <= events.size(), "a record without a length");
        std::memcpy(&length, events.data() + at, sizeof length);
        at += sizeof length + 4;
        require(length <= events.size() && at + length + 4 <= events.size(), "a record is longer than the file");
        at += length + 4;
    }
}

void writeTables(const run::History& history, const StepRange& range)
{
    for (const NamedText& file : numbersOf(history, range)) {
        if (file.fileName.ends_with(".csv")) { requireTable(file.text); }
        if (file.fileName.ends_with(".json")) { require(Json::accept(file.text), file.fileName.c_str()); }
    }
    require(Json::accept(numbersJson(history, range)), "the numbers are not JSON");
    for (const NamedTable& named : tablesOf(history, range)) { require(!named.table.tsv().empty(), "no table"); }
}

void writeTexts(const run::History& history)
{
    require(Json::accept(run::summaryJson(history)), "the summary is not JSON");
    require(!run::summaryText(history).empty(), "no summary");
    requireRecords(tensorboardEvents(history));
    const std::string card = cardJson({history, "a run", "2026-11-24"});
    require(Json::accept(card), "the card is not JSON");
    const std::string card2 = cardJson({history, "another", "2026-11-24"});
    require(!verdictOf({card, card2}).empty(), "no verdict");
    try {
        require(!cardMarkdown(card).empty(), "no card");
        require(!reportPage(history, "a run", card, {}).empty(), "no report");
    } catch (const FileError& error) { // what the card cannot say
        fuzz::requireOneSentence(error.what());
    }
}

} // namespace

// Qt and fontconfig keep what they made until the end.
extern "C" const char* __asan_default_options() { return "detect_leaks=0"; }

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qInstallMessageHandler([](QtMsgType type, const QMessageLogContext&, const QString& text) {
        // A painter that is given what it cannot paint says so and goes on.
        require(!text.contains(QLatin1String("NaN or Inf")) && type != QtFatalMsg, qPrintable(text));
    });
    static auto* application =
        new QApplication(*argc, *argv); // never destroyed: at the end of a program Qt is gone before it
    return application != nullptr ? 0 : 1;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    constexpr std::size_t limit = 20'000;
    if (size > limit) { return 0; }
    fuzz::Bytes bytes({data, size});
    ThemeSource::instance().choose(bytes.oneOf({ThemeSource::Choice::Light, ThemeSource::Choice::Dark}));
    enum Others { Around, Figures, Tables, Texts, others };
    const std::size_t what = bytes.byte() % (views().size() + others);
    const bool isView = what < views().size();
    const std::size_t kind = isView ? std::size_t(others) : what - views().size();
    const bool writes = kind == Tables || kind == Texts; // a table has a column for every code
    const fuzz::WildRun run = fuzz::wildRun(bytes, writes ? -300 : -65536);
    const fuzz::WildRun second = fuzz::wildRun(bytes, -300);
    if (isView) { show(views()[what], run, bytes.isLucky() ? nullptr : &second.whole, bytes); }
    switch (kind) {
    case Around: showAround(run, bytes); break;
    case Figures: showFigure(run.whole, bytes); break;
    case Tables: writeTables(run.whole, bytes.isRare() ? StepRange{bytes.step(), bytes.step()} : StepRange{}); break;
    case Texts: writeTexts(run.whole); break;
    default: break;
    }
    return 0;
}
