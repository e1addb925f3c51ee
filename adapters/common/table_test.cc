#include "adapters/common/table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "adapters/common/faults.h"
#include "adapters/common/limits.h"

namespace tuoqiao::adapters {
namespace {

// One field of each conversion.
const Table& Sample() {
  static const Table* const kTable =
      new Table{{Text("no").Headers({"编号", "Number"}), Text("name").Optional().Personal(),
                 Code("type", {"RESIDENT_ID", "PASSPORT"}).Aliases({{"护照", "PASSPORT"}}),
                 IdNumber("id", "type").Personal(), Day("from"), Day("until").Optional(),
                 Month("month").Optional(), Time("at").Optional(), Count("hours").Optional(),
                 Yuan("fee").Optional(), Decimal("east").Optional(), Uscc("firm").Optional(),
                 Codes("choices", {"C1", "C2", "C3"}).Optional(), Flag("union").Optional(),
                 Text("mate").With("mate_no"), Text("mate_no").Optional()},
                /*keys=*/{{"no"}, {"name", "from"}},
                /*orders=*/{{"from", "until"}},
                /*births=*/{"from"},
                /*refused_words=*/{"child"}};
  return *kTable;
}

constexpr absl::string_view kHeader =
    "no,name,type,id,from,until,month,at,hours,fee,east,firm,choices,union,mate,mate_no\n";

// A good row with some of its cells replaced.
std::string RowWith(const std::vector<std::pair<absl::string_view, absl::string_view>>& replaced) {
  std::vector<std::string> cells = {"1",
                                    "梅长安",
                                    "RESIDENT_ID",
                                    "110101198804120117",
                                    "2026-01-01",
                                    "",
                                    "",
                                    "",
                                    "",
                                    "",
                                    "",
                                    "",
                                    "",
                                    "",
                                    "",
                                    ""};
  for (const auto& [field, value] : replaced) cells[Sample().Index(field)] = std::string(value);
  return absl::StrCat(absl::StrJoin(cells, ","), "\n");
}

Mapping Fixed(absl::string_view field, absl::string_view value) {
  Mapping mapping;
  mapping.add_fixed_values()->set_field(std::string(field));
  mapping.mutable_fixed_values(0)->set_value(std::string(value));
  return mapping;
}

// "line reason field 'value'" of each fault, or the reason for which the whole file is refused.
std::string Faults(absl::string_view bytes, const Mapping& mapping = Mapping()) {
  const auto file = ReadRows(Sample(), bytes, mapping);
  if (!file.ok()) return std::string(FileReason(file.status()));
  EXPECT_EQ(file->records_read, static_cast<int64_t>(file->records.size() + file->rejected.size()));
  std::vector<std::string> shown;
  for (const Fault& fault : file->faults) {
    shown.push_back(
        absl::StrCat(fault.line, " ", fault.reason, " ", fault.field, " '", fault.value, "'"));
  }
  return absl::StrJoin(shown, "; ");
}

TEST(Table, ConvertsEveryKindOfCell) {
  const auto file = ReadRows(Sample(),
                             absl::StrCat(kHeader, RowWith({{"id", "11010119850923025x"},
                                                            {"until", "2026-02-28"},
                                                            {"month", "2026-10"},
                                                            {"at", "2026-08-01T09:30:00+08:00"},
                                                            {"hours", "40"},
                                                            {"fee", "1200.5"},
                                                            {"east", "-121.4737"},
                                                            {"firm", "91110108MA01234X2W"},
                                                            {"choices", "C3;C1"},
                                                            {"union", "是"}})),
                             Mapping());
  ASSERT_TRUE(file.ok()) << file.status();
  ASSERT_EQ(file->records.size(), 1u) << Faults(file->header);
  const Row& row = file->records[0];
  EXPECT_EQ(row.line, 2);
  EXPECT_EQ(row.text("id"), "11010119850923025X");
  EXPECT_EQ(row["from"].day, absl::CivilDay(2026, 1, 1));
  EXPECT_EQ(row["until"].day, absl::CivilDay(2026, 2, 28));
  EXPECT_EQ(row["month"].day, absl::CivilDay(2026, 10, 1));
  EXPECT_EQ(row.text("at"), "2026-08-01T09:30:00+08:00");
  EXPECT_EQ(row["hours"].number, 40);
  EXPECT_EQ(row["fee"].number, 120050);
  EXPECT_EQ(row.text("east"), "-121.4737");
  EXPECT_EQ(row.text("choices"), "C3;C1");
  EXPECT_EQ(row.text("union"), "Y");
  EXPECT_FALSE(row.Has("mate"));
}

TEST(Table, NamesWhatIsWrongWithACell) {
  const std::vector<std::pair<std::pair<absl::string_view, absl::string_view>, std::string>> cases =
      {
          {{"no", ""}, "2 REQUIRED_FIELD_MISSING no ''"},
          {{"no", " \t"}, "2 REQUIRED_FIELD_MISSING no ''"},
          {{"mate_no", "7"}, "2 REQUIRED_FIELD_MISSING mate ''"},
          {{"from", "2026-02-29"}, "2 DATE_INVALID from '2026-02-29'"},
          {{"from", "2026/02/01"}, "2 DATE_INVALID from '2026/02/01'"},
          {{"from", "46023"}, "2 DATE_INVALID from '46023'"},
          {{"from", "2026-1-1"}, "2 DATE_INVALID from '2026-1-1'"},
          {{"from", "２０２６-01-01"}, "2 DATE_INVALID from '２０２６-01-01'"},
          {{"month", "2026-13"}, "2 DATE_INVALID month '2026-13'"},
          {{"month", "2026-10-01"}, "2 DATE_INVALID month '2026-10-01'"},
          {{"at", "2026-08-01"}, "2 DATE_INVALID at '2026-08-01'"},
          {{"hours", "40.5"}, "2 NUMBER_INVALID hours '40.5'"},
          {{"hours", "-1"}, "2 NUMBER_INVALID hours '-1'"},
          {{"hours", " 40"}, "2 NUMBER_INVALID hours ' 40'"},
          {{"hours", "9999999999999999999"}, "2 NUMBER_INVALID hours '9999999999999999999'"},
          {{"fee", "0.005"}, "2 NUMBER_INVALID fee '0.005'"},
          {{"fee", "-1.00"}, "2 NUMBER_INVALID fee '-1.00'"},
          {{"fee", "1e9"}, "2 NUMBER_INVALID fee '1e9'"},
          {{"fee", "¥5"}, "2 NUMBER_INVALID fee '¥5'"},
          {{"fee", "５"}, "2 NUMBER_INVALID fee '５'"},
          {{"east", "12."}, "2 NUMBER_INVALID east '12.'"},
          {{"east", "1e2"}, "2 NUMBER_INVALID east '1e2'"},
          {{"type", "resident_id"}, "2 CODE_UNKNOWN type 'resident_id'"},
          {{"choices", "C1;C9"}, "2 CODE_UNKNOWN choices 'C1;C9'"},
          {{"choices", "C1;;C2"}, "2 CODE_UNKNOWN choices 'C1;;C2'"},
          {{"firm", "91110108MA01234X2X"}, "2 USCC_INVALID firm '91110108MA01234X2X'"},
          {{"id", "110101198804120118"}, "2 ID_NUMBER_INVALID id '11***18'"},
          {{"id", "1.10101E+17"}, "2 ID_NUMBER_INVALID id '1.***17'"},
          {{"until", "2025-12-31"}, "2 DATE_ORDER until '2025-12-31'"},
      };
  for (const auto& [replaced, fault] : cases) {
    EXPECT_EQ(Faults(absl::StrCat(kHeader, RowWith({replaced}))), fault);
  }
}

// Each pair of the list in one row: the earlier reason wins.
TEST(Table, ReportsTheFirstReasonThatApplies) {
  const std::vector<std::pair<std::pair<absl::string_view, absl::string_view>, std::string>>
      reasons = {{{"no", ""}, "REQUIRED_FIELD_MISSING"}, {{"at", "noon"}, "DATE_INVALID"},
                 {{"hours", "x"}, "NUMBER_INVALID"},     {{"union", "x"}, "CODE_UNKNOWN"},
                 {{"firm", "x"}, "USCC_INVALID"},        {{"id", "x"}, "ID_NUMBER_INVALID"},
                 {{"until", "2025-01-01"}, "DATE_ORDER"}};
  for (size_t first = 0; first < reasons.size(); ++first) {
    for (size_t second = first + 1; second < reasons.size(); ++second) {
      const std::string faults =
          Faults(absl::StrCat(kHeader, RowWith({reasons[second].first, reasons[first].first})));
      EXPECT_TRUE(absl::StrContains(faults, reasons[first].second)) << faults;
    }
    const std::string row = RowWith({reasons[first].first});
    EXPECT_TRUE(absl::StrContains(Faults(absl::StrCat(kHeader, "9,", row)), "COLUMN_COUNT"));
    if (reasons[first].second != "REQUIRED_FIELD_MISSING") {
      const std::string faults = Faults(absl::StrCat(kHeader, RowWith({}), row));
      EXPECT_TRUE(absl::StartsWith(faults, absl::StrCat("3 ", reasons[first].second))) << faults;
    }
  }
}

TEST(Table, ComparesKeysWithAcceptedRowsOnly) {
  const std::string bad = RowWith({{"hours", "x"}});
  EXPECT_EQ(Faults(absl::StrCat(kHeader, bad, RowWith({}))), "2 NUMBER_INVALID hours 'x'");
  EXPECT_EQ(Faults(absl::StrCat(kHeader, RowWith({}), RowWith({}))), "3 DUPLICATE_IN_FILE no '1'");
  EXPECT_EQ(Faults(absl::StrCat(kHeader, RowWith({}), RowWith({{"no", "2"}}))),
            "3 DUPLICATE_IN_FILE name+from '***'");
  // Without a name there is no second key.
  EXPECT_EQ(
      Faults(absl::StrCat(kHeader, RowWith({{"name", ""}}), RowWith({{"no", "2"}, {"name", ""}}))),
      "");
}

TEST(Table, HandsBackRejectedRowsAsTheyCame) {
  const std::string bytes =
      absl::StrCat(kHeader, "short\r\n", RowWith({}), "2,\"x\ny\"\"\",,,,,,,,,,,,,,\n", "\"a\"b\n");
  const auto file = ReadRows(Sample(), bytes, Mapping());
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(absl::StrCat(file->header, "\n"), kHeader);
  ASSERT_EQ(file->rejected.size(), 3u);
  EXPECT_EQ(file->rejected[0].line, 2);
  EXPECT_EQ(file->rejected[0].text, "short");
  EXPECT_EQ(file->rejected[1].line, 4);
  EXPECT_EQ(file->rejected[1].text, "2,\"x\ny\"\"\",,,,,,,,,,,,,,");
  EXPECT_EQ(file->faults[2].reason, "QUOTE_MISPLACED");
  EXPECT_EQ(file->rejected[2].line, 6);
  EXPECT_EQ(file->records_read, 4);
  EXPECT_EQ(file->records[0].raw, absl::StripSuffix(RowWith({}), "\n"));
}

TEST(Table, RefusesAFileThatIsNotWhatItSays) {
  const std::string minimal = "no,type,id,from\n";
  std::string wide = std::string(kHeader.substr(0, kHeader.size() - 1));
  for (size_t i = 0; i < kColumnsMax; ++i) wide += ",x";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "FILE_EMPTY"},
      {"\xEF\xBB\xBF \r\n\t\n", "FILE_EMPTY"},
      {"no,type,id\n", "HEADER_MISSING"},
      {"{\"rows\": []}", "HEADER_MISSING"},
      {"no,type,id,from,Number\n", "HEADER_DUPLICATE"},
      {"no,type,id,from,child_name\n", "CHILD_COLUMN"},
      {wide, "FILE_TOO_LARGE"},
      {absl::StrCat(minimal, "1,\"", std::string(kRecordBytesMax, 'x'), "\",,\n"),
       "FILE_TOO_LARGE"},
      {absl::StrCat(minimal, "1,\"PASS"), "FILE_TRUNCATED"},
      {std::string("no,ty\0pe", 8), "FILE_ENCODING"},
      {"PK\x03\x04rest", "FORMAT_UNKNOWN"},
      {"\xD0\xCF\x11\xE0rest", "FORMAT_UNKNOWN"},
  };
  for (const auto& [bytes, reason] : cases) EXPECT_EQ(Faults(bytes), reason) << bytes.substr(0, 40);
  const absl::Status missing = ReadRows(Sample(), "no,x\n", Mapping()).status();
  EXPECT_TRUE(absl::StrContains(missing.message(), "type, id, from")) << missing;
  EXPECT_EQ(Faults(minimal, Fixed("today", "tomorrow")), "MAPPING_INVALID");
}

