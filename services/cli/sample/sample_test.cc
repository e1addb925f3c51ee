#include "services/cli/sample/sample.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cli/sample/calendar.h"
#include "services/cli/sample/csv.h"
#include "services/cli/sample/invent.h"
#include "services/cli/sample/json.h"
#include "services/common/period.h"

namespace tuoqiao::cli {
namespace {

constexpr uint64_t kSeed = 20261001;

using Files = std::map<std::string, std::string>;

std::filesystem::path NewDirectory(const std::string& name) {
  const std::filesystem::path path =
      std::filesystem::path(testing::TempDir()) / absl::StrCat("sample-", name, "-", getpid());
  std::filesystem::remove_all(path);
  return path;
}

Files ReadAll(const std::filesystem::path& directory) {
  Files files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    files[std::filesystem::relative(entry.path(), directory).string()] =
        std::string(std::istreambuf_iterator<char>(in), {});
  }
  return files;
}

Files Written(char size, uint64_t seed) {
  const std::filesystem::path directory = NewDirectory(absl::StrCat(std::string(1, size), seed));
  EXPECT_TRUE(WriteSample({size, seed, directory.string()}).ok());
  Files files = ReadAll(directory);
  std::filesystem::remove_all(directory);
  return files;
}

const Files& Sample() {
  static const auto* const kFiles = new Files(Written('S', kSeed));
  return *kFiles;
}

Encoding EncodingOf(const std::string& bytes) {
  if (absl::StartsWith(bytes, "\xEF\xBB\xBF")) return Encoding::kUtf8WithBom;
  // A text in GB18030 with Chinese in it is no UTF-8: the test below counts on it.
  const auto continued = [&](size_t at) {
    return at < bytes.size() && (static_cast<unsigned char>(bytes[at]) & 0xC0) == 0x80;
  };
  for (size_t i = 0; i < bytes.size(); ++i) {
    const unsigned char c = bytes[i];
    const int more = c < 0x80         ? 0
                     : (c >> 5) == 6  ? 1
                     : (c >> 4) == 14 ? 2
                     : (c >> 3) == 30 ? 3
                                      : -1;
    if (more < 0) return Encoding::kGb18030;
    for (int k = 1; k <= more; ++k) {
      if (!continued(i + k)) return Encoding::kGb18030;
    }
    i += more;
  }
  return Encoding::kUtf8;
}

// ---- A plain reader of the files, written from the contract and from nothing else.

using Cells = std::vector<std::string>;
enum class Type { kText, kDay, kMonth, kTime, kCount, kYuan, kCode, kUscc, kIdType, kIdNumber };

struct Column {
  Type type = Type::kText;
  bool required = true;
  std::set<std::string> codes = {};
};
const Column kText{Type::kText}, kDay{Type::kDay}, kCount{Type::kCount}, kYuan{Type::kYuan},
    kUscc{Type::kUscc}, kIdNumber{Type::kIdNumber}, kYesNo{Type::kCode, true, {"Y", "N"}};
const Column kAdultIdType{Type::kIdType, true, {"RESIDENT_ID", "PASSPORT", "居民身份证", "护照"}};
const Column kChildIdType{Type::kIdType, true, {"RESIDENT_ID", "PASSPORT", "BIRTH_CERTIFICATE"}};

Column Optional(Column column) {
  column.required = false;
  return column;
}
Column OneOf(std::set<std::string> codes) { return {Type::kCode, true, std::move(codes)}; }

struct Sheet {
  std::vector<Column> columns;
  std::vector<int> key;
  int earlier = -1, later = -1;  // Days that must not be the other way round.
};

const Sheet kFirms{{kUscc, kText, kText, kCount, kCount, OneOf({"A", "B", "C", "D"}),
                    OneOf({"INVOICED", "ALLOWANCE", "COLLECTIVE"}), Optional(kText), kYesNo, kYesNo,
                    kText, kDay, Optional(kText)},
                   {0}};
const Sheet kRoster{
    {kText, kText, kAdultIdType, kIdNumber, kDay, Optional(kDay), kText, kCount}, {0}, 4, 5};
const Sheet kFamilies{{kText,
                       kText,
                       kText,
                       kChildIdType,
                       kIdNumber,
                       kDay,
                       OneOf({"0", "1", "2"}),
                       kText,
                       kAdultIdType,
                       kIdNumber,
                       Optional(kText),
                       Optional(kAdultIdType),
                       Optional(kIdNumber),
                       Optional(kYesNo),
                       kYesNo,
                       kYesNo,
                       kText,
                       kDay,
                       Optional(OneOf({"1", "2"})),
                       OneOf({"TAKE_ALL", "TAKE_WHAT_FITS", "ALL_OR_NOTHING"})},
                      {1}};
const Sheet kApplications{{kText, kText, kDay, {Type::kTime}}, {0}};
const Sheet kAuthorisations{{kUscc, kText, kText, kDay, kDay, kYuan}, {0, 1}, 3, 4};
const Sheet kPayFigures{{kText, {Type::kMonth}, kYuan, kYuan}, {0, 1}};
const Sheet kAttendance{{kText, kDay, OneOf({"PRESENT", "ABSENT"}),
                         Optional(OneOf({"SICK", "PERSONAL", "CENTRE_CLOSED"}))},
                        {0, 1}};

bool Parses(const Column& column, const std::string& cell) {
  int64_t number = 0;
  switch (column.type) {
    case Type::kDay:
      return ParseDay(cell).ok();
    case Type::kMonth:
      return ParseMonth(cell).ok();
    case Type::kTime:
      return cell.size() == 20 && ParseDay(cell.substr(0, 10)).ok();
    case Type::kCount:
      return absl::SimpleAtoi(cell, &number);
    case Type::kYuan:
      return ParseYuan(cell).ok();
    case Type::kCode:
    case Type::kIdType:
      return column.codes.count(cell) > 0;
    case Type::kUscc:
      return ValidUscc(cell);
    case Type::kText:
    case Type::kIdNumber:
      return true;
  }
  return true;
}

IdType TypeNamed(const std::string& name) {
  if (name == "护照") return IdType::kPassport;
  return ParseIdType(name).value_or(IdType::kResidentId);
}

// What is wrong with one record by itself; empty where nothing is.
std::string ReasonByItself(const Sheet& sheet, const Cells& cells) {
  if (cells.size() != sheet.columns.size()) return "COLUMN_COUNT";
  const auto any = [&](const std::vector<Type>& types, const std::function<bool(size_t)>& wrong) {
    for (size_t i = 0; i < cells.size(); ++i) {
      const bool of_type = std::count(types.begin(), types.end(), sheet.columns[i].type) > 0;
      if (of_type && !cells[i].empty() && wrong(i)) return true;
    }
    return false;
  };
  const auto misread = [&](size_t i) { return !Parses(sheet.columns[i], cells[i]); };
  for (size_t i = 0; i < cells.size(); ++i) {
    if (sheet.columns[i].required && cells[i].empty()) return "REQUIRED_FIELD_MISSING";
  }
  if (any({Type::kDay, Type::kMonth, Type::kTime}, misread)) return "DATE_INVALID";
  if (any({Type::kCount, Type::kYuan}, misread)) return "NUMBER_INVALID";
  if (any({Type::kCode, Type::kIdType}, misread)) return "CODE_UNKNOWN";
  if (&sheet == &kApplications && absl::StrContains(cells[1], "C999")) return "CODE_UNKNOWN";
  if (any({Type::kUscc}, misread)) return "USCC_INVALID";
  if (any({Type::kIdNumber}, [&](size_t i) {
        return !ValidIdNumber(TypeNamed(cells[i - 1]), NormaliseIdNumber(cells[i]));
      })) {
    return "ID_NUMBER_INVALID";
  }
  if (sheet.later >= 0 && !cells[sheet.later].empty() &&
      cells[sheet.later] < cells[sheet.earlier]) {
    return "DATE_ORDER";
  }
  if (&sheet == &kFamilies && *ParseDay(cells[5]) > kToday) return "DATE_ORDER";
  return "";
}

class PlainReader {
 public:
  PlainReader()
      : papers_(Dice(kSeed, "papers")), park_(InventPark(*FindSize('S'), kSeed, papers_)) {
    for (const Enrolment& enrolment : park_.enrolments) {
      enrolled_[{park_.centres[enrolment.centre].code,
                 park_.children[enrolment.child].case_number}] = {enrolment.from, enrolment.until};
    }
  }

