// Field tables: the one description of a file of rows, for reading it and for writing it. A table
// names its fields, the headers under which they come, how a cell is checked and converted, and
// what makes a row unique. The firms', centres' and applications' files of the command line are
// such tables too.
//
// Tables are values that are built once and only read afterwards; everything here is thread safe.
#ifndef TUOQIAO_ADAPTERS_COMMON_TABLE_H_
#define TUOQIAO_ADAPTERS_COMMON_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "adapters/common/adapter.h"

namespace tuoqiao::adapters {

// How a cell is checked and what it becomes.
enum class Conversion {
  kText,        // As it stands.
  kCode,        // One of `codes`; Cell::text is the code after aliases.
  kCodes,       // Codes separated by semicolons, each one of `codes`.
  kDay,         // YYYY-MM-DD -> Cell::day.
  kMonth,       // YYYY-MM; Cell::day is its first day.
  kTime,        // RFC 3339.
  kLocalTime,   // The same, or without an offset: where the device stands. With `T` or a blank.
  kCount,       // A whole number, not negative -> Cell::number.
  kYuan,        // 1200.00, not negative -> Cell::number in fen.
  kSignedYuan,  // The same, or below zero.
  kDecimal,     // 31.2304, with a sign or without: checked, stays text.
  kUscc,        // GB 32100.
  kIdNumber,    // Of the type in `type_field`; Cell::text is normalised.
};

struct Field {
  std::string name;
  Conversion conversion = Conversion::kText;
  bool required = true;                                           // May not be empty.
  bool personal = false;                                          // Masked in faults.
  std::vector<std::string> headers;                               // Other headers than `name`.
  std::vector<std::string> codes;                                 // kCode, kCodes.
  std::vector<std::pair<std::string, std::string>> code_aliases;  // {as it stands, code}.
  std::string type_field;                                         // kIdNumber: an earlier field.
  std::string required_with;  // Required where this other field is not empty.
  std::string otherwise;      // What an empty cell, or a column that is not there, stands for.

  Field Optional() && { return required = false, std::move(*this); }
  Field Personal() && { return personal = true, std::move(*this); }
  Field Headers(std::vector<std::string> others) && {
    return headers = std::move(others), std::move(*this);
  }
  Field Aliases(std::vector<std::pair<std::string, std::string>> pairs) && {
    return code_aliases = std::move(pairs), std::move(*this);
  }
  Field Otherwise(std::string value) && {
    return required = false, otherwise = std::move(value), std::move(*this);
  }
  // Optional, but not where `other` is filled in.
  Field With(std::string other) && {
    return required = false, required_with = std::move(other), std::move(*this);
  }
};

Field Text(std::string name);
Field Code(std::string name, std::vector<std::string> codes);
Field Codes(std::string name, std::vector<std::string> codes);
Field Day(std::string name);
Field Month(std::string name);
Field Time(std::string name);
Field LocalTime(std::string name);
Field Count(std::string name);
Field Yuan(std::string name);
Field SignedYuan(std::string name);
Field Decimal(std::string name);
Field Uscc(std::string name);
Field IdNumber(std::string name, std::string type_field);
// Y or N.
Field Flag(std::string name);

struct Table {
  std::vector<Field> fields;
  // Each a set of fields whose values together come once in a file. A row in which one of them is
  // empty has no such key.
  std::vector<std::vector<std::string>> keys;
  // {earlier, later}: the second day may not lie before the first.
  std::vector<std::pair<std::string, std::string>> orders;
  // Births, which may not lie after the day that the mapping fixes as `today`, where it fixes one.
  std::vector<std::string> births;
  // A header that holds one of these words is CHILD_COLUMN, unless the mapping fixes
  // `guardian_consent` as Y; then the column is passed over.
  std::vector<std::string> refused_words;
  // {field, code}: a row with that code is what its first key names, and has no other one.
  std::vector<std::pair<std::string, std::string>> first_key_only = {};

