#include "adapters/common/faults.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "adapters/common/limits.h"

namespace tuoqiao::adapters {
namespace {

// Steps back to the start of the character that `size` would cut.
size_t CharacterBoundary(absl::string_view text, size_t size) {
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  return size;
}

Fault Of(const Place& place, absl::string_view reason, std::string text_en, std::string text_zh) {
  Fault fault;
  fault.line = place.line;
  fault.field = std::string(place.field);
  fault.value = Shown(place.value, place.personal);
  fault.reason = std::string(reason);
  fault.text_en = std::move(text_en);
  fault.text_zh = std::move(text_zh);
  return fault;
}

absl::Status FileFault(absl::string_view reason, absl::string_view sentence) {
  return absl::InvalidArgumentError(absl::StrCat(reason, ": ", sentence));
}

}  // namespace

std::string Shown(absl::string_view value, bool personal) {
  if (value.empty()) return "";
  if (personal) {
    const bool plain = value.size() >= 8 && absl::c_all_of(value, absl::ascii_isprint);
    return plain ? absl::StrCat(value.substr(0, 2), "***", value.substr(value.size() - 2)) : "***";
  }
  std::string shown(value);
  if (value.size() > kShownBytesMax) {
    shown = absl::StrCat(value.substr(0, CharacterBoundary(value, kShownBytesMax)), "...");
  }
  for (char& c : shown) {
    if (absl::ascii_iscntrl(c)) c = ' ';
  }
  return shown;
}

Fault QuoteMisplaced(int64_t line) {
  return Of(
      {line}, "QUOTE_MISPLACED",
      "Text follows a closing quote, so the cells of this row cannot be told apart. Double the "
      "quotes inside the cell, or take them away.",
      "右引号之后还有文字，无法区分本行各单元格。请把单元格内的引号写成两个，或删去引号。");
}

Fault ColumnCount(int64_t line, size_t cells, size_t columns) {
  return Of({line}, "COLUMN_COUNT",
            absl::StrCat("The row has ", cells, " cells and the header has ", columns,
                         ". Look for a comma inside a cell that is not in quotes."),
            absl::StrCat("本行有", cells, "个单元格，表头有", columns,
                         "列。请检查单元格内是否有未加引号的逗号。"));
}

Fault RequiredFieldMissing(int64_t line, absl::string_view field) {
  return Of(
      {line, field}, "REQUIRED_FIELD_MISSING",
      absl::StrCat("'", field, "' is empty and may not be. Fill it in and send the row again."),
      absl::StrCat("“", field, "”为空，但为必填。请补全后重新发送本行。"));
}

Fault DateInvalid(const Place& place) {
  return Of(place, "DATE_INVALID",
            absl::StrCat("'", place.field,
                         "' is not a date of the calendar in the form that the format "
                         "asks for, e.g. 2026-10-08. Correct it and send the row again."),
            absl::StrCat("“", place.field,
                         "”不是有效日期或格式不符（例如2026-10-08）。请更正后重新发送本行。"));
}

Fault NumberInvalid(const Place& place) {
  return Of(
      place, "NUMBER_INVALID",
      absl::StrCat("'", place.field,
                   "' is not a plain number: digits only, amounts with at most two "
                   "decimals and no thousands separator. Correct it and send the row again."),
      absl::StrCat(
          "“", place.field,
          "”不是规范的数字：只用半角数字，金额最多两位小数，不用千分位。请更正后重新发送本行。"));
}

Fault CodeUnknown(const Place& place, const std::vector<std::string>& known) {
  constexpr size_t kListedMax = 8;
  std::string list;
  if (!known.empty() && known.size() <= kListedMax) {
    list = absl::StrCat(" (", absl::StrJoin(known, ", "), ")");
  }
  return Of(place, "CODE_UNKNOWN",
            absl::StrCat("'", place.field, "' is not one of its known values", list,
                         ". Correct it, or have the mapping name your code."),
            absl::StrCat("“", place.field, "”不在可用代码之内", list,
                         "。请更正，或在映射中登记贵方代码。"));
}

Fault UsccInvalid(const Place& place) {
  return Of(
      place, "USCC_INVALID",
      absl::StrCat("'", place.field,
                   "' is not a unified social credit identifier: 18 characters with "
                   "a right check character (GB 32100). Compare it with the business licence."),
      absl::StrCat(
          "“", place.field,
          "”不是有效的统一社会信用代码（18位，校验位须正确，GB 32100）。请与营业执照核对。"));
}

Fault IdNumberInvalid(const Place& place) {
  // What spreadsheets do to eighteen digits, so that the sentence can say where they went.
  if (absl::StrContains(place.value, "E+") || absl::StrContains(place.value, "e+") ||
      (place.value.size() == 18 && absl::EndsWith(place.value, "000"))) {
    return Of(
        place, "ID_NUMBER_INVALID",
        "A spreadsheet has rounded this identity number: only its first 15 digits are left. Format "
        "the column as text, enter the number again and send the row again.",
        "电子表格已将该证件号码四舍五入，只剩前15位有效。请将该列设为文本格式，重新录入后再发送本行"
        "。");
  }
  return Of(
      place, "ID_NUMBER_INVALID",
      absl::StrCat("'", place.field,
                   "' is not a valid number of its type: length or check character is "
                   "wrong (GB 11643 for resident identity cards). Compare it with the document."),
      absl::StrCat(
          "“", place.field,
          "”不是该类证件的有效号码：长度或校验位有误（居民身份证依GB 11643）。请与证件核对。"));
}

Fault DateOrder(const Place& place, absl::string_view earlier) {
  return Of(
      place, "DATE_ORDER",
      absl::StrCat("'", place.field, "' lies before '", earlier, "'. One of the two is wrong."),
      absl::StrCat("“", place.field, "”早于“", earlier, "”，两者必有一误。"));
}

Fault BirthAfterToday(const Place& place) {
  return Of(place, "DATE_ORDER",
            absl::StrCat("'", place.field,
                         "' lies after the day of the file. Nobody is entered before the "
                         "birth."),
            absl::StrCat("“", place.field, "”晚于文件日期，出生前不得登记。"));
}

Fault DuplicateInFile(const Place& place, int64_t first_line) {
  return Of(place, "DUPLICATE_IN_FILE",
            absl::StrCat("The same '", place.field, "' was accepted on line ", first_line,
                         ". Keep one of the two."),
            absl::StrCat("第", first_line, "行已有相同的“", place.field, "”。请只保留一行。"));
}

absl::Status FileEmpty() { return FileFault("FILE_EMPTY", "the file holds nothing"); }

absl::Status FileEncoding(size_t offset, absl::string_view what) {
  return FileFault("FILE_ENCODING", absl::StrCat("byte ", offset, " ", what,
                                                 "; save the file as UTF-8 and send it again"));
}

absl::Status FileTooLarge(absl::string_view what) { return FileFault("FILE_TOO_LARGE", what); }
absl::Status FileTruncated(absl::string_view what) { return FileFault("FILE_TRUNCATED", what); }
absl::Status FormatUnknown(absl::string_view what) { return FileFault("FORMAT_UNKNOWN", what); }

absl::Status HeaderMissing(const std::vector<std::string>& columns) {
  return FileFault("HEADER_MISSING",
                   absl::StrCat("the header has no column for ", absl::StrJoin(columns, ", "),
                                "; name it so, or have the mapping name your header"));
}

absl::Status HeaderDuplicate(absl::string_view field) {
  return FileFault("HEADER_DUPLICATE",
                   absl::StrCat("two columns of the header are both '", field, "'"));
}

absl::Status ChildColumn(absl::string_view header) {
  return FileFault(
      "CHILD_COLUMN",
      absl::StrCat("a roster carries employees only, and the column '", header,
                   "' is about children; take it out, or record the guardians' consent in the "
                   "mapping"));
}

absl::Status XmlForbidden(absl::string_view what) { return FileFault("XML_FORBIDDEN", what); }
absl::Status EnvelopeMismatch(absl::string_view what) {
  return FileFault("ENVELOPE_MISMATCH", what);
}

absl::Status SenderUnknown(absl::string_view sender) {
  return FileFault("SENDER_UNKNOWN", absl::StrCat("the file comes from '", sender,
                                                  "', the profile names another sender"));
}

absl::Status KindMismatch(absl::string_view what) { return FileFault("KIND_MISMATCH", what); }
absl::Status MappingInvalid(absl::string_view path, absl::string_view what) {
  return FileFault("MAPPING_INVALID", absl::StrCat(path, ": ", what));
}
absl::Status NotWritable(absl::string_view what) { return FileFault("NOT_WRITABLE", what); }

absl::string_view FileReason(const absl::Status& status) {
  const absl::string_view message = status.message();
  const size_t colon = message.find(':');
  const absl::string_view reason = message.substr(0, colon == absl::string_view::npos ? 0 : colon);
  for (char c : reason) {
    if (!absl::ascii_isupper(c) && c != '_') return "";
  }
  return reason;
}

}  // namespace tuoqiao::adapters
