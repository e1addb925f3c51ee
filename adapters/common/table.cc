#include "adapters/common/table.h"

#include <algorithm>
#include <optional>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "adapters/common/csv.h"
#include "adapters/common/encoding.h"
#include "adapters/common/faults.h"
#include "adapters/common/limits.h"
#include "adapters/common/money_text.h"
#include "services/common/check.h"
#include "services/common/identity.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::adapters {
namespace {

constexpr size_t kNone = static_cast<size_t>(-1);

// The last column of a file of rejected rows.
constexpr absl::string_view kReasonHeader = "reason";

Field Make(std::string name, Conversion conversion, std::vector<std::string> codes = {}) {
  Field field;
  field.name = std::move(name);
  field.conversion = conversion;
  field.codes = std::move(codes);
  return field;
}

// What may be wrong with a cell that is filled in, in the order in which it is reported.
enum class Wrong { kDate, kNumber, kCode, kUscc, kIdNumber, kNothing };

// One field as this file has it.
struct Column {
  const Field* field = nullptr;
  size_t cell = kNone;  // kNone: the file does not carry it.
  std::string fixed;
  absl::flat_hash_map<std::string, std::string> codes;  // As it stands -> the code.
  size_t type = kNone;
  size_t with = kNone;
};

struct Layout {
  const Table* table = nullptr;
  size_t width = 0;
  std::vector<Column> columns;
  std::vector<std::pair<size_t, size_t>> orders;
  std::vector<size_t> births;
  std::vector<std::vector<size_t>> keys;
  std::vector<std::pair<size_t, std::string>> first_key_only;
  std::optional<absl::CivilDay> today;
};

bool IsBlank(absl::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return absl::ascii_isspace(c); });
}

// Headers are compared without the blanks around them and without case.
std::string HeaderKey(absl::string_view header) {
  return absl::AsciiStrToLower(absl::StripAsciiWhitespace(header));
}

// Whether another kind of file than text came.
absl::Status RefuseWorkbook(absl::string_view bytes) {
  if (absl::StartsWith(bytes, "PK\x03\x04") || absl::StartsWith(bytes, "\xD0\xCF\x11\xE0")) {
    return FormatUnknown(
        "this is a workbook or an archive; save the sheet as CSV UTF-8 and send that");
  }
  return absl::OkStatus();
}

// Which cell of the header is which field: a header that the mapping names goes before the table's
// own.
absl::Status PlaceColumns(const std::vector<absl::string_view>& header, const Mapping& mapping,
                          Layout& layout, FileOf<Row>& file) {
  absl::flat_hash_map<std::string, size_t> mapped, known;
  for (size_t i = 0; i < layout.columns.size(); ++i) {
    const Field& field = *layout.columns[i].field;
    known.emplace(HeaderKey(field.name), i);
    for (const std::string& other : field.headers) known.emplace(HeaderKey(other), i);
    for (const auto& alias : mapping.header_aliases()) {
      if (alias.field() == field.name) mapped.emplace(HeaderKey(alias.header()), i);
    }
  }
  std::vector<bool> by_mapping(layout.columns.size());
  for (size_t cell = 0; cell < header.size(); ++cell) {
    const auto at = mapped.find(HeaderKey(header[cell]));
    if (at == mapped.end()) continue;
    Column& column = layout.columns[at->second];
    if (column.cell != kNone) return HeaderDuplicate(column.field->name);
    column.cell = cell;
    by_mapping[at->second] = true;
  }
  const bool children_allowed = FixedValueOf(mapping, "guardian_consent") == "Y";
  for (size_t cell = 0; cell < header.size(); ++cell) {
    const std::string key = HeaderKey(header[cell]);
    if (key.empty() || mapped.contains(key)) continue;
    const auto at = known.find(key);
    const bool is_field = at != known.end() && !by_mapping[at->second];
    if (key == kReasonHeader && cell > 0 && cell + 1 == header.size() &&
        (!is_field || layout.columns[at->second].cell != kNone)) {
      file.handed_back = true;
      file.notes.push_back(
          "the last column 'reason' is that of rejected rows: the file is a part of another one");
      continue;
    }
    if (is_field) {
      Column& column = layout.columns[at->second];
      if (column.cell != kNone) return HeaderDuplicate(column.field->name);
      column.cell = cell;
      continue;
    }
    for (const std::string& word : layout.table->refused_words) {
      if (absl::StrContains(key, word) && !children_allowed) return ChildColumn(Shown(key, false));
    }
    file.notes.push_back(absl::StrCat("the column '", Shown(header[cell], false), "' is not read"));
  }
  return absl::OkStatus();
}

