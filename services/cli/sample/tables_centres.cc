// The files of the centres.

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/cli/sample/calendar.h"
#include "services/cli/sample/tables.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::cli {
namespace {

std::string SpreadName(Spread spread) {
  constexpr std::array<const char*, 3> kNames = {"CALENDAR_DAYS", "OPENING_DAYS", "HALF_MONTHS"};
  return kNames[static_cast<size_t>(spread)];
}

// Early, late, with a Saturday morning, and one that closes before most people leave work.
constexpr std::array<const char*, 4> kOpeningHours = {
    "1-5 07:30-18:30", "1-5 08:00-19:00", "1-5 07:00-18:00;6 09:00-12:00", "1-5 08:30-17:00"};

Table CentreTable(const Park& park) {
  Table table{"centres.csv",
              {"centre", "display_name", "provider_type", "uscc", "filing_number", "filing_from",
               "filing_until", "latitude", "longitude", "billing", "account_name", "account_number",
               "bank_code", "opening_hours", "languages", "inclusive"},
              {},
              Encoding::kUtf8,
              LineEnd::kCrLf};
  for (size_t i = 0; i < park.centres.size(); ++i) {
    const Centre& centre = park.centres[i];
    // The invented city lies in the open sea.
    table.rows.push_back(
        {{centre.code, centre.name, centre.provider_type, centre.uscc,
          absl::StrFormat("QL-TY-%04d", i + 1), "2025-01-01", "2028-01-01",
          absl::StrFormat("30.%04d", 1000 + i * 37), absl::StrFormat("126.%04d", 2000 + i * 53),
          centre.in_advance ? "IN_ADVANCE" : "IN_ARREARS", centre.name, centre.bank_account,
          centre.bank_code, kOpeningHours[i % kOpeningHours.size()], i % 3 == 0 ? "zh;en" : "zh",
          i % 4 >= 2 ? "Y" : "N"}});
  }
  return table;
}

Table GroupTable(const Park& park) {
  Table table{"groups.csv", {"centre", "group", "kind", "capacity", "staff"}, {}};
  for (const Centre& centre : park.centres) {
    for (const Group& group : centre.groups) {
      const KindRule& rule = RuleOf(group.kind);
      const int staff =
          (group.capacity + rule.children_per_caregiver - 1) / rule.children_per_caregiver;
      table.rows.push_back({{centre.code, group.code, rule.name, absl::StrCat(group.capacity),
                             absl::StrCat(staff)}});
    }
  }
  return table;
}

Table TariffTable(const Park& park) {
  Table table{"tariffs.csv",
              {"centre", "kind", "from_date", "monthly_fee", "spread", "meal_fee", "supplement",
               "coefficient_1", "coefficient_2", "sibling_reduction", "refund_threshold_days",
               "refund_share"},
              {}};
  for (const Centre& centre : park.centres) {
    for (const Tariff& tariff : centre.tariffs) {
      table.rows.push_back(
          {{centre.code, RuleOf(tariff.kind).name, FormatDay(tariff.from_date),
            FormatYuan(tariff.monthly_fee_minor), SpreadName(tariff.spread),
            FormatYuan(tariff.meal_fee_minor), FormatYuan(tariff.supplement_minor),
            absl::StrCat(tariff.coefficients_bp[0]), absl::StrCat(tariff.coefficients_bp[1]),
            absl::StrCat(tariff.sibling_reduction_bp), absl::StrCat(tariff.refund_threshold_days),
            absl::StrCat(tariff.refund_share_bp)}});
    }
  }
  return table;
}

// ---- attendance/<centre>-<month>.csv

struct AttendanceDay {
  absl::CivilDay date;
  const char* reason = "";  // Empty: present.
};

// Marks `count` days in a row, from a day drawn so that they fit where they can.
void MarkRun(std::vector<AttendanceDay>& days, int64_t count, const char* reason, Dice& dice) {
  const int64_t size = static_cast<int64_t>(days.size());
  count = std::min(count, size);
  const int64_t first = dice.Between(0, size - count);
  for (int64_t i = first; i < first + count; ++i) days[i].reason = reason;
}

// One child's month: most are there, some are ill for a while, some hardly come.
std::vector<AttendanceDay> InventMonth(const std::vector<absl::CivilDay>& opening_days,
                                       int threshold, Dice& dice) {
  std::vector<AttendanceDay> days;
  for (const absl::CivilDay day : opening_days) days.push_back({day});
  const int64_t roll = dice.Below(100);
  if (roll < 14) {
    const int64_t longer = dice.Between(0, 2);
    MarkRun(days, threshold + longer, "SICK", dice);
  } else if (roll < 24) {
    MarkRun(days, threshold - 1, "SICK", dice);
  } else if (roll < 31) {
    MarkRun(days, static_cast<int64_t>(days.size()) * 2 / 3 + 1, "PERSONAL", dice);
  } else if (roll < 55) {
    MarkRun(days, dice.Between(1, 2), "PERSONAL", dice);
  }
  return days;
}

// Every fourth centre had a burst pipe in October; the first of those that bill in advance one in
// September.
std::optional<absl::CivilDay> ClosedByAccident(int centre, absl::CivilMonth month) {
  if (month == kMonth && centre % 4 == 3) return absl::CivilDay(2026, 10, 22);
  if (month != kMonth && centre % 4 == 0) return absl::CivilDay(2026, 9, 16);
  return std::nullopt;
}

int RefundThreshold(const Centre& centre, GroupKind kind) {
  for (const Tariff& tariff : centre.tariffs) {
    if (tariff.kind == kind) return tariff.refund_threshold_days;
  }
  return 0;
}

void AddChildRows(const Park& park, int index, absl::CivilMonth month, Table& table, Dice& dice) {
  const Enrolment& enrolment = park.enrolments[index];
  const std::vector<absl::CivilDay> opening_days =
      OpeningDays(Intersect(MonthPeriod(month), {enrolment.from, enrolment.until}));
  if (opening_days.empty()) return;
  const Centre& centre = park.centres[enrolment.centre];
  const int threshold = RefundThreshold(centre, centre.groups[enrolment.group].kind);
  const std::optional<absl::CivilDay> closed = ClosedByAccident(enrolment.centre, month);
  for (const AttendanceDay& day : InventMonth(opening_days, threshold, dice)) {
    const absl::string_view reason = day.date == closed ? "CENTRE_CLOSED" : day.reason;
    table.rows.push_back({{park.children[enrolment.child].case_number, FormatDay(day.date),
                           reason.empty() ? "PRESENT" : "ABSENT", std::string(reason)},
                          "",
                          index});
  }
}

Table AttendanceTable(const Park& park, int centre, absl::CivilMonth month, Dice& dice) {
  Table table{
      absl::StrCat("attendance/", park.centres[centre].code, "-", FormatMonth(month), ".csv"),
      {"case_number", "date", "status", "reason"},
      {},
      centre % 3 == 0   ? Encoding::kGb18030
      : centre % 3 == 1 ? Encoding::kUtf8
                        : Encoding::kUtf8WithBom,
      centre % 2 == 0 ? LineEnd::kCrLf : LineEnd::kLf,
      /*key=*/{0, 1}};
  for (size_t i = 0; i < park.enrolments.size(); ++i) {
    if (park.enrolments[i].centre == centre)
      AddChildRows(park, static_cast<int>(i), month, table, dice);
  }
  // Half of the centres write day by day, the others child by child.
  std::stable_sort(table.rows.begin(), table.rows.end(), [&](const Row& a, const Row& b) {
    const int column = centre % 4 < 2 ? 1 : 0;
    return a.cells[column] < b.cells[column];
  });
  return table;
}

// October for every centre; September for those that bill in advance and had children then.
std::vector<Table> AttendanceTables(const Park& park, Dice dice) {
  std::vector<Table> tables;
  for (size_t i = 0; i < park.centres.size(); ++i) {
    for (const absl::CivilMonth month : {kMonth - 1, kMonth}) {
      Table table = AttendanceTable(park, static_cast<int>(i), month, dice);
      if (!table.rows.empty()) tables.push_back(std::move(table));
    }
  }
  return tables;
}

// The month of the row's file.
absl::CivilMonth MonthOf(const Row& row) { return absl::CivilMonth(*ParseDay(row.cells[1])); }

// Spoils that need to know the enrolment which a row is about.
class AttendanceSpoils {
 public:
  explicit AttendanceSpoils(const Park& park) : park_(park) {}

