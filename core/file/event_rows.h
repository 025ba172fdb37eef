// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the rows of steps, evaluations, marks and checkpoints, one table after the other in its order. Everything is checked
// before it is used (run_rows.h).
#pragma once

#include "core/file/run_file.h"
#include "core/run/event_value.h"

#include <functional>
#include <limits>

namespace gridscope::run {

constexpr std::int64_t smallestKey = std::numeric_limits<std::int64_t>::min(); // also finds keys that cannot be

// An event that is not a step, and its place among all.
struct Told {
    std::int64_t sequence = 0;
    std::int64_t afterStep = 0;
    std::int64_t step = 0;
    Event event;
};

void readPlace(Told& told, RowReader& row);
// `previous` is the sequence of the row before it in the table; it becomes that of this one.
Told readEvaluation(const Database& database, std::int64_t version, const Statement& rows, std::int64_t& previous);
Told readMark(const Database& database, const Statement& rows, std::int64_t& previous);
Told readCheckpoint(const Database& database, const Statement& rows, std::int64_t& sizeBytes);

// One table's events in their order; the next one is read ahead.
class EventRows {
public:
    using Read = std::function<Told(const Statement&)>;
    EventRows(Database& database, Statement rows, Read read);

    const std::optional<Told>& next() const { return next_; }
    void advance();

private:
    Database& database_;
    Statement rows_;
    Read read_;
    std::optional<Told> next_;
};

// Steps in their order. A row that is lost shows in the checksum of the one that follows.
class StepRows {
public:
    StepRows(Database& database, std::int64_t version, std::optional<std::int64_t> previous, std::int64_t from,
             std::int64_t to);

    const std::optional<Step>& next() const { return next_; }
    void advance();

private:
    Database& database_;
    std::int64_t version_;
    Statement rows_;
    std::optional<std::int64_t> previous_;
    std::optional<Step> next_;
};

} // namespace gridscope::run