absl::Status AddCodes(const Mapping& mapping, Column& column) {
  const Field& field = *column.field;
  for (const std::string& code : field.codes) column.codes.emplace(code, code);
  for (const auto& [from, to] : field.code_aliases) column.codes.emplace(from, to);
  for (int i = 0; i < mapping.code_aliases_size(); ++i) {
    const auto& alias = mapping.code_aliases(i);
    if (alias.field() != field.name || field.codes.empty()) continue;
    if (std::find(field.codes.begin(), field.codes.end(), alias.to()) == field.codes.end()) {
      return MappingInvalid(absl::StrCat("code_aliases[", i, "].to"),
                            absl::StrCat("'", alias.to(), "' is no code of '", field.name, "'"));
    }
    column.codes.insert_or_assign(alias.from(), alias.to());
  }
  return absl::OkStatus();
}

// An alias of a field that the table has not would be passed over in silence.
absl::Status CheckAliases(const Table& table, const Mapping& mapping) {
  const auto check = [&](absl::string_view list, int i, const std::string& name) {
    const bool known = std::any_of(table.fields.begin(), table.fields.end(),
                                   [&](const Field& field) { return field.name == name; });
    return known ? absl::OkStatus()
                 : MappingInvalid(absl::StrCat(list, "[", i, "].field"),
                                  absl::StrCat("'", name, "' is no field of this format"));
  };
  for (int i = 0; i < mapping.header_aliases_size(); ++i) {
    RETURN_IF_ERROR(check("header_aliases", i, mapping.header_aliases(i).field()));
  }
  for (int i = 0; i < mapping.code_aliases_size(); ++i) {
    RETURN_IF_ERROR(check("code_aliases", i, mapping.code_aliases(i).field()));
  }
  return absl::OkStatus();
}

absl::StatusOr<Layout> Arrange(const Table& table, const std::vector<absl::string_view>& header,
                               const Mapping& mapping, FileOf<Row>& file) {
  RETURN_IF_ERROR(CheckAliases(table, mapping));
  Layout layout;
  layout.table = &table;
  layout.width = header.size();
  layout.columns.resize(table.fields.size());
  for (size_t i = 0; i < table.fields.size(); ++i) {
    const Field& field = table.fields[i];
    Column& column = layout.columns[i];
    column.field = &field;
    column.fixed = std::string(FixedValueOf(mapping, field.name));
    if (!field.type_field.empty()) column.type = table.Index(field.type_field);
    if (!field.required_with.empty()) column.with = table.Index(field.required_with);
    CHECK(column.type == kNone || column.type < i);
    RETURN_IF_ERROR(AddCodes(mapping, column));
  }
  RETURN_IF_ERROR(PlaceColumns(header, mapping, layout, file));

  std::vector<std::string> missing;
  for (const Column& column : layout.columns) {
    if (column.field->required && column.cell == kNone && column.fixed.empty()) {
      missing.push_back(column.field->name);
    }
  }
  if (!missing.empty()) return HeaderMissing(missing);

  for (const auto& [earlier, later] : table.orders) {
    layout.orders.emplace_back(table.Index(earlier), table.Index(later));
  }
  for (const std::string& name : table.births) {
    layout.births.push_back(table.Index(name));
  }
  for (const std::vector<std::string>& key : table.keys) {
    std::vector<size_t>& fields = layout.keys.emplace_back();
    for (const std::string& name : key) fields.push_back(table.Index(name));
  }
  for (const auto& [name, code] : table.first_key_only) {
    layout.first_key_only.emplace_back(table.Index(name), code);
  }
  if (const absl::string_view today = FixedValueOf(mapping, "today"); !today.empty()) {
    const absl::StatusOr<absl::CivilDay> day = ParseDay(today);
    if (!day.ok()) return MappingInvalid("fixed_values", "'today' is not a date as YYYY-MM-DD");
    layout.today = *day;
  }
  return layout;
}

bool ConvertCount(Cell& cell) {
  if (cell.text.size() > 18) return false;
  for (char c : cell.text) {
    if (!absl::ascii_isdigit(c)) return false;
    cell.number = cell.number * 10 + (c - '0');
  }
  return true;
}

