// SPDX-License-Identifier: GPL-3.0-or-later
// A row as it is, whatever table it is of: its checksum is looked at, and it can be written elsewhere or summed anew. For tables
// without packed arrays.
// Errors: DatabaseError when a row is not what its checksum says.
#pragma once

#include "core/file/run_file.h"

#include <optional>
#include <variant>

namespace gridscope::run {

class StoredRow {
public:
    using Value = std::variant<std::monostate, std::int64_t, double, std::string, std::vector<std::uint8_t>>;

    // `rows` stands on it: so many columns and the checksum. `previous` counts in front of them, in tables that are chained.
    StoredRow(const Database& database, const RunTable& table, const Statement& rows, std::size_t columns,
              std::optional<std::int64_t> previous);

    std::int64_t key() const { return std::get<std::int64_t>(values_.front()); }
    const std::vector<Value>& values() const { return values_; }
    void setValues(std::vector<Value> values) { values_ = std::move(values); }
    void write(Statement& into, const RunTable& table, std::optional<std::int64_t> previous) const;

private:
    std::vector<Value> values_;
};

} // namespace gridscope::run
