// Check-ins, closures, locks and proposals, and the three who read one record; on both engines.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <thread>

#include "absl/strings/str_join.h"
#include "services/common/status_macros.h"
#include "services/places/testing_engines.h"
#include "services/places/testing_places.h"

namespace tuoqiao::places {
namespace {

using Stub = v1::Places::Stub;
using type::v1::ItemResult;
using Strings = std::vector<std::string>;

constexpr char kCentre[] = "parks/yunqi/centres/c001";

v1::PresenceEvent Event(const std::string& id, const std::string& case_number,
                        v1::PresenceEvent::Kind kind, const std::string& time) {
  v1::PresenceEvent event;
  event.set_event_id(id);
  event.set_device("K1");
  event.set_case_number(case_number);
  event.set_kind(kind);
  event.set_event_time(time);
  return event;
}
v1::PresenceEvent In(const std::string& id, const std::string& case_number,
                     const std::string& time) {
  return Event(id, case_number, v1::PresenceEvent::CHECK_IN, time);
}
v1::PresenceEvent Out(const std::string& id, const std::string& case_number,
                      const std::string& time) {
  return Event(id, case_number, v1::PresenceEvent::CHECK_OUT, time);
}
v1::PresenceEvent Correcting(v1::PresenceEvent event, const std::string& target,
                             const std::string& made) {
  event.set_corrects(target);
  event.set_made_time(made);
  return event;
}

Strings Shown(const google::protobuf::RepeatedPtrField<ItemResult>& results) {
  Strings shown;
  for (const ItemResult& each : results) {
    shown.push_back(each.outcome() == ItemResult::REJECTED
                        ? each.reason()
                        : ItemResult::Outcome_Name(each.outcome()));
  }
  return shown;
}

class PresenceTest : public ::testing::TestWithParam<std::string>, protected PlacesFixture {
 protected:
  PresenceTest() : PlacesFixture(OpenEngine(GetParam(), "presence")) {
    OpenCentre("C001", {{"L01", v1::Group::LARGE, 20}});
    for (const char* each : {"A1", "A2", "A3"}) Enrol(each, {"C001"});
    directory_.SetToday("2026-10-21");
  }

