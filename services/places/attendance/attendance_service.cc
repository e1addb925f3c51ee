// What is read of child-days, and the proposals that people confirm.
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/places/attendance/attendance_pages.h"
#include "services/places/attendance/attendance_rules_store.h"
#include "services/places/attendance/centre_days.h"
#include "services/places/attendance/convert_attendance.h"
#include "services/places/attendance/correction_store.h"
#include "services/places/attendance/errors_attendance.h"
#include "services/places/attendance/recording.h"
#include "services/places/convert.h"
#include "services/places/service.h"

namespace tuoqiao::places {
namespace {

using presence::Numbers;
using type::v1::ItemResult;

int32_t MinuteOr(const std::optional<int64_t>& minute) {
  return static_cast<int32_t>(minute.value_or(-1));
}

struct DayToShow {
  const CentreDay& day;
  const Enrolment& enrolment;
  bool over = false, locked = false;
};

v1::ChildDay ShowDay(absl::string_view park, const DayToShow& shown, const Billable& billable) {
  const absl::CivilDay day = shown.day.day;
  const AttendanceMonth& month = shown.day.MonthOf(shown.enrolment);
  const presence::PresenceDay* events = shown.day.PresenceOf(shown.enrolment);
  const DayKind kind = shown.day.KindOf(shown.enrolment);
  v1::ChildDay message;
  message.set_enrolment(EnrolmentName(park, shown.enrolment));
  message.set_case_number(shown.enrolment.case_number);
  message.set_group(GroupName(park, shown.enrolment.group));
  message.set_date(FormatDay(day));
  v1::ChildDay::State state = v1::ChildDay::STATE_UNSPECIFIED;
  CHECK(
      v1::ChildDay::State_Parse(std::string(StateName(StateOf(kind, events, shown.over))), &state));
  message.set_state(state);
  message.set_first_in_minute(events == nullptr ? -1 : MinuteOr(events->first_in));
  message.set_last_out_minute(events == nullptr ? -1 : MinuteOr(events->last_out));
  for (const DayFlag each : FlagsOf({month, day, shown.over}, events)) {
    v1::ChildDay::Flag flag = v1::ChildDay::FLAG_UNSPECIFIED;
    CHECK(v1::ChildDay::Flag_Parse(std::string(FlagName(each)), &flag));
    message.add_flags(flag);
  }
  if (kind == DayKind::kAbsent) {
    message.set_reason(std::string(ReasonName(month.ReasonOn(day))));
    message.set_evidence(month.EvidenceOn(day));
    message.set_billable(billable(month.ReasonOn(day)));
  }
  message.set_said_by_person(month.Said(day));
  message.set_locked(shown.locked);
  return message;
}

// By case number and id, as a day's enrolments are.
std::string KeyOf(const Enrolment& enrolment) {
  return absl::StrCat(enrolment.case_number, "\n", enrolment.id);
}

// Whether a child should have come and nobody said anything. Nobody waits for one whose place
// rests.
bool Proposed(const CentreDay& day, const Enrolment& enrolment) {
  return day.open && enrolment.SuspensionOn(day.day) == nullptr &&
         day.KindOf(enrolment) == DayKind::kNothing;
}

}  // namespace

grpc::Status PlacesService::ListChildDays(grpc::ServerContext* context,
                                          const v1::ListChildDaysRequest* request,
                                          v1::ListChildDaysResponse* response) {
  return front_.Answer(
      context, "ListChildDays", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string centre, OneCentreOf("parent", request->parent()));
        ASSIGN_OR_RETURN(const absl::CivilDay date, DayOf("date", request->date()));
        ASSIGN_OR_RETURN(const ListPlace place,
                         PlaceIn(absl::StrCat(request->parent(), "/childDays/", request->date()),
                                 request->page_size(), request->page_token()));
        ASSIGN_OR_RETURN(const absl::CivilDay today, peers_.AskToday(caller));
        ASSIGN_OR_RETURN(const Numbers numbers, presence::NumbersOn(packs_.attendance, date));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const CentreDay day, LoadCentreDay(txn, keys_, {centre, date}));
          ASSIGN_OR_RETURN(const AttendancePolicy policy, LoadPolicyOver(txn, centre));
          ASSIGN_OR_RETURN(const DayLocks locks, LoadLocks(txn, centre, today));
          const bool locked = locks.WeekLocked(date) || locks.MonthClosed(date);
          std::map<std::string, v1::ChildDay> rows;
          for (const Enrolment& each : day.enrolments) {
            // On a day that the calendar closes nobody is expected.
            if (!day.open && day.KindOf(each) == DayKind::kNothing) continue;
            rows[KeyOf(each)] =
                ShowDay(caller.park, {day, each, date < today, locked}, Billable(policy, numbers));
          }
          AddPage(rows, centre, place, response->mutable_child_days(),
                  response->mutable_next_page_token());
          return absl::OkStatus();
        });
      });
}

