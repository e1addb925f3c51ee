// Places, and the child-days in them.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/db/outbox.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/places/attendance/attendance_pages.h"
#include "services/places/attendance/attendance_rules_store.h"
#include "services/places/attendance/attendance_store.h"
#include "services/places/attendance/convert_attendance.h"
#include "services/places/attendance/recording.h"
#include "services/places/care/booking_store.h"
#include "services/places/care/convert_care.h"
#include "services/places/care/errors_care.h"
#include "services/places/contracts/contract_store.h"
#include "services/places/contracts/convert_contract.h"
#include "services/places/contracts/park_contract_store.h"
#include "services/places/convert.h"
#include "services/places/enrolment_store.h"
#include "services/places/errors.h"
#include "services/places/presence/numbers.h"
#include "services/places/service.h"
#include "services/places/store.h"

namespace tuoqiao::places {
namespace {

using type::v1::ItemResult;

constexpr rpc::PageLimits kPages = {1000, 1000};

// Under the locks of its child and its group.
absl::StatusOr<Enrolment> LockEnrolment(db::Write& txn, const EnrolmentKey& key) {
  ASSIGN_OR_RETURN(const Enrolment enrolment, LoadEnrolment(txn, key.centre, key.id));
  RETURN_IF_ERROR(LockChild(txn, enrolment.child));
  RETURN_IF_ERROR(LockGroup(txn, enrolment.group));
  return LoadEnrolment(txn, key.centre, key.id);
}

// Nobody loses a place for an absence that is not as long as the rules say. ABSENCE_END_NOT_DUE.
absl::Status CheckAbsenceDue(db::Read& txn, const Enrolment& enrolment, const CareNumbers& numbers,
                             absl::CivilDay today) {
  ASSIGN_OR_RETURN(const LastPresent last, LoadLastPresent(txn, enrolment.centre, enrolment.id));
  const auto day = last.find(enrolment.id);
  const auto warning =
      WarningOf(enrolment, day == last.end() ? std::nullopt : std::make_optional(day->second),
                numbers, today);
  return warning.has_value() && warning->due ? absl::OkStatus() : AbsenceEndNotDue();
}

// The bookings of each child.
using BookingsOfChild = std::map<std::string, std::vector<Booking>>;

absl::StatusOr<BookingsOfChild> LoadBookingsOf(db::Read& txn,
                                               const std::vector<Enrolment>& enrolments,
                                               const Period& days) {
  const Enrolment &first = enrolments.front(), &last = enrolments.back();
  ASSIGN_OR_RETURN(auto bookings,
                   LoadBookingsBeside(txn, {first.centre, first.id, last.centre, last.id}, days));
  BookingsOfChild of_child;
  for (Booking& each : bookings) of_child[each.child].push_back(std::move(each));
  return of_child;
}

// What the pages of a month say beside enrolments: whose seats they are, and what is billable.
class MonthGround {
 public:
  static absl::StatusOr<MonthGround> Load(db::Read& txn, const std::vector<Enrolment>& enrolments,
                                          absl::StatusOr<presence::Numbers> numbers) {
    MonthGround ground(std::move(numbers));
    ASSIGN_OR_RETURN(ground.contracts_, LoadConfirmedContracts(txn, enrolments.front().centre,
                                                               enrolments.back().centre));
    ASSIGN_OR_RETURN(auto borrowed, LoadBorrowed(txn));
    for (ParkContract& each : borrowed) {
      const std::string group = each.GuestGroup();
      ground.loans_.emplace(group, std::move(each));
    }
    ASSIGN_OR_RETURN(const auto policies, LoadPolicies(txn));
    for (const AttendancePolicy& each : policies) ground.policies_[each.centre] = each;
    return ground;
  }

  // RULE_NOT_IN_FORCE, where somebody was absent in a month that the pack does not know.
  absl::Status Add(absl::string_view park, const Enrolment& enrolment, absl::CivilMonth month,
                   v1::EnrolmentMonth* message) {
    const auto loan = loans_.find(enrolment.group);
    AddSeatTerms(park,
                 SeatTermsOf(enrolment, MonthPeriod(month), contracts_[enrolment.group],
                             loan == loans_.end() ? nullptr : &loan->second),
                 message);
    const bool absent =
        std::any_of(message->days().begin(), message->days().end(),
                    [](const auto& each) { return each.status() == v1::AttendanceDay::ABSENT; });
    if (!absent) return absl::OkStatus();
    RETURN_IF_ERROR(numbers_.status());
    const AttendancePolicy policy = Over(policies_[enrolment.centre], policies_[""]);
    TellBilling(Billable(policy, *numbers_), message);
    return absl::OkStatus();
  }

 private:
  explicit MonthGround(absl::StatusOr<presence::Numbers> numbers) : numbers_(std::move(numbers)) {}

  absl::StatusOr<presence::Numbers> numbers_;
  std::map<std::string, std::vector<SeatContract>> contracts_;  // By group.
  std::map<std::string, ParkContract> loans_;                   // By group.
  std::map<std::string, AttendancePolicy> policies_;            // By centre; empty: the park's.
};

// The months of the days that can be read as such.
std::set<absl::CivilMonth> MonthsOf(const v1::BatchRecordAttendanceRequest& request) {
  std::set<absl::CivilMonth> months;
  for (const auto& each : request.days()) {
    if (const auto day = ParseDay(each.date()); day.ok()) months.emplace(*day);
  }
  return months;
}

absl::Status Say(const v1::AttendanceDay& message, Recording& recording, ItemResult* result) {
  ASSIGN_OR_RETURN(const ChildDay day, FromProto(message));
  return recording.Say(day, result);
}

std::string EnrolmentToken(const std::string& list, const Enrolment& last) {
  return rpc::NextPageToken(list, absl::StrCat(last.centre, "/", last.id));
}

EnrolmentPlace EnrolmentPlaceOf(const std::string& after) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(after, absl::MaxSplits('/', 1));
  return {"", parts.first, parts.second};
}

}  // namespace

