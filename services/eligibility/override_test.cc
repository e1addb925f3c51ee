#include "services/eligibility/override.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/eligibility/testing_peers.h"

namespace tuoqiao::eligibility {
namespace {

Override OverrideOf(const std::string& id, Outcome outcome, const std::string& from,
                    const std::string& until) {
  Override exception;
  exception.id = id;
  exception.programme = "care";
  exception.outcome = outcome;
  exception.period = {Day(from), Day(until)};
  exception.state = Override::State::kApproved;
  exception.proposed_by = "li";
  return exception;
}

// Decided for a child of 17 months, with a guardian who is employed until `leave_date`.
std::vector<Slice> Decided(const std::string& leave_date, bool consent = true) {
  Child child;
  child.birth_date = Day("2025-04-08");
  child.employments = {{1, Day("2024-03-01"), Day(leave_date)}};
  child.programme_consent = consent;
  return Decide(SampleScheme(), FactsOf(child), {Day("2026-10-01"), Day("2026-12-01")});
}

// `2026-10-01 ELIGIBLE; 2026-10-05 ELIGIBLE (INELIGIBLE by rules)`.
std::string Told(const std::vector<Slice>& slices) {
  static constexpr const char* kNames[] = {"PENDING", "ELIGIBLE", "LATER", "INELIGIBLE"};
  std::string told;
  for (const Slice& each : slices) {
    absl::StrAppend(&told, told.empty() ? "" : "; ", FormatDay(each.period.from), " ",
                    kNames[static_cast<int>(each.outcome)]);
    for (const rules::Finding& finding : each.trace) {
      if (finding.held->condition != kOverrideCondition) continue;
      absl::StrAppend(&told, " (", finding.value, " by rules)");
      EXPECT_EQ(finding.held->source.substr(0, 38), "parks/yunqi/programmes/care/overrides/");
    }
  }
  return told;
}

TEST(OverrideTest, ChangesItsDaysAndNoOthers) {
  const struct {
    const char* what;
    std::vector<Override> overrides;
    const char* told;
  } kCases[] = {
      {"none", {}, "2026-10-01 ELIGIBLE; 2026-10-16 INELIGIBLE"},
      {"a bridge over days without work",
       {OverrideOf("o", Outcome::kEligible, "2026-10-10", "2026-11-01")},
       "2026-10-01 ELIGIBLE; 2026-10-10 ELIGIBLE (ELIGIBLE by rules); 2026-10-16 ELIGIBLE "
       "(INELIGIBLE by rules); 2026-11-01 INELIGIBLE"},
      {"before the period and beyond it",
       {OverrideOf("o", Outcome::kIneligible, "2026-09-01", "2027-03-01")},
       "2026-10-01 INELIGIBLE (ELIGIBLE by rules); 2026-10-16 INELIGIBLE (INELIGIBLE by rules)"},
      {"what is not yet so becomes later",
       {OverrideOf("o", Outcome::kEligible, "2026-11-20", "2026-12-01")},
       "2026-10-01 ELIGIBLE; 2026-10-16 LATER; 2026-11-20 ELIGIBLE (INELIGIBLE by rules)"},
      {"of two that meet the later counts",
       {OverrideOf("a", Outcome::kIneligible, "2026-10-01", "2026-10-16"),
        OverrideOf("b", Outcome::kEligible, "2026-10-08", "2026-10-16")},
       "2026-10-01 LATER (ELIGIBLE by rules); 2026-10-08 ELIGIBLE (ELIGIBLE by rules) (ELIGIBLE "
       "by rules); 2026-10-16 INELIGIBLE"},
  };
  for (const auto& each : kCases) {
    std::vector<Slice> slices = Decided("2026-10-15");
    ApplyOverrides("yunqi", SampleScheme(), each.overrides, &slices);
    EXPECT_EQ(Told(slices), each.told) << each.what;
  }
}

TEST(OverrideTest, DoesNotStandInForConsentNorHoldBeforeItIsApproved) {
  std::vector<Slice> slices = Decided("2027-01-01", false);
  const Override approved = OverrideOf("o", Outcome::kEligible, "2026-10-01", "2026-12-01");
  ApplyOverrides("yunqi", SampleScheme(), {approved}, &slices);
  EXPECT_EQ(Told(slices), "2026-10-01 PENDING");

  for (const auto state : {Override::State::kProposed, Override::State::kRevoked}) {
    Override exception = OverrideOf("o", Outcome::kIneligible, "2026-10-01", "2026-12-01");
    exception.state = state;
    slices = Decided("2027-01-01");
    ApplyOverrides("yunqi", SampleScheme(), {exception}, &slices);
    EXPECT_EQ(Told(slices), "2026-10-01 ELIGIBLE");
  }
}

TEST(OverrideTest, IsApprovedByAnotherPersonAndRevokedByAny) {
  const auto proposed = [] {
    Override exception = OverrideOf("o", Outcome::kEligible, "2026-10-01", "2026-12-01");
    exception.state = Override::State::kProposed;
    return exception;
  };
  Override exception = proposed();
  EXPECT_EQ(ReasonOf(Approve(exception, "li", Day("2026-10-02"))), "APPROVED_BY_SAME_PERSON");
  EXPECT_EQ(ReasonOf(Approve(exception, "wang", Day("2026-12-01"))), "OVERRIDE_PERIOD_INVALID");
  EXPECT_TRUE(Approve(exception, "wang", Day("2026-11-30")).ok());
  EXPECT_EQ(exception.approved_by, "wang");
  EXPECT_EQ(ReasonOf(Approve(exception, "zhao", Day("2026-10-02"))), "OVERRIDE_STATE_WRONG");
  EXPECT_TRUE(Revoke(exception, "li").ok());
  EXPECT_EQ(ReasonOf(Revoke(exception, "li")), "OVERRIDE_STATE_WRONG");
  exception = proposed();
  EXPECT_TRUE(Revoke(exception, "li").ok());
  EXPECT_EQ(ReasonOf(Approve(exception, "wang", Day("2026-10-02"))), "OVERRIDE_STATE_WRONG");
}

TEST(OverrideTest, HasAnEndThatIsNotFar) {
  const struct {
    const char* from;
    const char* until;
    const char* reason;
  } kCases[] = {{"2026-10-01", "2026-10-01", "OVERRIDE_PERIOD_INVALID"},
                {"2026-10-01", "2027-10-03", "OVERRIDE_PERIOD_INVALID"},
                {"2026-10-01", "2027-10-02", ""},
                {"2026-08-01", "2026-10-05", "OVERRIDE_PERIOD_INVALID"},
                {"2026-08-01", "2026-10-06", ""}};
  for (const auto& each : kCases) {
    EXPECT_EQ(ReasonOf(CheckOverridePeriod({Day(each.from), Day(each.until)}, Day("2026-10-05"))),
              each.reason)
        << each.from << " " << each.until;
  }
}

}  // namespace
}  // namespace tuoqiao::eligibility