grpc::Status PlacesService::ListAttendanceCorrections(
    grpc::ServerContext* context, const v1::ListAttendanceCorrectionsRequest* request,
    v1::ListAttendanceCorrectionsResponse* response) {
  return front_.Answer(
      context, "ListAttendanceCorrections", *request,
      [&](const rpc::Caller& caller) -> absl::Status {
        CorrectionRange range;
        ASSIGN_OR_RETURN(range.centre, CentreOf("parent", request->parent()));
        ASSIGN_OR_RETURN(range.month, MonthOf("month", request->month()));
        range.after_close_only = request->after_close_only();
        const std::string list =
            absl::StrCat(request->parent(), "/attendanceCorrections/", request->month(),
                         request->after_close_only() ? "/after" : "");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        range.after = CorrectionPlaceOf(page.after);
        range.rows_max = page.size;
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto corrections, LoadCorrections(txn, keys_, range));
          for (const DayCorrection& each : corrections) {
            *response->add_attendance_corrections() = ToProto(caller.park, each);
          }
          if (static_cast<int64_t>(corrections.size()) == page.size) {
            response->set_next_page_token(
                rpc::NextPageToken(list, CorrectionKey(corrections.back())));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status PlacesService::ListAbsenceProposals(grpc::ServerContext* context,
                                                 const v1::ListAbsenceProposalsRequest* request,
                                                 v1::ListAbsenceProposalsResponse* response) {
  return front_.Answer(
      context, "ListAbsenceProposals", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string centre, OneCentreOf("parent", request->parent()));
        ASSIGN_OR_RETURN(const absl::CivilDay date, DayOf("date", request->date()));
        ASSIGN_OR_RETURN(
            const ListPlace place,
            PlaceIn(absl::StrCat(request->parent(), "/absenceProposals/", request->date()),
                    request->page_size(), request->page_token()));
        ASSIGN_OR_RETURN(const absl::CivilDay today, peers_.AskToday(caller));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const CentreDay day, LoadCentreDay(txn, keys_, {centre, date}));
          if (today <= date) return DayNotOver(date, today);
          std::map<std::string, v1::AbsenceProposal> rows;
          for (const Enrolment& each : day.enrolments) {
            if (!Proposed(day, each)) continue;
            v1::AbsenceProposal& proposal = rows[KeyOf(each)];
            proposal.set_enrolment(EnrolmentName(caller.park, each));
            proposal.set_case_number(each.case_number);
            proposal.set_group(GroupName(caller.park, each.group));
            proposal.set_date(FormatDay(date));
          }
          AddPage(rows, centre, place, response->mutable_absence_proposals(),
                  response->mutable_next_page_token());
          return absl::OkStatus();
        });
      });
}

namespace {

// The proposals of one day, as a person settles them. Not thread safe.
class Confirming {
 public:
  Confirming(const v1::ConfirmAbsenceProposalsRequest& request, const CentreDay& day,
             Recording& recording, v1::ConfirmAbsenceProposalsResponse* response)
      : request_(request), day_(day), recording_(recording), response_(response) {}

