// Viability through the handlers, on both engines.
#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "services/places/testing_engines.h"
#include "services/places/testing_places.h"

namespace tuoqiao::places {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using ::testing::HasSubstr;
using ::testing::Not;

// Every number of a reply that counts children.
void ForEachCount(const Message& message,
                  const std::function<void(const std::string&, int64_t)>& see) {
  static const auto* const kCounts = new std::set<std::string>{
      "children", "joined",  "left",   "firms_counted", "low",   "expected",
      "high",     "newborn", "infant", "small",         "large", "staff"};
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      const int count =
          field->is_repeated() ? message.GetReflection()->FieldSize(message, field) : 1;
      for (int i = 0; i < count; ++i) {
        ForEachCount(field->is_repeated()
                         ? message.GetReflection()->GetRepeatedMessage(message, field, i)
                         : message.GetReflection()->GetMessage(message, field),
                     see);
      }
    } else if (kCounts->count(field->name()) == 1) {
      see(field->full_name(), message.GetReflection()->GetInt32(message, field));
    }
  }
}

class ViabilityServiceTest : public ::testing::TestWithParam<std::string>, protected PlacesFixture {
 protected:
  ViabilityServiceTest() : PlacesFixture(OpenEngine(GetParam(), "viability")) {}

  // Children of about two years with places from 1 October on.
  void EnrolMany(const std::string& prefix, int count, const std::string& centre) {
    std::vector<v1::Application> applications;
    for (int i = 0; i < count; ++i) {
      const std::string case_number = absl::StrCat(prefix, 100 + i);
      AddChild(case_number);
      applications.push_back(ApplicationMessage(case_number, {centre}));
    }
    ASSERT_TRUE(Apply(applications).ok());
    for (const auto& [case_number, offer] : Offers()) {
      if (case_number.rfind(prefix, 0) == 0) {
        ASSERT_TRUE(Accept(offer.name()).ok());
      }
    }
  }