  void ReadAll() {
    Read("firms.csv", kFirms);
    ReadFolder("rosters/", ".csv", kRoster);
    Read("families.csv", kFamilies);
    Read("applications.csv", kApplications);
    Read("authorisations.csv", kAuthorisations);
    ReadFolder("pay_figures/", ".csv", kPayFigures);
    ReadFolder("attendance/", ".csv", kAttendance);
  }

  // (file, line) of each wrong row and its reason, as found.
  const std::map<std::pair<std::string, int64_t>, std::string>& faults() const { return faults_; }
  // Where a key comes again among the rows that are right by themselves, whatever the services say
  // of the first one.
  const std::set<std::pair<std::string, int64_t>>& repeated() const { return repeated_; }
  int64_t rows_read() const { return rows_read_; }
  const std::set<Cells>& accepted(const std::string& file) { return accepted_[file]; }
  const Park& park() const { return park_; }
  size_t employees() const { return employees_.size(); }

 private:
  void ReadFolder(const std::string& folder, const std::string& ending, const Sheet& sheet) {
    for (const auto& [file, bytes] : Sample()) {
      if (absl::StartsWith(file, folder) && absl::EndsWith(file, ending)) Read(file, sheet);
    }
  }

  void Read(const std::string& file, const Sheet& sheet) {
    const std::string& bytes = Sample().at(file);
    const std::vector<Record> records = *ReadRecords(*Decode(bytes, EncodingOf(bytes)));
    for (size_t i = 1; i < records.size(); ++i) {
      ++rows_read_;
      const Cells& cells = records[i].cells;
      std::string reason = ReasonByItself(sheet, cells);
      Cells key;
      if (reason.empty()) {
        for (const int column : sheet.key) key.push_back(cells[column]);
        if (accepted_[file].count(key) > 0) reason = "DUPLICATE_IN_FILE";
        if (!readable_[file].insert(key).second) repeated_.insert({file, records[i].line});
      }
      if (reason.empty()) reason = ReasonAmongOthers(file, sheet, cells);
      if (!reason.empty()) {
        faults_[{file, records[i].line}] = reason;
      } else {
        accepted_[file].insert(key);
        if (&sheet == &kRoster) employees_.insert({file.substr(8, 18), cells[0]});
      }
    }
  }