  std::vector<Spoil> All() const {
    std::vector<Spoil> spoils = ColumnCountSpoils();
    spoils.push_back(Blank({0, 1, 2}));
    spoils.push_back(NoSuchDate({1}));
    spoils.push_back(Replace("CODE_UNKNOWN", 2, "LATE"));
    spoils.push_back(
        Both(Replace("CODE_UNKNOWN", 3, "TIRED"), Replace("CODE_UNKNOWN", 2, "ABSENT")));
    spoils.push_back(Repeat());
    // The second line tells another story, and does not count.
    spoils.push_back(Both(Repeat(), Both(Replace("", 2, "ABSENT"), Replace("", 3, "PERSONAL"))));
    spoils.push_back(OfAStrangeChild(0));
    spoils.push_back(Apart(
        {"UNKNOWN_CHILD", [this](Dice& dice, Row& row) { return OfAnotherCentre(dice, row); }}));
    spoils.push_back(Apart(
        {"NOT_AN_OPENING_DAY", [this](Dice& dice, Row& row) { return OnAShutDay(dice, row); }}));
    spoils.push_back(
        Apart({"OUTSIDE_ENROLMENT", [this](Dice& dice, Row& row) { return Outside(dice, row); }}));
    // Were it a copy, both rows would be of a child that the centre knows on a day that counts, and
    // which of them repeats the other would depend on who judges first.
    spoils.push_back(
        InPlace(Both(Replace("REASON_MISSING", 2, "ABSENT"), Replace("REASON_MISSING", 3, ""))));
    return spoils;
  }