  absl::StatusOr<v1::ListOccupancyResponse> Occupancies(const std::string& parent = kYunqi,
                                                        const std::string& from = "2026-10",
                                                        const std::string& until = "2026-12",
                                                        const std::string& after = "",
                                                        int size = 0) {
    v1::ListOccupancyRequest request;
    request.set_parent(parent);
    request.set_from_month(from);
    request.set_until_month(until);
    request.set_page_token(after);
    request.set_page_size(size);
    return Call(&Stub::ListOccupancy, request);
  }
  v1::ListOccupancyResponse Occupied() {
    const auto response = Occupancies();
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : v1::ListOccupancyResponse();
  }
  absl::StatusOr<v1::VacancyConfirmation> Confirm(
      const std::string& centre, const std::vector<std::pair<std::string, int>>& free) {
    v1::ConfirmVacancyRequest request;
    request.set_name(absl::StrCat(kYunqi, "/centres/", centre));
    for (const auto& [group, seats] : free) {
      auto* vacancy = request.add_vacancies();
      vacancy->set_group(absl::StrCat(kYunqi, "/centres/", group));
      vacancy->set_free(seats);
    }
    return Send(&Stub::ConfirmVacancy, request, "CENTRE_MANAGER", request.name());
  }
  static v1::HeadCount HeadCountOf(int staff, int infant, const std::string& month = "2026-10") {
    v1::HeadCount head_count;
    head_count.set_survey_month(month);
    head_count.set_staff(staff);
    head_count.set_infant(infant);
    return head_count;
  }
  absl::StatusOr<v1::HeadCount> Submit(const v1::HeadCount& head_count,
                                       const std::string& firm = "91a") {
    v1::SubmitHeadCountRequest request;
    request.set_parent(absl::StrCat(kYunqi, "/firms/", firm));
    *request.mutable_head_count() = head_count;
    return Send(&Stub::SubmitHeadCount, request, "FIRM_HR", request.parent());
  }
  absl::StatusOr<v1::DemandForecast> Forecast(int months = 0) {
    v1::ForecastDemandRequest request;
    request.set_parent(kYunqi);
    request.set_months_ahead(months);
    return Call(&Stub::ForecastDemand, request);
  }
  absl::StatusOr<v1::GroupPreview> Preview(v1::Group::Kind kind, int seats,
                                           const std::string& centre = "a") {
    v1::PreviewGroupRequest request;
    request.set_parent(absl::StrCat(kYunqi, "/centres/", centre));
    request.set_kind(kind);
    request.set_seats(seats);
    return Call(&Stub::PreviewGroup, request);
  }
  // All resources of a kind, as the state has them.
  std::vector<std::string> State(const std::string& kind) {
    std::vector<std::string> found;
    type::v1::ListResourcesRequest request;
    request.set_parent(kYunqi);
    do {
      const auto page = Call(&Stub::ListResources, request, "OPS");
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      for (const auto& each : page->resources()) {
        if (each.ShortDebugString().find(kind) != std::string::npos) {
          found.push_back(each.ShortDebugString());
        }
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return found;
  }
};

TEST_P(ViabilityServiceTest, CountsOffersPlacesAndDaysMonthByMonth) {
  OpenCentre("A", {{"L1", v1::Group::LARGE, 20}});
  EnrolMany("A", 6, "A");
  AddChild("B100");
  ApplyOne(ApplicationMessage("B100", {"A"}));
  ASSERT_EQ(Offers().size(), 1u);
  const auto response = Occupied();
  ASSERT_EQ(response.occupancies_size(), 3);
  const v1::Occupancy& group = response.occupancies(2);
  EXPECT_EQ(group.group(), "parks/yunqi/centres/a/groups/l1");
  EXPECT_EQ(group.group_kind(), v1::Group::LARGE);
  EXPECT_EQ(group.seats(), 20);
  ASSERT_EQ(group.months_size(), 2);
  EXPECT_EQ(group.months(0).confirmed().children(), 6);
  EXPECT_EQ(group.months(0).confirmed().occupancy_bp(), 3000);
  EXPECT_TRUE(group.months(0).drafted().few());
  EXPECT_EQ(group.months(0).drafted().children(), 0);
  EXPECT_TRUE(group.months(0).under_floor());
  EXPECT_EQ(group.months(0).staff_needed(), 1);
  EXPECT_EQ(response.occupancies(0).months(0).confirmed().children(), 6);
  EXPECT_EQ(response.source().floor_bp(), 5000);
  EXPECT_EQ(response.source().confidence(), "SAMPLE");
  EXPECT_THAT(response.source().floor_source(), HasSubstr("jbaudit.go.jp"));
}

TEST_P(ViabilityServiceTest, APlaceThatBeginsLaterIsPlanned) {
  OpenCentre("A", {{"L1", v1::Group::LARGE, 20}});
  for (int i = 0; i < 5; ++i) {
    const std::string case_number = absl::StrCat("A", 100 + i);
    AddChild(case_number);
    ASSERT_EQ(
        ApplyOne(ApplicationMessage(case_number, {"A"}, "2026-09-20T08:00:00Z", "2026-11-02")),
        "CREATED");
  }
  for (const auto& [case_number, offer] : Offers()) ASSERT_TRUE(Accept(offer.name()).ok());
  const auto response = Occupied();
  EXPECT_EQ(response.occupancies(2).months(0).planned().children(), 0);
  EXPECT_EQ(response.occupancies(2).months(1).planned().children(), 5);
  directory_.SetToday("2026-11-02");
  EXPECT_EQ(Occupied().occupancies(2).months(1).confirmed().children(), 5);
}

TEST_P(ViabilityServiceTest, RealisedAreTheDaysOnWhichChildrenCame) {
  OpenCentre("A", {{"L1", v1::Group::LARGE, 10}});
  EnrolMany("A", 6, "A");
  directory_.SetToday("2026-10-09");
  ASSERT_TRUE(
      SetCalendar("2026", {"2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"})
          .ok());
  v1::BatchRecordAttendanceRequest request;
  request.set_parent(absl::StrCat(kYunqi, "/centres/a"));
  for (int i = 0; i < 6; ++i) {
    for (const char* date : {"2026-10-08", "2026-10-09"}) {
      auto* day = request.add_days();
      day->set_case_number(absl::StrCat("A", 100 + i));
      day->set_date(date);
      day->set_status(v1::AttendanceDay::PRESENT);
    }
  }
  ASSERT_TRUE(Send(&Stub::BatchRecordAttendance, request).ok());
  const auto month = Occupied().occupancies(2).months(0);
  EXPECT_EQ(month.opening_days(), 2);
  EXPECT_EQ(month.realised().children(), 6);
  EXPECT_EQ(month.realised().occupancy_bp(), 6000);
}

TEST_P(ViabilityServiceTest, ACentreSeesItsOwnAndPagesGoOn) {
  OpenCentre("A", {{"L1", v1::Group::LARGE, 20}, {"S1", v1::Group::SMALL, 10}});
  OpenCentre("B", {{"L1", v1::Group::LARGE, 20}});
  const auto own = Occupancies(absl::StrCat(kYunqi, "/centres/b"));
  ASSERT_TRUE(own.ok());
  ASSERT_EQ(own->occupancies_size(), 2);
  EXPECT_EQ(own->occupancies(0).centre(), "parks/yunqi/centres/b");
  std::vector<std::string> seen;
  std::string after;
  do {
    const auto page = Occupancies(kYunqi, "2026-10", "2026-11", after, 2);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const auto& each : page->occupancies()) {
      seen.push_back(absl::StrCat(each.centre(), " ", each.group()));
    }
    after = page->next_page_token();
  } while (!after.empty());
  EXPECT_EQ(seen.size(), 6u);
  EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), 6u);
  EXPECT_EQ(ReasonOf(Occupancies(absl::StrCat(kYunqi, "/centres/z")).status()), "CENTRE_NOT_FOUND");
}

