#include "services/eligibility/shadow.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/errors.h"
#include "services/eligibility/testing_shadow.h"

namespace tuoqiao::eligibility {
namespace {

constexpr char kNext[] = "cn.test.next";
const Period kPeriod = {absl::CivilDay(2026, 11, 1), absl::CivilDay(2027, 3, 1)};

DecidedChild DecidedBy(const rules::Scheme& scheme, const char* birth_date, bool consent = true) {
  Child child;
  child.birth_date = Day(birth_date);
  child.programme_consent = consent;
  const rules::Facts facts = FactsOf(child);
  DecidedChild decided;
  decided.slices = Decide(scheme, facts, kPeriod);
  decided.dues = DueIn(scheme, facts, decided.slices);
  return decided;
}

std::string TextOf(const std::vector<Difference>& differences) {
  static constexpr const char* kNames[] = {"PENDING", "ELIGIBLE", "LATER", "INELIGIBLE"};
  return absl::StrJoin(differences, "; ", [](std::string* out, const Difference& each) {
    if (each.amount.empty()) {
      absl::StrAppend(out, FormatDay(each.period.from), "..", FormatDay(each.period.until), " ",
                      kNames[static_cast<int>(each.before)], " to ",
                      kNames[static_cast<int>(each.after)]);
    } else {
      absl::StrAppend(out, each.amount, " ", rules::PayerName(each.payer), " ", each.before_minor,
                      " to ", each.after_minor);
    }
    absl::StrAppend(out, " (", each.cause, ")");
  });
}

CarePack Live() {
  CarePack pack;
  pack.grant_minor = 60000;
  return pack;
}

TEST(ShadowTest, ComparesByDaysAndAmountsAndNamesTheConditionThatTurned) {
  const struct {
    const char* what;
    std::function<void(CarePack&)> change;
    const char* birth_date;
    bool consent;
    std::string differences;
  } kCases[] = {
      {"nothing", [](CarePack&) {}, "2025-04-08", true, ""},
      {"a lowered age limit, of a child that is old enough by both",
       [](CarePack& next) { next.age_from = 3; }, "2025-04-08", true, ""},
      {"a lowered age limit", [](CarePack& next) { next.age_from = 3; }, "2026-07-10", true,
       "2026-11-01..2027-01-10 LATER to ELIGIBLE (age_from: at_least 6 -> at_least 3); "
       "grant AUTHORITY 120000 to 240000 (60000 x 2 -> 60000 x 4)"},
      {"a raised age limit", [](CarePack& next) { next.age_from = 9; }, "2026-06-10", true,
       "2026-11-01..2026-12-10 LATER to INELIGIBLE (later days: eligible -> not eligible); "
       "2026-12-10..2027-03-01 ELIGIBLE to INELIGIBLE (age_from: at_least 6 -> at_least 9); "
       "grant AUTHORITY 180000 to 0 (60000 x 3 -> nothing)"},
      {"an added condition that nobody answered",
       [](CarePack& next) { next.asks_residence = true; }, "2025-04-08", true,
       "2026-11-01..2027-03-01 ELIGIBLE to PENDING (residence: not asked -> equals 330106); "
       "grant AUTHORITY 240000 to 0 (60000 x 4 -> nothing)"},
      {"a condition is not looked at before the consent",
       [](CarePack& next) { next.asks_residence = true; }, "2025-04-08", false, ""},
      {"a changed amount", [](CarePack& next) { next.grant_minor = 80000; }, "2025-04-08", true,
       "grant AUTHORITY 240000 to 320000 (60000 x 4 -> 80000 x 4)"},
      {"another payer", [](CarePack& next) { next.payer = "PARK"; }, "2025-04-08", true,
       "grant AUTHORITY 240000 to 0 (60000 x 4 -> nothing); "
       "grant PARK 0 to 240000 (nothing -> 60000 x 4)"},
  };
  for (const auto& each : kCases) {
    CarePack next = Live();
    next.scheme = kNext;
    each.change(next);
    const rules::Schemes schemes = SchemesOf({Live(), next});
    EXPECT_EQ(TextOf(Compare(DecidedBy(schemes.at("cn.test.live"), each.birth_date, each.consent),
                             DecidedBy(schemes.at(kNext), each.birth_date, each.consent))),
              each.differences)
        << each.what;
  }
}

TEST(ShadowTest, AnAmountsCauseNamesTheFactAndNotItsValue) {
  DecidedChild before, after;
  before.slices = after.slices = {Slice{kPeriod, Outcome::kEligible, {}, {}, {}}};
  Due due;
  due.amount = "share";
  due.times = 1;
  due.minor = 500;
  due.last.fact = "monthly_fee";
  due.last.value = "1000";
  due.last.rule = "5000 bp of 1000, down";
  before.dues = {due};
  due.minor = 3000;
  due.last.rule = "3 × 1000";
  due.missing = {"centre_kind"};
  after.dues = {due};
  EXPECT_EQ(Compare(before, after)[0].cause,
            "5000 bp of monthly_fee, down x 1 -> 3 × monthly_fee x 1, missing centre_kind");
}

// What a pack comes to over four children.
ShadowFigures FiguresOf(const CarePack& next) {
  const rules::Schemes schemes = SchemesOf({Live(), next});
  ShadowFigures figures;
  for (const char* birth_date : {"2025-04-08", "2025-05-08", "2026-07-10", "2026-06-10"}) {
    const DecidedChild before = DecidedBy(schemes.at("cn.test.live"), birth_date);
    const DecidedChild after = DecidedBy(schemes.at(next.scheme), birth_date);
    figures.Add(before, after, Compare(before, after));
  }
  return figures;
}

std::string TextOf(const std::vector<Excess>& excesses) {
  return absl::StrJoin(excesses, "; ", [](std::string* out, const Excess& each) {
    absl::StrAppend(out, each.figure, each.payer.empty() ? "" : " ", each.payer, " ", each.found,
                    " of ", each.allowed);
  });
}

TEST(ShadowTest, FiguresAreHeldAgainstTheThresholds) {
  const struct {
    const char* what;
    std::function<void(CarePack&)> change;
    ShadowThresholds thresholds;
    std::string excesses;
  } kCases[] = {
      {"nothing changes, and nothing is allowed", [](CarePack&) {}, {}, ""},
      {"a lowered age limit",
       [](CarePack& next) { next.age_from = 3; },
       {},
       "changed_children_bp 5000 of 0; payer_rise_minor AUTHORITY 180000 of 0; "
       "child_difference_minor 120000 of 0"},
      {"just what is allowed",
       [](CarePack& next) { next.age_from = 3; },
       {5000, 0, 180000, 120000},
       ""},
      {"one below",
       [](CarePack& next) { next.age_from = 3; },
       {4999, 0, 179999, 119999},
       "changed_children_bp 5000 of 4999; payer_rise_minor AUTHORITY 180000 of 179999; "
       "child_difference_minor 120000 of 119999"},
      {"a raised age limit",
       [](CarePack& next) { next.age_from = 9; },
       {10000, 1, 0, 1000000},
       "losing_children 2 of 1"},
      // A seeded error: the grant is in fen, and somebody wrote a nought too many.
      {"the authority's amount times ten",
       [](CarePack& next) { next.grant_minor = 600000; },
       {10000, 0, 1000000, 200000},
       "payer_rise_minor AUTHORITY 7020000 of 1000000; child_difference_minor 2160000 of 200000"},
      {"another payer: a fall of one makes up for no rise of another",
       [](CarePack& next) { next.payer = "FIRM"; },
       {10000, 0, 0, 240000},
       "payer_rise_minor FIRM 780000 of 0; child_difference_minor 480000 of 240000"},
      {"what the family pays, and what lessens its tax, is no payer's rise",
       [](CarePack& next) { next.payer = "TAX_BASE"; },
       {10000, 0, 0, 480000},
       ""},
  };
  for (const auto& each : kCases) {
    CarePack next = Live();
    next.scheme = kNext;
    each.change(next);
    EXPECT_EQ(TextOf(ExcessesOf(FiguresOf(next), each.thresholds)), each.excesses) << each.what;
  }
  // One of 30,001 children is more than no basis point.
  ShadowFigures figures;
  figures.children = 30001;
  figures.changed_children = 1;
  EXPECT_EQ(TextOf(ExcessesOf(figures, {})), "changed_children_bp 1 of 0");
}

TEST(ShadowTest, WhoLosesADayAndWhoGainsOneAreCounted) {
  CarePack next = Live();
  next.scheme = kNext;
  next.age_from = 9;
  ShadowFigures figures = FiguresOf(next);
  EXPECT_EQ(figures.children, 4);
  EXPECT_EQ(figures.changed_children, 2);
  EXPECT_EQ(figures.losing_children, 2);
  EXPECT_EQ(figures.gaining_children, 0);
  EXPECT_EQ(figures.differences, 6);
  EXPECT_EQ(figures.payers.at(rules::Payer::kAuthority).before_minor, 780000);
  EXPECT_EQ(figures.payers.at(rules::Payer::kAuthority).after_minor, 480000);
  next.age_from = 3;
  figures = FiguresOf(next);
  EXPECT_EQ(figures.losing_children, 0);
  EXPECT_EQ(figures.gaining_children, 2);
  EXPECT_EQ(figures.largest_difference_minor, 120000);
}

Shadow Compared() {
  Shadow shadow;
  shadow.id = "sh-1";
  shadow.programme = "care";
  shadow.scheme = kNext;
  shadow.period = kPeriod;
  shadow.base = {"cn.test.live", "aa", "bb", 0};
  shadow.figures.children = 4;
  shadow.rows_digest = "cc";
  Finish("yunqi", shadow);
  return shadow;
}

TEST(ShadowTest, TheDigestIsOfEverythingThatIsSigned) {
  const std::string digest = Compared().digest;
  EXPECT_EQ(digest.size(), 64u);
  const std::function<void(Shadow&)> kChanges[] = {
      [](Shadow& s) { s.scheme = "cn.other"; },
      [](Shadow& s) { s.period.until += 1; },
      [](Shadow& s) { s.base.rule_hash = "xx"; },
      [](Shadow& s) { s.base.live_rule_hash = "xx"; },
      [](Shadow& s) { s.adopted_values = {"grant"}; },
      [](Shadow& s) { s.thresholds.losing_children = 1; },
      [](Shadow& s) { s.figures.faults = 1; },
      [](Shadow& s) { s.figures.payers[rules::Payer::kPark].after_minor = 1; },
      [](Shadow& s) { s.rows_digest = "xx"; },
  };
  for (const auto& change : kChanges) {
    Shadow shadow = Compared();
    shadow.state = ShadowState::kRunning;
    change(shadow);
    Finish("yunqi", shadow);
    EXPECT_NE(shadow.digest, digest);
  }
}

TEST(ShadowTest, IsSignedByTwoWhoSawTheSameBeforeItBegins) {
  Shadow shadow = Compared();
  const std::string digest = shadow.digest;
  const absl::CivilDay today = Day("2026-10-31");
  EXPECT_TRUE(CheckMaySign(shadow, digest, today).ok());
  EXPECT_EQ(ReasonOf(CheckMaySign(shadow, "0000", today)), "DIGEST_STALE");
  EXPECT_EQ(ReasonOf(CheckMaySign(shadow, digest, Day("2026-11-01"))), "SHADOW_BEGUN");
  Shadow running = shadow;
  running.state = ShadowState::kRunning;
  EXPECT_EQ(ReasonOf(CheckMaySign(running, digest, today)), "SHADOW_NOT_COMPARED");
  Shadow over = shadow;
  over.figures.losing_children = 2;
  const absl::Status refused = CheckMaySign(over, digest, Day("2026-11-01"));
  EXPECT_EQ(ReasonOf(refused), "SHADOW_OVER_THRESHOLD");
  EXPECT_EQ(FailureOf(refused)->metadata().at("figures"), "losing_children 2 (at most 0)");

  ASSERT_TRUE(Sign(shadow, "admin-1").ok());
  EXPECT_EQ(shadow.state, ShadowState::kSigned);
  EXPECT_EQ(ReasonOf(Sign(shadow, "admin-1")), "APPROVED_BY_SAME_PERSON");
  EXPECT_TRUE(CheckMaySign(shadow, digest, today).ok());
  ASSERT_TRUE(Sign(shadow, "admin-2").ok());
  EXPECT_EQ(shadow.state, ShadowState::kAdopted);
  EXPECT_EQ(ReasonOf(CheckMaySign(shadow, digest, today)), "SHADOW_NOT_COMPARED");
}

TEST(ShadowTest, WhatWasComparedIsWhatIsReplaced) {
  const Shadow shadow = Compared();
  EXPECT_TRUE(CheckBase(shadow, shadow.base).ok());
  const std::function<void(ShadowBase&)> kChanges[] = {
      [](ShadowBase& base) { base.adoptions = 1; },
      [](ShadowBase& base) { base.live_rule_hash = "xx"; },
      [](ShadowBase& base) { base.rule_hash = ""; },
  };
  for (const auto& change : kChanges) {
    ShadowBase base = shadow.base;
    change(base);
    EXPECT_EQ(ReasonOf(CheckBase(shadow, base)), "SHADOW_BASE_NOT_IN_FORCE");
  }
}

TEST(ShadowTest, ItsDaysLieAheadAndLeaveNoAdoptedSchemeOut) {
  Programme programme = ProgrammeWith({{"cn.test.live", "2026-10-01"}});
  const auto reason = [&](const char* from, const char* until) {
    return ReasonOf(CheckShadowDays(programme, {Day(from), Day(until)}, Day("2026-10-10")));
  };
  EXPECT_EQ(reason("2026-10-11", "2026-12-01"), "");
  EXPECT_EQ(reason("2026-10-10", "2026-12-01"), "PERIOD_INVALID");
  EXPECT_EQ(reason("2026-10-11", "2026-10-11"), "PERIOD_INVALID");
  EXPECT_EQ(reason("2026-09-30", "2026-12-01"), "PERIOD_INVALID");
  EXPECT_EQ(reason("2026-11-01", "2029-11-06"), "PERIOD_INVALID");
  Adopt({kNext, Day("2027-01-01"), {}, "sh-1"}, &programme);
  EXPECT_EQ(reason("2026-11-01", "2027-01-01"), "PERIOD_INVALID");
  EXPECT_EQ(reason("2026-11-01", "2027-01-02"), "");
}

}  // namespace
}  // namespace tuoqiao::eligibility
