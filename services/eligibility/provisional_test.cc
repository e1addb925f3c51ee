// What is given while facts are missing.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "services/eligibility/carried.h"
#include "services/eligibility/entitlement.h"
#include "services/eligibility/explanation.h"
#include "services/eligibility/testing_scheme.h"
#include "services/eligibility/testing_service.h"

namespace tuoqiao::eligibility {
namespace {

// Asks where the child lives and how old it is; 30 days are provisional, 14 are grace.
TestPack LivesPack() {
  TestPack pack;
  pack.asked = R"(all { of { equals { fact: "residence_division" value { text: "330106" } } }
                        of { age_in_months { fact: "birth_date" below: "age_until_months" } } })";
  pack.parameters = DaysParameter("provisional_days", 30) + DaysParameter("grace_days", 14);
  return pack;
}
const rules::Scheme& LivesScheme() {
  static const rules::Scheme* const kScheme = new rules::Scheme(SchemeOf(LivesPack()));
  return *kScheme;
}

struct Known {
  std::string lives;  // In 330106 from that day on.
  std::string consent = "2026-01-01";
  std::string until;  // And elsewhere from that one on.
  std::string birth_date = "2025-01-01";
};

std::vector<Slice> SlicesOf(const Known& known, const Carried& carried = {},
                            const std::string& from = "2026-03-01") {
  rules::Facts facts(Catalogue());
  facts.SetSteps(kProgrammeConsent, {{Day(known.consent), true}});
  facts.Set(kBirthDate, Day(known.birth_date));
  std::vector<rules::FactStep> lives;
  if (!known.lives.empty()) lives.push_back({Day(known.lives), "330106"});
  if (!known.until.empty()) lives.push_back({Day(known.until), rules::FactValue()});
  facts.SetSteps(*Catalogue().Find("residence_division"), lives);
  std::vector<Slice> slices = Decide(LivesScheme(), facts, {Day(from), Day("2026-09-01")});
  AddTerms(LivesScheme(), &slices, carried);
  return slices;
}

// `PROVISIONAL until 2026-03-31 may start`.
std::string StandsOn(const std::vector<Slice>& slices, const std::string& day) {
  static constexpr const char* kNames[] = {"NOT_APPLICABLE", "CURRENT", "RECONFIRM_DUE", "GRACE",
                                           "LAPSED",         "TOO_OLD", "PROVISIONAL"};
  const Entitlement entitlement = EntitlementOn(&LivesScheme(), slices, std::nullopt, Day(day));
  std::string told = kNames[static_cast<int>(entitlement.standing)];
  if (entitlement.due.has_value()) absl::StrAppend(&told, " until ", FormatDay(*entitlement.due));
  return absl::StrCat(told, entitlement.may_start ? " may start" : "",
                      entitlement.may_stay ? " may stay" : "");
}

TEST(ProvisionalTest, WhileOnlyFactsAreMissingAPlaceIsGivenForSoManyDays) {
  const std::vector<Slice> slices = SlicesOf({});
  EXPECT_EQ(StandsOn(slices, "2026-03-01"), "PROVISIONAL until 2026-03-31 may start may stay");
  EXPECT_EQ(StandsOn(slices, "2026-03-30"), "PROVISIONAL until 2026-03-31 may start may stay");
  EXPECT_EQ(StandsOn(slices, "2026-03-31"), "LAPSED until 2026-03-31");
  EXPECT_EQ(slices[0].terms.provisional_until, Day("2026-03-31"));

  Decision decision;
  decision.slices = slices;
  const auto told = Explain(decision, &LivesScheme(), Day("2026-03-05"));
  EXPECT_EQ(told.back().en,
            "Until 2026-03-31, that day left out, a place may be taken up and kept provisionally.");
}

TEST(ProvisionalTest, TheAnswerMakesItTrueOrEndsIt) {
  EXPECT_EQ(StandsOn(SlicesOf({"2026-03-01"}), "2026-03-10"), "CURRENT may start may stay");
  const std::vector<Slice> later = SlicesOf({"2026-03-10"});
  EXPECT_EQ(StandsOn(later, "2026-03-09"), "PROVISIONAL until 2026-03-31 may start may stay");
  EXPECT_EQ(StandsOn(later, "2026-03-10"), "CURRENT may start may stay");
  // Too old: whatever is missing, that is a no.
  Known old;
  old.birth_date = "2020-01-01";
  EXPECT_EQ(StandsOn(SlicesOf(old), "2026-03-10"), "NOT_APPLICABLE");
}

TEST(ProvisionalTest, NobodyIsLetInWithoutConsent) {
  Known known;
  known.consent = "2026-03-20";
  const std::vector<Slice> slices = SlicesOf(known);
  EXPECT_EQ(StandsOn(slices, "2026-03-19"), "NOT_APPLICABLE");
  EXPECT_EQ(StandsOn(slices, "2026-03-20"), "PROVISIONAL until 2026-04-19 may start may stay");
}