  std::string ReasonAmongOthers(const std::string& file, const Sheet& sheet, const Cells& cells) {
    if (&sheet == &kApplications) {
      return accepted_["families.csv"].count({cells[0]}) == 0 ? "UNKNOWN_CHILD" : "";
    }
    if (&sheet == &kAuthorisations) {
      if (accepted_["firms.csv"].count({cells[0]}) == 0) return "UNKNOWN_FIRM";
      return employees_.count({cells[0], cells[1]}) == 0 ? "UNKNOWN_EMPLOYEE" : "";
    }
    if (&sheet == &kPayFigures) {
      return employees_.count({file.substr(12, 18), cells[0]}) == 0 ? "UNKNOWN_EMPLOYEE" : "";
    }
    return &sheet == &kAttendance ? ReasonOfADay(file, cells) : "";
  }

  std::string ReasonOfADay(const std::string& file, const Cells& cells) {
    const auto enrolment = enrolled_.find({file.substr(11, 4), cells[0]});
    if (enrolment == enrolled_.end()) return "UNKNOWN_CHILD";
    const absl::CivilDay day = *ParseDay(cells[1]);
    if (!OpenOn(day)) return "NOT_AN_OPENING_DAY";
    if (!enrolment->second.Contains(day)) return "OUTSIDE_ENROLMENT";
    return cells[2] == "ABSENT" && cells[3].empty() ? "REASON_MISSING" : "";
  }