bool ConvertYuan(Cell& cell) {
  const std::optional<int64_t> fen = FenFromYuan(cell.text);
  cell.number = fen.value_or(-1);
  return cell.number >= 0;
}

bool ConvertSignedYuan(Cell& cell) {
  const std::optional<int64_t> fen = FenFromYuan(cell.text);
  cell.number = fen.value_or(0);
  return fen.has_value();
}

bool IsDecimal(absl::string_view text) {
  if (absl::StartsWith(text, "-")) text.remove_prefix(1);
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits('.', 1));
  const auto digits = [](absl::string_view part) {
    return !part.empty() && std::all_of(part.begin(), part.end(),
                                        [](unsigned char c) { return absl::ascii_isdigit(c); });
  };
  return digits(parts.first) && (digits(parts.second) || !absl::StrContains(text, '.'));
}

bool ConvertCode(const Column& column, std::string& text) {
  const auto at = column.codes.find(text);
  if (at == column.codes.end()) return false;
  text = at->second;
  return true;
}

bool ConvertCodes(const Column& column, std::string& text) {
  std::vector<std::string> codes = absl::StrSplit(text, ';');
  for (std::string& code : codes) {
    if (!ConvertCode(column, code)) return false;
  }
  text = absl::StrJoin(codes, ";");
  return true;
}

bool ConvertDay(absl::StatusOr<absl::CivilDay> day, Cell& cell) {
  if (day.ok()) cell.day = *day;
  return day.ok();
}

bool ConvertMonth(Cell& cell) {
  return cell.text.size() == 7 && ConvertDay(ParseDay(absl::StrCat(cell.text, "-01")), cell);
}

bool IsTime(absl::string_view text) {
  absl::Time time;
  std::string error;
  return absl::ParseTime(absl::RFC3339_full, text, &time, &error);
}

// `2026-10-08 08:12` as well, with or without seconds.
bool IsLocalTime(absl::string_view text) {
  const std::string joined = absl::StrReplaceAll(text, {{" ", "T"}});
  absl::Time time;
  std::string error;
  return IsTime(joined) || absl::ParseTime("%Y-%m-%dT%H:%M:%S", joined, &time, &error) ||
         absl::ParseTime("%Y-%m-%dT%H:%M", joined, &time, &error);
}

bool ConvertIdNumber(absl::string_view type, std::string& number) {
  number = NormaliseIdNumber(number);
  const std::optional<IdType> known = ParseIdType(type);
  return known.has_value() && ValidIdNumber(*known, number);
}

// Checks a cell that is filled in and makes of it what its field says.
Wrong Convert(const Column& column, Row& row, Cell& cell) {
  const auto unless = [](bool good, Wrong wrong) { return good ? Wrong::kNothing : wrong; };
  switch (column.field->conversion) {
    case Conversion::kText:
      return Wrong::kNothing;
    case Conversion::kCode:
      return unless(ConvertCode(column, cell.text), Wrong::kCode);
    case Conversion::kCodes:
      return unless(ConvertCodes(column, cell.text), Wrong::kCode);
    case Conversion::kDay:
      return unless(ConvertDay(ParseDay(cell.text), cell), Wrong::kDate);
    case Conversion::kMonth:
      return unless(ConvertMonth(cell), Wrong::kDate);
    case Conversion::kTime:
      return unless(IsTime(cell.text), Wrong::kDate);
    case Conversion::kLocalTime:
      return unless(IsLocalTime(cell.text), Wrong::kDate);
    case Conversion::kCount:
      return unless(ConvertCount(cell), Wrong::kNumber);
    case Conversion::kYuan:
      return unless(ConvertYuan(cell), Wrong::kNumber);
    case Conversion::kSignedYuan:
      return unless(ConvertSignedYuan(cell), Wrong::kNumber);
    case Conversion::kDecimal:
      return unless(IsDecimal(cell.text), Wrong::kNumber);
    case Conversion::kUscc:
      return unless(ValidUscc(cell.text), Wrong::kUscc);
    case Conversion::kIdNumber:
      return unless(ConvertIdNumber(row[column.type].text, cell.text), Wrong::kIdNumber);
  }
  return Wrong::kNothing;
}