TEST_P(ViabilityServiceTest, ARequestThatIsWrongSaysWhere) {
  const auto reason = [&](const std::string& from, const std::string& until) {
    const auto response = Occupancies(kYunqi, from, until);
    return absl::StrCat(ReasonOf(response.status()), " ", FailureOf(response.status())->field());
  };
  EXPECT_EQ(reason("", "2026-12"), "FIELD_REQUIRED from_month");
  EXPECT_EQ(reason("2026-13", "2026-12"), "FIELD_INVALID from_month");
  EXPECT_EQ(reason("2026-12", "2026-12"), "FIELD_INVALID until_month");
  EXPECT_EQ(reason("2026-10", "2029-11"), "FIELD_INVALID until_month");
  EXPECT_EQ(ReasonOf(Forecast(25).status()), "FIELD_INVALID");
  directory_.SetToday("2025-12-31");
  EXPECT_EQ(ReasonOf(Forecast().status()), "RULE_NOT_IN_FORCE");
}

TEST_P(ViabilityServiceTest, ACentreConfirmsWhatIsCounted) {
  OpenCentre("A", {{"L1", v1::Group::LARGE, 20}, {"S1", v1::Group::SMALL, 10}});
  Enrol("A100", {"A"});
  EXPECT_EQ(ReasonOf(Confirm("a", {}).status()), "FIELD_REQUIRED");
  EXPECT_EQ(ReasonOf(Confirm("a", {{"a/groups/l1", 19}}).status()), "FIELD_REQUIRED");
  EXPECT_EQ(
      ReasonOf(
          Confirm("a", {{"a/groups/l1", 19}, {"a/groups/s1", 10}, {"a/groups/z1", 1}}).status()),
      "GROUP_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Confirm("b", {{"b/groups/l1", 19}}).status()), "CENTRE_NOT_FOUND");
  const auto differs = Confirm("a", {{"a/groups/s1", 10}, {"a/groups/l1", 20}});
  EXPECT_EQ(ReasonOf(differs.status()), "VACANCY_DIFFERS");
  EXPECT_EQ(FailureOf(differs.status())->field(), "vacancies[1].free");
  EXPECT_TRUE(State("vacancyConfirmation").empty());

  const auto confirmed = Confirm("a", {{"a/groups/s1", 10}, {"a/groups/l1", 19}});
  ASSERT_TRUE(confirmed.ok()) << confirmed.status();
  EXPECT_EQ(confirmed->confirm_date(), "2026-10-01");
  EXPECT_EQ(confirmed->confirmed_by(), "CENTRE_MANAGER");
  EXPECT_EQ(Occupied().occupancies(1).vacancy_confirmed_date(), "2026-10-01");
  EXPECT_EQ(Occupied().occupancies(0).vacancy_confirmed_date(), "");
  EXPECT_EQ(State("vacancyConfirmation").size(), 1u);
}

TEST_P(ViabilityServiceTest, ASearchSaysWhenACentreConfirmed) {
  OpenCentre("A", {{"L1", v1::Group::LARGE, 20}});
  OpenCentre("B", {{"S1", v1::Group::SMALL, 10}});
  v1::SearchCentresRequest search;
  search.set_parent(kYunqi);
  search.mutable_home()->set_latitude_micro(30'100'000);
  search.mutable_home()->set_longitude_micro(126'200'000);
  search.set_mode(v1::FOOT);
  search.set_age_months(27);
  auto found = Call(&Stub::SearchCentres, search);
  ASSERT_TRUE(found.ok()) << found.status();
  ASSERT_EQ(found->results_size(), 1);
  ASSERT_EQ(found->passed_over_size(), 1);
  EXPECT_EQ(found->results(0).vacancy_confirmed_date(), "");
  ASSERT_TRUE(Confirm("a", {{"a/groups/l1", 20}}).ok());
  ASSERT_TRUE(Confirm("b", {{"b/groups/s1", 10}}).ok());
  found = Call(&Stub::SearchCentres, search);
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->results(0).vacancy_confirmed_date(), "2026-10-01");
  EXPECT_EQ(found->passed_over(0).vacancy_confirmed_date(), "2026-10-01");
}