  Papers papers_;
  Park park_;
  std::map<std::pair<std::string, std::string>, Period> enrolled_;
  std::map<std::string, std::set<Cells>> accepted_;
  std::set<std::pair<std::string, std::string>> employees_;
  std::map<std::string, std::set<Cells>>
      readable_;  // Keys of the rows that are right by themselves.
  std::set<std::pair<std::string, int64_t>> repeated_;
  std::map<std::pair<std::string, int64_t>, std::string> faults_;
  int64_t rows_read_ = 0;
};

PlainReader& Reread() {
  static auto* const kReader = [] {
    auto* reader = new PlainReader();
    reader->ReadAll();
    return reader;
  }();
  return *kReader;
}

// The value after `"name": ` in a file of ours.
std::string Json(const std::string& text, const std::string& name) {
  const size_t at = text.find(absl::StrCat("\"", name, "\": "));
  if (at == std::string::npos) return "";
  const size_t from = at + name.size() + 4;
  return text.substr(from, text.find_first_of(",}\n", from) - from);
}

std::map<std::pair<std::string, int64_t>, std::string> ManifestFaults() {
  std::map<std::pair<std::string, int64_t>, std::string> faults;
  for (const absl::string_view line : absl::StrSplit(Sample().at("manifest.json"), '\n')) {
    if (!absl::StrContains(line, "\"file\"")) continue;
    const std::string text(line);
    const auto bare = [](std::string quoted) { return quoted.substr(1, quoted.size() - 2); };
    faults[{bare(Json(text, "file")), std::stoll(Json(text, "line"))}] = bare(Json(text, "reason"));
  }
  return faults;
}

TEST(Sample, WritesTheSameBytesForTheSameSeed) { EXPECT_EQ(Written('S', kSeed), Sample()); }

TEST(Sample, WritesOtherBytesForAnotherSeed) {
  const Files other = Written('S', kSeed + 1);
  EXPECT_NE(other.at("families.csv"), Sample().at("families.csv"));
  EXPECT_NE(other.at("firms.csv"), Sample().at("firms.csv"));
}

TEST(Sample, RefusesADirectoryWithSomethingInIt) {
  const std::filesystem::path directory = NewDirectory("used");
  std::filesystem::create_directories(directory / "rosters");
  const absl::Status status = WriteSample({'S', 1, directory.string()});
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  std::filesystem::remove_all(directory);
}

TEST(Sample, RefusesAnUnknownSize) {
  EXPECT_EQ(WriteSample({'X', 1, NewDirectory("none").string()}).code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(Sample, HasEveryWrongRowThatItsManifestNamesAndNoOther) {
  const auto& found = Reread().faults();
  const auto listed = ManifestFaults();
  for (const auto& [place, reason] : listed) {
    const auto fault = found.find(place);
    EXPECT_EQ(fault == found.end() ? "nothing wrong" : fault->second, reason)
        << place.first << ":" << place.second;
  }
  for (const auto& [place, reason] : found) {
    EXPECT_EQ(listed.count(place), 1) << place.first << ":" << place.second << " " << reason;
  }
}

TEST(Sample, RepeatsNoKeyButWhereTheRepetitionIsWhatIsWrong) {
  std::set<std::pair<std::string, int64_t>> duplicates;
  for (const auto& [place, reason] : ManifestFaults()) {
    if (reason == "DUPLICATE_IN_FILE") duplicates.insert(place);
  }
  EXPECT_EQ(Reread().repeated(), duplicates);
}

TEST(Sample, HasEachReasonInEachKindOfFileWhereItCanOccur) {
  std::set<std::pair<std::string, std::string>> seen;
  for (const auto& [place, reason] : Reread().faults()) {
    seen.insert({place.first.substr(0, place.first.find_first_of("./")), reason});
  }
  const std::map<std::string, std::vector<std::string>> expected = {
      {"firms", {"NUMBER_INVALID", "CODE_UNKNOWN", "USCC_INVALID"}},
      {"rosters", {"NUMBER_INVALID", "CODE_UNKNOWN", "ID_NUMBER_INVALID", "DATE_ORDER"}},
      {"families", {"CODE_UNKNOWN", "ID_NUMBER_INVALID", "DATE_ORDER"}},
      {"applications", {"CODE_UNKNOWN", "UNKNOWN_CHILD"}},
      {"authorisations",
       {"NUMBER_INVALID", "USCC_INVALID", "DATE_ORDER", "UNKNOWN_FIRM", "UNKNOWN_EMPLOYEE"}},
      {"pay_figures", {"NUMBER_INVALID", "UNKNOWN_EMPLOYEE"}},
      {"attendance",
       {"CODE_UNKNOWN", "UNKNOWN_CHILD", "NOT_AN_OPENING_DAY", "OUTSIDE_ENROLMENT",
        "REASON_MISSING"}}};
  for (const auto& [file, reasons] : expected) {
    for (const char* reason :
         {"COLUMN_COUNT", "REQUIRED_FIELD_MISSING", "DATE_INVALID", "DUPLICATE_IN_FILE"}) {
      EXPECT_EQ(seen.count({file, reason}), 1) << file << " " << reason;
    }
    for (const std::string& reason : reasons)
      EXPECT_EQ(seen.count({file, reason}), 1) << file << " " << reason;
  }
}

TEST(Sample, CountsWhatACorrectReaderAcceptsAndRejects) {
  PlainReader& reader = Reread();
  const std::string& manifest = Sample().at("manifest.json");
  int64_t others = 0;  // Centres, groups, tariffs and the subscribers of the X12 roster.
  for (const char* file : {"centres.csv", "groups.csv", "tariffs.csv"}) {
    others += static_cast<int64_t>(ReadRecords(Sample().at(file))->size()) - 1;
  }
  int64_t subscribers = 0, dependants = 0;
  for (const auto& [file, bytes] : Sample()) {
    if (!absl::EndsWith(file, ".834")) continue;
    for (const absl::string_view segment : absl::StrSplit(bytes, '~')) {
      subscribers += absl::StrContains(segment, "INS*Y*");
      dependants += absl::StrContains(segment, "INS*N*");
    }
  }
  EXPECT_GT(dependants, 0);
  others += subscribers;
  EXPECT_EQ(Json(manifest, "rows_read"), absl::StrCat(reader.rows_read() + others));
  EXPECT_EQ(Json(manifest, "rows_rejected"), absl::StrCat(reader.faults().size()));
  std::map<std::string, int> by_reason;
  for (const auto& [place, reason] : reader.faults()) ++by_reason[reason];
  for (const auto& [reason, count] : by_reason)
    EXPECT_EQ(Json(manifest, reason), absl::StrCat(count)) << reason;
  EXPECT_EQ(reader.accepted("firms.csv").size(), 30);
  EXPECT_EQ(static_cast<int64_t>(reader.employees()) + subscribers, 1200);
  EXPECT_EQ(reader.accepted("families.csv").size(), 120);
  EXPECT_EQ(Json(manifest, "firms"), "30");
  EXPECT_EQ(Json(manifest, "employees"), "1200");
  EXPECT_EQ(Json(manifest, "children"), "120");
}

TEST(Sample, WritesHalfOfTheRostersInGb18030WithSurnamesThatOnlyItHas) {
  int rosters = 0, gb18030 = 0, with_mark = 0, chinese = 0, rare = 0, broken_lines = 0;
  for (const auto& [file, bytes] : Sample()) {
    if (!absl::StartsWith(file, "rosters/") || !absl::EndsWith(file, ".csv")) continue;
    const Encoding encoding = EncodingOf(bytes);
    const absl::StatusOr<std::string> text = Decode(bytes, encoding);
    ASSERT_TRUE(text.ok()) << file << " " << text.status();
    ++rosters;
    gb18030 += encoding == Encoding::kGb18030;
    with_mark += encoding == Encoding::kUtf8WithBom;
    chinese += absl::StartsWith(*text, "工号,");
    broken_lines += absl::StrContains(*text, "号楼\n二层\"");
    for (const char* surname : {"㑇", "㛃", "㵘", "𠮷", "𣲘"}) {
      if (encoding == Encoding::kGb18030) rare += absl::StrContains(*text, surname);
    }
  }
  EXPECT_EQ(rosters, 29);
  EXPECT_NEAR(gb18030, rosters / 2, 1);
  EXPECT_GT(with_mark, 1);
  EXPECT_GT(chinese, 5);
  EXPECT_GT(rare, 0);
  EXPECT_GT(broken_lines, 0);
}

TEST(Sample, WritesAnX12RosterThatHoldsEverybody) {
  int rosters = 0;
  for (const auto& [file, bytes] : Sample()) {
    if (!absl::EndsWith(file, ".834")) continue;
    ++rosters;
    const std::vector<std::string> segments = absl::StrSplit(bytes, "~\n", absl::SkipEmpty());
    EXPECT_EQ(segments[0].size(), 105);  // And its terminator: the ISA has a fixed width.
    EXPECT_TRUE(absl::StartsWith(segments[3], "BGN*"));
    EXPECT_TRUE(absl::EndsWith(segments[3], "*4"));
    const std::string& end = segments[segments.size() - 3];
    EXPECT_EQ(end, absl::StrCat("SE*", segments.size() - 4, "*0001"));
  }
  EXPECT_EQ(rosters, 1);
}

TEST(Sample, GivesEveryCentreNumbersThatHold) {
  const std::vector<Record> centres = *ReadRecords(Sample().at("centres.csv"));
  ASSERT_EQ(centres.size(), 5);
  for (size_t i = 1; i < centres.size(); ++i) {
    EXPECT_TRUE(ValidUscc(centres[i].cells[3]));
    EXPECT_TRUE(ValidCnaps(centres[i].cells[12]));
  }
}

TEST(Sample, KeepsGroupsWithinTheSizesOfTheStandard) {
  const std::map<std::string, int> largest = {
      {"INFANT", 10}, {"SMALL", 15}, {"LARGE", 20}, {"MIXED", 18}};
  const std::vector<Record> groups = *ReadRecords(Sample().at("groups.csv"));
  std::set<std::string> kinds;
  for (size_t i = 1; i < groups.size(); ++i) {
    const std::string& kind = groups[i].cells[2];
    kinds.insert(kind);
    EXPECT_LE(std::stoi(groups[i].cells[3]), largest.at(kind));
    EXPECT_GE(std::stoi(groups[i].cells[3]), 1);
  }
  EXPECT_EQ(kinds.size(), 4);
}

TEST(Sample, NamesIdsThatNobodyHolds) {
  for (const Employee& employee : Reread().park().employees) {
    const std::string& number = employee.person.id_number;
    const bool nobodys =
        number.empty() || absl::StartsWith(number, "9901") || absl::StartsWith(number, "XZ");
    EXPECT_TRUE(nobodys) << number;
  }
  for (const Firm& firm : Reread().park().firms) EXPECT_EQ(firm.uscc.substr(2, 4), "9901");
}

TEST(Sample, ListsEveryBehaviourOfTheWorldAtLeastOnce) {
  std::set<std::string> behaviours;
  for (const char* file : {"world/payroll.csv", "world/bank.csv"}) {
    const std::vector<Record> records = *ReadRecords(Sample().at(file));
    for (const Record& record : records) {
      behaviours.insert(absl::StrCat(file[6] == 'b' ? record.cells[0] : "", " ", record.cells[2]));
    }
  }
  for (const char* behaviour :
       {" FULL", " SHORT", " OVER", " MISSING", " UNKNOWN_LINE", "INVOICE FULL", "INVOICE UNPAID",
        "INVOICE SHORT", "INVOICE WRONG_REFERENCE", "CLAIM SHORT", "REMITTANCE SHORT",
        "REMITTANCE UNPAID", "REMITTANCE WRONG_REFERENCE", "PAYOUT ACSC", "PAYOUT RJCT",
        "PAYOUT ACCP"}) {
    EXPECT_EQ(behaviours.count(behaviour), 1) << behaviour;
  }
}

TEST(Sample, AdoptsSampleValuesByNameInItsParkFile) {
  const std::string& park = Sample().at("park.json");
  EXPECT_EQ(Json(park, "month"), "\"2026-10\"");
  EXPECT_EQ(Json(park, "today"), "\"2026-10-01\"");
  EXPECT_EQ(Json(park, "protected_pay_minor"), "260000");
  EXPECT_TRUE(absl::StrContains(park, "\"working_weekends\": [\"2026-09-20\", \"2026-10-10\"]"));
}

TEST(ParkOfEachSize, HasExactlyItsFirmsEmployeesAndChildren) {
  for (const char name : {'S', 'J'}) {
    const SampleSize size = *FindSize(name);
    Papers papers(Dice(3, "papers"));
    const Park park = InventPark(size, 3, papers);
    EXPECT_EQ(park.firms.size(), size.firms);
    EXPECT_EQ(park.employees.size(), size.employees);
    EXPECT_EQ(park.children.size(), size.children);
    EXPECT_EQ(park.centres.size(), size.centres);
  }
}

}  // namespace
}  // namespace tuoqiao::cli
