#include "services/common/log_text.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/common/check.h"

namespace tuoqiao {
namespace {

constexpr absl::string_view kTitle = "tuoqiao-log/1";
constexpr size_t kHashBytes = 32;
constexpr size_t kFields = 11;

// An empty text is a hyphen, which is no base 64: fields are never nothing.
std::string Field(absl::string_view text) { return text.empty() ? "-" : absl::Base64Escape(text); }

bool ReadField(absl::string_view field, std::string* text) {
  text->clear();
  return field == "-" || (!field.empty() && absl::Base64Unescape(field, text) && !text->empty());
}

// Takes "name: value" and its break off the text.
bool TakeLine(absl::string_view name, absl::string_view* text, std::string* value) {
  if (!absl::ConsumePrefix(text, name) || !absl::ConsumePrefix(text, ": ")) return false;
  const size_t end = text->find('\n');
  if (end == absl::string_view::npos) return false;
  *value = std::string(text->substr(0, end));
  text->remove_prefix(end + 1);
  return true;
}

bool IsHashInHex(absl::string_view text) {
  return text.size() == 2 * kHashBytes &&
         std::all_of(text.begin(), text.end(), absl::ascii_isxdigit);
}

}  // namespace

std::string LogTitle(const LogOrigin& origin) {
  CHECK(origin.park.find('\n') == std::string::npos);
  CHECK(origin.service.find('\n') == std::string::npos);
  return absl::StrCat(kTitle, "\npark: ", origin.park, "\nservice: ", origin.service,
                      "\nafter: ", origin.from.position,
                      "\nchain: ", absl::BytesToHexString(origin.from.chain_hash), "\n");
}

std::string LogLine(const LogRow& row) {
  const LogLeaf& leaf = row.leaf;
  return absl::StrCat(row.position, " ", Field(leaf.id), " ", Field(leaf.kind), " ",
                      Field(leaf.subject), " ", leaf.revision, " ", Field(leaf.payload), " ",
                      Field(leaf.request_id), " ", Field(leaf.caller), " ", Field(leaf.write_time),
                      " ", Field(row.leaf_hash), " ", Field(row.chain_hash), "\n");
}

absl::StatusOr<LogOrigin> ReadLogTitle(absl::string_view* text) {
  LogOrigin origin;
  std::string after, chain;
  if (!absl::ConsumePrefix(text, kTitle) || !absl::ConsumePrefix(text, "\n") ||
      !TakeLine("park", text, &origin.park) || !TakeLine("service", text, &origin.service) ||
      !TakeLine("after", text, &after) || !TakeLine("chain", text, &chain) ||
      !absl::SimpleAtoi(after, &origin.from.position) || origin.from.position < 0 ||
      !IsHashInHex(chain)) {
    return absl::InvalidArgumentError("the text does not begin as an exported log does");
  }
  origin.from.chain_hash = absl::HexStringToBytes(chain);
  return origin;
}

absl::StatusOr<LogRow> ReadLogLine(const std::string& park, absl::string_view line) {
  const std::vector<absl::string_view> fields = absl::StrSplit(line, ' ');
  if (fields.size() != kFields) {
    return absl::InvalidArgumentError(
        absl::StrCat("the line has ", fields.size(), " fields, not ", kFields));
  }
  LogRow row;
  row.leaf.park = park;
  std::string* const texts[] = {nullptr,
                                &row.leaf.id,
                                &row.leaf.kind,
                                &row.leaf.subject,
                                nullptr,
                                &row.leaf.payload,
                                &row.leaf.request_id,
                                &row.leaf.caller,
                                &row.leaf.write_time,
                                &row.leaf_hash,
                                &row.chain_hash};
  for (size_t i = 0; i < kFields; ++i) {
    const bool good =
        texts[i] != nullptr
            ? ReadField(fields[i], texts[i])
            : absl::SimpleAtoi(fields[i], i == 0 ? &row.position : &row.leaf.revision);
    if (!good) return absl::InvalidArgumentError(absl::StrCat("field ", i + 1, " cannot be read"));
  }
  if (row.leaf_hash.size() != kHashBytes || row.chain_hash.size() != kHashBytes) {
    return absl::InvalidArgumentError("a hash is not 32 bytes long");
  }
  // There is one way to write a row.
  if (absl::StripSuffix(LogLine(row), "\n") != line) {
    return absl::InvalidArgumentError("the line is not written as rows are");
  }
  return row;
}

}  // namespace tuoqiao