TEST(Table, FindsColumnsByNameAliasAndMapping) {
  const std::string row = "7,PASSPORT,AB1234567,2026-01-01\n";
  for (absl::string_view header :
       {"no,type,id,from\n", " NO ,Type,ID,From\n", "编号,type,id,from\n", "number,type,id,from\n",
        "No,type,id,from\n"}) {
    EXPECT_EQ(Faults(absl::StrCat(header, row)), "") << header;
  }
  Mapping mapping;
  auto* alias = mapping.add_header_aliases();
  alias->set_field("no");
  alias->set_header("Staff key");
  EXPECT_EQ(Faults(absl::StrCat("staff KEY,type,id,from\n", row), mapping), "");
  // What the mapping names goes first, and the column of the usual name is passed over.
  const auto both = ReadRows(
      Sample(), absl::StrCat("no,type,id,from,Staff key\n1,PASSPORT,AB1234567,2026-01-01,9\n"),
      mapping);
  ASSERT_TRUE(both.ok()) << both.status();
  EXPECT_EQ(both->records.at(0).text("no"), "9");
  EXPECT_EQ(both->notes, std::vector<std::string>{"the column 'no' is not read"});
  EXPECT_EQ(Faults("Staff key,staff key,type,id,from\n", mapping), "HEADER_DUPLICATE");
}

