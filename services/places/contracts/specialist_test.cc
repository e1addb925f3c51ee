// Seats for children with needs, and a child whose level changes, behind the real handlers.
#include <gtest/gtest.h>

#include "services/places/testing_places.h"

namespace tuoqiao::places {
namespace {

class SpecialistTest : public ::testing::Test, protected PlacesFixture {
 protected:
  // One seat for children with needs, and none else.
  void SetUp() override {
    v1::Centre centre = CentreMessage("C001", {{"L01", v1::Group::LARGE, 1}});
    centre.mutable_groups(0)->mutable_pools(0)->set_kind("SPECIALIST");
    ASSERT_TRUE(SetCentre(centre).ok());
  }
  void Level(const std::string& case_number, int level) {
    directory_.ChangeChild(case_number, [&](auto& facts) { facts.set_needs_level(level); });
  }
  void Ask(const std::string& case_number, const std::string& submitted) {
    AddChild(case_number);
    EXPECT_EQ(ApplyOne(ApplicationMessage(case_number, {"C001"}, submitted)), "CREATED");
  }
};

TEST_F(SpecialistTest, IsOfferedToAChildWithNeedsAndToNobodyElse) {
  Ask("A1", "2026-09-01T08:00:00Z");
  EXPECT_TRUE(Offers().empty());
  Ask("A2", "2026-09-20T08:00:00Z");
  Level("A2", 1);
  const auto offers = Offers();
  ASSERT_EQ(offers.size(), 1u);
  EXPECT_EQ(offers.count("A2"), 1u) << "who came first has no needs";
}

TEST_F(SpecialistTest, IsTakenOnlyWhileTheNeedsAreOnRecord) {
  Ask("A1", "2026-09-01T08:00:00Z");
  Level("A1", 2);
  const std::string offer = Offers().at("A1").name();
  Level("A1", 0);
  EXPECT_EQ(ReasonOf(Accept(offer).status()), "SPECIALIST_SEAT_NOT_NEEDED");
  EXPECT_TRUE(Enrolments().empty());
  Level("A1", 1);
  EXPECT_TRUE(Accept(offer).ok());
}

TEST_F(SpecialistTest, WhoeverDeclinesForALaterSeatLetsTheNextOneIn) {
  Ask("A1", "2026-09-01T08:00:00Z");
  Level("A1", 1);
  const std::string offer = Offers().at("A1").name();
  Ask("A2", "2026-09-20T08:00:00Z");
  Level("A2", 1);
  EXPECT_TRUE(Offers().empty());
  Level("A1", 0);
  ASSERT_TRUE(Decline(offer, "LATER").ok());
  EXPECT_EQ(Offers().count("A2"), 1u);
  EXPECT_EQ(Applications().at("A1").state(), v1::Application::WAITING);
}

TEST_F(SpecialistTest, APlaceStaysItsOwnAndKeepsItsSeatWhateverTheLevelBecomes) {
  Ask("A1", "2026-09-01T08:00:00Z");
  Level("A1", 1);
  ASSERT_TRUE(Accept(Offers().at("A1").name()).ok());
  Level("A1", 0);
  Ask("A2", "2026-09-20T08:00:00Z");
  Level("A2", 2);
  EXPECT_TRUE(Offers().empty()) << "the seat is taken";
  EXPECT_EQ(Taken("c001"), 1);
  ASSERT_EQ(Enrolments().size(), 1u);
  EXPECT_EQ(Enrolments()[0].case_number(), "A1");
}

TEST_F(SpecialistTest, AnAnswerThatWasGivenIsGivenAgain) {
  Ask("A1", "2026-09-01T08:00:00Z");
  Level("A1", 1);
  v1::AcceptOfferRequest request;
  request.set_name(Offers().at("A1").name());
  request.set_request_id("accept-once");
  ASSERT_TRUE(Call(&Stub::AcceptOffer, request).ok());
  Level("A1", 0);
  EXPECT_TRUE(Call(&Stub::AcceptOffer, request).ok());
}

}  // namespace
}  // namespace tuoqiao::places