  // The place of a field; stops the program where the table has none of that name.
  size_t Index(absl::string_view name) const;
};

struct Cell {
  std::string text;
  absl::CivilDay day;
  int64_t number = 0;
};

// One accepted row. `table` outlives it.
struct Row {
  const Table* table = nullptr;
  int64_t line = 0;
  std::string raw;
  std::vector<Cell> cells;  // In the order of the table's fields.

  Cell& operator[](size_t field) { return cells[field]; }
  const Cell& operator[](absl::string_view name) const { return cells[table->Index(name)]; }
  const std::string& text(absl::string_view name) const { return (*this)[name].text; }
  bool Has(absl::string_view name) const { return !text(name).empty(); }
};

// Reads `bytes` by `table`, calls `accept` with each good row in the order of the file, and returns
// all the rest; `records` stays empty. `accept` may move out of the row. A rejected record has
// exactly one fault, the first that applies in this order: QUOTE_MISPLACED, COLUMN_COUNT,
// REQUIRED_FIELD_MISSING, DATE_INVALID, NUMBER_INVALID, CODE_UNKNOWN, USCC_INVALID,
// ID_NUMBER_INVALID, DATE_ORDER, DUPLICATE_IN_FILE. The whole file is refused with FILE_EMPTY,
// FILE_ENCODING, FILE_TOO_LARGE, FILE_TRUNCATED, FORMAT_UNKNOWN, HEADER_MISSING, HEADER_DUPLICATE,
// CHILD_COLUMN or MAPPING_INVALID.
//
// A last column `reason` that is no field of the table, or comes after one of that name, is that of
// rejected rows that were handed back: it is passed over, and `handed_back` says so.
absl::StatusOr<FileOf<Row>> EachRow(const Table& table, absl::string_view bytes,
                                    const Mapping& mapping, absl::FunctionRef<void(Row&)> accept);

// The rows themselves.
absl::StatusOr<FileOf<Row>> ReadRows(const Table& table, absl::string_view bytes,
                                     const Mapping& mapping);

// Records made of the rows by `convert`, a function of (Row&).
template <typename Record, typename Convert>
absl::StatusOr<FileOf<Record>> ReadRecords(const Table& table, absl::string_view bytes,
                                           const Mapping& mapping, Convert convert) {
  FileOf<Record> file;
  absl::StatusOr<FileOf<Row>> rest =
      EachRow(table, bytes, mapping, [&](Row& row) { file.records.push_back(convert(row)); });
  if (!rest.ok()) return std::move(rest).status();
  file.faults = std::move(rest->faults);
  file.header = std::move(rest->header);
  file.rejected = std::move(rest->rejected);
  file.records_read = rest->records_read;
  file.notes = std::move(rest->notes);
  for (auto& repeat : rest->repeats) {
    file.repeats.push_back({convert(repeat.record), std::move(repeat.earlier)});
  }
  file.separator = rest->separator;
  file.handed_back = rest->handed_back;
  return file;
}

// What stands on the other side for the fields and for the codes in the rows: what the mapping
// names, else the table's own.
std::vector<std::string> HeadersOf(const Table& table, const Mapping& mapping);
void PutCodes(const Table& table, const Mapping& mapping,
              std::vector<std::vector<std::string>>* rows);

// Rows of cells, in the order of the table's fields, as UTF-8 with CRLF, with those headers and
// codes.
std::string WriteRows(const Table& table, std::vector<std::vector<std::string>> rows,
                      const Mapping& mapping);

// The value that the mapping fixes for a field that the file does not carry; empty where it fixes
// none.
absl::string_view FixedValueOf(const Mapping& mapping, absl::string_view field);

// The code that the mapping has for `value` in `field`, else `value`.
absl::string_view CodeOf(const Mapping& mapping, absl::string_view field, absl::string_view value);

}  // namespace tuoqiao::adapters

#endif  // TUOQIAO_ADAPTERS_COMMON_TABLE_H_