  Strings Record(const std::vector<v1::PresenceEvent>& events) {
    v1::RecordPresenceEventsRequest request;
    request.set_parent(kCentre);
    for (const auto& each : events) *request.add_events() = each;
    const auto response = Send(&Stub::RecordPresenceEvents, request, "CENTRE_MANAGER", kCentre);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? Shown(response->results()) : Strings();
  }
  // A person's word: PRESENT, or why absent; `why` is the reason of a correction.
  std::string Say(const std::string& case_number, const std::string& date, const std::string& word,
                  const std::string& why = "") {
    v1::BatchRecordAttendanceRequest request;
    request.set_parent(kCentre);
    v1::AttendanceDay* day = request.add_days();
    day->set_case_number(case_number);
    day->set_date(date);
    day->set_status(word == "PRESENT" ? v1::AttendanceDay::PRESENT : v1::AttendanceDay::ABSENT);
    if (word != "PRESENT") day->set_reason(word);
    day->set_correction_reason(why);
    const auto response = Send(&Stub::BatchRecordAttendance, request, "CENTRE_MANAGER", kCentre);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? Shown(response->results())[0] : "";
  }
  template <typename Request>
  static Request Of(const std::string& parent, const std::string& date) {
    Request request;
    request.set_parent(parent);
    request.set_date(date);
    return request;
  }
  // "A1 DEPARTED 480-990 CHECK_OUT_MISSING", by case number.
  Strings Days(const std::string& date) {
    const auto response = Call(&Stub::ListChildDays, Of<v1::ListChildDaysRequest>(kCentre, date),
                               "CENTRE_MANAGER", kCentre);
    EXPECT_TRUE(response.ok()) << response.status();
    Strings days;
    for (const v1::ChildDay& each : response->child_days()) {
      std::string text =
          absl::StrCat(each.case_number(), " ", v1::ChildDay::State_Name(each.state()));
      if (each.first_in_minute() >= 0 || each.last_out_minute() >= 0) {
        absl::StrAppend(&text, " ", each.first_in_minute(), "-", each.last_out_minute());
      }
      if (!each.reason().empty()) absl::StrAppend(&text, " ", each.reason());
      for (const int flag : each.flags()) {
        absl::StrAppend(&text, " ", v1::ChildDay::Flag_Name(static_cast<v1::ChildDay::Flag>(flag)));
      }
      if (each.locked()) text += " locked";
      days.push_back(text);
    }
    return days;
  }
  // What billing is told of a child in October: "2026-10-12 PRESENT".
  Strings BillingDays(const std::string& case_number) {
    v1::ListEnrolmentMonthsRequest request;
    request.set_parent(kYunqi);
    request.set_month("2026-10");
    const auto response = Call(&Stub::ListEnrolmentMonths, request, "SERVICE", "billing");
    EXPECT_TRUE(response.ok()) << response.status();
    Strings days;
    for (const auto& month : response->enrolment_months()) {
      if (month.case_number() != case_number) continue;
      for (const auto& each : month.days()) {
        days.push_back(absl::StrCat(each.date(), " ", v1::AttendanceDay::Status_Name(each.status()),
                                    each.reason().empty() ? "" : " ", each.reason()));
      }
    }
    return days;
  }
  std::vector<v1::AttendanceCorrection> Corrections(bool after_close_only = false) {
    v1::ListAttendanceCorrectionsRequest request;
    request.set_parent(kYunqi);
    request.set_month("2026-10");
    request.set_after_close_only(after_close_only);
    const auto response = Call(&Stub::ListAttendanceCorrections, request);
    EXPECT_TRUE(response.ok()) << response.status();
    return {response->attendance_corrections().begin(), response->attendance_corrections().end()};
  }
  absl::StatusOr<v1::Closure> Close(const std::string& name, const Strings& dates,
                                    bool refund = true) {
    v1::SetClosureRequest request;
    v1::Closure* closure = request.mutable_closure();
    closure->set_name(name);
    for (const auto& each : dates) closure->add_dates(each);
    closure->set_kind(v1::Closure::FORCED);
    closure->set_reason("台风停园");
    closure->set_refund(refund ? v1::Closure::AS_CENTRE_CLOSED : v1::Closure::NO_REFUND);
    return Send(&Stub::SetClosure, request);
  }
  std::string Lock(const std::string& date) {
    auto request = Of<v1::LockAttendanceWeekRequest>(kCentre, date);
    const auto week = Send(&Stub::LockAttendanceWeek, request, "CENTRE_MANAGER", kCentre);
    return week.ok() ? week->start_date() : ReasonOf(week.status());
  }
  void HearThatOctoberIsClosed() {
    billing_.HaveClosed("2026-10");
    directory_.open = true;
    // The listener hears within a moment; a closure that says the same again would change nothing.
    const char* day = "2026-10-23";
    while (ReasonOf(Close("parks/yunqi/closures/probe", {day}).status()) != "MONTH_CLOSED") {
      day = std::string(day) == "2026-10-23" ? "2026-10-22" : "2026-10-23";
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }
};

TEST_P(PresenceTest, TheDayFollowsFromItsEvents) {
  EXPECT_EQ(Record({In("1", "A1", "2026-10-12T08:00:00+08:00"), Out("2", "A1", "2026-10-12 16:30"),
                    In("3", "A2", "2026-10-12 08:15:20")}),
            (Strings{"CREATED", "CREATED", "CREATED"}));
  EXPECT_EQ(
      Days("2026-10-12"),
      (Strings{"A1 DEPARTED 480-990", "A2 PRESENT 495--1 CHECK_OUT_MISSING", "A3 NOT_REPORTED"}));
  EXPECT_EQ(BillingDays("A1"), (Strings{"2026-10-12 PRESENT"}));
  EXPECT_EQ(BillingDays("A3"), Strings());
}

TEST_P(PresenceTest, OfTheParksDayWhoHasNotComeIsComing) {
  Record({In("1", "A1", "2026-10-21 08:00"), In("2", "A2", "2026-10-21 08:00"),
          Out("3", "A2", "2026-10-21 11:30")});
  EXPECT_EQ(Days("2026-10-21"), (Strings{"A1 PRESENT 480--1", "A2 DEPARTED 480-690", "A3 COMING"}));
}

TEST_P(PresenceTest, EachEventHasAResultOfItsOwn) {
  v1::PresenceEvent wrong = Out("5", "A1", "2026-10-12 08:00");
  wrong.set_check_in_time("2026-10-12 09:00");
  EXPECT_EQ(
      Record({In("1", "A1", "2026-10-12 08:00"), In("1", "A1", "2026-10-12T00:00:00Z"),
              In("1", "A2", "2026-10-12 08:00"), In("1", "A1", "2026-10-12 08:01"),
              In("", "A1", "2026-10-12 08:00"), In("2", "A1", "8 o'clock"),
              In("3", "A9", "2026-10-12 08:00"), In("4", "A1", "2026-10-22 08:00"),
              In("6", "A1", "2026-10-17 08:00"), In("7", "A1", "2026-09-30 08:00"), wrong,
              Event("8", "A1", v1::PresenceEvent::NOTHING, "2026-10-12 08:00")}),
      (Strings{"CREATED", "UNCHANGED", "EVENT_OF_ANOTHER_CHILD", "EVENT_DIFFERS", "FIELD_REQUIRED",
               "FIELD_INVALID", "UNKNOWN_CHILD", "DAY_IN_FUTURE", "NOT_AN_OPENING_DAY",
               "OUTSIDE_ENROLMENT", "CHECK_OUT_BEFORE_CHECK_IN", "FIELD_REQUIRED"}));
  EXPECT_EQ(BillingDays("A1"), (Strings{"2026-10-12 PRESENT"})) << "nothing of the others";
}

TEST_P(PresenceTest, ACorrectionIsARowOfItsOwnAndStandsForWhatItNames) {
  Record({In("1", "A1", "2026-10-12 08:00"), Out("2", "A1", "2026-10-12 16:00")});
  EXPECT_EQ(Record({Correcting(Out("3", "A1", "2026-10-12 17:00"), "2", "2026-10-12 18:00")}),
            (Strings{"CREATED"}));
  EXPECT_EQ(Days("2026-10-12")[0], "A1 DEPARTED 480-1020");
  const auto events =
      Call(&Stub::ListPresenceEvents, Of<v1::ListPresenceEventsRequest>(kCentre, "2026-10-12"));
  ASSERT_TRUE(events.ok()) << events.status();
  ASSERT_EQ(events->presence_events_size(), 3);
  EXPECT_TRUE(events->presence_events(1).corrected());
  EXPECT_EQ(events->presence_events(2).corrects(), "2");

  EXPECT_EQ(Record({Correcting(Event("4", "A1", v1::PresenceEvent::NOTHING, "2026-10-12 08:00"),
                               "1", "2026-10-12 18:00"),
                    Correcting(Event("5", "A1", v1::PresenceEvent::NOTHING, "2026-10-12 17:00"),
                               "3", "2026-10-12 19:00")}),
            (Strings{"CREATED", "CREATED"}));
  EXPECT_EQ(BillingDays("A1"), Strings()) << "it never was";
  EXPECT_EQ(Record({Correcting(In("6", "A1", "2026-10-13 08:00"), "1", "2026-10-13 18:00")}),
            (Strings{"FIELD_INVALID"}))
      << "a day follows from its own events";
}

TEST_P(PresenceTest, APersonsWordStandsOverEventsAndTheDifferenceShows) {
  Record({In("1", "A1", "2026-10-12 08:00"), Out("2", "A1", "2026-10-12 16:00")});
  EXPECT_EQ(Say("A1", "2026-10-12", "SICK"), "UPDATED");
  EXPECT_EQ(Say("A2", "2026-10-12", "SICK"), "CREATED");
  Record({In("3", "A2", "2026-10-12 08:00"), Out("4", "A2", "2026-10-12 16:00")});
  EXPECT_EQ(Days("2026-10-12"),
            (Strings{"A1 ABSENT 480-960 SICK EVENTS_DISAGREE",
                     "A2 ABSENT 480-960 SICK EVENTS_DISAGREE", "A3 NOT_REPORTED"}));
  EXPECT_EQ(BillingDays("A2"), (Strings{"2026-10-12 ABSENT SICK"}));
}

// Any order of the files of three devices, with any of them twice.
TEST_P(PresenceTest, FilesMayComeInAnyOrderAndTwice) {
  const std::vector<std::vector<v1::PresenceEvent>> files = {
      {In("k1-1", "A1", "2026-10-12 08:00"), In("k1-2", "A2", "2026-10-12 08:10"),
       Out("k1-3", "A2", "2026-10-12 15:00")},
      {Out("k2-1", "A1", "2026-10-12 10:00"),
       Correcting(Out("k2-2", "A1", "2026-10-12 10:20"), "k2-1", "2026-10-12 11:00")},
      {In("k3-1", "A1", "2026-10-12 13:00"), Out("k3-2", "A1", "2026-10-12 16:00"),
       Correcting(Out("k3-3", "A2", "2026-10-12 15:30"), "k1-3", "2026-10-13 08:00"),
       Correcting(Out("k3-4", "A2", "2026-10-12 15:45"), "k1-3", "2026-10-12 18:00")}};
  const Strings expected = {"A1 DEPARTED 480-960", "A2 DEPARTED 490-930", "A3 NOT_REPORTED"};
  std::vector<size_t> order = {0, 1, 2, 0, 1, 2};
  std::mt19937_64 random(20261012);
  std::shuffle(order.begin(), order.end(), random);
  for (const size_t each : order) Record(files[each]);
  EXPECT_EQ(Days("2026-10-12"), expected) << absl::StrJoin(order, ",");
  // Moved to other days and ids, in each order of the three.
  std::vector<size_t> three = {0, 1, 2};
  int day = 13;
  do {
    const auto moved = [&](v1::PresenceEvent event) {
      const std::string prefix = absl::StrCat("d", day, "-");
      event.set_event_id(prefix + event.event_id());
      if (!event.corrects().empty()) event.set_corrects(prefix + event.corrects());
      event.mutable_event_time()->replace(8, 2, absl::StrCat(day));
      return event;
    };
    for (const size_t file : three) {
      std::vector<v1::PresenceEvent> events;
      for (const auto& each : files[file]) events.push_back(moved(each));
      for (const auto& each : Record(events)) EXPECT_EQ(each, "CREATED");
      for (const auto& each : Record(events)) EXPECT_EQ(each, "UNCHANGED");
    }
    EXPECT_EQ(Days(absl::StrCat("2026-10-", day)), expected) << absl::StrJoin(three, ",");
    day = day == 16 ? 19 : day + 1;
  } while (day <= 21 && std::next_permutation(three.begin(), three.end()));
}

TEST_P(PresenceTest, OnAClosedDayNobodyIsAbsent) {
  EXPECT_EQ(Say("A1", "2026-10-12", "SICK"), "CREATED");
  EXPECT_EQ(Say("A2", "2026-10-12", "PRESENT"), "CREATED");
  ASSERT_TRUE(Close("parks/yunqi/closures/typhoon", {"2026-10-12", "2026-10-11"}).ok());
  EXPECT_EQ(Days("2026-10-12"), (Strings{"A1 CLOSED", "A2 PRESENT", "A3 CLOSED"}));
  EXPECT_EQ(BillingDays("A1"), (Strings{"2026-10-12 ABSENT CENTRE_CLOSED"}))
      << "and nothing of the Sunday";
  EXPECT_EQ(BillingDays("A2"), (Strings{"2026-10-12 PRESENT"}));
  ASSERT_TRUE(Close("parks/yunqi/closures/typhoon", {"2026-10-12"}, false).ok());
  EXPECT_EQ(BillingDays("A3"), (Strings{"2026-10-12 ABSENT CLOSED_NO_REFUND"}));
  ASSERT_TRUE(Close("parks/yunqi/closures/typhoon", {}).ok());
  EXPECT_EQ(BillingDays("A1"), (Strings{"2026-10-12 ABSENT SICK"})) << "it was lifted";
  EXPECT_EQ(ReasonOf(Close("parks/yunqi/centres/c009/closures/x", {"2026-10-12"}).status()),
            "CENTRE_NOT_FOUND");
  v1::ListClosuresRequest request;
  request.set_parent(kCentre);
  const auto closures = Call(&Stub::ListClosures, request, "CENTRE_MANAGER", kCentre);
  ASSERT_TRUE(closures.ok()) << closures.status();
  ASSERT_EQ(closures->closures_size(), 1);
  EXPECT_EQ(closures->closures(0).revision(), 3);
}

TEST_P(PresenceTest, ALockedWeekIsCorrectedWithAReasonThatStays) {
  EXPECT_EQ(Say("A1", "2026-10-12", "PRESENT"), "CREATED");
  EXPECT_EQ(Lock("2026-10-21"), "WEEK_NOT_OVER");
  EXPECT_EQ(Lock("2026-10-14"), "2026-10-12");
  EXPECT_EQ(Lock("2026-10-14"), "2026-10-12") << "again";
  EXPECT_EQ(Say("A1", "2026-10-12", "PRESENT"), "UNCHANGED");
  EXPECT_EQ(Say("A1", "2026-10-12", "SICK"), "ATTENDANCE_LOCKED");
  EXPECT_EQ(Say("A2", "2026-10-12", "SICK"), "ATTENDANCE_LOCKED") << "a first word too";
  EXPECT_EQ(BillingDays("A1"), (Strings{"2026-10-12 PRESENT"}));
  EXPECT_EQ(Say("A1", "2026-10-12", "SICK", "家长补交病假条"), "UPDATED");
  EXPECT_EQ(Say("A1", "2026-10-19", "SICK"), "CREATED") << "the next week is open";
  EXPECT_EQ(Record({In("1", "A2", "2026-10-13 08:00")}), (Strings{"CREATED"})) << "it came late";
  const auto corrections = Corrections();
  ASSERT_EQ(corrections.size(), 2u);
  const bool first = corrections[0].case_number() == "A1";
  const auto& said = corrections[first ? 0 : 1];
  const auto& late = corrections[first ? 1 : 0];
  EXPECT_EQ(said.from_status(), v1::AttendanceDay::PRESENT);
  EXPECT_EQ(said.to_reason(), "SICK");
  EXPECT_EQ(said.correction_reason(), "家长补交病假条");
  EXPECT_NE(said.corrected_by(), "");
  EXPECT_FALSE(said.after_close());
  EXPECT_EQ(late.correction_reason(), "LATE_EVENT");
  EXPECT_EQ(Days("2026-10-13")[1], "A2 PRESENT 480--1 CHECK_OUT_MISSING locked");
}

TEST_P(PresenceTest, AWeekIsLockedByItselfWhereThePolicySaysSo) {
  v1::SetAttendancePolicyRequest request;
  request.mutable_policy()->set_name("parks/yunqi/attendancePolicy");
  request.mutable_policy()->set_lock_after_days(3);
  ASSERT_TRUE(Send(&Stub::SetAttendancePolicy, request).ok());
  EXPECT_EQ(Say("A1", "2026-10-12", "SICK"), "ATTENDANCE_LOCKED");
  EXPECT_EQ(Say("A1", "2026-10-19", "SICK"), "CREATED");
  request.mutable_policy()->set_name("parks/yunqi/centres/c001/attendancePolicy");
  request.mutable_policy()->set_lock_after_days(30);
  ASSERT_TRUE(Send(&Stub::SetAttendancePolicy, request).ok());
  EXPECT_EQ(Say("A1", "2026-10-12", "SICK"), "CREATED") << "the centre's own word";
}

TEST_P(PresenceTest, ACorrectionOfAClosedMonthIsMarkedForBilling) {
  EXPECT_EQ(Say("A1", "2026-10-12", "PRESENT"), "CREATED");
  HearThatOctoberIsClosed();
  EXPECT_EQ(Say("A1", "2026-10-12", "SICK"), "ATTENDANCE_LOCKED");
  EXPECT_EQ(Say("A1", "2026-10-12", "SICK", "记录有误"), "UPDATED");
  EXPECT_EQ(Say("A2", "2026-10-12", "SICK"), "CREATED") << "nobody had said anything";
  EXPECT_EQ(ReasonOf(Close("parks/yunqi/closures/late", {"2026-10-12"}).status()), "MONTH_CLOSED");
  const auto corrections = Corrections(true);
  ASSERT_EQ(corrections.size(), 2u);
  for (const auto& each : corrections) {
    EXPECT_TRUE(each.after_close());
    EXPECT_EQ(each.correction_reason(), each.case_number() == "A1" ? "记录有误" : "LATE_RECORD");
  }
}

TEST_P(PresenceTest, ProposalsAreConfirmedByException) {
  Record({In("1", "A1", "2026-10-12 08:00")});
  EXPECT_EQ(ReasonOf(Call(&Stub::ListAbsenceProposals,
                          Of<v1::ListAbsenceProposalsRequest>(kCentre, "2026-10-21"))
                         .status()),
            "DAY_NOT_OVER");
  const auto list = Of<v1::ListAbsenceProposalsRequest>(kCentre, "2026-10-12");
  const auto proposals = Call(&Stub::ListAbsenceProposals, list);
  ASSERT_TRUE(proposals.ok()) << proposals.status();
  ASSERT_EQ(proposals->absence_proposals_size(), 2);
  EXPECT_EQ(proposals->absence_proposals(0).case_number(), "A2");

  auto confirm = Of<v1::ConfirmAbsenceProposalsRequest>(kCentre, "2026-10-12");
  v1::AbsenceException* named = confirm.add_absences();
  named->set_case_number("A2");
  named->set_reason("SICK");
  confirm.add_absences()->set_case_number("A1");
  confirm.mutable_absences(1)->set_reason("SICK");
  confirm.add_absences()->set_case_number("A9");
  confirm.mutable_absences(2)->set_reason("SICK");
  confirm.set_others(v1::ConfirmAbsenceProposalsRequest::PRESENT);
  const auto confirmed = Send(&Stub::ConfirmAbsenceProposals, confirm, "CENTRE_MANAGER", kCentre);
  ASSERT_TRUE(confirmed.ok()) << confirmed.status();
  EXPECT_EQ(Shown(confirmed->results()),
            (Strings{"CREATED", "NOT_PROPOSED", "UNKNOWN_CHILD", "CREATED"}));
  EXPECT_EQ(Days("2026-10-12"),
            (Strings{"A1 PRESENT 480--1 CHECK_OUT_MISSING", "A2 ABSENT SICK", "A3 PRESENT"}));
  EXPECT_EQ(Call(&Stub::ListAbsenceProposals, list)->absence_proposals_size(), 0);
  EXPECT_EQ(
      Call(&Stub::ListAbsenceProposals, Of<v1::ListAbsenceProposalsRequest>(kCentre, "2026-10-17"))
          ->absence_proposals_size(),
      0)
      << "a Saturday";
}

TEST_P(PresenceTest, TooFewCarersShowByGroupAndHour) {
  v1::SetStaffShiftsRequest shifts;
  shifts.mutable_staff_shifts()->set_name(
      "parks/yunqi/centres/c001/groups/l01/staffShifts/2026-10-12");
  v1::StaffShift* shift = shifts.mutable_staff_shifts()->add_shifts();
  shift->set_carers(1);
  shift->set_start_minute(8 * 60);
  shift->set_end_minute(16 * 60);
  ASSERT_TRUE(Send(&Stub::SetStaffShifts, shifts, "CENTRE_MANAGER", kCentre).ok());
  Record({In("1", "A1", "2026-10-12 08:00"), Out("2", "A1", "2026-10-12 16:30"),
          In("3", "A2", "2026-10-12 08:00"), Out("4", "A2", "2026-10-12 15:00")});
  auto request = Of<v1::ListRatioBreachesRequest>(kCentre, "2026-10-12");
  const auto breaches = Call(&Stub::ListRatioBreaches, request, "CENTRE_MANAGER", kCentre);
  ASSERT_TRUE(breaches.ok()) << breaches.status();
  ASSERT_EQ(breaches->hours_size(), 1) << breaches->DebugString();
  EXPECT_EQ(breaches->hours(0).hour(), 16);
  EXPECT_EQ(breaches->hours(0).children(), 1);
  EXPECT_EQ(breaches->hours(0).carers(), 0);
  EXPECT_EQ(breaches->hours(0).carers_needed(), 1);
  EXPECT_EQ(breaches->pack(), "cn.attendance");
  EXPECT_EQ(breaches->DebugString().find("A1"), std::string::npos);
  request.set_all_hours(true);
  EXPECT_EQ(Call(&Stub::ListRatioBreaches, request)->hours_size(), 9);
  shifts.mutable_staff_shifts()->set_name(
      "parks/yunqi/centres/c001/groups/l09/staffShifts/2026-10-12");
  EXPECT_EQ(ReasonOf(Send(&Stub::SetStaffShifts, shifts).status()), "GROUP_NOT_FOUND");
}

// One record: billing's month, the authority's claim and the ratio change with one correction.
TEST_P(PresenceTest, OneCorrectionReachesAllWhoReadTheRecord) {
  Record({In("1", "A1", "2026-10-12 08:00"), Out("2", "A1", "2026-10-12 16:00")});
  const auto claims = [&] {
    v1::ListAttendanceClaimsRequest request;
    request.set_parent(kYunqi);
    request.set_month("2026-10");
    const auto response = Call(&Stub::ListAttendanceClaims, request);
    EXPECT_TRUE(response.ok()) << response.status();
    int attended = 0, counted = 0;
    for (const auto& each : response->attendance_claims()) {
      attended += each.attended_days();
      counted += each.absent_days_counted();
      EXPECT_EQ(each.DebugString().find("A1"), std::string::npos);
      EXPECT_EQ(each.DebugString().find("child-"), std::string::npos);
    }
    EXPECT_EQ(response->attendance_claims_size(), 3);
    return std::make_pair(attended, counted);
  };
  const auto children_at_ten = [&] {
    auto request = Of<v1::ListRatioBreachesRequest>(kCentre, "2026-10-12");
    request.set_all_hours(true);
    const auto response = Call(&Stub::ListRatioBreaches, request);
    int children = 0;
    for (const auto& each : response->hours()) {
      if (each.hour() == 10) children = each.children();
    }
    return children;
  };
  EXPECT_EQ(BillingDays("A1"), (Strings{"2026-10-12 PRESENT"}));
  EXPECT_EQ(claims(), std::make_pair(1, 0));
  EXPECT_EQ(children_at_ten(), 1);
  EXPECT_EQ(Say("A1", "2026-10-12", "SICK"), "UPDATED");
  EXPECT_EQ(BillingDays("A1"), (Strings{"2026-10-12 ABSENT SICK"}));
  EXPECT_EQ(claims(), std::make_pair(0, 1));
  EXPECT_EQ(children_at_ten(), 0);
}

TEST_P(PresenceTest, AllowancesAndRisksAreCounted) {
  for (const char* date : {"2026-10-12", "2026-10-13"}) Say("A1", date, "PERSONAL");
  v1::ListAbsenceAllowancesRequest request;
  request.set_parent(kCentre);
  request.set_year(2026);
  const auto allowances = Call(&Stub::ListAbsenceAllowances, request, "CENTRE_MANAGER", kCentre);
  ASSERT_TRUE(allowances.ok()) << allowances.status();
  ASSERT_EQ(allowances->absence_allowances_size(), 3);
  int used = 0;
  for (const auto& each : allowances->absence_allowances()) {
    used += each.used();
    EXPECT_EQ(each.allowed(), 42);
  }
  EXPECT_EQ(used, 2);
  EXPECT_EQ(allowances->confidence(), "SAMPLE");
  request.set_year(2019);
  EXPECT_EQ(ReasonOf(Call(&Stub::ListAbsenceAllowances, request).status()), "RULE_NOT_IN_FORCE");

  v1::ListAttendanceRisksRequest risks;
  risks.set_parent(kYunqi);
  risks.set_month("2026-10");
  risks.set_at_risk_only(true);
  const auto at_risk = Call(&Stub::ListAttendanceRisks, risks);
  ASSERT_TRUE(at_risk.ok()) << at_risk.status();
  ASSERT_EQ(at_risk->attendance_risks_size(), 1);
  EXPECT_EQ(at_risk->attendance_risks(0).case_number(), "A1");
  EXPECT_EQ(at_risk->attendance_risks(0).verdict(), v1::AttendanceRisk::AT_RISK);
  EXPECT_EQ(at_risk->attendance_risks(0).days_needed(), 11) << "half of 22";
}

TEST_P(PresenceTest, PagesAddUp) {
  auto request = Of<v1::ListChildDaysRequest>(kCentre, "2026-10-12");
  request.set_page_size(2);
  const auto first = Call(&Stub::ListChildDays, request);
  ASSERT_EQ(first->child_days_size(), 2);
  request.set_page_token(first->next_page_token());
  const auto second = Call(&Stub::ListChildDays, request);
  ASSERT_EQ(second->child_days_size(), 1);
  EXPECT_EQ(second->child_days(0).case_number(), "A3");
  EXPECT_EQ(second->next_page_token(), "");
}

TEST_P(PresenceTest, WhoBroughtAChildIsSealedAndStaysOutOfTheLog) {
  v1::PresenceEvent event = In("1", "A1", "2026-10-12 08:00");
  event.set_person_code("CANARY-17");
  Record({event});
  std::string stored;
  ASSERT_TRUE(harness_.db("places")
                  .ReadIn("yunqi",
                          [&](db::Read& txn) {
                            return txn
                                .QueryOne(
                                    "SELECT person_code FROM presence_event "
                                    "WHERE park_id = :park",
                                    {}, [&](const db::Row& row) { stored = row.Bytes(0); })
                                .status();
                          })
                  .ok());
  EXPECT_GT(stored.size(), 9u);
  EXPECT_EQ(stored.find("CANARY"), std::string::npos);
  const auto events =
      Call(&Stub::ListPresenceEvents, Of<v1::ListPresenceEventsRequest>(kCentre, "2026-10-12"));
  EXPECT_EQ(events->presence_events(0).person_code(), "CANARY-17");
  type::v1::ListEventsRequest log;
  log.set_parent(kYunqi);
  bool recorded = false;
  const auto logged = Call(&Stub::ListEvents, log);
  ASSERT_TRUE(logged.ok()) << logged.status();
  for (const auto& each : logged->events()) {
    EXPECT_EQ(each.DebugString().find("CANARY"), std::string::npos);
    recorded |= each.kind() == "PresenceRecorded";
  }
  EXPECT_TRUE(recorded || GetParam() == "postgres") << "there it is numbered a moment later";
}

INSTANTIATE_TEST_SUITE_P(Engines, PresenceTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace tuoqiao::places