TEST_P(ViabilityServiceTest, AFirmSaysNumbersAndNobodyIsTold) {
  const auto said = Submit(HeadCountOf(400, 9));
  ASSERT_TRUE(said.ok()) << said.status();
  EXPECT_EQ(said->name(), "parks/yunqi/firms/91a/headCounts/2026-10");
  EXPECT_EQ(said->staff() + said->infant(), 0);
  EXPECT_EQ(Submit(HeadCountOf(400, 8))->revision(), 2);
  EXPECT_THAT(State("headCounts"), ::testing::ElementsAre(HasSubstr("2026-10")));

  EXPECT_EQ(ReasonOf(Submit(HeadCountOf(0, 1)).status()), "FIELD_REQUIRED");
  EXPECT_EQ(ReasonOf(Submit(HeadCountOf(1, -1)).status()), "FIELD_INVALID");
  EXPECT_EQ(ReasonOf(Submit(HeadCountOf(3, 7)).status()), "HEAD_COUNT_OVER_STAFF");
  EXPECT_EQ(ReasonOf(Submit(HeadCountOf(30, 7), "77").status()), "FIRM_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Submit(HeadCountOf(30, 7, "2026-11")).status()), "HEAD_COUNT_MONTH_WRONG");
  EXPECT_EQ(ReasonOf(Submit(HeadCountOf(30, 7, "2025-09")).status()), "HEAD_COUNT_MONTH_WRONG");

  type::v1::ListEventsRequest request;
  request.set_parent(kYunqi);
  const auto events = Call(&Stub::ListEvents, request);
  ASSERT_TRUE(events.ok());
  for (const auto& event : events->events()) {
    v1::HeadCount payload;
    if (!event.payload().UnpackTo(&payload)) continue;
    EXPECT_EQ(payload.staff() + payload.infant(), 0);
  }
}

TEST_P(ViabilityServiceTest, TheDemandOfAParkIsInMultiplesOfFiveAndComesTwiceTheSame) {
  OpenCentre("A", {{"L1", v1::Group::LARGE, 20}});
  EnrolMany("A", 13, "A");
  for (int i = 0; i < 22; ++i) AddChild(absl::StrCat("N", 100 + i), "2026-02-10");
  ASSERT_TRUE(Submit(HeadCountOf(400, 31)).ok());
  const auto forecast = Forecast(6);
  ASSERT_TRUE(forecast.ok()) << forecast.status();
  std::map<std::string, int> counts;
  for (const auto& each : forecast->counts()) {
    EXPECT_EQ(each.children() % 5, 0);
    counts[absl::StrCat(each.from_months(), each.applied() ? "+" : "-")] += each.children();
  }
  EXPECT_EQ(counts["24+"], 10);  // 13 children.
  EXPECT_EQ(counts["6-"], 30);   // 31 of them by the firm's word.
  ASSERT_EQ(forecast->months_size(), 6);
  EXPECT_EQ(forecast->months(0).month(), "2026-11");
  ASSERT_EQ(forecast->months(0).demands_size(), 5);
  const v1::DemandOfKind& large = forecast->months(0).demands(2);
  EXPECT_EQ(large.group_kind(), v1::Group::LARGE);
  EXPECT_EQ(large.seats(), 20);
  EXPECT_LE(large.low(), large.expected());
  EXPECT_LE(large.expected(), large.high());
  EXPECT_GE(large.high(), 10);
  EXPECT_FALSE(forecast->months(0).demands(0).has_occupancy());
  EXPECT_EQ(forecast->coverage_bp(), 8000);
  const auto again = Forecast(6);
  ASSERT_TRUE(again.ok());
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(*forecast, *again));
}