  void SettleNamed() {
    for (const v1::AbsenceException& each : request_.absences()) {
      v1::AttendanceDay message = DayMessage(each.case_number(), v1::AttendanceDay::ABSENT);
      message.set_reason(each.reason());
      message.set_evidence(each.evidence());
      Settle(message);
    }
  }
  void SettleOthers() {
    if (request_.others() == v1::ConfirmAbsenceProposalsRequest::OTHERS_UNSPECIFIED) return;
    const bool present = request_.others() == v1::ConfirmAbsenceProposalsRequest::PRESENT;
    std::set<std::string> named;
    for (const auto& each : request_.absences()) named.insert(each.case_number());
    for (const Enrolment& each : day_.enrolments) {
      if (!Proposed(day_, each) || named.count(each.case_number) == 1) continue;
      v1::AttendanceDay message = DayMessage(
          each.case_number, present ? v1::AttendanceDay::PRESENT : v1::AttendanceDay::ABSENT);
      if (!present) message.set_reason(std::string(ReasonName(Reason::kUnexplained)));
      Settle(message);
    }
  }

 private:
  v1::AttendanceDay DayMessage(const std::string& case_number, v1::AttendanceDay::Status status) {
    v1::AttendanceDay message;
    message.set_case_number(case_number);
    message.set_date(request_.date());
    message.set_status(status);
    message.set_correction_reason(request_.correction_reason());
    return message;
  }
  void Settle(const v1::AttendanceDay& message) {
    ItemResult* result = response_->add_results();
    result->set_index(response_->results_size() - 1);
    const absl::Status status = Say(message, result);
    if (!status.ok()) Reject(status, result);
  }
  absl::Status Say(const v1::AttendanceDay& message, ItemResult* result) {
    ASSIGN_OR_RETURN(const ChildDay said, FromProto(message));
    ASSIGN_OR_RETURN(const size_t place, recording_.book().Check(said));
    const Enrolment& enrolment = recording_.enrolments()[place];
    if (KindOn(recording_.MonthOf(enrolment, said.day), said.day, day_.closed) !=
        DayKind::kNothing) {
      return NotProposed(said.day);
    }
    return recording_.Say(said, result);
  }

  const v1::ConfirmAbsenceProposalsRequest& request_;
  const CentreDay& day_;
  Recording& recording_;
  v1::ConfirmAbsenceProposalsResponse* const response_;
};

}  // namespace

grpc::Status PlacesService::ConfirmAbsenceProposals(
    grpc::ServerContext* context, const v1::ConfirmAbsenceProposalsRequest* request,
    v1::ConfirmAbsenceProposalsResponse* response) {
  return front_.Answer(
      context, "ConfirmAbsenceProposals", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string centre, OneCentreOf("parent", request->parent()));
        ASSIGN_OR_RETURN(const absl::CivilDay date, DayOf("date", request->date()));
        if (request->absences_size() > 0) {
          RETURN_IF_ERROR(CheckItems("absences", request->absences_size(), kExceptionsOfADayMax));
        } else if (request->others() == v1::ConfirmAbsenceProposalsRequest::OTHERS_UNSPECIFIED) {
          return FieldRequired("absences");
        }
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return peers_.AskToday(caller); },
            [&](rpc::Change& change, absl::CivilDay today) -> absl::Status {
              Recording recording(change, keys_, centre, today);
              RETURN_IF_ERROR(recording.Load({absl::CivilMonth(date)}));
              if (today <= date) return DayNotOver(date, today);
              ASSIGN_OR_RETURN(const CentreDay day,
                               LoadCentreDay(change.txn, keys_, {centre, date}));
              Confirming confirming(*request, day, recording, response);
              confirming.SettleNamed();
              confirming.SettleOthers();
              return recording.Save();
            });
      });
}

}  // namespace tuoqiao::places