absl::string_view ValueOf(const Column& column, const CsvRecord& record) {
  return column.cell == kNone ? absl::string_view(column.fixed) : record.cells[column.cell];
}

Fault FaultOf(Wrong wrong, const Column& column, const CsvRecord& record) {
  const Field& field = *column.field;
  const Place place{record.line, field.name, ValueOf(column, record), field.personal};
  switch (wrong) {
    case Wrong::kDate:
      return DateInvalid(place);
    case Wrong::kNumber:
      return NumberInvalid(place);
    case Wrong::kCode:
      return CodeUnknown(place, field.codes);
    case Wrong::kUscc:
      return UsccInvalid(place);
    case Wrong::kIdNumber:
    case Wrong::kNothing:
      break;
  }
  return IdNumberInvalid(place);
}

std::optional<Fault> FindDisorder(const Layout& layout, const CsvRecord& record, Row& row) {
  const auto place = [&](size_t field) {
    const Column& column = layout.columns[field];
    return Place{record.line, column.field->name, ValueOf(column, record), column.field->personal};
  };
  for (const auto& [earlier, later] : layout.orders) {
    if (!row[earlier].text.empty() && !row[later].text.empty() &&
        row[later].day < row[earlier].day) {
      return DateOrder(place(later), layout.columns[earlier].field->name);
    }
  }
  for (size_t field : layout.births) {
    if (layout.today.has_value() && !row[field].text.empty() && row[field].day > *layout.today) {
      return BirthAfterToday(place(field));
    }
  }
  return std::nullopt;
}

// Fills `row` from `record`; the first fault that the record has of itself.
std::optional<Fault> Judge(const Layout& layout, const CsvRecord& record, Row& row) {
  if (record.misquoted) return QuoteMisplaced(record.line);
  if (record.cells.size() != layout.width) {
    return ColumnCount(record.line, record.cells.size(), layout.width);
  }
  row.line = record.line;
  for (size_t i = 0; i < layout.columns.size(); ++i) {
    const absl::string_view value = ValueOf(layout.columns[i], record);
    row[i].text.assign(value.data(), value.size());
    row[i].day = absl::CivilDay();
    row[i].number = 0;
    if (IsBlank(value)) row[i].text = layout.columns[i].field->otherwise;
  }
  for (size_t i = 0; i < layout.columns.size(); ++i) {
    const Column& column = layout.columns[i];
    const bool required =
        column.field->required || (column.with != kNone && !row[column.with].text.empty());
    if (required && row[i].text.empty())
      return RequiredFieldMissing(record.line, column.field->name);
  }
  Wrong worst = Wrong::kNothing;
  size_t at = 0;
  for (size_t i = 0; i < layout.columns.size(); ++i) {
    if (row[i].text.empty()) continue;
    const Wrong wrong = Convert(layout.columns[i], row, row[i]);
    if (wrong < worst) {
      worst = wrong;
      at = i;
    }
  }
  if (worst != Wrong::kNothing) return FaultOf(worst, layout.columns[at], record);
  return FindDisorder(layout, record, row);
}

// The keys of the rows so far. An accepted row uses up its keys; a repeated one stands behind it,
// should the accepted one not be taken after all.
class KeysSeen {
 public:
  explicit KeysSeen(const Layout& layout) : layout_(layout), seen_(layout.keys.size()) {}

  // Remembers the keys of `row`. A fault where an accepted row has one of them; `earlier` are then
  // all lines before it that have one.
  std::optional<Fault> Add(const Row& row, std::vector<int64_t>& earlier) {
    std::optional<Fault> fault;
    earlier.clear();
    const bool first_only = FirstKeyOnly(row);
    for (size_t k = 0; k < seen_.size(); ++k) {
      keys_[k] = k > 0 && first_only ? "" : KeyOf(row, layout_.keys[k]);
      const auto before = keys_[k].empty() ? seen_[k].end() : seen_[k].find(keys_[k]);
      if (before == seen_[k].end()) continue;
      if (!fault.has_value()) fault = Duplicate(row, layout_.keys[k], before->second.front());
      earlier.insert(earlier.end(), before->second.begin(), before->second.end());
    }
    for (size_t k = 0; k < seen_.size(); ++k) {
      if (keys_[k].empty()) continue;
      if (!fault.has_value()) {
        seen_[k].emplace(std::move(keys_[k]), std::vector<int64_t>{row.line});
      } else if (const auto before = seen_[k].find(keys_[k]);
                 before != seen_[k].end() && before->second.size() <= kRepeatsMax) {
        before->second.push_back(row.line);
      }
    }
    return fault;
  }

