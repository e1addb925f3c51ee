#include "services/eligibility/entitlement.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/eligibility/testing_peers.h"
#include "services/eligibility/testing_scheme.h"

namespace tuoqiao::eligibility {
namespace {

const rules::Scheme& Terms60() {
  static const rules::Scheme* const kScheme =
      new rules::Scheme(SchemeOf(TestPack{TestPack().asked, "", AllTerms()}));
  return *kScheme;
}
const rules::Scheme& NoTerms() {
  static const rules::Scheme* const kScheme = new rules::Scheme(SchemeOf(TestPack()));
  return *kScheme;
}

Slice SliceOf(const std::string& from, const std::string& until, Outcome outcome) {
  Slice slice;
  slice.period = {Day(from), Day(until)};
  slice.outcome = outcome;
  return slice;
}

std::vector<Slice> Open() {
  return {SliceOf("2026-09-01", "2026-10-01", Outcome::kEligibleLater),
          SliceOf("2026-10-01", "2026-11-01", Outcome::kEligible),
          SliceOf("2026-11-01", "2027-06-01", Outcome::kEligible)};
}
std::vector<Slice> Ending(bool too_old) {
  std::vector<Slice> slices = {SliceOf("2026-10-01", "2026-10-20", Outcome::kEligible),
                               SliceOf("2026-10-20", "2027-06-01", Outcome::kIneligible)};
  rules::Held held;
  held.condition = "asked";
  held.fact = too_old ? "age_in_months" : "guardians_employed";
  held.limit = too_old ? "below 36" : "at_least 1";
  slices[1].trace.push_back(
      {std::make_shared<const rules::Held>(std::move(held)), "", rules::Truth::kFails});
  return slices;
}

std::string Text(const std::optional<absl::CivilDay>& day) {
  return day.has_value() ? FormatDay(*day) : "-";
}
// `from; use by; reconfirm by; grace until` of each slice.
std::vector<std::string> TermsOf(const rules::Scheme& scheme, std::vector<Slice> slices) {
  AddTerms(scheme, &slices);
  std::vector<std::string> told;
  for (const Slice& each : slices) {
    told.push_back(absl::StrCat(Text(each.terms.eligible_from), "; ", Text(each.terms.use_by), "; ",
                                Text(each.terms.reconfirm_by), "; ", Text(each.terms.grace_until)));
  }
  return told;
}

TEST(EntitlementTest, TermsAreCountedFromTheFirstEligibleDayOfAStretch) {
  EXPECT_EQ(
      TermsOf(Terms60(), Open()),
      (std::vector<std::string>{"2026-10-01; -; -; -", "2026-10-01; 2026-10-31; 2026-11-30; -",
                                "2026-11-01; 2026-10-31; 2026-11-30; -"}));
  // What is over before it would have to be confirmed has a grace instead.
  EXPECT_EQ(
      TermsOf(Terms60(), Ending(true)),
      (std::vector<std::string>{"2026-10-01; 2026-10-31; -; 2026-11-03", "-; -; -; 2026-11-03"}));
}

TEST(EntitlementTest, APackThatDeclaresNoTermHasNone) {
  EXPECT_EQ(TermsOf(NoTerms(), Ending(true)),
            (std::vector<std::string>{"2026-10-01; -; -; -", "-; -; -; -"}));
  const Entitlement entitlement =
      EntitlementOn(&NoTerms(), Open(), std::nullopt, Day("2027-05-01"));
  EXPECT_EQ(entitlement.standing, Standing::kCurrent);
  EXPECT_FALSE(entitlement.due.has_value());
  EXPECT_TRUE(entitlement.may_start);
}

// `CURRENT due, may start and stay`.
std::string Stands(const rules::Scheme* scheme, const std::vector<Slice>& slices,
                   const std::string& confirmed, const std::string& day) {
  static constexpr const char* kNames[] = {"NOT_APPLICABLE", "CURRENT", "RECONFIRM_DUE",
                                           "GRACE",          "LAPSED",  "TOO_OLD"};
  std::optional<absl::CivilDay> last;
  if (!confirmed.empty()) last = Day(confirmed);
  const Entitlement entitlement = EntitlementOn(scheme, slices, last, Day(day));
  return absl::StrCat(kNames[static_cast<int>(entitlement.standing)], " ", Text(entitlement.due),
                      entitlement.may_start ? " start" : "", entitlement.may_stay ? " stay" : "");
}

TEST(EntitlementTest, StandsByDaysAlone) {
  const struct {
    const char* confirmed;
    const char* day;
    const char* stands;
  } kCases[] = {
      {"", "2026-08-31", "NOT_APPLICABLE -"},
      {"", "2026-09-30", "NOT_APPLICABLE -"},
      {"", "2026-10-01", "CURRENT 2026-11-30 start stay"},
      // Used within 30 days, the first not counted.
      {"", "2026-10-31", "CURRENT 2026-11-30 start stay"},
      {"", "2026-11-01", "CURRENT 2026-11-30 stay"},
      // The window opens 28 days before.
      {"", "2026-11-02", "RECONFIRM_DUE 2026-11-30 stay"},
      {"", "2026-11-30", "RECONFIRM_DUE 2026-11-30 stay"},
      {"", "2026-12-01", "GRACE 2026-12-15 stay"},
      {"", "2026-12-14", "GRACE 2026-12-15 stay"},
      {"", "2026-12-15", "LAPSED 2026-11-30"},
      // Confirmed in time, and after it had lapsed.
      {"2026-11-10", "2026-12-01", "CURRENT 2027-01-09 stay"},
      {"2027-01-01", "2027-01-02", "CURRENT 2027-03-02 stay"},
      // What was said of a former stretch counts for nothing.
      {"2026-05-01", "2026-10-01", "CURRENT 2026-11-30 start stay"},
      {"", "2027-06-01", "NOT_APPLICABLE -"},
  };
  for (const auto& each : kCases) {
    EXPECT_EQ(Stands(&Terms60(), Open(), each.confirmed, each.day), each.stands)
        << each.confirmed << " " << each.day;
  }
}

TEST(EntitlementTest, AfterItsEndItIsInGraceThenOver) {
  const struct {
    bool too_old;
    const char* day;
    const char* stands;
  } kCases[] = {
      {true, "2026-10-19", "CURRENT - start stay"},  {true, "2026-10-20", "GRACE 2026-11-03 stay"},
      {true, "2026-11-02", "GRACE 2026-11-03 stay"}, {true, "2026-11-03", "TOO_OLD 2026-11-03"},
      {false, "2026-11-03", "LAPSED 2026-11-03"},
  };
  for (const auto& each : kCases) {
    EXPECT_EQ(Stands(&Terms60(), Ending(each.too_old), "", each.day), each.stands) << each.day;
  }
  EXPECT_EQ(Stands(&NoTerms(), Ending(false), "", "2026-10-20"), "LAPSED 2026-10-20");
  EXPECT_EQ(Stands(nullptr, Ending(true), "", "2026-10-20"), "TOO_OLD 2026-10-20");
}

TEST(EntitlementTest, AMissedConfirmationIsNotMendedByTheEnd) {
  std::vector<Slice> slices = {SliceOf("2026-10-01", "2026-12-10", Outcome::kEligible),
                               SliceOf("2026-12-10", "2027-06-01", Outcome::kIneligible)};
  EXPECT_EQ(Stands(&Terms60(), slices, "", "2026-12-12"), "GRACE 2026-12-15 stay");
  EXPECT_EQ(Stands(&Terms60(), slices, "", "2026-12-20"), "LAPSED 2026-11-30");
  EXPECT_EQ(Stands(&Terms60(), slices, "2026-11-20", "2026-12-20"), "GRACE 2026-12-24 stay");
}

TEST(EntitlementTest, IsConfirmedInItsWindowByTheFamilyAndLateByThePark) {
  const struct {
    std::vector<Slice> slices;
    const char* day;
    const char* family;
    const char* park;
  } kCases[] = {
      {Open(), "2026-09-15", "ENTITLEMENT_NOT_CURRENT", "ENTITLEMENT_NOT_CURRENT"},
      {Open(), "2026-11-01", "RECONFIRMATION_NOT_DUE", "RECONFIRMATION_NOT_DUE"},
      {Open(), "2026-11-02", "", ""},
      {Open(), "2026-12-01", "", ""},
      {Open(), "2026-12-15", "ENTITLEMENT_LAPSED", ""},
      {Ending(true), "2026-10-25", "ENTITLEMENT_NOT_CURRENT", "ENTITLEMENT_NOT_CURRENT"},
      {Ending(true), "2026-10-05", "RECONFIRMATION_NOT_DUE", "RECONFIRMATION_NOT_DUE"},
  };
  for (const auto& each : kCases) {
    const Entitlement entitlement =
        EntitlementOn(&Terms60(), each.slices, std::nullopt, Day(each.day));
    EXPECT_EQ(ReasonOf(CheckConfirm(entitlement, false)), each.family) << each.day;
    EXPECT_EQ(ReasonOf(CheckConfirm(entitlement, true)), each.park) << each.day;
  }
}

}  // namespace
}  // namespace tuoqiao::eligibility
