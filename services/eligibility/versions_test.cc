#include "services/eligibility/versions.h"

#include <gtest/gtest.h>

#include "absl/strings/str_join.h"
#include "services/common/errors.h"
#include "services/eligibility/decision.h"
#include "services/eligibility/due.h"
#include "services/eligibility/entitlement.h"
#include "services/eligibility/explanation.h"
#include "services/eligibility/testing_scheme.h"
#include "services/eligibility/testing_shadow.h"

namespace tuoqiao::eligibility {
namespace {

constexpr char kLive[] = "cn.test.live", kNext[] = "cn.test.next";

Period Of(const char* from, const char* until) { return {Day(from), Day(until)}; }

std::string TextOf(const std::vector<SchemeSpan>& spans) {
  return absl::StrJoin(spans, " ", [](std::string* out, const SchemeSpan& each) {
    absl::StrAppend(out, each.name, each.scheme == nullptr ? "?" : "", " ",
                    FormatDay(each.period.from), "..", FormatDay(each.period.until));
  });
}

Child ChildOf(const char* birth_date) {
  Child child;
  child.birth_date = Day(birth_date);
  child.programme_consent = true;
  return child;
}

TEST(VersionsTest, APeriodIsCutWhereAVersionBegins) {
  const rules::Schemes schemes = SchemesOf({{}, {kNext, 3}});
  const Versions versions(ProgrammeWith({{kLive, "2026-10-01"}, {kNext, "2027-01-01"}}), schemes);
  EXPECT_EQ(TextOf(versions.Over(Of("2026-10-01", "2026-12-01"))),
            "cn.test.live 2026-10-01..2026-12-01");
  EXPECT_EQ(TextOf(versions.Over(Of("2026-12-01", "2027-02-01"))),
            "cn.test.live 2026-12-01..2027-01-01 cn.test.next 2027-01-01..2027-02-01");
  EXPECT_EQ(TextOf(versions.Over(Of("2027-01-01", "2027-02-01"))),
            "cn.test.next 2027-01-01..2027-02-01");
  EXPECT_EQ(TextOf(versions.Over(Of("2027-02-01", "2027-02-01"))), "");
  EXPECT_EQ(versions.On(Day("2026-12-31"))->name, kLive);
  EXPECT_EQ(versions.On(Day("2027-01-01"))->name, kNext);
  EXPECT_EQ(versions.On(Day("2020-01-01"))->name, kLive);
  EXPECT_EQ(versions.HashOver(Of("2026-12-01", "2027-02-01")),
            schemes.at(kLive).hash + "," + schemes.at(kNext).hash);
  EXPECT_EQ(versions.HashOver(Of("2026-10-01", "2026-12-01")), schemes.at(kLive).hash);
}

TEST(VersionsTest, AnAdoptionTakesThePlaceOfWhateverWouldHold) {
  Programme programme = ProgrammeWith({{kLive, "2026-10-01"}});
  const rules::Schemes none;
  const auto text = [&] {
    return TextOf(Versions(programme, none).Over(Of("2026-10-01", "2028-01-01")));
  };
  Adopt({"b", Day("2027-06-01"), {}, "sh-1"}, &programme);
  EXPECT_EQ(text(), "cn.test.live? 2026-10-01..2027-06-01 b? 2027-06-01..2028-01-01");
  Adopt({"c", Day("2027-03-01"), {}, "sh-2"}, &programme);
  EXPECT_EQ(text(), "cn.test.live? 2026-10-01..2027-03-01 c? 2027-03-01..2028-01-01");
  Adopt({"d", Day("2027-03-01"), {}, "sh-3"}, &programme);
  EXPECT_EQ(text(), "cn.test.live? 2026-10-01..2027-03-01 d? 2027-03-01..2028-01-01");
  Adopt({"e", Day("2026-10-01"), {}, "sh-4"}, &programme);
  EXPECT_EQ(text(), "e? 2026-10-01..2028-01-01");
  EXPECT_EQ(programme.adoptions, 4);
}

TEST(VersionsTest, EachPartHasToBeInForceByItsOwnScheme) {
  const rules::Schemes schemes = SchemesOf({{kLive, 6, "until: \"2027-01-01\""}, {kNext, 3}});
  const Programme programme = ProgrammeWith({{kLive, "2026-10-01"}, {kNext, "2027-01-01"}});
  const auto reason = [&](const Programme& of, const char* from, const char* until) {
    return ReasonOf(CheckPeriod(of, Versions(of, schemes), Of(from, until)));
  };
  EXPECT_EQ(reason(programme, "2026-10-01", "2027-06-01"), "");
  EXPECT_EQ(reason(ProgrammeWith({{kLive, "2026-10-01"}}), "2026-10-01", "2027-06-01"),
            "RULE_NOT_IN_FORCE");
  const Programme gone = ProgrammeWith({{kLive, "2026-10-01"}, {"cn.gone", "2026-12-01"}});
  EXPECT_EQ(reason(gone, "2026-10-01", "2027-06-01"), "SCHEME_UNKNOWN");
  EXPECT_EQ(reason(gone, "2026-10-01", "2026-12-01"), "");
  EXPECT_EQ(reason(gone, "2026-09-01", "2026-12-02"), "PERIOD_INVALID");
}

TEST(VersionsTest, AChildIsEligibleLaterByASchemeThatBeginsLater) {
  const rules::Schemes schemes = SchemesOf({{}, {kNext, 3}});
  const Versions versions(ProgrammeWith({{kLive, "2026-10-01"}, {kNext, "2026-11-01"}}), schemes);
  // Three months on 10 October, six on 10 January.
  std::vector<Slice> slices =
      Decide(versions, FactsOf(ChildOf("2026-07-10")), Of("2026-10-01", "2026-12-01"));
  AddTerms(versions, &slices);
  ASSERT_EQ(slices.size(), 2u);
  EXPECT_EQ(slices[0].outcome, Outcome::kEligibleLater);
  EXPECT_EQ(slices[0].period.until, Day("2026-11-01"));
  EXPECT_EQ(slices[0].terms.eligible_from, Day("2026-11-01"));
  EXPECT_EQ(slices[0].trace[1].held->limit, "at_least 6");
  EXPECT_EQ(slices[1].outcome, Outcome::kEligible);
  EXPECT_EQ(slices[1].trace[1].held->limit, "at_least 3");
}

TEST(VersionsTest, TermsAreThoseOfTheSchemeOfTheDay) {
  CarePack next{kNext};
  next.parameters = AllTerms();
  const rules::Schemes schemes = SchemesOf({{}, next});
  const Versions versions(ProgrammeWith({{kLive, "2026-10-01"}, {kNext, "2026-11-01"}}), schemes);
  EXPECT_FALSE(TermDaysOn(versions, Day("2026-10-31")).grace.has_value());
  EXPECT_EQ(TermDaysOn(versions, Day("2026-11-01")).grace, 14);
  // 36 months on 10 November: the grace of the scheme that holds then follows.
  Decision decision;
  decision.slices =
      Decide(versions, FactsOf(ChildOf("2023-11-10")), Of("2026-10-01", "2026-12-01"));
  AddTerms(versions, &decision.slices);
  EXPECT_EQ(decision.slices[0].terms.grace_until, Day("2026-11-24"));
  EXPECT_FALSE(decision.slices[0].terms.use_by.has_value());
  EXPECT_EQ(EntitlementOn(versions, decision.slices, std::nullopt, Day("2026-11-20")).standing,
            Standing::kGrace);
  EXPECT_FALSE(Explain(decision, versions, Day("2026-11-20")).empty());
}

TEST(VersionsTest, AnAmountThatTwoSchemesHaveIsDueOnceAYear) {
  const auto due = [](const std::string& per, const std::string& payer_then) {
    CarePack live, next{kNext};
    live.grant_minor = 100;
    next.grant_minor = 300;
    live.per = next.per = per;
    next.payer = payer_then;
    const rules::Schemes schemes = SchemesOf({live, next});
    const Versions versions(ProgrammeWith({{kLive, "2026-10-01"}, {kNext, "2026-12-01"}}), schemes);
    const rules::Facts facts = FactsOf(ChildOf("2025-04-08"));
    const Period period = Of("2026-10-01", "2027-03-01");
    const auto text = [](const std::vector<Due>& dues) {
      return absl::StrJoin(dues, "; ", [](std::string* out, const Due& each) {
        absl::StrAppend(out, rules::PayerName(each.payer), " ", each.minor, " x ", each.times);
      });
    };
    const std::string by_rules = text(DueIn(versions, facts, period));
    EXPECT_EQ(text(DueIn(versions, facts, Decide(versions, facts, period))), by_rules);
    return by_rules;
  };
  EXPECT_EQ(due("MONTH", "AUTHORITY"), "AUTHORITY 1100 x 5");
  EXPECT_EQ(due("MONTH", "PARK"), "AUTHORITY 200 x 2; PARK 900 x 3");
  EXPECT_EQ(due("YEAR", "AUTHORITY"), "AUTHORITY 400 x 2");
}

}  // namespace
}  // namespace tuoqiao::eligibility
