#include "adapters/roster/x12_834/x12_834.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "adapters/common/encoding.h"
#include "adapters/common/faults.h"
#include "adapters/common/limits.h"
#include "adapters/common/table.h"
#include "adapters/roster/x12_834/interchange.h"
#include "adapters/roster/x12_834/member.h"
#include "services/common/identity.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::adapters::roster {
namespace {

// A child of this age and more is no child of a childcare programme.
constexpr int64_t kChildMonthsMax = 36;

// Qualifiers of DTP01.
constexpr absl::string_view kEffective = "303";
constexpr absl::string_view kEmploymentBegin = "336";
constexpr absl::string_view kEmploymentEnd = "337";
constexpr absl::string_view kEligibilityEnd = "357";
constexpr absl::string_view kRehire = "394";

// INS03.
const std::vector<std::pair<std::string, Change>>& Changes() {
  static const auto* const kChanges = new std::vector<std::pair<std::string, Change>>{
      {"001", Change::kChanged},    {"021", Change::kAdded},   {"024", Change::kTerminated},
      {"025", Change::kReinstated}, {"030", Change::kPresent},
  };
  return *kChanges;
}

// CCYYMMDD.
std::optional<absl::CivilDay> ParseCompactDay(absl::string_view text) {
  if (text.size() != 8) return std::nullopt;
  const absl::StatusOr<absl::CivilDay> day =
      ParseDay(absl::StrCat(text.substr(0, 4), "-", text.substr(4, 2), "-", text.substr(6)));
  return day.ok() ? std::make_optional(*day) : std::nullopt;
}

// Of a DTP. Ranges and instants are no days.
std::optional<absl::CivilDay> DayOf(const Segment& dtp) {
  return dtp[2] == "D8" ? ParseCompactDay(dtp[3]) : std::nullopt;
}

// NM103 to NM105: Chinese names run together with the family name first, others are given name
// first.
std::string FullName(const Segment& nm1) {
  const absl::string_view family = nm1[3], given = nm1[4], middle = nm1[5];
  const bool chinese = std::any_of(family.begin(), family.end(),
                                   [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  if (chinese) return absl::StrCat(family, given, middle);
  std::vector<absl::string_view> parts;
  for (absl::string_view part : {given, middle, family}) {
    if (!part.empty()) parts.push_back(part);
  }
  return absl::StrJoin(parts, " ");
}

bool Contains(const google::protobuf::RepeatedPtrField<std::string>& list,
              absl::string_view value) {
  return std::any_of(list.begin(), list.end(),
                     [&](const std::string& item) { return item == value; });
}

class EnrolmentReader {
 public:
  explicit EnrolmentReader(const Mapping& mapping) : mapping_(mapping), profile_(mapping.x12()) {}

  absl::StatusOr<FileOf<StaffRecord>> Read(absl::string_view text) {
    ASSIGN_OR_RETURN(const std::vector<TransactionSet> sets, ReadInterchanges(text));
    for (const TransactionSet& set : sets) RETURN_IF_ERROR(ReadSet(set, text));
    for (const auto& [plan, times] : plans_) {
      file_.notes.push_back(absl::StrCat(plan, ": ", times, " times, passed over"));
    }
    return std::move(file_);
  }

 private:
  absl::Status ReadSet(const TransactionSet& set, absl::string_view text) {
    RETURN_IF_ERROR(CheckSender(set.sender));
    const absl::string_view qualifier = profile_.employee_no_qualifier();
    const MemberList list = ReadMembers(set, qualifier.empty() ? "0F" : qualifier);
    RETURN_IF_ERROR(ReadBeginning(list));
    RETURN_IF_ERROR(CheckTotals(list));
    if (file_.header.empty() && !list.members.empty()) {
      file_.header = std::string(absl::StripTrailingAsciiWhitespace(
          text.substr(0, list.members.front().raw.data() - text.data())));
    }
    subscribers_.clear();
    for (const Member& member : list.members) {
      if (member.ins[1] == "Y") subscribers_.insert(member.subscriber_no);
    }
    for (const Member& member : list.members) {
      if (member.ins[1] == "N") {
        NoteDependant(member);
      } else {
        AddSubscriber(member);
      }
      for (const Segment& plan : member.plans) NotePlan(plan);
    }
    return absl::OkStatus();
  }

  absl::Status CheckSender(absl::string_view sender) const {
    absl::string_view known = profile_.sender();
    if (known.empty() || sender == known || sender == absl::StrCat(known, "/", known)) {
      return absl::OkStatus();
    }
    return SenderUnknown(Shown(sender, false));
  }

  // BGN03 is the file's today. BGN08 says whether the file holds everybody: a file of changes read
  // as a full one would end the employment of everybody else.
  absl::Status ReadBeginning(const MemberList& list) {
    const std::optional<absl::CivilDay> day = ParseCompactDay(list.bgn[3]);
    if (!day.has_value()) return FormatUnknown("a transaction set has no BGN segment with a date");
    file_day_ = *day;
    if (list.bgn[8] == "2" && mapping_.kind() == Mapping::FULL &&
        mapping_.absent() != Mapping::KEEPS) {
      return KindMismatch(
          "the file holds changes only (BGN08 is 2), and the mapping would end the employment of "
          "everybody who is not in it; set the mapping's kind to CHANGES");
    }
    return absl::OkStatus();
  }

  static absl::Status CheckTotals(const MemberList& list) {
    const int64_t subscribers =
        std::count_if(list.members.begin(), list.members.end(),
                      [](const Member& member) { return member.ins[1] == "Y"; });
    const int64_t all = static_cast<int64_t>(list.members.size());
    for (const Segment& qty : list.totals) {
      int64_t said = 0;
      const int64_t counted = qty[1] == "ET"   ? subscribers
                              : qty[1] == "DT" ? all - subscribers
                                               : all;
      if (!absl::SimpleAtoi(qty[2], &said) || said != counted) {
        return EnvelopeMismatch(absl::StrCat("segment ", qty.number, ": QTY*", Shown(qty[1], false),
                                             " is not the number of members, which is ", counted));
      }
    }
    return absl::OkStatus();
  }

  // A dependant is attached to its subscriber by REF*0F, wherever in the set the two stand. Notes
  // outlive the file and name nobody: a segment says to whoever has the file who it is.
  void NoteDependant(const Member& member) {
    absl::string_view of;
    if (member.subscriber_no.empty()) {
      of = ", without a subscriber number";
    } else if (!subscribers_.contains(member.subscriber_no)) {
      of = ", whose subscriber is not in the file";
    }
    const std::optional<absl::CivilDay> birth = ParseCompactDay(member.demographics[2]);
    absl::string_view what = "dependant without a birth date: intake desk";
    if (birth.has_value()) {
      what = AgeInMonths(*birth, file_day_) < kChildMonthsMax ? "child under three: intake desk"
                                                              : "dependant over three, not a child";
    }
    file_.notes.push_back(absl::StrCat("segment ", member.ins.number, of, ": ", what));
  }

  void NotePlan(const Segment& hd) {
    const bool childcare =
        Contains(profile_.childcare_plans(), hd[3]) || Contains(profile_.childcare_plans(), hd[4]);
    ++plans_[absl::StrCat(childcare ? "childcare plan " : "plan ", Shown(hd[3], false))];
  }

  void AddSubscriber(const Member& member) {
    ++file_.records_read;
    StaffRecord staff;
    staff.line = member.ins.number;
    staff.raw = std::string(member.raw);
    std::optional<Fault> fault = Fill(member, staff);
    std::vector<int64_t> earlier;
    const bool good = !fault.has_value();
    if (good) {
      std::vector<int64_t>& lines = seen_[staff.employee_no];
      if (!lines.empty()) {
        fault = DuplicateInFile({staff.line, "employee_no", staff.employee_no}, lines.front());
        if (lines.size() <= kRepeatsMax) earlier = lines;
      }
      if (lines.size() <= kRepeatsMax) lines.push_back(staff.line);
    }
    if (fault.has_value()) {
      RawRecord& rejected = file_.rejected.emplace_back();
      rejected.line = staff.line;
      rejected.text = staff.raw;
      if (!staff.employee_no.empty()) rejected.about.push_back(staff.employee_no);
      file_.faults.push_back(*std::move(fault));
      if (good) file_.repeats.push_back({std::move(staff), std::move(earlier)});
      return;
    }
    if (!member.former_name.text.empty()) {
      file_.notes.push_back(
          absl::StrCat("segment ", staff.line, ": the identity is corrected (NM1*70)"));
    }
    file_.records.push_back(std::move(staff));
  }

  // The first fault in the order of the reasons.
  std::optional<Fault> Fill(const Member& member, StaffRecord& staff) const {
    staff.employee_no = std::string(member.employee_no);
    staff.name = FullName(member.name);
    staff.work_site = std::string(FixedValueOf(mapping_, "work_site"));
    (void)absl::SimpleAtoi(FixedValueOf(mapping_, "weekly_hours"), &staff.weekly_hours);
    const auto change = std::find_if(Changes().begin(), Changes().end(), [&](const auto& known) {
      return known.first == member.ins[3];
    });
    const bool change_known = change != Changes().end();
    if (change_known) staff.change = change->second;

    const Segment leave = LeaveOf(member, staff.change);
    if (staff.employee_no.empty()) return RequiredFieldMissing(staff.line, "employee_no");
    if (staff.name.empty()) return RequiredFieldMissing(staff.line, "name");
    if (staff.change == Change::kTerminated && leave.text.empty()) {
      return RequiredFieldMissing(staff.line, "leave_date");
    }
    if (auto fault = FillDates(member, leave, staff); fault.has_value()) return fault;
    if (member.ins[1] != "Y")
      return CodeUnknown({staff.line, "subscriber", member.ins[1]}, {"Y", "N"});
    if (!change_known) {
      return CodeUnknown({staff.line, "change", member.ins[3]},
                         {"001", "021", "024", "025", "030"});
    }
    if (auto fault = FillIdentity(member, staff); fault.has_value()) return fault;
    return FindDisorder(member, leave, staff);
  }

  // When the employee leaves: for a termination the end of eligibility, else of the last plan, else
  // the day on which the change takes effect; the end of employment where it is said and nothing
  // else is.
  static Segment LeaveOf(const Member& member, Change change) {
    const auto find = [&](absl::string_view qualifier) {
      const auto at = member.dates.find(qualifier);
      return at == member.dates.end() ? Segment() : at->second;
    };
    if (change != Change::kTerminated) return find(kEmploymentEnd);
    if (const Segment end = find(kEligibilityEnd); !end.text.empty()) return end;
    if (!member.plan_ends.empty()) {
      return *std::max_element(member.plan_ends.begin(), member.plan_ends.end(),
                               [](const Segment& a, const Segment& b) { return a[3] < b[3]; });
    }
    if (const Segment effective = find(kEffective); !effective.text.empty()) return effective;
    return find(kEmploymentEnd);
  }

  std::optional<Fault> FillDates(const Member& member, const Segment& leave,
                                 StaffRecord& staff) const {
    auto hire = member.dates.find(kEmploymentBegin);
    if (staff.change == Change::kReinstated) {
      if (const auto rehire = member.dates.find(kRehire); rehire != member.dates.end())
        hire = rehire;
    }
    if (hire != member.dates.end()) {
      staff.hire_date = DayOf(hire->second);
      if (!staff.hire_date.has_value())
        return DateInvalid({staff.line, "hire_date", hire->second[3]});
    } else if (const auto fixed = ParseDay(FixedValueOf(mapping_, "hire_date")); fixed.ok()) {
      staff.hire_date = *fixed;
    }
    if (!leave.text.empty()) {
      staff.leave_date = DayOf(leave);
      if (!staff.leave_date.has_value()) return DateInvalid({staff.line, "leave_date", leave[3]});
    }
    const absl::string_view birth = member.demographics[2];
    if (!birth.empty() && !ParseCompactDay(birth).has_value()) {
      return DateInvalid({staff.line, "birth_date", birth, /*personal=*/true});
    }
    return std::nullopt;
  }

  // NM109 is kept only where the profile allows its qualifier, and checked where the mapping says
  // which type of document the qualifier stands for.
  std::optional<Fault> FillIdentity(const Member& member, StaffRecord& staff) const {
    const absl::string_view qualifier = member.name[8], number = member.name[9];
    if (number.empty() || !Contains(profile_.identity_qualifiers(), qualifier)) return std::nullopt;
    staff.id_number = NormaliseIdNumber(number);
    const std::optional<IdType> type = ParseIdType(CodeOf(mapping_, "id_type", qualifier));
    if (!type.has_value()) return std::nullopt;
    staff.id_type = std::string(IdTypeName(*type));
    if (ValidIdNumber(*type, staff.id_number)) return std::nullopt;
    return IdNumberInvalid({staff.line, "id_number", number, /*personal=*/true});
  }

  std::optional<Fault> FindDisorder(const Member& member, const Segment& leave,
                                    const StaffRecord& staff) const {
    if (staff.hire_date.has_value() && staff.leave_date.has_value() &&
        *staff.leave_date < *staff.hire_date) {
      return DateOrder({staff.line, "leave_date", leave[3]}, "hire_date");
    }
    const std::optional<absl::CivilDay> birth = ParseCompactDay(member.demographics[2]);
    if (birth.has_value() && *birth > file_day_) {
      return BirthAfterToday({staff.line, "birth_date", member.demographics[2], /*personal=*/true});
    }
    return std::nullopt;
  }

  const Mapping& mapping_;
  const type::v1::X12Profile& profile_;
  absl::CivilDay file_day_;
  absl::flat_hash_set<absl::string_view> subscribers_;  // Of the set being read.
  // By employee number: the accepted record's line, then those that repeat it.
  absl::flat_hash_map<std::string, std::vector<int64_t>> seen_;
  std::map<std::string, int64_t> plans_;
  FileOf<StaffRecord> file_;
};

class X12Roster final : public RosterFormat {
 public:
  absl::StatusOr<FileOf<StaffRecord>> ReadStaff(absl::string_view bytes,
                                                const Mapping& mapping) const override {
    ASSIGN_OR_RETURN(const std::string text, ToUtf8(bytes));
    if (absl::StripAsciiWhitespace(text).empty()) return FileEmpty();
    return EnrolmentReader(mapping).Read(text);
  }
};

}  // namespace

const RosterFormat& X12Enrolment() {
  static const X12Roster kRoster;
  return kRoster;
}

}  // namespace tuoqiao::adapters::roster