TEST(ProvisionalTest, ItComesBeforeTheGraceOfWhatWasOnce) {
  Known known;
  known.lives = "2026-03-01";
  known.until = "2026-04-01";
  const std::vector<Slice> slices = SlicesOf(known);
  EXPECT_EQ(StandsOn(slices, "2026-04-02"), "PROVISIONAL until 2026-05-01 may start may stay");
  EXPECT_EQ(StandsOn(slices, "2026-05-01"), "LAPSED until 2026-04-15");
}

TEST(ProvisionalTest, ADecisionMadeAgainDoesNotBeginItAnew) {
  Decision first;
  first.period = {Day("2026-03-01"), Day("2026-09-01")};
  first.slices = SlicesOf({});
  const Carried carried = CarriedInto(LivesScheme(), first, Day("2026-03-21"));
  EXPECT_EQ(carried.pending_from, Day("2026-03-01"));
  const std::vector<Slice> again = SlicesOf({}, carried, "2026-03-21");
  EXPECT_EQ(StandsOn(again, "2026-03-30"), "PROVISIONAL until 2026-03-31 may start may stay");
  EXPECT_EQ(StandsOn(again, "2026-03-31"), "LAPSED until 2026-03-31");
  const std::vector<Slice> late =
      SlicesOf({}, CarriedInto(LivesScheme(), first, Day("2026-05-01")), "2026-05-01");
  EXPECT_EQ(StandsOn(late, "2026-05-01"), "NOT_APPLICABLE");
}

class ProvisionalServiceTest : public EligibilityTest {
 protected:
  ProvisionalServiceTest() : EligibilityTest(Folder()) {}

  static std::string Folder() {
    const auto folder =
        std::filesystem::path(::testing::TempDir()) / absl::StrCat("provisional-", getpid());
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "care.textproto") << LivesPack().Text();
    return folder.string();
  }
  // `C1 PROVISIONAL 2026-10-31; C2 LAPSED`.
  std::string Entitlements() {
    v1::ListEntitlementsRequest request;
    request.set_parent(kCare);
    const auto response = Call(&Stub::ListEntitlements, request, "SERVICE", "places");
    EXPECT_TRUE(response.ok()) << response.status();
    std::string told;
    for (const v1::Entitlement& each : response->entitlements()) {
      EXPECT_EQ(each.may_start(), each.state() != v1::Entitlement::LAPSED);
      absl::StrAppend(&told, told.empty() ? "" : "; ", each.case_number(), " ",
                      v1::Entitlement::State_Name(each.state()),
                      each.provisional_until_date().empty() ? "" : " ",
                      each.provisional_until_date());
    }
    return told;
  }
};

TEST_F(ProvisionalServiceTest, AnAnswerTakesThePlaceOfWhatWasProvisional) {
  v1::CreateProgrammeRequest programme = ProgrammeRequest();
  programme.mutable_programme()->set_scheme("cn.test.care");
  ASSERT_TRUE(Call(&Stub::CreateProgramme, programme).ok());
  directory_.Say(FactsMessage("C1"));
  directory_.Say(FactsMessage("C2"));
  EXPECT_EQ(Decide().pending(), 2);
  EXPECT_EQ(Entitlements(), "C1 PROVISIONAL 2026-10-31; C2 PROVISIONAL 2026-10-31");
  const auto decisions = Decisions();
  EXPECT_EQ(decisions[0].slices(0).provisional_until_date(), "2026-10-31");

  v1::RecordFactsRequest answer;
  answer.set_child(FactsMessage("C1").child());
  answer.set_request_id(NextId());
  v1::FactRecord* record = answer.add_facts();
  record->set_fact("residence_division");
  record->set_value("330106");
  record->set_from_date("2026-10-01");
  const auto recorded = Call(&Stub::RecordFacts, answer);
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  EXPECT_EQ(recorded->decisions_size(), 1);
  EXPECT_EQ(Entitlements(), "C2 PROVISIONAL 2026-10-31; C1 CURRENT");

  // Decided on later days, it is not begun anew.
  directory_.SetToday("2026-10-31");
  EXPECT_EQ(Entitlements(), "C2 LAPSED; C1 CURRENT");
  v1::DecideChildrenRequest later = DecideRequest();
  later.set_from_date("2026-10-20");
  EXPECT_EQ(Decide(later).changed(), 2);
  EXPECT_EQ(Entitlements(), "C2 LAPSED; C1 CURRENT");
  const auto again = Decisions();
  EXPECT_EQ(again[1].pending_from_date(), "2026-10-01");
}

}  // namespace
}  // namespace tuoqiao::eligibility
