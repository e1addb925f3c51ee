#include "services/cli/sample/wrong_rows.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/status_macros.h"

namespace tuoqiao::cli {
namespace {

constexpr absl::string_view kUsccInvalid = "USCC_INVALID";

// Another digit in the place of the one that stands there.
void ChangeDigit(std::string& text, size_t at) { text[at] = text[at] == '7' ? '8' : '7'; }

void Insert(Table& table, size_t at, Row row) {
  table.rows.insert(table.rows.begin() + static_cast<std::ptrdiff_t>(at), std::move(row));
}

// How many rows of the table have the row's key.
int64_t CountKey(const Table& table, const Row& row) {
  return std::count_if(table.rows.begin(), table.rows.end(), [&](const Row& other) {
    return std::all_of(table.key.begin(), table.key.end(), [&](size_t column) {
      return column < other.cells.size() && other.cells[column] == row.cells[column];
    });
  });
}

// Puts the spoiled row where it has to stand; false where it cannot stand there.
bool Place(Table& table, size_t base, Row row, Standing standing, Dice& dice) {
  switch (standing) {
    case Standing::kBefore:
      break;
    case Standing::kAfter: {
      const int64_t after = dice.Between(1, static_cast<int64_t>(table.rows.size() - base));
      Insert(table, base + static_cast<size_t>(after), std::move(row));
      return true;
    }
    case Standing::kApart:
      if (CountKey(table, row) > 0) return false;
      break;
    case Standing::kInPlace:
      if (CountKey(table, table.rows[base]) > 1) return false;
      table.rows[base] = std::move(row);
      return true;
  }
  Insert(table, base, std::move(row));
  return true;
}

// Tries rows until one lends itself to the spoil.
absl::Status AddWrongRow(const Spoil& spoil, const std::vector<Table*>& tables, Dice& dice) {
  constexpr int kTries = 200000;
  for (int i = 0; i < kTries; ++i) {
    Table& table = *dice.Pick(tables);
    if (table.rows.empty()) continue;
    const size_t base = static_cast<size_t>(dice.Below(static_cast<int64_t>(table.rows.size())));
    Row row = table.rows[base];
    if (!row.reason.empty() || !row.copyable || !spoil.apply(dice, row)) continue;
    row.reason = std::string(spoil.reason);
    if (Place(table, base, std::move(row), spoil.standing, dice)) return absl::OkStatus();
  }
  return absl::InternalError(
      absl::StrCat("no row of ", tables.front()->file, " lends itself to ", spoil.reason));
}

// The type by either of its names; the Chinese ones stand in rosters with Chinese headers.
IdType TypeNamed(absl::string_view name) {
  if (name == "护照") return IdType::kPassport;
  return ParseIdType(name).value_or(IdType::kResidentId);
}

Spoil OneOf(absl::string_view reason, std::vector<int> columns, std::vector<std::string> texts) {
  return {reason, [columns = std::move(columns), texts = std::move(texts)](Dice& dice, Row& row) {
            std::string& cell = row.cells[dice.Pick(columns)];
            cell = dice.Pick(texts);
            return true;
          }};
}

}  // namespace

absl::Status AddWrongRows(const std::vector<Spoil>& spoils, const std::vector<Table*>& tables,
                          Dice dice) {
  size_t rows = 0;
  for (const Table* table : tables) rows += table->rows.size();
  const size_t wrong = std::max(spoils.size(), rows / 100);
  for (size_t i = 0; i < wrong; ++i) {
    RETURN_IF_ERROR(AddWrongRow(spoils[i % spoils.size()], tables, dice));
  }
  return absl::OkStatus();
}

std::vector<Spoil> ColumnCountSpoils() {
  return {{"COLUMN_COUNT",
           [](Dice&, Row& row) {
             row.cells.pop_back();
             return true;
           }},
          {"COLUMN_COUNT", [](Dice&, Row& row) {
             row.cells.push_back("1");
             return true;
           }}};
}

Spoil Blank(std::vector<int> columns) {
  return OneOf("REQUIRED_FIELD_MISSING", std::move(columns), {""});
}

Spoil NoSuchDate(std::vector<int> columns) {
  return OneOf("DATE_INVALID", std::move(columns),
               {"2026-02-30", "2026-09-31", "2025-13-01", "2026-00-10"});
}

Spoil NoNumber(std::vector<int> columns) {
  return OneOf("NUMBER_INVALID", std::move(columns), {"4O", "12,0", "about 40", "--1"});
}

Spoil Replace(absl::string_view reason, int column, std::string text) {
  return OneOf(reason, {column}, {std::move(text)});
}

Spoil WrongIdNumber(int type_column, int number_column) {
  return {"ID_NUMBER_INVALID", [=](Dice& dice, Row& row) {
            std::string& number = row.cells[number_column];
            if (TypeNamed(row.cells[type_column]) != IdType::kResidentId) {
              number = "AB-1";
            } else if (dice.Percent(30)) {
              number.pop_back();
            } else {
              number = NormaliseIdNumber(number);
              ChangeDigit(number, static_cast<size_t>(dice.Between(14, 16)));
            }
            return true;
          }};
}

std::vector<Spoil> WrongUsccSpoils(int column) {
  return {{kUsccInvalid,
           [=](Dice&, Row& row) {
             ChangeDigit(row.cells[column], 7);
             return true;
           }},
          {kUsccInvalid, [=](Dice&, Row& row) {
             std::string& uscc = row.cells[column];
             ChangeDigit(uscc, 16);
             uscc[17] = *UsccCheckDigit(absl::string_view(uscc).substr(0, 17));
             return true;
           }}};
}

Spoil Repeat() {
  return {"DUPLICATE_IN_FILE", [](Dice&, Row&) { return true; }, Standing::kAfter};
}

Spoil Both(Spoil first, Spoil second) {
  Spoil both = first;
  both.apply = [first = std::move(first), second = std::move(second)](Dice& dice, Row& row) {
    return second.apply(dice, row) && first.apply(dice, row);
  };
  return both;
}

Spoil Apart(Spoil spoil) {
  spoil.standing = Standing::kApart;
  return spoil;
}

Spoil InPlace(Spoil spoil) {
  spoil.standing = Standing::kInPlace;
  return spoil;
}

std::string StrangerCase(Dice& dice) { return absl::StrFormat("QL26-9%05d", dice.Below(100000)); }

Spoil OfAStrangeChild(int column) {
  return Apart({"UNKNOWN_CHILD", [column](Dice& dice, Row& row) {
                  row.cells[column] = StrangerCase(dice);
                  return true;
                }});
}

absl::StatusOr<std::string> WriteTable(const Table& table, std::vector<Fault>& faults) {
  std::string text = WriteRecord(table.header, table.line_end);
  int64_t line = 2;
  for (const Row& row : table.rows) {
    if (!row.reason.empty()) faults.push_back({table.file, line, row.reason});
    const std::string record = WriteRecord(row.cells, table.line_end);
    line += std::count(record.begin(), record.end(), '\n');
    text += record;
  }
  return Encode(text, table.encoding);
}

}  // namespace tuoqiao::cli