 private:
  Period EnrolledIn(const Row& row) const {
    const Enrolment& enrolment = park_.enrolments[row.subject];
    return Intersect(MonthPeriod(MonthOf(row)), {enrolment.from, enrolment.until});
  }

  bool OfAnotherCentre(Dice& dice, Row& row) const {
    const Enrolment& other = dice.Pick(park_.enrolments);
    if (other.centre == park_.enrolments[row.subject].centre) return false;
    row.cells[0] = park_.children[other.child].case_number;
    return true;
  }

  bool OnAShutDay(Dice& dice, Row& row) const {
    const std::vector<absl::CivilDay> days = ShutDays(EnrolledIn(row));
    if (days.empty()) return false;
    row.cells[1] = FormatDay(dice.Pick(days));
    return true;
  }

  bool Outside(Dice& dice, Row& row) const {
    const Period enrolled = EnrolledIn(row);
    const Period month = MonthPeriod(MonthOf(row));
    std::vector<absl::CivilDay> days = OpeningDays({month.from, enrolled.from});
    const std::vector<absl::CivilDay> after = OpeningDays({enrolled.until, month.until});
    days.insert(days.end(), after.begin(), after.end());
    if (days.empty()) return false;
    row.cells[1] = FormatDay(dice.Pick(days));
    return true;
  }

  const Park& park_;
};

}  // namespace

absl::StatusOr<std::vector<Table>> CentreTables(const Park& park) {
  std::vector<Table> tables = {CentreTable(park), GroupTable(park), TariffTable(park)};
  std::vector<Table> attendance = AttendanceTables(park, Dice(park.seed, "attendance"));
  std::vector<Table*> pointers;
  for (Table& table : attendance) pointers.push_back(&table);
  RETURN_IF_ERROR(
      AddWrongRows(AttendanceSpoils(park).All(), pointers, Dice(park.seed, "wrong attendance")));
  std::move(attendance.begin(), attendance.end(), std::back_inserter(tables));
  return tables;
}

}  // namespace tuoqiao::cli
