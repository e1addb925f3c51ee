// What is counted of child-days, for those who need no more than counts.
#include <map>
#include <set>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/places/attendance/attendance_pages.h"
#include "services/places/attendance/attendance_rules_store.h"
#include "services/places/attendance/carers.h"
#include "services/places/attendance/centre_days.h"
#include "services/places/attendance/convert_attendance.h"
#include "services/places/convert.h"
#include "services/places/presence/allowance.h"
#include "services/places/presence/numbers.h"
#include "services/places/service.h"
#include "services/places/store.h"

namespace tuoqiao::places {
namespace {

using presence::Counted;
using presence::Numbers;

constexpr int kYearMin = 2000, kYearMax = 2199;

// The centres that a list is of, from where it goes on.
absl::StatusOr<std::vector<std::string>> CentresIn(db::Read& txn, const std::string& only,
                                                   const std::string& from) {
  if (!only.empty()) {
    ASSIGN_OR_RETURN(const bool exists, CentreExists(txn, only));
    return exists ? std::vector<std::string>{only} : std::vector<std::string>{};
  }
  ASSIGN_OR_RETURN(const std::set<std::string> all, LoadCentreIds(txn));
  return std::vector<std::string>(all.lower_bound(from), all.end());
}

std::vector<absl::CivilMonth> MonthsUntil(absl::CivilMonth last) {
  std::vector<absl::CivilMonth> months;
  for (absl::CivilMonth month(last.year(), 1); month <= last; ++month) months.push_back(month);
  return months;
}

absl::CivilDay LastDayOf(absl::CivilMonth month) { return absl::CivilDay(month + 1) - 1; }

const char* ConfidenceName(rules::Confidence confidence) {
  switch (confidence) {
    case rules::Confidence::kOfficial:
      return "OFFICIAL";
    case rules::Confidence::kSecondary:
      return "SECONDARY";
    case rules::Confidence::kSample:
      return "SAMPLE";
  }
  return "";
}

template <typename Response>
void AddPack(const rules::ParameterFile& pack, absl::CivilDay day, Response* response) {
  response->set_pack_sha256(pack.hash);
  response->set_confidence(ConfidenceName(pack.ConfidenceOn(day)));
}

v1::AbsenceAllowance ShowAllowance(absl::string_view park, const Enrolment& enrolment,
                                   const std::vector<Absence>& absences, const Numbers& numbers) {
  v1::AbsenceAllowance message;
  message.set_enrolment(EnrolmentName(park, enrolment));
  message.set_case_number(enrolment.case_number);
  message.set_allowed(static_cast<int32_t>(numbers.absences_allowed));
  int32_t within = 0, over = 0, evidenced = 0;
  for (const Counted each : presence::CountAbsences(absences, numbers)) {
    ++(each == Counted::kEvidenced ? evidenced : each == Counted::kWithin ? within : over);
  }
  message.set_used(within + over);
  message.set_over(over);
  message.set_evidenced(evidenced);
  return message;
}

// The claim of one child at one centre.
struct ClaimOf {
  const std::vector<Absence>& absences;  // Of the year, until the month's end.
  const Numbers& numbers;
  const Billable& billable;
};

// Of the absences of the month at this place: how many count.
void AddAbsences(const std::vector<Absence>& here, const ClaimOf& of, v1::AttendanceClaim* claim) {
  const std::vector<Counted> counted = presence::CountAbsences(of.absences, of.numbers);
  std::map<absl::CivilDay, Counted> by_day;
  for (size_t i = 0; i < counted.size(); ++i) by_day[of.absences[i].day] = counted[i];
  for (const Absence& each : here) {
    const auto found = by_day.find(each.day);
    const bool within = found != by_day.end() && found->second != Counted::kOver;
    if (within && of.billable(each.reason)) {
      claim->set_absent_days_counted(claim->absent_days_counted() + 1);
    } else {
      claim->set_absent_days_not_counted(claim->absent_days_not_counted() + 1);
    }
  }
}

}  // namespace

grpc::Status PlacesService::ListRatioBreaches(grpc::ServerContext* context,
                                              const v1::ListRatioBreachesRequest* request,
                                              v1::ListRatioBreachesResponse* response) {
  return front_.Answer(
      context, "ListRatioBreaches", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string centre_id, OneCentreOf("parent", request->parent()));
        ASSIGN_OR_RETURN(const absl::CivilDay date, DayOf("date", request->date()));
        // Only mixed groups go by age, but who is in one is not known before the ages are.
        ASSIGN_OR_RETURN(const auto children, peers_.AskChildren(caller, {}));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const CentreDay day, LoadCentreDay(txn, keys_, {centre_id, date}));
          ASSIGN_OR_RETURN(const Numbers numbers, presence::NumbersOn(packs_.attendance, date));
          ASSIGN_OR_RETURN(const AttendancePolicy policy, LoadPolicyOver(txn, centre_id));
          ASSIGN_OR_RETURN(const auto centre, LoadCentre(txn, centre_id));
          const RatioRule rule = {numbers, policy.mixed_children_per_carer};
          const std::vector<presence::Span> open = OpenSpans(*centre, date);
          std::map<std::string, std::vector<presence::ChildThere>> there;
          for (const Enrolment& each : day.enrolments) {
            if (day.KindOf(each) != DayKind::kPresent) continue;
            std::optional<int64_t> age;
            if (const auto child = children->find(each.case_number); child != children->end()) {
              age = AgeInMonths(child->second.birth_date, date);
            }
            const auto spans =
                SpansOf(day.PresenceOf(each), open, ChildrenPerCarer(rule, each.kind, age));
            there[each.group].insert(there[each.group].end(), spans.begin(), spans.end());
          }
          for (const Group& group : centre->groups) {
            std::vector<presence::CarersThere> carers;
            ASSIGN_OR_RETURN(const auto shifts, LoadShifts(txn, group.id, date));
            if (shifts.has_value() && !shifts->shifts.empty()) {
              carers = shifts->shifts;
            } else {
              for (const presence::Span& each : open) carers.push_back({each, group.staff});
            }
            for (const presence::RatioHour& each : presence::HoursOf(there[group.id], carers)) {
              if (!request->all_hours() && !each.Breach()) continue;
              v1::RatioHour* hour = response->add_hours();
              hour->set_group(GroupName(caller.park, group.id));
              hour->set_hour(static_cast<int32_t>(each.hour));
              hour->set_children(static_cast<int32_t>(each.children));
              hour->set_carers(static_cast<int32_t>(each.carers));
              hour->set_carers_needed(static_cast<int32_t>(each.carers_needed));
              hour->set_children_assumed(static_cast<int32_t>(each.children_assumed));
            }
          }
          response->set_pack(packs_.attendance.name);
          AddPack(packs_.attendance, date, response);
          return absl::OkStatus();
        });
      });
}

