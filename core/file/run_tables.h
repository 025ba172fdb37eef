// SPDX-License-Identifier: GPL-3.0-or-later
// The writing half of the run file's tables: one event, its rows. Thins what has become old (retention.h).
// Errors : DatabaseError. After one, and after a transaction that was rolled back, set the position back to what it was.
// Threads: one at a time.
#pragma once

#include "core/file/run_file.h"
#include "core/run/event.h"

#include <map>
#include <set>

namespace gridscope::run {

class RunTables {
public:
    // Of a new file: makes the tables. Of one with tables: goes on where it stands.
    explicit RunTables(Database& database);
    // Of a file of an older format before anything else, in the transaction that is written first (run_upgrade.h). When that
    // is rolled back, once more in the next.
    void bringUpToDate();

    // Once more after a resume: replaces what was said before.
    void add(const Start& start, std::string_view journal);
    void add(const Step& step);
    void add(const Snapshot& snapshot);
    void add(const Evaluation& evaluation);
    void add(const Mark& mark);
    void add(const Checkpoint& checkpoint); // without bytes it only counts: what it would keep was thinned away before
    void add(const End& end);
    // After a mark was added to a run that has ended: its End knows how many there are.
    void countMarksOfEnd();
    // Everything that was told after the checkpoint of `step` goes, the end too (not bookmarks at earlier steps), and a mark
    // says so. The job's own mark of the resume, which may know more, replaces it. DatabaseError without such a checkpoint.
    void rewindTo(std::int64_t step);
    void requireCheckpoint(std::int64_t step) const; // that rewindTo() asks for

    // What was told last: where the next row goes.
    struct Position {
        std::int64_t sequence = 0;                // of the newest event
        std::int64_t afterStep = 0;               // the last step told
        std::optional<std::int64_t> previousStep; // the last row of steps
        std::optional<std::int64_t> firstSnapshot;
        std::optional<std::int64_t> lastSnapshot;
        std::int64_t snapshotEvery = 1;                // steps
        std::int64_t evaluateEvery = 1;                // steps
        std::optional<std::int64_t> lastEvaluation;    // its step
        std::optional<std::int64_t> stepsThinned = {}; // the moment (Thinning) at which they last were, by this writer
        std::optional<std::int64_t> evaluationsThinned = {};
        std::map<std::int64_t, std::int64_t> checkpoints = {}; // step -> ordinal
        std::int64_t nextOrdinal = 0;                          // of the next checkpoint
        std::set<std::int64_t> marked = {};                    // steps of bookmarks and bit-length changes (isKeptFor)
        std::set<std::int64_t> shownAtMarks = {};              // steps of the snapshots that show those
        std::int64_t previousEvaluation = 0;                   // sequence of the last row, 0 when there is none
        std::int64_t previousMark = 0;
        struct KnownLevels {
            std::int64_t step = 0; // of their row
            std::shared_ptr<const FreeLevels> levels;
        };
        std::map<std::int64_t, KnownLevels> levels = {}; // layer -> those of the last snapshot, told by this writer
        bool resumed = false;           // the last mark is that of the resume, which the job may still replace
        std::int64_t beforeResumed = 0; // the mark before it
        bool hasStarted = false;
    };
    const Position& position() const { return position_; }
    std::vector<std::int64_t> checkpoints() const; // steps, ascending
    void setPosition(Position position) { position_ = std::move(position); }

private:
    void readPosition();
    bool isBeginning(std::int64_t step) const;
    void setPlace(std::string_view key, const std::string& path);
    void setEntry(std::string_view key, std::int64_t value); // of the table `run`
    void setEntry(std::string_view key, std::string_view value);
    void countEntries();
    void forgetRowsOf(std::int64_t toldStep);
    void addLevels(std::int64_t step, std::int64_t layer, const std::shared_ptr<const FreeLevels>& levels);
    void addLayerState(std::int64_t step, std::int64_t layer, const LayerState& state);
    void thinSnapshots(std::int64_t before, std::int64_t newest);
    void thinSteps(std::int64_t moment);
    void thinEvaluations(std::int64_t moment);
    std::set<std::int64_t> rememberedSteps();
    void thinCheckpoints(std::int64_t newest);
    void dropSnapshot(std::int64_t step);
    void keepWhatIsAt(std::int64_t markedStep);
    std::vector<Mark> bookmarksAfter(std::int64_t sequence, std::int64_t mostStep);

    Database& database_;
    Position position_;
    struct Statements;
    std::shared_ptr<Statements> statements_; // shared: the type is known to the .cpp only
};

} // namespace gridscope::run