 private:
  bool FirstKeyOnly(const Row& row) const {
    return std::any_of(layout_.first_key_only.begin(), layout_.first_key_only.end(),
                       [&](const auto& each) { return row.cells[each.first].text == each.second; });
  }

  static std::string KeyOf(const Row& row, const std::vector<size_t>& fields) {
    std::string key;
    for (size_t field : fields) {
      if (row.cells[field].text.empty()) return "";
      if (!key.empty()) key.push_back('\x1F');
      key.append(row.cells[field].text);
    }
    return key;
  }

  Fault Duplicate(const Row& row, const std::vector<size_t>& fields, int64_t first_line) const {
    std::vector<absl::string_view> names, values;
    bool personal = false;
    for (size_t field : fields) {
      names.push_back(layout_.columns[field].field->name);
      values.push_back(row.cells[field].text);
      personal = personal || layout_.columns[field].field->personal;
    }
    const std::string name = absl::StrJoin(names, "+"), value = absl::StrJoin(values, "+");
    return DuplicateInFile({row.line, name, value, personal}, first_line);
  }

  const Layout& layout_;
  // By key: the accepted line, then those that repeat it.
  std::vector<absl::flat_hash_map<std::string, std::vector<int64_t>>> seen_;
  std::vector<std::string> keys_{seen_.size()};
};

// Whom or what a rejected record may be about, as its cells stand and without blanks; nobody where
// it has more cells than any table.
std::vector<std::string> About(const Layout& layout, const CsvRecord& record) {
  std::vector<std::string> about;
  const auto add = [&](absl::string_view cell) {
    const absl::string_view stripped = absl::StripAsciiWhitespace(cell);
    if (stripped.empty()) return;
    about.emplace_back(stripped);
    if (stripped != cell) about.emplace_back(cell);
  };
  if (record.cells.size() > kColumnsMax) return about;
  if (record.misquoted || record.cells.size() != layout.width) {
    for (absl::string_view cell : record.cells) add(cell);
  } else if (!layout.keys.empty()) {
    add(ValueOf(layout.columns[layout.keys.front().front()], record));
  }
  return about;
}

}  // namespace

Field Text(std::string name) { return Make(std::move(name), Conversion::kText); }
Field Code(std::string name, std::vector<std::string> codes) {
  return Make(std::move(name), Conversion::kCode, std::move(codes));
}
Field Codes(std::string name, std::vector<std::string> codes) {
  return Make(std::move(name), Conversion::kCodes, std::move(codes));
}
Field Day(std::string name) { return Make(std::move(name), Conversion::kDay); }
Field Month(std::string name) { return Make(std::move(name), Conversion::kMonth); }
Field Time(std::string name) { return Make(std::move(name), Conversion::kTime); }
Field LocalTime(std::string name) { return Make(std::move(name), Conversion::kLocalTime); }
Field Count(std::string name) { return Make(std::move(name), Conversion::kCount); }
Field SignedYuan(std::string name) { return Make(std::move(name), Conversion::kSignedYuan); }
Field Yuan(std::string name) { return Make(std::move(name), Conversion::kYuan); }
Field Decimal(std::string name) { return Make(std::move(name), Conversion::kDecimal); }
Field Uscc(std::string name) { return Make(std::move(name), Conversion::kUscc); }
Field IdNumber(std::string name, std::string type_field) {
  Field field = Make(std::move(name), Conversion::kIdNumber);
  field.type_field = std::move(type_field);
  return field;
}
Field Flag(std::string name) {
  return Code(std::move(name), {"Y", "N"}).Aliases({{"是", "Y"}, {"否", "N"}});
}

size_t Table::Index(absl::string_view name) const {
  for (size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].name == name) return i;
  }
  CHECK(!"the table has a field of that name");
  return 0;
}