grpc::Status PlacesService::ListAbsenceAllowances(grpc::ServerContext* context,
                                                  const v1::ListAbsenceAllowancesRequest* request,
                                                  v1::ListAbsenceAllowancesResponse* response) {
  return front_.Answer(
      context, "ListAbsenceAllowances", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string only, CentreOf("parent", request->parent()));
        if (request->year() < kYearMin || kYearMax < request->year()) {
          return FieldInvalid("year", "is not a year", "不是有效年份");
        }
        ASSIGN_OR_RETURN(
            const ListPlace place,
            PlaceIn(absl::StrCat(request->parent(), "/absenceAllowances/", request->year()),
                    request->page_size(), request->page_token()));
        const absl::CivilMonth last(request->year(), 12);
        ASSIGN_OR_RETURN(const Numbers numbers,
                         presence::NumbersOn(packs_.attendance, LastDayOf(last)));
        AddPack(packs_.attendance, LastDayOf(last), response);
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto centres, CentresIn(txn, only, place.centre));
          for (const std::string& centre : centres) {
            ASSIGN_OR_RETURN(const CentreMonths months,
                             LoadCentreMonths(txn, keys_, centre, MonthsUntil(last)));
            ASSIGN_OR_RETURN(auto absences, LoadAbsences(txn, keys_, months));
            std::map<std::string, v1::AbsenceAllowance> rows;
            const Period year = {absl::CivilDay(request->year(), 1, 1),
                                 absl::CivilDay(request->year() + 1, 1, 1)};
            for (const Enrolment& each : months.enrolments) {
              if (Intersect(each.period, year).Empty()) continue;
              rows[each.id] = ShowAllowance(caller.park, each, absences[each.child], numbers);
            }
            if (AddPage(rows, centre, place, response->mutable_absence_allowances(),
                        response->mutable_next_page_token())) {
              break;
            }
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status PlacesService::ListAttendanceClaims(grpc::ServerContext* context,
                                                 const v1::ListAttendanceClaimsRequest* request,
                                                 v1::ListAttendanceClaimsResponse* response) {
  return front_.Answer(
      context, "ListAttendanceClaims", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const absl::CivilMonth month, MonthOf("month", request->month()));
        ASSIGN_OR_RETURN(
            const ListPlace place,
            PlaceIn(absl::StrCat(request->parent(), "/attendanceClaims/", request->month()),
                    request->page_size(), request->page_token()));
        ASSIGN_OR_RETURN(const Numbers numbers,
                         presence::NumbersOn(packs_.attendance, LastDayOf(month)));
        AddPack(packs_.attendance, LastDayOf(month), response);
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto centres, CentresIn(txn, "", place.centre));
          for (const std::string& centre : centres) {
            ASSIGN_OR_RETURN(const CentreMonths months,
                             LoadCentreMonths(txn, keys_, centre, MonthsUntil(month)));
            ASSIGN_OR_RETURN(auto absences, LoadAbsences(txn, keys_, months));
            ASSIGN_OR_RETURN(const AttendancePolicy policy, LoadPolicyOver(txn, centre));
            const Billable billable(policy, numbers);
            std::map<std::string, v1::AttendanceClaim> rows;
            for (const Enrolment& each : months.enrolments) {
              if (Intersect(each.period, MonthPeriod(month)).Empty()) continue;
              const AttendanceMonth& attendance = months.MonthOf(each, month);
              const DaysToCount days = months.DaysOf(each, month);
              const std::string pseudonym = absl::BytesToHexString(
                  keys_.Fingerprint(caller.park, "attendance_claim", each.child));
              v1::AttendanceClaim& claim = rows[pseudonym];
              const DayCounts counts = CountDays(attendance, days);
              claim.set_pseudonym(pseudonym);
              claim.set_centre(CentreName(caller.park, centre));
              claim.set_attended_days(claim.attended_days() +
                                      static_cast<int32_t>(counts.attended));
              claim.set_closed_days(claim.closed_days() + static_cast<int32_t>(counts.closed));
              AddAbsences(AbsencesOf(attendance, days), {absences[each.child], numbers, billable},
                          &claim);
            }
            if (AddPage(rows, centre, place, response->mutable_attendance_claims(),
                        response->mutable_next_page_token())) {
              break;
            }
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status PlacesService::ListAttendanceRisks(grpc::ServerContext* context,
                                                const v1::ListAttendanceRisksRequest* request,
                                                v1::ListAttendanceRisksResponse* response) {
  return front_.Answer(
      context, "ListAttendanceRisks", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string only, CentreOf("parent", request->parent()));
        ASSIGN_OR_RETURN(const absl::CivilMonth month, MonthOf("month", request->month()));
        ASSIGN_OR_RETURN(
            const ListPlace place,
            PlaceIn(absl::StrCat(request->parent(), "/attendanceRisks/", request->month(),
                                 request->at_risk_only() ? "/at-risk" : ""),
                    request->page_size(), request->page_token()));
        ASSIGN_OR_RETURN(const Numbers numbers,
                         presence::NumbersOn(packs_.attendance, LastDayOf(month)));
        AddPack(packs_.attendance, LastDayOf(month), response);
        const int64_t threshold = numbers.attendance_threshold_bp;
        response->set_threshold_basis_points(static_cast<int32_t>(threshold));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto centres, CentresIn(txn, only, place.centre));
          for (const std::string& centre : centres) {
            ASSIGN_OR_RETURN(const CentreMonths months,
                             LoadCentreMonths(txn, keys_, centre, {month}));
            std::map<std::string, v1::AttendanceRisk> rows;
            for (const Enrolment& each : months.enrolments) {
              if (Intersect(each.period, MonthPeriod(month)).Empty()) continue;
              const DayCounts counts =
                  CountDays(months.MonthOf(each, month), months.DaysOf(each, month));
              const presence::MonthSoFar so_far = {counts.opening, counts.attended, counts.absent};
              const presence::Verdict verdict = presence::Judge(so_far, threshold);
              const bool at_risk =
                  verdict == presence::Verdict::kAtRisk || verdict == presence::Verdict::kMissed;
              if (request->at_risk_only() && !at_risk) continue;
              v1::AttendanceRisk& risk = rows[each.id];
              risk.set_enrolment(EnrolmentName(caller.park, each));
              risk.set_case_number(each.case_number);
              risk.set_days_needed(static_cast<int32_t>(presence::DaysNeeded(so_far, threshold)));
              risk.set_days_attended(static_cast<int32_t>(so_far.attended));
              risk.set_days_left(static_cast<int32_t>(so_far.Left()));
              v1::AttendanceRisk::Verdict shown = v1::AttendanceRisk::VERDICT_UNSPECIFIED;
              CHECK(v1::AttendanceRisk::Verdict_Parse(std::string(presence::VerdictName(verdict)),
                                                      &shown));
              risk.set_verdict(shown);
            }
            if (AddPage(rows, centre, place, response->mutable_attendance_risks(),
                        response->mutable_next_page_token())) {
              break;
            }
          }
          return absl::OkStatus();
        });
      });
}

}  // namespace tuoqiao::places
