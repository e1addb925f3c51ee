// Child-days, and what billing is told of a month.
#include <gtest/gtest.h>

#include <set>

#include "services/common/db/keys.h"
#include "services/common/status_macros.h"
#include "services/places/testing_places.h"

namespace tuoqiao::places {
namespace {

using Stub = v1::Places::Stub;
using type::v1::ItemResult;

constexpr char kCentre[] = "parks/yunqi/centres/c001";

struct Said {
  std::string case_number, date, reason;  // "PRESENT", or why absent.
};

class AttendanceServiceTest : public ::testing::Test, protected PlacesFixture {
 protected:
  AttendanceServiceTest() {
    OpenCentre("C001", {{"L01", v1::Group::LARGE, 20}});
    EXPECT_TRUE(SetCalendar("park",
                            {"2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"},
                            {"2026-10-10"})
                    .ok());
  }
  absl::StatusOr<v1::BatchRecordAttendanceResponse> Record(const std::vector<Said>& days,
                                                           const std::string& parent = kCentre) {
    v1::BatchRecordAttendanceRequest request;
    request.set_parent(parent);
    for (const Said& each : days) {
      v1::AttendanceDay* day = request.add_days();
      day->set_case_number(each.case_number);
      day->set_date(each.date);
      day->set_status(each.reason == "PRESENT" ? v1::AttendanceDay::PRESENT
                                               : v1::AttendanceDay::ABSENT);
      if (each.reason != "PRESENT") day->set_reason(each.reason);
    }
    // When the month is over.
    directory_.SetToday("2026-10-31");
    const auto response = Send(&Stub::BatchRecordAttendance, request, "CENTRE_MANAGER", parent);
    directory_.SetToday("2026-10-01");
    return response;
  }
  std::vector<std::string> Outcomes(const std::vector<Said>& days) {
    const auto response = Record(days);
    EXPECT_TRUE(response.ok()) << response.status();
    std::vector<std::string> outcomes;
    for (const ItemResult& each : response->results()) {
      outcomes.push_back(each.outcome() == ItemResult::REJECTED
                             ? each.reason()
                             : ItemResult::Outcome_Name(each.outcome()));
    }
    return outcomes;
  }
  v1::ListEnrolmentMonthsResponse Months(const std::string& month, int page_size = 0,
                                         const std::string& token = "") {
    v1::ListEnrolmentMonthsRequest request;
    request.set_parent(kYunqi);
    request.set_month(month);
    request.set_page_size(page_size);
    request.set_page_token(token);
    const auto response = Call(&Stub::ListEnrolmentMonths, request, "SERVICE", "billing");
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : v1::ListEnrolmentMonthsResponse();
  }
  // "date status reason" of one enrolment's month.
  static std::vector<std::string> DaysOf(const v1::EnrolmentMonth& month) {
    std::vector<std::string> days;
    for (const auto& each : month.days()) {
      days.push_back(absl::StrCat(each.date(), " ", v1::AttendanceDay::Status_Name(each.status()),
                                  each.reason().empty() ? "" : " ", each.reason()));
    }
    return days;
  }
  int64_t Count(const std::string& sql) {
    int64_t count = -1;
    EXPECT_TRUE(harness_.db("places")
                    .ReadIn("yunqi",
                            [&](db::Read& txn) -> absl::Status {
                              ASSIGN_OR_RETURN(count, txn.QueryInt(sql, {}));
                              return absl::OkStatus();
                            })
                    .ok());
    return count;
  }
};

TEST_F(AttendanceServiceTest, EachDayHasAResultOfItsOwn) {
  Enrol("A1", {"C001"}, "2024-06-15", "2026-10-12");
  EXPECT_EQ(Outcomes({{"", "2026-10-12", "PRESENT"},
                      {"A1", "12 October", "PRESENT"},
                      {"A1", "2026-10-12", "TIRED"},
                      {"A9", "2026-10-12", "SICK"},
                      {"A1", "2026-10-07", "SICK"},
                      {"A1", "2026-10-09", "SICK"},
                      {"A1", "2026-10-12", ""},
                      {"A1", "2026-10-12", "SICK"},
                      {"A1", "2026-10-12", "PRESENT"}}),
            (std::vector<std::string>{"FIELD_INVALID", "FIELD_INVALID", "FIELD_INVALID",
                                      "UNKNOWN_CHILD", "NOT_AN_OPENING_DAY", "OUTSIDE_ENROLMENT",
                                      "REASON_MISSING", "CREATED", "DUPLICATE_IN_REQUEST"}));
}

TEST_F(AttendanceServiceTest, ABatchIsOfACentreAndOfAtMostAThousandDays) {
  EXPECT_EQ(ReasonOf(Record({{"A1", "2026-10-12", "SICK"}}, "parks/yunqi/centres/c009").status()),
            "CENTRE_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Record({}).status()), "FIELD_REQUIRED");
  EXPECT_EQ(ReasonOf(Record(std::vector<Said>(1001, {"A1", "2026-10-12", "SICK"})).status()),
            "FIELD_INVALID");
}

TEST_F(AttendanceServiceTest, ACorrectedDayKeepsTheFormerRow) {
  Enrol("A1", {"C001"});
  EXPECT_EQ(Outcomes({{"A1", "2026-10-08", "PRESENT"}, {"A1", "2026-10-09", "SICK"}}),
            (std::vector<std::string>{"CREATED", "CREATED"}));
  EXPECT_EQ(Outcomes({{"A1", "2026-10-10", "PRESENT"}}), (std::vector<std::string>{"CREATED"}));
  EXPECT_EQ(Count("SELECT COUNT(*) FROM attendance_former WHERE park_id = :park"), 0)
      << "a new day corrects nothing";
  EXPECT_EQ(Outcomes({{"A1", "2026-10-09", "PERSONAL"}, {"A1", "2026-10-08", "PRESENT"}}),
            (std::vector<std::string>{"UPDATED", "UNCHANGED"}));
  EXPECT_EQ(Count("SELECT COUNT(*) FROM attendance_former WHERE park_id = :park"), 1);
  EXPECT_EQ(Count("SELECT revision FROM attendance_former WHERE park_id = :park"), 2);
  EXPECT_EQ(
      DaysOf(Months("2026-10").enrolment_months(0)),
      (std::vector<std::string>{"2026-10-08 PRESENT", "2026-10-09 ABSENT", "2026-10-10 PRESENT"}));
}

TEST_F(AttendanceServiceTest, TheSameFileAgainWritesNothingButItsReply) {
  Enrol("A1", {"C001"});
  const std::vector<Said> days = {{"A1", "2026-10-08", "PRESENT"}, {"A1", "2026-10-09", "SICK"}};
  Outcomes(days);
  const int64_t before = RowsWritten();
  EXPECT_EQ(Outcomes(days), (std::vector<std::string>{"UNCHANGED", "UNCHANGED"}));
  EXPECT_EQ(RowsWritten() - before, 1);
}

TEST_F(AttendanceServiceTest, ReasonsAreSealedAtRestAndStayOutOfTheLog) {
  Enrol("A1", {"C001"});
  Outcomes({{"A1", "2026-10-08", "SICK"}});
  std::string stored;
  ASSERT_TRUE(harness_.db("places")
                  .ReadIn("yunqi",
                          [&](db::Read& txn) {
                            return txn
                                .QueryOne("SELECT reasons FROM attendance WHERE park_id = :park",
                                          {}, [&](const db::Row& row) { stored = row.Bytes(0); })
                                .status();
                          })
                  .ok());
  EXPECT_GT(stored.size(), 31u);
  EXPECT_EQ(stored.find("-----"), std::string::npos);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM data_key WHERE park_id = :park "
                  "AND subject = 'child:child-a1'"),
            1);
  type::v1::ListEventsRequest request;
  request.set_parent(kYunqi);
  const auto log = Call(&Stub::ListEvents, request);
  bool recorded = false;
  for (const auto& each : log->events()) {
    EXPECT_EQ(each.DebugString().find("SICK"), std::string::npos);
    recorded |= each.kind() == "AttendanceRecorded" &&
                each.subject().find("/months/2026-10") != std::string::npos;
  }
  EXPECT_TRUE(recorded);
}

TEST_F(AttendanceServiceTest, AnErasedChildsReasonsAreNotKnownAnyMore) {
  Enrol("A1", {"C001"});
  Outcomes({{"A1", "2026-10-08", "SICK"}, {"A1", "2026-10-09", "PRESENT"}});
  ASSERT_TRUE(
      harness_.db("places")
          .WriteIn("yunqi", [](db::Write& txn) { return db::EraseKey(txn, "child:child-a1"); })
          .ok());
  EXPECT_EQ(DaysOf(Months("2026-10").enrolment_months(0)),
            (std::vector<std::string>{"2026-10-08 ABSENT", "2026-10-09 PRESENT"}));
}

TEST_F(AttendanceServiceTest, AMonthIsEveryPlaceWithADayInIt) {
  Enrol("A1", {"C001"}, "2024-06-15", "2026-09-01");
  Enrol("A2", {"C001"}, "2024-06-15", "2026-10-31");
  Enrol("A3", {"C001"}, "2024-06-15", "2026-11-01");
  const v1::Enrolment ended = Enrol("A4", {"C001"}, "2024-06-15", "2026-09-15");
  ASSERT_TRUE(End(ended.name(), "2026-10-01").ok());
  const auto cases = [&](const std::string& month) {
    std::set<std::string> found;
    const v1::ListEnrolmentMonthsResponse months = Months(month);
    for (const auto& each : months.enrolment_months()) found.insert(each.case_number());
    return found;
  };
  EXPECT_EQ(cases("2026-09"), (std::set<std::string>{"A1", "A4"}));
  EXPECT_EQ(cases("2026-10"), (std::set<std::string>{"A1", "A2"}));
  EXPECT_EQ(cases("2026-11"), (std::set<std::string>{"A1", "A2", "A3"}));
  const auto october = Months("2026-10");
  EXPECT_EQ(october.opening_dates_size(), 18);
  EXPECT_EQ(october.opening_dates(0), "2026-10-08");
  EXPECT_GT(october.log_position(), 0);
  EXPECT_EQ(october.enrolment_months(0).centre(), kCentre);
  EXPECT_EQ(october.enrolment_months(0).group_kind(), v1::Group::LARGE);
}

TEST_F(AttendanceServiceTest, DaysBehindAnEndThatCameLaterAreLeftOut) {
  const v1::Enrolment enrolment = Enrol("A1", {"C001"});
  Outcomes({{"A1", "2026-10-08", "PRESENT"}, {"A1", "2026-10-12", "PRESENT"}});
  ASSERT_TRUE(End(enrolment.name(), "2026-10-12").ok());
  EXPECT_EQ(DaysOf(Months("2026-10").enrolment_months(0)),
            (std::vector<std::string>{"2026-10-08 PRESENT"}));
}

TEST_F(AttendanceServiceTest, PagesAddUpToTheMonth) {
  OpenCentre("C002", {{"L01", v1::Group::LARGE, 20}});
  for (int i = 0; i < 7; ++i) {
    const std::string case_number = absl::StrCat("A", i);
    Enrol(case_number, {i % 2 == 0 ? "C001" : "C002"});
    if (i % 2 == 0) Outcomes({{case_number, "2026-10-08", i == 0 ? "SICK" : "PRESENT"}});
  }
  const auto whole = Months("2026-10");
  ASSERT_EQ(whole.enrolment_months_size(), 7);
  for (const int size : {1, 2, 3, 7}) {
    v1::ListEnrolmentMonthsResponse together;
    std::string token;
    do {
      auto page = Months("2026-10", size, token);
      EXPECT_EQ(page.opening_dates_size(), 18);
      together.mutable_enrolment_months()->MergeFrom(page.enrolment_months());
      token = page.next_page_token();
    } while (!token.empty());
    ASSERT_EQ(together.enrolment_months_size(), 7) << size;
    for (int i = 0; i < 7; ++i) {
      EXPECT_EQ(together.enrolment_months(i).DebugString(), whole.enrolment_months(i).DebugString())
          << size;
    }
  }
  v1::ListEnrolmentMonthsRequest request;
  request.set_parent(kYunqi);
  request.set_month("October");
  EXPECT_EQ(ReasonOf(Call(&Stub::ListEnrolmentMonths, request, "SERVICE", "billing").status()),
            "FIELD_INVALID");
}

}  // namespace
}  // namespace tuoqiao::places