absl::StatusOr<FileOf<Row>> EachRow(const Table& table, absl::string_view bytes,
                                    const Mapping& mapping, absl::FunctionRef<void(Row&)> accept) {
  RETURN_IF_ERROR(RefuseWorkbook(bytes));
  ASSIGN_OR_RETURN(const std::string text, ToUtf8(bytes));
  if (IsBlank(text)) return FileEmpty();
  CsvReader reader(text, SeparatorOf(text));
  if (!reader.Next()) return reader.status();
  if (reader.record().cells.size() > kColumnsMax) {
    return FileTooLarge(absl::StrCat("the header has more than ", kColumnsMax, " columns"));
  }
  FileOf<Row> file;
  file.header = std::string(reader.record().raw);
  file.separator = SeparatorOf(text);
  ASSIGN_OR_RETURN(const Layout layout, Arrange(table, reader.record().cells, mapping, file));

  KeysSeen keys(layout);
  std::vector<int64_t> earlier;
  Row row;
  row.table = &table;
  row.cells.resize(table.fields.size());
  while (reader.Next()) {
    const CsvRecord& record = reader.record();
    if (++file.records_read > kRecordsMax) {
      return FileTooLarge(absl::StrCat("the file has more than ", kRecordsMax, " rows"));
    }
    std::optional<Fault> fault = Judge(layout, record, row);
    const bool good = !fault.has_value();
    if (good) {
      fault = keys.Add(row, earlier);
      row.raw.assign(record.raw.data(), record.raw.size());
    }
    if (fault.has_value()) {
      if (file.faults.size() == kFaultsMax) {
        return FileTooLarge(absl::StrCat("the file has more than ", kFaultsMax, " wrong rows"));
      }
      file.faults.push_back(*std::move(fault));
      file.rejected.push_back({record.line, std::string(record.raw), About(layout, record)});
      if (earlier.size() > kRepeatsMax) earlier.clear();
      if (good) file.repeats.push_back({row, earlier});
      continue;
    }
    accept(row);
  }
  RETURN_IF_ERROR(reader.status());
  return file;
}

absl::StatusOr<FileOf<Row>> ReadRows(const Table& table, absl::string_view bytes,
                                     const Mapping& mapping) {
  std::vector<Row> rows;
  ASSIGN_OR_RETURN(FileOf<Row> file,
                   EachRow(table, bytes, mapping, [&](Row& row) { rows.push_back(row); }));
  file.records = std::move(rows);
  return file;
}

std::vector<std::string> HeadersOf(const Table& table, const Mapping& mapping) {
  std::vector<std::string> headers;
  for (const Field& field : table.fields) {
    headers.push_back(field.name);
    for (const auto& alias : mapping.header_aliases()) {
      if (alias.field() == field.name) headers.back() = alias.header();
    }
  }
  return headers;
}

void PutCodes(const Table& table, const Mapping& mapping,
              std::vector<std::vector<std::string>>* rows) {
  for (size_t i = 0; i < table.fields.size(); ++i) {
    absl::flat_hash_map<absl::string_view, absl::string_view> codes;
    for (const auto& alias : mapping.code_aliases()) {
      if (alias.field() == table.fields[i].name) codes.emplace(alias.to(), alias.from());
    }
    if (codes.empty()) continue;
    for (std::vector<std::string>& row : *rows) {
      const auto code = codes.find(row[i]);
      if (code != codes.end()) row[i] = std::string(code->second);
    }
  }
}

std::string WriteRows(const Table& table, std::vector<std::vector<std::string>> rows,
                      const Mapping& mapping) {
  constexpr absl::string_view kLineEnd = "\r\n";
  std::string file;
  const auto add = [&](const std::vector<std::string>& cells) {
    CHECK(cells.size() == table.fields.size());
    absl::StrAppend(&file,
                    absl::StrJoin(cells, ",",
                                  [](std::string* out, const std::string& cell) {
                                    out->append(CsvCell(cell));
                                  }),
                    kLineEnd);
  };
  PutCodes(table, mapping, &rows);
  add(HeadersOf(table, mapping));
  for (const std::vector<std::string>& row : rows) add(row);
  return file;
}

absl::string_view FixedValueOf(const Mapping& mapping, absl::string_view field) {
  for (const auto& fixed : mapping.fixed_values()) {
    if (fixed.field() == field) return fixed.value();
  }
  return "";
}

absl::string_view CodeOf(const Mapping& mapping, absl::string_view field, absl::string_view value) {
  for (const auto& alias : mapping.code_aliases()) {
    if (alias.field() == field && alias.from() == value) return alias.to();
  }
  return value;
}

}  // namespace tuoqiao::adapters
