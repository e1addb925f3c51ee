// Many families at once for few seats, on both engines.
#include <gtest/gtest.h>

#include <thread>

#include "services/places/testing_engines.h"
#include "services/places/testing_places.h"

namespace tuoqiao::places {
namespace {

constexpr int kClients = 64;

class RushTest : public ::testing::TestWithParam<std::string>, protected PlacesFixture {
 protected:
  RushTest() : PlacesFixture(OpenEngine(GetParam(), "rush")) {}

  // What each of the offers came to, by reason; accepted all at the same moment.
  std::map<std::string, int> Rush(const std::vector<std::string>& offers) {
    std::vector<std::string> reasons(offers.size());
    std::atomic<bool> open{false};
    std::vector<std::thread> clients;
    for (size_t i = 0; i < offers.size(); ++i) {
      clients.emplace_back([&, i] {
        while (!open) std::this_thread::yield();
        const auto enrolment = Accept(offers[i]);
        reasons[i] = enrolment.ok() ? "OK" : ReasonOf(enrolment.status());
        if (reasons[i].empty()) reasons[i] = std::string(enrolment.status().message());
      });
    }
    open = true;
    for (std::thread& each : clients) each.join();
    std::map<std::string, int> counts;
    for (const std::string& each : reasons) ++counts[each];
    return counts;
  }
  void Wait(const std::string& case_number, const std::string& centre,
            const std::string& programme = "care") {
    EXPECT_EQ(ApplyOne(ApplicationMessage(case_number, {centre}), programme), "CREATED");
  }
  // Offers one seat of a group of 20 after the other, until 64 families have one that is open and
  // none of them is held any more.
  std::vector<std::string> OfferToMany() {
    OpenCentre("C001", {{"L01", v1::Group::LARGE, 20}});
    for (int i = 0; i < kClients; ++i) {
      const std::string case_number = absl::StrCat("A", 100 + i);
      AddChild(case_number);
      Wait(case_number, "C001");
    }
    std::vector<std::string> offers;
    for (const char* day : {"2026-10-01", "2026-10-04", "2026-10-07", "2026-10-10"}) {
      directory_.SetToday(day);
      for (const auto& [case_number, offer] : Offers()) offers.push_back(offer.name());
    }
    directory_.SetToday("2026-10-13");
    EXPECT_EQ(offers.size(), static_cast<size_t>(kClients));
    return offers;
  }
};

TEST_P(RushTest, OneOfSixtyFourFamiliesGetsTheLastSeat) {
  const std::vector<std::string> offers = OfferToMany();
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 1}});
  EXPECT_EQ(Rush(offers), (std::map<std::string, int>{{"OK", 1}, {"SEAT_TAKEN", kClients - 1}}));
  EXPECT_EQ(Enrolments().size(), 1u);
  EXPECT_EQ(Taken("c001"), 1);
}

TEST_P(RushTest, AsManyGetASeatAsThereAreSeats) {
  const std::vector<std::string> offers = OfferToMany();
  EXPECT_EQ(Rush(offers), (std::map<std::string, int>{{"OK", 20}, {"SEAT_TAKEN", kClients - 20}}));
  EXPECT_EQ(Taken("c001"), 20);
}

TEST_P(RushTest, AChildThatIsAcceptedInSixtyFourGroupsAtOnceHasOnePlace) {
  AddChild("A1");
  for (int i = 0; i < kClients; ++i) {
    const std::string centre = absl::StrCat("C", 100 + i);
    OpenCentre(centre, {{"L01", v1::Group::LARGE, 1}});
    Wait("A1", centre, absl::StrCat("care-", i));
  }
  std::vector<std::string> offers;
  const auto offered = OfferSeats();
  ASSERT_TRUE(offered.ok()) << offered.status();
  for (const auto& each : offered->offers()) offers.push_back(each.name());
  ASSERT_EQ(offers.size(), static_cast<size_t>(kClients));
  EXPECT_EQ(Rush(offers),
            (std::map<std::string, int>{{"OK", 1}, {"CHILD_ALREADY_ENROLLED", kClients - 1}}));
  EXPECT_EQ(Enrolments().size(), 1u);
}

TEST_P(RushTest, OneRequestSentManyTimesAtOnceIsOnePlace) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 1}});
  AddChild("A1");
  Wait("A1", "C001");
  v1::AcceptOfferRequest request;
  request.set_name(Offers().at("A1").name());
  request.set_request_id("the-same-request");
  std::vector<std::string> names(16);
  std::vector<std::thread> clients;
  for (std::string& name : names) {
    clients.emplace_back([&] {
      const auto enrolment = Call(&Stub::AcceptOffer, request);
      name = enrolment.ok() ? enrolment->name() : std::string(enrolment.status().message());
    });
  }
  for (std::thread& each : clients) each.join();
  for (const std::string& each : names) EXPECT_EQ(each, names[0]);
  EXPECT_EQ(Enrolments().size(), 1u);
}

// Offers are made while families whose hold is over accept: what is taken and held never exceeds
// what is there.
TEST_P(RushTest, SeatsAreNeverHeldTwiceWhileOffersAreMade) {
  const std::vector<std::string> offers = OfferToMany();
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 3}});
  for (int i = 0; i < 8; ++i) {
    const std::string case_number = absl::StrCat("B", 100 + i);
    AddChild(case_number);
    Wait(case_number, "C001");
  }
  std::vector<v1::Offer> late;
  std::thread offering([&] {
    for (const auto& [case_number, offer] : Offers()) late.push_back(offer);
  });
  const std::map<std::string, int> counts = Rush({offers.begin(), offers.begin() + 8});
  offering.join();
  const auto placed = counts.find("OK");
  EXPECT_EQ((placed == counts.end() ? 0 : placed->second) + static_cast<int>(late.size()), 3);
  EXPECT_EQ(Taken("c001"), 3);
  for (const v1::Offer& each : late) EXPECT_TRUE(Accept(each.name()).ok());
}

INSTANTIATE_TEST_SUITE_P(Engines, RushTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace tuoqiao::places