TEST(Table, TakesCodesAndFixedValuesFromTheMapping) {
  Mapping mapping = Fixed("from", "2026-01-01");
  auto* alias = mapping.add_code_aliases();
  alias->set_field("type");
  alias->set_from("P");
  alias->set_to("PASSPORT");
  EXPECT_EQ(Faults("no,type,id\n1,P,AB1234567\n2,护照,AB1234567\n3,Q,AB1234567\n", mapping),
            "4 CODE_UNKNOWN type 'Q'");
  // The file's own column goes before the fixed value.
  const auto file = ReadRows(Sample(), "no,type,id,from\n1,P,AB1234567,2025-05-05\n", mapping);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->records.at(0)["from"].day, absl::CivilDay(2025, 5, 5));
  alias->set_to("VISA");
  EXPECT_EQ(Faults("no,type,id\n", mapping), "MAPPING_INVALID");
}

TEST(Table, ChecksBirthsWhereTheDayIsSaid) {
  const std::string file = absl::StrCat(kHeader, RowWith({}));
  EXPECT_EQ(Faults(file), "");
  EXPECT_EQ(Faults(file, Fixed("today", "2026-01-01")), "");
  EXPECT_EQ(Faults(file, Fixed("today", "2025-12-31")), "2 DATE_ORDER from '2026-01-01'");
}

