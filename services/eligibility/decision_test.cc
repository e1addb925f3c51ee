#include "services/eligibility/decision.h"

#include <gtest/gtest.h>

#include "services/eligibility/testing_peers.h"

namespace tuoqiao::eligibility {
namespace {

const Period& SampleWindow() {
  static const Period* const kWindow = new Period{Day("2026-10-01"), Day("2026-12-01")};
  return *kWindow;
}

Child ChildOf(const std::string& birth_date, std::vector<Employment> employments,
              bool consent = true) {
  Child child;
  child.birth_date = Day(birth_date);
  child.employments = std::move(employments);
  child.programme_consent = consent;
  return child;
}

// `2026-10-01 ELIGIBLE; …`: the first days and outcomes.
std::string Told(const std::vector<Slice>& slices) {
  static constexpr const char* kNames[] = {"PENDING", "ELIGIBLE", "LATER", "INELIGIBLE"};
  std::string told;
  for (const Slice& each : slices) {
    absl::StrAppend(&told, told.empty() ? "" : "; ", FormatDay(each.period.from), " ",
                    kNames[static_cast<int>(each.outcome)]);
  }
  return told;
}

std::string Decided(const Child& child) {
  return Told(Decide(SampleScheme(), FactsOf(child), SampleWindow()));
}

const Employment kLong = {1, absl::CivilDay(2024, 3, 1), std::nullopt};

TEST(DecisionTest, SlicesAreCutWhereAFactChanges) {
  const struct {
    const char* what;
    Child child;
    const char* told;
  } kCases[] = {
      {"all along", ChildOf("2025-04-08", {kLong}), "2026-10-01 ELIGIBLE"},
      {"six months in the window", ChildOf("2026-04-15", {kLong}),
       "2026-10-01 LATER; 2026-10-15 ELIGIBLE"},
      {"six months after it", ChildOf("2026-06-15", {kLong}), "2026-10-01 INELIGIBLE"},
      {"36 months in the window", ChildOf("2023-10-20", {kLong}),
       "2026-10-01 ELIGIBLE; 2026-10-20 INELIGIBLE"},
      {"36 months on the first of the next month", ChildOf("2023-10-31", {kLong}),
       "2026-10-01 ELIGIBLE; 2026-10-31 INELIGIBLE"},
      {"36 months on the window's first day", ChildOf("2023-10-01", {kLong}),
       "2026-10-01 INELIGIBLE"},
      {"a guardian who comes", ChildOf("2025-04-08", {{1, Day("2026-10-12"), std::nullopt}}),
       "2026-10-01 LATER; 2026-10-12 ELIGIBLE"},
      {"a guardian who leaves: the leave date is the last day",
       ChildOf("2025-04-08", {{1, Day("2024-03-01"), Day("2026-10-15")}}),
       "2026-10-01 ELIGIBLE; 2026-10-16 INELIGIBLE"},
      {"the other guardian stays: a fact changes, the outcome does not",
       ChildOf("2025-04-08",
               {{1, Day("2024-03-01"), Day("2026-10-15")}, {2, Day("2024-03-01"), std::nullopt}}),
       "2026-10-01 ELIGIBLE; 2026-10-16 ELIGIBLE"},
      {"from one firm to another with a gap",
       ChildOf("2025-04-08",
               {{1, Day("2024-03-01"), Day("2026-10-10")}, {1, Day("2026-10-20"), std::nullopt}}),
       "2026-10-01 ELIGIBLE; 2026-10-11 LATER; 2026-10-20 ELIGIBLE"},
      {"from one firm to another without one",
       ChildOf("2025-04-08",
               {{1, Day("2024-03-01"), Day("2026-10-10")}, {1, Day("2026-10-11"), std::nullopt}}),
       "2026-10-01 ELIGIBLE"},
      {"two firms at once are one guardian",
       ChildOf("2025-04-08", {kLong, {1, Day("2026-10-05"), Day("2026-10-09")}}),
       "2026-10-01 ELIGIBLE"},
      {"nobody is linked", ChildOf("2025-04-08", {}), "2026-10-01 INELIGIBLE"},
      {"no consent, whatever else changes",
       ChildOf("2023-10-20", {{1, Day("2026-10-12"), std::nullopt}}, false), "2026-10-01 PENDING"},
  };
  for (const auto& each : kCases) EXPECT_EQ(Decided(each.child), each.told) << each.what;
}

TEST(DecisionTest, SlicesFollowEachOtherOverTheWholePeriod) {
  const auto slices = Decide(
      SampleScheme(), FactsOf(ChildOf("2023-10-20", {{1, Day("2026-10-12"), Day("2026-11-03")}})),
      SampleWindow());
  EXPECT_EQ(slices.front().period.from, SampleWindow().from);
  EXPECT_EQ(slices.back().period.until, SampleWindow().until);
  for (size_t i = 1; i < slices.size(); ++i) {
    EXPECT_EQ(slices[i - 1].period.until, slices[i].period.from);
  }
}

TEST(DecisionTest, TheTraceSaysWhatWasComparedWithWhat) {
  const auto slices =
      Decide(SampleScheme(), FactsOf(ChildOf("2025-04-08", {kLong})), SampleWindow());
  std::vector<std::string> told;
  for (const rules::Finding& each : slices[0].trace) {
    told.push_back(absl::StrCat(each.held->condition, ": ", each.held->fact, " ", each.value, ", ",
                                each.held->limit, " since ", FormatDay(each.held->since)));
    EXPECT_EQ(each.truth, rules::Truth::kHolds);
    EXPECT_FALSE(each.held->source.empty());
  }
  EXPECT_EQ(told, (std::vector<std::string>{
                      "programme_consent: programme_consent true, equals true since 2026-01-01",
                      "age_from: age_in_months 17, at_least 6 since 2019-10-08",
                      "age_until: age_in_months 17, below 36 since 2019-10-08",
                      "guardian_employed: guardians_employed 1, at_least 1 since 2026-01-01"}));
}

TEST(DecisionTest, WithoutConsentNothingElseIsLookedAt) {
  const auto slices =
      Decide(SampleScheme(), FactsOf(ChildOf("2025-04-08", {kLong}, false)), SampleWindow());
  ASSERT_EQ(slices.size(), 1u);
  EXPECT_EQ(slices[0].missing, std::vector<std::string>{"programme_consent: GUARDIAN"});
  ASSERT_EQ(slices[0].trace.size(), 1u);
  EXPECT_EQ(slices[0].trace[0].held->condition, "programme_consent");
}

TEST(DecisionTest, AFactThatIsUnknownIsWaitedForAndItsOwnerNamed) {
  Child child = ChildOf("2025-04-08", {kLong});
  child.birth_date.reset();
  auto slices = Decide(SampleScheme(), FactsOf(child), SampleWindow());
  EXPECT_EQ(Told(slices), "2026-10-01 PENDING");
  EXPECT_EQ(slices[0].missing,
            (std::vector<std::string>{"age_in_months: GUARDIAN", "age_in_months: GUARDIAN"}));
  // It would not help to know it where another condition fails.
  child.employments.clear();
  slices = Decide(SampleScheme(), FactsOf(child), SampleWindow());
  EXPECT_EQ(Told(slices), "2026-10-01 INELIGIBLE");
  EXPECT_TRUE(slices[0].missing.empty());
}

TEST(DecisionTest, AnIdFollowsFromWhatTheDecisionIsOf) {
  Decision decision;
  decision.programme = "care";
  decision.child = "parks/yunqi/families/f/children/c";
  decision.revision = 1;
  const std::string first = DecisionId("yunqi", decision);
  EXPECT_EQ(DecisionId("yunqi", decision), first);
  decision.revision = 2;
  EXPECT_NE(DecisionId("yunqi", decision), first);
}

TEST(TallyTest, CountsEachChildOnce) {
  Tally tally;
  for (const Outcome outcome : {Outcome::kEligible, Outcome::kEligible, Outcome::kEligibleLater,
                                Outcome::kPending, Outcome::kIneligible}) {
    tally.Add(outcome);
  }
  EXPECT_EQ(tally.children, 5);
  EXPECT_EQ(tally.eligible, 2);
  EXPECT_EQ(tally.eligible_later, 1);
  EXPECT_EQ(tally.pending, 1);
  EXPECT_EQ(tally.ineligible, 1);
}

}  // namespace
}  // namespace tuoqiao::eligibility