grpc::Status PlacesService::EndEnrolment(grpc::ServerContext* context,
                                         const v1::EndEnrolmentRequest* request,
                                         v1::Enrolment* response) {
  return front_.Answer(
      context, "EndEnrolment", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const EnrolmentKey key, EnrolmentKeyOf(request->name()));
        ASSIGN_OR_RETURN(const absl::CivilDay end, DayOf("end_date", request->end_date()));
        RETURN_IF_ERROR(CheckEndReason(request->reason()));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return peers_.AskToday(caller); },
            [&](rpc::Change& change, absl::CivilDay today) -> absl::Status {
              ASSIGN_OR_RETURN(Enrolment enrolment, LockEnrolment(change.txn, key));
              ASSIGN_OR_RETURN(Application application,
                               LoadApplication(change.txn, enrolment.application));
              const Enrolment running = enrolment;
              RETURN_IF_ERROR(End(enrolment, application, end, request->reason(), today));
              if (request->reason() == "ABSENT") {
                ASSIGN_OR_RETURN(const CareNumbers numbers, CareNumbersOn(packs_.care, today));
                RETURN_IF_ERROR(CheckAbsenceDue(change.txn, running, numbers, today));
              }
              RETURN_IF_ERROR(UpdateEnrolment(change.txn, enrolment));
              RETURN_IF_ERROR(UpdateApplications(change.txn, {application}));
              *response = ToProto(caller.park, enrolment, today);
              change.Publish("EnrolmentEnded", response->name(), enrolment.revision, *response);
              return absl::OkStatus();
            });
      });
}

grpc::Status PlacesService::BatchRecordAttendance(grpc::ServerContext* context,
                                                  const v1::BatchRecordAttendanceRequest* request,
                                                  v1::BatchRecordAttendanceResponse* response) {
  return front_.Answer(
      context, "BatchRecordAttendance", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string centre, CentreOf("parent", request->parent()));
        RETURN_IF_ERROR(CheckItems("days", request->days_size(), kDaysMax));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return peers_.AskToday(caller); },
            [&](rpc::Change& change, absl::CivilDay today) -> absl::Status {
              Recording recording(change, keys_, centre, today);
              RETURN_IF_ERROR(recording.Load(MonthsOf(*request)));
              for (int i = 0; i < request->days_size(); ++i) {
                ItemResult* result = response->add_results();
                result->set_index(i);
                const absl::Status status = Say(request->days(i), recording, result);
                if (!status.ok()) Reject(status, result);
              }
              return recording.Save();
            });
      });
}

grpc::Status PlacesService::ListEnrolmentMonths(grpc::ServerContext* context,
                                                const v1::ListEnrolmentMonthsRequest* request,
                                                v1::ListEnrolmentMonthsResponse* response) {
  return front_.Answer(
      context, "ListEnrolmentMonths", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const absl::CivilMonth month, MonthOf("month", request->month()));
        const std::string list = absl::StrCat("enrolment_months/", request->month());
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list, kPages));
        ASSIGN_OR_RETURN(const absl::CivilDay today, peers_.AskToday(caller));
        const absl::CivilDay last_day = absl::CivilDay(month + 1) - 1;
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const int64_t position, db::LogPosition(txn));
          response->set_log_position(position);
          ASSIGN_OR_RETURN(const auto calendars, LoadCalendars(txn));
          const Opening opening(calendars);
          for (const absl::CivilDay day : opening.DaysOf(month)) {
            response->add_opening_dates(FormatDay(day));
          }
          ASSIGN_OR_RETURN(const ClosedDays closed,
                           LoadClosedDays(txn, opening, MonthPeriod(month)));
          ASSIGN_OR_RETURN(
              const auto enrolments,
              LoadEnrolmentsIn(txn, MonthPeriod(month), EnrolmentPlaceOf(page.after), page.size));
          if (enrolments.empty()) return absl::OkStatus();
          const Enrolment &first = enrolments.front(), &last = enrolments.back();
          ASSIGN_OR_RETURN(const AttendanceMonths attendance,
                           LoadAttendance(txn, keys_,
                                          AttendanceRange{{month, first.centre, first.id},
                                                          {month, last.centre, last.id}}));
          ASSIGN_OR_RETURN(const BookingsOfChild bookings,
                           LoadBookingsOf(txn, enrolments, MonthPeriod(month)));
          ASSIGN_OR_RETURN(
              MonthGround ground,
              MonthGround::Load(txn, enrolments, presence::NumbersOn(packs_.attendance, last_day)));
          AttendanceMonth nothing;
          nothing.month = month;
          for (const Enrolment& each : enrolments) {
            const auto recorded = attendance.find({month, each.centre, each.id});
            v1::EnrolmentMonth* const to = response->add_enrolment_months();
            *to = ToProto(caller.park, each,
                          recorded == attendance.end() ? nothing : recorded->second, closed);
            RETURN_IF_ERROR(ground.Add(caller.park, each, month, to));
            const auto booked = bookings.find(each.child);
            if (booked != bookings.end()) {
              AddBookings(caller.park, each, booked->second, today, to);
            }
          }
          if (static_cast<int64_t>(enrolments.size()) == page.size) {
            response->set_next_page_token(EnrolmentToken(list, last));
          }
          return absl::OkStatus();
        });
      });
}

}  // namespace tuoqiao::places
