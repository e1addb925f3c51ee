#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "services/common/db/testing/postgres_server.h"
#include "services/common/resource_name.h"
#include "services/places/finding/testing_engine.h"
#include "services/places/testing_places.h"

namespace tuoqiao::places {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// The centres of CentreMessage stand at 30.1, 126.2.
constexpr int64_t kLatitude = 30'100'000, kLongitude = 126'200'000;

class SearchServiceTest : public PlacesFixture, public ::testing::Test {
 protected:
  using PlacesFixture::PlacesFixture;

  // Its door is so many thousandths of a degree north of the first one's.
  v1::Centre Open(const std::string& code, int64_t north, int seats = 5,
                  const std::function<void(v1::Centre&)>& more = nullptr) {
    v1::Centre centre = CentreMessage(code, {{"L1", v1::Group::LARGE, seats}});
    centre.set_latitude_micro(kLatitude + north * 1000);
    auto* hours = centre.add_opening_hours();
    for (int day = 1; day <= 5; ++day) hours->add_weekdays(day);
    hours->set_open_minute(450);
    hours->set_close_minute(1110);
    if (more) more(centre);
    const auto opened = SetCentre(centre);
    EXPECT_TRUE(opened.ok()) << opened.status();
    return opened.ok() ? *opened : v1::Centre();
  }