TEST(Table, ReadsAColumnAboutChildrenOnlyWithConsent) {
  const std::string file = "no,type,id,from,Child name\n1,PASSPORT,AB1234567,2026-01-01,x\n";
  EXPECT_EQ(Faults(file), "CHILD_COLUMN");
  const auto read = ReadRows(Sample(), file, Fixed("guardian_consent", "Y"));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->notes, std::vector<std::string>{"the column 'Child name' is not read"});
}

TEST(Table, ReadsSemicolonsTabsAndUtf16) {
  EXPECT_EQ(Faults("no;type;id;from\n1;PASSPORT;AB1234567;2026-01-01\n2;;;\n"),
            "3 REQUIRED_FIELD_MISSING type ''");
  EXPECT_EQ(Faults("no\ttype\tid\tfrom\n1\tPASSPORT\tAB1234567\t2026-13-01\n"),
            "2 DATE_INVALID from '2026-13-01'");
}

TEST(Table, WritesWhatItReads) {
  std::vector<std::string> cells(Sample().fields.size());
  cells[Sample().Index("no")] = "a \"b\", c";
  cells[Sample().Index("type")] = "PASSPORT";
  cells[Sample().Index("id")] = "AB1234567";
  cells[Sample().Index("from")] = "2026-01-01";
  cells[Sample().Index("mate")] = "two\r\nlines";
  Mapping mapping;
  auto* header = mapping.add_header_aliases();
  header->set_field("no");
  header->set_header("工 号");
  auto* code = mapping.add_code_aliases();
  code->set_field("type");
  code->set_from("P,1");
  code->set_to("PASSPORT");
  for (const Mapping& used : {Mapping(), mapping}) {
    const std::string bytes = WriteRows(Sample(), {cells}, used);
    const auto file = ReadRows(Sample(), bytes, used);
    ASSERT_TRUE(file.ok()) << file.status();
    ASSERT_EQ(file->records.size(), 1u);
    for (size_t i = 0; i < cells.size(); ++i) EXPECT_EQ(file->records[0].cells[i].text, cells[i]);
  }
  EXPECT_TRUE(absl::StartsWith(WriteRows(Sample(), {cells}, mapping), "工 号,name,type,"));
}