TEST_P(ViabilityServiceTest, OneFamilyMoreOrLessIsNotSeen) {
  OpenCentre("A", {{"L1", v1::Group::LARGE, 20}});
  EnrolMany("A", 11, "A");
  const auto before = Forecast(3);
  ASSERT_TRUE(before.ok());
  AddChild("B100", "2024-06-15");
  AddChild("B101", "2026-06-15");
  const auto after = Forecast(3);
  ASSERT_TRUE(after.ok());
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(*before, *after));
}

TEST_P(ViabilityServiceTest, ANewGroupIsTriedAndNothingIsStored) {
  OpenCentre("A", {{"L1", v1::Group::LARGE, 20}});
  const int64_t written = RowsWritten();
  const auto preview = Preview(v1::Group::LARGE, 20);
  ASSERT_TRUE(preview.ok()) << preview.status();
  EXPECT_EQ(preview->months_size(), 24);
  EXPECT_EQ(preview->seats_there(), 20);
  EXPECT_EQ(preview->months_under_floor(), 24);
  EXPECT_EQ(preview->months(0).occupancy().warning(), v1::OccupancyRange::NEARLY_CERTAIN);
  EXPECT_EQ(RowsWritten(), written);
  EXPECT_EQ(ReasonOf(Preview(v1::Group::LARGE, 21).status()), "CAPACITY_OVER_BAND");
  EXPECT_EQ(ReasonOf(Preview(v1::Group::LARGE, 0).status()), "FIELD_REQUIRED");
  EXPECT_EQ(ReasonOf(Preview(v1::Group::KIND_UNSPECIFIED, 9).status()), "FIELD_REQUIRED");
  EXPECT_EQ(ReasonOf(Preview(v1::Group::LARGE, 9, "z").status()), "CENTRE_NOT_FOUND");
}

// In parks of one to nine children, in which everybody has a name to look for.
TEST_P(ViabilityServiceTest, NoReplySaysWhoOrHowFewTheyAre) {
  OpenCentre("A", {{"L1", v1::Group::LARGE, 20}, {"S1", v1::Group::SMALL, 15}});
  for (int i = 0; i < 9; ++i) {
    const std::string case_number = absl::StrCat("CANARY", 100 + i);
    AddChild(case_number, i % 3 == 0 ? "2025-06-15" : "2024-06-15");
    ASSERT_EQ(ApplyOne(ApplicationMessage(case_number, {"A"})), "CREATED");
    const auto offers = Offers();
    if (i % 4 != 3) {
      ASSERT_TRUE(Accept(offers.at(case_number).name()).ok());
    }
    v1::HeadCount few = HeadCountOf(60 + i, i % 4);
    few.set_newborn(2);
    const auto said = Submit(few);
    ASSERT_TRUE(said.ok()) << said.status();
    const auto occupied = Occupied();
    const auto forecast = Forecast(24);
    const auto preview = Preview(v1::Group::SMALL, 15);
    ASSERT_TRUE(forecast.ok() && preview.ok());
    for (const Message* reply :
         std::initializer_list<const Message*>{&*said, &occupied, &*forecast, &*preview}) {
      for (const char* canary : {"CANARY", "canary", "fam-", "child-", "91a/employees"}) {
        EXPECT_THAT(reply->ShortDebugString(), Not(HasSubstr(canary)));
      }
      ForEachCount(*reply, [&](const std::string& field, int64_t count) {
        EXPECT_TRUE(count == 0 || count >= 5) << field << " is " << count;
      });
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Engines, ViabilityServiceTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace tuoqiao::places
