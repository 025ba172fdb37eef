// SPDX-License-Identifier: GPL-3.0-or-later
// Run files under bad luck: killed programs, full disks, flipped bits, garbage, folders that nobody may write.
#include "core/base/error.h"
#include "core/file/run_reader.h"
#include "core/file/run_writer.h"
#include "tests/support/method_run.h"
#include "tests/support/scripted_run.h"
#include "tests/support/transcript.h"

#include <QtTest>

#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <set>

#include <sys/stat.h>
#include <unistd.h>

using namespace gridscope;
using namespace gridscope::run;
using gridscope::test::Transcript;

namespace {

using Content = std::vector<char>;

Content contentOf(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write(const std::string& path, const Content& content)
{
    std::ofstream(path, std::ios::binary).write(content.data(), std::streamsize(content.size()));
}

// One row's array, wherever it is.
struct Array {
    std::string table;
    std::string column;
    std::int64_t row = 0;
    std::string content;
};

class Connection {
public:
    explicit Connection(const std::string& path) { sqlite3_open(path.c_str(), &connection_); }
    ~Connection() { sqlite3_close(connection_); }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    std::vector<Array> arrays(const std::string& table, const std::string& column)
    {
        std::vector<Array> found;
        sqlite3_stmt* rows =
            prepare("SELECT rowid, " + column + " FROM " + table + " WHERE " + column + " IS NOT NULL");
        while (sqlite3_step(rows) == SQLITE_ROW) {
            const auto* bytes = static_cast<const char*>(sqlite3_column_blob(rows, 1));
            found.push_back(
                {table, column, sqlite3_column_int64(rows, 0), {bytes, std::size_t(sqlite3_column_bytes(rows, 1))}});
        }
        sqlite3_finalize(rows);
        return found;
    }
    void store(const Array& array)
    {
        sqlite3_stmt* update = prepare("UPDATE " + array.table + " SET " + array.column + " = ? WHERE rowid = ?");
        sqlite3_bind_blob(update, 1, array.content.data(), int(array.content.size()), SQLITE_STATIC);
        sqlite3_bind_int64(update, 2, array.row);
        sqlite3_step(update);
        sqlite3_finalize(update);
    }
    std::string check()
    {
        sqlite3_stmt* rows = prepare("PRAGMA quick_check");
        sqlite3_step(rows);
        const std::string answer = reinterpret_cast<const char*>(sqlite3_column_text(rows, 0));
        sqlite3_finalize(rows);
        return answer;
    }
    void run(const char* sql) { sqlite3_exec(connection_, sql, nullptr, nullptr, nullptr); }

private:
    sqlite3_stmt* prepare(const std::string& sql)
    {
        sqlite3_stmt* statement = nullptr;
        sqlite3_prepare_v2(connection_, sql.c_str(), -1, &statement, nullptr);
        return statement;
    }
    sqlite3* connection_ = nullptr;
};

std::vector<Array> arraysOf(Connection& connection)
{
    std::vector<Array> all;
    for (const auto& [table, column] :
         std::initializer_list<std::pair<const char*, const char*>>{{"histograms", "histogram"},
                                                                    {"histograms", "counts"},
                                                                    {"trajectories", "followed"},
                                                                    {"levels", "points"},
                                                                    {"levels", "group_numbers"},
                                                                    {"extras", "content"},
                                                                    {"checkpoint_parts", "content"}}) {
        for (Array& array : connection.arrays(table, column)) { all.push_back(std::move(array)); }
    }
    return all;
}

std::shared_ptr<const std::vector<std::uint8_t>> noise(std::size_t size)
{
    std::mt19937 random(5);
    std::vector<std::uint8_t> bytes(size);
    for (auto& byte : bytes) { byte = std::uint8_t(random()); }
    return std::make_shared<const std::vector<std::uint8_t>>(std::move(bytes));
}

void record(const std::string& path, int steps)
{
    RunConfig config;
    config.steps = steps;
    config.start = "scratch";
    RunWriter writer(path);
    const Start start = test::scriptedStart(config);
    writer.onStart(start);
    for (int step = 1; step <= steps; ++step) {
        writer.onStep({step, 0.1 * step, 1, 0.1});
        if (step % 5 == 0) { writer.onSnapshot(test::methodSnapshot(start, step)); }
        if (step % 10 == 0) { writer.onEvaluation({step, "validation", 10, Score{1, 0.5}, std::nullopt, {}}); }
        if (step == 7) { writer.onMark({7, Mark::Kind::Bits, "fc1", "bits", "4", "3"}); }
    }
    writer.onCheckpoint({steps, noise(30'000)});
    writer.onEnd({End::How::Finished, ""});
}

// Everything that a file holds, checkpoints too; or the sentence.
struct Reading {
    std::string content;
    std::string sentence;
};
Reading readAll(const std::string& path)
{
    try {
        Transcript transcript;
        readRun(path, transcript);
        RunReader reader(path);
        std::string content = transcript.hash();
        for (const std::int64_t step : reader.checkpointSteps()) {
            const auto bytes = reader.checkpoint(step).bytes;
            content += std::to_string(
                std::hash<std::string_view>{}({reinterpret_cast<const char*>(bytes->data()), bytes->size()}));
        }
        return {content, {}};
    } catch (const FileError& error) {
        return {{}, error.what()};
    }
}

bool isOneSentence(const QByteArray& text)
{
    return text.endsWith(".\n") && text.count('\n') == 1 && text.size() < 600;
}

struct Outcome {
    int status = -1; // -1: died of a signal
    QByteArray output;
    QByteArray errors;
    qint64 milliseconds = 0;
};
Outcome runRecorder(const QStringList& words)
{
    QProcess process;
    QElapsedTimer timer;
    timer.start();
    process.start(GRIDSCOPE_RECORDER, words);
    process.waitForFinished(60'000);
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
            process.readAllStandardError(), timer.elapsed()};
}

// The last number that a child said after `word`.
std::int64_t lastSaid(const QByteArray& output, const QByteArray& word)
{
    const auto end = output.lastIndexOf('\n');
    const QByteArray whole = end < 0 ? QByteArray() : output.left(end);
    const auto from = whole.lastIndexOf(word + ' ');
    return from < 0 ? 0 : whole.mid(from + word.size() + 1).split('\n').front().toLongLong();
}

} // namespace

class TestRunFileDamage : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::string path(const std::string& name) const
    {
        return folder_.filePath(QString::fromStdString(name)).toStdString();
    }

    void requireWhole(const std::string& file, std::int64_t kept)
    {
        Transcript transcript;
        readRun(file, transcript); // every row complete, every checksum right
        QVERIFY(!transcript.steps.empty());
        for (std::size_t i = 0; i < transcript.steps.size(); ++i) {
            QCOMPARE(transcript.steps[i], std::int64_t(i) + 1);
        }
        for (std::size_t i = 0; i < transcript.snapshots.size(); ++i) {
            QCOMPARE(transcript.snapshots[i], std::int64_t(i + 1) * 5);
        }
        QVERIFY2(transcript.snapshots.back() >= kept, qPrintable(QString::number(kept)));
        QVERIFY(transcript.steps.back() >= transcript.snapshots.back());
    }

private Q_SLOTS:
    // What a program leaves that is killed in the middle of a change without a log: a file half changed, and what was there before.
    void aFileWhoseChangeWasCutOffReadsAsItWasBefore()
    {
        const std::string file = path("cut-off"), killed = path("killed");
        record(file, 300);
        const History before = historyOf(file);
        Connection connection(file);
        connection.run("PRAGMA journal_mode=DELETE; PRAGMA cache_size=5; BEGIN IMMEDIATE; UPDATE steps SET train_loss "
                       "= 7; UPDATE histograms SET layer = layer + 10");
        QVERIFY(std::filesystem::file_size(file + "-journal") > 4096);
        std::filesystem::copy_file(file, killed);
        std::filesystem::copy_file(file + "-journal", killed + "-journal");
        connection.run("ROLLBACK");
        const History read = historyOf(killed);
        QCOMPARE(read.steps().size(), before.steps().size());
        QCOMPARE(read.steps().back().trainLoss, before.steps().back().trainLoss);
        QCOMPARE(read.snapshots().size(), before.snapshots().size());
        QVERIFY(std::filesystem::exists(killed + "-journal")); // a reader changes nothing
        addBookmark(killed, 3, "here");                        // a writer puts it back
        QVERIFY(!std::filesystem::exists(killed + "-journal"));
        QCOMPARE(historyOf(killed).steps().size(), before.steps().size());
    }

    // SQLite would delete the file that such a journal names.
    void aJournalThatNamesAnotherFileIsRefused()
    {
        const std::string file = path("named"), victim = path("victim");
        record(file, 300);
        write(victim, {'m', 'i', 'n', 'e'});
        Connection connection(file);
        connection.run("PRAGMA journal_mode=DELETE; PRAGMA cache_size=5; BEGIN IMMEDIATE; UPDATE steps SET train_loss "
                       "= 7; UPDATE histograms SET layer = layer + 10");
        Content journal = contentOf(file + "-journal");
        std::filesystem::copy_file(file, file + "-copy");
        connection.run("ROLLBACK");
        const auto bigEndian = [&](std::uint32_t value) {
            for (int shift = 24; shift >= 0; shift -= 8) { journal.push_back(char(value >> shift)); }
        };
        std::uint32_t sum = 0;
        bigEndian(0x40000000 / 4096 + 1); // the page that is never used
        for (const char c : victim) {
            journal.push_back(c);
            sum += std::uint32_t(static_cast<unsigned char>(c));
        }
        bigEndian(std::uint32_t(victim.size()));
        bigEndian(sum);
        for (const int byte : {0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7}) { journal.push_back(char(byte)); }
        write(file + "-copy-journal", journal);
        for (const auto& use : std::initializer_list<std::function<void()>>{
                 [&] { historyOf(file + "-copy"); }, [&] { addBookmark(file + "-copy", 3, "x"); },
                 [&] { RunWriter::resume(file + "-copy", 0); }}) {
            try {
                use();
                QFAIL("It was taken.");
            } catch (const FileError& error) {
                QVERIFY2(std::string(error.what()).find("belongs to several databases") != std::string::npos,
                         error.what());
            }
            QVERIFY(std::filesystem::exists(victim));
        }
    }

    void aKilledProgramLosesNothingThatWasKept()
    {
        std::mt19937 random(11);
        std::int64_t keptInAll = 0;
        for (int round = 0; round < 50; ++round) {
            const std::string file = path("killed " + std::to_string(round));
            QProcess process;
            process.start(GRIDSCOPE_RECORDER, {"write", QString::fromStdString(file)});
            QByteArray output;
            while (!output.contains("kept") && process.waitForReadyRead(10'000)) {
                output += process.readAllStandardOutput();
            }
            QTest::qWait(int(random() % 120));
            process.kill();
            process.waitForFinished();
            output += process.readAllStandardOutput();
            const std::int64_t kept = lastSaid(output, "kept");
            QVERIFY(kept > 0);
            keptInAll += kept;
            requireWhole(file, kept);
            if (round % 10 == 0) {
                const auto checkpoints = RunReader(file).checkpointSteps();
                if (!checkpoints.empty()) {
                    const Start start = RunReader(file).start();
                    RunWriter::resume(file, checkpoints.back())->onStart(start);
                    QCOMPARE(historyOf(file).lastStep(), checkpoints.back());
                }
                QCOMPARE(Connection(file).check(), std::string("ok"));
            }
            for (const char* suffix : {"", "-wal", "-shm", "-lock"}) { std::filesystem::remove(file + suffix); }
        }
        qInfo("%lld steps kept in 50 rounds", static_cast<long long>(keptInAll));
    }

    void whatWasToldASecondBeforeTheKillIsThere()
    {
        for (int round = 0; round < 3; ++round) {
            const std::string file = path("told " + std::to_string(round));
            QProcess process;
            process.start(GRIDSCOPE_RECORDER, {"tell", QString::fromStdString(file)});
            QVERIFY(process.waitForReadyRead(10'000));
            QTest::qWait(400 + 150 * round);
            const std::int64_t told = lastSaid(process.readAllStandardOutput(), "told");
            QTest::qWait(1200);
            process.kill();
            process.waitForFinished();
            QVERIFY(told > 0);
            requireWhole(file, told);
        }
    }

    void aFlippedBitInAnArrayIsReported()
    {
        const std::string file = path("flips");
        record(file, 10);
        const std::string sound = readAll(file).content;
        Connection connection(file);
        connection.run("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF");
        const std::vector<Array> arrays = arraysOf(connection);
        std::mt19937 random(3);
        int reported = 0;
        for (int i = 0; i < 1000; ++i) {
            const Array& array = arrays[random() % arrays.size()];
            Array flipped = array;
            flipped.content[random() % flipped.content.size()] ^= char(1U << random() % 8);
            connection.store(flipped);
            const Reading reading = readAll(file);
            connection.store(array);
            QVERIFY2(!reading.sentence.empty() || reading.content == sound, qPrintable(QString::number(i)));
            reported += reading.sentence.empty() ? 0 : 1;
        }
        qInfo("%d of 1,000 reported, the rest without effect", reported);
        QCOMPARE(readAll(file).content, sound);
    }

    void aFlippedBitInTheFilesArraysIsReported()
    {
        const std::string file = path("raw flips");
        record(file, 10);
        const std::string sound = readAll(file).content;
        std::vector<Array> arrays;
        {
            Connection connection(file);
            connection.run("VACUUM"); // no stale copies of what moved between pages
            arrays = arraysOf(connection);
        }
        const Content original = contentOf(file);
        std::mt19937 random(4);
        int reported = 0;
        for (int i = 0; i < 1000; ++i) {
            // The beginning of an array is always on one page.
            const std::string part = arrays[random() % arrays.size()].content.substr(0, 40);
            const auto at = std::search(original.begin(), original.end(), part.begin(), part.end());
            QVERIFY(at != original.end());
            Content flipped = original;
            flipped[std::size_t(at - original.begin()) + random() % part.size()] ^= char(1U << random() % 8);
            write(file, flipped);
            const Reading reading = readAll(file);
            QVERIFY2(!reading.sentence.empty() || reading.content == sound, qPrintable(QString::number(i)));
            reported += reading.sentence.empty() ? 0 : 1;
        }
        qInfo("%d of 1,000 reported, the rest without effect", reported);
    }

    // Anywhere in the file, not in arrays only: nothing is ever silently different.
    void aFlippedBitAnywhereIsReportedOrWithoutEffect()
    {
        const std::string file = path("anywhere");
        record(file, 10);
        const std::string sound = readAll(file).content;
        const Content original = contentOf(file);
        std::mt19937 random(6);
        int reported = 0;
        for (int i = 0; i < 1000; ++i) {
            Content flipped = original;
            const std::size_t at = random() % flipped.size();
            flipped[at] ^= char(1U << random() % 8);
            write(file, flipped);
            const Reading reading = readAll(file);
            QVERIFY2(!reading.sentence.empty() || reading.content == sound,
                     qPrintable(QString("byte %1, now %2").arg(at).arg(int(flipped[at]))));
            reported += reading.sentence.empty() ? 0 : 1;
        }
        qInfo("%d of 1,000 reported, the rest without effect", reported);
    }

    // Whoever asks for a layer's bits would look beyond the list.
    void settingsOfAnotherNumberOfLayersAreReported()
    {
        const std::string file = path("layers");
        {
            Start start = test::scriptedStart({});
            start.config.bits = {3, 4}; // of four layers
            RunWriter writer(file);
            writer.onStart(start);
            writer.onStep({1, 0.1, 1, 0.1});
            writer.onEnd({End::How::Finished, ""});
        }
        const Reading reading = readAll(file);
        QVERIFY2(reading.sentence.find("the settings are not of so many layers") != std::string::npos,
                 reading.sentence.c_str());
        QVERIFY2(reading.sentence.ends_with('.'), reading.sentence.c_str());
    }

    void garbageGetsOneSentenceWithinLimits()
    {
        record(path("whole"), 40);
        const Content original = contentOf(path("whole"));
        const QByteArray sound = runRecorder({"read", QString::fromStdString(path("whole"))}).output;
        const std::string file = path("garbage");
        const QString megabytes = QString::number(256 + int(original.size() >> 20U) + 1);
        QCOMPARE(runRecorder({"read", QString::fromStdString(path("whole")), megabytes}).output,
                 sound); // enough for a good file
        std::mt19937 random(8);
        qint64 slowest = 0;
        int sentences = 0;
        for (int i = 0; i < 300; ++i) {
            write(file, mutated(original, i, random));
            const Outcome outcome = runRecorder({"read", QString::fromStdString(file), megabytes});
            slowest = std::max(slowest, outcome.milliseconds);
            if (outcome.status == 0) {
                QCOMPARE(outcome.output, sound);
                QVERIFY(outcome.errors.isEmpty());
                continue;
            }
            QVERIFY2(
                outcome.status == 2,
                qPrintable(
                    QString("mutation %1: status %2, %3").arg(i).arg(outcome.status).arg(QString(outcome.errors))));
            QVERIFY2(isOneSentence(outcome.errors), outcome.errors.constData());
            QVERIFY2(outcome.errors.contains(file.c_str()), outcome.errors.constData());
            ++sentences;
        }
        qInfo("%d of 300 got a sentence, the others read the same; slowest %lld ms", sentences,
              static_cast<long long>(slowest));
        QVERIFY(sentences > 100);
    }

    void aFullDiskKeepsTheEventsInMemory()
    {
        const std::string file = path("full");
        const Outcome outcome = runRecorder({"full", QString::fromStdString(file), "2000000"});
        QVERIFY2(outcome.status == 0, outcome.errors.constData());
        const QByteArray output = outcome.output;
        QVERIFY2(lastSaid(output, "kept") > 0, output.constData());
        QVERIFY2(
            output.contains("training goes on and 1 MB wait in memory, which is all there is for that, so the oldest"),
            output.constData());
        QVERIFY2(output.contains("File too large") || output.contains("disk is full"), output.constData());
        QVERIFY(output.contains("then \n")); // it was over when there was room again
        Transcript transcript;
        readRun(file, transcript);
        QCOMPARE(transcript.steps.size(), std::size_t(3000)); // never a step
        QVERIFY(transcript.snapshots.size() < 600);
        QCOMPARE(transcript.snapshots.back(), 3000);
        for (std::int64_t step = 5; step <= lastSaid(output, "kept"); step += 5) {
            QVERIFY(std::ranges::find(transcript.snapshots, step) != transcript.snapshots.end());
        }
        qInfo("%s", output.constData());
    }

    void aSmallDiskThatIsFull()
    {
        const QString mountPoint = folder_.filePath("small");
        std::filesystem::create_directory(mountPoint.toStdString());
        if (QProcess::execute("mount", {"-t", "tmpfs", "-o", "size=1m", "tmpfs", mountPoint}) != 0) {
            QSKIP("mounting is not permitted here");
        }
        std::string problem;
        std::string copyProblem;
        {
            RunWriter writer((mountPoint + "/run").toStdString());
            const Start start = test::scriptedStart(RunConfig{});
            writer.onStart(start);
            int step = 0;
            while (writer.problem().empty() && step < 10'000) {
                writer.onStep({++step, 0, 0, 0});
                writer.onSnapshot(test::scriptedSnapshot(start, step));
                writer.flush();
            }
            problem = writer.problem();
            std::ofstream(path("old copy")) << "old";
            copyProblem = sentenceOfCopy(path("whole"), (mountPoint + "/copy").toStdString());
        }
        const Reading reading = readAll((mountPoint + "/run").toStdString());
        const bool leftovers = std::filesystem::exists((mountPoint + "/copy").toStdString())
                               || std::filesystem::exists((mountPoint + "/copy.part").toStdString());
        QProcess::execute("umount", {mountPoint});
        QVERIFY2(problem.find("the disk is full") != std::string::npos, problem.c_str());
        QVERIFY2(copyProblem.find("the disk is full") != std::string::npos
                     || copyProblem.find("No space left") != std::string::npos,
                 copyProblem.c_str());
        QVERIFY(!leftovers);
        QVERIFY2(reading.sentence.empty(), reading.sentence.c_str());
    }

    void aFolderThatNobodyMayWrite()
    {
        const std::string folder = path("read only");
        std::filesystem::create_directory(folder);
        record(folder + "/run", 10);
        std::filesystem::permissions(folder, std::filesystem::perms(0555));
        std::filesystem::permissions(folder_.path().toStdString(), std::filesystem::perms(0755));
        const QString name = QString::fromStdString(folder + "/run");
        Outcome reading;
        Outcome writing;
        Outcome resuming;
        if (::geteuid() == 0) {
            const auto asNobody = [&](QStringList words) {
                QProcess process;
                process.start("setpriv",
                              QStringList{"--reuid=65534", "--regid=65534", "--clear-groups", GRIDSCOPE_RECORDER}
                                  + words);
                process.waitForFinished();
                return Outcome{process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError(), 0};
            };
            reading = asNobody({"read", name});
            writing = asNobody({"write", name + "2"});
            resuming = asNobody({"resume", name, "10"});
        } else {
            reading = runRecorder({"read", name});
            writing = runRecorder({"write", name + "2"});
            resuming = runRecorder({"resume", name, "10"});
        }
        std::filesystem::permissions(folder, std::filesystem::perms(0755));
        QVERIFY2(reading.status == 0, reading.errors.constData());
        for (const Outcome& outcome : {writing, resuming}) {
            QCOMPARE(outcome.status, 2);
            QVERIFY2(isOneSentence(outcome.errors) && outcome.errors.contains("Permission denied"),
                     outcome.errors.constData());
        }
        QCOMPARE(std::distance(std::filesystem::directory_iterator(folder), {}), 1); // no partial file
    }

private:
    static Content mutated(Content content, int kind, std::mt19937& random)
    {
        const auto anywhere = [&] { return random() % content.size(); };
        switch (kind % 5) {
        case 0: content.resize(anywhere()); break;
        case 1:
            for (int i = 0; i < 20; ++i) { content[anywhere()] = char(random()); }
            break;
        case 2: content[random() % 100] = char(random()); break; // the header
        case 3: {                                                // a page's head
            const std::size_t page = 4096 * (random() % (content.size() / 4096));
            for (int i = 0; i < 4; ++i) { content[page + random() % 24] = char(random()); }
            break;
        }
        default: { // one page over another
            const std::size_t from = 4096 * (random() % (content.size() / 4096));
            const std::size_t to = 4096 * (random() % (content.size() / 4096));
            const Content page(content.begin() + std::ptrdiff_t(from), content.begin() + std::ptrdiff_t(from) + 4096);
            std::ranges::copy(page, content.begin() + std::ptrdiff_t(to));
        }
        }
        return content;
    }

    static std::string sentenceOfCopy(const std::string& from, const std::string& to)
    {
        try {
            saveCopy(from, to);
        } catch (const FileError& error) {
            return error.what();
        }
        return {};
    }
};

QTEST_GUILESS_MAIN(TestRunFileDamage)
#include "tst_run_file_damage.moc"