TEST(Table, KeepsARepeatedRowForWhoeverRejectsTheFirst) {
  const auto file =
      ReadRows(Sample(),
               absl::StrCat(kHeader, RowWith({}), RowWith({{"name", "柳小满"}}),
                            RowWith({{"from", "2026-02-29"}}), RowWith({{"name", "苏清"}}),
                            RowWith({{"no", "2"}, {"name", "白露"}})),
               Mapping());
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->records.size(), 2u);
  ASSERT_EQ(file->rejected.size(), 3u);
  ASSERT_EQ(file->repeats.size(), 2u);
  EXPECT_EQ(file->repeats[0].record.line, 3);
  EXPECT_EQ(file->repeats[0].record.text("name"), "柳小满");
  EXPECT_EQ(file->repeats[0].record.raw, file->rejected[0].text);
  EXPECT_EQ(file->repeats[0].earlier, std::vector<int64_t>{2});
  EXPECT_EQ(file->repeats[1].record.line, 5);
  EXPECT_EQ(file->repeats[1].earlier, (std::vector<int64_t>{2, 3}));
}

TEST(Table, SaysWhomARejectedRowMayBeAbout) {
  const auto file = ReadRows(Sample(),
                             absl::StrCat(kHeader, RowWith({{"no", "7"}, {"from", "2026-02-29"}}),
                                          RowWith({{"no", ""}}), "8,x,PASSPORT\n"),
                             Mapping());
  ASSERT_TRUE(file.ok()) << file.status();
  ASSERT_EQ(file->rejected.size(), 3u);
  EXPECT_EQ(file->rejected[0].about, std::vector<std::string>{"7"});
  EXPECT_TRUE(file->rejected[1].about.empty());
  EXPECT_EQ(file->rejected[2].about, (std::vector<std::string>{"8", "x", "PASSPORT"}));
}