  // A child of 27 months; home at the first centre's door, work a kilometre north.
  static v1::SearchCentresRequest Request() {
    v1::SearchCentresRequest request;
    request.set_parent(kYunqi);
    request.mutable_home()->set_latitude_micro(kLatitude);
    request.mutable_home()->set_longitude_micro(kLongitude);
    request.mutable_work()->set_latitude_micro(kLatitude + 9000);
    request.mutable_work()->set_longitude_micro(kLongitude);
    request.set_mode(v1::FOOT);
    request.set_birth_date("2024-06-15");
    request.set_start_date("2026-10-15");
    return request;
  }
  absl::StatusOr<v1::SearchCentresResponse> Search(
      const v1::SearchCentresRequest& request, const std::string& role = "PARENT",
      const std::string& scope = "parks/yunqi/families/fam-1") {
    return Call(&Stub::SearchCentres, request, role, scope);
  }
  v1::SearchCentresResponse Found(const v1::SearchCentresRequest& request) {
    const auto response = Search(request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : v1::SearchCentresResponse();
  }
  // The ids of results, best first.
  static std::vector<std::string> Ids(
      const google::protobuf::RepeatedPtrField<v1::FoundCentre>& found) {
    std::vector<std::string> ids;
    for (const auto& each : found) ids.push_back(LastPart(each.centre()));
    return ids;
  }
  std::vector<std::string> Results(const v1::SearchCentresRequest& request) {
    return Ids(Found(request).results());
  }
  static std::vector<std::string> Codes(const v1::FoundCentre& found) {
    std::vector<std::string> codes;
    for (const auto& each : found.reasons()) codes.push_back(each.code());
    return codes;
  }
  std::string Refusal(const v1::SearchCentresRequest& request) {
    const auto response = Search(request);
    if (response.ok()) return "";
    const auto failure = FailureOf(response.status());
    return absl::StrCat(ReasonOf(response.status()), " ",
                        failure.has_value() ? failure->field() : "");
  }
};

TEST_F(SearchServiceTest, ACentreSaysWhenItIsOpenAndWhatItOffers) {
  const v1::Centre centre = Open("A", 0, 5, [](v1::Centre& said) {
    said.add_languages("zh");
    said.add_languages("en");
    said.set_inclusive(true);
    said.add_care_kinds(v1::HALF_DAY);
    said.add_care_kinds(v1::FULL_DAY);
    auto* saturday = said.add_opening_hours();
    saturday->add_weekdays(6);
    saturday->set_open_minute(0);
    saturday->set_close_minute(1440);
  });
  v1::GetCentreRequest get;
  get.set_name(centre.name());
  const auto found = Call(&Stub::GetCentre, get);
  ASSERT_TRUE(found.ok());
  EXPECT_THAT(found->languages(), ElementsAre("en", "zh"));
  EXPECT_TRUE(found->inclusive());
  EXPECT_THAT(found->care_kinds(), ElementsAre(v1::FULL_DAY, v1::HALF_DAY));
  ASSERT_EQ(found->opening_hours_size(), 2);
  EXPECT_THAT(found->opening_hours(0).weekdays(), ElementsAre(6));
  EXPECT_EQ(found->opening_hours(0).close_minute(), 1440);
  EXPECT_THAT(found->opening_hours(1).weekdays(), ElementsAre(1, 2, 3, 4, 5));
  // The same said again, in another order, changes nothing.
  v1::Centre again = *found;
  again.clear_languages();
  again.add_languages("zh");
  again.add_languages("en");
  again.mutable_opening_hours()->SwapElements(0, 1);
  EXPECT_EQ(SetCentre(again)->revision(), centre.revision());
  again.set_inclusive(false);
  EXPECT_EQ(SetCentre(again)->revision(), centre.revision() + 1);
}

TEST_F(SearchServiceTest, WhatIsWrongWithACentresHoursIsNamed) {
  struct Case {
    std::function<void(v1::Centre&)> spoil;
    const char* refusal;
  };
  const std::string path = "centre.opening_hours[0]";
  for (const Case& each : std::vector<Case>{
           {[](v1::Centre& c) { c.mutable_opening_hours(0)->clear_weekdays(); },
            "FIELD_REQUIRED centre.opening_hours[0].weekdays"},
           {[](v1::Centre& c) { c.mutable_opening_hours(0)->set_weekdays(2, 8); },
            "FIELD_INVALID centre.opening_hours[0].weekdays[2]"},
           {[](v1::Centre& c) { c.mutable_opening_hours(0)->set_weekdays(2, 1); },
            "FIELD_INVALID centre.opening_hours[0].weekdays[2]"},
           {[](v1::Centre& c) { c.mutable_opening_hours(0)->set_open_minute(-1); },
            "FIELD_INVALID centre.opening_hours[0].open_minute"},
           {[](v1::Centre& c) { c.mutable_opening_hours(0)->set_close_minute(1441); },
            "FIELD_INVALID centre.opening_hours[0].close_minute"},
           {[](v1::Centre& c) { c.mutable_opening_hours(0)->set_close_minute(450); },
            "FIELD_INVALID centre.opening_hours[0].close_minute"},
           {[](v1::Centre& c) {
              auto* more = c.add_opening_hours();
              more->add_weekdays(5);
              more->set_open_minute(1100);
              more->set_close_minute(1200);
            },
            "FIELD_INVALID centre.opening_hours[1]"},
           {[](v1::Centre& c) { c.add_languages("Chinese"); }, "FIELD_INVALID centre.languages[0]"},
           {[](v1::Centre& c) { c.add_languages("zh-"); }, "FIELD_INVALID centre.languages[0]"},
           {[](v1::Centre& c) { c.add_languages("z1"); }, "FIELD_INVALID centre.languages[0]"},
           {[](v1::Centre& c) {
              c.add_languages("zh");
              c.add_languages("ZH");
            },
            "FIELD_INVALID centre.languages[1]"},
           {[](v1::Centre& c) { c.add_care_kinds(v1::CARE_KIND_UNSPECIFIED); },
            "FIELD_REQUIRED centre.care_kinds[0]"},
           {[](v1::Centre& c) { c.add_care_kinds(static_cast<v1::CareKind>(77)); },
            "FIELD_INVALID centre.care_kinds[0]"},
           {[](v1::Centre& c) {
              c.add_care_kinds(v1::LATE);
              c.add_care_kinds(v1::LATE);
            },
            "FIELD_INVALID centre.care_kinds[1]"},
       }) {
    v1::Centre centre = CentreMessage("A", {});
    auto* hours = centre.add_opening_hours();
    for (int day = 1; day <= 5; ++day) hours->add_weekdays(day);
    hours->set_open_minute(450);
    hours->set_close_minute(1110);
    each.spoil(centre);
    const auto set = SetCentre(centre);
    ASSERT_FALSE(set.ok()) << each.refusal;
    EXPECT_EQ(absl::StrCat(ReasonOf(set.status()), " ", FailureOf(set.status())->field()),
              each.refusal);
  }
}

TEST_F(SearchServiceTest, CentresComeInTheOrderOfTheDetour) {
  Open("A", 0);
  Open("B", 5);
  Open("C", 14);
  Open("FAR", 60);
  const v1::SearchCentresResponse found = Found(Request());
  EXPECT_THAT(Ids(found.results()), ElementsAre("a", "b", "c"));
  EXPECT_EQ(found.near(), 3);
  EXPECT_EQ(found.fitting(), 3);
  EXPECT_EQ(found.as_of_time(), "2026-10-01T00:00:00Z");
  EXPECT_EQ(found.travel().engine(), "STRAIGHT_LINE");
  EXPECT_EQ(found.travel().confidence(), "SAMPLE");
  EXPECT_EQ(found.travel().pack_sha256().size(), 64u);
  const v1::FoundCentre& last = found.results(2);
  // 556 m beyond work: 1,557 + 556 - 1,001 m at 1,040 s a kilometre.
  EXPECT_NEAR(last.detour_seconds(), 1156, 2);
  EXPECT_EQ(last.to_seconds() + last.onward_seconds() - last.direct_seconds(),
            last.detour_seconds());
  EXPECT_THAT(Codes(last), ElementsAre("NEAR", "DETOUR", "SEAT_FREE", "CARE_KIND"));
  EXPECT_THAT(last.reasons(2).sentence_en(), HasSubstr("5 of its large-group seats"));
  EXPECT_EQ(last.points(), last.parts(0).points());
}

TEST_F(SearchServiceTest, WhoDoesNotFitIsShownWithTheReason) {
  Open("A", 0, 5, [](v1::Centre& c) { c.clear_opening_hours(); });
  Open("B", 2, 5, [](v1::Centre& c) { c.mutable_opening_hours(0)->set_close_minute(960); });
  Open("C", 4, 0);
  Open("D", 6, 5, [](v1::Centre& c) { c.mutable_groups(0)->set_kind(v1::Group::INFANT); });
  Open("E", 8);
  v1::SearchCentresRequest request = Request();
  request.mutable_shift()->set_open_minute(540);
  request.mutable_shift()->set_close_minute(1050);
  const v1::SearchCentresResponse found = Found(request);
  EXPECT_THAT(Ids(found.results()), ElementsAre("e"));
  EXPECT_THAT(Codes(found.results(0)),
              ElementsAre("NEAR", "DETOUR", "OPEN_FOR_SHIFT", "SEAT_FREE", "CARE_KIND"));
  EXPECT_EQ(found.not_fitting(), 4);
  std::map<std::string, std::string> first;
  for (const auto& each : found.passed_over()) first[Ids({&each, &each + 1})[0]] = Codes(each)[0];
  EXPECT_EQ(first, (std::map<std::string, std::string>{{"a", "HOURS_UNKNOWN"},
                                                       {"b", "CLOSED_AT_PICK_UP"},
                                                       {"c", "NO_FREE_SEAT"},
                                                       {"d", "NO_GROUP_OF_AGE"}}));
}

TEST_F(SearchServiceTest, ACentreThatIsClosedAtTheStartIsPassedOver) {
  for (const char* code : {"A", "B", "C"}) Open(code, 0, 5);
  const auto close = [&](const std::string& centre, const std::vector<std::string>& days) {
    v1::SetClosureRequest request;
    request.mutable_closure()->set_name(
        absl::StrCat(kYunqi, "/centres/", centre, "/closures/works"));
    for (const std::string& day : days) request.mutable_closure()->add_dates(day);
    request.mutable_closure()->set_kind(v1::Closure::PLANNED);
    request.mutable_closure()->set_reason("装修");
    request.mutable_closure()->set_refund(v1::Closure::AS_CENTRE_CLOSED);
    EXPECT_TRUE(Send(&Stub::SetClosure, request).ok());
  };
  // From Thursday the 1st, which the park's calendar closes: the first day is Friday.
  ASSERT_TRUE(SetCalendar("2026", {"2026-10-01"}).ok());
  close("a", {"2026-10-02"});
  close("b", {"2026-10-05"});
  std::vector<std::string> october;
  for (absl::CivilDay day(2026, 10, 1); day < absl::CivilDay(2026, 11, 1); ++day) {
    october.push_back(absl::FormatCivilTime(day));
  }
  close("c", october);
  v1::SearchCentresRequest request = Request();
  request.set_start_date("2026-10-01");
  const v1::SearchCentresResponse found = Found(request);
  EXPECT_THAT(Ids(found.results()), ElementsAre("b"));
  std::map<std::string, std::string> first;
  for (const auto& each : found.passed_over()) first[Ids({&each, &each + 1})[0]] = Codes(each)[0];
  EXPECT_EQ(first, (std::map<std::string, std::string>{{"a", "CLOSED_AT_START"},
                                                       {"c", "CLOSED_ALL_DAYS"}}));
}

TEST_F(SearchServiceTest, SeatsAreCountedAsTheyStand) {
  Open("A", 0, 1);
  EXPECT_THAT(Results(Request()), ElementsAre("a"));
  const v1::Enrolment place = Enrol("CHILD-1", {"A"});
  EXPECT_THAT(Results(Request()), IsEmpty());
  ASSERT_TRUE(End(place.name(), "2026-11-20").ok());
  const v1::SearchCentresResponse later = Found(Request());
  ASSERT_THAT(Ids(later.results()), ElementsAre("a"));
  EXPECT_EQ(later.results(0).vacancies(0).from_date(), "2026-12-01");
  EXPECT_EQ(later.results(0).vacancies(0).free(), 1);
  // Two months of waiting, and the last seat.
  EXPECT_EQ(later.results(0).points(), 2 * 500 + 100);
}

TEST_F(SearchServiceTest, AHeldOfferTakesItsSeat) {
  Open("A", 0, 1);
  AddChild("CHILD-1");
  ASSERT_EQ(ApplyOne(ApplicationMessage("CHILD-1", {"A"})), "CREATED");
  ASSERT_EQ(Offers().size(), 1u);
  EXPECT_THAT(Results(Request()), IsEmpty());
  directory_.SetToday("2026-10-05");  // Its hold is over.
  EXPECT_THAT(Results(Request()), ElementsAre("a"));
}

TEST_F(SearchServiceTest, ACentreThatChangesIsSeenAtOnce) {
  Open("A", 0);
  EXPECT_THAT(Results(Request()), ElementsAre("a"));
  Open("B", 5);
  EXPECT_THAT(Results(Request()), ElementsAre("a", "b"));
  Open("A", 100);
  EXPECT_THAT(Results(Request()), ElementsAre("b"));
}

TEST_F(SearchServiceTest, PricesChangeTheOrder) {
  const std::string a = Open("A", 0).name(), b = Open("B", 14).name();
  v1::SearchCentresRequest request = Request();
  EXPECT_THAT(Results(request), ElementsAre("a", "b"));
  for (const auto& [centre, minor] : {std::pair(a, 300000), std::pair(b, 100000)}) {
    auto* price = request.add_prices();
    price->set_centre(centre);
    price->set_group_kind("LARGE");
    price->set_family_minor(minor);
  }
  const v1::SearchCentresResponse found = Found(request);
  EXPECT_THAT(Ids(found.results()), ElementsAre("b", "a"));
  EXPECT_EQ(found.results(0).family_minor(), 100000);
  EXPECT_THAT(Codes(found.results(0)),
              ElementsAre("NEAR", "DETOUR", "SEAT_FREE", "PRICE", "CARE_KIND"));
}

TEST_F(SearchServiceTest, AChildOfTheParkIsKnownByItsName) {
  const auto reserve = [](v1::Centre& centre) {
    auto* pool = centre.mutable_groups(0)->mutable_pools(0);
    pool->set_kind("RESERVED");
    pool->set_firm(absl::StrCat(kYunqi, "/firms/91a"));
  };
  Open("A", 0, 5, reserve);
  EXPECT_THAT(Results(Request()), IsEmpty());
  v1::SearchCentresRequest request = Request();
  request.set_firm(absl::StrCat(kYunqi, "/firms/91a"));
  EXPECT_THAT(Results(request), ElementsAre("a"));
  const auto facts = AddChild("CHILD-1");
  request = Request();
  request.clear_birth_date();
  request.set_child(facts.child());
  // By its own family, and by nobody else's.
  EXPECT_EQ(ReasonOf(Search(request).status()), "CHILD_NOT_FOUND");
  const auto own = Search(request, "PARENT", facts.family());
  ASSERT_TRUE(own.ok()) << own.status();
  EXPECT_THAT(Ids(own->results()), ElementsAre("a"));
  EXPECT_TRUE(Search(request, "PARK_ADMIN", kYunqi).ok());
  request.set_child(absl::StrCat(facts.family(), "/children/nobody"));
  EXPECT_EQ(ReasonOf(Search(request, "PARENT", facts.family()).status()), "CHILD_NOT_FOUND");
}

TEST_F(SearchServiceTest, ASiblingsCentreIsOnTheWay) {
  Open("A", 0);
  const std::string far = Open("C", 14).name();
  v1::SearchCentresRequest request = Request();
  EXPECT_GT(Found(request).results(1).detour_seconds(), 1000);
  request.add_sibling_centres(far);
  const v1::SearchCentresResponse found = Found(request);
  EXPECT_THAT(Ids(found.results()), UnorderedElementsAre("a", "c"));
  for (const auto& each : found.results()) EXPECT_EQ(each.detour_seconds(), 0);
  request.add_sibling_centres(absl::StrCat(kYunqi, "/centres/gone"));
  EXPECT_EQ(ReasonOf(Search(request).status()), "CENTRE_NOT_FOUND");
}

TEST_F(SearchServiceTest, ALimitHoldsForBothLists) {
  for (int i = 0; i < 25; ++i) Open(absl::StrCat("F", i), 0);
  for (int i = 0; i < 25; ++i) Open(absl::StrCat("N", i), 1, 0);
  v1::SearchCentresRequest request = Request();
  EXPECT_EQ(Found(request).results_size(), 20);
  EXPECT_EQ(Found(request).passed_over_size(), 20);
  EXPECT_EQ(Found(request).fitting(), 25);
  EXPECT_EQ(Found(request).not_fitting(), 25);
  request.set_limit(3);
  EXPECT_EQ(Found(request).results_size(), 3);
  request.set_limit(100);
  EXPECT_EQ(Found(request).results_size(), 25);
}

TEST_F(SearchServiceTest, WhatIsWrongWithARequestIsNamed) {
  struct Case {
    std::function<void(v1::SearchCentresRequest&)> spoil;
    const char* refusal;
  };
  using R = v1::SearchCentresRequest;
  for (const Case& each : std::vector<Case>{
           {[](R& r) { r.clear_home(), r.clear_work(); }, "FIELD_REQUIRED home"},
           {[](R& r) { r.mutable_home()->Clear(); }, "LOCATION_INVALID home.latitude_micro"},
           {[](R& r) { r.mutable_work()->set_latitude_micro(90'000'001); },
            "LOCATION_INVALID work.latitude_micro"},
           {[](R& r) { r.mutable_grandparent(); }, "LOCATION_INVALID grandparent.latitude_micro"},
           {[](R& r) { r.clear_mode(); }, "FIELD_REQUIRED mode"},
           {[](R& r) { r.set_mode(static_cast<v1::TravelMode>(9)); }, "FIELD_INVALID mode"},
           {[](R& r) { r.mutable_shift(); }, "FIELD_INVALID shift.close_minute"},
           {[](R& r) { r.add_languages("?"); }, "FIELD_INVALID languages[0]"},
           {[](R& r) { r.set_care_kind(static_cast<v1::CareKind>(9)); }, "FIELD_INVALID care_kind"},
           {[](R& r) { r.add_sibling_centres("parks/other/centres/a"); },
            "FIELD_INVALID sibling_centres[0]"},
           {[](R& r) { r.clear_birth_date(); }, "FIELD_REQUIRED birth_date"},
           {[](R& r) { r.set_birth_date("15.6.2024"); }, "FIELD_INVALID birth_date"},
           {[](R& r) { r.clear_birth_date(), r.set_age_months(121); }, "FIELD_INVALID age_months"},
           {[](R& r) { r.set_needs_level(3); }, "FIELD_INVALID needs_level"},
           {[](R& r) { r.set_firm("parks/other/firms/91a"); }, "FIELD_INVALID firm"},
           {[](R& r) { r.set_child("parks/other/families/f/children/c"); }, "FIELD_INVALID child"},
           {[](R& r) { r.set_start_date("2026-09-30"); }, "FIELD_INVALID start_date"},
           {[](R& r) { r.add_prices()->set_centre("x"); }, "FIELD_INVALID prices[0].centre"},
           {[](R& r) { r.set_limit(101); }, "FIELD_INVALID limit"},
       }) {
    R request = Request();
    each.spoil(request);
    EXPECT_EQ(Refusal(request), each.refusal);
  }
}

TEST_F(SearchServiceTest, ASearchWritesNothing) {
  Open("A", 0);
  const int64_t written = RowsWritten();
  Found(Request());
  EXPECT_EQ(RowsWritten(), written);
}

TEST_F(SearchServiceTest, AnAgeIsThatOfTheFirstDay) {
  Open("A", 0);
  v1::SearchCentresRequest request = Request();
  request.clear_birth_date();
  request.set_age_months(24);
  EXPECT_THAT(Results(request), ElementsAre("a"));
  request.set_age_months(23);
  // It is 24 months old on the first of the month after next.
  const v1::SearchCentresResponse found = Found(request);
  ASSERT_EQ(found.results_size(), 1);
  EXPECT_EQ(found.results(0).vacancies(0).from_date(), "2026-12-01");
  request.set_age_months(36);
  EXPECT_EQ(Codes(Found(request).passed_over(0))[0], "NO_GROUP_OF_AGE");
}

// Two processes on one database: what one changes the other sees at its next search.
TEST(SearchReplicasTest, ACentreThatAnotherProcessChangedIsSeen) {
  const auto open = [] {
    return *db::OpenPostgres({testing::SharedPostgresServer().conninfo(), "search_replicas", 4});
  };
  class Replica : public SearchServiceTest {
   public:
    using SearchServiceTest::Open;
    using SearchServiceTest::Request;
    using SearchServiceTest::Results;
    using SearchServiceTest::SearchServiceTest;

   private:
    void TestBody() override {}
  };
  Replica one(open()), other(open());
  one.Open("A", 0, 5, [](v1::Centre& centre) {
    centre.add_languages("zh");
    centre.add_care_kinds(v1::FULL_DAY);
  });
  EXPECT_THAT(other.Results(Replica::Request()), ElementsAre("a"));
  one.Open("B", 5);
  EXPECT_THAT(other.Results(Replica::Request()), ElementsAre("a", "b"));
  EXPECT_THAT(one.Results(Replica::Request()), ElementsAre("a", "b"));
}

// ---- By an engine.

class EngineSearchTest : public SearchServiceTest,
                         public ::testing::WithParamInterface<const char*> {
 protected:
  explicit EngineSearchTest(
      std::unique_ptr<EngineEmulator> emulator = std::make_unique<EngineEmulator>())
      : SearchServiceTest(nullptr, {GetParam(), {{"FOOT", emulator->address()}}, 2000}),
        emulator_(std::move(emulator)) {}

  const std::unique_ptr<EngineEmulator> emulator_;
};

TEST_P(EngineSearchTest, TimesAreTheEngines) {
  Open("A", 0);
  Open("C", 14);
  const v1::SearchCentresResponse found = Found(Request());
  EXPECT_EQ(found.travel().engine(), GetParam());
  EXPECT_EQ(found.travel().fallback_reason(), "");
  ASSERT_THAT(Ids(found.results()), ElementsAre("a", "c"));
  // A metre a second: 1,557 + 556 - 1,001.
  EXPECT_EQ(found.results(1).to_seconds(), 1557);
  EXPECT_EQ(found.results(1).detour_seconds(), 1112);
}

TEST_P(EngineSearchTest, WhereTheEngineFailsTheModelAnswersAndSaysSo) {
  Open("A", 0);
  Open("C", 14);
  for (const auto habit : {EngineEmulator::Habit::kErrorInside, EngineEmulator::Habit::kBusy}) {
    emulator_->habit = habit;
    const v1::SearchCentresResponse found = Found(Request());
    EXPECT_EQ(found.travel().engine(), "STRAIGHT_LINE");
    EXPECT_EQ(found.travel().fallback_reason(), "ENGINE_FAILED");
    EXPECT_THAT(Ids(found.results()), ElementsAre("a", "c"));
  }
}

TEST_P(EngineSearchTest, AModeWithoutAnEngineGoesByTheModel) {
  Open("A", 0);
  v1::SearchCentresRequest request = Request();
  request.set_mode(v1::BUS);
  const v1::SearchCentresResponse found = Found(request);
  EXPECT_EQ(found.travel().engine(), "STRAIGHT_LINE");
  EXPECT_EQ(found.travel().fallback_reason(), "");
  EXPECT_EQ(emulator_->requests, 0);
}

TEST_P(EngineSearchTest, WhatHasNoRoadIsPassedOver) {
  Open("A", 0);
  Open("S", -8);
  emulator_->no_road_below_micro = kLatitude;
  const v1::SearchCentresResponse found = Found(Request());
  EXPECT_THAT(Ids(found.results()), ElementsAre("a"));
  ASSERT_THAT(Ids(found.passed_over()), ElementsAre("s"));
  EXPECT_EQ(Codes(found.passed_over(0))[0], "NO_WAY");
}

INSTANTIATE_TEST_SUITE_P(Engines, EngineSearchTest, ::testing::Values("OSRM", "VALHALLA"),
                         [](const auto& info) { return std::string(info.param); });

}  // namespace
}  // namespace tuoqiao::places
