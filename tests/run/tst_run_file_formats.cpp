// SPDX-License-Identifier: GPL-3.0-or-later
// What format 4 of run files holds beside the ones before it, and how files of those become ones of it.
#include "core/base/error.h"
#include "core/export/numbers.h"
#include "core/file/method_rows.h"
#include "core/file/run_limits.h"
#include "core/file/run_reader.h"
#include "core/file/run_upgrade.h"
#include "core/file/run_writer.h"
#include "core/run/retention.h"
#include "tests/support/method_run.h"
#include "tests/support/scripted_run.h"
#include "tests/support/transcript.h"

#include <QtTest>

#include <cmath>
#include <filesystem>

using namespace gridscope;
using namespace gridscope::run;
using gridscope::test::Transcript;

namespace {

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();

QByteArray contentOf(const std::string& path)
{
    QFile file(QString::fromStdString(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

template <typename Action>
std::string sentenceOf(Action action)
{
    try {
        action();
    } catch (const FileError& error) {
        return error.what();
    }
    return {};
}

std::vector<std::string> linesOf(const std::string& path)
{
    Transcript transcript;
    readRun(path, transcript);
    return transcript.lines;
}

// The first line that is not in both, empty when there is none.
std::string difference(const std::vector<std::string>& a, const std::vector<std::string>& b)
{
    const auto [inA, inB] = std::ranges::mismatch(a, b);
    const auto text = [](auto at, const auto& lines) { return at == lines.end() ? "nothing" : at->substr(0, 300); };
    return inA == a.end() && inB == b.end() ? "" : text(inA, a) + " / " + text(inB, b);
}

#define COMPARE_LINES(a, b)                                                                                            \
    do {                                                                                                               \
        const std::string differs = difference(a, b);                                                                  \
        QVERIFY2(differs.empty(), differs.c_str());                                                                    \
    } while (false)

std::int64_t numberIn(const std::string& path, const std::string& sql)
{
    return Database::openToRead(path)->number(sql);
}

std::string golden(int version)
{
    return qEnvironmentVariable("GRIDSCOPE_SOURCE").toStdString() + "/tests/data/run_v" + std::to_string(version)
           + ".gridscope";
}

// Writes one row of `table` anew: its checksum is right whatever `fill` says.
template <typename Fill>
void forge(const std::string& path, const char* table, Fill fill)
{
    const auto database = Database::openToWrite(path);
    Statement insert = database->prepare(insertInto(table));
    RowWriter row(insert, table);
    fill(row);
    row.write();
}

// One layer of two points; `levels` as they are.
SnapshotPtr smallSnapshot(std::int64_t step, std::shared_ptr<const FreeLevels> levels)
{
    LayerState state;
    state.bits = 1;
    state.alpha = 0.5;
    state.low = 0;
    state.high = 1;
    state.histogram = {1, 2};
    state.counts = {1, 2};
    state.free = std::move(levels);
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->step = step;
    snapshot->layers = {state};
    return snapshot;
}

Start smallStart(int steps)
{
    Start start;
    start.firstStep = 1;
    start.lastStep = steps;
    start.config.snapshotEvery = 1;
    start.layers = {{"fc1", {3}, 3, 0, 0}};
    return start;
}

std::shared_ptr<const FreeLevels> points(double lower, double upper)
{
    return std::make_shared<const FreeLevels>(FreeLevels{{lower, upper}, {}});
}

// Rows of levels that no layer names, and names without a row.
constexpr const char* unnamedLevels = "SELECT count(*) FROM levels WHERE (step, layer) NOT IN (SELECT levels_step, "
                                      "layer FROM layer_states WHERE levels_step IS NOT NULL)";
constexpr const char* lostLevels = "SELECT count(*) FROM layer_states WHERE levels_step IS NOT NULL AND (levels_step, "
                                   "layer) NOT IN (SELECT step, layer FROM levels)";

QString pageOf(const RunTable& table)
{
    QStringList columns;
    for (const TableColumn& column : table.columns) {
        const QString meaning = QString::fromUtf8(column.meaning.data(), qsizetype(column.meaning.size()));
        columns += "`" + QString::fromUtf8(column.name.data(), qsizetype(column.name.size())) + "`"
                   + (meaning.isEmpty() ? "" : " (" + meaning + ")");
    }
    return QString("| `%1` | %2 | %3 |\n")
        .arg(QString::fromStdString(std::string(table.name)), QString::fromStdString(std::string(table.row)),
             columns.join(", "));
}

} // namespace

class TestRunFileFormats : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::string path(const std::string& name) const
    {
        return folder_.filePath(QString::fromStdString(name)).toStdString();
    }
    std::string recorded(const std::string& name) const
    {
        RunWriter writer(path(name));
        test::tellMethodRun(writer);
        return path(name);
    }
    std::string copyOf(int version, const std::string& name) const
    {
        std::filesystem::copy_file(golden(version), path(name));
        std::filesystem::permissions(path(name), std::filesystem::perms::owner_write,
                                     std::filesystem::perm_options::add);
        return path(name);
    }

private Q_SLOTS:
    void whatMethodsTellIsReadAsItWasTold()
    {
        Transcript live;
        test::tellMethodRun(live);
        const std::string file = recorded("all");
        COMPARE_LINES(linesOf(file), live.lines);
        const SnapshotPtr snapshot = RunReader(file).snapshotAt(25);
        const SnapshotPtr told = test::methodSnapshot(RunReader(file).start(), 25);
        QCOMPARE(snapshot->layers[0].kind(), LayerState::Kind::Zero);
        QCOMPARE(snapshot->layers[1].bits, 2.25);
        QCOMPARE(snapshot->layers[1].offset, 0.5);
        QCOMPARE(snapshot->layers[3].bits, 0.4375);
        QVERIFY(*snapshot->layers[2].free == *told->layers[2].free);
        QVERIFY(snapshot->layers[3].free->groups.empty());
        QCOMPARE(snapshot->extras.size(), told->extras.size());
        QVERIFY(*snapshot->extra("surface") == *told->extra("surface"));
        QVERIFY(snapshot->extra("planes", "fc2")->values.empty());
        QVERIFY(std::isnan(snapshot->extra("sharpness")->values.at(0)));
    }

    void pointsAreWrittenWhenTheyChangeAndSharedByNeighbours()
    {
        const std::string file = recorded("shared");
        QCOMPARE(numberIn(file, "SELECT count(*) FROM levels WHERE layer = 2"), 4); // steps 5, 20, 40, 60
        QCOMPARE(numberIn(file, "SELECT count(*) FROM levels WHERE layer = 3"), 1);
        const History history = historyOf(file);
        QCOMPARE(history.snapshots().front()->layers[3].free.get(), history.snapshots().back()->layers[3].free.get());
    }

    void aGrowingFileIsFollowed()
    {
        Transcript live, followed;
        RunWriter writer(path("followed"));
        const Start start = test::scriptedStart(RunConfig{});
        live.onStart(start);
        writer.onStart(start);
        QVERIFY(writer.flush());
        RunReader reader(path("followed"));
        for (std::int64_t step = 1; step <= 60; step += 15) {
            test::tellMethodSteps(live, start, step, step + 14);
            test::tellMethodSteps(writer, start, step, step + 14);
            QVERIFY(writer.flush());
            QVERIFY(reader.poll(followed));
            COMPARE_LINES(followed.lines, live.lines);
        }
    }

    void aResumeGoesOnWithThem()
    {
        const std::string file = recorded("resumed");
        const Start start = RunReader(file).start();
        Transcript expected;
        expected.onStart(start);
        test::tellMethodSteps(expected, start, 1, 40);
        expected.onMark({40, Mark::Kind::Resumed, "", "resumed", "", ""});
        test::tellMethodSteps(expected, start, 41, 60);
        {
            const auto writer = RunWriter::resume(file, 40);
            writer->onStart(start);
            QVERIFY(writer->flush());
            QCOMPARE(numberIn(file, "SELECT max(step) FROM extras"), 40);
            QCOMPARE(numberIn(file, unnamedLevels), 0);
            test::tellMethodSteps(*writer, start, 41, 60);
        }
        COMPARE_LINES(linesOf(file), expected.lines);
        QCOMPARE(numberIn(file, unnamedLevels) + numberIn(file, lostLevels), 0);
    }

    void whatIsThinnedTakesItsExtrasAndUnnamedPointsAlong()
    {
        constexpr int count = 20'000, changeEvery = 7;
        {
            RunWriter writer(path("thinned"));
            writer.onStart(smallStart(count));
            for (int step = 1; step <= count; ++step) {
                const bool isUniform = step % 100 < 20; // free, uniform, free again with the same points
                auto snapshot = std::make_shared<Snapshot>(
                    *smallSnapshot(step, isUniform ? nullptr : points(0, 1 + step / changeEvery % 5)));
                snapshot->extras = {{"one", "", "", {}, {float(step)}}};
                writer.onSnapshot(snapshot);
            }
        }
        QCOMPARE(numberIn(path("thinned"), unnamedLevels), 0);
        QCOMPARE(numberIn(path("thinned"), lostLevels), 0);
        const std::int64_t kept = numberIn(path("thinned"), "SELECT count(*) FROM snapshots");
        QVERIFY(kept < count * 3 / 4);
        QCOMPARE(numberIn(path("thinned"), "SELECT count(*) FROM extras"), kept);
        History history;
        readRun(path("thinned"), history);
        for (const SnapshotPtr& snapshot : history.snapshots()) {
            const auto& free = snapshot->layers[0].free;
            QCOMPARE(free == nullptr, snapshot->step % 100 < 20);
            if (free) { QCOMPARE(free->points[1], 1.0 + double(snapshot->step / changeEvery % 5)); }
        }
    }

    void aSnapshotThatIsToldAgainReplacesTheFirst()
    {
        {
            RunWriter writer(path("again"));
            writer.onStart(smallStart(9));
            auto snapshot = std::make_shared<Snapshot>(*smallSnapshot(5, points(0, 1)));
            snapshot->extras = {{"a", "", "", {}, {1}}, {"b", "", "", {}, {2}}};
            writer.onSnapshot(snapshot);
            QVERIFY(writer.flush());
            writer.onSnapshot(smallSnapshot(5, nullptr));
            QVERIFY(writer.flush());
            QCOMPARE(numberIn(path("again"), unnamedLevels), 0);
            writer.onSnapshot(smallSnapshot(5, points(0, 2)));
        }
        const SnapshotPtr read = RunReader(path("again")).snapshotAt(5);
        QVERIFY(read->extras.empty());
        QCOMPARE(read->layers[0].free->points[1], 2.0);
        QCOMPARE(numberIn(path("again"), "SELECT count(*) FROM extras"), 0);
        QCOMPARE(numberIn(path("again"), unnamedLevels), 0);
    }

    // A run that explodes has such points, and its file must be readable all the same.
    void pointsThatAreNoGridLeaveALayerWithoutOne_data()
    {
        QTest::addColumn<double>("lower");
        QTest::addColumn<double>("upper");
        QTest::addColumn<double>("offset");
        QTest::newRow("no number") << 0.0 << notANumber << 0.0;
        QTest::newRow("infinite") << 0.0 << std::numeric_limits<double>::infinity() << 0.0;
        QTest::newRow("descending") << 1.0 << 0.0 << 0.0;
        QTest::newRow("of an offset that is no number") << 0.0 << 1.0 << notANumber;
    }
    void pointsThatAreNoGridLeaveALayerWithoutOne()
    {
        QFETCH(const double, lower);
        QFETCH(const double, upper);
        QFETCH(const double, offset);
        const std::string file = path(QTest::currentDataTag());
        {
            RunWriter writer(file);
            writer.onStart(smallStart(9));
            auto snapshot = std::make_shared<Snapshot>(*smallSnapshot(1, points(lower, upper)));
            snapshot->layers[0].offset = offset;
            snapshot->layers[0].bits = notANumber;
            writer.onSnapshot(snapshot);
            QVERIFY2(writer.flush(), writer.problem().c_str());
        }
        const LayerState read = RunReader(file).snapshotAt(1)->layers[0];
        QVERIFY(!read.free && std::isnan(read.alpha));
        QCOMPARE(read.offset, 0.0);
        QCOMPARE(read.bits, 0.0);
        QCOMPARE(read.counts, (std::vector<std::uint32_t>{1, 2}));
    }

    void whatCannotBeIsRefusedThoughItsChecksumIsRight_data()
    {
        using Fill = std::function<void(RowWriter&)>;
        QTest::addColumn<QString>("table");
        QTest::addColumn<Fill>("fill");
        QTest::addColumn<QString>("reason");
        const auto levels = [](const char* name, FreeLevels what, const char* reason) {
            QTest::newRow(name) << "levels" << Fill([what](RowWriter& row) {
                row.integer(5).integer(2);
                addLevels(row, what);
            }) << reason;
        };
        const std::size_t cells = test::methodSnapshot(test::scriptedStart({}), 5)->layers[2].counts.size();
        std::vector<double> some(cells);
        levels("too few points", {{1, 2}, {}}, "an array cannot be unpacked");
        levels("too many points", {std::vector<double>(cells + 1), {}}, "an array cannot be unpacked");
        some[3] = 1;
        levels("descending points", {some, {}}, "its points are not those of a grid");
        some = std::vector<double>(cells);
        some[cells - 1] = std::numeric_limits<double>::infinity();
        levels("an infinite point", {some, {}}, "its points are not those of a grid");
        some[cells - 1] = notANumber;
        levels("a point that is no number", {some, {}}, "its points are not those of a grid");
        levels("a negative group", {std::vector<double>(cells), std::vector<int>(cells, -1)}, "not those of a grid");
        levels("a group beyond all", {std::vector<double>(cells), std::vector<int>(cells, 1 << 30)},
               "not those of a grid");
        levels("groups for some", {std::vector<double>(cells), {1}}, "an array cannot be unpacked");
        const auto extra = [](const char* name, std::string layer, std::string shape, std::vector<float> values,
                              const char* reason) {
            QTest::newRow(name) << "extras" << Fill([=](RowWriter& row) {
                row.integer(5).integer(0).text("planes").text(layer).text("").text(shape).array(bytesOf(values));
            }) << reason;
        };
        extra("fewer values than its shape", "", "2x2", {1, 2, 3}, "an array cannot be unpacked");
        extra("more values than its shape", "", "2", {1, 2, 3}, "an array cannot be unpacked");
        extra("a huge shape", "", "1000000x1000000x1000000x1000000", {1}, "it has more values than any");
        extra("a large shape", "", "1024x1025", {1}, "it has more values than any");
        extra("a negative shape", "", "-1", {}, "a shape cannot be");
        extra("a shape of nine", "", "1x1x1x1x1x1x1x1x1", {1}, "a shape cannot be");
        extra("a shape that is none", "", "2x", {1, 2}, "a shape cannot be");
        extra("a control character", "\x1b[31m", "", {1}, "a name has characters that no name has");
        extra("a folder", "../x", "", {1}, "a name has characters that no name has");
        extra("a long name", std::string(300, 'n'), "", {1}, "a text is too long");
        const auto state = [](const char* name, Fill beginning, const char* reason) {
            QTest::newRow(name) << "layer_states" << Fill([beginning](RowWriter& row) {
                row.integer(5).integer(2);
                beginning(row);
                row.integer(-8).integer(7).integer(16).integer(0).integer(0);
                for (int i = 0; i < 6; ++i) { row.real(0); }
                row.null();
            }) << reason;
        };
        const auto front = [](double bits, std::int64_t isZero, double offset, std::optional<std::int64_t> step) {
            return [=](RowWriter& row) {
                row.real(bits).integer(isZero).real(0.1).real(0.1).real(offset);
                if (step) {
                    row.integer(*step);
                } else {
                    row.null();
                }
            };
        };
        state("negative bits", front(-0.5, 0, 0, {}), "a number is out of range");
        state("many bits", front(64.5, 0, 0, {}), "a number is out of range");
        state("infinite bits", front(std::numeric_limits<double>::infinity(), 0, 0, {}), "a number is out of range");
        state("a layer that is twice zero", front(2, 2, 0, {}), "a number is out of range");
        state("a far offset", front(2, 0, 1e300, {}), "a number is out of range");
        state("points of a later step", front(2, 0, 0, 20), "a number is out of range");
        state("points of a step that has none", front(2, 0, 0, 4), "step 4, layer 2, points: a row is missing");
    }
    void whatCannotBeIsRefusedThoughItsChecksumIsRight()
    {
        QFETCH(const QString, table);
        QFETCH(const std::function<void(RowWriter&)>, fill);
        QFETCH(const QString, reason);
        const std::string file = recorded(QTest::currentDataTag());
        forge(file, table.toLatin1().constData(), fill);
        const std::string sentence = sentenceOf([&] { linesOf(file); });
        QVERIFY2(sentence.find(reason.toStdString()) != std::string::npos, sentence.c_str());
        QVERIFY2(sentence.find("is damaged: ") != std::string::npos && sentence.ends_with('.'), sentence.c_str());
    }

    void aSnapshotHasNoMoreExtrasThanThereIsRoomFor()
    {
        const std::string file = path("crowded");
        {
            RunWriter writer(file);
            writer.onStart(smallStart(9));
            auto snapshot = std::make_shared<Snapshot>(*smallSnapshot(1, nullptr));
            const std::vector<float> many(std::size_t(mostExtraValues), 0.0F);
            snapshot->extras.assign(4, Extra{"many", "", "", {mostExtraValues}, many});
            writer.onSnapshot(snapshot);
            writer.onEnd({});
            QCOMPARE(writer.problem(), std::string());
        }
        const std::string sentence = sentenceOf([&] { linesOf(file); });
        QVERIFY2(sentence.ends_with("table extras, row 1: it has more values than any."), sentence.c_str());
    }

    void aWrongValueIsNoticed_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("reason");
        for (const auto& [sql, reason] : std::initializer_list<std::pair<const char*, const char*>>{
                 {"UPDATE layer_states SET bits = 2.5 WHERE step = 5 AND layer = 1", "layer_states, row 5"},
                 {"UPDATE layer_states SET is_zero = 0 WHERE step = 5", "layer_states, row 5"},
                 {"UPDATE layer_states SET offset = 0 WHERE step = 5 AND layer = 1", "layer_states, row 5"},
                 {"UPDATE layer_states SET levels_step = NULL WHERE step = 5", "layer_states, row 5"},
                 {"UPDATE layer_states SET levels_step = 20 WHERE step = 40 AND layer = 2", "layer_states, row 40"},
                 {"UPDATE snapshots SET extras = extras - 1 WHERE step = 5", "snapshots, row 5"},
                 {"DELETE FROM levels WHERE layer = 3", "step 5, layer 3, points: a row is missing"},
                 {"UPDATE levels SET group_numbers = NULL WHERE layer = 2", "levels, row 5"},
                 {"UPDATE levels SET points = (SELECT points FROM levels WHERE step = 20) WHERE step = 5 AND layer = 2",
                  "levels, row 5"},
                 {"DELETE FROM extras WHERE position = 3", "step 5, extra 3: a row is missing"},
                 {"DELETE FROM extras WHERE position = 1", "extras, row 5"},
                 {"UPDATE extras SET name = 'other' WHERE step = 5", "extras, row 5"},
                 {"UPDATE extras SET unit = 'bits' WHERE step = 5 AND position = 3", "extras, row 5"},
                 {"UPDATE extras SET shape = '16x8' WHERE step = 5 AND position = 3", "extras, row 5"},
                 {"UPDATE extras SET content = x'' WHERE step = 5 AND position = 0", "extras, row 5"},
                 {"UPDATE extras SET content = 7 WHERE step = 5", "extras, row 5"},
             }) {
            QTest::newRow(sql) << sql << reason;
        }
    }
    void aWrongValueIsNoticed()
    {
        QFETCH(const QString, sql);
        QFETCH(const QString, reason);
        std::filesystem::remove(path("wrong"));
        const std::string file = recorded("wrong");
        Database::openToWrite(file)->run(sql.toStdString());
        const std::string sentence = sentenceOf([&] { linesOf(file); });
        QVERIFY2(sentence.find(reason.toStdString()) != std::string::npos, sentence.c_str());
        QVERIFY2(sentence.find("is damaged") != std::string::npos, sentence.c_str());
    }

    // ---- older files

    void anOlderFileBecomesOneOfThisFormatWhenItIsWrittenOn_data()
    {
        QTest::addColumn<int>("version");
        for (const int version : {1, 2, 3}) { QTest::newRow(qPrintable(QString("format %1").arg(version))) << version; }
    }
    void anOlderFileBecomesOneOfThisFormatWhenItIsWrittenOn()
    {
        QFETCH(const int, version);
        const std::string file = copyOf(version, "older" + std::to_string(version));
        std::vector<std::string> expected = linesOf(file);
        addBookmark(file, 1, "here");
        QCOMPARE(numberIn(file, "PRAGMA user_version"), runFileVersion);
        Transcript bookmark;
        bookmark.onMark({1, Mark::Kind::Bookmark, "", "here", "", ""});
        expected.insert(expected.end() - 1, bookmark.lines.front()); // before the end
        COMPARE_LINES(linesOf(file), expected);
        QCOMPARE(numberIn(file, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"), 0);
        addBookmark(file, 1, "and again");
        QCOMPARE(linesOf(file).size(), expected.size() + 1);
    }
    void anOlderFileIsResumedInPlace_data() { anOlderFileBecomesOneOfThisFormatWhenItIsWrittenOn_data(); }
    void anOlderFileIsResumedInPlace()
    {
        QFETCH(const int, version);
        const std::string file = copyOf(version, "on" + std::to_string(version));
        const Start start = RunReader(file).start();
        const QByteArray before = contentOf(file);
        const std::vector<std::string> lines = linesOf(file);
        { // one that ends before it began
            const auto writer = RunWriter::resume(file, 0);
            writer->onEnd({End::How::Failed, "No data."});
        }
        QCOMPARE(contentOf(file), before);
        Transcript added;
        added.onMark({0, Mark::Kind::Resumed, "", "resumed", "", ""});
        test::tellMethodSteps(added, start, 1, 40);
        {
            const auto writer = RunWriter::resume(file, 0);
            writer->onStart(start);
            test::tellMethodSteps(*writer, start, 1, 40);
            QCOMPARE(writer->problem(), std::string());
        }
        const std::vector<std::string> now = linesOf(file);
        const auto checkpoint = std::ranges::find_if(lines, [](auto& line) { return line.starts_with("checkpoint"); });
        std::vector<std::string> expected(lines.begin(), checkpoint + 1);
        const auto isBookmark = [](const std::string& line) { return line.find("of an earlier step") != line.npos; };
        expected.push_back(*std::ranges::find_if(lines, isBookmark)); // the user's, at a step that stays
        expected.insert(expected.end(), added.lines.begin(), added.lines.end());
        expected.front() = now.front(); // the settings are told anew, with those that came since
        COMPARE_LINES(now, expected);
        QCOMPARE(RunReader(file).checkpoint(0).bytes->size(), std::size_t(100));
    }

    void aCopyOfAnOlderFileIsForked()
    {
        const std::string file = path("forked");
        saveCopy(golden(2), file);
        RecordingOptions options;
        options.isNewFork = true;
        const auto writer = RunWriter::resume(file, 0, options);
        QCOMPARE(numberIn(file, "PRAGMA user_version"), runFileVersion);
    }

    // Killed in the middle, or out of room: what is there is the file of before.
    void anUpgradeThatIsCutOffLeavesTheOldFile()
    {
        const std::string file = copyOf(3, "cut-off"), killed = path("killed");
        const std::vector<std::string> before = linesOf(file);
        const auto database = Database::openToWrite(file);
        database->run("PRAGMA cache_size=5");
        {
            const Transaction transaction(*database, Transaction::Kind::Write);
            upgrade(*database);
            QCOMPARE(database->number("PRAGMA user_version"), runFileVersion);
            std::filesystem::copy_file(file, killed);
            std::filesystem::copy_file(file + "-journal", killed + "-journal");
        }
        for (const std::string& left : {file, killed}) {
            COMPARE_LINES(linesOf(left), before);
            QCOMPARE(numberIn(left, "PRAGMA user_version"), 3);
        }
        QVERIFY(contentOf(killed) != contentOf(file)); // it was half changed
        addBookmark(killed, 1, "here");
        QCOMPARE(numberIn(killed, "PRAGMA user_version"), runFileVersion);
        QCOMPARE(linesOf(killed).size(), before.size() + 1);
    }

    void anOlderFileThatIsDamagedIsLeftAsItIs()
    {
        const std::string file = copyOf(3, "harmed");
        Database::openToWrite(file)->run("UPDATE layer_states SET alpha = 7 WHERE step = 1 AND layer = 2");
        const QByteArray before = contentOf(file);
        for (const auto& use : std::initializer_list<std::function<void()>>{[&] { RunWriter::resume(file, 0); },
                                                                            [&] { addBookmark(file, 1, "x"); }}) {
            const std::string sentence = sentenceOf(use);
            QVERIFY2(sentence.ends_with("table layer_states, row 1: its checksum does not match its content."),
                     sentence.c_str());
            QCOMPARE(contentOf(file), before);
        }
    }

    // ---- what says it

    void thePageForPeopleSaysWhatTheTablesAre()
    {
        QString page = "| table | a row is | columns beside the checksum |\n|---|---|---|\n";
        for (const RunTable& table : runTables()) { page += pageOf(table); }
        const std::string readme = qEnvironmentVariable("GRIDSCOPE_SOURCE").toStdString() + "/core/README.md";
        QString text = QString::fromUtf8(contentOf(readme));
        const qsizetype from = text.indexOf("| table | a row is |"), to = text.indexOf("\n\n", from) + 1;
        if (qEnvironmentVariableIsSet("GRIDSCOPE_MAKE_PAGE")) {
            QFile file(QString::fromStdString(readme));
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text.replace(from, to - from, page).toUtf8()) > 0);
        } else {
            QVERIFY2(text.mid(from, to - from) == page, "GRIDSCOPE_MAKE_PAGE=1 makes it anew");
        }
    }

    void numbersHaveExtrasAndPointsWhereThereAreAny()
    {
        const History history = historyOf(recorded("numbers"));
        const auto extras = tableNamed(history, "extras", {5, 5});
        QVERIFY(extras.has_value());
        QCOMPARE(extras->rows(), std::size_t(3 + 0 + 1 + 128));
        QVERIFY(extras->csv().find("5,planes,conv1,share,3,1,0.25\n") != std::string::npos);
        const auto levels = tableNamed(history, "levels", {5, 5});
        QVERIFY(levels.has_value());
        const auto& layers = history.snapshots().front()->layers;
        QCOMPARE(levels->rows(), layers[2].counts.size() + layers[3].counts.size());
        QVERIFY(
            levels->csv().find("5,fc2,0,0,0," + std::to_string(layers[3].counts[std::size_t(-layers[3].low)]) + "\n")
            != std::string::npos);
        const History without = test::scriptedHistory(RunConfig{}, 10);
        QVERIFY(!tableNamed(without, "extras") && !tableNamed(without, "levels"));
    }

    // What waits in memory has a bound, and large extras and points count for it.
    void sizesInMemoryCountExtrasAndPoints()
    {
        auto snapshot = std::make_shared<Snapshot>(*smallSnapshot(1, nullptr));
        const std::size_t without = sizeInMemory(*snapshot);
        snapshot->extras = {{"many", "", "", {1000}, std::vector<float>(1000)}};
        snapshot->layers[0].free =
            std::make_shared<FreeLevels>(FreeLevels{std::vector<double>(500), std::vector<int>(500)});
        QVERIFY(sizeInMemory(*snapshot) >= without + 4000 + 6000);
    }
};

QTEST_APPLESS_MAIN(TestRunFileFormats)
#include "tst_run_file_formats.moc"
