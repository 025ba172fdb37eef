// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/file/stored_row.h"

namespace gridscope::run {

namespace {

constexpr std::size_t mostBytes = 64 << 20; // as SQLite gives readers

StoredRow::Value valueOf(RowReader& reader, Statement::Type type)
{
    switch (type) {
    case Statement::Type::Integer: return reader.integer();
    case Statement::Type::Real: return reader.real();
    case Statement::Type::Text: return reader.text(mostBytes);
    case Statement::Type::Blob: return reader.bytes(mostBytes);
    case Statement::Type::Null: break;
    }
    reader.null();
    return {};
}

void add(RowWriter& writer, std::monostate) { writer.null(); }
void add(RowWriter& writer, std::int64_t value) { writer.integer(value); }
void add(RowWriter& writer, double value) { writer.real(value); }
void add(RowWriter& writer, const std::string& value) { writer.text(value); }
void add(RowWriter& writer, const std::vector<std::uint8_t>& value) { writer.bytes(value); }

} // namespace

StoredRow::StoredRow(const Database& database, const RunTable& table, const Statement& rows, std::size_t columns,
                     std::optional<std::int64_t> previous)
{
    RowReader reader(database, rows, table.name);
    if (previous) { reader.sumOnly(*previous); }
    for (std::size_t i = 0; i < columns; ++i) { values_.push_back(valueOf(reader, rows.type(int(i)))); }
    reader.check();
    const bool isKeyed = !previous || std::holds_alternative<std::int64_t>(values_.front());
    if (!isKeyed) { reader.fail("its key is no whole number"); }
}

void StoredRow::write(Statement& into, const RunTable& table, std::optional<std::int64_t> previous) const
{
    RowWriter writer(into, table.name);
    if (previous) { writer.sumOnly(*previous); }
    for (const Value& value : values_) {
        std::visit([&](const auto& v) { add(writer, v); }, value);
    }
    writer.write();
}

} // namespace gridscope::run