TEST(Table, PassesOverTheReasonsOfRejectedRows) {
  const std::string header = std::string(absl::StripSuffix(kHeader, "\n"));
  const std::string row = std::string(absl::StripSuffix(RowWith({}), "\n"));
  const auto back =
      ReadRows(Sample(), absl::StrCat(header, ",reason\n", row, ",DATE_INVALID\n"), Mapping());
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_TRUE(back->handed_back);
  EXPECT_EQ(back->records.size(), 1u);
  EXPECT_EQ(back->separator, ',');
  EXPECT_FALSE(ReadRows(Sample(), absl::StrCat(kHeader, row), Mapping())->handed_back);

  // A format that has a reason of its own.
  const Table absences = {{Text("day"), Text("reason").Optional()}, {{"day"}}};
  const auto own = ReadRows(absences, "day,reason\nmonday,ill\n", Mapping());
  ASSERT_TRUE(own.ok()) << own.status();
  EXPECT_FALSE(own->handed_back);
  EXPECT_EQ(own->records[0].text("reason"), "ill");
  const auto both = ReadRows(absences, "day,reason,reason\nmonday,ill,UNKNOWN_CHILD\n", Mapping());
  ASSERT_TRUE(both.ok()) << both.status();
  EXPECT_TRUE(both->handed_back);
  EXPECT_EQ(both->records[0].text("reason"), "ill");
}

TEST(Table, NamesWhatIsWrongInAMapping) {
  Mapping mapping;
  mapping.add_header_aliases()->set_field("no");
  mapping.add_header_aliases()->set_field("number");
  const absl::Status unknown = ReadRows(Sample(), kHeader, mapping).status();
  EXPECT_TRUE(absl::StartsWith(unknown.message(), "MAPPING_INVALID: header_aliases[1].field: "))
      << unknown;
  mapping.Clear();
  auto* code = mapping.add_code_aliases();
  code->set_field("type");
  code->set_to("VISA");
  EXPECT_TRUE(absl::StartsWith(ReadRows(Sample(), kHeader, mapping).status().message(),
                               "MAPPING_INVALID: code_aliases[0].to: "));
}

TEST(Faults, RepeatAValueOnOneLineAndNotTooLong) {
  EXPECT_EQ(Shown("a\r\nb", false), "a  b");
  EXPECT_EQ(Shown(std::string(kShownBytesMax, 'x'), false), std::string(kShownBytesMax, 'x'));
  std::string hanzi;
  for (int i = 0; i < 100; ++i) hanzi += "托";
  EXPECT_EQ(Shown(hanzi, false), absl::StrCat(hanzi.substr(0, 63), "..."));
}

TEST(Faults, MaskWhatIsPersonal) {
  EXPECT_EQ(Shown("", true), "");
  EXPECT_EQ(Shown("梅长安", true), "***");
  EXPECT_EQ(Shown("1234567", true), "***");
  EXPECT_EQ(Shown("110101198804120117", true), "11***17");
  EXPECT_EQ(Shown("梅长安，住在很远的地方", true), "***");
}

TEST(Faults, SayWhatASpreadsheetDidToANumber) {
  for (absl::string_view rounded : {"1.10101E+17", "1.10101e+17", "110101198804120000"}) {
    EXPECT_TRUE(
        absl::StrContains(IdNumberInvalid({1, "id", rounded, true}).text_en, "spreadsheet"));
  }
  EXPECT_FALSE(absl::StrContains(IdNumberInvalid({1, "id", "110101198804120118", true}).text_en,
                                 "spreadsheet"));
}

TEST(Faults, NameTheReasonOfARefusal) {
  EXPECT_EQ(FileReason(FileEmpty()), "FILE_EMPTY");
  EXPECT_EQ(FileReason(absl::OkStatus()), "");
  EXPECT_EQ(FileReason(absl::InternalError("no reason: here")), "");
}

}  // namespace
}  // namespace tuoqiao::adapters
