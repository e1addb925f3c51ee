#include "services/common/db/sql.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/status_macros.h"

namespace tuoqiao::db {
namespace {

bool StartsName(char c) { return absl::ascii_isalpha(c) || c == '_'; }
bool ContinuesName(char c) { return absl::ascii_isalnum(c) || c == '_'; }

// One past `end`, searched from `from`; the end of the text where it is not closed.
size_t After(absl::string_view sql, absl::string_view end, size_t from) {
  const size_t found = sql.find(end, from);
  return found == absl::string_view::npos ? sql.size() : found + end.size();
}

// Where the piece at `at` ends, in which a colon means nothing. A doubled quote inside a literal
// reads as two literals side by side, which comes to the same.
size_t PieceEnd(absl::string_view sql, size_t at) {
  const absl::string_view rest = sql.substr(at);
  if (rest[0] == '\'' || rest[0] == '"') return After(sql, rest.substr(0, 1), at + 1);
  if (absl::StartsWith(rest, "--")) return After(sql, "\n", at);
  if (absl::StartsWith(rest, "/*")) return After(sql, "*/", at + 2);
  if (absl::StartsWith(rest, "::")) return at + 2;
  return at + 1;
}

size_t NameEnd(absl::string_view sql, size_t at) {
  while (at < sql.size() && ContinuesName(sql[at])) ++at;
  return at;
}

// The bytes of the character at the head of `text`, 0 where it is not well formed or NUL.
size_t CharacterLength(absl::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return lead == 0 ? 0 : 1;
  const size_t length = lead >> 5 == 0x6 ? 2 : lead >> 4 == 0xE ? 3 : lead >> 3 == 0x1E ? 4 : 0;
  if (length == 0 || text.size() < length) return 0;
  uint32_t point = lead & (0x7F >> length);
  for (size_t i = 1; i < length; ++i) {
    if (byte(i) >> 6 != 0x2) return 0;
    point = point << 6 | (byte(i) & 0x3F);
  }
  const uint32_t least = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
  const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
  return point >= least && point <= 0x10FFFF && !surrogate ? length : 0;
}

absl::Status CheckText(absl::string_view name, absl::string_view text) {
  while (!text.empty()) {
    const size_t length = CharacterLength(text);
    if (length == 0) {
      return absl::InvalidArgumentError(absl::StrCat(name, ": the text is not UTF-8 or has a NUL"));
    }
    text.remove_prefix(length);
  }
  return absl::OkStatus();
}

absl::Status CheckArg(const Arg& arg, const std::vector<std::string>& names) {
  if (arg.name == "park") {
    return absl::InternalError(":park is bound by the transaction; call the argument otherwise");
  }
  if (std::find(names.begin(), names.end(), arg.name) == names.end()) {
    return absl::InternalError(absl::StrCat(":", arg.name, " stands nowhere in the statement"));
  }
  const auto* text = std::get_if<std::string>(&arg.value.get());
  return text == nullptr ? absl::OkStatus() : CheckText(arg.name, *text);
}

}  // namespace

NumberedSql NumberParameters(absl::string_view sql, const std::vector<std::string>& nulls,
                             size_t before) {
  NumberedSql numbered;
  for (size_t at = 0; at < sql.size();) {
    const bool parameter = sql[at] == ':' && at + 1 < sql.size() && StartsName(sql[at + 1]);
    const size_t end = parameter ? NameEnd(sql, at + 1) : PieceEnd(sql, at);
    if (parameter) {
      const std::string name(sql.substr(at + 1, end - at - 1));
      auto found = std::find(numbered.names.begin(), numbered.names.end(), name);
      if (found == numbered.names.end()) found = numbered.names.insert(found, name);
      const bool null = std::find(nulls.begin(), nulls.end(), name) != nulls.end();
      absl::StrAppend(
          &numbered.text,
          null ? "NULL" : absl::StrCat("$", before + (found - numbered.names.begin()) + 1));
    } else {
      absl::StrAppend(&numbered.text, sql.substr(at, end - at));
    }
    at = end;
  }
  return numbered;
}

std::optional<InsertedRow> FindRow(absl::string_view sql) {
  constexpr absl::string_view kInsert = "INSERT INTO ", kValues = " VALUES (";
  const size_t values = sql.find(kValues);
  if (!absl::StartsWith(sql, kInsert) || values == absl::string_view::npos) return std::nullopt;
  const size_t from = values + kValues.size() - 1;
  size_t at = from;
  for (int open = 0; at < sql.size();) {
    open += (sql[at] == '(') - (sql[at] == ')');
    at = PieceEnd(sql, at);
    if (open == 0) break;
  }
  const InsertedRow found = {sql.substr(0, from), sql.substr(from, at - from), sql.substr(at)};
  const bool outside =
      !NumberParameters(found.before).names.empty() || !NumberParameters(found.after).names.empty();
  // Nor may a row look at those before it.
  const bool alone =
      absl::StrContains(found.row, "SELECT") || absl::StrContains(found.after, "UPDATE");
  if (outside || alone) return std::nullopt;
  return found;
}

absl::StatusOr<std::vector<const Value*>> Arrange(const std::vector<std::string>& names,
                                                  const Args& args, const Value& park) {
  for (const Arg& arg : args) RETURN_IF_ERROR(CheckArg(arg, names));
  std::vector<const Value*> values;
  values.reserve(names.size());
  for (const std::string& name : names) {
    const auto arg = std::find_if(args.begin(), args.end(),
                                  [&](const Arg& candidate) { return candidate.name == name; });
    if (arg == args.end() && name != "park") {
      return absl::InternalError(absl::StrCat(":", name, " has no argument"));
    }
    values.push_back(name == "park" ? &park : &arg->value);
  }
  return values;
}

absl::Status StatementFailure(absl::StatusCode code, absl::string_view message,
                              absl::string_view sql) {
  if (code != absl::StatusCode::kInternal) return absl::Status(code, message);
  return absl::Status(code, absl::StrCat(message, " in: ", sql));
}

}  // namespace tuoqiao::db
